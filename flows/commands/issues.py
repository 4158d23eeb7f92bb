"""`ucap issues`."""

import json
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Any

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import OutputOption, explain_errors, fail, load_settings


class _Severity(StrEnum):
    """Severities as the command line takes them."""

    error = "error"
    warning = "warning"
    info = "info"


def issues(
    document: Annotated[
        str | None,
        typer.Argument(metavar="DOC", help="Only this document: path, file name, ucap_id, document_id, or a part of them."),
    ] = None,
    severity: Annotated[list[_Severity] | None, typer.Option(help="Only findings of this severity. Repeatable.")] = None,
    code: Annotated[list[str] | None, typer.Option(help="Only findings of this code (docs/issues.md). Repeatable.")] = None,
    output: OutputOption = None,
    limit: Annotated[int, typer.Option(min=0, help="Most findings that are printed as text; 0 for all.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of them as one JSON list.")] = False,
) -> None:
    """List what was found wrong or noteworthy in the latest version, the gravest first.

    Ends with 0 whether or not there are findings, 1 where there is no version or no such document, 2 for wrong usage.
    """
    with explain_errors():
        from ucap.publishing.find_issues import find_documents, find_issues
        from ucap.schemas.rules import RULES

        if unknown := [name for name in code or [] if name not in RULES]:
            known = ", ".join(sorted(RULES))
            raise typer.BadParameter(f"{', '.join(unknown)} is no code. The codes are {known}.", param_hint="--code")
        output = output or load_settings(None).output_folder
        named = {} if document is None else find_documents(output, document)
        if document is not None and not named:
            fail(f"No document of the latest version in {output} is named {document}: its table documents lists them.")
        paths = None if document is None else named.keys()
        found = find_issues(output, severities=[item.value for item in severity or []], codes=code or [], source_paths=paths)
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
            where = " ".join(filter(None, (row["section"], f"p. {row['page']}" if row["page"] else None)))
            place = f" ({where})" if where else ""
            typer.echo(make_printable(f"  {row['severity']:<7} {row['code']}{place}: {row['message']}"))
    if len(shown) < len(found):
        typer.echo(f"and {len(found) - len(shown):,} more: --limit 0 shows all")
    documents = len({row["source_path"] for row in found})
    total = f"{_count(len(found), 'finding')} in {_count(documents, 'document')}"
    typer.echo(total if found else "Nothing of this kind was found.")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
