"""What a version is made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ucap.extractors.options import DEFAULT_OPTIONS, ReadingOptions
from ucap.extractors.version import compute_input_key, compute_input_keys
from ucap.flows.basics.settings import Settings
from ucap.flows.run.request import RunRequest
from ucap.flows.sources.digests import MEMORY_NAME, DigestMemory
from ucap.flows.sources.discovery import SourceFile, discover_documents
from ucap.flows.sources.files import SourceFiles
from ucap.flows.sources.object_digests import MEMORY_NAME as OBJECTS_NAME
from ucap.flows.sources.object_digests import ObjectDigests
from ucap.flows.sources.objects import discover_objects
from ucap.publishing.assemble import Previous, load_previous
from ucap.publishing.corrections.book import CorrectionBook, load_book
from ucap.publishing.document_index import DocumentIndex, index_nothing
from ucap.publishing.latest import SeenPointer, see_latest
from ucap.publishing.parts import Marks, to_marks
from ucap.publishing.reviews.log import ReviewLog, load_reviews
from ucap.publishing.storage.objects import StoredPath

_CHUNK = 10_000  # identifiers that are Python's at once
NO_CORRECTIONS = CorrectionBook()
NO_REVIEWS = ReviewLog()


@dataclass(frozen=True)
class RunInputs:
    """The files as they are now, the version before (null for a run that reads everything), the corrections, how documents are
    read, and what people checked. `seen` is which version was the latest when the run began; null for a folder (it has a lock).
    """

    files: Sequence[SourceFile]
    previous: Previous | None = None
    book: CorrectionBook = NO_CORRECTIONS
    options: ReadingOptions = DEFAULT_OPTIONS
    reviews: ReviewLog = NO_REVIEWS
    seen: SeenPointer | None = None

    @property
    def before(self) -> DocumentIndex:
        """The documents of the version before, by `source_path`."""
        return self.previous.documents if self.previous else index_nothing()

    @cached_property
    def columns(self) -> SourceFiles:
        """The files as columns."""
        return SourceFiles.of(self.files)

    @cached_property
    def positions(self) -> pa.Array:
        """The place among the files of each document of the version before; null where its file is gone."""
        here, there = self.columns.columns["source_path"], self.before.rows["source_path"]
        if here.equals(there):  # the usual case
            return pa.array(np.arange(len(there), dtype=np.int32))
        return pc.index_in(there, here.combine_chunks()).combine_chunks()

    @cached_property
    def _found(self) -> pa.Table:
        """What the file of each document of the version before is now; nulls where it is gone."""
        return self.columns.columns.select(["document_id", "refusal"]).take(self.positions)

    def list_gone(self) -> list[tuple[str, str]]:
        """Return `document_id` and `source_path` of the documents before whose files are gone, or are others now."""
        rows = self.before.rows.select(["document_id", "source_path"])
        is_same = pc.fill_null(pc.equal(self._found["document_id"], rows["document_id"]), False)
        gone = rows.filter(pc.invert(is_same))
        return list(zip(*(column.to_pylist() for column in gone.columns), strict=True))

    def mark_files(self, documents: DocumentIndex) -> Marks:
        """Return for each file whether it is that of one of these documents of the version before."""
        marks = np.zeros(len(self.columns), bool)
        marks[self.positions.filter(pa.array(documents.marks)).drop_null().to_numpy()] = True
        return marks

    @cached_property
    def unchanged(self) -> DocumentIndex:
        """Those of the documents before whose input key is that of a file as it is now.

        Which U-CAP a file holds, and so which corrections concern it, is known from the version before: where the file's bytes
        or the code changed, the key differs in any case.
        """
        return self.before.select(self._mark_unchanged())

    def _mark_unchanged(self) -> Marks:
        rows, found = self.before.rows, self._found
        is_same = to_marks(pc.equal(found["document_id"], rows["document_id"]))
        is_special = to_marks(pc.is_valid(found["refusal"])) | self._mark_handled()
        plain = rows.select(["document_id", "input_key"]).filter(pa.array(is_same & ~is_special))
        keys = [
            pa.array(compute_input_keys(some["document_id"].to_pylist(), self.options), pa.string())
            for some in plain.to_batches(_CHUNK)
        ]
        is_same[is_same & ~is_special] = to_marks(pc.equal(pa.chunked_array(keys, pa.string()), plain["input_key"]))
        numbers = np.flatnonzero(is_same & is_special)
        columns = [*(rows[name] for name in ("source_path", "ucap_id", "document_id", "input_key")), found["refusal"]]
        some = zip(*(column.take(pa.array(numbers)).to_pylist() for column in columns), strict=True)
        for number, (path, ucap_id, document_id, key, refusal) in zip(numbers, some, strict=True):
            people = self.digest_people(path, ucap_id)
            is_same[number] = key == compute_input_key(document_id, self.options, refusal=refusal, corrections_digest=people)
        return is_same

    def _mark_handled(self) -> Marks:
        """Return for each row of the documents before whether people may have corrected or checked something in it."""
        paths, ucap_ids = self.book.list_targets()
        before = self.before
        return before.mark("source_path", paths) | before.mark("ucap_id", {*ucap_ids, *self.reviews.by_ucap})

    def compute_key(self, file: SourceFile, ucap_id: str | None) -> str:
        """Return the input key of a file that holds this U-CAP: what people corrected and checked in it is part of it."""
        return compute_input_key(
            file.document_id,
            self.options,
            refusal=file.refusal,
            corrections_digest=self.digest_people(file.source_path, ucap_id),
        )

    def digest_people(self, source_path: str, ucap_id: str | None) -> str:
        """Return the digest of what people corrected and checked in a document; "" where there is nothing."""
        return self.book.digest(source_path, ucap_id) + self.reviews.digest(ucap_id)


def find_inputs(request: RunRequest, settings: Settings) -> RunInputs:
    """Find the documents of the raw folder, their corrections, and the version that unchanged documents are taken from."""
    seen = see_latest(request.output)
    book = load_book(request.raw)
    files = find_files(request, settings, book)
    previous = None if request.force else load_previous(request.output)
    return RunInputs(files, previous, book, settings.reading_options, load_reviews(request.raw), seen)


def find_files(request: RunRequest, settings: Settings, book: CorrectionBook = NO_CORRECTIONS) -> SourceFiles:
    """Find the documents, and hash those that may have changed since the run before, or all for `verify` and `force`.

    Documents that the corrections leave out are refused.
    """
    verify = request.verify or request.force
    if isinstance(request.raw, StoredPath):
        objects = ObjectDigests(request.output / OBJECTS_NAME, request.raw, verify=verify)
        return discover_objects(request.raw, settings.max_bytes, objects).refuse(book.ignored)
    memory = DigestMemory(request.output / MEMORY_NAME, verify=verify)
    files = discover_documents(request.raw, max_bytes=settings.max_bytes, digest=memory.digest)
    memory.save()
    return SourceFiles.of(files).refuse(book.ignored)
