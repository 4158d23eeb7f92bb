"""Text that remembers where each of its characters was printed.

Every cleaning step of the readers and fields is a slice, a join or a filter of `SourceText`, so that a value's evidence is
whatever is left of it: there is nothing to map back.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from ucap.extractors.once import once

STRUCK_MARK = "~~"
"""Stands before and after struck characters where a text is shown as printed, as in Markdown."""
_CLINGING = frozenset(",.;:)]")
"""Signs before which a struck word leaves no blank."""
_PRINTED = re.compile(r"\S+")


class Glyph(NamedTuple):
    """Box of one character on a page: page from 1, points from the page's top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Stretch(NamedTuple):
    """Characters of a text file, from `start` to before `end`, that one character was made of."""

    start: int
    end: int


Place: TypeAlias = Glyph | Stretch | int | None
"""Where a character stands: on a page, at an offset of the text file, or nowhere (a blank that a line break became)."""


class Struck(NamedTuple):
    """Origin of a character that is struck through: it stands at a place as others do, but is no part of any value."""

    place: Place


Origin: TypeAlias = Place | Struck
"""Where a character stands, and whether it is struck through."""


def place_of(origin: Origin) -> Place:
    """Return where a character stands, struck through or not."""
    return origin.place if isinstance(origin, Struck) else origin


def strike_out(origin: Origin) -> Struck:
    """Return the origin of a character that turned out to be struck through."""
    return origin if isinstance(origin, Struck) else Struck(origin)


STRIKING_MARKS = "\u0335\u0336\u0337\u0338"
"""Combining strokes and slashes over the letter before them: what text is struck with where there is no format."""
LONG_STROKE = "\u0336"
"""The one of them that is part of no letter."""
LOST_MARK = "▯"
"""Stands in values for a character that is not known."""


@dataclass(frozen=True, init=False)
class SourceText:
    """A string with the origin of each character. `len(origins) == len(chars)`."""

    chars: str
    origins: tuple[Origin, ...]

    def __init__(self, chars: str = "", origins: tuple[Origin, ...] = ()) -> None:
        """Make a text; what a dataclass makes itself takes twice as long, and a document has thousands of texts."""
        if len(chars) != len(origins):
            raise ValueError(f"{len(chars)} characters with {len(origins)} origins")
        fields = self.__dict__
        fields["chars"], fields["origins"] = chars, origins

    def __str__(self) -> str:
        return self.chars

    def __len__(self) -> int:
        return len(self.chars)

    def __bool__(self) -> bool:
        return bool(self.chars)

    def __getitem__(self, part: slice) -> "SourceText":
        return SourceText(self.chars[part], self.origins[part])

    def __add__(self, other: "SourceText") -> "SourceText":
        return SourceText(self.chars + other.chars, self.origins + other.origins)

    def strip(self, characters: str | None = None) -> "SourceText":
        """Return the text without the given characters (white space) at both ends."""
        start = len(self.chars) - len(self.chars.lstrip(characters))
        return self[start : max(start, len(self.chars.rstrip(characters)))]

    def split(self, pattern: str | re.Pattern[str]) -> list["SourceText"]:
        """Split at each match of the pattern; pieces are stripped, empty ones kept."""
        pieces, start = [], 0
        for match in re.finditer(pattern, self.chars):
            pieces.append(self[start : match.start()].strip())
            start = match.end()
        return [*pieces, self[start:].strip()]

    def collapse(self) -> "SourceText":
        """Return the text with every run of white space as one blank, and none at the ends."""
        if " ".join(self.chars.split()) == self.chars:  # the lines of most texts are so already
            return self
        words = [match.span() for match in _PRINTED.finditer(self.chars)]
        origins: list[Origin] = []
        for start, end in words[:-1]:
            origins += self.origins[start : end + 1]  # the blank has the origin of the first sign of its run
        for start, end in words[-1:]:
            origins += self.origins[start:end]
        return SourceText(" ".join([self.chars[start:end] for start, end in words]), tuple(origins))

    def replace(self, table: dict[str, str]) -> "SourceText":
        """Replace single characters by the strings the table gives; each new character keeps the old one's origin."""
        return from_pairs([(new, o) for c, o in zip(self.chars, self.origins, strict=True) for new in table.get(c, c)])

    @once
    def places(self) -> tuple[Place, ...]:
        """Where each character stands, struck through or not."""
        return tuple(map(place_of, self.origins)) if self.has_struck() else self.origins  # type: ignore[return-value]

    @once
    def boxes_by_page(self) -> Mapping[int, list[list[float]]]:
        """What `boxes` returns for each page, measured once: a text is often the source of several values."""
        boxes: dict[int, list[list[float]]] = {}
        breaks = [at for at, char in enumerate(self.chars) if char == "\n"] if "\n" in self.chars else []
        for start, end in pairwise([0, *breaks, len(self.chars)]):
            last_boxes: dict[int, list[float]] = {}  # by page
            glyphs = [place for place in self.places[start:end] if type(place) is Glyph]
            for page, x0, top, x1, bottom in glyphs:
                box = last_boxes.get(page)
                # It starts a new box when it stands below the last line or back to its left (the next line, the next cell).
                if box and top < box[3] and bottom > box[1] and x0 >= box[2] - (box[3] - box[1]):
                    if x0 >= box[0] and top >= box[1] and x1 >= box[2] and bottom <= box[3]:
                        box[2] = x1  # most glyphs
                    else:
                        box[:] = [min(box[0], x0), min(box[1], top), max(box[2], x1), max(box[3], bottom)]
                else:
                    last_boxes[page] = box = [x0, top, x1, bottom]
                    boxes.setdefault(page, []).append(box)
        return {page: [[round(v, 2) for v in box] for box in found] for page, found in boxes.items()}

    def pages(self) -> list[int]:
        """Return the pages on which the text stands, ascending; empty for text files."""
        return sorted({place.page for place in self.places if type(place) is Glyph})

    def boxes(self, page: int) -> list[list[float]]:
        """Return one box for each printed line of the text on a page: [x0, top, x1, bottom] in points.

        A newline separates boxes on one printed line too: what stands between the pieces of a text does not belong to it.
        """
        return self.boxes_by_page.get(page, [])

    def span(self) -> list[int] | None:
        """Return start and end of the text in its text file; None where it comes from pages."""
        if int not in (kinds := set(map(type, self.places))) and Stretch not in kinds:
            return None
        ends = [(o, o + 1) if isinstance(o, int) else o for o in self.places if isinstance(o, int | Stretch)]
        return [min(start for start, _ in ends), max(end for _, end in ends)]

    def has_struck(self) -> bool:
        """Whether any of the characters is struck through."""
        return self._has_struck

    @once
    def _has_struck(self) -> bool:
        return Struck in map(type, self.origins)

    def drop_struck(self) -> "SourceText":
        """Return the text without struck characters, and without the blank that they leave beside another or at an end.

        >>> text = from_file("May ~~10~~ 12".replace("~~", ""))
        >>> text = SourceText(text.chars, tuple(Struck(o) if o in (4, 5) else o for o in range(len(text))))
        >>> text.drop_struck().chars
        'May 12'
        """
        if not self.has_struck():
            return self
        return from_pairs((self.chars[at], self.origins[at]) for at in self.find_kept())

    def find_kept(self) -> list[int]:
        """Return the places of the characters that `drop_struck` keeps."""
        if not self.has_struck():
            return list(range(len(self.chars)))
        kept: list[int] = []
        after_struck = False
        for at, (char, origin) in enumerate(zip(self.chars, self.origins, strict=True)):
            if isinstance(origin, Struck):
                after_struck = True
                continue
            if after_struck and (not kept or self.chars[kept[-1]].isspace()):
                if char.isspace():
                    continue
                if kept and char in _CLINGING:
                    kept.pop()
            after_struck = False
            kept.append(at)
        while after_struck and kept and self.chars[kept[-1]].isspace():
            kept.pop()
        return kept

    def find_shown(self) -> list[int]:
        """Return where each character that `drop_struck` keeps stands in what `mark_struck` returns."""
        edges = [edge for span in self._find_struck() for edge in span]
        kept = self.find_kept()
        return [at + len(STRUCK_MARK) * bisect_right(edges, at) for at in kept] if edges else kept

    def list_struck(self) -> list["SourceText"]:
        """Return the stretches of struck characters, from left to right; two with only a blank between them are one."""
        return [self[start:end] for start, end in self._find_struck()]

    def mark_struck(self) -> "SourceText":
        """Return the text with `~~` before and after struck characters, as it is shown.

        >>> SourceText("10 12", (Struck(0), Struck(1), 2, 3, 4)).mark_struck().chars
        '~~10~~ 12'
        """
        marks = SourceText(STRUCK_MARK, (None,) * len(STRUCK_MARK))
        marked, done = SourceText(), 0
        for start, end in self._find_struck():
            marked += self[done:start] + marks + self[start:end] + marks
            done = end
        return marked + self[done:] if done else self

    def _find_struck(self) -> list[tuple[int, int]]:
        """Return start and end of each stretch of struck characters, without blanks at its ends."""
        if not self.has_struck():
            return []
        spans: list[tuple[int, int]] = []
        for is_struck, group in groupby(range(len(self.chars)), lambda at: isinstance(self.origins[at], Struck)):
            if not is_struck:
                continue
            places = [at for at in group if not self.chars[at].isspace()]
            if not places:
                continue
            start, end = places[0], places[-1] + 1
            if spans and "\n" not in self.chars[spans[-1][1] : start] and self.chars[spans[-1][1] : start].isspace():
                start = spans.pop()[0]
            spans.append((start, end))
        return spans


def from_pairs(pairs: Iterable[tuple[str, Origin]]) -> SourceText:
    """Build a text from characters with their origins."""
    kept = list(pairs)
    return SourceText("".join([c for c, _ in kept]), tuple([o for _, o in kept]))


def from_file(text: str) -> SourceText:
    """Wrap the decoded content of a text file: each character's origin is its offset."""
    return SourceText(text, tuple(range(len(text))))


def join(pieces: Iterable[SourceText], separator: str = " ") -> SourceText:
    """Join texts with a separator that has no origin of its own."""
    joined = list(pieces)
    between = (None,) * len(separator)
    origins: list[Origin] = []
    for i, piece in enumerate(joined):
        if i:
            origins += between
        origins += piece.origins
    return SourceText(separator.join([piece.chars for piece in joined]), tuple(origins))
