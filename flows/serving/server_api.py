"""The address of a Prefect server, and asking it whether it and its worker live.

Not with Prefect's client, which takes seconds to import.
"""

import json
import socket
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from ucap.flows.basics.errors import RunError

HOST = "127.0.0.1"

_TIMEOUT_SECONDS = 5.0


def is_healthy(url: str) -> bool:
    """Tell whether a Prefect server answers at an address."""
    return _ask(url, "health") is True


def is_server_of(folder: Path, url: str) -> bool:
    """Tell whether the server that answers at an address, if any, has its home in `folder`; another project's may be there."""
    settings = _ask(url, "admin/settings")
    return isinstance(settings, dict) and settings.get("home") == str(folder.resolve())


def read_heartbeat(url: str, pool: str, worker: str) -> str | None:
    """Return when the server last heard of a worker, by the server's clock; None where it does not know, or does not answer."""
    answer = _ask(url, f"work_pools/{pool}/workers/filter", {})
    entries = answer if isinstance(answer, list) else []
    return next((str(entry["last_heartbeat_time"]) for entry in entries if entry["name"] == worker), None)


def _ask(url: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Return what the API answers, never asked through a proxy; None where it does not, or with something else."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"{url}/api/{path}", data, {"Content-Type": "application/json"})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=_TIMEOUT_SECONDS) as answer:
            return json.load(answer)
    except (OSError, HTTPException, ValueError):
        return None


def check_port(port: int) -> None:
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
