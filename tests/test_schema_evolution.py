"""No table changes without its schema version telling so, and what older versions published stays readable."""

import copy
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.example_outputs import ONE
from tests.old_versions import rewrite_version
from tests.schema_snapshots import (
    Snapshot,
    find_step,
    list_changes,
    next_version,
    parse_version,
    read_snapshots,
    take_snapshot,
    write_snapshot,
)
from ucap.publishing.errors import OutputError
from ucap.publishing.evolution import adapt_table, load_current_table
from ucap.publishing.manifest import load_manifest
from ucap.publishing.versions import publish_dataset
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import SCHEMA_VERSION


def test_a_changed_table_has_a_new_schema_version(update_golden: bool) -> None:
    kept, current = read_snapshots(), take_snapshot()
    published = next((s for s in kept if s["schema_version"] == SCHEMA_VERSION), None)
    if update_golden and published is None:
        pytest.fail(f"wrote {write_snapshot(current)}: look at it, and run again without --update-golden")
    assert published, (
        f"schema {SCHEMA_VERSION} has no snapshot yet: run this test with --update-golden, once it is as it should be"
    )
    changes = list_changes(published, current)
    step = find_step(changes)
    listed = "\n".join(f"  {asked}: {change}" for asked, change in changes)
    assert step is None, (
        f"the tables are no longer those of schema {SCHEMA_VERSION}:\n{listed}\nset SCHEMA_VERSION to "
        f"{next_version(SCHEMA_VERSION, step)} and run this test with --update-golden (or, where {SCHEMA_VERSION} was never "
        "released, delete its snapshot first and leave the version)"
    )


def test_each_kept_schema_is_as_many_steps_on_as_it_changed() -> None:
    kept = read_snapshots()
    assert parse_version(kept[-1]["schema_version"]) == parse_version(SCHEMA_VERSION), "a snapshot is newer than the code"
    for old, new in pairwise(kept):
        step = find_step(list_changes(old, new))
        assert step, f"{new['schema_version']} says the same as {old['schema_version']}"
        assert parse_version(new["schema_version"]) >= parse_version(next_version(old["schema_version"], step))


def _columns(snapshot: Snapshot) -> dict[str, Any]:
    columns: dict[str, Any] = snapshot["tables"]["cities"]["columns"]
    return columns


def _move_first_to_end(snapshot: Snapshot) -> None:
    columns = _columns(snapshot)
    columns["ucap_id"] = columns.pop("ucap_id")


@pytest.mark.parametrize(
    ("change", "step"),
    [
        pytest.param(lambda s: s["tables"].pop("cities"), "major", id="table-removed"),
        pytest.param(lambda s: _columns(s).pop("province"), "major", id="column-removed"),
        pytest.param(lambda s: _columns(s)["position"].update(type="int64"), "major", id="retyped"),
        pytest.param(lambda s: _columns(s)["position"].update(null=True), "major", id="may-be-null-now"),
        pytest.param(lambda s: _columns(s)["area_km2"].update(unit="ha"), "major", id="other-unit"),
        pytest.param(lambda s: s["tables"]["cities"]["key"].append("city"), "major", id="key"),
        pytest.param(lambda s: s["tables"].update(mayors=s["tables"]["cities"]), "minor", id="table-added"),
        pytest.param(lambda s: _columns(s).update(mayor={"type": "string", "null": True}), "minor", id="column-added"),
        pytest.param(lambda s: _columns(s)["province"].update(null=False), "minor", id="never-null-now"),
        pytest.param(lambda s: _columns(s)["side"]["values"].append("third"), "minor", id="new-value-of-a-closed-list"),
        pytest.param(_move_first_to_end, "minor", id="other-order"),
        pytest.param(lambda s: _columns(s)["city"].update(description="Its name."), "patch", id="description"),
        pytest.param(lambda s: s["tables"]["cities"].update(description="A city."), "patch", id="table-description"),
        pytest.param(lambda s: None, None, id="nothing"),
    ],
)
def test_the_step_that_a_change_asks_for(change: Callable[[Snapshot], object], step: str | None) -> None:
    before = take_snapshot()
    after = copy.deepcopy(before)
    change(after)
    assert find_step(list_changes(before, after)) == step


@pytest.mark.parametrize(("step", "version"), [("major", "2.0.0"), ("minor", "1.5.0"), ("patch", "1.4.3")])
def test_next_version(step: Any, version: str) -> None:
    assert next_version("1.4.2", step) == version


def test_older_tables_are_read_with_the_present_columns(tmp_path: Path) -> None:
    path = publish_dataset(ONE, tmp_path).path
    changes: dict[str, Callable[[pa.Table], pa.Table | None]] = {
        "cities": lambda table: table.drop_columns(["area_km2", "side"]),
        "themes": lambda table: table.append_column("mood", pa.array(["calm"] * table.num_rows)),
        "results": lambda table: table.set_column(1, "position", table["position"].cast(pa.int16())),
        "issues": lambda table: None,
    }
    rewrite_version(path, "0.9.0", changes)
    manifest = load_manifest(path)
    tables = {name: load_current_table(path, manifest, name) for name in all_schemas()}
    assert {name: table.schema.names for name, table in tables.items()} == {n: s.names for n, s in all_schemas().items()}
    assert all(table.schema.types == all_schemas()[name].types for name, table in tables.items())
    for name in ("area_km2", "side"):
        assert tables["cities"][name].null_count == tables["cities"].num_rows > 0
        assert tables["cities"].schema.field(name).nullable
    assert tables["cities"]["city"].equals(ONE.tables["cities"]["city"])
    assert tables["results"].equals(ONE.tables["results"]) and tables["issues"].num_rows == 0


@pytest.mark.parametrize(
    ("schema_version", "message"),
    [
        pytest.param("2.0.0", r"has schema 2\.0\.0, but the newest one that this ucap knows is 1\.", id="newer-major"),
        pytest.param("", "has the schema version '', which is not valid", id="none"),
        pytest.param("1.99.0", None, id="newer-minor"),
        pytest.param("0.1.0", None, id="older-major"),
    ],
)
def test_only_a_newer_major_version_is_refused(tmp_path: Path, schema_version: str, message: str | None) -> None:
    path = publish_dataset(ONE, tmp_path).path
    rewrite_version(path, schema_version, {})
    manifest = load_manifest(path)
    if message is None:
        assert load_current_table(path, manifest, "cities").equals(ONE.tables["cities"])
        return
    with pytest.raises(OutputError, match=message):
        load_current_table(path, manifest, "cities")


def test_a_value_that_does_not_fit_the_present_type_is_named() -> None:
    schema = pa.schema([pa.field("population", pa.int64())])
    with pytest.raises(OutputError, match="version 0a1b has population as string, which this ucap cannot read as int64"):
        adapt_table(pa.table({"population": ["many"]}), schema, "0a1b")
    assert adapt_table(pa.table({"population": ["7"]}), schema, "0a1b")["population"].to_pylist() == [7]
