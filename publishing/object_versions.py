"""Write a version into object storage, which has neither links nor renames, and make it the latest.

```
latest.json                        the version that readers see; written last, with a condition (`latest.py`)
versions/<version>/manifest.json   what the version consists of: of each part its `path`
parts/<table>/<sha256>.parquet     the parts of all versions, each once, named by its bytes
```

A part is never written twice and never changed, so versions share it by naming it. An interruption leaves parts and perhaps a
manifest that `latest.json` does not name; the next run uses what is there.
"""

import hashlib
import io
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from ucap.publishing.assemble import Dataset
from ucap.publishing.errors import OutputError, explain_failures
from ucap.publishing.latest import VERSIONS_NAME, SeenPointer, move_pointer, name_manifest, read_pointer, write_pointer
from ucap.publishing.layout import Accept, PlannedFile, Publication, plan_version, render_manifest, write_rows
from ucap.publishing.manifest import PARTS_NAME, ManifestPart, ManifestTable, find_lost, load_manifest, read_part
from ucap.publishing.storage.interface import ChangedError
from ucap.publishing.storage.location import open_storage
from ucap.publishing.storage.objects import StoredPath

_WRITERS = 8
"""Parts that are rendered and uploaded at once, and so in memory: a request takes some 50 ms, however small the part."""
_MOST_INPUTS = 100_000
"""The most inputs that a manifest lists, some 15 MB; by judgement: each reader fetches it."""
_NAMED_FAULTS = 3  # in a message of one line; chosen


def publish_objects(
    dataset: Dataset, output: StoredPath, accept: Accept[StoredPath], seen: SeenPointer
) -> Publication[StoredPath]:
    """Make a checked dataset the latest version in object storage; see `ucap.publishing.versions.publish_dataset`."""
    with explain_failures(output, "publish a version"):
        version, tables = plan_version(dataset, output)
        target = output / VERSIONS_NAME / version
        written = not _is_there(target)
        if written:
            _write_version(dataset, output, version, tables)
        accept(target)
        move_pointer(output, version, seen, datetime.now(UTC))
    return Publication(version, written, target, dataset.row_counts())


def _is_there(target: StoredPath) -> bool:
    try:
        return not find_lost(target, load_manifest(target))
    except OutputError:
        return False


def _write_version(dataset: Dataset, output: StoredPath, version: str, tables: dict[str, list[PlannedFile]]) -> None:
    planned = [(name, file) for name, files in tables.items() for file in files if file.stored is None]
    with ThreadPoolExecutor(_WRITERS) as pool:
        entries = pool.map(partial(_write_part, output), planned)
        written = {
            name: _describe_table(file.stored.entry if file.stored else next(entries) for file in files)
            for name, files in tables.items()
        }
    manifest = render_manifest(dataset, version, written, most_inputs=_MOST_INPUTS)
    if faults := find_lost(output / VERSIONS_NAME / version, manifest):
        more = f" and {len(faults) - _NAMED_FAULTS} more" if faults[_NAMED_FAULTS:] else ""
        raise OutputError(f"{output} was not written correctly: {'; '.join(faults[:_NAMED_FAULTS])}{more}. Run again.")
    open_storage(output).write(name_manifest(version), manifest.render())


def _describe_table(entries: Iterable[ManifestPart]) -> ManifestTable:
    parts = tuple(entries)
    return ManifestTable(rows=sum(part.rows for part in parts), parts=parts)


def _write_part(output: StoredPath, planned: tuple[str, PlannedFile]) -> ManifestPart:
    """Write a part unless it is there, and return its entry. It is read back before: what is sent is what is meant."""
    table, file = planned
    sink = io.BytesIO()
    write_rows(file.part, sink)
    data = sink.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    path = f"{PARTS_NAME}/{table}/{sha256}.parquet"
    if not read_part(io.BytesIO(data)).equals(file.part.load(), check_metadata=True):
        raise OutputError(f"{table}/{file.name} reads back differently: run again.")
    with suppress(ChangedError):  # these bytes are there already
        open_storage(output).write_if_absent(path, data)
    return ManifestPart(
        name=file.name, rows=file.part.row_count, bytes=len(data), sha256=sha256, rows_sha256=file.rows_sha256, path=path
    )


def remove_objects(
    output: StoredPath, removed: Collection[str], kept: Collection[str], seen: SeenPointer, *, before: datetime
) -> None:
    """Delete versions, and the parts that no kept version names and that were written before an instant.

    The pointer is marked first and last. So a run that began before the last mark is refused, as it may name a part that is
    gone. Only a run that both begins and ends between the marks is not; then the parts of its version are looked up, and
    `OutputError` is raised where one is lost. An interruption leaves versions that lack parts; the next pruning removes them.
    """
    storage = open_storage(output)
    named = {part.path for version in kept for part in load_manifest(output / VERSIONS_NAME / version).files().values()}
    marked = _mark_pruning(output, seen, removed)
    with explain_failures(output, "remove old versions"):
        for listed in list(storage.list(PARTS_NAME)):
            if listed.key not in named and listed.modified < before:
                storage.delete(listed.key)
        for version in removed:
            storage.delete(name_manifest(version))
    now = read_pointer(output)
    if now.etag == marked.etag:
        _mark_pruning(output, marked, removed)
    elif now.pointer and not _is_there(output / VERSIONS_NAME / now.pointer.version):
        raise OutputError(
            f"another run published {now.pointer.version} while old versions were removed, and it lacks parts: run again."
        )


def _mark_pruning(output: StoredPath, seen: SeenPointer, removed: Collection[str]) -> SeenPointer:
    if seen.pointer is None:
        return seen
    switches = tuple(switch for switch in seen.pointer.switches if switch.version not in removed)
    write_pointer(output, seen.pointer.model_copy(update={"switches": switches, "pruned_at": datetime.now(UTC)}), seen)
    return read_pointer(output)
