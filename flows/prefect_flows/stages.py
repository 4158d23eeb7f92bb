"""The round of a run within a flow run: its stages are Prefect tasks, and what it came to is shown in Prefect."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, TypeVar, cast

from prefect import get_client, get_run_logger, task
from prefect.assets import add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE
from prefect.concurrency.sync import concurrency
from prefect.context import FlowRunContext
from prefect.runtime import deployment
from prefect.states import Completed, Failed
from prefect.utilities.annotations import quote

from ucap.flows.basics.errors import RunError
from ucap.flows.basics.printing import make_printable
from ucap.flows.basics.settings import Settings
from ucap.flows.cluster.reading import choose_reader
from ucap.flows.prefect_flows.batches import BatchReader
from ucap.flows.prefect_flows.report import LATEST, link_report, show_failure, show_run
from ucap.flows.prefect_flows.retries import RETRIES
from ucap.flows.reports.run_report import name_outcome
from ucap.flows.run.inputs import RunInputs, find_inputs
from ucap.flows.run.publish import publish_readings
from ucap.flows.run.request import RunRequest, check_request
from ucap.flows.run.round import Stages, run_round
from ucap.flows.run.run_log import log_run
from ucap.flows.run.summary import RunSummary, explain_emptiness
from ucap.flows.serving.server_api import REVIEW_TAG
from ucap.publishing.assertions import accepts_emptiness
from ucap.publishing.errors import DatasetError, OutputError, RejectedVersionError
from ucap.publishing.lock import output_lock
from ucap.publishing.storage.location import Location, name_place
from ucap.schemas.reading import AnyReading

WRITERS = "ucap-publish"
"""The global concurrency limit that all runs on a server share, so that waiting for each other is seen there."""

WATCH_TAG = "watch"
"""Marks the runs that new files started."""

BY_HAND = "ingest/ingest-by-hand"
"""The deployment for runs with parameters, and for new files."""

_LEASE_SECONDS = 60  # after which the slot of a run that was killed is free again; the least that Prefect allows
_Argument = TypeVar("_Argument")


@task(name="discover", cache_policy=NO_CACHE, **RETRIES)
def discover(request: RunRequest, settings: Settings) -> RunInputs:
    """Find the documents, their corrections, and the version that unchanged documents are taken from."""
    return find_inputs(request, settings)


@materialize(LATEST, name="publish", cache_policy=NO_CACHE, **RETRIES)
def publish(inputs: RunInputs, readings: Mapping[str, AnyReading], request: RunRequest, settings: Settings) -> RunSummary:
    """Publish the readings, and what is carried over, as a version."""
    summary = publish_readings(inputs, readings, request, settings)
    about = {"version": summary.version, "folder": name_place(request.output), "rows": summary.row_counts}
    add_asset_metadata(LATEST, about)
    return summary


MakeRequest: TypeAlias = Callable[[Settings], RunRequest]


def run_in_flow(flow_name: str, make_request: MakeRequest, workers: int | None = None) -> RunSummary:
    """Carry out a request within a run of the flow `flow_name`: log it, be the only writer, and show what it came to.

    A deployment's run ends in a state with a message: what was published, or why it failed.
    """

    def run() -> RunSummary:
        settings = Settings.with_workers(workers)
        request = make_request(settings)
        try:
            summary = _run(flow_name, request, settings)
        except RejectedVersionError as error:
            if not deployment.id:
                raise
            message = f"{error}\nIn Prefect: {name_deployment_run(error.names, request)}"
            raise RejectedVersionError(message, error.names) from error
        if deployment.id and summary.is_empty and not accepts_emptiness(request.accept_drop):
            raise RunError(explain_emptiness(summary, str(request.raw)))
        return summary

    return end_in_words(flow_name, run)


def end_in_words(flow_name: str, run: Callable[[], RunSummary]) -> RunSummary:
    """Return what `run` returns; where it ends with a sentence for people, a deployment's run fails with it as its message.

    In any other run the error is raised: Prefect then puts its own words, and the name of the error's class, before it.
    """
    try:
        summary = run()
    except (RunError, OutputError, DatasetError, RejectedVersionError) as error:
        show_failure(flow_name, str(error))
        if not deployment.id:
            raise
        message = make_printable(" ".join(str(error).split()))
        get_run_logger().error(message)
        return cast(RunSummary, Failed(message=message))
    if deployment.id:
        return cast(RunSummary, Completed(message=f"Version {summary.version}: {name_outcome(summary)}"))
    return summary


def name_deployment_run(names: Sequence[str], request: RunRequest) -> str:
    """Return what accepts a refused version in Prefect: a custom run with the same folders, as parameters of its form."""
    folders = f"raw = {json.dumps(str(request.raw))}, output = {json.dumps(str(request.output))}"
    return f"a custom run of {BY_HAND} with accept_drop = {json.dumps(list(names))}, {folders}."


def _run(flow_name: str, request: RunRequest, settings: Settings) -> RunSummary:
    started = time.monotonic()
    check_request(request)
    reader = BatchReader()
    stages = Stages(discover, choose_reader(settings, reader.read), _publish_hidden)
    with log_run(request.output, _name_trigger(flow_name)) as entry, _be_only_writer(request.output, wait=request.wait):
        summary = run_round(request, settings, stages)
        summary = entry.summary = replace(summary, seconds=time.monotonic() - started)
        show_run(flow_name, summary, request.output, reader.seconds)
        if settings.report_folder and summary.switched and isinstance(request.output, Path):
            link_report(request.output, settings.report_folder)
    return summary


def _publish_hidden(
    inputs: RunInputs, readings: Mapping[str, AnyReading], request: RunRequest, settings: Settings
) -> RunSummary:
    return publish(_hide(inputs), _hide(readings), request, settings)


def _hide(argument: _Argument) -> _Argument:
    """Quote an argument, for Prefect looks into every field for futures, and there are many fields in readings."""
    return cast(_Argument, quote(argument))


def _name_trigger(flow_name: str) -> str:
    """Say what started this flow run."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    if run is None or run.deployment_id is None:
        return "prefect"
    tag = next((tag for tag in (WATCH_TAG, REVIEW_TAG) if tag in run.tags), None)
    how = tag or ("schedule" if run.auto_scheduled else "deployment")
    return f"prefect {how} {flow_name}/{deployment.name}"


@contextmanager
def _be_only_writer(output: Location, *, wait: bool) -> Iterator[None]:
    """Hold the server's limit, which shows who waits, and the output folder's lock, which is what keeps writers apart."""
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(WRITERS, limit=1)
    held = False
    try:
        with concurrency(WRITERS, lease_duration=_LEASE_SECONDS, timeout_seconds=None if wait else 1):
            held = True
            with output_lock(output, wait=wait, notify=get_run_logger().warning):
                yield
    except TimeoutError as error:
        if held:
            raise
        raise OutputError(
            "another run of this server is writing: wait until it has ended, or let this run wait for it."
        ) from error
