"""Arrow schemas rendered from the record models, so that each column is described once."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pyarrow as pa

from ucap.schemas.records import SCHEMA_VERSION, TABLES, Record

_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


def arrow_type(annotation: Any, metadata: Iterable[Any] = ()) -> tuple[pa.DataType, bool]:
    """Return the Arrow type that an annotation means, and whether it may be null.

    Integer widths are named by a string in the annotation's metadata (``Annotated[int, ..., "int8"]``). Raises `TypeError`
    for an annotation that no column may have.
    """
    widths = [m for m in metadata if isinstance(m, str)]
    if widths:
        return pa.type_for_alias(widths[0]), False
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return arrow_type(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        (inner,) = (a for a in arguments if a is not NoneType)
        return arrow_type(inner)[0], True
    if origin is Literal:
        return pa.string(), False
    if origin is list:
        item, nullable = arrow_type(arguments[0])
        return pa.list_(pa.field("element", item, nullable=nullable)), False
    if annotation in _SCALARS:
        return _SCALARS[annotation], False
    raise TypeError(f"no Arrow type for {annotation!r}")


def describe_table(model: type[Record]) -> str:
    """Return what a row of the model's table is, in one sentence."""
    return (model.__doc__ or "").strip().partition("\n")[0]


def list_allowed_values(annotation: Any) -> list[str]:
    """Return the values of the first closed list in an annotation, which may be null or within a list; none without one."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    arguments = get_args(annotation) if get_origin(annotation) in (Union, UnionType, list, Annotated) else ()
    return next((values for argument in arguments if (values := list_allowed_values(argument))), [])


@cache
def render_schema(model: type[Record]) -> pa.Schema:
    """Render a record model as an Arrow schema: descriptions and units as field metadata, the schema version on the table.

    `columns` on the table repeats the fields' metadata as JSON, for readers of Parquet that see only the metadata of a whole
    file, such as DuckDB's `parquet_kv_metadata`.
    """
    fields = []
    for name, info in model.model_fields.items():
        kind, nullable = arrow_type(info.annotation, info.metadata)
        metadata = {"description": info.description or ""}
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        metadata |= {key: str(extra[key]) for key in ("unit", "vocabulary") if extra.get(key) is not None}
        fields.append(pa.field(name, kind, nullable=nullable, metadata=metadata))
    columns = {field.name: {key.decode(): value.decode() for key, value in field.metadata.items()} for field in fields}
    table_metadata = {
        "table": model.table_name,
        "description": describe_table(model),
        "schema_version": SCHEMA_VERSION,
        "key": ",".join(model.key_columns),
        "columns": json.dumps(columns, ensure_ascii=False),
    }
    return pa.schema(fields, metadata=table_metadata)


def render_table(model: type[Record], records: Iterable[Record]) -> pa.Table:
    """Return records as an Arrow table with the model's schema, in the given order."""
    rows, schema = list(records), render_schema(model)
    columns = [pa.array([getattr(row, field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def all_schemas() -> dict[str, pa.Schema]:
    """Return the schema of every published table by its name."""
    return {name: render_schema(model) for name, model in TABLES.items()}
