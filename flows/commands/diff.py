"""`ucap diff`."""

from typing import TYPE_CHECKING, Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import JsonOption, OutputOption, explain_errors, fail, find_output

if TYPE_CHECKING:
    from ucap.publishing.diff import VersionDiff
    from ucap.publishing.storage.location import Location

_STYLES = {"+": "green", "-": "red", "~": "yellow"}


def diff(
    before: Annotated[
        str | None, typer.Argument(metavar="A", help="The older version.", show_default="the one before latest")
    ] = None,
    after: Annotated[str | None, typer.Argument(metavar="B", help="The newer version.", show_default="latest")] = None,
    output: OutputOption = None,
    as_json: JsonOption = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every difference in full, also evidence and what any new release changes.")
    ] = False,
) -> None:
    """Show what changed from version A to B: rows added (+), removed (-) and changed (~), with values before and after.

    A and B are names, enough of a beginning, or `latest`. The first version is compared with nothing. Ends with 0 whether or
    not something differs, 1 where a version is unknown.
    """
    if as_json and markdown:
        raise typer.BadParameter("--json and --markdown exclude each other")
    with explain_errors():
        compared = _compare(find_output(output), before, after)
        from ucap.flows.reports.diff_report import SHOW_ALL, DiffLimits, render_json_diff, render_markdown_diff

        if as_json:
            typer.echo(render_json_diff(compared, everything=everything))
        elif markdown:
            typer.echo(render_markdown_diff(compared, SHOW_ALL if everything else DiffLimits()), nl=False)
        else:
            print_diff(compared, everything=everything)


def _compare(output: "Location", before: str | None, after: str | None) -> "VersionDiff":
    from ucap.publishing.diff import diff_versions
    from ucap.publishing.history import find_previous, list_versions, resolve_version

    newer = resolve_version(output, after or "latest")
    older = find_previous(output) if before is None else resolve_version(output, before)
    if older is None and len(list_versions(output)) > 1:
        fail(f"No version is known to have been the latest before {newer}: name the older one (`ucap versions` lists them).")
    return diff_versions(output, older, newer)


def print_diff(compared: "VersionDiff", *, everything: bool) -> None:
    """Print a diff as text, in full with `everything`."""
    from rich.console import Console
    from rich.text import Text

    from ucap.flows.reports.diff_report import SHOW_ALL, DiffLimits, count_differences, describe_diff, outline_diff

    console = Console(highlight=False, soft_wrap=True)

    def show(line: str, style: str = "") -> None:
        console.print(Text(make_printable(line), style))

    show(describe_diff(compared), "bold")
    if compared.is_empty:
        show("The tables say the same.")
    for table in compared.tables:
        if counts := ", ".join(f"{count:,} {what}" for what, count in count_differences(table).items() if count):
            show(f"  {table.name}: {counts}")
    sections, remarks = outline_diff(compared, SHOW_ALL if everything else DiffLimits())
    for section in sections:
        show("")
        show(f"{section.mark} {section.heading}", f"bold {_STYLES[section.mark]}")
        for line in section.lines:
            show(f"    {line}", _STYLES.get(line[0], ""))
        if section.left_out:
            show(f"    and {section.left_out:,} more (--all shows them)")
    if remarks:
        show("")
    for remark in remarks:
        show(remark)
