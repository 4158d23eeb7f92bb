"""The round of a run: discover, plan, read, publish. Its stages are plain functions here, Prefect tasks in a flow."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import TypeAlias

from ucap.flows.basics.settings import Settings
from ucap.flows.run.inputs import RunInputs, find_inputs
from ucap.flows.run.memory import ReadingMemory
from ucap.flows.run.naming import find_patterns
from ucap.flows.run.plan import choose_files, plan_reading
from ucap.flows.run.publish import prepare_publishing, publish_readings
from ucap.flows.run.read import read_files
from ucap.flows.run.request import RunRequest, apply_request
from ucap.flows.run.summary import RunSummary
from ucap.flows.sources.discovery import SourceFile
from ucap.schemas.reading import AnyReading, KeptReading

OnProgress: TypeAlias = Callable[[int, int, str, str], None]
"""Called as `(done, total, source_path, status)`: before the first document is read, with an empty path, and after each one."""

Discover: TypeAlias = Callable[[RunRequest, Settings], RunInputs]
Read: TypeAlias = Callable[[Sequence[SourceFile], Settings, ReadingMemory, Callable[[AnyReading], None]], object]
"""Reads files, gives each reading to the memory, and calls the function with each reading, in the calling thread."""
Publish: TypeAlias = Callable[[RunInputs, Mapping[str, AnyReading], RunRequest, Settings], RunSummary]


@dataclass(frozen=True)
class Stages:
    """How a run does its three stages; as they are here, without Prefect."""

    discover: Discover = find_inputs
    read: Read = read_files
    publish: Publish = publish_readings


_FEW, _MOST_READ = 10_000, 0.1
"""Up to so many files, and above this share of files that are read, all that is remembered is looked through. Else only
readings of files that are gone or changed are forgotten: to list and name those of a million files takes longer than all else
of such a run. By judgement: what a killed run or another release left waits for the next run that reads many."""

HERE = Stages()
"""All stages in this process and those that it starts."""


def run_round(
    request: RunRequest,
    settings: Settings,
    stages: Stages,
    on_progress: OnProgress = lambda done, total, source_path, status: None,
) -> RunSummary:
    """Publish what the raw folder holds as the latest version in the output, and return what it came to, without `seconds`.

    Documents that did not change since the version before are carried over unread, and the reading of an earlier run is used
    where one is remembered. `force` does neither. Only for a request that was checked, and for the only writer to the output.
    """
    settings = apply_request(settings, request)
    inputs = stages.discover(request, settings)
    patterns = [*request.patterns, *find_patterns(request.output, request.documents)]
    again = choose_files(inputs.files, inputs.before, patterns)
    memory = ReadingMemory(request.output, settings.reading_options)
    readings = _read_planned(inputs, request, settings, stages, memory, again, on_progress)
    summary = stages.publish(inputs, readings, request, settings)
    if len(readings) > _MOST_READ * len(inputs.files) or len(inputs.files) <= _FEW:
        memory.keep_only(inputs.files)
    else:
        memory.forget(inputs.list_gone())
    return summary


def _read_planned(
    inputs: RunInputs,
    request: RunRequest,
    settings: Settings,
    stages: Stages,
    memory: ReadingMemory,
    again: Collection[str],
    on_progress: OnProgress,
) -> dict[str, AnyReading]:
    """Return the readings that a run needs, by `source_path`: remembered ones, and those made now.

    What only this needs, such as the place of each file, is gone afterwards.
    """
    readings: dict[str, AnyReading] = {}
    preparing = Thread(target=_prepare)
    while planned := plan_reading(inputs, readings, again=again):
        total = len(readings) + len(planned)

        def note(reading: AnyReading, total: int = total) -> None:
            document = reading.document  # of a kept reading it is made each time
            readings[document.source_path] = reading
            on_progress(len(readings), total, document.source_path, document.status)

        known = {} if request.force else recall_readings(planned, memory, again=again)
        for reading in known.values():
            note(reading)
        if unread := [file for file in planned if file.source_path not in known]:
            on_progress(len(readings), total, "", "")
            if preparing.ident is None:  # not started yet
                preparing.start()
            stages.read(unread, settings, memory, note)
    if preparing.ident is not None:
        preparing.join()
    return readings


def _prepare() -> None:
    with suppress(Exception):  # publishing meets it again, and explains it
        prepare_publishing()


def recall_readings(
    files: Sequence[SourceFile], memory: ReadingMemory, *, again: Collection[str] = ()
) -> dict[str, KeptReading]:
    """Return the readings that an earlier run made of these files, by `source_path`, but none of the paths in `again`."""
    wanted = (file for file in files if file.source_path not in again)
    return {file.source_path: reading for file in wanted if (reading := memory.find(file))}
