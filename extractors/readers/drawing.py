"""A drawn page, and where on it there is ink: plain arrays, whatever drew them."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ucap.extractors.page import Box

Pixels: TypeAlias = NDArray[np.uint8]
Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Indexes: TypeAlias = NDArray[np.int64]

WHITE = 255
"""Grey value of paper."""


@dataclass(frozen=True)
class Drawing:
    """A part of a page as it is seen: rows of pixels from 0 (black) to 255 (white), grey or in three colours.

    `across` and `down` are pixels per point; they differ a little, as a page is drawn in whole pixels. `x0` and `top` are where
    the drawn part begins, in points from the page's top left.
    """

    pixels: Pixels
    across: float
    down: float
    x0: float = 0.0
    top: float = 0.0

    def show(self, pixels: Pixels) -> "Drawing":
        """Return other pixels of the same part."""
        return replace(self, pixels=pixels)

    def cut(self, box: Box) -> Pixels:
        """Return the pixels that a box on the page touches."""
        rows, columns = self.pixels.shape[:2]
        left, right = (min(max(round((x - self.x0) * self.across), 0), columns) for x in (box.x0, box.x1))
        up, low = (min(max(round((y - self.top) * self.down), 0), rows) for y in (box.top, box.bottom))
        return self.pixels[up : max(low, up + 1), left : max(right, left + 1)]


class GlyphTable(NamedTuple):
    """The letters and digits of a page in columns, in points from the page's top left.

    `at` is a glyph's number on the page, `run` the number of its run, `x` and `y` the start of its baseline; `along_x` and
    `along_y` lead one font size along the baseline, `up_x` and `up_y` one font size up; `code` is its code point.
    """

    at: Indexes
    run: Indexes
    x: Numbers
    y: Numbers
    along_x: Numbers
    along_y: Numbers
    up_x: Numbers
    up_y: Numbers
    code: Indexes

    def take(self, chosen: NDArray[Any]) -> "GlyphTable":
        """Return the rows that flags or indexes choose."""
        return GlyphTable(*(column[chosen] for column in self))

    def locate(self, along: float | Numbers, up: float | Numbers) -> tuple[Numbers, Numbers]:
        """Return the point of each glyph that lies so many font sizes from its start, along the baseline and up.

        Columns of numbers give a row of points each.
        """
        x, y = self.x + along * self.along_x, self.y + up * self.up_y
        if not self._is_upright():
            x += up * self.up_x
            y += along * self.along_y
        return x, y

    def _is_upright(self) -> bool:
        """Whether all letters stand on level lines, as on nearly all pages: half of the sums are spared."""
        return not (self.up_x.any() or self.along_y.any())
