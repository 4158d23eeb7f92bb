"""Tables of text that never lose a character: beside each other where there is room, else one value a line."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass

import typer

from ucap.flows.basics.printing import make_printable

_GAP = "  "


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and whether its values are numbers, which stand to the right."""

    heading: str
    is_number: bool = False


def print_rows(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print rows of text, each in full; values are shown as data, never as markup.

    In a file, a pipe or a terminal that is wide enough each row is a line. In a narrower terminal each row is its first value
    and, below it, a line for each other value with its heading.
    """
    shown = [[make_printable(value) for value in row] for row in rows]
    for line in render_rows(columns, shown, find_room()):
        typer.echo(line)


def render_rows(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int | None) -> list[str]:
    """Return the lines of a table for a terminal of `room` columns, or for none.

    >>> render_rows([Column("name"), Column("rows", True)], [["a", "12"]], None)
    ['name  rows', 'a       12']
    >>> render_rows([Column("name"), Column("rows", True)], [["a", "12"]], 9)
    ['a', '  rows: 12']
    """
    from rich.cells import cell_len

    widths = [max(map(cell_len, [column.heading, *(row[n] for row in rows)])) for n, column in enumerate(columns)]
    if room is not None and sum(widths) + len(_GAP) * (len(columns) - 1) > room:
        return [line for row in rows for line in _stack(columns, row)]

    def join(values: Sequence[str]) -> str:
        cells = [
            " " * (width - cell_len(value)) + value if column.is_number else value + " " * (width - cell_len(value))
            for column, value, width in zip(columns, values, widths, strict=True)
        ]
        return _GAP.join(cells).rstrip()

    return [join([column.heading for column in columns]), *(join(row) for row in rows)]


def _stack(columns: Sequence[Column], row: Sequence[str]) -> list[str]:
    rest = zip(columns[1:], row[1:], strict=True)
    return [row[0], *(f"{_GAP}{column.heading}: {value}" for column, value in rest if value)]


def find_room() -> int | None:
    """Return the width of the terminal; None where what is printed goes to a file or pipe."""
    from rich.console import Console

    return shutil.get_terminal_size().columns if Console().is_terminal else None
