"""Reading versions that were published with another schema version than this code's.

`schema_version` follows semantic versioning: a major step removes, renames or retypes something or changes a key, a minor one
adds tables or columns, a patch changes descriptions only. So this code reads every older version, with nulls for missing
columns, and every newer version of its own major version, without the columns that it does not know.
"""

import pyarrow as pa

from ucap.publishing.errors import OutputError
from ucap.publishing.manifest import Manifest, load_table
from ucap.publishing.storage.location import Location
from ucap.schemas.arrow import all_schemas
from ucap.schemas.records import SCHEMA_VERSION


def check_readable(manifest: Manifest) -> None:
    """Raise `OutputError` where a version's schema has a newer major version than this code, or an invalid version."""
    try:
        published = int(manifest.schema_version.partition(".")[0])
    except ValueError:
        raise OutputError(
            f"version {manifest.version} has the schema version {manifest.schema_version!r}, which is not valid: publish again."
        ) from None
    if published > int(SCHEMA_VERSION.partition(".")[0]):
        raise OutputError(
            f"version {manifest.version} has schema {manifest.schema_version}, but the newest one that this ucap knows is "
            f"{SCHEMA_VERSION}: use the ucap that published it, or a newer one."
        )


def load_current_table(directory: Location, manifest: Manifest, name: str) -> pa.Table:
    """Return one table of the version in a folder with the columns of this code's schema, in published order.

    A missing column is null, a missing table empty; columns that this code does not know are dropped, and each column has
    this code's type. Raises `OutputError` where the schema is too new, a value does not fit the type, or a part is damaged.
    """
    check_readable(manifest)
    if name not in manifest.tables:
        return all_schemas()[name].empty_table()
    return adapt_table(load_table(directory, manifest, name), all_schemas()[name], manifest.version)


def adapt_table(table: pa.Table, schema: pa.Schema, version: str) -> pa.Table:
    """Return the rows with the columns of another schema; a missing column is null and declared nullable.

    Raises `OutputError`, naming `version`, where a value cannot be converted to the schema's type.
    """
    if table.schema.equals(schema, check_metadata=True):
        return table
    columns, fields = [], []
    for field in schema:
        known = field.name in table.column_names
        column = table[field.name] if known else pa.chunked_array([pa.nulls(table.num_rows, field.type)])
        try:
            columns.append(column.cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise OutputError(
                f"version {version} has {field.name} as {column.type}, which this ucap cannot read as {field.type} ({error}): "
                "use the ucap that published it."
            ) from error
        fields.append(field if known else field.with_nullable(True))
    return pa.table(columns, schema=pa.schema(fields, metadata=schema.metadata))
