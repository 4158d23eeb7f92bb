"""Make the tables of one dataset from readings of documents, and from documents carried over from the version before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.errors import OutputError
from ucap.publishing.manifest import find_whole_version
from ucap.publishing.parts import (
    Cut,
    NewPart,
    Part,
    StoredPart,
    Tables,
    count_parts,
    cut_keys,
    find_sources,
    part_column,
)
from ucap.publishing.steps import STEPS, apply_step
from ucap.publishing.superseding import find_superseded, holds_ucap
from ucap.schemas.arrow import render_table
from ucap.schemas.reading import Reading
from ucap.schemas.records import SCHEMA_VERSION, TABLES, Correction, Document, Record, Review
from ucap.schemas.ucap import Ucap

_UCAP_TABLES = [name for name, model in TABLES.items() if part_column(model) == "ucap_id"]


class Input(TypedDict):
    """One file that a dataset was made from."""

    source_path: str
    document_id: str
    input_key: str


@dataclass(frozen=True)
class Dataset:
    """Every published table by name, cut into parts, the rows of each part in published order."""

    parts: Mapping[str, tuple[Part, ...]]

    @cached_property
    def tables(self) -> Tables:
        """The whole tables; a table whose parts are in files is read when it is first used."""
        return Tables(self.parts)

    def inputs(self) -> list[Input]:
        """Return the files the dataset was made from, by path."""
        rows: list[Input] = self.tables["documents"].select(["source_path", "document_id", "input_key"]).to_pylist()
        return sorted(rows, key=lambda row: row["source_path"])

    def extractor_versions(self) -> list[str]:
        """Return the versions of the reading code that occur in the documents: one, or none where there is no document."""
        return sorted(self.tables["documents"]["extractor_version"].unique().to_pylist())

    def row_counts(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        return {name: sum(part.row_count for part in parts) for name, parts in self.parts.items()}

    def changed_tables(self) -> dict[str, pa.Table]:
        """Return what has to be checked: all tables; tables of U-CAPs without their unchanged parts.

        Parts with the same number hold the same U-CAPs in every table, so rows that refer to each other are checked together.
        `documents`, `ucaps`, `issues` and `corrections` are returned whole: their keys and references reach across parts.
        """
        changed = {n for name in _UCAP_TABLES for n, part in enumerate(self.parts[name]) if isinstance(part, NewPart)}
        return {
            name: self.tables[name]
            if name == "ucaps" or name not in _UCAP_TABLES or len(changed) == len(parts)
            else pa.concat_tables(
                [render_table(TABLES[name], []), *(part.load() for n, part in enumerate(parts) if n in changed)]
            )
            for name, parts in self.parts.items()
        }


@dataclass(frozen=True)
class Previous:
    """A version from which documents can be carried over: its documents by `source_path`, its parts by table and number."""

    documents: Mapping[str, Document]
    parts: Mapping[str, tuple[StoredPart, ...]]


def load_previous(output: Path) -> Previous | None:
    """Return the latest version in `output` where it is whole and has the present schema, else None."""
    version = find_whole_version(output)
    if version is None or version.manifest.schema_version != SCHEMA_VERSION or version.manifest.tables.keys() != TABLES.keys():
        return None
    parts = {
        name: tuple(StoredPart(version.path / name / entry.name, entry) for entry in table.parts)
        for name, table in version.manifest.tables.items()
    }
    try:
        documents = [Document(**row) for part in parts["documents"] for row in part.load().to_pylist()]
    except OutputError:
        return None
    return Previous({document.source_path: document for document in documents}, parts)


def assemble_dataset(
    readings: Iterable[Reading],
    corrections: Iterable[Correction] = (),
    reviews: Iterable[Review] = (),
    *,
    previous: Previous | None = None,
    carried: Collection[str] = (),
    preferred: Sequence[str] = (),
) -> Dataset:
    """Return the tables of one dataset from readings, correction entries and checks; their order does not matter.

    `carried` names documents, by `source_path`, that are taken over from the previous version; the dataset is the same as if
    they had been read again. Raises `ValueError` where one of them is to be published and has no rows there. `preferred` are
    the documents that corrections choose where several hold one U-CAP.

    Decides which documents are superseded and the final status of each. Within a part, `documents` are ordered by
    `source_path`, `issues` by `source_path` and as found, `corrections` by file and position, `reviews` by their key, all
    others by `ucap_id` and document order. The order is that of the characters, not natural order: the bytes of a version must
    not depend on how a library defines natural order.
    """
    read = {reading.document.source_path: reading for reading in readings}
    before = previous.documents if previous else {}
    documents = _finish_documents(read, {path: before[path] for path in carried}, preferred)
    published = {document.ucap_id or "": path for path, document in documents.items() if _is_published(document)}
    ucaps = {ucap_id: ucap for ucap_id, path in published.items() if path in read and (ucap := read[path].ucap)}
    kept_ucaps = published.keys() - ucaps.keys()

    parts: dict[str, tuple[Part, ...]] = {}
    same = {path for path in carried if documents[path] == before[path]}
    cuts = cut_keys(same, documents.keys() - same, before, count_parts(len(documents)))
    parts["documents"] = _cut_table("documents", cuts, {path: [document] for path, document in documents.items()}, previous)
    cuts = cut_keys(carried, read, before, count_parts(len(documents)))
    parts["issues"] = _cut_table("issues", cuts, {path: reading.issues for path, reading in read.items()}, previous)
    ucaps_before = {document.ucap_id or "" for document in before.values() if _is_published(document)}
    cuts = cut_keys(kept_ucaps, ucaps, ucaps_before, count_parts(len(published)))
    for name, records in _sort_by_table(ucaps).items():
        parts[name] = _cut_table(name, cuts, records, previous)
    entries: list[Correction] = sorted(corrections, key=lambda correction: (correction.file, correction.position))
    parts["corrections"] = (NewPart(render_table(Correction, entries)),)
    parts["reviews"] = (NewPart(render_table(Review, sorted(reviews, key=lambda review: review.row_key()))),)
    for step in STEPS:
        parts[step.table] = apply_step(step, parts[step.table])
    return Dataset({name: parts[name] for name in TABLES})


def _finish_documents(
    read: Mapping[str, Reading], carried: Mapping[str, Document], preferred: Sequence[str]
) -> dict[str, Document]:
    """Return every document, by path, with its final status, which depends on the whole dataset."""
    claims = {path: reading.document for path, reading in read.items() if reading.ucap} | dict(carried)
    superseded = find_superseded(claims.values(), preferred)
    if lost := [path for path, document in carried.items() if document.status == "superseded" and path not in superseded]:
        raise ValueError(f"{', '.join(sorted(lost))} must be read: the previous version has no rows of what is published now")
    finished = {path: _finish_read(reading, superseded.get(path)) for path, reading in read.items()}
    return finished | {path: _finish_carried(document, superseded.get(path)) for path, document in carried.items()}


def _finish_read(reading: Reading, superseded: str | None) -> Document:
    if reading.ucap is None or not holds_ucap(reading.document):
        return reading.document
    if superseded:
        return reading.document.model_copy(update={"status": "superseded", "reason": superseded})
    flagged = any(issue.severity in ("error", "warning") for issue in reading.issues)
    return reading.document.model_copy(update={"status": "published_with_issues" if flagged else "published", "reason": None})


def _finish_carried(document: Document, superseded: str | None) -> Document:
    # A published document keeps its status: its findings are those of the version before.
    return document.model_copy(update={"status": "superseded", "reason": superseded}) if superseded else document


def _is_published(document: Document) -> bool:
    return document.status.startswith("published")


def _sort_by_table(ucaps: Mapping[str, Ucap]) -> dict[str, dict[str, list[Record]]]:
    tables: dict[str, dict[str, list[Record]]] = {name: {} for name in _UCAP_TABLES}
    for ucap_id, ucap in ucaps.items():
        for record in ucap.records():
            tables[record.table_name].setdefault(ucap_id, []).append(record)
    return tables


def _cut_table(
    name: str, cuts: list[Cut], records: Mapping[str, Iterable[Record]], previous: Previous | None
) -> tuple[Part, ...]:
    """Return the parts of a table: unchanged parts as stored in the version before, the others made new."""
    stored = previous.parts[name] if previous else ()
    parts: list[Part] = []
    for number, cut in enumerate(cuts):
        if cut.is_unchanged and len(stored) == len(cuts):
            parts.append(stored[number])
        else:
            sources = [stored[source] for source in find_sources(number, len(cuts), len(stored))] if cut.kept else []
            parts.append(NewPart(_merge_rows(TABLES[name], cut, records, sources)))
    return tuple(parts)


def _merge_rows(
    model: type[Record], cut: Cut, records: Mapping[str, Iterable[Record]], sources: Iterable[StoredPart]
) -> pa.Table:
    key = part_column(model)
    new = render_table(model, [record for added in sorted(cut.new) for record in records.get(added, ())])
    if not cut.kept:
        return new
    wanted = pa.array(sorted(cut.kept))
    kept = [(rows := source.load()).filter(pc.is_in(rows[key], value_set=wanted)) for source in sources]
    merged = pa.concat_tables([*kept, new])
    # The sort is stable, so the rows of one U-CAP or document stay in their order.
    return merged.take(pc.sort_indices(merged, sort_keys=[(key, "ascending")])).combine_chunks()
