"""Reading processes that stay for the next who asks."""

import os
from contextlib import suppress
from pathlib import Path

import psutil

from tests.example_readings import make_quarantined
from ucap.extractors.options import ReadingOptions
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.pool.pools import KeptPools
from ucap.flows.pool.reading import read_documents
from ucap.flows.sources.discovery import discover_documents
from ucap.schemas.reading import Reading


def tell_process(data: bytes, source_path: str, options: ReadingOptions) -> Reading:
    if data == b"end":
        os._exit(1)
    return make_quarantined(source_path, f"not_a_ucap: {os.getpid()}")


def test_processes_stay_until_an_error_or_another_limit_ends_them(tmp_path: Path) -> None:
    pools, seen = KeptPools(), []

    def read(content: str, limit: int = 1024) -> str:
        (tmp_path / "plan.txt").write_text(content)
        limits = ReadingLimits(memory_limit_mib=limit)
        (reading,) = read_documents(discover_documents(tmp_path), limits, workers=1, read=tell_process, open_pool=pools.open)
        code, _, said = (reading.document.reason or "").partition(": ")
        if code == "not_a_ucap":
            seen.append(int(said))
        return code

    assert [read("one"), read("two"), read("end"), read("three"), read("four", 900)] == [
        "not_a_ucap", "not_a_ucap", "crashed", "not_a_ucap", "not_a_ucap"
    ]  # fmt: skip
    assert seen[0] == seen[1] and len(set(seen)) == 3
    with suppress(KeyboardInterrupt), pools.open(1, 800):
        raise KeyboardInterrupt
    assert not [pid for pid in seen if psutil.pid_exists(pid)]
