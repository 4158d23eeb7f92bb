"""What differs between two versions, value by value, as a page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ucap.publishing.diff import TableDiff, VersionDiff, diff_versions
from ucap.schemas.values import render_value

_BRIEF = ("text", "theme", "city", "message", "title", "new_value", "value", "status")
_UNLISTED = {"evidence"}


@dataclass(frozen=True)
class Change:
    """One value before and after; or, with an empty column, a row that came or went, by what says best what it is."""

    ucap_id: str
    table: str
    row: str
    column: str
    before: str | None
    after: str | None


@lru_cache(maxsize=8)
def compare_versions(output: Path, before: str | None, after: str) -> VersionDiff:
    """Return `diff_versions`; versions never change, so the answer is kept. Raises `OutputError`."""
    return diff_versions(output, before, after)


def list_changes(output: Path, before: str | None, after: str, ucap_id: str | None = None) -> list[Change]:
    """Return the changes of all U-CAPs or one, without the table `evidence`, and without rows that only moved."""
    diff = compare_versions(output, before, after)
    changes = [change for table in diff.tables if table.name not in _UNLISTED for change in _list_table(table)]
    return [change for change in changes if ucap_id in (None, change.ucap_id)]


def _list_table(table: TableDiff) -> Iterator[Change]:
    for change in table.changed:
        ucap_id = change.ucap_id or ""
        row = change.key.removeprefix(f"{ucap_id}/")
        if change.kind == "edited":
            for value in change.values:
                yield Change(ucap_id, table.name, row, value.column, render_value(value.before), render_value(value.after))
        elif change.kind == "inserted":
            yield Change(ucap_id, table.name, row, "", None, _tell(change.after))
        elif change.kind == "dropped":
            yield Change(ucap_id, table.name, row, "", _tell(change.before), None)
    for entry in table.removed:
        if entry.moved is None:
            yield Change(entry.ucap_id or "", table.name, _shorten(entry.key, entry.ucap_id), "", _tell(entry.values), None)
    for entry in table.added:
        if entry.moved is None:
            yield Change(entry.ucap_id or "", table.name, _shorten(entry.key, entry.ucap_id), "", None, _tell(entry.values))


def _shorten(key: str, ucap_id: str | None) -> str:
    return key.removeprefix(f"{ucap_id}/") if ucap_id else key


def _tell(values: dict[str, Any]) -> str:
    return next((render_value(values[column]) or "" for column in _BRIEF if values.get(column)), "a row")
