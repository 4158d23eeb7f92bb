"""`ucap review`."""

from pathlib import Path
from typing import Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import OutputOption, explain_errors, fail, load_settings

RawOption = Annotated[Path | None, typer.Option("--raw", help="Folder of the documents.", show_default="raw, or as set")]


def review(
    raw: RawOption = None,
    output: OutputOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the pages; 0 takes a free one.")] = 4300,
    author: Annotated[str | None, typer.Option(help="Who corrects and checks.", show_default="your account's name")] = None,
    browser: Annotated[bool, typer.Option("--browser", help="Open the pages in your browser, too.")] = False,
) -> None:
    """Show each document beside its values in a browser on this machine; correct and check values there. Ctrl-C ends it.

    Nothing is loaded from the network, and no other machine can open the pages.
    """
    import getpass

    with explain_errors():
        from ucap.flows.reviewing.desk import make_desk
        from ucap.flows.reviewing.serve import serve_pages
        from ucap.flows.run.request import RunRequest, check_request
        from ucap.publishing.status import require_manifest
        from ucap.publishing.storage.location import require_folder

        settings = load_settings(None)
        request = RunRequest(
            require_folder(raw or settings.raw_folder, "the pages"),
            require_folder(output or settings.output_folder, "the pages"),
        )
        check_request(request)
        require_manifest(request.output)

        def notify(address: str) -> None:
            typer.echo(make_printable(f"The pages are at {address} (Ctrl-C ends it)."))
            if browser:
                typer.launch(address)

        try:
            serve_pages(make_desk(request, settings, author or getpass.getuser()), port, notify)
        except OSError as error:
            fail(f"Port {port} cannot be used ({error.strerror}): end what uses it, or choose another one with --port.")
        except KeyboardInterrupt:
            typer.echo(
                "The pages are closed. What was corrected and checked is kept; the next run publishes what is still pending."
            )
