"""Which place a city of the form's header is, by the country and province printed for it.

The same answer serves the coordinates that are published and the findings about them.
"""

import re

from ucap.extractors.divisions import Division, find_divisions, find_divisions_anywhere
from ucap.extractors.locating import Location, find_city, locate_city
from ucap.extractors.places import find_country_code, fold_name, get_country_name


def locate_header_city(city: str, country: str | None, province: str | None) -> Location:
    """Return the place of a city as printed in the header, or why it is in doubt; `country` and `province` as printed.

    >>> locate_header_city("Halle", "Germany", "Saxony-Anhalt").place.population
    237865
    >>> locate_header_city("Chaoyang", "China", "Beijing")
    Location(place=None, doubt='province')
    """
    code = find_country_code(country) if country else None
    if code is None:
        return _locate_anywhere(city, province)
    divisions = (find_divisions(province, code) if province else frozenset()) | _read_nation(country or "", code)
    if not divisions and province and _is_elsewhere(province):
        return Location(None, "province") if locate_city(city, code).place else Location(None)
    return locate_city(city, code, divisions)


def _locate_anywhere(city: str, province: str | None) -> Location:
    """Return the place of a city whose country is not known: the one in the province, else the one that the name means."""
    inside = {locate_city(city, found.country_code, [found]).place for found in find_divisions_anywhere(province or "")} - {
        None
    }
    return Location(inside.pop()) if len(inside) == 1 else locate_city(city)


def _read_nation(country: str, country_code: str) -> frozenset[Division]:
    """Return the nation that is printed as the country or beside it: `Scotland`, `Wales, UK`, `United Kingdom (England)`."""
    own = fold_name(get_country_name(country_code))
    parts = [part for part in re.split(r"[,()/]", country) if part.strip() and fold_name(part) != own]
    found = [divisions for part in parts if (divisions := find_divisions(part, country_code))]
    return found[0] if found and find_country_code(country) == country_code else frozenset()


def _is_elsewhere(province: str) -> bool:
    """Whether a printed province is one of another country only, and no city: then province and country contradict."""
    return bool(find_divisions_anywhere(province)) and find_city(province) is None
