"""What a run is asked to do, in one object: the same for the command, for a Prefect flow and for Python."""

from dataclasses import dataclass
from pathlib import Path

from ucap.flows.basics.errors import RunError
from ucap.flows.sources.discovery import discover_documents
from ucap.publishing.assertions import explain_unknown_names


@dataclass(frozen=True)
class RunRequest:
    """One run: read the documents in `raw` and publish them in `output`.

    `force` reads everything again, and `verify` hashes every file, though nothing changed. While another run writes to the
    output, this one waits, or with `wait` false fails. `accept_drop` names what may have fallen against the latest version (see
    `ucap.publishing.assertions`). Read again though they did not change are the documents that `patterns` match (see
    `ucap.flows.run.plan.choose_files`) and those that `documents` name, one each (see `ucap.flows.run.naming.find_patterns`).

    >>> RunRequest(Path("raw"), Path("output"), patterns=("2018/*.pdf",)).force
    False
    """

    raw: Path
    output: Path
    force: bool = False
    verify: bool = False
    wait: bool = True
    accept_drop: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


def check_request(request: RunRequest) -> None:
    """Raise `RunError` where the folders cannot be used, or `accept_drop` has a name that would accept nothing."""
    check_folders(request.raw, request.output)
    if request.accept_drop and (unknown := explain_unknown_names(request.accept_drop)):
        raise RunError(f"accept_drop: {unknown}")


def check_folders(raw: Path, output: Path) -> None:
    """Raise `RunError` where the raw folder is missing, or published files in it would be taken for documents."""
    if not raw.is_dir():
        discover_documents(raw)  # raises, and says what is there instead
    if output.resolve() == raw.resolve() or output.resolve().is_relative_to(raw.resolve()):
        raise RunError(f"{output} lies inside {raw}, so the published files would be taken for documents: name another output.")
