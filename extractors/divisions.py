"""Divisions of countries by name: states, provinces, regions, and nations within a kingdom, down to the second level.

GeoNames gives each city the code of its first-level division. `schemas/vocabularies/divisions.tsv` has these codes for all
countries, with the names and ISO 3166-2 codes of the divisions, and for each second-level division of ISO 3166-2 the
first-level one in which it lies.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from ucap.extractors.text.folding import fold_name
from ucap.extractors.tolerance import tolerance
from ucap.schemas.vocabularies import load_vocabulary


@dataclass(frozen=True)
class DivisionTolerances:
    """How unlike a division's name may be printed."""

    least_fuzzy: int = tolerance(6, "letters", "Shortest name of a division in which one slip is allowed.", (4, 7))
    near: int = tolerance(1, "edits", "Slips that a printed name may have.", (1, 2))
    rival: int = tolerance(2, "edits", "A name within this distance of another division as well is not decided.", (1, 2))
    longest_code: int = tolerance(4, "letters", "Longest code of ISO 3166-2 without its country.", (3, 40))


DIVISIONS = DivisionTolerances()
"""The values that divisions are found with."""


class Division(NamedTuple):
    """A first-level division: ISO 3166-1 alpha-2 code of its country and GeoNames `admin1` code."""

    country_code: str
    code: str


Level = Literal[1, 2]


def find_divisions(printed: str, country_code: str) -> frozenset[Division]:
    """Return the first-level divisions of a country that a printed name or code may mean; none where it is not known.

    The name may have its kind beside it, blanks or hyphens between its syllables, and one slip of the pen. Several divisions
    are returned where a second-level name lies in more than one of them.

    >>> find_divisions("Gyeonggi-do", "KR"), find_divisions("Zhe Jiang", "CN"), find_divisions("ME", "US")
    (frozenset({Division(country_code='KR', code='13')}), frozenset({Division(country_code='CN', code='02')}), frozenset({Division(country_code='US', code='ME')}))
    """  # noqa: E501
    if coded := _find_code(printed, country_code):
        return coded
    by_name = _divisions_of(country_code)
    for key in _make_keys(printed):
        if key in by_name:
            return by_name[key]
    # "Me." comes here without its dot.
    if coded := _find_code(printed.upper(), country_code):
        return coded
    key = _make_keys(printed)[-1]
    if len(key) < DIVISIONS.least_fuzzy:
        return frozenset()
    distances = {name: OSA.distance(key, name, score_cutoff=DIVISIONS.rival) for name in by_name}
    near = {by_name[name] for name, distance in distances.items() if distance <= DIVISIONS.near}
    rivals = {by_name[name] for name, distance in distances.items() if distance <= DIVISIONS.rival}
    return near.pop() if len(near) == 1 and len(rivals) == 1 else frozenset()


@cache
def find_divisions_anywhere(printed: str, *, first_level_only: bool = False) -> frozenset[Division]:
    """Return the first-level divisions of all countries that a name, or a code in capitals, may mean; slips are not allowed.

    With `first_level_only`, names of second-level divisions do not count.
    """
    found: set[Division] = set()
    if re.fullmatch(r"(?:[A-Z]\.?){2,3}|[A-Z][a-z]{1,2}\.", printed):
        found |= _codes().get(printed.replace(".", "").upper(), frozenset())
    for key in _make_keys(printed):
        found |= {division for division, level in _divisions_by_name().get(key, ()) if level == 1 or not first_level_only}
    return frozenset(found)


@cache
def division_names() -> Mapping[str, str]:
    """Return the names of the divisions of all countries, folded, each with its first name as GeoNames or ISO prints it.

    >>> division_names()["chungnam"], "wiltshire" in division_names()
    ('Chungcheongnam-do', True)
    """
    found: dict[str, str] = {}
    for _, _, _, names in _read_divisions():
        for name in names:
            found.setdefault(fold_name(name), names[0])
    return found


@cache
def municipality_names() -> frozenset[str]:
    """Return the folded names of the divisions that are municipalities, which texts call cities.

    >>> "nova gorica" in municipality_names(), "wiltshire" in municipality_names()
    (True, False)
    """
    municipal = {*load_vocabulary("places")["municipal_divisions"]}
    return frozenset(
        fold_name(name) for division, _, _, names in _read_divisions() if division.country_code in municipal for name in names
    )


def find_division_countries(printed: str) -> frozenset[str]:
    """Return the codes of the countries that have a division of this name; none where it is unknown.

    >>> sorted(find_division_countries("Fukuoka Prefecture")), sorted(find_division_countries("Atlantis"))
    (['JP'], [])
    """
    return frozenset(division.country_code for division in find_divisions_anywhere(printed))


def _find_code(printed: str, country_code: str) -> frozenset[Division]:
    """Return the division of an ISO 3166-2 code, as it is printed in capitals or with a dot: `ME`, `US-ME`, `Me.`."""
    letters = printed.strip().removeprefix(f"{country_code}-")
    if len(letters.rstrip(".")) > DIVISIONS.longest_code or not (letters.isupper() or letters.endswith(".")):
        return frozenset()
    code = letters.replace(".", "").upper()
    return frozenset(division for division in _codes().get(code, ()) if division.country_code == country_code)


def _make_keys(printed: str) -> list[str]:
    """Return the keys of a name, in order of preference: all its words, then those that are not its kind."""
    words = fold_name(re.sub(r"\[.*?\]|\(.*?\)", " ", printed)).replace("-", " ").split()
    proper = [word for word in words if word not in _kind_words()]
    return ["".join(words), "".join(proper or words)]


@cache
def _kind_words() -> frozenset[str]:
    return frozenset(map(fold_name, load_vocabulary("places")["division_words"]))


@cache
def _divisions_of(country_code: str) -> Mapping[str, frozenset[Division]]:
    """Return the divisions of a country by the keys of their names; first-level ones before second-level ones."""
    found: dict[str, frozenset[Division]] = {}
    for key, divisions in _divisions_by_name().items():
        own = [(division, level) for division, level in divisions if division.country_code == country_code]
        if own:
            first = min(level for _, level in own)
            found[key] = frozenset(division for division, level in own if level == first)
    return found


@cache
def _divisions_by_name() -> Mapping[str, frozenset[tuple[Division, Level]]]:
    """Return the divisions of all countries, each with the level of the name, by the keys of their names."""
    found: defaultdict[str, set[tuple[Division, Level]]] = defaultdict(set)
    for division, level, _, names in _read_divisions():
        for key in {key for name in names for key in _make_keys(name) if key}:
            found[key].add((division, level))
    return {key: frozenset(divisions) for key, divisions in found.items()}


@cache
def _codes() -> Mapping[str, frozenset[Division]]:
    """Return first-level divisions by their ISO 3166-2 code without the country."""
    found: defaultdict[str, set[Division]] = defaultdict(set)
    for division, level, iso_code, _ in _read_divisions():
        if level == 1 and iso_code.isalpha():
            found[iso_code].add(division)
    return {code: frozenset(divisions) for code, divisions in found.items()}


@cache
def _read_divisions() -> tuple[tuple[Division, Level, str, tuple[str, ...]], ...]:
    lines: Iterable[str] = (files("ucap.schemas.vocabularies") / "divisions.tsv").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if not line.startswith("#"):
            country_code, code, level, iso_code, names = line.split("\t")
            number: Level = 1 if level == "1" else 2
            found.append((Division(country_code, code), number, iso_code, tuple(names.split("|"))))
    return tuple(found)
