"""Read a PDF's words, lines and shaded areas with PDFium, through pypdfium2's raw functions: many times faster than pdfplumber.

PDFium also draws pages, so what is read and what is drawn come from one engine and share one frame.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import MAX_PAGES, Page, PdfDocument, UnreadableDocument
from ucap.extractors.readers.glyphs import find_turn
from ucap.extractors.readers.pdf_pages import build_page, explain_page_limit, make_document
from ucap.extractors.readers.pdfium_calls import Matrix, multiply, to_address
from ucap.extractors.readers.pdfium_glyphs import make_chars, read_glyphs
from ucap.extractors.readers.pdfium_objects import find_objects
from ucap.extractors.readers.pdfium_shapes import read_image_rules, read_shapes
from ucap.extractors.readers.tolerances import PDF, PdfTolerances

_LETTER = (0.0, 0.0, 612.0, 792.0)


def read_pdf(data: bytes, max_pages: int = MAX_PAGES, tolerances: PdfTolerances = PDF) -> PdfDocument:
    """Read all pages of a PDF.

    Raises `UnreadableDocument` with code `encrypted`, `damaged`, `too_large` (more than `max_pages`) or `no_text_layer`, and
    `MemoryError` where the memory that the process may use is not enough.
    """
    with _open_document(data) as document:
        pages = []
        # The number of pages that the file claims need not be true: the ones that are there count.
        for index in range(min(raw.FPDF_GetPageCount(document), max_pages + 1)):
            with _open_page(document, index) as page:
                if not page:
                    break
                if index == max_pages:
                    raise explain_page_limit(max_pages)
                pages.append(read_page(page, index + 1, tolerances))
        modified = _read_metadata(document, "ModDate")
    return make_document(pages, modified, tolerances)


@contextmanager
def _open_document(data: bytes) -> Iterator[Any]:
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _explain_failure(raw.FPDF_GetLastError())
    try:
        yield document
    finally:
        raw.FPDF_CloseDocument(document)


def _explain_failure(code: int) -> UnreadableDocument:
    if code == raw.FPDF_ERR_PASSWORD:
        return UnreadableDocument("encrypted", "the PDF asks for a password; save a copy without one.")
    if code == raw.FPDF_ERR_SECURITY:
        return UnreadableDocument("encrypted", "the PDF is encrypted in a way that is not known here; save a copy without.")
    return UnreadableDocument("damaged", f"the PDF cannot be parsed (PDFium error {code}); fetch or export it again.")


@contextmanager
def _open_page(document: Any, index: int) -> Iterator[Any]:
    page = raw.FPDF_LoadPage(document, index)
    try:
        yield page
    finally:
        if page:
            raw.FPDF_ClosePage(page)


@contextmanager
def _open_text(page: Any) -> Iterator[Any]:
    text_page = raw.FPDFText_LoadPage(page)
    try:
        yield text_page
    finally:
        raw.FPDFText_ClosePage(text_page)


def read_page(page: Any, number: int, tolerances: PdfTolerances = PDF) -> Page:
    """Read one of PDFium's pages; one that is printed sideways is turned first."""
    box, rotation = _read_media_box(page), 90 * raw.FPDFPage_GetRotation(page)
    objects = list(find_objects(to_address(page), max(0, raw.FPDFPage_CountObjects(page))))
    paths = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_PATH]
    images = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_IMAGE]
    texts = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_TEXT]
    with _open_text(page) as text_page:
        glyphs = read_glyphs(text_page, texts)
        frame, width, height = make_frame(box, rotation)
        chars = make_chars(glyphs, frame, height)
        ways = (multiply(run.matrix, frame) for run in glyphs.runs)
        if any(a <= tolerances.glyphs.slanted * abs(b) for a, b, *_ in ways) and (turn := find_turn(chars, tolerances.glyphs)):
            frame, width, height = make_frame(box, rotation + turn)
            chars = make_chars(glyphs, frame, height)
    shapes = [*read_shapes(paths, frame, height), *read_image_rules(images, frame, height, tolerances.thin)]
    return build_page(number, width, height, chars, shapes, tolerances)


def _read_media_box(page: Any) -> tuple[float, float, float, float]:
    """Return a page's media box; it may be given by any two opposite corners."""
    corners = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPage_GetMediaBox(page, *corners):  # the page inherits it, which only the box as a whole says
        bounds = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page, bounds):
            return _LETTER
        return bounds.left, bounds.bottom, bounds.right, bounds.top
    x0, y0, x1, y1 = (corner.value for corner in corners)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def make_frame(box: tuple[float, float, float, float], degrees: int) -> tuple[Matrix, float, float]:
    """Return the matrix that takes a box to an upright page at the origin, turned clockwise, and that page's width and height.

    >>> make_frame((10, 20, 110, 220), 90)
    ((0.0, -1.0, 1.0, 0.0, -20, 110), 200, 100)
    """
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    match degrees % 360:
        case 90:
            return (0.0, -1.0, 1.0, 0.0, -y0, x1), height, width
        case 180:
            return (-1.0, 0.0, 0.0, -1.0, x1, y1), width, height
        case 270:
            return (0.0, 1.0, -1.0, 0.0, y1, -x0), height, width
    return (1.0, 0.0, 0.0, 1.0, -x0, -y0), width, height


def _read_metadata(document: Any, key: str) -> str:
    name = key.encode()
    length = raw.FPDF_GetMetaText(document, name, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(document, name, buffer, length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")
