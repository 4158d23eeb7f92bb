"""The `ucap` command. Whatever is heavy is imported by the command that needs it, so that `ucap --help` answers at once."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from flows.printing import make_printable

if TYPE_CHECKING:
    from rich.console import Console

    from extractors.form import Form
    from flows.ingest import OnProgress, RunSummary
    from flows.settings import Settings

FAILED, NOT_CLEAN, INTERRUPTED = 1, 3, 130
"""Exit statuses: the run failed; `--strict` and something is quarantined or wrong; Ctrl-C. 2 is wrong usage."""

_LISTED = 50
_PROGRESS_LINES = 20

app = typer.Typer(
    help="Turn U-CAP summaries (PDF or text) into validated Parquet tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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


@app.command()
def ingest(
    raw: Annotated[Path | None, typer.Argument(help="Folder of the documents.", show_default="raw, or as set")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for the versions.", show_default="output, or as set")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Documents read at the same time.", show_default="one a processor")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Read everything again though nothing changed.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 3 if a document is quarantined or has an error.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait while another run writes to the output.")] = False,
    prefect: Annotated[bool, typer.Option("--prefect", help="Do it as a Prefect flow run.")] = False,
) -> None:
    """Read the documents in RAW and publish them as a version of the tables.

    Ends with 0 when the run completed whatever it found, 1 when the run itself failed, 2 for wrong usage, 3 as --strict says.
    """
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    with _explain_errors():
        settings = _load_settings(workers)
        raw, output = raw or settings.raw_folder, output or settings.output_folder
        if prefect:
            from flows.prefect_flow import run_flow

            summary = run_flow(raw, output, settings=settings, force=force)
        else:
            from flows.ingest import run_ingest

            with _show_progress(console) as on_progress:
                summary = run_ingest(raw, output, settings=settings, force=force, wait=wait, on_progress=on_progress)
    _print_summary(console, summary, raw, output)
    if strict and not summary.is_clean:
        raise typer.Exit(NOT_CLEAN)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A PDF or text file.")],
    png: Annotated[
        Path | None, typer.Option(help="Folder for a picture of each page of a PDF, with what was read drawn on it.")
    ] = None,
) -> None:
    """Show how a document was read: the form as a tree, with the page or the characters of each part.

    Ends with 1 where the file cannot be read as a form.
    """
    from extractors.extract import detect_format, read_source
    from extractors.readers.page import UnreadableDocument
    from review.outline import outline_form

    with _explain_errors():
        try:
            data = file.read_bytes()
            form = read_source(data).form
        except OSError as error:
            _fail(f"{file} cannot be read: {error.strerror}; name a PDF or text file.")
        except UnreadableDocument as error:
            _fail(f"{file} is no form: {error.reason}")
        for line in outline_form(form):
            typer.echo(make_printable(line))
        if not form.rows:
            _fail(f"{file} has no row whose label is known, so it is no U-CAP.")
        if png is not None and detect_format(data) != "pdf":
            _fail(f"{file} is a text file and has no pages to draw.")
        if png is not None:
            _draw_pages(data, form, png, file.stem)


def _draw_pages(data: bytes, form: "Form", folder: Path, stem: str) -> None:
    from review.pictures import draw_form

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(draw_form(data, form), start=1):
            picture.save(folder / f"{stem}-{number}.png")
            typer.echo(f"Drew {make_printable(str(folder / f'{stem}-{number}.png'))}")
    except OSError as error:
        _fail(f"The pictures cannot be written to {folder}: {error.strerror}; name another folder.")


def _load_settings(workers: int | None) -> "Settings":
    from flows.settings import Settings

    return Settings() if workers is None else Settings(workers=workers)


@contextmanager
def _explain_errors() -> Iterator[None]:
    """Turn what ends a run into one sentence on standard error and the exit status."""
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

    from flows.errors import RunError
    from publishing.errors import DatasetError, OutputError

    # A supervisor's stop ends a run as Ctrl-C does: reading processes are ended too, and nothing is half-written.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        _fail("Interrupted: readers of the output see the last complete version.", INTERRUPTED)
    except (RunError, OutputError, DatasetError) as error:
        _fail(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        _fail(f"The setting {key} cannot be {first['input']!r}: {first['msg']} (see UCAP_{key.upper()}, .env and ucap.toml).")
    except TOMLDecodeError as error:
        _fail(f"ucap.toml is no valid TOML: {error}.")


def _fail(message: str, status: int = FAILED) -> NoReturn:
    typer.echo("\n".join(make_printable(line) for line in message.splitlines()), err=True)
    raise typer.Exit(status)


@contextmanager
def _show_progress(console: "Console") -> Iterator["OnProgress"]:
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


def _print_summary(console: "Console", summary: "RunSummary", raw: Path, output: Path) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for status in ("published", "published_with_issues", "superseded", "quarantined"):
        table.add_row(status.replace("_", " "), f"{summary.documents.get(status, 0):,}")
    table.add_section()
    for name, count in summary.row_counts.items():
        table.add_row(f"rows of {name}", f"{count:,}")
    console.print(table)
    for heading, entries in (("Superseded", summary.superseded), ("Quarantined", summary.quarantined)):
        _print_reasons(console.print, heading, entries)
    if not summary.row_counts.get("ucaps"):
        console.print(f"No U-CAP was found in {make_printable(str(raw))}.", markup=False)
    console.print(_describe_outcome(summary, output), markup=False)


def _print_reasons(write: Callable[..., None], heading: str, entries: tuple[tuple[str, str], ...]) -> None:
    if entries:
        write(f"{heading}:")
    for source_path, reason in entries[:_LISTED]:
        write(f"  {make_printable(source_path)}: {make_printable(reason)}", markup=False)
    if len(entries) > _LISTED:
        write(f"  and {len(entries) - _LISTED:,} more, all in the table documents")


def _describe_outcome(summary: "RunSummary", output: Path) -> str:
    where, seconds = make_printable(str(output)), f"{summary.seconds:.1f} s"
    if summary.unchanged:
        return f"Nothing changed since version {summary.version} in {where}: nothing was read or written ({seconds})."
    if not summary.written:
        return f"Version {summary.version} in {where} says the same already: nothing was written ({seconds})."
    return f"Published version {summary.version} in {where} ({seconds})."
