"""What differs between two versions is found by key, distinguished from what only moved, and shown so that people see it."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands import invoke_ucap
from tests.example_readings import make_reading
from tests.old_versions import rewrite_version
from ucap.flows.reports.diff_report import SHOW_ALL, DiffLimits, outline_diff, render_json_diff, render_markdown_diff
from ucap.publishing import diff as diff_module
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.diff import RowChange, TableDiff, ValueChange, VersionDiff, diff_tables, diff_versions
from ucap.publishing.errors import OutputError
from ucap.publishing.manifest import Manifest, load_table
from ucap.publishing.versions import publish_dataset
from ucap.schemas.arrow import render_table
from ucap.schemas.reading import Reading
from ucap.schemas.records import TABLES, Activity, City, Evidence

READING = make_reading("a.pdf")


def _alter(reading: Reading, table: str, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Reading:
    assert reading.ucap
    values: dict[str, Any] = {table: change(getattr(reading.ucap, table))}
    return replace(reading, ucap=replace(reading.ucap, **values))


def _diff_readings(before: list[Reading], after: list[Reading]) -> dict[str, TableDiff]:
    old, new = assemble_dataset(before).tables, assemble_dataset(after).tables
    return {name: diff_tables(old[name], new[name], model) for name, model in TABLES.items()}


def _publish_both(output: Path, before: list[Reading], after: list[Reading]) -> tuple[str, str]:
    return publish_dataset(assemble_dataset(before), output).version, publish_dataset(assemble_dataset(after), output).version


def _make_activities(*texts: str) -> pa.Table:
    assert READING.ucap
    ucap_id, pattern = READING.ucap.ucap_id, READING.ucap.activities[1]
    rows = [
        pattern.model_copy(update={"activity_id": f"{ucap_id}/a{n}", "position": n, "text": text})
        for n, text in enumerate(texts, start=1)
    ]
    return render_table(Activity, rows)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("population", 7, id="number"),
        pytest.param("population", None, id="to-null"),
        pytest.param("province", "Anatolia", id="from-null"),
        pytest.param("area_km2", 306.5, id="float"),
    ],
)
def test_a_changed_value_is_told_before_and_after(column: str, value: object) -> None:
    def change(cities: tuple[City, ...]) -> tuple[City, ...]:
        return (cities[0].model_copy(update={column: value}), *cities[1:])

    tables = _diff_readings([READING], [_alter(READING, "cities", change)])
    assert READING.ucap
    (found,) = tables["cities"].changed
    assert (found.key, found.ucap_id, found.kind) == ("turku--hue/lead/1", "turku--hue", "edited")
    assert found.values == (ValueChange(column, getattr(READING.ucap.cities[0], column), value),)
    assert [name for name, table in tables.items() if not table.is_empty] == ["cities"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(["x"], ["y"], id="element"),
        pytest.param(["x"], ["x", "y"], id="longer"),
        pytest.param(["x", "y"], ["y", "x"], id="order"),
        pytest.param([], ["x"], id="from-empty"),
    ],
)
def test_a_changed_list_is_told(before: list[str], after: list[str]) -> None:
    def change(items: list[str]) -> Callable[[tuple[Activity, ...]], tuple[Activity, ...]]:
        return lambda rows: (rows[0], rows[1].model_copy(update={"items": items}))

    tables = _diff_readings([_alter(READING, "activities", change(before))], [_alter(READING, "activities", change(after))])
    (found,) = tables["activities"].changed
    assert (found.key, found.values) == ("turku--hue/a2", (ValueChange("items", before, after),))


def test_a_new_and_a_removed_document_are_rows_of_every_table() -> None:
    tables = _diff_readings([READING], [make_reading("b.pdf", lead="Lviv")])
    for name in ("documents", "ucaps", "cities", "activities", "evidence"):
        assert tables[name].added and len(tables[name].added) == len(tables[name].removed), name
        assert not tables[name].changed
    (added,) = tables["documents"].added
    assert (added.key, added.ucap_id, added.values["status"], added.moved) == ("b.pdf", "lviv--hue", "published", None)


def test_a_superseded_document_shows() -> None:
    tables = _diff_readings([READING], [READING, make_reading("b.pdf")])
    (change,) = tables["documents"].changed
    assert change.key == "a.pdf"
    assert change.values[0] == ValueChange("status", "published", "superseded")
    assert [value.column for value in change.values] == ["status", "reason"]
    assert [row.key for row in tables["documents"].added] == ["b.pdf"]


def test_a_renamed_document_has_moved() -> None:
    renamed = replace(READING, document=READING.document.model_copy(update={"source_path": "z/a.pdf"}))
    table = _diff_readings([READING], [renamed])["documents"]
    assert [(row.key, row.moved) for row in table.added] == [("z/a.pdf", "a.pdf")]
    assert [(row.key, row.moved) for row in table.removed] == [("a.pdf", "z/a.pdf")]


def test_a_new_release_of_the_code_is_told_apart() -> None:
    upgraded = replace(READING, document=READING.document.model_copy(update={"extractor_version": "9", "input_key": "9"}))
    table = _diff_readings([READING], [upgraded])["documents"]
    assert table.is_empty and [change.key for change in table.volatile] == ["a.pdf"]
    also = replace(upgraded, document=upgraded.document.model_copy(update={"page_count": 3}))
    table = _diff_readings([READING], [also])["documents"]
    assert not table.volatile
    assert [value.column for value in table.changed[0].values] == ["page_count", "extractor_version", "input_key"]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        pytest.param("ABC", "AXBC", {"a2": "inserted", "a3": "moved", "a4": "+moved"}, id="put-in"),
        pytest.param("ABC", "AC", {"a2": "dropped", "a3": "-moved"}, id="taken-out"),
        pytest.param("ABC", "AXC", {"a2": "edited"}, id="edited"),
        pytest.param("ABC", "BAC", {"a1": "moved", "a2": "moved"}, id="swapped"),
        pytest.param("AAB", "AAAB", {"a3": "inserted", "a4": "+moved"}, id="the-same-again"),
        pytest.param("AB", "ABX", {"a3": "+"}, id="put-at-the-end"),
    ],
)
def test_what_only_moved_is_told_from_what_came(before: str, after: str, kinds: dict[str, str]) -> None:
    table = diff_tables(_make_activities(*before), _make_activities(*after), Activity)
    found: dict[str, str] = {change.key: change.kind for change in table.changed}
    found |= {row.key: "+moved" if row.moved else "+" for row in table.added}
    found |= {row.key: "-moved" if row.moved else "-" for row in table.removed}
    assert {key.rpartition("/")[2]: kind for key, kind in found.items()} == kinds


def test_another_page_is_a_change_and_no_move() -> None:
    before = _make_activities("A", "B")
    after = before.set_column(
        before.column_names.index("page_end"), before.schema.field("page_end"), pa.array([2, 1], pa.int32())
    )
    (change,) = diff_tables(before, after, Activity).changed
    assert (change.kind, change.values) == ("edited", (ValueChange("page_end", 1, 2),))


FLOATS = st.sampled_from([0.0, 1.5, 2.5])
ROWS = st.fixed_dictionaries(
    {
        "ucap_id": st.sampled_from("ab"),
        "table": st.just("cities"),
        "row": st.sampled_from("rs"),
        "column": st.just("city"),
        "value": st.none() | st.sampled_from("xy"),
        "raw_text": st.none() | st.just("x"),
        "page": st.none() | st.integers(1, 2),
        "boxes": st.none() | st.lists(st.lists(FLOATS, max_size=2), max_size=3),
        "span": st.none() | st.lists(st.integers(0, 2), max_size=2),
        "method": st.just("rule"),
        "confidence": st.none() | st.just(0.5),
    }
).map(Evidence.model_validate)
TABLE = st.lists(ROWS, max_size=6, unique_by=lambda row: row.row_key())


@settings(max_examples=150, deadline=None)
@given(TABLE, TABLE)
def test_it_finds_what_comparing_row_by_row_finds(before: list[Evidence], after: list[Evidence]) -> None:
    old, new = ({row.row_key(): row.model_dump() for row in rows} for rows in (before, after))
    table = diff_tables(render_table(Evidence, before), render_table(Evidence, after), Evidence)
    assert {row.key: row.values for row in table.added} == {key: new[key] for key in new.keys() - old.keys()}
    assert {row.key: row.values for row in table.removed} == {key: old[key] for key in old.keys() - new.keys()}
    expected = {
        key: {(name, repr(old[key][name]), repr(new[key][name])) for name in new[key] if old[key][name] != new[key][name]}
        for key in new.keys() & old.keys()
    }
    found = {change.key: {(v.column, repr(v.before), repr(v.after)) for v in change.values} for change in table.changed}
    assert found == {key: values for key, values in expected.items() if values}


# Published versions


def test_versions_are_compared_and_a_version_with_itself_is_the_same(tmp_path: Path) -> None:
    one, two = _publish_both(tmp_path, [READING], [READING, make_reading("b.pdf", lead="Lviv")])
    assert diff_versions(tmp_path, one, one).is_empty
    there, back = diff_versions(tmp_path, one, two), diff_versions(tmp_path, two, one)
    for table, inverse in zip(there.tables, back.tables, strict=True):
        assert [row.key for row in table.added] == [row.key for row in inverse.removed]
        assert not table.removed and not inverse.added
    assert [table.name for table in there.tables] == list(TABLES)


def test_against_nothing_everything_is_new(tmp_path: Path) -> None:
    version = publish_dataset(assemble_dataset([READING]), tmp_path).version
    diff = diff_versions(tmp_path, None, version)
    counts = {table.name: len(table.added) for table in diff.tables}
    assert counts == assemble_dataset([READING]).row_counts()
    assert (diff.before, diff.schema_before) == (None, None)


def test_parts_of_the_same_rows_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(cities: tuple[City, ...]) -> tuple[City, ...]:
        return (cities[0].model_copy(update={"population": 1}), *cities[1:])

    one, two = _publish_both(tmp_path, [READING], [_alter(READING, "cities", change)])
    opened: list[str] = []

    def load(directory: Path, manifest: Manifest, name: str) -> pa.Table:
        opened.append(name)
        return load_table(directory, manifest, name)

    monkeypatch.setattr(diff_module, "load_table", load)
    assert [table.name for table in diff_versions(tmp_path, one, two).tables if not table.is_empty] == ["cities"]
    assert opened == ["cities", "cities"]


def test_a_column_that_the_older_schema_lacks_is_named_and_not_compared(tmp_path: Path) -> None:
    one, two = _publish_both(tmp_path, [READING], [READING, make_reading("b.pdf", lead="Lviv")])
    changes: dict[str, Callable[[pa.Table], pa.Table | None]] = {
        "cities": lambda table: table.drop_columns(["area_km2"]),
        "themes": lambda table: table.append_column("mood", pa.array(["calm"] * table.num_rows)),
        "issues": lambda table: None,
        "results": lambda table: table.set_column(1, "position", table["position"].cast(pa.int16())),
    }
    rewrite_version(tmp_path / "versions" / one, "0.9.0", changes)
    diff = diff_versions(tmp_path, one, two)
    tables = {table.name: table for table in diff.tables}
    assert (diff.schema_before, tables["cities"].columns_added, tables["cities"].changed) == ("0.9.0", ("area_km2",), ())
    assert [row.key for row in tables["cities"].added] == ["lviv--hue/lead/1", "lviv--hue/partner/1"]
    assert (len(tables["results"].added), tables["results"].changed, tables["themes"].changed) == (1, (), ())


def test_a_newer_schema_is_no_guesswork(tmp_path: Path) -> None:
    one, two = _publish_both(tmp_path, [READING], [make_reading("b.pdf", lead="Lviv")])
    rewrite_version(tmp_path / "versions" / two, "2.0.0", {})
    with pytest.raises(OutputError, match=rf"version {two} has schema 2\.0\.0, but the newest one that this ucap knows"):
        diff_versions(tmp_path, one, two)


def test_volatile_and_place_columns_are_columns_of_the_tables() -> None:
    columns = {name for model in TABLES.values() for name in model.model_fields}
    assert columns >= diff_module._PLACE_COLUMNS
    for table, names in diff_module.VOLATILE_COLUMNS.items():
        assert set(names) <= TABLES[table].model_fields.keys()


# What people and programs see


def _make_diff(*tables: TableDiff) -> VersionDiff:
    return VersionDiff("0a", "0b", "1.0.0", "1.0.0", tables)


def _change(key: str, column: str, before: object, after: object, **options: Any) -> RowChange:
    return RowChange(f"u/{key}", "u", (ValueChange(column, before, after),), {"text": "old"}, {"text": "new"}, **options)


def test_a_section_a_ucap_with_what_was_edited_and_counts_of_what_moved() -> None:
    inserted = _change("a2", "text", "B", "X", moved_to="u/a3")
    moved = [_change(f"a{n}", "text", "?", "?", moved_from=f"u/a{n - 1}", moved_to=f"u/a{n + 1}") for n in (3, 4)]
    edited = _change("a1", "date_start", date(2018, 5, 1), None)
    (section,), remarks = outline_diff(_make_diff(TableDiff("activities", changed=(edited, inserted, *moved))))
    assert (section.mark, section.heading) == ("~", "u: activities +1 ~1 2 moved")
    assert section.lines == ("~ activities a1 date_start: 2018-05-01 -> (none)", "+ activities a2: new")
    assert remarks == []


def test_long_texts_are_cut_to_what_differs() -> None:
    before, after = "a" * 300 + "old" + "z" * 300, "a" * 300 + "new one" + "z" * 300
    (section,), _ = outline_diff(_make_diff(TableDiff("results", changed=(_change("1", "text", before, after),))))
    assert section.lines == (f"~ results 1 text: …{'a' * 20}old{'z' * 20}… -> …{'a' * 20}new one{'z' * 20}…",)


def test_what_is_cut_is_counted() -> None:
    changes = tuple(replace(_change(f"{u}/{n}", "text", "x", "y"), ucap_id=f"u{u}") for u in range(5) for n in range(4))
    diff = _make_diff(TableDiff("results", changed=changes))
    sections, remarks = outline_diff(diff, DiffLimits(sections=2, lines=3))
    assert [(len(section.lines), section.left_out) for section in sections] == [(3, 1)] * 2
    assert remarks == ["and 3 more U-CAPs (--all shows them)"]
    sections, remarks = outline_diff(diff, SHOW_ALL)
    assert [(len(section.lines), section.left_out) for section in sections] == [(4, 0)] * 5 and remarks == []


def test_evidence_and_volatile_columns_are_counted_or_asked_for() -> None:
    document = _change("a.pdf", "input_key", "1", "2")
    diff = _make_diff(
        TableDiff("documents", volatile=(document,)), TableDiff("evidence", changed=(_change("e", "page", 1, 2),))
    )
    sections, remarks = outline_diff(diff)
    assert sections == []
    assert remarks == ["documents: 1 differ only in input_key (--all shows them)", "evidence: 1 changed (--all shows them)"]
    sections, remarks = outline_diff(diff, SHOW_ALL)
    assert [line for section in sections for line in section.lines] == [
        "~ u/a.pdf input_key: 1 -> 2",
        "~ evidence e page: 1 -> 2",
    ]
    assert remarks == []


def test_markdown_shows_texts_as_they_are() -> None:
    text = render_markdown_diff(_make_diff(TableDiff("results", changed=(_change("1", "text", "*x*", "<b>|\n# y"),))))
    assert "| results | 0 | 0 | 1 |" in text
    assert "- \\~ results 1 text: \\*x\\* \\-&gt; &lt;b&gt;\\|\\\\n\\# y" in text


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    def change(cities: tuple[City, ...]) -> tuple[City, ...]:
        return (cities[0].model_copy(update={"population": 195_302}), *cities[1:])

    output = tmp_path_factory.mktemp("output")
    after = [_alter(READING, "cities", change), make_reading("b.pdf", lead="Lviv")]
    return (output, *_publish_both(output, [READING, make_reading("c.pdf", lead="Kaunas")], after))


def test_the_command_compares_latest_with_the_version_before(published: tuple[Path, str, str]) -> None:
    output, one, two = published
    done = invoke_ucap("diff", "--output", output)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"Version {one} -> {two}"
    assert "  cities: 2 added, 2 removed, 1 changed" in lines
    assert "    ~ cities lead/1 population: 195301 -> 195302" in lines
    assert "    - c.pdf: was published" in lines and "    + b.pdf: published" in lines
    assert [line[:2] for line in lines if line.startswith(("+ lviv--hue: ", "- kaunas--hue: ", "~ turku--hue: "))] == [
        "- ",
        "+ ",
        "~ ",
    ]
    swapped = invoke_ucap("diff", two[:4], one[:4], "--output", output).stdout
    assert "    ~ cities lead/1 population: 195302 -> 195301" in swapped.splitlines()


def test_the_command_speaks_json_and_markdown(published: tuple[Path, str, str]) -> None:
    output, one, two = published
    content = json.loads(invoke_ucap("diff", "--output", output, "--json").stdout)
    assert (content["before"], content["after"]) == (one, two)
    (change,) = content["tables"]["cities"]["changed"]
    assert change["values"] == {"population": {"before": 195301, "after": 195302}}
    assert content["tables"]["cities"]["counts"] == {"added": 2, "removed": 2, "changed": 1, "volatile": 0}
    added = {row["key"]: row["values"] for row in content["tables"]["activities"]["added"]}
    assert added["lviv--hue/a1"]["date_start"] == "2018-05-01"
    text = invoke_ucap("diff", "--output", output, "--markdown").stdout
    assert "| cities | 2 | 2 | 1 |" in text.splitlines()
    assert invoke_ucap("diff", "--output", output, "--markdown", "--json").returncode == 2


def test_the_command_says_what_it_cannot_compare(published: tuple[Path, str, str], tmp_path: Path) -> None:
    for dataset in (assemble_dataset([READING]), assemble_dataset([])):
        last = publish_dataset(dataset, tmp_path / "copied")
    for version in last.path.parent.iterdir():
        os.utime(version, (time.time() + 1,) * 2)  # as a copy does that keeps no times
    cases = [
        ([], tmp_path / "copied", "No version is known to have been the latest before"),
        ([], tmp_path / "none", "There is no folder"),
        (["nope"], published[0], "has no version 'nope'"),
    ]
    for arguments, output, sentence in cases:
        done = invoke_ucap("diff", *arguments, "--output", output)
        assert (done.returncode, done.stdout) == (1, "") and sentence in done.stderr, arguments


def test_the_first_version_is_compared_with_nothing(tmp_path: Path) -> None:
    first = publish_dataset(assemble_dataset([READING]), tmp_path).version
    done = invoke_ucap("diff", "--output", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Version {first} is the first one: everything in it is new.\n  documents: 1 added\n")
    content = json.loads(invoke_ucap("diff", "--output", tmp_path, "--json").stdout)
    assert (content["before"], content["after"], content["tables"]["ucaps"]["counts"]["added"]) == (None, first, 1)


def test_json_lists_volatile_changes_only_if_asked() -> None:
    diff = _make_diff(TableDiff("documents", volatile=(_change("a.pdf", "input_key", "1", "2"),)))
    assert "volatile" not in json.loads(render_json_diff(diff))["tables"]["documents"]
    listed = json.loads(render_json_diff(diff, everything=True))["tables"]["documents"]
    assert (listed["counts"]["volatile"], [change["key"] for change in listed["volatile"]]) == (1, ["u/a.pdf"])
