"""A text in, the same with the borders of its tables drawn as `+---+---+` out: each program draws its own.

Characters stand for characters where that is possible; a border line that is put in has no place in the file.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ucap.extractors.text.source_text import SourceText, join

_BOXES = str.maketrans(
    {
        **dict.fromkeys("│┃║╎╏┆┇┊┋", "|"),
        **dict.fromkeys("─━═┄┅┈┉╌╍", "-"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫┏┓┗┛┣┫┳┻╋╭╮╯╰", "+"),
    }
)
_HAS_BOXES = re.compile(r"[┌├╔╠┏┣╭].*[─━═]")
_LINE = re.compile(r"[^\n\r\f]*(?:\r\n|[\n\r\f]|\Z)")
_INNER = re.compile(r"\s*\|-{2,}(?:[+|]-{2,})*\|\s*")
"""A border that begins and ends with the side line: `|-----+-----|`."""
_OUTER = re.compile(r"\s*\+-{2,}\+\s*")
"""A border above or below a table, without the columns."""
_TOP = re.compile(r"\s*_{5,}\s*")
_UNDERLINED = re.compile(r"\s*\|[^| \t\r\n]*_(?:[^| \t\r\n]*\|)+\s*")
"""The last line of a row whose lower border is drawn with its blanks: `|period:_____|2018_______|`."""
_THIRD = re.compile(r"(?<=[|\s])#(?=\s)")
"""What such programs print before items of the third level: no heading stands in a cell."""
_FEWEST_UNDERLINED = 3
"""Rows that end so, from which on a text has such tables."""


def draw_borders(source: SourceText) -> SourceText:
    """Return a text with the borders of its tables as `+---+---+`.

    >>> from ucap.extractors.text.source_text import from_file
    >>> print(draw_borders(from_file("┌────┬────┐\\n│ A  │ B  │\\n└────┴────┘")).chars)
    +----+----+
    | A  | B  |
    +----+----+
    """
    chars = source.chars.translate(_BOXES) if _HAS_BOXES.search(source.chars) else source.chars
    lines = [match.span() for match in _LINE.finditer(chars) if match[0]]
    ends = [_UNDERLINED.fullmatch(chars[slice(*span)]) is not None for span in lines]
    if sum(ends) >= _FEWEST_UNDERLINED:
        return join(list(_draw_underlined(SourceText(chars, source.origins), lines, ends)), "")
    borders = []
    if not any(_OUTER.fullmatch(chars, start, end) for start, end in lines):
        return SourceText(chars, source.origins)  # the rule below the head of a Markdown table is no border
    for start, end in lines:
        if _INNER.fullmatch(chars, start, end):
            inner = chars[start:end].replace("|", "+")
            chars = chars[:start] + inner + chars[end:]
        if _OUTER.fullmatch(chars, start, end) or _INNER.fullmatch(source.chars, start, end):
            borders.append((start, end))
    for (start, end), (below, below_end) in pairwise(borders):
        if _OUTER.fullmatch(chars, start, end) and below_end - below == end - start:
            chars = chars[:start] + chars[below:below_end] + chars[end:]  # its columns are those of the row below
    return SourceText(chars, source.origins)


def _draw_underlined(source: SourceText, lines: list[tuple[int, int]], ends: list[bool]) -> Iterator[SourceText]:
    """Yield the lines of a text, a border above each row that ends in an underlined line, and blanks for what underlines it.

    The columns of a row are those of its last line.
    """
    waiting: list[tuple[int, int]] = []
    last = ""
    for span, is_end in zip(lines, ends, strict=True):
        line = source.chars[slice(*span)]
        if line.lstrip().startswith("|"):
            waiting.append(span)
            if is_end:
                last = _draw(line)
                yield _unplaced(last)
                for number, (start, end) in enumerate(waiting, 1):
                    row = SourceText(_THIRD.sub("▪", source.chars[start:end]), source.origins[start:end])
                    yield SourceText(_drop_underline(row.chars), row.origins) if number == len(waiting) else row
                waiting = []
            continue
        yield from (source[start:end] for start, end in waiting)
        waiting = []
        if last:
            yield _unplaced(last)
            last = ""
        if not _TOP.fullmatch(line):
            yield source[slice(*span)]
    yield from (source[start:end] for start, end in waiting)
    if last:
        yield _unplaced("\n" + last)


def _draw(line: str) -> str:
    """Return the border above a row, whose last line is given."""
    return re.sub(r"[^|\s]", "-", line.rstrip("\r\n")).replace("|", "+") + "\n"


def _drop_underline(line: str) -> str:
    """Return a line with blanks for the signs that underline it; those within an address stay.

    >>> _drop_underline("|Urban_mobility____|my_desk@plan.eu__|")
    '|Urban mobility    |my_desk@plan.eu  |'
    """
    cells = line.split("|")
    return "|".join(_drop_outer(cell) if "@" in cell else cell.replace("_", " ") for cell in cells)


def _drop_outer(cell: str) -> str:
    core = cell.strip("_")
    start = cell.index(core)
    return " " * start + core + " " * (len(cell) - start - len(core))


def _unplaced(text: str) -> SourceText:
    return SourceText(text, (None,) * len(text))
