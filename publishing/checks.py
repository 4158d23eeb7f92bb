"""The invariants of a dataset, checked on its tables before anything is published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.assemble import Dataset
from ucap.publishing.parts import StoredPart, join_tables, load_parts, mark_part, number_part, part_column
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import TABLES, Record

_SHOWN = 3  # examples named in a violation; the rest are counted

# Child table and column, parent table and column. A null refers to nothing. `issues.ucap_id` and `corrections.ucap` are not
# listed: a finding on a superseded document and a stale correction name a U-CAP that is not published.
REFERENCES = [
    (name, "ucap_id", "ucaps", "ucap_id")
    for name, model in TABLES.items()
    if "ucap_id" in model.model_fields and name not in ("documents", "ucaps", "issues")
] + [
    ("ucaps", "document_id", "documents", "document_id"),
    ("entities", "activity_id", "activities", "activity_id"),
    ("event_mentions", "activity_id", "activities", "activity_id"),
    ("event_mentions", "event_id", "events", "event_id"),
    ("issues", "source_path", "documents", "source_path"),
]
_ALONE = ("issues",)
"""Tables in parts whose keys do not tell the part: such a key could be repeated in another part."""


def check_dataset(dataset: Dataset) -> list[str]:
    """Return every violated invariant as a sentence; none for a sound dataset.

    The invariants are those of `check_tables`. Parts that are carried over were checked when they were first published: their
    rows are not looked at again, and of what reaches across parts, only what changed is compared. So it costs what the change
    costs. That each key is in one part only is known from the part that its rows must be in.
    """
    unusable, violations = list[str](), list[str]()
    for number, parts in dataset.changed_groups():
        tables = {name: part.load() for name, part in parts.items()}
        unusable += _check_types(tables)
        if not unusable:
            violations += _check_rows(tables)
            for name, table in tables.items():
                violations += _check_place(name, table, number, len(dataset.parts[name]))
    if unusable:
        return unusable  # the other checks need every column
    for check in (_check_lone_keys, _check_told_events, _check_pairs):
        violations += check(dataset)
    return [*violations, *_check_versions(dataset.documents)]


def check_tables(tables: Mapping[str, pa.Table]) -> list[str]:
    """Return every violated invariant of whole tables as a sentence; none for sound ones.

    Types equal the schemas and only nullable columns hold nulls; keys are unique; each reference names a row; positions count
    from 1; each entity's text is at its offsets; evidence names rows that exist; each published document has one U-CAP.
    """
    schemas = all_schemas()
    violations = [
        *_report("missing tables", sorted(schemas.keys() - tables.keys())),
        *_report("tables without a schema", sorted(tables.keys() - schemas.keys())),
        *_check_types({name: table for name, table in tables.items() if name in schemas}),
    ]
    if violations:
        return violations  # the checks below need every column
    return [*_check_rows(tables), *_compare_pairs(tables["documents"], tables["ucaps"]), *_check_versions(tables["documents"])]


def _check_rows(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    """Check the rows of some tables, and their references to each other."""
    for check in (
        _check_keys,
        _check_references,
        _check_positions,
        _check_activity_ids,
        _check_entities,
        _check_evidence,
        _check_reasons,
    ):
        yield from check(tables)


def row_keys(table: pa.Table, model: type[Record]) -> pa.ChunkedArray:
    """Return the key of each row as one string, as `Record.row_key` gives it."""
    parts = [pc.fill_null(table[column].cast(pa.string()), "") for column in model.key_columns]
    return pc.binary_join_element_wise(*parts, "/")


def _report(what: str, examples: Iterable[object]) -> Iterator[str]:
    found = list(examples)
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield f"{what}: {', '.join(repr(example) for example in found[:_SHOWN])}{more}"


def _check_types(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, table in tables.items():
        schema = all_schemas()[name]
        if not table.schema.equals(schema, check_metadata=True):
            yield f"{name}: columns, types or metadata differ from the schema"
            continue
        for field in schema:
            yield from _report(f"{name}: forbidden values", _find_forbidden(table[field.name], field))


def _find_forbidden(column: pa.ChunkedArray, field: pa.Field) -> Iterator[str]:
    # Arrow declares nullability but does not enforce it, neither for columns nor for the elements of lists.
    if not field.nullable and column.null_count:
        yield f"null in {field.name}"
    if pa.types.is_floating(field.type) and not pc.all(pc.is_finite(column), min_count=0).as_py():
        yield f"a number in {field.name} that is not finite"
    if pa.types.is_list(field.type):
        inner = _find_forbidden(pc.list_flatten(column), field.type.value_field)
        yield from (f"{found} of {field.name}" for found in inner)


def _check_keys(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, table in tables.items():
        model = TABLES[name]
        counts = table.group_by(list(model.key_columns)).aggregate([([], "count_all")])
        repeated = row_keys(counts.filter(pc.greater(counts["count_all"], 1)), model).to_pylist()
        yield from _report(f"{name}: key ({', '.join(model.key_columns)}) occurs more than once", sorted(repeated))


def _check_references(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for child, column, parent, parent_column in REFERENCES:
        if not {child, parent} <= tables.keys():
            continue
        lost = _find_lost(tables[child][column], tables[parent][parent_column])
        yield from _report(f"{child}.{column} names no row of {parent}", lost)


def _find_lost(references: pa.ChunkedArray, known: pa.ChunkedArray) -> list[str]:
    present = pc.is_in(references, value_set=known.combine_chunks())
    lost: list[str] = references.filter(pc.invert(present)).drop_null().unique().to_pylist()
    return lost


def _check_positions(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, table in tables.items():
        model = TABLES[name]
        if "position" not in model.model_fields:
            continue
        in_key = "position" in model.key_columns
        parent = [column for column in model.key_columns if column != "position"] if in_key else ["ucap_id"]
        wanted = [("position", "min"), ("position", "max"), ("position", "count"), ("position", "count_distinct")]
        groups = table.group_by(parent).aggregate(wanted).to_pylist()
        broken = [
            "/".join(group[column] for column in parent)
            for group in groups
            if {group["position_max"], group["position_count_distinct"]} != {group["position_count"]}
            or group["position_min"] != 1
        ]
        yield from _report(f"{name}: positions do not count from 1 without gap in", sorted(broken))


def _check_activity_ids(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    if (activities := tables.get("activities")) is None:
        return
    expected = pc.binary_join_element_wise(activities["ucap_id"], activities["position"].cast(pa.string()), "/a")
    wrong = activities["activity_id"].filter(pc.not_equal(activities["activity_id"], expected))
    yield from _report("activities.activity_id is not made of ucap_id and position", wrong.to_pylist())


def _check_entities(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    if not {"entities", "sections"} <= tables.keys():
        return
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    sections = tables["sections"]
    columns = (sections[column].to_pylist() for column in ("ucap_id", "section", "text"))
    for ucap_id, section, text in zip(*columns, strict=True):
        texts[ucap_id, section].append(text)
    wrong = []
    entities = tables["entities"]
    columns = (entities[column].to_pylist() for column in ("ucap_id", "section", "start", "end", "text"))
    for ucap_id, section, start, end, mention in zip(*columns, strict=True):
        if not 0 <= start < end or all(text[start:end] != mention for text in texts[ucap_id, section]):
            wrong.append(f"{ucap_id}/{section}/{start}/{end}")
    yield from _report("entities are not at start:end of their section's text", wrong)


def _check_evidence(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    if (evidence := tables.get("evidence")) is None:
        return
    for name in sorted(evidence["table"].unique().to_pylist()):
        if name not in TABLES:
            yield f"evidence.table names no table: {name!r}"
            continue
        rows = evidence.filter(pc.equal(evidence["table"], name))
        named = tables[name] if name in tables else all_schemas()[name].empty_table()
        lost = _find_lost(rows["row"], row_keys(named, TABLES[name]))
        yield from _report(f"evidence.row names no row of {name}", lost)
        columns = set(rows["column"].unique().to_pylist()) - TABLES[name].model_fields.keys()
        yield from _report(f"evidence.column names no column of {name}", sorted(columns))


def _check_reasons(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    if (documents := tables.get("documents")) is None:
        return
    is_silent = pc.equal(pc.utf8_length(pc.fill_null(documents["reason"], "")), 0)
    silent = documents["source_path"].filter(pc.and_(pc.invert(_mark_published(documents)), is_silent))
    yield from _report("documents that are not published, without a reason", silent.to_pylist())


def _check_place(name: str, rows: pa.Table, number: int, count: int) -> Iterator[str]:
    """Check that rows are in the part that their keys say; those of other tables of U-CAPs refer to `ucaps` of that part."""
    column = part_column(TABLES[name])
    if column and name in ("ucaps", "documents", "issues", "events") and count > 1:
        strange = rows[column].filter(pc.invert(mark_part(rows[column], number, count)))
        yield from _report(f"{name}: rows are in another part than that of their {column}", strange.unique().to_pylist())


def _check_lone_keys(dataset: Dataset) -> Iterator[str]:
    """Check that keys in changed parts are not repeated in other parts, of tables in which keys do not tell the part."""
    for name in _ALONE:
        (column,), parts = TABLES[name].key_columns, dataset.parts[name]
        is_old = [isinstance(part, StoredPart) for part in parts]
        if all(is_old):
            continue
        new = [part for part, old in zip(parts, is_old, strict=True) if not old]
        keys = pa.chunked_array([rows[column].combine_chunks() for rows in load_parts(new, (column,))])
        counts = keys.value_counts()
        repeated = counts.field("values").filter(pc.greater(counts.field("counts"), 1)).to_pylist()
        known = counts.field("values")
        for rows in load_parts((part for part, old in zip(parts, is_old, strict=True) if old), (column,)):
            repeated += rows[column].filter(pc.is_in(rows[column], value_set=known)).to_pylist()
        yield from _report(f"{name}: key ({column}) occurs more than once", sorted(repeated))


def _check_told_events(dataset: Dataset) -> Iterator[str]:
    mentions, events = dataset.parts["event_mentions"], dataset.parts["events"]
    changed = [
        number
        for number, parts in enumerate(zip(mentions, events, strict=True))
        if not all(isinstance(part, StoredPart) for part in parts)
    ]
    new = load_parts((mentions[number] for number in changed), ("event_id",))
    told = join_tables([all_schemas()["event_mentions"].empty_table().select(["event_id"]), *new])["event_id"].unique()
    numbers = sorted({number_part(event_id, len(events)) for event_id in told.to_pylist()})
    known = [rows["event_id"].combine_chunks() for rows in load_parts((events[n] for n in numbers), ("event_id",))]
    lost = _find_lost(pa.chunked_array([told]), pa.chunked_array(known, pa.string()))
    yield from _report("event_mentions.event_id names no row of events", lost)


def _check_pairs(dataset: Dataset) -> Iterator[str]:
    """Check that each published document has one U-CAP: all of them, or what changed since a version in which it was so."""
    numbers = {name: dataset.find_changed(name) for name in ("documents", "ucaps")}
    columns = {"documents": ("status", *_PAIR), "ucaps": _PAIR}
    previous = dataset.previous
    if previous is None or numbers["documents"] is None or numbers["ucaps"] is None:
        yield from _compare_pairs(dataset.documents, join_tables(load_parts(dataset.parts["ucaps"], _PAIR)))
        return
    (documents, documents_before), (ucaps, ucaps_before) = (
        [
            join_tables([all_schemas()[name].empty_table().select(columns[name]), *load_parts(some, columns[name])])
            for some in ([parts[name][number] for number in numbers[name] or ()] for parts in (dataset.parts, previous.parts))
        ]
        for name in ("documents", "ucaps")
    )
    now, listed = _pair_ids(documents.filter(_mark_published(documents))), _pair_ids(ucaps)
    before, listed_before = _pair_ids(documents_before.filter(_mark_published(documents_before))), _pair_ids(ucaps_before)
    come, gone = (set(_find_lost(*pair)) for pair in ((now, before), (before, now)))
    listed_come, listed_gone = (set(_find_lost(*pair)) for pair in ((listed, listed_before), (listed_before, listed)))
    yield from _report(_NO_UCAP, sorted(come - listed_come | listed_gone - gone))
    yield from _report(_NO_DOCUMENT, sorted(listed_come - come | gone - listed_gone))
    # A document in an unchanged part may hold the same U-CAP as one of those that changed.
    published = dataset.documents.filter(_mark_published(dataset.documents))
    rivals = published.filter(pc.is_in(published["ucap_id"], value_set=documents["ucap_id"].combine_chunks()))
    yield from _check_rivals(_pair_ids(rivals))


def _compare_pairs(documents: pa.Table, ucaps: pa.Table) -> Iterator[str]:
    published, listed = _pair_ids(documents.filter(_mark_published(documents))), _pair_ids(ucaps)
    yield from _report(_NO_UCAP, sorted(_find_lost(published, listed)))
    yield from _report(_NO_DOCUMENT, sorted(_find_lost(listed, published)))
    yield from _check_rivals(published)


def _check_rivals(published: pa.ChunkedArray) -> Iterator[str]:
    if len(published) != len(published.unique()):
        yield "two documents are published for one row of ucaps"


_PAIR = ("ucap_id", "document_id")
_NO_UCAP, _NO_DOCUMENT = "published documents without their row of ucaps", "ucaps without a published document"


def _pair_ids(table: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(pc.fill_null(table["ucap_id"], "no U-CAP"), table["document_id"], " in ")


def _mark_published(documents: pa.Table) -> pa.ChunkedArray:
    return pc.starts_with(documents["status"], "published")


def _check_versions(documents: pa.Table) -> Iterator[str]:
    versions = sorted(documents["extractor_version"].unique().to_pylist())
    if len(versions) > 1:
        yield f"documents were read by different versions of the reading code: {', '.join(versions)}"
