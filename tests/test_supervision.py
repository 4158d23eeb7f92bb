"""`ucap up` where things go wrong: a worker or server that hangs, signals at bad moments; and that it keeps to this machine."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest

import ucap.flows.serving.supervisor
from tests.commands import make_environment, make_raw, run_ucap
from tests.network import NetworkLog, find_started
from tests.test_serving import FAST, Up, read_runs, serve_up, start_up, take_port, wait_for
from ucap.flows.basics.errors import RunError
from ucap.flows.run.memory import MEMORY_NAME
from ucap.flows.serving.environment import find_server, note_server
from ucap.flows.serving.folder_lock import FolderLock, hold_folder
from ucap.flows.serving.service import Service
from ucap.flows.serving.supervisor import DATABASE_NAME, POOL, WORKER, Supervisor
from ucap.publishing.manifest import read_table

real = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> NetworkLog:
    return NetworkLog(tmp_path_factory.mktemp("network") / "log")


def read(url: str, body: bytes | None = None) -> str:
    """Return what a server answers as text; with a body, to a POST."""
    with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=30) as answer:
        return str(answer.read().decode())


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory, network: NetworkLog) -> Iterator[Up]:
    """Start it with a schedule and a limit of the settings, in a folder of its own."""
    folder = tmp_path_factory.mktemp("supervised")
    make_raw(folder / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))
    make_raw(folder / "many", *((lead, "Kunming") for lead in ("Porto", "Turin", "Graz", "Bilbao")))
    (folder / "ucap.toml").write_text('schedule = "* * * * * */10"\nhang_seconds = 12\ngrace_minutes = 0\n')
    fast = {**FAST, "UCAP_BATCH_SIZE": "1", "PREFECT_SERVER_SERVICES_DB_VACUUM_ORPHAN_CLEANUP_LOOP_SECONDS": "2"}
    with serve_up(folder, **fast, **network.variables) as up:
        yield up


class TestUp:
    """One server for all of them, one after the other."""

    pytestmark = real

    def test_a_schedule_of_the_settings_starts_runs(self, up: Up) -> None:
        deployment = up.find_deployment("ingest/ingest-nightly")
        (schedule,) = deployment["schedules"]
        assert schedule["schedule"]["cron"] == "* * * * * */10"
        (first,) = wait_for("a scheduled run", lambda: read_runs(up.folder / "output"))[:1]
        assert (first["trigger"], first["outcome"]) == ("prefect schedule ingest/ingest-nightly", "published")
        read(f"{up.url}/api/deployments/{deployment['id']}/pause_deployment", b"{}")
        chosen = {
            "deployments": {"id": {"any_": [deployment["id"]]}},
            "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}},
        }
        run = wait_for("the run's end", lambda: up.ask("flow_runs/filter", **chosen))[-1]
        assert first["version"] in up.find_artifacts(run["id"])["ingest-summary"]

    def test_a_run_from_the_shell_uses_its_server(self, up: Up, network: NetworkLog) -> None:
        done = run_ucap("ingest", "raw", "-o", "shell", "--prefect", cwd=up.folder, **network.variables)
        assert done.returncode == 0, done.stderr
        version = read_runs(up.folder / "shell")[0]["version"]
        runs = up.ask("flow_runs/filter", flow_runs={"name": {"like_": f"ingest {version}: "}})
        (run,) = [run for run in runs if run["deployment_id"] is None]
        assert (run["state_type"], run["parameters"]["output"]) == ("COMPLETED", "shell")

    def test_a_worker_that_hangs_is_started_again_and_its_run_completed(self, up: Up) -> None:
        run_id = up.start_run("ingest/ingest-by-hand", raw="many", output="resumed")
        readings = up.folder / "resumed" / MEMORY_NAME
        wait_for("a reading to be remembered", lambda: list(readings.glob("*.json.gz")))
        (worker,) = [
            pid for pid, command in find_started("SERVICE_OF_UCAP_UP", up.worker_mark).items() if "worker start" in command
        ]
        for pid in find_started("SERVICE_OF_UCAP_UP", up.worker_mark):
            os.kill(pid, signal.SIGSTOP)
        log = up.folder / "up.log"
        wait_for("the hanging worker to be seen", lambda: "worker has given no sign of life" in log.read_text(), 60)
        assert up.wait_for_end(run_id)["state_type"] == "CRASHED"
        assert worker not in find_started("SERVICE_OF_UCAP_UP", up.worker_mark)
        again = up.start_run("ingest/ingest-by-hand", raw="many", output="resumed")
        assert up.wait_for_end(again)["state_type"] == "COMPLETED"
        assert up.count_read_tasks(again) < 4, "what the first had read is not read again"
        assert read_table(up.folder / "resumed", "ucaps").num_rows == 4
        assert up.find_deployment("ingest/ingest-nightly")["paused"], "what an operator paused stays so"

    def test_housekeeping_leaves_nothing_of_old_runs(self, up: Up) -> None:
        old = [run["id"] for run in up.ask("flow_runs/filter") if run["end_time"]]
        kept = next(run_id for run_id in old if up.find_artifacts(run_id))
        old.remove(kept)
        make_raw(up.folder / "raw", ("Graz", "Suzhou"))
        assert run_ucap("ingest", cwd=up.folder).returncode == 0
        assert len(list((up.folder / "output" / "versions").iterdir())) == 2
        with closing(sqlite3.connect(up.folder / ".prefect" / "prefect.db", timeout=30)) as database, database:
            marks = ",".join("?" * len(old))
            assert database.execute(
                f"update flow_run set end_time = '2020-01-01 00:00:00.000000' where id in ({marks})", old
            ).rowcount == len(old)

        run_id = up.start_run("housekeeping/housekeeping-weekly", keep_versions=1, keep_run_days=30)
        assert up.wait_for_end(run_id)["state_type"] == "COMPLETED"
        assert len(list((up.folder / "output" / "versions").iterdir())) == 1
        assert f"runs removed from the history: {len(old)}" in up.find_artifacts(run_id)["housekeeping-summary"]
        remaining = {run["id"] for run in up.ask("flow_runs/filter")}
        assert not remaining & set(old) and {kept, run_id} <= remaining

        def count_left() -> int:
            with closing(sqlite3.connect(up.folder / ".prefect" / "prefect.db", timeout=30)) as database:
                tables = ("task_run", "log", "artifact", "flow_run_state")
                counts = [f"(select count(*) from {table} where flow_run_id in ({marks}))" for table in tables]
                return int(database.execute(f"select {'+'.join(counts)}", old * len(tables)).fetchone()[0])

        wait_for("their logs, tasks and artifacts to be removed", lambda: count_left() == 0, 30)
        assert up.find_artifacts(kept)

    def test_its_pages_call_nobody(self, up: Up) -> None:
        """Prefect's newer page asks amplitude.com from the browser when it loads, so the older one is the default."""
        settings = json.loads(read(f"{up.url}/api/admin/settings"))
        assert settings["server"]["analytics_enabled"] is False
        assert settings["server"]["ui"]["v2_enabled"] is False
        assert settings["server"]["ui"]["show_promotional_content"] is False
        page = read(f"{up.url}/")
        assert "Prefect Server" in page and "://" not in page.replace("http://www.w3.org", "")
        assert Path(settings["server"]["ui"]["static_directory"]).parent == up.folder / ".prefect"

    def test_what_a_killed_one_left_is_ended_also_when_the_next_is_stopped_at_once(self, up: Up, network: NetworkLog) -> None:
        """The same log of the network tells all processes that either of them started."""
        up.process.kill()
        up.process.wait()
        left = find_started("TEST_NETWORK_LOG", str(network.path))
        assert any("server start" in command for command in left.values())
        assert find_server(up.folder / ".prefect") == up.url, "the server that was left is used until then"
        port = int(up.url.rpartition(":")[2])
        process = start_up(up.folder, port, "next.log", **network.variables)
        log = up.folder / "next.log"
        wait_for("the next one to start", lambda: "Starting" in log.read_text() or process.poll() is not None)
        assert "an earlier `ucap up` left" in log.read_text()
        assert not set(left) & set(find_started("TEST_NETWORK_LOG", str(network.path)))
        wait_for("its server's process", lambda: len(find_started("TEST_NETWORK_LOG", str(network.path))) > 1)
        for _ in range(2):  # Ctrl-C, twice
            os.killpg(process.pid, signal.SIGINT)
            time.sleep(0.2)
        assert process.wait(timeout=180) == 0, log.read_text()
        assert find_started("TEST_NETWORK_LOG", str(network.path)) == {}
        assert "nothing is left running" in log.read_text()

    def test_no_process_reached_for_another_machine(self, up: Up, network: NetworkLog) -> None:
        commands = "\n".join(network.guarded)
        parts = ("prefect server start", "prefect worker start", "ucap.flows.prefect_flows.setup", "prefect --no-prompt deploy")
        for part in (*parts, "prefect.engine", "multiprocessing.forkserver", "ingest raw -o shell --prefect"):
            assert part in commands, part
        assert network.refused == []


@pytest.mark.parametrize(
    "number", [pytest.param(signal.SIGHUP, id="closed-terminal"), pytest.param(signal.SIGINT, id="ctrl-c")]
)
def test_a_stop_while_it_starts_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    log = NetworkLog(tmp_path / "network")
    # Tests that are run with nohup ignore it, and so would what they start, as it should.
    before = signal.signal(number, signal.SIG_DFL if number == signal.SIGHUP else signal.default_int_handler)
    try:
        process = start_up(tmp_path, take_port(), "up.log", **log.variables)
    finally:
        signal.signal(number, before)
    wait_for("the server's process", lambda: len(find_started("TEST_NETWORK_LOG", str(log.path))) > 1)
    os.killpg(process.pid, number)
    assert process.wait(timeout=180) == 0, (tmp_path / "up.log").read_text()
    assert find_started("TEST_NETWORK_LOG", str(log.path)) == {}


def test_the_guard_sees_and_refuses(tmp_path: Path) -> None:
    """Otherwise the tests that find no attempt would say nothing."""
    log = NetworkLog(tmp_path / "network")
    attempts = """
import socket
socket.getaddrinfo("localhost", 80)
for attempt in (
    lambda: socket.create_connection(("192.0.2.1", 80), 1),
    lambda: socket.getaddrinfo("example.org", 443),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.2", 53)),
    lambda: socket.socket().bind(("0.0.0.0", 0)),
):
    try:
        attempt()
    except OSError as error:
        assert "another machine" in str(error), error
    else:
        raise SystemExit("not refused")
"""
    subprocess.run([sys.executable, "-c", attempts], env=make_environment(**log.variables), check=True, timeout=60)
    assert len(log.guarded) == 1
    hosts = [attempt.split("\t")[1] for attempt in log.refused]
    assert hosts == ["192.0.2.1", "example.org", "192.0.2.2", "0.0.0.0"]


@pytest.fixture
def fake_server() -> Iterator[tuple[str, dict[str, Any]]]:
    """A server that gives prepared answers by path, and none at all where `deaf` is set."""
    answers: dict[str, Any] = {"health": True}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if answers.get("deaf"):
                return
            body = json.dumps(answers.get(self.path.removeprefix("/api/"))).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", answers
        server.shutdown()


WORKERS = f"work_pools/{POOL}/workers/filter"


@pytest.mark.parametrize(
    ("answers", "dead", "found", "fault"),
    [
        pytest.param({}, "server", "server", "died", id="server-dead"),
        pytest.param({}, "worker", "worker", "died", id="worker-dead"),
        pytest.param({"deaf": True}, "worker", "server", "not answered", id="deaf-server-before-its-worker"),
        pytest.param({"health": None}, None, "server", "not answered", id="another-program-answers"),
        pytest.param({WORKERS: []}, None, "worker", "no sign of life", id="worker-never-heard-of"),
        pytest.param(
            {WORKERS: [{"name": WORKER, "last_heartbeat_time": "2026-01-01"}]}, None, "worker", "no sign of life", id="silent"
        ),
    ],
)
def test_what_dies_or_hangs_is_told_apart(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fake_server: tuple[str, dict[str, Any]],
    answers: dict[str, Any],
    dead: str | None,
    found: str,
    fault: str,
) -> None:
    monkeypatch.setattr(ucap.flows.serving.supervisor, "_CHECK_SECONDS", 0.02)
    url, prepared = fake_server
    prepared.update(answers)
    server, worker = (
        Service(name, ["sleep", "0" if name == dead else "60"], dict(os.environ), tmp_path / name)
        for name in ("server", "worker")
    )
    try:
        for service in (server, worker):
            service.start()
            if service.name == dead and service.process:
                service.process.wait()
        service, said = Supervisor(server, worker, None, [], [], url, print, hang_seconds=0.2).watch()
        assert (service.name, fault in said) == (found, True), said
    finally:
        worker.kill()
        server.kill()


def test_a_worker_that_beats_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_server: tuple[str, dict[str, Any]]
) -> None:
    beats = iter([str(number) for number in range(50)])
    monkeypatch.setattr(ucap.flows.serving.supervisor, "_CHECK_SECONDS", 0.02)
    monkeypatch.setattr(ucap.flows.serving.supervisor, "read_heartbeat", lambda *_: next(beats))
    server, worker = (Service(name, ["sleep", "60"], dict(os.environ), tmp_path / name) for name in ("server", "worker"))
    try:
        server.start()
        worker.start()
        with pytest.raises(StopIteration):  # after a second, five times the limit
            Supervisor(server, worker, None, [], [], fake_server[0], print, hang_seconds=0.2).watch()
    finally:
        worker.kill()
        server.kill()


@pytest.mark.parametrize("is_made_again", [False, True])
def test_a_deleted_database_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_server: tuple[str, dict[str, Any]], is_made_again: bool
) -> None:
    monkeypatch.setattr(ucap.flows.serving.supervisor, "_CHECK_SECONDS", 0.02)
    server, worker = (Service(name, ["sleep", "60"], dict(os.environ), tmp_path / name) for name in ("server", "worker"))
    (tmp_path / DATABASE_NAME).touch()
    supervisor = Supervisor(server, worker, None, [], [], fake_server[0], print, hang_seconds=60)
    supervisor.note_database()
    if is_made_again:  # by the server, empty; another file keeps its place on the disk from being used again
        (tmp_path / "other").touch()
        (tmp_path / "other").replace(tmp_path / DATABASE_NAME)
    else:
        (tmp_path / DATABASE_NAME).unlink()
    try:
        server.start()
        worker.start()
        found, said = supervisor.watch()
        assert (found, "lost its database" in said) == (server, True)
    finally:
        worker.kill()
        server.kill()


def test_a_deleted_folder_is_made_again_with_its_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ".prefect"
    monkeypatch.setattr(ucap.flows.serving.supervisor, "is_server_of", lambda *_: True)
    server, worker = (Service(name, ["sleep", "60"], dict(os.environ), folder / name) for name in ("server", "worker"))
    try:
        with hold_folder(folder) as lock:
            shutil.rmtree(folder)
            assert not lock.is_held
            assert server.read_last_lines() == ""
            Supervisor(server, worker, None, [], [], "", print, 60, lock.hold)._start_server()
            assert (server.log.exists(), lock.is_held) == (True, True)
            with pytest.raises(RunError, match="running in this folder already"):
                FolderLock(folder).hold()
            shutil.rmtree(folder)
            with hold_folder(folder), pytest.raises(RunError, match="running in this folder already"):
                lock.hold()
    finally:
        server.kill()


def test_another_projects_server_is_not_used(tmp_path: Path, fake_server: tuple[str, dict[str, Any]]) -> None:
    url, answers = fake_server
    note_server(tmp_path, url)
    answers["admin/settings"] = {"home": str(tmp_path / "elsewhere")}
    assert find_server(tmp_path) is None
    answers["admin/settings"] = {"home": str(tmp_path.resolve())}
    assert find_server(tmp_path) == url
