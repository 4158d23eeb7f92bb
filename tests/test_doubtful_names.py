"""Weak evidence is doubted, and what looks like a name and is not published is noted. All sentences are our own."""

import pytest

from ucap.extractors.entities import Mention
from ucap.extractors.entities.pipeline import read_names
from ucap.extractors.extract import read_document
from ucap.extractors.fields.mention_places import DocumentPlaces, settle_town
from ucap.extractors.locating import find_city
from ucap.schemas.rules import RULES

FORM = """Cities of cooperation: Porto, Wuhan
Province: Norte, Hubei
Country: Portugal, China
Population: 231,800, 11,200,000
Area: 41 km², 8,569 km²
Period of cooperation: May 2019 – May 2020
Main activities:
• May 2019: {activity}
Contact: office@city.example
"""


def doubts(text: str, *known_cities: str) -> list[tuple[str, str, str | None]]:
    return [(m.text, m.label, m.doubt) for names in read_names([text], known_cities=known_cities) for m in names.mentions]


def left_out(text: str) -> list[str]:
    return [text[a:b] for names in read_names([text]) for a, b in names.left_out]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Dinner in Mierkowo.", [("Mierkowo", "CITY", "place")], id="unknown-word-behind-in"),
        pytest.param("They travelled to Mierkowo.", [("Mierkowo", "CITY", "place")], id="unknown-word-where-one-travels"),
        pytest.param("The plant of Tarvello was shown.", [("Tarvello", "FACILITY", "kind")], id="owner-of-a-plant"),
        pytest.param("They walked in the Delft.", [("Delft", "CITY", "place")], id="town-with-an-article"),
        pytest.param("Port autonome de Lyon joined.", [("Lyon", "CITY", "extent")], id="foreign-joiner-before"),
        pytest.param("Holding Lyon joined.", [("Lyon", "CITY", "extent")], id="head-before"),
        pytest.param("They met tarvoHUB Lyon.", [("Lyon", "CITY", "extent")], id="blend-before"),
        pytest.param("They met in Lyon Business Centre.", [("Lyon Business Centre", "ORG", "kind")], id="centre-behind-in"),
        pytest.param("The Smart Porto 2030 was shown.", [("Smart Porto 2030", "ORG", "kind")], id="brand-with-its-aim"),
        pytest.param("They met at Delft.", [("Delft", "CITY", "place")], id="town-behind-at"),
        pytest.param("A stand at Tarvex Japan was full.", [("Tarvex Japan", "ORG", "kind")], id="brand-behind-at"),
        pytest.param("They praised the TARVO team.", [("TARVO", "PROGRAMME", "kind")], id="team-of-a-project-or-a-body"),
        pytest.param("They spoke with MALTA, the water agency.", [("MALTA", "COUNTRY", "kind")], id="country-in-capitals"),
        pytest.param("Guests from West Porto came.", [("West Porto", "REGION", "kind")], id="part-of-a-city"),
        pytest.param(
            "They visited Tarvello and Turku University.",
            [("Tarvello", "ORG", "kind"), ("Turku University", "ORG", None)],
            id="visited-with-a-body",
        ),
        pytest.param(
            "Talks with Tarvello and Turku University.",
            [("Tarvello", "ORG", None), ("Turku University", "ORG", None)],
            id="met-with-a-body",
        ),
        pytest.param("Talks at the Tarvello congress centre.", [("Tarvello", "FACILITY", None)], id="centre-for-events"),
        pytest.param("They went up Tarvo Tower 6.", [("Tarvo Tower", "FACILITY", "extent")], id="number-behind"),
    ],
)
def test_weak_evidence_is_doubted(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert doubts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Cork City Council met the University of Porto in Graz.",
        "A mission of Brno University of Technology (BUT) to Mierkowo (Poland).",
        "Mayor Jan Novak of Porto spoke at the Smart City Expo 2019.",
        "Bulgarian guests toured the Pune Museum on 4 May 2019.",
        "The German delegation left for Malta.",
    ],
)
def test_strong_evidence_is_not(text: str) -> None:
    assert {doubt for _, _, doubt in doubts(text)} == {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The planners showed Tarvold and the canal.", ["Tarvold"], id="unknown-word"),
        pytest.param("They met on Tarvo during the fair.", ["Tarvo"], id="behind-a-preposition"),
        pytest.param("It spoke about the Better Homes grants.", ["Better Homes"], id="ordinary-words"),
        pytest.param("Riverfronts: new uses.", [], id="first-word-of-a-heading"),
        pytest.param("They met the Deputy Director General.", [], id="office"),
        pytest.param("A round table on Smart City Development.", [], id="topics"),
        pytest.param("The talk “Better Homes for All” was full.", [], id="title"),
        pytest.param("They called by Skype.", [], id="tool"),
    ],
)
def test_what_looks_like_a_name_is_noted(text: str, expected: list[str]) -> None:
    assert left_out(text) == expected


@pytest.mark.parametrize(
    ("name", "home", "code", "doubt"),
    [
        pytest.param("Lavapiés", "Madrid", "ES", "place", id="quarter-in-the-gazetteer"),
        pytest.param("Salford", "Manchester", "GB", None, id="city-beside-a-city"),
        pytest.param("Getafe", "Porto", "PT", None, id="far-away"),
        pytest.param("Porto", "Porto", "PT", None, id="city-of-the-header"),
    ],
)
def test_a_small_place_close_to_the_city_may_be_a_part_of_it(name: str, home: str, code: str, doubt: str | None) -> None:
    place = find_city(home, code)
    assert place is not None
    document = DocumentPlaces({home.casefold(): frozenset({place.geonames_id})}, frozenset({place.country_code}), (place,))
    assert settle_town(Mention(name, "CITY", 0, len(name), name, "rule"), document).doubt == doubt


@pytest.mark.parametrize(
    ("name", "label", "doubt"),
    [
        pytest.param("Opatija", "CITY", None, id="small-town-of-the-country"),
        pytest.param("Mierkowo", "FACILITY", "place", id="in-no-gazetteer"),
        pytest.param("Delft", "CITY", "place", id="town-of-another-country"),
    ],
)
def test_a_place_that_no_gazetteer_has_is_a_part_of_a_city(name: str, label: str, doubt: str | None) -> None:
    home = find_city("Zagreb", "HR")
    assert home is not None
    document = DocumentPlaces({"zagreb": frozenset({home.geonames_id})}, frozenset({"HR"}), (home,))
    settled = settle_town(Mention(name, "CITY", 0, len(name), name, "rule", doubt="place"), document)
    assert (settled.label, settled.doubt) == (label, doubt)


def test_findings_name_the_activity_and_the_name() -> None:
    activity = "Dinner in Mierkowo, where planners showed Tarvold and the canal."
    reading = read_document(FORM.format(activity=activity).encode(), "a.txt")
    found = {issue.code: issue for issue in reading.issues if issue.code.startswith("name_")}
    assert found["name_unclear"].raw_text == "Mierkowo"
    assert "in activity 1 is published as FACILITY" in found["name_unclear"].message
    assert found["name_left_out"].raw_text == "Tarvold"
    assert "in activity 1 looks like a name" in found["name_left_out"].message


def test_such_findings_need_no_look() -> None:
    assert not RULES["name_unclear"].needs_look
    assert not RULES["name_left_out"].needs_look
