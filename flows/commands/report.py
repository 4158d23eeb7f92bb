"""`ucap report`."""

from pathlib import Path
from typing import Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import OutputOption, explain_errors, fail


def report(
    output: OutputOption = None,
    target: Annotated[Path, typer.Option(help="Folder that the report is written to.")] = Path("ucap-report"),
    force: Annotated[bool, typer.Option("--force", help="Write over a report that is there.")] = False,
) -> None:
    """Draw the latest version as charts: one HTML page that needs no script and no network, and each chart as SVG and PNG."""
    with explain_errors():
        from ucap.flows.commands.common import load_settings
        from ucap.publishing.status import require_manifest
        from ucap.publishing.storage.location import require_folder
        from ucap.review.report.page import PAGE_NAME, draw_report, write_report

        folder = require_folder(output or load_settings(None).output_folder, "reports")
        require_manifest(folder)
        if target.exists() and not target.is_dir():
            fail(f"{target} is a file: name a folder with --target.")
        page = target / PAGE_NAME
        if page.exists() and not force:
            fail(f"{page} is there already: add --force to write over it, or name another folder with --target.")
        drawn = draw_report(folder)
        try:
            write_report(drawn, target)
        except OSError as error:
            fail(f"{target} cannot be written ({error.strerror}): name another folder with --target.")
    typer.echo(make_printable(f"Drew version {drawn.version}: {page}, and its charts as SVG and PNG beside it."))
