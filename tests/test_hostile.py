"""Whole runs over hostile files beside good ones: none may end the run, harm another document or go without a row."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.commands import ROOT, make_environment
from tests.hostile_case import MOST_MEGABYTES, MOST_PAGES, PUBLISHED, Case
from tests.make_hostile import CASES, write_hostile, write_stand_ins
from ucap.publishing.manifest import read_table

MOST_LINES = 200
MOST_MEMORY_MIB = 1024  # of any process; each reading process may take 640, the least that the setting allows
MOST_SECONDS = 180
LIMITS = {
    "UCAP_MAX_PAGES": str(MOST_PAGES),
    "UCAP_MAX_SIZE_MB": str(MOST_MEGABYTES),
    "UCAP_TIMEOUT_SECONDS": "20",  # the slowest file takes about 2 s of processor time
    "UCAP_MEMORY_LIMIT_MIB": "640",
}
GOOD = sorted(path for path in (ROOT / "raw").rglob("*") if path.suffix in (".pdf", ".txt"))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory limits and /proc are Linux's")


class MemoryWatch(threading.Thread):
    """Measures the highest resident memory of each process of a session while they run."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.peaks, self.over = session, dict[int, int](), threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            for entry in os.listdir("/proc"):
                if entry.isdigit() and (peak := self._measure(int(entry))):
                    self.peaks[int(entry)] = max(peak, self.peaks.get(int(entry), 0))

    def _measure(self, process: int) -> int:
        try:
            if os.getsid(process) != self.session:
                return 0
            status = Path(f"/proc/{process}/status").read_text()
        except (OSError, ProcessLookupError):
            return 0
        return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def run_over(folder: Path, cases: Sequence[Case], *, stand_ins: bool) -> tuple[list[str], float]:
    """Ingest the hostile cases with the good documents; return what went wrong, and the seconds.

    With `stand_ins` there are also files whose reader hangs, crashes or uses up memory. Prints the outcome of each file.
    """
    expected = write_hostile(folder / "raw", cases)
    if stand_ins:
        expected |= write_stand_ins(folder / "raw")
    for document in GOOD:
        shutil.copy(document, folder / "raw" / document.name)
        expected[document.name] = PUBLISHED
    command = [sys.executable, "-c", "from tests.hostile_readers import main; main()", "ingest", str(folder / "raw")]
    started = time.monotonic()
    process = subprocess.Popen(
        [*command, "--output", str(folder / "out"), "--workers", "2"],
        env=make_environment(**LIMITS),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    watch = MemoryWatch(process.pid)
    watch.start()
    printed = process.communicate(timeout=900)[0].decode()
    seconds = time.monotonic() - started
    watch.over.set()
    watch.join()
    shutil.rmtree(folder / "raw")
    assert process.returncode == 0, printed[-2000:]
    rows = {row["source_path"]: row for row in read_table(folder / "out", "documents").to_pylist()}
    wrong = [f"{path!r}: no row" for path in expected.keys() - rows.keys()]
    wrong += [f"{path!r}: a row that should not be" for path in rows.keys() - expected.keys()]
    for path in sorted(expected.keys() & rows.keys()):
        outcome = (rows[path]["reason"] or "published").partition(":")[0]
        print(f"{outcome:<20}{path[:80]!r}")
        if outcome not in expected[path].split():
            wrong.append(f"{path[:100]!r}: {rows[path]['status']}, {rows[path]['reason']}, expected {expected[path]}")
    if len(printed.splitlines()) >= MOST_LINES:
        wrong.append(f"{len(printed.splitlines())} lines printed")
    if any(not (c.isprintable() or c == "\n") for c in printed):
        wrong.append("control characters printed")
    peak = max(watch.peaks.values())
    if peak > MOST_MEMORY_MIB:
        wrong.append(f"a process took {peak} MiB")
    print(f"{len(expected)} files, {seconds:.0f} s, {peak} MiB, {len(printed.splitlines())} lines")
    return wrong, seconds


@pytest.mark.slow
def test_hostile_files_beside_good_ones(tmp_path: Path) -> None:
    assert len(CASES) >= 100
    wrong, _ = run_over(tmp_path, CASES, stand_ins=False)
    assert not wrong, "\n".join(wrong)


@pytest.mark.hostile
def test_hostile_files_and_readers_that_misbehave_beside_good_documents(tmp_path: Path) -> None:
    wrong, seconds = run_over(tmp_path, CASES, stand_ins=True)
    assert not wrong, "\n".join(wrong)
    assert seconds < MOST_SECONDS
