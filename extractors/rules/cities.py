"""Rules about cities: how many, where, and how large."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import chain

from ucap.extractors.findings import Finding, quote
from ucap.extractors.header_places import find_common_place, is_region, list_names, locate_header_city
from ucap.extractors.locating import Doubt, find_city
from ucap.extractors.places import city_names, get_country_name
from ucap.extractors.rules.cells import name_cells, page_of
from ucap.extractors.text.folding import fold_name
from ucap.schemas.records import City
from ucap.schemas.ucap import Ucap
from ucap.schemas.vocabularies import load_vocabulary
from ucap.schemas.vocabularies.form_lists import Figure, HeaderFigure

_PROMINENT = 100_000
"""Inhabitants from which a place abroad makes a city of the same name suspect; of smaller places, hardly a name is unique.
Chosen: the size from which other names of a city count (`PLACES.exonym_population`); none of 348 documents has such a finding.
"""
_LONGEST_NAME_WORDS = 3
"""Words of a city's name in a title:  Chosen, not measured."""


def find_missing_partner(ucap: Ucap) -> Iterator[Finding]:
    """Find pairings without a partner city."""
    summary = ucap.summary
    if summary.kind == "city" and not summary.partner_cities:
        details = f"Beside {_join(summary.lead_cities)} there is no city in the second value column."
        yield Finding("partner_missing", details, "city", page=page_of(ucap, "city"))


def find_other_cities_in_title(ucap: Ucap) -> Iterator[Finding]:
    """Find titles that name a city of the row of cities, but also others that are not in it, or only some cities of a side.

    A title that names only one side is in order.
    """
    title = ucap.summary.title or ""
    header = {_identify(city.city): city for city in ucap.cities}
    titled = _find_cities(title, header)
    sides = {header[key].side for key in header.keys() & titled.keys()}
    lacking = [city.city for key, city in header.items() if city.side in sides and key not in titled]
    further = [name for key, name in titled.items() if key not in header]
    if sides and (lacking or further):
        said = [f"does not name {_join(lacking)}"] if lacking else []
        said += [f"names {_join(further)} as well"] if further else []
        cities = _join(city.city for city in ucap.cities)
        details = f"The title {quote(title)} {' and '.join(said)}; the row of cities names {cities}."
        yield Finding("cities_differ", details, "title", title, page_of(ucap, "title"))


def find_repeated_cities(ucap: Ucap) -> Iterator[Finding]:
    """Find cities named twice, on one side or on both."""
    seen: dict[str, City] = {}
    for city in ucap.cities:
        first = seen.setdefault(_identify(city.city), city)
        # Córdoba in Spain and Córdoba in Argentina are two cities of one name.
        different = None not in (first.geonames_id, city.geonames_id) and first.geonames_id != city.geonames_id
        if first is not city and not different:
            places = f"{first.side} city {first.position} and {city.side} city {city.position}"
            yield Finding("city_repeated", f"{quote(city.city)} is named as {places}.", "city", city.city, city.page)


def find_joined_names(ucap: Ucap) -> Iterator[Finding]:
    """Find cities with two names, of which no number says whether they are one."""
    for city in ucap.cities:
        names, is_counted = list_names(city.city), city.population is not None or city.area_km2 is not None
        if "/" in city.city and not is_counted and find_common_place(names, city.country, city.province):
            details = f"{' and '.join(map(quote, names))} mean one place, so {quote(city.city)} was read as one city."
            yield Finding("city_names_joined", details, "city", city.city, city.page)


def find_unknown_countries(ucap: Ucap) -> Iterator[Finding]:
    """Find printed countries without a code, each once a side."""
    unknown = {(c.side, c.country): c for c in ucap.cities if c.country and c.country_code is None}
    for city in unknown.values():
        details = f"{quote(city.country or '')} is not a country of ISO 3166-1."
        yield Finding("country_unknown", details, "country", city.country, city.page)


def find_cities_abroad(ucap: Ucap) -> Iterator[Finding]:
    """Find cities that are known elsewhere, but not in the country printed for them."""
    for city in ucap.cities:
        if not city.country or not city.country_code or _doubt(city) or find_city(city.city, city.country_code):
            continue
        if is_region(city.city, city.country_code):
            continue
        abroad = find_city(city.city)
        if abroad and abroad.population >= _PROMINENT and abroad.country_code != city.country_code:
            where = get_country_name(abroad.country_code)
            details = f"{quote(city.city)} is not known in {city.country}, but in {where}."
            yield Finding("country_mismatch", details, "country", city.country, city.page)


def find_cities_outside_province(ucap: Ucap) -> Iterator[Finding]:
    """Find cities that are known in their country, but not in the province printed for them."""
    for city in ucap.cities:
        if city.geonames_id is None and _doubt(city) == "province":
            details = (
                f"No {quote(city.city)} is known in {quote(city.province or city.country or '')}, but elsewhere in the country."
            )
            yield Finding("province_mismatch", details, "province", city.province, city.page)


def find_ambiguous_cities(ucap: Ucap) -> Iterator[Finding]:
    """Find cities whose name fits several places about equally well."""
    for city in ucap.cities:
        if city.geonames_id is None and _doubt(city) == "namesakes":
            where = get_country_name(city.country_code) if city.country_code else "the world"
            details = f"{quote(city.city)} may be one of several cities in {where}."
            yield Finding("city_ambiguous", details, "city", city.city, city.page)
        elif city.geonames_id is None and _doubt(city) == "region":
            details = f"{quote(city.city)} is the name of a region, and of a smaller city or one elsewhere."
            yield Finding("city_ambiguous", details, "city", city.city, city.page)


def find_impossible_populations(ucap: Ucap) -> Iterator[Finding]:
    """Find populations that no city can have; they are withheld."""
    for city, value in _populations(ucap):
        if not _is_possible("population", value):
            details = _describe_population(city)
            withheld = name_cells(city, "population")
            yield Finding("population_impossible", details, "population", city.population_text, city.page, withheld)


def find_implausible_populations(ucap: Ucap) -> Iterator[Finding]:
    """Find populations that are possible, but probably wrong."""
    for city, value in _populations(ucap):
        if _is_possible("population", value) and not _is_plausible("population", value):
            details = _describe_population(city)
            yield Finding("population_implausible", details, "population", city.population_text, city.page)


def find_impossible_areas(ucap: Ucap) -> Iterator[Finding]:
    """Find areas that no city can have; they are withheld."""
    for city, value in _areas(ucap):
        if not _is_possible("area_km2", value):
            details = _describe_area(city)
            yield Finding("area_impossible", details, "area", city.area_text, city.page, name_cells(city, "area_km2"))


def find_implausible_areas(ucap: Ucap) -> Iterator[Finding]:
    """Find areas that are possible, but probably wrong."""
    for city, value in _areas(ucap):
        if _is_possible("area_km2", value) and not _is_plausible("area_km2", value):
            details = _describe_area(city)
            yield Finding("area_implausible", details, "area", city.area_text, city.page)


def find_implausible_densities(ucap: Ucap) -> Iterator[Finding]:
    """Find cities whose population does not fit their area, where each of the two is plausible."""
    areas = {city.row_key(): value for city, value in _areas(ucap) if _is_plausible("area_km2", value)}
    for city, value in _populations(ucap):
        area = areas.get(city.row_key())
        if area is None or not _is_plausible("population", value):
            continue
        if not _is_plausible("people_per_km2", value / area):
            details = f"{city.city}: {value:,} inhabitants on {area:,g} km² are {value / area:,.1f} on each km²."
            yield Finding("density_implausible", details, "area", city.area_text, city.page)


def _describe_population(city: City) -> str:
    return f"{city.city} has {city.population:,} inhabitants according to the form ({quote(city.population_text or '')})."


def _describe_area(city: City) -> str:
    return f"{city.city} covers {city.area_km2:,g} km² according to the form ({quote(city.area_text or '')})."


def _populations(ucap: Ucap) -> Iterator[tuple[City, int]]:
    return ((city, city.population) for city in ucap.cities if city.population is not None)


def _areas(ucap: Ucap) -> Iterator[tuple[City, float]]:
    return ((city, city.area_km2) for city in ucap.cities if city.area_km2 is not None)


def _is_possible(kind: HeaderFigure, value: float) -> bool:
    low, high = load_vocabulary("units")["possible"][kind]
    return low <= value <= high


def _is_plausible(kind: Figure, value: float) -> bool:
    low, high = load_vocabulary("units")["plausible"][kind]
    return low <= value <= high


def _doubt(city: City) -> Doubt | None:
    return locate_header_city(city.city, city.country, city.province).doubt


def _join(names: Iterable[str]) -> str:
    return ", ".join(names)


def _identify(name: str) -> str:
    """Return one key for the spellings of a city: Göteborg and Gothenburg, Málaga and Malaga."""
    return fold_name(city_names().get(fold_name(name), name))


def _find_cities(title: str, header: Collection[str]) -> dict[str, str]:
    """Return the cities that a title names, as printed, by their keys: cities of the header, and others that are well known."""
    words = re.sub(r"['’]s\b", "", _form_words().sub(" ; ", title))
    tokens = [match for match in re.finditer(r"[^\W_]+(?:['’.-][^\W_]+)*|[^\w\s]", words)]
    found: dict[str, str] = {}
    position = 0
    while position < len(tokens):
        for count in range(_LONGEST_NAME_WORDS, 0, -1):
            stretch = tokens[position : position + count]
            name = words[stretch[0].start() : stretch[-1].end()]
            if _identify(name) in header or (name[:1].isupper() and fold_name(name) in city_names()):
                found[_identify(name)] = name
                position += count
                break
        else:
            position += 1
    return found


@cache
def _form_words() -> re.Pattern[str]:
    form = load_vocabulary("form")
    phrases = sorted(chain(form["title_phrases"], form["title_marks"]), key=len, reverse=True)
    return re.compile("|".join(re.escape(phrase) for phrase in phrases), re.IGNORECASE)
