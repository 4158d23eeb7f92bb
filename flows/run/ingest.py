"""A whole run: find, plan, read, assemble and publish; a run in which nothing changed reads and writes nothing."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pyarrow.compute as pc

from ucap.extractors.page import MAX_PAGES
from ucap.extractors.version import compute_input_key, extractor_version
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.settings import Settings
from ucap.flows.pool.reading import read_documents
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.plan import NO_CORRECTIONS, choose_files, plan_reading, select_carried
from ucap.flows.sources.digests import MEMORY_NAME, DigestMemory
from ucap.flows.sources.discovery import SourceFile, discover_documents
from ucap.publishing.assemble import Previous, assemble_dataset, load_previous
from ucap.publishing.assertions import accept_version
from ucap.publishing.corrections.book import (
    IGNORED_CODE,
    CorrectionBook,
    correct_reading,
    list_faulty,
    load_book,
    settle_entries,
)
from ucap.publishing.history import find_latest
from ucap.publishing.lock import output_lock
from ucap.publishing.versions import Accept, publish_dataset
from ucap.schemas.reading import Reading
from ucap.schemas.records import TABLES, Correction, Document

OnProgress = Callable[[int, int, str, str], None]
"""Called as `(done, total, source_path, status)` after each document."""


@dataclass(frozen=True)
class RunSummary:
    """What a run came to.

    `documents` counts by status, `row_counts` by table. `read` says how many documents were read for this version, in this run
    or as an earlier one remembers, `carried_over` how many come unread from the version before. `quarantined` and `superseded`
    name path and reason, `faulty` file and line of each invalid correction with its fault. `written` is false where that
    version was there already; `before` is the latest version before this run, null where there was none.
    """

    version: str
    written: bool
    read: int
    carried_over: int
    documents: dict[str, int]
    row_counts: dict[str, int]
    quarantined: tuple[tuple[str, str], ...]
    superseded: tuple[tuple[str, str], ...]
    error_count: int
    corrections: dict[str, int] = field(default_factory=dict)
    faulty: tuple[tuple[str, str], ...] = ()
    before: str | None = None
    seconds: float = 0.0

    @property
    def switched(self) -> bool:
        """Whether readers see another version now; it need not be a new one, as after a rollback."""
        return self.version != self.before

    @property
    def unchanged(self) -> bool:
        """Whether nothing had to be read, and nothing written or switched."""
        return not (self.read or self.written or self.switched)

    @property
    def is_clean(self) -> bool:
        """Whether `--strict` is content.

        It asks that no document is quarantined but those that corrections leave out, no issue is an error, and every correction
        was applied.
        """
        lost = [path for path, reason in self.quarantined if reason.partition(":")[0] != IGNORED_CODE]
        return not lost and not self.error_count and not self.corrections.keys() - {"applied"}


def run_ingest(
    raw: Path,
    output: Path,
    *,
    settings: Settings | None = None,
    force: bool = False,
    verify: bool = False,
    wait: bool = True,
    accept_drop: Collection[str] = (),
    again: Collection[str] = (),
    on_progress: OnProgress = lambda done, total, source_path, status: None,
    notify: Callable[[str], None] = lambda message: None,
) -> RunSummary:
    """Publish what the raw folder holds as the latest version in `output`, and tell what it came to.

    Documents that are as the latest version has them are carried over unread, and one that an earlier run has read is not read
    again for other corrections, unless `force`; a file whose size and times are those of a run before is not even hashed,
    unless `verify`. `again` are patterns of documents to read though nothing changed (see `plan.choose_files`). Another
    run on the same output is waited for, of which `notify` is told, or with `wait` false ends this one. Raises `RunError` for
    a raw folder that cannot be used or a pattern that means nothing, `OutputError` for an output folder that
    cannot, and `RejectedVersionError` where the version lacks too much against the latest one, unless `accept_drop` names what
    failed (see `ucap.publishing.assertions`).
    """
    started = time.monotonic()
    settings = settings or Settings()
    check_folders(raw, output)
    with output_lock(output, wait=wait, notify=notify):
        book = load_book(raw)
        files = find_files(raw, output, settings, verify=verify or force, book=book)
        previous = None if force else load_previous(output)
        before = previous.documents if previous else {}
        chosen = choose_files(files, before, again)
        memory = ReadingMemory(output, settings.max_pages)
        readings: dict[str, Reading] = {}
        while planned := plan_reading(files, before, readings, settings.max_pages, book=book, again=chosen):
            total = len(readings) + len(planned)

            def report(reading: Reading, total: int = total) -> None:
                readings[reading.document.source_path] = reading
                on_progress(len(readings), total, reading.document.source_path, reading.document.status)

            known = {} if force else recall_readings(planned, memory, again=chosen)
            for reading in known.values():
                report(reading)
            unread = [file for file in planned if file.source_path not in known]
            read_files(unread, settings, memory=memory, on_done=report)
        accept = make_accept(output, settings, accept_drop, raw)
        summary = publish_readings(files, readings, previous, output, book=book, max_pages=settings.max_pages, accept=accept)
        memory.keep_only(files)
    return replace(summary, seconds=time.monotonic() - started)


def check_folders(raw: Path, output: Path) -> None:
    """Raise `RunError` where the raw folder is missing or would take the published files for documents."""
    if not raw.is_dir():
        discover_documents(raw)  # raises, and says what is there instead
    if output.resolve() == raw.resolve() or output.resolve().is_relative_to(raw.resolve()):
        raise RunError(f"{output} lies inside {raw}, so the published files would be taken for documents: name another output.")


def find_files(
    raw: Path, output: Path, settings: Settings, *, verify: bool, book: CorrectionBook = NO_CORRECTIONS
) -> list[SourceFile]:
    """Find the documents, hashing those that may have changed since a run before, or with `verify` all.

    Those that corrections leave out are refused.
    """
    memory = DigestMemory(output / MEMORY_NAME, verify=verify)
    files = discover_documents(raw, max_bytes=settings.max_bytes, digest=memory.digest)
    memory.save()
    return [replace(file, refusal=book.ignored.get(file.source_path, file.refusal)) for file in files]


def recall_readings(files: Sequence[SourceFile], memory: ReadingMemory, *, again: Collection[str] = ()) -> dict[str, Reading]:
    """Return the readings that an earlier run made of these files, by `source_path`, but none of those named in `again`."""
    wanted = (file for file in files if file.source_path not in again)
    return {file.source_path: reading for file in wanted if (reading := memory.recall(file))}


def reread_published(raw: Path, output: Path, document: Document, settings: Settings, book: CorrectionBook) -> Reading:
    """Return the reading of a document of the latest version, as extracted: remembered, or else made now.

    Raises `RunError` where the file, or the code that reads it, is no longer what the version was made with.
    """
    path = document.source_path
    files = find_files(raw, output, settings, verify=False, book=book)
    file = next((file for file in files if file.source_path == path and file.refusal is None), None)
    same_code = document.extractor_version == extractor_version()
    if file is None or file.document_id != document.document_id or not same_code:
        what = f"{path} in {raw} is not" if same_code else "The code that reads documents is no longer"
        raise RunError(f"{what} what the latest version in {output} was made with: run `ucap rerun` first.")
    memory = ReadingMemory(output, settings.max_pages)
    reading = memory.recall(file) or read_files([file], settings, memory=memory)[0]
    if reading.ucap is None:
        raise RunError(f"{path} cannot be read ({reading.document.reason})")
    return reading


def read_files(
    files: Sequence[SourceFile],
    settings: Settings,
    *,
    workers: int | None = None,
    memory: ReadingMemory | None = None,
    on_done: Callable[[Reading], None] = lambda reading: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> list[Reading]:
    """Read documents with the settings' limits, and let `memory` keep the readings; see `read_documents`."""
    by_path = {file.source_path: file for file in files}

    def finish(reading: Reading) -> None:
        if memory:
            memory.remember(by_path[reading.document.source_path], reading)
        on_done(reading)

    return read_documents(
        files,
        workers=workers or settings.workers,
        timeout_seconds=settings.timeout_seconds,
        memory_limit_mib=settings.memory_limit_mib,
        max_pages=settings.max_pages,
        on_done=finish,
        is_cancelled=is_cancelled,
    )


def make_accept(output: Path, settings: Settings, accept_drop: Collection[str], raw: Path | None = None) -> Accept:
    """Return what holds a new version against the latest one, within the settings' limits."""
    return partial(accept_version, output=output, limits=settings.limits, accepted=accept_drop, raw=raw)


def publish_readings(
    files: Sequence[SourceFile],
    readings: Mapping[str, Reading],
    previous: Previous | None,
    output: Path,
    *,
    book: CorrectionBook = NO_CORRECTIONS,
    max_pages: int = MAX_PAGES,
    accept: Accept = lambda version: None,
) -> RunSummary:
    """Publish the files as a version that `accept` lets pass: their readings where there are, else as before.

    The corrections of `book` are applied to the readings, which come as extracted. `max_pages` is the limit that they were read
    with. The summary lacks `seconds`.
    """
    carried = select_carried(files, previous.documents if previous else {}, readings, max_pages, book=book)
    corrected, entries = correct_readings(files, readings, carried, previous, book, max_pages)
    dataset = assemble_dataset(corrected, entries, previous=previous, carried=carried.keys(), preferred=book.preferred)
    before = find_latest(output)
    publication = publish_dataset(dataset, output, accept=accept)
    rows = dataset.tables["documents"].select(["source_path", "status", "reason"]).to_pylist()
    return RunSummary(
        version=publication.version,
        written=publication.written,
        read=len(readings),
        carried_over=len(carried),
        documents=dict(Counter(row["status"] for row in rows)),
        row_counts={name: publication.row_counts[name] for name in TABLES},
        quarantined=_list_reasons(rows, "quarantined"),
        superseded=_list_reasons(rows, "superseded"),
        corrections=dict(Counter(entry.status for entry in entries)),
        faulty=list_faulty(book, entries),
        before=before,
        error_count=pc.sum(pc.equal(dataset.tables["issues"]["severity"], "error")).as_py() or 0,
    )


def correct_readings(
    files: Sequence[SourceFile],
    readings: Mapping[str, Reading],
    carried: Mapping[str, Document],
    previous: Previous | None,
    book: CorrectionBook,
    max_pages: int,
) -> tuple[list[Reading], list[Correction]]:
    """Return the readings as the corrections leave them, each with its input key, and every entry with its fate.

    Of the documents that are carried over the fates are those in the version before.
    """
    refusals = {file.source_path: file.refusal for file in files}
    corrected: list[Reading] = []
    fates = {}
    for path, reading in readings.items():
        changed, fates[path] = correct_reading(reading, book)
        document = changed.document
        if digest := book.digest(path, document.ucap_id):
            key = compute_input_key(document.document_id, max_pages, refusal=refusals.get(path), corrections_digest=digest)
            changed = replace(changed, document=document.model_copy(update={"input_key": key}))
        corrected.append(changed)
    documents = [*carried.values(), *(reading.document for reading in corrected)]
    before = (
        [row for part in previous.parts["corrections"] for row in part.load().to_pylist()] if previous and book.found else []
    )
    return corrected, settle_entries(book, documents, fates, before)


def _list_reasons(rows: list[dict[str, str]], status: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((row["source_path"], row["reason"] or "") for row in rows if row["status"] == status))
