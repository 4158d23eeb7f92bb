"""Which documents a run reads, and which it carries over from the version before: pure functions of the run's inputs."""

from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from ucap.flows.basics.errors import RunError
from ucap.flows.run.inputs import RunInputs
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.document_index import DocumentIndex
from ucap.publishing.parts import Marks, mark_values, to_marks
from ucap.publishing.superseding import find_superseded, list_rivals
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
    carried = select_carried(inputs, readings).drop(again)
    paths = inputs.columns.columns["source_path"]
    changed = inputs.columns.select(~(inputs.mark_files(carried) | mark_values(paths, readings)))
    rivals = list_rivals(carried, [reading.document for reading in readings.values()])
    superseded = find_superseded(rivals, inputs.book.preferred)
    rowless = carried.select(carried.mark("status", ["superseded"])).drop(superseded)
    return changed or inputs.columns.select(mark_values(paths, rowless))


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


def select_carried(inputs: RunInputs, readings: Mapping[str, AnyReading]) -> DocumentIndex:
    """Return the documents of the version before that stand for files not read in this run, by `source_path`.

    These are the documents whose input key is as before, without those that the machine kept from being read.
    """
    return inputs.unchanged.select(~_mark_tried_again(inputs)).drop(readings)


def _mark_tried_again(inputs: RunInputs) -> Marks:
    reasons = inputs.before.rows["reason"].combine_chunks()
    codes = pc.replace_substring_regex(reasons.dictionary, "(?s):.*", "").take(reasons.indices)
    marks = to_marks(pc.is_in(codes, pa.array(sorted(TRIED_AGAIN))))
    # What is refused unread is refused for the same reason again, as that is part of the input key.
    files = inputs.columns.columns
    refused = files["source_path"].filter(pc.is_valid(files["refusal"])).to_pylist()
    return marks & ~inputs.before.mark("source_path", refused)
