"""What a worker of a cluster does: read some documents, keep their readings where the run finds them, and hand back rows.

A batch is read as in a run without a cluster: one document after another, in a process that can be ended. That process, and the
one that it is forked from, where model and vocabularies are loaded once, live as long as the worker.
"""

import multiprocessing
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pydantic import TypeAdapter

from ucap.extractors.version import extractor_version
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.settings import Settings
from ucap.flows.pool.pools import KeptPools
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.read import read_files
from ucap.flows.sources.discovery import SourceFile
from ucap.schemas.arrow import render_table
from ucap.schemas.reading import AnyReading, Reading
from ucap.schemas.records import Document

DAEMON = "DASK_DISTRIBUTED__WORKER__DAEMON"
"""The variable that is `False` for workers, so that they may start processes in which documents are read."""

_POOLS = KeptPools()
"""The reading processes of this worker. They stay between batches: to start one costs as much as reading some documents."""

_READINGS = TypeAdapter(list[Reading])


@dataclass(frozen=True)
class BatchResult:
    """What a worker hands back: the rows of `documents` of the readings that it kept, and those that it did not keep, as JSON.

    Not kept is what would not be the same another time, such as a reading that took too long: few, and without a U-CAP.
    """

    kept: pa.Table
    others: bytes

    def list_readings(self, memory: ReadingMemory) -> list[AnyReading]:
        """Return the readings, in any order; those that were kept are loaded when their rows are made."""
        kept = [memory.take_kept(Document(**row)) for row in self.kept.to_pylist()]
        return [*kept, *_READINGS.validate_json(self.others)]


def read_batch(files: Sequence[SourceFile], settings: Settings, memory: ReadingMemory, code_version: str) -> BatchResult:
    """Read documents on this worker, which must have the code of the run, see its files, and be allowed to start processes.

    Raises `RunError`, which names the worker, where it is not so.
    """
    here = f"The worker on {socket.gethostname()}"
    if (version := extractor_version()) != code_version:
        raise RunError(f"{here} has ucap {version}, and this run {code_version}: install the same on both.")
    if multiprocessing.current_process().daemon:
        raise RunError(f"{here} may not start processes: start it with {DAEMON}=False.")
    wanted = [file.path for file in files if file.refusal is None and isinstance(file.path, Path)]
    if wanted and not any(path.exists() for path in wanted):
        raise RunError(f"{here} does not see {wanted[0]}: name a URL, or a folder that all machines have at the same place.")
    readings = read_files(files, settings, memory, workers=1, open_pool=_POOLS.open)
    kept = [reading.document for reading in readings if not isinstance(reading, Reading)]
    others = [reading for reading in readings if isinstance(reading, Reading)]
    return BatchResult(render_table(Document, kept), _READINGS.dump_json(others))
