"""`ucap export`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ucap.flows.basics.printing import make_printable, render_size
from ucap.flows.commands.common import OutputOption, explain_errors, find_output


class ExportTo(StrEnum):
    """The formats of `--to`."""

    duckdb = "duckdb"
    csv = "csv"
    xlsx = "xlsx"
    graphml = "graphml"


def export(
    to: Annotated[
        ExportTo,
        typer.Option("--to", help="One DuckDB file, a folder of CSV files, an Excel workbook, or a graph."),
    ],
    version: Annotated[str, typer.Argument(help="Name of the version, or enough of its beginning.")] = "latest",
    target: Annotated[
        Path | None, typer.Option("--target", help="File or folder to write.", show_default="ucap-<version>.<format> here")
    ] = None,
    output: OutputOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
) -> None:
    """Write VERSION as a workbook, CSV files, a DuckDB file or a graph (docs/consume.md says what is in each)."""
    with explain_errors():
        from ucap.publishing.exports.export import export_version
        from ucap.publishing.history import resolve_version

        place = find_output(output)
        name = resolve_version(place, version)
        target = target or Path(f"ucap-{name}-csv" if to is ExportTo.csv else f"ucap-{name}.{to.value}")
        done = export_version(place, name, to.value, target, force=force)
    for note in done.notes:
        typer.echo(f"Note: {note}")
    files = list(done.path.iterdir()) if done.path.is_dir() else [done.path]
    size = render_size(sum(path.stat().st_size for path in files))
    typer.echo(f"Exported version {name} to {make_printable(str(done.path))} ({size}).")
