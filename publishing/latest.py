"""Which version is the latest: in a folder the link `latest`, in object storage the small object `latest.json`.

```json
{"version": "0f3b7c8e2a11", "manifest": "versions/0f3b7c8e2a11/manifest.json",
 "switches": [{"version": "0f3b7c8e2a11", "at": "2026-01-31T02:15:09Z"}]}
```

The object is written with a condition: that it is still the one that the run saw when it began. So of two runs at once, one
replaces it, and the other one notices. `switches` say since when a version was the latest, the last one first.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ucap.publishing.errors import OutputError, explain_failures
from ucap.publishing.storage.interface import ChangedError
from ucap.publishing.storage.location import Location, open_storage
from ucap.publishing.storage.objects import StoredPath

LATEST_NAME = "latest"
POINTER_NAME = "latest.json"
VERSIONS_NAME = "versions"
MANIFEST_NAME = "manifest.json"

_MOST_SWITCHES = 1000  # by judgement: three years of a version each day, and some 80 kB


class Switch(BaseModel):
    """A version, and since when it was the latest."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: str
    at: datetime


class Pointer(BaseModel):
    """What `latest.json` holds: the version, the key of its manifest below the output, and the switches, the last first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: str
    manifest: str
    switches: tuple[Switch, ...] = ()
    pruned_at: datetime | None = None
    """When versions were last removed; so a run that began before notices, and does not name what is gone."""


@dataclass(frozen=True)
class SeenPointer:
    """The pointer as a run saw it; both are null where nothing was published yet."""

    pointer: Pointer | None = None
    etag: str | None = None


def find_latest(output: Location) -> str | None:
    """Return the name of the latest version, or None where there is none. Raises `OSError`, of object storage `OutputError`."""
    if isinstance(output, StoredPath):
        pointer = read_pointer(output).pointer
        return pointer.version if pointer else None
    latest = output / LATEST_NAME
    return Path(os.readlink(latest)).name if latest.is_symlink() and latest.is_dir() else None


def name_latest(output: Location) -> str:
    """Return the name of what says which version is the latest."""
    return POINTER_NAME if isinstance(output, StoredPath) else LATEST_NAME


def see_latest(output: Location) -> SeenPointer | None:
    """Return what a run must find unchanged when it ends; None for a folder, whose lock a run holds instead."""
    return read_pointer(output) if isinstance(output, StoredPath) else None


def read_pointer(output: StoredPath) -> SeenPointer:
    """Return the pointer of an output in object storage. Raises `OutputError` where it cannot be read."""
    with explain_failures(output, "read which version is the latest"):
        try:
            content = open_storage(output).read(POINTER_NAME)
        except FileNotFoundError:
            return SeenPointer()
    try:
        return SeenPointer(Pointer.model_validate_json(content.data), content.etag)
    except ValidationError as error:
        raise OutputError(
            f"{output / POINTER_NAME} is damaged: delete it and publish again, which uses the files that are there."
        ) from error


def move_pointer(output: StoredPath, version: str, seen: SeenPointer, at: datetime) -> None:
    """Let `latest.json` name a version, if it still is as it was seen. Raises `OutputError` where another writer changed it.

    Writes nothing where it names that version already.
    """
    before = seen.pointer
    if before and before.version == version:
        if read_pointer(output).etag != seen.etag:
            raise OutputError(_explain_change(output))
        return
    switches = (Switch(version=version, at=at), *(before.switches if before else ()))[:_MOST_SWITCHES]
    pruned_at = before.pruned_at if before else None
    pointer = Pointer(version=version, manifest=name_manifest(version), switches=switches, pruned_at=pruned_at)
    write_pointer(output, pointer, seen)


def write_pointer(output: StoredPath, pointer: Pointer, seen: SeenPointer) -> None:
    """Write the pointer, if it still is as it was seen. Raises `OutputError` where another writer changed it."""
    storage, data = open_storage(output), pointer.model_dump_json(indent=1).encode() + b"\n"
    with explain_failures(output, f"make {pointer.version} the latest version"):
        try:
            if seen.etag is None:
                storage.write_if_absent(POINTER_NAME, data)
            else:
                storage.replace_if_unchanged(POINTER_NAME, data, seen.etag)
        except ChangedError:
            raise OutputError(_explain_change(output)) from None


def _explain_change(output: StoredPath) -> str:
    now = read_pointer(output).pointer
    latest = f"version {now.version} is the latest now" if now else "it is gone"
    return (
        f"another run changed {output / POINTER_NAME} meanwhile: {latest}; this run changed nothing that readers see. "
        "Run it again: what was read is kept."
    )


def name_manifest(version: str) -> str:
    """Return the key of a version's manifest below the output."""
    return f"{VERSIONS_NAME}/{version}/{MANIFEST_NAME}"
