"""Removing what is old: versions and the history of runs."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from prefect import flow, get_client, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES, FlowRun
from pydantic import Field

from ucap.flows.basics.printing import render_size
from ucap.flows.basics.settings import Settings
from ucap.publishing.history import prune_versions
from ucap.publishing.storage.location import locate

_MOST_RUNS = 5000  # removed at once; more are left for the next time


@flow(name="housekeeping", flow_run_name="housekeeping", log_prints=False)
def housekeeping(
    output: Path | None = None,
    keep_versions: Annotated[int, Field(ge=1)] | None = None,
    keep_run_days: Annotated[int, Field(ge=1)] | None = None,
) -> None:
    """Remove old versions, and old runs from Prefect's history.

    The latest version stays, and so does each that was the latest within the grace period of the settings.

    Args:
        output: Folder of the versions; as set (UCAP_OUTPUT_FOLDER) where empty.
        keep_versions: Versions that are kept; as set (UCAP_KEEP_VERSIONS) where empty.
        keep_run_days: Days for which ended runs are kept; as set (UCAP_KEEP_RUN_DAYS) where empty.
    """
    settings = Settings()
    place = locate(output or settings.output_folder)
    now, keep = time.time(), keep_versions or settings.keep_versions
    pruning = prune_versions(place, keep=keep, grace_seconds=settings.grace_minutes * 60, now=now)
    runs = remove_runs(datetime.now(UTC) - timedelta(days=keep_run_days or settings.keep_run_days))
    names = ", ".join(entry.version for entry in pruning.removed) or "none"
    lines = [
        f"- versions removed: {names} ({render_size(pruning.freed_bytes)} freed, {len(pruning.kept):,} kept)",
        f"- runs removed from the history: {runs:,}",
    ]
    get_run_logger().info("Housekeeping: %s", "; ".join(line[2:] for line in lines))
    create_markdown_artifact("\n".join(lines), key="housekeeping-summary", description="What was removed")


def remove_runs(before: datetime) -> int:
    """Remove the flow runs that ended before an instant from the server's history; return how many they were."""
    with get_client(sync_client=True) as client:
        old = FlowRunFilter(
            end_time=FlowRunFilterEndTime.model_validate({"before_": before}),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(TERMINAL_STATES))),
        )

        def find() -> Iterator[FlowRun]:
            while runs := client.read_flow_runs(flow_run_filter=old, limit=100):
                yield from runs

        removed = 0
        for run in find():
            client.delete_flow_run(run.id)
            removed += 1
            if removed == _MOST_RUNS:
                break
    return removed
