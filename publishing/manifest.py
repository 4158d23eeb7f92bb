"""The manifest of a version: what it was made from and what it consists of; and reading a version by it."""

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, ValidationError, model_serializer
from pydantic_core import to_json

from ucap.publishing.errors import NoVersionError, OutputError, explain_failures
from ucap.publishing.latest import LATEST_NAME, MANIFEST_NAME, VERSIONS_NAME, read_pointer
from ucap.publishing.storage.location import Location, open_storage
from ucap.publishing.storage.objects import StoredPath

PARTS_NAME = "parts"
"""Where the parts of all versions lie in object storage: `parts/<table>/<sha256>.parquet`."""

SWITCH_BACK = "make an older version the latest (`ucap versions` lists them, `ucap rollback VERSION` switches)"
_PUBLISH_AGAIN = "publish again to write it new"


class _Entry(BaseModel):
    # Keys that a later version of this code adds to its manifests are ignored.
    model_config = ConfigDict(frozen=True, extra="ignore")


class ManifestInput(_Entry):
    """One file of the raw folder that the version was made from."""

    source_path: str
    document_id: str
    input_key: str


class ManifestFile(_Entry):
    """One file of a version, with the SHA-256 of its bytes."""

    name: str
    bytes: int
    sha256: str


class ManifestPart(ManifestFile):
    """One Parquet file of a table; `rows_sha256` digests its rows, independent of how they are encoded.

    `path` is where it lies below the output, in object storage, where versions share files by naming them. It is null, and not
    written, where the file lies in the version's folder.
    """

    rows: int
    rows_sha256: str
    path: str | None = None

    @model_serializer(mode="wrap")
    def _leave_out_path(self, serialize: SerializerFunctionWrapHandler) -> dict[str, object]:
        fields: dict[str, object] = serialize(self)
        return {key: value for key, value in fields.items() if not (key == "path" and value is None)}


class ManifestTable(_Entry):
    """One table of a version."""

    rows: int
    parts: tuple[ManifestPart, ...]


class Manifest(_Entry):
    """What a version was made from and what it consists of. It holds no times: the same content has the same manifest.

    `inputs` are null where they are so many that each reader would have to fetch many megabytes to find a table; `documents`
    has the same columns.
    """

    version: str
    schema_version: str
    extractor_version: str | None
    inputs: tuple[ManifestInput, ...] | None
    tables: dict[str, ManifestTable]
    descriptions: tuple[ManifestFile, ...] = ()
    """Files in addition to the tables that describe the version."""

    def render(self) -> bytes:
        """Return the manifest as it is written: JSON with sorted keys."""
        # Not by json: where it indents, it takes minutes for the entries of a hundred thousand parts.
        return to_json(_sort_keys(self.model_dump(mode="json")), indent=2) + b"\n"

    def files(self) -> dict[str, ManifestPart]:
        """Return every part by its path within the version."""
        return {f"{name}/{part.name}": part for name, table in self.tables.items() for part in table.parts}

    def all_files(self) -> dict[str, ManifestFile]:
        """Return every file except the manifest itself by its path within the version."""
        return {**self.files(), **{file.name: file for file in self.descriptions}}


@dataclass(frozen=True)
class Version:
    """A version that was found whole: its folder and its manifest."""

    path: Location
    manifest: Manifest


def _sort_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sort_keys(value[key]) for key in sorted(value)}
    return [_sort_keys(item) for item in value] if isinstance(value, list) else value


def find_whole_version(output: Location) -> Version | None:
    """Return the latest version if there is one and each file equals its entry in the manifest, else None.

    Every file is hashed, but none is decoded. In object storage, presence and size are compared: to hash, all would have to be
    fetched, and its services keep checksums themselves.
    """
    try:
        manifest = read_manifest(output)
        if manifest is None:
            return None
        path = output / VERSIONS_NAME / manifest.version
        faults = find_lost(path, manifest) if isinstance(path, StoredPath) else check_version(path, manifest.version)
        return None if faults else Version(path, manifest)
    except (OutputError, OSError):
        return None


def read_manifest(output: Location) -> Manifest | None:
    """Return the manifest of the latest version, or None where nothing was published yet.

    Raises `OutputError` where `output` is not a folder, or `latest` or its manifest is damaged.
    """
    if isinstance(output, StoredPath):
        pointer = read_pointer(output).pointer
        return None if pointer is None else load_manifest(output / VERSIONS_NAME / pointer.version)
    latest = output / LATEST_NAME
    if output.exists() and not output.is_dir():
        raise OutputError(f"{output} is a file, not an output folder: name another one.")
    if not os.path.lexists(latest):
        return None
    if not latest.exists():
        raise OutputError(f"{latest} points to {os.readlink(latest)}, which is not there: {SWITCH_BACK}, or {_PUBLISH_AGAIN}.")
    return load_manifest(latest)


def read_table(output: Location, name: str) -> pa.Table:
    """Return one table of the latest version, in published order and with the schema it was published with.

    Raises `OutputError` where nothing was published yet, the version has no such table, or a part of it is damaged.
    """
    manifest = read_manifest(output)
    if manifest is None:
        raise NoVersionError(output)
    if name not in manifest.tables:
        known = ", ".join(sorted(manifest.tables))
        raise OutputError(f"version {manifest.version} has no table {name!r}; its tables are {known}.")
    # By the version's own path: `latest` may be switched between two parts.
    return load_table(output / VERSIONS_NAME / manifest.version, manifest, name)


def load_manifest(directory: Location) -> Manifest:
    """Return the manifest of the version in a folder; raises `OutputError` where it is missing or damaged."""
    path = directory / MANIFEST_NAME
    with explain_failures(path, "read the manifest"):
        try:
            return _parse_manifest(path.read_bytes())
        except FileNotFoundError:
            raise OutputError(f"{path} is missing: {_PUBLISH_AGAIN}.") from None
        except ValidationError as error:
            raise OutputError(f"{path} is damaged: {_PUBLISH_AGAIN}.") from error


@lru_cache(maxsize=4)  # a run reads the same two manifests many times, of up to a few megabytes each
def _parse_manifest(content: bytes) -> Manifest:
    return Manifest.model_validate_json(content)


def locate_part(directory: Location, table: str, part: ManifestPart) -> Location:
    """Return where a part of the version in a folder lies."""
    return directory / table / part.name if part.path is None else directory.parent.parent / part.path


def list_part_places(directory: Location, manifest: Manifest, table: str) -> list[str]:
    """Return the paths or URLs of the Parquet files of one table; raises `OutputError` where the version has no such table."""
    if table not in manifest.tables:
        known = ", ".join(sorted(manifest.tables))
        raise OutputError(f"version {manifest.version} has no table {table!r}; its tables are {known}.")
    return [str(locate_part(directory, table, part)) for part in manifest.tables[table].parts]


def load_table(directory: Location, manifest: Manifest, name: str) -> pa.Table:
    """Return one table of the version in a folder; raises `OutputError` where a part is missing or unreadable."""
    paths = [locate_part(directory, name, part) for part in manifest.tables[name].parts]
    with explain_failures(directory / name, "read the table"):
        try:
            return pa.concat_tables([read_part(path) for path in paths])
        except FileNotFoundError as error:
            raise OutputError(
                f"a part of {directory / name}, {error.filename}, is missing or damaged: {_PUBLISH_AGAIN}."
            ) from error
        except pa.ArrowInvalid as error:
            raise OutputError(f"a part of {directory / name} is missing or damaged: {_PUBLISH_AGAIN}.") from error


def read_part(path: Location | IO[bytes], columns: Collection[str] | None = None) -> pa.Table:
    """Return the rows of one Parquet file, opened or not, all columns or those named.

    Raises `pyarrow.ArrowInvalid` where it is damaged.
    """
    # Not pq.read_table: a dataset would read `name=value` in a folder's name as a column.
    with path.open("rb") if isinstance(path, Path | StoredPath) else path as source:
        # Without threads: parts are small, and a process that ends while pyarrow's threads wait is sometimes aborted with
        # status 134 instead of its own (apache/arrow#34314).
        file = pq.ParquetFile(source, pre_buffer=False)
        return file.read(columns=None if columns is None else list(columns), use_threads=False)


def check_version(directory: Location, version: str, *, trusted: Collection[str] = ()) -> list[str]:
    """Return the differences between a folder and that version: missing, changed and additional files; none if it is whole.

    In object storage, nothing is additional, since readers open what the manifest names.

    `trusted` names parts, `<table>/<part>`, that are not hashed again: links to files that were just hashed.
    """
    try:
        manifest = load_manifest(directory)
    except OutputError as error:
        return [str(error)]
    if manifest.version != version:
        return [f"{MANIFEST_NAME} is that of version {manifest.version}, not of {version}"]
    if isinstance(directory, StoredPath):
        return find_lost(directory, manifest) or list(_compare_objects(directory, manifest, frozenset(trusted)))
    return list(_compare_files(directory, manifest, frozenset(trusted)))


def find_lost(directory: StoredPath, manifest: Manifest) -> list[str]:
    """Return a sentence for each part of a version in object storage that is missing or has another size, by one listing."""
    output = directory.parent.parent
    with explain_failures(output, "list the parts"):
        sizes = {listed.key: listed.size for listed in open_storage(output).list(PARTS_NAME)}
    return [
        f"{name} ({part.path}) {'is missing' if part.path not in sizes else 'has another size'}"
        for name, part in manifest.files().items()
        if sizes.get(part.path or "") != part.bytes
    ]


def _compare_objects(directory: StoredPath, manifest: Manifest, trusted: frozenset[str]) -> Iterator[str]:
    for name, part in manifest.files().items():
        if name not in trusted:
            with explain_failures(directory, "read a part"):
                data = locate_part(directory, name.partition("/")[0], part).read_bytes()
            if hashlib.sha256(data).hexdigest() != part.sha256:
                yield f"{name} ({part.path}) differs from its checksum"


def _compare_files(directory: Path, manifest: Manifest, trusted: frozenset[str]) -> Iterator[str]:
    expected = manifest.all_files()
    present = {path.relative_to(directory).as_posix(): path for path in list_files(directory)}
    yield from (f"{name} is missing" for name in sorted(expected.keys() - present.keys()))
    # Readers would read an additional file in the folder as one of the parts.
    yield from (f"{name} does not belong to the version" for name in sorted(present.keys() - expected.keys() - {MANIFEST_NAME}))
    for name in sorted(expected.keys() & present.keys()):
        if name not in trusted and not is_whole(present[name], expected[name]):
            yield f"{name} differs from its checksum"


def is_whole(path: Location, entry: ManifestFile) -> bool:
    """Return whether a file has the size and digest of its entry in the manifest; false where it is missing.

    In object storage the size is enough: the object has its digest as name, and is never written again.
    """
    try:
        if isinstance(path, StoredPath):
            return path.stat().st_size == entry.bytes
        return (path.stat().st_size, digest_file(path)) == (entry.bytes, entry.sha256)
    except FileNotFoundError:
        return False


def list_names(output: Location) -> list[str]:
    """Return the names of the versions in the output folder, also of damaged ones."""
    if isinstance(output, StoredPath):
        keys = [listed.key.split("/") for listed in open_storage(output).list(VERSIONS_NAME)]
        return sorted(key[1] for key in keys if len(key) == 3 and key[2] == MANIFEST_NAME)
    folder = output / VERSIONS_NAME
    if not folder.is_dir():
        return []
    # A hidden folder is a version that is being written or removed.
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".") and path.is_dir())


def list_files(directory: Path) -> list[Path]:
    """Return the files below a folder without hidden ones, which readers of Parquet folders ignore."""
    return sorted(path for path in directory.rglob("*") if not path.name.startswith(".") and not path.is_dir())


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
