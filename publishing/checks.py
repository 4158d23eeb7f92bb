"""The invariants of a dataset, checked on its tables before anything is published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.assemble import Dataset
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


def check_dataset(dataset: Dataset) -> list[str]:
    """Return every violated invariant as a sentence; none for a sound dataset.

    Parts that are carried over were checked when they were first published, so it is enough to check the others.
    """
    return [violation for tables in dataset.changed_tables() for violation in check_tables(tables)]


def check_tables(tables: Mapping[str, pa.Table]) -> list[str]:
    """Return every violated invariant of whole tables as a sentence; none for sound ones.

    Types equal the schemas and only nullable columns hold nulls; keys are unique; each reference names a row; positions count
    from 1; each entity's text is at its offsets; evidence names rows that exist; each published document has one U-CAP.
    """
    violations = list(_check_types(tables))
    if violations:
        return violations  # the checks below need every column
    checks = (
        _check_keys,
        _check_references,
        _check_positions,
        _check_activity_ids,
        _check_entities,
        _check_evidence,
        _check_documents,
    )
    return [violation for check in checks for violation in check(tables)]


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
    schemas = all_schemas()
    yield from _report("missing tables", sorted(schemas.keys() - tables.keys()))
    yield from _report("tables without a schema", sorted(tables.keys() - schemas.keys()))
    for name in schemas.keys() & tables.keys():
        if not tables[name].schema.equals(schemas[name], check_metadata=True):
            yield f"{name}: columns, types or metadata differ from the schema"
            continue
        for field in schemas[name]:
            yield from _report(f"{name}: forbidden values", _find_forbidden(tables[name][field.name], field))


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
    for name, model in TABLES.items():
        counts = tables[name].group_by(list(model.key_columns)).aggregate([([], "count_all")])
        repeated = row_keys(counts.filter(pc.greater(counts["count_all"], 1)), model).to_pylist()
        yield from _report(f"{name}: key ({', '.join(model.key_columns)}) occurs more than once", sorted(repeated))


def _check_references(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for child, column, parent, parent_column in REFERENCES:
        lost = _find_lost(tables[child][column], tables[parent][parent_column])
        yield from _report(f"{child}.{column} names no row of {parent}", lost)


def _find_lost(references: pa.ChunkedArray, known: pa.ChunkedArray) -> list[str]:
    present = pc.is_in(references, value_set=known.combine_chunks())
    lost: list[str] = references.filter(pc.invert(present)).drop_null().unique().to_pylist()
    return lost


def _check_positions(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, model in TABLES.items():
        if "position" not in model.model_fields:
            continue
        in_key = "position" in model.key_columns
        parent = [column for column in model.key_columns if column != "position"] if in_key else ["ucap_id"]
        wanted = [("position", "min"), ("position", "max"), ("position", "count"), ("position", "count_distinct")]
        groups = tables[name].group_by(parent).aggregate(wanted).to_pylist()
        broken = [
            "/".join(group[column] for column in parent)
            for group in groups
            if {group["position_max"], group["position_count_distinct"]} != {group["position_count"]}
            or group["position_min"] != 1
        ]
        yield from _report(f"{name}: positions do not count from 1 without gap in", sorted(broken))


def _check_activity_ids(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    activities = tables["activities"]
    expected = pc.binary_join_element_wise(activities["ucap_id"], activities["position"].cast(pa.string()), "/a")
    wrong = activities["activity_id"].filter(pc.not_equal(activities["activity_id"], expected))
    yield from _report("activities.activity_id is not made of ucap_id and position", wrong.to_pylist())


def _check_entities(tables: Mapping[str, pa.Table]) -> Iterator[str]:
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
    evidence = tables["evidence"]
    for name in sorted(evidence["table"].unique().to_pylist()):
        if name not in TABLES:
            yield f"evidence.table names no table: {name!r}"
            continue
        rows = evidence.filter(pc.equal(evidence["table"], name))
        lost = _find_lost(rows["row"], row_keys(tables[name], TABLES[name]))
        yield from _report(f"evidence.row names no row of {name}", lost)
        columns = set(rows["column"].unique().to_pylist()) - TABLES[name].model_fields.keys()
        yield from _report(f"evidence.column names no column of {name}", sorted(columns))


def _pair_ids(table: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(pc.fill_null(table["ucap_id"], "no U-CAP"), table["document_id"], " in ")


def _check_documents(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    documents, ucaps = tables["documents"], tables["ucaps"]
    is_published = pc.starts_with(documents["status"], "published")
    published, listed = _pair_ids(documents.filter(is_published)), _pair_ids(ucaps)
    yield from _report("published documents without their row of ucaps", sorted(_find_lost(published, listed)))
    yield from _report("ucaps without a published document", sorted(_find_lost(listed, published)))
    if len(published) != len(published.unique()):
        yield "two documents are published for one row of ucaps"
    is_silent = pc.equal(pc.utf8_length(pc.fill_null(documents["reason"], "")), 0)
    silent = documents["source_path"].filter(pc.and_(pc.invert(is_published), is_silent))
    yield from _report("documents that are not published, without a reason", silent.to_pylist())
    versions = sorted(tables["documents"]["extractor_version"].unique().to_pylist())
    if len(versions) > 1:
        yield f"documents were read by different versions of the reading code: {', '.join(versions)}"
