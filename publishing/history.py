"""List the versions in an output folder, switch back to one of them, and remove old ones.

There is no log, so nothing can contradict the folders. The modification time of a version's manifest is when it was made; that
of its folder, which `versions.switch_latest` sets, is until when it was the latest, or since when it is; that of the link is
since when the present version is the latest. So the version that was the latest is known also without the link. If a folder did
not change after its manifest was written, that version never was the latest: publishing ended, or was refused, before the
switch. In object storage, where there are no such times, `latest.json` holds the switches; without it nothing is known of them.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from ucap.publishing.errors import NoVersionError, OutputError, explain_failures
from ucap.publishing.evolution import check_readable
from ucap.publishing.latest import (
    LATEST_NAME,
    MANIFEST_NAME,
    VERSIONS_NAME,
    SeenPointer,
    find_latest,
    move_pointer,
    name_latest,
    read_pointer,
    see_latest,
)
from ucap.publishing.lock import output_lock
from ucap.publishing.manifest import Manifest, check_version, list_files, list_names, load_manifest
from ucap.publishing.object_versions import remove_objects
from ucap.publishing.storage.location import Location, open_storage
from ucap.publishing.storage.objects import StoredPath
from ucap.publishing.versions import remove_versions, switch_latest

_NAMED = 5  # versions named in a message


@dataclass(frozen=True)
class VersionEntry:
    """One version in the output folder.

    `latest_until` is when it last stopped being the latest (since when it was, if `latest` was deleted); null for the present
    latest and for a version that never was it, a candidate: a run refused it, or was killed before it could switch to it.
    `documents` and `rows` are null where the manifest cannot be read; `damage` then says why. `shared_bytes` of `size_bytes`
    are in files that another version shares.
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
    is_candidate: bool


@dataclass(frozen=True)
class Rollback:
    """A switch back: the version that was the latest (null where there was none) and the one that is now."""

    before: str | None
    version: str


@dataclass(frozen=True)
class Pruning:
    """What pruning removes; which old versions it keeps because someone may still read them; and all that it keeps.

    `freed_bytes` counts the files that no kept version shares. Versions have the order of `list_versions`.
    """

    removed: tuple[VersionEntry, ...]
    in_grace: tuple[VersionEntry, ...]
    kept: tuple[VersionEntry, ...]
    freed_bytes: int


def list_versions(output: Location) -> list[VersionEntry]:
    """Return the versions in the output folder: the latest first, then by the time until which each was the latest.

    Raises `OutputError` where the folder cannot be read. A damaged version is listed with its damage; files are not hashed.
    """
    with explain_failures(output, "list the versions"):
        latest, times = find_latest(output), _find_times(output)
        sizes = {name: _list_sizes(output / VERSIONS_NAME / name) for name in list_names(output)}
        holders = Counter(file for files in sizes.values() for file in files)
        entries = [
            _describe_version(output, name, name == latest, times[name], files, {file for file in files if holders[file] > 1})
            for name, files in sizes.items()
            if name in times
        ]
    return sorted(entries, key=_recency, reverse=True)


def list_candidates(output: Location) -> set[str]:
    """Return the versions that were never the latest: refused and not accepted yet, or of a run that ended too early."""
    with explain_failures(output, "list the versions"):
        latest = find_latest(output)
        return {name for name, times in _find_times(output).items() if name != latest and times.is_candidate}


def find_lost_latest(output: Location) -> str | None:
    """Return the version that was the latest before `latest` was deleted; None where it was not, or it is not known."""
    if find_latest(output) is not None:
        return None
    return next((entry.version for entry in list_versions(output) if entry.latest_until), None)


def find_previous(output: Location) -> str | None:
    """Return the version that was the latest before the present one, or None if there was no version before or it is not known.

    A version that was left after the link was made does not count: such times come from a copy that did not keep them.
    """
    if find_latest(output) is None:
        return None
    if isinstance(output, StoredPath):
        pointer, names = read_pointer(output).pointer, list_names(output)
        return next((one.version for one in (pointer.switches[1:] if pointer else ()) if one.version in names), None)
    with explain_failures(output, "list the versions"):
        switched = _instant((output / LATEST_NAME).lstat().st_mtime_ns)
    left = [entry for entry in list_versions(output) if entry.latest_until and entry.latest_until <= switched]
    return left[0].version if left else None


def resolve_version(output: Location, name: str) -> str:
    """Return the full name of a version from `latest`, or from the beginning of a name that only one version has.

    Raises `OutputError` where no version or several versions match.
    """
    with explain_failures(output, "list the versions"):
        names = list_names(output)
        if name == LATEST_NAME and (latest := find_latest(output)):
            return latest
    if not names:
        raise NoVersionError(output)
    found = [known for known in names if name and known.startswith(name)]
    if name in found:
        return name
    if len(found) == 1:
        return found[0]
    if found:
        raise OutputError(f"{name!r} is the beginning of {len(found)} versions: {_name_some(found)}; give more of the name.")
    raise OutputError(f"“{output}” has no version {name!r}; it has {_name_some(names)} (`ucap versions` lists them).")


def roll_back(output: Location, name: str, *, wait: bool = True) -> Rollback:
    """Let `latest` name an older version again, after each of its files was compared with its manifest.

    Raises `OutputError` where `name` does not name exactly one version, the version is damaged or was made by newer code, or
    another run is writing and `wait` is false. In all these cases `latest` does not change.
    """
    resolve_version(output, name)  # before the lock, which would create a missing folder
    with output_lock(output, wait=wait), explain_failures(output, f"switch to version {name}"):
        seen = see_latest(output)
        version, before = resolve_version(output, name), find_latest(output)
        directory = output / VERSIONS_NAME / version
        if faults := check_version(directory, version):
            raise OutputError(f"version {version} is damaged, so it was not made the latest: {_name_some(faults, '; ')}.")
        check_readable(load_manifest(directory))
        if isinstance(output, StoredPath):
            move_pointer(output, version, seen or SeenPointer(), datetime.now(UTC))
        else:
            switch_latest(output, version)
    return Rollback(before, version)


def plan_pruning(output: Location, *, keep: int, grace_seconds: float, now: float) -> Pruning:
    """Return what pruning at `now` (seconds since 1970) would remove: all versions except the `keep` most recent ones.

    The latest is always kept, and so is every version that was the latest within the last `grace_seconds`: a reader who
    opened it then may still be reading it. Raises `OutputError` where the folder cannot be read, or has versions but no
    `latest`.
    """
    if keep < 1:
        raise ValueError("the latest version is always kept, so keep counts from 1")
    entries = list_versions(output)
    if entries and not any(entry.is_latest for entry in entries):
        raise OutputError(f"{output / name_latest(output)} names no version, so none was removed: publish or roll back first.")
    old = entries[keep:]
    in_grace = tuple(entry for entry in old if (entry.latest_until or entry.made_at).timestamp() > now - grace_seconds)
    removed = tuple(entry for entry in old if entry not in in_grace)
    kept = tuple(entry for entry in entries if entry not in removed)
    return Pruning(removed, in_grace, kept, _count_freed(output, removed, kept))


def prune_versions(output: Location, *, keep: int, grace_seconds: float, now: float, wait: bool = True) -> Pruning:
    """Remove what `plan_pruning` returns, under the writer's lock; the next run completes an interrupted pruning.

    In object storage, also remove the parts of runs that died. Raises `OutputError` where another run published meanwhile.
    """
    if isinstance(output, StoredPath):
        seen = read_pointer(output)
        pruning = plan_pruning(output, keep=keep, grace_seconds=grace_seconds, now=now)
        kept = [entry.version for entry in pruning.kept]
        remove_objects(
            output, [entry.version for entry in pruning.removed], kept, seen, before=_instant_of(now - grace_seconds)
        )
        return pruning
    if not output.is_dir():
        return plan_pruning(output, keep=keep, grace_seconds=grace_seconds, now=now)
    with output_lock(output, wait=wait):
        pruning = plan_pruning(output, keep=keep, grace_seconds=grace_seconds, now=now)
        with explain_failures(output, "remove old versions"):
            remove_versions(output, [entry.version for entry in pruning.removed])
    return pruning


@dataclass(frozen=True)
class _Times:
    """When a version was made, until or since when it was the latest, and whether it is known that it never was."""

    made: datetime
    left: datetime | None
    is_candidate: bool


def _find_times(output: Location) -> dict[str, _Times]:
    """Return the times of each version in the output."""
    if isinstance(output, StoredPath):
        made = {listed.key: listed.modified for listed in open_storage(output).list(VERSIONS_NAME)}
        pointer, left = read_pointer(output).pointer, dict[str, datetime]()
        switches = pointer.switches if pointer else ()
        for later, switch in pairwise(switches):  # the last one first
            left.setdefault(switch.version, later.at)
        names = {key.split("/")[1]: instant for key, instant in made.items()}
        known = {switch.version for switch in switches}
        return {name: _Times(instant, left.get(name), bool(known) and name not in known) for name, instant in names.items()}
    times = {}
    for name in list_names(output):
        directory = output / VERSIONS_NAME / name
        left_ns, path = directory.stat().st_mtime_ns, directory / MANIFEST_NAME
        made_ns = path.stat().st_mtime_ns if path.exists() else left_ns
        is_candidate = left_ns <= made_ns
        times[name] = _Times(_instant(made_ns), None if is_candidate else _instant(left_ns), is_candidate)
    return times


def _list_sizes(directory: Location) -> dict[Hashable, int]:
    """Return the size of each file of a version, by what is the same where another version shares it."""
    if isinstance(directory, StoredPath):
        try:
            files = load_manifest(directory).files().values()
        except OutputError:  # `_describe_version` meets it again, and says so
            return {}
        return {part.path: part.bytes for part in files}
    states = [path.stat() for path in list_files(directory)]
    return {(state.st_dev, state.st_ino): state.st_size for state in states}


def _describe_version(
    output: Location, name: str, is_latest: bool, times: _Times, files: dict[Hashable, int], shared: set[Hashable]
) -> VersionEntry:
    manifest: Manifest | None = None
    damage: str | None = None
    try:
        manifest = load_manifest(output / VERSIONS_NAME / name)
    except OutputError as error:
        damage = str(error)
    tables = {key: table.rows for key, table in manifest.tables.items()} if manifest else {}
    return VersionEntry(
        version=name,
        is_latest=is_latest,
        made_at=times.made,
        latest_until=None if is_latest else times.left,
        schema_version=manifest.schema_version if manifest else None,
        documents=tables.get("documents"),
        ucaps=tables.get("ucaps"),
        rows=sum(tables.values()) if manifest else None,
        size_bytes=sum(files.values()),
        shared_bytes=sum(files[file] for file in shared),
        damage=damage,
        is_candidate=times.is_candidate and not is_latest,
    )


def _recency(entry: VersionEntry) -> tuple[bool, datetime, str]:
    return entry.is_latest, entry.latest_until or entry.made_at, entry.version


def _count_freed(output: Location, removed: Iterable[VersionEntry], kept: Iterable[VersionEntry]) -> int:
    going, staying = (
        dict(pair for entry in entries for pair in _list_sizes(output / VERSIONS_NAME / entry.version).items())
        for entries in (removed, kept)
    )
    return sum(size for inode, size in going.items() if inode not in staying)


def _instant(nanoseconds: int) -> datetime:
    return _instant_of(nanoseconds / 1e9)


def _instant_of(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _name_some(names: list[str], separator: str = ", ") -> str:
    more = f"{separator}and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return separator.join(names[:_NAMED]) + more
