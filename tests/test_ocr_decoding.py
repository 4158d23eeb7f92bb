"""What is told from a network's shares of characters, without the network."""

import numpy as np
import pytest

from ucap.extractors.readers.ocr_decoding import decode_line, find_likes

CHARACTERS = ["blank", "a", "ș", "ş", "s", "-", "km", "Ł", "L", "l", " "]


def make_shares(*places: dict[str, float]) -> np.ndarray:
    return np.array([[place.get(char, 0.0) for char in CHARACTERS] for place in places])


@pytest.mark.parametrize(
    ("places", "read"),
    [
        pytest.param([{"a": 0.9}, {"a": 0.8}, {"blank": 1}, {"a": 0.7}], [("a", 0.9, ""), ("a", 0.7, "")], id="doubled-letter"),
        pytest.param([{"ş": 0.95, "ș": 0.04}], [("ş", 0.95, "ș")], id="another-mark"),
        pytest.param([{"L": 0.97, "Ł": 0.02}], [("L", 0.97, "Ł")], id="a-stroke"),
        pytest.param([{"l": 0.97, "Ł": 0.02}], [("l", 0.97, "")], id="a-capital-is-another-letter"),
        pytest.param([{"ş": 0.995, "ș": 0.004}], [("ş", 0.995, "")], id="hardly-possible"),
        pytest.param([{"a": 0.6, "ș": 0.3}], [("a", 0.6, "")], id="another-letter"),
        pytest.param(
            [{"km": 0.9}, {" ": 0.8}], [("k", 0.9, ""), ("m", 0.9, ""), (" ", 0.8, "")], id="two-letters-of-one-entry"
        ),
    ],
)
def test_each_character_has_its_own_confidence_and_rival(places, read):
    decoded = decode_line(make_shares(*places), len(places), CHARACTERS, find_likes(CHARACTERS))
    assert [(one.char, pytest.approx(one.confidence), one.rival) for one in decoded] == read


def test_characters_have_their_place_in_the_line_without_its_room():
    line = make_shares({"a": 1}, {"blank": 1}, {"-": 1}, {"blank": 1}, {"blank": 1}, {"blank": 1})
    assert [one.place for one in decode_line(line, 4, CHARACTERS, {})] == [0.125, 0.625]
