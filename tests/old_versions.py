"""Versions as other releases of the code would have published them."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ucap.publishing.latest import MANIFEST_NAME
from ucap.publishing.layout import digest_rows
from ucap.publishing.manifest import ManifestPart, digest_file, load_manifest, load_table


def rewrite_version(directory: Path, schema_version: str, changes: dict[str, Callable[[pa.Table], pa.Table | None]]) -> None:
    """Publish a version's tables again, each as its change returns it (None: without it), under another schema version."""
    manifest = load_manifest(directory)
    tables = dict(manifest.tables)
    for name, change in changes.items():
        table = change(load_table(directory, manifest, name))
        parts = [directory / name / part.name for part in manifest.tables[name].parts]
        for path in parts:
            path.unlink()
        if table is None:
            parts[0].parent.rmdir()
            del tables[name]
            continue
        pq.write_table(table, parts[0])
        part = ManifestPart(
            name=parts[0].name,
            rows=table.num_rows,
            bytes=parts[0].stat().st_size,
            sha256=digest_file(parts[0]),
            rows_sha256=digest_rows(table),
        )
        tables[name] = tables[name].model_copy(update={"rows": table.num_rows, "parts": (part,)})
    content = manifest.model_copy(update={"schema_version": schema_version, "tables": tables}).model_dump(mode="json")
    (directory / MANIFEST_NAME).write_text(json.dumps(content))
