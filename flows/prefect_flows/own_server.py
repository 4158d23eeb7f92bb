"""The Prefect server that a run brings along where it was given none."""

import signal
from threading import Thread

from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import get_current_settings

from ucap.flows.basics.errors import RunError


def ensure_server() -> None:
    """Start a server for this process unless one is set (PREFECT_API_URL). Raises `RunError` where it does not start.

    Ctrl-C does not reach it. A server that dies before its client keeps the client waiting for over a minute. A process starts
    with those signals blocked that the thread that starts it blocks, so a thread of its own does it, which blocks this one. The
    run stops the server when it ends.
    """
    if get_current_settings().api.url is not None:
        return
    failures: list[Exception] = []

    def start() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            SubprocessASGIServer().start()
        except Exception as error:
            failures.append(error)

    thread = Thread(target=start, daemon=True)
    thread.start()
    thread.join()
    if failures:
        raise RunError(f"Prefect's server did not start ({failures[0]}): run again, or without --prefect.") from failures[0]
