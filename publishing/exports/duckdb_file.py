"""A version as one DuckDB file: tables with keys and comments, and views that answer common questions."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from ucap.publishing.checks import REFERENCES
from ucap.publishing.errors import OutputError
from ucap.publishing.exports.tables import VersionTables
from ucap.schemas.arrow import describe_table
from ucap.schemas.records import TABLES


@dataclass(frozen=True)
class _View:
    name: str
    comment: str
    query: str


_VIEWS = (
    _View(
        "pairings",
        "One row per U-CAP: who cooperates, when, and how much is known of it.",
        """
        SELECT u.ucap_id, u.kind, u.lead_cities, u.partner_cities,
               (SELECT list(DISTINCT c.country_code ORDER BY c.country_code) FROM cities c
                WHERE c.ucap_id = u.ucap_id AND c.side = 'lead') AS lead_countries,
               (SELECT list(DISTINCT c.country_code ORDER BY c.country_code) FROM cities c
                WHERE c.ucap_id = u.ucap_id AND c.side = 'partner') AS partner_countries,
               u.period_start, u.period_end,
               (SELECT count(*) FROM themes t WHERE t.ucap_id = u.ucap_id) AS themes,
               (SELECT count(*) FROM agenda_topics t WHERE t.ucap_id = u.ucap_id) AS agenda_topics,
               (SELECT count(*) FROM activities a WHERE a.ucap_id = u.ucap_id) AS activities,
               (SELECT count(*) FROM results r WHERE r.ucap_id = u.ucap_id) AS results
        FROM ucaps u ORDER BY u.ucap_id
        """,
    ),
    _View(
        "city_pairs",
        "One row per lead city and partner city of a U-CAP, with their sizes and places.",
        """
        SELECT l.ucap_id,
               l.city AS lead_city, l.country_code AS lead_country, l.population AS lead_population,
               l.latitude AS lead_latitude, l.longitude AS lead_longitude,
               p.city AS partner_city, p.country_code AS partner_country, p.population AS partner_population,
               p.latitude AS partner_latitude, p.longitude AS partner_longitude
        FROM cities l JOIN cities p ON p.ucap_id = l.ucap_id AND p.side = 'partner'
        WHERE l.side = 'lead' ORDER BY l.ucap_id, l.position, p.position
        """,
    ),
    _View(
        "activity_calendar",
        "One row per dated activity, by date, with the cities of its U-CAP.",
        """
        SELECT a.date_start, a.date_end, a.date_precision, a.ucap_id, u.lead_cities, u.partner_cities,
               a.activity_types, a.mode, a.planned, a.text, a.activity_id
        FROM activities a JOIN ucaps u ON u.ucap_id = a.ucap_id
        WHERE a.date_start IS NOT NULL OR a.date_end IS NOT NULL
        ORDER BY coalesce(a.date_start, a.date_end), a.activity_id
        """,
    ),
    _View(
        "agenda_counts",
        "One row per goal or topic: how many U-CAPs name it.",
        """
        SELECT framework, sdg, topic, count(DISTINCT ucap_id) AS ucaps
        FROM agenda_topics GROUP BY ALL ORDER BY framework DESC, sdg, topic
        """,
    ),
    _View(
        "open_issues",
        "One row per error or warning, with what became of its document.",
        """
        SELECT i.severity, i.code, i.source_path, d.status, i.ucap_id, i.section, i.message, i.raw_text, i.page, i.issue_id
        FROM issues i JOIN documents d ON d.source_path = i.source_path
        WHERE i.severity IN ('error', 'warning') ORDER BY i.severity, i.source_path, i.issue_id
        """,
    ),
    _View(
        "value_origins",
        "One row per published value and page: the file and page it was read from, and what is printed there.",
        """
        SELECT e.ucap_id, e."table", e."row", e."column", e.value, e.raw_text, d.source_path, e.page, e.method
        FROM evidence e JOIN ucaps u ON u.ucap_id = e.ucap_id
        JOIN documents d ON d.document_id = u.document_id AND d.ucap_id = u.ucap_id AND d.status LIKE 'published%'
        """,
    ),
)

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
            for view in _VIEWS:
                connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
                connection.execute(f"COMMENT ON VIEW {view.name} IS {_quote_text(view.comment)}")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OutputError(f"could not write the database {path}: {error}; see to that disk and run again.") from error
    return ()


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
        pa.float64(): "DOUBLE",
        pa.date32(): "DATE",
        pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
    }
    return names[kind]


def _quote_name(name: str) -> str:
    return f'"{name}"'


def _quote_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
