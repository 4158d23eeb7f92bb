"""The readers of PDFs by name, and which is tried when."""

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ucap.extractors.options import DEFAULT_READER
from ucap.extractors.page import MAX_PAGES, PdfDocument, UnreadableDocument
from ucap.extractors.readers.tolerances import PDF, PdfTolerances
from ucap.schemas.records import PdfReader

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
        return replace(load_reader(reader)(data, max_pages, tolerances), reader=reader)
    except UnreadableDocument as error:
        if reader != "pdfium" or error.code not in SECOND_TRIES:
            raise
    return replace(load_reader("pdfplumber")(data, max_pages, tolerances), reader="pdfplumber")


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
