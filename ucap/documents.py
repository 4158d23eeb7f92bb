"""Reading one document. Use it as `ucap.read_document`."""

from pathlib import Path

from ucap.extractors.extract import read_document as read_bytes
from ucap.extractors.options import DEFAULT_READER, ReadingOptions
from ucap.extractors.page import MAX_PAGES
from ucap.schemas.readers import PdfReader
from ucap.schemas.reading import Reading


def read_document(
    source: str | Path | bytes, *, name: str | None = None, max_pages: int = MAX_PAGES, reader: PdfReader = DEFAULT_READER
) -> Reading:
    """Read one PDF, Word document or text file, given as a path (`str` or `Path`) or as its content (`bytes`).

    Bad content raises nothing. The reading is then quarantined: `ucap` is None, and `document.reason` is a stable code, `: `
    and a sentence. `name` is the `source_path` of the rows and findings; without it, this is the file's name, or `document` for
    bytes. A document of more than `max_pages` pages is refused (in a text, 100,000 characters count as one page).
    `reader` names the library that reads PDFs: `pdfium`, or `pdfplumber`, which is slower.

    The document is read in this process, without a limit on time or memory. For files that you do not trust use `ucap.ingest`,
    which reads each file in a process of its own. Raises `OSError` where the path cannot be read.

    >>> read_document(b"Minutes of a meeting", name="minutes.txt").document.status
    'quarantined'
    """
    options = ReadingOptions(max_pages, reader)
    if isinstance(source, bytes):
        return read_bytes(source, name or "document", options)
    path = Path(source)
    return read_bytes(path.read_bytes(), name or path.name, options)
