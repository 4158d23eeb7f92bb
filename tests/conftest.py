"""Options of the test run, and what holds in all tests."""

import os
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write new expected files under tests/gold, and fail.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether expected files are to be written; a test that wrote one must fail, so that somebody looks at it."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True, scope="session")
def without_flushing() -> Iterator[None]:
    """Do not wait for the disk: a version has some 35 flushes, and no test here switches the machine off.

    `test_everything_is_flushed_before_it_is_named` looks at the calls; processes that tests start flush as always.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # which refuses a closed file, too
        yield


@pytest.fixture(autouse=True)
def without_recognition(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as without the extra `ucap[ocr]`, whether it is installed or not, except in tests of it."""
    if request.node.get_closest_marker("ocr") is None:
        monkeypatch.setattr("ucap.extractors.readers.pdf.load_engine", lambda: None)
