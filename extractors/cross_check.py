"""A second opinion: the values that two readers of PDFs gave for one document, compared."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest

from ucap.extractors.findings import Finding, quote, render_issues
from ucap.extractors.options import READERS, ReadingOptions
from ucap.schemas.readers import PdfReader
from ucap.schemas.reading import Reading
from ucap.schemas.records import Document, Entity, Record, SectionName
from ucap.schemas.values import render_value
from ucap.schemas.wording import render_count

CODE = "readers_disagree"

_TABLES = ("cities", "themes", "agenda_topics", "activities", "results", "sections")
_SECTIONS: Mapping[str, SectionName] = {
    "themes": "themes", "agenda_topics": "agenda", "activities": "activities", "results": "results",
}  # fmt: skip
_OF_THE_FILE = ("page_count", "template", "modified_at")
_FOLLOWING = frozenset({"ucap_id", "activity_id"})
"""Columns that follow from others: from names of cities, and places in the order."""


def find_other_reader(document: Document, options: ReadingOptions) -> PdfReader:
    """Return the reader that did not read this document, or, where none did, that was not asked first."""
    used = document.reader or options.reader
    return next(reader for reader in READERS if reader != used)


def add_opinion(reading: Reading, other: Reading, reader: PdfReader) -> Reading:
    """Return a reading with a finding for each published value that the reading `other`, by `reader`, has otherwise."""
    document = reading.document
    findings = compare_readings(reading, other, reader)
    issues = render_issues(findings, document.source_path, document.document_id, document.ucap_id)
    return replace(reading, issues=(*reading.issues, *issues))


def compare_readings(reading: Reading, other: Reading, reader: PdfReader) -> list[Finding]:
    """Return a finding for each published value that differs, with table, row, column and both values.

    Rows are compared in their order; a table with another number of rows is one finding. Of entities the mentions are
    compared, not their offsets. Evidence and findings are not compared. Where one of them gave no U-CAP, or `other` was read
    by another reader than `reader`, that is the only finding.
    """
    names = (reading.document.reader or "the first", reader)
    if reading.ucap is None and other.ucap is None:
        return []
    if other.ucap is None:
        return [Finding(CODE, f"{reader} gives no U-CAP ({other.document.reason}); published is what {names[0]} read.")]
    if reading.ucap is None:
        return [Finding(CODE, f"{reader} reads a U-CAP from this file, which is quarantined.")]
    if other.document.reader != reader:
        return [Finding(CODE, f"{reader} cannot read this file; published is what {names[0]} read.")]
    found = list(_compare_rows(reading.document, other.document, names, _OF_THE_FILE))
    found += _compare_rows(reading.ucap.summary, other.ucap.summary, names)
    for table in _TABLES:
        rows, others = getattr(reading.ucap, table), getattr(other.ucap, table)
        if len(rows) != len(others):
            details = f"{table} has {render_count(len(rows), 'row')} by {names[0]}, {len(others)} by {names[1]}."
            found.append(Finding(CODE, details, _SECTIONS.get(table)))
            continue
        for row, second in zip(rows, others, strict=True):
            found += _compare_rows(row, second, names)
    return [*found, *_compare_mentions(reading.ucap.entities, other.ucap.entities, names)]


def _compare_rows(
    row: Record, other: Record, names: tuple[str, str], columns: tuple[str, ...] | None = None
) -> Iterator[Finding]:
    for column in columns or type(row).model_fields:
        values = getattr(row, column), getattr(other, column)
        if values[0] == values[1] or (columns is None and column in _FOLLOWING):
            continue
        shown = [_show_difference(*pair) for pair in (values, values[::-1])]
        details = f"{row.table_name} {row.row_key()} {column} is {shown[0]} by {names[0]}, {shown[1]} by {names[1]}."
        section = getattr(row, "section", None) or _SECTIONS.get(row.table_name)
        yield Finding(CODE, details, section, render_value(values[0]), getattr(row, "page", None))


def _compare_mentions(entities: Iterable[Entity], others: Iterable[Entity], names: tuple[str, str]) -> Iterator[Finding]:
    """Yield the mentions that only one of the readers found."""
    first, second = (Counter((entity.section, entity.label, entity.text) for entity in found) for found in (entities, others))
    for only, name in ((first - second, names[0]), (second - first, names[1])):
        for section, label, text in only.elements():
            yield Finding(CODE, f"entities has {quote(text)} ({label}) by {name} only.", section, text)


def _show_difference(value: object, other: object) -> str:
    """Return a value for a message; of a long one what differs, with a few characters before."""
    text, second = render_value(value), render_value(other)
    if text is None:
        return "null"
    same = next((i for i, (a, b) in enumerate(zip_longest(text, second or "")) if a != b), 0)
    start = max(0, same - _SHOWN_BEFORE) if len(text) > _LONGEST else 0
    cut = text[start : start + _LONGEST]
    return quote(f"{'…' if start else ''}{cut}{'…' if start + _LONGEST < len(text) else ''}")


_LONGEST = 80
_SHOWN_BEFORE = 20
"""Characters of a value in a message, and of these before the first that differs."""
