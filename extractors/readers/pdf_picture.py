"""Pictures of a PDF's pages, with PDFium, which draws what a person sees."""

import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL.Image import Image
from pypdfium2 import raw

from ucap.extractors.readers.glyphs import find_turn
from ucap.extractors.readers.pdf_pdfium import make_frame, read_visible_box
from ucap.extractors.readers.pdf_units import read_units
from ucap.extractors.readers.pdfium_calls import to_address
from ucap.extractors.readers.pdfium_chars import make_chars
from ucap.extractors.readers.pdfium_glyphs import read_glyphs
from ucap.extractors.readers.pdfium_objects import find_objects
from ucap.extractors.readers.tolerances import SCAN, ScanTolerances

LONGEST_EDGE = 3000
"""Pixels: no picture of one page is wider or higher, whatever size the page claims. A4 at 250 dots per inch is 2,900 high."""


@dataclass(frozen=True)
class PageView:
    """The size of a page on which boxes are measured, in points, and the degrees clockwise that turn it upright."""

    width: float
    height: float
    turn: int


def draw_pages(data: bytes, scale: float = 2.0) -> Iterator[Image]:
    """Draw the visible part of each page of a PDF, with its form fields and annotations; `scale` is pixels per point."""
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        units = read_units(data, len(document))
        for index, page in enumerate(document):
            yield page.render(scale=scale * _get_unit(units, index)).to_pil().convert("RGB")


def view_pages(data: bytes, max_pages: int) -> list[PageView]:
    """Return the sizes of the pages of a PDF, of the first `max_pages`. Raises `pypdfium2.PdfiumError`."""
    units = read_units(data, max_pages)
    with pypdfium2.PdfDocument(data) as document:
        return [_view_page(document[index], _get_unit(units, index)) for index in range(min(len(document), max_pages))]


def draw_page(data: bytes, number: int, width: int) -> bytes:
    """Return a page, counted from 1, as PNG of about that many pixels in width, turned as its boxes are measured.

    Raises `pypdfium2.PdfiumError` for a PDF that cannot be read, `IndexError` for a page that is not there.
    """
    unit = _get_unit(read_units(data, number), number - 1)
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        page = document[number - 1]
        view = _view_page(page, unit)
        scale = min(width / view.width, LONGEST_EDGE / max(view.width, view.height))
        picture = page.render(scale=scale * unit, rotation=view.turn).to_pil().convert("RGB")
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=1)  # what is drawn is seen on the same machine: speed counts, not size
    return target.getvalue()


def _get_unit(units: Sequence[float], index: int) -> float:
    return units[index] if index < len(units) else 1.0


def _view_page(page: Any, unit: float) -> PageView:
    """Return the size of a page in the frame of `read_page`."""
    box, rotation = read_visible_box(page.raw), 90 * raw.FPDFPage_GetRotation(page.raw)
    frame, _, height = make_frame(box, rotation, unit)
    turn = _find_turn(page, frame, height)
    _, width, height = make_frame(box, rotation + turn, unit)
    return PageView(max(width, 1), max(height, 1), turn)


def _find_turn(page: Any, frame: Any, height: float) -> int:
    """Return by how many degrees a page that is printed sideways must be turned, as `read_page` decides it."""
    objects = list(find_objects(to_address(page.raw), max(0, raw.FPDFPage_CountObjects(page.raw))))
    texts = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_TEXT]
    text_page = raw.FPDFText_LoadPage(page.raw)
    try:
        return find_turn(make_chars(read_glyphs(text_page, texts), frame, height))
    finally:
        raw.FPDFText_ClosePage(text_page)


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
