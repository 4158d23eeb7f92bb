"""Populations and areas as printed in U-CAPs.

Authors group thousands and write decimals as in their own language, so that `1.277` alone may be 1277 or 1.277. All numbers of
a document are read together, and each says what decided it: the number itself, the other numbers of the document, how many
people can live on a km², or English convention.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ucap.extractors.dates import find_dates, parse_date
from ucap.extractors.numbers.lists import split_list
from ucap.extractors.numbers.number_words import is_year, load_number_words, read_label_factor
from ucap.extractors.numbers.printed import (
    CountYear,
    Kind,
    PrintedNumber,
    Quantity,
    find_numbers,
    is_same_in_km2,
)
from ucap.extractors.numbers.resolve import resolve_numbers

_SHARES_SCALE = 1000
"""In "16 and 4 million" a number below this shares the scale of the next; 1000 millions would be written as a billion."""
_PIECE = re.compile(r"[^()（）\[\],，;；:：\n]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read_quantities(
    populations: Sequence[str], areas: Sequence[str], labels: tuple[str, str] = ("", "")
) -> tuple[list[list[Quantity | None]], list[list[Quantity | None]]]:
    """Read the population and area cells of one document, one text per side, the sides in the same order in both.

    Returns for each text the quantities of its items (`split_list`), None for an item without a readable one. An item that is
    only the date of the count is left out. Populations are persons (int), areas are km² (float). `labels` are those of both
    rows: they may name a scale or unit for numbers without one (`Population (thousands)`); else an area is in km².

    >>> populations, areas = read_quantities(["2.682.500"], ["1.277 km²"])
    >>> areas[0][0]
    Quantity(value=1277.0, span=(0, 9), decided_by='document', approximate=False, counted=None)
    """
    people, square = read_label_factor(labels[0], is_area=False), read_label_factor(labels[1], is_area=True)
    cells = [_read_cell(text, "population", people) for text in populations]
    cells += [_read_cell(text, "area_km2", square) for text in areas]
    sides = min(len(populations), len(areas))
    first_area = len(populations)
    pairs = {i: first_area + i for i in range(sides)} | {first_area + i: i for i in range(sides)}
    decided = resolve_numbers(cells, pairs)
    return decided[:first_area], decided[first_area:]


def _read_cell(text: str, kind: Kind, named: Decimal | None) -> list[PrintedNumber | None]:
    items: list[PrintedNumber | None] = []
    spans = split_list(text)
    found = [find_numbers(text, span, kind, named) for span in spans]
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
        if item is None or not any(is_same_in_km2(item, other) for other in beside):
            kept.append(item)
    return kept


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
    return (
        len(years) == 1
        and is_year(years[0])
        and all(word in load_number_words().year_words for word in words if word not in years)
    )


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
