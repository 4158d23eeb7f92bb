"""The `ucap` command.

Whatever is heavy is imported by the command that needs it, so that `ucap --help` answers at once.
"""

import sys
from typing import Annotated

import typer

from flows.commands.corrections import correct, corrections, rerun
from flows.commands.diff import diff
from flows.commands.entities import entities
from flows.commands.export import export
from flows.commands.ingest import ingest
from flows.commands.inspect import inspect
from flows.commands.issues import issues
from flows.commands.status import status
from flows.commands.up import up
from flows.commands.versions import prune, rollback, versions

app = typer.Typer(
    help="Turn U-CAP summaries (PDF or text) into validated Parquet tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    ingest, inspect, entities, issues, status, correct, corrections, rerun, versions, diff, rollback, prune, export, up,
):  # fmt: skip
    app.command()(command)


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        # A file name must not end the run where the terminal's encoding lacks one of its characters.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        from extractors.version import extractor_version

        typer.echo(f"ucap {extractor_version()}")
        raise typer.Exit


@app.callback()
def ucap(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Turn U-CAP summaries (PDF or text) into validated Parquet tables."""
