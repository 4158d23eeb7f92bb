"""What people wrote that is not published yet, noted at the values it is about."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from ucap.publishing.corrections.book import CorrectionBook, load_book
from ucap.publishing.corrections.entries import AddEntry, DropEntry, EventEntry, Located, ValueEntry, describe_entry
from ucap.publishing.corrections.load import walk_correction_files
from ucap.publishing.events.decisions import COLUMN, TABLE
from ucap.publishing.reviews.log import LOG_NAME, Check, ReviewLog, load_reviews
from ucap.review.queries.document import DocumentPage
from ucap.review.queries.opened import OpenedVersion, Row
from ucap.review.queries.shown import Shown


def read_people(raw: Path) -> tuple[CorrectionBook, ReviewLog]:
    """Return the corrections and checks of a raw folder as they are now; files that did not change are not read again.

    Raises `OutputError` where the log of checks is faulty.
    """
    files = [*sorted(walk_correction_files(raw)), raw / LOG_NAME]
    return _read(raw, tuple(_describe(path) for path in files))


@lru_cache(maxsize=2)
def _read(raw: Path, state: object) -> tuple[CorrectionBook, ReviewLog]:
    return load_book(raw), load_reviews(raw)


def _describe(path: Path) -> tuple[str, int, int]:
    try:
        state = os.stat(path)
    except OSError:
        return str(path), 0, 0
    return str(path), state.st_mtime_ns, state.st_size


def list_pending(opened: OpenedVersion, book: CorrectionBook) -> list[Row]:
    """Return the entries that are not published, then those that are published but were taken back since.

    An entry that replaces a published one is there once, as the new one.
    """
    published = _index_published(opened)
    present = {located.entry_id for located in book.entries}
    pending = [_render(located) for located in book.entries if located.entry_id not in published]
    replaced = {(row["table"], row["row"], row["column"]) for row in pending}
    undone = [row for entry_id, row in published.items() if entry_id not in present]
    return pending + [{**row, "undone": True} for row in undone if (row["table"], row["row"], row["column"]) not in replaced]


def count_unpublished(opened: OpenedVersion, book: CorrectionBook, log: ReviewLog) -> tuple[int, int]:
    """Return how many corrections and how many checks differ from what is published."""
    key = "reviews"
    if key not in opened.answers:
        opened.answers[key] = {
            (row["document_id"], row["table"], row["row"], row["column"], row["value"], row["reviewer"], row["date"])
            for row in opened.query("SELECT * FROM reviews")
        }
    now = {(*check.key, check.value, check.reviewer, check.date) for check in log.checks}
    return len(list_pending(opened, book)), len(opened.answers[key] ^ now)


def note_people(opened: OpenedVersion, page: DocumentPage, book: CorrectionBook, log: ReviewLog) -> None:
    """Note at each value of a page its entry that is not published, and the check of it."""
    document, ucap_id = page.document, page.document["ucap_id"]
    entries = book.find_concerning(document["source_path"], ucap_id)
    # Entries that drop or add rows change the keys of the rows below; only unchanged tables have the keys that entries name.
    moved = {e.entry.table for e in entries if isinstance(e.entry, DropEntry | AddEntry)}
    by_value = {
        (e.entry.table, e.entry.row, e.entry.column): e
        for e in entries
        if isinstance(e.entry, ValueEntry) and e.entry.table not in moved
    }
    _note_entries(opened, page.values, book, by_value)
    note_event_entries(opened, page.values, book)
    checks = {(c.table, c.row, c.column): c for c in log.by_ucap.get(ucap_id or "", ())}
    for value in page.values:
        if check := checks.get((value.table, value.row, value.column)):
            value.check = _render_check(check, value, document["document_id"])


def note_event_entries(opened: OpenedVersion, values: Iterable[Shown], book: CorrectionBook) -> None:
    """Note at each value that says which event an activity tells of the last entry about it that is not published."""
    published = _index_published(opened)
    entries = [e for e in book.entries if isinstance(e.entry, EventEntry) and e.entry_id not in published]
    by_value = {
        (TABLE, activity, COLUMN): e for e in entries if isinstance(e.entry, EventEntry) for activity in e.entry.activities
    }
    _note_entries(opened, [value for value in values if value.is_event], book, by_value)


def _note_entries(
    opened: OpenedVersion, values: Iterable[Shown], book: CorrectionBook, by_value: Mapping[tuple[str, str, str], Located]
) -> None:
    published, present = _index_published(opened), {located.entry_id for located in book.entries}
    for value in values:
        located = by_value.get((value.table, value.row, value.column))
        if located and located.entry_id not in published:
            value.pending = _render(located)
        elif value.correction and value.correction["entry_id"] not in present:
            value.pending = {**value.correction, "undone": True}


def digest_state(value: Shown) -> str:
    """Return what a person saw of a value, as a short digest: its text, its correction, and what is pending."""
    pending = value.pending and (value.pending["entry_id"], value.pending["undone"])
    correction = value.correction and value.correction["entry_id"]
    return hashlib.sha256(repr((value.text, correction, pending)).encode()).hexdigest()[:12]


def count_checked(values: Sequence[Shown]) -> tuple[int, int]:
    """Return how many of the values are checked and still the same, and how many of them can be checked."""
    counted = [value for value in values if value.is_checkable]
    return sum(bool(value.check and value.check["holds"]) for value in counted), len(counted)


def _index_published(opened: OpenedVersion) -> dict[str, Row]:
    if "corrections" not in opened.answers:
        rows: Iterable[Row] = opened.query("SELECT * FROM corrections WHERE entry_id IS NOT NULL")
        opened.answers["corrections"] = {row["entry_id"]: row for row in rows}
    found: dict[str, Row] = opened.answers["corrections"]
    return found


def _render(located: Located) -> Row:
    about, entry = describe_entry(located.entry), located.entry
    return {
        **about.__dict__,
        "file": located.file,
        "line": located.line,
        "entry_id": located.entry_id,
        "reason": entry.reason,
        "author": entry.author,
        "date": entry.date,
        "undone": False,
    }


def _render_check(check: Check, value: Shown, document_id: str) -> Row:
    return {
        "reviewer": check.reviewer,
        "date": check.date,
        "value": check.value,
        "holds": check.value == value.text and check.document_id == document_id,
    }
