"""Lines that two pages share by chance: what was set apart as a running line, but stands where values do, in; the body out."""

from collections import Counter
from collections.abc import Sequence

from ucap.extractors.layout.columns import Columns
from ucap.extractors.layout.lines import Line, mask_digits
from ucap.extractors.layout.tolerances import LineTolerances
from ucap.extractors.text.continuation import ends_sentence
from ucap.extractors.text.page_numbers import is_page_number

_COMMON = 3
"""Lines of values that begin at an edge, from which it is one of the table. Chosen: fewer begin at one place by chance."""
_MOST_PAGES = 2
"""Pages that share a line by chance; what stands on more of them is a head or foot. Chosen."""


def restore_values(
    body: Sequence[Sequence[Line]], running: Sequence[Line], columns: Columns, tolerances: LineTolerances
) -> tuple[list[list[Line]], list[Line]]:
    """Return the lines of each page with those back that are values, and the running lines that are left.

    Two pages may begin or end with one sentence, or a line of it. It ends as a sentence or stands next to a line of one, and
    begins where other values do, in their size. A head or foot rarely does, and stands on more pages. Rows that a page repeats
    from the first one stay out.
    """
    values = [part for lines in body for line in lines if (part := columns.value_part(line)) and part.words == line.words]
    edges = Counter(round(line.x0) for line in values)
    sizes = Counter(round(line.size, 1) for line in values)
    pages = Counter(map(mask_digits, running))
    first = {line.text.chars for line in body[0]} if body else set()
    usual = sizes.most_common(1)[0][0] if sizes else 0.0

    def is_value(line: Line) -> bool:
        begins = max(edges[round(line.x0) + step] for step in (-1, 0, 1)) >= _COMMON
        alike = abs(line.size - usual) < tolerances.same_size
        if line.x0 < columns.cut_x or is_page_number(line.text.chars) or pages[mask_digits(line)] > _MOST_PAGES:
            return False
        return begins and alike and line.text.chars not in first

    likely = [line for line in running if is_value(line)]
    restored = [line for line in likely if ends_sentence(line.text.chars)]
    while further := [
        line for line in likely if line not in restored and _continues_any(line, (*values, *restored), tolerances)
    ]:
        restored += further
    if not restored:
        return [list(lines) for lines in body], list(running)
    by_page: dict[int, list[Line]] = {}
    for line in restored:
        by_page.setdefault(line.page, []).append(line)
    whole = [
        sorted((*lines, *by_page.get(number, ())), key=lambda line: (line.middle, line.x0))
        for number, lines in enumerate(body, start=1)
    ]
    return whole, [line for line in running if line not in restored]


def _continues_any(line: Line, values: Sequence[Line], tolerances: LineTolerances) -> bool:
    """Whether a line stands next to one of values, as lines of a paragraph do: a head or foot stands further away."""
    return any(
        value.page == line.page
        and abs(value.x0 - line.x0) < tolerances.alike
        and abs(value.baseline - line.baseline) <= tolerances.next_line * line.size
        for value in values
    )
