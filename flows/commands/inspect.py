"""`ucap inspect`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import (
    ReaderOption,
    describe_finding,
    explain_errors,
    explain_unread,
    fail,
    load_settings,
    name_reader,
)
from ucap.schemas.wording import render_count

if TYPE_CHECKING:
    from ucap.extractors.form import Form
    from ucap.extractors.options import ReadingOptions
    from ucap.schemas.records import Evidence


def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, Word document (.docx) or text file.")],
    png: Annotated[
        Path | None, typer.Option(help="Folder for a picture of each page of a PDF, with what was read drawn on it.")
    ] = None,
    reader: ReaderOption = None,
    values: Annotated[bool, typer.Option("--values", help="List the values too, with the place of each.")] = False,
) -> None:
    """Show how a document was read: the form as a tree, with the page or the characters of each part, and the findings.

    Ends with 1 where the file cannot be read as a U-CAP.
    """
    from ucap.extractors.extract import document_id_of, read_form, read_source
    from ucap.extractors.page import UnreadableDocument
    from ucap.flows.pool.capture import capture_messages
    from ucap.review.outline import outline_form, outline_values

    with explain_errors():
        try:
            data = file.read_bytes()
            options = load_settings(None).reading_options
            options = replace(options, reader=name_reader(reader) or options.reader)
            data = _open_cover(data, file.name, options)
            with capture_messages() as messages:
                source = read_source(data, options)
        except OSError as error:
            fail(explain_unread(file, error))
        except UnreadableDocument as error:
            fail(f"{file} cannot be read: {error.sentence}")
        form = source.form
        for line in outline_form(form):
            typer.echo(make_printable(line))
        if messages.count:
            said = "; ".join(messages.examples)
            typer.echo(
                make_printable(f"The libraries that read it warned {render_count(messages.count, 'time')}, such as: {said}"),
                err=True,
            )
        if not form.rows:
            fail(f"{file} is not a U-CAP summary that can be read: none of its rows has a known label.")
        if png is not None and source.format != "pdf":
            fail(f"{file} is not a PDF, so it has no pages to draw: leave --png out.")
        try:
            reading = read_form(source, document_id_of(data), file.name, len(data), options)
        except UnreadableDocument as error:
            if png is not None:
                _draw_pages(data, form, (), png, file.stem)
            fail(f"{file} gives no values: {error.sentence}")
        evidence = reading.ucap.evidence if reading.ucap else ()
        if values:
            for line in outline_values(evidence):
                typer.echo(make_printable(line))
        if png is not None:
            _draw_pages(data, form, evidence, png, file.stem)
        typer.echo(f"\nFindings: {len(reading.issues) or 'none'}")
        for issue in reading.issues:
            typer.echo(describe_finding(issue.severity, issue.code, issue.message, issue.section, issue.page))


def _open_cover(data: bytes, name: str, options: "ReadingOptions") -> bytes:
    """Return the bytes of the summary that is attached to a cover, or those given where there is none."""
    from ucap.extractors.extract import read_document
    from ucap.extractors.readers.formats import detect_format
    from ucap.extractors.readers.pdf import list_attached
    from ucap.extractors.readers.pdfium_attachments import open_attached
    from ucap.schemas.records import name_source

    if detect_format(data) != "pdf" or not list_attached(data):
        return data
    document = read_document(data, name, options).document
    if (document.reason or "").startswith("attachment:"):
        fail(f"{name} cannot be read: {document.reason}")
    if document.attachment is None:
        return data
    typer.echo(make_printable(f"Reading {name_source(name, document.attachment)}"))
    return open_attached(data, document.attachment)


def _draw_pages(data: bytes, form: "Form", evidence: "Sequence[Evidence]", folder: Path, stem: str) -> None:
    from ucap.review.pictures import draw_form

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(draw_form(data, form, evidence), start=1):
            picture.save(folder / f"{stem}-{number}.png")
            typer.echo(f"Drew {make_printable(str(folder / f'{stem}-{number}.png'))}")
    except OSError as error:
        fail(f"The pictures cannot be written to {folder}: {error.strerror}; name another folder.")
