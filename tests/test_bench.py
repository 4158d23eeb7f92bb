"""The small pieces of `make bench`, on documents and runs that take no time."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.bench.folders import write_texts
from benchmarks.bench.peers import PEERS, measure_peers
from benchmarks.bench.report import draw_bars, write_report
from benchmarks.bench.runs import Series, fit_growth
from benchmarks.bench.targets import Target
from benchmarks.bench.trees import Tree, this_tree
from benchmarks.bench.watching import Watched, watch_command
from ucap.extractors.extract import read_document


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        (Target("a", 2, 1.5), "yes"),
        (Target("a", 2, 2.5), "no"),
        (Target("a", 2, 2.5, at_least=True), "yes"),
        (Target("a", 2, None), "not measured"),
    ],
)
def test_a_promise_is_answered(target: Target, answer: str) -> None:
    assert target.render().endswith(f"| {answer} |")


def make_series(documents: int, seconds: float) -> Series:
    watched = Watched(seconds, 100, 200)
    return Series(documents, watched, watched, watched)


def test_growth_is_one_where_time_grows_as_the_documents_do() -> None:
    assert fit_growth([make_series(n, n / 10) for n in (100, 1000, 10_000)]) == pytest.approx(1)
    assert fit_growth([make_series(n, n * n) for n in (100, 1000)]) == pytest.approx(2)


def test_made_texts_are_u_caps_of_different_cities(tmp_path: Path) -> None:
    write_texts(tmp_path, 3)
    readings = [read_document(path.read_bytes(), path.name) for path in sorted(tmp_path.iterdir())]
    assert len({reading.document.ucap_id for reading in readings} - {None}) == len(readings) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_of_a_command_and_of_its_children_is_watched(tmp_path: Path) -> None:
    child = "x = bytearray(60 * 2**20); import time; time.sleep(1)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    watched = watch_command([sys.executable, "-c", code], os.environ, tmp_path)
    assert watched.seconds >= 1
    assert watched.worker_mib > 60 > watched.parent_mib > 1


def test_a_command_that_fails_says_what_it_printed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no luck"):
        watch_command([sys.executable, "-c", "raise SystemExit('no luck')"], os.environ, tmp_path)


def test_the_code_of_this_commit_runs_as_the_command(tmp_path: Path) -> None:
    tree = this_tree()
    command = tree.ingest_command(tmp_path, tmp_path / "out", 1)
    done = subprocess.run([*command[:3], "--help"], env=tree.environment(), capture_output=True, text=True, check=True)
    assert "ingest" in done.stdout


def test_the_code_of_an_older_commit_is_read_from_its_own_folder(tmp_path: Path) -> None:
    for name in ("flows/cli.py", "flows/preload.py", "extractors/extract.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    tree = Tree(tmp_path, "old")
    assert "from flows.cli import main" in tree.ingest_command(tmp_path, tmp_path, 1)[2]
    assert tree.probe_command(tmp_path)[2] == "extractors.extract"


def test_the_page_has_figures_and_a_chart(tmp_path: Path) -> None:
    values = {"read_pdf": 2.5, "a < b": 1.0}
    series = [make_series(100, 10), make_series(1000, 100)]
    write_report(tmp_path, "abc", values, values, series, [Target("x", 2, 1)], ["A note."])
    page = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "| x | ≤ 2 | 1 | yes |" in page and "| 1,000 | 100.0 | 10.0 |" in page and "commit abc" in page
    ElementTree.fromstring(draw_bars(values))


def test_peers_without_an_environment_are_left_out(tmp_path: Path) -> None:
    assert measure_peers(tmp_path, tmp_path / "python") == {}


def test_peers_are_read_by_the_python_of_another_environment(tmp_path: Path) -> None:
    raw = tmp_path / "pdfs"
    raw.mkdir()
    (raw / "a.pdf").write_bytes(b"")
    python = tmp_path / "python"
    python.write_text(
        f"#!{sys.executable}\nimport sys\nprint('loud')\nprint('{{\"peer 1, all\": ' + str(len(sys.argv)) + '}}')\n"
    )
    python.chmod(0o755)
    assert measure_peers(raw, python) == {"peer 1, all": 3}


def test_peers_are_pinned_where_they_are_named() -> None:
    lines = (Path(__file__).parent.parent / "benchmarks" / "requirements-peers.txt").read_text().splitlines()
    assert {line.partition("==")[0] for line in lines if "==" in line} == {peer.distribution for peer in PEERS}
