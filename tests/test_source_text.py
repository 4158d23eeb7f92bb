import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.extractors.text.source_text import Glyph, SourceText, Struck, from_file, from_pairs, join

texts = st.text(alphabet="ab \n\t–é", max_size=40)


def glyph(page: int, x: float, top: float = 10) -> Glyph:
    return Glyph(page, x, top, x + 5, top + 10)


def test_refuses_characters_without_origin():
    with pytest.raises(ValueError, match="2 characters with 1 origins"):
        SourceText("ab", (0,))


@given(texts)
def test_every_character_keeps_its_offset_through_collapse(text):
    collapsed = from_file("xy" + text)[2:].collapse()
    assert collapsed.chars == " ".join(text.split())
    for char, origin in zip(collapsed.chars, collapsed.origins, strict=True):
        printed = ("xy" + text)[origin]
        assert printed == char or (char == " " and printed.isspace())


@given(texts)
def test_strip_and_split_agree_with_str(text):
    source = from_file(text)
    assert source.strip().chars == text.strip()
    assert [piece.chars for piece in source.split("a")] == [piece.strip() for piece in re.split("a", text)]


def test_span_covers_first_to_last_character():
    assert from_file("City:\tGraz")[6:].span() == [6, 10]
    assert join([from_file("ab")[:1], from_file("cdef")[3:]]).span() == [0, 4]


def test_text_from_pages_has_no_span_and_text_files_no_boxes():
    assert from_pairs([("a", glyph(1, 0))]).span() is None
    assert from_file("a").boxes(1) == []
    assert from_file("a").pages() == []


def test_boxes_follow_lines_and_pages():
    first, second, other = [("a", glyph(1, 0)), ("b", glyph(1, 5))], [("c", glyph(1, 0, 22))], [("d", glyph(2, 0))]
    text = join([from_pairs(first), from_pairs(second), from_pairs(other)])
    assert text.pages() == [1, 2]
    assert text.boxes(1) == [[0, 10, 10, 20], [0, 22, 5, 32]]
    assert text.boxes(2) == [[0, 10, 5, 20]]


def test_a_raised_glyph_joins_the_box_of_its_line():
    text = from_pairs([("m", glyph(1, 0)), ("²", Glyph(1, 5, 8, 8, 14))])
    assert text.boxes(1) == [[0, 8, 8, 20]]


def strike(text: str) -> SourceText:
    """Build a text whose characters between `[` and `]` are struck through."""
    pairs, struck = [], False
    for at, char in enumerate(text):
        if char in "[]":
            struck = char == "["
        else:
            pairs.append((char, Struck(at) if struck else at))
    return from_pairs(pairs)


@pytest.mark.parametrize(
    ("printed", "read", "shown"),
    [
        ("May [10] 12", "May 12", "May ~~10~~ 12"),
        ("[May 10] June 12", "June 12", "~~May 10~~ June 12"),
        ("visit [of five days]", "visit", "visit ~~of five days~~"),
        ("visit[ of five ]days", "visitdays", "visit ~~of five~~ days"),
        ("the visit [of five days], then", "the visit, then", "the visit ~~of five days~~, then"),
        ("25[0] people", "25 people", "25~~0~~ people"),
        ("one [two] [three] four", "one four", "one ~~two three~~ four"),
        ("[all]", "", "~~all~~"),
        ("none", "none", "none"),
    ],
)
def test_struck_characters_are_shown_but_not_read(printed, read, shown):
    text = strike(printed)
    assert (text.drop_struck().chars, text.mark_struck().chars) == (read, shown)
    assert [shown[at] for at in text.find_shown()] == list(read)


def test_struck_characters_keep_their_boxes_and_offsets():
    text = SourceText("ab", (Struck(glyph(2, 10)), glyph(2, 15)))
    assert text.pages() == [2]
    assert text.boxes(2) == [[10, 10, 20, 20]]
    assert SourceText("ab", (Struck(4), 5)).span() == [4, 6]
    assert text.drop_struck().boxes(2) == [[15, 10, 20, 20]]
