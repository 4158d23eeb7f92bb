"""Reading documents in processes that can be ended, so that one bad document costs nothing but itself."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing import forkserver
from threading import Lock

from pebble import ProcessExpired, ProcessPool

from ucap.extractors.version import compute_input_key
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.pool.worker import OUT_OF_MEMORY_STATUS, ReadBytes, TimedReading, load_extractors, read_timed, start_worker
from ucap.flows.sources.discovery import SourceFile
from ucap.schemas.reading import Reading

_QUEUED_PER_WORKER = 4
_ATTEMPTS = 3
_CANCEL_SECONDS = 0.5
_SERVER_START = Lock()  # Prefect runs tasks in threads, and the environment is of the whole process


def read_documents(
    files: Sequence[SourceFile],
    limits: ReadingLimits,
    *,
    workers: int,
    on_done: Callable[[Reading], None] = lambda reading: None,
    on_time: Callable[[str, float], None] = lambda source_path, seconds: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    read: ReadBytes | None = None,
) -> list[Reading]:
    """Read the files, each in a process that is limited in time and memory; return their readings in the order of the files.

    A file that was refused, has too many pages, takes too long, needs too much memory or ends its process gives a quarantined
    reading. `on_done` is called in this thread for each reading as it comes, and before it `on_time` with the seconds that it
    took in its process, where that did not end. `is_cancelled` is asked twice a second; raises
    `concurrent.futures.CancelledError` once it returns true. `read`, a module-level function, stands in for
    `ucap.extractors.extract.read_document`. Raises `RunError` where no reading process starts.
    """
    readings: dict[SourceFile, Reading] = {}

    def finish(file: SourceFile, reading: Reading) -> None:
        readings[file] = reading
        on_done(reading)

    for file in files:
        if file.refusal is not None:
            finish(file, _refuse_unread(file, file.refusal, limits))
    for _ in range(_ATTEMPTS):
        waiting = [file for file in files if file not in readings]
        if not waiting:
            break
        with _open_pool(min(workers, len(waiting)), limits.memory_limit_mib) as pool:
            options = {"limits": limits, "read": read}
            schedule = partial(pool.schedule, read_timed, kwargs=options, timeout=limits.longest_seconds)
            most_queued = workers * _QUEUED_PER_WORKER
            for file, outcome in _collect(waiting, schedule, most_queued, is_cancelled):
                if isinstance(outcome, BaseException):
                    finish(file, _refuse(file, _explain_failure(outcome, limits), limits))
                else:
                    on_time(file.source_path, outcome.seconds)
                    finish(file, outcome.reading)
    if len(readings) < len(files):
        raise RunError(_explain_broken_pools())
    return [readings[file] for file in files]


def start_server() -> None:
    """Start the process that reading processes are forked from, unless it runs; loading its libraries takes it some seconds.

    Worth calling early where it is sure that documents will be read. Does nothing where the system forks none.
    """
    if sys.platform == "linux":
        forkserver.set_forkserver_preload(["ucap.flows.pool.preload"])
        with _SERVER_START, _pass_import_path():
            forkserver.ensure_running()


@contextmanager
def _pass_import_path() -> Iterator[None]:
    """Let a Python process that is started here import what this process would import.

    Python 3.11 to 3.13 give the fork server this process's path, and it does not use it (`multiprocessing.forkserver.main`): it
    would import from the working folder first. A module there, such as a `yaml.py`, would be run in the place of a library.
    """
    ours = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _open_pool(workers: int, memory_limit_mib: int) -> Iterator[ProcessPool]:
    """Yield a pool of reading processes; at the end, also by Ctrl-C, none of them is left."""
    # Forking the caller would copy its threads' locks (Prefect runs tasks in threads). On Linux a small server process that has
    # the libraries loaded is forked instead, so that a new process, also after a crash, costs next to nothing.
    start_server()
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    pool = ProcessPool(max_workers=workers, initializer=start_worker, initargs=(memory_limit_mib,), context=context)
    try:
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _collect(
    files: Sequence[SourceFile],
    schedule: Callable[..., Future[TimedReading]],
    most_queued: int,
    is_cancelled: Callable[[], bool],
) -> Iterator[tuple[SourceFile, TimedReading | BaseException]]:
    """Yield each file with its reading or what went wrong, as they end.

    Ends early where the pool gives up as a whole, as it does when a process dies between taking a document and saying which.
    """
    unsent = iter(files)
    running: dict[Future[TimedReading], SourceFile] = {}
    while True:
        try:
            for file in islice(unsent, most_queued - len(running)):
                running[schedule(args=(file.path, file.source_path))] = file
        except RuntimeError:  # the pool gave up between two documents
            return
        if not running:
            return
        if is_cancelled():
            raise CancelledError
        for future in wait(running, timeout=_CANCEL_SECONDS, return_when=FIRST_COMPLETED).done:
            file, error = running.pop(future), future.exception()
            if isinstance(error, BrokenProcessPool):
                return
            yield file, error or future.result()


def _refuse(file: SourceFile, reason: str, limits: ReadingLimits) -> Reading:
    from ucap.extractors.extract import refuse_document  # noqa: PLC0415 (heavy)

    return refuse_document(file.document_id, file.source_path, file.size_bytes, reason, max_pages=limits.max_pages)


def _refuse_unread(file: SourceFile, refusal: str, limits: ReadingLimits) -> Reading:
    reading = _refuse(file, refusal, limits)
    input_key = compute_input_key(file.document_id, limits.max_pages, refusal=refusal)
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
