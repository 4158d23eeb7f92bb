"""Countries and cities by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucap.extractors.divisions import find_divisions
from ucap.extractors.locating import find_city
from ucap.extractors.places import city_names, country_names, find_country_code, get_country_name, region_names, slugify_city
from ucap.extractors.text.folding import fold_name


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        pytest.param("United Kingdom", "GB", id="iso-name"),
        pytest.param("UK", "GB", id="abbreviation-that-is-no-iso-code"),
        pytest.param("England, UK", "GB", id="parts-that-agree"),
        pytest.param("P.R. China", "CN", id="dotted"),
        pytest.param("P. R. China", "CN", id="dotted-with-blanks"),
        pytest.param("People’s Republic of China", "CN", id="curly-apostrophe"),
        pytest.param("CHINA", "CN", id="capitals"),
        pytest.param("The Netherlands", "NL", id="article"),
        pytest.param("Viet Nam", "VN", id="iso-spelling"),
        pytest.param("Vietnam", "VN", id="common-spelling"),
        pytest.param("Republic of Korea", "KR", id="iso-inverts-it"),
        pytest.param("Turkey", "TR", id="former-iso-name"),
        pytest.param("Cote d'Ivoire", "CI", id="accents-left-out"),
        pytest.param("España", "ES", id="own-language"),
        pytest.param("Spain (ES)", "ES", id="bracketed-code"),
        pytest.param("DE", "DE", id="alpha-2"),
        pytest.param("POL", "PL", id="alpha-3"),
        pytest.param("Hong Kong SAR, China", "HK", id="special-region-named-with-its-state"),
        pytest.param("Untied Kingdom", "GB", id="letters-swapped"),
        pytest.param("Portgual", "PT", id="letters-swapped-2"),
        pytest.param("Nigera", None, id="one-letter-from-two-countries"),
        pytest.param("Indiana", None, id="a-state-near-india"),
        pytest.param("Andalusia", None, id="region"),
        pytest.param("Spain, Portugal", None, id="two-countries"),
        pytest.param("no", None, id="word-that-is-a-code-in-capitals"),
        pytest.param("N/A", None, id="not-applicable"),
        pytest.param("", None, id="empty"),
    ],
)
def test_find_country_code(printed: str, code: str | None) -> None:
    assert find_country_code(printed) == code


def test_every_country_is_found_by_each_of_its_names() -> None:
    assert all(find_country_code(name) == code for name, code in country_names().items())


def test_get_country_name() -> None:
    assert [get_country_name(code) for code in ("CN", "KR", "GB", "VN")] == [
        "China",
        "South Korea",
        "United Kingdom",
        "Vietnam",
    ]
    with pytest.raises(LookupError):
        get_country_name("XX")


@pytest.mark.parametrize(
    ("arguments", "geonames_id"),
    [
        pytest.param(("Málaga", "ES"), 2514256, id="as-geonames"),
        pytest.param(("malaga", "ES"), 2514256, id="plain-letters"),
        pytest.param(("Xi'an", "CN"), 1790630, id="straight-apostrophe"),
        pytest.param(("Xian", "CN"), 1790630, id="no-apostrophe"),
        pytest.param(("Cologne", "DE"), 2886242, id="english-name"),
        pytest.param(("Gent", "BE"), 2797656, id="local-name"),
        pytest.param(("Aarhus", "DK"), 2624652, id="alternate-spelling"),
        pytest.param(("Lodz", "PL"), 3093133, id="stroked-l"),
        pytest.param(("Suzhou", "CN"), 1886760, id="most-populous-namesake"),
        pytest.param(("Suzhou", "CN", "Anhui Province"), 1793743, id="province-tells-namesakes-apart"),
        pytest.param(("Yulin", "CN", "Shaanxi"), 1785777, id="province-shaanxi"),
        pytest.param(("Yulin", "CN", "Guangxi Zhuang Autonomous Region"), 1785781, id="province-long-form"),
        pytest.param(("Portland", "US", "Maine"), 4975802, id="state-by-iso-3166-2"),
        pytest.param(("Suzhou", "CN", "East China"), 1886760, id="province-unknown"),
        pytest.param(("Cambridge", None), None, id="namesakes-abroad-of-like-size"),
        pytest.param(("Hamburg", None), 2911298, id="country-unknown-but-no-rival"),
        pytest.param(("Florence", None), 3176959, id="dwarfs-its-namesakes"),
        pytest.param(("Manchester", "CN"), None, id="not-in-this-country"),
        pytest.param(("AGP", "ES"), None, id="airport-code"),
        pytest.param(("", "ES"), None, id="empty"),
    ],
)
def test_find_city(arguments: tuple[str, ...], geonames_id: int | None) -> None:
    name, country_code, *province = arguments
    place = find_city(name, country_code, find_divisions(province[0], country_code) if province else ())
    assert (place and place.geonames_id) == geonames_id


def test_find_city_below_15000_inhabitants() -> None:
    place = find_city("Sodankylä", "FI")
    assert place is not None
    assert (place.country_code, place.population < 15_000) == ("FI", True)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        pytest.param("Málaga", "malaga", id="accent"),
        pytest.param("Xi’an", "xian", id="curly-apostrophe"),
        pytest.param("Xi'an", "xian", id="straight-apostrophe"),
        pytest.param("L'Aquila", "laquila", id="elided-article"),
        pytest.param("Saint-Étienne", "saint-etienne", id="hyphen"),
        pytest.param("Frankfurt am Main", "frankfurt-am-main", id="blanks"),
        pytest.param("Łódź", "lodz", id="stroke"),
        pytest.param("Århus", "arhus", id="ring"),
        pytest.param("Großenhain", "grossenhain", id="sharp-s"),
        pytest.param("Αθήνα", "athena", id="greek"),
    ],
)
def test_slugify_city(name: str, slug: str) -> None:
    assert slugify_city(name) == slug


@given(st.text())
def test_fold_name_is_idempotent(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


@given(st.text(max_size=30))
def test_any_text_is_a_country_or_none(text: str) -> None:
    assert find_country_code(text) is None or len(find_country_code(text) or "") == 2


def test_city_names_carry_the_canonical_name() -> None:
    assert {name: city_names()[name] for name in ("malaga", "cologne", "xian")} == {
        "malaga": "Málaga",
        "cologne": "Köln",
        "xian": "Xi’an",
    }


@pytest.mark.parametrize(
    ("name", "is_region"),
    [
        pytest.param("Colorado", True, id="state"),
        pytest.param("Jilin", True, id="province-before-its-city"),
        pytest.param("Shanghai", False, id="city-before-its-province"),
        pytest.param("Utrecht", False, id="city-called-as-its-province"),
        pytest.param("Georgia", False, id="country-first"),
        pytest.param("Asturias", True, id="iso-inverts-the-name"),
    ],
)
def test_regions_by_name(name: str, is_region: bool) -> None:
    assert (fold_name(name) in region_names()) is is_region
