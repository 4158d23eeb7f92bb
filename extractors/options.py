"""What decides, beside a file's bytes and the code, what is read from it."""

from dataclasses import dataclass
from typing import get_args

from ucap.extractors.page import MAX_PAGES
from ucap.schemas.readers import PdfReader

READERS: tuple[PdfReader, ...] = get_args(PdfReader)
"""The libraries that read PDFs; the usual one first."""

DEFAULT_READER: PdfReader = READERS[0]


@dataclass(frozen=True)
class ReadingOptions:
    """How documents are read: each option is part of a document's input key.

    Documents with more than `max_pages` pages are refused (of a text, 100,000 characters are one). `reader` names the library
    that reads PDFs. `cross_check` says that PDFs are read with the other library too, and the values compared
    (`ucap.extractors.cross_check`); `read_document` itself reads with one.
    """

    max_pages: int = MAX_PAGES
    reader: PdfReader = DEFAULT_READER
    cross_check: bool = False


DEFAULT_OPTIONS = ReadingOptions()
