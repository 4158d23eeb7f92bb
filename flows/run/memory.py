"""Remembering readings, so that a document is not read again for what changes nothing in its reading.

A correction changes what is published of a document, not what is read from it; a file that was superseded is published again
where its rival is gone; a run that was killed had read some documents already. Each reading lies, as extracted, in a file of
its own below `.state/` of the output folder, named by the document's path and its input key without corrections: the same key
that decides whether a document is carried over unread.

The run itself takes the readings from here when it makes the rows, so that it need not hold them all.

The memory is not part of the data: a run gives the same without it, and it may be deleted while no run is under way.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from ucap.extractors.options import DEFAULT_OPTIONS, ReadingOptions
from ucap.extractors.version import compute_input_key
from ucap.flows.basics.errors import RunError
from ucap.flows.sources.discovery import SourceFile
from ucap.flows.sources.files import SourceFiles
from ucap.publishing.state import STATE_NAME
from ucap.publishing.storage.location import Location, open_storage
from ucap.schemas.reading import KeptReading, Reading
from ucap.schemas.reasons import TRIED_AGAIN
from ucap.schemas.records import Document

MEMORY_NAME = Path(STATE_NAME, "readings")
"""Where the memory lies within an output folder."""

_SUFFIX = ".json.gz"
_LEVEL = 6
_CHUNK = 10_000  # names that are made at once


class ReadingMemory:
    """Readings of documents, made with the same options. Several processes may use the same memory."""

    def __init__(self, output: Location, options: ReadingOptions = DEFAULT_OPTIONS) -> None:
        """Use the memory of an output folder; nothing is opened yet."""
        # Other processes use it, too, and need not have the same working folder.
        self._folder = (output.absolute() if isinstance(output, Path) else output) / MEMORY_NAME
        self._storage = open_storage(self._folder)
        self._options = options

    def recall(self, file: SourceFile) -> Reading | None:
        """Return the reading of a file as it was extracted; None where it is not remembered, or damaged."""
        return None if file.refusal is not None else self._recall(file.document_id, file.source_path)

    def find(self, file: SourceFile) -> KeptReading | None:
        """Return the reading of a file as `recall` does, without its rows."""
        reading = self.recall(file)
        return None if reading is None else KeptReading.of(reading.document, self)

    def load(self, document_id: str, source_path: str) -> Reading:
        """Return a reading that was kept in this run. Raises `RunError` where it is gone."""
        reading = self._recall(document_id, source_path)
        if reading is None:
            raise RunError(f"The reading of {source_path} in {self._folder} is gone or damaged: run again.")
        return reading

    def _recall(self, document_id: str, source_path: str) -> Reading | None:
        try:
            # gzip's checksum shows damage.
            data = self._storage.read(self._name(document_id, source_path)).data
            reading = _adapter().validate_json(gzip.decompress(data))
        except (OSError, EOFError, zlib.error, ValueError):
            return None
        document = reading.document
        is_same = (document.document_id, document.source_path) == (document_id, source_path)
        return reading if is_same and not _is_tried_again(document) else None

    def remember(self, file: SourceFile, reading: Reading) -> KeptReading | None:
        """Keep a reading, as extracted, if it would be the same another time; None where it is not, or cannot be written."""
        if file.refusal is not None or not is_lasting(file, reading):
            return None
        if reading.extracted == reading.ucap:  # the usual case: no value was withheld
            reading = replace(reading, extracted=None)
        with suppress(OSError, ValueError):
            self._storage.write(self._name_file(file), gzip.compress(_adapter().dump_json(reading), _LEVEL, mtime=0))
            return KeptReading.of(reading.document, self)
        return None

    def take_kept(self, document: Document) -> KeptReading:
        """Return a reading that another process kept here, by its row of `documents`."""
        return KeptReading.of(document, self)

    @property
    def place(self) -> Location:
        """Where the readings lie."""
        return self._folder

    def count(self) -> int:
        """Return how many readings are remembered."""
        try:
            return sum(listed.key.endswith(_SUFFIX) for listed in self._storage.list())
        except OSError:
            return 0

    def keep_only(self, files: Sequence[SourceFile]) -> None:
        """Forget every reading that is not of one of these files as they are now."""
        with suppress(OSError):
            kept = [one.key for one in self._storage.list()]
            if not kept:
                return
            # As numbers: of a million files, the names themselves would need far more memory than all else here.
            wanted = np.fromiter(map(_number_name, self._list_names(files)), np.uint64, len(files))
            is_wanted = np.isin(np.array([_number_name(key) for key in kept], np.uint64), wanted)
            for key, is_kept in zip(kept, is_wanted, strict=True):
                if not is_kept or not key.endswith(_SUFFIX):
                    self._storage.delete(key)

    def forget(self, files: Iterable[tuple[str, str]]) -> None:
        """Forget the readings of files by `document_id` and `source_path`, where there are any."""
        for document_id, source_path in files:
            with suppress(OSError):
                self._storage.delete(self._name(document_id, source_path))

    def _list_names(self, files: Sequence[SourceFile]) -> Iterator[str]:
        columns = SourceFiles.of(files).columns.select(["document_id", "source_path"])
        for some in columns.to_batches(_CHUNK):
            yield from map(self._name, *(column.to_pylist() for column in some.columns))

    def _name_file(self, file: SourceFile) -> str:
        return self._name(file.document_id, file.source_path)

    def _name(self, document_id: str, source_path: str) -> str:
        name = f"{compute_input_key(document_id, self._options)}\0{source_path}"
        return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}{_SUFFIX}"


def _number_name(name: str) -> int:
    """Return half of the digest that a reading is named by; 0 for another name."""
    return int(name[:16], 16) if re.match("[0-9a-f]{32}", name) else 0


def is_lasting(file: SourceFile, reading: Reading) -> bool:
    """Tell whether a reading would be the same another time: neither the machine nor a changed file kept it from being so."""
    is_same_file = file.refusal is not None or reading.document.document_id == file.document_id
    return is_same_file and not _is_tried_again(reading.document)


def _is_tried_again(document: Document) -> bool:
    return (document.reason or "").partition(":")[0] in TRIED_AGAIN


@cache
def _adapter() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)
