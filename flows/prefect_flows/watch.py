"""Starting a run of `ingest/ingest-by-hand` for new files: `python -m ucap.flows.prefect_flows.watch`.

`ucap up --watch` keeps it alive. It stores nothing: whatever ends it, the next one begins with a run for all that came
meanwhile.
"""

import sys
from collections.abc import Collection
from pathlib import Path

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound

from ucap.flows.basics.errors import RunError
from ucap.flows.basics.printing import make_printable
from ucap.flows.basics.settings import Settings
from ucap.flows.prefect_flows.stages import BY_HAND, WATCH_TAG
from ucap.flows.sources.watching import watch_batches
from ucap.publishing.errors import OutputError
from ucap.publishing.storage.location import require_folder

_NAMED = 3


def start_run(client: SyncPrefectClient) -> str | None:
    """Start a run that reads whatever the raw folder holds, and return its name; None where one is already waiting to begin.

    One that has begun may have looked at the folder already, so another one waits until it has ended. Raises `RunError` where
    the server has no such deployment.
    """
    try:
        deployment = client.read_deployment_by_name(BY_HAND)
    except ObjectNotFound as error:
        raise RunError(f"There is no deployment {BY_HAND}: put it into prefect.yaml, or do without --watch.") from error
    waiting = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment.id]),
        tags=FlowRunFilterTags(all_=[WATCH_TAG]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED, StateType.PENDING])),
    )
    if client.read_flow_runs(flow_run_filter=waiting, limit=1):
        return None
    return client.create_flow_run_from_deployment(deployment.id, tags=[WATCH_TAG]).name


def main() -> int:
    """Watch the raw folder of the settings until the process is ended; return 1 where it cannot be watched."""
    try:
        settings = Settings()
        raw, polling = require_folder(settings.raw_folder, "notices of new files"), settings.watch_polling
    except (RunError, OutputError) as error:
        _notify(str(error))
        return 1
    try:
        for batch in watch_batches(raw, settle_seconds=settings.watch_settle_seconds, polling=polling, notify=_notify):
            with get_client(sync_client=True) as client:
                name = start_run(client)
            fate = f"run {name} was started" if name else "the run that waits will read them"
            _notify(f"{_name_files(batch, raw)}: {fate}.")
    except RunError as error:
        _notify(str(error))
        return 1
    except OSError as error:
        _notify(f"{raw} cannot be watched ({error}): set watch_polling, or do without --watch.")
        return 1
    return 0


def _name_files(batch: Collection[str], raw: Path) -> str:
    names = sorted(str(Path(path).relative_to(raw.resolve())) for path in batch)
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _notify(message: str) -> None:
    print(make_printable(message), flush=True)


if __name__ == "__main__":
    sys.exit(main())
