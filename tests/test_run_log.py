"""The run log: a line for each run, whatever became of it."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ucap.flows.basics.errors import RunError
from ucap.flows.run.run_log import RUN_LOG_NAME, log_run
from ucap.flows.run.summary import RunSummary

SUMMARY = RunSummary("0123456789ab", True, 2, 1, {"published": 3}, {"ucaps": 3}, (), (), 0)


def read_log(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (output / RUN_LOG_NAME).read_text(encoding="utf-8").splitlines()]


def test_each_run_adds_a_line(tmp_path: Path) -> None:
    for summary in (SUMMARY, replace(SUMMARY, written=False, read=0, before=SUMMARY.version)):
        with log_run(tmp_path, "command") as entry:
            entry.summary = summary
    first, second = read_log(tmp_path)
    assert (first["outcome"], second["outcome"]) == ("published", "unchanged")
    assert (first["version"], first["documents"], first["rows"]) == ("0123456789ab", {"published": 3}, {"ucaps": 3})
    assert (first["read"], first["carried_over"], first["trigger"], first["error"]) == (2, 1, "command", None)
    assert first["code_version"]
    assert datetime.fromisoformat(first["start"]) <= datetime.fromisoformat(first["end"])
    assert datetime.fromisoformat(first["end"]).tzinfo is not None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(RunError("it went\nwrong"), "it went", id="its-first-line"),
        pytest.param(KeyboardInterrupt(), "KeyboardInterrupt", id="an-interruption"),
        pytest.param(RunError("caf\udce9"), "caf\\udce9", id="a-name-that-is-no-text"),
    ],
)
def test_a_failed_run_says_why(tmp_path: Path, error: BaseException, said: str) -> None:
    with pytest.raises(type(error)), log_run(tmp_path, "command"):
        raise error
    (entry,) = read_log(tmp_path)
    assert (entry["outcome"], entry["error"], entry["version"]) == ("failed", said, None)


def test_a_log_that_cannot_be_written_ends_no_run(tmp_path: Path) -> None:
    (tmp_path / RUN_LOG_NAME).mkdir()
    for output in (tmp_path, tmp_path / "missing"):
        with log_run(output, "command") as entry:
            entry.summary = SUMMARY
    assert not (tmp_path / "missing").exists()
