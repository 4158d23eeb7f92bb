"""Writing an entry for a published value: what is expected is looked up, the entry checked, then added to its file."""

import datetime
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import yaml

from publishing.checks import row_keys
from publishing.corrections.book import load_book
from publishing.corrections.columns import CORRECTED_TABLES, WrongValueError, is_same_value, list_columns, parse_value
from publishing.corrections.entries import AddEntry, DropEntry, Located, ValueEntry
from publishing.corrections.load import FOLDER_NAME, parse_corrections
from publishing.errors import OutputError
from publishing.manifest import read_table

_HEADER = "# Corrections, as docs/corrections.md says. Each is applied only as long as what it expects is extracted.\n"
_SHOWN = 20


class CorrectionError(Exception):
    """An entry that cannot be written; the message says why, and what to do."""


@dataclass(frozen=True)
class Draft:
    """An entry about one value of a U-CAP, with the value that is expected to be extracted."""

    ucap_id: str
    table: str
    row: str
    column: str
    expected: Any
    value: Any


def draft_entry(output: Path, raw: Path, ucap_id: str, table: str, row: str, column: str, text: str) -> Draft:
    """Return an entry that gives a published value another one, read from text as `parse_value` reads it.

    `row` is the key of the row, with or without the `ucap_id` in front. What is expected is the value in the latest version of
    `output`; where a rule withheld it, what `evidence` says was extracted. Raises `CorrectionError` where there is no such
    value, the new one does not fit or is no other, or an entry in `raw` is about it already.
    """
    if table not in CORRECTED_TABLES:
        raise CorrectionError(f"Values of {table} cannot be corrected; tables are {', '.join(CORRECTED_TABLES)}.")
    if column not in list_columns(table):
        raise CorrectionError(f"{column} of {table} cannot be corrected; columns are {', '.join(list_columns(table))}.")
    key = row if row == ucap_id or row.startswith(f"{ucap_id}/") else f"{ucap_id}/{row}"
    _check_rivals(raw, output, ucap_id, table, key, column)
    expected = _find_expected(output, ucap_id, table, key, column)
    try:
        value = parse_value(table, column, text)
    except WrongValueError as error:
        raise CorrectionError(f"{table}.{column} cannot be {text!r}: {error}.") from None
    if is_same_value(table, column, value, expected):
        raise CorrectionError(f"{column} of {key} is {text!r} already: there is nothing to correct.")
    return Draft(ucap_id, table, key, column, expected, value)


def write_entry(raw: Path, draft: Draft, *, reason: str, author: str, date: datetime.date) -> tuple[Path, int]:
    """Add an entry to the file of its U-CAP in `raw/corrections/`; return the file, and the line where the entry begins.

    What the file holds stays as it is, comments too. Raises `CorrectionError` where the file is not sound, so that nothing
    would come of the entry, or cannot be written.
    """
    path = raw / FOLDER_NAME / f"{draft.ucap_id}.yml"
    about = {"ucap": draft.ucap_id, "table": draft.table, "row": draft.row, "column": draft.column}
    entry = {**about, "expected": draft.expected, "value": draft.value, "reason": reason, "author": author, "date": date}
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else _HEADER
        content = f"{before.rstrip()}\n{_render(entry)}" if before.strip() else _render(entry)
        known = parse_corrections(before.encode(), path.name)
        found = parse_corrections(content.encode(), path.name)
        last = found[-1]
        if len(found) != len(known) + 1 or not isinstance(last, Located):
            problem = "" if isinstance(last, Located) else f" ({last.message})"
            raise CorrectionError(f"The entry cannot be added to {path}{problem}: see `ucap corrections`.")
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.new")
        aside.write_text(content, encoding="utf-8")
        os.replace(aside, path)
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(f"{path} cannot be written ({error}).") from error
    return path, last.line


class _Dumper(yaml.SafeDumper):
    """Writes values out instead of referring to equal ones."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _render(entry: dict[str, Any]) -> str:
    return yaml.dump([entry], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def _check_rivals(raw: Path, output: Path, ucap_id: str, table: str, row: str, column: str) -> None:
    documents = read_table(output, "documents").select(["source_path", "ucap_id", "status"]).to_pylist()
    paths = [d["source_path"] for d in documents if d["ucap_id"] == ucap_id and d["status"].startswith("published")]
    book = load_book(raw)
    for located in (entry for path in paths for entry in book.find_concerning(path, ucap_id)):
        entry = located.entry
        if isinstance(entry, ValueEntry) and (entry.table, entry.row, entry.column) == (table, row, column):
            raise CorrectionError(f"{located.where} has an entry on this value already: change or delete that one.")
        if isinstance(entry, DropEntry | AddEntry) and entry.table == table:
            # Published rows have other keys then than the extracted ones, by which entries name them.
            raise CorrectionError(
                f"{located.where} drops or adds a row of {table}, so its rows are published under other keys: "
                "add the entry there by hand, with the key of the row as extracted."
            )


def _find_expected(output: Path, ucap_id: str, table: str, row: str, column: str) -> Any:
    rows = read_table(output, table)
    rows = rows.filter(pc.equal(rows["ucap_id"], ucap_id))
    keys = row_keys(rows, CORRECTED_TABLES[table]).to_pylist()
    if row not in keys:
        known = ", ".join(key.removeprefix(f"{ucap_id}/") for key in keys[:_SHOWN]) or "none"
        more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
        raise CorrectionError(f"{table} has no row {row}; those of {ucap_id} are {known}{more}.")
    published = rows[column].to_pylist()[keys.index(row)]
    if published not in (None, []):
        return published
    evidence = read_table(output, "evidence")
    wanted = {"ucap_id": ucap_id, "table": table, "row": row, "column": column}
    for name, value in wanted.items():
        evidence = evidence.filter(pc.equal(evidence[name], value))
    withheld = [cell["value"] for cell in evidence.to_pylist() if cell["value"] is not None]
    return parse_value(table, column, withheld[0]) if withheld else published


def find_ucap(output: Path, source_path: str) -> str:
    """Return the U-CAP that a document is published as. Raises `CorrectionError` where it is not published."""
    for row in read_table(output, "documents").select(["source_path", "ucap_id", "status", "reason"]).to_pylist():
        if row["source_path"] == source_path:
            if row["ucap_id"] and row["status"].startswith("published"):
                return str(row["ucap_id"])
            raise CorrectionError(f"{source_path} is not published, so it has no values to correct ({row['reason']}).")
    raise OutputError(f"{source_path} is in no version yet: run `ucap ingest`.")
