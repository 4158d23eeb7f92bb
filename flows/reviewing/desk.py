"""The desk of `ucap review`: drawing in a process that can be ended, corrections as `ucap correct` writes them, and runs."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.formats import detect_format
from ucap.extractors.readers.text import decode_text
from ucap.extractors.readers.word.read import read_word
from ucap.extractors.rules import check_ucap
from ucap.flows.basics.errors import RunError
from ucap.flows.basics.settings import Settings
from ucap.flows.pool.drawing import DrawingError, DrawingProcess
from ucap.flows.pool.server import start_server
from ucap.flows.reviewing.served_run import publish_on_server
from ucap.flows.run.correct import write_correction
from ucap.flows.run.ingest import run_ingest
from ucap.flows.run.inputs import find_files
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.request import RunRequest
from ucap.flows.run.run_log import log_run
from ucap.flows.serving.environment import DATA_FOLDER
from ucap.publishing.corrections.draft import CorrectionError, hold_corrections, remove_entry
from ucap.publishing.errors import DatasetError, OutputError, RejectedVersionError
from ucap.publishing.reviews.log import append_act
from ucap.publishing.storage.location import require_folder
from ucap.review.desk import Desk, DeskError, OnProgress, Published, View, Wanted

_EXPLAINED = (RunError, OutputError, DatasetError, RejectedVersionError, CorrectionError, DrawingError, OSError)
_Result = TypeVar("_Result")


def make_desk(request: RunRequest, settings: Settings, author: str) -> Desk:
    """Return the desk for the folders of a request that was checked."""
    drawing = DrawingProcess()
    return Desk(
        raw=require_folder(request.raw, "the pages"),
        output=require_folder(request.output, "the pages"),
        author=author,
        view_pages=partial(_explain, _view_pages, drawing, settings.max_pages),
        draw_page=partial(_explain, drawing.draw_page),
        decode_text=partial(_explain, _decode_text, settings.max_pages),
        correct=partial(_explain, _correct, request, settings),
        undo=partial(_explain, _undo, request.raw),
        check=partial(_explain, append_act, request.raw),
        publish=partial(_explain, _publish, request, settings),
        warm_up=drawing.start,
        prepare=partial(_prepare, request, settings),
        close=drawing.close,
    )


def _explain(function: Callable[..., _Result], *arguments: Any) -> _Result:
    """Call a function; what ends it becomes a `DeskError` with the same message."""
    try:
        return function(*arguments)
    except UnreadableDocument as error:
        raise DeskError(error.reason) from error
    except _EXPLAINED as error:
        raise DeskError(str(error)) from error


def _prepare(request: RunRequest, settings: Settings) -> None:
    """Start the server of reading processes, and load what the rules look things up in."""
    start_server()
    memory = ReadingMemory(request.output, settings.reading_options)
    with suppress(*_EXPLAINED):
        remembered = (memory.recall(file) for file in find_files(request, settings))
        reading = next((reading for reading in remembered if reading and reading.ucap), None)
        if reading and reading.ucap:
            check_ucap(reading.ucap)


def _view_pages(drawing: DrawingProcess, max_pages: int, path: Path, attachment: str | None) -> list[View]:
    return list(drawing.view_pages(path, max_pages, attachment))


def _decode_text(max_pages: int, path: Path) -> str:
    """Return the text in which the places of a document's values are counted: that of a text file or a Word document."""
    data = path.read_bytes()
    return read_word(data, max_pages).text if detect_format(data) == "docx" else decode_text(data, max_pages)


def _correct(request: RunRequest, settings: Settings, wanted: Wanted) -> str:
    draft, _, _ = write_correction(
        request,
        settings,
        wanted.source_path,
        table=wanted.table,
        row=wanted.row,
        column=wanted.column,
        text=wanted.text,
        reason=wanted.reason,
        author=wanted.author,
        replaced=wanted.replaced,
    )
    return draft.pending


def _undo(raw: Path, file: str, entry_id: str) -> None:
    with hold_corrections(raw):
        remove_entry(raw, file, entry_id)


def _publish(request: RunRequest, settings: Settings, documents: tuple[str, ...], on_progress: OnProgress) -> Published:
    asked = RunRequest(request.raw, request.output, documents=documents)
    if served := publish_on_server(DATA_FOLDER, asked, on_progress):
        return served
    with log_run(request.output, "review") as entry:
        summary = run_ingest(asked, settings, on_progress=on_progress)
        entry.summary = summary
    message = "Nothing changed." if not summary.switched else f"Published version {summary.version}."
    return Published(summary.before, summary.version, message)
