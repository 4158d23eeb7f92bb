"""`ucap status`."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import JsonOption, OutputOption, explain_errors, find_output

if TYPE_CHECKING:
    from ucap.publishing.status import Status

_LISTED = 50


def status(
    output: OutputOption = None,
    verify: Annotated[bool, typer.Option("--verify", help="Compare every file of the version with its checksum.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what the latest version holds, and what needs a look.

    Ends with 0, or 1 where there is no version or it is damaged.
    """
    with explain_errors():
        from ucap.publishing.status import collect_status

        place = find_output(output)
        state = collect_status(place, verify=verify)
    if as_json:
        typer.echo(json.dumps(asdict(state), ensure_ascii=True, indent=2, default=str))
    else:
        _print_status(state)


def _print_status(state: "Status") -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Version {state.version}, schema {state.schema_version}, read by {state.extractor_version or 'nothing'}")
    if state.verified:
        console.print("Every file has the checksum with which it was published.")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column()

    def add_section(heading: str, rows: list[tuple[str, str, str]]) -> None:
        table.add_row(heading, "", "")
        for name, number, remark in rows or [("none", "", "")]:
            table.add_row(f"  {name}", number, remark)
        table.add_section()

    add_section("Documents", [(name.replace("_", " "), f"{n:,}", "") for name, n in state.documents.items()])
    add_section("Rows", [(name, f"{n:,}", "") for name, n in state.rows.items()])
    rates = [(name, "–" if rate is None else f"{100 * rate:.0f} %", "") for name, rate in state.fill_rates.items()]
    add_section("Filled", rates)
    issues = [(code, f"{entry['count']:,}", entry["severity"]) for code, entry in state.issues.items()]
    add_section("Issues", issues)
    with console.capture() as printed:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in printed.get().splitlines()))
    _print_list("Quarantined", [f"{entry['source_path']}: {entry['reason']}" for entry in state.quarantined])
    corrections = [_describe_correction(row) for row in state.stale_corrections]
    _print_list("Corrections that were not applied", corrections)


def _describe_correction(row: dict[str, Any]) -> str:
    what = " ".join(row[name] for name in ("ucap", "table", "row", "column") if row[name])
    what += f", expected {row['expected']}" if row["expected"] else ""
    return f"{row['file']} entry {row['position']} ({row['status']}): {what}" + (
        f": {row['message']}" if row.get("message") else ""
    )


def _print_list(heading: str, lines: list[str]) -> None:
    """Print lines that hold text from documents: as they are, never as markup."""
    if lines:
        typer.echo(f"{heading}:")
    for line in lines[:_LISTED]:
        typer.echo(make_printable(f"  {line}"))
    if len(lines) > _LISTED:
        typer.echo(f"  and {len(lines) - _LISTED:,} more: --json shows all")
