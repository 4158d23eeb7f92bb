"""Pictures of a PDF's pages, with PDFium, which draws what a person sees."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL.Image import Image
from pypdfium2 import raw

from ucap.extractors.readers.glyphs import find_turn
from ucap.extractors.readers.pdf_pdfium import make_frame
from ucap.extractors.readers.pdfium_calls import to_address
from ucap.extractors.readers.pdfium_glyphs import make_chars, read_glyphs
from ucap.extractors.readers.pdfium_objects import find_objects

LONGEST_EDGE = 3000
"""Pixels: no picture of one page is wider or higher, whatever size the page claims. A4 at 250 dots per inch is 2,900 high."""


@dataclass(frozen=True)
class PageView:
    """What is seen of a page: a rectangle of the upright page on which boxes are measured, in points from its top left, and by
    how many degrees clockwise the page is turned to be upright.
    """

    left: float
    top: float
    width: float
    height: float
    turn: int


def draw_pages(data: bytes, scale: float = 2.0) -> Iterator[Image]:
    """Draw the pages of a PDF, upright; `scale` is pixels per point."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.render(scale=scale).to_pil().convert("RGB")


def view_pages(data: bytes, max_pages: int) -> list[PageView]:
    """Return what is seen of each page of a PDF, of the first `max_pages`. Raises `pypdfium2.PdfiumError`."""
    with pypdfium2.PdfDocument(data) as document:
        return [_view_page(document[index]) for index in range(min(len(document), max_pages))]


def draw_page(data: bytes, number: int, width: int) -> bytes:
    """Return a page, counted from 1, as PNG of about that many pixels in width, turned as its boxes are measured.

    Raises `pypdfium2.PdfiumError` for a PDF that cannot be read, `IndexError` for a page that is not there.
    """
    with pypdfium2.PdfDocument(data) as document:
        page = document[number - 1]
        view = _view_page(page)
        scale = min(width / view.width, LONGEST_EDGE / max(view.width, view.height))
        picture = page.render(scale=scale, rotation=view.turn).to_pil().convert("RGB")
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=1)  # what is drawn is seen on the same machine: speed counts, not size
    return target.getvalue()


def _view_page(page: Any) -> PageView:
    """Return what is seen of a page in the frame of `read_page`: that of the media box, upright."""
    media, rotation = page.get_mediabox(), 90 * raw.FPDFPage_GetRotation(page.raw)
    frame, _, height = make_frame(media, rotation)
    turn = _find_turn(page, frame, height)
    (a, b, c, d, e, f), _, height = make_frame(media, rotation + turn)
    x0, y0, x1, y1 = _intersect(page.get_cropbox(), media)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in ((x0, y0), (x1, y1))]
    (left, right), (bottom, top) = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return PageView(left, height - top, max(right - left, 1), max(top - bottom, 1), turn)


def _find_turn(page: Any, frame: Any, height: float) -> int:
    """Return by how many degrees a page that is printed sideways must be turned, as `read_page` decides it."""
    objects = list(find_objects(to_address(page.raw), max(0, raw.FPDFPage_CountObjects(page.raw))))
    texts = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_TEXT]
    text_page = raw.FPDFText_LoadPage(page.raw)
    try:
        return find_turn(make_chars(read_glyphs(text_page, texts), frame, height))
    finally:
        raw.FPDFText_ClosePage(text_page)


def _intersect(box: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Return the common part of two boxes, or the second where they have none."""
    x0, y0, x1, y1 = max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else (other[0], other[1], other[2], other[3])
