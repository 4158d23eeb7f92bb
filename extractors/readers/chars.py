"""The characters of a page, in columns: what holds of all of them is asked of arrays, without an object for each one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Any, NamedTuple, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from ucap.extractors.once import once
from ucap.extractors.readers.drawing import Flags, Indexes, Numbers

Way: TypeAlias = tuple[float, float, float, float]

_new_tuple = tuple.__new__  # a named tuple's own constructor takes twice as long


class Char(NamedTuple):
    """A character of a page: its text, its box in points from the page's top left, its font, and its text matrix.

    `upright` is false for vertical writing. `way` is the first four numbers of the matrix, which the characters of a run share;
    `x` and `y` are the last two, where its baseline starts, from the page's bottom left.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    fontname: str
    upright: bool
    way: Way
    x: float
    y: float


class CharStyle(NamedTuple):
    """What the characters of a run share."""

    size: float
    fontname: str
    upright: bool
    way: Way


@dataclass(frozen=True, eq=False)
class Chars(Sequence[Char]):
    """The characters of a page, in order: a sequence of `Char`, kept in columns.

    `spellings` are the texts that occur, each once, and `styles` what runs of characters share; `spelling` and `style` say
    which of them each character has. `places` has a row each for x0, top, x1, bottom, x and y.
    """

    spellings: Sequence[str]
    styles: Sequence[CharStyle]
    spelling: Indexes
    style: Indexes
    places: Numbers

    def __len__(self) -> int:
        return len(self.spelling)

    @overload
    def __getitem__(self, at: int) -> Char: ...
    @overload
    def __getitem__(self, at: slice) -> "Chars": ...
    def __getitem__(self, at: int | slice) -> "Char | Chars":
        """Return one character, or the characters of a part."""
        if isinstance(at, slice):
            return self.take(np.arange(len(self))[at])
        x0, top, x1, bottom, x, y = self.places[:, at].tolist()
        size, fontname, upright, way = self.styles[self.style[at]]
        return Char(self.spellings[self.spelling[at]], x0, top, x1, bottom, size, fontname, upright, way, x, y)

    def __iter__(self) -> Iterator[Char]:
        x0, top, x1, bottom, x, y = self.places.tolist()
        sizes, fonts, uprights, ways = zip(*self.styles, strict=True) if self.styles else ((), (), (), ())
        of = self.style.tolist()
        shared = (map(column.__getitem__, of) for column in (sizes, fonts, uprights, ways))
        return map(_new_tuple, repeat(Char), zip(self.list_texts(), x0, top, x1, bottom, *shared, x, y, strict=True))

    def take(self, chosen: NDArray[Any]) -> "Chars":
        """Return the characters that flags or indexes choose."""
        return replace(self, spelling=self.spelling[chosen], style=self.style[chosen], places=self.places[:, chosen])

    def respell(self, texts: Mapping[str, str]) -> "Chars":
        """Return the characters with other texts, by the text that they have."""
        spellings, numbers = _number(texts.get(text, text) for text in self.spellings)
        return replace(self, spellings=spellings, spelling=np.array(numbers, np.int64)[self.spelling])

    def list_texts(self) -> list[str]:
        """Return the text of each character."""
        return list(map(self.spellings.__getitem__, self.spelling.tolist()))

    @once
    def sizes(self) -> Numbers:
        """Font size of each character, in points."""
        return np.array([style.size for style in self.styles], float)[self.style]

    @once
    def blank(self) -> Flags:
        """Whether each character is white space."""
        return np.array([text.isspace() for text in self.spellings], bool)[self.spelling]


def gather_chars(chars: Iterable[Char]) -> Chars:
    """Return characters in columns; those that are so already, as they are."""
    if isinstance(chars, Chars):
        return chars
    rows = list(chars)
    spellings, spelling = _number(char.text for char in rows)
    styles, style = _number(CharStyle(*char[5:9]) for char in rows)
    places = np.array([(*char[1:5], *char[9:]) for char in rows], float).reshape(-1, 6).T
    return Chars(spellings, styles, np.array(spelling, np.int64), np.array(style, np.int64), places)


def join_chars(parts: Sequence[Chars]) -> Chars:
    """Return the characters of all parts, one part after the other."""
    if len(parts) == 1:
        return parts[0]
    spellings, spelling = _join_columns([(part.spellings, part.spelling) for part in parts])
    styles, style = _join_columns([(part.styles, part.style) for part in parts])
    places = np.concatenate([part.places for part in parts], axis=1) if parts else np.empty((6, 0))
    return Chars(spellings, styles, spelling, style, places)


def _join_columns(parts: Sequence[tuple[Sequence[Any], Indexes]]) -> tuple[list[Any], Indexes]:
    """Return the different values of all parts, and one column of numbers of them."""
    values, numbers = _number(chain.from_iterable(values for values, _ in parts))
    column, start = [np.empty(0, np.int64)], 0
    for own, of in parts:
        column.append(np.array(numbers[start : start + len(own)], np.int64)[of])
        start += len(own)
    return values, np.concatenate(column)


def _number(values: Iterable[Any]) -> tuple[list[Any], list[int]]:
    """Return the different values, and for each value which of them it is."""
    numbers: dict[Any, int] = {}
    found = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), found
