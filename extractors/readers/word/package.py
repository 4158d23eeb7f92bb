"""Bytes of a Word document in, its parts out: within limits of what they unpack to."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from ucap.extractors.page import UnreadableDocument

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""WordprocessingML's namespace (ISO/IEC 29500-4, the transitional form, which Word writes by default)."""
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
"""The names of the strict form (ISO/IEC 29500-1): the same elements under other names, which python-docx does not know."""
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_RELATIONS = "_rels/.rels"
_DAMAGED = "the Word document is cut off or damaged; open it in Word and save it again, or fetch it again."
_ELSEWHERE = (f"{W}altChunk", f"{W}subDoc")
"""What stands for a file within or beside the document, which Word puts in its place when it opens the document."""
_MARGINS = ("/header", "/footer", "/footnotes", "/endnotes")
"""What the relationships of parts end with that are printed around the text."""


@dataclass(frozen=True)
class PackageLimits:
    """How much a document may unpack to; a form has about 20 parts of some hundred kB, and pictures."""

    parts: int = 2000
    xml_bytes: int = 50_000_000
    bytes: int = 300_000_000


PACKAGE = PackageLimits()
"""The limits that documents are opened with."""


@dataclass(frozen=True)
class WordPackage:
    """The parts of a document that are read: its body, styles and numbering, and what stands in margins and notes."""

    body: Element
    styles: Element | None
    numbering: Element | None
    prompts: Mapping[str, str]
    """The words that tell what to fill into a content control, by the name that its properties have for them."""
    margins: tuple[Element, ...]
    modified_at: datetime | None


def open_package(data: bytes, limits: PackageLimits = PACKAGE) -> WordPackage:
    """Open a document. Raises `UnreadableDocument` with code `damaged`, `unsupported_format` or `too_large`.

    The sizes are those that the archive declares; no more than these are unpacked.
    """
    import docx  # noqa: PLC0415 - it takes 0.1 s to import, and few documents need it
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

    try:
        _check_sizes(data, limits)
        document = docx.Document(io.BytesIO(_write_transitional(data)))
        related = {rel.reltype: rel.target_part for rel in document.part.rels.values() if not rel.is_external}
        margins = tuple(_list_margins(document.part.rels.values()))
        numbering = related.get(RELATIONSHIP_TYPE.NUMBERING)
        styles = related.get(RELATIONSHIP_TYPE.STYLES)
        glossary = related.get(RELATIONSHIP_TYPE.GLOSSARY_DOCUMENT)
        if next(document.element.body.iter(*_ELSEWHERE), None) is not None:
            raise UnreadableDocument(
                "unsupported_format",
                "a part of the Word document is a file in it or beside it; open it in Word, and save it again.",
            )
        return WordPackage(
            document.element.body,
            _root(styles) if styles else None,
            _root(numbering) if numbering else None,
            _read_prompts(_root(glossary)) if glossary else {},
            margins,
            _read_time(document.core_properties.modified),
        )
    except UnreadableDocument:
        raise
    except ValueError as error:
        if "content type" in str(error):
            raise UnreadableDocument(
                "unsupported_format", "a Word document with macros or a template; save it as .docx."
            ) from error
        raise UnreadableDocument("damaged", _DAMAGED) from error
    except Exception as error:  # whatever a damaged archive makes zipfile, lxml and python-docx raise
        raise UnreadableDocument("damaged", _DAMAGED) from error


def _check_sizes(data: bytes, limits: PackageLimits) -> None:
    infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    xml = sum(info.file_size for info in infos if info.filename.endswith((".xml", ".rels")))
    for count, most, what in (
        (len(infos), limits.parts, "parts"),
        (xml, limits.xml_bytes, "bytes of text"),
        (sum(info.file_size for info in infos), limits.bytes, "bytes"),
    ):
        if count > most:
            raise UnreadableDocument(
                "too_large", f"the Word document unpacks to {count:,} {what}, more than {most:,}; split it."
            )


def _write_transitional(data: bytes) -> bytes:
    """Return a document of the strict form with the names of the transitional one, every other as it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _RELATIONS not in archive.namelist() or not _STRICT.search(archive.read(_RELATIONS)):
            return data
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as written:
            for info in archive.infolist():
                part = archive.read(info)
                is_xml = info.filename.endswith((".xml", ".rels"))
                written.writestr(info.filename, _STRICT.sub(_TRANSITIONAL, part) if is_xml else part)
    return stream.getvalue()


def _read_prompts(glossary: Element) -> dict[str, str]:
    found = {}
    for part in glossary.iter(f"{W}docPart"):
        name, body = part.find(f"{W}docPartPr/{W}name"), part.find(f"{W}docPartBody")
        if name is not None and body is not None:
            found[name.get(f"{W}val", "")] = "".join(text.text or "" for text in body.iter(f"{W}t"))
    return found


def _root(part: Any) -> Element:
    """Return the root of a part, parsed where python-docx keeps it as bytes."""
    from docx.oxml.parser import parse_xml  # noqa: PLC0415

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _list_margins(relationships: Any) -> Iterator[Element]:
    """Yield the roots of headers, footers and notes, in the order of their names."""
    kept = [rel for rel in relationships if not rel.is_external and rel.reltype.endswith(_MARGINS)]
    for rel in sorted(kept, key=lambda rel: str(rel.target_part.partname)):
        yield _root(rel.target_part)


def _read_time(time: datetime | None) -> datetime | None:
    if time is None:
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
