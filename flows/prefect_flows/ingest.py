"""`ucap ingest` as a Prefect flow: the same run, with a history, a summary to look at, and a server to watch it.

Without `PREFECT_API_URL` the run brings its own server, with its database in `.prefect/` of the working folder.
"""

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from ucap.flows.basics.settings import Settings
from ucap.flows.prefect_flows.own_server import ensure_server
from ucap.flows.prefect_flows.stages import run_in_flow
from ucap.flows.run.request import RunRequest, check_request
from ucap.flows.run.summary import RunSummary
from ucap.publishing.storage.location import locate
from ucap.schemas.readers import PdfReader


@flow(name="ingest", flow_run_name="ingest", log_prints=False)
def ingest(
    raw: Path | None = None,
    output: Path | None = None,
    *,
    workers: Annotated[int, Field(ge=1)] | None = None,
    force: bool = False,
    verify: bool = False,
    wait: bool = True,
    accept_drop: list[str] | None = None,
    only: list[str] | None = None,
    reader: PdfReader | None = None,
    cross_check: bool | None = None,
) -> RunSummary:
    """Publish what the raw folder holds as the latest version in the output folder.

    Documents that did not change since the latest version are carried over unread. A version that lacks too much against the
    latest one is not published unless `accept_drop` names what fell. A run that was killed is completed by the next one.

    Args:
        raw: Folder of the documents; as set (UCAP_RAW_FOLDER) where empty.
        output: Folder of the versions; as set (UCAP_OUTPUT_FOLDER) where empty.
        workers: Documents read at the same time; as set (UCAP_WORKERS) where empty.
        force: Read every document again, also where nothing changed.
        verify: Compare the content of every file, also where its size and times are as before.
        wait: While another run writes to the output, wait; or else fail at once.
        accept_drop: Publish although these fell; the run that was refused names them; `all` for everything.
        only: Of the documents that did not change, read only these again: paths, file names (with * and ?) or ucap_ids.
        reader: Library that reads PDFs; as set (UCAP_READER) where empty.
        cross_check: Read PDFs with both libraries, and report what differs; as set (UCAP_CROSS_CHECK) where empty.
    """

    def make_request(settings: Settings) -> RunRequest:
        return RunRequest(
            raw=locate(raw or settings.raw_folder),
            output=locate(output or settings.output_folder),
            force=force,
            verify=verify,
            wait=wait,
            accept_drop=tuple(accept_drop or ()),
            patterns=tuple(only or ()),
            reader=reader,
            cross_check=cross_check,
        )

    return run_in_flow("ingest", make_request, workers)


def run_flow(request: RunRequest, settings: Settings) -> RunSummary:
    """Run the flow `ingest` from here, with the settings' number of workers, and return what it came to.

    Raises `RunError` where Prefect's own server does not start, else what `ucap.flows.run.ingest.run_ingest` raises.
    """
    check_request(request)  # before a server is started for nothing
    ensure_server()
    return ingest(
        Path(str(request.raw)),
        Path(str(request.output)),
        workers=settings.workers,
        force=request.force,
        verify=request.verify,
        wait=request.wait,
        accept_drop=list(request.accept_drop),
        only=list(request.patterns),
        reader=request.reader,
        cross_check=request.cross_check,
    )
