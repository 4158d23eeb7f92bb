"""How a sheet lies in its picture: what is read of it is laid level, and cited where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin

import numpy as np

from ucap.extractors.page import Box
from ucap.extractors.readers.chars import Char, Chars, CharStyle, gather_chars
from ucap.extractors.readers.drawing import Indexes, Numbers
from ucap.extractors.text.source_text import Glyph

_SAME_LINE = 0.3
"""Font sizes by which a character may stand above or below the one before it in a piece of a line; chosen."""
_NEAR = 2.0
"""Font sizes between the starts of two characters of such a piece; chosen."""


@dataclass(frozen=True)
class Lie:
    """How a sheet lies in its picture: turned by quarters, then by some degrees about the centre, it stands level.

    `width` and `height` are those of the picture in points.
    """

    quarters: int
    degrees: float
    width: float
    height: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the level page lies in the picture."""
        turned = (self.height, self.width) if self.quarters % 2 else (self.width, self.height)
        cx, cy = turned[0] / 2, turned[1] / 2
        a = radians(-self.degrees)
        dx, dy = x - cx, y - cy
        x, y = cx + dx * cos(a) - dy * sin(a), cy + dx * sin(a) + dy * cos(a)
        for _ in range(self.quarters % 4):  # undo quarters clockwise, one by one
            x, y, turned = y, turned[0] - x, (turned[1], turned[0])
        return x, y

    def place_box(self, box: Box) -> Box:
        """Return the box, in the picture, around one of the level page."""
        xs, ys = zip(*(self.place(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def place_glyph(self, glyph: Glyph) -> Glyph:
        """Return the box, in the picture, around a glyph of the level page."""
        return Glyph(glyph.page, *self.place_box(Box(*glyph[1:])))

    def level(self, xs: Numbers, ys: Numbers) -> tuple[Numbers, Numbers]:
        """Return where points of a picture that stands upright lie on the level page."""
        cx, cy, a = self.width / 2, self.height / 2, radians(self.degrees)
        return cx + (xs - cx) * cos(a) - (ys - cy) * sin(a), cy + (xs - cx) * sin(a) + (ys - cy) * cos(a)

    def level_chars(self, chars: Sequence[Char]) -> Chars:
        """Return the characters of an upright page as they stand on the level one.

        Programs lay text along the lines of the picture, each at an angle of its own, or each word level in its place. So what
        stands in one piece of a line is moved as one, and level after that, whatever its angle was.
        """
        found = gather_chars(chars)
        if not len(found):
            return found
        x0, top, x1, bottom, x, y = found.places
        angles = np.array([np.arctan2(style.way[1], style.way[0]) for style in found.styles])[found.style]
        up, across, size = np.sin(angles), np.cos(angles), found.sizes
        # A box around a slanted character has the same middle as the character.
        xs, ys = (x0 + x1) / 2, (top + bottom) / 2
        half = np.maximum((x1 - x0 - size * np.abs(up)) / np.maximum(np.abs(across), 0.5), 0.0) / 2
        piece = _find_pieces(found, xs * across - ys * up, xs * up + ys * across)
        count = np.bincount(piece)
        middle_x, middle_y = (np.bincount(piece, of) / count for of in (xs, ys))
        along = (xs - middle_x[piece]) * across - (ys - middle_y[piece]) * up
        level_x, level_y = self.level(middle_x, middle_y)
        new_x, new_y = level_x[piece] + along, level_y[piece]
        deep = (x - xs) * up + (self.height - y - ys) * across
        places = (new_x - half, new_y - size / 2, new_x + half, new_y + size / 2, new_x - half, self.height - new_y - deep)
        return Chars(found.spellings, list(map(_level_style, found.styles)), found.spelling, found.style, np.array(places))


def _find_pieces(chars: Chars, along: Numbers, down: Numbers) -> Indexes:
    """Return the number of the piece of a line to which each character belongs, by places along its own line and across."""
    step, aside = np.diff(along), np.abs(np.diff(down))
    size = chars.sizes[:-1]
    is_next = (np.diff(chars.style) == 0) & (step > -size / 2) & (step < _NEAR * size) & (aside < _SAME_LINE * size)
    return np.asarray(np.cumsum(np.append(False, ~is_next)))


def _level_style(style: CharStyle) -> CharStyle:
    a, b, c, d = style.way
    return style._replace(way=(hypot(a, b), 0.0, 0.0, hypot(c, d)))
