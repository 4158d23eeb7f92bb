"""`ucap issues`."""

import json
from itertools import groupby
from typing import Annotated, Any

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import (
    CodeOption,
    DocumentArgument,
    JsonOption,
    OutputOption,
    SeverityOption,
    check_codes,
    describe_finding,
    explain_errors,
    fail,
    find_output,
)
from ucap.schemas.wording import render_count


def issues(
    document: DocumentArgument = None,
    severity: SeverityOption = None,
    code: CodeOption = None,
    needs_look: Annotated[
        bool,
        typer.Option("--needs-look", help="Only errors, warnings and notes that a value may be wrong (docs/issues.md)."),
    ] = False,
    output: OutputOption = None,
    limit: Annotated[int, typer.Option(min=0, help="Most findings that are printed as text; 0 for all.")] = 200,
    as_json: JsonOption = False,
) -> None:
    """List the findings in the latest version, the most serious first.

    Ends with 0 whether or not there are findings, 1 where there is no version or no such document, 2 for wrong usage.
    """
    with explain_errors():
        from ucap.publishing.find_issues import find_documents, find_issues
        from ucap.schemas.rules import LOOKED_AT

        check_codes(code)
        place = find_output(output)
        named = {} if document is None else find_documents(place, document)
        if document is not None and not named:
            fail(f"No document of the latest version in {place} is named {document}: `ucap list` shows all names.")
        paths = None if document is None else named.keys()
        found = find_issues(place, severities=[item.value for item in severity or []], codes=code or [], source_paths=paths)
        if needs_look:
            found = [row for row in found if row["code"] in LOOKED_AT]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=True, indent=2, default=str))
        return
    for path, reason in named.items():
        if reason:
            typer.echo(make_printable(f"{path} is not published: {reason}"))
    _print_issues(found, limit)


def _print_issues(found: list[dict[str, Any]], limit: int) -> None:
    shown = found[:limit] if limit else found
    for path, rows in groupby(shown, key=lambda row: row["source_path"]):
        typer.echo(make_printable(path))
        for row in rows:
            typer.echo(describe_finding(*(row[key] for key in ("severity", "code", "message", "section", "page"))))
    if len(shown) < len(found):
        typer.echo(f"and {len(found) - len(shown):,} more: --limit 0 shows all")
    documents = len({row["source_path"] for row in found})
    total = f"{render_count(len(found), 'finding')} in {render_count(documents, 'document')}"
    typer.echo(total if found else "Nothing of this kind was found.")
