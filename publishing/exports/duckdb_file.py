"""A version as one DuckDB file: tables with keys and comments, and views that answer common questions."""

from pathlib import Path

import duckdb
import pyarrow as pa

from ucap.publishing.checks import REFERENCES
from ucap.publishing.errors import OutputError
from ucap.publishing.exports.tables import VersionTables
from ucap.publishing.exports.views import VIEWS
from ucap.schemas.arrow import describe_table
from ucap.schemas.records import TABLES

STORAGE_VERSION = "v1.0.0"
"""Version of the file format: the oldest that DuckDB writes. DuckDB 1.1.0 and later versions open the file.

By default DuckDB 2.0 writes a format of its own, which no DuckDB 1.x opens. DuckDB 1.0.0 cannot read the
primary keys that DuckDB 2.0 writes, even in this format.
"""

_ABOUT = {
    "version": "Name of the version, derived from its content.",
    "schema_version": "Version of the tables' schema.",
    "extractor_version": "Version of the code that read the documents.",
}


def write_duckdb(tables: VersionTables, path: Path) -> tuple[str, ...]:
    """Write a database with the tables, a table `dataset` that names the version, and the views; returns no notes.

    A primary key is declared where no column of the key may be null, a foreign key where it refers to a primary key.
    The file is of the format `STORAGE_VERSION`. Raises `OutputError` where it cannot be written.
    """
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {_quote_text(str(path))} AS export (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("USE export")
            _write_about(connection, tables)
            keyed: dict[str, tuple[str, ...]] = {}
            for name in tables.names:
                _write_table(connection, name, tables.load(name), keyed)
            for view in VIEWS:
                connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
                connection.execute(f"COMMENT ON VIEW {view.name} IS {_quote_text(view.comment)}")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OutputError(f"could not write the database {path}: {error}; see to that disk and run again.") from error
    return ()


def compute_view(tables: VersionTables, name: str) -> pa.Table:
    """Return the rows of one view over the tables of a version."""
    query = next(view.query for view in VIEWS if view.name == name)
    with duckdb.connect() as connection:
        for table in tables.names:
            if table in query:
                connection.register(table, tables.load(table))
        return connection.sql(query).to_arrow_table()


def _write_about(connection: duckdb.DuckDBPyConnection, tables: VersionTables) -> None:
    connection.execute(f"CREATE TABLE dataset ({', '.join(f'{name} VARCHAR' for name in _ABOUT)})")
    manifest = tables.manifest
    connection.execute(
        "INSERT INTO dataset VALUES (?, ?, ?)", [manifest.version, manifest.schema_version, manifest.extractor_version]
    )
    connection.execute("COMMENT ON TABLE dataset IS 'Which version of the dataset this is: one row.'")
    for name, comment in _ABOUT.items():
        connection.execute(f"COMMENT ON COLUMN dataset.{name} IS {_quote_text(comment)}")


def _write_table(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table, keyed: dict[str, tuple[str, ...]]) -> None:
    """Write one table; `keyed` has the primary keys of those before it and gets its own."""
    lines = [
        f"{_quote_name(field.name)} {_name_type(field.type)}{'' if field.nullable else ' NOT NULL'}" for field in table.schema
    ]
    key = TABLES[name].key_columns
    if not any(table.schema.field(column).nullable for column in key):
        lines.append(f"PRIMARY KEY ({', '.join(map(_quote_name, key))})")
        keyed[name] = key
    for child, column, parent, parent_column in REFERENCES:
        if child == name and keyed.get(parent) == (parent_column,):
            lines.append(f"FOREIGN KEY ({_quote_name(column)}) REFERENCES {_quote_name(parent)} ({_quote_name(parent_column)})")
    connection.execute(f"CREATE TABLE {_quote_name(name)} ({', '.join(lines)})")
    connection.register("rows_to_insert", table)
    connection.execute(f"INSERT INTO {_quote_name(name)} SELECT * FROM rows_to_insert")
    connection.unregister("rows_to_insert")
    connection.execute(f"COMMENT ON TABLE {_quote_name(name)} IS {_quote_text(describe_table(TABLES[name]))}")
    for field in table.schema:
        metadata = {key.decode(): value.decode() for key, value in field.metadata.items()}
        unit = f" Unit: {metadata['unit']}." if "unit" in metadata else ""
        comment = _quote_text(f"{metadata['description']}{unit}")
        connection.execute(f"COMMENT ON COLUMN {_quote_name(name)}.{_quote_name(field.name)} IS {comment}")


def _name_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"{_name_type(kind.value_type)}[]"
    names = {
        pa.string(): "VARCHAR",
        pa.bool_(): "BOOLEAN",
        pa.int8(): "TINYINT",
        pa.int16(): "SMALLINT",
        pa.int32(): "INTEGER",
        pa.int64(): "BIGINT",
        pa.float32(): "FLOAT",
        pa.float64(): "DOUBLE",
        pa.date32(): "DATE",
        pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
    }
    return names[kind]


def _quote_name(name: str) -> str:
    return f'"{name}"'


def _quote_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
