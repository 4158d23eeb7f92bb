"""What a partner is: a city, a region, a province, a metropolitan area or a consortium."""

from ucap.extractors.divisions import find_division_countries, find_divisions_anywhere
from ucap.extractors.labels import normalise_label
from ucap.extractors.locating import find_city, is_main_city
from ucap.extractors.places import is_city_name
from ucap.extractors.text.folding import fold_name
from ucap.schemas.records import Body
from ucap.schemas.vocabularies import load_vocabulary


def read_body(name: str, label: str, country_code: str | None = None) -> Body:
    """Return what kind of body a partner is, by the words of its name, else by those of its row's label.

    A label that names one kind only decides (`Region:`); where it names several (`City / Region:`) or none, a region of the
    country is one, unless a city in it is called so. Else a name that the gazetteer has as a city is one, and a name that it
    has as a division only is a region.

    >>> read_body("Greater Manchester", "Partners"), read_body("São Paulo", "Region"), read_body("Graz", "City")
    ('metropolitan_area', 'region', 'city')
    """
    words: dict[Body, list[str]] = load_vocabulary("bodies")["words"]  # type: ignore[assignment]
    in_name = [body for body, listed in words.items() if body != "city" and not set(fold_name(name).split()).isdisjoint(listed)]
    is_city = is_city_name(name) or find_city(name, country_code) is not None
    if in_name and not is_city:  # Mexico City and Kansas City are cities, the Metropolitan City of Milan is not
        return in_name[0]
    in_label = [body for body, listed in words.items() if not set(normalise_label(label).split()).isdisjoint(listed)]
    if len(in_label) == 1:
        return in_label[0]
    if country_code and _is_region(name, country_code):
        return "region"
    return "city" if is_city or not find_division_countries(name) else "region"


def _is_region(name: str, country_code: str) -> bool:
    """Whether a name is that of a country's region, and not that of a city in it: Jalisco, whose namesake is elsewhere."""
    found = find_divisions_anywhere(name, first_level_only=True)
    regions = {region for region in found if region.country_code == country_code}
    place = find_city(name, country_code)
    main = place is not None and is_main_city(place, regions)
    return bool(regions) and not main and find_city(name, country_code, regions) is None
