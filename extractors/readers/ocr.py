"""What an engine that recognises text in pictures is given, and what it gives."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

Picture: TypeAlias = Any
"""A grey picture: rows of pixels from 0 (black) to 255, as a two-dimensional array of numpy."""

DASHES = "-–"
"""Signs of one shape and two widths, which engines mix up; each is a token of its own."""


class Token(NamedTuple):
    """Recognised characters: their left and right edge in pixels, and how sure the least sure of them is, from 0 to 1.

    `rival` is a character that may stand in the picture instead of one of them: `ș` for `ş`.
    """

    text: str
    x0: float
    x1: float
    confidence: float
    rival: str = ""


class RecognisedLine(NamedTuple):
    """A line of recognised text: top and bottom in pixels, and its words from left to right, each in pieces."""

    top: float
    bottom: float
    words: tuple[tuple[Token, ...], ...]

    @property
    def confidence(self) -> float:
        """How sure the least sure piece is."""
        return min((token.confidence for word in self.words for token in word), default=0.0)


Recognise: TypeAlias = Callable[[Picture], list[RecognisedLine]]
"""Recognises the lines of a picture whose text runs from left to right."""
