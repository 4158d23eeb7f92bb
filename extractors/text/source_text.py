"""Text that remembers where each of its characters was printed.

Every cleaning step of the readers and fields is a slice, a join or a filter of `SourceText`, so that a value's evidence is
whatever is left of it: there is nothing to map back.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias


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


Origin: TypeAlias = Glyph | Stretch | int | None
"""Where a character stands: on a page, at an offset of the text file, or nowhere (a blank that a line break became)."""


@dataclass(frozen=True)
class SourceText:
    """A string with the origin of each character. `len(origins) == len(chars)`."""

    chars: str = ""
    origins: tuple[Origin, ...] = ()

    def __post_init__(self) -> None:
        if len(self.chars) != len(self.origins):
            raise ValueError(f"{len(self.chars)} characters with {len(self.origins)} origins")

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
        kept = [(" ", o) if c.isspace() else (c, o) for c, o in zip(self.chars, self.origins, strict=True)]
        kept = [pair for i, pair in enumerate(kept) if pair[0] != " " or (i > 0 and kept[i - 1][0] != " ")]
        return from_pairs(kept).strip()

    def replace(self, table: dict[str, str]) -> "SourceText":
        """Replace single characters by the strings the table gives; each new character keeps the old one's origin."""
        return from_pairs((new, o) for c, o in zip(self.chars, self.origins, strict=True) for new in table.get(c, c))

    def pages(self) -> list[int]:
        """Return the pages on which the text stands, ascending; empty for text files."""
        return sorted({origin.page for origin in self.origins if isinstance(origin, Glyph)})

    def boxes(self, page: int) -> list[list[float]]:
        """Return one box for each printed line of the text on a page: [x0, top, x1, bottom] in points.

        A newline separates boxes on one printed line too: what stands between the pieces of a text does not belong to it.
        """
        lines: list[list[float]] = []
        separated = False
        for char, glyph in zip(self.chars, self.origins, strict=True):
            separated = separated or char == "\n"
            if not isinstance(glyph, Glyph) or glyph.page != page:
                continue
            last = lines[-1] if lines and not separated else None
            separated = False
            # A glyph starts a new box when it stands below the last line or back to its left (the next line, or the next cell).
            if last and glyph.top < last[3] and glyph.bottom > last[1] and glyph.x0 >= last[2] - (last[3] - last[1]):
                last[:] = [min(last[0], glyph.x0), min(last[1], glyph.top), max(last[2], glyph.x1), max(last[3], glyph.bottom)]
            else:
                lines.append([glyph.x0, glyph.top, glyph.x1, glyph.bottom])
        return [[round(v, 2) for v in line] for line in lines]

    def span(self) -> list[int] | None:
        """Return start and end of the text in its text file; None where it comes from pages."""
        ends = [(o, o + 1) if isinstance(o, int) else o for o in self.origins if isinstance(o, int | Stretch)]
        return [min(start for start, _ in ends), max(end for _, end in ends)] if ends else None


def from_pairs(pairs: Iterable[tuple[str, Origin]]) -> SourceText:
    """Build a text from characters with their origins."""
    kept = list(pairs)
    return SourceText("".join(c for c, _ in kept), tuple(o for _, o in kept))


def from_file(text: str) -> SourceText:
    """Wrap the decoded content of a text file: each character's origin is its offset."""
    return SourceText(text, tuple(range(len(text))))


def join(pieces: Iterable[SourceText], separator: str = " ") -> SourceText:
    """Join texts with a separator that has no origin of its own."""

    def chain() -> Iterator[tuple[str, Origin]]:
        for i, piece in enumerate(pieces):
            if i:
                yield from ((c, None) for c in separator)
            yield from zip(piece.chars, piece.origins, strict=True)

    return from_pairs(chain())
