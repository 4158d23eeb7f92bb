"""The characters of a page in columns: the same rows as without columns, and the same words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.extractors.readers.chars import Char, gather_chars, join_chars
from ucap.extractors.readers.pdf_words import drop_doubles, drop_shown, join_words
from ucap.extractors.readers.tolerances import PDF

LEVEL, UPWARD = (1.0, 0.0, 0.0, 1.0), (0.0, 1.0, -1.0, 0.0)


def char(text: str, x0: float, top: float, width: float = 5.0, size: float = 10.0, *, upright: bool = True) -> Char:
    """Return a character; those written downwards are as high as others are wide."""
    across, down = (width, size) if upright else (size, width)
    way = LEVEL if upright else UPWARD
    return Char(text, x0, top, x0 + across, top + down, size, "Times", upright, way, x0, 800.0 - top - down)


def join(chars: list[Char]) -> list[str]:
    joined, starts = join_words(gather_chars(chars))
    texts = joined.list_texts()
    ends = [*starts[1:].tolist(), len(texts)]
    return ["".join(texts[start:end]) for start, end in zip(starts.tolist(), ends, strict=True)] if texts else []


def set_line(text: str, x0: float, top: float) -> list[Char]:
    return [char(c, x0 + 5 * i, top) for i, c in enumerate(text)]


CHARS = st.lists(
    st.builds(
        char,
        st.sampled_from(["a", "b", "ffi", " ", "\u00a0", "(cid:3)"]),
        st.integers(0, 24).map(lambda column: 2.5 * column),
        st.sampled_from([100.0, 101.0, 102.5, 106.0, 112.0]),
        st.sampled_from([0.0, 2.5, 5.0]),
        st.sampled_from([8.0, 10.0]),
    ),
    max_size=30,
)


@given(CHARS)
def test_columns_give_the_rows_they_were_made_of(chars):
    columns = gather_chars(chars)
    assert list(columns) == chars
    assert [columns[at] for at in range(len(chars))] == chars
    assert list(columns[1:-1]) == chars[1:-1]
    assert columns.sizes.tolist() == [c.size for c in chars]
    assert columns.blank.tolist() == [c.text.isspace() for c in chars]


@given(CHARS, CHARS)
def test_joined_columns_give_the_rows_of_both(first, second):
    assert list(join_chars([gather_chars(first), gather_chars(second)])) == first + second


def test_characters_are_chosen_and_spelt_anew():
    columns = gather_chars(set_line("abca", 0, 100))
    assert columns.take(np.array([3, 1])).list_texts() == ["a", "b"]
    respelt = columns.respell({"a": "b"})
    assert (respelt.list_texts(), respelt.spellings) == (["b", "b", "c", "b"], ["b", "c"])


def find_words(chars: list[Char]) -> list[str]:
    """Join words character by character, as `join_words` does it in columns."""
    lines: list[list[Char]] = []
    last = None
    for one in sorted(chars, key=lambda c: c.top):
        if last is None or one.top > last + PDF.same_line:
            lines.append([])
        lines[-1].append(one)
        last = one.top
    words: list[str] = []
    for line in lines:
        line.sort(key=lambda c: c.x0)
        word: list[Char] = []
        for i, one in enumerate(line):
            if not one.text.isspace():
                before = word[-1] if word else None
                if before and (one.x0 > before.x1 + PDF.joined * before.size or abs(one.top - before.top) > PDF.same_line):
                    words.append("".join(c.text for c in word))
                    word = []
                word.append(one)
            elif word and one.x1 > word[-1].x1 - 0.2 * word[-1].size:
                reach = 0.05 * one.size
                over = (
                    c
                    for c in (*line[max(0, i - 1) : i], *line[i + 1 : i + 2])
                    if not c.text.isspace() and abs(c.x0 - one.x0) < reach
                )
                if not any(c.x1 - one.x0 > reach for c in over):
                    words.append("".join(c.text for c in word))
                    word = []
        if word:
            words.append("".join(c.text for c in word))
    return words


@given(CHARS)
def test_words_are_joined_as_character_by_character(chars):
    in_order = sorted(chars, key=lambda c: c.top)  # equal tops keep their order on the page, as do equal starts in a line
    assert join(in_order) == find_words(in_order)


@pytest.mark.parametrize(
    ("chars", "words"),
    [
        pytest.param([], [], id="empty-page"),
        pytest.param([char(" ", 0, 100)], [], id="blanks-only"),
        pytest.param(set_line("tram line", 0, 100), ["tram", "line"], id="blank-parts"),
        pytest.param([*set_line("tram", 0, 100), *set_line("line", 40, 100)], ["tram", "line"], id="gap-parts"),
        pytest.param([*set_line("line", 0, 130), *set_line("tram", 0, 100)], ["tram", "line"], id="lines-in-order"),
        pytest.param([*set_line("km", 0, 100), char("2", 10, 98.0)], ["km2"], id="raised"),
        pytest.param(
            [*set_line("so", 0, 100), char(" ", 10, 100, 0), *set_line("ft", 10, 100)], ["soft"], id="blank-without-room"
        ),
        pytest.param(
            [char("W", 0, 100, 10), char(" ", 1, 100, 2), *set_line("ide", 10, 100)], ["Wide"], id="blank-below-a-letter"
        ),
        pytest.param([char(c, 300, 100 + 5 * i, upright=False) for i, c in enumerate("up to")], ["up", "to"], id="downwards"),
        pytest.param(
            [
                *set_line("row", 0, 100),
                *(char(c, 300, 90 + 5 * i, upright=False) for i, c in enumerate("side")),
                *set_line("s", 20, 100),
            ],
            ["row", "side", "s"],
            id="downwards-between",
        ),
    ],
)
def test_words_of_a_page(chars, words):
    assert join(chars) == words


@pytest.mark.parametrize(
    ("second", "is_doubled"),
    [
        pytest.param(char("a", 10.3, 20.0), True, id="bold"),
        pytest.param(char("a", 11.05, 20.95), True, id="shadow-in-another-square-of-a-point"),
        pytest.param(char("a", 10.0, 19.2), True, id="shadow-upwards"),
        pytest.param(char("a", 10.0, 20.2)._replace(fontname="unknown"), True, id="outline-in-a-font-without-a-name"),
        pytest.param(char("b", 10.3, 20.0), False, id="another-letter"),
        pytest.param(char("a", 10.3, 20.0, size=14.0), False, id="another-size"),
        pytest.param(char("a", 12.2, 20.0), False, id="the-next-letter"),
        pytest.param(char("a", 10.0, 22.5), False, id="the-next-line"),
    ],
)
def test_a_letter_printed_twice_is_one(second, is_doubled):
    """Its two prints share no square of a point: browsers print shadows three quarters of a point beside and below."""
    chars = [char("a", 10.2, 20.2), second]
    assert len(drop_doubles(gather_chars(chars))) == (1 if is_doubled else 2)


def test_a_hidden_letter_that_is_seen_at_the_same_place_is_not_hidden():
    white = [char("a", 10.0, 20.0), char("b", 15.0, 20.0)]
    assert drop_shown(white, [char("a", 10.0, 20.2), char("b", 15.0, 32.0)]) == white[1:]
