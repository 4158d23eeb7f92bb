"""What libraries say while a document is read."""

import logging
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import invoke_ucap
from tests.hostile_case import make_rows
from tests.hostile_pdfs import good_pdf
from ucap.extractors.options import ReadingOptions
from ucap.flows.basics.limits import ReadingLimits
from ucap.flows.pool.capture import capture_messages
from ucap.flows.pool.reading import read_documents
from ucap.flows.sources.discovery import discover_documents


def warn_often() -> None:
    for number in range(5):
        warnings.warn(f"warning {number}", stacklevel=1)


def log_badly() -> None:
    logging.getLogger("some.library").warning("%s and %s", *["one"])


def print_lines() -> None:
    print("one\n\ntwo", file=sys.stderr)
    print("three")


def write_below() -> None:
    os.write(2, b"from C \xff\n")
    os.write(1, b"and again\n")


def write_without_end() -> None:
    for _ in range(10_000):
        try:
            os.write(2, b"x" * 99 + b"\n")
        except BlockingIOError:
            return


@pytest.mark.parametrize(
    ("say", "count", "examples"),
    [
        pytest.param(lambda: None, 0, [], id="nothing"),
        pytest.param(warn_often, 5, ["warning 0", "warning 1", "warning 2"], id="warnings-cut"),
        pytest.param(lambda: logging.warning("the same"), 1, ["the same"], id="logging"),
        pytest.param(lambda: logging.getLogger("pdfminer").info("chatter"), 0, [], id="below-warning"),
        pytest.param(log_badly, 1, ["%s and %s"], id="message-without-its-arguments"),
        pytest.param(print_lines, 3, ["one", "two", "three"], id="printed"),
        pytest.param(write_below, 2, ["from C �", "and again"], id="printed-by-C"),
        pytest.param(write_without_end, 328, ["x" * 99, "x" * 68], id="more-than-the-pipe-holds"),
        pytest.param(lambda: warnings.warn(f"{object()!r}", stacklevel=1), 1, ["<object object at 0x…>"], id="address"),
        pytest.param(lambda: logging.warning("a\nb\t c"), 1, ["a b c"], id="lines-and-blanks"),
        pytest.param(lambda: logging.warning("x" * 5000), 1, ["x" * 120 + "…"], id="long"),
        pytest.param(lambda: logging.warning("half \ud800 a pair"), 1, ["half ? a pair"], id="no-character"),
    ],
)
def test_messages_are_counted_and_cut(
    say: Callable[[], object], count: int, examples: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):  # the second document of a process gets the same
        with capture_messages() as messages:
            say()
        assert (messages.count, messages.examples) == (count, examples)
    assert capfd.readouterr() == ("", "")


def test_what_was_there_before_is_there_again(capfd: pytest.CaptureFixture[str]) -> None:
    handlers, streams = list(logging.getLogger().handlers), (sys.stdout, sys.stderr)
    open_before = os.listdir("/proc/self/fd") if sys.platform == "linux" else []
    with pytest.raises(ZeroDivisionError), capture_messages():
        raise ZeroDivisionError
    assert (logging.getLogger().handlers, (sys.stdout, sys.stderr)) == (handlers, streams)
    assert len(os.listdir("/proc/self/fd") if sys.platform == "linux" else []) == len(open_before)
    os.write(1, b"heard\n")
    assert capfd.readouterr().out == "heard\n"


def test_warnings_of_a_document_are_one_finding(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """pdfminer warns of each operand that is not a colour, as it did 85,000 times for one real file."""
    (tmp_path / "a.pdf").write_bytes(good_pdf(make_rows(0), b"(a) g " * 2_000))
    (tmp_path / "b.pdf").write_bytes(good_pdf(make_rows(1)))
    limits = ReadingLimits(ReadingOptions(reader="pdfplumber"))  # PDFium says nothing
    readings = [reading.load() for reading in read_documents(discover_documents(tmp_path), limits, workers=1)]
    (issue,) = [issue for issue in readings[0].issues if issue.code == "reader_warnings"]
    assert issue.severity == "info"
    assert "2,000 warnings, such as " in issue.message
    assert "reader_warnings" not in {issue.code for issue in readings[1].issues}
    assert capfd.readouterr() == ("", "")


def test_inspect_tells_warnings_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(good_pdf(make_rows(0), b"(a) g " * 1000))
    result = invoke_ucap("inspect", tmp_path / "a.pdf", "--reader", "pdfplumber")
    assert result.returncode == 0
    assert result.stderr.startswith("The libraries that read it warned 1,000 times, such as: ")
    assert len(result.stderr.splitlines()) == 1
