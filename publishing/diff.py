"""What differs between two versions: rows by their key, values before and after. Plain data; `flows.reports` renders it."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.checks import row_keys
from ucap.publishing.evolution import adapt_table, check_readable
from ucap.publishing.latest import VERSIONS_NAME
from ucap.publishing.manifest import Manifest, ManifestTable, load_manifest, load_table
from ucap.publishing.storage.location import Location
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import TABLES, Record

VOLATILE_COLUMNS = {"documents": ("input_key", "extractor_version")}
"""Columns that a new release of the code changes in every row, even if it reads the same; by table."""

# Columns about the place of a row, not its content: an activity inserted before the row changes only these.
_PLACE_COLUMNS = {
    "position", "activity_id", "start", "end", "page", "page_start", "page_end", "row", "boxes", "span",
    "source_path", "file", "issue_id",
}  # fmt: skip

# By far the largest table; its rows follow those of the others. Its changes carry no whole rows, and moves are not searched.
_UNFOLLOWED = {"evidence"}


@dataclass(frozen=True)
class ValueChange:
    """One value of a row, before and after."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowEntry:
    """A row whose key only one of the versions has.

    `moved` is the key that a row of equal content has in the other version, where there is such a row of the same U-CAP: an
    added row has moved from that key, a removed row has moved to it.
    """

    key: str
    ucap_id: str | None
    values: dict[str, Any]
    moved: str | None = None


@dataclass(frozen=True)
class RowChange:
    """A row whose key both versions have, with the values that differ.

    Keys hold positions, so the same key can name different rows: `moved_to` is the new key of the row that had this key before,
    `moved_from` the old key of the row that has it now; each is null where the row is found under no other key.
    `before` and `after` are the whole rows; for evidence they are empty, and its moves are not searched.
    """

    key: str
    ucap_id: str | None
    values: tuple[ValueChange, ...]
    before: dict[str, Any]
    after: dict[str, Any]
    moved_from: str | None = None
    moved_to: str | None = None

    @property
    def kind(self) -> Literal["edited", "inserted", "dropped", "moved"]:
        """What it means: the row itself was edited; one was inserted or dropped here and others moved; or it only moved."""
        if self.moved_from is None:
            return "edited" if self.moved_to is None else "inserted"
        return "dropped" if self.moved_to is None else "moved"


@dataclass(frozen=True)
class TableDiff:
    """What differs in one table; rows in published order.

    `volatile` has the rows in which only `VOLATILE_COLUMNS` differ; they are not in `changed`. Columns that only one of the
    versions has are named, but their values are not compared.
    """

    name: str
    added: tuple[RowEntry, ...] = ()
    removed: tuple[RowEntry, ...] = ()
    changed: tuple[RowChange, ...] = ()
    volatile: tuple[RowChange, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, volatile columns aside."""
        return not (self.added or self.removed or self.changed or self.columns_added or self.columns_removed)


@dataclass(frozen=True)
class VersionDiff:
    """What differs between two versions, for each table that either has; `before` is null where everything is new."""

    before: str | None
    after: str
    schema_before: str | None
    schema_after: str
    tables: tuple[TableDiff, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, volatile columns aside."""
        return all(table.is_empty for table in self.tables)


def diff_versions(output: Location, before: str | None, after: str) -> VersionDiff:
    """Compare two versions in an output folder, given by their full names; with `before` None everything is new.

    Parts with equal rows (equal `rows_sha256` in the manifests) are not opened. Versions of older schemas are compared
    in the columns that both have. Raises `OutputError` where a version is missing, damaged, or of too new a schema.
    """
    old = _load_manifest(output, before) if before is not None else None
    new = _load_manifest(output, after)
    tables = tuple(_diff_published(output, old, new, name) for name in TABLES)
    return VersionDiff(before, after, old.schema_version if old else None, new.schema_version, tables)


def diff_tables(before: pa.Table, after: pa.Table, model: type[Record]) -> TableDiff:
    """Compare two states of one table by the model's key; both have the types of the model's schema and unique keys.

    A column that one of them lacks is named and not compared.
    """
    if before.equals(after):
        return TableDiff(model.table_name)
    columns = [name for name in model.model_fields if name in before.column_names and name in after.column_names]
    old_keys, new_keys = row_keys(before, model).combine_chunks(), row_keys(after, model).combine_chunks()
    found = pc.index_in(new_keys, value_set=old_keys)
    in_both = pc.indices_nonzero(found.is_valid())
    same_keys = old_keys.equals(new_keys)  # the usual case, in which no row need be looked up or copied
    old, new = (before, after) if same_keys else (before.take(found.take(in_both)), after.take(in_both))
    different = {
        name: _find_different(old[name].combine_chunks(), new[name].combine_chunks())
        for name in columns
        if not old[name].equals(new[name])
    }
    rows = _find_any(different.values(), len(in_both))
    changes = _list_changes(old.take(rows), new.take(rows), {name: mask.take(rows) for name, mask in different.items()}, model)
    volatile_names = set(VOLATILE_COLUMNS.get(model.table_name, ()))
    changed: list[RowChange] = []
    volatile: list[RowChange] = []
    for change in changes:
        (volatile if {value.column for value in change.values} <= volatile_names else changed).append(change)
    lost = pc.indices_nonzero(pc.invert(pc.is_in(old_keys, value_set=new_keys)))
    table = TableDiff(
        name=model.table_name,
        added=tuple(_list_entries(after.filter(found.is_null()), model)),
        removed=tuple(_list_entries(before.take(lost), model)),
        changed=tuple(changed),
        volatile=tuple(volatile),
        columns_added=tuple(name for name in after.column_names if name not in before.column_names),
        columns_removed=tuple(name for name in before.column_names if name not in after.column_names),
    )
    return table if table.name in _UNFOLLOWED else _find_moves(table)


def _load_manifest(output: Location, version: str) -> Manifest:
    manifest = load_manifest(output / VERSIONS_NAME / version)
    check_readable(manifest)
    return manifest


def _diff_published(output: Location, old: Manifest | None, new: Manifest, name: str) -> TableDiff:
    parts = [{part.rows_sha256 for part in _parts_of(manifest, name)} for manifest in (old, new)]
    before, after = (_load_rows(output, manifest, name, parts[0] & parts[1]) for manifest in (old, new))
    known = before if before is not None else after
    if known is None:
        return TableDiff(name)
    # A side without rows to compare means that rows were added or removed, not columns.
    nothing = known.schema.empty_table()
    return diff_tables(nothing if before is None else before, nothing if after is None else after, TABLES[name])


def _parts_of(manifest: Manifest | None, name: str) -> Iterable[Any]:
    return manifest.tables[name].parts if manifest and name in manifest.tables else ()


def _load_rows(output: Location, manifest: Manifest | None, name: str, equal: set[str]) -> pa.Table | None:
    """Return the rows of a table that are in none of the equal parts, with the columns it was published with, or None."""
    parts = tuple(part for part in _parts_of(manifest, name) if part.rows_sha256 not in equal)
    if manifest is None or not parts:
        return None
    differing = ManifestTable(rows=sum(part.rows for part in parts), parts=parts)
    reduced = manifest.model_copy(update={"tables": {name: differing}})
    table = load_table(output / VERSIONS_NAME / manifest.version, reduced, name)
    schema = all_schemas()[name]
    adapted = adapt_table(table, schema, manifest.version)
    return adapted.select([column for column in schema.names if column in table.column_names])


def _find_different(before: pa.Array, after: pa.Array) -> pa.Array:
    """Return for each row whether the two values differ; nulls are equal to each other and to nothing else."""
    one_null = pc.xor(before.is_null(), after.is_null())
    if not pa.types.is_list(before.type):
        return pc.or_(one_null, pc.fill_null(pc.not_equal(before, after), False))
    # Arrow cannot compare lists: lists of different lengths differ, the others are compared element by element.
    lengths_equal = pc.fill_null(pc.equal(pc.list_value_length(before), pc.list_value_length(after)), False)
    rows = pc.indices_nonzero(lengths_equal)
    old, new = before.take(rows), after.take(rows)
    elements = _find_different(pc.list_flatten(old), pc.list_flatten(new))
    unequal = rows.take(pc.list_parent_indices(old).filter(elements).unique())
    both = pc.and_(before.is_valid(), after.is_valid())
    other_length = pc.and_(both, pc.invert(lengths_equal))
    numbers = pa.array(range(len(before)), rows.type)
    return pc.or_(pc.or_(one_null, other_length), pc.is_in(numbers, value_set=unequal))


def _find_any(masks: Iterable[pa.Array], count: int) -> pa.Array:
    """Return the numbers of the rows for which any of the masks is true."""
    result = pa.repeat(pa.scalar(False), count)
    for mask in masks:
        result = pc.or_(result, mask)
    return pc.indices_nonzero(result)


def _list_changes(old: pa.Table, new: pa.Table, masks: dict[str, pa.Array], model: type[Record]) -> Iterator[RowChange]:
    rows_wanted = model.table_name not in _UNFOLLOWED
    values: list[list[ValueChange]] = [[] for _ in range(new.num_rows)]
    for name, mask in masks.items():
        for changes, differs, before, after in zip(
            values, mask.to_pylist(), old[name].to_pylist(), new[name].to_pylist(), strict=True
        ):
            if differs:
                changes.append(ValueChange(name, before, after))
    old_rows, new_rows = (table.to_pylist() if rows_wanted else [{}] * new.num_rows for table in (old, new))
    ucap_ids = new["ucap_id"].to_pylist() if "ucap_id" in new.column_names else [_ucap_of(row) for row in new_rows]
    keys = row_keys(new, model).to_pylist()
    for key, ucap_id, changes, before, after in zip(keys, ucap_ids, values, old_rows, new_rows, strict=True):
        yield RowChange(key, ucap_id, tuple(changes), before, after)


def _list_entries(table: pa.Table, model: type[Record]) -> Iterator[RowEntry]:
    for key, row in zip(row_keys(table, model).to_pylist(), table.to_pylist(), strict=True):
        yield RowEntry(key, _ucap_of(row), row)


def _ucap_of(row: dict[str, Any]) -> str | None:
    ucap_id: str | None = row.get("ucap_id", row.get("ucap"))
    return ucap_id


def _find_moves(table: TableDiff) -> TableDiff:
    """Mark the rows whose content is found under another key of their U-CAP; equal rows are matched in their order."""
    ignored = _PLACE_COLUMNS.union(VOLATILE_COLUMNS.get(table.name, ()), table.columns_added, table.columns_removed)

    def content(row: dict[str, Any]) -> str:
        return repr([value for name, value in row.items() if name not in ignored])

    # A changed row with the same content as before, on another page or with other boxes, has not moved.
    stayed = {change.key for change in table.changed if content(change.before) == content(change.after)}
    gone = [(row.key, row.values) for row in table.removed]
    gone += [(change.key, change.before) for change in table.changed if change.key not in stayed]
    come = [(row.key, row.values) for row in table.added]
    come += [(change.key, change.after) for change in table.changed if change.key not in stayed]
    old_keys: defaultdict[str, deque[str]] = defaultdict(deque)
    for key, row in gone:
        old_keys[content(row)].append(key)
    moved_from, moved_to = {}, {}
    for key, row in come:
        if waiting := old_keys.get(content(row)):
            moved_from[key] = waiting.popleft()
            moved_to[moved_from[key]] = key
    return replace(
        table,
        added=tuple(replace(row, moved=moved_from.get(row.key)) for row in table.added),
        removed=tuple(replace(row, moved=moved_to.get(row.key)) for row in table.removed),
        changed=tuple(
            replace(change, moved_from=moved_from.get(change.key), moved_to=moved_to.get(change.key))
            for change in table.changed
        ),
    )
