"""`ucap up`: a Prefect server, a worker, the deployments and a watch for new files, kept alive by one foreground process.

Each of them heads a session of its own, so that Ctrl-C reaches only this process, which ends them in order, the server last,
with every process that they started.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import ucap.flows
from ucap.flows.basics.errors import RunError
from ucap.flows.serving.environment import forget_server, make_environment
from ucap.flows.serving.folder_lock import hold_folder
from ucap.flows.serving.server_api import HOST, check_port
from ucap.flows.serving.service import Service, find_marked
from ucap.flows.serving.supervisor import POOL, WORKER, Supervisor

_WORKER_STOP_SECONDS = 4.0  # one without runs often does not end within 20 s, and has nothing to lose
_BEATS = 12  # of the worker, in the time after which it counts as hanging
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, a supervisor's stop, a terminal that was closed


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
    with hold_folder(folder) as lock:
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
            check_port(port)
            watched = watcher if watches else None
            Supervisor(server, worker, watched, set_up, files, url, notify, hang_seconds, lock.hold).run()
        except KeyboardInterrupt:
            notify("Stopping: a run under way gets up to half a minute to end.")
        finally:
            with suppress(RunError):  # where another one took the folder after it was deleted: it ends what is left of this one
                lock.hold()
                _end(services, folder)
        notify("Stopped: nothing is left running.")


def _remove_strays(services: Sequence[Service], notify: Callable[[str], None]) -> None:
    """End what an earlier `ucap up` left running that was killed itself; nobody else has this folder's lock."""
    if any(find_marked(service.mark) for service in services):
        notify("Ending what an earlier `ucap up` left running.")
        for service in services:
            service.stop()


def _stop_on_signals() -> None:
    """Raise `KeyboardInterrupt` at the first signal to stop, and ignore all others: a second Ctrl-C must not disturb the end.

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


def find_deployments() -> Path:
    """Return the project's `prefect.yaml`: the working folder's where there is one, else the one that comes with ucap."""
    package = Path(ucap.flows.__file__).resolve().parent
    places = (Path("prefect.yaml").resolve(), package.parent / "prefect.yaml", package / "prefect.yaml")
    for path in places:
        if path.is_file():
            return path
    raise RunError("There is no prefect.yaml here: run `ucap up` in the project's folder.")
