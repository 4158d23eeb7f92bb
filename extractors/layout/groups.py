"""Names of groups of rows that stand in a column left of the labels: lines in, the same without them out."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ucap.extractors.layout.columns import Columns, find_columns, find_common_edge, find_values, is_full_width
from ucap.extractors.layout.lines import Line
from ucap.extractors.layout.tolerances import ColumnTolerances
from ucap.extractors.page import Box, Word

_NUMBER = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})?|[A-Za-z]|[ivx]{2,4})[.)]?")
"""What counts a label is part of it: `1.`, `b)`."""


def split_group_names(
    body: Sequence[Sequence[Line]], tolerances: ColumnTolerances, uprights: Mapping[int, Sequence[Box]] | None = None
) -> tuple[list[list[Line]], Columns | None, list[str]]:
    """Return the lines of each page without names of groups, the columns that they show, and these names.

    Example: `Partners` in a column of its own, beside the rows of cities and countries. It ends before the column in which most
    labels begin, with a gap. What counts labels is no such name, and neither is what stands above the first label or below the
    last one. `uprights` are the upright rules of each page.
    """
    columns = find_columns(body, tolerances, uprights)
    lines = [line for page in body for line in page]
    found = dict(_find_groups(lines, columns, tolerances)) if columns else {}
    if not found:
        return [list(page) for page in body], columns, []
    kept = [[rest for line in page if (rest := _without(line, found.get(line, ())))] for page in body]
    names = [" ".join(word.text.chars for word in words) for words in found.values()]
    return kept, find_columns(kept, tolerances, uprights), names


def _find_groups(
    lines: Sequence[Line], columns: Columns, tolerances: ColumnTolerances
) -> Iterator[tuple[Line, tuple[Word, ...]]]:
    """Yield the lines of the table that begin with words left of the labels, with these words."""
    labels = [label.x0 for label, values, _ in find_values(lines, tolerances) if values[0].box.x0 >= columns.cut_x]
    edge = find_common_edge(labels, tolerances.aligned, tolerances.agreeing)
    if edge is None:
        return
    begins = [any(abs(word.box.x0 - edge) <= tolerances.aligned for word in line.words) for line in lines]
    rows = [number for number, begins_there in enumerate(begins) if begins_there]
    for line in lines[rows[0] : rows[-1] + 1]:
        left = tuple(word for word in line.words if word.box.x1 <= edge - tolerances.gutter * line.size)
        rest = line.words[len(left) :]
        apart = not rest or rest[0].box.x0 >= edge - tolerances.aligned
        if left and apart and not all(_NUMBER.fullmatch(word.text.chars) for word in left) and not is_full_width(line, columns):
            yield line, left


def _without(line: Line, words: Sequence[Word]) -> Line | None:
    rest = line.words[len(words) :]
    return line if not words else Line(line.page, rest) if rest else None
