"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write new expected files under tests/gold, and fail.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether expected files are to be written; a test that wrote one must fail, so that somebody looks at it."""
    return bool(request.config.getoption("--update-golden"))
