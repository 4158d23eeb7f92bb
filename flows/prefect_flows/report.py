"""What a run shows in Prefect: its artifacts, events and asset."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from prefect import get_client, get_run_logger
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.assets import Asset, AssetProperties
from prefect.context import FlowRunContext
from prefect.events import emit_event

from ucap.flows.basics.printing import make_printable
from ucap.flows.reports.run_report import name_outcome, render_changes, render_failure, render_markdown, split_reason
from ucap.flows.run.summary import RunSummary
from ucap.publishing.diff import VersionDiff, diff_versions
from ucap.publishing.errors import OutputError
from ucap.publishing.manifest import read_table
from ucap.publishing.storage.location import Location

LATEST = Asset(
    key="ucap://output/latest",
    properties=AssetProperties(name="U-CAP tables", description="The latest version of the published tables."),
)

_MOST_ROWS = 1000  # of a table artifact
_MOST_EVENTS = 100  # of one kind in a run
_LONGEST_NAME = 100


def show_run(flow_name: str, summary: RunSummary, output: Location, seconds: Mapping[str, float]) -> None:
    """Give the present flow run its name, artifacts and events; one of `rerun` also shows every value that changed.

    `seconds` is how long each document took that was read, by `source_path`.
    """
    _name_run(f"{flow_name} {summary.version}: {name_outcome(summary)}" + ("" if summary.written else " (nothing new)"))
    diff = _diff(output, summary)
    if flow_name == "rerun":
        description = "Every published value that changed, before and after"
        create_markdown_artifact(render_changes(summary, diff), key="rerun-changes", description=description)
    markdown = render_markdown(summary, diff, seconds)
    create_markdown_artifact(markdown, key="ingest-summary", description="What the run came to")
    create_table_artifact(
        [_describe_quarantined(path, reason) for path, reason in summary.quarantined[:_MOST_ROWS]],
        key="quarantined-documents",
        description=f"Documents that could not be used, and what to do about each: {len(summary.quarantined):,}",
    )
    stale = [row for row in read_table(output, "corrections").to_pylist() if row["status"] != "applied"]
    create_table_artifact(
        [_clean(_describe_stale(row)) for row in stale[:_MOST_ROWS]],
        key="stale-corrections",
        description=f"Corrections that no longer fit what is read, or cannot be understood: {len(stale):,}",
    )
    if summary.written or summary.switched:
        _emit_events(summary, diff)


def link_report(output: Path, folder: Path) -> None:
    """Draw the report of the latest version into a folder, and link it; where it cannot be drawn, the run's log says so."""
    from ucap.review.report.page import draw_report, write_report  # noqa: PLC0415 (heavy, and only wanted where it is set)

    try:
        page = write_report(draw_report(output), folder)
    except (OSError, OutputError) as error:
        get_run_logger().warning("The report was not drawn: %s", make_printable(str(error)))
        return
    create_link_artifact(page.resolve().as_uri(), link_text="The programme in pictures", key="report")


def show_failure(flow_name: str, message: str) -> None:
    """Give the present flow run the reason of its failure as its name, and as an artifact with the details."""
    if FlowRunContext.get() is None:
        return
    first = make_printable(message.splitlines()[0])
    try:
        _name_run(f"{flow_name} failed: {first if len(first) <= _LONGEST_NAME else f'{first[:_LONGEST_NAME]}…'}")
        create_markdown_artifact(render_failure(message), key="failure", description="Why the run failed, and what to do")
    except Exception as error:  # whatever it is, the reason itself matters more
        get_run_logger().warning("The reason of the failure cannot be shown as an artifact: %s", error)


def _describe_quarantined(path: str, reason: str) -> dict[str, str]:
    code, happened, remedy = split_reason(reason)
    # Prefect's page cuts off the columns that do not fit: what to do stands before what is longer.
    return _clean({"document": path, "what to do": remedy, "what happened": happened, "code": code})


def _describe_stale(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of a corrections file: where it stands and why it was not applied, then what it says."""
    said = ("status", "ucap", "table", "row", "column", "expected", "extracted", "new_value", "author", "date")
    where = f"{row['file']}, entry {row['position']}"
    return {"entry": where, "why not applied": row["message"], **{name: row[name] for name in said}}


def _emit_events(summary: RunSummary, diff: VersionDiff | None) -> None:
    emit_event(
        "ucap.version.published",
        resource={"prefect.resource.id": f"ucap.version.{summary.version}", "prefect.resource.name": summary.version},
        payload={
            "version": summary.version,
            "before": summary.before,
            "documents": summary.documents,
            "rows": summary.row_counts,
        },
    )
    reasons = dict(summary.quarantined)
    # With no version before, every quarantined document is new.
    new = [path for path in _list_new_quarantined(diff) if path in reasons] if diff else list(reasons)
    for path in new[:_MOST_EVENTS]:
        name = make_printable(path)
        emit_event(
            "ucap.document.quarantined",
            resource={"prefect.resource.id": f"ucap.document.{name}", "prefect.resource.name": name},
            payload={"version": summary.version, "source_path": name, "reason": make_printable(reasons[path])},
        )


def _list_new_quarantined(diff: VersionDiff) -> Iterable[str]:
    for table in diff.tables:
        if table.name == "documents":
            yield from (row.values["source_path"] for row in table.added if row.values["status"] == "quarantined")
            for change in table.changed:
                if change.after["status"] == "quarantined" and change.before["status"] != "quarantined":
                    yield change.after["source_path"]


def _diff(output: Location, summary: RunSummary) -> VersionDiff | None:
    before = summary.before
    if before is None or not summary.switched:
        return None
    try:
        return diff_versions(output, before, summary.version)
    except OutputError as error:  # of a schema or state that cannot be compared: the run itself is done
        get_run_logger().warning("What changed against version %s cannot be shown: %s", before, error)
        return None


def _name_run(name: str) -> None:
    context = FlowRunContext.get()
    if context is not None and context.flow_run is not None:
        with get_client(sync_client=True) as client:
            client.update_flow_run(context.flow_run.id, name=name)


def _clean(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: make_printable(str(value)) if value is not None else "" for name, value in row.items()}
