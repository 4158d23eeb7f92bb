"""A page's characters, as PDFium's text page gives them."""

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import hypot
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.readers.glyphs import Char, is_mirrored, mend_mirrored
from ucap.extractors.readers.pdfium_calls import (
    IDENTITY,
    Matrix,
    find_generated,
    multiply,
    read_bounds,
    read_characters,
    read_loose_box,
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
    **dict.fromkeys(("Symbol", "ZapfDingbats"), 0.0),
}
_LIGATURES = {"ff": 0xFB00, "fi": 0xFB01, "fl": 0xFB02, "ffi": 0xFB03, "ffl": 0xFB04, "st": 0xFB06}
_BLANK = 32
_HYPHEN_AT_LINE_END = 2
NO_WIDTH = 0.01
"""Points: PDFium leaves text objects that draw no wider than this out of its text pages."""
MOST_OVERHANG = 0.35
"""How far a glyph's ink reaches beyond its advance at most, in font sizes, so that the advance is believed."""
BEARING = 0.15
"""How far a glyph's advance reaches beyond its ink at most, in font sizes."""


@dataclass(frozen=True)
class Font:
    """A font: its name, and in font sizes its depth below the baseline and the advances that are known so far."""

    handle: Any
    name: str
    descent: float
    advances: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
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
    codes: list[int]
    unnamed: list[int]
    xs: list[float]
    ys: list[float]
    runs: list[Run]
    blanks: list[Blank]


def read_glyphs(text_page: Any, texts: Iterable[PageObject]) -> Glyphs:
    """Read the characters of PDFium's text page, apart from the blanks and line ends that no glyph draws.

    `texts` are the page's text objects: those that draw nothing are not in the text page, but may stand between two words.
    """
    address, count = to_address(text_page), max(0, raw.FPDFText_CountChars(text_page))
    codes, objects, unnamed, xs, ys = read_characters(address, count)
    # Wide gaps within a text object become blanks that belong to it.
    for index in find_generated(address, [i for i, code in enumerate(codes) if code == _BLANK and objects[i]]):
        objects[index] = None
    fonts: dict[int, Font] = {}
    kinds: dict[int, tuple[Font, float]] = {}
    matrix = raw.FS_MATRIX()
    runs = []
    start = 0
    for text_object, run in groupby(objects):
        end = start + sum(1 for _ in run)
        if text_object:
            if text_object not in kinds:
                kinds[text_object] = _read_kind(text_object, fonts)
            raw.FPDFText_GetMatrix(text_page, start, matrix)
            values = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
            runs.append(Run(start, end, *kinds[text_object], values, text_object))
        start = end
    unread = (text for text in texts if text.address not in kinds and _draws_nothing(text.address))
    blanks = [Blank(*_read_kind(text.address, fonts), text.matrix, text.address) for text in unread]
    return Glyphs(address, codes, unnamed, xs, ys, runs, blanks)


def _draws_nothing(text_object: int) -> bool:
    left, _, right, _ = read_bounds(text_object)
    return abs(right - left) < NO_WIDTH


def _read_kind(text_object: int, fonts: dict[int, Font]) -> tuple[Font, float]:
    """Return the font of a text object, and its size before the matrix."""
    handle = ctypes.cast(text_object, raw.FPDF_PAGEOBJECT)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(handle, size)
    font = raw.FPDFTextObj_GetFont(handle)
    address = to_address(font)
    if address not in fonts:
        fonts[address] = _read_font(font)
    return fonts[address], size.value


def _read_font(font: Any) -> Font:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace") or "unknown"
    descent = ctypes.c_float()
    raw.FPDFFont_GetDescent(font, 1.0, descent)
    return Font(font, name, _DESCENTS.get(name, descent.value))


def make_chars(glyphs: Glyphs, frame: Matrix, height: float) -> list[Char]:
    """Return the characters of a page, in points from the top left of the upright page of that height.

    `frame` transforms the page's own coordinates to those of the upright page, still counted from the bottom left. A box is as
    wide as the glyph's advance and as high as its font size.
    """
    chars: list[Char] = []
    for run in glyphs.runs:
        turned = multiply(run.matrix, frame)
        if turned[0] > 0 < turned[3] and turned[1] == turned[2] == 0 and frame[:4] == IDENTITY[:4] and _is_plain(glyphs, run):
            chars += _make_plain_chars(glyphs, run, turned, frame, height)
            continue
        made = _make_chars(_read_run(glyphs, run), run.font, run.font_size, turned, frame, height)
        chars += mend_mirrored(list(made), height) if is_mirrored(turned) else made
    for blank in glyphs.blanks:
        turned = multiply(blank.matrix, frame)
        drawn = [(" ", 0.0, blank.matrix[4], blank.matrix[5])]
        chars += mend_mirrored(list(_make_chars(drawn, blank.font, blank.font_size, turned, frame, height)), height)
    return chars


def _is_plain(glyphs: Glyphs, run: Run) -> bool:
    """Whether each character of a run has a name and a place of its own, as nearly all have."""
    part = slice(run.start, run.end)
    codes, xs = glyphs.codes[part], glyphs.xs[part]
    return not (any(glyphs.unnamed[part]) or _HYPHEN_AT_LINE_END in codes or 0 in codes or len(set(xs)) < len(xs))


def _make_plain_chars(glyphs: Glyphs, run: Run, turned: Matrix, frame: Matrix, height: float) -> list[Char]:
    """Return what `_make_chars` yields for a plain run on an upright page, sooner: most of a document's text is so."""
    a, b, c, d, *_ = turned
    right, up = frame[4:]
    codes, xs = glyphs.codes[run.start : run.end], glyphs.xs[run.start : run.end]
    font, font_size = run.font, run.font_size
    printed: dict[int, tuple[str, float]] = {}
    for code in set(codes):
        if code not in font.advances:
            index = run.start + codes.index(code)
            font.advances[code] = _find_advance(glyphs, run, range(index, index + 1), code)
        printed[code] = chr(code), a * font_size * font.advances[code]
    y = glyphs.ys[run.start] + up
    low, high = sorted((d * font.descent * font_size, d * (font.descent + 1) * font_size))
    top, bottom, size, upright = height - y - high, height - y - low, font_size * abs(d), d > 0
    return [
        {
            "text": text,
            "x0": x,
            "top": top,
            "x1": x + width,
            "bottom": bottom,
            "size": size,
            "fontname": font.name,
            "upright": upright,
            "matrix": (a, b, c, d, x, y),
        }
        for (text, width), x in zip(map(printed.__getitem__, codes), [x + right for x in xs] if right else xs, strict=True)
    ]


def _make_chars(
    drawn: Iterable[tuple[str, float, float, float]], font: Font, font_size: float, turned: Matrix, frame: Matrix, height: float
) -> Iterator[Char]:
    """Yield the character of each text, advance and place; `turned` is their matrix on the upright page."""
    a, b, c, d, *_ = turned
    p, q, r, s, t, u = frame
    size = font_size * (abs(d) if c == 0 else hypot(c, d))
    upright = a * d > 0 and b * c <= 0
    deep, high = font.descent * font_size, (font.descent + 1) * font_size
    # The corners of a box from the start of the baseline to the advance, from the depth to a font size above it.
    leftmost, rightmost = sorted((c * deep, c * high))
    lowest, uppermost = sorted((d * deep, d * high))
    for text, advance, own_x, own_y in drawn:
        x, y = p * own_x + r * own_y + t, q * own_x + s * own_y + u
        along_x, along_y = a * advance, b * advance
        yield {
            "text": text,
            "x0": x + leftmost + (along_x if along_x < 0 else 0.0),
            "top": height - y - uppermost - (along_y if along_y > 0 else 0.0),
            "x1": x + rightmost + (along_x if along_x > 0 else 0.0),
            "bottom": height - y - lowest - (along_y if along_y < 0 else 0.0),
            "size": size,
            "fontname": font.name,
            "upright": upright,
            "matrix": (a, b, c, d, x, y),
        }


def _read_run(glyphs: Glyphs, run: Run) -> Iterator[tuple[str, float, float, float]]:
    """Yield text, advance before the matrix, x and y of each glyph of a run.

    PDFium gives each letter of a ligature as a character of its own, all with the origin of the glyph.
    """
    xs, ys, end, advances = glyphs.xs, glyphs.ys, run.end, run.font.advances
    i = run.start
    while i < end:
        code, x, y = glyphs.codes[i], xs[i], ys[i]
        following = i + 1
        while following < end and xs[following] == x and ys[following] == y:
            following += 1
        pieces = range(i, following)
        if len(pieces) > 1:
            text = _join_codes([glyphs.codes[piece] for piece in pieces])
            code = _LIGATURES.get(text, 0)
        elif code == _HYPHEN_AT_LINE_END:
            text, code = "-", ord("-")
        else:
            text = chr(code)
        if glyphs.unnamed[i] or glyphs.codes[i] == 0:
            text, code = f"(cid:{glyphs.codes[i]})", 0
        if not code or len(pieces) > 1 or code not in advances:
            advances[code] = _find_advance(glyphs, run, pieces, code)
        yield text, advances[code] * run.font_size, x, y
        i = following


def _join_codes(codes: Sequence[int]) -> str:
    """Return the text of one glyph of several characters; two halves of a pair of UTF-16 are one character."""
    text = "".join(map(chr, codes))
    if any(0xD800 <= code < 0xE000 for code in codes):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text).replace("ſt", "ﬅ")  # which PDFium takes to pieces


def _find_advance(glyphs: Glyphs, run: Run, pieces: Sequence[int], code: int) -> float:
    """Return the advance of a glyph, in font sizes: what the font says of its character, where what PDFium draws agrees.

    PDFium's boxes hold advance and ink together, but only the ink where it takes a ligature to pieces. `code` is 0 for a glyph
    that is not one known character.
    """
    reaches = [_measure_reach(glyphs, run, piece) for piece in pieces]
    drawn = max(reaches)
    after = pieces[-1] + 1
    if len(pieces) > 1 and min(reaches) == drawn and after < run.end:  # the whole box, ink and all: what follows bounds it
        distance = _measure_distance(glyphs, run, pieces[0], after)
        return distance if drawn - MOST_OVERHANG <= distance <= drawn else drawn
    width = ctypes.c_float()
    if code and raw.FPDFFont_GetGlyphWidth(run.font.handle, code, 1.0, width):
        slack = BEARING if len(pieces) > 1 else 0.01  # rounding: widths of fonts are whole thousandths
        if width.value and drawn - MOST_OVERHANG <= width.value <= drawn + slack:  # 0 for a letter that it does not find
            return width.value
    return drawn


def _measure_reach(glyphs: Glyphs, run: Run, index: int) -> float:
    """Return how far a glyph reaches to the right of its origin, by advance or by ink, in font sizes."""
    left, bottom, right, top = read_loose_box(glyphs.text_page, index)
    a, b, *_ = run.matrix
    x, y = glyphs.xs[index], glyphs.ys[index]
    along = (right if a > 0 else left) - x if abs(a) >= abs(b) else (top if b > 0 else bottom) - y
    return _measure(run, along)


def _measure_distance(glyphs: Glyphs, run: Run, index: int, other: int) -> float:
    """Return how far apart the origins of two characters of a run are, in font sizes."""
    a, b, *_ = run.matrix
    columns = glyphs.xs if abs(a) >= abs(b) else glyphs.ys
    return _measure(run, columns[other] - columns[index])


def _measure(run: Run, along: float) -> float:
    """Return a distance along the baseline, in x or y on the page, in font sizes."""
    a, b, *_ = run.matrix
    scale = (a if abs(a) >= abs(b) else b) * run.font_size
    return along / scale if scale else 0.0
