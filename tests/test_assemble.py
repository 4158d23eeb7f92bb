"""Which documents are published, in what order the rows stand, and which faults of a dataset are found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.example_readings import make_correction, make_quarantined, make_reading
from ucap.publishing.assemble import Dataset, assemble_dataset
from ucap.publishing.checks import check_dataset, check_tables, row_keys
from ucap.schemas.reading import Reading
from ucap.schemas.records import TABLES, Severity

OLD, NEW = datetime(2019, 3, 1, tzinfo=UTC), datetime(2020, 3, 1, tzinfo=UTC)


def _statuses(dataset: Dataset) -> dict[str, str]:
    documents = dataset.tables["documents"]
    return dict(zip(documents["source_path"].to_pylist(), documents["status"].to_pylist(), strict=True))


def _reasons(dataset: Dataset) -> dict[str, str]:
    documents = dataset.tables["documents"]
    return dict(zip(documents["source_path"].to_pylist(), documents["reason"].to_pylist(), strict=True))


def _published(dataset: Dataset) -> list[str]:
    return [path for path, status in _statuses(dataset).items() if status.startswith("published")]


@pytest.mark.parametrize(
    ("severities", "status"),
    [
        pytest.param((), "published", id="no-issues"),
        pytest.param(("info", "info"), "published", id="info-only"),
        pytest.param(("info", "warning"), "published_with_issues", id="warning"),
        pytest.param(("error",), "published_with_issues", id="error"),
    ],
)
def test_status_follows_issues(severities: tuple[Severity, ...], status: str) -> None:
    dataset = assemble_dataset([make_reading("a.pdf", severities=severities)])
    assert _statuses(dataset) == {"a.pdf": status}
    assert dataset.tables["issues"]["severity"].to_pylist() == [*severities, "info"], "Hue has no summary of its own"


def test_quarantined_document_keeps_its_reason_and_issues() -> None:
    dataset = assemble_dataset([make_quarantined("a.pdf", "encrypted: ask for a copy without password.")])
    assert _statuses(dataset) == {"a.pdf": "quarantined"}
    assert _reasons(dataset) == {"a.pdf": "encrypted: ask for a copy without password."}
    assert dataset.row_counts() == dict.fromkeys(TABLES, 0) | {"documents": 1, "issues": 1}


def test_status_quarantined_outweighs_a_ucap_read_in_part() -> None:
    reading = make_reading("a.pdf")
    document = reading.document.model_copy(update={"status": "quarantined", "reason": "timeout: too slow."})
    dataset = assemble_dataset([replace(reading, document=document)])
    assert (_statuses(dataset), dataset.tables["ucaps"].num_rows) == ({"a.pdf": "quarantined"}, 0)


@pytest.mark.parametrize(
    ("documents", "published"),
    [
        pytest.param({"b.pdf": OLD, "a.pdf": NEW}, "a.pdf", id="newer-date-wins-over-path"),
        pytest.param({"b.pdf": OLD, "a.pdf": None}, "b.pdf", id="date-missing-on-one-side"),
        pytest.param({"b.pdf": None, "a.pdf": NEW}, "b.pdf", id="date-missing-on-the-later-path"),
        pytest.param({"v2.pdf": None, "v10.pdf": None}, "v10.pdf", id="natural-order-of-numbers"),
        pytest.param({"2/v9.pdf": None, "10/v1.pdf": None}, "10/v1.pdf", id="natural-order-of-folders"),
        pytest.param({"plan.pdf": None, "plan (2).pdf": None}, "plan (2).pdf", id="browser-copy-with-blank"),
        pytest.param({"plan.pdf": None, "plan-2.pdf": None}, "plan-2.pdf", id="copy-with-hyphen"),
        pytest.param({"v1.pdf": OLD, "v2.pdf": OLD}, "v2.pdf", id="equal-dates"),
        pytest.param({"v01.pdf": None, "v1.pdf": None}, "v1.pdf", id="equal-in-natural-order"),
        pytest.param({"a.pdf": NEW, "b.pdf": None, "c.pdf": OLD}, "c.pdf", id="three-with-one-date-missing"),
        pytest.param({"a.pdf": NEW.replace(tzinfo=None), "b.pdf": OLD}, "a.pdf", id="date-without-zone"),
    ],
)
def test_newest_document_of_a_ucap_is_published(documents: dict[str, datetime | None], published: str) -> None:
    readings = [make_reading(path, modified_at=modified, severities=("warning",)) for path, modified in documents.items()]
    for order in (readings, readings[::-1]):
        dataset = assemble_dataset(order)
        assert _published(dataset) == [published]
        assert dataset.tables["ucaps"]["document_id"].to_pylist() == [
            reading.document.document_id for reading in readings if reading.document.source_path == published
        ]
        issues = dataset.tables["issues"].to_pylist()
        own = [row["source_path"] for row in issues if row["code"] not in ("partner_silent", "chosen_by_name")]
        assert sorted(own) == sorted(documents)
        for path in documents.keys() - {published}:
            assert _reasons(dataset)[path].startswith(f"superseded: {published} ")
        assert check_dataset(dataset) == []


@pytest.mark.parametrize(
    ("documents", "preferred", "others"),
    [
        pytest.param({"b.md": None, "a.md": None, "c.md": None}, (), "a.md and b.md hold", id="without-dates"),
        pytest.param({"a.pdf": OLD, "b.pdf": OLD}, (), "a.pdf holds", id="equal-dates"),
        pytest.param({"a.pdf": OLD, "b.pdf": NEW}, (), None, id="dated"),
        pytest.param({"a.md": None, "b.md": None}, ("a.md",), None, id="chosen-by-a-correction"),
    ],
)
def test_a_file_that_only_its_name_makes_the_newest_is_doubted(documents, preferred, others) -> None:
    dataset = assemble_dataset([make_reading(path, modified_at=at) for path, at in documents.items()], preferred=preferred)
    found = [row["message"] for row in dataset.tables["issues"].to_pylist() if row["code"] == "chosen_by_name"]
    assert [message.partition(" the same U-CAP")[0] for message in found] == ([others] if others else [])


def test_byte_identical_files_are_published_once() -> None:
    dataset = assemble_dataset([make_reading("b.pdf", content="same"), make_reading("a.pdf", content="same")])
    assert _statuses(dataset) == {"a.pdf": "superseded", "b.pdf": "published"}
    assert "byte for byte the same as b.pdf" in _reasons(dataset)["a.pdf"]
    assert check_dataset(dataset) == []


def test_byte_identical_files_are_published_once_even_where_a_correction_renames_one() -> None:
    copies = [make_reading("a.pdf", content="same"), make_reading("b.pdf", content="same", lead="Lviv")]
    dataset = assemble_dataset(copies)
    assert dataset.tables["ucaps"]["ucap_id"].to_pylist() == ["lviv--hue"]


def test_copy_of_a_superseded_file_names_the_published_one() -> None:
    old = [make_reading(path, content="old", modified_at=OLD) for path in ("a.pdf", "z.pdf")]
    reasons = _reasons(assemble_dataset([*old, make_reading("m.pdf", modified_at=NEW)]))
    assert reasons["m.pdf"] is None
    assert all(reasons[path].startswith("superseded: m.pdf holds the same U-CAP") for path in ("a.pdf", "z.pdf"))
    assert "2020-03-01" in reasons["a.pdf"]


def test_rows_stand_in_order_of_ucap_and_document() -> None:
    dataset = assemble_dataset([make_reading("a.pdf", lead="Turku"), make_reading("b.pdf", lead="Kaunas")])
    assert dataset.tables["documents"]["source_path"].to_pylist() == ["a.pdf", "b.pdf"]
    activities = ["kaunas--hue/a1", "kaunas--hue/a2", "turku--hue/a1", "turku--hue/a2"]
    assert dataset.tables["activities"]["activity_id"].to_pylist() == activities


def test_nothing_to_publish_is_a_sound_dataset() -> None:
    dataset = assemble_dataset([])
    assert check_dataset(dataset) == []
    assert dataset.row_counts() == dict.fromkeys(TABLES, 0)


EXAMPLES = [
    make_reading("10/turku.pdf", severities=("info", "warning")),
    make_reading("2/turku.pdf", content="copy", severities=("error",)),
    make_reading("copy.pdf", content="copy"),
    make_reading("kaunas.pdf", lead="Kaunas", partner="Cebu", modified_at=OLD),
    make_reading("kaunas-new.pdf", lead="Kaunas", partner="Cebu", modified_at=NEW),
    make_reading("lviv.pdf", lead="Lviv", partner="Penang"),
    make_quarantined("scan.pdf"),
]
CORRECTIONS = [make_correction(file, position) for file in ("a.yml", "b.yml") for position in (1, 2, 10)][::-1]
SOUND_CORRECTIONS = [make_correction("a.yml", 1), make_correction("a.yml", 2)]


@settings(max_examples=40, deadline=None)
@given(st.permutations(EXAMPLES), st.permutations(CORRECTIONS))
def test_order_of_readings_does_not_matter(readings: list[Reading], corrections: list[object]) -> None:
    expected = assemble_dataset(EXAMPLES, CORRECTIONS)
    dataset = assemble_dataset(readings, corrections)  # type: ignore[arg-type]
    assert all(dataset.tables[name].equals(expected.tables[name], check_metadata=True) for name in TABLES)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.text("ab01-. /", min_size=1, max_size=5),
        st.tuples(st.sampled_from([None, OLD, NEW]), st.sampled_from(["Turku", "Lviv"]), st.sampled_from("xyz")),
        max_size=6,
    )
)
def test_each_ucap_has_one_document(documents: dict[str, tuple[datetime | None, str, str]]) -> None:
    readings = [
        make_reading(path, modified_at=modified, lead=lead, content=lead + content)
        for path, (modified, lead, content) in documents.items()
    ]
    dataset = assemble_dataset(readings)
    assert check_dataset(dataset) == []
    assert len(_published(dataset)) == len({lead for _, lead, _ in documents.values()})
    assert dataset.tables["documents"].num_rows == len(documents)


def test_row_keys_are_those_of_the_records() -> None:
    reading = make_reading()
    assert reading.ucap
    dataset = assemble_dataset([reading])
    for name, model in TABLES.items():
        records = [record for record in reading.ucap.records() if record.table_name == name]
        if records:
            assert row_keys(dataset.tables[name], model).to_pylist() == [record.row_key() for record in records]


def _drop(table: pa.Table) -> pa.Table:
    return table.slice(1)


def _repeat(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, table.slice(0, 1)])


def _set(column: str, value: object) -> Callable[[pa.Table], pa.Table]:
    """Set the column's value in the first row."""

    def change(table: pa.Table) -> pa.Table:
        field = table.schema.field(column)
        values = [value, *table[column].to_pylist()[1:]]
        return table.set_column(table.schema.get_field_index(column), field, pa.array(values, field.type))

    return change


def _add(column: str, number: int) -> Callable[[pa.Table], pa.Table]:
    return lambda table: _set(column, table[column][0].as_py() + number)(table)


def _copy_document(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, _set("source_path", "copy.pdf")(table.slice(0, 1))])


def _recast(column: str, kind: pa.DataType) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.set_column(table.schema.get_field_index(column), column, pc.cast(table[column], kind))


@pytest.mark.parametrize(
    ("table", "change", "violation"),
    [
        pytest.param(
            "cities", _recast("population", pa.float64()), "cities: columns, types or metadata", id="integer-as-float"
        ),
        pytest.param(
            "cities", lambda t: t.replace_schema_metadata(None), "cities: columns, types or metadata", id="no-metadata"
        ),
        pytest.param("themes", lambda t: t.drop_columns(["page"]), "themes: columns, types or metadata", id="column-missing"),
        pytest.param("cities", _set("city", None), "cities: forbidden values: 'null in city'", id="null-in-column"),
        pytest.param("activities", _set("items", [None]), "'null in element of items'", id="null-in-list"),
        pytest.param("cities", _set("area_km2", float("nan")), "'a number in area_km2 that is not finite'", id="not-a-number"),
        pytest.param("evidence", _set("boxes", [[0.0, float("inf")]]), "that is not finite", id="infinite-in-nested-list"),
        pytest.param("cities", _repeat, "cities: key (ucap_id, side, position) occurs more than once", id="key-repeated"),
        pytest.param("evidence", _repeat, "evidence: key", id="key-with-null-repeated"),
        pytest.param("ucaps", _drop, "themes.ucap_id names no row of ucaps: 'lviv--penang'", id="ucap-missing"),
        pytest.param("ucaps", _drop, "published documents without their row of ucaps", id="published-without-ucap"),
        pytest.param("documents", _drop, "ucaps.document_id names no row of documents", id="document-missing"),
        pytest.param("documents", _drop, "issues.source_path names no row of documents", id="document-of-issue-missing"),
        pytest.param("documents", _set("status", "superseded"), "ucaps without a published document", id="ucap-of-superseded"),
        pytest.param("documents", _set("status", "superseded"), "without a reason: 'a.pdf'", id="superseded-without-reason"),
        pytest.param("documents", _copy_document, "published for one row of ucaps", id="two-documents-one-ucap"),
        pytest.param(
            "documents", _set("extractor_version", "9"), "different versions of the reading code", id="two-extractors"
        ),
        pytest.param("entities", _add("start", 1), "entities are not at", id="entity-shifted"),
        pytest.param("entities", _add("end", 10**6), "entities are not at", id="entity-past-the-end"),
        pytest.param("entities", _set("section", "results"), "entities are not at", id="entity-without-section"),
        pytest.param("entities", _set("activity_id", "x/a1"), "entities.activity_id names no row", id="entity-of-no-activity"),
        pytest.param(
            "sections", _drop, "sections: positions do not count from 1 without gap in: 'lviv--penang'", id="from-two"
        ),
        pytest.param("themes", _add("position", 1), "themes: positions do not count", id="single-row-at-two"),
        pytest.param("agenda_topics", _add("position", 2), "agenda_topics: positions do not count", id="gap"),
        pytest.param("activities", _add("position", 1), "activities: positions do not count", id="position-repeated"),
        pytest.param("activities", _add("position", 1), "activities.activity_id is not made of", id="activity-id-differs"),
        pytest.param("corrections", _drop, "corrections: positions do not count", id="correction-lost"),
        pytest.param("evidence", _set("row", "x"), "evidence.row names no row of cities: 'x'", id="evidence-of-no-row"),
        pytest.param("evidence", _set("table", "towns"), "evidence.table names no table: 'towns'", id="evidence-of-no-table"),
        pytest.param("evidence", _set("column", "mayor"), "no column of cities: 'mayor'", id="evidence-of-no-column"),
    ],
)
def test_check_finds(table: str, change: Callable[[pa.Table], pa.Table], violation: str) -> None:
    readings = [make_reading("a.pdf", lead="Lviv", partner="Penang", severities=("info",)), make_reading("b.pdf")]
    dataset = assemble_dataset(readings, SOUND_CORRECTIONS)
    assert check_dataset(dataset) == []
    broken = {**dataset.tables, table: change(dataset.tables[table])}
    assert violation in "\n".join(check_tables(broken))


@pytest.mark.parametrize(
    ("tables", "violation"),
    [
        pytest.param({"cities": None}, "missing tables: 'cities'", id="missing"),
        pytest.param({"towns": pa.table({"a": [1]})}, "tables without a schema: 'towns'", id="unknown"),
    ],
)
def test_check_finds_wrong_set_of_tables(tables: dict[str, pa.Table | None], violation: str) -> None:
    changed = {**assemble_dataset([make_reading()]).tables, **tables}
    assert violation in check_tables({name: table for name, table in changed.items() if table is not None})


def test_long_violations_name_three_examples_and_count_the_rest() -> None:
    leads = ("Turku", "Kaunas", "Lviv", "Cebu", "Penang")
    dataset = assemble_dataset([make_reading(f"{lead}.pdf", lead=lead) for lead in leads])
    (violation,) = check_tables({**dataset.tables, "cities": dataset.tables["cities"].slice(0, 0)})
    assert violation.startswith("evidence.row names no row of cities: ")
    assert violation.endswith(" and 2 more")
