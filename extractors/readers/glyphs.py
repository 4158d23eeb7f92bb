"""What a PDF's characters say where they are not what is printed: a reader's characters in, characters to read out.

Text files have no such troubles, so all of this happens before any layout.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import inf

import numpy as np

from ucap.extractors.readers.chars import Char, Chars, CharStyle, Way, gather_chars
from ucap.extractors.readers.drawing import Flags, Indexes
from ucap.extractors.readers.footnote_marks import is_footnote_mark, name_mark
from ucap.extractors.readers.tolerances import PDF, GlyphTolerances

MOST_SIDEWAYS = 0.3
"""Share of a page's glyphs that run up or down the page, up to which they are no part of its lines. Chosen, not measured."""

_UNNAMED = re.compile(r"\(cid:(\d+)\)")

_TRIPLE_LIGATURES = ("ffi", "ffl", "fft", "ffj", "ffb", "ffh", "ffk", "tti", "ttf", "ttj")
_SWAPPED_TRIPLES = {
    chr(ord(first) << 8) + chr(ord(second) + ord(third) << 8): first + second + third
    for first, second, third in map(tuple, _TRIPLE_LIGATURES)
    if not 0xD8 <= ord(second) + ord(third) <= 0xDF
}
"""Ligatures of three letters as Ghostscript writes them: the second unit is the sum of the second and third letter."""
_CUT_TRIPLES = {chr(ord("f") << 8): "fft", chr(ord("t") << 8): "tti"}
"""Those whose sum is no character of its own (a surrogate), so that only the first unit is left."""

_CORK = dict(
    [(21, "–"), (22, "—"), (27, "ff"), (28, "fi"), (29, "fl"), (30, "ffi"), (31, "ffl")]
    + list(enumerate("ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£", start=0x80))
    + [(code, chr(code)) for code in range(0xC0, 0x100)]
    + [(0xD7, "Œ"), (0xDF, "SS"), (0xF7, "œ"), (0xFF, "ß")]
)
"""Codes of LaTeX's T1 encoding that no ASCII table has (Cork, 1990)."""
_OLD_TEX = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", *"ıȷ`´ˇ˘¯˚¸ßæœøÆŒØ"), start=11))
"""Codes of TeX's first encoding (OT1), in which accents are glyphs of their own (Knuth, The TeXbook, appendix F)."""
_OLD_TEX_SIGNS = {'"': "”", "\\": "“", "{": "–", "|": "—"}
"""Signs of ASCII in whose place that encoding has others."""
_LIGATURES_BY_TABLE = ((range(11, 16), _OLD_TEX), (range(27, 32), _CORK))
"""Where both encodings have the ligatures of f, without which there is hardly a page of English."""
_NAMELESS_FONT = "unknown"
_USUAL_DEPTH = 0.22
"""Font sizes by which most fonts reach below the baseline; a font of pixels says nothing that can be believed."""
_DEEPEST = 0.35
"""Font sizes below the baseline that are believed. Letters of 255 fonts reach 0.33 deep at most (measured). Ghostscript writes
how deep the deepest glyph of the whole font reaches (0.46), TeX the depth of a symbol (0.96).
"""
_SHALLOWEST = 0.1
"""Depth of a font with letters, where others on the page have theirs: Ghostscript writes that of the letters in use, 0 for a
ligature.
"""
WITHOUT_DEPTH = frozenset({"Symbol", "ZapfDingbats"})
"""Standard fonts that stand on the baseline by their published metrics."""
UNSETTLED = WITHOUT_DEPTH | {_NAMELESS_FONT}
"""Fonts whose depths stay as they are: those, and fonts of pixels, whose depths lie around those of letters by chance."""


def find_turn(chars: Sequence[Char], tolerances: GlyphTolerances = PDF.glyphs) -> int:
    """Return by how many degrees clockwise a page must be turned for its text to run from left to right: 0, 90, 180 or 270.

    Nearly all of the text must run one way: a few words up the margin turn no page.
    """
    ways = Counter(_read_way(*c.way, slanted=tolerances.slanted) for c in chars if not c.text.isspace())
    (turn, count), *_ = ways.most_common(1) or [(0, 0)]
    return turn if count > tolerances.one_way * ways.total() else 0


def settle_depths(depths: Iterable[float]) -> dict[float, float]:
    """Return how far letters of a page's fonts reach below the baseline, in font sizes, by what the file says of it: more than
    can be is not believed, and nothing at all only where it is said of all fonts.

    Lines that strike words through, and words of one line, are known by the heights of boxes.
    """
    said = set(depths)
    is_told = any(_SHALLOWEST <= depth <= _DEEPEST for depth in said)
    least = _SHALLOWEST if is_told else -inf
    return {depth: depth if least <= depth <= _DEEPEST else _USUAL_DEPTH for depth in said}


def mend_depths(chars: Sequence[Char], height: float) -> list[Char]:
    """Return the characters, whose boxes reach below the baseline as far as letters do. `height` is that of the page."""
    depths = {
        at: round((char.bottom + char.y - height) / char.size, 3)
        for at, char in enumerate(chars)
        if char.way[1] == char.way[2] == 0 < char.way[3] and char.size and char.fontname not in UNSETTLED
    }
    settled = settle_depths(depths.values())
    return [_lift(char, depths[at] - settled[depths[at]]) if at in depths else char for at, char in enumerate(chars)]


def _lift(char: Char, sizes: float) -> Char:
    above = sizes * char.size
    return char._replace(top=char.top - above, bottom=char.bottom - above) if above else char


def mend_mirrored(chars: Sequence[Char], height: float) -> list[Char]:
    """Return the characters with mirrored ones upright: fonts of pixels may hold their letters upside down.

    Example: dvips with Ghostscript, whose text matrices turn them. A reader takes such text for vertical writing, and its
    boxes hang below the line. `height` is that of the page.
    """
    return [_mend_mirrored(c, height) if is_mirrored(c.way) else c for c in chars]


def _mend_mirrored(char: Char, height: float) -> Char:
    a, b, c, d = char.way
    mended = char._replace(way=(a, b, -c, -d))
    if b == c == 0 < a:
        bottom = height - char.y + _USUAL_DEPTH * char.size
        mended = mended._replace(upright=True, top=bottom - char.size, bottom=bottom)
    return mended


def is_mirrored(matrix: Sequence[float]) -> bool:
    """Whether a matrix turns what it transforms into its mirror image."""
    a, b, c, d, *_ = matrix
    return a * d < b * c


def _read_way(a: float, b: float, c: float, d: float, *, slanted: float) -> int:
    if abs(a) < slanted * abs(b):
        return 90 if b > 0 else 270
    return 180 if a < 0 and d < 0 and abs(b) < slanted * abs(a) else 0


def split_watermarks(chars: Chars, tolerances: GlyphTolerances = PDF.glyphs) -> tuple[Chars, list[str]]:
    """Split a page's characters into those of its text and the wording of its watermarks.

    A watermark is printed at an angle, unless most of the page's text is, or is huge and lies across other text. Text of no
    size, which no reader sees, is set aside with them.
    """
    is_mark = _flag_styles(chars, lambda style: _is_slanted(style.way, tolerances.slanted))
    if is_mark.sum() > tolerances.askew * len(chars):  # a page put on the scanner askew
        is_mark[:] = False
    sizes = chars.sizes
    is_mark |= sizes <= 0
    largest = tolerances.huge * float(np.median(sizes[~is_mark])) if not is_mark.all() else 0.0
    huge = np.flatnonzero((sizes > largest) & ~is_mark & ~chars.blank)
    marks = [np.flatnonzero(is_mark)]
    if tolerances.least_watermark <= len(huge) <= tolerances.most_watermark:
        small = list(chars.take((sizes <= largest) & ~is_mark & ~chars.blank))
        for run in _split_runs(chars.take(huge), tolerances.watermark_step):
            across = sum(_lies_across(chars[at], small) for at in huge[run].tolist())
            if len(run) >= tolerances.least_watermark and across > tolerances.across * len(run):
                marks.append(huge[run])
    taken = np.concatenate(marks)
    if not len(taken):
        return chars, []
    is_mark[taken] = True
    return chars.take(~is_mark), _read_runs(chars.take(taken), tolerances)


def split_sideways(chars: Chars, tolerances: GlyphTolerances = PDF.glyphs) -> tuple[Chars, list[str]]:
    """Split the characters of an upright page into those that run along its lines, and texts that run up or down the page.

    These name groups of rows at the left of the labels, or stand in the margin. Where much of a page runs so, all stays.
    """
    is_sideways = _flag_styles(chars, lambda style: abs(style.way[0]) < tolerances.slanted * abs(style.way[1]))
    printed = is_sideways & ~chars.blank
    if not printed.any() or is_sideways.sum() > MOST_SIDEWAYS * len(chars):
        return chars, []
    return chars.take(~is_sideways), _read_runs(chars.take(printed), tolerances)


def _flag_styles(chars: Chars, is_so: Callable[[CharStyle], bool]) -> Flags:
    """Return for each character whether something holds of its style."""
    return np.array(list(map(is_so, chars.styles)), bool)[chars.style]


def _is_slanted(way: Way, slanted: float) -> bool:
    a, b = abs(way[0]), abs(way[1])
    return bool(min(a, b) > slanted * max(a, b))


def _read_runs(chars: Chars, tolerances: GlyphTolerances) -> list[str]:
    """Return the texts of characters each of which stands beside the one before it."""
    return ["".join(chars.take(run).list_texts()).strip() for run in _split_runs(chars, tolerances.watermark_step)]


def _split_runs(chars: Chars, step: float) -> list[Indexes]:
    """Split characters into runs in which each stands beside the one before it: the numbers of each run's characters."""
    x, y = chars.places[4:]
    reach = step * np.maximum(chars.sizes, 1.0)  # a point: text of no size
    is_beside = np.hypot(np.diff(x), np.diff(y)) < reach[1:]
    return np.split(np.arange(len(chars)), np.flatnonzero(~is_beside) + 1)


def _lies_across(char: Char, others: Sequence[Char]) -> bool:
    return any(char.x0 <= (o.x0 + o.x1) / 2 <= char.x1 and char.top <= (o.top + o.bottom) / 2 <= char.bottom for o in others)


def repair_glyphs(chars: Chars, tolerances: GlyphTolerances = PDF.glyphs) -> Chars:
    """Return the characters with the text that is printed where the file's tables give another."""
    odd = (text for text in chars.spellings if not text.isascii() or len(text) > 1)
    if not any(_UNNAMED.fullmatch(text) or _unswap(text) for text in odd):
        return chars
    return gather_chars(_name_glyphs(_swap_bytes(list(chars)), tolerances))


def _swap_bytes(chars: Sequence[Char]) -> list[Char]:
    """Undo byte-swapped Unicode tables: `昀椀` (U+6600 U+6900) for the glyph of `fi`, as Ghostscript writes for ligatures.

    One glyph never prints two Chinese characters, and no Chinese text has nothing but characters whose low byte is zero: a
    swapped glyph stands for several characters, or all of its font's glyphs are swapped.
    """
    texts: dict[str, set[str]] = defaultdict(set)
    for char in chars:
        if not char.text.isspace():
            texts[char.fontname].add(char.text)
    # Chosen: fewer than four different glyphs may look swapped by chance.
    whole = {font for font, printed in texts.items() if len(printed) > 3 and all(_unswap(text) for text in printed)}
    ligatures = {font for font, printed in texts.items() if any(len(text) > 1 and _unswap(text) for text in printed)}
    repaired = list(chars)
    for i, char in enumerate(chars):
        font, text = char.fontname, char.text
        if ord(text[:1] or " ") < 0x2000:  # a blank with its bytes swapped; nothing printed that is swapped comes before it
            continue
        if len(text) > 1 or font in whole:
            repaired[i] = char._replace(text=_unswap(text) or text)
        elif font in ligatures and text in _CUT_TRIPLES:
            beside = [o.text for o in (*chars[max(0, i - 1) : i], *chars[i + 1 : i + 2]) if o.fontname == font]
            if any(o.isascii() and o.isalpha() for o in beside):
                repaired[i] = char._replace(text=_CUT_TRIPLES[text])
    return repaired


def _unswap(text: str) -> str:
    """Return what a glyph's text is with its bytes in order; empty where that is no ASCII."""
    if text in _SWAPPED_TRIPLES:
        return _SWAPPED_TRIPLES[text]
    if all(ord(c) & 0xFF == 0 and chr(ord(c) >> 8).isascii() and chr(ord(c) >> 8).isprintable() for c in text):
        swapped = "".join(chr(ord(c) >> 8) for c in text)
        return swapped if len(text) == 1 or swapped.isalpha() else ""
    return ""


def _name_glyphs(chars: Sequence[Char], tolerances: GlyphTolerances) -> list[Char]:
    """Give glyphs that a font does not name a text, where that is sure: a lone one at the beginning of a line is a bullet.

    TeX's fonts of pixels have no name themselves, and one of two encodings. Where many glyphs have no name, none is guessed.
    """
    unnamed = {i: match for i, c in enumerate(chars) if (match := _UNNAMED.fullmatch(c.text))}
    if len(unnamed) > tolerances.unnamed * len(chars):
        return list(chars)
    table = _find_tex_encoding([int(match[1]) for i, match in unnamed.items() if chars[i].fontname == _NAMELESS_FONT])
    signs = _OLD_TEX_SIGNS if table is _OLD_TEX else {}
    named = [c._replace(text=signs[c.text]) if c.text in signs and c.fontname == _NAMELESS_FONT else c for c in chars]
    for i, match in unnamed.items():
        char, code = chars[i], int(match[1])
        letters = table.get(code, "") if char.fontname == _NAMELESS_FONT else ""
        if letters not in ("–", "—") and _stands_alone(chars, i, tolerances):
            letters = "•"
        if letters:
            named[i] = char._replace(text=letters)
    return named


def _find_tex_encoding(codes: Sequence[int]) -> Mapping[int, str]:
    """Return the encoding of TeX in which glyphs without a name are most often ligatures."""
    return max(_LIGATURES_BY_TABLE, key=lambda known: (sum(code in known[0] for code in codes), known[1] is _CORK))[1]


def _stands_alone(chars: Sequence[Char], i: int, tolerances: GlyphTolerances) -> bool:
    """Whether a glyph has no text close at its left, and a blank and text at its right."""
    char, window, apart = chars[i], tolerances.bullet_window, tolerances.bullet_apart
    before = next((c for c in reversed(chars[max(0, i - window) : i]) if not c.text.isspace()), None)
    after = next((c for c in chars[i + 1 : i + 1 + window] if not c.text.isspace()), None)
    if before and _share_line(before, char, tolerances) and -apart < (char.x0 - before.x1) / char.size < apart:
        return False
    if after is None or not _share_line(char, after, tolerances):
        return False
    return bool(tolerances.bullet_gap < (after.x0 - char.x1) / char.size < tolerances.bullet_reach)


def _share_line(char: Char, other: Char, tolerances: GlyphTolerances) -> bool:
    overlap = min(char.bottom, other.bottom) - max(char.top, other.top)
    return bool(overlap > tolerances.line_overlap * min(char.bottom - char.top, other.bottom - other.top))


def lacks_names(texts: Sequence[str], tolerances: GlyphTolerances = PDF.glyphs) -> bool:
    """Whether so many glyphs of a document have no name that its text cannot be read."""
    text = "\n".join(texts)
    names = _UNNAMED.findall(text)
    others = len(_UNNAMED.sub("", text)) - text.count("\n") if names else 0
    return len(names) > tolerances.unnamed * (len(names) + others)


def split_marks(chars: Chars, tolerances: GlyphTolerances = PDF.glyphs) -> tuple[Chars, list[str]]:
    """Split a page's characters into its text and its footnote marks, each named with its word.

    A mark is a small raised number or sign right behind a word. The exponent of a unit (`km²`), of a letter or of ten is text.
    """
    is_kept = np.ones(len(chars), bool)
    notes = []
    for start, end in _find_raised_runs(chars, tolerances):
        mark = "".join(c.text for c in chars[start:end]).strip()
        word = _read_word_before(chars, start, tolerances)
        if is_footnote_mark(word, mark) and not _is_inside_word(chars, start, end, tolerances):
            is_kept[start:end] = False
            notes.append(name_mark(word, mark))
    return (chars.take(is_kept) if notes else chars), notes


def _read_word_before(chars: Sequence[Char], end: int, tolerances: GlyphTolerances) -> str:
    """Return the word that ends right before a glyph, by the blanks between glyphs: TeX prints none as a character."""
    while end > 1 and chars[end - 1].text.isspace():
        end -= 1
    start = end - 1
    while start > 0 and not chars[start - 1].text.isspace():
        last, char = chars[start - 1], chars[start]
        joined = -tolerances.kerning < (char.x0 - last.x1) / char.size < tolerances.word_gap
        if not (joined and _share_line(last, char, tolerances)):
            break
        start -= 1
    return "".join(c.text for c in chars[start:end])


def _find_raised_runs(chars: Chars, tolerances: GlyphTolerances) -> Iterator[tuple[int, int]]:
    """Yield start and end of short runs of glyphs that are smaller than the glyph before them, right behind it and raised."""
    sizes = chars.sizes
    for i in (np.flatnonzero(sizes[1:] < tolerances.mark_size * sizes[:-1]) + 1).tolist():
        base, char = chars[i - 1], chars[i]
        if base.text.isspace() or not _is_raised(char, base, tolerances):
            continue
        if not -tolerances.overlap < (char.x0 - base.x1) / base.size < tolerances.mark_gap:
            continue
        end = i + 1
        while end < len(chars) and _continues_mark(chars[end - 1], chars[end], base, tolerances):
            end += 1
        if end - i <= tolerances.mark_glyphs:
            yield i, end


def _is_raised(char: Char, base: Char, tolerances: GlyphTolerances) -> bool:
    """Whether a glyph is smaller than the one before it, and stands higher."""
    size = base.size
    raised = base.bottom - char.bottom
    return bool(char.size < tolerances.mark_size * size and tolerances.raised * size < raised < tolerances.most_raised * size)


def _continues_mark(last: Char, char: Char, base: Char, tolerances: GlyphTolerances) -> bool:
    beside = -tolerances.kerning < (char.x0 - last.x1) / base.size < tolerances.mark_gap
    return bool(beside and _is_raised(char, base, tolerances))


def _is_inside_word(chars: Sequence[Char], start: int, end: int, tolerances: GlyphTolerances) -> bool:
    """Whether a word continues right behind a raised run, which then is a part of it."""
    if end >= len(chars):
        return False
    last, following = chars[end - 1], chars[end]
    gap = (following.x0 - last.x1) / following.size
    beside = -tolerances.overlap < gap < tolerances.word_gap and _share_line(chars[start - 1], following, tolerances)
    return bool(beside and following.text.isalnum())
