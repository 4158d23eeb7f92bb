"""A run that a page of `ucap review` starts where `ucap up` serves the folder; the server is a stand-in for Prefect's API."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from ucap.flows.basics.errors import RunError
from ucap.flows.reviewing import served_run
from ucap.flows.reviewing.served_run import publish_on_server
from ucap.flows.run.request import RunRequest
from ucap.flows.serving.environment import note_server

RUN_PATH = "flow_runs/r1"


class StandIn:
    """Answers as Prefect's API does; a run has one state after the other, and the last one for ever."""

    def __init__(self, home: Path, states: list[tuple[str, str, str]], percents: list[float | None], deployment: bool) -> None:
        """Stand in for the server of a folder."""
        self.home, self.states, self.percents, self.deployment = home, list(states), list(percents), deployment
        self.asked: list[tuple[str, Any]] = []

    def answer(self, path: str, body: Any) -> Any:
        """Return what the API answers, None for an error."""
        self.asked.append((path, body))
        if path == "admin/settings":
            return {"home": str(self.home.resolve())}
        if path == "deployments/name/rerun/rerun-by-hand":
            return {"id": "d1"} if self.deployment else None
        if path == "deployments/d1/create_flow_run":
            return {"id": "r1"}
        if path == RUN_PATH and self.states:
            kind, name, message = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            return {"name": "rerun v2", "state_type": kind, "state_name": name, "state": {"message": message}}
        if path == "artifacts/latest/filter":
            percent = self.percents.pop(0) if self.percents else None
            return [] if percent is None else [{"data": percent}]
        return None


@contextmanager
def stand_in(home: Path, states: list[tuple[str, str, str]], percents: Any = (), deployment: bool = True) -> Iterator[StandIn]:
    """Serve a stand-in, and note it as the server of `ucap up` in this folder."""
    api = StandIn(home, states, list(percents), deployment)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._do(None)

        def do_POST(self) -> None:
            self._do(json.loads(self.rfile.read(int(self.headers["content-length"]))))

        def _do(self, body: Any) -> None:
            answer = api.answer(self.path.removeprefix("/api/"), body)
            data = json.dumps(answer).encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    note_server(home, f"http://127.0.0.1:{server.server_port}")
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def versions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The versions that the output folder has as its latest, one question after the other; and no pauses."""
    names = ["v1", "v2"]
    monkeypatch.setattr(served_run, "_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(served_run, "_SILENT_SECONDS", 0.2)

    def find_latest(output: Path) -> str:
        return names.pop(0) if len(names) > 1 else names[0]

    monkeypatch.setattr(served_run, "find_latest", find_latest)
    return names


REQUEST = RunRequest(Path("raw"), Path("output"), documents=("a.pdf",))
DONE = ("COMPLETED", "Completed", "Version v2: 1 changed")


def test_a_run_is_started_with_what_was_asked_and_followed_to_its_end(tmp_path: Path) -> None:
    notes: list[tuple[int, int, str]] = []
    states = [
        ("SCHEDULED", "Late", ""), ("SCHEDULED", "AwaitingConcurrencySlot", ""), ("PENDING", "Pending", ""),
        ("RUNNING", "Running", ""), ("RUNNING", "Running", ""), DONE,
    ]  # fmt: skip
    with stand_in(tmp_path, states, [None, None, None, None, 50.0, 100.0]) as api:
        done = publish_on_server(tmp_path, REQUEST, lambda done, total, path, status: notes.append((done, total, status)))
    assert done and (done.before, done.version) == ("v1", "v2")
    assert done.message == "Published version v2. Prefect shows it as the run “rerun v2”."
    assert notes == [
        (0, 0, "Waiting for the worker of “ucap up”"), (0, 0, "Waiting for another run to end"), (0, 0, "Starting"),
        (0, 0, "Looking for what changed"), (50, 100, "Reading: 50 %"), (100, 100, "Reading: 100 %"),
    ]  # fmt: skip
    (asked,) = [body for path, body in api.asked if path.endswith("create_flow_run")]
    folders = {"raw": str(Path("raw").resolve()), "output": str(Path("output").resolve())}
    assert asked == {"parameters": {"documents": ["a.pdf"], **folders}, "tags": ["review"]}


def test_a_run_that_changes_nothing_says_so(tmp_path: Path, versions: list[str]) -> None:
    versions[:] = ["v1"]
    with stand_in(tmp_path, [DONE]):
        done = publish_on_server(tmp_path, REQUEST, lambda *_: None)
    assert done and done.message.startswith("Nothing changed.")


@pytest.mark.parametrize(
    ("states", "said"),
    [
        pytest.param([("FAILED", "Failed", "Too much is missing.")], "Too much is missing. Prefect shows", id="failed"),
        pytest.param([("CANCELLED", "Cancelled", "")], "The run rerun v2 ended as Cancelled.", id="cancelled-in-prefect"),
        pytest.param([("CRASHED", "Crashed", "")], "ended as Crashed", id="killed"),
        pytest.param([], "does not answer any more", id="the-server-goes-away"),
    ],
)
def test_a_run_that_does_not_end_well_is_said(tmp_path: Path, states: list[tuple[str, str, str]], said: str) -> None:
    with stand_in(tmp_path, states), pytest.raises(RunError, match=said):
        publish_on_server(tmp_path, REQUEST, lambda *_: None)


def test_without_a_server_or_its_deployment_nothing_is_started(tmp_path: Path) -> None:
    assert publish_on_server(tmp_path, REQUEST, lambda *_: None) is None
    with stand_in(tmp_path, [], deployment=False) as api:
        assert publish_on_server(tmp_path, REQUEST, lambda *_: None) is None
    assert not [path for path, _ in api.asked if path.endswith("create_flow_run")]
    (tmp_path / "other").mkdir()
    with stand_in(tmp_path, [DONE]) as api:
        (tmp_path / "other" / "server.json").write_bytes((tmp_path / "server.json").read_bytes())
        assert publish_on_server(tmp_path / "other", REQUEST, lambda *_: None) is None  # the server of another project
