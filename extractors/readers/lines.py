"""The printed lines of a text file, each character with its offset."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ucap.extractors.readers.tolerances import LineTolerances
from ucap.extractors.text.continuation import Room
from ucap.extractors.text.source_text import SourceText

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")


def cut_text(text: str, start: int, end: int) -> SourceText:
    """Return a part of a file's text; each character's origin is its offset."""
    return SourceText(text[start:end], tuple(range(start, end)))


def find_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that is not empty; lines end at LF, CR, form feed and Unicode's line separators."""
    return (match.span() for match in _LINE.finditer(text))


def split_lines(text: str) -> Iterator[SourceText]:
    """Yield the lines that are not blank."""
    return (cut_text(text, start, end) for start, end in find_lines(text) if not text[start:end].isspace())


def find_width(ends: Sequence[int], broken: Sequence[int], tolerances: LineTolerances) -> int:
    """Return the column up to which lines run, given where all end, and where those do that surely continue below.

    Where few continue: the last column near which more than one line ends, as a single one may be a running head.
    """
    if len(broken) >= tolerances.enough_broken:
        return max(broken)
    ranked = sorted(ends, reverse=True)
    return next((end for end, below in pairwise(ranked) if end - below <= tolerances.running_head), ranked[-1] if ranked else 0)


class Slack(NamedTuple):
    """How many columns a filled line may fall short of the width: most of them do by no more than `usual`, none by more
    than `most`.

    Lines set for the grid itself fall short by none; those that were set in proportional type and printed on the grid do.
    """

    usual: int
    most: int

    def to_room(self) -> Room:
        """Return the room that lines of this text may have left; without slack only a line without room is filled."""
        return Room(self.most, self.most, self.usual) if self.most > 0 else Room(self.most, -1, -1)


def measure_slack(rooms: Iterable[int], width: int, tolerances: LineTolerances) -> Slack:
    """Measure the slack of a text by the columns that lines which surely continue left unused."""
    known = sorted(max(room, 0) for room in rooms if room <= width * tolerances.most_slack)
    return Slack(known[min(int(len(known) * tolerances.usual_slack), len(known) - 1)], known[-1]) if known else Slack(0, 0)
