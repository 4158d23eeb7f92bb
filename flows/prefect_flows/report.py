"""What a run shows in Prefect: its artifacts, events and asset."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from prefect import get_client, get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.assets import Asset, AssetProperties
from prefect.context import FlowRunContext
from prefect.events import emit_event

from ucap.flows.basics.printing import escape_markdown, make_printable
from ucap.flows.reports.diff_report import DiffLimits, render_markdown_diff
from ucap.flows.run.summary import RunSummary
from ucap.publishing.diff import VersionDiff, diff_versions
from ucap.publishing.errors import OutputError
from ucap.publishing.manifest import read_table

LATEST = Asset(
    key="ucap://output/latest",
    properties=AssetProperties(name="U-CAP tables", description="The latest version of the published tables."),
)

_LISTED = 50
_SLOWEST = 10
_MOST_ROWS = 1000  # of a table artifact
_MOST_EVENTS = 100  # of one kind in a run
_DIFF_LIMITS = DiffLimits(sections=20, lines=10)
_ALL_CHANGES = DiffLimits(sections=1_000, lines=1_000)
_MOST_CHARACTERS = 200_000  # of an artifact that nobody will read to its end anyway


def show_run(flow_name: str, summary: RunSummary, output: Path, seconds: Mapping[str, float]) -> None:
    """Give the present flow run its name, artifacts and events; one of `rerun` also shows every value that moved.

    `seconds` is how long each document took that was read, by `source_path`.
    """
    _name_run(f"{flow_name} {summary.version}" + ("" if summary.written else " (nothing new)"))
    diff = _diff(output, summary)
    if flow_name == "rerun":
        description = "Every published value that moved, before and after"
        create_markdown_artifact(render_changes(summary, diff), key="rerun-changes", description=description)
    markdown = render_markdown(summary, diff, seconds)
    create_markdown_artifact(markdown, key="ingest-summary", description="What the run came to")
    create_table_artifact(
        [_clean({"document": path, "reason": reason}) for path, reason in summary.quarantined[:_MOST_ROWS]],
        key="quarantined-documents",
        description=f"{len(summary.quarantined):,} documents that could not be used, and what to do about each",
    )
    stale = [row for row in read_table(output, "corrections").to_pylist() if row["status"] != "applied"]
    create_table_artifact(
        [_clean(row) for row in stale[:_MOST_ROWS]],
        key="stale-corrections",
        description=f"{len(stale):,} corrections that no longer fit what is read, or cannot be understood",
    )
    if summary.written or summary.switched:
        _emit_events(summary, diff)


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


def _diff(output: Path, summary: RunSummary) -> VersionDiff | None:
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


def render_markdown(summary: RunSummary, diff: VersionDiff | None = None, seconds: Mapping[str, float] | None = None) -> str:
    """Render a run for Prefect's UI: counts, new issues, what changed, and which documents took longest (`seconds`)."""
    outcome = "published" if summary.written else "nothing to write" if not summary.unchanged else "nothing changed"
    lines = [f"# Version {summary.version}: {outcome}", "", "| documents | |", "|---|--:|"]
    lines += [f"| {status.replace('_', ' ')} | {count:,} |" for status, count in sorted(summary.documents.items())]
    lines += [
        f"| read in this run | {summary.read:,} |",
        f"| carried over unread | {summary.carried_over:,} |",
        "",
        "| rows | |",
        "|---|--:|",
        *(f"| {escape_markdown(name)} | {n:,} |" for name, n in summary.row_counts.items()),
    ]
    for heading, entries in (
        ("Faulty corrections", summary.faulty), ("Quarantined", summary.quarantined), ("Superseded", summary.superseded),
    ):  # fmt: skip
        lines += _list_section(heading, [f"{path}: {reason}" for path, reason in entries])
    if diff is not None:
        lines += _list_section("New issues", _list_new_issues(diff))
        lines += ["", "## Changes against the version before", "", render_markdown_diff(diff, _DIFF_LIMITS)]
    slowest = sorted((seconds or {}).items(), key=lambda entry: -entry[1])[:_SLOWEST]
    lines += _list_section("Slowest documents", [f"{path}: {duration:.1f} s" for path, duration in slowest])
    return "\n".join([*lines, "", f"{summary.seconds:.1f} s", ""])


def render_changes(summary: RunSummary, diff: VersionDiff | None) -> str:
    """Render what a run changed against the version before, value by value, for Prefect's UI."""
    before = summary.before
    if before is None:
        return f"Version {summary.version} is the first one: everything in it is new.\n"
    if not summary.switched:
        return f"Version {summary.version} was the latest one before, too: no published value moved.\n"
    if diff is None:
        return f"Version {before} cannot be compared with version {summary.version}: the run's log says why.\n"
    text = render_markdown_diff(diff, _ALL_CHANGES)
    if len(text) > _MOST_CHARACTERS:
        text = text[:_MOST_CHARACTERS].rpartition("\n")[0] + "\n\nCut here.\n"
    return f"{text}\n`ucap diff {before} {summary.version} --all` shows everything, evidence too.\n"


def _list_section(heading: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    lines = ["", f"## {heading}", "", *(f"- {escape_markdown(entry)}" for entry in entries[:_LISTED])]
    if len(entries) > _LISTED:
        lines.append(f"- and {len(entries) - _LISTED:,} more")
    return lines


def _list_new_issues(diff: VersionDiff) -> list[str]:
    rows = [row.values for table in diff.tables if table.name == "issues" for row in table.added if row.moved is None]
    return [f"{row['severity']} {row['code']}, {row['source_path']}: {row['message']}" for row in rows]
