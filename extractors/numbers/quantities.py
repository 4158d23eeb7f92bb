"""Populations and areas as printed in U-CAPs.

Authors group thousands and write decimals as in their own language, so that `1.277` alone may be 1277 or 1.277. All numbers of
a document are read together, and each says what decided it: the number itself, the other numbers of the document, how many
people can live on a km², or English convention.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeAlias

from ucap.extractors.dates import find_dates, parse_date
from ucap.extractors.numbers.number_words import (
    APOSTROPHES,
    BLANKS,
    LOOK_AHEAD,
    NumberReading,
    is_missing,
    load_number_words,
    parse_number,
    read_scale,
    read_unit,
)  # fmt: skip

__all__ = [
    "NumberReading", "PrintedNumber", "Quantity",
    "is_missing", "parse_number", "read_quantities", "resolve_numbers", "split_list",
]  # fmt: skip

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
_SHARES_SCALE = 1000
"""In "16 and 4 million" a number below this shares the scale of the next; 1000 millions would be written as a billion."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
"""A cell's number of four digits within these may be the year of the count; the same years as in `ucap.extractors.dates`."""

# Threes after blanks (`1 277`, but not `16 4`), or digits joined by signs; what the signs mean `parse_number` says.
_NUMBER = re.compile(rf"\d{{1,3}}(?:[{BLANKS}]\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,，．{APOSTROPHES}]\d+)*")
_SEPARATOR = re.compile(r"[;；,，、/&\n]|\band\b", re.IGNORECASE)


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


# --- lists ---


def split_list(text: str, *, keep: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Return the spans of the items of a printed list, stripped, empty ones left out.

    Items are separated by comma, semicolon, slash, `and`, `&` and line end, but not within brackets, numbers (`569,000`),
    `N/A`, rates (`/km²`) or the names in `keep` (`Bosnia and Herzegovina`, compared without case).

    >>> text = "569,000 / 1.2 million and 40,000"
    >>> [text[start:end] for start, end in split_list(text)]
    ['569,000', '1.2 million', '40,000']
    """
    guarded = _guard(text, keep)
    spans, start = [], 0
    for match in _SEPARATOR.finditer(text):
        if not guarded[match.start()] and _separates(text, match):
            spans.append((start, match.start()))
            start = match.end()
    spans.append((start, len(text)))
    stripped = (_strip(text, span) for span in spans)
    return [span for span in stripped if span[0] < span[1]]


def _guard(text: str, keep: frozenset[str]) -> bytearray:
    """Mark the characters inside matching brackets and kept names."""
    guarded = bytearray(len(text))
    opened: list[int] = []
    for i, sign in enumerate(text):
        if sign in "([（":
            opened.append(i)
        elif sign in ")]）" and opened:
            start = opened.pop()
            if not opened:
                guarded[start : i + 1] = b"\x01" * (i + 1 - start)
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters (İ) change their length; then names are compared as printed
        lowered = text
    for name in (name.lower() for name in keep if _SEPARATOR.search(name)):
        at = lowered.find(name)
        while at >= 0:
            guarded[at : at + len(name)] = b"\x01" * len(name)
            at = lowered.find(name, at + len(name))
    return guarded


def _separates(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    sign = match.group()
    if sign in ",，":
        return not (before.isdecimal() and after.isdecimal())
    if sign == "/":
        is_missing_sign = before.lower() == "n" and after.lower() == "a"  # "N/A", but not "Milan/Ancona"
        is_missing_sign = is_missing_sign and not text[max(0, start - 2) : start - 1].isalpha()
        is_missing_sign = is_missing_sign and not text[end + 1 : end + 2].isalpha()
        return not is_missing_sign and read_unit(text, end) is None
    if sign == "&" or sign.isalpha():
        return (not before or before.isspace() or before in ",;") and (not after or after.isspace())
    return True


def _strip(text: str, span: tuple[int, int]) -> tuple[int, int]:
    part = text[span[0] : span[1]]
    start = span[0] + len(part) - len(part.lstrip())
    return start, max(start, span[0] + len(part.rstrip()))


# --- numbers in a cell ---


def _find_numbers(text: str, span: tuple[int, int], kind: Kind) -> list[PrintedNumber]:
    """Find the numbers of one item that may be its value: not dates and rates, nor those in brackets if one stands outside."""
    item = text[span[0] : span[1]]
    in_bracket = _guard(item, frozenset())
    in_date = bytearray(len(item))
    for date in find_dates(item):
        in_date[date.span[0] : date.span[1]] = b"\x01" * (date.span[1] - date.span[0])
    found = list(_scan_numbers(text, span, kind))
    values = [p for p in found if not in_date[p.span[0] - span[0]] and not _is_year(text, p)]
    outside = [p for p in values if not in_bracket[p.span[0] - span[0]]]
    if len(outside) == 1 and (printed := next((p for p in values if _is_same_in_km2(outside[0], p)), None)):
        return [printed]
    return outside or values or [p for p in found if p.span == span]  # a cell with "2019" alone may mean km²


def _is_same_in_km2(measure: PrintedNumber, other: PrintedNumber) -> bool:
    """Whether the other number is printed in km² and says the same as a measure in another unit: `271.8 sq mi (704 km2)`."""
    if measure.factor == 1 or not (measure.has_unit and other.has_unit and other.factor == 1):
        return False
    pairs = ((first.value * measure.factor, second.value) for first in measure.readings for second in other.readings)
    return any(abs(first - second) <= _ROUNDED * second for first, second in pairs)


def _is_year(text: str, printed: PrintedNumber) -> bool:
    """Whether a number looks like the year of the count: four digits without scale or unit."""
    number = text[printed.span[0] : printed.span[1]]
    return len(number) == 4 and number.isdecimal() and _FIRST_YEAR <= int(number) <= _LAST_YEAR


def _scan_numbers(text: str, span: tuple[int, int], kind: Kind) -> Iterator[PrintedNumber]:
    """Yield the numbers of an item with the scale and unit after them; a population has no unit of area and no fraction."""
    at = span[0]
    while (match := _NUMBER.search(text, at, span[1])) is not None:
        start, at = match.span()
        if start > 0 and (text[start - 1].isalpha() or text[start - 1] in "^_"):
            continue  # the digit of `km2` or `V2G`
        unit = read_unit(text, at)
        scale = read_scale(text, at) if unit is None else None
        if scale is not None:
            unit = read_unit(text, scale[1])
        stop = min(unit[1] if unit else scale[1] if scale else at, span[1])
        if _is_rate(text, stop) or text[stop : stop + 3].lstrip().startswith("%") or (stop == at and _is_ordinal(text, match)):
            continue
        at = max(at, stop)
        factor = scale[0] if scale else Decimal(1)
        readings = parse_number(match.group())
        if kind == "population":
            whole = [r for r in readings if (r.value * factor) % 1 == 0 and (scale is not None or r.decimal is None)]
            readings = tuple(whole) if unit is None else ()
        elif unit is not None:
            factor *= unit[0]
        if readings:
            approximate = _is_approximate(text, span, start, stop)
            yield PrintedNumber(kind, readings, factor, scale is not None, unit is not None, (start, stop), approximate)


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


# --- what the document decides ---


def resolve_numbers(cells: Sequence[Sequence[PrintedNumber | None]], pairs: Mapping[int, int]) -> list[list[Quantity | None]]:
    """Decide the ambiguous numbers of a document's cells.

    `pairs` names for a cell the one to which it belongs (the population of an area, and the reverse). What decides, in this
    order: only one reading is possible; the role of the signs in the other numbers, first those of the same side, unless that
    gives an impossible value; sizes and people per km² (the bounds are in the vocabulary); English usage.
    """
    everywhere = _observe_usage(cells)
    decided = []
    for i, cell in enumerate(cells):
        partner = cells[pairs[i]] if i in pairs else ()
        usages = (_observe_usage([cell, partner]), everywhere)
        others = partner if len(partner) == len(cell) else [None] * len(cell)
        quantities = [_decide(p, usages, other) if p else None for p, other in zip(cell, others, strict=True)]
        decided.append(_agree(cell, quantities, others))
    return decided


def _agree(
    cell: Sequence[PrintedNumber | None], quantities: Sequence[Quantity | None], others: Sequence[PrintedNumber | None]
) -> list[Quantity | None]:
    """Decide the numbers of one list alike: nobody writes "1.977 / 4.157 / 13.084" and means two thousands and thirteen.

    Where a sign was read in two ways, the way that more numbers force holds for each number that can be read in that way.
    """
    agreed = list(quantities)
    doubtful = {i: printed for i, printed in enumerate(cell) if printed is not None and len(printed.readings) > 1}
    signs = {i: next(r.grouping for r in printed.readings if r.decimal is None) for i, printed in doubtful.items()}
    for sign in sorted({sign for sign in signs.values() if sign}):
        possible = {
            i: [r for r in printed.readings if _is_plausible(printed, r, others[i])]
            for i, printed in doubtful.items()
            if signs[i] == sign
        }
        forced = [readings[0].decimal is None for readings in possible.values() if len(readings) == 1]
        if forced.count(True) == forced.count(False):
            continue
        grouped = forced.count(True) > forced.count(False)
        for i, readings in possible.items():
            if len(readings) > 1:
                wanted = next(r for r in readings if (r.decimal is None) == grouped)
                agreed[i] = _as_quantity(doubtful[i], wanted, "document")
    return agreed


@dataclass(frozen=True)
class _Usage:
    """The roles that "." and "," have in the unambiguous numbers."""

    grouping: frozenset[str]
    decimal: frozenset[str]


def _observe_usage(cells: Iterable[Sequence[PrintedNumber | None]]) -> _Usage:
    certain = [p.readings[0] for cell in cells for p in cell if p is not None and len(p.readings) == 1]
    grouping = frozenset(r.grouping for r in certain if r.grouping)
    decimal = frozenset(r.decimal for r in certain if r.decimal)
    contradictory = grouping & decimal
    return _Usage(grouping - contradictory, decimal - contradictory)


def _decide(printed: PrintedNumber, usages: Iterable[_Usage], other: PrintedNumber | None) -> Quantity:
    readings = printed.readings
    if len(readings) == 1:
        return _as_quantity(printed, readings[0], "unambiguous")
    grouped, fractional = sorted(readings, key=lambda reading: reading.decimal is not None)
    sign = grouped.grouping
    plausible = [reading for reading in readings if _is_plausible(printed, reading, other)]
    large = [reading for reading in readings if _is_within(reading.value * printed.factor, printed.kind)] if other else []
    for usage in usages:
        supported = None
        if sign in usage.grouping | usage.decimal:
            supported = grouped if sign in usage.grouping else fractional
        elif bool(usage.grouping) != bool(usage.decimal):  # "," groups thousands, so "." is the decimal point, and the reverse
            supported = fractional if usage.grouping else grouped
        # "5,000,879 / 944,735 km²": the sign groups thousands on this side, and sparsely populated regions may be partners.
        if supported is grouped and sign in usage.grouping and grouped in large:
            return _as_quantity(printed, grouped, "document")
        # Authors are not consistent ("7.1 million" beside "14.335 km²"), but no city has half a million people on a km².
        if supported is not None and (supported in plausible or not plausible):
            return _as_quantity(printed, supported, "document")
    if len(plausible) == 1:
        return _as_quantity(printed, plausible[0], "plausibility")
    return _as_quantity(printed, grouped if sign == "," else fractional, "convention")


def _is_plausible(printed: PrintedNumber, reading: NumberReading, other: PrintedNumber | None) -> bool:
    value = reading.value * printed.factor
    if not _is_within(value, printed.kind):
        return False
    if other is None:
        return True
    values = [reading.value * other.factor for reading in other.readings]
    for beside in [v for v in values if _is_within(v, other.kind)] or values:
        population, area = (value, beside) if printed.kind == "population" else (beside, value)
        if area > 0 and _is_within(population / area, "people_per_km2"):
            return True
    return False


def _is_within(value: Decimal, name: str) -> bool:
    low, high = load_number_words().bounds[name]
    return low <= value <= high


def _as_quantity(printed: PrintedNumber, reading: NumberReading, decided_by: DecidedBy) -> Quantity:
    exact = reading.value * printed.factor
    value = int(exact) if printed.kind == "population" else float(exact)
    return Quantity(value, printed.span, decided_by, printed.approximate, printed.counted)


def read_quantities(
    populations: Sequence[str], areas: Sequence[str]
) -> tuple[list[list[Quantity | None]], list[list[Quantity | None]]]:
    """Read the population and area cells of one document, one text per side, the sides in the same order in both.

    Returns for each text the quantities of its items (`split_list`), None for an item without a readable one. An item that is
    only the date of the count is left out. Populations are persons (int), areas are km² (float); an area without unit is in
    km².

    >>> populations, areas = read_quantities(["2.682.500"], ["1.277 km²"])
    >>> areas[0][0]
    Quantity(value=1277.0, span=(0, 9), decided_by='document', approximate=False, counted=None)
    """
    cells = [_read_cell(text, "population") for text in populations] + [_read_cell(text, "area_km2") for text in areas]
    sides = min(len(populations), len(areas))
    first_area = len(populations)
    pairs = {i: first_area + i for i in range(sides)} | {first_area + i: i for i in range(sides)}
    decided = resolve_numbers(cells, pairs)
    return decided[:first_area], decided[first_area:]


def _read_cell(text: str, kind: Kind) -> list[PrintedNumber | None]:
    items: list[PrintedNumber | None] = []
    spans = split_list(text)
    found = [_find_numbers(text, span, kind) for span in spans]
    dates: list[tuple[int, int]] = []
    rests: list[list[tuple[int, int]]] = []
    for span, numbers in zip(spans, found, strict=True):
        if len(spans) > 1 and _is_only_date(text[span[0] : span[1]]):
            dates.append(span)
            continue
        # Two numbers in one item are a range or two measures: which of them is the value is not said.
        item = numbers[0] if len({p.readings for p in numbers}) == 1 else None
        items.append(item)
        rests.append(_list_rest(text, span, item) if item else [])
    if kind == "population":
        if len(items) == 1:  # `565,968, 2013`: the date is an item of its own
            rests[0] += dates
        items = [
            replace(item, counted=_find_count_year(text, rest)) if item else None
            for item, rest in zip(items, rests, strict=True)
        ]
    return _share_units(_drop_other_units(items))


def _drop_other_units(items: list[PrintedNumber | None]) -> list[PrintedNumber | None]:
    """Leave out an item that says in another unit what the item beside it says in km²: `271.8 sq mi / 704 km²`."""
    kept = []
    for i, item in enumerate(items):
        beside = [other for other in (*items[max(0, i - 1) : i], *items[i + 1 : i + 2]) if other is not None]
        if item is None or not any(_is_same_in_km2(item, other) for other in beside):
            kept.append(item)
    return kept


_PIECE = re.compile(r"[^()（）\[\],，;；:：\n]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _list_rest(text: str, span: tuple[int, int], printed: PrintedNumber) -> list[tuple[int, int]]:
    """Return the pieces of an item before and after its number, cut at brackets and commas."""
    around = ((span[0], printed.span[0]), (printed.span[1], span[1]))
    return [match.span() for start, end in around for match in _PIECE.finditer(text, start, end)]


def _find_count_year(text: str, pieces: Iterable[tuple[int, int]]) -> CountYear | None:
    """Return the year of the count: of `565,968 (2013)` 2013. None where no piece is a date of one year, or they differ.

    A year in a piece that says something else (`Horizon 2020 region`) is not taken.
    """
    found: dict[int, tuple[int, int]] = {}
    for start, end in pieces:
        piece = text[start:end].strip(" .\u00a0")
        years = {int(match[0]): match.span() for match in _YEAR.finditer(text, start, end)}
        if len(years) == 1 and (_is_only_date(piece) or find_dates(piece)):
            found |= years
    (year, span), *others = found.items() if found else [(0, (0, 0))]
    return CountYear(year, span) if year and not others else None


def _is_only_date(item: str) -> bool:
    if parse_date(item) is not None:
        return True
    words = re.findall(r"[^\W_]+", item.lower())
    years = [word for word in words if len(word) == 4 and word.isdecimal()]
    is_year = len(years) == 1 and _FIRST_YEAR <= int(years[0]) <= _LAST_YEAR
    return is_year and all(word in load_number_words().year_words for word in words if word not in years)


def _share_units(items: list[PrintedNumber | None]) -> list[PrintedNumber | None]:
    """Give "16 and 4 million", "14 and 18 ha" their common scale or unit, printed once at the end."""
    shared = list(items)
    for i in reversed(range(len(shared) - 1)):
        here, after = shared[i], shared[i + 1]
        if here is None or after is None or here.has_unit or here.has_scale:
            continue
        small = all(reading.value < _SHARES_SCALE for reading in here.readings)
        if (after.has_unit and not after.has_scale) or (after.has_scale and small):
            shared[i] = replace(here, factor=after.factor, has_unit=after.has_unit, has_scale=after.has_scale)
    return shared
