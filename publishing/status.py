"""A summary of the latest version, for a person or a monitoring program."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ucap.publishing.errors import NoVersionError, OutputError
from ucap.publishing.history import find_lost_latest
from ucap.publishing.latest import VERSIONS_NAME, name_latest
from ucap.publishing.manifest import SWITCH_BACK, Manifest, check_version, list_names, read_manifest, read_table
from ucap.publishing.profile import profile_version
from ucap.publishing.storage.location import Location
from ucap.schemas.records import SEVERITIES, TABLES

_NAMED_FAULTS = 3  # in a message of one line; chosen
_HASHED_AT_ONCE = 64 * 2**20
"""Bytes of a version that is always compared with its checksums: hashing them takes a fraction of a second."""


@dataclass(frozen=True)
class Status:
    """What the latest version holds, and what in it needs a person; plain data, as `ucap status --json` prints it."""

    version: str
    schema_version: str
    extractor_version: str | None
    documents: dict[str, int]
    """Documents by status."""
    quarantined: list[dict[str, str]]
    """`source_path` and `reason` of each."""
    stale_corrections: list[dict[str, Any]]
    """The entries that no longer fit what is extracted, and those that could not be read; with their `status`."""
    rows: dict[str, int]
    """Rows by table."""
    fill_rates: dict[str, float | None]
    """Share of rows, 0 to 1, in which a watched `table.column` is filled; null where the table has no rows."""
    issues: dict[str, dict[str, Any]]
    """`severity` and `count` by code; the most serious codes first, of these the most frequent."""
    verified: bool = False
    """Whether every file of the version was compared with its checksum, and none differs."""


def require_manifest(output: Location) -> Manifest:
    """Return the manifest of the latest version. Raises `OutputError` where nothing was published yet."""
    manifest = read_manifest(output)
    if manifest is None and list_names(output):
        lost = find_lost_latest(output)
        advice = f"the last one was {lost}: make it the latest again (`ucap rollback {lost}`)" if lost else SWITCH_BACK
        between = "; " if lost else ": "
        raise OutputError(
            f"{output / name_latest(output)} is gone, but its versions are not{between}{advice}, or run `ucap ingest`."
        )
    if manifest is None:
        raise NoVersionError(output)
    return manifest


def collect_status(output: Location, *, verify: bool = False) -> Status:
    """Read the state of the latest version in `output`; with `verify` compare each file with its checksum.

    A small version in a folder is always compared.

    Raises `OutputError` where there is no version, a file differs from its checksum, or a table cannot be read.
    """
    manifest = require_manifest(output)
    if isinstance(output, Path):
        verify = verify or sum(file.bytes for file in manifest.all_files().values()) <= _HASHED_AT_ONCE
    folder = output / VERSIONS_NAME / manifest.version
    if verify and (faults := check_version(folder, manifest.version)):
        tell = "; ".join(faults[:_NAMED_FAULTS]) + ("; and more" if len(faults) > _NAMED_FAULTS else "")
        raise OutputError(f"version {manifest.version} is damaged ({tell}): {SWITCH_BACK}, or run `ucap ingest`.")
    documents = read_table(output, "documents").select(["source_path", "status", "reason"]).to_pylist()
    found = read_table(output, "issues").select(["code", "severity"]).to_pylist()
    counts = Counter(row["code"] for row in found)
    severities = {row["code"]: row["severity"] for row in found}

    def gravity(entry: tuple[str, int]) -> tuple[int, int, str]:
        code, count = entry
        return SEVERITIES.index(severities[code]), -count, code

    rates = profile_version(folder).fill_rates()
    return Status(
        version=manifest.version,
        schema_version=manifest.schema_version,
        extractor_version=manifest.extractor_version,
        documents=dict(sorted(Counter(row["status"] for row in documents).items())),
        quarantined=[
            {"source_path": row["source_path"], "reason": row["reason"] or ""}
            for row in documents
            if row["status"] == "quarantined"
        ],
        stale_corrections=[row for row in read_table(output, "corrections").to_pylist() if row["status"] != "applied"],
        rows={name: manifest.tables[name].rows for name in TABLES if name in manifest.tables},
        fill_rates={name: filled / rows if rows else None for name, (filled, rows) in rates.items()},
        issues={code: {"severity": severities[code], "count": count} for code, count in sorted(counts.items(), key=gravity)},
        verified=verify,
    )
