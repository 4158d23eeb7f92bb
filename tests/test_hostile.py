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

from tests.commands import ROOT, make_environment, ucap_command
from tests.hostile_case import PUBLISHED, Case
from tests.make_hostile import CASES, write_hostile
from ucap.publishing.manifest import read_table

MOST_LINES = 200
MOST_MEMORY_MIB = 1536
MOST_SECONDS = 180
GOOD = sorted(path for path in (ROOT / "raw").rglob("*") if path.suffix in (".pdf", ".txt"))
ALWAYS = {"drawings 2 to the 40.pdf", "object refers to itself.pdf"}
"""Slow ones that are in every selection, so that a time limit is seen at work."""

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


def run_over(folder: Path, cases: Sequence[Case], **settings: str) -> tuple[list[str], float, int]:
    """Ingest the hostile cases with the good documents; return what went wrong, seconds, and the highest memory in MiB."""
    expected = write_hostile(folder / "raw", cases)
    for document in GOOD:
        shutil.copy(document, folder / "raw" / document.name)
        expected[document.name] = PUBLISHED
    command = ucap_command("ingest", folder / "raw", "--output", folder / "out", "--workers", "2")
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        env=make_environment(**settings),
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
    for path in expected.keys() & rows.keys():
        outcome = (rows[path]["reason"] or "published").partition(":")[0]
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
    return wrong, seconds, peak


@pytest.mark.slow
def test_quick_hostile_files_beside_good_ones(tmp_path: Path) -> None:
    cases = [case for case in CASES if not case.is_slow or case.name in ALWAYS]
    assert len(cases) >= 100
    wrong, _, _ = run_over(tmp_path, cases)
    assert not wrong, "\n".join(wrong)


@pytest.mark.hostile
def test_all_hostile_files_beside_good_ones_within_the_limits_as_set(tmp_path: Path) -> None:
    wrong, seconds, _ = run_over(tmp_path, CASES)
    assert not wrong, "\n".join(wrong)
    assert seconds < MOST_SECONDS
