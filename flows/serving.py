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

from filelock import FileLock, Timeout

import flows
from flows.errors import RunError
from flows.prefect_environment import forget_server, is_healthy, make_environment, note_server

HOST = "127.0.0.1"
POOL = "ucap"

_START_SECONDS = 180  # a cold start makes the database: 18-26 s were measured, on a quiet machine
_RUN_STOP_SECONDS = 25.0  # a flow run needs some seconds to end its reading processes and report
_STOP_SECONDS = 10.0  # a worker without runs was seen to hang where it was told to stop as a run had ended
_CHECK_SECONDS = 5.0
_DEAF_CHECKS = 12  # checks in a row that a server may leave unanswered
_MOST_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 600.0
_LAST_LINES = 5
_LARGEST_LOG = 10_000_000  # bytes
_MARK = "UCAP_UP_SERVICE"


@dataclass
class Service:
    """A long-running process, with all that it starts; what they print goes to `log`.

    They are told by a variable in their environment, since a worker's flow runs have sessions of their own and outlive it.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
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

        What it started is ended first, so that flow runs end as they should while it still watches them.
        """
        own = {self.process.pid} if self.process else set()
        self._end(lambda: find_marked(self.mark) - own, signal.SIGTERM, _RUN_STOP_SECONDS)
        self._end(lambda: find_marked(self.mark) | (own if self.is_running else set()), signal.SIGTERM)
        self._end(lambda: find_marked(self.mark), signal.SIGKILL)
        self.process = None

    def _end(self, find: Callable[[], set[int]], number: int, patience_seconds: float = _STOP_SECONDS) -> None:
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
    folder: Path, port: int, notify: Callable[[str], None], automations: Path | None = None, *, watches: bool = False
) -> None:
    """Run server and worker until `KeyboardInterrupt`, which ends it, and them, in order.

    `folder` is Prefect's home, in which the database and the logs lie; `automations` is a file of them to make. With `watches`
    new files in the raw folder start a run. What died is started again. Raises `RunError` where another such process serves
    this folder, the port is taken, something does not start, or keeps dying.
    """
    with _hold_folder(folder):
        url = f"http://{HOST}:{port}"
        environment = {**os.environ, **make_environment(folder, url)}
        python = [sys.executable, "-m"]
        listen = ["--host", HOST, "--port", str(port), "--log-level", "WARNING"]
        server = Service("server", [*python, "prefect", "server", "start", *listen], environment, folder / "server.log")
        work = ["--pool", POOL, "--type", "process", "--name", "ucap-up", "--install-policy", "never"]
        worker = Service("worker", [*python, "prefect", "worker", "start", *work], environment, folder / "worker.log")
        watcher = Service("watcher", [*python, "flows.prefect_watch"], environment, folder / "watcher.log")
        set_up = [*python, "flows.prefect_setup", str(find_deployments()), *([str(automations)] if automations else [])]
        try:
            _remove_strays((watcher, worker, server), notify)
            _check_port(port)
            _keep_alive(server, worker, watcher if watches else None, set_up, url, notify)
        except KeyboardInterrupt:
            notify("Stopping.")
        finally:
            _end((watcher, worker, server), folder)
        notify("Stopped: nothing is left running.")


def _remove_strays(services: Sequence[Service], notify: Callable[[str], None]) -> None:
    """End what an `ucap up` left that was killed itself; nobody else has this folder's lock."""
    if any(find_marked(service.mark) for service in services):
        notify("Ending what an earlier `ucap up` left running.")
        for service in services:
            service.stop()


def _end(services: Sequence[Service], folder: Path) -> None:
    """Stop the services in their order; the worker before the server, so that its runs can still report to it."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        forget_server(folder)
        for service in services:
            service.stop()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _keep_alive(
    server: Service, worker: Service, watcher: Service | None, set_up: list[str], url: str, notify: Callable[[str], None]
) -> None:
    folder = server.log.parent
    clients = [worker, *([watcher] if watcher else [])]
    restarts: list[float] = []
    while True:
        notify("Starting Prefect's server; the first time takes half a minute.")
        _start_server(server, url)
        _set_up(set_up, server.marked_environment)
        note_server(folder, url)
        for client in clients:
            client.start()
        notify(f"Prefect's UI: {url}")
        notify(f"From another shell: PREFECT_API_URL={url}/api prefect deployment run ingest/manual")
        notify(f"Logs: {', '.join(str(service.log) for service in (server, *clients))}. Ctrl-C stops everything.")
        while isinstance(fault := _watch(server, clients, url, restarts), Service):
            notify(f"The {fault.name} died: starting it again.")
            fault.stop()  # what it had started, too: nobody would watch that any more
            if fault is worker:
                _set_up(set_up, server.marked_environment)
            fault.start()
        forget_server(folder)
        notify(f"{fault}: starting it and what works for it again.")
        for client in reversed(clients):
            client.stop()
        server.stop()


def _watch(server: Service, clients: Sequence[Service], url: str, restarts: list[float]) -> Service | str:
    """Watch until something died; return which of the clients, or what befell the server."""
    deaf = 0
    while True:
        time.sleep(_CHECK_SECONDS)
        deaf = 0 if is_healthy(url) else deaf + 1
        if not server.is_running or deaf >= _DEAF_CHECKS:
            _count_restart(server, restarts)
            return "The server died" if not server.is_running else "The server does not answer"
        for client in clients:
            if not client.is_running:
                _count_restart(client, restarts)
                return client


def _count_restart(service: Service, restarts: list[float]) -> None:
    now = time.monotonic()
    restarts[:] = [then for then in restarts if then > now - _RESTART_WINDOW_SECONDS] + [now]
    if len(restarts) > _MOST_RESTARTS:
        raise RunError(
            f"The {service.name} keeps dying: see {service.log} for the cause (its last lines: {service.read_last_lines()})."
        )


def _start_server(server: Service, url: str) -> None:
    server.start()
    end = time.monotonic() + _START_SECONDS
    while not is_healthy(url):
        if not server.is_running:
            raise RunError(f"Prefect's server did not start: see {server.log} ({server.read_last_lines()}).")
        if time.monotonic() > end:
            raise RunError(f"Prefect's server did not answer within {_START_SECONDS} s: see {server.log}, or try again.")
        time.sleep(0.3)


def _set_up(command: list[str], environment: dict[str, str]) -> None:
    """Make what the server needs, and end the runs whose processes are gone; for while there is no worker."""
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " | ".join(line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip())
        raise RunError(f"The server could not be set up: {said[-600:]}")


def find_deployments() -> Path:
    """Return the project's `prefect.yaml`: the working folder's where there is one, else the one that comes with ucap."""
    package = Path(flows.__file__).resolve().parent
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
                f"Port {port} of {HOST} cannot be used ({error.strerror}): stop the program that has it, or name another,"
                " as in `ucap up --port 4300`."
            ) from error
