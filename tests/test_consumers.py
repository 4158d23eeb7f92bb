"""Other tools read the published files, with the right types."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from tests.example_outputs import ONE
from ucap.publishing.manifest import read_table
from ucap.publishing.versions import publish_dataset
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import SCHEMA_VERSION, TABLES


@pytest.fixture(scope="module")
def latest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # `=` in a folder's name must not become a column for our own reader.
    output = tmp_path_factory.mktemp("output") / "region=asia"
    publish_dataset(ONE, output)
    return output / "latest"


def test_arrow_dataset_has_the_published_schema(latest: Path) -> None:
    for name, schema in all_schemas().items():
        assert ds.dataset(latest / name).schema.equals(schema, check_metadata=True)
        assert read_table(latest.parent, name).schema.equals(schema, check_metadata=True)


def test_parquet_file_carries_version_and_descriptions(latest: Path) -> None:
    schema = pq.read_schema(latest / "cities" / "part-00000.parquet")
    assert schema.metadata[b"schema_version"].decode() == SCHEMA_VERSION
    assert schema.field("area_km2").metadata == {b"description": b"Area.", b"unit": "km²".encode()}
    assert all(field.metadata[b"description"] for field in schema)


def test_a_parquet_file_describes_itself_to_readers_without_arrow(latest: Path) -> None:
    for name, model in TABLES.items():
        with duckdb.connect() as connection:
            query = f"select key, value from parquet_kv_metadata('{latest}/{name}/*.parquet')"
            found = {key.decode(): value.decode() for key, value in connection.execute(query).fetchall()}
        assert (found["table"], found["schema_version"], found["key"].split(",")) == (
            name,
            SCHEMA_VERSION,
            [*model.key_columns],
        )
        assert found["description"].startswith("One row per ")
        columns = json.loads(found["columns"])
        assert list(columns) == list(model.model_fields)
        assert {column: info["description"] for column, info in columns.items()} == {
            column: info.description for column, info in model.model_fields.items()
        }
        if name == "cities":
            assert columns["area_km2"] == {"description": "Area.", "unit": "km²"}


def test_parquet_is_of_the_types_promised_to_readers_without_arrow(latest: Path) -> None:
    columns: dict[tuple[str, str], Any] = {}
    for name in ("activities", "cities", "documents"):
        schema = pq.ParquetFile(latest / name / "part-00000.parquet").schema
        columns |= {(name, schema.column(i).path): schema.column(i) for i in range(len(schema.names))}
    assert str(columns["activities", "date_start"].logical_type) == "Date"
    assert "isAdjustedToUTC=true, timeUnit=microseconds" in str(columns["documents", "modified_at"].logical_type)
    assert columns["cities", "population"].physical_type == "INT64"
    assert ("activities", "items.list.element") in columns


def test_pandas_reads_a_table(latest: Path) -> None:
    frame = pd.read_parquet(latest / "activities", dtype_backend="pyarrow")
    assert frame.dtypes["date_start"].pyarrow_dtype == pa.date32()
    assert frame.dtypes["page_end"].pyarrow_dtype == pa.int32()
    assert [list(items) for items in frame["items"]] == [["Port tour"], []] * 2
    assert pd.read_parquet(latest / "activities")["activity_id"].tolist() == frame["activity_id"].tolist()


def test_polars_reads_a_table(latest: Path) -> None:
    schema = pl.read_parquet(latest / "activities" / "*.parquet", hive_partitioning=False).schema
    assert {name: schema[name] for name in ("date_start", "items", "page_start", "planned")} == {
        "date_start": pl.Date(),
        "items": pl.List(pl.String()),
        "page_start": pl.Int32(),
        "planned": pl.Boolean(),
    }
    cities = pl.read_parquet(latest / "cities" / "*.parquet", hive_partitioning=False)
    assert cities.schema["population"] == pl.Int64()
    assert cities["population"].to_list() == [195301, None] * 2


def test_duckdb_reads_a_table(latest: Path) -> None:
    with duckdb.connect() as connection:
        query = f"select * from read_parquet('{latest}/activities/*.parquet', hive_partitioning=false)"
        types = {row[0]: row[1] for row in connection.execute(f"describe {query}").fetchall()}
        total = connection.execute(f"select sum(population) from read_parquet('{latest}/cities/*.parquet')").fetchone()
    assert types["date_start"] == "DATE"
    assert types["items"] == "VARCHAR[]"
    assert types["page_start"] == "INTEGER"
    assert total == (2 * 195301,)
