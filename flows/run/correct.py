"""Writing a correction of one published value: the same for the command and for the pages of `ucap review`."""

import datetime
from pathlib import Path

from ucap.flows.basics.settings import Settings
from ucap.flows.run.read import reread_published
from ucap.flows.run.request import RunRequest
from ucap.publishing.corrections.book import load_book
from ucap.publishing.corrections.draft import (
    Draft,
    draft_entry,
    find_published,
    hold_corrections,
    list_row_entries,
    remove_entry,
    write_entry,
)
from ucap.publishing.corrections.draft_events import draft_event_entry
from ucap.publishing.events.decisions import TABLE as DECIDED_TABLE
from ucap.publishing.storage.location import require_folder


def write_correction(
    request: RunRequest,
    settings: Settings,
    source_path: str,
    *,
    table: str,
    row: str,
    column: str,
    text: str,
    reason: str,
    author: str,
    replaced: tuple[str, str] | None = None,
) -> tuple[Draft, Path, int]:
    """Add an entry to `raw/corrections/` after checking it; return it with its file and line. See `draft_entry`, `write_entry`.

    `replaced` is the file and `entry_id` of an entry that the new one replaces. Raises `CorrectionError` where the value cannot
    be corrected so, `RunError` where the document is no longer what the latest version was made from; then nothing is written.
    """
    raw, output = (require_folder(place, "corrections through ucap") for place in (request.raw, request.output))
    with hold_corrections(raw):
        book = load_book(raw)
        if replaced:
            book = book.without(*replaced)
        if table == DECIDED_TABLE:
            ucap_id = find_published(output, source_path).ucap_id or ""
            draft = draft_event_entry(output, book, ucap_id, row=row, column=column, text=text)
        else:
            reading = reread_published(request, find_published(output, source_path), settings, book)
            published = list_row_entries(output, source_path, table)
            draft = draft_entry(reading, book, published, table=table, row=row, column=column, text=text)
        if replaced:
            remove_entry(raw, *replaced)
        path, line = write_entry(raw, draft, reason=reason, author=author, date=datetime.date.today())
    return draft, path, line
