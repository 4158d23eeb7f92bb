"""How far a run is: a bar on a terminal, otherwise some lines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from ucap.flows.basics.printing import make_printable

if TYPE_CHECKING:
    from rich.console import Console

    from ucap.flows.run.round import OnProgress

_PROGRESS_LINES = 20
_LEAST_MEASURED_SECONDS = 2.0
"""Seconds of reading from which the time that is left is estimated: the first documents wait for their processes to start."""


@contextmanager
def show_progress(console: "Console") -> Iterator["OnProgress"]:
    """Yield what reports progress, with an estimate of the time that is left."""
    if not console.is_terminal or console.is_dumb_terminal:
        typer.echo("Looking for new and changed documents.")
        yield _report_in_lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Looking for documents", total=None, name="")

        def advance(done: int, total: int, source_path: str, status: str) -> None:
            progress.update(task, description="Reading", completed=done, total=total, name=make_printable(source_path))

        yield advance


def _report_in_lines() -> "OnProgress":
    """Return what prints a line each twentieth of the way."""
    began, known = time.monotonic(), 0

    def report(done: int, total: int, source_path: str, status: str) -> None:
        nonlocal began, known
        if not source_path:
            began, known = time.monotonic(), done
            remembered = f"; {known:,} were read by an earlier run" if known else ""
            typer.echo(f"Reading {total - done:,} document{'' if total - done == 1 else 's'}{remembered}.")
            return
        step = max(1, -(-total // _PROGRESS_LINES))
        if done > known and (done % step == 0 or done == total):
            what = "quarantined" if status == "quarantined" else "read"
            left = _estimate_rest(time.monotonic() - began, done - known, total - done)
            typer.echo(f"[{done}/{total}] {what} {make_printable(source_path)}{left}")

    return report


def _estimate_rest(seconds: float, done: int, left: int) -> str:
    """Return about how long the rest takes, as the end of a line.

    >>> _estimate_rest(10, 5, 100)
    ' (about 3 minutes left)'
    >>> _estimate_rest(1, 1, 100)
    ''
    """
    if not left or seconds < _LEAST_MEASURED_SECONDS:
        return ""
    rest = seconds / done * left
    unit, size = ("hours", 3600) if rest >= 7200 else ("minutes", 60) if rest >= 120 else ("seconds", 1)
    return f" (about {rest / size:.0f} {unit} left)"


def print_notice(message: str) -> None:
    """Print a sentence about the run itself on standard error."""
    typer.echo(make_printable(message), err=True)
