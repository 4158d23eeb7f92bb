"""Values of both sides on one line: cut where it is sure, else left alone."""

import pytest

from ucap.extractors.readers.sides import read_side_countries, split_sides
from ucap.extractors.text.source_text import from_file
from ucap.schemas.records import SectionName


@pytest.mark.parametrize(
    ("section", "text", "expected"),
    [
        pytest.param("country", "Portugal China", ("Portugal", "China"), id="countries"),
        pytest.param("country", "The Netherlands P.R. China", ("The Netherlands", "P.R. China"), id="countries-of-two-words"),
        pytest.param("country", "Spain, Italy China", ("Spain, Italy", "China"), id="list-of-countries"),
        pytest.param("country", "Austria", None, id="one-country"),
        pytest.param("city", "Coimbra Zhuhai / Taiyuan", ("Coimbra", "Zhuhai / Taiyuan"), id="cities"),
        pytest.param("city", "Graz Klagenfurt", None, id="cities-of-one-country"),
        pytest.param("population", "160 000 -", ("160 000", "-"), id="missing-partner"),
        pytest.param("population", "N/A n.a.", ("N/A", "n.a."), id="both-missing"),
        pytest.param("population", "773'000 ca. 1'707'211, 119'000", ("773'000", "ca. 1'707'211, 119'000"), id="approximate"),
        pytest.param("population", "1.2 million 3.5 million", ("1.2 million", "3.5 million"), id="scales"),
        pytest.param("population", "160 000 1 200 000", ("160 000", "1 200 000"), id="groups-after-blanks"),
        pytest.param("population", "160 000", None, id="one-number-in-groups"),
        pytest.param("area", "468 sq km 3’213 sq km", ("468 sq km", "3’213 sq km"), id="units"),
        pytest.param("area", "40 392 ha 152 793 ha, 111 337 ha", ("40 392 ha", "152 793 ha, 111 337 ha"), id="hectares"),
        pytest.param("province", "South Holland Yunnan", None, id="provinces-are-not-sure"),
    ],
)  # fmt: skip
def test_sides(section: SectionName, text: str, expected: tuple[str, str] | None) -> None:
    found = split_sides(section, from_file(text))
    assert (found and (found[0].chars, found[1].chars)) == expected


@pytest.mark.parametrize(
    ("section", "text", "countries", "expected"),
    [
        pytest.param("city", "Manchester Chengdu, Liuzhou", ("United Kingdom",), ("Manchester", "Chengdu, Liuzhou"),
            id="one-known"),
        pytest.param("province", "South Holland Yunnan", ("Netherlands", "China"), ("South Holland", "Yunnan"), id="provinces"),
        pytest.param("province", "Styria N/A", ("Austria", "China"), ("Styria", "N/A"), id="no-province"),
        pytest.param(
            "province", "Styria, Tyrol and Midlandia Hunan, Hubei and Yunnan", ("Austria", "China"),
            ("Styria, Tyrol and Midlandia", "Hunan, Hubei and Yunnan"), id="one-of-a-long-list-unknown",
        ),
        pytest.param("province", "North West England", ("United Kingdom",), None, id="of-one-side"),
    ],
)  # fmt: skip
def test_sides_by_their_countries(section, text, countries, expected):
    found = split_sides(section, from_file(text), read_side_countries(*countries))
    assert (found and (found[0].chars, found[1].chars)) == expected
