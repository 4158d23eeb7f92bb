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
import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from pydantic import TypeAdapter

from ucap.extractors.options import DEFAULT_OPTIONS, ReadingOptions
from ucap.extractors.version import compute_input_key
from ucap.flows.basics.errors import RunError
from ucap.flows.run.plan import TRIED_AGAIN
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.state import STATE_NAME
from ucap.schemas.reading import KeptReading, Reading

MEMORY_NAME = Path(STATE_NAME, "readings")
"""Where the memory lies within an output folder."""

_SUFFIX = ".json.gz"
_PARTIAL = ".partial"
_LEVEL = 6


class ReadingMemory:
    """Readings of documents, made with the same options. Several processes may use the same memory."""

    def __init__(self, output: Path, options: ReadingOptions = DEFAULT_OPTIONS) -> None:
        """Use the memory of an output folder; nothing is opened yet."""
        self._folder = output / MEMORY_NAME
        self._options = options

    def recall(self, file: SourceFile) -> Reading | None:
        """Return the reading of a file as it was extracted; None where it is not remembered, or damaged."""
        if file.refusal is not None:
            return None
        try:
            # gzip's checksum shows damage.
            reading = _adapter().validate_json(gzip.decompress(self._place(file).read_bytes()))
        except (OSError, EOFError, zlib.error, ValueError):
            return None
        return reading if is_lasting(file, reading) and reading.document.source_path == file.source_path else None

    def find(self, file: SourceFile) -> KeptReading | None:
        """Return the reading of a file as `recall` does, without its rows."""
        reading = self.recall(file)
        return None if reading is None else self._keep(file, reading)

    def load(self, file: SourceFile) -> Reading:
        """Return a reading that was kept in this run. Raises `RunError` where it is gone."""
        reading = self.recall(file)
        if reading is None:
            raise RunError(f"The reading of {file.source_path} in {self._folder} is gone or damaged: run again.")
        return reading

    def remember(self, file: SourceFile, reading: Reading) -> KeptReading | None:
        """Keep a reading, as extracted, if it would be the same another time; None where it is not, or cannot be written."""
        if file.refusal is not None or not is_lasting(file, reading):
            return None
        if reading.extracted == reading.ucap:  # the usual case: no value was withheld
            reading = replace(reading, extracted=None)
        place = self._place(file)
        aside = place.with_suffix(f".{os.getpid()}{_PARTIAL}")
        with suppress(OSError, ValueError):
            place.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(gzip.compress(_adapter().dump_json(reading), _LEVEL, mtime=0))
            os.replace(aside, place)
            return self._keep(file, reading)
        return None

    def count(self) -> int:
        """Return how many readings are remembered."""
        try:
            return sum(entry.name.endswith(_SUFFIX) for entry in os.scandir(self._folder))
        except OSError:
            return 0

    def keep_only(self, files: Iterable[SourceFile]) -> None:
        """Forget every reading that is not of one of these files as they are now."""
        kept = {self._place(file).name for file in files}
        with suppress(OSError):
            for entry in os.scandir(self._folder):
                if entry.name not in kept:
                    os.unlink(entry.path)

    def _keep(self, file: SourceFile, reading: Reading) -> KeptReading:
        return KeptReading(reading.document, partial(self.load, file))

    def _place(self, file: SourceFile) -> Path:
        name = f"{compute_input_key(file.document_id, self._options)}\0{file.source_path}"
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}{_SUFFIX}"


def is_lasting(file: SourceFile, reading: Reading) -> bool:
    """Tell whether a reading would be the same another time: neither the machine nor a changed file kept it from being so."""
    is_same_file = file.refusal is not None or reading.document.document_id == file.document_id
    return is_same_file and (reading.document.reason or "").partition(":")[0] not in TRIED_AGAIN


@cache
def _adapter() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)
