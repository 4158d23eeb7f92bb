"""Write a version of the dataset and switch `latest` to it, so that readers see the whole old or the whole new version.

A version is written to `versions/.<version>.partial`, flushed to disk, read back and compared, and renamed to
`versions/<version>`. Only then is the link `latest` replaced, by one rename. An interruption leaves the old `latest` and at
most one partial folder, which the next run removes.
"""

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ucap.publishing.assemble import Dataset
from ucap.publishing.checks import check_dataset
from ucap.publishing.datapackage import DATAPACKAGE_NAME, render_datapackage
from ucap.publishing.errors import DatasetError, OutputError, explain_failures
from ucap.publishing.latest import LATEST_NAME, MANIFEST_NAME, VERSIONS_NAME, SeenPointer, read_pointer
from ucap.publishing.layout import Accept, PlannedFile, Publication, plan_version, render_manifest, write_rows
from ucap.publishing.lock import output_lock
from ucap.publishing.manifest import (
    Manifest,
    ManifestFile,
    ManifestPart,
    ManifestTable,
    check_version,
    digest_file,
    list_files,
    read_part,
)
from ucap.publishing.object_versions import publish_objects
from ucap.publishing.storage.location import Place
from ucap.publishing.storage.objects import StoredPath

_PARTIAL = ".partial"
_NAMED_FAULTS = 3  # in a message of one line; chosen

_MOMENT_NS = 10_000
"""Between the end of one version and the beginning of the next: more than the microseconds in which instants are counted."""

_NO_LINKS = (errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)
"""Errors of file systems or accounts that cannot make hard links."""


def publish_dataset(
    dataset: Dataset, output: Place, *, accept: Accept[Place] = lambda version: None, seen: SeenPointer | None = None
) -> Publication[Place]:
    """Make the dataset the latest version in `output`; if that version already exists, whole, nothing is written.

    Parts that equal those of the latest version are hard links to them; in object storage the manifest names them. `accept` is
    called with the folder of the whole, checked version before `latest` is switched to it. If it raises, `latest` is not
    switched, and the folder is kept for a person to inspect.

    Raises `DatasetError` where the dataset breaks its invariants, `OutputError` where `output` cannot be written. In both
    cases, and when killed, `latest` is the old or the new version, whole. Waits for another writer to a folder; a caller that
    must not wait holds `output_lock` itself. In object storage nobody waits: `seen` is what `latest` was when the run began, by
    default what it is now, and `OutputError` is raised where another writer changed it meanwhile.
    """
    if violations := check_dataset(dataset):
        raise DatasetError(violations)
    if isinstance(output, StoredPath):
        return publish_objects(dataset, output, accept, seen or read_pointer(output))
    with output_lock(output), explain_failures(output, "publish a version"):
        version, tables = plan_version(dataset, output)
        target = output / VERSIONS_NAME / version
        with explain_failures(output, f"publish version {version}"):
            _make_directory(target.parent)
            _remove_leftovers(output)
            faults = check_version(target, version)
            repaired = tuple(faults) if target.exists() else ()
            if faults:
                _write_version(dataset, tables, target)
            accept(target)
            switch_latest(output, version)
    return Publication(version, bool(faults), target, dataset.row_counts(), repaired)


def _write_version(dataset: Dataset, tables: dict[str, list[PlannedFile]], target: Path) -> None:
    partial = target.with_name(f".{target.name}{_PARTIAL}")
    try:
        partial.mkdir()
        written = {name: _write_table(partial / name, files) for name, files in tables.items()}
        manifest = render_manifest(dataset, target.name, written)
        description = _write_content(partial / DATAPACKAGE_NAME, render_datapackage(manifest))
        manifest = manifest.model_copy(update={"descriptions": (description,)})
        _write_content(partial / MANIFEST_NAME, manifest.render())
        _sync_directory(partial)
        _check_written(tables, manifest, partial)
        if target.exists():
            _repair_version(manifest, partial, target)
        else:
            os.rename(partial, target)
    except (OSError, OutputError):
        shutil.rmtree(partial, ignore_errors=True)  # a full disk needs the space now, not at the next run
        raise


def _write_content(path: Path, content: bytes) -> ManifestFile:
    with path.open("xb") as sink:
        sink.write(content)
        sink.flush()
        os.fsync(sink.fileno())
    return ManifestFile(name=path.name, bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def _write_table(directory: Path, files: list[PlannedFile]) -> ManifestTable:
    directory.mkdir()
    entries = tuple(_write_file(directory / file.name, file) for file in files)
    _sync_directory(directory)
    return ManifestTable(rows=sum(entry.rows for entry in entries), parts=entries)


def _write_file(path: Path, file: PlannedFile) -> ManifestPart:
    if file.stored:
        _link_file(Path(str(file.stored.path)), path)
        return file.stored.entry
    with path.open("xb") as sink:
        write_rows(file.part, sink)
        sink.flush()
        os.fsync(sink.fileno())
    return ManifestPart(
        name=file.name,
        rows=file.part.row_count,
        bytes=path.stat().st_size,
        sha256=digest_file(path),
        rows_sha256=file.rows_sha256,
    )


def _link_file(source: Path, path: Path) -> None:
    """Make a hard link to a file, or a copy where links are not possible."""
    try:
        os.link(source, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(source, path)
        with path.open("rb") as copy:
            os.fsync(copy.fileno())


def _check_written(tables: dict[str, list[PlannedFile]], manifest: Manifest, directory: Path) -> None:
    """Read back what was written and compare it with what should be there; raises `OutputError` where they differ."""
    linked = [
        f"{name}/{file.name}"
        for name, files in tables.items()
        for file in files
        if file.stored and os.path.samefile(str(file.stored.path), directory / name / file.name)
    ]
    faults = check_version(directory, manifest.version, trusted=linked) or [
        f"{name}/{file.name} reads back differently"
        for name, files in tables.items()
        for file in files
        if not file.stored and not read_part(directory / name / file.name).equals(file.part.load(), check_metadata=True)
    ]
    if faults:
        named = "; ".join(faults[:_NAMED_FAULTS]) + (
            f" and {len(faults) - _NAMED_FAULTS} more" if faults[_NAMED_FAULTS:] else ""
        )
        raise OutputError(f"{directory} was not written correctly: {named}. Check that disk and run again.")


def _repair_version(manifest: Manifest, partial: Path, target: Path) -> None:
    """Replace the files in a version's damaged folder one by one, and remove additional files.

    The folder itself is not replaced: `latest` may name it, and would name nothing for a moment. Each file replaces one with
    the same rows, so readers find at most the old damage. The checksums show an interrupted repair, which is then done
    again.
    """
    for name in (*manifest.all_files(), MANIFEST_NAME):
        (target / name).parent.mkdir(exist_ok=True)
        os.replace(partial / name, target / name)
    for path in list_files(target):
        if path.relative_to(target).as_posix() not in {*manifest.all_files(), MANIFEST_NAME}:
            path.unlink()
    for directory in (*(target / name for name in manifest.tables), target):
        _sync_directory(directory)
    shutil.rmtree(partial)


def switch_latest(output: Path, version: str) -> None:
    """Let `latest` name an existing version, in one step. The caller holds the lock; raises `OSError`.

    The folder of the version before gets the present time as modification time: it was the latest until then. That of the new
    one gets it a moment later: it is the latest since then, which says so also where someone deletes the link. The history
    (`history.py`) is read from these times and that of the link, so that no separate record can contradict them.
    """
    latest, destination = output / LATEST_NAME, f"{VERSIONS_NAME}/{version}"
    _sync_directory(output / VERSIONS_NAME)  # always: a run killed right after its rename leaves this to the next run
    if latest.is_symlink() and os.readlink(latest) == destination:
        since = latest.lstat().st_mtime_ns
        if (output / destination).stat().st_mtime_ns != since:  # an older release published it
            _mark_folder(output / destination, since)
        return
    now = (time.time_ns(),) * 2  # the file system's clock counts milliseconds: two switches could get the same time
    if latest.is_dir():
        _mark_folder(latest, now[0] - _MOMENT_NS)
    aside = output / f".{LATEST_NAME}{_PARTIAL}"
    os.symlink(destination, aside)
    os.utime(aside, ns=now, follow_symlinks=False)
    os.replace(aside, latest)
    _mark_folder(output / destination, now[0])
    _sync_directory(output)


def _mark_folder(folder: Path, instant_ns: int) -> None:
    with suppress(PermissionError):  # it belongs to another account; the switch itself is possible
        os.utime(folder, ns=(instant_ns, instant_ns))


def remove_versions(output: Path, versions: Iterable[str]) -> None:
    """Delete versions; `latest` must not name any of them. The caller holds the lock; raises `OSError`.

    Each is renamed first, so that an interrupted deletion leaves no folder that looks like a version; the next run removes the
    rest. Files that another version shares by hard links stay in that version.
    """
    _remove_leftovers(output)
    asides = []
    for version in versions:
        path = output / VERSIONS_NAME / version
        asides.append(path.with_name(f".{version}{_PARTIAL}"))
        os.rename(path, asides[-1])
    _sync_directory(
        output / VERSIONS_NAME
    )  # before the first file is deleted: a power cut must not restore the name of a half-empty folder
    for aside in asides:
        shutil.rmtree(aside)


def _make_directory(path: Path) -> None:
    if not path.is_dir():
        path.mkdir()
        _sync_directory(path.parent)
        _sync_directory(path.parent.parent)  # `output` itself may be new


def _remove_leftovers(output: Path) -> None:
    for path in _find_leftovers(output):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _find_leftovers(output: Path) -> Iterator[Path]:
    link = output / f".{LATEST_NAME}{_PARTIAL}"
    if os.path.lexists(link):  # a glob ignores a link to a version that does not exist
        yield link
    yield from (output / VERSIONS_NAME).glob(f".*{_PARTIAL}")


def _sync_directory(path: Path) -> None:
    """Flush the names in a folder to disk, without which a power cut could lose a file that is itself flushed."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
