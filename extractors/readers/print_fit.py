"""Where the print lies below the text that a program recognised in a picture: programs lay a text too low, and too small."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np

from ucap.extractors.page import Box, Word
from ucap.extractors.readers.pictures import find_baseline
from ucap.extractors.readers.tolerances import RECOGNISED, RecognisedTolerances
from ucap.extractors.text.source_text import Glyph, SourceText

_TALL = frozenset("ABDEFGHIKLMNPRTUVWXYZbdfhkl0123456789")
"""Letters and digits that stand on the line and are as high as capitals."""
_ENOUGH = 3
"""Words from which a line is believed to be of another size than its box; chosen."""
_LETTERS = 3
"""Letters from which a word shows where it stands; chosen."""


def fit_print(words: Sequence[Word], ink: Any, scale: float, tolerances: RecognisedTolerances = RECOGNISED) -> list[Word]:
    """Return the recognised words of a page as high and as large as its print, by what most of them show.

    `ink` is that of the page without ruling lines, with `scale` pixels in a point. OCRmyPDF's text has four fifths of the
    print's size, and stands a third of a line lower, so that bullets and the lines above and below are looked for in vain.
    Tesseract takes two lines beside each other for a high one.
    """
    found = {i: place for i, word in enumerate(words) if (place := _measure(word, ink, scale))}
    if not found:
        return list(words)
    usual = _find_middle(list(found.values()))
    lines: dict[tuple[float, float], list[int]] = {}
    for i, word in enumerate(words):
        lines.setdefault((word.baseline, word.size), []).append(i)
    fitted = list(words)
    for (_, size), line in lines.items():
        own = _find_middle([found[i] for i in line if i in found] or [usual])
        is_sure = sum(i in found for i in line) >= _ENOUGH
        is_other = abs(own[1] - usual[1]) > tolerances.other_size * usual[1]
        depth, height = own if is_sure and is_other else usual
        for i in line:
            fitted[i] = _fit(words[i], depth * size, height / tolerances.tall)
    return fitted


def _find_middle(found: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median(depth for depth, _ in found), median(height for _, height in found)


def _measure(word: Word, ink: Any, scale: float) -> tuple[float, float] | None:
    """Return how far below its baseline in the picture a word lies, and how high its tallest letters are, in its font sizes."""
    if sum(map(str.isalnum, word.text.chars)) < _LETTERS or _TALL.isdisjoint(word.text.chars):
        return None
    area = Box(*(scale * edge for edge in (word.box.x0, word.baseline - word.size, word.box.x1, word.baseline + word.size / 3)))
    foot = find_baseline(ink, area)
    if foot is None:
        return None
    columns = slice(max(0, int(area.x0)), int(area.x1) + 1)
    rows = ink[max(0, int(foot - 2 * word.size * scale)) : int(foot), columns].any(axis=1)
    blank = np.flatnonzero(~rows[: len(rows) - int(word.size * scale / 4)])
    if not len(blank):
        return None
    height = len(rows) - int(blank[-1]) - 1
    return word.baseline / word.size - foot / scale / word.size, height / scale / word.size


def _fit(word: Word, rise: float, share: float) -> Word:
    """Return a word so many points higher, and so many times as large."""
    size = word.size * share
    bottom = word.box.bottom - rise
    origins = tuple(
        origin._replace(top=round(origin.bottom - rise - size, 3), bottom=round(origin.bottom - rise, 3))
        if isinstance(origin, Glyph)
        else origin
        for origin in word.text.origins
    )
    box = word.box._replace(top=round(bottom - size, 3), bottom=round(bottom, 3))
    return replace(word, text=SourceText(word.text.chars, origins), box=box, size=size)
