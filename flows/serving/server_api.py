"""The address of a Prefect server, and asking it: whether it and its worker live, to start a run, and how far the run is.

Not with Prefect's client, which takes seconds to import.
"""

import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from ucap.flows.basics.errors import RunError

HOST = "127.0.0.1"

RERUN_BY_HAND = "rerun/rerun-by-hand"
"""The deployment for runs that people start after they corrected something."""

REVIEW_TAG = "review"
"""Marks the runs that a page of `ucap review` started."""

_TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True)
class RunState:
    """How far a flow run is: its name, the type and the name of its state, the state's message, and the share that was read.

    `kind` is one of Prefect's types of states, such as SCHEDULED or COMPLETED. `percent` is None where nothing is read (yet).
    """

    run: str
    kind: str
    name: str
    message: str
    percent: float | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.kind in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


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


def find_deployment(url: str, name: str) -> str | None:
    """Return the id of a deployment, named as `flow/deployment`; None where the server has none, or does not answer."""
    answer = _ask(url, f"deployments/name/{name}")
    return str(answer["id"]) if isinstance(answer, dict) and "id" in answer else None


def start_run(url: str, deployment_id: str, parameters: Mapping[str, Any], tags: Sequence[str]) -> str | None:
    """Start a run of a deployment, and return the run's id; None where the server does not take it, or does not answer."""
    asked = {"parameters": dict(parameters), "tags": list(tags)}
    answer = _ask(url, f"deployments/{deployment_id}/create_flow_run", asked)
    return str(answer["id"]) if isinstance(answer, dict) and "id" in answer else None


def read_run(url: str, run_id: str) -> RunState | None:
    """Return how far a run is; None where the server does not know it, or does not answer."""
    run = _ask(url, f"flow_runs/{run_id}")
    if not isinstance(run, dict) or "state_type" not in run:
        return None
    found = _ask(
        url, "artifacts/latest/filter", {"flow_runs": {"id": {"any_": [run_id]}}, "artifacts": {"type": {"any_": ["progress"]}}}
    )
    percent = next((entry["data"] for entry in found or [] if isinstance(entry["data"], int | float)), None)
    message = (run.get("state") or {}).get("message")
    return RunState(str(run["name"]), str(run["state_type"]), str(run["state_name"]), str(message or ""), percent)


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
