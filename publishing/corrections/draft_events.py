"""Draft an entry that joins an activity to another one's event, or parts it from its own."""

from collections.abc import Iterable
from pathlib import Path

from ucap.publishing.corrections.book import CorrectionBook
from ucap.publishing.corrections.draft import CorrectionError, Draft
from ucap.publishing.corrections.entries import EventEntry
from ucap.publishing.events.decisions import COLUMN, JOIN, PART, TABLE, list_pairs
from ucap.publishing.manifest import read_table


def draft_event_entry(output: Path, book: CorrectionBook, ucap_id: str, *, row: str, column: str, text: str) -> Draft:
    """Return an entry that gives an activity another event, in terms of the row of `event_mentions` that would change.

    `row` is the activity, with or without the `ucap_id` before it. `text` is an event or an activity of it, by its identifier:
    then the activity is joined to it; or `null`: then it is separated from all others of its event. Raises `CorrectionError`
    where there is no such row or event, nothing would change, or another entry is about the same activities.
    """
    if column != COLUMN:
        raise CorrectionError(f"{column} of {TABLE} cannot be corrected; columns are {COLUMN}.")
    activity = row if row.startswith(f"{ucap_id}/") else f"{ucap_id}/{row}"
    mentions = read_table(output, TABLE).select(["activity_id", "event_id"]).to_pylist()
    events = {mention["activity_id"]: mention["event_id"] for mention in mentions}
    if activity not in events:
        raise CorrectionError(f"{TABLE} has no row {activity}: `activities` lists the activities of {ucap_id}.")
    if text == "null":
        kind, others = PART, [id_ for id_, event in events.items() if event == events[activity] and id_ != activity]
        if not others:
            raise CorrectionError(f"{activity} is the only activity of its event: there is nothing to part it from.")
        ids = [activity, *sorted(others)]
    else:
        kind, ids = JOIN, [activity, _find_activity(events, text)]
        if events[ids[1]] == events[activity]:
            raise CorrectionError(f"{activity} and {ids[1]} are one event already: there is nothing to correct.")
    _check_rivals(book, ids, kind)
    activities = read_table(output, "activities").select(["activity_id", "text"]).to_pylist()
    texts = {found["activity_id"]: found["text"] for found in activities if found["activity_id"] in ids}
    keys = {kind: ids, "expected": {id_: texts[id_] for id_ in ids}}
    value = events[ids[1]] if kind == JOIN else None
    return Draft(ucap_id, TABLE, activity, activity, COLUMN, events[activity], value, keys)


def _find_activity(events: dict[str, str], text: str) -> str:
    """Return the activity that a text names, or the first one of the event that it names."""
    found = text if text in events else min((id_ for id_, event in events.items() if event == text), default=None)
    if found is None:
        raise CorrectionError(f"There is no event or activity {text}: give an event_id, an activity_id, or null.")
    return found


def _check_rivals(book: CorrectionBook, ids: Iterable[str], kind: str) -> None:
    pairs = set(list_pairs(ids, kind))
    for located in book.entries:
        if isinstance(located.entry, EventEntry) and pairs & set(list_pairs(located.entry.activities, located.entry.kind)):
            raise CorrectionError(f"{located.where} has an entry on these activities already: change or delete that entry.")
