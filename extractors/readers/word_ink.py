"""What the ink of a recognised word shows of its signs: dashes, apostrophes taken for digits, signs that are none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from ucap.extractors.page import FEWER_SIGNS, MORE_SIGNS, Box, Word
from ucap.extractors.readers.ocr import DASHES
from ucap.extractors.readers.pictures import erase, find_stretches
from ucap.extractors.readers.tolerances import RECOGNISED, SCAN, RecognisedTolerances
from ucap.extractors.text.source_text import Glyph, SourceText, strike_out

_DASHES = f"{DASHES}—"
_SIGNS = f"{_DASHES}_~=.,+*•·"
"""Signs that are lower than a letter: what is as high as one is none of them."""
_LINE = "_"
_RAISED, _LOW = "'’‘´`", ".,"
_LOW_LETTERS, _HIGH_LETTERS = frozenset("acemnorsuvwxz"), frozenset("bdfhkl")
_LETTERS = 3
"""Letters of either kind that show how high those of a line are; chosen."""
_SPLIT = 3
"""Digits of a group in a number."""


class SettledWords(NamedTuple):
    """Words with the signs that their ink shows, and for glyphs that it does not settle what may stand there instead."""

    words: list[Word]
    rivals: dict[Glyph, str]


class _Shape(NamedTuple):
    """Columns of ink without a blank: width, height, and how far its middle is above the baseline, in font sizes."""

    width: float
    height: float
    middle: float


def settle_words(words: Sequence[Word], ink: Any, scale: float, tolerances: RecognisedTolerances = RECOGNISED) -> SettledWords:
    """Return recognised words with the signs that stand in the picture.

    `ink` is that of the page without ruling lines, with `scale` pixels in a point.
    """
    settled: list[Word] = []
    rivals: dict[Glyph, str] = {}
    for word in _settle_capitals(words, ink, scale, tolerances):
        chars = word.text.chars
        if len(chars) < 2 or chars.isalpha():
            settled.append(word)
            continue
        shapes = _find_shapes(word, ink, scale)
        mended = _settle_dashes(_drop_signs(word, shapes, tolerances), shapes, rivals, tolerances)
        settled.append(_settle_figures(mended, shapes, rivals, tolerances))
    return SettledWords(settled, rivals)


def strike_by_ink(words: Sequence[Word], strikes: Sequence[Box], scale: float) -> list[Word]:
    """Return recognised words, of which those that stand where a line runs through letters say that they are struck.

    `strikes` are these lines, with `scale` pixels in a point. What a program recognises of struck print is often a few signs at
    another height, so that a word need not be crossed.
    """
    struck = set(chain.from_iterable(_find_struck(words, Box(*(edge / scale for edge in line))) for line in strikes))
    return [_strike(word) if number in struck else word for number, word in enumerate(words)]


def _find_struck(words: Sequence[Word], line: Box) -> Iterator[int]:
    """Yield the numbers of the words that a line strikes: of those over most of which it runs, those of the nearest line."""
    middle = (line.top + line.bottom) / 2
    away: dict[int, float] = {}
    for number, word in enumerate(words):
        across = min(word.box.x1, line.x1) - max(word.box.x0, line.x0)
        distance = abs((word.box.top + word.box.bottom) / 2 - middle)
        if 2 * across >= word.box.x1 - word.box.x0 and distance <= word.size:
            away[number] = distance
    nearest = min(away.values(), default=0.0)
    yield from (number for number, distance in away.items() if distance <= nearest + words[number].size / 4)


def _strike(word: Word) -> Word:
    return replace(word, text=SourceText(word.text.chars, tuple(map(strike_out, word.text.origins))))


def find_lost(words: Sequence[Word], ink: Any, scale: float, tolerances: RecognisedTolerances = RECOGNISED) -> set[Glyph]:
    """Return the last glyphs of words behind which the picture shows a word in their line that was not recognised."""
    boxes = [
        Box(
            word.box.x0 - word.size / 4,
            word.box.top - word.size / 4,
            word.box.x1 + word.size / 4,
            word.box.bottom + word.size / 3,
        )
        for word in words
    ]
    around = erase(ink, [Box(*(scale * edge for edge in box)) for box in boxes])
    found: set[Glyph] = set()
    for word in words:
        size, origin = word.size * scale, word.text.origins[-1]
        top, left = max(0, int(word.baseline * scale - 0.6 * size)), max(0, int(word.box.x1 * scale))
        part = around[top : int(word.baseline * scale), left : int(left + _BEHIND * size)]
        shapes = [pair for pair in find_stretches(part.any(axis=0)) if part[:, slice(*pair)].any(axis=1).mean() >= 0.5]
        is_word = len(shapes) > 1 and shapes[0][0] < size and shapes[-1][1] - shapes[0][0] >= tolerances.lost * size
        if is_word and isinstance(origin, Glyph):
            found.add(origin)
    return found


_BEHIND = 3
"""Font sizes behind a word in which one that was lost is looked for; chosen."""


def find_groups(chars: str, before: str, after: str, gaps: Sequence[float]) -> list[int]:
    """Return behind how many of its digits a figure is cut into groups: beside another group, where each gap between groups is
    wider than those within them. `gaps` are those between its digits.

    >>> find_groups("1528", "", "000", [5, 2, 2]), find_groups("2018", "", "cities", [5, 2, 2])
    ([1], [])
    """
    is_beside = (len(after) == _SPLIT and after.isdigit()) or (
        len(chars) % _SPLIT == 0 and 1 <= len(before) <= _SPLIT and before.isdigit()
    )
    if not (chars.isdigit() and len(chars) > _SPLIT and is_beside and len(gaps) == len(chars) - 1):
        return []
    cuts = list(range(len(chars) - _SPLIT, 0, -_SPLIT))[::-1]
    others = [gap for at, gap in enumerate(gaps, start=1) if at not in cuts]
    return cuts if min(gaps[cut - 1] for cut in cuts) > max(others) else []


def _find_shapes(word: Word, ink: Any, scale: float) -> list[_Shape]:
    foot, size = word.baseline * scale, word.size * scale
    top, left = max(0, int(foot - 0.85 * size)), max(0, int(word.box.x0 * scale) - 1)
    part = ink[top : int(foot + 0.25 * size), left : int(word.box.x1 * scale) + 2]
    shapes = []
    for start, end in find_stretches(part.any(axis=0)):
        rows = np.flatnonzero(part[:, start:end].any(axis=1))
        height = rows[-1] - rows[0] + 1
        shapes.append(_Shape((end - start) / size, height / size, (foot - top - (rows[-1] + rows[0] + 1) / 2) / size))
    return shapes


def _settle_capitals(words: Sequence[Word], ink: Any, scale: float, tolerances: RecognisedTolerances) -> Iterator[Word]:
    """Yield words, line by line, in which a capital is a small letter where its ink is as low as small letters of its line.

    Programs take small letters for capitals of the same shape on sheets that lie askew (`the Port authority`).
    """
    for line in _follow_lines(words):
        shapes = [_find_shapes(word, ink, scale) for word in line]
        letters = [
            (char, shape.middle + shape.height / 2)
            for word, found in zip(line, shapes, strict=True)
            if len(found) == len(word.text.chars)
            for char, shape in zip(word.text.chars, found, strict=True)
        ]
        low, high = ([top for char, top in letters if char in kind] for kind in (_LOW_LETTERS, _HIGH_LETTERS))
        is_known = min(len(low), len(high)) >= _LETTERS and median(high) - median(low) >= tolerances.ascent
        edge = median(low) + tolerances.small * (median(high) - median(low)) if is_known else 0.0
        for word, found in zip(line, shapes, strict=True):
            yield _settle_case(word, found, edge) if found and word.text.chars[0].isupper() else word


def _settle_case(word: Word, shapes: Sequence[_Shape], edge: float) -> Word:
    """Return a word with a small first letter where its ink ends below an edge; with small letters where that of all does."""
    chars = word.text.chars
    tops = [shape.middle + shape.height / 2 for shape in shapes]
    if chars[1:].islower() and tops[0] < edge:
        return replace(word, text=SourceText(chars[0].lower() + chars[1:], word.text.origins))
    is_small = chars.isupper() and len(chars) > 1 and max(tops) < edge
    return replace(word, text=SourceText(chars.lower(), word.text.origins)) if is_small else word


def _follow_lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the lines of words that come line by line."""
    line: list[Word] = []
    for word in words:
        if line and abs(word.baseline - line[-1].baseline) > word.size / 4:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _drop_signs(word: Word, shapes: list[_Shape], tolerances: RecognisedTolerances) -> Word:
    """Return a word without the signs before it and the line behind it that have no ink: a letter is there."""
    chars = word.text.chars
    bare = chars.lstrip(_SIGNS)
    is_bare = bare and bare[0].isalnum() and shapes and shapes[0].height >= tolerances.letter
    start = len(chars) - len(bare) if is_bare else 0
    end = len(chars.rstrip(_LINE)) if shapes and shapes[-1].height >= tolerances.small_sign / 2 else len(chars)
    return replace(word, text=word.text[start:end]) if 0 < end - start < len(chars) else word


def _settle_dashes(word: Word, shapes: Sequence[_Shape], rivals: dict[Glyph, str], tolerances: RecognisedTolerances) -> Word:
    """Return a word whose dashes and hyphens are as wide as their ink; where that is not found, they have a rival."""
    chars = list(word.text.chars)
    places = [at for at, char in enumerate(chars) if char in _DASHES]
    within = {at for at in places if chars[at - 1 : at] and "".join(chars[at - 1 : at] + chars[at + 1 : at + 2]).islower()}
    if set(places) == within:  # compound words have hyphens
        return word
    flat: list[_Shape | None] = [
        shape for shape in shapes if shape.height <= tolerances.flat and 0 < shape.middle < tolerances.raised
    ]
    own = flat if len(flat) == len(places) else [None] * len(places)
    for at, shape in zip(places, own, strict=True):
        if at in within:
            continue
        if shape:
            chars[at] = "–" if shape.width >= SCAN.dash else "-"
        elif isinstance(origin := word.text.origins[at], Glyph):
            rivals[origin] = _DASHES.replace(chars[at], "")[0]
    return replace(word, text=SourceText("".join(chars), word.text.origins))


def _settle_figures(word: Word, shapes: Sequence[_Shape], rivals: dict[Glyph, str], tolerances: RecognisedTolerances) -> Word:
    """Return a figure in which a digit as small as an apostrophe is one; others of another size than theirs have a rival."""
    chars = list(word.text.chars)
    if sum(map(str.isdigit, chars)) < 2:
        return word
    if len(shapes) != len(chars):
        is_wide = any(shape.width >= tolerances.widest_sign for shape in shapes)  # digits that touch each other
        origin = word.text.origins[-1]
        if len(shapes) < len(chars) and not is_wide and isinstance(origin, Glyph):
            rivals[origin] = FEWER_SIGNS
        if len(shapes) > len(chars) and isinstance(origin, Glyph):
            rivals[origin] = MORE_SIGNS
        return word
    for at, (char, shape) in enumerate(zip(chars, shapes, strict=True)):
        is_small = shape.height <= tolerances.small_sign
        if char.isdigit() and is_small and shape.middle >= tolerances.raised:
            chars[at] = "’"
        elif isinstance(origin := word.text.origins[at], Glyph):
            if char.isdigit() and is_small:
                rivals[origin] = ","
            elif char in _RAISED + _LOW and not is_small:
                rivals[origin] = "1"
    return replace(word, text=SourceText("".join(chars), word.text.origins))
