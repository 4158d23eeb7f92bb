"""One version of the tables, opened for pages: rows of one document from the part that holds them, and SQL over everything."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from ucap.publishing.errors import NoVersionError
from ucap.publishing.evolution import adapt_table, check_readable
from ucap.publishing.history import resolve_version
from ucap.publishing.latest import LATEST_NAME, VERSIONS_NAME
from ucap.publishing.manifest import Manifest, load_manifest, read_part
from ucap.publishing.parts import number_part, part_column
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import TABLES

Row = dict[str, Any]


class OpenedVersion:
    """A version, which never changes, with the answers of earlier questions."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        """Open a version; raises `OutputError` where its schema is too new."""
        check_readable(manifest)
        self.path = path
        self.manifest = manifest
        self.answers: dict[Any, Any] = {}
        """Whatever a page computed from the whole version, by a key of its own."""
        self._database: duckdb.DuckDBPyConnection | None = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        """Name of the version."""
        return self.manifest.version

    def select(self, table: str, key: str, columns: Sequence[str] | None = None) -> list[Row]:
        """Return the rows of one U-CAP or document in a table, in published order; `key` is its `ucap_id` or `source_path`."""
        import pyarrow.compute as pc  # noqa: PLC0415

        if table not in self.manifest.tables:
            return []
        parts = self.manifest.tables[table].parts
        column = part_column(TABLES[table])
        assert column, f"{table} is not cut"
        if not parts:
            return []
        part = parts[number_part(key, len(parts))]
        rows = read_part(self.path / table / part.name)
        rows = adapt_table(rows.filter(pc.equal(rows[column], key)), all_schemas()[table], self.name)
        found: list[Row] = (rows.select(list(columns)) if columns else rows).to_pylist()
        return found

    def query(self, sql: str, parameters: Collection[Any] = ()) -> list[Row]:
        """Return the rows that a question over all tables gives; the tables have their published names."""
        cursor = self._connect().cursor()
        try:
            done = cursor.execute(sql, list(parameters))
            names = [column[0] for column in done.description or ()]
            return [dict(zip(names, row, strict=True)) for row in done.fetchall()]
        finally:
            cursor.close()

    def keep_table(self, name: str, sql: str) -> None:
        """Keep the answer to a question as a table of this name, unless it is kept already."""
        database = self._connect()
        with self._lock:
            if name not in self.answers:
                database.execute(f"CREATE TABLE {name} AS {sql}")
                self.answers[name] = True

    def _connect(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._database is None:
                database = duckdb.connect(config={"autoload_known_extensions": False, "autoinstall_known_extensions": False})
                for name in TABLES:
                    database.execute(self._render_view(name))
                self._database = database
            return self._database

    def _render_view(self, name: str) -> str:
        schema = all_schemas()[name]
        entry = self.manifest.tables.get(name)
        types = {field.name: _render_type(field.type) for field in schema}
        if entry is None or not entry.parts:
            nulls = ", ".join(f'NULL::{kind} AS "{column}"' for column, kind in types.items())
            return f"CREATE VIEW {name} AS SELECT {nulls} WHERE false"
        paths = [self.path / name / part.name for part in entry.parts]
        there = set(_read_names(paths[0]))
        columns = ", ".join(f'"{c}"' if c in there else f'NULL::{kind} AS "{c}"' for c, kind in types.items())
        listed = ", ".join(_quote(path) for path in paths)
        return f"CREATE VIEW {name} AS SELECT {columns} FROM read_parquet([{listed}], hive_partitioning = false)"


def _read_names(path: Path) -> list[str]:
    import pyarrow.parquet as pq  # noqa: PLC0415

    with path.open("rb") as source:
        names: list[str] = pq.ParquetFile(source).schema_arrow.names
        return names


def _quote(path: Path) -> str:
    """Return a path as SQL text in which `*`, `?` and `[` are no pattern."""
    text = "".join(f"[{char}]" if char in "*?[" else char for char in str(path.resolve()))
    return "'" + text.replace("'", "''") + "'"


def _render_type(kind: Any) -> str:
    text = str(kind)
    if text.startswith("list"):
        return f"{_render_type(kind.value_type)}[]"
    return {
        "string": "VARCHAR", "bool": "BOOLEAN", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT",
        "float": "FLOAT", "double": "DOUBLE", "date32[day]": "DATE", "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
    }[text]  # fmt: skip


@lru_cache(maxsize=4)
def _open(path: Path) -> OpenedVersion:
    return OpenedVersion(path, load_manifest(path))


def open_version(output: Path, name: str = LATEST_NAME) -> OpenedVersion:
    """Return a version by its name or the beginning of it; a version that is open already is not opened again.

    Raises `OutputError` where there is no such version.
    """
    if not output.is_dir():
        raise NoVersionError(output)
    return _open((output / VERSIONS_NAME / resolve_version(output, name)).absolute())
