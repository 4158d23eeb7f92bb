"""A long-running process of `ucap up`, and finding and ending all that it started."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_RUN_STOP_SECONDS = 25.0  # a flow run needs some seconds to end its reading processes and report
_STOP_SECONDS = 10.0
_LAST_LINES = 5
_LARGEST_LOG = 10_000_000  # bytes
_MARK = "SERVICE_OF_UCAP_UP"  # does not begin as settings do, of which an unknown one is an error


@dataclass
class Service:
    """A long-running process, with all that it starts; what they print goes to `log`.

    A variable in their environment identifies them, since a worker's flow runs have sessions of their own and outlive it.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    stop_seconds: float = _STOP_SECONDS
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def mark(self) -> str:
        """What identifies the processes of this service among all others."""
        return f"{self.name} {self.log.resolve()}"

    @property
    def marked_environment(self) -> dict[str, str]:
        """The environment for the process, and for whatever shall end with it."""
        return {**self.environment, _MARK: self.mark}

    def start(self) -> None:
        """Start the process, with nothing to read; its log is continued, and begun anew where it is gone or has grown large."""
        self.log.parent.mkdir(parents=True, exist_ok=True)  # someone may have deleted the folder while others were running
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.marked_environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """Whether the process itself is alive."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End the process and all that it started, also where it is dead itself; what does not end in time is killed.

        What it started is ended first, so that flow runs end in order while it still watches them; then it has `stop_seconds`
        itself.
        """
        own = {self.process.pid} if self.process else set()
        self._end(lambda: find_marked(self.mark) - own, signal.SIGTERM, _RUN_STOP_SECONDS)
        self._end(self._find_all, signal.SIGTERM, self.stop_seconds)
        self.kill()

    def kill(self) -> None:
        """End the process and all that it started at once, for where it hangs and reacts to nothing else."""
        self._end(self._find_all, signal.SIGKILL, _STOP_SECONDS)
        self.process = None

    def _find_all(self) -> set[int]:
        return find_marked(self.mark) | ({self.process.pid} if self.process and self.is_running else set())

    def _end(self, find: Callable[[], set[int]], number: int, patience_seconds: float) -> None:
        end, signalled = time.monotonic() + patience_seconds, set[int]()
        while (found := find()) and time.monotonic() < end:
            for pid in found - signalled:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            signalled |= found
            time.sleep(0.1)
            if self.process:
                self.process.poll()  # or it would stay as a zombie

    def read_last_lines(self) -> str:
        """Return the end of what the process printed, as one line; empty where its log was deleted."""
        if not self.log.exists():
            return ""
        lines = [line.strip() for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines()]
        return " | ".join([line for line in lines if line][-_LAST_LINES:])


def find_marked(mark: str) -> set[int]:
    """Return the processes of this account that were started with a mark in their environment; none where there is no /proc."""
    wanted, found = f"{_MARK}={mark}".encode(), set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # of another account, or ended meanwhile
            if wanted in path.read_bytes().split(b"\0"):
                found.add(int(path.parent.name))
    return found
