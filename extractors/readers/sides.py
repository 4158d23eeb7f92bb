"""One line in, the values of both sides out: where a converter printed only a blank between them, and the cut is sure."""

import re
from collections.abc import Iterator

from ucap.extractors.locating import find_city
from ucap.extractors.numbers import is_missing, read_quantities, split_list
from ucap.extractors.numbers.number_words import read_scale, read_unit
from ucap.extractors.places import find_country_code
from ucap.extractors.text.continuation import is_left_open, joins_left
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

_LONGEST_VALUE = 300
"""Characters: two lists of ten cities. Each blank of a value is tried as the cut, so a long text would take long."""
_YEAR = re.compile(r"\s*\(\d{4}\)$")


def split_sides(section: SectionName, text: SourceText) -> tuple[SourceText, SourceText] | None:
    """Cut a line of a paired row in the lead's and the partner's value; None where that is not sure.

    Sure is the only blank on both sides of which stand known countries, known cities of other countries, or numbers (or a
    mark that says that there is no value).
    """
    if len(text) > _LONGEST_VALUE:
        return None
    cuts = [at for at in _find_blanks(text.chars) if _are_sides(section, text.chars[:at], text.chars[at + 1 :])]
    return (text[: cuts[0]].strip(), text[cuts[0] + 1 :].strip()) if len(cuts) == 1 else None


def _find_blanks(text: str) -> Iterator[int]:
    for match in re.finditer(r"\s", text):
        before, after = text[: match.start()], text[match.end() :]
        is_joint = is_left_open(before) or joins_left(after)
        if not is_joint or is_missing(before) or is_missing(after):
            yield match.start()


def _are_sides(section: SectionName, lead: str, partner: str) -> bool:
    if section in ("population", "area"):
        grouped = lead[-1:].isdigit() and re.match(r"\d{3}(?!\d)", partner)
        return not grouped and _is_quantity(section, lead) and _is_quantity(section, partner)
    items = [[part[slice(*span)] for span in split_list(part)] for part in (lead, partner)]
    if section == "country":
        return all(find_country_code(item) for part in items for item in part)
    if section != "city":
        return False
    codes = [{place.country_code if (place := find_city(item)) else "" for item in part} for part in items]
    return "" not in codes[0] | codes[1] and not codes[0] & codes[1]


def _is_quantity(section: SectionName, part: str) -> bool:
    """Whether a text is nothing but numbers with their units, or says that there is no value."""
    if is_missing(part):
        return bool(part.strip())
    if read_unit(part, 0) or read_scale(part, 0):
        return False  # the unit of the number before
    populations, areas = read_quantities([part], [""]) if section == "population" else read_quantities([""], [part])
    found = (populations if section == "population" else areas)[0]
    return (
        bool(found) and None not in found and found[-1] is not None and found[-1].span[1] >= len(_YEAR.sub("", part.rstrip()))
    )
