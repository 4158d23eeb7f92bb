"""Keeping Prefect's server, a worker and a watch for new files alive: what dies or hangs is started again."""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from ucap.flows.basics.errors import RunError
from ucap.flows.serving.environment import forget_server, note_server
from ucap.flows.serving.folder_lock import identify_file
from ucap.flows.serving.server_api import check_port, is_healthy, is_server_of, read_heartbeat
from ucap.flows.serving.service import Service

POOL = "ucap"
WORKER = "ucap-up"

DATABASE_NAME = "prefect.db"
"""The database in Prefect's home; a server with another database leaves none there."""

_LOST_DATABASE = "lost its database, which was removed with the history of runs"
_START_SECONDS = 180  # a cold start makes the database: 18-26 s were measured, on a quiet machine
_SET_UP_SECONDS = 120.0  # 5-8 s were measured
_CHECK_SECONDS = 5.0
_MOST_RESTARTS = 5
_RESTART_WINDOW_SECONDS = 600.0


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
    hold_folder: Callable[[], None] = lambda: None
    """Called before a server starts; raises `RunError` where another process holds the folder by now."""
    restarts: list[float] = field(default_factory=list, init=False)
    _database: tuple[int, int] | None = field(default=None, init=False)

    @property
    def clients(self) -> list[Service]:
        """The services that need the server."""
        return [self.worker, *([self.watcher] if self.watcher else [])]

    def run(self) -> NoReturn:
        """Run until `KeyboardInterrupt`, or `RunError` where something does not start or keeps dying; stops nothing then."""
        folder, files = self.server.log.parent, [str(path) for path in self.deployments]
        while True:
            self.notify("Starting Prefect's server; the first time takes half a minute.")
            self._start_server()
            if files:
                self.notify("The server answers: making the deployments, which takes some seconds.")
            self._set_up(*files)
            files = []  # from now on they are as the operator has them
            self.note_database()
            note_server(folder, self.url)
            for client in self.clients:
                client.start()
            self.notify(f"Prefect's UI: {self.url}")
            self.notify(f"From another shell: PREFECT_API_URL={self.url}/api prefect deployment run ingest/ingest-by-hand")
            logs = ", ".join(str(service.log) for service in (self.server, *self.clients))
            self.notify(f"Logs: {logs}. Ctrl-C stops everything.")
            fault = self._keep_clients()
            if fault == _LOST_DATABASE:
                files = [str(path) for path in self.deployments]  # they were in it
            forget_server(folder)
            self.notify(f"The server {fault}: starting it and what works for it again.")
            for service in (*reversed(self.clients), self.server):
                service.kill()  # runs could report to nobody how they ended; the next one uses what they have read

    def note_database(self) -> None:
        """Remember which file the server's database is, so that `watch` notices where it is removed."""
        self._database = identify_file(self.server.log.parent / DATABASE_NAME)

    def _keep_clients(self) -> str:
        """Start again whichever client died or hangs, until the server does; return what happened to it."""
        while True:
            service, fault = self.watch()
            self._count_restart(service)
            if service is self.server:
                return fault
            self.notify(f"The {service.name} {fault}: starting it again.")
            service.kill()  # what it had started, too: nobody would watch that any more, and the next run continues it
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
        """Watch until something died or hangs; return which service, and what happened to it.

        The server knows when it last heard from the worker, which reports in the same event loop in which it asks for runs.
        """
        answered = beaten = time.monotonic()  # a clock that stands still while the machine sleeps
        beat = None
        while True:
            time.sleep(_CHECK_SECONDS)
            now = time.monotonic()
            if not self.server.is_running:
                return self.server, "died"
            if self._database and identify_file(self.server.log.parent / DATABASE_NAME) != self._database:
                return self.server, _LOST_DATABASE
            if not is_healthy(self.url):
                if now - answered > self.hang_seconds:
                    return self.server, f"has not answered for {now - answered:.0f} s"
                beaten = now  # its clients cannot work or report without it
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
        self.hold_folder()
        self.server.start()
        end = time.monotonic() + _START_SECONDS
        # Whatever answers must be this project's: should another take the port in this moment, this server dies of it.
        while not is_server_of(self.server.log.parent, self.url):
            if not self.server.is_running:
                check_port(urlsplit(self.url).port or 0)
                raise RunError(f"Prefect's server did not start: see {self.server.log} ({self.server.read_last_lines()}).")
            if time.monotonic() > end:
                raise RunError(
                    f"Prefect's server did not answer within {_START_SECONDS} s: see {self.server.log}, or try again."
                )
            time.sleep(0.3)

    def _set_up(self, *files: str) -> None:
        """End the runs whose processes are gone, and make what the files describe; only while there is no worker."""
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
            output = " | ".join(line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip())
            raise RunError(f"The server could not be set up: {output[-600:]}")
