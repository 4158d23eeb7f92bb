"""What a version is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ucap.extractors.options import DEFAULT_OPTIONS, ReadingOptions
from ucap.extractors.version import compute_input_key
from ucap.flows.basics.settings import Settings
from ucap.flows.run.request import RunRequest
from ucap.flows.sources.digests import MEMORY_NAME, DigestMemory
from ucap.flows.sources.discovery import SourceFile, discover_documents
from ucap.flows.sources.objects import discover_objects
from ucap.publishing.assemble import Previous, load_previous
from ucap.publishing.corrections.book import CorrectionBook, load_book
from ucap.publishing.latest import SeenPointer, see_latest
from ucap.publishing.reviews.log import ReviewLog, load_reviews
from ucap.publishing.storage.objects import StoredPath
from ucap.schemas.records import Document

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
    def before(self) -> Mapping[str, Document]:
        """The documents of the version before, by `source_path`."""
        return self.previous.documents if self.previous else {}

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


def find_files(request: RunRequest, settings: Settings, book: CorrectionBook = NO_CORRECTIONS) -> list[SourceFile]:
    """Find the documents, and hash those that may have changed since the run before, or all for `verify` and `force`.

    Documents that the corrections leave out are refused.
    """
    memory = DigestMemory(request.output / MEMORY_NAME, verify=request.verify or request.force)
    if isinstance(request.raw, StoredPath):
        files = discover_objects(request.raw, settings.max_bytes, memory.digest_object)
    else:
        files = discover_documents(request.raw, max_bytes=settings.max_bytes, digest=memory.digest)
    memory.save()
    return [replace(file, refusal=book.ignored.get(file.source_path, file.refusal)) for file in files]
