"""One writer at a time for an output folder; readers need no lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from publishing.errors import OutputError, explain_failures

LOCK_NAME = ".lock"


@contextmanager
def output_lock(output: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the output folder's only write lock; the folder is made where it is missing.

    A lock held by another run is waited for, or with `wait` false ends at once in an `OutputError`. The kernel drops the lock
    of a process that dies. Taking it again in the thread that holds it is allowed, so a run may hold it from before reading to
    after publishing.
    """
    with explain_failures(output, "lock the output folder"):
        output.mkdir(parents=True, exist_ok=True)
        # One object per file makes the lock reentrant; each thread still has its own hold on it.
        lock = FileLock(output.resolve() / LOCK_NAME, is_singleton=True)
        try:
            lock.acquire(timeout=-1 if wait else 0)
        except Timeout:
            raise OutputError(
                f"another run is writing to {output}: wait until it has ended, or let this run wait for it."
            ) from None
    try:
        yield
    finally:
        lock.release()
