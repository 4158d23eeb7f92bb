"""Bullets that are drawings, not characters: browsers draw the discs, circles and squares of ordinary lists as shapes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from ucap.extractors.page import Box, Word
from ucap.extractors.readers.tolerances import PDF, DrawnBulletTolerances
from ucap.extractors.text.source_text import Glyph, from_pairs

_BAND = 4.0
"""Points: height of a band in the index of words. It decides how fast words are found, not which."""
_CELL = 16
"""Points: side of a cell in the index of shapes. A neighbour is looked for in the cells around, so it is at most this far."""


@dataclass(frozen=True)
class Drawing:
    """A small shape on a page, with the bullet glyph that it would be."""

    box: Box
    sign: str


def find_drawn_bullets(
    drawings: Iterable[Drawing],
    words: Sequence[Word],
    strokes: Iterable[Box],
    page_number: int,
    tolerances: DrawnBulletTolerances = PDF.bullets,
) -> dict[Drawing, Word]:
    """Return the drawings that are bullets, each as the word that it stands for.

    A bullet is small and about square, stands in the line of the word at its right, alone before it, with no other text close
    at its left and no ruling line between. A label that fills its column ends close to it: then it stands at the place of
    another bullet that is drawn alike. Its word has the drawing's width and the line's height, so that it joins its line.
    """
    small = list(dict.fromkeys(_keep_small(drawings, words, tolerances)))
    if not small:
        return {}
    bands = _Bands(words)
    verticals = [stroke for stroke in strokes if stroke.height > stroke.x1 - stroke.x0]
    found_alone = {drawing: _find_text(drawing.box, bands, verticals, tolerances) for drawing in small}
    sure = {_find_place(drawing) for drawing, word in found_alone.items() if word}
    before: dict[int, list[tuple[Drawing, Word]]] = defaultdict(list)
    for drawing, alone_before in found_alone.items():
        word = alone_before
        if word is None and _find_place(drawing) in sure:
            word = _find_text(drawing.box, bands, verticals, tolerances, at_bullets=True)
        if word:
            before[id(word)].append((drawing, word))
    grid = _Grid(small)
    bullets: dict[Drawing, Word] = {}
    for found in before.values():
        nearest, word = max(found, key=lambda pair: pair[0].box.x1)
        alone = all(
            _distance(nearest.box, other.box) < tolerances.same_centre for other, _ in found
        )  # filled, and outlined once more
        if alone and not grid.has_neighbour(nearest.box, tolerances):
            bullets |= {drawing: _make_word(drawing, word, page_number) for drawing, _ in found[:1]}
    return bullets


def _keep_small(drawings: Iterable[Drawing], words: Sequence[Word], tolerances: DrawnBulletTolerances) -> Iterator[Drawing]:
    most = tolerances.largest * max((word.size for word in words), default=0.0)
    for drawing in drawings:
        width, height = drawing.box.x1 - drawing.box.x0, drawing.box.height
        is_square = abs(width - height) <= tolerances.near_square * max(width, height)
        if 0 < width <= most and 0 < height <= most and is_square:
            yield drawing


def _find_place(drawing: Drawing) -> tuple[str, float, float]:
    """Return what bullets of one list have in common: the glyph, and where it begins and ends, in tenths of a point."""
    return drawing.sign, round(drawing.box.x0, 1), round(drawing.box.x1, 1)


def _find_text(
    box: Box, bands: "_Bands", verticals: Sequence[Box], tolerances: DrawnBulletTolerances, *, at_bullets: bool = False
) -> Word | None:
    """Return the word that a shape is the bullet of; None where the shape is not a bullet.

    `at_bullets`: other bullets stand at its place, so that text may be close at its left.
    """
    middle = (box.top + box.bottom) / 2
    line = bands.at(middle)
    word = min((w for w in line if w.box.x0 >= box.x1 - tolerances.touching), key=lambda w: w.box.x0, default=None)
    if word is None or word.box.x0 - box.x1 > tolerances.reach * word.box.height:
        return None
    if not tolerances.smallest * word.size <= max(box.x1 - box.x0, box.height) <= tolerances.largest * word.size:
        return None
    left = box.x0 - (0.0 if at_bullets else tolerances.apart * word.size)
    if any(w.box.x0 < box.x1 - tolerances.touching and w.box.x1 > left for w in line):
        return None
    between = (v for v in verticals if box.x1 <= v.x0 and v.x1 <= word.box.x0 and v.top <= middle <= v.bottom)
    return None if any(between) else word


def _make_word(drawing: Drawing, text: Word, page_number: int) -> Word:
    box = Box(drawing.box.x0, text.box.top, drawing.box.x1, text.box.bottom)
    glyph = Glyph(page_number, *(round(v, 2) for v in (box.x0, box.top, box.x1, box.bottom)))
    return Word(from_pairs([(drawing.sign, glyph)]), box, font="", size=text.size)


class _Bands:
    """Words by height, so that pages full of shapes (charts, maps) stay fast."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words: dict[int, list[Word]] = defaultdict(list)
        for word in words:
            for band in range(int(word.box.top // _BAND), int(word.box.bottom // _BAND) + 1):
                self._words[band].append(word)

    def at(self, height: float) -> list[Word]:
        """Return the words that a horizontal line at a height crosses."""
        return [word for word in self._words[int(height // _BAND)] if word.box.top <= height <= word.box.bottom]


class _Grid:
    """Small shapes by place."""

    def __init__(self, drawings: Iterable[Drawing]) -> None:
        self._boxes: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for drawing in drawings:
            self._boxes[self._cell(drawing.box)].append(drawing.box)

    @staticmethod
    def _cell(box: Box) -> tuple[int, int]:
        return int(box.x0 // _CELL), int(box.top // _CELL)

    def has_neighbour(self, box: Box, tolerances: DrawnBulletTolerances) -> bool:
        """Whether another shape of about this size stands so near that neither is a bullet."""
        width = box.x1 - box.x0
        column, row = self._cell(box)
        cells = ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        near = (other for cell in cells for other in self._boxes.get(cell, ()))
        return any(
            tolerances.same_centre <= _distance(box, other) < tolerances.spaced * width
            and other.x1 - other.x0 < tolerances.similar * width
            for other in near
        )


def _distance(box: Box, other: Box) -> float:
    """Return the distance of two centres."""
    return hypot((box.x0 + box.x1 - other.x0 - other.x1) / 2, (box.top + box.bottom - other.top - other.bottom) / 2)
