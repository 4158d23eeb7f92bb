"""Pages drawn by PDFium as a person sees them: with annotations, without layers that are off."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import Box
from ucap.extractors.readers.drawing import WHITE, Drawing
from ucap.extractors.readers.pdfium_calls import switch_objects

MOST_PIXELS = 1 << 23
"""Pixels of a drawing: a page of A4 at four pixels a point. Larger ones are drawn more coarsely. Chosen, not measured."""


@dataclass(frozen=True)
class Sheet:
    """An open page of PDFium, whose form fields were made part of its content, and how it lies.

    `width` and `height` are those of the upright page in points; `turns` are the quarter turns, clockwise, by which it is
    turned beyond what the file says.
    """

    page: Any
    width: float
    height: float
    turns: int = 0

    def draw(
        self,
        scale: float,
        region: Box | None = None,
        *,
        colour: bool = False,
        annotations: bool = True,
        paper: int = WHITE,
        without: Iterable[int] = (),
    ) -> Drawing:
        """Draw a region of the page, or all of it, at `scale` pixels a point, without some of its objects.

        `paper` is the grey value on which it is drawn.
        """
        part = region or Box(0.0, 0.0, self.width, self.height)
        scale = min(scale, (MOST_PIXELS / max(1.0, (part.x1 - part.x0) * part.height)) ** 0.5)
        columns, rows = (max(1, int(np.ceil(size * scale))) for size in (part.x1 - part.x0, part.height))
        whole = (max(1, round(self.width * scale)), max(1, round(self.height * scale)))
        across, down = whole[0] / self.width, whole[1] / self.height
        left, top = int(part.x0 * across), int(part.top * down)  # whole pixels
        kind, size = (raw.FPDFBitmap_BGRx, 4) if colour else (raw.FPDFBitmap_Gray, 1)
        pixels = np.full((rows, columns, size) if colour else (rows, columns), paper, np.uint8)
        flags = (0 if colour else raw.FPDF_GRAYSCALE) | (raw.FPDF_ANNOT if annotations else 0)
        bitmap = raw.FPDFBitmap_CreateEx(columns, rows, kind, pixels.ctypes.data, columns * size)
        place = (-left, -top, *whole, self.turns, flags)
        left_out = list(without)
        switch_objects(left_out, on=False)
        try:
            raw.FPDF_RenderPageBitmap(bitmap, self.page, *place)
        finally:
            switch_objects(left_out, on=True)
            raw.FPDFBitmap_Destroy(bitmap)
        return Drawing(pixels, across, down, left / across, top / down)
