"""The Frictionless description of a version: `datapackage.json`, by the Data Package standard 2.0."""

import json
from typing import Any

import pyarrow as pa

from ucap.publishing.checks import REFERENCES
from ucap.publishing.manifest import Manifest, ManifestTable
from ucap.schemas.arrow import describe_table, list_allowed_values, render_schema
from ucap.schemas.domains import read_constraints
from ucap.schemas.records import TABLES, Record

DATAPACKAGE_NAME = "datapackage.json"

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TITLE = "Urban Cooperation Action Plans (U-CAPs) of paired cities, as tables"
_DESCRIPTION = (
    "Read by ucap from the U-CAP summaries of the EU's International Urban Cooperation programme and its sister programmes. "
    "The summaries' own terms of use apply; ucap states none for what is read from them."
)
_SOURCES = (
    {"title": "The summaries: each file with its digest is listed here and in the table documents", "path": "manifest.json"},
    {"title": "GeoNames (CC BY 4.0): coordinates and identifiers of places", "path": "https://www.geonames.org/"},
)


def render_datapackage(manifest: Manifest) -> bytes:
    """Render a version's description: a function of its manifest and of this code's schemas, the same on every machine.

    A table is a resource; `path` lists its parts. Where it has several, their `bytes` and `hash` are in `parts`, a property of
    our own, which the standard allows. A table without a schema is not listed.
    """
    package = {
        "$schema": _PROFILE,
        "name": "ucap",
        "title": _TITLE,
        "description": _DESCRIPTION,
        "version": f"{manifest.schema_version}+{manifest.version}",
        "sources": _SOURCES,
        "resources": [
            _describe_resource(name, model, manifest.tables[name]) for name, model in TABLES.items() if name in manifest.tables
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _describe_resource(name: str, model: type[Record], table: ManifestTable) -> dict[str, Any]:
    parts = [
        {"path": f"{name}/{part.name}", "bytes": part.bytes, "hash": f"sha256:{part.sha256}", "rows": part.rows}
        for part in table.parts
    ]
    if len(parts) == 1:
        files = {key: parts[0][key] for key in ("path", "bytes", "hash")}
    else:
        files = {"path": [part["path"] for part in parts], "bytes": sum(part.bytes for part in table.parts), "parts": parts}
    return {
        "name": name,
        "type": "table",
        "description": describe_table(model),
        **files,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": table.rows,
        "schema": _describe_schema(model),
    }


def _describe_schema(model: type[Record]) -> dict[str, Any]:
    schema = render_schema(model)
    foreign_keys = [
        {"fields": [column], "reference": {"resource": parent, "fields": [parent_column]}}
        for child, column, parent, parent_column in REFERENCES
        if child == model.table_name
    ]
    # The standard's primary key must not hold nulls; its unique keys may.
    nullable = any(schema.field(column).nullable for column in model.key_columns)
    key = {"uniqueKeys": [list(model.key_columns)]} if nullable else {"primaryKey": list(model.key_columns)}
    fields = [_describe_field(model, field) for field in schema]
    # Parquet has nulls, so an empty text is not a missing value.
    return {"fields": fields, "missingValues": [], **key, **({"foreignKeys": foreign_keys} if foreign_keys else {})}


def _describe_field(model: type[Record], field: pa.Field) -> dict[str, Any]:
    info = model.model_fields[field.name]
    values = list_allowed_values(info.annotation)
    constraints: dict[str, Any] = {} if field.nullable else {"required": True}
    if values and not pa.types.is_list(field.type):
        constraints["enum"] = values
    constraints |= read_constraints(info)
    metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
    example = info.examples[0] if info.examples else None
    return {
        "name": field.name,
        "type": _name_type(field.type),
        **metadata,  # description and, our own properties, unit and vocabulary
        **({} if example is None else {"example": _render_example(example)}),
        **({"constraints": constraints} if constraints else {}),
    }


def _render_example(value: Any) -> str:
    """Render an example as text: the standard's profile requires text for every type of field."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str).strip('"')


def _name_type(kind: pa.DataType) -> str:
    tests = {
        "boolean": pa.types.is_boolean,
        "integer": pa.types.is_integer,
        "number": pa.types.is_floating,
        "date": pa.types.is_date,
        "datetime": pa.types.is_timestamp,
        "array": pa.types.is_list,
    }
    return next((name for name, test in tests.items() if test(kind)), "string")
