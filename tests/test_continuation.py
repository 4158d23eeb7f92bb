"""Does a line continue the one above? The words and the room that decide, for pages and texts alike."""

import pytest

from ucap.extractors.text.continuation import (
    ALWAYS,
    NEVER,
    Room,
    begins_small,
    continues_number,
    continues_over_page,
    continues_sentence,
    is_left_open,
    joins_left,
)


@pytest.mark.parametrize(
    ("above", "line", "expected"),
    [
        pytest.param("Visits to the", "parks", True, id="sentence-left-open"),
        pytest.param("Visits to the ", " parks", True, id="blanks-do-not-count"),
        pytest.param("The visit ended.", "parks", False, id="full-stop"),
        pytest.param("Visits to:", "parks", False, id="colon"),
        pytest.param("a first visit;", "a second visit", False, id="semicolon"),
        pytest.param("Visits to the", "Parks", False, id="capital"),
        pytest.param("Visits to the", "12 parks", False, id="digit"),
        pytest.param("", "parks", True, id="nothing-above-ends"),
        pytest.param("Visits", "", False, id="nothing-below"),
    ],
)
def test_words_that_continue_a_sentence(above: str, line: str, expected: bool) -> None:
    assert continues_sentence(above, line) is expected


@pytest.mark.parametrize(
    ("above", "line", "expected"),
    [
        pytest.param("about 117", "000 people", True, id="group-of-three"),
        pytest.param("117", "000", True, id="alone"),
        pytest.param("about 117", "0000 people", False, id="four-digits"),
        pytest.param("in 2018", "000 people", False, id="year-above"),
        pytest.param("about 117", "people", False, id="word"),
    ],
)
def test_numbers_in_groups(above: str, line: str, expected: bool) -> None:
    assert continues_number(above, line) is expected


@pytest.mark.parametrize(
    ("above", "line", "is_filled", "expected"),
    [
        pytest.param("The plan of both", "cities", False, True, id="small-letter-whatever-room"),
        pytest.param("The plan of", "Graz", True, True, id="filled-and-open"),
        pytest.param("The plan of", "Graz", False, False, id="had-room"),
        pytest.param("The plan is done.", "Graz follows.", True, False, id="filled-and-ended"),
    ],
)
def test_paragraphs_over_a_page_end(above: str, line: str, is_filled: bool, expected: bool) -> None:
    assert continues_over_page(above, line, is_filled=is_filled) is expected


@pytest.mark.parametrize(
    ("room", "above", "line", "opening", "expected"),
    [
        pytest.param(20, "Visits to the", "parks", "", True, id="sentence-may-leave-some-room"),
        pytest.param(31, "Visits to the", "parks", "", False, id="sentence-with-too-much-room"),
        pytest.param(4, "Visits", "Graz", "", True, id="unclear-with-little-room"),
        pytest.param(6, "Visits", "Graz", "", False, id="unclear-with-room"),
        pytest.param(30, "Visits to", "Graz", "", True, id="no-text-ends-in-a-preposition"),
        pytest.param(31, "Visits to", "Graz", "", False, id="preposition-with-much-room"),
        pytest.param(4, "They met.", "then left.", "", True, id="small-letter-after-an-end-is-unclear"),
        pytest.param(-1, "They met.", "They left.", "", True, id="ended-and-filled"),
        pytest.param(0, "They met.", "They left.", "", False, id="ended-with-room"),
        pytest.param(-1, "They met.", "Parks: a plan", "They went.", True, id="colon-within-a-paragraph"),
        pytest.param(-1, "They met.", "Parks: a plan", "Water: a plan", False, id="heading-as-above"),
        pytest.param(-1, "They met.", "Parks – a plan", "Water – a plan", False, id="heading-with-a-dash"),
        pytest.param(-1, "They met.", "Parks:", "They went.", False, id="heading-alone-on-its-line"),
        pytest.param(-1, "The themes are:", "Parks: a plan", "Water: a plan", False, id="heading-after-a-colon"),
    ],
)
def test_room_decides(room: float, above: str, line: str, opening: str, expected: bool) -> None:
    assert Room(in_sentence=30, unclear=5, after_end=-1).continues(room, above, line, opening) is expected


def test_rooms_without_bounds() -> None:
    assert Room(ALWAYS, NEVER, NEVER).continues(1e9, "Visits to the", "parks")
    assert not Room(ALWAYS, NEVER, NEVER).continues(-1e9, "Visits", "Graz")


@pytest.mark.parametrize("text", ["Key activities and", "Goals /", "Turin,", "Area (", "objectives of the ", "Città di"])
def test_phrases_that_need_more(text: str) -> None:
    assert is_left_open(text)


@pytest.mark.parametrize("text", ["Key activities", "Island", "Turin", "Area (km²)", ""])
def test_phrases_that_are_whole(text: str) -> None:
    assert not is_left_open(text)


def test_beginnings() -> None:
    assert joins_left("and Milan") and joins_left("/ region") and joins_left("of Graz")
    assert not joins_left("Andorra") and not joins_left("Offenbach") and not joins_left("")
    assert begins_small(" parks") and not begins_small("Parks") and not begins_small("")
