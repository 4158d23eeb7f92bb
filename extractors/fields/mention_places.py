"""Which place a city that a text mentions is: by the place printed beside it, the document's own places, then its size.

What stays undecided has no place. So `Córdoba (Spain)` is not the larger one in Argentina, and `Cambridge` alone is neither.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ucap.extractors.divisions import Division, find_divisions_anywhere
from ucap.extractors.fields.tolerances import FIELDS
from ucap.extractors.locating import find_city, get_place, list_namesakes, measure_distance
from ucap.extractors.places import Place, find_country_code, fold_name, get_country_name, get_known_city, is_city_name
from ucap.schemas.records import City

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]")
_JOINT = re.compile(
    r"(?P<sign>\s*,\s*(?:in\s+)?|\s*/\s*|\s+[–—-]\s+|\s+in\s+)(?:the\s+)?(?:(?:state|province|region|county|land|nation)\s+of\s+)?",
    re.IGNORECASE,
)
_NAME_WORDS = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+(?:and\s+|of\s+|the\s+|de\s+|del\s+|la\s+)*[^\W\d_][\w.'’-]*){0,5}")
_OWNER = re.compile(r"([^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*){0,2})['’]s?\s+$")
_PARTS = re.compile(r"\s*[,;/–—]\s*")
_LONGEST_BESIDE: Final = 80
"""Characters after a mention in which the place beside it is looked for."""


@dataclass(frozen=True)
class Area:
    """A country or one of its first-level divisions, as the place beside a city."""

    country_code: str
    division: Division | None = None


@dataclass(frozen=True)
class Beside:
    """What is printed beside a city: what each name may mean; `firm` where it can only be the place of the city."""

    readings: tuple[frozenset[Area], ...] = ()
    further_name: str | None = None
    firm: bool = False


@dataclass(frozen=True)
class DocumentPlaces:
    """The cities of a form's header by their folded names, with the places that are certain; one name may have two."""

    cities: Mapping[str, frozenset[int | None]] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()


def read_document_places(cities: Sequence[City]) -> DocumentPlaces:
    """Return the places of a header for linking mentions."""
    by_name: dict[str, set[int | None]] = {}
    for city in cities:
        by_name.setdefault(fold_name(city.city), set()).add(city.geonames_id)
    places = [place for city in cities if city.geonames_id is not None and (place := get_place(city.geonames_id))]
    return DocumentPlaces(
        {name: frozenset(ids) for name, ids in by_name.items()},
        frozenset(city.country_code for city in cities if city.country_code),
        tuple(places),
    )


def locate_mention(text: str, start: int, end: int, document: DocumentPlaces) -> Place | None:
    """Return the place of the city that stands at [start, end) of a text; None where it is not certain which one is meant."""
    name = text[start:end]
    beside = _read_beside(text, start, end)
    if beside.further_name and (place := _find_longer_name(name, beside.further_name)):
        return place
    if beside.readings:
        places = {place.geonames_id: place for area in _combine(beside.readings) if (place := _find_in(name, area))}
        if place := _choose(list(places.values())):
            return place
        if places or beside.firm:
            return None
    if (ids := document.cities.get(fold_name(name))) is not None:
        known = next(iter(ids))
        return get_place(known) if len(ids) == 1 and known is not None else None
    return _find_by_document(name, document)


# --- the place beside it ---


def _read_beside(text: str, start: int, end: int) -> Beside:
    """Return what is printed as a city's place: in a bracket, after a comma, slash or dash, after "in", or as its owner."""
    rest = text[end : end + _LONGEST_BESIDE]
    if bracket := _BRACKET.match(rest):
        parts = [part for part in _PARTS.split(bracket[1].strip()) if part]
        readings = tuple(areas for part in parts if (areas := _read_area(part)))
        return Beside(readings, None if readings else bracket[1], firm=bool(readings))
    readings_after: list[frozenset[Area]] = []
    firm = False
    while (joint := _JOINT.match(rest)) and len(readings_after) < 2:
        words = _NAME_WORDS.match(rest, joint.end())
        found = next(_read_longest(words.group(), joint["sign"]), None) if words else None
        if words is None or found is None:
            break
        printed, areas = found
        readings_after.append(areas)
        # "Lisbon, Poland" contradicts itself; "Valencia, Granada" is a list, and "Lisbon in Poland" may end another thought.
        firm = firm or ("," in joint["sign"] and find_country_code(printed) is not None and not is_city_name(printed))
        rest = rest[words.start() + len(printed) :]
    if not readings_after and (owner := _OWNER.search(text[max(0, start - _LONGEST_BESIDE) : start])):
        words_before = owner[1].split()
        names = (" ".join(words_before[i:]) for i in range(len(words_before)))
        readings_after = [areas for printed in names if printed[0].isupper() and (areas := _read_area(printed))][:1]
    return Beside(tuple(readings_after), firm=firm)


def _read_longest(words: str, sign: str) -> Iterator[tuple[str, frozenset[Area]]]:
    """Yield the beginnings of a run of words that name an area, the longest first; after a dash only countries count."""
    ends = [match.end() for match in re.finditer(r"\S+", words)]
    for stop in reversed(ends):
        printed = words[:stop]
        name = printed.rstrip(".,;:") if not find_country_code(printed) else printed
        if name[:1].isupper() and (areas := _read_area(name)):
            if sign.strip() in ("–", "—", "-"):
                areas = frozenset(area for area in areas if area.division is None)
            elif is_city_name(name):
                # In "Toledo, Córdoba" the second name is a city more often than the place of the first.
                areas = frozenset(area for area in areas if area.division is None or _is_first_level(name, area))
            if areas:
                yield name, areas


def _is_first_level(name: str, area: Area) -> bool:
    return area.division is not None and area.division in find_divisions_anywhere(name, first_level_only=True)


def _read_area(printed: str) -> frozenset[Area]:
    """Return what a printed name may mean: countries and first-level divisions."""
    printed = printed.strip()
    code = find_country_code(printed)
    areas = {Area(division.country_code, division) for division in find_divisions_anywhere(printed)}
    # Scotland is printed as a country and means a part of one; Luxembourg is both.
    part = any(area.country_code == code for area in areas) and code and fold_name(printed) != fold_name(get_country_name(code))
    return frozenset(areas | {Area(code)} if code and not part else areas)


def _combine(readings: Sequence[frozenset[Area]]) -> frozenset[Area]:
    """Return the areas that all names beside a city allow: `Birmingham (Alabama, USA)` is in Alabama."""
    first, *others = readings
    for areas in others:
        countries = {area.country_code for area in areas}
        first = frozenset(area for area in first if area.country_code in countries) or first
    return first


def _find_in(name: str, area: Area) -> Place | None:
    return find_city(name, area.country_code, [area.division] if area.division else ())


def _find_longer_name(name: str, further: str) -> Place | None:
    """Return the city whose name goes on in the bracket: `Frankfurt (Oder)`."""
    return find_city(f"{name} {further}")


def _choose(places: Sequence[Place]) -> Place | None:
    """Return the largest of several places, unless the next one is nearly as large."""
    ordered = sorted(places, key=lambda place: place.population, reverse=True)
    if len(ordered) > 1 and ordered[1].population * FIELDS.mentions.outweighs > ordered[0].population:
        return None
    return ordered[0] if ordered else None


# --- the document's places, and size ---


def _find_by_document(name: str, document: DocumentPlaces) -> Place | None:
    """Return the city of that name in one of the document's countries, or the one that anybody would mean by it."""
    limits = FIELDS.mentions
    namesakes = list_namesakes(name)
    most = max((place.population for place in namesakes), default=0)
    own = [place for code in document.countries if (place := find_city(name, code))]
    if own and (chosen := _choose(own)):
        return chosen if chosen.population * limits.dwarfed >= most else None
    place = get_known_city(name)
    if own or place is None:
        return None
    rivals = [other for other in namesakes if measure_distance(place, other) > limits.same_spot]
    if any(other.population * limits.outweighs > place.population for other in rivals):
        return None
    near = any(measure_distance(place, other) <= limits.near for other in document.places)
    return place if near or not document.places or place.population >= limits.large else None
