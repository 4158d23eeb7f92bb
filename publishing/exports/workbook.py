"""A version as an Excel workbook that can be read and printed: one sheet for each table, every text written as text."""

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
from ucap.publishing.exports.duckdb_file import compute_view
from ucap.publishing.exports.spreadsheet import ABOUT_NAME, COLUMNS_NAME, join_lists, list_columns, list_facts
from ucap.publishing.exports.tables import VersionTables
from ucap.schemas.wording import choose_word, render_count

MAX_ROWS = 2**20  # of a sheet, with its header
MAX_CHARACTERS = 32_767  # of a cell, in UTF-16 units
_MAX_EXACT_INTEGER = 10**15  # a cell's number has 15 digits
_FIRST_DATE = date(1900, 3, 1)  # Excel counts from 1900 and treats that year as a leap year
_ROWS_AT_ONCE = 2**14  # rows turned into Python values at a time, which bounds the memory; chosen
_MAX_WIDTH = 60  # characters; about half of a printed landscape page
_PAIRINGS = "pairings"
_PAPER_A4 = 9  # number of the paper in the file format
_CUT = " … [cut: the Parquet tables have all {:,} characters]"
_NOTES = (
    "Items of lists are separated by semicolons; boxes and spans are JSON arrays. Times are UTC.",
    "A whole number of more than 15 digits and a date before March 1900 are texts.",
)


def write_workbook(tables: VersionTables, path: Path) -> tuple[str, ...]:
    """Write the sheets `about`, `pairings` and `columns`, then one for each table; returns notes on what was cut or split.

    `pairings` has one row for each U-CAP: who cooperates, when, and how much is known of it. Each sheet prints in landscape on
    the width of a page, with its header row on every page.

    Raises `OutputError` where the file cannot be written.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(str(path), options)
    workbook.set_properties({"title": f"U-CAP tables, version {tables.manifest.version}", "created": datetime(2000, 1, 1)})
    sheets = _Sheets(workbook)
    about = sheets.add(ABOUT_NAME)
    sheets.write(_PAIRINGS, join_lists(compute_view(tables, _PAIRINGS)))
    sheets.write(COLUMNS_NAME, list_columns())
    for name in tables.names:
        sheets.write(name, join_lists(tables.load(name)))
    sheets.fill(about, list_facts(tables, [*_NOTES, *sheets.notes]))
    try:
        workbook.close()
    except XlsxFileError as error:
        raise OutputError(f"could not write the workbook {path}: {error}; see to that disk and run again.") from error
    return tuple(sheets.notes)


class _Sheets:
    """The sheets of one workbook, and notes on what did not fit."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.notes: list[str] = []
        self._workbook = workbook
        self._head: Format = workbook.add_format({"bold": True, "valign": "top", "bottom": 1})
        self._text: Format = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._plain: Format = workbook.add_format({"valign": "top"})
        self._date: Format = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self._instant: Format = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
        self._cut: list[str] = []

    def add(self, title: str) -> Worksheet:
        """Add an empty sheet, set up to be printed."""
        sheet = self._workbook.add_worksheet(title)
        sheet.set_landscape()
        sheet.set_paper(_PAPER_A4)
        sheet.fit_to_pages(1, 0)  # one page wide, as many as needed
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def write(self, name: str, table: pa.Table) -> None:
        """Write a table as a sheet, or as many as its rows need."""
        self._cut = []
        room = MAX_ROWS - 1
        for number, start in enumerate(range(0, max(table.num_rows, 1), room), start=1):
            title = name if number == 1 else f"{name} ({number})"
            self.fill(self.add(title), table.slice(start, room))
        if table.num_rows > room:
            self.notes.append(f"{name} continues in further sheets, because one sheet holds {MAX_ROWS:,} rows.")
        if self._cut:
            first, count = self._cut[0], len(self._cut)
            texts = f"{render_count(count, 'text')} longer than a cell holds {choose_word(count, 'was', 'were')} cut"
            self.notes.append(f"{name}: {texts}, the first in {first}.")

    def fill(self, sheet: Worksheet, table: pa.Table) -> None:
        """Write a table's header and rows to a sheet."""
        for number, name in enumerate(table.column_names):
            sheet.set_column(number, number, _choose_width(name, table[name]))
            sheet.write_string(0, number, name, self._head)
        sheet.freeze_panes(1, 0)
        if table.num_rows and table.num_columns:
            sheet.autofilter(0, 0, table.num_rows, table.num_columns - 1)
        for row, values in enumerate(_iterate_rows(table), start=1):
            for column, value in enumerate(values):
                self._write_cell(sheet, row, column, value)

    def _write_cell(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        # Never `sheet.write`, which guesses a type: a text is written as text, even if it begins like a formula.
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, self._plain)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), self._instant)
        elif isinstance(value, date) and value >= _FIRST_DATE:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self._date)
        elif isinstance(value, float) or (isinstance(value, int) and abs(value) < _MAX_EXACT_INTEGER):
            sheet.write_number(row, column, value, self._plain)
        else:
            text = value.isoformat() if isinstance(value, date) else str(value)
            shown = shorten_cell(text)
            if shown != text:
                self._cut.append(f"row {row + 1} of {sheet.get_name()}")
            sheet.write_string(row, column, shown, self._text)


def shorten_cell(text: str) -> str:
    """Return the text, or its beginning and a note where it is too long for a cell."""
    if len(text) <= MAX_CHARACTERS // 2 or _count_units(text) <= MAX_CHARACTERS:
        return text
    note = _CUT.format(len(text))
    units = text.encode("utf-16-le")[: 2 * (MAX_CHARACTERS - _count_units(note))]
    return units.decode("utf-16-le", "ignore") + note  # half of a pair of units is dropped


def _count_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _iterate_rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for start in range(0, table.num_rows, _ROWS_AT_ONCE):
        columns = (column.to_pylist() for column in table.slice(start, _ROWS_AT_ONCE).columns)
        yield from zip(*columns, strict=True)


def _choose_width(name: str, column: pa.ChunkedArray) -> float:
    texts = [name, *(str(value) for value in column.slice(0, 100).to_pylist() if value is not None)]
    return min(_MAX_WIDTH, max(len(line) for text in texts for line in text.splitlines() or [""]) + 2)
