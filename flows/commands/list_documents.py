"""`ucap list`."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import (
    CodeOption,
    DocumentArgument,
    JsonOption,
    OutputOption,
    SeverityOption,
    check_codes,
    explain_errors,
    fail,
    find_output,
)
from ucap.flows.commands.listing import Column, print_rows

if TYPE_CHECKING:
    from ucap.publishing.list_documents import DocumentEntry

_COLUMNS = (Column("document"), Column("status"), Column("U-CAP"), Column("findings"))
_PLURALS = {"error": "errors", "warning": "warnings", "info": "notes"}


class _Status(StrEnum):
    """Statuses as the command line takes them."""

    published = "published"
    published_with_issues = "published_with_issues"
    superseded = "superseded"
    quarantined = "quarantined"


def list_documents(
    document: DocumentArgument = None,
    status: Annotated[list[_Status] | None, typer.Option(help="Only documents of this status. Repeatable.")] = None,
    severity: SeverityOption = None,
    code: CodeOption = None,
    needs_look: Annotated[
        bool,
        typer.Option(
            "--needs-look",
            help="Only documents that are quarantined, or have an error, a warning or a note that a value may be wrong "
            "(docs/issues.md says which do).",
        ),
    ] = False,
    output: OutputOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the documents of the latest version: status, U-CAP, findings, and the reason where one is not published.

    Ends with 0 whether or not there are any, 1 where there is no version or no such document.
    """
    with explain_errors():
        from ucap.publishing.list_documents import list_documents as find

        check_codes(code)
        place = find_output(output)
        if document is not None and not find(place, document):
            fail(f"No document of the latest version in {place} is named {document}: `ucap list` shows all names.")
        severities = [item.value for item in severity or []]
        entries = find(place, document, statuses=status or [], severities=severities, codes=code or [])
        if needs_look:
            entries = [entry for entry in entries if entry.needs_look]
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in entries], ensure_ascii=True, indent=2))
    else:
        _print_entries(entries, needs_look=needs_look)


def _print_entries(entries: "list[DocumentEntry]", *, needs_look: bool) -> None:
    if entries:
        print_rows(_COLUMNS, [_render_entry(entry) for entry in entries])
    if reasons := [entry for entry in entries if entry.reason]:
        typer.echo("\nNot published, because:")
        for entry in reasons:
            typer.echo(make_printable(f"  {entry.source_path}: {entry.reason}"))
    total = f"{len(entries):,} document{'' if len(entries) == 1 else 's'}"
    command = f"ucap issues NAME{' --needs-look' if needs_look else ''}"
    typer.echo(f"\n{total}. `{command}` shows what was found in one." if entries else "No document of this kind.")


def _render_entry(entry: "DocumentEntry") -> list[str]:
    found = [f"{n:,} {_PLURALS[severity] if n > 1 else _PLURALS[severity][:-1]}" for severity, n in entry.findings.items()]
    return [entry.name, entry.status.replace("_", " "), entry.ucap_id or "", ", ".join(found)]
