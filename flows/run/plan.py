"""Which documents a run reads and which it carries over from the version before: a pure function of both."""

from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from ucap.extractors.page import MAX_PAGES
from ucap.extractors.version import compute_input_key
from ucap.flows.basics.errors import RunError
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.corrections.book import CorrectionBook
from ucap.publishing.superseding import find_superseded
from ucap.schemas.reading import Reading
from ucap.schemas.records import Document

TRIED_AGAIN = frozenset({"timeout", "out_of_memory", "crashed", "unreadable"})
"""Why a document may be quarantined by the machine and its state, not by its own bytes."""


NO_CORRECTIONS = CorrectionBook()


def compute_input_keys(
    files: Sequence[SourceFile],
    before: Mapping[str, Document],
    max_pages: int = MAX_PAGES,
    book: CorrectionBook = NO_CORRECTIONS,
) -> dict[str, str]:
    """Return the input key, by `source_path`, that each file's document has if it is what it was in the version before.

    Which U-CAP a file holds, and so which corrections concern it, is known from `before`, the documents by `source_path`. Where
    its bytes or the code are others now, the key is another than before in any case.
    """
    ucap_ids = {path: document.ucap_id for path, document in before.items()}
    return {
        file.source_path: compute_input_key(
            file.document_id,
            max_pages,
            refusal=file.refusal,
            corrections_digest=book.digest(file.source_path, ucap_ids.get(file.source_path)),
        )
        for file in files
    }


def plan_reading(
    files: Sequence[SourceFile],
    before: Mapping[str, Document],
    readings: Mapping[str, Reading],
    max_pages: int = MAX_PAGES,
    *,
    book: CorrectionBook = NO_CORRECTIONS,
    again: Collection[str] = (),
) -> list[SourceFile]:
    """Return the files to read next, in their order; none where the readings and what is carried over make the version.

    `before` are the documents of the version before by `source_path`, `readings` those made in this run. First come the files
    that are new or changed, whose corrections changed, that the machine kept from being read, or that are named in `again`.
    With these known, it is clear which of the unchanged documents that were superseded are so no longer: they have no rows in
    the version before and are read, too. A reading that fails can bring up another such document, so ask until none is left.
    """
    carried = select_carried(files, before, readings, max_pages, book=book)
    carried = {path: document for path, document in carried.items() if path not in again}
    changed = [file for file in files if file.source_path not in readings and file.source_path not in carried]
    superseded = find_superseded([*carried.values(), *(reading.document for reading in readings.values())], book.preferred)
    rowless = {path for path, document in carried.items() if document.status == "superseded" and path not in superseded}
    return changed or [file for file in files if file.source_path in rowless]


def choose_files(files: Sequence[SourceFile], before: Mapping[str, Document], patterns: Collection[str]) -> set[str]:
    """Return the `source_path` of each file that a pattern means: by path or name, with `*`, `?` and `[…]`, or by `ucap_id`.

    Which U-CAP a file holds is known from `before`. Raises `RunError` where a pattern means no file.
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


def select_carried(
    files: Sequence[SourceFile],
    before: Mapping[str, Document],
    readings: Mapping[str, Reading],
    max_pages: int = MAX_PAGES,
    *,
    book: CorrectionBook = NO_CORRECTIONS,
) -> dict[str, Document]:
    """Return the documents of the version before that stand for files not read in this run, by `source_path`."""
    unread = [file for file in files if file.source_path not in readings and file.source_path in before]
    keys = compute_input_keys(unread, before, max_pages, book)
    return {
        file.source_path: document
        for file in unread
        if (document := before[file.source_path]).input_key == keys[file.source_path] and not _is_tried_again(file, document)
    }


def _is_tried_again(file: SourceFile, document: Document) -> bool:
    # What is refused unread is refused for the same reason again, as that is part of the input key.
    return file.refusal is None and (document.reason or "").partition(":")[0] in TRIED_AGAIN
