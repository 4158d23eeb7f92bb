"""Numbers, units and scales as printed, one at a time: everything that each may mean, without a decision."""

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ucap.schemas.vocabularies import load_vocabulary

BLANKS = " \u00a0\u2007\u2009\u202f"
APOSTROPHES = "'’‘ʼ′`´"
LOOK_AHEAD = 40
"""Characters after a number in which a unit or scale must stand, and before it a word such as "approximately": room for the
longest unit (16 letters) with blanks between. A bound for hostile texts: with 10 to 100 characters, the numbers of 348
documents are the same.
"""
_MAX_DIGITS = 15
"""Longer numbers are not a number of people or km²: no city has a thousand million people. With 8 to 20 digits, the numbers of
348 documents are the same.
"""
_LONGEST_LABEL = 200
"""Characters of a label that are looked at. A bound for hostile texts; the longest label of the lexicon has 62."""
FIRST_YEAR, LAST_YEAR = 1900, 2099
"""A number of four digits within these may be the year of a count; the same years as in `ucap.extractors.dates`."""
_NOTE = re.compile(r"(?<=\S)\s*\([^()]*\)$")
_WIDE_SIGNS = str.maketrans("，．", ",.")  # of Chinese keyboards


@dataclass(frozen=True)
class NumberReading:
    """One way to read a printed number, and the roles it gives to the signs between its digits."""

    value: Decimal
    grouping: str | None = None  # "." or "," where it groups thousands; blanks and apostrophes leave no doubt and are not named
    decimal: str | None = None  # "." or "," where it begins decimals


def parse_number(text: str) -> tuple[NumberReading, ...]:
    """Return the readings of a number as printed, without unit: none if it is not a number, two if `.` or `,` is ambiguous.

    Thousands may be grouped by comma, point, blank or apostrophe, also in the Indian way (12,34,567).

    >>> [str(reading.value) for reading in parse_number("1.277")]
    ['1277', '1.277']
    >>> [str(reading.value) for reading in parse_number("2.682.500")]
    ['2682500']
    >>> parse_number("about")
    ()
    """
    text = text.strip().translate(_WIDE_SIGNS)
    groups = re.split(r"\D", text)
    signs = [_sign_class(sign) for sign in text if not sign.isdecimal()]
    if not groups or not all(groups) or sum(map(len, groups)) > _MAX_DIGITS:
        return ()
    whole = Decimal("".join(groups))
    if not signs:
        return (NumberReading(whole),)
    readings = []
    if len(set(signs)) == 1 and _groups_thousands(groups):
        readings.append(NumberReading(whole, grouping=signs[0] if signs[0] in ".," else None))
    heads, last = groups[:-1], signs[-1]
    if (
        last in ".,"
        and last not in signs[:-1]
        and (len(heads) == 1 or (len(set(signs[:-1])) == 1 and _groups_thousands(heads)))
    ):
        value = Decimal("".join(heads) + "." + groups[-1])
        readings.append(NumberReading(value, grouping=signs[0] if len(heads) > 1 and signs[0] in ".," else None, decimal=last))
    return tuple(readings)


def _sign_class(sign: str) -> str:
    return " " if sign in BLANKS else "'" if sign in APOSTROPHES else sign


def _groups_thousands(groups: Sequence[str]) -> bool:
    """Whether digits are grouped in threes, or as lakhs: in twos before the last three."""
    if len(groups[0]) > 3 or groups[0].startswith("0") or len(groups[-1]) != 3:
        return False
    middle = {len(group) for group in groups[1:-1]}
    return middle <= {3} or (middle == {2} and len(groups[0]) <= 2)


@dataclass(frozen=True)
class Words:
    """The vocabulary, indexed the other way: from word to meaning."""

    units: Mapping[str, Decimal]
    scales: Mapping[str, Decimal]
    approximate: frozenset[str]
    missing: frozenset[str]
    year_words: frozenset[str]
    beside_units: frozenset[str]
    beginnings: frozenset[str]  # of units and scales
    bounds: Mapping[str, tuple[int, int]]


_BRACKETED = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")
_LABEL_WORD = re.compile(r"\S+")
_POWER = re.compile(r"(?:(10?)[., ]?|['’])?(?:000[., ]?){1,2}(?!\d)(?:s\b)?")
"""`1,000`, `1000s` and `'000`, as tables of statistics are headed, and `10,000` as in China; also a million."""
_FILLER = re.compile(r"[\s.,;:=~–—-]+|[x×*]\s*(?=[\d'’])|(?<=\s)/(?=\s)|\A/")
"""What may stand between the words of a unit. A slash does only with blanks: `inh./km²` is no area."""
_PLAIN_WORD = re.compile(r"[^\W_]+")


@cache
def load_number_words() -> Words:
    """Load the vocabulary of units, indexed by word."""
    data = load_vocabulary("units")
    units = {name: Decimal(factor) for factor, names in data["area_units"].items() for name in names}
    scales = {name: Decimal(factor) for factor, names in data["scales"].items() for name in names}
    return Words(
        units=units,
        scales=scales,
        beginnings=frozenset(name[:length] for name in (*units, *scales) for length in range(1, len(name) + 1)),
        approximate=frozenset(data["approximate"]),
        missing=frozenset(data["missing"]),
        year_words=frozenset(data["year_words"]),
        beside_units=frozenset(data["beside_units"]),
        bounds={name: (low, high) for name, (low, high) in data["plausible"].items()},
    )


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value: it is empty, or has `N/A`, a dash, `tbd` and the like.

    A note in brackets may say why: `n.a. (the city is a province itself)`.

    >>> is_missing("N/A"), is_missing(" – "), is_missing("0"), is_missing("n/a (not in the census)")
    (True, True, False, True)
    """
    stripped = _NOTE.sub("", text.strip()).strip("-–—−_ .()").lower()
    return not stripped or stripped in load_number_words().missing or text.strip().lower() in load_number_words().missing


def read_unit(text: str, start: int) -> tuple[Decimal, int] | None:
    """Read an area unit (`km ²`, `sq. km`, `ha`) at a place: its factor to km² and where it ends."""
    return _longest(text, start, load_number_words().units, skipped=". ^" + BLANKS + "\n\t")


def read_scale(text: str, start: int) -> tuple[Decimal, int] | None:
    """Read a scale (`million`, `Mio.`, `bn`) at a place: its factor and where it ends."""
    return _longest(text, start, load_number_words().scales, skipped=BLANKS + "\n\t")


def read_label_factor(label: str, *, is_area: bool) -> Decimal | None:
    """Return what the numbers of a row are multiplied by where its label names their scale or unit; None where it names none.

    The label must name it in brackets or with its last words, beside nothing but what is counted and when, and no second one.
    Areas are multiplied to km².

    >>> read_label_factor("Population (in thousands)", is_area=False), read_label_factor("Area, ha", is_area=True)
    (Decimal('1000'), Decimal('0.01'))
    >>> read_label_factor("Residents x 1,000", is_area=False), read_label_factor("Surface in 1000 hectares", is_area=True)
    (Decimal('1000'), Decimal('10.00'))
    >>> read_label_factor("Population (millions allowed)", is_area=False) is None
    True
    """
    label = unicodedata.normalize("NFC", label[:_LONGEST_LABEL])
    factors: set[Decimal] = set()
    for match in _BRACKETED.finditer(label):
        parts = re.split(r"\s/\s", match[1])  # in two languages, of which one is known
        factors |= {found for part in parts if (found := _read_factor(part, is_area=is_area)) is not None}
    for rest in re.split(r"\s/\s", _BRACKETED.sub(" ", label)):
        endings = (rest[word.start() :].strip(" :.") for word in _LABEL_WORD.finditer(rest))
        # One letter alone is no word.
        read = (_read_factor(ending, is_area=is_area) for ending in endings if len(ending) > 1)
        factors |= {found for found in itertools.islice((factor for factor in read if factor is not None), 1)}
    return factors.pop() if len(factors) == 1 else None


def _read_factor(piece: str, *, is_area: bool) -> Decimal | None:
    """Return the factor of a text that is nothing but a scale, a unit of area, or both, and what is counted, and when."""
    scale: Decimal | None = None
    unit: Decimal | None = None
    at = 0
    while at < len(piece):
        if filler := _FILLER.match(piece, at):
            at = filler.end()
        elif is_area and (named := read_unit(piece, at)):
            if unit is not None:
                return None
            unit, at = named
        elif named := _read_power(piece, at) or read_scale(piece, at):
            if scale is not None:
                return None
            scale, at = named
        elif (word := _PLAIN_WORD.match(piece, at)) and _may_stand_beside(word[0].lower()):
            at = word.end()
        else:
            return None
    if is_area:
        return None if unit is None else unit * (scale or 1)
    return scale


def _read_power(text: str, start: int) -> tuple[Decimal, int] | None:
    match = _POWER.match(text, start)
    return (int(match[1] or 1) * Decimal(1000) ** match[0].count("000"), match.end()) if match else None


def _may_stand_beside(word: str) -> bool:
    words = load_number_words()
    return is_year(word) or word in words.beside_units or word in words.year_words


def is_year(number: str) -> bool:
    """Whether a number is written as a year of our times is."""
    return len(number) == 4 and number.isdecimal() and FIRST_YEAR <= int(number) <= LAST_YEAR


def _longest(text: str, start: int, names: Mapping[str, Decimal], *, skipped: str) -> tuple[Decimal, int] | None:
    found, spelled = None, ""
    for i in range(start, min(len(text), start + LOOK_AHEAD)):
        if text[i] in skipped:
            continue
        spelled += unicodedata.normalize("NFKC", text[i]).lower()  # "²" is 2, "㎢" km2
        if spelled not in load_number_words().beginnings:
            break
        # A word ends before a sign or blank, a Chinese one anywhere: "km" in "km 2019", "万" in "16万人".
        if spelled in names and (not text[i + 1 : i + 2].isalnum() or not spelled.isascii()):
            found = names[spelled], i + 1
    return found
