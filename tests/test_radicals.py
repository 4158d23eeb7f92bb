"""Radicals in Chinese texts are read as the characters that they look like."""

import unicodedata

import pytest

from ucap.extractors.text.radicals import load_radicals
from ucap.extractors.text.source_text import from_file
from ucap.extractors.text.wide_signs import narrow_signs

RADICALS = [chr(code) for code in range(0x2E80, 0x2FE0) if unicodedata.category(chr(code)) != "Cn"]


def test_each_radical_but_the_sign_of_repetition_has_a_character():
    table = load_radicals()
    assert set(RADICALS) - table.keys() == {"\u2e80"}
    assert all(unicodedata.name(character).startswith("CJK UNIFIED IDEOGRAPH") for character in table.values())


def test_characters_are_those_of_unicode_where_it_has_them_but_for_one():
    known = {radical: unicodedata.normalize("NFKC", radical) for radical in RADICALS}
    other = {radical for radical, character in load_radicals().items() if known[radical] not in (radical, character)}
    assert other == {"\u2f3e"}  # 户, of simplified Chinese


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param("⽔利⼯⻄", "水利工西", id="both-blocks"),
        pytest.param("⻓沙", "长沙", id="simplified-form-that-nfkc-does-not-know"),
        pytest.param("⼾", "户", id="the-form-of-simplified-fonts"),
    ],
)
def test_radicals_become_everyday_characters_in_place(printed, read):
    text = narrow_signs(from_file(printed))
    assert text.chars == read
    assert text.origins == tuple(range(len(printed)))
