"""Bytes in, what kind of file they are out: by their content, as names say little."""

from ucap.extractors.page import UnreadableDocument
from ucap.schemas.records import SourceFormat

_PDF_MAGIC = b"%PDF-"
_PDF_MAGIC_WITHIN = 1024
"""Bytes: how far readers of PDF look for its header, as mail programs write theirs before it (PDF Reference 1.7, note H-13)."""
_HEAD = 4096
"""Bytes that are looked at; what is not text shows it from the beginning."""
_MOST_CONTROLS = 0.02
"""Share of them that may be control characters: converters leave some in texts; in packed files every tenth byte is one."""
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\0")
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive, as office documents are"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document of the old kind"),
    (b"{\\rtf", "rich text"),
    (b"%!PS", "PostScript"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!\x1a", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
)


def detect_format(data: bytes) -> SourceFormat | None:
    """Return a file's format by its content; None where it is neither PDF nor text."""
    if name_format(data):
        return None
    if _PDF_MAGIC in data[:_PDF_MAGIC_WITHIN]:
        return "pdf"
    head = data[:_HEAD]
    # Zeros do not count here, as every other byte of UTF-16 is one.
    return None if len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head) else "text"


def name_format(data: bytes) -> str | None:
    """Return in words what a file that begins as others do is; None where its beginning is not known."""
    return next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)


def unsupported(data: bytes) -> UnreadableDocument:
    """Say that a file is neither PDF nor text, and what it is where that is known."""
    what = name_format(data)
    sentence = f"the file is {what}, " if what else "the file is "
    return UnreadableDocument("unsupported_format", f"{sentence}neither a PDF nor text; save it as one of them.")
