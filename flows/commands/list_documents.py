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
from ucap.schemas.wording import choose_word, render_count, render_findings

if TYPE_CHECKING:
    from ucap.publishing.list_documents import DocumentEntry

_COLUMNS = (Column("document"), Column("status"), Column("U-CAP"), Column("findings"))
_LOOK_COLUMNS = (*_COLUMNS[:-1], Column("look at"))


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
        from ucap.publishing.list_documents import rank_entry

        check_codes(code)
        place = find_output(output)
        if document is not None and not find(place, document):
            fail(f"No document of the latest version in {place} is named {document}: `ucap list` shows all names.")
        severities = [item.value for item in severity or []]
        entries = find(place, document, statuses=status or [], severities=severities, codes=code or [])
        count = len(entries)
        if needs_look:
            entries = sorted((entry for entry in entries if entry.needs_look), key=rank_entry)
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in entries], ensure_ascii=True, indent=2))
    else:
        _print_entries(entries, needs_look=needs_look)
        typer.echo(f"\n{_describe_look(entries, count) if needs_look else _describe_all(entries)}")


def _print_entries(entries: "list[DocumentEntry]", *, needs_look: bool) -> None:
    if entries:
        columns = _LOOK_COLUMNS if needs_look else _COLUMNS
        print_rows(columns, [_render_entry(entry, needs_look=needs_look) for entry in entries])
    if reasons := [entry for entry in entries if entry.reason]:
        typer.echo("\nNot published, because:")
        for entry in reasons:
            typer.echo(make_printable(f"  {entry.source_path}: {entry.reason}"))


def _describe_all(entries: "list[DocumentEntry]") -> str:
    if not entries:
        return "No document of this kind."
    count = render_count(len(entries), "document")
    return f"{count}. `ucap show NAME` prints the published values of one, `ucap issues NAME` what was found in it."


def _describe_look(entries: "list[DocumentEntry]", count: int) -> str:
    if not entries:
        return f"None of {render_count(count, 'document')} needs a look." if count else "No document of this kind."
    refused = sum(entry.status == "quarantined" for entry in entries)
    graver = sum(entry.status != "quarantined" and not {"error", "warning"}.isdisjoint(entry.findings) for entry in entries)
    kinds = (
        (refused, "quarantined"),
        (graver, "with an error or a warning"),
        (len(entries) - refused - graver, "only because a note says that a value may be wrong"),
    )
    shares = ", ".join(f"{number:,} {kind}" for number, kind in kinds if number)
    need = choose_word(len(entries), "needs", "need")
    hint = "`ucap issues NAME --needs-look` shows where, `ucap show NAME` the values."
    return f"{len(entries):,} of {render_count(count, 'document')} {need} a look: {shares}. {hint}"


def _render_entry(entry: "DocumentEntry", *, needs_look: bool) -> list[str]:
    found = render_findings(entry.findings)
    if needs_look:
        found = ", ".join(code if number == 1 else f"{code} ({number:,})" for code, number in entry.look_at.items())
    return [entry.name, entry.status.replace("_", " "), entry.ucap_id or "", found]
