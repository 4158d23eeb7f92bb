"""Pictures of a PDF's pages, with PDFium, which draws what a person sees."""

from collections.abc import Collection, Iterator
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL.Image import Image

from ucap.extractors.readers.tolerances import SCAN, ScanTolerances


def draw_pages(data: bytes, scale: float = 2.0) -> Iterator[Image]:
    """Draw the pages of a PDF, upright; `scale` is pixels per point."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.render(scale=scale).to_pil().convert("RGB")


def draw_greys(
    data: bytes, numbers: Collection[int] | None = None, tolerances: ScanTolerances = SCAN
) -> Iterator[tuple[Any, float]]:
    """Draw pages of a PDF, those with these numbers or all, in grey for the recognition of text.

    Yields rows of pixels as an array of numpy, and how many pixels a point has.
    """
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document, start=1):
            if numbers is None or number in numbers:
                scale = min(tolerances.per_point, tolerances.most_pixels / max(page.get_size()))
                yield page.render(scale=scale, grayscale=True).to_numpy().squeeze().copy(), scale
