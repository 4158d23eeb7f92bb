"""How large the unit of a PDF's pages is: neither PDFium nor pdfplumber says it."""

import io
import re
import zlib
from collections.abc import Sequence
from itertools import islice

_KEY = b"/UserUnit"
_OBJECT_STREAM = re.compile(rb"/ObjStm\b[^>]*(?:>>?[^>s]*)*?stream\r?\n")
_MOST_OBJECTS = 1 << 22
"""Bytes of an object stream that are looked into; those of a form hold some thousands."""
_LARGEST = 1000.0
"""Largest unit that is believed: a page of 200 inches, the most that viewers show, would be five kilometres long."""


def read_units(data: bytes, max_pages: int) -> Sequence[float]:
    """Return the points that a unit of each page is, for the first `max_pages` pages; empty where all units are points.

    Nearly no PDF has `/UserUnit` (ISO 32000-1, 14.11.2): its bytes are searched before it is parsed.
    """
    if not _mentions_units(data):
        return ()
    from pdfminer.pdfdocument import PDFDocument  # noqa: PLC0415 (20 MiB, for nearly no document)
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415
    from pdfminer.pdftypes import resolve1  # noqa: PLC0415

    try:
        pages = PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))
        return [_read_unit(resolve1(page.attrs.get("UserUnit"))) for page in islice(pages, max_pages)]
    except Exception:  # pdfminer raises what its parsers happen to meet; then the units are points, as PDFium takes them
        return ()


def _read_unit(value: object) -> float:
    return float(value) if isinstance(value, int | float) and 0 < value <= _LARGEST else 1.0


def _mentions_units(data: bytes) -> bool:
    if _KEY in data:
        return True
    view = memoryview(data)
    for match in _OBJECT_STREAM.finditer(data):
        try:
            if _KEY in zlib.decompressobj().decompress(view[match.end() :], _MOST_OBJECTS):
                return True
        except zlib.error:
            continue
    return False
