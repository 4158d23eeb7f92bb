"""How far a run is: a bar on a terminal, otherwise some lines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from ucap.flows.basics.printing import make_printable
from ucap.schemas.wording import choose_word, render_count

if TYPE_CHECKING:
    from rich.console import Console

    from ucap.flows.run.round import OnProgress

_PROGRESS_LINES = 20
_LEAST_MEASURED_SECONDS = 2.0
"""Seconds of reading from which the time that is left is estimated."""


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
    known = 0
    first: tuple[float, int] | None = None

    def report(done: int, total: int, source_path: str, status: str) -> None:
        nonlocal known, first
        if not source_path:
            known, first = done, None
            remembered = f"; {known:,} {choose_word(known, 'was', 'were')} read by an earlier run" if known else ""
            typer.echo(f"Reading {render_count(total - done, 'document')}{remembered}.")
            return
        if done > known and first is None:
            # Until here processes started and loaded what reading needs, which took most of the time of a short run.
            first = time.monotonic(), done
        step = max(1, -(-total // _PROGRESS_LINES))
        if first is not None and (done % step == 0 or done == total):
            what = "quarantined" if status == "quarantined" else "read"
            left = _estimate_rest(time.monotonic() - first[0], done - first[1], total - done)
            typer.echo(f"[{done}/{total}] {what} {make_printable(source_path)}{left}")

    return report


def _estimate_rest(seconds: float, done: int, left: int) -> str:
    """Return about how long the rest takes, as the end of a line; `done` were read in `seconds`, since the first was there.

    >>> _estimate_rest(10, 5, 100)
    ' (about 3 minutes left)'
    >>> _estimate_rest(1, 1, 100), _estimate_rest(3, 6, 1)
    ('', ' (about 1 second left)')
    """
    if not left or not done or seconds < _LEAST_MEASURED_SECONDS:
        return ""
    rest = seconds / done * left
    unit, size = ("hour", 3600) if rest >= 7200 else ("minute", 60) if rest >= 120 else ("second", 1)
    return f" (about {render_count(max(1, round(rest / size)), unit)} left)"


def print_notice(message: str) -> None:
    """Print a sentence about the run itself on standard error."""
    typer.echo(make_printable(message), err=True)
