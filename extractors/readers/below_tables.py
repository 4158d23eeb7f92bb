"""Rows of tables and the text around them in, rows out: a table may be only the head of a form; other labels stand below."""

from collections.abc import Sequence
from itertools import groupby

from ucap.extractors.form import PAIRED
from ucap.extractors.readers.labelled import find_label_headings, read_labelled_rows
from ucap.extractors.readers.rows import TextRow, match_label_cell


def read_below_tables(rows: Sequence[TextRow]) -> list[TextRow]:
    """Return the rows of a text whose table ends before its form does: labels in the text below open rows, too.

    A label that has a row in a table is text there. The text goes on the row above where it has no other label, or where the
    tables are not the head of a form: they have no label of one, and no headings stand below that are labels.
    """
    first = next((number for number, cells in enumerate(rows) if len(cells) > 1), len(rows))
    taken = {match.section for cells in rows if len(cells) > 1 and (match := match_label_cell(cells[0]))}
    found = list(rows[:first])
    for is_table, run in groupby(rows[first:], lambda cells: len(cells) > 1):
        lines = list(run)
        pieces = [piece for cells in lines for cell in cells for piece in cell]  # a line of a pipe alone has no cell
        headings = frozenset() if is_table else find_label_headings(pieces)
        if headings or not (is_table or taken.isdisjoint(PAIRED)):
            labelled = read_labelled_rows(pieces, taken=frozenset(taken))
            opened = {match.section for cells in labelled if len(cells) > 1 and (match := match_label_cell(cells[0]))}
            taken |= opened
            lines = labelled if headings or opened - {"title", "contact"} else lines
        found += lines
    return found
