"""Read a PDF's words, lines and shaded areas with pdfplumber."""

import io
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage

from ucap.extractors.page import MAX_PAGES, Box, Page, PdfDocument, UnreadableDocument
from ucap.extractors.readers.glyphs import find_turn, mend_mirrored
from ucap.extractors.readers.pdf_pages import Shape, build_page, explain_page_limit, make_document
from ucap.extractors.readers.tolerances import PDF, PdfTolerances


def read_pdf(data: bytes, max_pages: int = MAX_PAGES, tolerances: PdfTolerances = PDF) -> PdfDocument:
    """Read all pages of a PDF.

    Raises `UnreadableDocument` with code `encrypted`, `damaged`, `too_large` (more than `max_pages`) or `no_text_layer`, and
    `MemoryError` where the memory that the process may use is not enough.
    """
    try:
        # Not in a `with`: at its end pdfplumber would go through all pages again, also when that is what went wrong.
        pdf = pdfplumber.open(io.BytesIO(data), unicode_norm="NFC")
        # Not what `/Count` says, which need not be true; the tree is walked no further than need be.
        count = len(list(islice(PDFPage.create_pages(pdf.doc), max_pages + 1)))
        if count > max_pages:
            raise explain_page_limit(max_pages)
        pages = tuple(read_page(page, tolerances) for page in pdf.pages)
        modified = pdf.metadata.get("ModDate")
    except UnreadableDocument:
        raise
    except Exception as error:  # pdfminer raises what its parsers happen to meet: KeyError, struct.error, RecursionError ...
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        raise _explain_failure(cause) from error
    return make_document(pages, modified, tolerances)


def _explain_failure(cause: Exception) -> Exception:
    """Return what a failure of the library means for the file; a lack of memory is the process's, not the file's."""
    if isinstance(cause, MemoryError):
        return cause
    if isinstance(cause, PDFPasswordIncorrect):
        return UnreadableDocument("encrypted", "the PDF asks for a password; save a copy without one.")
    if isinstance(cause, PDFEncryptionError):
        return UnreadableDocument("encrypted", "the PDF is encrypted in a way that is not known here; save a copy without.")
    return UnreadableDocument("damaged", f"the PDF cannot be parsed ({type(cause).__name__}); fetch or export it again.")


def read_page(page: Any, tolerances: PdfTolerances = PDF) -> Page:
    """Read one pdfplumber page; one that is printed sideways is turned first."""
    x0, y0, x1, y1 = page.page_obj.mediabox  # any two opposite corners, which pdfminer takes as if in order
    page.page_obj.mediabox = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    chars = mend_mirrored(page.chars, float(page.height))
    if turn := find_turn(chars, tolerances.glyphs):
        page = turn_page(page, turn)
        chars = mend_mirrored(page.chars, float(page.height))
    # Curves before rectangles: where both are drawn at one place, the first is the bullet.
    shapes = [
        Shape(shape["object_type"], to_box(shape), bool(shape["fill"]), bool(shape["stroke"]))
        for shape in (*page.lines, *page.curves, *page.rects)
    ]
    images = [Shape("rect", to_box(image), fill=True, stroke=False) for image in page.images]  # dvips prints rules as pictures
    shapes += [image for image in images if min(image.box.x1 - image.box.x0, image.box.height) <= tolerances.thin]
    return build_page(page.page_number, float(page.width), float(page.height), chars, shapes, tolerances)


def turn_page(page: Any, degrees: int) -> Any:
    """Return a page turned clockwise, as if the file had said so; its boxes count from the top left of the turned page."""
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.rotation + degrees) % 360
    return pdfplumber.page.Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def to_box(shape: dict[str, Any]) -> Box:
    """Return the box of a pdfplumber object."""
    return Box(*(float(shape[k]) for k in ("x0", "top", "x1", "bottom")))
