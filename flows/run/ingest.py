"""A whole run without Prefect; a run in which nothing changed reads and writes nothing."""

import time
from collections.abc import Callable
from dataclasses import replace

from ucap.flows.basics.settings import Settings
from ucap.flows.run.request import RunRequest, check_request
from ucap.flows.run.round import HERE, OnProgress, Stages, run_round
from ucap.flows.run.summary import RunSummary
from ucap.publishing.lock import output_lock


def run_ingest(
    request: RunRequest,
    settings: Settings | None = None,
    *,
    on_progress: OnProgress = lambda done, total, source_path, status: None,
    notify: Callable[[str], None] = lambda message: None,
    stages: Stages = HERE,
) -> RunSummary:
    """Publish what the raw folder holds as the latest version in the output, and return what it came to.

    `notify` gets a message where the run waits for another one. `stages` say how it is done, such as on a cluster. Raises
    `RunError` for a request that cannot be carried out, such as a pattern that matches no document, `OutputError` for an output
    folder that cannot be used, and `RejectedVersionError` where the version lacks too much against the latest one.
    """
    started = time.monotonic()
    settings = settings or Settings()
    check_request(request)
    with output_lock(request.output, wait=request.wait, notify=notify):
        summary = run_round(request, settings, stages, on_progress)
    return replace(summary, seconds=time.monotonic() - started)
