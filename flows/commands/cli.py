"""The `ucap` command.

Whatever is heavy is imported by the command that needs it, so that `ucap --help` answers at once.
"""

import gc
import shutil
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from ucap.flows.basics.footprint import leave_out_pandas, return_freed_memory
from ucap.flows.commands.corrections import correct, corrections, rerun
from ucap.flows.commands.diff import diff
from ucap.flows.commands.entities import entities
from ucap.flows.commands.export import export
from ucap.flows.commands.ingest import ingest
from ucap.flows.commands.inspect import inspect
from ucap.flows.commands.issues import issues
from ucap.flows.commands.list_documents import list_documents
from ucap.flows.commands.path import path
from ucap.flows.commands.report import report
from ucap.flows.commands.review import review
from ucap.flows.commands.show import show
from ucap.flows.commands.status import status
from ucap.flows.commands.up import up
from ucap.flows.commands.versions import prune, rollback, versions

_NARROW = 80
"""Columns below which Rich cuts `--accept-drop` in its table of options; seen at 60, with Typer's default columns."""


class PlainCommand(TyperCommand):
    """A command whose help shows no type at switches: they take no value."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, the switches among them without a type."""
        return _hide_types(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; what is wrong with a value is said in plain words, not in those of the library that checks it."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            if faults := getattr(error.__cause__, "errors", None):
                from ucap.schemas.wording import explain_invalid

                fault = faults()[0]
                said = explain_invalid(fault)
                # A choice is named in what is said.
                error.message = said if fault["type"] == "value_error" else f"{said}, not {fault['input']!r}"
            raise

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page; in a narrow terminal as plain lines, because Rich cuts the names of options there."""
        if shutil.get_terminal_size().columns < _NARROW:
            self.rich_markup_mode = None
            paragraphs = (self.help or "").split("\n\n")
            # A list of exit statuses keeps its lines.
            self.help = "\n\n".join(f"\b\n{text}" if ":\n" in text else text for text in paragraphs)
        super().format_help(ctx, formatter)


class PlainGroup(TyperGroup):
    """The same for the command itself."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, the switches among them without a type."""
        return _hide_types(super().get_params(ctx))


def _hide_types(params: list[Any]) -> list[Any]:
    for param in params:
        if getattr(param, "is_flag", False):
            param.metavar = ""
    return params


app = typer.Typer(
    cls=PlainGroup,
    help="Turn U-CAP summaries (PDF, Word or text) into validated Parquet tables.",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
)
_PANELS = {
    "Read and publish": (ingest, rerun, up),
    "Look at what was published": (status, list_documents, show, issues, path, report, export),
    "Look at one document": (inspect, entities),
    "Correct": (review, correct, corrections),
    "Versions": (versions, diff, rollback, prune),
}
for panel, commands in _PANELS.items():
    for command in commands:
        app.command(
            "list" if command is list_documents else None,
            cls=PlainCommand,
            rich_help_panel=panel,
            # A value can begin with a minus, as longitudes west of Greenwich do.
            context_settings={"ignore_unknown_options": command is correct},
        )(command)


def main() -> None:
    """Run the command."""
    # Commands are short and make many objects that stay, such as gazetteers: looking for rubbish after each 700 new objects, as
    # Python does, finds none and took a fifth of the time of `ucap rerun`.
    gc.set_threshold(100_000, 50, 100)
    return_freed_memory()
    leave_out_pandas()
    for stream in (sys.stdout, sys.stderr):
        # A file name must not end the run where the terminal's encoding lacks one of its characters.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        from ucap.extractors.version import extractor_version

        typer.echo(f"ucap {extractor_version()}")
        raise typer.Exit


@app.callback()
def ucap(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Turn U-CAP summaries (PDF, Word or text) into validated Parquet tables."""
