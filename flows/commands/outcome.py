"""What a run ends with: what was published, where it lies, and what needs a person."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import FAILED, NOT_CLEAN, fail
from ucap.schemas.wording import render_count, render_findings

if TYPE_CHECKING:
    from ucap.flows.run.request import RunRequest
    from ucap.flows.run.summary import RunSummary
    from ucap.publishing.storage.location import Location

_LISTED = 10


# Not typer.echo, which writes UTF-8 to a terminal that is set to ASCII.
def print_outcome(summary: "RunSummary", request: "RunRequest", *, counts: bool = False) -> None:
    """Print what a run came to, with `counts` also the rows of each table; the last line says what was published and where."""
    for line in _describe_documents(summary):
        print(line)
    if counts:
        width = max(map(len, summary.row_counts), default=0)
        for name, count in summary.row_counts.items():
            print(f"  rows of {name:<{width}} {count:>9,}")
    _print_list("The version was there already, but damaged; it was written again:", summary.repaired, "`ucap status --verify`")
    _print_list("No longer published, as no document holds them any more:", summary.gone, "`ucap diff`")
    option = name_output(request.output)
    needs_look = [f"{path} is quarantined: {reason}" for path, reason in summary.unusable]
    needs_look += [f"{path} has errors: {codes}" for path, codes in summary.erroneous]
    _print_list("These documents need a look first:", needs_look, f"`ucap list --needs-look{option}`")
    if needs_look:
        print(f"Show them, and those with doubtful values: ucap list --needs-look{option}")
    if summary.findings:
        print(f"Show the findings: ucap issues{option}")
    faulty = [f"{place}: {message}" for place, message in summary.faulty]
    _print_list("These corrections are faulty and were not applied:", faulty, "`ucap corrections`")
    print(_describe_outcome(summary, request.output))


def end_run(summary: "RunSummary", request: "RunRequest", *, strict: bool) -> None:
    """End the command with the status that the run deserves, and say why where it is not 0."""
    from ucap.flows.run.summary import explain_emptiness
    from ucap.publishing.assertions import accepts_emptiness

    if summary.is_empty and not accepts_emptiness(request.accept_drop):
        fail(explain_emptiness(summary, str(request.raw)), FAILED)
    if strict and (faults := summary.list_faults()):
        fail(f"Ended with status {NOT_CLEAN} because of --strict: {'; '.join(faults)}.", NOT_CLEAN)


def name_output(output: "Location") -> str:
    """Return the option that names the output folder, for a command that is printed."""
    return f" --output {shlex.quote(str(output))}"


def _describe_documents(summary: "RunSummary") -> list[str]:
    statuses = ("published", "published_with_issues", "superseded", "quarantined")
    parts = [f"{n:,} {name.replace('_', ' ')}" for name in statuses if (n := summary.documents.get(name))]
    total = sum(summary.documents.values())
    lines = [f"{render_count(total, 'document')}: {', '.join(parts)}." if parts else "No documents."]
    lines.append(f"{summary.read:,} read, {summary.carried_over:,} unchanged and not read again.")
    if summary.corrections:
        lines.append("Corrections: " + ", ".join(f"{n:,} {fate}" for fate, n in sorted(summary.corrections.items())) + ".")
    if found := render_findings(summary.findings):
        lines.append(f"Findings: {found}.")
    return lines


def _print_list(heading: str, lines: Sequence[str], all_of_them: str) -> None:
    if lines:
        print(heading)
    for line in lines[:_LISTED]:
        print(f"  {make_printable(line)}")
    if len(lines) > _LISTED:
        print(f"  and {len(lines) - _LISTED:,} more: {all_of_them}")


def _describe_outcome(summary: "RunSummary", output: "Location") -> str:
    from ucap.publishing.latest import name_latest

    where, seconds = make_printable(str(output)), f"{summary.seconds:.1f} s"
    version = f"Version {summary.version} in {where}"
    ucaps = render_count(summary.row_counts.get("ucaps", 0), "U-CAP")
    if summary.unchanged:
        said = f"Nothing changed since version {summary.version} in {where}: nothing was read or written"
    elif summary.switched and not summary.written and summary.accepted:
        said = f"{version}, which was refused before, is the latest now: {ucaps}"
    elif summary.switched and not summary.written:
        place = f"in the place of {summary.before}" if summary.before else "though none was"
        said = f"{version} is the latest again, {place}: it says what the raw folder says now and was there already, "
        said += "so nothing was written"
    elif not summary.written:
        said = f"{version} says the same already: nothing was written"
    elif summary.repaired and not summary.switched:
        said = f"{version} is whole again; it says the same as before"
    elif not summary.row_counts.get("ucaps"):
        said = f"{version} has no U-CAP, only the list of documents"
    else:
        tables = make_printable(str(output / name_latest(output)))
        how = f"the tables are in {tables}" if isinstance(output, Path) else "`ucap path TABLE` lists the files of a table"
        said = f"Published version {summary.version} in {where}: {ucaps}; {how}"
    return f"{said} ({seconds})."
