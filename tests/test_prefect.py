"""The Prefect flow: what can be tested without a server, the pins it stands on, and one real run."""

import errno
import json
import re
import sqlite3
import subprocess
import tomllib
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from packaging.requirements import Requirement

from tests.commands import ROOT, make_raw, run_ucap
from tests.network import NetworkLog
from tests.object_server import BUCKET, run_object_server
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.printing import escape_markdown
from ucap.flows.pool.server import set_variables
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.errors import OutputError, RejectedVersionError
from ucap.publishing.latest import find_latest
from ucap.publishing.manifest import read_manifest, read_table
from ucap.publishing.storage.location import locate, open_storage

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


REFUSED = "Version 1 was not made the latest, because too much is missing.\n  documents: 7 were published.\nPublish it with: x"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(RunError("No document is named\x1b lyon."), "No document is named\\x1b lyon.", id="as-it-says"),
        pytest.param(
            RejectedVersionError(REFUSED, ["documents"]),
            "Version 1 was not made the latest, because too much is missing. documents: 7 were published. Publish it with: x"
            " In Prefect: a custom run of ingest/ingest-by-hand with"
            ' accept_drop = ["documents"], raw = "my raw", output = "out".',
            id="lines-in-one-with-the-runs-own-folders",
        ),
    ],
)
def test_a_deployments_run_fails_with_what_to_do(error: Exception, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ucap.flows.prefect_flows import stages

    logged: list[str] = []
    monkeypatch.setattr(stages, "get_run_logger", lambda: SimpleNamespace(error=logged.append))

    def fail(*arguments: object) -> RunSummary:
        raise error

    monkeypatch.setattr(stages, "_run", fail)

    def run() -> RunSummary:
        return stages.run_in_flow("ingest", lambda settings: RunRequest(Path("my raw"), Path("out")))

    with pytest.raises(type(error)):
        run()
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "7")
    state = cast(Any, run())
    assert (state.type, state.message, logged) == ("FAILED", message, [message])


@pytest.mark.parametrize(
    ("summary", "kind", "message"),
    [
        pytest.param(
            RunSummary("v", True, 2, 0, {"published": 1, "quarantined": 1}, {"ucaps": 1}, (("a", "empty: x"),), (), 0),
            "COMPLETED",
            "Version v: 1 published, 1 quarantined",
            id="with-counts",
        ),
        pytest.param(
            RunSummary("v", True, 0, 0, {}, {"ucaps": 0}, (), (), 0),
            "FAILED",
            "No U-CAP was found: there is no document in the folder “raw”. Put PDF, .docx or text files there, or name another"
            " folder.",
            id="no-ucap-is-no-success",
        ),
    ],
)
def test_a_deployments_run_ends_with_counts(
    summary: RunSummary, kind: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ucap.flows.prefect_flows import stages

    monkeypatch.setattr(stages, "get_run_logger", lambda: SimpleNamespace(error=lambda said: None))
    monkeypatch.setattr(stages, "_run", lambda *arguments: summary)
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "7")
    state = cast(Any, stages.run_in_flow("ingest", lambda settings: RunRequest(Path("raw"), Path("out"))))
    assert (state.type, state.message) == (kind, message)


def test_a_name_that_would_accept_nothing_is_refused(tmp_path: Path) -> None:
    from ucap.flows.prefect_flows.stages import run_in_flow

    request = RunRequest(make_raw(tmp_path / "raw"), tmp_path / "out", accept_drop=("documnets",))
    with pytest.raises(RunError, match=r"^accept_drop: documnets: not a known name; known are all, documents, "):
        run_in_flow("rerun", lambda settings: request)


@cache
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
        pytest.param(1825, 2, [25] * 73, id="the-most-full-batches"),
        pytest.param(7301, 2, [101] * 72 + [29], id="many-make-larger-batches"),
    ],
)
def test_documents_are_cut_into_batches(count: int, workers: int, sizes: list[int]) -> None:
    from ucap.flows.prefect_flows.batches import cut_batches

    files = make_files(count)
    batches = cut_batches(files, 25, workers)
    assert [len(batch) for batch in batches] == sizes
    assert [file for batch in batches for file in batch] == files


@pytest.mark.parametrize("workers", [1, 2, 64])
@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param([100_000], id="very-many-documents"),
        pytest.param([10_000, 10_000, 10_000], id="as-many-again-come-up-as-others-fail"),
        pytest.param([10_000, 500, 500, 1, 1], id="fewer-each-time"),
    ],
)
def test_a_flow_has_a_hundred_task_runs_at_most(rounds: list[int], workers: int) -> None:
    from ucap.flows.prefect_flows.batches import cut_batches

    used = 0
    for count in rounds:
        used += len(cut_batches(make_files(count), 25, workers, used))
    assert used + len(["discover", "publish"]) <= 100


def test_the_summary_shows_text_of_documents_as_text() -> None:
    from ucap.flows.reports.run_report import render_markdown

    bad = "a|b`<img src=x>`[x](javascript:1)\n# c.pdf"
    summary = RunSummary(
        version="0123456789ab",
        written=True,
        read=1201,
        carried_over=0,
        documents={"published": 1200, "quarantined": 1},
        row_counts={"agenda_topics": 3},
        quarantined=((bad, "encrypted: it asks for *one*; *ask* for it."),),
        superseded=(),
        error_count=0,
    )
    lines = render_markdown(summary).splitlines()
    assert lines[2:4] == ["## Needs a person", ""]
    assert "| published | 1,200 |" in lines
    assert "| agenda\\_topics | 3 |" in lines
    assert lines[4] == f"- **{escape_markdown(bad)}**: it asks for \\*one\\*"
    assert lines[5] == "    - What to do: \\*ask\\* for it."
    assert len(re.findall(r"(?<!\\)[`<\[*#|]", lines[4])) == len("****")
    assert "## Superseded" not in lines
    assert "Nothing needs a person." in render_markdown(replace(summary, quarantined=()))


def test_every_value_that_a_rerun_moved_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from ucap.flows.reports import run_report as prefect_report
    from ucap.publishing.diff import RowChange, TableDiff, ValueChange, VersionDiff

    changes = [RowChange(f"c--d/lead/{n}", "c--d", (ValueChange("population", None, 1000 + n),), {}, {}) for n in range(1, 41)]
    diff = VersionDiff("aaaaaaaaaaaa", "bbbbbbbbbbbb", "1.0.0", "1.0.0", (TableDiff("cities", changed=tuple(changes)),))
    summary = RunSummary("bbbbbbbbbbbb", True, 1, 0, {}, {}, (), (), 0, before="aaaaaaaaaaaa")
    shown = prefect_report.render_changes(summary, diff)
    assert [n for n in range(1, 41) if not re.search(rf"lead/{n} population: \\\(none\\\) \\-&gt; {1000 + n}\n", shown)] == []
    monkeypatch.setattr(prefect_report, "_MOST_CHARACTERS", 500)
    cut = prefect_report.render_changes(summary, diff)
    assert len(cut) < len(shown) and shown.startswith(cut.split("\n\nCut here.")[0] + "\n")
    assert all("`ucap diff aaaaaaaaaaaa bbbbbbbbbbbb --all`" in text for text in (shown, cut))
    assert "no published value moved" in prefect_report.render_changes(replace(summary, before="bbbbbbbbbbbb"), None)
    assert "is the first one" in prefect_report.render_changes(replace(summary, before=None), None)


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, subprocess.CompletedProcess[str]]":
    """Return a folder where a flow run could not write, and what it printed; Prefect's database is made but once."""
    folder = tmp_path_factory.mktemp("flows")
    make_raw(folder / "raw", ("Porto", "Qingdao"))
    (folder / "out").write_text("mine")
    return folder, run_ucap("ingest", "raw", "--output", "out", "--prefect", cwd=folder)


@pytest.mark.server
@pytest.mark.slow
def test_a_flow_run_that_cannot_write_says_why(failed: "tuple[Path, subprocess.CompletedProcess[str]]") -> None:
    folder, done = failed
    assert done.returncode == 1
    sentence = done.stderr.splitlines()
    assert any(line.startswith("could not lock the output folder: ") for line in sentence)
    assert (folder / "out").read_text() == "mine"


@pytest.mark.server
@pytest.mark.slow
def test_a_flow_run_publishes_what_a_direct_run_does(failed: "tuple[Path, subprocess.CompletedProcess[str]]") -> None:
    tmp_path, _ = failed
    raw = tmp_path / "raw"
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
        of_it = "task_run join flow_run on flow_run.id = flow_run_id where flow_run.state_name = 'Completed'"
        tasks = dict(database.execute(f"select task_run.name, task_run.state_name from {of_it}").fetchall())
        (artifact,) = database.execute("select data from artifact where key = 'ingest-summary'").fetchone()
    assert states == {"Completed": 1, "Failed": 1}
    assert {name.split("-")[0] for name in tasks} == {"discover", "read", "publish"}
    assert {"read-1-of-2", "read-2-of-2"} <= tasks.keys()
    assert set(tasks.values()) == {"Completed"}
    assert manifests[0].version in artifact and "note.txt" in artifact

    for name, trigger, read in (("direct", "command", 3), ("flow", "prefect", 2)):
        line = json.loads((tmp_path / name / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])
        assert (line["trigger"], line["version"], line["read"]) == (trigger, manifests[0].version, read)


@pytest.mark.server
@pytest.mark.objects
@pytest.mark.slow
def test_a_flow_run_reads_on_a_cluster_from_bucket_to_bucket(failed: "tuple[Path, subprocess.CompletedProcess[str]]") -> None:
    folder, place = failed[0], f"s3://{BUCKET}"
    direct = run_ingest(RunRequest(folder / "raw", folder / "here"))
    with run_object_server() as variables, set_variables(variables):
        for path in (folder / "raw").iterdir():
            open_storage(locate(f"{place}/raw")).write(path.name, path.read_bytes())
        arguments = ("ingest", f"{place}/raw", "--output", f"{place}/output", "--prefect")
        flow = run_ucap(*arguments, cwd=folder, UCAP_CLUSTER="local", UCAP_WORKERS="2")
        assert flow.returncode == 0, flow.stderr
        assert find_latest(locate(f"{place}/output")) == direct.version
        (entry,) = open_storage(locate(f"{place}/output/runs")).list()
        line = json.loads(open_storage(locate(f"{place}/output/runs")).read(entry.key).data)
    assert (line["trigger"], line["read"]) == ("prefect", direct.read)


def test_a_missing_folder_is_said_before_a_server_starts(tmp_path: Path) -> None:
    done = run_ucap("ingest", "missing", "--output", "out", "--prefect", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no folder “missing”: name the one that holds the documents (`ucap ingest FOLDER`")
    assert not (tmp_path / "out").exists()


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
    from ucap.flows.prefect_flows.retries import is_transient

    assert is_transient(error) == retried
    wrapped = OutputError("could not write")
    wrapped.__cause__ = error
    assert is_transient(wrapped) == retried


@pytest.mark.parametrize(
    ("waiting", "started"),
    [
        pytest.param([], "fast-fox", id="none-waits"),
        pytest.param(["slow-ox"], None, id="one-that-waits-will-do"),
    ],
)
def test_new_files_queue_one_run_at_most(waiting: list[str], started: str | None) -> None:
    from ucap.flows.prefect_flows.watch import start_run

    deployment_id, asked, created = uuid4(), [], []

    def read_flow_runs(*, flow_run_filter: Any, limit: int) -> list[str]:
        asked.append(flow_run_filter.model_dump(mode="json", exclude_none=True))
        return waiting

    def create(deployment: UUID, **options: Any) -> SimpleNamespace:
        created.append((deployment, options))
        return SimpleNamespace(name="fast-fox")

    client = SimpleNamespace(
        read_deployment_by_name=lambda name: SimpleNamespace(id=deployment_id),
        read_flow_runs=read_flow_runs,
        create_flow_run_from_deployment=create,
    )
    assert start_run(client) == started  # type: ignore[arg-type]
    assert created == ([] if waiting else [(deployment_id, {"tags": ["watch"]})])
    (filters,) = asked
    assert filters["state"]["type"]["any_"] == ["SCHEDULED", "PENDING"], "one under way may have looked at the folder already"
    assert (filters["tags"]["all_"], filters["deployment_id"]["any_"]) == (["watch"], [str(deployment_id)])


def test_a_watch_without_its_deployment_says_so() -> None:
    from prefect.exceptions import ObjectNotFound

    from ucap.flows.prefect_flows.watch import start_run

    def find(name: str) -> None:
        raise ObjectNotFound(LookupError(name))

    with pytest.raises(RunError, match=r"There is no deployment ingest/ingest-by-hand: put it into prefect\.yaml"):
        start_run(SimpleNamespace(read_deployment_by_name=find))  # type: ignore[arg-type]
