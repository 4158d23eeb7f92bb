"""Preparing a server for its work: `python -m ucap.flows.prefect_flows.setup [PREFECT_YAML [AUTOMATIONS_YAML]]`.

`ucap.flows.serving.supervisor` runs it before each start of the worker; it may be repeated. Without a file of deployments it
only ends lost runs, so that a schedule that an operator paused stays paused.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate, WorkPoolCreate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings
from prefect.states import Crashed
from prefect.workers.process import ProcessWorker
from pydantic import ValidationError

from ucap.flows.basics.errors import RunError
from ucap.flows.basics.settings import Settings
from ucap.flows.prefect_flows.automations import apply_automations
from ucap.flows.prefect_flows.ingest import ingest
from ucap.flows.prefect_flows.stages import WRITERS
from ucap.flows.serving.supervisor import POOL

_LOST = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def main(deployments: Path | None = None, automations: Path | None = None) -> int:
    """Make pool, limit, automations and deployments, and end lost runs; return 0, or what deploying ended with."""
    with get_client(sync_client=True) as client:
        _make_pool(client)
        client.upsert_global_concurrency_limit_by_name(WRITERS, limit=1)
        if _end_lost_runs(client):
            # Their hold on it would last for up to a minute. Should a run outside the pool have one, the folder's lock remains.
            client.update_global_concurrency_limit(WRITERS, GlobalConcurrencyLimitUpdate(active_slots=0))
        if deployments is None:
            return 0
        try:
            if automations is not None:
                apply_automations(client, automations)
            deployments = _set_schedule(deployments, Settings())
        except RunError as error:
            print(error)
            return 1
    command = [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(deployments)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode


def _set_schedule(path: Path, settings: Settings) -> Path:
    """Return a file of deployments with the schedule of the settings: the given one where they name none, else a copy."""
    named = {"cron": settings.schedule, "timezone": settings.schedule_timezone}
    changes = {key: value for key, value in named.items() if value is not None}
    if not changes:
        return path
    content: dict[str, Any] = yaml.safe_load(path.read_bytes())
    for deployment in content["deployments"]:
        if deployment["entrypoint"] == f"{ingest.fn.__module__}.{ingest.fn.__name__}":
            for schedule in deployment.get("schedules", ()):
                schedule.update(changes)
                _check_schedule(schedule)
    copy = get_current_settings().home / path.name
    copy.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return copy


def _check_schedule(schedule: dict[str, Any]) -> None:
    try:
        CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])
    except ValidationError as error:
        reasons = " ".join(entry["msg"] for entry in error.errors())
        raise RunError(
            f"The settings schedule and schedule_timezone cannot be {schedule['cron']!r} and {schedule['timezone']!r}:"
            f" {reasons} (see UCAP_SCHEDULE, .env and ucap.toml)"
        ) from error


def _make_pool(client: SyncPrefectClient) -> None:
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=template))


def _end_lost_runs(client: SyncPrefectClient) -> int:
    """Mark as crashed the deployments' runs that a worker took which is gone: they would hold their places for minutes.

    Returns how many they were. Only to be called while the pool has no worker.
    """
    taken = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_LOST)),
        deployment_id=FlowRunFilterDeploymentId(is_null_=False),
    )
    lost = client.read_flow_runs(flow_run_filter=taken)
    for run in lost:
        message = "The worker died with this run: the next run completes it, or start one now."
        client.set_flow_run_state(run.id, Crashed(message=message), force=True)
    return len(lost)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
