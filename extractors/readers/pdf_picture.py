"""Pictures of a PDF's pages, with PDFium, which draws what a person sees."""

from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
from PIL.Image import Image


def draw_pages(data: bytes, scale: float = 2.0) -> Iterator[Image]:
    """Draw the pages of a PDF, upright; `scale` is pixels per point."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.render(scale=scale).to_pil().convert("RGB")
