"""Which city a printed name means, given its country and province as far as they are known.

Nothing is guessed: where several cities fit about equally well, or the province is known and has no such city, there is no
place, and the reason is said.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Final, Literal

from ucap.extractors.divisions import Division
from ucap.extractors.gazetteer import CityRecord, Place, open_gazetteer, prominence
from ucap.extractors.places import PLACES
from ucap.extractors.text.folding import fold_name

Doubt = Literal["province", "namesakes", "region"]
"""`province`: the country has cities of that name, but none in the province. `namesakes`: several are about equally large.
`region`: the name is that of a region, and the city of that name is elsewhere or small.
"""

_ANY_RIVAL: Final = 1_000_000
"""A dominance that no city has: each namesake is a rival."""
_EARTH_RADIUS_KM: Final = 6371.0  # the mean one
_TIERS: Final = (PLACES.city, PLACES.town)
_REMEMBERED: Final = 4096
"""Answers of the gazetteer that are kept: the names of some hundred documents. Chosen."""


@dataclass(frozen=True)
class Location:
    """The place that a name means, or the reason why none is certain; neither where no city of that name is known."""

    place: Place | None
    doubt: Doubt | None = None


def find_city(name: str, country_code: str | None = None, divisions: Iterable[Division] = ()) -> Place | None:
    """Return the city of GeoNames that a printed name means; None where that is not certain.

    >>> find_city("Graz", "AT").name, find_city("Suzhou", "CN", [Division("CN", "01")]).geonames_id
    ('Graz', 1793743)
    """
    return locate_city(name, country_code, divisions).place


def locate_city(
    name: str, country_code: str | None = None, divisions: Iterable[Division] = (), *, part_only: bool = False
) -> Location:
    """Return the city that a printed name means, within a country and in one of its divisions where they are known.

    `part_only` says that the city is in an unknown part of the divisions, so that no size decides between two of them.
    Without a country, a city is found only where no city of the same name in another country is nearly as populous.
    """
    key = fold_name(name)
    if not key:
        return Location(None)
    if country_code is None:
        cities = _find_in_world(key)
        return _choose(cities, PLACES.home_dominance) if cities else Location(None)
    codes = {division.code for division in divisions if division.country_code == country_code}

    def list_named(tier: int) -> Sequence[CityRecord]:
        return _find_in_country(key, country_code, tier)

    for tier in _TIERS if codes else ():
        if inside := [city for city in list_named(tier) if city.division in codes]:
            if part_only:
                return _choose([city for city in list_named(PLACES.town) if city.division in codes], _ANY_RIVAL)
            usual = _usual(key, inside, in_division=True)
            unsure = _has_longer_namesakes(key, usual, country_code, codes)
            return Location(None, "namesakes") if unsure else _choose(usual, PLACES.home_dominance)
    for tier in _TIERS:
        if usual := _usual(key, list_named(tier)):
            return Location(None, "province") if codes else _choose(usual, PLACES.home_dominance)
    return Location(None)


def list_namesakes(name: str) -> list[Place]:
    """Return the cities of 15,000 inhabitants or more, in any country, that bear a name or are large and have it as well."""
    return [city.place for city in _find_in_world(fold_name(name))]


@cache
def get_place(geonames_id: int) -> Place | None:
    """Return the city of 15,000 inhabitants or more, or of 5,000, that has a GeoNames identifier."""
    found = (open_gazetteer(tier).find_by_id(geonames_id) for tier in _TIERS)
    return next((city.place for city in found if city), None)


def is_main_city(place: Place, divisions: Iterable[Division]) -> bool:
    """Whether a city is the one by which a division of the same name is called, or so large that it is meant before it."""
    if place.population >= PLACES.outweighs_region:
        return True
    codes = {division.code for division in divisions if division.country_code == place.country_code}
    gazetteer = open_gazetteer(PLACES.city)
    inside = [city for code in codes for city in gazetteer.list_inside(place.country_code, code)]
    own = next((city for city in inside if city.place == place), None)
    if own is None:
        return False
    largest = max(city.place.population for city in inside if city.division == own.division)
    return place.population >= min(largest, PLACES.exonym_population)


def measure_distance(first: Place, second: Place) -> float:
    """Return the distance between two places on the globe, in km."""
    lat1, lon1, lat2, lon2 = map(radians, (first.latitude, first.longitude, second.latitude, second.longitude))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(chord))


def _usual(key: str, cities: Sequence[CityRecord], *, in_division: bool = False) -> list[CityRecord]:
    """Return those of a country's cities that a name may mean: the ones that bear it, or a large one usually called so.

    `cities` have it as their name or among their other names. A part of a name means only a city of some size.
    """
    words = set(key.split())
    bearing: list[CityRecord] = []
    others: list[CityRecord] = []
    for city in cities:
        if city.key == key:
            bearing.append(city)
        elif words < set(city.key.split()):
            if in_division or city.place.population >= PLACES.short_form:
                (bearing if city.key.startswith(f"{key} ") else others).append(city)
        else:
            others.append(city)
    largest = max((city.place.population for city in bearing), default=0)
    # Above all where nothing bears it; a town of that name stands back behind a city that is far larger.
    outweighing = [city for city in others if city.place.population >= PLACES.outweighs_exact * max(largest, 1)]
    return outweighing if bearing and outweighing else bearing or others


def _has_longer_namesakes(key: str, usual: Sequence[CityRecord], country_code: str, codes: Collection[str]) -> bool:
    """Whether no name of some cities begins with words with which those of others in these divisions do.

    Bad Neustadt is not meant by `Neustadt` in Bavaria, where Neustadt an der Donau lies, too.
    """
    if any(f"{city.key} ".startswith(f"{key} ") for city in usual):
        return False
    gazetteer, known = open_gazetteer(PLACES.town), {city.place.geonames_id for city in usual}
    inside = (city for code in codes for city in gazetteer.list_inside(country_code, code))
    return any(city.key.startswith(f"{key} ") and city.place.geonames_id not in known for city in inside)


def _choose(cities: Sequence[CityRecord], at_home: int) -> Location:
    """Return the largest city, unless another place of that name is nearly as large; `at_home` is the margin in one country."""
    ordered = [city.place for city in sorted(cities, key=prominence, reverse=True)]
    first = ordered[0]
    for place in ordered[1:]:
        margin = at_home if place.country_code == first.country_code else PLACES.dominance
        if place.population * margin > first.population and measure_distance(first, place) > PLACES.same_spot:
            return Location(None, "namesakes")
    return Location(first)


@lru_cache(_REMEMBERED)
def _find_in_world(key: str) -> Sequence[CityRecord]:
    """Return the cities with a name, largest first; by alternate names (Cologne) only where the city is large."""
    return open_gazetteer(PLACES.city).find_in_world(key, PLACES.exonym_population) if key else ()


@lru_cache(_REMEMBERED)
def _find_in_country(key: str, country_code: str, tier: int) -> Sequence[CityRecord]:
    return open_gazetteer(tier).find_in_country(key, country_code)
