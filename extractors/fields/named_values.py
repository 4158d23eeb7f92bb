"""Values of a paired row that name their city: `Wuhan: Hubei`, `470.9 (Gdańsk)`, `Lubelskie (both cities)`."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from ucap.extractors.header_places import strip_city_words
from ucap.extractors.numbers import split_list
from ucap.extractors.numbers.lists import split_at
from ucap.extractors.text.folding import fold_name
from ucap.schemas.vocabularies import load_vocabulary

Span = tuple[int, int]

_BEFORE = re.compile(r"\s*(?P<name>.+?)\s*(?::|–|—|\s-\s)\s*(?P<value>.+?)\s*", re.DOTALL)
_IN_BRACKETS = re.compile(r"\s*(?P<value>.+?)\s*\((?P<name>[^()]+)\)\s*", re.DOTALL)
_WITH_BRACKETS = re.compile(r"\s*(?P<name>.+?)\s*\((?P<value>[^()]+)\)\s*", re.DOTALL)
_BEHIND = re.compile(r"\s*(?P<value>.+?)\s+(?:in|for)\s+(?P<name>.+?)\s*", re.DOTALL)
_SHAPES = (_BEFORE, _IN_BRACKETS, _WITH_BRACKETS, _BEHIND)
_REMARK = re.compile(r"\s*\(([^()\s]+)[^()]*\)\s*$")
_SIGNS = re.compile(r"[,;\n](?!\d{3}(?!\d))|\s/\s|(?<=\))\s+(?=[^\W_a-zß-ÿ])")


def find_named(text: str, names: Sequence[str]) -> list[Span | None] | None:
    """Return where the value of each city stands, None for a city that is not named; None where some item names no city.

    >>> find_named("470.9 (Gdańsk), 246.3 (Gdynia)", ["Gdynia", "Gdańsk"])
    [(16, 21), (0, 5)]
    >>> find_named("Styria, Tyrol", ["Graz", "Innsbruck"]) is None
    True
    """
    numbers = {_fold(name): number for number, name in enumerate(names)}
    for split in (_split_at_signs, split_list):
        found = _name_items(text, numbers, split)
        if found:
            return [found.get(number) for number in range(len(names))]
    return None


def _name_items(text: str, numbers: Mapping[str, int], split: Callable[[str], Sequence[Span]]) -> dict[int, Span] | None:
    """Return where the values of the named cities stand, by the city's number; None where an item names none, or one twice."""
    found: dict[int, Span] = {}
    for start, end in split(text):
        named = _read_item(text[start:end], numbers)
        if named is None:
            return None
        cities, (first, last) = named
        if any(city in found for city in cities):
            return None
        found |= dict.fromkeys(cities, (start + first, start + last))
    return found


def _read_item(item: str, numbers: Mapping[str, int]) -> tuple[list[int], Span] | None:
    """Return the cities that an item names, and where its value stands."""
    for shape in _SHAPES:
        if match := shape.fullmatch(item):
            cities = [numbers.get(_fold(match["name"][slice(*span)])) for span in split_list(match["name"])]
            if cities and None not in cities:
                return [city for city in cities if city is not None], match.span("value")
    return None


def _split_at_signs(text: str) -> list[Span]:
    """Return the items between commas, semicolons, line ends and slashes between blanks, but not within brackets.

    What begins with a capital or a figure behind brackets is an item of its own, too.
    """
    return split_at(text, _SIGNS)


def find_remark_on_all(text: str) -> int:
    """Return where a remark in brackets begins that a value holds for all cities of its side; the text's length without one.

    >>> text = "Lubelskie (both cities)"
    >>> text[:find_remark_on_all(text)]
    'Lubelskie'
    """
    match = _REMARK.search(text)
    return match.start() if match and match[1].casefold() in _load_words_of_all() else len(text)


@cache
def _load_words_of_all() -> frozenset[str]:
    return frozenset(load_vocabulary("places")["words_of_all"])


def _fold(name: str) -> str:
    return fold_name(strip_city_words(name))
