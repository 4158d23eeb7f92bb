"""`ucap rerun` as a Prefect flow: read chosen documents again, with their corrections, and show what changed."""

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from ucap.flows.basics.settings import Settings
from ucap.flows.prefect_flows.stages import run_in_flow
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.publishing.storage.location import locate
from ucap.schemas.readers import PdfReader


@flow(name="rerun", flow_run_name="rerun", log_prints=False)
def rerun(
    documents: list[str] | None = None,
    force: bool = False,
    raw: Path | None = None,
    output: Path | None = None,
    *,
    workers: Annotated[int, Field(ge=1)] | None = None,
    accept_drop: list[str] | None = None,
    reader: PdfReader | None = None,
    cross_check: bool | None = None,
) -> RunSummary:
    """Read the named documents again, and whatever else changed, corrections too; publish, and show what changed.

    The artifact `rerun-changes` has every published value that changed, before and after. A version that lacks too much against
    the latest one is not published unless `accept_drop` names what fell.

    Args:
        documents: Documents to read again, each as a path below the raw folder, file name, ucap_id, document_id, a part of one
            that only one document has, or a pattern of several with * or ?. What changed, or whose
            corrections did, is taken in anyway.
        force: Read everything again, not only what is named or changed.
        raw: Folder of the documents; as set (UCAP_RAW_FOLDER) where empty.
        output: Folder of the versions; as set (UCAP_OUTPUT_FOLDER) where empty.
        workers: Documents read at the same time; as set (UCAP_WORKERS) where empty.
        accept_drop: Publish although these fell; the run that was refused names them; `all` for everything.
        reader: Library that reads PDFs; as set (UCAP_READER) where empty.
        cross_check: Read PDFs with both libraries, and report what differs; as set (UCAP_CROSS_CHECK) where empty.
    """

    def make_request(settings: Settings) -> RunRequest:
        return RunRequest(
            raw=locate(raw or settings.raw_folder),
            output=locate(output or settings.output_folder),
            force=force,
            accept_drop=tuple(accept_drop or ()),
            documents=tuple(documents or ()),
            reader=reader,
            cross_check=cross_check,
        )

    return run_in_flow("rerun", make_request, workers)
