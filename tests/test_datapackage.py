"""A version's Frictionless description says what its files and schemas are."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.example_outputs import ONE
from ucap.publishing.datapackage import render_datapackage
from ucap.publishing.manifest import ManifestTable, check_version, load_manifest
from ucap.publishing.versions import publish_dataset
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import SCHEMA_VERSION, TABLES

TYPES = {"string", "integer", "number", "boolean", "array", "date", "datetime"}


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_dataset(ONE, tmp_path_factory.mktemp("output")).path


@pytest.fixture(scope="module")
def package(version: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((version / "datapackage.json").read_text(encoding="utf-8"))
    return content


def test_it_is_a_file_of_the_version_like_others(version: Path, package: dict[str, Any]) -> None:
    manifest = load_manifest(version)
    content = (version / "datapackage.json").read_bytes()
    (entry,) = manifest.descriptions
    assert (entry.name, entry.bytes, entry.sha256) == ("datapackage.json", len(content), hashlib.sha256(content).hexdigest())
    assert content == render_datapackage(manifest) == render_datapackage(manifest.model_copy(update={"descriptions": ()}))
    assert package["version"] == f"{SCHEMA_VERSION}+{manifest.version}"


def test_a_changed_one_is_damage(tmp_path: Path) -> None:
    publication = publish_dataset(ONE, tmp_path)
    path = publication.path / "datapackage.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert check_version(publication.path, publication.version) == ["datapackage.json differs from its checksum"]
    assert publish_dataset(ONE, tmp_path).written
    assert path.read_bytes() == whole


def test_each_table_is_a_resource_with_its_file(version: Path, package: dict[str, Any]) -> None:
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        content = (version / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        table = pq.read_table(pa.BufferReader(content))
        assert resource["rows"] == table.num_rows
        assert [field["name"] for field in resource["schema"]["fields"]] == table.column_names


def test_fields_have_type_meaning_unit_and_bounds(package: dict[str, Any]) -> None:
    fields = {(r["name"], field["name"]): field for r in package["resources"] for field in r["schema"]["fields"]}
    assert fields["cities", "area_km2"] == {
        "name": "area_km2", "type": "number", "description": "Area.", "unit": "km²", "example": "398.0"
    }  # fmt: skip
    assert fields["cities", "side"]["constraints"] == {"required": True, "enum": ["lead", "partner"]}
    assert "enum" not in fields["activities", "activity_types"]["constraints"]
    expected = {
        "documents": {"modified_at": "datetime", "size_bytes": "integer"},
        "evidence": {"boxes": "array", "row": "string"},
    }
    assert {t: {c: fields[t, c]["type"] for c in columns} for t, columns in expected.items()} == expected
    assert {field["type"] for field in fields.values()} == TYPES
    for (table, column), field in fields.items():
        assert field["description"] == TABLES[table].model_fields[column].description
        assert all_schemas()[table].field(column).nullable == (not field.get("constraints", {}).get("required", False))
        assert isinstance(field.get("example", ""), str), "the standard's profile admits nothing else"
    assert fields["ucaps", "lead_cities"]["example"] == '["Málaga"]'
    assert fields["ucaps", "period_start"]["example"] == "2017-05-01"


def test_keys_name_fields_that_are_there(package: dict[str, Any]) -> None:
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    names = {name: {field["name"] for field in schema["fields"]} for name, schema in schemas.items()}
    for name, schema in schemas.items():
        key = schema.get("primaryKey") or schema["uniqueKeys"][0]
        assert tuple(key) == TABLES[name].key_columns
        for reference in schema.get("foreignKeys", []):
            assert {*reference["fields"]} <= names[name]
            assert {*reference["reference"]["fields"]} <= names[reference["reference"]["resource"]]
    assert "primaryKey" not in schemas["evidence"], "its key holds the page, which may be null"
    targets = {tuple(r["fields"]): r["reference"]["resource"] for r in schemas["entities"]["foreignKeys"]}
    assert targets == {("ucap_id",): "ucaps", ("activity_id",): "activities"}


def test_a_table_of_several_parts_lists_them(version: Path) -> None:
    manifest = load_manifest(version)
    (part,) = manifest.tables["cities"].parts
    twice = ManifestTable(rows=2 * part.rows, parts=(part, part.model_copy(update={"name": "part-00001.parquet"})))
    package = json.loads(render_datapackage(manifest.model_copy(update={"tables": {**manifest.tables, "cities": twice}})))
    resource = next(resource for resource in package["resources"] if resource["name"] == "cities")
    assert resource["path"] == ["cities/part-00000.parquet", "cities/part-00001.parquet"]
    assert (resource["bytes"], resource["rows"], "hash" in resource) == (2 * part.bytes, 2 * part.rows, False)
    assert [entry["hash"] for entry in resource["parts"]] == [f"sha256:{part.sha256}"] * 2
