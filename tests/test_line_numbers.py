"""Numbers of lines in the left margin are no part of the form; numbers of its rows and in its texts are."""

from collections.abc import Sequence

import pytest

from tests.pages import make_document
from ucap.extractors.layout.line_numbers import split_line_numbers


def column(numbers: Sequence[int], x: float = 30, text_x: float = 60) -> list[tuple[float, float, str]]:
    """Return the lines of a page: a number and a text in each."""
    return [place for at, n in enumerate(numbers) for place in ((x, 50.0 + 14 * at, str(n)), (text_x, 50.0 + 14 * at, "Words"))]


@pytest.mark.parametrize(
    ("pages", "notes"),
    [
        pytest.param([column(range(1, 31))], ["1 to 30 (numbers of lines)"], id="each-line"),
        pytest.param([column(range(5, 101, 5))], ["5 to 100 (numbers of lines)"], id="each-fifth-line"),
        pytest.param(
            [column(range(1, 31)), column(range(31, 36))],
            ["1 to 30 (numbers of lines)", "31 to 35 (numbers of lines)"],
            id="going-on-on-the-next-page",
        ),
        pytest.param(
            [column(range(1, 31)), column(range(1, 5))],
            ["1 to 30 (numbers of lines)", "1 to 4 (numbers of lines)"],
            id="from-one-again-on-each-page",
        ),
        pytest.param([column(range(1, 14))], [], id="rows-that-are-numbered"),
        pytest.param([column([*range(1, 14), 20, 21, 22, 23])], [], id="not-one-after-the-other"),
        pytest.param([column(range(1, 31), x=200)], [], id="right-of-a-text"),
        pytest.param([column(range(2001, 2031), x=60, text_x=60)], [], id="at-the-edge-of-the-text"),
        pytest.param([[(60, 50 + 14 * at, "Words") for at in range(30)]], [], id="none"),
    ],
)
def test_numbers_of_lines_are_set_aside(pages, notes):
    document = make_document(*pages)
    kept, found = split_line_numbers(document.pages)
    assert found == notes
    left = [[word.text.chars for word in page.words] for page in kept]
    printed = [[word.text.chars for word in page.words] for page in document.pages]
    assert left == ([[text for text in texts if not text.isdecimal()] for texts in printed] if notes else printed)
