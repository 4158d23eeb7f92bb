"""The place that is printed beside a city: in a bracket, after a comma, a slash or a dash, after "in", or as its owner.

So `Córdoba (Spain)` is not the larger one in Argentina, and `Orange, California` is a city and not a fruit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ucap.extractors.divisions import Division, find_divisions_anywhere
from ucap.extractors.gazetteer import Place
from ucap.extractors.locating import find_city
from ucap.extractors.places import find_country_code, get_country_name, is_city_name, people_names
from ucap.extractors.text.folding import fold_name
from ucap.schemas.vocabularies import load_vocabulary

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]")
_JOINT = re.compile(
    r"(?P<sign>\s*,\s*(?:in\s+)?|\s*/\s*|\s+[–—-]\s+|\s+in\s+)(?:the\s+)?(?:(?:state|province|region|county|land|nation)\s+of\s+)?",
    re.IGNORECASE,
)
_NAME_WORDS = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+(?:and\s+|of\s+|the\s+|de\s+|del\s+|la\s+)*[^\W\d_][\w.'’-]*){0,5}")
_OWNER = re.compile(r"([^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*){0,2})['’]s?\s+$")
_PEOPLE = re.compile(r"((?:[^\W\d_][\w.-]*\s+){1,2})(?:[a-z-]+\s+){0,2}?(?P<kind>[a-z]+)\s+of\s+$")
_OWNING: Final = ("'", "’", "'s", "’s")
"""How what stands before a city ends where it is the city's owner: seen at once, where the pattern tries every word."""
_PARTS = re.compile(r"\s*[,;/–—]\s*")
_FURTHER_KINDS: Final = ("capital", "port", "village", "cities", "towns")
"""What else a city is said to be between its people and its name."""
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


def read_beside(text: str, start: int, end: int) -> Beside:
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
    before = text[max(0, start - _LONGEST_BESIDE) : start]
    if not readings_after and before.rstrip().endswith(_OWNING) and (owner := _OWNER.search(before)):
        words_before = owner[1].split()
        names = (" ".join(words_before[i:]) for i in range(len(words_before)))
        readings_after = [areas for printed in names if printed[0].isupper() and (areas := _read_area(printed))][:1]
    if not readings_after and (country := _read_people(before)):
        readings_after = [frozenset({Area(country)})]
    return Beside(tuple(readings_after), firm=firm)


def _read_people(before: str) -> str | None:
    """Return the country of the people whose city a text says that what follows is: "the *Spanish* port city of"."""
    match = _PEOPLE.search(before) if before.rstrip().endswith("of") else None
    if match is None or match["kind"] not in (*load_vocabulary("places")["city_words"], *_FURTHER_KINDS):
        return None
    words = match[1].split()
    return next((code for i in range(len(words)) if (code := people_names().get(fold_name(" ".join(words[i:]))))), None)


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


def combine_readings(readings: Sequence[frozenset[Area]]) -> frozenset[Area]:
    """Return the areas that all names beside a city allow: `Birmingham (Alabama, USA)` is in Alabama."""
    first, *others = readings
    for areas in others:
        countries = {area.country_code for area in areas}
        first = frozenset(area for area in first if area.country_code in countries) or first
    return first


def find_in(name: str, area: Area) -> Place | None:
    """Return the city of that name in an area; None where it is not certain."""
    return find_city(name, area.country_code, [area.division] if area.division else ())


def find_longer_name(name: str, further: str) -> Place | None:
    """Return the city whose name goes on in the bracket: `Frankfurt (Oder)`."""
    return find_city(f"{name} {further}")


def is_placed(text: str, start: int, end: int) -> bool:
    """Whether the name at [start, end) of a text has a place beside it in which a city of that name lies."""
    readings = read_beside(text, start, end).readings
    return bool(readings) and any(find_in(text[start:end], area) for area in combine_readings(readings))
