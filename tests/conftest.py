"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write new expected files under tests/gold, and fail.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether expected files are to be written; a test that wrote one must fail, so that somebody looks at it."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def without_recognition(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as without the extra `ucap[ocr]`, whether it is installed or not, except in tests of it."""
    if request.node.get_closest_marker("ocr") is None:
        monkeypatch.setattr("ucap.extractors.readers.pdf.load_engine", lambda: None)
