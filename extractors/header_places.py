"""Which place a city of the form's header is, by the country and province printed for it.

The same answer serves the coordinates that are published and the findings about them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from ucap.extractors.divisions import Division, find_division_countries, find_divisions, find_divisions_anywhere
from ucap.extractors.gazetteer import Place
from ucap.extractors.locating import Location, find_city, is_main_city, locate_city
from ucap.extractors.numbers import split_list
from ucap.extractors.places import find_country_code, get_country_name, is_city_name, list_neighbours
from ucap.extractors.text.folding import fold_name
from ucap.schemas.vocabularies import load_vocabulary


def locate_header_city(city: str, country: str | None, province: str | None) -> Location:
    """Return the place of a city as printed in the header, or why it is in doubt; `country` and `province` as printed.

    >>> locate_header_city("Halle", "Germany", "Saxony-Anhalt").place.population
    237865
    >>> locate_header_city("Chaoyang", "China", "Beijing")
    Location(place=None, doubt='province')
    """
    location = _locate_name(city, country, province)
    if location.place or location.doubt:
        return location
    shorter = strip_city_words(city)
    if shorter != city:
        return _locate_name(shorter, country, province)
    return Location(find_common_place(list_names(city), country, province))


def list_names(city: str) -> list[str]:
    """Return the names of a printed city that has several: `Bozen / Bolzano`, `Turku (Åbo)`.

    >>> list_names("Bozen / Bolzano"), list_names("Graz")
    (['Bozen', 'Bolzano'], ['Graz'])
    """
    return [name.strip() for name in re.split(r"[/()\[\]]", city) if name.strip()]


def find_joined_names(text: str) -> frozenset[str]:
    """Return the pieces of a printed list that are one name with an `and` in it: of a country, a division or a city.

    >>> sorted(find_joined_names("Jammu and Kashmir, Goa and Kerala"))
    ['Jammu and Kashmir']
    """
    spans = split_list(text)
    wholes = (
        text[start:end]
        for (start, first), (second, end) in pairwise(spans)
        if text[first:second].strip().lower() in ("and", "&")
    )
    return frozenset(name for name in wholes if is_known_place(name.replace("&", "and")))


def is_known_place(name: str) -> bool:
    """Whether the gazetteers have a name, as that of a city, a division or a country."""
    is_division = bool(find_division_countries(name))
    return is_division or is_city_name(name) or find_country_code(name) is not None or find_city(name) is not None


def find_common_place(names: Sequence[str], country: str | None, province: str | None) -> Place | None:
    """Return the one place that each of several names means; None where two of them differ, or one is not known.

    >>> find_common_place(["Bozen", "Bolzano"], "Italy", None).name, find_common_place(["Malmö", "Lund"], "Sweden", None)
    ('Bolzano', None)
    """
    if len(names) < 2:
        return None
    found = {_locate_name(name, country, province).place for name in names}
    return found.pop() if len(found) == 1 else None


def is_region(name: str, country_code: str) -> bool:
    """Whether a first-level division of a country has that name."""
    return any(region.country_code == country_code for region in find_divisions_anywhere(name, first_level_only=True))


def strip_city_words(name: str) -> str:
    """Return a city's name without its kind: `City of Graz`, `Shenzhen Municipality`."""
    kinds = "|".join(map(re.escape, load_vocabulary("places")["city_words"]))
    return re.sub(rf"^(?:the\s+)?(?:{kinds})\s+of\s+|\s+(?:{kinds})$", "", name.strip(), flags=re.IGNORECASE)


def _locate_name(city: str, country: str | None, province: str | None) -> Location:
    code = find_country_code(country) if country else None
    if code is None:
        return _locate_anywhere(city, province)
    divisions = (find_divisions(province, code) if province else frozenset()) | _read_nation(country or "", code)
    if not divisions and province and _is_elsewhere(province, code):
        return Location(None, "province") if locate_city(city, code).place else Location(None)
    # GeoNames' cities say their first-level division only. North Yorkshire does not decide between two Richmonds of England.
    first_level = {division for division in find_divisions_anywhere(province or "", first_level_only=True)} & divisions
    county = bool(province and divisions) and not first_level and fold_name(province or "") != fold_name(city)
    location = locate_city(city, code, divisions, part_only=county)
    regions = {region for region in find_divisions_anywhere(city, first_level_only=True) if region.country_code == code}
    if location.place and regions and divisions <= regions and not is_main_city(location.place, regions):
        # Jalisco: a town of that name is elsewhere. Antioquia: it is a small town of the region.
        return Location(None, "region")
    return location


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


def _is_elsewhere(province: str, country_code: str) -> bool:
    """Whether a printed province is one of other countries only, which are not neighbours, and no city.

    Neighbours have regions in common: Styria, Limburg, Tyrol. A word such as `North` is no name.
    """
    general = {word.casefold() for word in load_vocabulary("places")["region_words"]}
    found = {division.country_code for division in find_divisions_anywhere(province, first_level_only=True)}
    own_words = {word for word in fold_name(province).split() if word not in general}
    return bool(found and own_words) and not found & list_neighbours(country_code) and find_city(province) is None
