"""Phrases of word lists among words: the longest counts, from left to right; and tokens by a pattern."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.extractors.text.phrases import index_phrases, split_phrases
from ucap.extractors.text.tokens import Token, split_tokens

TABLE = index_phrases(split_phrases(["city", "city council", "council", "council of the city", "b c"]))
WORDS = st.lists(st.sampled_from("abc"), max_size=6)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("the city council", ["city council"], id="the-longest"),
        pytest.param("council of the city", ["council of the city"], id="several-words"),
        pytest.param("council of the town", ["council"], id="beginning-of-a-longer-one"),
        pytest.param("city city council", ["city", "city council"], id="one-after-another"),
        pytest.param("city council of the city", ["city council", "city"], id="no-overlap"),
        pytest.param("a b", [], id="cut-off-at-the-end"),
        pytest.param("", [], id="empty"),
    ],
)
def test_phrases_are_found(text: str, found: list[str]) -> None:
    words = text.split()
    matches = TABLE.find(words)
    assert [match.value for match in matches] == found
    assert all(tuple(words[match.first : match.last]) == match.phrase for match in matches)


@pytest.mark.parametrize(
    ("text", "first", "found"),
    [
        pytest.param("the city council", 0, "city council", id="the-longest"),
        pytest.param("the city council", 2, "council", id="not-before-the-range"),
        pytest.param("city hall", 0, None, id="last-word-of-none"),
        pytest.param("city", 1, None, id="empty-range"),
    ],
)
def test_phrases_that_end_a_range(text: str, first: int, found: str | None) -> None:
    words = text.split()
    match = TABLE.match_before(words, len(words), first)
    assert (match.value if match else None) == found


def test_no_phrase_stands_behind_the_last_word() -> None:
    assert TABLE.match_at(["city"], 1) is None
    assert TABLE.match_at(["city"], 5) is None


@given(WORDS, st.sets(st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(tuple), max_size=5))
def test_a_table_finds_what_comparing_all_phrases_finds(words: list[str], phrases: set[tuple[str, ...]]) -> None:
    expected, at = [], 0
    while at < len(words):
        sizes = [len(phrase) for phrase in phrases if tuple(words[at : at + len(phrase)]) == phrase]
        if sizes:
            expected.append((at, at + max(sizes)))
        at += max(sizes, default=1)
    found = index_phrases(dict.fromkeys(phrases, 0)).find(words)
    assert [(match.first, match.last) for match in found] == expected


def test_tokens_have_their_places() -> None:
    tokens = split_tokens("a-bc d", re.compile(r"[a-z]+"), Token)
    assert [(token.text, token.start, token.end) for token in tokens] == [("a", 0, 1), ("bc", 2, 4), ("d", 5, 6)]
