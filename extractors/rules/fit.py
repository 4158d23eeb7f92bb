"""Rules about what the gazetteer says of the cities' rows: names, countries, provinces and numbers must fit each other."""

import math
import re
from collections.abc import Iterator

from ucap.extractors.divisions import find_division_countries
from ucap.extractors.findings import Finding, quote
from ucap.extractors.gazetteer import Place
from ucap.extractors.labels import EXACT, match_label
from ucap.extractors.locating import find_city, get_place
from ucap.extractors.places import find_country_code, get_country_name, is_city_name
from ucap.schemas.records import City
from ucap.schemas.ucap import Ucap

_MARKS = re.compile(r"[<>|*#$\\@=:_{}\[\]]|https?|\d{3}")
"""Signs of mark-up, of labels, addresses and figures: no city's name has one."""
_INNER_CAPITAL = re.compile(r"[^\W\d_A-ZÀ-Þ][A-ZÀ-Þ]")
_LONGEST_NAME = 60
"""Characters of a partner's name. Chosen: no name in 348 documents is longer."""
_MOST_WORDS = 5
"""Words of a partner's name that no gazetteer knows. Chosen: no such name in 270 documents has more than four."""
_TIMES = 50
"""By how much a printed population may differ from GeoNames' before it is doubted. Chosen: a metropolitan area has up to ten
times the people of its core, and Chinese cities count whole prefectures. None of 348 documents has such a finding.
"""
_TIMES_SWAPPED = 10
"""By how much the populations of two sides must fit better when they are swapped. Chosen."""


def find_unknown_places(ucap: Ucap) -> Iterator[Finding]:
    """Find sides of which the gazetteer knows no place at all."""
    for side in ("lead", "partner"):
        cities = [city for city in ucap.cities if city.side == side]
        if cities and not any(map(_is_known, cities)):
            names = ", ".join(city.city for city in cities)
            yield Finding("place_unknown", f"{quote(names)} names no place that is known.", "city", names, cities[0].page)


def find_malformed_names(ucap: Ucap) -> Iterator[Finding]:
    """Find names of cities that hold mark-up, figures, a label or capitals within a word, or that are as long as a sentence."""
    for city in ucap.cities:
        match = match_label(city.city)
        label = match is not None and match.score == EXACT and not _is_known(city)
        long = len(city.city) > _LONGEST_NAME or (len(city.city.split()) > _MOST_WORDS and not _is_known(city))
        if label or long or _MARKS.search(city.city):
            yield Finding("name_malformed", f"{quote(city.city)} is hardly the name of a city.", "city", city.city, city.page)
        elif place := _find_otherwise_written(city):
            # Small capitals: fonts without some of them leave those letters as they are.
            details = f"{quote(city.city)} has capitals within a word; GeoNames has {place.name}."
            yield Finding("name_malformed", details, "city", city.city, city.page)


def _find_otherwise_written(city: City) -> Place | None:
    """Return the place of a name with capitals within a word, unless GeoNames writes it so, too: `DeKalb`."""
    place = find_city(city.city, city.country_code) if _INNER_CAPITAL.search(city.city) else None
    return place if place and place.name != city.city else None


def find_swapped_countries(ucap: Ucap) -> Iterator[Finding]:
    """Find cities that are not known in their own country, but in that of the other side."""
    codes = {side: {c.country_code for c in ucap.cities if c.side == side} for side in ("lead", "partner")}
    for city in ucap.cities:
        if not city.country or not city.country_code or find_city(city.city, city.country_code):
            continue
        other = codes["partner" if city.side == "lead" else "lead"] - {None, city.country_code}
        found = [code for code in other if code and find_city(city.city, code)]
        if found:
            details = f"{quote(city.city)} is not known in {city.country}, but in {get_country_name(found[0])}."
            yield Finding("sides_swapped", details, "country", city.country, city.page)


def find_misfit_populations(ucap: Ucap) -> Iterator[Finding]:
    """Find populations far from GeoNames', and those of two cities that fit when they are swapped."""
    known = [(city, people) for city in ucap.cities if (city.population or 0) > 0 and (people := _count_people(city))]
    for city, people in known:
        if abs(math.log(city.population / people)) > math.log(_TIMES):  # type: ignore[operator]
            details = f"{city.city} has {city.population:,} inhabitants according to the form, about {people:,} by GeoNames."
            yield Finding("population_misfit", details, "population", city.population_text, city.page)
    if len(known) == len(ucap.cities) == 2 and known[0][0].side != known[1][0].side:
        (first, a), (second, b) = known
        printed = _distance(first, a) + _distance(second, b)
        swapped = _distance(first, b) + _distance(second, a)
        if printed - swapped > 2 * math.log(_TIMES_SWAPPED):
            details = f"The populations of {first.city} and {second.city} fit better when they are swapped."
            yield Finding("population_misfit", details, "population", first.population_text, first.page)


def _distance(city: City, people: int) -> float:
    return abs(math.log((city.population or 1) / people))


def _count_people(city: City) -> int:
    """Return the inhabitants of the linked place by GeoNames; 0 where the city is not linked."""
    if city.geonames_id is None:
        return 0
    place = get_place(city.geonames_id)
    return place.population if place else 0


def _is_known(city: City) -> bool:
    """Whether a gazetteer has the city's name, as that of a city, a division or a country."""
    if city.geonames_id is not None or is_city_name(city.city) or find_division_countries(city.city):
        return True
    if find_city(city.city) is not None or find_country_code(city.city) is not None:
        return True
    # "Metropolitan Area of Turku" is known by the city in it.
    return city.body != "city" and any(word[:1].isupper() and is_city_name(word) for word in city.city.split())
