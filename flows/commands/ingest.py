"""`ucap ingest`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import NOT_CLEAN, explain_errors, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from ucap.flows.basics.settings import Settings
    from ucap.flows.run.request import RunRequest
    from ucap.flows.run.round import OnProgress
    from ucap.flows.run.summary import RunSummary

_LISTED = 50
_PROGRESS_LINES = 20


def ingest(
    raw: Annotated[Path | None, typer.Argument(help="Folder of the documents.", show_default="raw, or as set")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for the versions.", show_default="output, or as set")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Documents read at the same time.", show_default="one a processor")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Read everything again though nothing changed.")] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="End with 3 if anything is quarantined, wrong, or a correction that does not fit."),
    ] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Hash every file, though its size and times are as before.")] = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="While another run writes to the output: wait, or end with 1.")
    ] = True,
    accept_drop: Annotated[
        list[str] | None,
        typer.Option(help="Publish though this fell, as named by the run that refused it; `all` for everything. Repeatable."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Of what did not change, read just these again: path, file name (with * and ?) or ucap_id. Repeatable.",
        ),
    ] = None,
    prefect: Annotated[bool, typer.Option("--prefect", help="Do it as a Prefect flow run.")] = False,
) -> None:
    """Read the documents in RAW and publish them as a version of the tables.

    Ends with 0 when the run completed whatever it found, 1 when the run itself failed, 2 for wrong usage, 3 as --strict says.
    """
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True, emoji=False)
    with explain_errors():
        from ucap.flows.run.request import RunRequest

        settings = load_settings(workers)
        request = RunRequest(
            raw=raw or settings.raw_folder,
            output=output or settings.output_folder,
            force=force,
            verify=verify,
            wait=wait,
            accept_drop=_check_names(accept_drop or []),
            patterns=tuple(only or ()),
        )
        if prefect:
            from ucap.flows.prefect_flows.ingest import run_flow

            summary = run_flow(request, settings)
        else:
            summary = run_here(request, settings, console, trigger="command")
    print_summary(console, summary, request)
    if strict and not summary.is_clean:
        raise typer.Exit(NOT_CLEAN)


def run_here(request: "RunRequest", settings: "Settings", console: "Console", *, trigger: str) -> "RunSummary":
    """Make a run without Prefect, with its progress on the terminal and its line in the run log."""
    from ucap.flows.run.ingest import run_ingest
    from ucap.flows.run.run_log import log_run

    with log_run(request.output, trigger) as entry, show_progress(console) as on_progress:
        entry.summary = run_ingest(request, settings, on_progress=on_progress, notify=_notify)
    return entry.summary


def _check_names(names: list[str]) -> tuple[str, ...]:
    """Return the names of assertions; ends the command where one is unknown."""
    if names:
        from ucap.publishing.assertions import explain_unknown_names

        if unknown := explain_unknown_names(names):
            raise typer.BadParameter(unknown, param_hint="--accept-drop")
    return tuple(names)


def _notify(message: str) -> None:
    typer.echo(make_printable(message), err=True)


@contextmanager
def show_progress(console: "Console") -> Iterator["OnProgress"]:
    """Yield what reports progress: a bar on a terminal, otherwise a line each twentieth of the way."""
    if not console.is_terminal:
        yield _report_in_lines
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, name="")

        def advance(done: int, total: int, source_path: str, status: str) -> None:
            progress.update(task, completed=done, total=total, name=make_printable(source_path))

        yield advance


def _report_in_lines(done: int, total: int, source_path: str, status: str) -> None:
    step = max(1, -(-total // _PROGRESS_LINES))
    if done % step == 0 or done == total:
        what = "quarantined" if status == "quarantined" else "read"
        typer.echo(f"[{done}/{total}] {what} {make_printable(source_path)}")


def print_summary(console: "Console", summary: "RunSummary", request: "RunRequest") -> None:
    """Print what a run came to: counts, what is not published and why, and the version."""
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for status in ("published", "published_with_issues", "superseded", "quarantined"):
        table.add_row(status.replace("_", " "), f"{summary.documents.get(status, 0):,}")
    table.add_section()
    table.add_row("read", f"{summary.read:,}")
    table.add_row("carried over", f"{summary.carried_over:,}")
    if summary.corrections:
        table.add_section()
        for fate, count in sorted(summary.corrections.items()):
            table.add_row(f"corrections {fate}", f"{count:,}")
    table.add_section()
    for name, count in summary.row_counts.items():
        table.add_row(f"rows of {name}", f"{count:,}")
    console.print(table)
    for heading, entries in (("Superseded", summary.superseded), ("Quarantined", summary.quarantined)):
        _print_reasons(console.print, heading, entries, "documents")
    faulty = "Faulty corrections, not applied (correct the file; `ucap corrections` checks it)"
    _print_reasons(console.print, faulty, summary.faulty, "corrections")
    if not summary.row_counts.get("ucaps"):
        console.print(f"No U-CAP was found in {make_printable(str(request.raw))}.", markup=False)
    console.print(_describe_outcome(summary, request.output), markup=False)


def _print_reasons(write: Callable[..., None], heading: str, entries: tuple[tuple[str, str], ...], table: str) -> None:
    if entries:
        write(f"{heading}:", markup=False)
    for source_path, reason in entries[:_LISTED]:
        write(f"  {make_printable(source_path)}: {make_printable(reason)}", markup=False)
    if len(entries) > _LISTED:
        write(f"  and {len(entries) - _LISTED:,} more, all in the table {table}")


def _describe_outcome(summary: "RunSummary", output: Path) -> str:
    where, seconds = make_printable(str(output)), f"{summary.seconds:.1f} s"
    if summary.unchanged:
        return f"Nothing changed since version {summary.version} in {where}: nothing was read or written ({seconds})."
    if summary.switched and not summary.written:
        place = f"in the place of {summary.before}" if summary.before else "though none was"
        again = f"Version {summary.version} in {where} is the latest again, {place}"
        return f"{again}: it says what the raw folder says now and was there already, so nothing was written ({seconds})."
    if not summary.written:
        return f"Version {summary.version} in {where} says the same already: nothing was written ({seconds})."
    return f"Published version {summary.version} in {where} ({seconds})."
