"""Pools of reading processes: for one use, or kept for the next."""

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

from pebble import ProcessPool

from ucap.flows.pool.server import start_server
from ucap.flows.pool.worker import start_worker
from ucap.publishing.storage.objects import read_variables

OpenPool: TypeAlias = Callable[[int, int], AbstractContextManager[ProcessPool]]
"""Gives a pool of so many reading processes with a limit of memory in MiB each."""


@contextmanager
def open_new_pool(workers: int, memory_limit_mib: int) -> Iterator[ProcessPool]:
    """Yield a pool of reading processes; at the end, also by Ctrl-C, none of them is left."""
    pool = _start_pool(workers, memory_limit_mib)
    try:
        yield pool
    finally:
        _stop_pool(pool)


class KeptPools:
    """Pools of reading processes that stay, for a process that is asked to read again and again; see `open`."""

    def __init__(self) -> None:
        """Start with none."""
        self._free: deque[tuple[object, ProcessPool]] = deque()

    @contextmanager
    def open(self, workers: int, memory_limit_mib: int) -> Iterator[ProcessPool]:
        """Yield a pool that is free, or a new one. Afterwards it stays for who asks next, unless an exception ended its use.

        Free pools with another limit, or for other services, are ended. Each of several threads gets a pool of its own.
        """
        wanted = (workers, memory_limit_mib, read_variables())
        pool = None
        while pool is None and self._free:
            known, found = self._free.popleft()
            if known == wanted and found.active:
                pool = found
            else:
                _stop_pool(found)
        pool = pool or _start_pool(workers, memory_limit_mib)
        try:
            yield pool
        except BaseException:
            _stop_pool(pool)
            raise
        self._free.append((wanted, pool))


def _start_pool(workers: int, memory_limit_mib: int) -> ProcessPool:
    # Forking the caller would copy its threads' locks (Prefect runs tasks in threads). On Linux a small server process that has
    # the libraries loaded is forked instead, so that a new process, also after a crash, costs next to nothing.
    start_server()
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    initargs = (memory_limit_mib, read_variables())
    return ProcessPool(max_workers=workers, initializer=start_worker, initargs=initargs, context=context)


def _stop_pool(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
