"""Pictures of a PDF's pages, with PDFium, which draws what a person sees."""

from collections.abc import Iterator
from itertools import chain, repeat

import pypdfium2  # type: ignore[import-untyped]
from PIL.Image import Image

from ucap.extractors.readers.pdf_units import read_units


def draw_pages(data: bytes, scale: float = 2.0) -> Iterator[Image]:
    """Draw the visible part of each page of a PDF, with its form fields and annotations; `scale` is pixels per point."""
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        units = read_units(data, len(document))
        for page, unit in zip(document, chain(units, repeat(1.0)), strict=False):
            yield page.render(scale=scale * unit).to_pil().convert("RGB")
