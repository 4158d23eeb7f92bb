"""What people decide about events: rows of `corrections` that join activities, or part them, and which of them apply."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, TypeAlias

from ucap.extractors.findings import Finding, quote
from ucap.schemas.records import Correction

TABLE, COLUMN = "event_mentions", "event_id"
"""Table and column that such a row of `corrections` names. Its `row` has the activities, its `new_value` is join or part."""

JOIN, PART = "join", "part"

Decided: TypeAlias = Mapping[tuple[str, str], bool]
"""Pairs of activities, by their ids in alphabetical order: true where they are one event, false where they are not."""


def judge_decisions(entries: Iterable[Correction], texts: Mapping[str, str]) -> list[Correction]:
    """Return the entries with the final status of those about events, in their order.

    `texts` are those of the published activities, by `activity_id`. An entry is stale if an activity is not there or has
    another text than it expects. It is invalid if an entry before it decides the same two activities.
    """
    judged: list[Correction] = []
    taken: set[tuple[str, str]] = set()
    for entry in entries:
        if not is_decision(entry):
            judged.append(entry)
            continue
        pairs = set(list_pairs((entry.row or "").split(), entry.new_value or ""))
        if taken & pairs:
            message = "An entry before it is about the same activities: delete one of the two."
            judged.append(entry.model_copy(update={"status": "invalid", "message": message}))
        else:
            differing = list(_explain_differing(json.loads(entry.expected or "{}"), texts))
            update = {"status": "stale", "message": " ".join(differing)} if differing else {"status": "applied"}
            judged.append(entry.model_copy(update=update))
        taken |= pairs
    return judged


def is_decision(entry: Correction) -> bool:
    """Return whether an entry is about events, and could be read."""
    return entry.table == TABLE and entry.entry_id is not None


def list_decided(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], bool]:
    """Return what applied entries decide, given rows of `corrections`."""
    return {
        pair: row["new_value"] == JOIN
        for row in rows
        if (row["table"], row["status"]) == (TABLE, "applied")
        for pair in list_pairs(row["row"].split(), row["new_value"])
    }


def list_pairs(activity_ids: Iterable[str], kind: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs that an entry decides: each two that it joins; the first and each other one where it parts the first."""
    ids = list(activity_ids)
    pairs = combinations(ids, 2) if kind == JOIN else ((ids[0], other) for other in ids[1:])
    yield from ((min(pair), max(pair)) for pair in pairs)


def find_stale_decisions(rows: Iterable[Mapping[str, Any]], ucap_ids: Collection[str]) -> dict[str, list[Finding]]:
    """Return a finding for each of these U-CAPs whose activities an entry joins or parts that does not fit any more.

    `rows` are those of `corrections`. An entry about U-CAPs that are not published has its status there only.
    """
    found: dict[str, list[Finding]] = {}
    for row in rows:
        if (row["table"], row["status"]) != (TABLE, "stale"):
            continue
        does = "joins" if row["new_value"] == JOIN else "parts"
        details = f"The correction that {does} {row['row']} was not applied: {row['message']}"
        named = {id_.rpartition("/a")[0] for id_ in row["row"].split()}
        for ucap_id in sorted(id_ for id_ in named if id_ in ucap_ids):
            found.setdefault(ucap_id, []).append(Finding("event_correction_stale", details, "activities"))
    return found


def list_named(entries: Iterable[Correction]) -> set[str]:
    """Return the activities that entries about events name."""
    return {id_ for entry in entries if is_decision(entry) for id_ in (entry.row or "").split()}


def _explain_differing(expected: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[str]:
    for activity_id, text in expected.items():
        if activity_id not in texts:
            yield f"There is no activity {activity_id}."
        elif texts[activity_id] != text:
            yield f"{activity_id}: {quote(text)} is expected, its text is {quote(texts[activity_id])}."
