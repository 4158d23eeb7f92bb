"""A small table within a value in, its texts row by row out: `May 2018` beside `A visit` is `May 2018: A visit`."""

from collections.abc import Sequence
from dataclasses import replace

from ucap.extractors.dates import find_leading_date
from ucap.extractors.readers.pieces import Piece, join_text
from ucap.extractors.text.source_text import join

_LEAST = 2
"""Rows that begin with a date, from which on a table is one of dates. Chosen: one can be chance."""


def read_inner_table(rows: Sequence[Sequence[Sequence[Piece]]]) -> tuple[list[Piece], list[str]]:
    """Return the pieces of a table whose first column has dates, given those of each cell, and its head row; nothing for
    other tables.

    Where a row has no date, each row is an item, so that it is not taken for more text of the row above.
    """
    printed = [[cell for cell in row if cell] for row in rows]
    printed = [cells for cells in printed if cells]
    dated = [len(cells) > 1 and find_leading_date(join_text(cells[0])) is not None for cells in printed]
    if sum(dated) < _LEAST:
        return [], []
    first = int(not dated[0] and len(printed[0]) > 1 and _is_head(printed))
    heads = [" ".join(map(join_text, printed[0]))] if first else []
    whole = [len(row[0]) == 1 if row else False for row in rows if any(row)]
    depth = int(not all(dated[first:]) or any(piece.depth for cells in printed for cell in cells for piece in cell))
    return [
        piece
        for cells, has_first in list(zip(printed, whole, strict=True))[first:]
        for piece in _join_row(cells, depth, has_first)
    ], heads


def _is_head(rows: Sequence[Sequence[Sequence[Piece]]]) -> bool:
    """Whether the first row says what the columns hold: it alone is bold, or has no figure where all others have one."""
    strong = [all(piece.strong >= len(piece.text) for cell in cells for piece in cell) for cells in rows]
    figure = [any(char.isdigit() for char in join_text(cells[0])) for cells in rows]
    return (strong[0] and not any(strong[1:])) or (not figure[0] and all(figure[1:]))


def _join_row(cells: Sequence[Sequence[Piece]], depth: int, has_first: bool) -> list[Piece]:
    """Return the pieces of a row: its first two cells begin one text, and items in them stand below it."""
    head, *rest = [piece for cell in cells for piece in cell]
    if not has_first:
        return [head, *rest]  # its first cell is empty or spans several rows: more of the row above
    if len(cells) > 1 and not rest[0].depth:
        separator = " " if head.text.chars.endswith((":", "–", "-")) else ": "
        head, rest = replace(head, text=join([head.text, rest[0].text], separator), strong=0), rest[1:]
    return [replace(head, depth=depth), *(replace(piece, depth=piece.depth + 1) if piece.depth else piece for piece in rest)]
