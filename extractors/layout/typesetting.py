"""How a document's lines are set: what one cell needs to know of all others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from ucap.extractors.layout.lines import Wording
from ucap.extractors.page import Box
from ucap.extractors.text.enumerators import Enumerator

CountedLines: TypeAlias = Mapping[tuple[int, Box], Enumerator]
"""The numbers and letters that count items, by page and place of the first word of their line."""


class BulletPlace(NamedTuple):
    """A glyph that is a bullet somewhere in a document, and where it and its text begin, in points."""

    glyph: str
    x: float
    text_x: float


class Hanging(NamedTuple):
    """Whether wrapped lines stand under the text of their item, not under what is before it: below bullets, and below numbers,
    which are often typed as part of a paragraph.
    """

    bullets: bool = False
    counted: bool = False


@dataclass(frozen=True)
class Typesetting:
    """How a document's lines are set.

    `pitch` is the distance of lines within a paragraph, in font sizes; `hanging` where wrapped lines of items stand;
    `counted` what counts the items of lists; `bullets` where its cells have bullets.
    """

    pitch: float
    hanging: Hanging
    wording: Wording
    counted: CountedLines
    bullets: frozenset[BulletPlace] = frozenset()
