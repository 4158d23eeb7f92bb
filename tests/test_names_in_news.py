"""Names as news of cities prints them: places, persons, projects and bodies that no list has. All sentences are our own."""

import pytest

from ucap.extractors.entities.pipeline import find_entities


def find(*texts: str) -> list[tuple[str, str]]:
    return [(m.text, m.label) for mentions in find_entities(texts) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The group saw Palo Alto and Chiang Mai.",
            [("Palo Alto", "CITY"), ("Chiang Mai", "CITY")],
            id="smaller-city-of-words",
        ),
        pytest.param(
            "She met Diego Rivera and Angela Davis.", [("Diego Rivera", "PERSON"), ("Angela Davis", "PERSON")], id="person"
        ),
        pytest.param("Farms in Shropshire were shown.", [("Shropshire", "REGION")], id="county"),
        pytest.param("Nuevo León sent staff.", [("Nuevo León", "REGION")], id="state-of-two-words"),
        pytest.param("Firms in Yunnan province", [("Yunnan", "REGION")], id="kind-of-region-in-small-letters"),
        pytest.param("Staff of Lviv oblast signed.", [("Lviv", "REGION")], id="region-called-like-a-city"),
        pytest.param("The governorate of Damiata joined.", [("Damiata", "REGION")], id="region-of-a-city"),
        pytest.param("The governorate of Zerkalia joined.", [("Zerkalia", "REGION")], id="kind-of-region-before"),
        pytest.param("Farms in Yunnan Province", [("Yunnan Province", "REGION")], id="kind-of-region-in-capitals"),
        pytest.param("Tagaytay City hosted the visit.", [("Tagaytay City", "CITY")], id="city-in-its-name"),
        pytest.param(
            "A group from Lupaoville City, Philippines, came.",
            [("Lupaoville City", "CITY"), ("Philippines", "COUNTRY")],
            id="unknown-city-beside-its-country",
        ),
        pytest.param("Cork City and County Council met.", [("Cork City and County Council", "ORG")], id="city-in-a-body"),
        pytest.param("Pupils of Villeneuve-sous-Lune wrote.", [("Villeneuve-sous-Lune", "CITY")], id="joiner-of-towns"),
        pytest.param(
            "Kiskunhalas, Hungary, and Siemens, Germany, joined.",
            [("Kiskunhalas", "CITY"), ("Hungary", "COUNTRY"), ("Siemens", "ORG"), ("Germany", "COUNTRY")],
            id="town-before-its-country",
        ),
        pytest.param("We saw the Spina area.", [("Spina", "FACILITY")], id="part-of-a-town"),
        pytest.param("The town of Mierkowo Dolne joined.", [("Mierkowo Dolne", "CITY")], id="town-of-two-words"),
    ],
)
def test_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected
