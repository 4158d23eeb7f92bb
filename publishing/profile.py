"""What a version holds, in numbers: rows and filled values of each U-CAP, documents by status."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.errors import OutputError, explain_failures
from ucap.publishing.manifest import Manifest, ManifestPart, load_manifest, locate_part, read_part
from ucap.publishing.storage.location import Location, fetch_each
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import TABLES

WATCHED: Mapping[str, tuple[str, ...]] = {
    "ucaps": (
        "title", "partner_cities", "period_start", "period_end", "key_focus", "key_challenges", "objectives", "contact_email",
    ),
    "cities": ("province", "country_code", "population", "area_km2", "latitude"),
    "themes": ("key_focus", "key_challenge"),
    "agenda_topics": ("topic",),
    "activities": ("date_start", "cities", "organisations"),
    "results": ("heading", "theme"),
}  # fmt: skip
"""Columns whose share of filled values is watched: columns that a reader can fail to find. An empty list is not filled."""


def watched_columns() -> list[str]:
    """Return the watched columns as `table.column`."""
    return [f"{table}.{column}" for table, columns in WATCHED.items() for column in columns]


COUNTED = tuple(
    name for name, model in TABLES.items() if "ucap_id" in model.model_fields and name not in ("documents", "issues")
)
"""Tables with rows of U-CAPs."""

UNWATCHED = tuple(name for name in COUNTED if name not in WATCHED)
"""Those of them in which only rows are counted, among them the largest."""

Counts: TypeAlias = dict[tuple[str, str], pa.Table]
"""What `count_rows` gave for parts, by table and digest of their rows."""


@dataclass(frozen=True)
class CorrectionFate:
    """What became of one correction entry in a version; `entry_id` is null where the entry could not be read."""

    file: str
    status: str
    entry_id: str | None
    message: str | None


@dataclass(frozen=True)
class Profile:
    """A version in numbers, with its corrections.

    `statuses` counts documents by status. `counts` has for each table of U-CAPs a row each U-CAP: `ucap_id`, `rows`, and for
    each watched column the number of rows in which it is filled.
    """

    statuses: Mapping[str, int]
    counts: Mapping[str, pa.Table]
    corrections: tuple[CorrectionFate, ...] = ()

    @property
    def published(self) -> int:
        """Number of documents that are published."""
        return sum(count for status, count in self.statuses.items() if status.startswith("published"))

    def fill_rates(self) -> dict[str, tuple[int, int]]:
        """Return for each watched column, as `table.column`, in how many rows it is filled, and the number of rows."""
        return {
            f"{table}.{column}": (_sum(self.counts[table][column]), _sum(self.counts[table]["rows"]))
            for table, columns in WATCHED.items()
            for column in columns
        }


def profile_version(directory: Location, *, skip: Collection[str] = (), counted: Counts | None = None) -> Profile:
    """Count what the version in a folder holds, part by part, without the parts named in `skip` as `<table>/<part>`.

    `counted` holds counts of parts by table and digest of their rows: these parts are not opened, counts of others are added.
    Raises `OutputError` where a part is missing or damaged.
    """
    manifest = load_manifest(directory)
    counted = {} if counted is None else counted
    counts = {}
    for table in ("documents", *COUNTED):
        count = count_rows if table in COUNTED else _count_statuses
        columns = ("ucap_id", *WATCHED.get(table, ())) if table in COUNTED else ("status",)
        parts = [part for part in _list_parts(manifest, table, skip) if part.rows]
        new = [part for part in parts if (table, part.rows_sha256) not in counted]
        load = partial(_load_part, directory, table, columns=columns)
        for part, rows in zip(new, fetch_each(load, new, directory), strict=True):
            counted[table, part.rows_sha256] = count(rows, table)
        empty = count(all_schemas()[table].empty_table(), table)
        counts[table] = pa.concat_tables([empty, *(counted[table, part.rows_sha256] for part in parts)])
    statuses: Counter[str] = Counter()
    for row in counts.pop("documents").to_pylist():
        statuses[row["status"]] += row["documents"]
    return Profile(dict(statuses), counts, _list_fates(directory, manifest))


def _count_statuses(rows: pa.Table, table: str) -> pa.Table:
    counted = rows["status"].value_counts()
    return pa.table({"status": counted.field("values"), "documents": counted.field("counts")})


def count_rows(rows: pa.Table, table: str) -> pa.Table:
    """Count the rows and the filled values of each U-CAP in some rows of a table."""
    columns = WATCHED.get(table, ())
    filled = {column: _mark_filled(rows[column]) for column in columns}
    marked = pa.table({"ucap_id": rows["ucap_id"], "rows": pa.array([1] * rows.num_rows, pa.int64()), **filled})
    sums = marked.group_by("ucap_id").aggregate([(name, "sum") for name in ("rows", *columns)])
    return sums.select(["ucap_id", *(f"{name}_sum" for name in ("rows", *columns))]).rename_columns(
        ["ucap_id", "rows", *columns]
    )


def _mark_filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    filled = pc.is_valid(column)
    if pa.types.is_list(column.type):
        filled = pc.and_(filled, pc.greater(pc.fill_null(pc.list_value_length(column), 0), 0))
    return filled.cast(pa.int64())


def find_same_parts(first: Manifest, second: Manifest, *, tables: Collection[str] = ("documents", *COUNTED)) -> set[str]:
    """Return the parts of these tables that hold the same rows in both versions, as `<table>/<part>`."""
    here, there = first.files(), second.files()
    return {
        name
        for table in tables
        for name in (f"{table}/{part.name}" for part in first.tables[table].parts)
        if name in there and there[name].rows_sha256 == here[name].rows_sha256
    }


def is_filled(directory: Location, manifest: Manifest, name: str, least: float) -> bool:
    """Return whether a column, `table.column`, is filled in so many per cent of the rows of a version, if it has any.

    Parts are opened only until it is known that it is, which the first ones mostly tell.
    """
    table, column = name.split(".")
    parts = [part for part in manifest.tables[table].parts if part.rows]
    missing = least / 100 * sum(part.rows for part in parts)
    for rows in fetch_each(partial(_load_part, directory, table, columns=(column,)), parts, directory) if missing else ():
        missing -= pc.sum(_mark_filled(rows[column])).as_py() or 0
        if missing <= 0:
            return True
    return missing <= 0


def _list_fates(directory: Location, manifest: Manifest) -> tuple[CorrectionFate, ...]:
    """Return the fates of the entries; none for a version of an older schema, which does not identify them."""
    columns = [field.name for field in fields(CorrectionFate)]
    fates: list[CorrectionFate] = []
    for part in manifest.tables["corrections"].parts if "corrections" in manifest.tables else ():
        rows = _load_part(directory, "corrections", part, columns)
        if rows.num_columns == len(columns):
            fates += (CorrectionFate(**row) for row in rows.to_pylist())
    return tuple(fates)


def _list_parts(manifest: Manifest, table: str, skip: Collection[str]) -> list[ManifestPart]:
    if table not in manifest.tables:
        raise OutputError(f"version {manifest.version} has no table {table!r}: publish again to write it new.")
    return [part for part in manifest.tables[table].parts if f"{table}/{part.name}" not in skip]


def _load_part(directory: Location, table: str, part: ManifestPart, columns: Collection[str]) -> pa.Table:
    path = locate_part(directory, table, part)
    with explain_failures(path, "read the table"):
        try:
            return read_part(path, columns)
        except (pa.ArrowInvalid, FileNotFoundError) as error:
            raise OutputError(f"{path}, a part of {table}, is missing or damaged: publish again to write it new.") from error


def _sum(column: pa.ChunkedArray) -> int:
    return pc.sum(column).as_py() or 0
