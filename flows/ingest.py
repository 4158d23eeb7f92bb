"""A whole run: find, plan, read, assemble and publish; a run in which nothing changed reads and writes nothing."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.compute as pc

from flows.digests import MEMORY_NAME, DigestMemory
from flows.discovery import SourceFile, discover_documents
from flows.errors import RunError
from flows.plan import plan_reading, select_carried
from flows.reading import read_documents
from flows.settings import Settings
from publishing.assemble import Previous, assemble_dataset, load_previous
from publishing.errors import explain_failures
from publishing.lock import output_lock
from publishing.versions import publish_dataset
from schemas.records import TABLES
from schemas.ucap import Reading

OnProgress = Callable[[int, int, str, str], None]
"""Called as `(done, total, source_path, status)` after each document."""


@dataclass(frozen=True)
class RunSummary:
    """What a run came to.

    `documents` counts by status, `row_counts` by table; `read` and `carried_over` say how many documents were read in this run
    and how many come unread from the version before. `quarantined` and `superseded` name path and reason. `written` is false
    where that version was there already.
    """

    version: str
    written: bool
    read: int
    carried_over: int
    documents: dict[str, int]
    row_counts: dict[str, int]
    quarantined: tuple[tuple[str, str], ...]
    superseded: tuple[tuple[str, str], ...]
    error_count: int
    seconds: float = 0.0

    @property
    def unchanged(self) -> bool:
        """Whether nothing had to be read, and nothing written."""
        return not self.read and not self.written

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
    verify: bool = False,
    wait: bool = True,
    on_progress: OnProgress = lambda done, total, source_path, status: None,
    notify: Callable[[str], None] = lambda message: None,
) -> RunSummary:
    """Publish what the raw folder holds as the latest version in `output`, and tell what it came to.

    Documents that are as the latest version has them are carried over unread, unless `force`; a file whose size and times are
    those of a run before is not even hashed, unless `verify`. Another run on the same output is waited for, of which `notify`
    is told, or with `wait` false ends this one. Raises `RunError` for a raw folder that cannot be used and
    `publishing.errors.OutputError` for an output folder that cannot.
    """
    started = time.monotonic()
    settings = settings or Settings()
    check_folders(raw, output)
    with output_lock(output, wait=wait, notify=notify):
        files = find_files(raw, output, settings, verify=verify or force)
        previous = None if force else load_previous(output)
        readings: dict[str, Reading] = {}
        while planned := plan_reading(files, previous.documents if previous else {}, readings):
            total = len(readings) + len(planned)

            def report(reading: Reading, total: int = total) -> None:
                readings[reading.document.source_path] = reading
                on_progress(len(readings), total, reading.document.source_path, reading.document.status)

            read_files(planned, settings, on_done=report)
        summary = publish_readings(files, readings, previous, output)
    return replace(summary, seconds=time.monotonic() - started)


def check_folders(raw: Path, output: Path) -> None:
    """Raise `RunError` where the raw folder is missing or would take the published files for documents."""
    if not raw.is_dir():
        discover_documents(raw)  # raises, and says what is there instead
    if output.resolve() == raw.resolve() or output.resolve().is_relative_to(raw.resolve()):
        raise RunError(f"{output} lies inside {raw}, so the published files would be taken for documents: name another output.")


def find_files(raw: Path, output: Path, settings: Settings, *, verify: bool) -> list[SourceFile]:
    """Find the documents, hashing those that may have changed since a run before, or with `verify` all."""
    memory = DigestMemory(output / MEMORY_NAME, verify=verify)
    files = discover_documents(raw, max_bytes=settings.max_bytes, digest=memory.digest)
    memory.save()
    return files


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
        on_done=on_done,
        is_cancelled=is_cancelled,
    )


def publish_readings(
    files: Sequence[SourceFile], readings: Mapping[str, Reading], previous: Previous | None, output: Path
) -> RunSummary:
    """Publish the files as a version and summarise it (without `seconds`): their readings where there are, else as before."""
    carried = select_carried(files, previous.documents if previous else {}, readings).keys()
    with explain_failures(output, "read the version before"):
        dataset = assemble_dataset(readings.values(), previous=previous, carried=carried)
    publication = publish_dataset(dataset, output)
    rows = dataset.tables["documents"].select(["source_path", "status", "reason"]).to_pylist()
    return RunSummary(
        version=publication.version,
        written=publication.written,
        read=len(readings),
        carried_over=len(carried),
        documents=dict(Counter(row["status"] for row in rows)),
        row_counts={name: publication.row_counts[name] for name in TABLES},
        quarantined=_list_reasons(rows, "quarantined"),
        superseded=_list_reasons(rows, "superseded"),
        error_count=pc.sum(pc.equal(dataset.tables["issues"]["severity"], "error")).as_py() or 0,
    )


def _list_reasons(rows: list[dict[str, str]], status: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((row["source_path"], row["reason"] or "") for row in rows if row["status"] == status))
