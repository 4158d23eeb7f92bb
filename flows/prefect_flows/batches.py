"""Reading documents in batches, each a Prefect task."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from threading import Event
from typing import cast
from uuid import UUID

from prefect import get_run_logger, task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Cancelled
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from ucap.flows.basics.settings import Settings
from ucap.flows.prefect_flows.retries import RETRIES
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.read import read_files
from ucap.flows.sources.discovery import SourceFile
from ucap.schemas.reading import AnyReading
from ucap.schemas.wording import render_count

_MOST_BATCHES = 98  # with two other tasks a hundred; Prefect's SQLite stalls after flows of some hundred task runs


@dataclass(frozen=True)
class Batch:
    """The readings of some documents, and how long reading each took in its process, in seconds by `source_path`."""

    readings: list[AnyReading] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


@task(name="read", task_run_name="read-{number}-of-{total}", cache_policy=NO_CACHE, **RETRIES)
def read_batch(
    files: list[SourceFile], number: int, total: int, settings: Settings, memory: ReadingMemory, cancelled: Event
) -> Batch:
    """Read some documents one after another in one process; the task runner decides how many batches run at once.

    Each reading is remembered at once: if this run is killed, the next one continues from there.
    """
    batch = Batch()
    note_time, is_cancelled = batch.seconds.__setitem__, cancelled.is_set
    try:
        batch.readings.extend(read_files(files, settings, memory, on_time=note_time, workers=1, is_cancelled=is_cancelled))
    except CancelledError:
        # A task that returns a state ends in it; raising would put a traceback on the terminal of whoever pressed Ctrl-C.
        return cast(Batch, Cancelled(message="The run was interrupted."))
    quarantined = [reading.document for reading in batch.readings if reading.document.status == "quarantined"]
    get_run_logger().info("Documents read: %d, of them quarantined: %d", len(batch.readings), len(quarantined))
    return batch


class BatchReader:
    """The stage `read` of one flow run. Counts the batches, and keeps how long each document took."""

    def __init__(self) -> None:
        """Begin a flow run."""
        self._used = 0
        self.seconds: dict[str, float] = {}

    def read(
        self,
        files: Sequence[SourceFile],
        settings: Settings,
        memory: ReadingMemory,
        on_done: Callable[[AnyReading], None],
    ) -> None:
        """Read files, several batches at a time, and show the progress as an artifact; call `on_done` in this thread."""
        if not files:
            return
        batches = cut_batches(files, settings.batch_size, settings.workers, self._used)
        self._used += len(batches)
        # A task runner of its own, as the flow's would not follow the parameter `workers`.
        runner: ThreadPoolTaskRunner[Batch] = ThreadPoolTaskRunner(max_workers=settings.workers)
        cancelled = Event()
        shared = {"total": len(batches), "settings": settings, "memory": quote(memory), "cancelled": quote(cancelled)}
        what = f"Reading {render_count(len(files), 'document')}"
        progress_id = create_progress_artifact(0.0, key="ingest-progress", description=what)
        with runner:
            try:
                futures = [
                    runner.submit(read_batch, {"files": quote(batch), "number": number, **shared})
                    for number, batch in enumerate(batches, 1)
                ]
                for number, future in enumerate(futures, 1):
                    batch = future.result()
                    self.seconds |= batch.seconds
                    for reading in batch.readings:
                        on_done(reading)
                    update_progress_artifact(cast(UUID, progress_id), round(100 * number / len(batches), 1))
            except BaseException:
                cancelled.set()  # Ctrl-C and SIGTERM reach this thread only; the runner waits for the others
                raise


def cut_batches(files: Sequence[SourceFile], batch_size: int, workers: int, used: int = 0) -> list[list[SourceFile]]:
    """Cut the files into batches of `batch_size`; smaller where workers would idle, larger where a flow had too many.

    `used` is the number of batches that the flow had already. A flow may read several times, as more files may come up: each
    time takes at most three quarters of the batches that are left. So five times stay within the limit; more than two have
    not been seen.
    """
    most = max(1, (_MOST_BATCHES - used) * 3 // 4)
    size = max(1, min(batch_size, -(-len(files) // workers)), -(-len(files) // most))
    return [list(files[start : start + size]) for start in range(0, len(files), size)]
