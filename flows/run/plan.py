"""Which documents a run reads, and which it carries over from the version before: pure functions of the run's inputs."""

from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from ucap.flows.basics.errors import RunError
from ucap.flows.run.inputs import RunInputs
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.superseding import find_superseded
from ucap.schemas.reading import AnyReading
from ucap.schemas.reasons import TRIED_AGAIN
from ucap.schemas.records import Document


def plan_reading(inputs: RunInputs, readings: Mapping[str, AnyReading], *, again: Collection[str] = ()) -> list[SourceFile]:
    """Return the files to read next, in their order; none where the readings and what is carried over make the version.

    `readings` are those made in this run, by `source_path`; `again` are paths to read though nothing changed. First come the
    files that are new or changed, whose corrections changed, that the machine kept from being read, or that are in `again`.
    Once these are read, it is known which of the unchanged documents are no longer superseded. Those have no rows in the
    version before, so they are read too. A reading that fails can bring up another such document, so ask until none is left.
    """
    carried = select_carried(inputs, readings)
    carried = {path: document for path, document in carried.items() if path not in again}
    changed = [file for file in inputs.files if file.source_path not in readings and file.source_path not in carried]
    documents = [*carried.values(), *(reading.document for reading in readings.values())]
    superseded = find_superseded(documents, inputs.book.preferred)
    rowless = {path for path, document in carried.items() if document.status == "superseded" and path not in superseded}
    return changed or [file for file in inputs.files if file.source_path in rowless]


def choose_files(files: Sequence[SourceFile], before: Mapping[str, Document], patterns: Collection[str]) -> set[str]:
    """Return the `source_path` of each file that a pattern matches: by path or name, with `*`, `?` and `[…]`, or by `ucap_id`.

    Which U-CAP a file holds is known from `before`, the documents of the version before. Raises `RunError` where a pattern
    matches no file.
    """
    chosen: set[str] = set()
    for pattern in patterns:
        matching = {
            path
            for path in (file.source_path for file in files)
            if fnmatchcase(path, pattern)
            or fnmatchcase(PurePosixPath(path).name, pattern)
            or (path in before and fnmatchcase(before[path].ucap_id or "", pattern))
        }
        if not matching:
            raise RunError(f"No document is named {pattern}: give a path below the raw folder, a file name or a ucap_id.")
        chosen |= matching
    return chosen


def select_carried(inputs: RunInputs, readings: Mapping[str, AnyReading]) -> dict[str, Document]:
    """Return the documents of the version before that stand for files not read in this run, by `source_path`.

    These are the documents whose input key is as before. Which U-CAP a file holds, and so which corrections concern it, is
    known from the version before: where the file's bytes or the code changed, the key differs in any case.
    """
    return {
        path: document
        for file in inputs.files
        if (path := file.source_path) not in readings
        and (document := inputs.before.get(path)) is not None
        and document.input_key == inputs.compute_key(file, document.ucap_id)
        and not _is_tried_again(file, document)
    }


def _is_tried_again(file: SourceFile, document: Document) -> bool:
    # What is refused unread is refused for the same reason again, as that is part of the input key.
    return file.refusal is None and (document.reason or "").partition(":")[0] in TRIED_AGAIN
