"""How tables are cut into parts: by a hash, so that one changed document changes one part of each table.

Tables of U-CAPs are cut by `ucap_id`, all into the same number of parts, so that rows that refer to each other are in parts
with the same number. `documents` and `issues` are cut by `source_path`,
`events` by `event_id`. The number of parts depends only on the number of
U-CAPs or documents, and is a power of two: when it doubles, each part is split in two.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.errors import explain_failures
from ucap.publishing.manifest import ManifestPart, read_part
from ucap.publishing.storage.location import Location, fetch_each
from ucap.schemas.records import Record

KEYS_PER_PART = 256
"""The most U-CAPs or documents that a part holds on average. About 40,000 rows of evidence."""

_JOINED_BYTES = 8 * 2**20  # of tables that are copied together; from a few hundred kB on, memory goes back when it is freed
_LISTED = 10_000  # keys that are Python's at once


def part_column(model: type[Record]) -> str | None:
    """Return the column whose hash decides the part; None for a table that is not cut."""
    return next((column for column in ("source_path", "ucap_id", "event_id") if column in model.model_fields), None)


def count_parts(keys: int) -> int:
    """Return the number of parts for that many U-CAPs or documents: the least power of two that keeps parts small enough."""
    return 1 << (max(-(-keys // KEYS_PER_PART), 1) - 1).bit_length()


def number_part(key: str, count: int) -> int:
    """Return which of the parts, counted from 0, the rows of a U-CAP or document belong to."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % count


def name_part(number: int) -> str:
    """Return the file name of a part."""
    return f"part-{number:05}.parquet"


@dataclass(frozen=True)
class NewPart:
    """A part whose rows are in memory."""

    rows: pa.Table

    @property
    def row_count(self) -> int:
        """Number of rows."""
        return int(self.rows.num_rows)

    def load(self, columns: Collection[str] | None = None) -> pa.Table:
        """Return the rows, with all columns or those named."""
        return self.rows if columns is None else self.rows.select(list(columns))


@dataclass(frozen=True)
class SpooledPart:
    """A part whose rows lie in a file until they are published, so that a large dataset needs no memory for them."""

    path: Path
    row_count: int

    def load(self, columns: Collection[str] | None = None) -> pa.Table:
        """Return the rows, with all columns or those named."""
        with pa.OSFile(str(self.path)) as file:
            if columns is None:
                return pa.ipc.open_file(file).read_all()
            schema = pa.ipc.open_file(file).schema
            wanted = pa.ipc.IpcReadOptions(included_fields=[schema.get_field_index(column) for column in columns])
            return pa.ipc.open_file(file, options=wanted).read_all().select(list(columns))


class Spool:
    """Keeps the rows of new parts: in files of a folder, or in memory where there is none."""

    def __init__(self, folder: Path | None = None) -> None:
        """Use a folder that exists."""
        self.folder, self._count = folder, 0

    def keep(self, rows: pa.Table) -> "NewPart | SpooledPart":
        """Return the rows as a part."""
        if self.folder is None:
            return NewPart(rows)
        self._count += 1
        path = self.folder / f"{self._count:06}.arrow"
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
            writer.write_table(rows)
        return SpooledPart(path, rows.num_rows)


@dataclass(frozen=True)
class StoredPart:
    """A part that is stored in a file of a whole version; the file is opened only when its rows are needed."""

    path: Location
    entry: ManifestPart
    schema: pa.Schema | None = field(default=None, compare=False, repr=False)
    """Its columns, where they are known: then a part without rows is not opened."""

    @property
    def row_count(self) -> int:
        """Number of rows."""
        return self.entry.rows

    def load(self, columns: Collection[str] | None = None) -> pa.Table:
        """Return the rows, with all columns or those named; raises `OutputError` where the file cannot be read."""
        if self.schema is not None and not self.entry.rows:
            rows = self.schema.empty_table()
            return rows if columns is None else rows.select(list(columns))
        with explain_failures(self.path, "read the version before"):
            return read_part(self.path, columns)


Part = NewPart | SpooledPart | StoredPart


def load_parts(parts: Iterable[Part], columns: Collection[str] | None = None) -> Iterator[pa.Table]:
    """Yield the rows of parts, in their order; those in object storage are fetched some at a time."""
    parts = list(parts)
    place = next((part.path for part in parts if isinstance(part, StoredPart)), Path())
    fetched = fetch_each(lambda part: part.load(columns), (part for part in parts if part.row_count), place)
    for part in parts:
        yield next(fetched) if part.row_count else part.load(columns)


def load_rows(parts: Sequence[Part], columns: Collection[str] | None = None) -> pa.Table:
    """Return the rows of parts, at least one, as one table; of parts without rows, only one is looked at."""
    return join_tables(load_parts([part for part in parts if part.row_count] or parts[:1], columns))


def join_tables(tables: Iterable[pa.Table]) -> pa.Table:
    """Return tables of one schema as one.

    Many small ones are copied together: what is freed of them would not go back to the system, as it lies between others.
    """
    joined: list[pa.Table] = []
    waiting: list[pa.Table] = []
    size = 0
    for table in tables:
        waiting.append(table)
        size += table.nbytes
        if size > _JOINED_BYTES:
            joined.append(pa.concat_tables(waiting).combine_chunks())
            waiting, size = [], 0
    return pa.concat_tables([*joined, *waiting])


class Tables(Mapping[str, pa.Table]):
    """Whole tables by name; each is put together from its parts when it is first used."""

    def __init__(self, parts: Mapping[str, tuple[Part, ...]]) -> None:
        """Keep the parts; none is opened yet."""
        self._parts = parts
        self._tables: dict[str, pa.Table] = {}

    def __getitem__(self, name: str) -> pa.Table:
        """Return one table."""
        if name not in self._tables:
            self._tables[name] = join_tables(load_parts(self._parts[name]))
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the tables' names."""
        return iter(self._parts)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(self._parts)


Marks = np.ndarray[Any, np.dtype[np.bool_]]
"""Which rows: a truth value for each."""


def to_marks(column: pa.Array | pa.ChunkedArray) -> Marks:
    """Return truth values of Arrow as numpy's; null is false."""
    return np.asarray(pc.fill_null(column, False), bool)


def mark_values(column: pa.ChunkedArray, values: Collection[str]) -> Marks:
    """Return for each row whether a column of texts has one of these values."""
    return to_marks(pc.is_in(column, pa.array(list(values), pa.string())))


@dataclass(frozen=True)
class Cut:
    """How one part differs from the same rows in an earlier version: keys that lose their rows there, and keys with new rows.

    `is_new` where no row of that version is kept, in any part.
    """

    lost: Collection[str]
    new: Collection[str]
    is_new: bool

    @property
    def is_unchanged(self) -> bool:
        """Whether the part holds exactly the rows it held before, provided that the number of parts is the same."""
        return not (self.lost or self.new or self.is_new)


def cut_keys(before: pa.ChunkedArray, kept: Marks, new: Iterable[str], count: int) -> list[Cut]:
    """Return for each of `count` parts how it differs: of the keys of an earlier version some are kept, and some are new.

    Only keys that are not kept are looked at, so that it costs what the change costs, not what the dataset does.
    """
    lost_keys: list[set[str]] = [set() for _ in range(count)]
    new_keys: list[set[str]] = [set() for _ in range(count)]
    for found, keys in ((lost_keys, _iterate(before.filter(pa.array(~kept)))), (new_keys, new)):
        for key in keys:
            found[number_part(key, count)].add(key)
    is_new = not kept.any()
    return [Cut(lost, some, is_new) for lost, some in zip(lost_keys, new_keys, strict=True)]


def _iterate(keys: pa.ChunkedArray) -> Iterator[str]:
    for start in range(0, len(keys), _LISTED):
        yield from keys.slice(start, _LISTED).to_pylist()


def mark_part(keys: pa.ChunkedArray, number: int, count: int) -> pa.ChunkedArray:
    """Return for each key whether its rows belong to the part with this number."""
    own = [key for key in keys.unique().to_pylist() if number_part(key, count) == number]
    return pc.is_in(keys, value_set=pa.array(own, pa.string()))


def find_sources(number: int, count: int, count_before: int) -> range:
    """Return the parts of a table cut into `count_before` that hold the rows of a part of the same table cut into `count`."""
    step = min(count, count_before)  # both are powers of two, so the hashes agree modulo the smaller one
    return range(number % step, count_before, step)


def split_rows(rows: pa.Table, count: int) -> Iterator[pa.Table]:
    """Yield the rows of a table cut by `source_path`, part by part, sorted by it; rows of one path stay in their order."""
    encoded = rows["source_path"].combine_chunks().dictionary_encode()
    numbers = pa.array([number_part(path, count) for path in encoded.dictionary.to_pylist()], pa.int64())
    parts = numbers.take(encoded.indices)
    ordered = sort_rows(rows.append_column("part", parts), ["part", "source_path"])
    sizes = Counter(ordered["part"].to_pylist())
    start = 0
    for number in range(count):
        yield ordered.slice(start, sizes[number]).drop_columns(["part"]).combine_chunks()
        start += sizes[number]


def is_sorted(column: pa.ChunkedArray) -> bool:
    """Return whether the values of a column rise, each once."""
    pairs = pc.less(column.slice(0, max(len(column) - 1, 0)), column.slice(1))
    return bool(pc.all(pairs, min_count=0).as_py())


def sort_rows(rows: pa.Table, columns: Sequence[str | None]) -> pa.Table:
    """Return the rows sorted by columns; rows that are equal in these stay in their order."""
    return rows.take(pc.sort_indices(rows, sort_keys=[(column, "ascending") for column in columns])).combine_chunks()
