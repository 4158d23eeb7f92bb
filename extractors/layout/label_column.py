"""Lines of the label column in, the labels of the rows out: cut so that they fit the lexicon best."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from ucap.extractors.labels import EXACT, KEYWORD, LabelMatch, match_label
from ucap.extractors.layout.columns import Columns
from ucap.extractors.layout.lines import Line, join_lines
from ucap.extractors.layout.tolerances import LabelTolerances
from ucap.extractors.text.continuation import Room, begins_small, is_left_open
from ucap.extractors.text.source_text import SourceText

_LEAST_KNOWN = 3
"""Pairs of known labels that show how far rows stand apart. Chosen, not measured."""
_MOST_BELOW = 3
"""Lines of values below a label that goes on upon the next page. Chosen: programs keep up to two lines of a label together."""
_MOST_WITH_COLON = 0.8
"""Share of a form's labels from which they are meant to end in a colon. Chosen, not measured."""


@dataclass(frozen=True)
class Label:
    """A row's label: the lines of the label column that make it up, and what it means."""

    lines: tuple[Line, ...]
    match: LabelMatch | None

    @property
    def text(self) -> SourceText:
        """The label as printed, its lines joined."""
        return join_lines([line.text for line in self.lines])


@dataclass(frozen=True)
class LabelSpacing:
    """How the lines of the label column are set apart.

    `separators` are the heights of rules by page, `pitch` is the distance of lines within a label in font sizes.
    """

    separators: Mapping[int, Sequence[float]]
    pitch: float
    tolerances: LabelTolerances

    def has_separator(self, line: Line, following: Line) -> bool:
        """Whether a separator stands between two lines of one page."""
        return any(line.middle < height < following.middle for height in self.separators[line.page])

    def is_near(self, line: Line, following: Line) -> bool:
        """Whether two lines of a page stand no farther apart than those of one label."""
        most = max(self.tolerances.wrapped, self.tolerances.wrapped_pitch * self.pitch) * following.size
        return line.page == following.page and following.baseline - line.baseline < most

    def is_tight(self, line: Line, following: Line) -> bool:
        """Whether two lines stand no farther apart than those of one paragraph."""
        return line.page == following.page and self.measure_excess(line, following) <= 0

    def measure_excess(self, line: Line, following: Line) -> float:
        """Return by how much two lines of a page stand further apart than tight ones, in font sizes."""
        return (following.baseline - line.baseline) / following.size - self.pitch - self.tolerances.slack

    def is_level(self, line: Line, value: Line) -> bool:
        """Whether a value stands at the height of a line of the label column."""
        return abs(value.baseline - line.baseline) <= self.tolerances.level * line.size

    def may_continue(self, line: Line, following: Line) -> bool:
        """Whether two lines of the label column can belong to one label."""
        if line.text.chars.endswith(":") and not begins_small(following.text.chars):
            return False
        if line.page != following.page:
            return True
        return not self.has_separator(line, following) and self.is_near(line, following)

    def is_ruled(self, labels: Sequence[Label]) -> bool:
        """Whether separators stand between nearly all rows of the table."""
        ends = [(a.lines[-1], b.lines[0]) for a, b in pairwise(labels) if a.match and b.match]
        ruled = [self.has_separator(last, first) for last, first in ends if last.page == first.page]
        return len(ruled) > 1 and sum(ruled) >= self.tolerances.ruled * len(ruled)  # one pair of rows shows no habit


def read_labels(table: Sequence[Line], columns: Columns, spacing: LabelSpacing) -> list[Label]:
    """Cut the lines of the label column into labels so that they fit the lexicon best.

    A label may wrap over lines and pages. It does not cross a separator within a page, continue after a colon, or bridge a gap.
    """
    tolerances = spacing.tolerances
    labelled = [(part, columns.value_part(line)) for line in table if (part := columns.label_part(line))]
    lines = [part for part, _ in labelled]
    meant = _find_meant_breaks(lines, columns, tolerances)
    anew = _find_new_values(labelled, columns, spacing)
    ended = _find_ended(table, columns)
    best: list[tuple[float, int]] = [(0.0, 0)]  # by count of lines: score of the best cut, start of its last label
    for end in range(1, len(lines) + 1):
        options = []
        for start in range(end - 1, max(end - tolerances.most_lines, 0) - 1, -1):
            if start < end - 1 and (start + 1 in ended or not spacing.may_continue(lines[start], lines[start + 1])):
                break
            match = match_label(join_lines([line.text for line in lines[start:end]]).chars)
            joints = sum(_cost_joint(a, b, spacing) for a, b in pairwise(lines[start:end]))
            cut = _cost_cut(lines[start - 1], lines[start], spacing, meant=start in meant or start in anew) if start else 0.0
            if match is None or match.score < EXACT:
                inner = range(start + 1, end)
                joints += tolerances.meant * sum(number in meant for number in inner)
                joints += tolerances.beside * sum(
                    number in anew and not _is_open(*lines[number - 1 : number + 1]) for number in inner
                )
            gain = _value_label(match, end - start, tolerances) - tolerances.piece - joints - cut
            options.append((best[start][0] + gain, start))
        best.append(max(options))
    starts = [len(lines)]
    while starts[0]:
        starts.insert(0, best[starts[0]][1])
    labels: list[Label] = []
    for start, end in pairwise(starts):
        label = _make_label(lines[start:end])
        if labels and _is_cut_in_two(labels[-1], label, spacing):
            label = _make_label((*labels.pop().lines, *label.lines))
        labels.append(label)
    labels = _join_over_pages(_join_repeated(labels, spacing))
    return _join_hints(labels, spacing) if spacing.is_ruled(labels) else labels


def _join_repeated(labels: Sequence[Label], spacing: LabelSpacing) -> list[Label]:
    """Join a label to the one above it where another row has its section, and no space is between them: in `Development Goals
    and Urban Agenda` / `themes` the last line is no second row of themes.
    """
    sections = Counter(label.match.section for label in labels if label.match)
    joined: list[Label] = []
    for label in labels:
        above = joined[-1] if joined else None
        if above and above.match and label.match and sections[label.match.section] > 1:
            last, first = above.lines[-1], label.lines[0]
            whole = _make_label((*above.lines, *label.lines))
            is_one = spacing.is_tight(last, first) and spacing.may_continue(last, first)
            if is_one and whole.match and whole.match.section == above.match.section:
                joined[-1] = whole
                continue
        joined.append(label)
    return joined


def _join_over_pages(labels: Sequence[Label]) -> list[Label]:
    """Join two labels that a page's end cut out of one wording: `Key challenges of cooperation` / `theme:`.

    Each half may be a label of its own. It is none where labels end in a colon and the first half does not, or where another
    row has the section of the second half. An unknown first half (`Key` / `activities and outputs`) belongs to the second one
    where they are nearly a wording together, and a remark in brackets (`(e.g. pilots)`) to the first one.
    """
    with_colon = sum(label.text.chars.endswith(":") for label in labels)
    joined: list[Label] = []
    for number, label in enumerate(labels):
        above = joined[-1] if joined else None
        if above and above.lines[-1].page != label.lines[0].page and not above.text.chars.endswith(":"):
            whole = _make_label((*above.lines, *label.lines))
            if above.match and label.match is None and label.text.chars.startswith("("):
                joined[-1] = Label(whole.lines, above.match)
                continue
            others = {other.match.section for at, other in enumerate(labels) if at != number and other.match}
            is_open = with_colon >= _MOST_WITH_COLON * (len(labels) - 1) or (label.match and label.match.section in others)
            is_rest = above.match is None and label.match and whole.match and whole.match.section == label.match.section
            if whole.match and ((is_open and whole.match.score == EXACT) or (is_rest and whole.match.score > KEYWORD)):
                joined[-1] = whole
                continue
        joined.append(label)
    return joined


def _join_hints(labels: Sequence[Label], spacing: LabelSpacing) -> list[Label]:
    """Join what is no label to the label above it, where no rule is between them: "(please describe in short)"."""
    joined: list[Label] = []
    for label in labels:
        above = joined[-1] if joined else None
        if above and above.match and not label.match:
            last, first = above.lines[-1], label.lines[0]
            ended = last.text.chars.endswith(":") and first.text.chars[:1].isalpha() and not begins_small(first.text.chars)
            if last.page == first.page and not ended and not spacing.has_separator(last, first):
                joined[-1] = Label((*above.lines, *label.lines), above.match)
                continue
        joined.append(label)
    return joined


def _make_label(lines: Sequence[Line]) -> Label:
    return Label(tuple(lines), match_label(join_lines([line.text for line in lines]).chars))


def _is_cut_in_two(label: Label, following: Label, spacing: LabelSpacing) -> bool:
    """Whether two labels set as tight as one mean one section: each half of "SDGs and EU / Urban Agenda topics" is a label."""
    last, first = label.lines[-1], following.lines[0]
    same = label.match and following.match and label.match.section == following.match.section
    return bool(same) and spacing.is_tight(last, first) and spacing.may_continue(last, first)


def _value_label(match: LabelMatch | None, lines: int, tolerances: LabelTolerances) -> float:
    """Return what a label is worth: a known wording by its lines; a keyword less, or it would swallow the labels around it."""
    if match is None:
        return tolerances.unknown * lines
    if match.score > KEYWORD:
        return float((match.score / EXACT) ** tolerances.power * lines)
    return KEYWORD / EXACT * (1 + lines) / 2  # the first line counts whole, further ones half


def _cost_joint(line: Line, following: Line, spacing: LabelSpacing) -> float:
    """Return what it costs to take two lines for one label: nothing for tight lines, more the further they stand apart."""
    if line.page != following.page:
        return spacing.tolerances.over_page
    return max(0.0, spacing.tolerances.spread * spacing.measure_excess(line, following))


def _find_meant_breaks(lines: Sequence[Line], columns: Columns, tolerances: LabelTolerances) -> frozenset[int]:
    """Return the numbers of the lines whose first word had room on the line above: there the break was meant."""
    # Labels run up to the edge of their cell, which lies before the values by the padding of both cells.
    edge = max((line.x1 for line in lines), default=0.0)
    edge = max(edge, columns.value_x - tolerances.paddings * columns.tolerances.padding)
    return frozenset(
        number
        for number, (line, following) in enumerate(pairwise(lines), start=1)
        if not begins_small(following.text.chars)
        and line.x1 + tolerances.blank * line.size + following.words[0].box.x1 - following.x0 < edge
    )


def _find_ended(table: Sequence[Line], columns: Columns) -> frozenset[int]:
    """Return the numbers of the lines of the label column that begin a page, and continue no label: the last label of the page
    before had room to go on there, beside the values below it.
    """
    ended: set[int] = set()
    number, below = 0, 0
    page: int | None = None
    for line in table:
        if columns.label_part(line) is None:
            below += line.page == page
            continue
        if page is not None and line.page != page and below > _MOST_BELOW:
            ended.add(number)
        number, below, page = number + 1, 0, line.page
    return frozenset(ended)


def _find_new_values(labelled: Sequence[tuple[Line, Line | None]], columns: Columns, spacing: LabelSpacing) -> frozenset[int]:
    """Return the numbers of the lines beside which a value begins that does not continue the one beside the line above.

    `labelled` are the lines of the label column, each with the value beside it. Where most of these stand apart, as rows do, or
    all known labels do, those that are set as one label are left out.
    """
    right = max((value.x1 for _, value in labelled if value), default=0.0)
    middle = inf if columns.partner_x is None else columns.partner_x - columns.tolerances.aligned
    sides = ((0.0, middle), (middle, inf))
    found: dict[int, bool] = {}
    for number, ((line, above), (following, value)) in enumerate(pairwise(labelled), start=1):
        if above is None or value is None or not spacing.is_level(following, value):
            continue
        pairs = [(above.part(*side), value.part(*side)) for side in sides]
        if any(a and b and not _continues_value(a, b, right, spacing.tolerances) for a, b in pairs):
            found[number] = spacing.is_tight(line, following) and spacing.may_continue(line, following)
    apart = frozenset(number for number, is_tight in found.items() if not is_tight)
    is_line = spacing.pitch < spacing.tolerances.wrapped
    known = [spacing.is_tight(a, b) for (a, _), (b, _) in pairwise(labelled) if a.page == b.page and _are_two_rows(a, b)]
    are_apart = 2 * len(apart) > len(found) or (len(known) >= _LEAST_KNOWN and not any(known))
    return apart if is_line and are_apart else frozenset(found)


def _are_two_rows(line: Line, following: Line) -> bool:
    """Whether two lines of the label column are known labels of two rows."""
    first, second = match_label(line.text.chars), match_label(following.text.chars)
    if first is None or second is None:
        return False
    return first.section != second.section and min(first.score, second.score) == EXACT


def _continues_value(above: Line, value: Line, right: float, tolerances: LabelTolerances) -> bool:
    """Whether a line of values may continue the one above, in a cell that ends at `right`."""
    room = right - above.x1 - tolerances.blank * value.size - (value.words[0].box.x1 - value.x0)
    return Room(in_sentence=inf).continues(room, above.text.chars, value.text.chars)


def _is_open(line: Line, following: Line) -> bool:
    """Whether the words of two lines of the label column say that they are one label."""
    if is_left_open(line.text.chars):
        return True
    return begins_small(following.text.chars)


def _cost_cut(line: Line, following: Line, spacing: LabelSpacing, *, meant: bool) -> float:
    """Return what it costs to end a label between two lines that are set as tight as one label's, without a rule between.

    `meant`: the second line begins with a word that had room on the first, or has a value of its own beside it.
    """
    if _is_open(line, following):
        return spacing.tolerances.left_open
    if meant:
        return 0.0
    return spacing.tolerances.cut if spacing.is_tight(line, following) and spacing.may_continue(line, following) else 0.0
