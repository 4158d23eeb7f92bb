"""Labels and lines of values in, the heights out at which rows begin: at rules, above labels, or around centred labels."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from math import inf
from statistics import fmean

from ucap.extractors.layout.label_column import Label, LabelSpacing
from ucap.extractors.layout.lines import Line
from ucap.extractors.layout.tolerances import RowTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import continues_sentence


def find_row_starts(
    labels: Sequence[Label], values: Sequence[Line], spacing: LabelSpacing, pitch: float, tolerances: RowTolerances
) -> tuple[list[tuple[int, float]], list[int]]:
    """Return page and height at which each label's row begins: the separator between it and the label above it, else just
    above its first line. `pitch` is the distance of lines within a paragraph of values, in font sizes. Also returns the numbers
    of the rows of which it is unsure where they begin.

    A label may stand in the middle of its row: between ruling lines even on the page after the one on which the row begins;
    without them where all labels of the table do.
    """
    separators = spacing.separators
    between = [_list_separators(above, label, separators) for above, label in pairwise([None, *labels]) if label]
    tops = [_find_top(label, tolerances) for label in labels]
    heights = {page: [value.middle for value in values if value.page == page] for page in separators}
    # The edge of the table's part on a page is not where its first label's row begins: the row above may continue there.
    near = [
        [place for place in places if place[0] == top[0] and _has_any(heights, place, above=True)]
        for places, top in zip(between, tops, strict=True)
    ]
    starts = [places[-1] if places else top for places, top in zip(near, tops, strict=True)]
    if not spacing.is_ruled(labels):
        centred, doubtful = find_centred_starts(labels, values, pitch, tolerances)
        return (centred, doubtful) if centred else (starts, find_doubtful_starts(labels, starts, values, tolerances))
    if any(_has_inner_rules(places, heights) for places in near):
        return starts, find_doubtful_starts(labels, starts, values, tolerances)
    for number, (above, label) in enumerate(pairwise(labels), start=1):
        first_page, page = above.lines[-1].page, label.lines[0].page
        if first_page < page:
            reach = tolerances.chasm * label.lines[0].size
            kept = [
                place
                for place in between[number]
                if place[0] == first_page or _has_any(heights, place, above=True) or _is_low(heights, place, reach)
            ]
            inner = [place for place in kept if place[0] == page or _has_any(heights, place, above=False)]
            starts[number] = next(reversed(inner or kept), (page, 0.0))
    return starts, find_doubtful_starts(labels, starts, values, tolerances)


def _list_separators(above: Label | None, label: Label, separators: Mapping[int, Sequence[float]]) -> list[tuple[int, float]]:
    """Return page and height of the separators between two labels."""
    first = (label.lines[0].page, label.lines[0].middle)
    last = (above.lines[-1].page, above.lines[-1].middle) if above else (first[0], 0.0)
    return [place for page in separators for h in separators[page] if last < (place := (page, h)) < first]


def _has_inner_rules(places: Sequence[tuple[int, float]], heights: dict[int, list[float]]) -> bool:
    """Whether separators cut the value of one row: there are values between two of those from one label to the next."""
    return any(a < height < b for (page, a), (_, b) in pairwise(places) for height in heights[page])


def _has_any(heights: dict[int, list[float]], place: tuple[int, float], *, above: bool) -> bool:
    """Whether there are values above, or below, a separator on its page; there are none beyond the edge of a table's part."""
    page, separator = place
    return any(height < separator if above else height > separator for height in heights[page])


def _is_low(heights: dict[int, list[float]], place: tuple[int, float], reach: float) -> bool:
    """Whether a separator stands much lower than values begin on other pages: then it is not the upper edge of the table."""
    page, height = place
    tops = [min(values) for number, values in heights.items() if number != page and values]
    return bool(tops) and height > min(tops) + reach


def find_centred_starts(
    labels: Sequence[Label], values: Sequence[Line], pitch: float, tolerances: RowTolerances
) -> tuple[list[tuple[int, float]], list[int]]:
    """Return where each row begins in a table without rules whose labels stand in the middle of their rows, and the numbers of
    the rows that may begin elsewhere; none in other tables.

    Of all ways to share the lines of values out among the labels, that is taken in which each label stands nearest to the
    middle of its lines, and rows are set apart as those of one line are. It must fit nearly all labels, and set rows apart
    better than if they began at their labels. Where paragraphs stand as far apart as rows, or rows as near as lines, gaps show
    nothing: then labels must stand nearer to the middle of their rows than to the first lines below their tops.
    """
    if len(labels) * len(values) > tolerances.most_cuts or not values:
        return [], []
    table = _Table(labels, values, pitch, tolerances)
    if not table.count_narrow(table.tops) and not any(_is_shifted(label, values, tolerances) for label in labels):
        return [], []
    rows = table.share_lines()
    offsets = list(table.list_offsets(rows))
    fitting = sum(offset <= tolerances.centred for offset in offsets)
    if not offsets or fitting < tolerances.fitting * len(offsets) or sum(offsets) > tolerances.mean_centred * len(offsets):
        return [], []
    narrow, centred_narrow = table.count_narrow(table.tops), table.count_narrow([first for first, _ in rows])
    is_apart = table.row_gap > 0 and narrow < centred_narrow
    if narrow == centred_narrow:
        is_apart = fmean(table.measure_drops(rows)) <= fmean(offsets)
    return ([], []) if is_apart else ([table.find_place(first) for first, _ in rows], list(table.find_rivals(rows)))


def find_doubtful_starts(
    labels: Sequence[Label], starts: Sequence[tuple[int, float]], values: Sequence[Line], tolerances: RowTolerances
) -> list[int]:
    """Return the numbers of the labels that stand between two lines of values, whose rows begin at the label all the same.

    The line above may be the first of the row, or the last of the row above. A line beside another label belongs to that one.
    """
    doubted = [
        number
        for number, (label, start) in enumerate(zip(labels, starts, strict=True))
        if number and start == _find_top(label, tolerances) and _is_shifted(label, values, tolerances)
    ]
    if not doubted:
        return []
    heights = [(line.page, line.baseline, tolerances.shifted * line.size) for label in labels for line in label.lines]
    free = [
        value
        for value in values
        if not any(value.page == page and abs(value.baseline - at) <= near for page, at, near in heights)
    ]
    return [number for number in doubted if _is_shifted(labels[number], free, tolerances)]


def _find_top(label: Label, tolerances: RowTolerances) -> tuple[int, float]:
    """Return page and height just above a label's first line."""
    line = label.lines[0]
    return line.page, line.top - tolerances.above_label * line.size


def _is_beside(value: Line, line: Line, tolerances: RowTolerances) -> bool:
    """Whether a line of values stands at the height of a label's line."""
    return value.page == line.page and abs(value.baseline - line.baseline) <= tolerances.shifted * line.size


def _leads_to(line: Line, following: Line) -> bool:
    """Whether a line of values introduces the next one, as a heading with a colon does, or leaves its sentence open there."""
    always, separated = bullet_glyphs()
    mark = following.words[0].text.chars
    is_item = mark[:1] in always or mark in separated
    return line.text.chars.endswith(":") or (not is_item and continues_sentence(line.text.chars, following.text.chars))


def _is_shifted(label: Label, values: Sequence[Line], tolerances: RowTolerances) -> bool:
    """Whether values stand above and below the height of a label's first line, and none at it."""
    line = label.lines[0]
    distances = [(value.baseline - line.baseline) / line.size for value in values if value.page == line.page]
    return (
        min((abs(d) for d in distances), default=0.0) > tolerances.shifted
        and any(-tolerances.beside < d < 0 for d in distances)
        and any(0 < d < tolerances.beside for d in distances)
    )


class _Table:
    """Labels and lines of values, which belong together in some way.

    `tops` has for each label the number of the first line that is not above it, `gaps` for each line, and for the end, by how
    much it stands further from the line before it than those of a paragraph, in font sizes: without end at edges of pages.
    `row_gap` is the least gap between rows.
    """

    def __init__(self, labels: Sequence[Label], values: Sequence[Line], pitch: float, tolerances: RowTolerances) -> None:
        self.labels = labels
        self.tolerances = tolerances
        self.lines = sorted(values, key=_find_place)
        self.tops = [bisect_left(self.lines, (label.lines[0].page, label.lines[0].top), key=_find_place) for label in labels]
        between = ((b.baseline - a.baseline) / b.size - pitch if a.page == b.page else inf for a, b in pairwise(self.lines))
        self.gaps = [inf, *between, inf]
        between_rows = list(self._list_row_gaps())
        self.row_gap = min(between_rows, default=0.0) - tolerances.row_slack
        self.least_gap, self.widest_gap = _find_bounds(between_rows, tolerances)
        self.chasms = list(accumulate((tolerances.chasm < gap < inf for gap in self.gaps), initial=0))

    def _list_row_gaps(self) -> Iterator[float]:
        """Yield the gaps on a page between rows of one line: each has a label beside it."""
        beside = [not _is_shifted(label, self.lines, self.tolerances) for label in self.labels]
        for number, (top, following) in enumerate(pairwise(self.tops)):
            if following == top + 1 and beside[number] and beside[number + 1] and self.gaps[following] < inf:
                yield self.gaps[following]

    def count_narrow(self, firsts: Sequence[int]) -> int:
        """Count the rows, by their first lines, that stand nearer to the row above than rows do."""
        return sum(self.gaps[first] < self.row_gap for first in firsts)

    def measure_drops(self, rows: Sequence[tuple[int, int]]) -> Iterator[float]:
        """Yield how far the labels are from the first lines below their tops, in font sizes; not those whose rows are empty."""
        for label, top, (first, end) in zip(self.labels, self.tops, rows, strict=True):
            if first == end:
                continue
            line = label.lines[0]
            value = self.lines[min(top, len(self.lines) - 1)]
            yield abs(value.middle - line.middle) / line.size if value.page == line.page else self.tolerances.other_page

    def find_rivals(self, rows: Sequence[tuple[int, int]]) -> Iterator[int]:
        """Yield the numbers of the rows that might as well begin some lines above or below, as far as their labels show, and of
        those that might as well have some lines more, or fewer, at both ends, and of the rows below these.
        """
        edges = [first for first, _ in rows] + [end for _, end in rows[-1:]]
        found: set[int] = set()
        for number in range(1, len(rows)):
            found |= {number} if self._has_rival(number - 1, edges[number - 1 : number + 2], (1,)) else set()
        for number in range(1, len(rows) - 1):
            found |= {number, number + 1} if self._has_rival(number - 1, edges[number - 1 : number + 3], (-1, 1)) else set()
        yield from sorted(found)

    def _has_rival(self, number: int, edges: Sequence[int], ways: Sequence[int]) -> bool:
        """Whether rows, from the one with this number on, between these lines might as well have the inner ones moved, each by
        some lines its way.
        """
        if not _is_rising(edges):
            return False
        least = self._cost_rows(number, edges) + self.tolerances.rival
        first, *inner, end = edges
        for lines in range(-self.tolerances.rivals, self.tolerances.rivals + 1):
            moved = [first, *(edge + way * lines for edge, way in zip(inner, ways, strict=True)), end]
            if lines and _is_rising(moved) and self._cost_rows(number, moved) < least:
                return True
        return False

    def _cost_rows(self, number: int, edges: Sequence[int]) -> float:
        """Return what it costs that rows, from the one with this number on, begin and end at these lines."""
        aboves = [None, *self.labels][number:]
        pairs = zip(self.labels[number:], aboves, pairwise(edges), strict=False)
        return sum(self._cost_row(label, above, begin, end) for label, above, (begin, end) in pairs)

    def _cost_row(self, label: Label, above: Label | None, begin: int, end: int) -> float:
        """Return what it costs that these lines are the row of a label, and that the row of the one above it ends there."""
        chasms = self._count_chasms(begin + 1, end) * self.tolerances.torn
        edge = self.tolerances.edge if begin and self.gaps[begin] == inf else 0.0
        return self.measure_offset(label, begin, end) + self._cost_gap(label, above, begin) + chasms + edge

    def list_offsets(self, rows: Sequence[tuple[int, int]]) -> Iterator[float]:
        """Yield how far the labels are from the middles of these rows, in font sizes: an empty row is wrong where a line of
        values stands beside its label.
        """
        for label, top, (first, end) in zip(self.labels, self.tops, rows, strict=True):
            if first < end:
                yield self.measure_offset(label, first, end)
            elif top < len(self.lines) and _is_beside(self.lines[top], label.lines[0], self.tolerances):
                yield self.tolerances.empty_row

    def find_place(self, number: int) -> tuple[int, float]:
        """Return page and height of a place between a line and the one before it."""
        line, before = (self.lines[min(max(at, 0), len(self.lines) - 1)] for at in (number, number - 1))
        if number == len(self.lines):
            return line.page, line.bottom + line.size
        return line.page, (before.middle + line.middle) / 2 if number and before.page == line.page else line.top - line.size

    def measure_offset(self, label: Label, first: int, end: int) -> float:
        """Return how far the middle of a label is from that of some lines, in font sizes.

        A label that is higher than its values begins where they do. Of a row that continues on the next page, producers set the
        label in the middle of the whole row or of its first part, or at its top.
        """
        page, size = label.lines[0].page, label.lines[0].size
        on_page = [line for line in label.lines if line.page == page]  # its last lines may be on the next one
        label_top, label_end = label.lines[0].middle, on_page[-1].middle
        begins_above = self.lines[first].page < page or self._count_chasms(first, first + 1) > 0
        ends_below = self.lines[end - 1].page > page or self._count_chasms(end, end + 1) > 0
        page_first, page_end = (bisect_left(self.lines, (number, 0.0), key=_find_place) for number in (page, page + 1))
        if end == page_first and self.lines[end - 1].page == page - 1 and self._stands_above(label, end):
            return self.tolerances.next_page
        first, end = max(first, page_first), min(end, page_end)
        if first >= end:
            return self.tolerances.other_page
        top, bottom = self.lines[first].middle, self.lines[end - 1].middle
        distance = (label_top + label_end - top - bottom) / 2
        offset = abs(distance) / size
        if (begins_above and distance < 0) or (ends_below and distance > 0):
            offset = min(offset, self.tolerances.free)
        elif begins_above:  # some producers leave room below what remains of a torn row
            offset = min(offset, self.tolerances.lower)
        if ends_below or label_end - label_top > bottom - top:
            offset = min(offset, abs(label_top - top) / size)
        return offset

    def _stands_above(self, label: Label, number: int) -> bool:
        """Whether a label stands above the line of values with this number, the first one of its page."""
        return number == len(self.lines) or label.lines[-1].bottom <= self.lines[number].top

    def _count_chasms(self, begin: int, end: int) -> int:
        """Return how many of the gaps before these lines are far wider than rows are set apart."""
        return self.chasms[end] - self.chasms[begin]

    def share_lines(self) -> list[tuple[int, int]]:
        """Return for each label the first of the lines that are its values, and the one after its last.

        The rows that are sure show how far rows are set apart; then the others are looked for once more.
        """
        rows = self._share()
        sure = [self._is_sure(label, *row) for label, row in zip(self.labels, rows, strict=True)]
        between = [self.gaps[first] for (first, _), pair in zip(rows[1:], pairwise(sure), strict=True) if all(pair)]
        if len(between) < self.tolerances.least_sure:
            return rows
        self.least_gap, self.widest_gap = _find_bounds(between, self.tolerances)
        return self._share()

    def _is_sure(self, label: Label, first: int, end: int) -> bool:
        """Whether a label stands just in the middle of its values, all of them on its page."""
        if first == end or {self.lines[first].page, self.lines[end - 1].page} != {label.lines[0].page}:
            return False
        middle = (label.lines[0].middle + label.lines[-1].middle) / 2
        distance = (self.lines[first].middle + self.lines[end - 1].middle) / 2 - middle
        return abs(distance) <= self.tolerances.even * label.lines[0].size

    def _share(self) -> list[tuple[int, int]]:
        count = len(self.lines)
        # By number of lines shared out: the least cost so far; and for each label, where its lines begin if they end there.
        costs = [0.0, *[inf] * count]
        begins: list[list[int]] = []
        for above, label, top in zip([None, *self.labels], self.labels, self.tops, strict=False):
            best = [min(self._list_costs(label, above, top, costs, end)) for end in range(count + 1)]
            costs = [cost for cost, _ in best]
            begins.append([begin for _, begin in best])
        ends = [count]
        for begin in reversed(begins):
            ends.insert(0, begin[ends[0]])
        return list(pairwise(ends))

    def _list_costs(
        self, label: Label, above: Label | None, top: int, costs: Sequence[float], end: int
    ) -> Iterator[tuple[float, int]]:
        """Yield for each line that a label's values can begin with, if they end before `end`: the cost, and its number."""
        yield costs[end] + self.tolerances.empty_row, end
        if end >= top:
            for begin in range(min(top + 2, end)):  # a label stands at most one line above its values
                if costs[begin] < inf:
                    yield costs[begin] + self._cost_row(label, above, begin, end), begin

    def _cost_gap(self, label: Label, above: Label | None, begin: int) -> float:
        """Return what it costs that a row begins at a line which stands nearer to the one before it than rows do, or further
        than the values of two rows do; or which the words of the one before it show to belong to that.
        """
        gap = self.gaps[begin]
        if gap < self.least_gap or (0 < begin < len(self.lines) and _leads_to(self.lines[begin - 1], self.lines[begin])):
            return self.tolerances.narrow
        if not self.widest_gap < gap < self.tolerances.chasm or above is None:
            return 0.0
        first, last = label.lines[0], above.lines[-1]
        value, value_above = self.lines[begin], self.lines[begin - 1]
        if _find_place(last) >= _find_place(value_above) or _is_beside(value_above, last, self.tolerances):
            return 0.0
        is_lower = _find_place(first) > _find_place(value) or _is_beside(value, first, self.tolerances)
        # Lists may stand further from the row above, but then one gap is as wide, not many.
        recurs = sum(abs(other - gap) <= self.tolerances.even for other in self.gaps) >= self.tolerances.recurring
        return self.tolerances.wide if is_lower and recurs else 0.0


def _find_bounds(gaps: Sequence[float], tolerances: RowTolerances) -> tuple[float, float]:
    """Return the least and the widest gap between rows whose values reach as far as their labels, as most of the given do."""
    if not gaps:
        return tolerances.even, inf
    groups = [[gap for gap in gaps if 0 <= gap - least <= tolerances.row_slack] for least in sorted(gaps)]
    group = max(groups, key=len)  # of equal ones the first, which has the least gaps
    if len(group) == 1:
        return group[0] - tolerances.row_slack, inf
    return min(group) - tolerances.even, max(group) + tolerances.even


def _is_rising(numbers: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(numbers))


def _find_place(line: Line) -> tuple[int, float]:
    return line.page, line.middle
