"""Make the tables of one dataset from readings of documents, and from documents carried over from the version before."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.document_index import DocumentIndex, encode_repeated, index_nothing
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
    is_sorted,
    join_tables,
    load_parts,
    mark_part,
    number_part,
    part_column,
    sort_rows,
    split_rows,
)
from ucap.publishing.steps import STEPS, apply_step
from ucap.publishing.storage.location import Location
from ucap.publishing.superseding import find_chosen_by_name, find_superseded, holds_ucap, list_rivals
from ucap.publishing.whole_findings import find_issues, list_flagged, replace_issues
from ucap.schemas.arrow import all_schemas, render_table
from ucap.schemas.reading import AnyReading
from ucap.schemas.records import SCHEMA_VERSION, TABLES, Correction, Document, DocumentStatus, Record, Review

_LOADED = 8
"""Readings that are in memory at once while rows are made of them: some 5 MB; 32 took 10 MB more and were no faster."""
_JOINED = 16
"""Tables of so many readings that are made one: small ones take more than their rows. 40 MiB less at 10,000 documents."""
_LISTED = 10_000  # inputs that are Python's at once
_DOCUMENT_COLUMNS = ("source_path", "document_id", "input_key", "extractor_version", "status", "reason", "ucap_id")
_UCAP_TABLES = [name for name, model in TABLES.items() if part_column(model) == "ucap_id"]
_READ_TABLES = [name for name in _UCAP_TABLES if name not in EVENT_TABLES]
_TOGETHER: tuple[tuple[str, ...], ...] = (tuple(_UCAP_TABLES), ("documents", "issues"))
"""Tables whose parts with the same number refer to each other."""
INPUT_COLUMNS = ["source_path", "document_id", "input_key"]
"""What is named of each file that a dataset was made from."""


@dataclass(frozen=True)
class Previous:
    """A version from which documents can be carried over: its documents by `source_path`, its parts by table and number."""

    documents: DocumentIndex
    parts: Mapping[str, tuple[StoredPart, ...]]


@dataclass(frozen=True)
class Dataset:
    """Every published table by name, cut into parts, the rows of each part in published order.

    Parts of the version that it was made from, `previous`, are the same objects there.
    """

    parts: Mapping[str, tuple[Part, ...]]
    previous: Previous | None = field(default=None, repr=False)

    @cached_property
    def tables(self) -> Tables:
        """The whole tables; a table whose parts are in files is read when it is first used."""
        return Tables(self.parts)

    @cached_property
    def documents(self) -> pa.Table:
        """Some columns of `documents`, by `source_path`: what a run says of them, and what names the version.

        Of the documents in unchanged parts they are taken from the index of the version before, which is in memory.
        """
        changed = self.find_changed("documents")
        if changed is None or self.previous is None:
            pieces = load_parts(self.parts["documents"], _DOCUMENT_COLUMNS)
        else:
            old = load_parts((self.previous.parts["documents"][number] for number in changed), ("source_path",))
            gone = [path for rows in old for path in rows["source_path"].to_pylist()]
            kept = self.previous.documents.drop(gone).take(_DOCUMENT_COLUMNS)
            new = load_parts((self.parts["documents"][number] for number in changed), _DOCUMENT_COLUMNS)
            pieces = iter((_decode(kept), *new))
        rows = join_tables(encode_repeated(rows, ["extractor_version"]) for rows in pieces).unify_dictionaries()
        return rows if is_sorted(rows["source_path"]) else sort_rows(rows, ["source_path"])

    def find_changed(self, table: str) -> list[int] | None:
        """Return the numbers of the parts that are not those of the version before; None where most or all are others."""
        here, there = self.parts[table], self.previous.parts[table] if self.previous else ()
        if len(here) != len(there):
            return None
        changed = [number for number, part in enumerate(here) if part is not there[number]]
        return None if 2 * len(changed) > len(here) else changed

    def list_inputs(self) -> Iterator[pa.Table]:
        """Yield the files that the dataset was made from, by path, some at a time."""
        rows = self.documents.select(INPUT_COLUMNS).combine_chunks()
        yield from (rows.slice(start, _LISTED) for start in range(0, rows.num_rows, _LISTED))

    def extractor_versions(self) -> list[str]:
        """Return the versions of the reading code that occur in the documents: one, or none where there is no document."""
        return sorted(self.documents["extractor_version"].unique().to_pylist())

    def row_counts(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        return {name: sum(part.row_count for part in parts) for name, parts in self.parts.items()}

    def changed_groups(self) -> Iterator[tuple[int, dict[str, Part]]]:
        """Yield parts that are new, each with its number and with the parts that its rows refer to.

        Parts with the same number hold the same U-CAPs in every table of U-CAPs; `issues` are cut as `documents` are. Other
        parts were checked when they were first published.
        """
        for names in (*_TOGETHER, *((name,) for name in TABLES if name not in chain(*_TOGETHER))):
            for number, parts in enumerate(zip(*(self.parts[name] for name in names), strict=True)):
                if not all(isinstance(part, StoredPart) for part in parts):
                    yield number, dict(zip(names, parts, strict=True))


def _decode(rows: pa.Table) -> pa.Table:
    """Return rows with plain columns in place of those that are kept as a dictionary and numbers."""
    schema = all_schemas()[Document.table_name]
    return rows.cast(pa.schema([schema.field(name) for name in rows.column_names], schema.metadata))


def load_previous(output: Location) -> Previous | None:
    """Return the latest version in `output` where it is whole and has the present schema, else None."""
    version = find_whole_version(output)
    if version is None or version.manifest.schema_version != SCHEMA_VERSION or version.manifest.tables.keys() != TABLES.keys():
        return None
    schemas = all_schemas()
    parts = {
        name: tuple(StoredPart(locate_part(version.path, name, entry), entry, schemas[name]) for entry in table.parts)
        for name, table in version.manifest.tables.items()
    }
    try:
        documents = DocumentIndex.make(load_parts(parts["documents"]))
    except OutputError:
        return None
    return Previous(documents, parts)


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
    spool = spool or Spool()
    before = previous.documents if previous else index_nothing()
    taken = before.choose(carried)
    rivals = list_rivals(taken, [reading.document for reading in read.values()])
    finished, kept = _finish_documents(read, taken, find_superseded(rivals, preferred))
    ucaps = {reading.document.ucap_id or "": reading for path, reading in read.items() if finished.is_published(path)}
    unpublished = [reading for path, reading in read.items() if not finished.is_published(path)]
    cutter = _Cutter(previous, spool)

    was_published, stays_published = before.select(before.mark_published()), kept.select(kept.mark_published())
    stays = stays_published.marks[was_published.marks]
    count = count_parts(len(stays_published) + len(ucaps))
    ucap_cuts = cut_keys(was_published.take(["ucap_id"])["ucap_id"], stays, ucaps, count)
    count, paths = count_parts(len(kept) + len(finished)), before.rows["source_path"]
    cuts = cut_keys(paths, taken.marks, read, count)
    parts = _cut_readings(cutter, ucap_cuts, ucaps, unpublished, cuts)
    entries: list[Correction] = sorted(corrections, key=lambda correction: (correction.file, correction.position))
    entries = judge_decisions(entries, _load_texts(parts["activities"], list_named(entries)))
    parts["corrections"] = (cutter.take_whole("corrections", render_table(Correction, entries)),)
    checks = sorted(reviews, key=lambda review: review.row_key())
    parts["reviews"] = (cutter.take_whole("reviews", render_table(Review, checks)),)
    for step in STEPS:
        parts[step.table] = apply_step(step, parts[step.table], spool)
    decided = list_decided(entry.model_dump() for entry in entries)
    parts |= link_tables(parts, previous.parts if previous else {}, spool, decided)
    published = _Published(stays_published, ucaps, finished)
    parts["issues"] = replace_issues(
        parts["issues"], find_issues(parts, published, find_chosen_by_name(rivals, preferred)), published, spool
    )
    flagged = list_flagged(parts["issues"])
    finished = finished.settle(_settle_status(stays_published, finished, flagged))
    new = [path for path in finished if path in read or finished[path] != before[path]]
    cuts = cut_keys(paths, taken.drop(new).marks, dict.fromkeys(new), count)
    parts["documents"] = tuple(
        cutter.make_part("documents", cuts, number, render_table(Document, [finished[path] for path in sorted(cut.new)]))
        for number, cut in enumerate(cuts)
    )
    return Dataset({name: parts[name] for name in TABLES}, previous)


def _cut_readings(
    cutter: "_Cutter",
    ucap_cuts: Sequence[Cut],
    ucaps: Mapping[str, AnyReading],
    unpublished: Iterable[AnyReading],
    document_cuts: Sequence[Cut],
) -> dict[str, tuple[Part, ...]]:
    """Return the parts of the tables that are made of readings: those of U-CAPs, given by `ucap_id`, and `issues`."""
    cut_parts: dict[str, list[Part]] = {name: [] for name in _READ_TABLES}
    nothing = render_readings(())
    issues = [nothing["issues"]]
    for number, cut in enumerate(ucap_cuts):
        rows = render_readings(ucaps[key] for key in sorted(cut.new)) if cut.new else nothing
        issues.append(rows["issues"])
        for name in _READ_TABLES:
            cut_parts[name].append(cutter.make_part(name, ucap_cuts, number, rows[name]))
    issues.append(render_readings(unpublished)["issues"])
    parts = {name: tuple(made) for name, made in cut_parts.items()}
    split = split_rows(pa.concat_tables(issues), len(document_cuts))
    parts["issues"] = tuple(cutter.make_part("issues", document_cuts, number, rows) for number, rows in enumerate(split))
    return parts


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
    schemas = all_schemas()
    made: dict[str, list[pa.Table]] = {name: [schemas[name].empty_table()] for name in (*_READ_TABLES, "issues")}
    some = iter(readings)
    while loaded := [reading.load() for reading in islice(some, _LOADED)]:
        records: dict[str, list[Record]] = {name: [] for name in made}
        for reading in loaded:
            records["issues"].extend(reading.issues)
            for record in reading.ucap.records() if reading.ucap else ():
                records[record.table_name].append(record)
        for name, tables in made.items():
            tables.append(render_table(TABLES[name], records[name]))
            if len(tables) > _JOINED:
                tables[:] = [pa.concat_tables(tables).combine_chunks()]
    # Taken out one by one, so that only one table at a time is in memory twice.
    return {name: pa.concat_tables(made.pop(name)).combine_chunks() for name in tuple(made)}


_State: TypeAlias = tuple[DocumentStatus, str | None]
"""Status and reason of a document."""
_PUBLISHED: _State = ("published", None)
_WITH_ISSUES: _State = ("published_with_issues", None)


@dataclass(frozen=True)
class _Finished(Mapping[str, Document]):
    """Documents with the status that they have in the version, by path: those that are `read`, and some `carried` over.

    Each is made when it is asked for, as all of them need much memory.
    """

    read: Mapping[str, AnyReading]
    carried: DocumentIndex
    states: Mapping[str, _State]

    def __getitem__(self, path: str) -> Document:
        document = self.read[path].document if path in self.read else self.carried[path]
        status, reason = self.states[path]
        return document.model_copy(update={"status": status, "reason": reason})

    def __len__(self) -> int:
        return len(self.states)

    def __iter__(self) -> Iterator[str]:
        return iter(self.states)

    def is_published(self, path: str) -> bool:
        """Return whether one of them is published."""
        return self.states[path][0].startswith("published")

    def settle(self, states: Mapping[str, _State]) -> "_Finished":
        """Return the documents with other states of some, and some more of those carried over."""
        return replace(self, states={**self.states, **states})


def _finish_documents(
    read: Mapping[str, AnyReading], carried: DocumentIndex, superseded: Mapping[str, str]
) -> tuple[_Finished, DocumentIndex]:
    """Return the documents that are read or superseded, by path, and those carried over that stay what they are.

    `superseded` has the reason of each document that another one replaces; `_settle_status` decides the rest.
    """
    kept = carried.drop(superseded)
    if lost := kept.select(kept.mark("status", ["superseded"])):
        raise ValueError(f"{', '.join(lost)} must be read: the previous version has no rows of what is published now")
    states = {path: _find_state(reading.document) for path, reading in read.items()}
    states |= {path: ("superseded", reason) for path, reason in superseded.items()}
    return _Finished(read, carried, states), kept


def _find_state(document: Document) -> _State:
    """Return the state of a document that nothing supersedes, before its findings are known."""
    return _PUBLISHED if holds_ucap(document) else (document.status, document.reason)


def _settle_status(published: DocumentIndex, finished: _Finished, flagged: Collection[str]) -> dict[str, _State]:
    """Return the states that their findings, which depend on the whole dataset, give to published documents, by path.

    Of those carried over, `published`, only the ones whose status is another than before.
    """
    is_flagged = published.mark("source_path", flagged)
    was_flagged = published.mark("status", [_WITH_ISSUES[0]])
    paths = [*published.select(is_flagged != was_flagged), *filter(finished.is_published, finished)]
    return {path: _WITH_ISSUES if path in flagged else _PUBLISHED for path in paths}


@dataclass(frozen=True)
class _Published(Mapping[str, Document]):
    """The published documents by `ucap_id`: those that are carried over, and those that were read."""

    carried: DocumentIndex
    read: Mapping[str, AnyReading]
    finished: _Finished

    def __getitem__(self, ucap_id: str) -> Document:
        if reading := self.read.get(ucap_id):
            return self.finished[reading.document.source_path]
        if document := self.carried.find_ucap(ucap_id):
            return document
        raise KeyError(ucap_id)

    def __len__(self) -> int:
        return len(self.carried) + len(self.read)

    def __iter__(self) -> Iterator[str]:
        yield from self.read
        yield from self.carried.take(["ucap_id"])["ucap_id"].to_pylist()


@dataclass(frozen=True)
class _Cutter:
    """Makes the parts of tables, from new rows and those of the version before."""

    previous: Previous | None
    spool: Spool

    def make_part(self, table: str, cuts: Sequence[Cut], number: int, new: pa.Table) -> Part:
        """Return one part: as stored in the version before where it is unchanged, else made of kept and of new rows."""
        cut = cuts[number]
        stored = self.previous.parts[table] if self.previous else ()
        if not stored or cut.is_new:
            return self.spool.keep(new)
        if cut.is_unchanged and len(stored) == len(cuts):
            return stored[number]
        key = part_column(TABLES[table])
        gone = pa.array([*cut.lost, *cut.new], pa.string())
        kept = []
        for source in find_sources(number, len(cuts), len(stored)):
            rows = stored[source].load()
            if len(cuts) > len(stored):  # this part is one of those that the source is split into
                rows = rows.filter(mark_part(rows[key], number, len(cuts)))
            kept.append(rows.filter(pc.invert(pc.is_in(rows[key], value_set=gone))))
        return self.spool.keep(sort_rows(pa.concat_tables([*kept, new]), [key]))

    def take_whole(self, table: str, rows: pa.Table) -> Part:
        """Return a table that is not cut as one part: as stored in the version before where its rows are the same."""
        stored = self.previous.parts[table] if self.previous else ()
        return next((part for part in stored if len(stored) == 1 and part.load().equals(rows)), NewPart(rows))
