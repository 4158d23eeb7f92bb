"""Publishing what a run read, and what it carries over, as a version."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ucap.flows.basics.settings import Settings
from ucap.flows.run.inputs import RunInputs
from ucap.flows.run.plan import select_carried
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.assertions import accept_version
from ucap.publishing.corrections.apply import Fate
from ucap.publishing.corrections.book import correct_reading, list_faulty, settle_entries
from ucap.publishing.document_index import DocumentIndex
from ucap.publishing.errors import explain_failures
from ucap.publishing.history import list_candidates
from ucap.publishing.latest import find_latest
from ucap.publishing.linking import make_key
from ucap.publishing.parts import KEYS_PER_PART, Spool, load_rows, mark_values
from ucap.publishing.reviews.settle import note_changes, settle_reviews
from ucap.publishing.state import STATE_NAME
from ucap.publishing.storage.location import Location
from ucap.publishing.storage.objects import StoredPath
from ucap.publishing.versions import publish_dataset
from ucap.schemas.reading import AnyReading
from ucap.schemas.records import TABLES, Correction

SPOOL_NAME = Path(STATE_NAME, "parts")
"""Where the rows of a large dataset lie within an output folder while it is published."""


def prepare_publishing() -> None:
    """Load what publishing loads with its first rows: the names for linking, and in programs pandas, for which pyarrow looks.

    It takes as long as reading some documents, so it is done while they are read.
    """
    pa.array([""])
    make_key("")


def publish_readings(
    inputs: RunInputs, readings: Mapping[str, AnyReading], request: RunRequest, settings: Settings
) -> RunSummary:
    """Publish the files as a version: by their readings, with the corrections applied, else as in the version before.

    `readings` are as extracted, by `source_path`. The summary lacks `seconds`. Raises `RejectedVersionError` where the version
    lacks too much against the latest one, unless the request accepts that.
    """
    with open_spool(request.output, len(inputs.files)) as spool:
        return _publish(inputs, readings, request, settings, spool)


def _publish(
    inputs: RunInputs, readings: Mapping[str, AnyReading], request: RunRequest, settings: Settings, spool: Spool
) -> RunSummary:
    carried = select_carried(inputs, readings)
    corrected, entries = correct_readings(inputs, readings, carried)
    present = _find_present(inputs.reviews.by_ucap, carried, corrected)
    reviews = settle_reviews(
        inputs.reviews,
        present,
        [reading.load() for reading in corrected if reading.document.ucap_id in inputs.reviews.by_ucap],
        _load_before(inputs, "reviews") if inputs.reviews.checks else [],
    )
    dataset = assemble_dataset(
        corrected,
        entries,
        reviews,
        previous=inputs.previous,
        carried=carried,
        preferred=inputs.book.preferred,
        spool=spool,
    )
    entries = [Correction(**row) for row in dataset.tables["corrections"].to_pylist()]  # those about events are judged only now
    before = find_latest(request.output)
    waiting = list_candidates(request.output)
    accept = partial(
        accept_version, output=request.output, limits=settings.limits, accepted=request.accept_drop, raw=request.raw
    )
    publication = publish_dataset(dataset, request.output, accept=accept, seen=inputs.seen)
    documents, issues = dataset.documents, load_rows(dataset.parts["issues"], ("severity", "source_path", "code"))
    return RunSummary(
        version=publication.version,
        written=publication.written,
        repaired=publication.repaired,
        accepted=publication.version in waiting,
        read=len(readings),
        carried_over=len(carried),
        documents=_count_values(documents["status"]),
        row_counts={name: publication.row_counts[name] for name in TABLES},
        quarantined=_list_reasons(documents, "quarantined"),
        superseded=_list_reasons(documents, "superseded"),
        corrections=dict(Counter(entry.status for entry in entries)),
        faulty=list_faulty(inputs.book, entries),
        before=before,
        error_count=pc.sum(pc.equal(issues["severity"], "error")).as_py() or 0,
        findings=_count_values(issues["severity"]),
        gone=_list_gone(inputs, carried, documents),
        erroneous=_list_errors(issues, documents),
    )


def _find_present(ucap_ids: Collection[str], carried: DocumentIndex, corrected: Iterable[AnyReading]) -> set[str]:
    """Return those of some U-CAPs that a document holds."""
    read = {reading.document.ucap_id for reading in corrected}
    return {id_ for id_ in ucap_ids if id_ in read} | set(
        carried.select(carried.mark("ucap_id", ucap_ids)).take(["ucap_id"])["ucap_id"].to_pylist()
    )


def _count_values(column: pa.ChunkedArray) -> dict[str, int]:
    return {entry["values"]: entry["counts"] for entry in column.value_counts().to_pylist()}


@contextmanager
def open_spool(output: Location, documents: int) -> Iterator[Spool]:
    """Yield where the parts of a dataset of so many documents are kept until they are published; memory for a small one.

    Only for the one writer to the output: what a killed run left there is removed.
    """
    if isinstance(output, StoredPath):
        with TemporaryDirectory(prefix="ucap-parts-") as folder_name:
            yield Spool(Path(folder_name))
        return
    folder = output / SPOOL_NAME
    rmtree(folder, ignore_errors=True)
    if documents <= KEYS_PER_PART:
        yield Spool()
        return
    with explain_failures(output, "publish a version"):
        folder.mkdir(parents=True)
        try:
            yield Spool(folder)
        finally:
            rmtree(folder, ignore_errors=True)


def correct_readings(
    inputs: RunInputs, readings: Mapping[str, AnyReading], carried: DocumentIndex
) -> tuple[list[AnyReading], list[Correction]]:
    """Return the readings with the corrections applied, each with its input key, and every entry with its status.

    Of documents that are carried over, the status of an entry is the one in the version before.
    """
    book, files = inputs.book, inputs.columns
    ids = ((path, reading.document.ucap_id) for path, reading in readings.items())
    concerned = {path for path, id_ in ids if book.find_concerning(path, id_) or id_ in inputs.reviews.by_ucap}
    by_path = {file.source_path: file for file in files.select(mark_values(files.columns["source_path"], concerned))}
    corrected: list[AnyReading] = []
    fates: dict[str, dict[str, list[Fate]]] = {}
    for path, reading in readings.items():
        if path not in concerned:
            corrected.append(reading)
            fates[path] = {}
            continue
        changed, fates[path] = correct_reading(reading.load(), book)
        changed = note_changes(changed, inputs.reviews)
        document = changed.document
        if inputs.digest_people(path, document.ucap_id):
            as_read = replace(by_path[path], document_id=document.document_id)
            key = inputs.compute_key(as_read, document.ucap_id)
            changed = replace(changed, document=document.model_copy(update={"input_key": key}))
        corrected.append(changed)
    before = _load_before(inputs, "corrections") if book.found else []
    return corrected, settle_entries(book, carried, [reading.document for reading in corrected], fates, before)


def _load_before(inputs: RunInputs, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table in the version before; none where there is none."""
    return [row for part in inputs.previous.parts[table] for row in part.load().to_pylist()] if inputs.previous else []


def _list_errors(issues: pa.Table, documents: pa.Table) -> tuple[tuple[str, str], ...]:
    errors = issues.filter(pc.equal(issues["severity"], "error")).select(["source_path", "code"])
    published = documents["source_path"].filter(pc.equal(documents["status"], "published_with_issues"))
    codes: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in errors.filter(pc.is_in(errors["source_path"], published.combine_chunks())).to_pylist():
        codes[row["source_path"]][row["code"]] = None
    return tuple((path, ", ".join(found)) for path, found in sorted(codes.items()))


def _list_gone(inputs: RunInputs, carried: DocumentIndex, documents: pa.Table) -> tuple[str, ...]:
    """Return the U-CAPs that the version before published, and that no document of this one does."""
    superseded = documents["source_path"].filter(pc.equal(documents["status"], "superseded")).to_pylist()
    published = inputs.before.select(inputs.before.mark_published())
    left = published.select(~carried.drop(superseded).marks).take(["ucap_id"])["ucap_id"].drop_null().to_pylist()
    now = documents["ucap_id"].filter(pc.starts_with(documents["status"], "published"))
    return tuple(sorted(set(left) - set(now.filter(mark_values(now, left)).to_pylist())))


def _list_reasons(documents: pa.Table, status: str) -> tuple[tuple[str, str], ...]:
    rows = documents.filter(pc.equal(documents["status"], status)).select(["source_path", "reason"]).to_pylist()
    return tuple(sorted((row["source_path"], row["reason"] or "") for row in rows))
