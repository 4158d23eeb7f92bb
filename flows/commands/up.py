"""`ucap up`."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from ucap.flows.basics.printing import make_printable
from ucap.flows.commands.common import explain_errors, load_settings


def up(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port of Prefect's UI and API.", show_default="4200, or as set")
    ] = None,
    automations: Annotated[
        Path | None, typer.Option(help="File of Prefect automations to make, such as deploy/automations.yaml.")
    ] = None,
    watch: Annotated[
        bool | None,
        typer.Option(
            "--watch/--no-watch",
            help="Start a run when files in the raw folder changed and rest.",
            show_default="no, or as set",
        ),
    ] = None,
) -> None:
    """Run a Prefect server with the deployments of `prefect.yaml` and a worker for them, until Ctrl-C.

    Everything listens on this machine only; the database and the logs lie in `.prefect/` of the working folder. What dies or
    hangs is started again. Ends with 0 when it was asked to stop, 1 when it could not start or keep running.
    """
    with explain_errors():
        from ucap.flows.serving.environment import DATA_FOLDER
        from ucap.flows.serving.serve import serve

        def notify(message: str) -> None:
            with suppress(OSError):  # the terminal may be gone; what runs must still continue, or end in order
                typer.echo(make_printable(message))

        settings = load_settings(None)
        watches = settings.watch if watch is None else watch
        port = port or settings.server_port
        serve(DATA_FOLDER, port, notify, automations, watches=watches, hang_seconds=settings.hang_seconds)
