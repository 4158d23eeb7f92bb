"""The lock of Prefect's home: one `ucap up` for each folder, also after someone deleted the folder while it ran."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ucap.flows.basics.errors import RunError

_LOCK_NAME = "up.lock"


class FolderLock:
    """The lock of one folder, a file in it: where the folder is deleted, another process may take it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _LOCK_NAME
        self._lock: FileLock | None = None
        self._file: tuple[int, int] | None = None

    @property
    def is_held(self) -> bool:
        """Whether this process has the lock, and its file is still the one in the folder."""
        return self._file is not None and self._file == identify_file(self._path)

    def hold(self) -> None:
        """Take the lock where it is not held, and make the folder where it is missing.

        Raises `RunError` where another process has it.
        """
        if self.is_held:
            return
        self.release()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            folder = self._path.parent.resolve()
            raise RunError(f"`ucap up` is running in this folder already ({folder}): stop that one first.") from None
        self._lock, self._file = lock, identify_file(self._path)

    def release(self) -> None:
        """Let another process have the folder."""
        if self._lock:
            self._lock.release()
        self._lock = self._file = None


@contextmanager
def hold_folder(folder: Path) -> Iterator[FolderLock]:
    """Hold a folder's lock, as `FolderLock.hold` does, until the block ends."""
    lock = FolderLock(folder)
    lock.hold()
    try:
        yield lock
    finally:
        lock.release()


def identify_file(path: Path) -> tuple[int, int] | None:
    """Return what distinguishes a file from another one of the same name; None if there is no such file."""
    try:
        state = os.stat(path)
    except OSError:
        return None
    return state.st_dev, state.st_ino
