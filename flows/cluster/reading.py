"""The stage `read` of a run on a Dask cluster."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ucap.extractors.version import extractor_version
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.settings import LOCAL_CLUSTER, Settings
from ucap.flows.cluster.batch import BatchResult, read_batch
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.read import read_files
from ucap.flows.run.round import Read
from ucap.flows.sources.discovery import SourceFile
from ucap.schemas.reading import AnyReading, KeptReading

_BATCHES_PER_WORKER = 4
"""The fewest batches for each worker, so that at the end none waits long for another; by judgement."""
_CONNECT_SECONDS = 30


def choose_reader(settings: Settings, here: Read = read_files) -> Read:
    """Return the stage `read` of the settings: on their cluster, or `here`, on this machine."""
    return ClusterReader(settings.cluster).read if settings.cluster else here


@dataclass(frozen=True)
class ClusterReader:
    """Reads documents on a cluster: `local`, which is started for it, or the address of a scheduler."""

    cluster: str

    def read(
        self,
        files: Sequence[SourceFile],
        settings: Settings,
        memory: ReadingMemory,
        on_done: Callable[[AnyReading], None],
    ) -> None:
        """Read files in batches on the workers; a worker that is lost costs only time: its batches are read by others.

        Raises `RunError` where the cluster cannot be used, or its workers keep dying.
        """
        with open_cluster(self.cluster, settings) as client:
            workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
            for batch, result in _read_batches(client, cut_evenly(files, settings.batch_size, workers), settings, memory):
                readings = result.list_readings(memory)
                _check_kept(readings, memory, batch)
                for reading in readings:
                    on_done(reading)


def cut_evenly(files: Sequence[SourceFile], batch_size: int, workers: int) -> list[list[SourceFile]]:
    """Cut files into batches of `batch_size`, or smaller ones where workers would wait for others at the end.

    >>> [len(batch) for batch in cut_evenly([None] * 10, 25, 1)]
    [3, 3, 3, 1]
    """
    size = max(1, min(batch_size, -(-len(files) // (workers * _BATCHES_PER_WORKER))))
    return [list(files[start : start + size]) for start in range(0, len(files), size)]


@contextmanager
def open_cluster(cluster: str, settings: Settings) -> Iterator[Any]:
    """Yield a client of the cluster; one that was started here ends with it. Raises `RunError` where there is none."""
    try:
        import dask  # noqa: PLC0415 (an extra)
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ImportError:
        raise RunError("Reading on a cluster is an extra: install it with `pip install 'ucap[dask]'`.") from None
    if cluster != LOCAL_CLUSTER:
        try:
            client = Client(cluster, timeout=_CONNECT_SECONDS)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as error:
            raise RunError(
                f"There is no Dask scheduler at {cluster} ({type(error).__name__}): start one, or name another."
            ) from error
        with client:
            if not client.scheduler_info(n_workers=-1)["workers"]:
                raise RunError(f"The scheduler at {cluster} has no worker: start some with `dask worker {cluster}`.")
            yield client
        return
    # Without this, workers may not start the processes in which documents are read. It must hold as long as the cluster does,
    # for a worker that is lost is started again. Memory is limited for each document, not for the worker.
    quiet = {"distributed.nanny.pre-spawn-environ.DASK_LOGGING__DISTRIBUTED": "critical"}
    with dask.config.set({"distributed.worker.daemon": False, **quiet}):
        started = LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=settings.workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            memory_limit=0,
            silence_logs=logging.ERROR,
        )
        with started, Client(started) as client:  # type: ignore[no-untyped-call]
            yield client


def _read_batches(
    client: Any, batches: Sequence[Sequence[SourceFile]], settings: Settings, memory: ReadingMemory
) -> Iterator[tuple[Sequence[SourceFile], BatchResult]]:
    """Yield each batch with its result, as they come."""
    from distributed import KilledWorker, as_completed  # noqa: PLC0415 (an extra)

    shared = (settings, memory, extractor_version())
    # Not pure: an equal batch of an earlier run was read from files that may be others now.
    futures = {client.submit(read_batch, batch, *shared, pure=False): batch for batch in batches}
    try:
        for future in as_completed(futures):  # type: ignore[no-untyped-call]
            try:
                yield futures[future], future.result()
            except KilledWorker as error:
                first = futures[future][0].source_path
                raise RunError(
                    f"The workers that read {first} and the documents after it ended several times: see their logs, and "
                    "whether their machines have enough memory. What was read is kept."
                ) from error
            future.release()
    finally:
        client.cancel(list(futures))


def _check_kept(readings: Sequence[AnyReading], memory: ReadingMemory, files: Sequence[SourceFile]) -> None:
    """Raise `RunError` where what a worker kept is not found here; one of a batch is enough to know."""
    first = next((reading for reading in readings if isinstance(reading, KeptReading)), None)
    by_path = {file.source_path: file for file in files}
    if first and memory.recall(by_path[first.document.source_path]) is None:
        raise RunError(
            f"What workers of the cluster read is not found in {memory.place}: they write to other disks. "
            "Name a URL as output, or a folder that all machines have at the same place."
        )
