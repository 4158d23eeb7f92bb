"""Numbers as they are printed in a cell, with every reading that their signs allow."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeAlias

from ucap.extractors.dates import find_dates
from ucap.extractors.numbers.lists import mark_guarded
from ucap.extractors.numbers.number_words import (
    APOSTROPHES,
    BLANKS,
    LOOK_AHEAD,
    NumberReading,
    is_year,
    load_number_words,
    parse_number,
    read_scale,
    read_unit,
)
from ucap.extractors.text.source_text import LOST_MARK

DecidedBy: TypeAlias = Literal["unambiguous", "document", "plausibility", "convention"]
Kind: TypeAlias = Literal["population", "area_km2"]

_NEAR_WORDS = 4
"""Words before a number among which "approximately" counts. Chosen, not measured."""
_LONGEST_ORDINAL = 3
"""Characters of a number that letters directly after it make an ordinal (`2nd`, `21st`, `100th`). Chosen, not measured."""
_ROUNDED = Decimal("0.02")
"""Share by which two measures of one area may differ through rounding: 272 square miles are 704 or 705 km². Chosen, not
measured.
"""

# Threes after blanks (`1 277`, but not `16 4`), or digits joined by signs; what the signs mean `parse_number` says.
_NUMBER = re.compile(rf"\d{{1,3}}(?:[{BLANKS}]\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,，．{APOSTROPHES}]\d+)*")
_NEAR_LOST = re.compile(rf"{LOST_MARK}[.,]?$")
_LOST_BEHIND = re.compile(rf"[.,]?{LOST_MARK}")


@dataclass(frozen=True)
class CountYear:
    """The year in which people were counted, and its characters in the cell's text."""

    year: int
    span: tuple[int, int]


@dataclass(frozen=True)
class Quantity:
    """A population in persons (int) or an area in km² (float)."""

    value: int | float
    span: tuple[int, int]  # characters of number, scale and unit in the cell's text
    decided_by: DecidedBy
    approximate: bool
    counted: CountYear | None = None  # of a population, where the cell prints it beside the number


@dataclass(frozen=True)
class PrintedNumber:
    """A number found in a cell: its possible readings, without those that its kind excludes."""

    kind: Kind
    readings: tuple[NumberReading, ...]
    factor: Decimal  # of scale and unit
    has_scale: bool
    has_unit: bool
    span: tuple[int, int]
    approximate: bool
    counted: CountYear | None = None


def find_numbers(text: str, span: tuple[int, int], kind: Kind, named: Decimal | None = None) -> list[PrintedNumber]:
    """Find the numbers of one item that may be its value: not dates and rates, nor those in brackets if one stands outside.

    `named` is the factor that the row's label names (`Area in hectares`).
    """
    item = text[span[0] : span[1]]
    in_bracket = mark_guarded(item, frozenset())
    in_date = bytearray(len(item))
    for date in find_dates(item):
        in_date[date.span[0] : date.span[1]] = b"\x01" * (date.span[1] - date.span[0])
    found = list(_scan_numbers(text, span, kind, named))
    values = [p for p in found if not in_date[p.span[0] - span[0]] and not is_year(text[slice(*p.span)])]
    outside = [p for p in values if not in_bracket[p.span[0] - span[0]]]
    if len(outside) == 1 and (printed := next((p for p in values if is_same_in_km2(outside[0], p)), None)):
        return [printed]
    return outside or values or [p for p in found if p.span == span]  # a cell with "2019" alone may mean km²


def is_same_in_km2(measure: PrintedNumber, other: PrintedNumber) -> bool:
    """Whether the other number is printed in km² and says the same as a measure in another unit: `271.8 sq mi (704 km2)`."""
    if measure.factor == 1 or not (measure.has_unit and other.has_unit and other.factor == 1):
        return False
    pairs = ((first.value * measure.factor, second.value) for first in measure.readings for second in other.readings)
    return any(abs(first - second) <= _ROUNDED * second for first, second in pairs)


def _scan_numbers(text: str, span: tuple[int, int], kind: Kind, named: Decimal | None) -> Iterator[PrintedNumber]:
    """Yield the numbers of an item with the scale and unit after them; a population has no unit of area and no fraction.

    A number with neither has those that the label names, unless it can only be what it is without them.
    """
    at = span[0]
    while (match := _NUMBER.search(text, at, span[1])) is not None:
        start, at = match.span()
        if start > 0 and (text[start - 1].isalpha() or text[start - 1] in "^_"):
            continue  # the digit of `km2` or `V2G`
        if _NEAR_LOST.search(text[max(0, start - 2) : start]) or _LOST_BEHIND.match(text, at):
            continue  # part of a number with a character that is not known
        unit = read_unit(text, at)
        scale = read_scale(text, at) if unit is None else None
        if scale is not None:
            unit = read_unit(text, scale[1])
        stop = min(unit[1] if unit else scale[1] if scale else at, span[1])
        if _is_rate(text, stop) or text[stop : stop + 3].lstrip().startswith("%") or (stop == at and _is_ordinal(text, match)):
            continue
        at = max(at, stop)
        factor, has_scale, has_unit = scale[0] if scale else Decimal(1), scale is not None, unit is not None
        readings = parse_number(match.group())
        if named is not None and not has_scale and not has_unit and _is_plausible(readings, named, kind):
            factor, has_scale, has_unit = named, kind == "population", kind == "area_km2"
        if kind == "population":
            whole = [r for r in readings if (r.value * factor) % 1 == 0 and (has_scale or r.decimal is None)]
            readings = tuple(whole) if unit is None else ()
        elif unit is not None:
            factor *= unit[0]
        if readings:
            approximate = _is_approximate(text, span, start, stop)
            yield PrintedNumber(kind, readings, factor, has_scale, has_unit, (start, stop), approximate)


def _is_plausible(readings: Sequence[NumberReading], factor: Decimal, kind: Kind) -> bool:
    """Whether a number, multiplied, can be the people or the area of a city."""
    low, high = load_number_words().bounds[kind]
    return any(low <= reading.value * factor <= high for reading in readings)


def _is_ordinal(text: str, match: re.Match[str]) -> bool:
    """Whether letters follow a short number (`2nd`, `5G`); after a long one a blank was lost (`569,000inhabitants`)."""
    return text[match.end() : match.end() + 1].isalpha() and len(match.group()) <= _LONGEST_ORDINAL


def _is_rate(text: str, end: int) -> bool:
    """Whether people per km² are meant."""
    following = text[end : end + LOOK_AHEAD]
    return re.match(r"[^\d,;()]{0,25}(?:/|\bper\b)\s*(?:km|sq|mi|ha)", following) is not None


def _is_approximate(text: str, span: tuple[int, int], start: int, stop: int) -> bool:
    words = re.findall(r"[^\W\d_]+|[^\w\s]", text[max(span[0], start - LOOK_AHEAD) : start].lower())
    nearby = {*words[-_NEAR_WORDS:], *(f"{a} {b}" for a, b in pairwise(words))}
    return bool(nearby & load_number_words().approximate) or text[stop : stop + 1] == "+"
