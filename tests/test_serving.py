"""`ucap up`: one real server with its worker, deployments and runs, and what is left when it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import pytest

from tests.commands import ROOT, make_environment, make_raw, run_ucap, ucap_command
from ucap.flows.basics.errors import RunError
from ucap.flows.run.memory import MEMORY_NAME
from ucap.flows.serving.environment import find_server
from ucap.flows.serving.serve import find_deployments
from ucap.flows.serving.service import Service, find_marked
from ucap.publishing.manifest import read_manifest, read_table

PATIENCE = 120.0
CITIES = ("Porto", "Turin", "Graz", "Bilbao")
PARTNERS = ("Qingdao", "Shenyang", "Kunming", "Suzhou")
OUR_EVENTS = ("ucap.version.published", "ucap.document.quarantined")
FAST = {
    "UCAP_BATCH_SIZE": "2",
    "UCAP_WORKERS": "1",
    "UCAP_WATCH_SETTLE_SECONDS": "1",
    "PREFECT_WORKER_QUERY_SECONDS": "2",
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "3",
}
"""Small batches, so that there are several, and shorter waits than Prefect's: 10 s of a worker, 30 s of a run in the queue."""
DOCUMENTS = len(CITIES) * len(PARTNERS)

AUTOMATIONS = """
- name: note quarantined
  trigger: {type: event, posture: Reactive, expect: [ucap.document.quarantined], threshold: 1}
  actions: [{type: do-nothing}]
"""


def wait_for(what: str, ask: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Return the first true answer."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.2)
    return answer


def take_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Up:
    """A running `ucap up`, in a folder of its own."""

    folder: Path
    url: str
    process: "subprocess.Popen[str]"

    def ask(self, path: str, **body: Any) -> Any:
        """Ask Prefect's API; again where its database is locked for a moment, as Prefect's own client does."""
        request = Request(f"{self.url}/api/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        for is_last in (False, False, False, True):
            try:
                with urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except HTTPError as error:
                if error.code != HTTPStatus.SERVICE_UNAVAILABLE or is_last:
                    raise
                time.sleep(2)
        raise AssertionError("unreachable")

    def find_deployment(self, name: str) -> dict[str, Any]:
        """Return a deployment by `flow/deployment`."""
        flow, _, deployment = name.partition("/")
        (found,) = self.ask(
            "deployments/filter", flows={"name": {"any_": [flow]}}, deployments={"name": {"any_": [deployment]}}
        )
        return dict(found)

    def start_run(self, name: str, **parameters: Any) -> str:
        """Start a run of a deployment, and return its id."""
        deployment_id = self.find_deployment(name)["id"]
        return str(self.ask(f"deployments/{deployment_id}/create_flow_run", parameters=parameters)["id"])

    def find_run(self, run_id: str) -> dict[str, Any]:
        """Return a flow run."""
        (run,) = self.ask("flow_runs/filter", flow_runs={"id": {"any_": [run_id]}})
        return dict(run)

    def wait_for_end(self, run_id: str) -> dict[str, Any]:
        """Return a flow run that has ended."""
        ended = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
        wait_for(f"run {run_id} to end", lambda: self.find_run(run_id)["state_type"] in ended)
        return self.find_run(run_id)

    def find_artifacts(self, run_id: str) -> dict[str, Any]:
        """Return a flow run's artifacts by their keys."""
        found = self.ask("artifacts/filter", flow_runs={"id": {"any_": [run_id]}})
        return {artifact["key"]: artifact["data"] for artifact in found}

    def count_read_tasks(self, run_id: str) -> int:
        """Return how many batches a run has read."""
        tasks = self.ask("task_runs/filter", flow_runs={"id": {"any_": [run_id]}})
        return sum(task["name"].startswith("read-") and task["state_name"] == "Completed" for task in tasks)

    @property
    def worker_mark(self) -> str:
        """What tells the worker's processes from others."""
        return Service("worker", [], {}, self.folder / ".prefect" / "worker.log").mark

    @property
    def watcher_mark(self) -> str:
        """What tells the watcher's process from others."""
        return Service("watcher", [], {}, self.folder / ".prefect" / "watcher.log").mark

    @property
    def server_mark(self) -> str:
        """What tells the server's processes from others."""
        return Service("server", [], {}, self.folder / ".prefect" / "server.log").mark


def start_up(folder: Path, port: int, log: str, *options: str, **variables: str) -> "subprocess.Popen[str]":
    """Start `ucap up` as a shell's job is started: at the head of a process group."""
    with (folder / log).open("w") as file:
        command, environment = ucap_command("up", "--port", str(port), *options), make_environment(**variables)
        return subprocess.Popen(
            command, cwd=folder, env=environment, stdout=file, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )


@contextmanager
def serve_up(folder: Path, *options: str, **variables: str) -> Iterator[Up]:
    """Keep `ucap up` running in a folder; it is asked to stop at the end, unless it has ended."""
    port = take_port()
    process = start_up(folder, port, "up.log", *options, **variables)
    try:
        wait_for("`ucap up` to say its address", lambda: process.poll() is not None or "UI:" in (folder / "up.log").read_text())
        assert process.poll() is None, (folder / "up.log").read_text()
        yield Up(folder, f"http://127.0.0.1:{port}", process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=90)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Start it, in batches of two documents, with one bad document beside good ones."""
    folder = tmp_path_factory.mktemp("up")
    raw = make_raw(folder / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))
    (raw / "note.txt").write_text("Nothing of interest.")
    make_raw(folder / "many", *((lead, partner) for lead in CITIES for partner in PARTNERS))
    (folder / "automations.yaml").write_text(AUTOMATIONS)
    with serve_up(folder, "--automations", "automations.yaml", "--watch", **FAST) as up:
        yield up


pytestmark = [pytest.mark.server, pytest.mark.slow]


def read_runs(output: Path) -> list[dict[str, Any]]:
    """Return the lines of a run log; none before the first run."""
    log = output / "runs.jsonl"
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


def test_the_schedules_make_runs(up: Up) -> None:
    for name in ("ingest/ingest-nightly", "housekeeping/housekeeping-weekly"):
        deployment = up.find_deployment(name)
        assert deployment["global_concurrency_limit"]["limit"] == 1
        assert deployment["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        chosen = {
            "deployments": {"id": {"any_": [deployment["id"]]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        }
        runs = wait_for("the scheduler to make runs", partial(up.ask, "flow_runs/filter", **chosen))
        assert all(run["auto_scheduled"] for run in runs)


def test_the_form_explains_every_parameter(up: Up) -> None:
    for name in ("ingest/ingest-nightly", "ingest/ingest-by-hand", "rerun/rerun-by-hand", "housekeeping/housekeeping-weekly"):
        properties = up.find_deployment(name)["parameter_openapi_schema"]["properties"]
        assert properties
        for key, described in properties.items():
            assert described.get("title") and described.get("description"), key


def test_what_was_there_before_is_read_first(up: Up) -> None:
    (entry,) = wait_for("the watch's first run", lambda: read_runs(up.folder / "output"))
    assert (entry["trigger"], entry["outcome"], entry["read"]) == ("prefect watch ingest/ingest-by-hand", "published", 3)


def test_a_run_by_hand_shows_what_it_came_to(up: Up) -> None:
    command = [sys.executable, "-m", "prefect", "deployment", "run", "ingest/ingest-by-hand", "--param", 'output="by-hand"']
    environment = make_environment(PREFECT_API_URL=f"{up.url}/api", DO_NOT_TRACK="1")
    subprocess.run(command, cwd=up.folder, env=environment, check=True, capture_output=True, timeout=PATIENCE)
    started = up.ask("flow_runs/filter", deployments={"id": {"any_": [up.find_deployment("ingest/ingest-by-hand")["id"]]}})
    (run,) = [run for run in started if run["parameters"].get("output") == "by-hand"]
    run = up.wait_for_end(run["id"])
    manifest = read_manifest(up.folder / "by-hand")
    assert manifest is not None
    counts = "2 published, 1 quarantined"
    assert (run["state_type"], run["name"]) == ("COMPLETED", f"ingest {manifest.version}: {counts}")
    assert run["state"]["message"] == f"Version {manifest.version}: {counts}"

    artifacts = up.find_artifacts(run["id"])
    assert manifest.version in artifacts["ingest-summary"] and "Slowest documents" in artifacts["ingest-summary"]
    (quarantined,) = json.loads(artifacts["quarantined-documents"])
    assert quarantined["document"] == "note.txt" and quarantined["what to do"].startswith("remove the file")
    assert json.loads(artifacts["stale-corrections"]) == []
    assert artifacts["ingest-progress"] == 100

    def find_events() -> dict[str, Any]:
        wanted = [*OUR_EVENTS, "prefect.asset.materialization.succeeded", "prefect.automation.triggered"]
        events = up.ask("events/filter", filter={"event": {"name": wanted}})["events"]
        found = {event["event"]: event for event in events}
        return found if len(found) == len(wanted) else {}

    events = wait_for("the events, and what follows from one of them", find_events, 30)
    assert events["ucap.version.published"]["payload"]["version"] == manifest.version
    assert events["ucap.document.quarantined"]["payload"]["source_path"] == "note.txt"
    rows = {name: table.rows for name, table in manifest.tables.items()}
    assert events["prefect.asset.materialization.succeeded"]["payload"]["rows"] == rows

    (entry,) = read_runs(up.folder / "by-hand")
    assert entry["trigger"] == "prefect deployment ingest/ingest-by-hand"
    assert (entry["outcome"], entry["version"], entry["rows"]) == ("published", manifest.version, rows)


CORRECTION = """
- document: porto-qingdao.txt
  table: cities
  row: porto--qingdao/lead/1
  column: population
  value: 231800
  expected: null
  reason: The census of 2021 says so.
  author: A. Tester
  date: 2026-01-07
"""


def test_a_correction_is_published_at_a_button_and_by_the_watch(up: Up) -> None:
    """The watch publishes into the output of the settings, the button here into another, so that both have something to do.

    The watcher dies first: the one that is started in its place takes in what came meanwhile.
    """
    for pid in find_marked(up.watcher_mark):
        os.kill(pid, signal.SIGKILL)
    first = read_manifest(up.folder / "by-hand")
    assert first is not None

    (up.folder / "raw" / "corrections").mkdir()
    (up.folder / "raw" / "corrections" / "porto.yml").write_text(CORRECTION)
    make_raw(up.folder / "raw", ("Graz", "Kunming"))
    run_id = up.start_run("rerun/rerun-by-hand", documents=["turin--*"], output="by-hand")
    run = up.wait_for_end(run_id)
    second = read_manifest(up.folder / "by-hand")
    assert second is not None and second.version != first.version
    assert run["state_type"] == "COMPLETED" and run["name"].startswith(f"rerun {second.version}: ")
    artifacts = up.find_artifacts(run_id)
    assert {"ingest-summary", "quarantined-documents", "stale-corrections", "ingest-progress"} <= artifacts.keys()
    assert re.search(r"lead/1.*population.*none.*231800", artifacts["rerun-changes"])
    entry = read_runs(up.folder / "by-hand")[-1]
    assert (entry["trigger"], entry["read"]) == ("prefect deployment rerun/rerun-by-hand", 3)

    assert "The watcher died: starting it again." in (up.folder / "up.log").read_text()
    watched = wait_for("the run for the new files", lambda: read_runs(up.folder / "output")[1:])
    assert [entry["trigger"] for entry in watched] == ["prefect watch ingest/ingest-by-hand"], "one run for all of them"
    assert [(entry["version"], entry["read"]) for entry in watched] == [(second.version, 2)]


def test_a_killed_run_is_completed_by_the_next(up: Up) -> None:
    memory = up.folder / "resumed" / MEMORY_NAME
    first = up.start_run("ingest/ingest-by-hand", raw="many", output="resumed")
    wait_for("some documents to be remembered", lambda: memory.is_dir() and len(list(memory.glob("*.json.gz"))) >= 4)
    assert up.find_run(first)["state_type"] == "RUNNING", "the run was over before it could be killed"
    for pid in find_marked(up.worker_mark):
        os.kill(pid, signal.SIGKILL)
    assert read_manifest(up.folder / "resumed") is None
    remembered = len(list(memory.glob("*.json.gz")))

    assert up.wait_for_end(first)["state_type"] == "CRASHED"
    second = up.start_run("ingest/ingest-by-hand", raw="many", output="resumed")
    assert up.wait_for_end(second)["state_type"] == "COMPLETED"
    assert read_table(up.folder / "resumed", "ucaps").num_rows == DOCUMENTS
    assert 4 <= remembered < DOCUMENTS
    assert up.count_read_tasks(second) == -(-(DOCUMENTS - remembered) // 2), "in batches of two"


def test_only_one_serves_a_folder(up: Up) -> None:
    done = run_ucap("up", "--port", str(take_port()), cwd=up.folder)
    assert done.returncode == 1
    assert "running in this folder already" in done.stderr
    assert find_server(up.folder / ".prefect") == up.url


def test_ctrl_c_in_the_middle_of_a_run_leaves_nothing_behind(up: Up) -> None:
    run_id = up.start_run("ingest/ingest-by-hand", raw="many", output="interrupted", force=True)
    wait_for("the run to be under way", lambda: up.find_run(run_id)["state_type"] == "RUNNING")
    assert len(find_marked(up.worker_mark)) > 1
    assert find_marked(up.watcher_mark)
    os.killpg(up.process.pid, signal.SIGINT)
    assert up.process.wait(timeout=90) == 0, (up.folder / "up.log").read_text()
    assert find_marked(up.worker_mark) == find_marked(up.server_mark) == find_marked(up.watcher_mark) == set()
    assert "nothing is left running" in (up.folder / "up.log").read_text()
    assert find_server(up.folder / ".prefect") is None
    assert read_manifest(up.folder / "interrupted") is None


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = run_ucap("up", "--port", str(port), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Port {port}" in done.stderr and "--port" in done.stderr


def test_a_projects_own_deployments_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_deployments() == ROOT / "prefect.yaml"
    (tmp_path / "prefect.yaml").write_text("deployments: []\n")
    assert find_deployments() == tmp_path / "prefect.yaml"


def test_the_example_automations_are_ones(tmp_path: Path) -> None:
    from ucap.flows.prefect_flows.automations import load_automations

    asked: list[str] = []

    def find_block(name: str) -> UUID:
        asked.append(name)
        return uuid4()

    automations = load_automations(ROOT / "deploy" / "automations.yaml", find_block)
    assert {type(action).__name__ for automation in automations for action in automation.actions} == {"SendNotification"}
    assert asked == ["custom-webhook/ucap"] * len(automations)
    (tmp_path / "wrong.yaml").write_text("- name: lacks a trigger\n")
    with pytest.raises(RunError, match="is not a list of automations"):
        load_automations(tmp_path / "wrong.yaml", lambda name: uuid4())
