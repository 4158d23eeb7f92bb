"""Make the tables of one dataset from readings of documents, and from documents carried over from the version before."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.errors import OutputError
from ucap.publishing.event_tables import EVENT_TABLES, link_tables
from ucap.publishing.events.decisions import judge_decisions, list_decided, list_named
from ucap.publishing.manifest import find_whole_version, locate_part
from ucap.publishing.parts import (
    Cut,
    NewPart,
    Part,
    Spool,
    StoredPart,
    Tables,
    count_parts,
    cut_keys,
    find_sources,
    number_part,
    part_column,
    sort_rows,
    split_rows,
)
from ucap.publishing.steps import STEPS, apply_step
from ucap.publishing.storage.location import Location
from ucap.publishing.superseding import find_superseded, holds_ucap
from ucap.publishing.whole_findings import find_issues, list_flagged, replace_issues
from ucap.schemas.arrow import render_table
from ucap.schemas.reading import AnyReading
from ucap.schemas.records import SCHEMA_VERSION, TABLES, Correction, Document, DocumentStatus, Record, Review

_LOADED = 8
"""Readings that are in memory at once while rows are made of them: some 5 MB; 32 took 10 MB more and were no faster."""
_UCAP_TABLES = [name for name, model in TABLES.items() if part_column(model) == "ucap_id"]
_READ_TABLES = [name for name in _UCAP_TABLES if name not in EVENT_TABLES]


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

    def changed_tables(self) -> Iterator[dict[str, pa.Table]]:
        """Yield what has to be checked, all tables each time: first those whose keys reach across parts, then changed parts.

        Parts with the same number hold the same U-CAPs in every table, so rows that refer to each other are checked together,
        with the documents and events of these U-CAPs. Unchanged parts of them were checked when they were first published.
        """
        empty = {name: render_table(model, []) for name, model in TABLES.items()}
        whole = {name: self.tables[name] for name in (*(TABLES.keys() - set(_UCAP_TABLES)), "ucaps")}
        yield {**empty, **whole}
        documents = whole["documents"]
        for number in range(len(self.parts["ucaps"])):
            parts = {name: self.parts[name][number] for name in _UCAP_TABLES}
            if all(isinstance(part, StoredPart) for part in parts.values()):
                continue
            tables = {name: part.load() for name, part in parts.items()}
            holding = pc.is_in(documents["document_id"], value_set=tables["ucaps"]["document_id"].combine_chunks())
            published = pc.starts_with(documents["status"], "published")
            told = pc.is_in(whole["events"]["event_id"], value_set=tables["event_mentions"]["event_id"].combine_chunks())
            named = {"documents": documents.filter(pc.and_(holding, published)), "events": whole["events"].filter(told)}
            yield {**empty, **tables, **named}


@dataclass(frozen=True)
class Previous:
    """A version from which documents can be carried over: its documents by `source_path`, its parts by table and number."""

    documents: Mapping[str, Document]
    parts: Mapping[str, tuple[StoredPart, ...]]


def load_previous(output: Location) -> Previous | None:
    """Return the latest version in `output` where it is whole and has the present schema, else None."""
    version = find_whole_version(output)
    if version is None or version.manifest.schema_version != SCHEMA_VERSION or version.manifest.tables.keys() != TABLES.keys():
        return None
    parts = {
        name: tuple(StoredPart(locate_part(version.path, name, entry), entry) for entry in table.parts)
        for name, table in version.manifest.tables.items()
    }
    try:
        documents = [Document(**row) for part in parts["documents"] for row in part.load().to_pylist()]
    except OutputError:
        return None
    return Previous({document.source_path: document for document in documents}, parts)


def assemble_dataset(
    readings: Iterable[AnyReading],
    corrections: Iterable[Correction] = (),
    reviews: Iterable[Review] = (),
    *,
    previous: Previous | None = None,
    carried: Collection[str] = (),
    preferred: Sequence[str] = (),
    spool: Spool | None = None,
) -> Dataset:
    """Return the tables of one dataset from readings, correction entries and checks; their order does not matter.

    Of the entries, those about events get their status here: they are about published activities, of whichever documents.

    `carried` names documents, by `source_path`, that are taken over from the previous version; the dataset is the same as if
    they had been read again. Raises `ValueError` where one of them is to be published and has no rows there. `preferred` are
    the documents that corrections choose where several hold one U-CAP. `spool` keeps the parts, in memory where it is null.

    Decides which documents are superseded and the final status of each. Within a part, `documents` are ordered by
    `source_path`, `issues` by `source_path` and as found, `corrections` by file and position, `reviews` by their key, all
    others by `ucap_id` and document order. The order is that of the characters, not natural order: the bytes of a version must
    not depend on how a library defines natural order.
    """
    read = {reading.document.source_path: reading for reading in readings}
    before, spool = previous.documents if previous else {}, spool or Spool()
    documents = _finish_documents(read, {path: before[path] for path in carried}, preferred)
    published = {document.ucap_id or "": path for path, document in documents.items() if _is_published(document)}
    ucaps = {ucap_id: read[path] for ucap_id, path in published.items() if path in read}
    cutter = _Cutter(previous, spool)

    ucaps_before = {document.ucap_id or "" for document in before.values() if _is_published(document)}
    cuts = cut_keys(published.keys() - ucaps.keys(), ucaps, ucaps_before, count_parts(len(published)))
    cut_parts: dict[str, list[Part]] = {name: [] for name in _READ_TABLES}
    issues = []
    for number, cut in enumerate(cuts):
        rows = render_readings(ucaps[key] for key in sorted(cut.new))
        issues.append(rows["issues"])
        for name in _READ_TABLES:
            cut_parts[name].append(cutter.make_part(name, cuts, number, rows[name]))
    parts = {name: tuple(made) for name, made in cut_parts.items()}
    unpublished = [reading for path, reading in read.items() if not _is_published(documents[path])]
    issues.append(render_readings(unpublished)["issues"])

    count = count_parts(len(documents))
    cuts = cut_keys(carried, read, before, count)
    parts["issues"] = tuple(
        cutter.make_part("issues", cuts, number, rows)
        for number, rows in enumerate(split_rows(pa.concat_tables(issues), count))
    )
    entries: list[Correction] = sorted(corrections, key=lambda correction: (correction.file, correction.position))
    entries = judge_decisions(entries, _load_texts(parts["activities"], list_named(entries)))
    parts["corrections"] = (NewPart(render_table(Correction, entries)),)
    parts["reviews"] = (NewPart(render_table(Review, sorted(reviews, key=lambda review: review.row_key()))),)
    for step in STEPS:
        parts[step.table] = apply_step(step, parts[step.table], spool)
    decided = list_decided(entry.model_dump() for entry in entries)
    parts |= link_tables(parts, previous.parts if previous else {}, spool, decided)
    parts["issues"] = replace_issues(parts["issues"], find_issues(parts, [documents[p] for p in published.values()]), spool)
    documents |= _settle_status([documents[path] for path in published.values()], list_flagged(parts["issues"]))
    same = {path for path in carried if documents[path] == before[path]}
    cuts = cut_keys(same, documents.keys() - same, before, count)
    parts["documents"] = tuple(
        cutter.make_part("documents", cuts, number, render_table(Document, [documents[path] for path in sorted(cut.new)]))
        for number, cut in enumerate(cuts)
    )
    return Dataset({name: parts[name] for name in TABLES})


def _load_texts(activities: Sequence[Part], named: Iterable[str]) -> dict[str, str]:
    """Return the texts of those of the activities that are published."""
    wanted = sorted(named)
    texts: dict[str, str] = {}
    for number in {number_part(id_.rpartition("/a")[0], len(activities)) for id_ in wanted}:
        rows = activities[number].load(("activity_id", "text"))
        rows = rows.filter(pc.is_in(rows["activity_id"], pa.array(wanted, pa.string())))
        texts |= dict(zip(rows["activity_id"].to_pylist(), rows["text"].to_pylist(), strict=True))
    return texts


def render_readings(readings: Iterable[AnyReading]) -> dict[str, pa.Table]:
    """Return the rows of readings, in their order, as tables of U-CAPs and `issues`. Loads only some of them at a time."""
    made: dict[str, list[pa.Table]] = {name: [render_table(TABLES[name], [])] for name in (*_READ_TABLES, "issues")}
    some = iter(readings)
    while loaded := [reading.load() for reading in islice(some, _LOADED)]:
        records: dict[str, list[Record]] = {name: [] for name in made}
        for reading in loaded:
            records["issues"].extend(reading.issues)
            for record in reading.ucap.records() if reading.ucap else ():
                records[record.table_name].append(record)
        for name, tables in made.items():
            tables.append(render_table(TABLES[name], records[name]))
    return {name: pa.concat_tables(tables).combine_chunks() for name, tables in made.items()}


def _finish_documents(
    read: Mapping[str, AnyReading], carried: Mapping[str, Document], preferred: Sequence[str]
) -> dict[str, Document]:
    """Return every document, by path, with its reason where another one supersedes it; `_settle_status` decides the rest."""
    claims = {path: reading.document for path, reading in read.items() if holds_ucap(reading.document)} | dict(carried)
    superseded = find_superseded(claims.values(), preferred)
    if lost := [path for path, document in carried.items() if document.status == "superseded" and path not in superseded]:
        raise ValueError(f"{', '.join(sorted(lost))} must be read: the previous version has no rows of what is published now")
    finished = {path: _finish_read(reading, superseded.get(path)) for path, reading in read.items()}
    return finished | {path: _finish_carried(document, superseded.get(path)) for path, document in carried.items()}


def _finish_read(reading: AnyReading, superseded: str | None) -> Document:
    if not holds_ucap(reading.document):
        return reading.document
    status: DocumentStatus = "superseded" if superseded else "published"
    return reading.document.model_copy(update={"status": status, "reason": superseded})


def _finish_carried(document: Document, superseded: str | None) -> Document:
    return document.model_copy(update={"status": "superseded", "reason": superseded}) if superseded else document


def _settle_status(published: Iterable[Document], flagged: Collection[str]) -> dict[str, Document]:
    """Return documents by path with the status that their findings give, which depend on the whole dataset, too."""
    statuses: dict[bool, DocumentStatus] = {True: "published_with_issues", False: "published"}
    return {
        document.source_path: document.model_copy(update={"status": statuses[document.source_path in flagged]})
        for document in published
    }


def _is_published(document: Document) -> bool:
    return document.status.startswith("published")


@dataclass(frozen=True)
class _Cutter:
    """Makes the parts of tables, from new rows and those of the version before."""

    previous: Previous | None
    spool: Spool

    def make_part(self, table: str, cuts: Sequence[Cut], number: int, new: pa.Table) -> Part:
        """Return one part: as stored in the version before where it is unchanged, else made of kept and of new rows."""
        cut = cuts[number]
        stored = self.previous.parts[table] if self.previous else ()
        if cut.is_unchanged and len(stored) == len(cuts):
            return stored[number]
        sources = [stored[source] for source in find_sources(number, len(cuts), len(stored))] if cut.kept else []
        return self.spool.keep(_merge_rows(TABLES[table], cut, new, sources))


def _merge_rows(model: type[Record], cut: Cut, new: pa.Table, sources: Iterable[StoredPart]) -> pa.Table:
    if not cut.kept:
        return new
    key = part_column(model)
    wanted = pa.array(sorted(cut.kept))
    kept = [(rows := source.load()).filter(pc.is_in(rows[key], value_set=wanted)) for source in sources]
    return sort_rows(pa.concat_tables([*kept, new]), [key])
