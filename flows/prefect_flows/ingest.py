"""A run as a Prefect flow: the same plain functions, with a history, a summary to look at, and a server to watch it.

Without `PREFECT_API_URL` the run brings its own server, with its database in `.prefect/` of the working folder.
"""

import signal
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from errno import EAGAIN, EBUSY, EINTR, EIO, ESTALE, ETIMEDOUT
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from prefect import flow, get_client, get_run_logger, task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.assets import add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.concurrency.sync import concurrency
from prefect.context import FlowRunContext
from prefect.runtime import deployment
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import get_current_settings
from prefect.states import Cancelled, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote
from pydantic import Field

from ucap.flows.basics.errors import RunError
from ucap.flows.basics.printing import make_printable
from ucap.flows.basics.settings import Settings
from ucap.flows.prefect_flows.report import LATEST, show_run
from ucap.flows.run.ingest import (
    RunSummary,
    check_folders,
    find_files,
    make_accept,
    publish_readings,
    read_files,
    recall_readings,
)
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.naming import find_patterns
from ucap.flows.run.plan import choose_files, plan_reading
from ucap.flows.run.run_log import log_run
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.assemble import Previous, load_previous
from ucap.publishing.assertions import explain_unknown_names
from ucap.publishing.corrections.book import CorrectionBook, load_book
from ucap.publishing.errors import DatasetError, OutputError, RejectedVersionError
from ucap.publishing.history import find_latest
from ucap.publishing.lock import output_lock
from ucap.schemas.reading import Reading

WRITERS = "ucap-publish"
"""The global concurrency limit that all runs on a server share, so that waiting for each other is seen there."""

WATCH_TAG = "watch"
"""Marks the runs that new files started."""

_LEASE_SECONDS = 60  # after which the slot of a run that was killed is free again; the least that Prefect allows
_MOST_BATCHES = 98  # with two other tasks a hundred; Prefect's SQLite stalls after flows of some hundred task runs
_TRANSIENT = frozenset({EAGAIN, EBUSY, EINTR, EIO, ESTALE, ETIMEDOUT})
_Argument = TypeVar("_Argument")


@dataclass(frozen=True)
class Batch:
    """What reading some documents gave, and how long each took, in seconds by `source_path`."""

    readings: list[Reading] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def is_transient(error: BaseException | None) -> bool:
    """Tell whether an error, or what caused it, is input or output that may well succeed in a moment."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _TRANSIENT:
            return True
        error = error.__cause__
    return False


def _may_retry(task: object, run: object, state: State[Any]) -> bool:
    try:
        state.result()
    except Exception as error:
        return is_transient(error)
    return False


_RETRIES: dict[str, Any] = {"retries": 3, "retry_delay_seconds": [2, 10, 30], "retry_condition_fn": _may_retry}


@task(name="discover", cache_policy=NO_CACHE, **_RETRIES)
def discover(
    raw: Path, output: Path, settings: Settings, force: bool, verify: bool
) -> tuple[list[SourceFile], Previous | None, CorrectionBook]:
    """Find the documents, their corrections, and the version from which those that did not change are carried over."""
    book = load_book(raw)
    files = find_files(raw, output, settings, verify=verify or force, book=book)
    return files, None if force else load_previous(output), book


@task(name="read", task_run_name="read-{number}-of-{total}", cache_policy=NO_CACHE, **_RETRIES)
def read_batch(
    files: list[SourceFile], number: int, total: int, settings: Settings, memory: ReadingMemory, cancelled: Event
) -> Batch:
    """Read some documents one after another in a process of their own; how many batches run at once is the task runner's.

    Each reading is remembered at once, for a run that goes on where this one was killed.
    """
    batch, before = Batch(), time.monotonic()

    def note_time(reading: Reading) -> None:
        nonlocal before
        batch.seconds[reading.document.source_path] = time.monotonic() - before
        before = time.monotonic()

    try:
        batch.readings.extend(
            read_files(files, settings, workers=1, memory=memory, on_done=note_time, is_cancelled=cancelled.is_set)
        )
    except CancelledError:
        # A task that returns a state ends in it; raising would put a traceback on the terminal of whoever pressed Ctrl-C.
        return cast(Batch, Cancelled(message="The run was interrupted."))
    quarantined = [reading.document for reading in batch.readings if reading.document.status == "quarantined"]
    get_run_logger().info("Read %d documents, %d of them quarantined", len(batch.readings), len(quarantined))
    return batch


@materialize(LATEST, name="publish", cache_policy=NO_CACHE, **_RETRIES)
def publish(
    files: list[SourceFile],
    readings: dict[str, Reading],
    previous: Previous | None,
    book: CorrectionBook,
    output: Path,
    settings: Settings,
    accept_drop: Collection[str],
) -> RunSummary:
    """Publish the readings, and what is carried over, as a version."""
    accept = make_accept(output, settings, accept_drop)
    summary = publish_readings(files, readings, previous, output, book=book, max_pages=settings.max_pages, accept=accept)
    add_asset_metadata(LATEST, {"version": summary.version, "folder": str(output.resolve()), "rows": summary.row_counts})
    return summary


@flow(name="ingest", flow_run_name="ingest", log_prints=False)
def ingest(
    raw: Path | None = None,
    output: Path | None = None,
    workers: Annotated[int, Field(ge=1)] | None = None,
    force: bool = False,
    verify: bool = False,
    wait: bool = True,
    accept_drop: list[str] | None = None,
    only: list[str] | None = None,
) -> RunSummary:
    """Publish what the raw folder holds as the latest version in the output folder.

    Documents that are as the latest version has them are carried over unread. A version that lacks too much against the
    latest one is not published unless `accept_drop` names what fell. A run that was killed is completed by the next one.

    Args:
        raw: Folder of the documents; as set (UCAP_RAW_FOLDER) where empty.
        output: Folder of the versions; as set (UCAP_OUTPUT_FOLDER) where empty.
        workers: Documents read at the same time; as set (UCAP_WORKERS) where empty.
        force: Read everything again though nothing changed.
        verify: Hash every file, though its size and times are as before.
        wait: While another run writes to the output, wait; or else fail at once.
        accept_drop: Publish though these fell, as named by the run that refused it; `all` for everything.
        only: Of what did not change, read just these again: paths, file names (with * and ?) or ucap_ids.
    """
    return end_in_words(
        partial(run_stages, "ingest", raw, output, workers, force, verify=verify, wait=wait, accept_drop=accept_drop, only=only)
    )


def run_stages(
    name: str,
    raw: Path | None,
    output: Path | None,
    workers: int | None,
    force: bool = False,
    *,
    verify: bool = False,
    wait: bool = True,
    accept_drop: Collection[str] | None = None,
    only: Collection[str] | None = None,
    documents: Collection[str] | None = None,
) -> RunSummary:
    """Do what the flow called `name` does, within its run; what is None comes from the settings.

    Read again though nothing changed are `only`, patterns for `ucap.flows.run.plan.choose_files`, and `documents`, named as
    `ucap.flows.run.naming.find_patterns` takes them.
    """
    started = time.monotonic()
    settings = Settings() if workers is None else Settings(workers=workers)
    raw, output = raw or settings.raw_folder, output or settings.output_folder
    check_folders(raw, output)
    if accept_drop and (unknown := explain_unknown_names(accept_drop)):
        raise RunError(f"accept_drop: {unknown}")
    with log_run(output, _name_trigger(name)) as entry, _be_only_writer(output, wait=wait):
        latest = find_latest(output)
        files, previous, book = discover(raw, output, settings, force, verify)
        before = previous.documents if previous else {}
        chosen = choose_files(files, before, [*(only or ()), *find_patterns(output, documents or ())])
        readings: dict[str, Reading] = {}
        seconds: dict[str, float] = {}
        used = 0
        memory = ReadingMemory(output, settings.max_pages)
        while planned := plan_reading(files, before, readings, settings.max_pages, book=book, again=chosen):
            readings |= {} if force else recall_readings(planned, memory, again=chosen)
            unread = [file for file in planned if file.source_path not in readings]
            for batch in _read_in_batches(unread, settings, memory, used):
                used += 1
                seconds |= batch.seconds
                readings |= {reading.document.source_path: reading for reading in batch.readings}
        published = publish(_hide(files), _hide(readings), _hide(previous), _hide(book), output, settings, accept_drop or ())
        summary = entry.summary = replace(published, seconds=time.monotonic() - started)
        memory.keep_only(files)
        show_run(name, summary, output, latest, seconds)
    return summary


def end_in_words(run: Callable[[], RunSummary]) -> RunSummary:
    """Return what `run` returns; where it ends with a sentence for people, a deployment's run fails with it as its message.

    It is raised for any other run; raised, it would be shown after Prefect's words and the name of the error's class.
    """
    try:
        return run()
    except (RunError, OutputError, DatasetError, RejectedVersionError) as error:
        if not deployment.id:
            raise
        message = make_printable(" ".join(str(error).split()))
        if isinstance(error, RejectedVersionError):
            message += "; in Prefect's UI: a custom run of ingest/manual with these names in accept_drop."
        get_run_logger().error(message)
        return cast(RunSummary, Failed(message=message))


def _name_trigger(flow_name: str) -> str:
    """Say what started this flow run."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    if run is None or run.deployment_id is None:
        return "prefect"
    how = WATCH_TAG if WATCH_TAG in run.tags else "schedule" if run.auto_scheduled else "deployment"
    return f"prefect {how} {flow_name}/{deployment.name}"


@contextmanager
def _be_only_writer(output: Path, *, wait: bool) -> Iterator[None]:
    """Hold the server's limit, which shows who waits, and the output folder's lock, which is what keeps writers apart."""
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(WRITERS, limit=1)
    held = False
    try:
        with concurrency(WRITERS, lease_duration=_LEASE_SECONDS, timeout_seconds=None if wait else 1):
            held = True
            with output_lock(output, wait=wait, notify=get_run_logger().warning):
                yield
    except TimeoutError as error:
        if held:
            raise
        raise OutputError(
            "another run of this server is writing: wait until it has ended, or let this run wait for it."
        ) from error


def _hide(argument: _Argument) -> _Argument:
    """Quote an argument, for Prefect looks into every field for futures, and there are many fields in readings."""
    return cast(_Argument, quote(argument))


def _read_in_batches(files: list[SourceFile], settings: Settings, memory: ReadingMemory, used: int) -> Iterator[Batch]:
    if not files:
        return
    batches = cut_batches(files, settings.batch_size, settings.workers, used)
    # A task runner of its own, as the flow's would not follow the parameter `workers`.
    runner: ThreadPoolTaskRunner[Batch] = ThreadPoolTaskRunner(max_workers=settings.workers)
    cancelled = Event()
    shared = {"total": len(batches), "settings": settings, "memory": quote(memory), "cancelled": quote(cancelled)}
    progress_id = create_progress_artifact(0.0, key="ingest-progress", description=f"Reading {len(files):,} documents")
    with runner:
        try:
            futures = [
                runner.submit(read_batch, {"files": quote(batch), "number": number, **shared})
                for number, batch in enumerate(batches, 1)
            ]
            for number, future in enumerate(futures, 1):
                yield future.result()
                update_progress_artifact(cast(UUID, progress_id), round(100 * number / len(batches), 1))
        except BaseException:
            cancelled.set()  # Ctrl-C and SIGTERM reach this thread only; the runner waits for the others
            raise


def cut_batches(files: list[SourceFile], batch_size: int, workers: int, used: int = 0) -> list[list[SourceFile]]:
    """Cut the files into batches of `batch_size`; smaller where workers would idle, larger where a flow had too many.

    `used` are the batches that the flow had already. Three quarters of what is left may be taken, for more files may come up:
    with that, five times are within the limit, and more than two have not been seen.
    """
    most = max(1, (_MOST_BATCHES - used) * 3 // 4)
    size = max(1, min(batch_size, -(-len(files) // workers)), -(-len(files) // most))
    return [files[start : start + size] for start in range(0, len(files), size)]


def _start_server() -> None:
    """Start the server that the run brings along, out of reach of Ctrl-C.

    A server that dies before its client keeps the client waiting for over a minute. A process starts with the signals blocked
    that its maker's thread blocks, so it is made in a thread that blocks this one; the run stops the server when it ends.
    """
    failures: list[Exception] = []

    def start() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            SubprocessASGIServer().start()
        except Exception as error:
            failures.append(error)

    thread = Thread(target=start, daemon=True)
    thread.start()
    thread.join()
    if failures:
        raise RunError(f"Prefect's server did not start ({failures[0]}): run again, or without --prefect.") from failures[0]


def run_flow(
    raw: Path,
    output: Path,
    *,
    settings: Settings,
    force: bool = False,
    verify: bool = False,
    wait: bool = True,
    accept_drop: list[str] | None = None,
    only: list[str] | None = None,
) -> RunSummary:
    """Run the flow from here, with the settings' number of workers, and return what it came to.

    Raises `RunError` where Prefect's own server does not start, else what `ucap.flows.run.ingest.run_ingest` raises.
    """
    check_folders(raw, output)  # before a server is started for nothing
    if get_current_settings().api.url is None:
        _start_server()
    return ingest(
        raw,
        output,
        workers=settings.workers,
        force=force,
        verify=verify,
        wait=wait,
        accept_drop=accept_drop,
        only=only,
    )
