"""Words that are struck through: words and the lines drawn on their page in, words whose struck glyphs say so out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ucap.extractors.page import Box, Word
from ucap.extractors.readers.tolerances import PDF, StrikeTolerances
from ucap.extractors.text.source_text import LONG_STROKE, STRIKING_MARKS, Glyph, SourceText, from_pairs, strike_out

_BAND = 8.0
"""Points: height of a band in the index of words. It decides how fast words are found, not which."""
_LEAST_MARKS = 2
"""Other strokes over letters of a word that strike it; one is part of a letter (`ø`). Chosen."""


class Stroke(NamedTuple):
    """A line that may strike words through: its box on the page, how thick it is, and how much it rises or falls, in points."""

    box: Box
    thickness: float
    slope: float = 0.0


def strike_words(
    words: Sequence[Word], strokes: Iterable[Stroke], marks: Sequence[Box] = (), tolerances: StrikeTolerances = PDF.strikes
) -> tuple[list[Word], list[Stroke]]:
    """Return the words, those that are struck through with glyphs that say so, and the strokes that strike them.

    A stroke strikes glyphs if it is thin, runs through their middle and begins and ends with them: the border of a table runs
    on, and an underline is below the middle. `marks` are the boxes of annotations that strike whatever stands in them.

    >>> strike_words([], [])
    ([], [])
    """
    bands: dict[int, list[int]] = defaultdict(list)
    flat = [stroke for stroke in strokes if _is_flat(stroke, tolerances)]
    if not flat and not marks:
        return list(words), []
    for number, word in enumerate(words):
        for band in range(int(word.box.top // _BAND), int(word.box.bottom // _BAND) + 1):
            bands[band].append(number)
    struck: dict[int, set[Glyph]] = defaultdict(set)
    striking = []
    for stroke in flat:
        found: dict[int, list[Glyph]] = {}
        for number, glyph in _find_struck(stroke, words, bands, tolerances):
            found.setdefault(number, []).append(glyph)
        if found and _fits(stroke.box, [glyph for glyphs in found.values() for glyph in glyphs], tolerances):
            striking.append(stroke)
            for number, glyphs in found.items():
                struck[number].update(_settle_ends(stroke.box, words[number], glyphs, tolerances))
    for mark in marks:
        for number, word in enumerate(words):
            struck[number] |= {glyph for glyph in _list_glyphs(word) if _lies_in(glyph, mark)}
    return [_strike(word, struck[number]) if struck.get(number) else word for number, word in enumerate(words)], striking


def strike_overlaid(words: Sequence[Word]) -> list[Word]:
    """Return the words; letters that a combining stroke is printed over say that they are struck, and the strokes are gone."""
    if not any(mark in word.text.chars for word in words if not word.text.chars.isascii() for mark in STRIKING_MARKS):
        return list(words)
    return [found for word in words if (found := _strike_letters(word)).text]


def _strike_letters(word: Word) -> Word:
    marked = [char in STRIKING_MARKS for char in word.text.chars]
    if sum(marked) < _LEAST_MARKS and LONG_STROKE not in word.text.chars:
        return word
    pairs = zip(word.text.chars, word.text.origins, marked, [*marked[1:], False], strict=True)
    kept = [(char, strike_out(origin) if struck else origin) for char, origin, is_mark, struck in pairs if not is_mark]
    return replace(word, text=from_pairs(kept))


def _is_flat(stroke: Stroke, tolerances: StrikeTolerances) -> bool:
    """Whether a line runs along a line of text."""
    length = stroke.box.x1 - stroke.box.x0
    return length > tolerances.shortest * stroke.box.height and stroke.slope <= tolerances.flat * length


def _find_struck(
    stroke: Stroke, words: Sequence[Word], bands: dict[int, list[int]], tolerances: StrikeTolerances
) -> Iterator[tuple[int, Glyph]]:
    """Yield the glyphs, each with the number of its word, through the middle of which a stroke runs."""
    box = stroke.box
    middle = (box.top + box.bottom) / 2
    for number in bands.get(int(middle // _BAND), ()):
        word = words[number]
        if box.x1 < word.box.x0 or box.x0 > word.box.x1 or stroke.thickness > tolerances.thickest * word.size:
            continue
        for glyph in _list_glyphs(word):
            height = glyph.bottom - glyph.top
            is_crossed = tolerances.lowest * height <= glyph.bottom - middle <= tolerances.highest * height
            if is_crossed and box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1:
                yield number, glyph


def _fits(stroke: Box, glyphs: Sequence[Glyph], tolerances: StrikeTolerances) -> bool:
    """Whether a stroke begins and ends with the glyphs that it crosses, without a wide gap between them."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.x0)
    size = ordered[0].bottom - ordered[0].top
    if ordered[0].x0 - stroke.x0 > tolerances.overshoot * size or stroke.x1 - ordered[-1].x1 > tolerances.overshoot * size:
        return False
    reach = ordered[0].x1
    for glyph in ordered[1:]:
        if glyph.x0 - reach > tolerances.widest_gap * size:
            return False
        reach = max(reach, glyph.x1)
    return True


def _settle_ends(stroke: Box, word: Word, crossed: Sequence[Glyph], tolerances: StrikeTolerances) -> Sequence[Glyph]:
    """Return the glyphs of a word that a stroke strikes: those that it crosses where it ends with one of them, as programs
    draw it; a line drawn by hand, which ends anywhere, strikes all of a word or nothing of it.
    """
    glyphs = _list_glyphs(word)
    close = tolerances.at_edge * word.size
    begins = stroke.x0 <= word.box.x0 or min(abs(stroke.x0 - glyph.x0) for glyph in crossed) <= close
    ends = stroke.x1 >= word.box.x1 or min(abs(stroke.x1 - glyph.x1) for glyph in crossed) <= close
    if begins and ends:
        return crossed
    return glyphs if 2 * len(crossed) > len(glyphs) else ()


def lies_within(box: Box, outer: Box) -> bool:
    """Whether a box is a part of another, or the same."""
    return outer.x0 <= box.x0 and box.x1 <= outer.x1 and outer.top <= box.top and box.bottom <= outer.bottom


def _lies_in(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _list_glyphs(word: Word) -> list[Glyph]:
    return [origin for origin in word.text.origins if isinstance(origin, Glyph)]


def _strike(word: Word, struck: set[Glyph]) -> Word:
    origins = tuple(strike_out(origin) if origin in struck else origin for origin in word.text.origins)
    return replace(word, text=SourceText(word.text.chars, origins))
