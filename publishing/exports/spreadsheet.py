"""What CSV files and workbooks share: lists as text, and the tables that explain the tables."""

import json

import pyarrow as pa

from ucap.publishing.exports.tables import VersionTables
from ucap.schemas.arrow import describe_table, render_schema
from ucap.schemas.records import TABLES

COLUMNS_NAME, ABOUT_NAME = "columns", "about"
"""Names of the two additional sheets or files."""

CSV_SUFFIX = ".csv"


def flatten_lists(table: pa.Table) -> pa.Table:
    """Return the table with each list as a JSON array: text in which a separator within a value does no harm."""
    for number, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            texts = [
                None if value is None else json.dumps(value, ensure_ascii=False) for value in table[field.name].to_pylist()
            ]
            table = table.set_column(number, field.with_type(pa.string()), pa.array(texts, pa.string()))
    return table


def join_lists(table: pa.Table) -> pa.Table:
    """Return the table with each list of texts as one text, its items separated by `; `, and other lists as JSON arrays."""
    for number, field in enumerate(table.schema):
        if pa.types.is_list(field.type) and pa.types.is_string(field.type.value_type):
            texts = [None if value is None else "; ".join(value) for value in table[field.name].to_pylist()]
            table = table.set_column(number, field.with_type(pa.string()), pa.array(texts, pa.string()))
    return flatten_lists(table)


def list_columns() -> pa.Table:
    """Return the data dictionary as a table: one row a column."""
    rows = []
    for name, model in TABLES.items():
        for field in render_schema(model):
            metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
            rows.append(
                {
                    "table": name,
                    "column": field.name,
                    "type": str(field.type).replace("element: ", "").replace(" not null", ""),
                    "key": field.name in model.key_columns,
                    "meaning": metadata["description"],
                    "unit": metadata.get("unit"),
                    "vocabulary": metadata.get("vocabulary"),
                }
            )
    return pa.Table.from_pylist(rows)


def list_facts(tables: VersionTables, notes: list[str]) -> pa.Table:
    """Return facts about an export as rows of a name and a text."""
    facts = [
        ("version", tables.manifest.version),
        ("schema version", tables.manifest.schema_version),
        ("reading code", tables.manifest.extractor_version or ""),
        *((name, describe_table(model)) for name, model in TABLES.items()),
        *(("note", note) for note in notes),
    ]
    return pa.table({"name": [name for name, _ in facts], "text": [text for _, text in facts]})
