"""`ucap versions`, `ucap rollback` and `ucap prune`: the history of an output folder."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ucap.flows.basics.printing import make_printable, render_size
from ucap.flows.commands.common import JsonOption, OutputOption, explain_errors, find_output, load_settings
from ucap.flows.commands.listing import Column, print_rows
from ucap.schemas.wording import render_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ucap.publishing.history import VersionEntry

_COLUMNS = (
    Column("version"),
    Column("state"),
    Column("made (UTC)"),
    Column("latest until (UTC)"),
    Column("schema"),
    *(Column(name, is_number=True) for name in ("documents", "rows", "size", "shared")),
)
_NEVER = "never latest"
WaitOption = Annotated[
    bool, typer.Option("--wait/--no-wait", help="While another run writes to the output: wait, or end with 1.")
]


def versions(output: OutputOption = None, as_json: JsonOption = False) -> None:
    """List the published versions, the latest first: when each was made, its size, and how much of it other versions share."""
    from ucap.publishing.errors import NoVersionError
    from ucap.publishing.history import find_lost_latest, list_versions
    from ucap.publishing.latest import name_latest

    with explain_errors():
        place = find_output(output)
        entries, lost = list_versions(place), find_lost_latest(place)
    if as_json:
        typer.echo(_render_json({"versions": [asdict(entry) for entry in entries]}))
    elif not entries:
        typer.echo(make_printable(str(NoVersionError(place))))
    else:
        _print_versions(entries)
        if any(_name_state(entry) == _NEVER for entry in entries):
            typer.echo(
                f"\n{_NEVER}: written, but a run refused it or ended too early."
                " `ucap diff latest VERSION` shows in what it differs."
            )
        if not any(entry.is_latest for entry in entries):
            gone = make_printable(str(place / name_latest(place)))
            advice = (
                f"The last one was {lost}: `ucap rollback {lost}` makes it"
                if lost
                else "`ucap rollback VERSION` makes one of them"
            )
            typer.echo(f"\n{gone} is gone, so no version is the latest. {advice} the latest again; so does `ucap ingest`.")


def rollback(
    version: Annotated[str, typer.Argument(help="Name of the version, or enough of its beginning.")],
    output: OutputOption = None,
    wait: WaitOption = True,
    as_json: JsonOption = False,
) -> None:
    """Switch latest back to VERSION, after checking that it is whole.

    The next ingest publishes again what the raw folder says: take the unwanted change out of it first.
    """
    from ucap.publishing.history import roll_back

    with explain_errors():
        done = roll_back(find_output(output), version, wait=wait)
    if as_json:
        typer.echo(_render_json(asdict(done)))
    elif done.before == done.version:
        typer.echo(f"latest is version {done.version} already: nothing was changed.")
    else:
        typer.echo(f"latest is now version {done.version}, before it was {done.before or 'none'}.")
        typer.echo("The next `ucap ingest` publishes again what the raw folder says: take the unwanted change out of it first.")


def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many of the most recent versions to keep, the latest counted.")],
    output: OutputOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    wait: WaitOption = True,
    as_json: JsonOption = False,
) -> None:
    """Remove old versions, but never the latest, nor one that was the latest within the last `grace_minutes`."""
    import time

    from ucap.publishing.history import plan_pruning, prune_versions
    from ucap.publishing.storage.location import locate

    with explain_errors():
        settings = load_settings(None)
        place = locate(output or settings.output_folder)
        grace_seconds = settings.grace_minutes * 60
        if dry_run:
            pruning = plan_pruning(place, keep=keep, grace_seconds=grace_seconds, now=time.time())
        else:
            pruning = prune_versions(place, keep=keep, grace_seconds=grace_seconds, now=time.time(), wait=wait)
    if as_json:
        typer.echo(_render_json({**asdict(pruning), "dry_run": dry_run}))
        return
    if pruning.removed:
        _print_versions(pruning.removed)
    for entry in pruning.in_grace:
        what = "was the latest" if entry.latest_until else "was made"
        typer.echo(f"Kept {entry.version}: it {what} less than {settings.grace_minutes:g} minutes ago.")
    verb = "Would remove" if dry_run else "Removed"
    count, freed = len(pruning.removed), render_size(pruning.freed_bytes)
    typer.echo(f"{verb} {count} of {render_count(count + len(pruning.kept), 'version')} ({freed} on disk).")


def _print_versions(entries: "Sequence[VersionEntry]") -> None:
    rows = [
        [
            entry.version,
            _name_state(entry),
            _render_instant(entry.made_at),
            _render_instant(entry.latest_until),
            entry.schema_version or "",
            *("" if count is None else f"{count:,}" for count in (entry.documents, entry.rows)),
            render_size(entry.size_bytes),
            render_size(entry.shared_bytes),
        ]
        for entry in entries
    ]
    print_rows(_COLUMNS, rows)


def _name_state(entry: "VersionEntry") -> str:
    return "latest" if entry.is_latest else "damaged" if entry.damage else _NEVER if entry.is_candidate else ""


def _render_instant(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else ""


def _render_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=datetime.isoformat)
