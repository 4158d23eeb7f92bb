"""The Prefect flow: what can be tested without a server, the pins it stands on, and one real run."""

import errno
import json
import re
import sqlite3
import tomllib
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from flows.discovery import SourceFile
from flows.ingest import RunSummary
from flows.printing import escape_markdown
from publishing.errors import OutputError
from publishing.manifest import read_manifest, read_table
from tests.commands import ROOT, make_raw, run_ucap
from tests.network import NetworkLog

# Measured: outside these bounds every flow fails, deployments fail, or scheduled runs are silently never made.
PINS = {"prefect": "==3.8.8", "fastapi": ">=0.139,<0.151", "sqlalchemy": ">=2.0,<2.1"}


@pytest.mark.parametrize(("name", "bounds"), PINS.items())
def test_pins_without_which_prefect_breaks(name: str, bounds: str) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (requirement,) = [r for r in map(Requirement, declared) if r.name == name]
    assert requirement.specifier == Requirement(f"{name}{bounds}").specifier
    (locked,) = re.findall(rf"(?m)^{name}(?:\[\w+\])?==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert requirement.specifier.contains(locked)
    assert version(name) == locked, "this environment was not made from requirements.lock: run `make install`"


def make_files(count: int) -> list[SourceFile]:
    """Make as many files as asked for."""
    return [SourceFile(Path(f"{n}.txt"), f"{n}.txt", f"{n:016x}", 1) for n in range(count)]


@pytest.mark.parametrize(
    ("count", "workers", "sizes"),
    [
        pytest.param(0, 2, [], id="none"),
        pytest.param(1, 4, [1], id="one"),
        pytest.param(7, 2, [4, 3], id="few-are-shared-out-evenly"),
        pytest.param(60, 2, [25, 25, 10], id="more-come-in-full-batches"),
        pytest.param(2250, 2, [25] * 90, id="the-most-full-batches"),
        pytest.param(9001, 2, [101] * 89 + [12], id="many-make-larger-batches"),
    ],
)
def test_documents_are_cut_into_batches(count: int, workers: int, sizes: list[int]) -> None:
    from flows.prefect_flow import cut_batches

    files = make_files(count)
    batches = cut_batches(files, 25, workers)
    assert [len(batch) for batch in batches] == sizes
    assert [file for batch in batches for file in batch] == files


def test_the_summary_shows_text_of_documents_as_text() -> None:
    from flows.prefect_report import render_markdown

    bad = "a|b`<img src=x>`[x](javascript:1)\n# c.pdf"
    summary = RunSummary(
        version="0123456789ab",
        written=True,
        read=1201,
        carried_over=0,
        documents={"published": 1200, "quarantined": 1},
        row_counts={"agenda_topics": 3},
        quarantined=((bad, "encrypted: *ask* for it."),),
        superseded=(),
        error_count=0,
    )
    lines = render_markdown(summary).splitlines()
    assert "| published | 1,200 |" in lines
    assert "| agenda\\_topics | 3 |" in lines
    (line,) = [line for line in lines if line.startswith("- ")]
    assert line == f"- {escape_markdown(bad)}: encrypted: \\*ask\\* for it."
    assert not re.search(r"(?<!\\)[|`<\[*#]", line)
    assert "## Superseded" not in lines


@pytest.mark.server
@pytest.mark.slow
def test_a_flow_run_publishes_what_a_direct_run_does(tmp_path: Path) -> None:
    raw = make_raw(tmp_path / "raw", ("Porto", "Qingdao"))
    (raw / "note.txt").write_text("Nothing of interest.")
    assert run_ucap("ingest", "raw", "--output", "flow", cwd=tmp_path).returncode == 0
    make_raw(raw, ("Turin", "Shenyang"))
    network = NetworkLog(tmp_path / "network")
    direct = run_ucap("ingest", "raw", "--output", "direct", cwd=tmp_path, **network.variables)
    assert direct.returncode == 0
    chosen = ("--only", "porto*")
    flow = run_ucap(
        "ingest", "raw", "--output", "flow", "--workers", "2", "--prefect", *chosen, cwd=tmp_path, **network.variables
    )
    assert flow.returncode == 0, flow.stderr
    assert len(network.guarded) > 3 and network.refused == []
    manifests = [read_manifest(tmp_path / name) for name in ("direct", "flow")]
    assert manifests[0] is not None and manifests[0] == manifests[1]
    assert read_table(tmp_path / "flow", "ucaps").num_rows == 2
    assert flow.stdout.splitlines()[-1].startswith(f"Published version {manifests[0].version} in flow")

    # The server's database lies in the working folder and tells the run's history.
    with sqlite3.connect(tmp_path / ".prefect" / "prefect.db") as database:
        states = dict(database.execute("select state_name, count(*) from flow_run group by 1").fetchall())
        tasks = dict(database.execute("select name, state_name from task_run").fetchall())
        (artifact,) = database.execute("select data from artifact where key = 'ingest-summary'").fetchone()
    assert states == {"Completed": 1}
    assert {name.split("-")[0] for name in tasks} == {"discover", "read", "publish"}
    assert {"read-1-of-2", "read-2-of-2"} <= tasks.keys()
    assert set(tasks.values()) == {"Completed"}
    assert manifests[0].version in artifact and "note.txt" in artifact

    for name, trigger, read in (("direct", "command", 3), ("flow", "prefect", 2)):
        line = json.loads((tmp_path / name / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])
        assert (line["trigger"], line["version"], line["read"]) == (trigger, manifests[0].version, read)


def test_a_missing_folder_is_said_before_a_server_starts(tmp_path: Path) -> None:
    done = run_ucap("ingest", "missing", "--output", "out", "--prefect", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no folder missing: name the one that holds the documents.\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.server
@pytest.mark.slow
def test_a_flow_run_that_cannot_write_says_why(tmp_path: Path) -> None:
    make_raw(tmp_path / "raw", ("Porto", "Qingdao"))
    (tmp_path / "out").write_text("mine")
    done = run_ucap("ingest", "raw", "--output", "out", "--prefect", cwd=tmp_path)
    assert done.returncode == 1
    sentence = done.stderr.splitlines()
    assert any(line.startswith("could not lock the output folder: ") for line in sentence)
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize(
    ("error", "retried"),
    [
        pytest.param(OSError(errno.EIO, "I/O error"), True, id="a-disk-that-stutters"),
        pytest.param(OSError(errno.ESTALE, "stale"), True, id="a-network-drive-that-comes-back"),
        pytest.param(OSError(errno.ENOSPC, "full"), False, id="a-full-disk-stays-full"),
        pytest.param(PermissionError(errno.EACCES, "denied"), False, id="rights-do-not-change"),
        pytest.param(ValueError("wrong"), False, id="a-broken-program"),
    ],
)
def test_only_passing_input_and_output_errors_are_retried(error: Exception, retried: bool) -> None:
    from flows.prefect_flow import is_transient

    assert is_transient(error) == retried
    wrapped = OutputError("could not write")
    wrapped.__cause__ = error
    assert is_transient(wrapped) == retried


def test_a_batch_is_known_by_paths_bytes_and_limits() -> None:
    from flows.prefect_flow import name_batch

    files = make_files(3)
    moved = replace(files[0], source_path="elsewhere.txt")
    changed = replace(files[0], document_id="f" * 16)
    refused = replace(files[0], refusal="too_large: it is.")
    names = [name_batch([first, *files[1:]], 50) for first in (files[0], moved, changed, refused)]
    assert len({*names, name_batch(files, 51)}) == 5
    assert name_batch(make_files(3), 50) == names[0]
