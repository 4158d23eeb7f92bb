"""Readings of single documents become the tables of one dataset."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict

import pyarrow as pa
from natsort import natsort_keygen, ns

from publishing.linking import link_entities
from schemas.arrow import render_table
from schemas.records import TABLES, Correction, Document, Record
from schemas.ucap import Reading

# ns.PATH compares folder by folder and the suffix last. Without it a blank or a hyphen, both before the dot in ASCII, would put
# the copy `plan (2).pdf` or `plan-2.pdf` before the `plan.pdf` it was made from.
_natural_key = natsort_keygen(alg=ns.PATH)


class Input(TypedDict):
    """One file that a dataset was made from."""

    source_path: str
    document_id: str
    input_key: str


@dataclass(frozen=True)
class Dataset:
    """Every published table by name, its rows in published order."""

    tables: dict[str, pa.Table]

    def inputs(self) -> list[Input]:
        """Return the files the dataset was made from, by path."""
        rows: list[Input] = self.tables["documents"].select(["source_path", "document_id", "input_key"]).to_pylist()
        return rows

    def extractor_versions(self) -> list[str]:
        """Return the versions of the reading code that occur in the documents: one, or none where there is no document."""
        return sorted(self.tables["documents"]["extractor_version"].unique().to_pylist())

    def row_counts(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        return {name: table.num_rows for name, table in self.tables.items()}


def assemble_dataset(readings: Iterable[Reading], corrections: Iterable[Correction] = ()) -> Dataset:
    """Lay the readings and correction entries out as the tables of one dataset; the order they come in does not matter.

    Decides which documents are superseded and the final status of each. `documents` are ordered by `source_path`, `issues` by
    `source_path` and as found, `corrections` by file and position, all others by `ucap_id` and document order. Plain order of
    characters, not natural order: the bytes of a version shall not hang on a library's idea of natural.
    """
    ordered = sorted(readings, key=lambda reading: reading.document.source_path)
    superseded = find_superseded(ordered)
    rows: dict[str, list[Record]] = {name: [] for name in TABLES}
    published = []
    for reading in ordered:
        reason = superseded.get(reading.document.source_path)
        rows["documents"].append(_finish_document(reading, reason))
        rows["issues"] += reading.issues
        if _holds_ucap(reading) and reading.ucap and reason is None:
            published.append(reading.ucap)
    for ucap in sorted(published, key=lambda ucap: ucap.ucap_id):
        for record in ucap.records():
            rows[record.table_name].append(record)
    entries: list[Correction] = sorted(corrections, key=lambda correction: (correction.file, correction.position))
    rows["corrections"] += entries
    tables = {name: render_table(model, rows[name]) for name, model in TABLES.items()}
    return Dataset(tables | {"entities": link_entities(tables["entities"])})


def find_superseded(readings: Iterable[Reading]) -> dict[str, str]:
    """Return the reason, by `source_path`, for each document that another one of the same U-CAP or the same bytes replaces."""
    current = [reading for reading in readings if _holds_ucap(reading)]
    replaced: dict[str, tuple[Reading, Reading]] = {}
    # Same bytes first: two copies are one document, even if a correction names one of them and changes its ucap_id.
    identities: tuple[Callable[[Reading], str], ...] = (lambda r: r.document.document_id, _claimed_ucap)
    for identity in identities:
        rivals: dict[str, list[Reading]] = {}
        for reading in current:
            rivals.setdefault(identity(reading), []).append(reading)
        for group in rivals.values():
            newest = _find_newest(group)
            replaced |= {loser.document.source_path: (loser, newest) for loser in group if loser is not newest}
        current = [reading for reading in current if reading.document.source_path not in replaced]
    reasons = {}
    for path, (loser, winner) in replaced.items():
        # The winner among copies may itself be replaced by a newer document, but that one by none.
        _, newest = replaced.get(winner.document.source_path, (winner, winner))
        reasons[path] = _explain_superseded(loser.document, newest.document)
    return reasons


def _holds_ucap(reading: Reading) -> bool:
    return reading.ucap is not None and reading.document.status != "quarantined"


def _claimed_ucap(reading: Reading) -> str:
    return reading.ucap.ucap_id if reading.ucap else ""


def _find_newest(group: list[Reading]) -> Reading:
    """Return the newest of the documents that claim one U-CAP.

    By modification date; where one of them states none, by natural order of the path, last is newest. One missing date decides
    for the whole group: compared two by two, three documents could each be newer than the next.
    """
    dated = all(reading.document.modified_at for reading in group)

    def age(reading: Reading) -> tuple[datetime, object, str]:
        document = reading.document
        instant = _as_utc(document.modified_at) if dated and document.modified_at else datetime.min.replace(tzinfo=UTC)
        return instant, _natural_key(document.source_path), document.source_path

    return max(group, key=age)


def _as_utc(instant: datetime) -> datetime:
    """Read an instant without a zone as UTC, as Arrow does when it is published."""
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _explain_superseded(older: Document, newer: Document) -> str:
    if older.document_id == newer.document_id:
        return f"superseded: the file is byte for byte the same as {newer.source_path}; delete either of the two."
    if older.modified_at and newer.modified_at and _as_utc(older.modified_at) < _as_utc(newer.modified_at):
        why = f"was modified later ({_as_utc(newer.modified_at):%Y-%m-%d})"
    else:
        why = "comes later by name, which decides where modification dates are missing or equal"
    return (
        f"superseded: {newer.source_path} holds the same U-CAP and {why}; "
        "delete this file, or the other one if this is the version to publish."
    )


def _finish_document(reading: Reading, superseded: str | None) -> Document:
    if not _holds_ucap(reading):
        return reading.document
    if superseded:
        return reading.document.model_copy(update={"status": "superseded", "reason": superseded})
    flagged = any(issue.severity in ("error", "warning") for issue in reading.issues)
    return reading.document.model_copy(update={"status": "published_with_issues" if flagged else "published", "reason": None})
