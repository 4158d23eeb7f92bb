"""Places by what is printed beside them: cities of a header by country and province, mentions by their context.

The tables in `tests/gold/` were written before the rules were tried on them.
"""

from pathlib import Path

import pytest

from ucap.extractors.divisions import find_divisions
from ucap.extractors.extract import read_document
from ucap.extractors.fields.mention_places import DocumentPlaces, locate_mention
from ucap.extractors.header_places import locate_header_city
from ucap.extractors.locating import get_place
from ucap.extractors.places import get_country_name

GOLD = Path(__file__).parent / "gold"


def rows(name: str) -> list[list[str]]:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if not line.startswith("#")]


HEADERS = rows("header_places.txt")
MENTIONS = rows("mention_places.txt")


@pytest.mark.parametrize(("name", "city", "country", "province", "geonames_id"), HEADERS, ids=[row[0] for row in HEADERS])
def test_cities_of_headers(name, city, country, province, geonames_id):
    place = locate_header_city(city, country, province).place
    assert str(place.geonames_id if place else "none") == geonames_id


@pytest.mark.parametrize(("name", "header", "sentence", "mention", "geonames_id"), MENTIONS, ids=[row[0] for row in MENTIONS])
def test_mentions_in_context(name, header, sentence, mention, geonames_id):
    form = "\n".join(
        (
            f"City:\t{join_names(header, 0)}",
            f"Country:\t{join_names(header, 1)}",
            "Period:\tMay 2018 – May 2020",
            "Themes:\tTrams",
            "Main activities:\t→ May 2018: " + sentence,
            "Expected results:\t→ Trams",
        )
    )
    ucap = read_document(form.encode(), "a.txt").ucap
    assert ucap
    found = [e for e in ucap.entities if e.text == mention and e.label == "CITY"][:1]
    assert [str(e.geonames_id or "none") for e in found] == [geonames_id] or (not found and geonames_id == "none")
    # The canonical name is that of the place beside it.
    named = [(e.canonical, get_place(e.geonames_id)) for e in found if e.geonames_id is not None]
    assert all(place and place.name == canonical for canonical, place in named)


@pytest.mark.parametrize(
    ("cities", "provinces", "countries", "mention", "geonames_id"),
    [
        pytest.param("Bangor", "Maine", "USA", "Portland", 4975802, id="state-of-a-city"),
        pytest.param("Pennsylvania", "", "USA", "Lancaster", 5197079, id="a-state-as-partner"),
        pytest.param("Emilia-Romagna\tOhio", "\t", "Italy\tUSA", "Modena", 3173331, id="a-region-as-partner"),
        pytest.param("Bologna\tCleveland", "Emilia-Romagna\tOhio", "Italy\tUSA", "Parma", None, id="in-both-states"),
        pytest.param("Bologna\tAtlanta", "Emilia-Romagna\tGeorgia", "Italy\tUSA", "Parma", 3171457, id="in-one-of-two"),
        pytest.param("Kingston", "Ontario", "Canada", "Paris", None, id="much-larger-elsewhere"),
    ],
)
def test_cities_in_the_regions_of_the_header(cities, provinces, countries, mention, geonames_id):
    rows = f"City or region:\t{cities}\nProvince:\t{provinces}\nCountry:\t{countries}\nPeriod:\tMay 2018\nThemes:\tTrams"
    ucap = read_document(f"{rows}\nMain activities:\t→ May 2018: Visit to {mention}.".encode(), "a.txt").ucap
    assert ucap
    assert [e.geonames_id for e in ucap.entities if e.text == mention] == [geonames_id]


@pytest.mark.parametrize(
    ("label", "cities", "countries", "mention", "body", "kind"),
    [
        pytest.param(
            "City or region", "Tuscany\tJalisco", "Italy\tMexico", "Jalisco", "region", "REGION", id="namesake-elsewhere"
        ),
        pytest.param("City or region", "Tuscany\tJalisco", "Italy\tMexico", "Tuscany", "region", "REGION", id="region-only"),
        pytest.param("Partners", "Groningen\tPune", "Netherlands\tIndia", "Groningen", "city", "CITY", id="city-of-its-region"),
        pytest.param("Regions", "Utrecht\tOsaka", "Netherlands\tJapan", "Utrecht", "region", "REGION", id="told-by-the-label"),
    ],
)
def test_partners_that_are_regions_are_regions_in_the_text(label, cities, countries, mention, body, kind):
    rows = f"{label}:\t{cities}\nCountry:\t{countries}\nPeriod:\tMay 2018\nThemes:\tTrams"
    ucap = read_document(f"{rows}\nMain activities:\t→ May 2018: Visit of experts to {mention}.".encode(), "a.txt").ucap
    assert ucap
    assert [city.body for city in ucap.cities if city.city == mention] == [body]
    assert [(e.label, e.geonames_id is None) for e in ucap.entities if e.text == mention] == [(kind, kind == "REGION")]
    assert (ucap.activities[0].cities, ucap.activities[0].mode) == ([mention], "in_person"), "a region takes part, too"


def join_names(header: str, part: int) -> str:
    """Return the names (0) or countries (1) of a header that is written as `Turku (FI), Ningbo (CN)`."""
    cities = [city.rstrip(")").split(" (") for city in header.split(", ")]
    return "\t".join(get_country_name(city[1]) if part else city[0] for city in cities)


def test_same_name_on_both_sides_is_two_places():
    form = "City:\tCórdoba\tCórdoba\nCountry:\tSpain\tArgentina\nPeriod:\tMay 2018\nThemes:\tTrams\nSDGs:\tSDG 7"
    form += (
        "\nMain activities:\t→ May 2018: Visit to Córdoba (Spain).\n→ June 2018: Visit to Córdoba.\nExpected results:\t→ Trams"
    )
    reading = read_document(form.encode(), "a.txt")
    assert reading.ucap
    assert [c.geonames_id for c in reading.ucap.cities] == [2519240, 3860259]
    assert [e.geonames_id for e in reading.ucap.entities if e.text == "Córdoba"] == [2519240, None]
    assert "city_repeated" not in {issue.code for issue in reading.issues}


@pytest.mark.parametrize(
    ("city", "country", "province", "doubt"),
    [
        pytest.param("Jalisco", "Mexico", None, "region", id="region-with-a-town-elsewhere"),
        pytest.param("Andalusia", "Spain", None, None, id="region-without-a-city"),
        pytest.param("Halle", "Germany", "Bavaria", "province", id="province-without-such-a-city"),
        pytest.param("Granada", "Spain", "Zhejiang", "province", id="province-of-another-country"),
        pytest.param("Springfield", "USA", None, "namesakes", id="several-of-one-size"),
        pytest.param("Richmond", "UK", "North Yorkshire", "namesakes", id="county-does-not-decide"),
    ],
)
def test_a_doubt_is_no_place(city, country, province, doubt):
    location = locate_header_city(city, country, province)
    assert (location.place, location.doubt) == (None, doubt)


@pytest.mark.parametrize(
    ("city", "country", "province"),
    [
        pytest.param("Washington", "USA", None, id="capital-called-as-a-state"),
        pytest.param("Maribor", "Slovenia", "Styria", id="region-of-two-countries"),
        pytest.param("Braga", "Portugal", "North", id="point-of-the-compass"),
        pytest.param("Ningbo", "China", "East China", id="part-of-a-country"),
        pytest.param("Utrecht", "Netherlands", None, id="city-called-as-its-province"),
        pytest.param("Shenzhen Municipality", "China", "Guangdong", id="kind-behind-the-name"),
        pytest.param("City of Graz", "Austria", "Steiermark", id="kind-before-the-name"),
        pytest.param("Gwangju", None, "Gyeonggi", id="country-not-printed"),
    ],
)
def test_honest_headers_have_a_place(city, country, province):
    assert locate_header_city(city, country, province).place


@pytest.mark.parametrize(
    ("printed", "country_code", "codes"),
    [
        pytest.param("IL", "US", {"IL"}, id="postal-code"),
        pytest.param("US-IL", "US", {"IL"}, id="code-of-iso-3166-2"),
        pytest.param("Zhe Jiang", "CN", {"02"}, id="spaced"),
        pytest.param("Zhejang", "CN", {"02"}, id="one-slip"),
        pytest.param("Gyeonggi-do", "KR", {"13"}, id="with-its-kind"),
        pytest.param("Wales", "GB", {"WLS"}, id="nation-in-a-kingdom"),
        pytest.param("Badajoz", "ES", {"57"}, id="second-level"),
        pytest.param("Shanxi", "CN", {"24"}, id="not-shaanxi"),
        pytest.param("Sunny South", "ES", set(), id="not-known"),
    ],
)
def test_find_divisions(printed, country_code, codes):
    assert {division.code for division in find_divisions(printed, country_code)} == codes


@pytest.mark.parametrize(
    ("sentence", "mention", "country_code"),
    [
        pytest.param("The Nicaraguan city of León hosted it.", "León", "NI", id="people"),
        pytest.param("Planners from the Spanish town of Cuenca came.", "Cuenca", "ES", id="town"),
        pytest.param("The Brazilian port city of Santos joined.", "Santos", "BR", id="word-between"),
        pytest.param("The American city of Birmingham came.", "Birmingham", "US", id="larger-one-elsewhere"),
        pytest.param("The South African city of Newcastle came.", "Newcastle", "ZA", id="people-of-two-words"),
        pytest.param("Spanish experts went to the city of León.", "León", None, id="people-of-something-else"),
    ],
)
def test_people_before_a_city(sentence, mention, country_code):
    start = sentence.index(mention)
    place = locate_mention(sentence, start, start + len(mention), DocumentPlaces())
    assert (place.country_code if place else None) == country_code


def test_city_in_a_name_does_not_hide_its_place():
    sentence = "A visit to Ningbo City."
    place = locate_mention(sentence, 11, 22, DocumentPlaces())
    assert place
    assert place.name == "Ningbo"
