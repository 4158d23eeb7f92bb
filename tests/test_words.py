"""What commands say: counts, faults of arguments, and how long the rest of a run takes."""

from pathlib import Path

import pytest

from tests.commands import invoke_ucap
from ucap.flows.commands import progress
from ucap.flows.commands.common import explain_unread
from ucap.publishing.list_documents import DocumentEntry, rank_entry


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("export", "--to", "pdf"), "'--to': 'pdf' is not one of 'duckdb', 'csv',", id="choice"),
        pytest.param(("review", "--port", "x"), "'--port': a whole number is needed, not 'x'", id="no-number"),
        pytest.param(("ingest", "--workers", "0"), "'--workers': at least 1 is needed, not '0'", id="too-few"),
        pytest.param(("review", "--port", "99999"), "'--port': at most 65535 is possible, not '99999'", id="too-many"),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(arguments: tuple[str, ...], said: str) -> None:
    done = invoke_ucap(*arguments, COLUMNS="120")
    assert done.returncode == 2 and said in done.stderr and "Value error" not in done.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(FileNotFoundError(2, "No such file"), "There is no file a.pdf: name a PDF, ", id="missing"),
        pytest.param(IsADirectoryError(21, "Is a directory"), "a.pdf is a folder: name one file in it, ", id="folder"),
        pytest.param(PermissionError(13, "Permission denied"), "a.pdf cannot be read: Permission denied; ", id="no-right"),
    ],
)
def test_a_file_that_cannot_be_opened(error: OSError, said: str) -> None:
    assert explain_unread(Path("a.pdf"), error).startswith(said)


def test_the_start_of_reading_processes_is_no_measure_of_the_rest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr("ucap.flows.commands.progress.time.monotonic", lambda: now[0])
    report = progress._report_in_lines()
    report(0, 20, "", "")
    for done in range(1, 21):  # the first waits 12 s for its process, each other one takes half a second
        now[0] = 11.5 + 0.5 * done
        report(done, 20, f"{done}.pdf", "published")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Reading 20 documents." and lines[1] == "[1/20] read 1.pdf"
    assert next(line for line in lines if "left" in line) == "[5/20] read 5.pdf (about 8 seconds left)"
    assert lines[-2:] == ["[19/20] read 19.pdf (about 1 second left)", "[20/20] read 20.pdf"]


def test_what_was_read_before_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    progress._report_in_lines()(1, 2, "", "")
    assert capsys.readouterr().out == "Reading 1 document; 1 was read by an earlier run.\n"


def test_what_needs_a_look_most_comes_first() -> None:
    def make(path: str, status: str, **look_at: int) -> DocumentEntry:
        return DocumentEntry(path, status, None, None, [], [], {}, sorted(look_at), None, look_at)

    entries = [
        make("a", "published", mode_unclear=1),
        make("b", "published_with_issues", row_missing=2),
        make("c", "published_with_issues", period_reversed=1),
        make("d", "quarantined"),
        make("e", "published_with_issues", row_missing=1),
    ]
    assert [entry.source_path for entry in sorted(entries, key=rank_entry)] == ["d", "c", "b", "e", "a"]
