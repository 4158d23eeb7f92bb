"""Files that a PDF holds besides its pages: a cover sheet may carry the summary itself."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.pdf_pdfium import open_document

MOST_ATTACHMENTS = 10
"""Files of one PDF that are looked at. Chosen: a cover sheet has one or two; a portfolio of more is a collection to split."""
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
    for index in range(min(MOST_ATTACHMENTS, max(0, raw.FPDFDoc_GetAttachmentCount(document)))):
        attachment = raw.FPDFDoc_GetAttachment(document, index)
        if attachment:
            yield Attachment(_read_name(attachment) or f"attachment {index + 1}", _read_pdf(attachment))


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
