"""What a picture shows below the text that a program recognised in it: bullets that it lost, and blanks between words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from ucap.extractors.page import Box, Page, Recognised, Remark, Word
from ucap.extractors.readers.drawing import Drawing
from ucap.extractors.readers.pictures import erase, find_first_shape, find_ink, find_rulings, find_sign, level_light
from ucap.extractors.readers.recognised import align_bullets, is_like_bullet, mend_bullets
from ucap.extractors.readers.tolerances import RECOGNISED, RecognisedTolerances
from ucap.extractors.text.source_text import Glyph, SourceText

_WIDTHS = {
    **dict.fromkeys("iljtfrI.,:;'!|", 0.6),
    **dict.fromkeys("mwMW", 1.6),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 1.3),
}
"""Widths of letters against others: recognised glyphs have all one width."""


def mend_page(page: Page, drawing: Drawing) -> Page:
    """Return a page over whose picture a program laid the text that it recognised: with bullets and blanks that the picture
    shows, each glyph known as recognised, and a remark about it.
    """
    remark = Remark("recognised_scan", f"Page {page.number} is a picture with invisible text over it.", page.number)
    words = align_bullets(mend_bullets(follow_picture(page.words, drawing)))
    glyphs = (origin for word in words for origin in word.text.origins if isinstance(origin, Glyph))
    recognised = {glyph: Recognised(None, glyph) for glyph in glyphs}
    return replace(page, words=tuple(words), remarks=(*page.remarks, remark), recognised=recognised)


def follow_picture(words: Sequence[Word], drawing: Drawing, tolerances: RecognisedTolerances = RECOGNISED) -> list[Word]:
    """Return a page's recognised words, cut where the picture shows a blank, with the bullets that stand in it before lines.

    `drawing` shows the picture of the page, in grey.
    """
    ink = find_ink(level_light(drawing.pixels))
    lettering = erase(ink, find_rulings(ink))
    picture = _Picture(lettering, lettering, drawing.across)
    lines = list(_group_lines(words))
    reach = tolerances.beyond * max((word.size for word in words), default=0.0)
    boxes = [picture.to_pixels(word.box._replace(x1=word.box.x1 + reach)) for word in words]
    blanks = [blank for line in lines for blank in picture.measure_blanks(line)]
    usual = median(blanks) if len(blanks) >= tolerances.enough_blanks else None
    picture = replace(picture, around=erase(lettering, boxes), usual=usual)
    lines = [list(picture.cut_words(line, tolerances)) for line in lines]
    return [word for line in lines for word in _set_bullets(line, picture, tolerances)]


def cut_at_blanks(words: Sequence[Word], ink: Any, scale: float, tolerances: RecognisedTolerances = RECOGNISED) -> list[Word]:
    """Return words, cut behind signs where ink, with so many pixels in a point, has a blank as wide as between words.

    Words of letters alone stay whole: an engine that gives the words' places knows their blanks better than the boxes tell.
    """
    lines = list(_group_lines(words))
    picture = _Picture(ink, ink, scale)
    gaps = [gap for line in lines for gap in picture.measure_gaps(line)]
    picture = replace(picture, usual=median(gaps) if len(gaps) >= tolerances.enough_blanks else None)
    return [part for line in lines for part in picture.cut_words(line, tolerances, letters=False)]


@dataclass(frozen=True)
class _Picture:
    """The ink of a page without ruling lines, that without words, the pixels in a point, and the usual blank between two
    words, in font sizes.
    """

    ink: Any
    around: Any
    scale: float
    usual: float | None = None

    def to_pixels(self, box: Box) -> Box:
        return Box(*(self.scale * edge for edge in (box.x0, box.top, box.x1, box.bottom)))

    def find_columns(self, x0: float, x1: float, box: Box) -> Any:
        """Return which columns between two places have ink at the height of a word's box."""
        part = self.to_pixels(Box(x0, box.top, x1, box.bottom))
        return self.ink[max(0, int(part.top)) : int(part.bottom) + 1, max(0, int(part.x0)) : max(0, int(part.x1))].any(axis=0)

    def bound_ink(self, word: Word, end: float) -> Box | None:
        """Return the box of a word's ink in pixels, up to a place in its line; None where it has none."""
        part = self.to_pixels(word.box._replace(x1=end))
        top, left = max(0, int(part.top)), max(0, int(part.x0) - 1)
        ink = self.ink[top : int(part.bottom) + 1, left : int(part.x1)]
        rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return None
        return Box(left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)

    def measure_blank(self, ink: Box, word: Word) -> float:
        """Return the blank behind ink in the line of a word, in font sizes; at most three."""
        columns = self.find_columns(ink.x1 / self.scale + 1e-6, ink.x1 / self.scale + 3 * word.size, word.box)
        inked = np.flatnonzero(columns)
        return (float(inked[0]) if len(inked) else float(len(columns))) / self.scale / word.size

    def is_sign(self, ink: Box, word: Word, tolerances: RecognisedTolerances) -> bool:
        """Whether ink in place of a word is smaller than a letter, or a disc or square that is filled."""
        width, height, size = ink.x1 - ink.x0, ink.height, word.size * self.scale
        if max(width, height) <= tolerances.small_sign * size:
            return True
        share = float(self.ink[int(ink.top) : int(ink.bottom), int(ink.x0) : int(ink.x1)].mean())
        is_square = min(width, height) >= tolerances.square * max(width, height)
        return share >= tolerances.filled and is_square and max(width, height) <= tolerances.largest_sign * size

    def is_clear(self, x: float, word: Word, tolerances: RecognisedTolerances) -> bool:
        """Whether nothing stands close before a place in the line of a word."""
        return not self.find_columns(x - tolerances.apart * word.size, x - 1 / self.scale, word.box).any()

    def measure_gaps(self, line: Sequence[Word]) -> Iterator[float]:
        """Yield the widest gap in the ink between the middles of neighbours in a line, in font sizes.

        Their boxes may overlap.
        """
        for before, word in pairwise(line):
            left, right = (before.box.x0 + before.box.x1) / 2, (word.box.x0 + word.box.x1) / 2
            inked = np.flatnonzero(self.find_columns(left, right, word.box))
            if word.box.x0 - before.box.x1 < word.size and len(inked) > 1:
                yield (float(np.diff(inked).max()) - 1) / self.scale / word.size

    def measure_blanks(self, line: Sequence[Word]) -> Iterator[float]:
        """Yield the blanks right before the words of a line that have a word before them, in font sizes."""
        for before, word in pairwise(line):
            columns = self.find_columns(before.box.x0, word.box.x0, word.box)
            inked = np.flatnonzero(columns)
            if word.box.x0 - before.box.x1 < word.size and len(inked):
                yield (len(columns) - 1 - int(inked[-1])) / self.scale / word.size

    def cut_words(self, line: Sequence[Word], tolerances: RecognisedTolerances, *, letters: bool = True) -> Iterator[Word]:
        """Yield the words of a line, those within which the picture has about a usual blank in parts; with `letters` false
        those of letters alone as they are.
        """
        for word, following in zip(line, [*line[1:], None], strict=True):
            if self.usual is None or (word.text.chars.isalpha() and not letters):
                yield word
                continue
            end = (following.box.x0 if following else word.box.x1 + word.size) - tolerances.before * word.size
            columns = self.find_columns(word.box.x0, min(end, word.box.x1 + word.size), word.box)
            yield from _cut(word, columns, self.usual * word.size * self.scale, tolerances)


def _cut(word: Word, columns: Any, usual: float, tolerances: RecognisedTolerances) -> list[Word]:
    """Return a word in parts where its columns of ink have a blank as wide as between words, and wider than between letters.

    A word of letters has one such blank at most; others (`4,5;70` for `4,5; 70`) have them only behind signs, as figures
    stand apart.
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    gaps = starts[1:] - ends[:-1]
    chars = word.text.chars
    if len(gaps) < 2 or len(starts) > len(chars):  # more shapes than letters: ink of the next word, too
        return [word]
    widest = int(np.argmax(gaps))
    others = max(float(np.median(np.delete(gaps, widest))), 1.0)
    wide = [int(at) for at in np.flatnonzero((gaps >= tolerances.least_blank * usual) & (gaps >= tolerances.wider * others))]
    if chars.isalpha():
        cuts = [_find_cut(chars, starts, ends, at) for at in wide if at == widest]
    else:
        apart = len(starts) == len(chars)  # else letters touch, and a place is known within one letter
        near = ((cut, *(() if apart else (cut + 1, cut - 1))) for cut in (_find_cut(chars, starts, ends, at) for at in wide))
        cuts = [next((cut for cut in some if 0 < cut < len(chars) and _divides(chars, cut)), 0) for some in near]
    marks = [0, *sorted(set(cuts) - {0}), len(chars)]
    return [part for start, end in pairwise(marks) if (part := _take(word, start, end))]


def _find_cut(chars: str, starts: Any, ends: Any, at: int) -> int:
    """Return behind how many characters a word is cut at one of the gaps between its shapes."""
    if len(starts) == len(chars):
        return at + 1
    widths = np.cumsum([_WIDTHS.get(char, 1.0) for char in chars])
    gap = starts[at + 1] - ends[at]
    place = (ends[at] - starts[0]) / (ends[-1] - starts[0] - gap)
    return int(np.argmin(np.abs(widths[:-1] / widths[-1] - place))) + 1


def _divides(chars: str, cut: int) -> bool:
    """Whether a blank may stand at a place in figures or a text with signs: behind a sign that ends a part of it."""
    return chars[cut].isalnum() and (chars[cut - 1] in ",;:)" or (chars[cut - 1] == "." and chars[cut].isalpha()))


def _take(word: Word, start: int, end: int) -> Word | None:
    text = SourceText(word.text.chars[start:end], word.text.origins[start:end])
    places = [origin for origin in text.origins if isinstance(origin, Glyph)]
    return replace(word, text=text, box=word.box._replace(x0=places[0].x0, x1=places[-1].x1)) if places else None


def _set_bullets(line: Sequence[Word], picture: _Picture, tolerances: RecognisedTolerances) -> Iterator[Word]:
    """Yield the words of a line, with the bullets that the picture shows before its parts."""
    before: Word | None = None
    for word, following in zip(line, [*line[1:], None], strict=True):
        near = tolerances.reach if before and len(before.text.chars) <= 2 else tolerances.apart
        is_first = before is None or word.box.x0 - before.box.x1 > near * word.size
        yield from _set_bullet(word, following, picture, tolerances) if is_first else (word,)
        before = word


def _set_bullet(word: Word, following: Word | None, picture: _Picture, tolerances: RecognisedTolerances) -> tuple[Word, ...]:
    """Return the first word of a line; with the bullet that stands before it, if its picture shows one."""
    if len(word.text.chars) <= 2:
        word = _settle_lone(word, following, picture, tolerances)
    chars = word.text.chars
    is_sign = not chars[0].isalnum() and is_like_bullet(chars[0])
    if is_sign and len(chars) <= 2:
        return (word,)
    height = tolerances.line_height * word.size
    middle = (word.box.top + word.box.bottom) / 2
    area = picture.to_pixels(Box(word.box.x0, middle - height / 2, word.box.x1, middle + height / 2))
    if len(chars) > 2 and picture.is_clear(word.box.x0, word, tolerances):
        shape = find_first_shape(picture.ink, area.x0, area.x1, area.top, area.bottom)
        rest = _take(word, 1, len(chars))
        if shape and rest and (is_sign or (shape.is_small and chars[1].isupper() and not chars[0].isupper())):
            return _place(word, "•", shape.box, picture.scale), rest
    sign = None if is_sign else find_sign(picture.around, area.x0, area.top, area.bottom)
    if sign is None or not picture.is_clear(sign.x0 / picture.scale, word, tolerances):
        return (word,)
    return _place(word, "•", sign, picture.scale), word


def _settle_lone(word: Word, following: Word | None, picture: _Picture, tolerances: RecognisedTolerances) -> Word:
    """Return a sign or letter with text behind it as wide as its ink; as a bullet, where its ink is one or stands as one."""
    end = following.box.x0 - tolerances.before * word.size if following else word.box.x0
    ink = picture.bound_ink(word, end) if end - word.box.x1 <= tolerances.reach * word.size else None
    if ink is None or not picture.is_clear(ink.x0 / picture.scale, word, tolerances):
        return word
    is_apart = word.text.chars.isalpha() and picture.measure_blank(ink, word) >= tolerances.far * (picture.usual or 1.0)
    return _place(word, "•" if is_apart or picture.is_sign(ink, word, tolerances) else word.text.chars, ink, picture.scale)


def _place(word: Word, chars: str, ink: Box, scale: float) -> Word:
    """Return a word of some characters in a word's line, as wide as its ink, which is measured in pixels."""
    page = next(origin.page for origin in word.text.origins if isinstance(origin, Glyph))
    box = word.box._replace(x0=round(ink.x0 / scale, 3), x1=round(ink.x1 / scale, 3))
    glyph = Glyph(page, box.x0, box.top, box.x1, box.bottom)
    return replace(word, text=SourceText(chars, (glyph,) * len(chars)), box=box)


def _group_lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the lines of a page, each from left to right: words whose baselines lie at about one height."""
    line: list[Word] = []
    for word in sorted(words, key=lambda found: found.baseline):
        if line and word.baseline - line[-1].baseline > word.size / 4:
            yield sorted(line, key=lambda found: found.box.x0)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda found: found.box.x0)
