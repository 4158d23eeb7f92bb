"""One writer at a time for an output folder; readers need no lock."""

import getpass
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from ucap.publishing.errors import OutputError, explain_failures
from ucap.publishing.state import STATE_NAME
from ucap.publishing.storage.location import Location
from ucap.publishing.storage.objects import StoredPath

LOCK_NAME = ".lock"
OWNER_NAME = Path(STATE_NAME, "owner.json")
"""Names the holder of the lock for people; the lock itself is the kernel's, on the file in the folder above."""

_PATIENCE_SECONDS = 0.5
"""How long to try the lock before a message: a run that has just taken it needs a moment to write its name. By judgement."""


class LockOwner(BaseModel):
    """The run that holds the lock of an output folder, or held it when it died."""

    pid: int
    host: str
    user: str
    since: datetime

    def describe(self) -> str:
        """Return process, account, host and time as part of a sentence."""
        return f"process {self.pid} of {self.user} on {self.host}, since {self.since:%Y-%m-%d %H:%M:%S} UTC"


@contextmanager
def output_lock(output: Location, *, wait: bool = True, notify: Callable[[str], None] = lambda message: None) -> Iterator[None]:
    """Hold the output folder's only write lock; the folder is made where it is missing.

    If another run holds the lock, this call waits, or with `wait` false raises an `OutputError` that names the run. The
    kernel drops the lock of a process that dies, so a stale lock is simply free. `notify` gets a sentence about the run that is
    waited for, and about a run that died before this one. The thread that holds the lock may take it again, so a run can hold
    it from before reading to after publishing. Object storage has no lock: there, `publish_dataset` notices another writer.
    """
    if isinstance(output, StoredPath):
        yield
        return
    with explain_failures(output, "lock the output folder"):
        output.mkdir(parents=True, exist_ok=True)
        folder = output.resolve()
        # One object per file makes the lock reentrant; each thread still has its own hold on it.
        lock = FileLock(folder / LOCK_NAME, is_singleton=True)
        is_outermost = not lock.is_locked
        try:
            lock.acquire(timeout=_PATIENCE_SECONDS)
        except Timeout:
            owner = read_owner(folder)
            who = f" ({owner.describe()})" if owner else ""
            if not wait:
                raise OutputError(
                    f"another run{who} is writing to {output}: wait until it has ended, or let this run wait for it."
                ) from None
            notify(f"Waiting for another run{who}, which is writing to {output}.")
            lock.acquire()
    try:
        if is_outermost:
            if dead := read_owner(folder):
                notify(f"The last run on {output} ({dead.describe()}) died; this one cleans up and completes.")
            _write_owner(folder)
        yield
    finally:
        if is_outermost:
            with suppress(OSError):
                (folder / OWNER_NAME).unlink(missing_ok=True)
        lock.release()


def read_owner(output: Path) -> LockOwner | None:
    """Return the run that holds the lock, or that held it and died; None if no run did or it is not known."""
    try:
        return LockOwner.model_validate_json((output / OWNER_NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def _write_owner(folder: Path) -> None:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's account may have no name
        user = f"user {os.getuid()}"
    owner = LockOwner(pid=os.getpid(), host=socket.gethostname(), user=user, since=datetime.now(UTC))
    path = folder / OWNER_NAME
    with suppress(OSError):  # the name is only information: a run works without it
        path.parent.mkdir(exist_ok=True)
        path.write_text(owner.model_dump_json(), encoding="utf-8")
