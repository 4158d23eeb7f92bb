"""The readers of PDFs by name, and which is tried when."""

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ucap.extractors.options import DEFAULT_READER
from ucap.extractors.page import MAX_PAGES, Page, PdfDocument, UnreadableDocument, list_pictured
from ucap.extractors.readers.ocr import Recognise
from ucap.extractors.readers.ocr_engines import load_engine
from ucap.extractors.readers.pdf_pages import explain_page_limit, make_document
from ucap.extractors.readers.recognised import settle_pages
from ucap.extractors.readers.tolerances import PDF, PdfTolerances
from ucap.schemas.readers import PdfReader

if TYPE_CHECKING:
    from ucap.extractors.readers.pdfium_attachments import Attachment

SECOND_TRIES = frozenset({"damaged", "no_text_layer"})
"""Refusals after which PDFium's file goes to pdfplumber: it repairs other damage, and knows other fonts' names of letters."""


class ReadPdf(Protocol):
    """What reads all pages of a PDF with one library, up to a number of pages."""

    def __call__(self, data: bytes, max_pages: int = ..., tolerances: PdfTolerances = ...) -> PdfDocument:
        """Return the document. Raises what `read_pdf` raises."""
        ...


def read_pdf(
    data: bytes, max_pages: int = MAX_PAGES, reader: PdfReader = DEFAULT_READER, tolerances: PdfTolerances = PDF
) -> PdfDocument:
    """Read all pages of a PDF with a reader; what PDFium cannot read is tried with pdfplumber. The document names its reader.

    Raises `UnreadableDocument` with code `encrypted`, `damaged`, `too_large` (more than `max_pages`) or `no_text_layer`, and
    `MemoryError` where the memory that the process may use is not enough.
    """
    try:
        return _fill_pictures(replace(load_reader(reader)(data, max_pages, tolerances), reader=reader), data)
    except UnreadableDocument as error:
        if reader != "pdfium" or error.code not in SECOND_TRIES:
            raise
    try:
        return replace(load_reader("pdfplumber")(data, max_pages, tolerances), reader="pdfplumber")
    except UnreadableDocument as error:
        recognise = load_engine() if error.code == "no_text_layer" else None
        if recognise is None:
            raise
        return _read_pictures(data, max_pages, recognise)


def _read_pictures(data: bytes, max_pages: int, recognise: Recognise) -> PdfDocument:
    """Read the pages of a PDF as a person does who sees them. Raises `UnreadableDocument` where nothing is recognised."""
    from ucap.extractors.readers.pdf_picture import draw_greys  # noqa: PLC0415
    from ucap.extractors.readers.scan import read_picture  # noqa: PLC0415

    pages = []
    for number, (picture, per_point) in enumerate(draw_greys(data), start=1):
        if number > max_pages:
            raise explain_page_limit(max_pages)
        pages.append(read_picture(picture, number, per_point, recognise))
    return make_document(settle_pages(pages), None)


def _fill_pictures(document: PdfDocument, data: bytes) -> PdfDocument:
    """Return a document with what its pages show in pictures recognised, where an engine is installed.

    A page without text is recognised as a whole, of another one what was seen there and not read.
    """
    pictured = {page.number: page for page in document.pages if not page.words or list_pictured(page)}
    recognise = load_engine() if pictured else None
    if recognise is None:
        return document
    from ucap.extractors.readers.patches import read_patches  # noqa: PLC0415
    from ucap.extractors.readers.pdf_picture import draw_greys  # noqa: PLC0415
    from ucap.extractors.readers.scan import read_picture  # noqa: PLC0415

    read: dict[int, Page] = {}
    for number, (picture, per_point) in zip(sorted(pictured), draw_greys(data, pictured), strict=True):
        page = pictured[number]
        if page.words:
            read[number] = read_patches(page, picture, per_point, recognise)
        else:
            read[number] = read_picture(picture, number, per_point, recognise)
    return replace(document, pages=tuple(settle_pages([read.get(page.number, page) for page in document.pages])))


def list_attached(data: bytes) -> "list[Attachment]":
    """Return the files that a PDF holds besides its pages; none where it cannot be opened."""
    from ucap.extractors.readers.pdfium_attachments import list_attachments  # noqa: PLC0415

    try:
        return list_attachments(data)
    except UnreadableDocument:
        return []


def load_reader(name: PdfReader) -> ReadPdf:
    """Return the function that reads PDFs with one library alone; the library is imported when it is first asked for."""
    match name:
        case "pdfium":
            from ucap.extractors.readers import pdf_pdfium  # noqa: PLC0415

            return pdf_pdfium.read_pdf
        case "pdfplumber":
            from ucap.extractors.readers import pdf_pdfplumber  # noqa: PLC0415

            return pdf_pdfplumber.read_pdf
