"""A run that a page starts where `ucap up` serves this folder: one of Prefect, followed until it has ended."""

import time
from pathlib import Path

from ucap.flows.basics.errors import RunError
from ucap.flows.run.request import RunRequest
from ucap.flows.serving.environment import find_server
from ucap.flows.serving.server_api import RERUN_BY_HAND, REVIEW_TAG, RunState, find_deployment, read_run, start_run
from ucap.publishing.latest import find_latest
from ucap.publishing.storage.location import name_place
from ucap.review.desk import OnProgress, Published

_PAUSE_SECONDS, _SILENT_SECONDS = 0.5, 60.0
"""Between two questions to the server, and after which a server counts as gone that does not answer; chosen."""


def publish_on_server(folder: Path, request: RunRequest, on_progress: OnProgress) -> Published | None:
    """Carry out a request as a run of the deployment for reruns, and return what it came to.

    `folder` is Prefect's home. Returns None where no server serves it, or the server has no such deployment: then nothing was
    started. Raises `RunError` where the run does not end well, or nothing more is heard of it.
    """
    url = find_server(folder)
    deployment_id = find_deployment(url, RERUN_BY_HAND) if url else None
    if not url or not deployment_id:
        return None
    before = find_latest(request.output)
    parameters = {
        "documents": list(request.documents),
        "raw": name_place(request.raw),
        "output": name_place(request.output),
    }
    run_id = start_run(url, deployment_id, parameters, [REVIEW_TAG])
    if run_id is None:
        raise RunError(f"The server of `ucap up` at {url} did not take the run: see {folder / 'server.log'}.")
    state = _follow(url, run_id, on_progress)
    if state.kind != "COMPLETED":
        page = f"{url}/runs/flow-run/{run_id}"
        raise RunError(f"{state.message or f'The run {state.run} ended as {state.name}.'} Prefect shows the run at {page}.")
    after = find_latest(request.output)
    assert after, "a run that completed has published"
    message = "Nothing changed." if after == before else f"Published version {after}."
    return Published(before, after, f"{message} Prefect shows it as the run “{state.run}”.")


def describe_step(state: RunState) -> tuple[int, int, str]:
    """Return how far a run is, as done, total and in words.

    >>> describe_step(RunState("rerun", "SCHEDULED", "AwaitingConcurrencySlot", ""))
    (0, 0, 'Waiting for another run to end')
    """
    if state.kind == "SCHEDULED":
        is_queued = state.name == "AwaitingConcurrencySlot"
        return 0, 0, "Waiting for another run to end" if is_queued else "Waiting for the worker of “ucap up”"
    if state.kind == "PENDING":
        return 0, 0, "Starting"
    if state.percent is None:
        return 0, 0, "Looking for what changed"
    return round(state.percent), 100, f"Reading: {state.percent:.0f} %"


def _follow(url: str, run_id: str, on_progress: OnProgress) -> RunState:
    heard = time.monotonic()
    while True:
        state = read_run(url, run_id)
        if state:
            heard = time.monotonic()
            done, total, step = describe_step(state)
            on_progress(done, total, "", step)
            if state.has_ended:
                return state
        elif time.monotonic() - heard > _SILENT_SECONDS:
            raise RunError(
                f"The server of `ucap up` at {url} does not answer any more, so nobody knows what became of the run: start "
                "`ucap up` again, or publish again without it."
            )
        time.sleep(_PAUSE_SECONDS)
