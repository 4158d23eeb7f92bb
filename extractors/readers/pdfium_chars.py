"""From the glyphs of PDFium's text page to characters on the upright page."""

import ctypes
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, groupby, islice, repeat
from math import hypot
from operator import add, eq, itemgetter
from typing import NamedTuple

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.readers.glyphs import Char, is_mirrored, mend_mirrored
from ucap.extractors.readers.pdfium_calls import IDENTITY, Matrix, multiply, read_loose_box
from ucap.extractors.readers.pdfium_glyphs import Font, Glyphs, Run

_LIGATURES = {"ff": 0xFB00, "fi": 0xFB01, "fl": 0xFB02, "ffi": 0xFB03, "ffl": 0xFB04, "st": 0xFB06}
_HYPHEN_AT_LINE_END = 2
_ODD_CODES = frozenset({0, _HYPHEN_AT_LINE_END})
_new_tuple = tuple.__new__  # a named tuple's own constructor takes twice as long
MOST_OVERHANG = 0.35
"""How far a glyph's ink reaches beyond its advance at most, in font sizes, so that the advance is believed."""
BEARING = 0.15
"""How far a glyph's advance reaches beyond its ink at most, in font sizes."""


def make_chars(glyphs: Glyphs, frame: Matrix, height: float) -> list[Char]:
    """Return the characters of a page, in points from the top left of the upright page of that height.

    `frame` transforms the page's own coordinates to those of the upright page, still counted from the bottom left. A box is as
    wide as the glyph's advance and as high as its font size.
    """
    chars: list[Char] = []
    # Texts of one style that follow each other are made in one go: some programs print each letter as a text of its own.
    for _, group in groupby(glyphs.runs, _read_style):
        runs = list(group)
        turned = multiply(runs[0].matrix, frame)
        a, b, c, d = turned[:4]
        if a > 0 < d and b == c == 0 and frame[:4] == IDENTITY[:4]:
            chars += _make_upright_chars(glyphs, runs, turned, frame, height)
            continue
        for run in runs:
            made = _make_chars(_read_run(glyphs, run), run.font, run.font_size, turned, frame, height)
            chars += mend_mirrored(list(made), height) if is_mirrored(turned) else made
    for blank in glyphs.blanks:
        turned = multiply(blank.matrix, frame)
        drawn = [(" ", 0.0, blank.matrix[4], blank.matrix[5])]
        chars += mend_mirrored(list(_make_chars(drawn, blank.font, blank.font_size, turned, frame, height)), height)
    return chars


def _read_style(run: Run) -> tuple[int, float, tuple[float, ...]]:
    return id(run.font), run.font_size, run.matrix[:4]


def _make_upright_chars(glyphs: Glyphs, runs: Sequence[Run], turned: Matrix, frame: Matrix, height: float) -> list[Char]:
    """Return what `_make_chars` yields for runs of one style on an upright page, sooner: most of a document's text is so."""
    a, _, _, d = way = turned[:4]
    font, font_size = runs[0].font, runs[0].font_size
    part = _gather(glyphs, runs)
    # A glyph is known by its code, or by a number of its own, below zero, where it is not one known character.
    indexes, keys, _, xs, ys, _ = part
    printed: dict[int, tuple[str, float]] = {}
    for start, stop in reversed(_find_odd_glyphs(part)):
        text, code = _spell_glyph(glyphs, pieces := indexes[start:stop])
        keys[start:stop] = [-1 - len(printed)]
        printed[keys[start]] = text, a * font_size * _know_advance(glyphs, _find_run(runs, pieces[0]), pieces, code)
        for column in (indexes, xs, ys):
            del column[start + 1 : stop]
    for code in set(keys) - printed.keys():
        if (advance := font.advances.get(code)) is None:
            index = indexes[keys.index(code)]
            advance = _know_advance(glyphs, _find_run(runs, index), [index], code)
        printed[code] = chr(code), a * font_size * advance
    right, up = frame[4:]
    low, high = sorted((d * font.descent * font_size, d * (font.descent + 1) * font_size))
    levels = {own: (y := own + up, height - y - high, height - y - low) for own in set(ys)}
    name, size = font.name, font_size * d
    # Columns and one pass over them take half the time of a loop.
    texts, widths = zip(*map(printed.__getitem__, keys), strict=True)
    baselines, tops, bottoms = zip(*map(levels.__getitem__, ys), strict=True)
    starts = [x + right for x in xs] if right else xs
    shared = repeat(size), repeat(name), repeat(True), repeat(way)
    columns = zip(texts, starts, tops, map(add, starts, widths), bottoms, *shared, starts, baselines)  # noqa: B905  # endless ones
    return list(map(_new_tuple, repeat(Char), columns))


def _find_run(runs: Sequence[Run], index: int) -> Run:
    return runs[bisect_right(runs, index, key=itemgetter(0)) - 1]


class _Part(NamedTuple):
    """The characters of some runs in columns; `ends` are the indexes behind the last one of each run."""

    indexes: list[int]
    codes: list[int]
    unnamed: list[int]
    xs: list[float]
    ys: list[float]
    ends: set[int]


def _gather(glyphs: Glyphs, runs: Sequence[Run]) -> _Part:
    at = list(chain.from_iterable(range(run.start, run.end) for run in runs))
    codes, unnamed = (list(map(column.__getitem__, at)) for column in (glyphs.codes, glyphs.unnamed))
    xs, ys = (list(map(column.__getitem__, at)) for column in (glyphs.xs, glyphs.ys))
    return _Part(at, codes, unnamed, xs, ys, {run.end for run in runs})


def _find_odd_glyphs(part: _Part) -> list[tuple[int, int]]:
    """Return start and end of each glyph, in the columns, that is not one character with a name; nearly all are one.

    Characters of one glyph share its origin.
    """
    indexes, codes, unnamed, xs, ys, ends = part
    odd = set(compress(range(len(codes)), unnamed))
    if not _ODD_CODES.isdisjoint(codes):
        odd |= {at for at, code in enumerate(codes) if code in _ODD_CODES}
    level = compress(range(len(codes) - 1), map(eq, xs, islice(xs, 1, None)))
    joined = {at for at in level if ys[at] == ys[at + 1] and indexes[at] + 1 not in ends}
    joined -= {at for at in joined if unnamed[at] or unnamed[at + 1]}  # a glyph without a name is one of its own
    found: list[tuple[int, int]] = []
    for start in sorted(odd | joined):
        if found and start < found[-1][1]:
            continue
        stop = start + 1
        while stop - 1 in joined:
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
    codes, xs, ys = part.codes, part.xs, part.ys
    last = 0
    for start, stop in (*_find_odd_glyphs(part), (len(codes), len(codes))):
        for at in range(last, start):
            advance = _know_advance(glyphs, run, part.indexes[at : at + 1], codes[at])
            yield chr(codes[at]), advance * run.font_size, xs[at], ys[at]
        if pieces := part.indexes[start:stop]:
            text, code = _spell_glyph(glyphs, pieces)
            yield text, _know_advance(glyphs, run, pieces, code) * run.font_size, xs[start], ys[start]
        last = stop


def _spell_glyph(glyphs: Glyphs, pieces: Sequence[int]) -> tuple[str, int]:
    """Return the text of the glyph of these characters, and the code that its font knows it by; 0 for an unknown one."""
    code = glyphs.codes[pieces[0]]
    if glyphs.unnamed[pieces[0]] or code == 0:
        return f"(cid:{code})", 0
    if len(pieces) > 1:
        text = _join_codes([glyphs.codes[piece] for piece in pieces])
        return text, _LIGATURES.get(text, 0)
    return ("-", ord("-")) if code == _HYPHEN_AT_LINE_END else (chr(code), code)


def _join_codes(codes: Sequence[int]) -> str:
    """Return the text of one glyph of several characters; two halves of a pair of UTF-16 are one character."""
    text = "".join(map(chr, codes))
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
