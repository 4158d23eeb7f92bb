"""The run log: one line of JSON for each run on an output folder, in `runs.jsonl` beside the versions.

The dataset itself knows no clock; what was run when, by what and with which outcome stands here. Nothing reads it back.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ucap.extractors.version import extractor_version
from ucap.flows.basics.printing import make_printable
from ucap.flows.run.summary import RunSummary
from ucap.publishing.errors import OutputError
from ucap.publishing.storage.location import Location, open_storage
from ucap.publishing.storage.objects import StoredPath

RUN_LOG_NAME = "runs.jsonl"
RUNS_NAME = "runs"
"""Where object storage has an object for each run, with its line."""


@dataclass
class RunEntry:
    """What a run will log; `summary` stays null where it failed."""

    summary: RunSummary | None = None


@contextmanager
def log_run(output: Location, trigger: str) -> Iterator[RunEntry]:
    """Append a line to the output folder's run log when the run in this block ends, however it ends.

    `trigger` says what started it. The line has `start` and `end` (UTC), `trigger`, `outcome` (`published`, `unchanged`,
    `failed`), `error` null, `version`, `documents` by status, `rows` by table, `read`, `carried_over` and `code_version`. A
    version that was there already and is the latest again is also `published`. A run that made no output folder logs nothing;
    a log that cannot be written does not end the run.
    """
    started, entry, error = datetime.now(UTC), RunEntry(), None
    try:
        yield entry
    except BaseException as raised:
        error = make_printable(str(raised).splitlines()[0]) if str(raised) else type(raised).__name__
        raise
    finally:
        if isinstance(output, StoredPath):
            # Nothing can be appended to an object, so each run has one.
            with suppress(OSError, OutputError):
                _write_entry(output, started, _describe_run(started, trigger, entry.summary, error))
        elif output.is_dir():
            with suppress(OSError):
                _append_line(output / RUN_LOG_NAME, _describe_run(started, trigger, entry.summary, error))


def _describe_run(started: datetime, trigger: str, summary: RunSummary | None, error: str | None) -> dict[str, Any]:
    outcome = "failed" if summary is None else "published" if summary.written or summary.switched else "unchanged"
    return {
        "start": started.isoformat(timespec="milliseconds"),
        "end": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "trigger": trigger,
        "outcome": outcome,
        "error": error,
        "version": summary and summary.version,
        "documents": summary and summary.documents,
        "rows": summary and summary.row_counts,
        "read": summary and summary.read,
        "carried_over": summary and summary.carried_over,
        "code_version": extractor_version(),
    }


def _write_entry(output: StoredPath, started: datetime, entry: dict[str, Any]) -> None:
    name = f"{RUNS_NAME}/{started:%Y-%m-%dT%H-%M-%S.%f}Z-{os.getpid()}.json"
    open_storage(output).write(name, json.dumps(entry, ensure_ascii=False).encode() + b"\n")


def _append_line(path: Path, entry: dict[str, Any]) -> None:
    """Append in one write, so that the lines of two runs cannot run into each other."""
    line = (json.dumps(entry, ensure_ascii=False) + "\n").encode()
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(log, line)
    finally:
        os.close(log)
