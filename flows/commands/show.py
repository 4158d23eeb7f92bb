"""`ucap show`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import FAILED, JsonOption, OutputOption, explain_errors, load_settings
from ucap.flows.commands.listing import find_room

if TYPE_CHECKING:
    from ucap.review.queries.document import DocumentPage
    from ucap.review.queries.opened import OpenedVersion


def show(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="ucap_id, path, file name, city, or a part that only one has."),
    ],
    output: OutputOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the published values of one U-CAP, with the findings beside them.

    Values of one kind stand together, such as the days that a date means, how precise it is and what is printed; --json has
    each column under its name. Ends with 1 where there is no version, no such U-CAP, or it is not published.
    """
    with explain_errors():
        from ucap.flows.run.naming import find_document
        from ucap.publishing.status import require_manifest
        from ucap.publishing.storage.location import require_folder
        from ucap.review.queries.document import find_document as find_row
        from ucap.review.queries.document import read_document_page
        from ucap.review.queries.opened import open_version

        folder = require_folder(output or load_settings(None).output_folder, "this command and the pages of `ucap review`")
        require_manifest(folder)
        source_path = find_document(folder, name)
        opened = open_version(folder)
        document = find_row(opened, source_path)
        assert document, "the version has just named it"
        page = read_document_page(opened, document)
        if as_json:
            typer.echo(_render_json(opened, page))
        else:
            _print_values(page)
    if not page.groups:
        raise typer.Exit(FAILED)


def _print_values(page: "DocumentPage") -> None:
    from rich.console import Console
    from rich.text import Text

    from ucap.flows.commands.values import render_values

    console = Console(highlight=False, soft_wrap=True, emoji=False)
    for line in render_values(page, find_room()):
        console.print(Text(line.text, line.style))
    name = page.document["ucap_id"] if page.groups else page.document["source_path"]
    hint = f"`ucap issues {name}` lists the findings, `ucap review` shows the values beside the document."
    typer.echo(f"\n{make_printable(hint)}")


def _render_json(opened: "OpenedVersion", page: "DocumentPage") -> str:
    from ucap.review.queries.document import read_rows

    content = {"version": opened.name, "document": page.document, **read_rows(opened, page.document)}
    return json.dumps(content, ensure_ascii=True, indent=2, default=str)
