"""Reading documents in processes that can be ended, so that one bad document costs nothing but itself."""

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial

from pebble import ProcessExpired, ProcessPool

from ucap.extractors.cross_check import add_opinion, find_other_reader
from ucap.extractors.version import compute_input_key
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.pool.pools import OpenPool, open_new_pool
from ucap.flows.pool.worker import (
    OUT_OF_MEMORY_STATUS,
    Keeper,
    ReadBytes,
    TimedReading,
    load_extractors,
    read_timed,
)
from ucap.flows.sources.discovery import SourceFile
from ucap.schemas.readers import PdfReader
from ucap.schemas.reading import AnyReading, Reading
from ucap.schemas.records import Document

_QUEUED_PER_WORKER = 4
_ATTEMPTS = 3
_CANCEL_SECONDS = 0.5


@dataclass(frozen=True)
class _Job:
    """One document to read in a process; for a second opinion also what was read first, and the reader that gives it."""

    file: SourceFile
    first: Reading | None = None
    first_seconds: float = 0
    reader: PdfReader | None = None


def read_documents(
    files: Sequence[SourceFile],
    limits: ReadingLimits,
    *,
    workers: int,
    on_done: Callable[[AnyReading], None] = lambda reading: None,
    on_time: Callable[[str, float], None] = lambda source_path, seconds: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    read: ReadBytes | None = None,
    keeper: Keeper | None = None,
    open_pool: OpenPool = open_new_pool,
) -> list[AnyReading]:
    """Read the files, each in a process that is limited in time and memory; return their readings in the order of the files.

    A file that was refused, has too many pages, takes too long, needs too much memory or ends its process gives a quarantined
    reading. Where the options ask for a cross-check, the second reader reads each PDF in the same way, and what it does to its
    process costs no more than its opinion. `on_done` is called in this thread for each reading as it comes, and before it
    `on_time` with the seconds that it took in its process, where that did not end. `is_cancelled` is asked twice a second;
    raises `concurrent.futures.CancelledError` once it returns true. `read`, a module-level function, stands in for
    `ucap.extractors.extract.read_document`. With `keeper`, which can be pickled, the processes keep their readings, and only
    what a run needs of them comes here. `open_pool` gives the processes, such as `KeptPools.open`. Raises `RunError` where none
    starts.
    """
    readings: dict[SourceFile, AnyReading] = {}

    def finish(file: SourceFile, reading: AnyReading) -> None:
        readings[file] = reading
        on_done(reading)

    for file in files:
        if file.refusal is not None:
            finish(file, _refuse_unread(file, file.refusal, limits))
    for _ in range(_ATTEMPTS):
        waiting = [file for file in files if file not in readings]
        if not waiting:
            break
        jobs = deque(map(_Job, waiting))
        with open_pool(min(workers, len(waiting)), limits.memory_limit_mib) as pool:
            schedule = partial(_schedule, pool, limits=limits, read=read, keeper=None if limits.options.cross_check else keeper)
            for job, outcome in _collect(jobs, schedule, workers * _QUEUED_PER_WORKER, is_cancelled):
                timed = _take_outcome(job.file, outcome, limits)
                if limits.options.cross_check and isinstance(timed.reading, Reading):
                    if job.first is None and timed.reading.document.format == "pdf":
                        # Next, so that few first readings wait in this process.
                        reader = find_other_reader(timed.reading.document, limits.options)
                        jobs.appendleft(_Job(job.file, timed.reading, timed.seconds, reader))
                        continue
                    if job.first and job.reader:
                        both = add_opinion(job.first, timed.reading, job.reader)
                        timed = TimedReading(both, job.first_seconds + timed.seconds)
                if timed.seconds:
                    on_time(job.file.source_path, timed.seconds)
                finish(job.file, _take_reading(timed.reading, keeper))
    if len(readings) < len(files):
        raise RunError(_explain_broken_pools())
    return [readings[file] for file in files]


def _schedule(
    pool: ProcessPool, job: _Job, *, limits: ReadingLimits, read: ReadBytes | None, keeper: Keeper | None
) -> Future[TimedReading]:
    options = limits.options if job.reader is None else replace(limits.options, reader=job.reader)
    future: Future[TimedReading] = pool.schedule(
        read_timed,
        args=(job.file,),
        kwargs={"limits": replace(limits, options=options), "read": read, "keeper": keeper},
        timeout=limits.longest_seconds,
    )
    return future


def _collect(
    jobs: deque[_Job],
    schedule: Callable[[_Job], Future[TimedReading]],
    most_queued: int,
    is_cancelled: Callable[[], bool],
) -> Iterator[tuple[_Job, TimedReading | BaseException]]:
    """Yield each job with its reading or what went wrong, as they end; more jobs may be added meanwhile.

    Ends early where the pool gives up as a whole, as it does when a process dies between taking a document and saying which.
    """
    running: dict[Future[TimedReading], _Job] = {}
    while True:
        try:
            while jobs and len(running) < most_queued:
                running[schedule(jobs[0])] = jobs[0]
                jobs.popleft()
        except RuntimeError:  # the pool gave up between two documents
            return
        if not running:
            return
        if is_cancelled():
            raise CancelledError
        for future in wait(running, timeout=_CANCEL_SECONDS, return_when=FIRST_COMPLETED).done:
            job, error = running.pop(future), future.exception()
            if isinstance(error, BrokenProcessPool):
                return
            yield job, error or future.result()


def _take_outcome(file: SourceFile, outcome: TimedReading | BaseException, limits: ReadingLimits) -> TimedReading:
    """Return what came of a job; where its process ended, a refusal that took no time."""
    if isinstance(outcome, BaseException):
        return TimedReading(_refuse(file, _explain_failure(outcome, limits), limits), 0)
    return outcome


def _take_reading(reading: Reading | Document, keeper: Keeper | None) -> AnyReading:
    """Return what a process read, or what is needed of what it kept."""
    if isinstance(reading, Reading):
        return reading
    assert keeper is not None, "without it no process keeps anything"
    return keeper.take_kept(reading)


def _refuse(file: SourceFile, reason: str, limits: ReadingLimits) -> Reading:
    from ucap.extractors.extract import refuse_document  # noqa: PLC0415 (heavy)

    return refuse_document(file.document_id, file.source_path, file.size_bytes, reason, options=limits.options)


def _refuse_unread(file: SourceFile, refusal: str, limits: ReadingLimits) -> Reading:
    reading = _refuse(file, refusal, limits)
    input_key = compute_input_key(file.document_id, limits.options, refusal=refusal)
    return replace(reading, document=reading.document.model_copy(update={"input_key": input_key}))


def _explain_broken_pools() -> str:
    try:
        load_extractors()
    except Exception as error:  # whatever it is kept the reading processes, which print nothing, from starting
        return f"The processes that read documents cannot start ({type(error).__name__}: {error}): run `make install` again."
    return "The processes that read documents do not start or keep ending: the system may lack memory or processes."


def _explain_failure(error: BaseException, limits: ReadingLimits) -> str:
    """Return the reason why a document could not be read, `code: sentence`."""
    status = error.exitcode if isinstance(error, ProcessExpired) else None
    if isinstance(error, TimeoutError) or status == -signal.SIGALRM:
        longest = f"{limits.longest_seconds:g} s"
        return f"timeout: reading took longer than {longest}; save it anew or split it, or raise timeout_seconds."
    if status == OUT_OF_MEMORY_STATUS:
        most = f"{limits.memory_limit_mib} MiB"
        return f"out_of_memory: reading needed over {most}; save it anew or split it, or raise memory_limit_mib."
    if status == -signal.SIGKILL:
        return "out_of_memory: the system ended the reading process, most likely as memory ran out; use fewer workers."
    if status == -signal.SIGABRT:  # C libraries have no other way to say that they were given no memory
        return (
            f"out_of_memory: the reading process gave up, most likely because {limits.memory_limit_mib} MiB were not enough; "
            "save it anew or split it, or raise memory_limit_mib."
        )
    if status is not None:
        how = f"with signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
        return f"crashed: the reading process ended {how}; save the document anew and report this file."
    return f"crashed: the reader failed with {type(error).__name__}; this is a fault of the program, report it with this file."
