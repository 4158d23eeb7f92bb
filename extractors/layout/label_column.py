"""The labels of the rows: the lines of the label column, cut so that they fit the lexicon best."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ucap.extractors.labels import EXACT, KEYWORD, LabelMatch, match_label
from ucap.extractors.layout.columns import Columns
from ucap.extractors.layout.lines import Line, join_lines
from ucap.extractors.text.source_text import SourceText

WRAPPED = 1.75
"""Farthest that two lines of one label stand apart, in font sizes."""
UNKNOWN = -0.2
"""Gain of a label's line that the lexicon does not know, against 1 for a line of a known label."""
CUT = 0.3
"""Cost of parting two lines that are set tight."""
OPEN = 2.0
"""Cost of ending a label after a line that is left open, or before one that begins with a small letter."""
PIECE = 0.05
"""Cost of each label, so that one label of two lines is preferred to two labels of one."""
SLACK = 0.12
"""How much the distance of lines may exceed that within a paragraph, in font sizes: fonts mix on a line."""

_LEFT_OPEN = re.compile(r"(?:[,/&(–-]|\b(?:a|and|as|by|for|in|of|on|or|the|to|with))\s*$", re.IGNORECASE)
"""How the line of a label ends that goes on in the next."""


@dataclass(frozen=True)
class Label:
    """A row's label: the lines of the label column that make it up, and what it means."""

    lines: tuple[Line, ...]
    match: LabelMatch | None

    @property
    def text(self) -> SourceText:
        """The label as printed, its lines joined."""
        return join_lines([line.text for line in self.lines])


def read_labels(table: Sequence[Line], columns: Columns, separators: dict[int, list[float]], pitch: float) -> list[Label]:
    """Cut the lines of the label column into labels so that they fit the lexicon best.

    A label may wrap over lines and pages; it does not cross a separator within a page, go on after a colon, or bridge a gap.
    """
    lines = [part for line in table if (part := columns.label_part(line))]
    best: list[tuple[float, int]] = [(0.0, 0)]  # by count of lines: score of the best cut, start of its last label
    for end in range(1, len(lines) + 1):
        options = []
        for start in range(end - 1, max(end - 8, 0) - 1, -1):
            if start < end - 1 and not _may_continue(lines[start], lines[start + 1], separators, pitch):
                break
            match = match_label(join_lines([line.text for line in lines[start:end]]).chars)
            joints = sum(_cost_of_joint(a, b, pitch) for a, b in pairwise(lines[start:end]))
            cut = _cost_of_cut(lines[start - 1], lines[start], separators, pitch) if start else 0.0
            gain = _value_label(match, end - start) - PIECE - joints - cut
            options.append((best[start][0] + gain, start))
        best.append(max(options))
    starts = [len(lines)]
    while starts[0]:
        starts.insert(0, best[starts[0]][1])
    labels: list[Label] = []
    for start, end in pairwise(starts):
        label = _make_label(lines[start:end])
        if labels and _is_cut_in_two(labels[-1], label, separators, pitch):
            label = _make_label((*labels.pop().lines, *label.lines))
        labels.append(label)
    return _join_hints(labels, separators) if is_ruled(labels, separators) else labels


def _join_hints(labels: Sequence[Label], separators: dict[int, list[float]]) -> list[Label]:
    """Join what is no label to the label above it, where no rule parts them: "(please describe in short)"."""
    joined: list[Label] = []
    for label in labels:
        above = joined[-1] if joined else None
        if above and above.match and not label.match:
            last, first = above.lines[-1], label.lines[0]
            if last.page == first.page and not has_separator(last, first, separators):
                joined[-1] = Label((*above.lines, *label.lines), above.match)
                continue
        joined.append(label)
    return joined


def _make_label(lines: Sequence[Line]) -> Label:
    return Label(tuple(lines), match_label(join_lines([line.text for line in lines]).chars))


def _is_cut_in_two(label: Label, following: Label, separators: dict[int, list[float]], pitch: float) -> bool:
    """Whether two labels set as tight as one mean one section: each half of "SDGs and EU / Urban Agenda topics" is a label."""
    last, first = label.lines[-1], following.lines[0]
    same = label.match and following.match and label.match.section == following.match.section
    return bool(same) and _is_tight(last, first, pitch) and _may_continue(last, first, separators, pitch)


def _value_label(match: LabelMatch | None, lines: int) -> float:
    """What a label is worth: a known wording by its lines; a keyword less, or it would swallow the labels around it."""
    if match is None:
        return UNKNOWN * lines
    return (match.score / EXACT) ** 3 * lines if match.score > KEYWORD else KEYWORD / EXACT * (1 + lines) / 2


def _cost_of_joint(line: Line, following: Line, pitch: float) -> float:
    """What it costs to take two lines for one label: nothing at a paragraph's distance of lines, more the further apart."""
    if line.page != following.page:
        return 0.5
    return max(0.0, 2 * ((following.baseline - line.baseline) / following.size - pitch - SLACK))


def _cost_of_cut(line: Line, following: Line, separators: dict[int, list[float]], pitch: float) -> float:
    """What it costs to end a label between two lines that are set as tight as one label's, and are not parted by a rule."""
    if _LEFT_OPEN.search(line.text.chars) or (following.text.chars[:1].islower() and not line.text.chars.endswith(":")):
        return OPEN
    return CUT if _is_tight(line, following, pitch) and _may_continue(line, following, separators, pitch) else 0.0


def _is_tight(line: Line, following: Line, pitch: float) -> bool:
    """Whether two lines stand no farther apart than those of one paragraph."""
    return line.page == following.page and (following.baseline - line.baseline) / following.size <= pitch + SLACK


def _may_continue(line: Line, following: Line, separators: dict[int, list[float]], pitch: float) -> bool:
    """Whether two lines of the label column can belong to one label."""
    if line.text.chars.endswith(":"):
        return False
    if line.page != following.page:
        return True
    return not has_separator(line, following, separators) and is_near(line, following, pitch)


def is_near(line: Line, following: Line, pitch: float) -> bool:
    """Whether two lines of a page stand no farther apart than those of one label, in a document with that distance of lines."""
    distance = following.baseline - line.baseline
    return line.page == following.page and distance < max(WRAPPED, 1.1 * pitch) * following.size


def has_separator(line: Line, following: Line, separators: dict[int, list[float]]) -> bool:
    """Whether a separator parts two lines of one page."""
    return any(line.middle < height < following.middle for height in separators[line.page])


def is_ruled(labels: Sequence[Label], separators: dict[int, list[float]]) -> bool:
    """Whether separators part the rows of the table, nearly all of them."""
    ends = [(a.lines[-1], b.lines[0]) for a, b in pairwise(labels) if a.match and b.match]
    parted = [has_separator(last, first, separators) for last, first in ends if last.page == first.page]
    return len(parted) > 1 and sum(parted) >= 0.8 * len(parted)
