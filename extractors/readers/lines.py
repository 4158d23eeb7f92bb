"""The printed lines of a text file, each character with its offset."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ucap.extractors.text.source_text import SourceText

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_HEADING = re.compile(r"\s*[^\s.,;:–—-][^.,;:–—]{1,60}(?::|\s[–—-])(?:\s|$)")
_ENOUGH_BROKEN = 3


def cut_text(text: str, start: int, end: int) -> SourceText:
    """Return a part of a file's text; each character's origin is its offset."""
    return SourceText(text[start:end], tuple(range(start, end)))


def find_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that is not empty; lines end at LF, CR, form feed and Unicode's line separators."""
    return (match.span() for match in _LINE.finditer(text))


def split_lines(text: str) -> Iterator[SourceText]:
    """Yield the lines that are not blank."""
    return (cut_text(text, start, end) for start, end in find_lines(text) if not text[start:end].isspace())


def find_width(ends: Sequence[int], broken: Sequence[int]) -> int:
    """Return the column up to which lines run, given where all end, and where those do that surely go on below.

    Where few go on: the last column near which more than one line ends, as a single one may be a running head.
    """
    if len(broken) >= _ENOUGH_BROKEN:
        return max(broken)
    ranked = sorted(ends, reverse=True)
    return next((end for end, below in pairwise(ranked) if end - below <= 8), ranked[-1] if ranked else 0)


class Slack(NamedTuple):
    """How many columns a filled line may fall short of the width: most of them do by no more than `usual`, none by more
    than `most`.

    Lines set for the grid itself fall short by none; those that were set in proportional type and printed on the grid do.
    """

    usual: int
    most: int

    def is_filled(self, room: int, above: str, line: str, opening: str) -> bool:
        """Whether a line goes on with the one above it, which left `room` columns unused, its first word counted.

        A sentence that ends there and a capital are a break more often than not; a heading (`Shade:`, `Shade – `) nearly
        always,
        most of all where the paragraph's `opening` has one too.
        """
        if surely_goes_on(above, line):
            return room <= self.most
        breaks = above.rstrip().endswith((".", "!", "?", ":")) and not line.lstrip()[:1].islower()
        heading = _HEADING.match(line) if breaks else None
        if heading and (room >= 0 or heading.end() == len(line) or _HEADING.match(opening)):
            return False
        return room < 0 or (self.most > 0 and room <= (self.usual if breaks else self.most))


def surely_goes_on(above: str, line: str) -> bool:
    """Whether a line goes on with the one above it by its words alone: a sentence left open, and a small letter."""
    return line.lstrip()[:1].islower() and not above.rstrip().endswith((".", "!", "?", ":", ";"))


def measure_slack(rooms: Iterable[int], width: int) -> Slack:
    """Measure the slack of a text by the columns that lines which surely go on left unused."""
    known = sorted(max(room, 0) for room in rooms if room <= width // 3)
    return Slack(known[len(known) * 3 // 4], known[-1]) if known else Slack(0, 0)
