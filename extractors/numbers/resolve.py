"""Which of its readings a printed number has: what the number, its document, its size or English convention decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ucap.extractors.numbers.number_words import NumberReading, load_number_words
from ucap.extractors.numbers.printed import DecidedBy, PrintedNumber, Quantity


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
