"""Write an entry for a published value: look up the expected value, check the entry, add it to its file."""

import datetime
import fcntl
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from ucap.extractors.findings import CellName, Finding
from ucap.extractors.rules import check_ucap
from ucap.extractors.rules.corrected import DATE_COLUMNS
from ucap.publishing.corrections.apply import apply_corrections, trace_rows
from ucap.publishing.corrections.book import CorrectionBook
from ucap.publishing.corrections.columns import CORRECTED_TABLES, WrongValueError, is_same_value, list_columns, parse_value
from ucap.publishing.corrections.entries import AddEntry, DropEntry, Located, ValueEntry
from ucap.publishing.corrections.load import FOLDER_NAME, parse_corrections
from ucap.publishing.errors import OutputError
from ucap.publishing.evolution import adapt_table
from ucap.publishing.manifest import read_table
from ucap.schemas.arrow import all_schemas
from ucap.schemas.reading import Reading
from ucap.schemas.records import Document, Record
from ucap.schemas.ucap import Ucap
from ucap.schemas.values import render_value

_HEADER = "# Corrections (docs/corrections.md). Each entry is applied only while the value that it expects is extracted.\n"
_SHOWN = 20  # keys of rows that a message lists, so that it stays on the screen; chosen


class CorrectionError(Exception):
    """The entry cannot be written; the message says why, and what to do."""


@dataclass(frozen=True)
class Draft:
    """An entry about one value of a U-CAP: the keys of its row as extracted and as published, and the expected value.

    `keys` are those of the entry in its file, without reason, author and date.
    """

    ucap_id: str
    table: str
    row: str
    published_row: str
    column: str
    expected: Any
    value: Any
    keys: Mapping[str, Any]
    pending: str = ""
    """What a rule says of the value as long as the rest of the same date is not corrected, too; empty where none does."""


@contextmanager
def hold_corrections(raw: Path) -> Iterator[None]:
    """Prevent other processes from adding entries at the same time, so that no entry is lost or written twice."""
    handle = os.open(raw, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # on the folder itself, so that no lock file is left in it
        yield
    finally:
        os.close(handle)


def draft_entry(
    reading: Reading,
    book: CorrectionBook,
    published: Collection[str],
    *,
    table: str,
    row: str,
    column: str,
    text: str,
) -> Draft:
    """Return an entry that replaces a value of a document by another one, read from `text` with `parse_value`.

    `reading` is the document as extracted. `row` is the key of a published row, with or without the `ucap_id` before it. The
    expected value is the extracted one, even if a rule withholds it. `published` are the entries that changed the keys of rows,
    from `list_row_entries`. Raises `CorrectionError` where there is no such value, the new value is not valid or equals the
    extracted one, or another entry is about the same value.
    """
    if table not in CORRECTED_TABLES:
        raise CorrectionError(f"Values of {table} cannot be corrected; tables are {', '.join(CORRECTED_TABLES)}.")
    if column not in list_columns(table):
        raise CorrectionError(f"{column} of {table} cannot be corrected; columns are {', '.join(list_columns(table))}.")
    ucap = reading.extracted or reading.ucap
    assert ucap, "entries are drafted only for published documents"
    entries = book.find_concerning(reading.document.source_path, ucap.ucap_id)
    published_row = row if row == ucap.ucap_id or row.startswith(f"{ucap.ucap_id}/") else f"{ucap.ucap_id}/{row}"
    record = _find_row(ucap, entries, published, table, published_row)
    for located in entries:
        entry = located.entry
        if isinstance(entry, ValueEntry) and (entry.table, entry.row, entry.column) == (table, record.row_key(), column):
            raise CorrectionError(f"{located.where} has an entry on this value already: change or delete that entry.")
    expected = getattr(record, column)
    try:
        value = parse_value(table, column, text)
    except WrongValueError as error:
        raise CorrectionError(f"{table}.{column} cannot be {text!r}: {error}.") from None
    if is_same_value(table, column, value, expected) and not _is_confirmation(entries, table, record.row_key(), column):
        raise CorrectionError(f"{column} of {published_row} is {text!r} already: there is nothing to correct.")
    about = {"ucap": ucap.ucap_id, "table": table, "row": record.row_key(), "column": column}
    keys = {**about, "expected": expected, "value": value}
    draft = Draft(ucap.ucap_id, table, record.row_key(), published_row, column, expected, value, keys)
    return replace(draft, pending=_check_rules(reading, entries, draft))


def _is_confirmation(entries: Sequence[Located], table: str, row: str, column: str) -> bool:
    """Whether another column of the same date is corrected, so that the present value of this one is worth saying."""
    columns = DATE_COLUMNS.get(table, ())
    others = [located.entry for located in entries if isinstance(located.entry, ValueEntry)]
    return column in columns and any((one.table, one.row) == (table, row) and one.column in columns for one in others)


def _check_rules(reading: Reading, entries: Sequence[Located], draft: Draft) -> str:
    """Raise `CorrectionError` where a rule would withhold the new value, and does not withhold the present one.

    A value that is withheld today may stay withheld: of two wrong dates, one must be corrected first. And an activity has one
    printed date: where it is moved, one end is beyond the other until that one is moved, too. Return what the rule says then.
    """
    entry = ValueEntry(
        document=None,
        ucap=draft.ucap_id,
        table=draft.table,
        row=draft.row,
        column=draft.column,
        expected=draft.expected,
        value=draft.value,
        reason="-",
        author="-",
        date=datetime.date.min,
    )
    cell = CellName(draft.table, draft.published_row, draft.column)
    before = {finding.code for finding in _find_withheld(reading, entries, cell)}
    pending = ""
    for finding in _find_withheld(reading, [*entries, Located(entry, "", 0, 0)], cell):
        if finding.code in before:
            pending = f"{finding.details} As long as that is so, the value is not published ({finding.code})."
        elif _is_rest_to_follow(entries, draft, finding):
            pending = f"{finding.details} Its dates are not published until {_name_other_end(draft)} is corrected, too."
        else:
            raise CorrectionError(
                f"{draft.table}.{draft.column} cannot be {render_value(draft.value)}: a rule would withhold it "
                f"({finding.code}). {finding.details} If the other value is wrong, too, correct that one first."
            )
    return pending


def _is_rest_to_follow(entries: Sequence[Located], draft: Draft, finding: Finding) -> bool:
    """Whether a rule finds against one end of an activity's date only as long as the other end is the one that was read."""
    if draft.table != "activities" or draft.column not in DATE_COLUMNS["activities"][:2]:
        return False
    other = _name_other_end(draft)
    done = [located.entry for located in entries if isinstance(located.entry, ValueEntry)]
    corrected = any((one.table, one.row, one.column) == (draft.table, draft.row, other) for one in done)
    return not corrected and CellName(draft.table, draft.published_row, other) in finding.withheld


def _name_other_end(draft: Draft) -> str:
    start, end, _ = DATE_COLUMNS[draft.table]
    return end if draft.column == start else start


def _find_withheld(reading: Reading, entries: Sequence[Located], cell: CellName) -> list[Finding]:
    """Return what the rules find against a value of the document with the entries applied."""
    corrected, _ = apply_corrections(reading, entries)
    ucap = corrected.extracted or corrected.ucap
    return [finding for finding in check_ucap(ucap) if cell in finding.withheld] if ucap else []


def write_entry(raw: Path, draft: Draft, *, reason: str, author: str, date: datetime.date) -> tuple[Path, int]:
    """Add an entry to the file of its U-CAP in `raw/corrections/`; return the file, and the line where the entry begins.

    The file's content does not change, comments included. Raises `CorrectionError` where the file is faulty, so that the entry
    would have no effect, or cannot be written.
    """
    path = raw / FOLDER_NAME / f"{draft.ucap_id}.yml"
    entry = {**draft.keys, "reason": reason, "author": author, "date": date}
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else _HEADER
        content = f"{before.rstrip()}\n{_render(entry)}" if before.strip() else _render(entry)
        known = parse_corrections(before.encode(), path.name)
        found = parse_corrections(content.encode(), path.name)
        last = found[-1]
        if len(found) != len(known) + 1 or not isinstance(last, Located):
            problem = "" if isinstance(last, Located) else f" ({last.message})"
            raise CorrectionError(f"The entry cannot be added to {path}{problem}: see `ucap corrections`.")
        _replace_content(path, content)
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(f"{path} cannot be written ({error}).") from error
    return path, last.line


def remove_entry(raw: Path, file: str, entry_id: str) -> None:
    """Take an entry out of its file, named relative to the raw folder; the rest of the file stays as it is, comments included.

    Raises `CorrectionError` where the file has no such entry, or more than one, or cannot be written.
    """
    path = raw / file
    try:
        content = path.read_text(encoding="utf-8")
        found = parse_corrections(content.encode(), file)
        places = [entry.position for entry in found if isinstance(entry, Located) and entry.entry_id == entry_id]
        if len(places) != 1:
            raise CorrectionError(f"{path} has no such entry any more: load the page again.")
        root = yaml.compose(content, yaml.SafeLoader)
        assert isinstance(root, yaml.SequenceNode)  # it has an entry
        lines = content.splitlines(keepends=True)
        node = root.value[places[0] - 1]
        first = node.start_mark.line
        last = node.end_mark.line if node.end_mark.column == 0 else node.end_mark.line + 1
        while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
            last -= 1  # blank lines and comments before the next entry are about that one
        _replace_content(path, "".join([*lines[:first], *lines[last:]]))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorrectionError(f"{path} cannot be changed ({error}).") from error


def _replace_content(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(content, encoding="utf-8")
    os.replace(aside, path)


class _Dumper(yaml.SafeDumper):
    """Writes equal values in full instead of as aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _render(entry: dict[str, Any]) -> str:
    return yaml.dump([entry], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def _find_row(ucap: Ucap, entries: list[Located], published: Collection[str], table: str, key: str) -> Record:
    """Return the row as extracted that is published with a key."""
    on_rows = {e.entry_id for e in entries if isinstance(e.entry, DropEntry | AddEntry) and e.entry.table == table}
    if on_rows != set(published):
        raise CorrectionError(
            f"Entries that drop or add rows of {table} changed since the latest version, so the keys of its rows will change: "
            "run `ucap rerun` first."
        )
    rows = trace_rows(ucap, entries, table)
    if key not in rows:
        names = [name.removeprefix(f"{ucap.ucap_id}/") for name in rows]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        known = ", ".join(names[:_SHOWN]) or "none"
        raise CorrectionError(f"{table} has no row {key}; those of {ucap.ucap_id} are {known}{more}.")
    source = rows[key]
    if isinstance(source, Located):
        raise CorrectionError(f"{key} is not a row of the document: {source.where} adds it, so change the value there.")
    return source


def list_row_entries(output: Path, source_path: str, table: str) -> set[str]:
    """Return the `entry_id`s of the entries that drop or add rows of a document's table in the latest version."""
    rows = read_table(output, "corrections").select(["source_path", "table", "column", "entry_id"]).to_pylist()
    wanted = {"source_path": source_path, "table": table, "column": None}
    return {row["entry_id"] for row in rows if row["entry_id"] and wanted.items() <= row.items()}


def find_published(output: Path, source_path: str) -> Document:
    """Return the row of a published document. Raises `CorrectionError` where the document is not published."""
    # An older version may lack columns that a document has now.
    documents = adapt_table(read_table(output, "documents"), all_schemas()["documents"], str(output))
    for row in documents.to_pylist():
        if row["source_path"] == source_path:
            if row["ucap_id"] and row["status"].startswith("published"):
                return Document(**row)
            raise CorrectionError(f"{source_path} is not published, so it has no values to correct ({row['reason']}).")
    raise OutputError(f"{source_path} is not in the latest version: run `ucap ingest`.")
