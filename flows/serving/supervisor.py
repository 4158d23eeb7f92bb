"""`ucap up`: a Prefect server, a worker, the deployments and a watch for new files, kept alive by one foreground process.

Each of them heads a session of its own, so that Ctrl-C reaches only this process, which ends them in order, the server last,
with every process that they started.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

import ucap.flows
from ucap.flows.basics.errors import RunError
from ucap.flows.serving.environment import forget_server, make_environment, note_server
from ucap.flows.serving.server_api import is_healthy, is_server_of, read_heartbeat

HOST = "127.0.0.1"
POOL = "ucap"
WORKER = "ucap-up"

_START_SECONDS = 180  # a cold start makes the database: 18-26 s were measured, on a quiet machine
_SET_UP_SECONDS = 120.0  # 5-8 s were measured
_RUN_STOP_SECONDS = 25.0  # a flow run needs some seconds to end its reading processes and report
_STOP_SECONDS = 10.0
_WORKER_STOP_SECONDS = 4.0  # one without runs often does not end within 20 s, and has nothing to lose
_CHECK_SECONDS = 5.0
_BEATS = 12  # of the worker, in the time after which it counts as hanging
_MOST_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 600.0
_LAST_LINES = 5
_LARGEST_LOG = 10_000_000  # bytes
_MARK = "UCAP_UP_SERVICE"
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, a supervisor's stop, a terminal that was closed


@dataclass
class Service:
    """A long-running process, with all that it starts; what they print goes to `log`.

    They are told by a variable in their environment, since a worker's flow runs have sessions of their own and outlive it.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    stop_seconds: float = _STOP_SECONDS
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def mark(self) -> str:
        """What tells the processes of this service from those of any other."""
        return f"{self.name} {self.log.resolve()}"

    @property
    def marked_environment(self) -> dict[str, str]:
        """The environment for the process, and for whatever shall end with it."""
        return {**self.environment, _MARK: self.mark}

    def start(self) -> None:
        """Start the process, with nothing to read; its log goes on, and begins anew where it has grown large."""
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.marked_environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """Whether the process itself is alive."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End the process and all that it started, also where it is dead itself; those that do not heed are killed.

        What it started is ended first, so that flow runs end as they should while it still watches them; then it has
        `stop_seconds` itself.
        """
        own = {self.process.pid} if self.process else set()
        self._end(lambda: find_marked(self.mark) - own, signal.SIGTERM, _RUN_STOP_SECONDS)
        self._end(self._find_all, signal.SIGTERM, self.stop_seconds)
        self.kill()

    def kill(self) -> None:
        """End the process and all that it started at once, for where it hangs and would heed nothing else."""
        self._end(self._find_all, signal.SIGKILL, _STOP_SECONDS)
        self.process = None

    def _find_all(self) -> set[int]:
        return find_marked(self.mark) | ({self.process.pid} if self.process and self.is_running else set())

    def _end(self, find: Callable[[], set[int]], number: int, patience_seconds: float) -> None:
        end, told = time.monotonic() + patience_seconds, set[int]()
        while (found := find()) and time.monotonic() < end:
            for pid in found - told:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
            told |= found
            time.sleep(0.1)
            if self.process:
                self.process.poll()  # or it would stay as a zombie

    def read_last_lines(self) -> str:
        """Return the end of what the process printed, as one line."""
        lines = [line.strip() for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines()]
        return " | ".join([line for line in lines if line][-_LAST_LINES:])


def find_marked(mark: str) -> set[int]:
    """Return the processes of this account that were started with a mark in their environment; none where there is no /proc."""
    wanted, found = f"{_MARK}={mark}".encode(), set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # of another account, or ended meanwhile
            if wanted in path.read_bytes().split(b"\0"):
                found.add(int(path.parent.name))
    return found


def serve(
    folder: Path,
    port: int,
    notify: Callable[[str], None],
    automations: Path | None = None,
    *,
    watches: bool = False,
    hang_seconds: float = 120,
) -> None:
    """Run server and worker until Ctrl-C, SIGTERM or SIGHUP, which ends it, and them, in order.

    `folder` is Prefect's home, in which the database and the logs lie; `automations` is a file of them to make. With `watches`
    new files in the raw folder start a run. What died is started again, as are a server and a worker that gave no sign of life
    for `hang_seconds`. Raises `RunError` where another such process serves this folder, the port is taken, something does not
    start, or keeps dying. To be called in the main thread of a process that ends with it.
    """
    with _hold_folder(folder):
        _stop_on_signals()
        url = f"http://{HOST}:{port}"
        beats = {"PREFECT_WORKER_HEARTBEAT_SECONDS": str(max(1, round(hang_seconds / _BEATS)))}
        environment = {**os.environ, **make_environment(folder, url), **beats}
        python = [sys.executable, "-m"]
        listen = ["--host", HOST, "--port", str(port), "--log-level", "WARNING"]
        server = Service("server", [*python, "prefect", "server", "start", *listen], environment, folder / "server.log")
        work = ["--pool", POOL, "--type", "process", "--name", WORKER, "--install-policy", "never"]
        worker = Service(
            "worker", [*python, "prefect", "worker", "start", *work], environment, folder / "worker.log", _WORKER_STOP_SECONDS
        )
        watcher = Service("watcher", [*python, "ucap.flows.prefect_flows.watch"], environment, folder / "watcher.log")
        set_up = [*python, "ucap.flows.prefect_flows.setup"]
        files = [find_deployments(), *([automations] if automations else [])]
        services = (watcher, worker, server)
        try:
            _remove_strays(services, notify)
            _check_port(port)
            Supervisor(server, worker, watcher if watches else None, set_up, files, url, notify, hang_seconds).run()
        except KeyboardInterrupt:
            notify("Stopping: a run under way gets up to half a minute to end.")
        finally:
            _end(services, folder)
        notify("Stopped: nothing is left running.")


def _remove_strays(services: Sequence[Service], notify: Callable[[str], None]) -> None:
    """End what an `ucap up` left that was killed itself; nobody else has this folder's lock."""
    if any(find_marked(service.mark) for service in services):
        notify("Ending what an earlier `ucap up` left running.")
        for service in services:
            service.stop()


def _stop_on_signals() -> None:
    """Raise `KeyboardInterrupt` at the first signal to stop, and heed no other: a second Ctrl-C must not disturb the end.

    This holds for the rest of the process: a later signal would only spoil its exit status.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        _set_handlers(signal.SIG_IGN)
        raise KeyboardInterrupt

    nohup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    _set_handlers(interrupt)  # SIGINT too where a script's shell made `ucap up &` ignore it
    if nohup:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def _set_handlers(handler: signal.Handlers | Callable[[int, FrameType | None], None]) -> None:
    for number in _STOP_SIGNALS:
        signal.signal(number, handler)


def _end(services: Sequence[Service], folder: Path) -> None:
    """Stop the services in their order, undisturbed; the worker before the server, so that its runs can still report to it."""
    _set_handlers(signal.SIG_IGN)
    forget_server(folder)
    for service in services:
        service.stop()


@dataclass
class Supervisor:
    """Starts a server and its clients, the worker and perhaps a watcher, and starts again what dies or hangs."""

    server: Service
    worker: Service
    watcher: Service | None
    set_up: list[str]
    deployments: Sequence[Path]  # with automations, if any, after it
    url: str
    notify: Callable[[str], None]
    hang_seconds: float
    restarts: list[float] = field(default_factory=list, init=False)

    @property
    def clients(self) -> list[Service]:
        """What works for the server."""
        return [self.worker, *([self.watcher] if self.watcher else [])]

    def run(self) -> NoReturn:
        """Go on until `KeyboardInterrupt`, or `RunError` where something does not start or keeps dying; stops nothing then."""
        folder, files = self.server.log.parent, [str(path) for path in self.deployments]
        while True:
            self.notify("Starting Prefect's server; the first time takes half a minute.")
            self._start_server()
            self._set_up(*files)
            files = []  # from now on they are as the operator has them
            note_server(folder, self.url)
            for client in self.clients:
                client.start()
            self.notify(f"Prefect's UI: {self.url}")
            self.notify(f"From another shell: PREFECT_API_URL={self.url}/api prefect deployment run ingest/manual")
            logs = ", ".join(str(service.log) for service in (self.server, *self.clients))
            self.notify(f"Logs: {logs}. Ctrl-C stops everything.")
            fault = self._keep_clients()
            forget_server(folder)
            self.notify(f"The server {fault}: starting it and what works for it again.")
            for service in (*reversed(self.clients), self.server):
                service.kill()  # runs could tell nobody how they ended; the next one goes on with what they have read

    def _keep_clients(self) -> str:
        """Start again whichever client died or hangs, until something befell the server; return what."""
        while True:
            service, fault = self.watch()
            self._count_restart(service)
            if service is self.server:
                return fault
            self.notify(f"The {service.name} {fault}: starting it again.")
            service.kill()  # what it had started, too: nobody would watch that any more, and the next run goes on with it
            try:
                if service is self.worker:
                    self._set_up()
            except RunError:
                if is_healthy(self.url):
                    raise
                self._count_restart(self.server)
                return "died or hangs too"
            service.start()

    def watch(self) -> tuple[Service, str]:
        """Watch until something died or hangs; return which service, and what befell it.

        The server knows when it last heard of the worker, which asks for runs and tells so in one and the same loop of events.
        """
        answered = beaten = time.monotonic()  # a clock that stands still while the machine sleeps
        beat = None
        while True:
            time.sleep(_CHECK_SECONDS)
            now = time.monotonic()
            if not self.server.is_running:
                return self.server, "died"
            if not is_healthy(self.url):
                if now - answered > self.hang_seconds:
                    return self.server, f"has not answered for {now - answered:.0f} s"
                beaten = now  # clients cannot live without it, nor make themselves heard
                continue
            answered = now
            if dead := next((client for client in self.clients if not client.is_running), None):
                return dead, "died"
            before, beat = beat, read_heartbeat(self.url, POOL, WORKER)
            if beat != before:
                beaten = now
            elif now - beaten > self.hang_seconds:
                return self.worker, f"has given no sign of life for {now - beaten:.0f} s"

    def _count_restart(self, service: Service) -> None:
        now = time.monotonic()
        self.restarts = [then for then in self.restarts if then > now - _RESTART_WINDOW_SECONDS] + [now]
        if len(self.restarts) > _MOST_RESTARTS:
            raise RunError(
                f"The {service.name} keeps dying or hanging: see {service.log} for the cause (its last lines:"
                f" {service.read_last_lines()})."
            )

    def _start_server(self) -> None:
        self.server.start()
        end = time.monotonic() + _START_SECONDS
        # Whatever answers must be this project's: should another take the port in this moment, this server dies of it.
        while not is_server_of(self.server.log.parent, self.url):
            if not self.server.is_running:
                _check_port(urlsplit(self.url).port or 0)
                raise RunError(f"Prefect's server did not start: see {self.server.log} ({self.server.read_last_lines()}).")
            if time.monotonic() > end:
                raise RunError(
                    f"Prefect's server did not answer within {_START_SECONDS} s: see {self.server.log}, or try again."
                )
            time.sleep(0.3)

    def _set_up(self, *files: str) -> None:
        """End the runs whose processes are gone, and make what files tell; for while there is no worker."""
        try:
            done = subprocess.run(
                [*self.set_up, *files],
                env=self.server.marked_environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=_SET_UP_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise RunError(f"The server was not set up within {_SET_UP_SECONDS:.0f} s: see {self.server.log}.") from None
        if done.returncode:
            said = " | ".join(line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip())
            raise RunError(f"The server could not be set up: {said[-600:]}")


def find_deployments() -> Path:
    """Return the project's `prefect.yaml`: the working folder's where there is one, else the one that comes with ucap."""
    package = Path(ucap.flows.__file__).resolve().parent
    places = (Path("prefect.yaml").resolve(), package.parent / "prefect.yaml", package / "prefect.yaml")
    for path in places:
        if path.is_file():
            return path
    raise RunError("There is no prefect.yaml here: run `ucap up` in the project's folder.")


@contextmanager
def _hold_folder(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "up.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RunError(f"`ucap up` is running in this folder already ({folder.resolve()}): stop that one first.") from None
    try:
        yield
    finally:
        lock.release()


def _check_port(port: int) -> None:
    """Raise `RunError` where another program listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise RunError(
                f"Port {port} of {HOST} cannot be used ({error.strerror}): stop the program that has it, which may be `ucap up`"
                " in another folder, or name another, as in `ucap up --port 4300` or, for good, as server_port in ucap.toml."
            ) from error
