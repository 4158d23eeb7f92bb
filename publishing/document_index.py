"""The rows of `documents` of a version as columns: what a run compares with, in a tenth of the memory that records need."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.parts import Marks, join_tables, mark_values, sort_rows, to_marks
from ucap.schemas.arrow import render_table
from ucap.schemas.records import Document

Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]

_REPEATED = ("format", "status", "reason", "template", "extractor_version", "reader")
"""Columns in which few values occur again and again."""
_MADE = 10_000  # records that are made at once
_ENCODED = 64  # pieces in which repeated values are looked for together: one by one takes as long as to read them; chosen


@dataclass(frozen=True, eq=False)
class DocumentIndex(Mapping[str, Document]):
    """Documents by `source_path`, in its order. A record is made when it is asked for, and is not kept.

    `rows` are sorted by `source_path`; `marks` say which of them belong to the index, so that a part of it shares them.
    """

    rows: pa.Table = field(repr=False)
    marks: Marks = field(repr=False)
    _known: dict[str, Marks] = field(default_factory=dict, repr=False)
    """Marks of all rows that are asked for again and again, once for all parts of an index."""

    @classmethod
    def make(cls, parts: Iterable[pa.Table]) -> "DocumentIndex":
        """Return an index of rows of `documents`, given in pieces, in any order."""
        pieces = iter(parts)
        joined = iter(lambda: join_tables(some) if (some := list(islice(pieces, _ENCODED))) else None, None)
        rows = join_tables(encode_repeated(rows, _REPEATED) for rows in joined).unify_dictionaries()
        rows = sort_rows(rows, ["source_path"])
        return cls(rows, np.ones(rows.num_rows, bool))

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "DocumentIndex":
        """Return an index of documents."""
        return cls.make([render_table(Document, documents)])

    def __len__(self) -> int:
        return int(self.marks.sum())

    def __iter__(self) -> Iterator[str]:
        for chunk in self.take(["source_path"]).to_batches(_MADE):
            yield from chunk["source_path"].to_pylist()

    def __getitem__(self, source_path: str) -> Document:
        at = self._find(source_path)
        if at is None:
            raise KeyError(source_path)
        return Document(**self.rows.slice(at, 1).to_pylist()[0])

    def __contains__(self, source_path: object) -> bool:
        return isinstance(source_path, str) and self._find(source_path) is not None

    def find_ucap(self, ucap_id: str) -> Document | None:
        """Return the document of a U-CAP, of which the index has no other."""
        ids, numbers = self._by_ucap
        at = bisect_left(range(len(ids)), ucap_id, key=lambda number: str(ids[number].as_py()))
        found = at < len(ids) and ids[at].as_py() == ucap_id
        return Document(**self.rows.slice(int(numbers[at]), 1).to_pylist()[0]) if found else None

    @cached_property
    def _by_ucap(self) -> tuple[pa.ChunkedArray, Numbers]:
        """The U-CAPs of the documents in their order, and the row of each."""
        ids = self.take(["ucap_id"])["ucap_id"]
        order = pc.sort_indices(ids).to_numpy()
        return ids.take(pa.array(order)), np.flatnonzero(self.marks)[order]

    def list_documents(self) -> list[Document]:
        """Return the records of all: for a part of an index that is small."""
        return [Document(**row) for row in self.take(self.rows.column_names).to_pylist()]

    def take(self, columns: Collection[str]) -> pa.Table:
        """Return columns of the documents of this index."""
        some = self.rows.select(list(columns))
        return some if self.marks.all() else some.filter(pa.array(self.marks))

    def select(self, marks: Marks) -> "DocumentIndex":
        """Return those of the documents whose rows are marked."""
        return DocumentIndex(self.rows, self.marks & marks, self._known)

    def choose(self, source_paths: Collection[str]) -> "DocumentIndex":
        """Return the documents of these paths. Raises `KeyError` where one is missing."""
        if isinstance(source_paths, DocumentIndex):
            return source_paths
        chosen = self.select(self.mark("source_path", source_paths))
        if len(chosen) < len(set(source_paths)):
            raise KeyError(sorted(set(source_paths) - set(chosen)))
        return chosen

    def drop(self, source_paths: Collection[str]) -> "DocumentIndex":
        """Return the documents without those of these paths."""
        return self.select(~self.mark("source_path", source_paths)) if source_paths else self

    def mark(self, column: str, values: Collection[str]) -> Marks:
        """Return for each row whether a column has one of these values."""
        return mark_values(self.rows[column], values)

    def mark_published(self) -> Marks:
        """Return for each row whether its document is published."""
        return self._remember("published", self._mark_published)

    def mark_holders(self) -> Marks:
        """Return for each row whether a U-CAP was read from its file; see `holds_ucap`."""
        return self._remember("holders", self._mark_holders)

    def mark_rivals(self) -> Marks:
        """Return for each row whether a U-CAP was read from its file, and another row has the same bytes or U-CAP."""
        return self._remember("rivals", self._mark_rivals)

    def _remember(self, name: str, mark: Callable[[], Marks]) -> Marks:
        if name not in self._known:
            self._known[name] = mark()
        return self._known[name]

    def _mark_published(self) -> Marks:
        statuses = self.rows["status"].combine_chunks()
        published = pc.starts_with(statuses.dictionary, "published")
        return to_marks(published.take(statuses.indices))

    def _mark_holders(self) -> Marks:
        return to_marks(pc.is_valid(self.rows["ucap_id"])) & ~self.mark("status", ["quarantined"])

    def _mark_rivals(self) -> Marks:
        holders = self.mark_holders()
        marks = np.zeros(len(holders), bool)
        for column in ("document_id", "ucap_id"):
            counts = pc.value_counts(self.rows[column].filter(pa.array(holders)))
            repeated = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
            if len(repeated):
                marks |= self.mark(column, repeated.to_pylist())
        return marks & holders

    def _find(self, source_path: str) -> int | None:
        paths = self.rows["source_path"]
        at = bisect_left(range(len(paths)), source_path, key=lambda number: str(paths[number].as_py()))
        return at if at < len(paths) and self.marks[at] and paths[at].as_py() == source_path else None


def encode_repeated(rows: pa.Table, columns: Iterable[str]) -> pa.Table:
    """Return rows with columns in which values occur again and again as a dictionary and numbers."""
    for name in columns:
        number = rows.schema.get_field_index(name)
        rows = rows.set_column(number, name, rows[name].combine_chunks().dictionary_encode())
    return rows


@cache
def index_nothing() -> DocumentIndex:
    """Return the index of no version; made when it is asked for, as pyarrow loads pandas with its first array."""
    return DocumentIndex.of(())
