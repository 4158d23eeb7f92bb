"""From the glyphs of PDFium's text page to characters on the upright page."""

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import hypot
from typing import NamedTuple

import numpy as np
from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.readers.chars import Char, Chars, CharStyle, Way, gather_chars, join_chars
from ucap.extractors.readers.drawing import Flags, Indexes, Numbers
from ucap.extractors.readers.glyphs import is_mirrored, mend_mirrored
from ucap.extractors.readers.pdfium_calls import IDENTITY, Matrix, multiply, read_ink_box, read_loose_box
from ucap.extractors.readers.pdfium_glyphs import Blank, Font, Glyphs, Run

_LIGATURES = {"ff": 0xFB00, "fi": 0xFB01, "fl": 0xFB02, "ffi": 0xFB03, "ffl": 0xFB04, "st": 0xFB06}
_HYPHEN_AT_LINE_END = 2
_ARABIC = range(0x600, 0x900)
"""Letters that have a glyph for each place in a word, each as wide as it is: not two advances of a letter are alike."""
_MARKS = range(0x300, 0x370)
_STYLE = 1 << 32
"""Factor that makes one number of a style and a code, which is smaller."""
MOST_OVERHANG = 0.35
"""How far a glyph's ink reaches beyond its advance at most, in font sizes, so that the advance is believed."""
BEARING = 0.15
"""How far a glyph's advance reaches beyond its ink at most, in font sizes."""
ROUNDING = 0.01
"""Font sizes by which two advances differ that are one: widths of fonts are whole thousandths."""


def make_chars(glyphs: Glyphs, frame: Matrix, height: float) -> Chars:
    """Return the characters of a page, in points from the top left of the upright page of that height.

    `frame` transforms the page's own coordinates to those of the upright page, still counted from the bottom left. A box is as
    wide as the glyph's advance and as high as its font size.
    """
    level = {way for way in glyphs.ways if _is_level(way)} if frame[:4] == IDENTITY[:4] else set()
    parts = [
        _make_level_chars(glyphs, list(runs), frame, height)
        if is_level
        else gather_chars(_make_turned_chars(glyphs, runs, frame, height))
        for is_level, runs in groupby(glyphs.runs, lambda run: run.matrix[:4] in level)
    ]
    return join_chars([*parts, gather_chars(_make_blanks(glyphs.blanks, frame, height))] if glyphs.blanks else parts)


def _make_turned_chars(glyphs: Glyphs, runs: Iterable[Run], frame: Matrix, height: float) -> Iterator[Char]:
    for run in runs:
        turned = multiply(run.matrix, frame)
        made = _make_chars(_read_run(glyphs, run), run.font, run.font_size, turned, frame, height)
        yield from mend_mirrored(list(made), height) if is_mirrored(turned) else made


def _make_blanks(blanks: Iterable[Blank], frame: Matrix, height: float) -> Iterator[Char]:
    for blank in blanks:
        drawn = [(" ", 0.0, *blank.matrix[4:])]
        made = _make_chars(drawn, blank.font, blank.font_size, multiply(blank.matrix, frame), frame, height)
        yield from mend_mirrored(list(made), height)


def _is_level(way: Way) -> bool:
    a, b, c, d = way
    return a > 0 < d and b == c == 0


def _read_style(run: Run) -> tuple[int, float, float, float]:
    return id(run.font), run.font_size, run.matrix[0], run.matrix[3]


def _make_level_chars(glyphs: Glyphs, runs: Sequence[Run], frame: Matrix, height: float) -> Chars:
    """Return what `_make_chars` yields for level runs on an upright page, sooner: nearly all of a document's text is so."""
    part = _gather(glyphs, runs)
    named = list(map(_read_style, runs))
    styles: dict[tuple[int, float, float, float], Run] = {}  # each with its first run
    for name, run in zip(named, runs, strict=True):
        styles.setdefault(name, run)
    numbers = {name: number for number, name in enumerate(styles)}
    odd = _find_odd_glyphs(part)
    keys, kept = _number_glyphs(part.codes, odd)
    style = np.array([numbers[name] for name in named])[part.run[kept]]
    _, firsts, kinds = np.unique(style * _STYLE + keys, return_index=True, return_inverse=True)
    texts, widths = [""] * len(firsts), np.empty(len(firsts))
    for kind in np.argsort(firsts).tolist():  # in the order of the page: a font's first glyph of a kind tells its advance
        key, at = int(keys[firsts[kind]]), int(kept[firsts[kind]])
        start, stop = odd[-1 - key] if key < 0 else (at, at + 1)
        run, pieces = runs[part.run[at]], part.at[start:stop].tolist()
        texts[kind], code = _spell_glyph(glyphs, pieces) if key < 0 else (chr(key), key)
        widths[kind] = run.matrix[0] * run.font_size * _know_advance(glyphs, run, pieces, code)
    right, up = frame[4:]
    x, y = part.xs[kept] + right, part.ys[kept] + up
    low, high = np.array([_measure_height(run) for run in styles.values()])[style].T
    spelled = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return Chars(
        spellings=list(spelled),
        styles=[
            CharStyle(run.font_size * run.matrix[3], run.font.name, upright=True, way=run.matrix[:4]) for run in styles.values()
        ],
        spelling=np.array([spelled[text] for text in texts])[kinds],
        style=style,
        places=np.array((x, height - y - high, x + widths[kinds], height - y - low, x, y)),
    )


def _number_glyphs(codes: Indexes, odd: Sequence[tuple[int, int]]) -> tuple[Indexes, Indexes]:
    """Return what each glyph is known by, and where it begins: its code, or a number of its own, below zero, for an odd one."""
    keys, is_first = codes.copy(), np.ones(len(codes), bool)
    for number, (start, stop) in enumerate(odd, start=1):
        keys[start] = -number
        is_first[start + 1 : stop] = False
    kept = np.flatnonzero(is_first)
    return keys[kept], kept


def _measure_height(run: Run) -> tuple[float, float]:
    """Return how far glyphs of an upright run reach above the baseline, at their foot and at their head, in points."""
    d, font = run.matrix[3], run.font
    low, high = sorted((d * font.descent * run.font_size, d * (font.descent + 1) * run.font_size))
    return low, high


class _Part(NamedTuple):
    """The characters of some runs in columns: their numbers on the page, and the place of each one's run among these runs."""

    at: Indexes
    run: Indexes
    codes: Indexes
    unnamed: Flags
    xs: Numbers
    ys: Numbers


def _gather(glyphs: Glyphs, runs: Sequence[Run]) -> _Part:
    starts, ends = np.array([(run.start, run.end) for run in runs]).T
    counts = ends - starts
    before = np.cumsum(counts) - counts
    at = np.arange(counts.sum()) + np.repeat(starts - before, counts)
    xs, ys = glyphs.origins[at].T
    return _Part(at, np.repeat(np.arange(len(runs)), counts), glyphs.codes[at], glyphs.unnamed[at], xs, ys)


def _find_odd_glyphs(part: _Part) -> list[tuple[int, int]]:
    """Return start and end of each glyph, in the columns, that is not one character with a name and a width; nearly all are.

    Characters of one glyph share its origin.
    """
    _, run, codes, unnamed, xs, ys = part
    odd = (codes == _HYPHEN_AT_LINE_END) | (codes == 0) | unnamed | ((codes >= _ARABIC.start) & (codes < _ARABIC.stop))
    joined = (xs[1:] == xs[:-1]) & (ys[1:] == ys[:-1]) & (run[1:] == run[:-1])
    joined &= ~(unnamed[1:] | unnamed[:-1])  # a glyph without a name is one of its own
    # So is a combining mark without a width, which belongs to the letter before it.
    joined &= ~((codes[:-1] >= _MARKS.start) & (codes[:-1] < _MARKS.stop))
    odd[:-1] |= joined
    found: list[tuple[int, int]] = []
    for start in np.nonzero(odd)[0].tolist():
        if found and start < found[-1][1]:
            continue
        stop = start + 1
        while stop <= len(joined) and joined[stop - 1]:
            stop += 1
        found.append((start, stop))
    return found


def _make_chars(
    drawn: Iterable[tuple[str, float, float, float]], font: Font, font_size: float, turned: Matrix, frame: Matrix, height: float
) -> Iterator[Char]:
    """Yield the character of each text, advance and place; `turned` is their matrix on the upright page."""
    a, b, c, d = way = turned[:4]
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
        yield Char(
            text=text,
            x0=x + leftmost + (along_x if along_x < 0 else 0.0),
            top=height - y - uppermost - (along_y if along_y > 0 else 0.0),
            x1=x + rightmost + (along_x if along_x > 0 else 0.0),
            bottom=height - y - lowest - (along_y if along_y < 0 else 0.0),
            size=size,
            fontname=font.name,
            upright=upright,
            way=way,
            x=x,
            y=y,
        )


def _read_run(glyphs: Glyphs, run: Run) -> Iterator[tuple[str, float, float, float]]:
    """Yield text, advance before the matrix, x and y of each glyph of a run.

    PDFium gives each letter of a ligature as a character of its own, all with the origin of the glyph.
    """
    part = _gather(glyphs, [run])
    indexes, codes, xs, ys = part.at.tolist(), part.codes.tolist(), part.xs.tolist(), part.ys.tolist()
    last = 0
    for start, stop in (*_find_odd_glyphs(part), (len(codes), len(codes))):
        for at in range(last, start):
            advance = _know_advance(glyphs, run, indexes[at : at + 1], codes[at])
            yield chr(codes[at]), advance * run.font_size, xs[at], ys[at]
        if pieces := indexes[start:stop]:
            text, code = _spell_glyph(glyphs, pieces)
            yield text, _know_advance(glyphs, run, pieces, code) * run.font_size, xs[start], ys[start]
        last = stop


def _spell_glyph(glyphs: Glyphs, pieces: Sequence[int]) -> tuple[str, int]:
    """Return the text of the glyph of these characters, and the code that its font knows it by; 0 for an unknown one."""
    code = int(glyphs.codes[pieces[0]])
    if glyphs.unnamed[pieces[0]] or code == 0:
        return f"(cid:{code})", 0
    if len(pieces) > 1:
        text = _join_codes(glyphs.codes[pieces].tolist())
        return text, _LIGATURES.get(text, 0)
    if code in _ARABIC:
        return chr(code), 0
    return ("-", 0) if code == _HYPHEN_AT_LINE_END else (chr(code), code)


def _join_codes(codes: Sequence[int]) -> str:
    """Return the text of one glyph of several characters; two halves of a pair of UTF-16 are one character."""
    text = "".join("-" if code == _HYPHEN_AT_LINE_END else chr(code) for code in codes)
    if any(0xD800 <= code < 0xE000 for code in codes):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text).replace("ſt", "ﬅ")  # which PDFium takes to pieces


def _know_advance(glyphs: Glyphs, run: Run, pieces: Sequence[int], code: int) -> float:
    """Return the advance of a glyph, in font sizes, which is found once for each character of a font."""
    advances = run.font.advances
    if not code or len(pieces) > 1 or code not in advances:
        advances[code] = _find_advance(glyphs, run, pieces, code)
    return advances[code]


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
        slack = BEARING if len(pieces) > 1 else ROUNDING
        # 0 for a letter that it does not find, less than is drawn for a glyph that reaches beyond its advance.
        if width.value and drawn - MOST_OVERHANG <= width.value <= drawn + slack:
            is_advance = width.value < drawn - ROUNDING and _measure_ink(glyphs, run, pieces[-1]) < drawn - ROUNDING
            return drawn if is_advance else width.value
    return drawn


def _measure_ink(glyphs: Glyphs, run: Run, index: int) -> float:
    """Return how far the ink of a glyph reaches to the right of its origin, in font sizes.

    If its box reaches further, that is the advance, whatever the font says of the character: TeX's fonts have two hyphens, one
    of them with half the advance to hang in the margin.
    """
    return _measure_along(glyphs, run, index, read_ink_box(glyphs.text_page, index))


def _measure_reach(glyphs: Glyphs, run: Run, index: int) -> float:
    """Return how far a glyph reaches to the right of its origin, by advance or by ink, in font sizes."""
    return _measure_along(glyphs, run, index, read_loose_box(glyphs.text_page, index))


def _measure_along(glyphs: Glyphs, run: Run, index: int, box: tuple[float, float, float, float]) -> float:
    """Return how far the end of a box is from the origin of its glyph, along the baseline, in font sizes."""
    left, bottom, right, top = box
    a, b, *_ = run.matrix
    x, y = glyphs.origins[index].tolist()
    along = (right if a > 0 else left) - x if abs(a) >= abs(b) else (top if b > 0 else bottom) - y
    return _measure(run, along)


def _measure_distance(glyphs: Glyphs, run: Run, index: int, other: int) -> float:
    """Return how far apart the origins of two characters of a run are, in font sizes."""
    a, b, *_ = run.matrix
    axis = 0 if abs(a) >= abs(b) else 1
    return _measure(run, float(glyphs.origins[other, axis] - glyphs.origins[index, axis]))


def _measure(run: Run, along: float) -> float:
    """Return a distance along the baseline, in x or y on the page, in font sizes."""
    a, b, *_ = run.matrix
    scale = (a if abs(a) >= abs(b) else b) * run.font_size
    return along / scale if scale else 0.0
