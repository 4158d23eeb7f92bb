"""Cities as they are compared: by their usual names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ucap.extractors.gazetteer.cities import open_gazetteer
from ucap.extractors.locating import measure_distance
from ucap.extractors.places import PLACES, city_names, get_known_city
from ucap.extractors.text.folding import fold_name
from ucap.publishing.events.tolerances import EVENTS


@dataclass(frozen=True, slots=True)
class Place:
    """A city: what it is compared by (`krakow`), its usual name, and its country as ISO 3166-1 alpha-2."""

    key: str
    name: str
    country: str | None = None


@lru_cache(maxsize=5_000)
def make_place(name: str, country: str | None = None, geonames_id: int | None = None) -> Place:
    """Return a place. It is compared by its usual name, not by an identifier, which a place in doubt does not have.

    >>> make_place("Cracow", "PL")
    Place(key='krakow', name='Kraków', country='PL')
    >>> make_place("Wuerzburg", "DE", 2805615)
    Place(key='wurzburg', name='Wuerzburg', country='DE')
    """
    return Place(make_key(name, geonames_id), find_usual_name(name), country)


@lru_cache(maxsize=20_000)
def make_key(name: str, geonames_id: int | None = None) -> str:
    """Return what a place is compared by: GeoNames' name of it where that is also what running text calls it, else its own.

    So two summaries can spell a city of theirs in two ways.
    """
    city = None if geonames_id is None else open_gazetteer(PLACES.city).find_by_id(geonames_id)
    if city and (known := get_known_city(city.place.name)) and known.geonames_id == geonames_id:
        name = city.place.name
    return fold_name(find_usual_name(name))


def find_usual_name(name: str) -> str:
    """Return the usual name of a city that also has others, else the name itself."""
    return city_names().get(fold_name(name), name)


def find_centre(place: Place, partners: Sequence[Place]) -> Place:
    """Return the city of a cooperation of which a place is a suburb, else the place itself.

    >>> find_centre(make_place("Schkeuditz", "DE"), [make_place("Leipzig", "DE"), make_place("Nanjing", "CN")]).name
    'Leipzig'
    """
    if any(place.key == partner.key for partner in partners):
        return place
    return next(
        (partner for partner in partners if partner.country == place.country and _is_near(place.key, partner.key)), place
    )


def find_country(place: Place) -> str | None:
    """Return the country of a place as ISO 3166-1 alpha-2: its own, else that of the city that its name usually means."""
    known = None if place.country else get_known_city(place.name)
    return known.country_code if known else place.country


@lru_cache(maxsize=5_000)
def _is_near(key: str, other: str) -> bool:
    places = get_known_city(key), get_known_city(other.partition("|")[0])
    return all(places) and measure_distance(*places) <= EVENTS.suburb  # type: ignore[arg-type]


def make_namesake_keys(partners: Sequence[Place]) -> Callable[[Place], Place]:
    """Return a function that adds the country to the key of a city whose U-CAP joins two cities of this name."""
    countries: dict[str, set[str]] = {}
    for place in partners:
        countries.setdefault(place.key, set()).add(place.country or "")
    return lambda place: (
        replace(place, key=f"{place.key}|{place.country or ''}") if len(countries.get(place.key, ())) > 1 else place
    )
