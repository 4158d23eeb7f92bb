"""One country's or one city's records are those that reading the whole file gives, however the file is written."""

import json

import pytest

from ucap.extractors import geonames

CITIES = [
    {"geonameid": 7, "name": "Aba", "countrycode": "AD", "alternatenames": ["}", "Ábá"]},
    {"geonameid": 71, "name": "Bobo", "countrycode": "BE", "alternatenames": []},
    {"geonameid": 3, "name": "Be", "countrycode": "BE", "alternatenames": ["AD"]},
    {"geonameid": 2, "name": "Ende", "countrycode": "ZW", "alternatenames": ["Fin"]},
]
WRITTEN = {
    "as released": json.dumps({str(city["geonameid"]): city for city in CITIES}),
    "with other blanks": json.dumps({str(city["geonameid"]): city for city in CITIES}, separators=(",", ":")),
    "on several lines": json.dumps({str(city["geonameid"]): city for city in CITIES}, indent=1),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_part_of_the_file_is_read_as_the_whole_is(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grouped = {code: tuple(city for city in CITIES if city["countrycode"] == code) for code in ("AD", "BE", "ZW")}
    monkeypatch.setattr(geonames, "_read_file", lambda tier: text.encode())
    monkeypatch.setattr(geonames, "_keep_by_country", lambda tier: grouped)
    for code in ("AD", "BE", "ZW", "XX"):
        assert geonames.read_country(code, 5000) == grouped.get(code, ())
    assert [geonames.read_city(number, 5000) for number in (7, 71, 3, 2, 1)] == [*CITIES, None]


@pytest.mark.parametrize("code", ["AD", "CN", "ZW", "BV"])
def test_the_released_file_is_read_in_parts(code: str) -> None:
    assert geonames.read_country(code, 15000) == geonames.read_by_country(15000).get(code, ())
