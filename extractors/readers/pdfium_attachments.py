"""Files that a PDF holds besides its pages: a cover sheet may carry the summary itself."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.pdf_pdfium import open_document

MOST_ATTACHMENTS = 10
"""Files of one PDF that are looked at. Chosen: a cover sheet has one or two; a portfolio of more is a collection to split."""
_MOST_PAGES, _MOST_ANNOTATIONS = 5, 100
"""Pages of a cover, and annotations of each, that may hold a file. Chosen."""
LARGEST_ATTACHMENT = 50_000_000
"""Bytes of an attached file that is read. Chosen: summaries have less than 5 million."""


@dataclass(frozen=True)
class Attachment:
    """An attached file: its name, and its bytes where it is a PDF that is not too large."""

    name: str
    pdf: bytes | None


def list_attachments(data: bytes) -> list[Attachment]:
    """Return the first files that a PDF holds, in its own order; what they hold in turn is not looked at.

    Raises `UnreadableDocument` where the PDF itself cannot be opened.
    """
    with open_document(data) as document:
        return list(_find_attachments(document))


def open_attached(data: bytes, name: str) -> bytes:
    """Return the PDF of a name that is attached to a PDF. Raises `UnreadableDocument` where there is none."""
    for found in list_attachments(data):
        if found.name == name and found.pdf is not None:
            return found.pdf
    raise UnreadableDocument("attachment", f"nothing of the name {name} is attached to the file; read it again.")


def _find_attachments(document: Any) -> Iterator[Attachment]:
    """Yield the files that the document names, then those that are clipped to its pages; one that is both once."""
    found = (_read_attachment(handle) for handle in _list_named(document))
    clipped = (attachment for index in range(_MOST_PAGES) for attachment in _list_clipped(document, index))
    for number, (name, pdf) in enumerate(dict.fromkeys(islice(chain(found, clipped), MOST_ATTACHMENTS)), start=1):
        yield Attachment(name or f"attachment {number}", pdf)


def _list_named(document: Any) -> Iterator[Any]:
    for index in range(min(MOST_ATTACHMENTS, max(0, raw.FPDFDoc_GetAttachmentCount(document)))):
        if handle := raw.FPDFDoc_GetAttachment(document, index):
            yield handle


def _list_clipped(document: Any, index: int) -> list[tuple[str, bytes | None]]:
    """Return name and bytes of the files that annotations of a page hold; none where there is no such page."""
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        return []
    found = []
    try:
        for number in range(min(_MOST_ANNOTATIONS, max(0, raw.FPDFPage_GetAnnotCount(page)))):
            annotation = raw.FPDFPage_GetAnnot(page, number)
            if not annotation:
                continue
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FILEATTACHMENT:
                handle = raw.FPDFAnnot_GetFileAttachment(annotation)
                found += [_read_attachment(handle)] if handle else []
            raw.FPDFPage_CloseAnnot(annotation)
    finally:
        raw.FPDF_ClosePage(page)
    return found


def _read_attachment(handle: Any) -> tuple[str, bytes | None]:
    return _read_name(handle), _read_pdf(handle)


def _read_name(attachment: Any) -> str:
    length = raw.FPDFAttachment_GetName(attachment, None, 0)
    units = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFAttachment_GetName(attachment, units, length)
    return bytes(units).decode("utf-16-le", "replace").rstrip("\0")


def _read_pdf(attachment: Any) -> bytes | None:
    length = ctypes.c_ulong()
    if not raw.FPDFAttachment_GetFile(attachment, None, 0, length) or not 0 < length.value <= LARGEST_ATTACHMENT:
        return None
    content = ctypes.create_string_buffer(length.value)
    raw.FPDFAttachment_GetFile(attachment, content, length.value, length)
    return content.raw if b"%PDF-" in content.raw[:1024] else None
