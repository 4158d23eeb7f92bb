"""A page's characters, as PDFium's text page gives them."""

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, islice, pairwise
from operator import ne
from typing import Any, NamedTuple

import numpy as np
from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.once import once
from ucap.extractors.readers.accents import TEX_FONT
from ucap.extractors.readers.chars import Way
from ucap.extractors.readers.drawing import Flags, Indexes, Numbers
from ucap.extractors.readers.glyphs import UNSETTLED, WITHOUT_DEPTH, settle_depths
from ucap.extractors.readers.pdfium_calls import (
    Matrix,
    find_generated,
    read_bounds,
    read_characters,
    read_fonts,
    read_text_matrices,
    to_address,
)
from ucap.extractors.readers.pdfium_objects import PageObject

# Depth below the baseline, in font sizes, of the standard fonts by their published metrics (Adobe, Core 14 AFM files). PDFium
# measures the font that it draws instead.
_DESCENTS = {
    **dict.fromkeys(("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"), -0.207),
    **dict.fromkeys(("Arial", "Arial,Bold", "Arial,Italic", "Arial,BoldItalic"), -0.207),
    **dict.fromkeys(("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"), -0.217),
    **dict.fromkeys(("TimesNewRoman", "TimesNewRoman,Bold", "TimesNewRoman,Italic", "TimesNewRoman,BoldItalic"), -0.217),
    **dict.fromkeys(("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"), -0.194),
    **dict.fromkeys(("CourierNew", "CourierNew,Bold", "CourierNew,Italic", "CourierNew,BoldItalic"), -0.194),
    **dict.fromkeys(WITHOUT_DEPTH, 0.0),
}
_GLYPHLESS = "GlyphLessFont"
"""Font with which Tesseract lays recognised text over a picture: its codes are Unicode, whatever PDFium can map."""
_SAME_LINE = 0.2
"""Font sizes by which the baselines of recognised words of one line differ at most; chosen."""
_BLANK = 32
_STROKED = frozenset(map(ord, "lL"))
_SAME_ORIGIN = 0.004
"""Points by which two origins of glyphs differ by rounding; TeX places glyphs by a thousandth of a font size, 0.005 in small
print.
"""
NO_WIDTH = 0.01
"""Points: PDFium leaves text objects that draw no wider than this out of its text pages."""


@dataclass(frozen=True)
class Font:
    """A font: its name, and in font sizes its depth below the baseline and the advances that are known so far."""

    handle: Any
    name: str
    descent: float
    advances: dict[int, float] = field(default_factory=dict)


class Run(NamedTuple):
    """Characters of one text object that follow each other, from index `start` to before `end`, and what they share."""

    start: int
    end: int
    font: Font
    font_size: float
    matrix: Matrix
    text_object: int = 0


@dataclass(frozen=True)
class Blank:
    """A text object that draws nothing: its font, its size before the matrix, and where it stands."""

    font: Font
    font_size: float
    matrix: Matrix
    text_object: int = 0


@dataclass(frozen=True)
class Glyphs:
    """What a text page holds, in the page's own coordinates, which count from the bottom left."""

    text_page: int
    codes: Indexes
    """Code points."""
    unnamed: Flags
    """Whether the font lacks a name for the glyph."""
    origins: Numbers
    """Rows with x and y of the left end of the baseline."""
    runs: list[Run]
    blanks: list[Blank]

    @once
    def ways(self) -> set[Way]:
        """The first four numbers of the matrices of all runs."""
        return {run.matrix[:4] for run in self.runs}


def read_glyphs(text_page: Any, texts: Iterable[PageObject]) -> Glyphs:
    """Read the characters of PDFium's text page, apart from the blanks and line ends that no glyph draws.

    `texts` are the page's text objects: those that draw nothing are not in the text page, but may stand between two words.
    """
    address, count = to_address(text_page), max(0, raw.FPDFText_CountChars(text_page))
    codes, objects, unnamed, origins = read_characters(address, count)
    # Wide gaps within a text object become blanks that belong to it.
    generated = find_generated(address, [i for i in np.nonzero(codes == _BLANK)[0].tolist() if objects[i]])
    strokes = _find_strokes([i for i in generated if i + 1 < count and codes[i + 1] in _STROKED], objects, origins)
    for index in generated:
        if index not in strokes:
            objects[index] = None
    edges = [0, *compress(range(1, count), map(ne, objects, islice(objects, 1, None))), count]
    spans = [(start, end, found) for start, end in pairwise(edges) if start < end and (found := objects[start])]
    fonts: dict[int, Font] = {}
    kinds = _read_kinds(list(dict.fromkeys(found for _, _, found in spans)), fonts)
    matrices = read_text_matrices(address, [start for start, _, _ in spans])
    runs = [Run(start, end, *kinds[found], matrix, found) for (start, end, found), matrix in zip(spans, matrices, strict=True)]
    runs = _settle_fonts(runs)
    unread = {text.address: text for text in texts if text.address not in kinds and _draws_nothing(text.address)}
    blanks = [
        Blank(font, size, unread[found].matrix, found) for found, (font, size) in _read_kinds(list(unread), fonts).items()
    ]
    return Glyphs(address, codes, unnamed, origins, runs, blanks)


def _settle_fonts(runs: Sequence[Run]) -> list[Run]:
    """Return the runs with the depths of their fonts that are to be believed."""
    fonts = {id(run.font): run.font for run in runs if run.font.name not in UNSETTLED}
    settled = settle_depths(-font.descent for font in fonts.values())
    mended = {
        number: replace(font, descent=-depth)
        for number, font in fonts.items()
        if (depth := settled[-font.descent]) != -font.descent
    }
    return [run._replace(font=mended.get(id(run.font), run.font)) for run in runs] if mended else list(runs)


def settle_recognised(glyphs: Glyphs) -> Glyphs:
    """Return the glyphs of recognised words, each of which ends before the next one of its line begins, with their characters.

    Programs stretch a word over its box. Where a box is too wide, letters of two words would stand among each other.
    """
    origins, unnamed = glyphs.origins.copy(), glyphs.unnamed.copy()
    for run in glyphs.runs:
        if _GLYPHLESS in run.font.name:
            unnamed[run.start : run.end] = False
    for run, following in pairwise(glyphs.runs):
        along = np.array(run.matrix[:2]) / max(np.hypot(*run.matrix[:2]), 1e-6)
        step = origins[following.start] - origins[run.start]
        length, reach = step @ along, (origins[run.end - 1] - origins[run.start]) @ along
        if 0 < length < reach and abs(step @ (-along[1], along[0])) <= _SAME_LINE * run.font_size:
            count = run.end - run.start
            origins[run.start : run.end] = origins[run.start] + np.outer(length * np.arange(count) / count, along)
    return replace(glyphs, origins=origins, unnamed=unnamed)


def _find_strokes(indexes: Sequence[int], objects: Sequence[int | None], origins: Numbers) -> set[int]:
    """Return which blanks before an `l` are the stroke through it that TeX draws: behind a gap PDFium says that it made them.

    What it makes itself stands exactly where the next glyph does.
    """
    placed = [i for i in indexes if np.abs(origins[i] - origins[i + 1]).max() > _SAME_ORIGIN]
    texts = list(dict.fromkeys(found for i in placed if (found := objects[i])))
    kinds = _read_kinds(texts, {}) if texts else {}
    return {i for i in placed if (found := objects[i]) and TEX_FONT.search(kinds[found][0].name)}


def _draws_nothing(text_object: int) -> bool:
    left, _, right, _ = read_bounds(text_object)
    return abs(right - left) < NO_WIDTH


def _read_kinds(texts: Sequence[int], fonts: dict[int, Font]) -> dict[int, tuple[Font, float]]:
    """Return the font of each text object, and its size before the matrix; `fonts` are those that are known, by address."""
    addresses, sizes = read_fonts(texts)
    for address in set(addresses) - fonts.keys():
        fonts[address] = _read_font(address)
    return dict(zip(texts, zip(map(fonts.__getitem__, addresses), sizes, strict=True), strict=True))


def _read_font(address: int) -> Font:
    font = ctypes.cast(address, raw.FPDF_FONT)
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace") or "unknown"
    descent = ctypes.c_float()
    raw.FPDFFont_GetDescent(font, 1.0, descent)
    return Font(font, name, _DESCENTS.get(name, descent.value))
