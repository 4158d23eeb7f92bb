"""One line in, the values of both sides out: where a converter printed only a blank between them, and the cut is sure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ucap.extractors.divisions import find_divisions
from ucap.extractors.locating import find_city
from ucap.extractors.numbers import is_missing, read_quantities, split_list
from ucap.extractors.numbers.number_words import read_scale, read_unit
from ucap.extractors.places import find_country_code
from ucap.extractors.text.continuation import is_left_open, joins_left
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

_LONGEST_VALUE = 300
"""Characters: two lists of ten cities. Each blank of a value is tried as the cut, so a long text would take long."""
_RAISED = frozenset("²³")
_GROUP = re.compile(r"\d{3}(?!\d|[,.'’]\d{3})")
"""Three digits that may go on with the number before a blank; in `939,029` other signs part the groups."""
_YEAR = re.compile(r"\s*\(\d{4}\)$")


@dataclass(frozen=True)
class SideCountries:
    """The codes of the countries that the form's row of countries has for each side; none where that is not known."""

    lead: frozenset[str] = frozenset()
    partner: frozenset[str] = frozenset()


UNKNOWN_COUNTRIES = SideCountries()
"""Where the form has no row of countries, or it cannot be cut."""


def read_side_countries(lead: str, partner: str = "") -> SideCountries:
    """Return the countries of both sides by the values of their row, the partner's being empty where only one is printed.

    >>> read_side_countries("Spain, Italy", "China").partner
    frozenset({'CN'})
    """
    codes = [frozenset(find_country_code(item) or "" for item in _split_items(part)) for part in (lead, partner)]
    return SideCountries(*(found if "" not in found else frozenset() for found in codes))


def split_sides(
    section: SectionName, text: SourceText, countries: SideCountries = UNKNOWN_COUNTRIES
) -> tuple[SourceText, SourceText] | None:
    """Cut a line of a paired row in the lead's and the partner's value; None where that is not sure.

    Sure is the only blank on both sides of which stand known countries, known cities of other countries, or numbers (or a
    mark that says that there is no value). Where the sides' countries are known, names must be cities or divisions of them.
    """
    if len(text) > _LONGEST_VALUE:
        return None
    blanks = list(_find_blanks(text.chars))
    cuts = [at for at in blanks if _are_sides(section, text.chars[:at], text.chars[at + 1 :], countries)]
    if not cuts and len(blanks) == 1:
        lead, partner = text.chars[: blanks[0]], text.chars[blanks[0] + 1 :]
        cuts = blanks if _is_one_known(section, lead, partner, countries) else []
    return (text[: cuts[0]].strip(), text[cuts[0] + 1 :].strip()) if len(cuts) == 1 else None


def _is_one_known(section: SectionName, lead: str, partner: str, countries: SideCountries) -> bool:
    """Whether of two names one is a city or division of its side's country, and the other is none of that country's.

    `Norte Shandong`: the gazetteer does not have all regions, but of two names each has a side.
    """
    if section not in ("city", "province") or not (countries.lead and countries.partner) or countries.lead & countries.partner:
        return False
    known = [
        [any(_is_of(section, name, code) for code in codes) for codes in (countries.lead, countries.partner)]
        for name in (lead, partner)
    ]
    return (known[0][0] or known[1][1]) and not (known[0][1] or known[1][0])


def _is_of(section: SectionName, name: str, code: str) -> bool:
    return bool(find_city(name, code) if section == "city" else find_divisions(name, code))


def _find_blanks(text: str) -> Iterator[int]:
    for match in re.finditer(r"\s", text):
        before, after = text[: match.start()], text[match.end() :]
        is_joint = is_left_open(before) or joins_left(after)
        if not is_joint or is_missing(before) or is_missing(after):
            yield match.start()


def _split_items(part: str) -> list[str]:
    return [part[slice(*span)] for span in split_list(part)]


def _are_sides(section: SectionName, lead: str, partner: str, countries: SideCountries) -> bool:
    if section in ("population", "area"):
        grouped = lead[-1:].isdecimal() and _GROUP.match(partner)
        return not grouped and _is_quantity(section, lead) and _is_quantity(section, partner)
    items = [_split_items(part) for part in (lead, partner)]
    if section == "country":
        return all(find_country_code(item) for part in items for item in part)
    if section == "province" and countries.lead and countries.partner:
        both = zip((lead, partner), items, (countries.lead, countries.partner), strict=True)
        missing = [is_missing(part) for part in (lead, partner)]
        unknown = [_count_unknown(names, codes) for part, names, codes in both if not is_missing(part)]
        return not all(missing) and sum(unknown) <= (1 if min(map(len, items)) >= _MANY_NAMES else 0)
    if section != "city":
        return False
    codes = [_find_countries(part, known) for part, known in zip(items, (countries.lead, countries.partner), strict=True)]
    return "" not in codes[0] | codes[1] and not codes[0] & codes[1]


def _count_unknown(names: Sequence[str], codes: frozenset[str]) -> int:
    """Return how many names are no divisions of some countries; of a long list the gazetteer may lack one."""
    return sum(not is_missing(name) and not any(find_divisions(name, code) for code in codes) for name in names)


_MANY_NAMES = 3
"""Names on each side from which on one may be unknown: a wrong cut leaves two names that are none."""


def _find_countries(names: Sequence[str], known: frozenset[str]) -> set[str]:
    """Return the countries in which some cities lie, one of the known ones where there is such a city; "" for no city."""
    found = set()
    for name in names:
        place = next((place for code in sorted(known) if (place := find_city(name, code))), None)
        place = place or (None if known else find_city(name))
        found.add(place.country_code if place else "")
    return found


def _is_quantity(section: SectionName, part: str) -> bool:
    """Whether a text is nothing but numbers with their units, or says that there is no value."""
    if is_missing(part):
        return bool(part.strip())
    if read_unit(part, 0) or read_scale(part, 0) or part[:1] in _RAISED:
        return False  # the unit of the number before
    populations, areas = read_quantities([part], [""]) if section == "population" else read_quantities([""], [part])
    found = (populations if section == "population" else areas)[0]
    return (
        bool(found) and None not in found and found[-1] is not None and found[-1].span[1] >= len(_YEAR.sub("", part.rstrip()))
    )
