"""The ingest run as a Prefect flow: the same plain functions, with a history, a summary to look at, and a server to watch it.

Without `PREFECT_API_URL` the run brings its own server, with its database in `.prefect/` of the working folder.
"""

import os
import signal
import time
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar, cast

# Prefect reads these when it is imported. A cold start makes the database first: 18-26 s were measured, 20 s is the default
# limit. Nothing calls home. A server named by PREFECT_API_URL keeps its own home.
_DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
if "PREFECT_API_URL" not in os.environ:
    _DEFAULTS |= {"PREFECT_HOME": str(Path(".prefect").resolve()), "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true"}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)

from prefect import flow, get_run_logger, task  # noqa: E402
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.server.api.server import SubprocessASGIServer  # noqa: E402
from prefect.settings import get_current_settings  # noqa: E402
from prefect.states import Cancelled  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402
from prefect.utilities.annotations import quote  # noqa: E402

from flows.discovery import SourceFile  # noqa: E402
from flows.errors import RunError  # noqa: E402
from flows.ingest import RunSummary, check_folders, find_files, make_accept, publish_readings, read_files  # noqa: E402
from flows.plan import plan_reading  # noqa: E402
from flows.printing import escape_markdown  # noqa: E402
from flows.settings import Settings  # noqa: E402
from publishing.assemble import Previous, load_previous  # noqa: E402
from publishing.corrections.book import CorrectionBook, load_book  # noqa: E402
from publishing.lock import output_lock  # noqa: E402
from schemas.ucap import Reading  # noqa: E402

_MOST_BATCHES = 90  # Prefect's SQLite stalls after flows of some hundred task runs
_LISTED = 50
_Argument = TypeVar("_Argument")


@task(name="discover", cache_policy=NO_CACHE)
def discover(
    raw: Path, output: Path, settings: Settings, force: bool, verify: bool
) -> tuple[list[SourceFile], Previous | None, CorrectionBook]:
    """Find the documents, their corrections, and the version from which those that did not change are carried over."""
    book = load_book(raw)
    files = find_files(raw, output, settings, verify=verify or force, book=book)
    return files, None if force else load_previous(output), book


@task(name="read", task_run_name="read-{number}-of-{total}", cache_policy=NO_CACHE)
def read_batch(files: list[SourceFile], number: int, total: int, settings: Settings, cancelled: Event) -> list[Reading]:
    """Read some documents one after another in a process of their own; how many batches run at once is the task runner's."""
    try:
        readings = read_files(files, settings, workers=1, is_cancelled=cancelled.is_set)
    except CancelledError:
        # A task that returns a state ends in it; raising would put a traceback on the terminal of whoever pressed Ctrl-C.
        return cast(list[Reading], Cancelled(message="The run was interrupted."))
    quarantined = [reading.document for reading in readings if reading.document.status == "quarantined"]
    get_run_logger().info("Read %d documents, %d of them quarantined", len(readings), len(quarantined))
    return readings


@task(name="publish", cache_policy=NO_CACHE)
def publish(
    files: list[SourceFile],
    readings: dict[str, Reading],
    previous: Previous | None,
    book: CorrectionBook,
    output: Path,
    settings: Settings,
    accept_drop: list[str],
) -> RunSummary:
    """Publish the readings, and what is carried over, as a version."""
    accept = make_accept(output, settings, accept_drop)
    return publish_readings(files, readings, previous, output, book=book, max_pages=settings.max_pages, accept=accept)


@flow(name="ingest", flow_run_name="ingest {raw}", log_prints=False)
def ingest(
    raw: Path = Path("raw"),
    output: Path = Path("output"),
    workers: int | None = None,
    force: bool = False,
    verify: bool = False,
    wait: bool = True,
    accept_drop: list[str] | None = None,
) -> RunSummary:
    """Publish what the raw folder holds as the latest version in the output folder.

    Reads `workers` documents at the same time (as set, where null); those that are as the latest version has them are carried
    over unread, unless `force`, and recognised by size and times, unless `verify`. Waits for another run on the same output,
    or fails where `wait` is false. A version that lacks too much against the latest one is not published unless `accept_drop`
    names what fell.
    """
    started = time.monotonic()
    settings = Settings() if workers is None else Settings(workers=workers)
    check_folders(raw, output)
    with output_lock(output, wait=wait, notify=get_run_logger().warning):
        files, previous, book = discover(raw, output, settings, force, verify)
        readings: dict[str, Reading] = {}
        before = previous.documents if previous else {}
        while planned := plan_reading(files, before, readings, settings.max_pages, book=book):
            readings |= {reading.document.source_path: reading for reading in _read_in_batches(planned, settings)}
        summary = publish(_hide(files), _hide(readings), _hide(previous), _hide(book), output, settings, accept_drop or [])
    summary = replace(summary, seconds=time.monotonic() - started)
    create_markdown_artifact(render_markdown(summary), key="ingest-summary", description="What the run came to")
    return summary


def _hide(argument: _Argument) -> _Argument:
    """Quote an argument, for Prefect looks into every field for futures, and there are many fields in readings."""
    return cast(_Argument, quote(argument))


def _read_in_batches(files: list[SourceFile], settings: Settings) -> list[Reading]:
    batches = cut_batches(files, settings.batch_size, settings.workers)
    # A task runner of its own, as the flow's would not follow the parameter `workers`.
    runner: ThreadPoolTaskRunner[list[Reading]] = ThreadPoolTaskRunner(max_workers=settings.workers)
    cancelled = Event()
    shared = {"total": len(batches), "settings": settings, "cancelled": quote(cancelled)}
    with runner:
        try:
            futures = [runner.submit(read_batch, {"files": quote(b), "number": n, **shared}) for n, b in enumerate(batches, 1)]
            return [reading for future in futures for reading in future.result()]
        except BaseException:
            cancelled.set()  # Ctrl-C and SIGTERM reach this thread only; the runner waits for the others
            raise


def cut_batches(files: list[SourceFile], batch_size: int, workers: int) -> list[list[SourceFile]]:
    """Cut the files into batches of `batch_size`; smaller where workers would idle, larger where it were over 90 batches."""
    size = max(1, min(batch_size, -(-len(files) // workers)), -(-len(files) // _MOST_BATCHES))
    return [files[start : start + size] for start in range(0, len(files), size)]


def render_markdown(summary: RunSummary) -> str:
    """Render a run's summary for Prefect's UI."""
    outcome = "published" if summary.written else "nothing to write" if not summary.unchanged else "nothing changed"
    lines = [f"# Version {summary.version}: {outcome}", "", "| documents | |", "|---|--:|"]
    lines += [f"| {status.replace('_', ' ')} | {count:,} |" for status, count in sorted(summary.documents.items())]
    lines += [
        f"| read in this run | {summary.read:,} |",
        f"| carried over unread | {summary.carried_over:,} |",
        "",
        "| rows | |",
        "|---|--:|",
        *(f"| {escape_markdown(name)} | {n:,} |" for name, n in summary.row_counts.items()),
    ]
    for heading, entries in (("Quarantined", summary.quarantined), ("Superseded", summary.superseded)):
        if entries:
            lines += ["", f"## {heading}", ""]
            lines += [
                f"- {escape_markdown(source_path)}: {escape_markdown(reason)}" for source_path, reason in entries[:_LISTED]
            ]
        if len(entries) > _LISTED:
            lines.append(f"- and {len(entries) - _LISTED:,} more, all in the table documents")
    return "\n".join([*lines, "", f"{summary.seconds:.1f} s", ""])


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
) -> RunSummary:
    """Run the flow from here, with the settings' number of workers, and return what it came to.

    Raises `RunError` where Prefect's own server does not start, else what `flows.ingest.run_ingest` raises.
    """
    check_folders(raw, output)  # before a server is started for nothing
    if get_current_settings().api.url is None:
        _start_server()
    return ingest(raw, output, workers=settings.workers, force=force, verify=verify, wait=wait, accept_drop=accept_drop)
