"""The readers of PDFs by name, and which is tried when."""

from collections.abc import Callable
from typing import Literal, TypeAlias

from ucap.extractors.page import MAX_PAGES, PdfDocument, UnreadableDocument

PdfReader: TypeAlias = Literal["pdfium", "pdfplumber"]
DEFAULT_READER: PdfReader = "pdfium"
SECOND_TRIES = frozenset({"damaged", "no_text_layer"})
"""Refusals after which PDFium's file goes to pdfplumber: it repairs other damage, and knows other fonts' names of letters."""


def read_pdf(data: bytes, max_pages: int = MAX_PAGES, reader: PdfReader = DEFAULT_READER) -> PdfDocument:
    """Read all pages of a PDF with a reader; what PDFium cannot read is tried with pdfplumber.

    Raises `UnreadableDocument` with code `encrypted`, `damaged`, `too_large` (more than `max_pages`) or `no_text_layer`, and
    `MemoryError` where the memory that the process may use is not enough.
    """
    try:
        return load_reader(reader)(data, max_pages)
    except UnreadableDocument as error:
        if reader != "pdfium" or error.code not in SECOND_TRIES:
            raise
    return load_reader("pdfplumber")(data, max_pages)


def load_reader(name: PdfReader) -> Callable[[bytes, int], PdfDocument]:
    """Return the function that reads PDFs with one library alone; the library is imported when it is first asked for."""
    match name:
        case "pdfium":
            from ucap.extractors.readers import pdf_pdfium  # noqa: PLC0415

            return pdf_pdfium.read_pdf
        case "pdfplumber":
            from ucap.extractors.readers import pdf_pdfplumber  # noqa: PLC0415

            return pdf_pdfplumber.read_pdf
