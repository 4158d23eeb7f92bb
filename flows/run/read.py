"""Reading documents for a run: with the limits of the settings, each reading remembered at once."""

from collections.abc import Callable, Sequence

from ucap.extractors.version import extractor_version
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.settings import Settings
from ucap.flows.pool.pools import OpenPool, open_new_pool
from ucap.flows.pool.reading import read_documents
from ucap.flows.run.inputs import find_files
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.request import RunRequest
from ucap.flows.sources.discovery import SourceFile
from ucap.publishing.corrections.book import CorrectionBook
from ucap.schemas.reading import AnyReading, Reading
from ucap.schemas.records import Document


def read_files(
    files: Sequence[SourceFile],
    settings: Settings,
    memory: ReadingMemory | None = None,
    on_done: Callable[[AnyReading], None] = lambda reading: None,
    *,
    on_time: Callable[[str, float], None] = lambda source_path, seconds: None,
    workers: int | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
    open_pool: OpenPool = open_new_pool,
) -> list[AnyReading]:
    """Read documents with the limits and workers of the settings, and let `memory` keep each reading; see `read_documents`."""
    by_path = {file.source_path: file for file in files}

    def finish(reading: AnyReading) -> None:
        # Most readings were kept by the processes that made them.
        kept = (
            memory.remember(by_path[reading.document.source_path], reading) if memory and isinstance(reading, Reading) else None
        )
        on_done(kept or reading)

    return read_documents(
        files,
        settings.reading_limits,
        workers=workers or settings.workers,
        on_done=finish,
        on_time=on_time,
        is_cancelled=is_cancelled,
        keeper=memory,
        open_pool=open_pool,
    )


def reread_published(request: RunRequest, document: Document, settings: Settings, book: CorrectionBook) -> Reading:
    """Return the reading of a document of the latest version, as extracted: remembered, or else made now.

    Raises `RunError` where the file, or the code that reads it, is no longer what the version was made with.
    """
    path = document.source_path
    files = find_files(request, settings, book)
    file = next((file for file in files if file.source_path == path and file.refusal is None), None)
    same_code = document.extractor_version == extractor_version()
    if file is None or file.document_id != document.document_id or not same_code:
        what = f"{path} in {request.raw} is not" if same_code else "The code that reads documents is no longer"
        raise RunError(f"{what} what the latest version in {request.output} was made with: run `ucap rerun` first.")
    memory = ReadingMemory(request.output, settings.reading_options)
    reading = memory.recall(file) or read_files([file], settings, memory)[0].load()
    if reading.ucap is None:
        raise RunError(f"{path} cannot be read ({reading.document.reason})")
    return reading
