"""What happens inside a reading process: limits, silence, and one document after another.

Nothing heavy is imported at the top, as the process that hands out the work names these functions too.
"""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from ucap.extractors.options import ReadingOptions
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.pool.capture import capture_messages
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.storage.location import Location
from ucap.publishing.storage.objects import replace_variables
from ucap.schemas.reading import KeptReading, Reading
from ucap.schemas.records import Document

OUT_OF_MEMORY_STATUS = 77
"""Exit status of a reading process that hit its memory limit."""

_GRACE_SECONDS = 10
_WATCH_SECONDS = 0.05
_WATCH_MARGIN = 64 * 2**20

ReadBytes: TypeAlias = Callable[[bytes, str, ReadingOptions], Reading]
"""What reads a file's bytes; the second argument is its `source_path`."""


_WARM_UP = b"""City:\tPorto\tQingdao
Country:\tPortugal\tChina
Period of cooperation:\tMay 2017 - December 2018
Cooperation themes:\tWater
Main activities:\t\xe2\x86\x92 May 2017: The city of Porto visited the University of Qingdao.
"""


def load_extractors() -> Reading:
    """Load what reading needs: the extractors, the language model, every vocabulary; return the reading of a tiny form.

    A process that is forked from one where this was done has nothing to load but what few documents need.
    """
    # Reading processes run side by side, one a processor; threads of the numeric libraries would only get in their way.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from ucap.extractors.extract import read_document  # noqa: PLC0415
    from ucap.extractors.readers.pdf import load_reader  # noqa: PLC0415
    from ucap.extractors.text.words import is_common  # noqa: PLC0415

    load_reader("pdfium")
    is_common("water")
    return read_document(_WARM_UP, "warm-up.txt")


def silence_output() -> None:
    """Send what this process prints nowhere; while a document is read, `ucap.flows.pool.capture` collects it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def start_worker(memory_limit_mib: int, variables: Mapping[str, str]) -> None:
    """Make this a reading process: silent, without core dumps, with the extractors loaded and a limit on its memory.

    `variables` are those of object storage in the process that hands out the work: the one that this process is forked from may
    have been started with others.
    """
    silence_output()
    replace_variables(variables)
    load_extractors()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit_memory(memory_limit_mib)


def limit_memory(limit_mib: int) -> None:
    """Let this process grow until `limit_mib` MiB lie in memory: then it ends with `OUT_OF_MEMORY_STATUS`.

    What is asked for in one piece, and would go far beyond, fails with `MemoryError` instead.
    """
    if sys.platform != "linux":
        return
    limit = limit_mib * 2**20
    # RLIMIT_DATA counts what is reserved for data, and libraries reserve far more than they use: grant what is reserved
    # already and as much more as is missing between the memory in use and the limit.
    resident, data = _measure_memory()
    allowance = max(limit + _WATCH_MARGIN - resident, 0)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = data + allowance
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))

    # Small objects are watched, since failing allocations are not enough: libraries catch the MemoryError and continue, and
    # Python 3.11 aborts where it cannot even make one.
    def end_if_over(signal_number: int, frame: object) -> None:
        try:
            over = _measure_memory()[0] > limit
        except MemoryError:
            over = True
        if over:
            os._exit(OUT_OF_MEMORY_STATUS)

    signal.signal(signal.SIGVTALRM, end_if_over)
    signal.setitimer(signal.ITIMER_VIRTUAL, _WATCH_SECONDS, _WATCH_SECONDS)


def _measure_memory() -> tuple[int, int]:
    """Return how many bytes of this process lie in memory, and how many are reserved for data."""
    fields = Path("/proc/self/statm").read_text().split()
    page = resource.getpagesize()
    return int(fields[1]) * page, int(fields[5]) * page


class Keeper(Protocol):
    """Keeps readings in a place that all processes see."""

    def remember(self, file: SourceFile, reading: Reading) -> KeptReading | None:
        """Keep the reading of a file; None where it is not kept."""
        ...

    def take_kept(self, document: Document) -> KeptReading:
        """Return a reading that another process kept, by its row of `documents`."""
        ...


@dataclass(frozen=True)
class TimedReading:
    """A reading, and the seconds that it took: without the start of the process and the time in a queue.

    Of one that is kept there is only the row of `documents`.
    """

    reading: Reading | Document
    seconds: float


def read_timed(
    file: SourceFile, *, limits: ReadingLimits, read: ReadBytes | None = None, keeper: Keeper | None = None
) -> TimedReading:
    """Read one document in this process as `read_source` does, and measure how long it takes.

    With `keeper` the reading is kept from here, so that little of it goes to the process that hands out the work.
    """
    began = time.monotonic()
    reading = read_source(file.path, file.source_path, limits=limits, read=read)
    seconds = time.monotonic() - began
    kept = keeper.remember(file, reading) if keeper else None
    return TimedReading(kept.document if kept else reading, seconds)


def read_source(path: Location, source_path: str, *, limits: ReadingLimits, read: ReadBytes | None = None) -> Reading:
    """Read one document in this process; where memory runs out the process ends with `OUT_OF_MEMORY_STATUS`.

    What libraries say meanwhile becomes a finding.
    """
    from ucap.extractors.extract import document_id_of, note_warnings, read_document, refuse_document  # noqa: PLC0415

    # Should whoever watches this process be gone, the kernel ends it, even inside a library's endless loop.
    signal.setitimer(signal.ITIMER_REAL, limits.longest_seconds + _GRACE_SECONDS)
    try:
        with capture_messages() as messages:
            data = path.read_bytes()
            reading = (read or read_document)(data, source_path, limits.options)
        return note_warnings(reading, messages.count, messages.examples)
    except MemoryError:
        os._exit(OUT_OF_MEMORY_STATUS)
    except OSError as error:
        reason = f"unreadable: {error.strerror or type(error).__name__}; see whether the file was moved while it was read."
        return refuse_document(document_id_of(b""), source_path, 0, reason, options=limits.options)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
