"""Write a version of the dataset and switch `latest` to it, so that readers see the whole old or the whole new version.

A version is written to `versions/.<version>.partial`, flushed to disk, read back and compared, and renamed to
`versions/<version>`. Only then is the link `latest` replaced, by one rename. An interruption leaves the old `latest` and at
most one partial folder, which the next run removes.
"""

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from ucap.publishing.assemble import Dataset
from ucap.publishing.checks import check_dataset
from ucap.publishing.datapackage import DATAPACKAGE_NAME, render_datapackage
from ucap.publishing.errors import DatasetError, OutputError, explain_failures
from ucap.publishing.lock import output_lock
from ucap.publishing.manifest import (
    LATEST_NAME,
    MANIFEST_NAME,
    VERSIONS_NAME,
    Manifest,
    ManifestFile,
    ManifestInput,
    ManifestPart,
    ManifestTable,
    check_version,
    digest_file,
    is_whole,
    list_files,
    read_manifest,
    read_part,
)
from ucap.publishing.parts import Part, StoredPart, name_part
from ucap.schemas.records import SCHEMA_VERSION

_PARTIAL = ".partial"
_VERSION_DIGITS = 12  # of a SHA-256: 48 bits, so that of a million versions no two are likely to have one name
_NAMED_FAULTS = 3  # in a message of one line; chosen
_DIGEST_ROWS = 2**16  # rows in one block of the digest; part of its definition, since it decides where blocks end

# Every setting that changes the bytes is fixed here and not left to the library's defaults. Two things depend on the library:
# its name and version in the footer (`created_by`, which pyarrow does not let us set) and the choices of the compressor. So a
# version has the same bytes wherever the same pyarrow wrote it; its name is made from rows and is the same with any pyarrow.
_PARQUET_SETTINGS = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": 3,
    "use_dictionary": True,
    "write_statistics": True,
    "row_group_size": 2**17,
    "data_page_size": 2**20,
    "store_schema": True,  # keeps descriptions, units and the schema version in the file
}


_NO_LINKS = (errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL)
"""Errors of file systems or accounts that cannot make hard links."""

Accept: TypeAlias = Callable[[Path], None]


@dataclass(frozen=True)
class Publication:
    """The result of publishing: the version that `latest` now names, its folder, and whether it had to be written.

    `repaired` are the faults of that version's files where it was there already, but damaged.
    """

    version: str
    written: bool
    path: Path
    row_counts: dict[str, int]
    repaired: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    """One file of a version. `stored` is a file that already holds exactly these rows, to be linked; None: it is written."""

    name: str
    part: Part
    rows_sha256: str
    stored: StoredPart | None


def publish_dataset(dataset: Dataset, output: Path, *, accept: Accept = lambda version: None) -> Publication:
    """Make the dataset the latest version in `output`; if that version already exists, whole, nothing is written.

    Parts that equal those of the latest version are hard links to them. `accept` is called with the folder of the whole,
    checked version before `latest` is switched to it. If it raises, `latest` is not switched, and the folder is kept for a
    person to inspect.

    Raises `DatasetError` where the dataset breaks its invariants, `OutputError` where `output` cannot be written. In both
    cases, and when killed, `latest` is the old or the new version, whole. Waits for another writer; a caller that must not wait
    holds `output_lock` itself.
    """
    if violations := check_dataset(dataset):
        raise DatasetError(violations)
    with output_lock(output), explain_failures(output, "publish a version"):
        donors = _find_donors(output)
        tables = {name: _lay_out(name, parts, donors) for name, parts in sorted(dataset.parts.items())}
        version = _name_version(dataset, tables)
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


def _find_donors(output: Path) -> dict[str, StoredPart]:
    """Return the parts of the latest version by `<table>/<name>`; none where it cannot be read. The files may be damaged."""
    try:
        manifest = read_manifest(output)
    except OutputError:
        return {}
    folder = output / VERSIONS_NAME / manifest.version if manifest else output
    return {name: StoredPart(folder / name, entry) for name, entry in (manifest.files() if manifest else {}).items()}


def _lay_out(table: str, parts: tuple[Part, ...], donors: dict[str, StoredPart]) -> list[_File]:
    files = []
    for number, part in enumerate(parts):
        name = name_part(number)
        if isinstance(part, StoredPart):
            files.append(_File(name, part, part.entry.rows_sha256, part))
            continue
        rows_sha256, donor = digest_rows(part.load()), donors.get(f"{table}/{name}")
        fits = donor is not None and donor.entry.rows_sha256 == rows_sha256 and is_whole(donor.path, donor.entry)
        files.append(_File(name, part, rows_sha256, donor if fits else None))
    return files


def digest_rows(table: pa.Table) -> str:
    """Return the SHA-256 of a table's schema (with metadata) and rows, independent of how Parquet encodes them."""
    digest = hashlib.sha256()

    def add(value: object) -> None:
        digest.update(json.dumps(value, default=_render_date).encode() + b"\n")

    add({_decode(key): _decode(value) for key, value in sorted((table.schema.metadata or {}).items())})
    for field in table.schema:
        metadata = {_decode(key): _decode(value) for key, value in sorted((field.metadata or {}).items())}
        add([field.name, str(field.type), field.nullable, metadata])
    add(table.num_rows)
    for start in range(0, table.num_rows, _DIGEST_ROWS):
        for column in table.slice(start, _DIGEST_ROWS).columns:
            add(column.to_pylist())
    return digest.hexdigest()


def _decode(value: bytes) -> str:
    return value.decode()


def _render_date(value: date) -> str:
    return value.isoformat()


def _name_version(dataset: Dataset, tables: dict[str, list[_File]]) -> str:
    """Derive the version's name from its content: schema version, inputs, and the rows of each part.

    It uses rows, not bytes of Parquet, so that a new pyarrow does not publish a new version of the same data. It uses
    parts, because tables that are cut differently have other files.
    """
    parts = {name: [[file.name, file.rows_sha256] for file in files] for name, files in tables.items()}
    content = json.dumps([SCHEMA_VERSION, dataset.inputs(), parts], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:_VERSION_DIGITS]


def _write_version(dataset: Dataset, tables: dict[str, list[_File]], target: Path) -> None:
    partial = target.with_name(f".{target.name}{_PARTIAL}")
    try:
        partial.mkdir()
        manifest = Manifest(
            version=target.name,
            schema_version=SCHEMA_VERSION,
            extractor_version=next(iter(dataset.extractor_versions()), None),
            inputs=tuple(ManifestInput.model_validate(entry) for entry in dataset.inputs()),
            tables={name: _write_table(partial / name, files) for name, files in tables.items()},
        )
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


def _write_table(directory: Path, files: list[_File]) -> ManifestTable:
    directory.mkdir()
    entries = tuple(_write_file(directory / file.name, file) for file in files)
    _sync_directory(directory)
    return ManifestTable(rows=sum(entry.rows for entry in entries), parts=entries)


def _write_file(path: Path, file: _File) -> ManifestPart:
    if file.stored:
        _link_file(file.stored.path, path)
        return file.stored.entry
    with path.open("xb") as sink:
        pq.write_table(file.part.load(), sink, **_PARQUET_SETTINGS)
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


def _check_written(tables: dict[str, list[_File]], manifest: Manifest, directory: Path) -> None:
    """Read back what was written and compare it with what should be there; raises `OutputError` where they differ."""
    linked = [
        f"{name}/{file.name}"
        for name, files in tables.items()
        for file in files
        if file.stored and os.path.samefile(file.stored.path, directory / name / file.name)
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

    The folder of the version before gets the present time as modification time: it was the latest until then. The
    history (`history.py`) is read from these times and that of the link, so that no separate record can contradict them.
    """
    latest, destination = output / LATEST_NAME, f"{VERSIONS_NAME}/{version}"
    _sync_directory(output / VERSIONS_NAME)  # always: a run killed right after its rename leaves this to the next run
    if latest.is_symlink() and os.readlink(latest) == destination:
        return
    now = (time.time_ns(),) * 2  # the file system's clock counts milliseconds: two switches could get the same time
    if latest.is_dir():
        with suppress(PermissionError):  # the folder belongs to another account; the switch itself is possible
            os.utime(latest, ns=now)
    aside = output / f".{LATEST_NAME}{_PARTIAL}"
    os.symlink(destination, aside)
    os.utime(aside, ns=now, follow_symlinks=False)
    os.replace(aside, latest)
    _sync_directory(output)


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
