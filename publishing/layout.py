"""How a dataset becomes the files of a version, wherever they are then written: names, digests and the settings of Parquet."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Generic, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ucap.publishing.assemble import Dataset
from ucap.publishing.errors import OutputError
from ucap.publishing.latest import VERSIONS_NAME
from ucap.publishing.manifest import Manifest, ManifestInput, ManifestTable, is_whole, locate_part, read_manifest
from ucap.publishing.parts import Part, StoredPart, name_part
from ucap.publishing.storage.location import Location, Place, Place_co
from ucap.schemas.records import SCHEMA_VERSION

_VERSION_DIGITS = 12  # of a SHA-256: 48 bits, so that of a million versions no two are likely to have one name
_ESCAPED = r"[^ !#-\[\]-~]"  # characters that JSON may write otherwise: quotes, backslashes, controls, all that is not ASCII
_DIGEST_ROWS = 2**16  # rows in one block of the digest; part of its definition, since it decides where blocks end

# Every setting that changes the bytes is fixed here and not left to the library's defaults. Two things depend on the library:
# its name and version in the footer (`created_by`, which pyarrow does not let us set) and the choices of the compressor. So a
# version has the same bytes wherever the same pyarrow wrote it; its name is made from rows and is the same with any pyarrow.
PARQUET_SETTINGS = {
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


Accept: TypeAlias = Callable[[Place], None]
"""Called with the folder of a whole version before it becomes the latest; raises where it must not."""


@dataclass(frozen=True)
class Publication(Generic[Place_co]):
    """The result of publishing: the version that `latest` now names, its folder, and whether it had to be written.

    `repaired` are the faults of that version's files where it was there already, but damaged.
    """

    version: str
    written: bool
    path: Place_co
    row_counts: dict[str, int]
    repaired: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedFile:
    """One file of a version. `stored` is a file that already holds exactly these rows, to be linked; None: it is written."""

    name: str
    part: Part
    rows_sha256: str
    stored: StoredPart | None


def find_donors(output: Location) -> dict[str, StoredPart]:
    """Return the parts of the latest version by `<table>/<name>`; none where it cannot be read. The files may be damaged."""
    try:
        manifest = read_manifest(output)
    except OutputError:
        return {}
    folder = output / VERSIONS_NAME / manifest.version if manifest else output
    files = manifest.files() if manifest else {}
    return {name: StoredPart(locate_part(folder, name.partition("/")[0], entry), entry) for name, entry in files.items()}


def lay_out(table: str, parts: tuple[Part, ...], donors: dict[str, StoredPart]) -> list[PlannedFile]:
    """Return the files of a table; a donor with the same rows need not be written again."""
    files = []
    for number, part in enumerate(parts):
        name = name_part(number)
        if isinstance(part, StoredPart):
            files.append(PlannedFile(name, part, part.entry.rows_sha256, part))
            continue
        rows_sha256, donor = digest_rows(part.load()), donors.get(f"{table}/{name}")
        fits = donor is not None and donor.entry.rows_sha256 == rows_sha256 and is_whole(donor.path, donor.entry)
        files.append(PlannedFile(name, part, rows_sha256, donor if fits else None))
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


def name_version(dataset: Dataset, tables: dict[str, list[PlannedFile]]) -> str:
    """Derive the version's name from its content: schema version, inputs, and the rows of each part.

    It uses rows, not bytes of Parquet, so that a new pyarrow does not publish a new version of the same data. It uses
    parts, because tables that are cut differently have other files.
    """
    parts = {name: [[file.name, file.rows_sha256] for file in files] for name, files in tables.items()}
    digest = hashlib.sha256(f"[{json.dumps(SCHEMA_VERSION)}, [".encode())
    separator = ""
    for some in dataset.list_inputs():
        digest.update(f"{separator}{render_inputs(some)}".encode())
        separator = ", "
    digest.update(f"], {json.dumps(parts, sort_keys=True)}]".encode())
    return digest.hexdigest()[:_VERSION_DIGITS]


def render_inputs(inputs: pa.Table) -> str:
    """Return rows of inputs, which hold no null, as JSON does, but for the brackets around them.

    >>> render_inputs(pa.table({"source_path": ["a.pdf"], "document_id": ["1"]}))
    '{"document_id": "1", "source_path": "a.pdf"}'
    """
    names = sorted(inputs.column_names)
    if any(pc.any(pc.match_substring_regex(inputs[name], _ESCAPED)).as_py() for name in names):
        return json.dumps(inputs.to_pylist(), sort_keys=True)[1:-1]
    # As columns: of a million inputs, to make objects of Python takes most of the time that naming a version takes.
    pieces: list[Any] = []
    for name in names:
        pieces += [f'{", " if pieces else "{"}{json.dumps(name)}: "', inputs[name], '"']
    return ", ".join(pc.binary_join_element_wise(*pieces, "}", "").to_pylist())


def plan_version(dataset: Dataset, output: Location) -> tuple[str, dict[str, list[PlannedFile]]]:
    """Return the name of the dataset's version and its files by table; those that the latest version has are not written."""
    donors = find_donors(output)
    tables = {name: lay_out(name, parts, donors) for name, parts in sorted(dataset.parts.items())}
    return name_version(dataset, tables), tables


def render_manifest(
    dataset: Dataset, version: str, tables: dict[str, ManifestTable], *, most_inputs: int | None = None
) -> Manifest:
    """Return the manifest of a version whose parts are written; more inputs than `most_inputs` are not listed."""
    is_listed = most_inputs is None or tables["documents"].rows <= most_inputs
    return Manifest(
        version=version,
        schema_version=SCHEMA_VERSION,
        extractor_version=next(iter(dataset.extractor_versions()), None),
        inputs=tuple(ManifestInput(**row) for some in dataset.list_inputs() for row in some.to_pylist()) if is_listed else None,
        tables=tables,
    )


def write_rows(part: Part, sink: IO[bytes]) -> None:
    """Write the rows of a part as Parquet, the same bytes for the same rows."""
    pq.write_table(part.load(), sink, **PARQUET_SETTINGS)
