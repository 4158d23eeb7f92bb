"""Lines of the label column in, the labels of the rows out: cut so that they fit the lexicon best."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from ucap.extractors.form import PAIRED
from ucap.extractors.labels import EXACT, KEYWORD, LabelMatch, match_label
from ucap.extractors.layout.columns import Columns, has_both_sides
from ucap.extractors.layout.lines import Line, join_lines
from ucap.extractors.layout.tolerances import LabelTolerances
from ucap.extractors.text.continuation import Room, begins_small, is_left_open
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

_LEAST_KNOWN = 3
"""Pairs of known labels that show how far rows stand apart. Chosen, not measured."""
_LEAST_APART = 5
"""Pairs of labels from which on their distance is a habit. Chosen: the rows of the head are as many."""
_MOST_BELOW = 3
"""Lines of values below a label that goes on upon the next page. Chosen: programs keep up to two lines of a label together."""
_MOST_ABOVE = 3
"""Lines of values above a label that began upon the page before. Chosen: the rest of a label stands at the top of its cell, or
in the middle of a few lines.
"""
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
        slack = max(self.tolerances.slack, self.tolerances.pixel / following.size)
        return (following.baseline - line.baseline) / following.size - self.pitch - slack

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

    def is_apart(self, labels: Sequence[Label]) -> bool:
        """Whether nearly all rows of the table are set further apart than the lines of one label."""
        ends = [(a.lines[-1], b.lines[0]) for a, b in pairwise(labels) if a.match or b.match]
        apart = [not self.is_tight(last, first) for last, first in ends if last.page == first.page]
        return len(apart) >= _LEAST_APART and sum(apart) >= self.tolerances.ruled * len(apart)


@dataclass(frozen=True)
class LabelHabits:
    """What a first reading of a form's labels shows of all of them.

    `is_ruled`: separators stand between nearly all rows. `is_apart`: nearly all rows are set further apart than the lines of
    one label. `with_colon`: nearly all labels end in a colon. `repeated`: the sections that several labels mean.
    """

    is_ruled: bool = False
    is_apart: bool = False
    with_colon: bool = False
    repeated: frozenset[SectionName] = frozenset()


@dataclass(frozen=True)
class _Column:
    """The lines of the label column, and the numbers of those that something on the page says begin a label.

    `meant`: their first word had room on the line above. `anew`: a value begins beside them. `ended`: they continue no label.
    """

    lines: Sequence[Line]
    meant: frozenset[int]
    anew: frozenset[int]
    ended: frozenset[int]

    def is_open(self, number: int) -> bool:
        """Whether the words of a line and the one above say that they are one label.

        A label may end in a preposition, too: `What we work on`. It does where the next line had room beside it, and has a
        value of its own, or stands on another page.
        """
        above, line = self.lines[number - 1 : number + 1]
        is_new = number in self.meant and (number in self.anew or above.page != line.page)
        return begins_small(line.text.chars) or (is_left_open(above.text.chars) and not is_new)


def read_labels(table: Sequence[Line], columns: Columns, spacing: LabelSpacing) -> list[Label]:
    """Cut the lines of the label column into labels so that they fit the lexicon best.

    A label may wrap over lines and pages. It does not cross a separator within a page, continue after a colon, or bridge a gap.
    A first reading shows what all labels have in common; the second one follows it where a line may end the label above.
    """
    labelled = _list_labelled(table, columns)
    lines = [part for part, _ in labelled]
    column = _Column(
        lines,
        _find_meant_breaks(lines, columns, spacing.tolerances),
        _find_new_values(labelled, columns, spacing),
        _find_ended(table, columns),
    )
    labels = _cut_column(column, spacing, LabelHabits())
    if not _begin_lower(labels, labelled, spacing):
        column = replace(column, anew=column.anew | _find_first_values(labelled, spacing))
    labels = _cut_column(column, spacing, _find_habits(labels, spacing))
    labels = _join_empty(labels, table, columns, spacing)
    labels = _join_over_pages(_join_repeated(labels, spacing))
    return _join_hints(labels, spacing) if spacing.is_ruled(labels) else labels


def _find_habits(labels: Sequence[Label], spacing: LabelSpacing) -> LabelHabits:
    """Return what some labels have in common."""
    known = [label for label in labels if label.match]
    sections = Counter(label.match.section for label in known if label.match)
    with_colon = sum(label.text.chars.endswith(":") for label in known)
    return LabelHabits(
        spacing.is_ruled(labels),
        spacing.is_apart(labels),
        len(known) >= _LEAST_KNOWN and with_colon >= _MOST_WITH_COLON * len(known),
        frozenset(section for section, count in sections.items() if count > 1),
    )


def _cut_column(column: _Column, spacing: LabelSpacing, habits: LabelHabits) -> list[Label]:
    """Cut the lines of the label column into labels so that gains and costs are best (dynamic programming)."""
    lines, tolerances = column.lines, spacing.tolerances
    best: list[tuple[float, int]] = [(0.0, 0)]  # by count of lines: score of the best cut, start of its last label
    for end in range(1, len(lines) + 1):
        options = []
        for start in range(end - 1, max(end - tolerances.most_lines, 0) - 1, -1):
            if start < end - 1 and (start + 1 in column.ended or not spacing.may_continue(lines[start], lines[start + 1])):
                break
            match = match_label(join_lines([line.text for line in lines[start:end]]).chars)
            joints = sum(_cost_joint(a, b, spacing, habits) for a, b in pairwise(lines[start:end]))
            joints += _cost_breaks(column, start, end, match, spacing, habits)
            cut = _cost_cut(column, start, spacing, habits) if start else 0.0
            gain = _value_label(match, end - start, tolerances, habits) - tolerances.piece - joints - cut
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
    return labels


def _cost_breaks(
    column: _Column, start: int, end: int, match: LabelMatch | None, spacing: LabelSpacing, habits: LabelHabits
) -> float:
    """Return what it costs to take some lines for one label though one of them seems to begin another.

    Where rules stand between rows, lines without one are of one row, whatever begins beside them, and so are tight lines where
    rows are set apart. Nor does a break count within a wording of the lexicon, unless it stands between two whole labels of
    rows that have a value each, or the lines on one side of it are the wording rather than all of them.
    """
    if habits.is_ruled:
        return 0.0
    lines, tolerances = column.lines, spacing.tolerances
    cost = 0.0
    for number in range(start + 1, end):
        if match and match.score > KEYWORD:
            halves = [
                match_label(join_lines([line.text for line in part]).chars) for part in (lines[start:number], lines[number:end])
            ]
            is_added = None in halves and any(
                half and half.score > match.score for half in halves
            )  # one half is the wording, without the other
            are_two = match.section in PAIRED and all(half and half.score == EXACT for half in halves)
            if not is_added and not are_two:
                continue
        if habits.is_apart and spacing.is_tight(*lines[number - 1 : number + 1]):
            continue
        cost += tolerances.meant * (number in column.meant)
        cost += tolerances.beside * (number in column.anew and not column.is_open(number))
    return cost


def _join_empty(labels: Sequence[Label], table: Sequence[Line], columns: Columns, spacing: LabelSpacing) -> list[Label]:
    """Join a known label that has no value to the unknown one right above it, which has one, where rows are set apart: in
    `Twinned` / `Municipalities` the second line is no empty row of cities.
    """
    valued: set[Line] = set()  # lines of labels beside or below which a value stands
    last: Line | None = None
    for line in table:
        last = columns.label_part(line) or last
        if last is not None and columns.value_part(line):
            valued.add(last)
    known = [label for label in labels if label.match and not valued.isdisjoint(label.lines)]
    rows = [(a.lines[-1], b.lines[0]) for a, b in pairwise(known) if a.lines[-1].page == b.lines[0].page]
    if len(rows) < _LEAST_KNOWN or any(spacing.is_tight(last, first) for last, first in rows):
        return list(labels)
    joined: list[Label] = []
    for label in labels:
        above = joined[-1] if joined else None
        if above and not above.match and label.match and valued.isdisjoint(label.lines) and not valued.isdisjoint(above.lines):
            last_above, first = above.lines[-1], label.lines[0]
            if spacing.is_tight(last_above, first) and spacing.may_continue(last_above, first):
                whole = _make_label((*above.lines, *label.lines))
                joined[-1] = whole if whole.match else Label(whole.lines, label.match)
                continue
        joined.append(label)
    return joined


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
            is_cut = is_open and whole.match and (is_rest or whole.match.score == EXACT)
            if is_cut or (is_rest and whole.match and whole.match.score > KEYWORD):
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


def _value_label(match: LabelMatch | None, lines: int, tolerances: LabelTolerances, habits: LabelHabits) -> float:
    """Return what a label is worth: a known wording by its lines; a keyword less, or it would swallow the labels around it.

    A form has each row once: in `Key focus of cooperation` / `themes` the last line is no second row of themes.
    """
    if match is None:
        return tolerances.unknown * lines
    repeated = tolerances.repeated if match.section in habits.repeated else 0.0
    if match.score > KEYWORD:
        return float((match.score / EXACT) ** tolerances.power * lines) - repeated
    return KEYWORD / EXACT * (1 + lines) / 2 - repeated  # the first line counts whole, further ones half


def _cost_joint(line: Line, following: Line, spacing: LabelSpacing, habits: LabelHabits) -> float:
    """Return what it costs to take two lines for one label: nothing for tight lines, and within the rules of a row; more the
    further they stand apart.
    """
    if line.page != following.page:
        return spacing.tolerances.over_page
    if habits.is_ruled:
        return 0.0
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
        and line.x1 + tolerances.blank * line.size + _find_first_end(following) - following.x0 < edge
    )


def _find_first_end(line: Line) -> float:
    """Return where the first part of a line ends that cannot be broken: programs leave a slash and its neighbours together."""
    count = 1
    while count + 1 < len(line.words) and not any(c.isalnum() for c in line.words[count].text.chars):
        count += 2
    return line.words[count - 1].box.x1


def _find_ended(table: Sequence[Line], columns: Columns) -> frozenset[int]:
    """Return the numbers of the lines of the label column that are the first on a page, and continue no label: the last label
    of the page before had room to go on there, beside the values below it, or on this page, beside those above the line.
    """
    ended: set[int] = set()
    number, below, above = 0, 0, 0
    page: int | None = None
    last = ""
    for line in table:
        if (label := columns.label_part(line)) is None:
            below += line.page == page
            above += line.page != page
            continue
        text = label.text.chars
        goes_on = begins_small(text) or is_left_open(last)  # of a row whose label stands in its middle
        if page is not None and line.page != page and (below > _MOST_BELOW or (above > _MOST_ABOVE and not goes_on)):
            ended.add(number)
        number, below, above, page, last = number + 1, 0, 0, line.page, text
    return frozenset(ended)


def _find_new_values(labelled: Sequence[tuple[Line, Line | None]], columns: Columns, spacing: LabelSpacing) -> frozenset[int]:
    """Return the numbers of the lines beside which a value begins that does not continue the one beside the line above.

    `labelled` are the lines of the label column, each with the value beside it. Where most of these stand apart, as rows do, or
    all known labels do, those that are set as one label are left out.
    """
    values = [value for _, value in labelled if value]
    right = max((value.x1 for value in values), default=0.0)
    middle = inf if columns.partner_x is None else columns.partner_x - columns.tolerances.aligned
    single = [value.x1 for value in values if not has_both_sides(value, columns)]
    # Where no text runs into the second column, texts are set in the first one alone.
    text_right = max(single, default=right) if max(single, default=inf) < middle else right
    sides = ((0.0, middle), (middle, inf))
    found: dict[int, bool] = {}
    for number, ((line, above), (following, value)) in enumerate(pairwise(labelled), start=1):
        if above is None or value is None or not spacing.is_level(following, value):
            continue
        if has_both_sides(above, columns) or has_both_sides(value, columns):
            pairs = [(above.part(*side), value.part(*side)) for side in sides]
            begins = any(a and b and not _continues_value(a, b, right, spacing.tolerances) for a, b in pairs)
        else:
            begins = not _continues_value(above, value, text_right, spacing.tolerances)
        if begins:
            found[number] = spacing.is_tight(line, following) and spacing.may_continue(line, following)
    apart = frozenset(number for number, is_tight in found.items() if not is_tight)
    are_apart = 2 * len(apart) > len(found) or _are_rows_apart(labelled, spacing)
    return apart if spacing.pitch < spacing.tolerances.wrapped and are_apart else frozenset(found)


def _find_first_values(labelled: Sequence[tuple[Line, Line | None]], spacing: LabelSpacing) -> frozenset[int]:
    """Return the numbers of the lines beside which values begin again: beside the line above none is left of its row.

    None where rows stand apart, and their distance shows where they begin.
    """
    if _are_rows_apart(labelled, spacing):
        return frozenset()
    level = [value is not None and spacing.is_level(line, value) for line, value in labelled]
    return frozenset(number for number, (above, line) in enumerate(pairwise(level), start=1) if line and not above)


def have_lower_values(labels: Sequence[Label], table: Sequence[Line], columns: Columns, spacing: LabelSpacing) -> bool:
    """Whether the values of some known label begin below its first line, as where labels stand in the middle of their rows."""
    return _begin_lower(labels, _list_labelled(table, columns), spacing)


def _list_labelled(table: Sequence[Line], columns: Columns) -> list[tuple[Line, Line | None]]:
    """Return the lines of the label column, each with the value beside it."""
    return [(part, columns.value_part(line)) for line in table if (part := columns.label_part(line))]


def _begin_lower(labels: Sequence[Label], labelled: Sequence[tuple[Line, Line | None]], spacing: LabelSpacing) -> bool:
    level = {line: value is not None and spacing.is_level(line, value) for line, value in labelled}
    known = [label.lines for label in labels if label.match and label.match.score > KEYWORD]
    return any(not level[first] and any(level[line] for line in rest) for first, *rest in known)


def _are_rows_apart(labelled: Sequence[tuple[Line, Line | None]], spacing: LabelSpacing) -> bool:
    """Whether all rows with known labels are set further apart than the lines of one label."""
    known = [spacing.is_tight(a, b) for (a, _), (b, _) in pairwise(labelled) if a.page == b.page and _are_two_rows(a, b)]
    return len(known) >= _LEAST_KNOWN and not any(known)


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


def _cost_cut(column: _Column, number: int, spacing: LabelSpacing, habits: LabelHabits) -> float:
    """Return what it costs to end a label before a line: more where its words go on there, where rules stand between all other
    rows, or where all other labels end in a colon; something where the lines are set as tight as those of one label, unless the
    second one begins with a word that had room on the first, or has a value of its own beside it.
    """
    line, following = column.lines[number - 1 : number + 1]
    tolerances = spacing.tolerances
    may_continue = spacing.may_continue(line, following)
    cost = tolerances.no_colon if habits.with_colon and not line.text.chars.endswith(":") else 0.0
    if column.is_open(number):
        return cost + tolerances.left_open
    is_one = habits.is_ruled or (habits.is_apart and spacing.is_tight(line, following))
    if is_one and may_continue and line.page == following.page:
        return cost + tolerances.unruled
    if number in column.meant or number in column.anew:
        return cost
    return cost + (tolerances.cut if may_continue and spacing.is_tight(line, following) else 0.0)
