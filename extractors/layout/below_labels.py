"""The lines of a form's table in, those of small tables that stand below a label in its own column out.

Some forms have the activities as a table of dates over the whole width of the form, or in the cell of their label. Its lines
are no labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ucap.extractors.dates import find_leading_date
from ucap.extractors.labels import match_label
from ucap.extractors.layout.columns import Columns
from ucap.extractors.layout.inner import Rulings, find_rulings
from ucap.extractors.layout.lines import Line
from ucap.extractors.layout.tolerances import InnerTolerances
from ucap.extractors.page import Page

_LEAST = 2
"""Lines that begin with a date, from which on a table is one of dates. Chosen: one can be chance."""


@dataclass(frozen=True)
class TableBelow:
    """A table below a label: its lines, and the ruling lines that divide it, by page."""

    lines: tuple[Line, ...]
    rulings: Mapping[int, Rulings]

    @property
    def right_edge(self) -> float:
        """Up to where its lines run."""
        return max(line.x1 for line in self.lines)


def find_tables_below(
    table: Sequence[Line], columns: Columns, pages: Sequence[Page], tolerances: InnerTolerances
) -> list[TableBelow]:
    """Return the tables of dates that an upright rule within the label column divides; none where a known label is in one."""
    rulings = find_rulings(pages, columns.label_x, None, tolerances)
    found: list[TableBelow] = []
    for page, ruled in rulings.items():
        on_page = [line for line in table if line.page == page]
        for rule in ruled.upright:
            if not columns.label_x + tolerances.least_side < rule.x0 < columns.cut_x - tolerances.least_side:
                continue
            lines = tuple(line for line in on_page if rule.top <= line.middle <= rule.bottom)
            if not any(set(map(id, lines)) & set(map(id, other.lines)) for other in found) and _has_dates(lines, rule.x0):
                found.append(TableBelow(lines, {page: ruled}))
    return found


def _has_dates(lines: Sequence[Line], x: float) -> bool:
    """Whether a column of dates stands left of a rule, no word crosses it, and none of the lines is a known label."""
    if any(word.box.x0 < x - 1 and word.box.x1 > x + 1 for line in lines for word in line.words):
        return False
    left = [part for line in lines if (part := line.part(0, x))]
    right = [part for line in lines if (part := line.part(x, float("inf")))]
    if not right or any(match_label(line.text.chars) for line in (*lines, *left)):
        return False
    return sum(find_leading_date(line.text.chars) is not None for line in left) >= _LEAST
