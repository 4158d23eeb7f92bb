"""What a run is asked to do, in one object: the same for the command, for a Prefect flow and for Python."""

from dataclasses import dataclass
from pathlib import Path

from ucap.extractors.options import READERS
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.settings import Settings
from ucap.flows.sources.discovery import discover_documents
from ucap.publishing.assertions import explain_unknown_names
from ucap.publishing.storage.location import Location, find_address
from ucap.publishing.storage.objects import StoredPath, connect
from ucap.schemas.readers import PdfReader


@dataclass(frozen=True)
class RunRequest:
    """One run: read the documents in `raw` and publish them in `output`; each is a folder or a place in object storage.

    `force` reads everything again, and `verify` hashes every file, though nothing changed. While another run writes to the
    output, this one waits, or with `wait` false fails. `accept_drop` names what may have fallen against the latest version (see
    `ucap.publishing.assertions`). Read again though they did not change are the documents that `patterns` match (see
    `ucap.flows.run.plan.choose_files`) and those that `documents` name, one each (see `ucap.flows.run.naming.find_patterns`).
    `reader` names the library that reads PDFs, and `cross_check` has them read with both; null means as set.

    >>> RunRequest(Path("raw"), Path("output"), patterns=("2018/*.pdf",)).force
    False
    """

    raw: Location
    output: Location
    force: bool = False
    verify: bool = False
    wait: bool = True
    accept_drop: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    reader: PdfReader | None = None
    cross_check: bool | None = None


def check_request(request: RunRequest) -> None:
    """Raise `RunError` where the folders cannot be used, or a name in the request is unknown."""
    check_folders(request.raw, request.output)
    if request.accept_drop and (unknown := explain_unknown_names(request.accept_drop)):
        raise RunError(f"accept_drop: {unknown}")
    if request.reader is not None and request.reader not in READERS:
        raise RunError(f"There is no reader {request.reader!r}: PDFs are read with {' or '.join(READERS)}.")


def apply_request(settings: Settings, request: RunRequest) -> Settings:
    """Return the settings of a run: what the request says of reading takes precedence over what is set."""
    said = {"reader": request.reader, "cross_check": request.cross_check}
    return settings.model_copy(update={key: value for key, value in said.items() if value is not None})


def check_folders(raw: Location, output: Location) -> None:
    """Raise `RunError` where the raw folder is missing, or published files in it would be taken for documents."""
    for place in (raw, output):
        if isinstance(place, StoredPath):
            connect(place.root)  # raises where the extra is missing
            if not place.is_shared:
                raise RunError(
                    f"{place} is in the memory of one process, and documents are read in others: name another place."
                )
    if isinstance(raw, Path) and not raw.is_dir():
        discover_documents(raw)  # raises, and says what is there instead
    if isinstance(output, Path) and (address := find_address(output)):
        raise RunError(
            f"{address} is a web address: versions are published in a folder on this machine, or in object storage (s3://, "
            "gs://, az://). Name one."
        )
    if _is_within(output, raw):
        raise RunError(f"{output} lies inside {raw}, so the published files would be taken for documents: name another output.")


def _is_within(inner: Location, outer: Location) -> bool:
    if isinstance(inner, Path) and isinstance(outer, Path):
        return inner.resolve().is_relative_to(outer.resolve())
    return isinstance(inner, StoredPath) and isinstance(outer, StoredPath) and inner.is_within(outer)
