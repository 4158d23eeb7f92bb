"""Which versions an output folder holds, going back to one of them, and removing old ones.

There is no log that could contradict the folders. When a version was made is its manifest's modification time; until when it
was the latest is its folder's, which `versions.switch_latest` sets; the link's own is since when the present one is.
A folder not touched since its manifest was written never was the latest: publishing ended, or was refused, before the switch.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ucap.publishing.errors import OutputError, explain_failures
from ucap.publishing.evolution import check_readable
from ucap.publishing.lock import output_lock
from ucap.publishing.manifest import (
    LATEST_NAME,
    MANIFEST_NAME,
    VERSIONS_NAME,
    Manifest,
    check_version,
    list_files,
    load_manifest,
)
from ucap.publishing.versions import remove_versions, switch_latest

_NAMED = 5  # versions named in a message


@dataclass(frozen=True)
class VersionEntry:
    """One version as it lies in the output folder.

    `latest_until` is when it last ceased to be the latest; null for the present one and for one that never was it. `documents`
    and `rows` are null where the manifest cannot be read, and `damage` then says why. `shared_bytes` of `size_bytes` lie in
    files that another version has, too, by hard links.
    """

    version: str
    is_latest: bool
    made_at: datetime
    latest_until: datetime | None
    schema_version: str | None
    documents: int | None
    ucaps: int | None
    rows: int | None
    size_bytes: int
    shared_bytes: int
    damage: str | None


@dataclass(frozen=True)
class Rollback:
    """A switch back: the version that was the latest, null where none was, and the one that is it now."""

    before: str | None
    version: str


@dataclass(frozen=True)
class Pruning:
    """What pruning removes, what it keeps although it is old because it may still be being read, and what it keeps at all.

    `freed_bytes` counts the files of which no kept version has a link. Versions are ordered as `list_versions` orders them.
    """

    removed: tuple[VersionEntry, ...]
    in_grace: tuple[VersionEntry, ...]
    kept: tuple[VersionEntry, ...]
    freed_bytes: int


def list_versions(output: Path) -> list[VersionEntry]:
    """Return the versions in the output folder: the latest first, then those that were it most recently.

    Raises `OutputError` where the folder cannot be read. A damaged version is listed as such; files are not hashed.
    """
    with explain_failures(output, "list the versions"):
        latest = find_latest(output)
        sizes = {name: dict(_list_inodes(output / VERSIONS_NAME / name)) for name in _list_names(output)}
        holders: dict[tuple[int, int], int] = {}
        for files in sizes.values():
            for inode in files:
                holders[inode] = holders.get(inode, 0) + 1
        entries = [
            _describe_version(output, name, name == latest, files, {inode for inode in files if holders[inode] > 1})
            for name, files in sizes.items()
        ]
    return sorted(entries, key=_recency, reverse=True)


def find_latest(output: Path) -> str | None:
    """Return the name of the version that `latest` names and that is there, or None."""
    latest = output / LATEST_NAME
    return Path(os.readlink(latest)).name if latest.is_symlink() and latest.is_dir() else None


def find_previous(output: Path) -> str | None:
    """Return the version that was the latest before the present one, or None where there is or is known none.

    That is the one left last, and not after the link was made, as the times in a careless copy of the folder say.
    """
    if find_latest(output) is None:
        return None
    with explain_failures(output, "list the versions"):
        switched = _instant((output / LATEST_NAME).lstat().st_mtime_ns)
    left = [entry for entry in list_versions(output) if entry.latest_until and entry.latest_until <= switched]
    return left[0].version if left else None


def resolve_version(output: Path, name: str) -> str:
    """Return the full name of the version that is meant: `latest`, or a beginning that only one version's name has.

    Raises `OutputError` where none or several are meant.
    """
    with explain_failures(output, "list the versions"):
        names = _list_names(output)
        if name == LATEST_NAME and (latest := find_latest(output)):
            return latest
    if not names:
        raise OutputError(f"{output} holds no version yet: publish one first.")
    found = [known for known in names if name and known.startswith(name)]
    if name in found:
        return name
    if len(found) == 1:
        return found[0]
    if found:
        raise OutputError(f"{name!r} is the beginning of {len(found)} versions: {_name_some(found)}; give more of the name.")
    raise OutputError(f"{output} holds no version {name!r}; it holds {_name_some(names)} (`ucap versions` lists them).")


def roll_back(output: Path, name: str, *, wait: bool = True) -> Rollback:
    """Let `latest` name an older version again, after having held each of its files against its manifest.

    Raises `OutputError` where `name` means no single version, the version is damaged, was made by newer code than this, or
    another run is writing and `wait` is false. What `latest` names stays in all these cases.
    """
    resolve_version(output, name)  # before the lock, which would make a folder that is not there
    with output_lock(output, wait=wait), explain_failures(output, f"switch to version {name}"):
        version, before = resolve_version(output, name), find_latest(output)
        directory = output / VERSIONS_NAME / version
        if faults := check_version(directory, version):
            raise OutputError(f"version {version} is damaged and was not switched to: {_name_some(faults, '; ')}.")
        check_readable(load_manifest(directory))
        switch_latest(output, version)
    return Rollback(before, version)


def plan_pruning(output: Path, *, keep: int, grace_seconds: float, now: float) -> Pruning:
    """Tell what pruning at `now` (seconds since 1970) would remove: all but the `keep` most recent versions.

    The latest is always kept, and so is every version that was the latest within the last `grace_seconds`, as a reader who
    opened it then may still be reading. Raises `OutputError` where the folder cannot be read or has versions but no `latest`.
    """
    if keep < 1:
        raise ValueError("the latest version is always kept, so keep counts from 1")
    entries = list_versions(output)
    if entries and not any(entry.is_latest for entry in entries):
        raise OutputError(f"{output / LATEST_NAME} names no version, so none was removed: publish or roll back first.")
    old = entries[keep:]
    in_grace = tuple(entry for entry in old if (entry.latest_until or entry.made_at).timestamp() > now - grace_seconds)
    removed = tuple(entry for entry in old if entry not in in_grace)
    kept = tuple(entry for entry in entries if entry not in removed)
    return Pruning(removed, in_grace, kept, _count_freed(output, removed, kept))


def prune_versions(output: Path, *, keep: int, grace_seconds: float, now: float, wait: bool = True) -> Pruning:
    """Remove what `plan_pruning` says, under the writer's lock; an interrupted pruning is completed by the next run."""
    if not output.is_dir():
        return plan_pruning(output, keep=keep, grace_seconds=grace_seconds, now=now)
    with output_lock(output, wait=wait):
        pruning = plan_pruning(output, keep=keep, grace_seconds=grace_seconds, now=now)
        with explain_failures(output, "remove old versions"):
            remove_versions(output, [entry.version for entry in pruning.removed])
    return pruning


def _list_names(output: Path) -> list[str]:
    folder = output / VERSIONS_NAME
    if not folder.is_dir():
        return []
    # What is hidden is a version being written or removed.
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".") and path.is_dir())


def _list_inodes(directory: Path) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield device and inode of each file of a version, with its size."""
    for path in list_files(directory):
        state = path.stat()
        yield (state.st_dev, state.st_ino), state.st_size


def _describe_version(
    output: Path, name: str, is_latest: bool, files: dict[tuple[int, int], int], shared: set[tuple[int, int]]
) -> VersionEntry:
    directory = output / VERSIONS_NAME / name
    manifest: Manifest | None = None
    damage: str | None = None
    try:
        manifest = load_manifest(directory)
    except OutputError as error:
        damage = str(error)
    left, path = directory.stat().st_mtime_ns, directory / MANIFEST_NAME
    made = path.stat().st_mtime_ns if path.exists() else left
    tables = {key: table.rows for key, table in manifest.tables.items()} if manifest else {}
    return VersionEntry(
        version=name,
        is_latest=is_latest,
        made_at=_instant(made),
        latest_until=None if is_latest or left <= made else _instant(left),
        schema_version=manifest.schema_version if manifest else None,
        documents=tables.get("documents"),
        ucaps=tables.get("ucaps"),
        rows=sum(tables.values()) if manifest else None,
        size_bytes=sum(files.values()),
        shared_bytes=sum(files[inode] for inode in shared),
        damage=damage,
    )


def _recency(entry: VersionEntry) -> tuple[bool, datetime, str]:
    return entry.is_latest, entry.latest_until or entry.made_at, entry.version


def _count_freed(output: Path, removed: Iterable[VersionEntry], kept: Iterable[VersionEntry]) -> int:
    going, staying = (
        dict(pair for entry in entries for pair in _list_inodes(output / VERSIONS_NAME / entry.version))
        for entries in (removed, kept)
    )
    return sum(size for inode, size in going.items() if inode not in staying)


def _instant(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds / 1e9, UTC)


def _name_some(names: list[str], separator: str = ", ") -> str:
    more = f"{separator}and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return separator.join(names[:_NAMED]) + more
