"""First-level divisions of countries by name: provinces, states, regions, prefectures (ISO 3166-2, and the vocabulary)."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pycountry

from ucap.extractors.places import fold_name
from ucap.schemas.vocabularies import load_vocabulary


@cache
def division_countries() -> Mapping[str, frozenset[str]]:
    """Return the codes of the countries that have a division of each name; names are folded, without words as `Province`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for subdivision in pycountry.subdivisions:
        for name in subdivision.name.replace("[", "/").replace("]", "").split("/"):
            found[fold_division(name.partition(",")[0])].add(subdivision.country_code)
    for country_code, names in load_vocabulary("places")["provinces"].items():
        for name in names:
            found[fold_division(name)].add(country_code)
    found.pop("", None)
    return MappingProxyType({name: frozenset(codes) for name, codes in found.items()})


def find_division_countries(name: str) -> frozenset[str]:
    """Return the codes of the countries that have a division of this name; none where it is unknown.

    >>> sorted(find_division_countries("Fukuoka Prefecture")), sorted(find_division_countries("Atlantis"))
    (['JP'], [])
    """
    return division_countries().get(fold_division(name), frozenset())


def fold_division(name: str) -> str:
    """Return the key that spellings of a division's name share: folded, without the words that say what it is."""
    words = fold_name(name).split()
    general = _division_words()
    return " ".join(word for word in words if word not in general) or " ".join(words)


@cache
def _division_words() -> frozenset[str]:
    return frozenset(load_vocabulary("places")["division_words"])
