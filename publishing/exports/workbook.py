"""A version as an Excel workbook: a sheet a table, every text written as text."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ucap.publishing.errors import OutputError
from ucap.publishing.exports.spreadsheet import ABOUT_NAME, COLUMNS_NAME, flatten_lists, list_columns, list_facts
from ucap.publishing.exports.tables import VersionTables

MAX_ROWS = 2**20  # of a sheet, its head included
MAX_CHARACTERS = 32_767  # of a cell, in UTF-16 units
_MAX_EXACT_INTEGER = 10**15  # a cell's number has 15 digits
_FIRST_DATE = date(1900, 3, 1)  # Excel counts from 1900 and believes that year to be a leap year
_ROWS_AT_ONCE = 2**14
_MAX_WIDTH = 60
_CUT = " … [cut: the Parquet tables have all {:,} characters]"
_NOTES = (
    "Lists are JSON arrays. Times are UTC. A whole number of more than 15 digits and a date before March 1900 are texts.",
)


def write_workbook(tables: VersionTables, path: Path) -> tuple[str, ...]:
    """Write a sheet for each table, with the sheets `about` and `columns` before them; returns what had to be cut or split.

    Raises `OutputError` where the file cannot be written.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(str(path), options)
    workbook.set_properties({"title": f"U-CAP tables, version {tables.manifest.version}", "created": datetime(2000, 1, 1)})
    sheets = _Sheets(workbook)
    about = workbook.add_worksheet(ABOUT_NAME)
    sheets.write(COLUMNS_NAME, list_columns())
    for name in tables.names:
        sheets.write(name, flatten_lists(tables.load(name)))
    sheets.fill(about, list_facts(tables, [*_NOTES, *sheets.notes]))
    try:
        workbook.close()
    except XlsxFileError as error:
        raise OutputError(f"could not write the workbook {path}: {error}; see to that disk and run again.") from error
    return tuple(sheets.notes)


class _Sheets:
    """The sheets of one workbook, and notes about what did not fit."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.notes: list[str] = []
        self._workbook = workbook
        self._bold: Format = workbook.add_format({"bold": True})
        self._date: Format = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._instant: Format = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._cut: list[str] = []

    def write(self, name: str, table: pa.Table) -> None:
        """Write a table as a sheet, or as many as its rows need."""
        self._cut = []
        room = MAX_ROWS - 1
        for number, start in enumerate(range(0, max(table.num_rows, 1), room), start=1):
            title = name if number == 1 else f"{name} ({number})"
            self.fill(self._workbook.add_worksheet(title), table.slice(start, room))
        if table.num_rows > room:
            self.notes.append(f"{name} goes on in further sheets, as one holds {MAX_ROWS:,} rows.")
        if self._cut:
            first = self._cut[0]
            self.notes.append(f"{name}: {len(self._cut):,} texts longer than a cell holds were cut, the first in {first}.")

    def fill(self, sheet: Worksheet, table: pa.Table) -> None:
        """Write a table's head and rows to a sheet."""
        for number, name in enumerate(table.column_names):
            sheet.set_column(number, number, _choose_width(name, table[name]))
            sheet.write_string(0, number, name, self._bold)
        sheet.freeze_panes(1, 0)
        if table.num_rows and table.num_columns:
            sheet.autofilter(0, 0, table.num_rows, table.num_columns - 1)
        for row, values in enumerate(_iterate_rows(table), start=1):
            for column, value in enumerate(values):
                self._write_cell(sheet, row, column, value)

    def _write_cell(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        # Never `sheet.write`, which guesses a type: a text is a text, whatever it begins with.
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), self._instant)
        elif isinstance(value, date) and value >= _FIRST_DATE:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self._date)
        elif isinstance(value, float) or (isinstance(value, int) and abs(value) < _MAX_EXACT_INTEGER):
            sheet.write_number(row, column, value)
        else:
            text = value.isoformat() if isinstance(value, date) else str(value)
            shown = shorten_cell(text)
            if shown != text:
                self._cut.append(f"row {row + 1} of {sheet.get_name()}")
            sheet.write_string(row, column, shown)


def shorten_cell(text: str) -> str:
    """Return the text as a cell can hold it: where it is too long, its beginning and a note."""
    if len(text) <= MAX_CHARACTERS // 2 or _count_units(text) <= MAX_CHARACTERS:
        return text
    note = _CUT.format(len(text))
    units = text.encode("utf-16-le")[: 2 * (MAX_CHARACTERS - _count_units(note))]
    return units.decode("utf-16-le", "ignore") + note  # a pair of units cut in two is left out


def _count_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _iterate_rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for start in range(0, table.num_rows, _ROWS_AT_ONCE):
        columns = (column.to_pylist() for column in table.slice(start, _ROWS_AT_ONCE).columns)
        yield from zip(*columns, strict=True)


def _choose_width(name: str, column: pa.ChunkedArray) -> float:
    texts = [name, *(str(value) for value in column.slice(0, 100).to_pylist() if value is not None)]
    return min(_MAX_WIDTH, max(len(line) for text in texts for line in text.splitlines() or [""]) + 2)
