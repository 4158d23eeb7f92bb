"""A whole run: find, read, assemble and publish; a run in which nothing changed reads and writes nothing."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.discovery import REFUSAL_CODES, SourceFile, discover_documents
from flows.errors import RunError
from flows.reading import read_documents
from flows.settings import Settings
from publishing.assemble import assemble_dataset
from publishing.assertions import accept_version
from publishing.errors import OutputError
from publishing.lock import output_lock
from publishing.manifest import VERSIONS_NAME, Manifest, check_version, read_manifest, read_table
from publishing.versions import Accept, publish_dataset
from schemas.records import SCHEMA_VERSION, TABLES
from schemas.ucap import Reading

_TRIED_AGAIN = {"timeout", "out_of_memory", "crashed"}

OnProgress = Callable[[int, int, str, str], None]
"""Called as `(done, total, source_path, status)` after each document."""


@dataclass(frozen=True)
class RunSummary:
    """What a run came to.

    `documents` counts by status, `row_counts` by table. `quarantined` and `superseded` name path and reason. `written` is false
    where `latest` was this version already; `unchanged` is true where nothing had to be read to know that.
    """

    version: str
    written: bool
    unchanged: bool
    documents: dict[str, int]
    row_counts: dict[str, int]
    quarantined: tuple[tuple[str, str], ...]
    superseded: tuple[tuple[str, str], ...]
    error_count: int
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether no document is quarantined and no issue is an error, which `--strict` asks for."""
        return not self.quarantined and not self.error_count


def run_ingest(
    raw: Path,
    output: Path,
    *,
    settings: Settings | None = None,
    force: bool = False,
    wait: bool = True,
    accept_drop: Collection[str] = (),
    on_progress: OnProgress = lambda done, total, source_path, status: None,
) -> RunSummary:
    """Publish what the raw folder holds as the latest version in `output`, and tell what it came to.

    Where files and code are those of the latest version, nothing is read or written, unless `force`. Another run on the same
    output is waited for, or with `wait` false ends this one. Raises `RunError` for a raw folder that cannot be used,
    `publishing.errors.OutputError` for an output folder that cannot, and `RejectedVersionError` where the version lacks too
    much against the latest one, unless `accept_drop` names what failed (see `publishing.assertions`).
    """
    started = time.monotonic()
    settings = settings or Settings()
    check_folders(raw, output)
    with output_lock(output, wait=wait):
        files = discover_documents(raw, max_bytes=settings.max_bytes)
        manifest = None if force else find_unchanged(files, output, settings.max_pages)
        if manifest is not None:
            summary = summarize_latest(manifest, output)
        else:
            done = 0

            def report(reading: Reading) -> None:
                nonlocal done
                done += 1
                on_progress(done, len(files), reading.document.source_path, reading.document.status)

            accept = make_accept(output, settings, accept_drop)
            summary = publish_readings(read_files(files, settings, on_done=report), output, accept=accept)
    return replace(summary, seconds=time.monotonic() - started)


def check_folders(raw: Path, output: Path) -> None:
    """Raise `RunError` where the raw folder is missing or would take the published files for documents."""
    if not raw.is_dir():
        discover_documents(raw)  # raises, and says what is there instead
    if output.resolve() == raw.resolve() or output.resolve().is_relative_to(raw.resolve()):
        raise RunError(f"{output} lies inside {raw}, so the published files would be taken for documents: name another output.")


def read_files(
    files: Sequence[SourceFile],
    settings: Settings,
    *,
    workers: int | None = None,
    on_done: Callable[[Reading], None] = lambda reading: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> list[Reading]:
    """Read documents with the settings' limits; see `flows.reading.read_documents`."""
    return read_documents(
        files,
        workers=workers or settings.workers,
        timeout_seconds=settings.timeout_seconds,
        memory_limit_mib=settings.memory_limit_mib,
        max_pages=settings.max_pages,
        on_done=on_done,
        is_cancelled=is_cancelled,
    )


def find_unchanged(files: Sequence[SourceFile], output: Path, max_pages: int) -> Manifest | None:
    """Return the latest manifest where that version is whole and was made from exactly these files by this code, else None.

    None as well where a document was quarantined for what depends on the machine and the limits (time, memory, a crash): those
    are tried again. A damaged `latest` counts as none, as publishing writes it anew.
    """
    from extractors.version import compute_input_key  # noqa: PLC0415 (heavy)

    try:
        manifest = read_manifest(output)
        if manifest is None or manifest.schema_version != SCHEMA_VERSION:
            return None
        documents = read_table(output, "documents").to_pylist()
    except OutputError:
        return None
    codes = {row["source_path"]: _code_of(row["reason"]) for row in documents}
    inputs_now = {(file.source_path, file.document_id, compute_input_key(file.document_id, max_pages)) for file in files}
    inputs_then = {(entry.source_path, entry.document_id, entry.input_key) for entry in manifest.inputs}
    # What is refused unread, and so has no format, depends on settings and access rights too, not only on the bytes.
    refused_now = {file.source_path: _code_of(file.refusal) for file in files if file.refusal}
    unread = {row["source_path"] for row in documents if row["format"] is None}
    refused_then = {path: code for path, code in codes.items() if path in unread and code in REFUSAL_CODES}
    if inputs_now != inputs_then or refused_now != refused_then or not _TRIED_AGAIN.isdisjoint(codes.values()):
        return None
    return None if check_version(output / VERSIONS_NAME / manifest.version, manifest.version) else manifest


def make_accept(output: Path, settings: Settings, accept_drop: Collection[str]) -> Accept:
    """Return what holds a new version against the latest one, within the settings' limits."""
    return partial(accept_version, output=output, limits=settings.limits, accepted=accept_drop)


def publish_readings(readings: Iterable[Reading], output: Path, *, accept: Accept = lambda version: None) -> RunSummary:
    """Assemble the readings, publish them as a version that `accept` lets pass, and summarise it (without `seconds`)."""
    dataset = assemble_dataset(readings)
    publication = publish_dataset(dataset, output, accept=accept)
    tables = dataset.tables
    summary = _summarize(publication.version, tables["documents"], tables["issues"], publication.row_counts)
    return replace(summary, written=publication.written)


def summarize_latest(manifest: Manifest, output: Path) -> RunSummary:
    """Summarise the version that is published already (without `seconds`)."""
    row_counts = {name: table.rows for name, table in manifest.tables.items()}
    summary = _summarize(manifest.version, read_table(output, "documents"), read_table(output, "issues"), row_counts)
    return replace(summary, unchanged=True)


def _code_of(reason: str | None) -> str:
    return (reason or "").partition(":")[0]


def _summarize(version: str, documents: pa.Table, issues: pa.Table, row_counts: dict[str, int]) -> RunSummary:
    rows = documents.select(["source_path", "status", "reason"]).to_pylist()
    return RunSummary(
        version=version,
        written=False,
        unchanged=False,
        documents=dict(Counter(row["status"] for row in rows)),
        row_counts={name: row_counts[name] for name in TABLES if name in row_counts},
        quarantined=tuple((row["source_path"], row["reason"] or "") for row in rows if row["status"] == "quarantined"),
        superseded=tuple((row["source_path"], row["reason"] or "") for row in rows if row["status"] == "superseded"),
        error_count=pc.sum(pc.equal(issues["severity"], "error")).as_py() or 0,
    )
