"""`ucap ingest`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ucap.flows.commands.common import (
    INTERRUPTED,
    CrossCheckOption,
    OutputOption,
    ReaderOption,
    explain_errors,
    fail,
    load_settings,
    name_reader,
)
from ucap.flows.commands.outcome import end_run, print_outcome
from ucap.flows.commands.progress import print_notice, show_progress
from ucap.schemas.wording import render_count

if TYPE_CHECKING:
    from ucap.flows.basics.settings import Settings
    from ucap.flows.run.request import RunRequest
    from ucap.flows.run.summary import RunSummary
    from ucap.publishing.storage.location import Location


def ingest(
    raw: Annotated[
        Path | None, typer.Argument(metavar="RAW", help="Folder or URL of the documents.", show_default="raw, or as set")
    ] = None,
    output: OutputOption = None,
    workers: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", min=1, help="Documents read at the same time.", show_default="one for each processor"),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Read on a Dask cluster: `local`, or a scheduler such as tcp://host:8786.",
            show_default="none, or as set",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Read every document again, also where nothing changed.")] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="End with 3 if a document is quarantined, a finding an error, or a correction not applied."
        ),
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare the content of every file, also where its size and times are as before.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait/--no-wait", help="While another run writes to the output: wait, or end with 1.")
    ] = True,
    accept_drop: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Publish although NAME fell; the run that was refused says the name; `all` for everything. Repeatable.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Of what did not change, read only these documents again: path, name (with * and ?) or ucap_id. Repeatable.",
        ),
    ] = None,
    reader: ReaderOption = None,
    cross_check: CrossCheckOption = None,
    counts: Annotated[bool, typer.Option("--counts", help="At the end, also print the number of rows of each table.")] = False,
    prefect: Annotated[bool, typer.Option("--prefect", help="Do it as a Prefect flow run.")] = False,
) -> None:
    """Read the documents in RAW and publish them as a version of the tables.

    Ends with:
    0: the run published U-CAPs, or nothing changed
    1: it failed, was refused, or found no U-CAP at all
    2: wrong usage
    3: with --strict, something needs a look
    130: it was interrupted
    """
    if prefect and cluster is not None:
        raise typer.BadParameter("with --prefect, name the cluster as a setting (UCAP_CLUSTER)", param_hint="--cluster")
    with explain_errors():
        settings = load_settings(workers, cluster)
        from ucap.publishing.storage.location import locate

        places = locate(raw or settings.raw_folder), locate(output or settings.output_folder)
        if not settings.cluster:
            _start_reading_early(*places, force=force)
        from ucap.flows.run.request import RunRequest, check_request

        request = RunRequest(
            raw=places[0],
            output=places[1],
            force=force,
            verify=verify,
            wait=wait,
            accept_drop=_check_names(accept_drop or []),
            patterns=tuple(only or ()),
            reader=name_reader(reader),
            cross_check=cross_check,
        )
        check_request(request)
        summary = _run_flow(request, settings) if prefect else run_here(request, settings, trigger="command")
    print_outcome(summary, request, counts=counts)
    end_run(summary, request, strict=strict)


def _start_reading_early(raw: "Location", output: "Location", *, force: bool) -> None:
    """Where documents will surely be read, let what reading needs be loaded while this process loads the rest."""
    from ucap.flows.pool.server import start_server
    from ucap.flows.sources.digests import MEMORY_NAME, DigestMemory
    from ucap.flows.sources.discovery import has_news

    if not (isinstance(raw, Path) and isinstance(output, Path)):
        return  # to know costs as much as to begin
    if has_news(raw, DigestMemory(output / MEMORY_NAME, verify=force)):
        start_server()


def run_here(request: "RunRequest", settings: "Settings", *, trigger: str) -> "RunSummary":
    """Make a run without Prefect, with its progress on the terminal and its line in the run log.

    The request must have been checked: a refused run leaves no line, as its output folder may be the wrong one.
    """
    from rich.console import Console

    from ucap.flows.cluster.reading import choose_reader
    from ucap.flows.run.ingest import run_ingest
    from ucap.flows.run.round import Stages
    from ucap.flows.run.run_log import log_run

    console = Console(highlight=False, soft_wrap=True, emoji=False)
    with (
        explain_interruption(request, settings),
        log_run(request.output, trigger) as entry,
        show_progress(console) as on_progress,
    ):
        entry.summary = run_ingest(
            request, settings, on_progress=on_progress, notify=print_notice, stages=Stages(read=choose_reader(settings))
        )
    return entry.summary


@contextmanager
def explain_interruption(request: "RunRequest", settings: "Settings") -> Iterator[None]:
    """End the command where Ctrl-C or the like interrupts it, and say what is kept and how to continue."""
    try:
        yield
    except KeyboardInterrupt:
        from ucap.flows.run.memory import ReadingMemory
        from ucap.publishing.latest import find_latest

        latest, kept = find_latest(request.output), ReadingMemory(request.output).count()
        state = f"Readers still see version {latest}." if latest else "Nothing was published yet."
        lasting = f" What was read so far ({render_count(kept, 'document')}) is kept." if kept else ""
        fail(f"Interrupted. {state}{lasting} Run the same command again to continue.", INTERRUPTED)


def _run_flow(request: "RunRequest", settings: "Settings") -> "RunSummary":
    print_notice("Starting Prefect: this takes some seconds, and in a folder where it never ran, half a minute.")
    from ucap.flows.prefect_flows.ingest import run_flow

    with explain_interruption(request, settings):
        return run_flow(request, settings)


def _check_names(names: list[str]) -> tuple[str, ...]:
    """Return the names of assertions; ends the command where one is unknown."""
    if names:
        from ucap.publishing.assertions import explain_unknown_names

        if unknown := explain_unknown_names(names):
            raise typer.BadParameter(unknown, param_hint="--accept-drop")
    return tuple(names)
