"""What is asked of the cities of GeoNames: by name, in a country or in the world, by division, by identifier."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from ucap.extractors.gazetteer.prepared import connect

_CITY = "c.geonames_id, c.name, c.country_code, c.latitude, c.longitude, c.population, c.key, c.division"
_BY_NAME = f"SELECT DISTINCT {_CITY} FROM name n JOIN city c ON c.number = n.city WHERE n.key = ?"


class Place(NamedTuple):
    """A populated place of GeoNames; degrees north and east, country as ISO 3166-1 alpha-2."""

    geonames_id: int
    name: str
    country_code: str
    latitude: float
    longitude: float
    population: int


class CityRecord(NamedTuple):
    """A city with what is needed to find it: `key` is its folded name, `division` GeoNames' code of its first-level one."""

    place: Place
    key: str
    division: str


@dataclass(frozen=True)
class Gazetteer:
    """The cities of at least `tier` inhabitants, of which each question reads only what it asks for."""

    tier: int

    def find_in_world(self, key: str, least_known: int) -> list[CityRecord]:
        """Return the cities that bear a name, given by its key, or have it too and `least_known` inhabitants; largest first."""
        found = self._ask(f"{_BY_NAME} AND (c.key = n.key OR c.population >= ?)", key, least_known)
        return sorted(found, key=prominence, reverse=True)

    def find_in_country(self, key: str, country_code: str) -> list[CityRecord]:
        """Return the cities of a country with a name: those that bear it, then those that have it as well, largest first."""
        found = sorted(self._ask(f"{_BY_NAME} AND c.country_code = ?", key, country_code), key=prominence, reverse=True)
        return sorted(found, key=lambda city: city.key != key)

    def find_by_id(self, geonames_id: int) -> CityRecord | None:
        """Return the city with an identifier of GeoNames."""
        return next(self._ask(f"SELECT {_CITY} FROM city c WHERE c.geonames_id = ?", geonames_id), None)

    def list_inside(self, country_code: str, division: str) -> list[CityRecord]:
        """Return the cities of a first-level division, in no order."""
        query = f"SELECT {_CITY} FROM city c WHERE c.country_code = ? AND c.division = ?"
        return list(self._ask(query, country_code, division))

    def list_large(self, least: int, countries: Iterable[str], least_there: int) -> list[CityRecord]:
        """Return the cities of at least so many inhabitants, and those of some countries of at least `least_there`."""
        chosen = "c.population >= ? AND c.country_code IN (SELECT value FROM json_each(?))"
        query = f"SELECT {_CITY} FROM city c WHERE c.population >= ? OR ({chosen})"
        return list(self._ask(query, least, least_there, json.dumps([*countries])))

    def list_longer_names(self, least: int) -> Iterator[tuple[str, CityRecord]]:
        """Yield the names that continue a city's own (`cartagena de indias`), by key, where it has so many inhabitants."""
        joined = f"SELECT DISTINCT n.key, {_CITY} FROM city c JOIN name n ON n.city = c.number"
        query = f"{joined} WHERE c.population >= ? AND substr(n.key, 1, length(c.key) + 1) = c.key || ' '"
        yield from ((key, _make_city(row)) for key, *row in self._execute(query, least))

    def find_printed(self, key: str, printed: str, country_code: str) -> list[CityRecord]:
        """Return the cities of a country among whose other names one is printed just so; `key` is that of the name."""
        return list(self._ask(f"{_BY_NAME} AND n.printed = ? AND c.country_code = ?", key, printed, country_code))

    def list_keys(self) -> frozenset[str]:
        """Return the keys of the names that cities bear."""
        return frozenset(key for (key,) in self._execute("SELECT DISTINCT key FROM city"))

    def _ask(self, query: str, *values: object) -> Iterator[CityRecord]:
        return map(_make_city, self._execute(query, *values))

    def _execute(self, query: str, *values: object) -> Sequence[Any]:
        return connect(self.tier).execute(query, values).fetchall()


@cache
def open_gazetteer(tier: int) -> Gazetteer:
    """Return the cities of at least so many inhabitants: 500, 1,000, 5,000 or 15,000."""
    return Gazetteer(tier)


def prominence(city: CityRecord) -> tuple[int, int]:
    """Return the key by which the larger of two cities comes last; of equal ones that with the lower identifier."""
    return city.place.population, -city.place.geonames_id


def _make_city(row: Sequence[Any]) -> CityRecord:
    return CityRecord(Place(*row[:6]), row[6], row[7])
