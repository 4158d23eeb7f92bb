"""Running a command while its time and the memory of its processes are watched. Linux only."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.2
"""Seconds between two looks; the system itself keeps the highest memory of each process, so that no peak is missed."""


@dataclass(frozen=True)
class Watched:
    """What a command came to: seconds, and the highest memory of it and of any process that it started, in MiB."""

    seconds: float
    parent_mib: float
    worker_mib: float


def watch_command(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Watched:
    """Run a command to its end. Raises `RuntimeError` with what it printed where it fails."""
    started = time.monotonic()
    peaks: dict[int, float] = {}
    with (folder / "printed.txt").open("w+", encoding="utf-8") as printed:
        process = subprocess.Popen(command, env=dict(environment), cwd=folder, stdout=printed, stderr=subprocess.STDOUT)
        while process.poll() is None:
            for pid in (process.pid, *find_descendants(process.pid)):
                with suppress(OSError, StopIteration):
                    peaks[pid] = max(peaks.get(pid, 0), read_peak(pid))
            time.sleep(_EVERY)
        seconds = time.monotonic() - started
        if process.returncode:
            printed.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{printed.read()[-2000:]}")
    workers = [peak for pid, peak in peaks.items() if pid != process.pid]
    return Watched(seconds, peaks.get(process.pid, 0), max(workers, default=0))


def find_descendants(pid: int) -> list[int]:
    """Return the processes that a process started, and those that they started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, left = [], [pid]
    while left:
        below = children.get(left.pop(), [])
        found += below
        left += below
    return found


def read_peak(pid: int) -> float:
    """Return the highest resident memory of a process so far, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
