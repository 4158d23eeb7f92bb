"""`ucap versions`, `ucap rollback` and `ucap prune` as a person and a program meet them."""

import json
import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.commands import invoke_ucap
from tests.example_outputs import ONE, TWO, latest_version
from ucap.flows.commands.listing import Column, render_rows
from ucap.publishing.errors import OutputError, RejectedVersionError
from ucap.publishing.status import require_manifest
from ucap.publishing.versions import publish_dataset


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    output = tmp_path_factory.mktemp("output")
    return output, publish_dataset(ONE, output).version, publish_dataset(TWO, output).version


def test_versions_are_listed_for_people_and_programs(published: tuple[Path, str, str]) -> None:
    output, one, two = published
    done = invoke_ucap("versions", "--output", output)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines() if re.match(r" ?[0-9a-f]{12} ", line)]
    assert [row[0] for row in rows] == [two, one]
    assert rows[0][1] == "latest" and len(rows[1]) > len(rows[0])
    listed = json.loads(invoke_ucap("versions", "--output", output, "--json").stdout)["versions"]
    assert [(entry["version"], entry["is_latest"]) for entry in listed] == [(two, True), (one, False)]
    assert listed[1]["latest_until"] >= listed[1]["made_at"]


def test_rollback_says_what_the_next_run_does(published: tuple[Path, str, str]) -> None:
    output, one, two = published
    done = invoke_ucap("rollback", one[:4], "--output", output)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"latest is now version {one}, before it was {two}." in done.stdout
    assert "next `ucap ingest` publishes again what the raw folder says" in done.stdout
    assert latest_version(output) == one
    again = invoke_ucap("rollback", one, "--output", output)
    assert again.stdout == f"latest is version {one} already: nothing was changed.\n"
    back = invoke_ucap("rollback", two, "--output", output, "--json")
    assert json.loads(back.stdout) == {"before": one, "version": two}


def test_rollback_to_nothing_known_is_one_sentence(published: tuple[Path, str, str], tmp_path: Path) -> None:
    for output, sentence in ((published[0], "has no version 'nope'; it has"), (tmp_path / "none", "There is no folder")):
        done = invoke_ucap("rollback", "nope", "--output", output)
        assert (done.returncode, done.stdout) == (1, "")
        assert sentence in done.stderr and done.stderr.count("\n") == 1


def test_prune_tells_grace_and_removal(tmp_path: Path) -> None:
    one, two = (publish_dataset(dataset, tmp_path).version for dataset in (ONE, TWO))
    kept = invoke_ucap("prune", "--keep", "1", "--output", tmp_path)
    assert f"Kept {one}: it was the latest less than 60 minutes ago." in kept.stdout
    for path, when in ((tmp_path / "versions" / one / "manifest.json", 0), (tmp_path / "versions" / one, 60)):
        os.utime(path, (when, when))
    planned = invoke_ucap("prune", "--keep", "1", "--output", tmp_path, "--dry-run")
    assert re.search(r"Would remove 1 of 2 versions \([\d.]+ kB on disk\)\.", planned.stdout) and one in planned.stdout
    done = invoke_ucap("prune", "--keep", "1", "--output", tmp_path, "--json", UCAP_GRACE_MINUTES="0")
    content = json.loads(done.stdout)
    assert ([entry["version"] for entry in content["removed"]], content["dry_run"]) == ([one], False)
    assert [path.name for path in (tmp_path / "versions").iterdir()] == [two]


def test_prune_needs_to_be_told_how_many(tmp_path: Path) -> None:
    for arguments in (["prune"], ["prune", "--keep", "0"]):
        assert invoke_ucap(*arguments, "--output", tmp_path).returncode == 2


def test_a_refused_candidate_is_marked(tmp_path: Path) -> None:
    def refuse(directory: Path) -> None:
        raise RejectedVersionError("too much is missing")

    one = publish_dataset(ONE, tmp_path).version
    with pytest.raises(RejectedVersionError):
        publish_dataset(TWO, tmp_path, accept=refuse)
    listed = json.loads(invoke_ucap("versions", "--output", tmp_path, "--json").stdout)["versions"]
    assert [(entry["version"], entry["is_candidate"]) for entry in listed if not entry["is_candidate"]] == [(one, False)]
    lines = invoke_ucap("versions", "--output", tmp_path).stdout.splitlines()
    assert [line.split()[1] for line in lines if re.match("[0-9a-f]{12} ", line)] == ["latest", "never"]
    assert lines[-1].startswith("never latest: written, but a run refused it")
    (tmp_path / "latest").unlink()
    lines = invoke_ucap("versions", "--output", tmp_path).stdout.splitlines()
    assert [line.split()[1] == "never" for line in lines if re.match("[0-9a-f]{12} ", line)].count(True) == 1
    assert f"latest is gone, so no version is the latest. The last one was {one}: `ucap rollback {one}`" in lines[-1]
    with pytest.raises(OutputError, match=f"the last one was {one}: make it the latest again"):
        require_manifest(tmp_path)


@pytest.mark.parametrize("room", [None, 200, 60, 20])
def test_no_value_of_a_table_is_ever_cut(room: int | None) -> None:
    rows = [["ad0f93fdea8b", "latest", "1,200,000"], ["计划" * 20, "", "7"]]
    lines = render_rows([Column("version"), Column("state"), Column("rows", is_number=True)], rows, room)
    text = "\n".join(lines)
    assert all(value in text for row in rows for value in row)
    if room == 200 or room is None:
        assert len(lines) == 3 and cell_len(lines[1]) == cell_len(lines[2])
    else:
        assert lines == ["ad0f93fdea8b", "  state: latest", "  rows: 1,200,000", "计划" * 20, "  rows: 7"]
