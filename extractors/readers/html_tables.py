"""HTML in, rows out: those of the table that holds the form, and the text around it, whatever tables lay out the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ucap.extractors.readers.below_tables import read_below_tables
from ucap.extractors.readers.inner_tables import read_inner_table
from ucap.extractors.readers.lines import cut_text
from ucap.extractors.readers.markup import TableTag, parse_markup
from ucap.extractors.readers.pieces import Piece
from ucap.extractors.readers.rows import LONGEST_LABEL_PIECES, TextRow, match_label_cell

_TABLE = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|meta|body|div|p|span|h\d|dl|ul|section|article)\b", re.IGNORECASE
)
_MOST_COLUMNS = 60
"""Columns of a table that are read; a form has five. More would cost time and memory for nothing."""


@dataclass
class _Cell:
    start: int
    end: int = -1
    colspan: int = 1
    rowspan: int = 1
    tables: list["_Table"] = field(default_factory=list)


@dataclass
class _Table:
    """A table in the making; `holds_form` where a row of it, or of a table within it, begins with a known label."""

    start: int
    end: int = -1
    rows: list[list[_Cell]] = field(default_factory=list)
    holds_form: bool = False


def read_html_rows(text: str) -> tuple[list[TextRow], list[str]]:
    """Read the rows of an HTML document's tables, and what stands around them as lines of one cell; none without a table.

    Tables that only lay out the page are taken apart; a table within a value belongs to the value's text, without its head
    row. Also returns the head rows.
    """
    if not _TABLE.search(text):
        return [], []
    return list_table_rows(*parse_markup(cut_text(text, 0, len(text))))


def list_table_rows(pieces: Sequence[Piece], tags: Sequence[TableTag]) -> tuple[list[TextRow], list[str]]:
    """Return the rows of all tables of a document, given its pieces and the tags of tables with their places among them, and
    the head rows of tables within values.
    """
    heads: list[str] = []
    return read_below_tables(list(_list_rows(pieces, _build_tables(tags, pieces), heads))), heads


def read_html_pieces(text: str) -> list[Piece]:
    """Read an HTML document without tables as paragraphs and items; none where the text does not begin as HTML does."""
    return parse_markup(cut_text(text, 0, len(text)))[0] if _DOCUMENT.match(text) else []


def _build_tables(tags: Sequence[TableTag], pieces: Sequence[Piece]) -> list[_Table]:
    """Return the outermost tables; ends of cells, rows and tables that are not printed are supplied as browsers do."""
    outermost: list[_Table] = []
    open_tables: list[_Table] = []
    open_cells: list[_Cell | None] = []  # the open cell of each open table

    def end_cell(at: int) -> None:
        cell = open_cells[-1]
        if cell is not None:
            cell.end = at
            open_cells[-1] = None

    def end_table(at: int) -> None:
        end_cell(at)
        table = open_tables.pop()
        open_cells.pop()
        table.end = at
        table.holds_form = table.holds_form or _begins_with_label(table, pieces)
        if open_tables and table.holds_form:
            open_tables[-1].holds_form = True

    for tag in tags:
        if tag.name == "table":
            if tag.opens:
                table = _Table(tag.piece)
                cell = open_cells[-1] if open_cells else None
                (cell.tables if cell else outermost).append(table)
                open_tables.append(table)
                open_cells.append(None)
            elif open_tables:
                end_table(tag.piece)
        elif open_tables:
            end_cell(tag.piece)
            rows = open_tables[-1].rows
            if tag.opens and tag.name == "tr":
                rows.append([])
            elif tag.opens:
                if not rows:
                    rows.append([])
                cell = _Cell(tag.piece, colspan=tag.colspan, rowspan=tag.rowspan)
                rows[-1].append(cell)
                open_cells[-1] = cell
    while open_tables:
        end_table(len(pieces))
    return outermost


def _begins_with_label(table: _Table, pieces: Sequence[Piece]) -> bool:
    """Whether the first or second printed cell of some row is a known label."""
    for row in table.rows:
        printed = [pieces[cell.start : cell.end] for cell in row if 0 < cell.end - cell.start <= LONGEST_LABEL_PIECES][:2]
        if any(match_label_cell(cell) for cell in printed):
            return True
    return False


def _list_rows(pieces: Sequence[Piece], tables: Sequence[_Table], heads: list[str]) -> Iterator[TextRow]:
    """Yield the rows of tables, and the pieces around them one by one, in document order; add the `heads` of inner tables."""
    waiting: list[TextRow | _Cell] = [_Cell(0, len(pieces), tables=list(tables))]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, _Cell):
            yield part
            continue
        start = part.start
        listed: list[TextRow | _Cell] = []
        for table in part.tables:
            listed += (([piece],) for piece in pieces[start : table.start])
            listed += _list_table(table, pieces, heads)
            start = table.end
        listed += (([piece],) for piece in pieces[start : part.end])
        waiting += reversed(listed)


def _list_table(table: _Table, pieces: Sequence[Piece], heads: list[str]) -> Iterator[TextRow | _Cell]:
    """Yield a table's rows with their cells at their columns; a row that only lays out a form is yielded as its
    cells' contents.
    """
    taken: dict[int, int] = {}  # rows for which a cell from above still covers a column
    for row in table.rows:
        if any(inner.holds_form for cell in row for inner in cell.tables):
            yield from row
            continue
        columns: dict[int, list[Piece]] = {}
        covered = set(taken)
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}
        column = 0
        for cell in row:
            while column in covered:
                column += 1
            if column >= _MOST_COLUMNS:
                break
            columns[column] = _list_value(cell, pieces, heads)
            if cell.rowspan > 1:
                taken |= dict.fromkeys(range(column, column + cell.colspan), cell.rowspan - 1)
            column += cell.colspan
        last = max((number for number, cell_pieces in columns.items() if cell_pieces), default=-1)
        printed = list(columns)[-1] + 1 if columns else 0
        if last == 0 and printed == 1:
            yield (columns[0],)
        elif last >= 0:
            yield tuple(columns.get(number, []) for number in range(max(printed, last + 1)))


def _list_value(cell: _Cell, pieces: Sequence[Piece], heads: list[str]) -> list[Piece]:
    """Return the pieces of a value, those of tables in it row by row."""
    found: list[Piece] = []
    start = cell.start
    for table in cell.tables:
        read, head = read_inner_table([[pieces[c.start : c.end] for c in row] for row in table.rows])
        found += [*pieces[start : table.start], *(read or pieces[table.start : table.end])]
        heads += head
        start = table.end
    return [*found, *pieces[start : cell.end]]
