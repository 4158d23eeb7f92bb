"""Bytes in, what kind of file they are out: by their content, as names say little."""

import io
import zipfile

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
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_WORD = b"word/document"
"""The main part of a Word document, by its name: `word/document.xml`, or with a number."""
_OFFICE = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/")
"""Parts of every office document of the present kind, which stand at its beginning (ISO/IEC 29500-2)."""
_SIGNATURES = (
    (_ZIP, "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (_OLD_OFFICE, "an office document of the old kind"),
    (b"{\\rtf", "a rich text document"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!\x1a", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
)
_PACKED = (
    (b"xl/workbook.xml", "an Excel workbook"),
    (b"ppt/presentation.xml", "a PowerPoint presentation"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub+zip", "an e-book"),
    (b"Index/Document.iwa", "a document of Apple's Pages, Numbers or Keynote"),
)
"""What a zip archive is by names in it, or by the first file in it, which stands there as it is."""
_FIRST = 120
"""Bytes of an archive in which the kind of an OpenDocument file or e-book stands, as the content of the first file in it."""
_CUT_OFFICE = "an office document that is cut off or damaged"
_STREAMS = (
    ("WordDocument", "a Word document (.doc)"),
    ("Workbook", "an Excel workbook (.xls)"),
    ("PowerPoint Document", "a PowerPoint presentation (.ppt)"),
    ("__substg1.0_", "an Outlook message"),
    ("EncryptedPackage", "an encrypted office document"),
)
"""What an old office document is by the names of its streams, which are written in UTF-16 ([MS-CFB], section 2.6)."""
_REMEDIES = (
    ("picture", "run text recognition (OCR) and save it as PDF"),
    ("cut off", "fetch or export it again"),
    ("archive", "unpack it, and put the documents in it here"),
    ("packed", "unpack it, and put the documents in it here"),
    ("encrypted", "remove its password"),
    (".doc)", "save it as .docx"),
    ("rich text", "save it as .docx"),
    ("workbook", "save it as PDF"),
    ("OpenDocument text", "save it as .docx"),
    ("document", "save it as PDF"),
    ("presentation", "save it as PDF"),
    ("OpenDocument", "save it as PDF"),
)


def detect_format(data: bytes) -> SourceFormat | None:
    """Return a file's format by its content; None where it is neither PDF, Word document nor text."""
    if data.startswith(_ZIP) and any(name.startswith(_WORD) for name in _list_names(data)):
        return "docx"
    if name_format(data):
        return None
    if _PDF_MAGIC in data[:_PDF_MAGIC_WITHIN]:
        return "pdf"
    head = data[:_HEAD]
    # Zeros do not count here, as every other byte of UTF-16 is one.
    return None if len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head) else "text"


def name_format(data: bytes) -> str | None:
    """Return in words what a file is that is known, but not read; None where it is not known.

    >>> name_format(b"PK\\x03\\x04 ... xl/workbook.xml ...")
    'an Excel workbook'
    """
    if data.startswith(_ZIP):
        names = b"\n".join(_list_names(data))
        if packed := next((what for name, what in _PACKED if name in names or name in data[:_FIRST]), None):
            return packed
        is_office, is_whole = any(name in names for name in _OFFICE), zipfile.is_zipfile(io.BytesIO(data))
        if is_office:
            return "an office document of another kind" if is_whole else _CUT_OFFICE
        if not is_whole:
            return "a zip archive that is cut off or damaged"
    if data.startswith(_OLD_OFFICE):
        streams = ((name.encode("utf-16-le"), what) for name, what in _STREAMS)
        if stream := next((what for name, what in streams if name in data), None):
            return stream
    return next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)


def _list_names(data: bytes) -> list[bytes]:
    """Return the names of the files in a zip archive; where its directory is lost, those that stand in it among its bytes.

    Each file's name stands uncompressed before it (APPNOTE.TXT 6.3.10, section 4.3.7), as do those of an archive within it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [name.encode("utf-8", "surrogateescape") for name in archive.namelist()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return [name for name in (*_OFFICE, _WORD, *(name for name, _ in _PACKED)) if name in data]


def unsupported(data: bytes) -> UnreadableDocument:
    """Say what a file is that is neither PDF nor text, where that is known, and what to do."""
    what = name_format(data)
    if what == _CUT_OFFICE:
        return UnreadableDocument("damaged", f"it is {what}; open it in its program and save it as .docx, or fetch it again.")
    if what is None:
        sentence = "the file is neither a PDF, a Word document (.docx) nor text; save it as one of them."
    else:
        remedy = next((remedy for word, remedy in _REMEDIES if word in what), "put a PDF, .docx or text file here instead")
        sentence = f"{what}: only PDF, .docx and text are read; {remedy}."
    return UnreadableDocument("unsupported_format", sentence)
