"""Which place a city that a text mentions is: by the place printed beside it, the document's own places, then its size.

What stays undecided has no place. So `Córdoba (Spain)` is not the larger one in Argentina, and `Cambridge` alone is neither.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ucap.extractors.beside import Area, Beside, combine_readings, find_in, find_longer_name, read_beside
from ucap.extractors.divisions import Division, find_divisions
from ucap.extractors.entities import Mention
from ucap.extractors.fields.tolerances import FIELDS
from ucap.extractors.gazetteer import Place
from ucap.extractors.header_places import strip_city_words
from ucap.extractors.locating import find_city, get_place, list_namesakes, measure_distance
from ucap.extractors.places import get_known_city
from ucap.extractors.text.folding import fold_name
from ucap.schemas.records import City, EntityLabel

_REGIONS: Final = ("region", "province")
"""What a partner is that is a part of a country."""


@dataclass(frozen=True)
class DocumentPlaces:
    """The cities of a form's header by their folded names, with the places that are certain; one name may have two."""

    cities: Mapping[str, frozenset[int | None]] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    divisions: frozenset[Division] = frozenset()
    """The regions, states and provinces that it names as partners or beside its cities."""
    regions: frozenset[str] = frozenset()
    """The folded names of partners that are regions or provinces themselves."""


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
        frozenset(division for city in cities for division in _list_divisions(city)),
        frozenset(fold_name(city.city) for city in cities if city.body in _REGIONS),
    )


def _list_divisions(city: City) -> frozenset[Division]:
    """Return the division of a header's city, or the one that a partner is; none where the name may mean several."""
    name = city.city if city.body in _REGIONS else city.province
    found = find_divisions(name, city.country_code) if name and city.country_code else frozenset()
    return found if len(found) == 1 else frozenset()


def locate_mention(text: str, start: int, end: int, document: DocumentPlaces) -> Place | None:
    """Return the place of the city that stands at [start, end) of a text; None where it is not certain which one is meant."""
    name, beside = text[start:end], read_beside(text, start, end)
    # "Legazpi City" is called so by GeoNames, or without its kind.
    names = dict.fromkeys((name, strip_city_words(name)))
    return next((place for printed in names if (place := _locate_name(printed, beside, document))), None)


def name_label(mention: Mention, document: DocumentPlaces) -> EntityLabel:
    """Return the label of a mention: a partner that is a region is one, though it takes part as a city does."""
    return "REGION" if mention.label == "CITY" and fold_name(mention.text) in document.regions else mention.label


def settle_namesake(mention: Mention, text: str) -> Mention:
    """Return a country's name as that of the city that is called so in the region printed beside it: `Armenia, Quindío`."""
    if mention.label != "COUNTRY":
        return mention
    readings = read_beside(text, mention.start, mention.end).readings
    areas = combine_readings(readings) if readings else frozenset[Area]()
    named = areas and all(area.division and find_in(mention.text, area) for area in areas)
    return replace(mention, label="CITY", canonical=mention.text) if named else mention


def settle_town(mention: Mention, document: DocumentPlaces) -> Mention:
    """Return a mention as what the document's places make likely: a town, or a part of a city.

    A town that only its place in the text tells is one where a country of the document has one of that name, away from the
    cities of the header, and otherwise a part of a city. A much smaller place close to these may be a part of one.
    """
    if mention.label != "CITY" or fold_name(mention.text) in document.cities:
        return mention
    limits, namesakes = FIELDS.mentions, list_namesakes(mention.text)
    if any(_is_beside_larger(place, document, limits.part) for place in namesakes):
        return replace(mention, doubt="place")
    if mention.doubt != "place":
        return mention
    own = [place for code in document.countries if (place := find_city(mention.text, code))]
    if own and not any(_is_beside_larger(place, document, limits.same_spot) for place in own):
        return replace(mention, doubt=None)
    unknown = document.countries and not own and not namesakes
    return replace(mention, label="FACILITY", canonical=None) if unknown else mention


def _is_beside_larger(place: Place, document: DocumentPlaces, within: float) -> bool:
    """Whether a place lies within some kilometres of a city of the header that is much larger."""
    return any(
        place.population * FIELDS.mentions.outweighs < home.population and measure_distance(place, home) <= within
        for home in document.places
    )


def _locate_name(name: str, beside: Beside, document: DocumentPlaces) -> Place | None:
    if beside.further_name and (place := find_longer_name(name, beside.further_name)):
        return place
    if beside.readings:
        places = {place.geonames_id: place for area in combine_readings(beside.readings) if (place := find_in(name, area))}
        if place := _choose(list(places.values())):
            return place
        if places or beside.firm:
            return None
    if (ids := document.cities.get(fold_name(name))) is not None:
        known = next(iter(ids))
        return get_place(known) if len(ids) == 1 and known is not None else None
    return _find_by_document(name, document)


def _find_neighbour(places: Sequence[Place], document: DocumentPlaces) -> Place | None:
    """Return the only one of several places that is close to a city of the header: Guimarães, where one of these is Porto."""
    limits = FIELDS.mentions
    close = [place for place in places if any(measure_distance(place, home) <= limits.close for home in document.places)]
    return close[0] if len(close) == 1 else None


def _choose(places: Sequence[Place]) -> Place | None:
    """Return the largest of several places, unless the next one is nearly as large."""
    ordered = sorted(places, key=lambda place: place.population, reverse=True)
    if len(ordered) > 1 and ordered[1].population * FIELDS.mentions.outweighs > ordered[0].population:
        return None
    return ordered[0] if ordered else None


# --- the document's places, and size ---


def _find_by_document(name: str, document: DocumentPlaces) -> Place | None:
    """Return the city of that name in one of the document's regions or countries, or the one that anybody would mean by it."""
    limits = FIELDS.mentions
    namesakes = list_namesakes(name)
    most = max((place.population for place in namesakes), default=0)
    inside = [place for one in document.divisions if (place := find_city(name, one.country_code, [one]))]
    if inside and (chosen := _choose(inside)) and chosen.population * limits.dwarfed >= most:
        return chosen  # Lancaster in Pennsylvania, where one of both sides is that state
    own = [place for code in document.countries if (place := find_city(name, code))]
    if own and (chosen := _choose(own) or _find_neighbour(own, document)):
        return chosen if chosen.population * limits.dwarfed >= most else None
    place = get_known_city(name)
    if own or place is None:
        return None
    away = [other for other in namesakes if measure_distance(place, other) > limits.same_spot]
    # Burgos is called Burgas in some languages: a smaller city of another name is not meant.
    rivals = [other for other in away if fold_name(other.name) == fold_name(name) or other.population >= place.population]
    if any(other.population * limits.outweighs > place.population for other in rivals):
        return None
    near = any(measure_distance(place, other) <= limits.near for other in document.places)
    return place if near or not document.places or place.population >= limits.large else None
