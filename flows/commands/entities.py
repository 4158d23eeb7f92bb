"""`ucap entities`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import explain_errors, explain_unread, fail

if TYPE_CHECKING:
    from rich.text import Text

    from ucap.schemas.records import Entity
    from ucap.schemas.ucap import Ucap

_STYLES = {
    "CITY": "green", "COUNTRY": "green4", "REGION": "dark_sea_green4", "ORG": "cyan", "PROGRAMME": "magenta", "EVENT": "yellow",
    "FACILITY": "blue", "PERSON": "red", "DATE": "bright_black",
}  # fmt: skip


def entities(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, Word document (.docx) or text file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows of the table as JSON.")] = False,
) -> None:
    """Show the texts of a document with the entities found in them marked: coloured, or as [[Porto|CITY]] in a file or pipe.

    Ends with 1 where the file is not a U-CAP.
    """
    import json

    from rich.console import Console

    from ucap.extractors.extract import read_document

    with explain_errors():
        try:
            reading = read_document(file.read_bytes(), file.name)
        except OSError as error:
            fail(explain_unread(file, error))
        if reading.ucap is None:
            fail(f"{file} cannot be read: {(reading.document.reason or '').partition(': ')[2]}")
        if as_json:
            rows = [entity.model_dump(mode="json") for entity in reading.ucap.entities]
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        console = Console(highlight=False, soft_wrap=True)
        for section, text, found in _group_by_section(reading.ucap):
            console.print(f"\n{section}", style="bold", markup=False)
            if console.is_terminal:
                console.print(_colour_lines(text, found))
            else:
                typer.echo("\n".join(make_printable(line) for line in _mark(text, found).splitlines()))


def _group_by_section(ucap: "Ucap") -> Iterator[tuple[str, str, list["Entity"]]]:
    """Yield the sections in which entities are sought, each with its text and those found in it."""
    from ucap.extractors.fields.sections import RUNNING

    for name in RUNNING:
        found = [entity for entity in ucap.entities if entity.section == name]
        for section in ucap.sections:
            if section.section == name and section.text:
                here = [entity for entity in found if section.text[entity.start : entity.end] == entity.text]
                yield name, section.text, here


def _mark(text: str, found: list["Entity"]) -> str:
    from ucap.extractors.entities import Mention, mark_entities

    return mark_entities(text, (Mention(e.text, e.label, e.start, e.end, e.canonical, e.source) for e in found))


def _colour_lines(text: str, found: list["Entity"]) -> "Text":
    from rich.text import Text

    shown, last = Text(), 0
    for entity in found:
        shown.append(_make_lines_printable(text[last : entity.start]))
        shown.append(make_printable(entity.text), style=_STYLES[entity.label])
        shown.append(f" {entity.label}", style="dim")
        last = entity.end
    return shown.append(_make_lines_printable(text[last:]))


def _make_lines_printable(text: str) -> str:
    return "\n".join(make_printable(line) for line in text.split("\n"))
