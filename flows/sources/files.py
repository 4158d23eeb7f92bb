"""The files of a raw folder as columns: what is looked for in very many of them needs no object for each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.parts import Marks
from ucap.publishing.storage.location import Location

COLUMNS = pa.schema({"source_path": pa.string(), "document_id": pa.string(), "size_bytes": pa.int64(), "refusal": pa.string()})


@dataclass(frozen=True, eq=False)
class SourceFiles(Sequence[SourceFile]):
    """Files, ordered by `source_path`. `columns` are those of `COLUMNS`; `find_path` tells where the file of a row lies."""

    columns: pa.Table
    find_path: Callable[[int], Location]

    @classmethod
    def of(cls, files: Sequence[SourceFile]) -> "SourceFiles":
        """Return files that are there as objects."""
        if isinstance(files, SourceFiles):
            return files
        arrays = [pa.array([getattr(file, field.name) for file in files], field.type) for field in COLUMNS]
        return cls(pa.Table.from_arrays(arrays, schema=COLUMNS), lambda number: files[number].path)

    def __len__(self) -> int:
        return int(self.columns.num_rows)

    @overload
    def __getitem__(self, number: int) -> SourceFile: ...
    @overload
    def __getitem__(self, number: slice) -> list[SourceFile]: ...
    def __getitem__(self, number: int | slice) -> SourceFile | list[SourceFile]:
        if isinstance(number, slice):
            return [self._make(one) for one in range(*number.indices(len(self)))]
        return self._make(range(len(self))[number])

    def __iter__(self) -> Iterator[SourceFile]:
        return map(self._make, range(len(self)))

    def select(self, marks: Marks) -> list[SourceFile]:
        """Return the files whose rows are marked."""
        return [self._make(int(number)) for number in np.flatnonzero(marks)]

    def refuse(self, reasons: Mapping[str, str]) -> "SourceFiles":
        """Return the files with the reason not to read those of some paths."""
        at = pc.index_in(self.columns["source_path"], pa.array(list(reasons), pa.string())).combine_chunks()
        given = pa.array(list(reasons.values()), pa.string()).take(at)
        refusal = pc.coalesce(given, self.columns["refusal"].combine_chunks())
        number = COLUMNS.get_field_index("refusal")
        return replace(self, columns=self.columns.set_column(number, COLUMNS.field(number), refusal))

    def _make(self, number: int) -> SourceFile:
        values = {name: self.columns[name][number].as_py() for name in COLUMNS.names}
        return SourceFile(self.find_path(number), **values)
