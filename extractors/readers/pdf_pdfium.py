"""Read a PDF's words, lines and shaded areas with PDFium, through pypdfium2's raw functions: many times faster than pdfplumber.

PDFium also draws pages, so what is read and what is drawn come from one engine and share one frame.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import MAX_PAGES, Box, Page, PdfDocument, UnreadableDocument
from ucap.extractors.readers.fields import FormField
from ucap.extractors.readers.glyphs import find_turn
from ucap.extractors.readers.pdf_pages import build_page, explain_page_limit, make_document
from ucap.extractors.readers.pdfium_calls import Matrix, multiply, to_address
from ucap.extractors.readers.pdfium_fields import open_form, print_annotations
from ucap.extractors.readers.pdfium_glyphs import make_chars, read_glyphs
from ucap.extractors.readers.pdfium_objects import PageObject, find_objects
from ucap.extractors.readers.pdfium_shapes import read_shapes
from ucap.extractors.readers.recognised import mend_page
from ucap.extractors.readers.tolerances import PDF, RECOGNISED, PdfTolerances

_LETTER = (0.0, 0.0, 612.0, 792.0)


def read_pdf(data: bytes, max_pages: int = MAX_PAGES, tolerances: PdfTolerances = PDF) -> PdfDocument:
    """Read all pages of a PDF.

    Raises `UnreadableDocument` with code `encrypted`, `damaged`, `too_large` (more than `max_pages`) or `no_text_layer`, and
    `MemoryError` where the memory that the process may use is not enough.
    """
    with open_document(data) as document, open_form(document) as form:
        pages = []
        # The number of pages that the file claims need not be true: the ones that are there count.
        for index in range(min(raw.FPDF_GetPageCount(document), max_pages + 1)):
            with open_page(document, index, form) as (page, fields):
                if not page:
                    break
                if index == max_pages:
                    raise explain_page_limit(max_pages)
                pages.append(read_page(page, index + 1, tolerances, fields))
        modified = _read_metadata(document, "ModDate")
    return make_document(pages, modified, tolerances)


@contextmanager
def open_document(data: bytes) -> Iterator[Any]:
    """Give PDFium's document of a file's bytes. Raises `UnreadableDocument` where it cannot be opened."""
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
def open_page(document: Any, index: int, form: Any) -> Iterator[tuple[Any, list[FormField]]]:
    """Give a page, with what its fields and stamps show as part of its content, and its form fields."""
    page, fields = raw.FPDF_LoadPage(document, index), None
    try:
        fields = print_annotations(page, form) if page else None
        if fields is not None:
            raw.FPDF_ClosePage(page)
            page = raw.FPDF_LoadPage(document, index)
        yield page, fields or []
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


def read_page(page: Any, number: int, tolerances: PdfTolerances = PDF, fields: Sequence[FormField] = ()) -> Page:
    """Read one of PDFium's pages, which has these form fields; one that is printed sideways is turned first."""
    box, rotation = _read_media_box(page), 90 * raw.FPDFPage_GetRotation(page)
    objects = list(find_objects(to_address(page), max(0, raw.FPDFPage_CountObjects(page))))
    paths = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_PATH]
    texts = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_TEXT]
    with _open_text(page) as text_page:
        glyphs = read_glyphs(text_page, texts)
        frame, width, height = make_frame(box, rotation)
        chars = make_chars(glyphs, frame, height)
        ways = (multiply(run.matrix, frame) for run in glyphs.runs)
        if any(a <= tolerances.glyphs.slanted * abs(b) for a, b, *_ in ways) and (turn := find_turn(chars, tolerances.glyphs)):
            frame, width, height = make_frame(box, rotation + turn)
            chars = make_chars(glyphs, frame, height)
    is_recognised = _is_recognised(texts)
    boxes = [(found, _place_box(found.corners, frame, height)) for found in fields]
    read = build_page(number, width, height, chars, read_shapes(paths, frame, height), tolerances, boxes)
    return mend_page(read) if is_recognised else read


def _is_recognised(texts: Sequence[PageObject]) -> bool:
    """Whether nearly all text of a page is invisible: a program laid what it recognised over the picture of the page."""
    objects = (ctypes.cast(text.address, raw.FPDF_PAGEOBJECT) for text in texts)
    invisible = sum(raw.FPDFTextObj_GetTextRenderMode(found) == raw.FPDF_TEXTRENDERMODE_INVISIBLE for found in objects)
    return bool(invisible > RECOGNISED.covered * len(texts))


def _place_box(corners: tuple[float, float, float, float], frame: Matrix, height: float) -> Box:
    """Return the box, on the upright page of that height, of two opposite corners in the page's own coordinates."""
    a, b, c, d, e, f = frame
    x0, y0, x1, y1 = corners
    xs = sorted((a * x0 + c * y0 + e, a * x1 + c * y1 + e))
    ys = sorted((b * x0 + d * y0 + f, b * x1 + d * y1 + f))
    return Box(xs[0], height - ys[1], xs[1], height - ys[0])


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
