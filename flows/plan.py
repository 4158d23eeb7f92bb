"""Which documents a run reads and which it carries over from the version before: a pure function of both."""

from collections.abc import Mapping, Sequence

from extractors.version import compute_input_key
from flows.discovery import SourceFile
from publishing.superseding import find_superseded
from schemas.records import Document
from schemas.ucap import Reading

TRIED_AGAIN = frozenset({"timeout", "out_of_memory", "crashed", "unreadable"})
"""Why a document may be quarantined by the machine and its state, not by its own bytes."""


def compute_input_keys(files: Sequence[SourceFile]) -> dict[str, str]:
    """Return the input key, by `source_path`, that each file's document has if it is read now."""
    return {file.source_path: compute_input_key(file.document_id, refusal=file.refusal) for file in files}


def plan_reading(
    files: Sequence[SourceFile], before: Mapping[str, Document], readings: Mapping[str, Reading]
) -> list[SourceFile]:
    """Return the files to read next, in their order; none where the readings and what is carried over make the version.

    `before` are the documents of the version before by `source_path`, `readings` those made in this run. First come the files
    that are new or changed, or that the machine kept from being read. With these known, it is clear which of the unchanged
    documents that were superseded are so no longer: they have no rows in the version before and are read, too. A reading that
    fails can bring up another such document, so ask until none is left.
    """
    carried = select_carried(files, before, readings)
    changed = [file for file in files if file.source_path not in readings and file.source_path not in carried]
    superseded = find_superseded([*carried.values(), *(reading.document for reading in readings.values())])
    rowless = {path for path, document in carried.items() if document.status == "superseded" and path not in superseded}
    return changed or [file for file in files if file.source_path in rowless]


def select_carried(
    files: Sequence[SourceFile], before: Mapping[str, Document], readings: Mapping[str, Reading]
) -> dict[str, Document]:
    """Return the documents of the version before that stand for files not read in this run, by `source_path`."""
    unread = [file for file in files if file.source_path not in readings and file.source_path in before]
    keys = compute_input_keys(unread)
    return {
        file.source_path: document
        for file in unread
        if (document := before[file.source_path]).input_key == keys[file.source_path] and not _is_tried_again(file, document)
    }


def _is_tried_again(file: SourceFile, document: Document) -> bool:
    # What is refused unread is refused for the same reason again, as that is part of the input key.
    return file.refusal is None and (document.reason or "").partition(":")[0] in TRIED_AGAIN
