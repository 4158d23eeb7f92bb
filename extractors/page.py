"""Plain data that a PDF reader hands to the layout, so that the layout knows no PDF library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from ucap.extractors.once import once
from ucap.extractors.text.source_text import Glyph, SourceText, place_of
from ucap.schemas.readers import PdfReader

MAX_PAGES = 60
"""Most pages that are read, where nothing else is said: a summary has four; more are another document."""


class Box(NamedTuple):
    """A rectangle in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        """Vertical extent in points."""
        return self.bottom - self.top


@dataclass(frozen=True, init=False)
class Word:
    """A run of glyphs without a blank: its text with each glyph's box, its own box, and its typography."""

    text: SourceText
    box: Box
    font: str
    size: float

    def __init__(self, text: SourceText, box: Box, font: str, size: float) -> None:
        """Make a word; what a dataclass makes itself takes twice as long, and a page has hundreds of words."""
        fields = self.__dict__
        fields["text"], fields["box"], fields["font"], fields["size"] = text, box, font, size

    @once
    def baseline(self) -> float:
        """Bottom of the word's most common glyph box; steadier than the box where a raised glyph joins in.

        The box's own bottom where the characters come from a text file.
        """
        origins = self.text.origins
        bottoms = [origin.bottom for origin in origins if type(origin) is Glyph]
        if len(bottoms) < len(origins):  # some are struck through, or blanks
            bottoms = [place.bottom for place in map(place_of, origins) if isinstance(place, Glyph)]
        bottoms.sort()
        return bottoms[len(bottoms) // 2] if bottoms else self.box.bottom


RegionKind: TypeAlias = Literal["field", "note", "picture"]
"""What paints the text of a region: a form field, an annotation, or pictures, outlines and glyphs without a meaning."""


@dataclass(frozen=True)
class Region:
    """A part of a page, numbered from 1, where text is seen that was not read; `lines` is how many there seem to be.

    `place` is its box on the page as it is, where that lay askew and was laid level to be read.
    """

    page: int
    box: Box
    kind: RegionKind
    lines: int = 1
    place: Box | None = None


@dataclass(frozen=True)
class Remark:
    """What a reader has to say about a page: the code of a finding, a sentence, the page's number and the text it is about."""

    code: str
    details: str
    page: int | None = None
    raw_text: str | None = None


FEWER_SIGNS = "fewer signs"
"""What stands for the rival of a glyph in a word of which the picture shows fewer signs than were recognised."""

MORE_SIGNS = "more signs"
"""The same where the picture shows more signs."""

LOST_WORD = "lost word"
"""The same of the last glyph of a word behind which the picture shows one that was not recognised."""


class Recognised(NamedTuple):
    """What is known of a glyph that was recognised in a picture: how sure it is, from 0 to 1, its box on the page as it is,
    which may lie askew, and a character that its word may have instead of one of its own.

    Where another program recognised it, nobody knows how sure that was: None.
    """

    confidence: float | None
    place: Glyph
    rival: str = ""


@dataclass(frozen=True)
class Page:
    """One page as printed, upright.

    `strokes` are thin lines, drawn as strokes or as thin filled rectangles; `fills` are shaded areas. Sizes in points.
    `aside` is printed, but does not belong to the form's text: watermarks, footnote marks. `hidden` is in the file but not
    seen on the page, `unread` is seen but was not read.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    strokes: tuple[Box, ...] = ()
    fills: tuple[Box, ...] = ()
    aside: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    empty_fields: int = 0
    """Form fields into which nothing is filled."""
    hidden: tuple[SourceText, ...] = ()
    unread: tuple[Region, ...] = ()
    recognised: Mapping[Glyph, Recognised] = field(default_factory=dict, hash=False, compare=False)
    """The glyphs of `words` that were recognised in a picture."""
    degrees: float = 0.0
    """By how many degrees clockwise a scan that another program recognised was turned to lie level."""


def list_pictured(page: Page) -> list[Region]:
    """Return where a page shows text in pictures that was not read."""
    return [region for region in page.unread if region.kind == "picture"]


@dataclass(frozen=True)
class PdfDocument:
    """All pages of a PDF, what its metadata says of its last change, and the library that read it, null for another source."""

    pages: tuple[Page, ...]
    modified_at: datetime | None = field(default=None)
    reader: PdfReader | None = None


class UnreadableDocument(Exception):
    """A file that cannot be read, with a stable reason code and a sentence that says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence

    @property
    def reason(self) -> str:
        """Text of `documents.reason`."""
        return f"{self.code}: {self.sentence}"
