"""Reading on a Dask cluster of two worker processes gives what a run without it gives, whatever happens to a worker."""

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.commands import invoke_ucap, make_raw, run_python
from tests.example_outputs import file_tree
from ucap.extractors.extract import read_document
from ucap.extractors.options import ReadingOptions
from ucap.flows.basics.settings import Settings
from ucap.flows.cluster.reading import choose_reader, open_cluster
from ucap.flows.pool.reading import read_documents
from ucap.flows.run import read
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.run.round import OnProgress, Stages
from ucap.flows.run.summary import RunSummary
from ucap.schemas.reading import Reading

PAIRS = [(name, "Wuhan") for name in ("Graz", "Kaunas", "Lviv", "Porto")]
SETTINGS = Settings(workers=2, batch_size=2)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with open_cluster("local", SETTINGS) as client:
        yield client


def read_or_die(data: bytes, source_path: str, options: ReadingOptions) -> Reading:
    """Read a document; one of them ends its process, as a fault in a library does."""
    if source_path.startswith("kaunas"):
        os.kill(os.getpid(), signal.SIGSEGV)
    return read_document(data, source_path, options)


def let_one_kill_its_process() -> None:
    setattr(read, "read_documents", partial(read_documents, read=read_or_die))  # noqa: B010


def run(raw: Path, output: Path, cluster: str | None, on_progress: OnProgress = lambda *_: None) -> RunSummary:
    settings = SETTINGS.model_copy(update={"cluster": cluster})
    return run_ingest(RunRequest(raw, output), settings, on_progress=on_progress, stages=Stages(read=choose_reader(settings)))


@pytest.mark.slow
def test_a_lost_worker_costs_only_time(client: Any, tmp_path: Path) -> None:
    raw, pids = make_raw(tmp_path / "raw", *PAIRS), client.run(os.getpid)
    started: list[psutil.Process] = []

    def kill_one(done: int, *_: object) -> None:
        if done == 1 and not started:
            victim = psutil.Process(next(iter(pids.values())))
            started.extend(victim.children(recursive=True))
            victim.kill()

    there = run(raw, tmp_path / "there", client.scheduler.address, kill_one)
    here = run(raw, tmp_path / "here", None)
    assert (there.read, there.version) == (len(PAIRS), here.version)
    versions = [{name: data for name, data in file_tree(tmp_path / name).items() if "/" in name} for name in ("there", "here")]
    assert versions[0] == versions[1]
    deadline = time.monotonic() + 20
    while started and any(process.is_running() for process in started) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert started and not [process for process in started if process.is_running()], "its reading processes outlived it"


@pytest.mark.slow
def test_a_document_that_kills_its_process_is_one_quarantined_row(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = make_raw(tmp_path / "raw", *PAIRS)
    client.run(let_one_kill_its_process)
    monkeypatch.setattr(read, "read_documents", partial(read_documents, read=read_or_die))
    there, here = (run(raw, tmp_path / str(cluster is None), cluster) for cluster in (client.scheduler.address, None))
    assert [path for path, _ in there.quarantined] == ["kaunas-wuhan.txt"] and "crashed" in there.quarantined[0][1]
    assert (there.version, there.row_counts) == (here.version, here.row_counts)


def test_what_a_cluster_that_cannot_be_used_is_answered_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = make_raw(tmp_path / "raw", PAIRS[0])
    monkeypatch.setattr("ucap.flows.cluster.reading._CONNECT_SECONDS", 0.2)
    for address, message in (
        ("tcp://127.0.0.1:9", "There is no Dask scheduler at tcp://127.0.0.1:9"),
        ("elsewhere", "cluster"),
    ):
        done = invoke_ucap("ingest", str(raw), "--output", str(tmp_path / "output"), "--cluster", address)
        assert (done.returncode, message in done.stderr) == (1, True), done.stderr


def test_without_the_extra_the_answer_names_it() -> None:
    code = """
import sys
sys.modules["dask"] = None
from ucap.flows.basics.settings import Settings
from ucap.flows.cluster.reading import open_cluster
try:
    open_cluster("local", Settings()).__enter__()
except Exception as error:
    print(error)
"""
    assert "pip install 'ucap[dask]'" in run_python(code)
