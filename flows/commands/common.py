"""What several commands need: options, settings, exit statuses, and errors as one sentence."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ucap.flows.basics.printing import make_printable

if TYPE_CHECKING:
    from ucap.flows.basics.settings import Settings
    from ucap.publishing.storage.location import Location
    from ucap.schemas.readers import PdfReader

FAILED, NOT_CLEAN, INTERRUPTED = 1, 3, 130
"""Exit statuses: the run failed; `--strict` and something is quarantined or wrong; Ctrl-C. 2 is wrong usage."""


OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Folder or URL of the versions.", show_default="output, or as set")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
DocumentArgument = Annotated[
    str | None,
    typer.Argument(metavar="DOC", help="Only this document: path, file name, ucap_id, document_id, a part of them, or a city."),
]


class Reader(StrEnum):
    """Libraries that read PDFs, as the command line takes them."""

    pdfium = "pdfium"
    pdfplumber = "pdfplumber"


ReaderOption = Annotated[
    Reader | None, typer.Option("--reader", help="Library that reads PDFs.", show_default="pdfium, or as set")
]
CrossCheckOption = Annotated[
    bool | None,
    typer.Option("--cross-check/--no-cross-check", help="Read PDFs with both libraries, and report what differs."),
]


def name_reader(reader: Reader | None) -> "PdfReader | None":
    """Return the name of a reader, None where none was asked for."""
    return None if reader is None else reader.value


def describe_finding(severity: str, code: str, message: str, section: str | None, page: int | None) -> str:
    """Return a finding as one line: severity, code, section and page where they are known, and what was found."""
    where = " ".join(filter(None, (section, f"p. {page}" if page else None)))
    return make_printable(f"  {severity:<7} {code}{f' ({where})' if where else ''}: {message}")


class Severity(StrEnum):
    """Severities as the command line takes them."""

    error = "error"
    warning = "warning"
    info = "info"


SeverityOption = Annotated[list[Severity] | None, typer.Option(help="Only findings of this severity. Repeatable.")]
CodeOption = Annotated[list[str] | None, typer.Option(help="Only findings of this code (docs/issues.md). Repeatable.")]


def check_codes(codes: Sequence[str] | None) -> None:
    """End the command where a code is unknown: it would find nothing."""
    from ucap.schemas.rules import RULES

    if unknown := [name for name in codes or [] if name not in RULES]:
        known = ", ".join(sorted(RULES))
        raise typer.BadParameter(f"{', '.join(unknown)} is not a code. The codes are {known}.", param_hint="--code")


def load_settings(workers: int | None, cluster: str | None = None) -> "Settings":
    """Return the settings, with `workers` and `cluster` from the command line where they are given."""
    from ucap.flows.basics.settings import Settings

    return Settings.with_workers(workers, cluster)


def find_output(output: Path | None) -> "Location":
    """Return where the versions are: as given, else as set."""
    from ucap.publishing.storage.location import locate

    return locate(output or load_settings(None).output_folder)


@contextmanager
def explain_errors() -> Iterator[None]:
    """Turn what ends a run into one sentence on standard error and the exit status."""
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError

    from ucap.flows.basics.errors import RunError
    from ucap.publishing.errors import DatasetError, OutputError, RejectedVersionError
    from ucap.schemas.wording import explain_invalid

    # A supervisor's stop, or closing the terminal, ends a run as Ctrl-C does: reading processes are ended too, and nothing is
    # half-written. Under nohup, SIGHUP is ignored, and is to be.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        fail("Interrupted: readers of the output see the last complete version, if there is one.", INTERRUPTED)
    except (RunError, OutputError, DatasetError, RejectedVersionError) as error:
        fail(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        needed = explain_invalid(first)
        fail(f"The setting {key} cannot be {first['input']!r}: {needed} (see UCAP_{key.upper()}, .env and ucap.toml).")
    except TOMLDecodeError as error:
        fail(f"ucap.toml is not valid TOML: {error}.")


def explain_unread(file: Path, error: OSError) -> str:
    """Return a sentence about a file that cannot be opened."""
    from ucap.publishing.storage.location import find_address

    if address := find_address(file):
        return f"{address} is a web address: download the document and name the file."
    if isinstance(error, IsADirectoryError):
        return f"{file} is a folder: name one file in it, or read all of them with `ucap ingest {file}`."
    if isinstance(error, FileNotFoundError):
        return f"There is no file {file}: name a PDF, Word document (.docx) or text file."
    return f"{file} cannot be read: {error.strerror}; name a PDF, Word document (.docx) or text file."


def fail(message: str, status: int = FAILED) -> NoReturn:
    """End the command with a message on standard error."""
    typer.echo("\n".join(make_printable(line) for line in message.splitlines()), err=True)
    raise typer.Exit(status)
