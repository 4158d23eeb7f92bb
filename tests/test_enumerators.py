"""What counts the items of a list, and what only looks like it."""

import pytest

from ucap.extractors.text.enumerators import find_enumerators

SERIES = [
    pytest.param("1. 2. 3.", "1. 1. 1.", id="numbers"),
    pytest.param("1) 2) 3)", "1) 1) 1)", id="numbers-bracket"),
    pytest.param("(1) (2)", "(1) (1)", id="numbers-two-brackets"),
    pytest.param("1.) 2.)", "1.) 1.)", id="point-and-bracket"),
    pytest.param("a) b) c)", "a) a) a)", id="letters"),
    pytest.param("A. B.", "A. A.", id="capitals"),
    pytest.param("i. ii. iii. iv. v.", "i. i. i. i. i.", id="roman"),
    pytest.param("I. II.", "I. I.", id="roman-capitals"),
    pytest.param("g) h) i) j)", "- - - -", id="letters-from-the-middle"),
    pytest.param("a) b) c) d) e) f) g) h) i) j)", " ".join(["a)"] * 10), id="ninth-letter-is-not-roman"),
    pytest.param("1. the 2. of 3.", "1. - 1. - 1.", id="wrapped-lines-between"),
    pytest.param("1. a) b) 2. a) b)", "1. a) a) 1. a) a)", id="nested"),
    pytest.param("1. a) 2. a) b)", "1. a) 1. a) a)", id="nested-single-item"),
    pytest.param("1. 2. Then 1. 2. 3.", "1. 1. - 1. 1. 1.", id="a-second-list"),
    pytest.param("1. 2. 4. 5.", "1. 1. 1. 1.", id="one-left-out"),
    pytest.param("1. 2. 2. 3.", "1. 1. 1. 1.", id="one-twice"),
    pytest.param("1. 9.", "- -", id="no-series"),
    pytest.param("1. Visit", "- -", id="alone-is-a-day"),
    pytest.param("3. 4. 5.", "- - -", id="not-from-the-first"),
    pytest.param("2. 1.", "- -", id="falling"),
    pytest.param("1. 2)", "- -", id="styles-differ"),
    pytest.param("1.5 2.5", "- -", id="decimal-numbers"),
    pytest.param("1.2.2020 2.2.2020", "- -", id="numeric-dates"),
    pytest.param("1 2 3", "- - -", id="bare-numbers"),
    pytest.param("2019: 2020:", "- -", id="years"),
    pytest.param("A.Moro B.Lind", "- -", id="initials-without-blank"),
    pytest.param("1.Kick-off 2.Visit", "1. 1.", id="no-blank-behind-number"),
    pytest.param("a)Kick-off b)Visit", "a) a)", id="no-blank-behind-bracket"),
    pytest.param("1、启动 2、访问", "1、 1、", id="chinese-comma"),
    pytest.param("一、启动 二、访问", "一、 一、", id="chinese-numerals"),
    pytest.param("（1） （2）", "(1) (1)", id="full-width"),
    pytest.param("① ②访问", "① ①", id="circled"),
    pytest.param("⑴ ⑵", "(1) (1)", id="bracketed-in-one-character"),
    pytest.param("9. 10. 11.", "- - -", id="rest-of-a-list-unknown"),
    pytest.param("", "", id="nothing"),
]


@pytest.mark.parametrize(("words", "styles"), SERIES)
def test_series(words: str, styles: str) -> None:
    found = find_enumerators(words.split())
    assert [enumerator.style if enumerator else "-" for enumerator in found] == styles.split()


@pytest.mark.parametrize(
    ("word", "following", "text"),
    [
        pytest.param("1.", "2.", "", id="blank-behind"),
        pytest.param("1.Kick-off", "2.", "Kick-off", id="no-blank"),
        pytest.param("⑴启动", "⑵", "启动", id="one-character"),
        pytest.param("①启动", "②", "启动", id="circled"),
        pytest.param("一、启动", "二、", "启动", id="chinese"),
    ],
)
def test_length_is_in_characters_of_the_word(word: str, following: str, text: str) -> None:
    first, _ = find_enumerators([word, following])
    assert first is not None
    assert word[first.length :] == text


def test_series_goes_on_from_the_part_of_the_cell_above() -> None:
    above = find_enumerators(["1.", "2."])
    last = {found.style: found.number for found in above if found}
    assert [found.number if found else None for found in find_enumerators(["3.", "7."], last)] == [3, None]
    assert find_enumerators(["3."]) == [None]
