"""The reading of one document: what the extractors hand to validation and publishing."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from ucap.schemas.records import Document, Issue
from ucap.schemas.ucap import Ucap


@dataclass(frozen=True)
class Reading:
    """What was read from one file: its row, its U-CAP unless it is quarantined, and the findings.

    `ucap` is what is published. `extracted` is the same before rules withheld values; corrections are applied to it. `doubts`
    names by `issue_id` the values that a finding doubts (table, key of the row, column), where it doubts some in particular.
    """

    document: Document
    ucap: Ucap | None
    issues: tuple[Issue, ...] = ()
    extracted: Ucap | None = None
    doubts: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)

    def load(self) -> "Reading":
        """Return the reading itself; of a `KeptReading`, what lies in the file."""
        return self


_COLUMNS = tuple(Document.model_fields)
_REPEATED = frozenset({"format", "status", "template", "extractor_version", "reader"})
"""Columns with few different values."""
_DOCUMENT_ID, _SOURCE_PATH = (_COLUMNS.index(name) for name in ("document_id", "source_path"))


class ReadingStore(Protocol):
    """Where readings are kept."""

    def load(self, document_id: str, source_path: str) -> Reading:
        """Return the reading of a document."""
        ...


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A reading that lies in a file: what a whole run needs of it is here, the rest is loaded when its rows are made.

    So the memory of a run does not grow with what is in its documents. `row` are the values of its row of `documents`; a record
    needs five times as much.
    """

    row: tuple[Any, ...]
    store: ReadingStore

    @classmethod
    def of(cls, document: Document, store: ReadingStore) -> "KeptReading":
        """Return what a run needs of the reading of a document."""
        values = ((name, getattr(document, name)) for name in _COLUMNS)
        return cls(tuple(sys.intern(value) if value and name in _REPEATED else value for name, value in values), store)

    @property
    def document(self) -> Document:
        """The document's row; made each time."""
        return Document.model_construct(**dict(zip(_COLUMNS, self.row, strict=True)))

    def load(self) -> Reading:
        """Return the reading, from its file."""
        return self.store.load(self.row[_DOCUMENT_ID], self.row[_SOURCE_PATH])


AnyReading: TypeAlias = Reading | KeptReading
