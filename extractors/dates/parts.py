"""The parts of a printed date, and how the parts of a range or list complete each other: the calendar below the grammar."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from ucap.schemas.records import DatePrecision

Unit: TypeAlias = Literal["day", "week", "month", "quarter", "season", "year", "day_only", "phase_only"]
Phase: TypeAlias = Literal[
    "early", "mid", "late", "first_half", "second_half",
    "first_week", "second_week", "third_week", "fourth_week", "fifth_week", "last_week",
]  # fmt: skip
WEEKS: Final[Mapping[int, Phase]] = {
    1: "first_week", 2: "second_week", 3: "third_week", 4: "fourth_week", 5: "fifth_week",
}  # fmt: skip
"""The weeks of a month by their number."""
DateOrder: TypeAlias = Literal["day_first", "month_first"]
"""What comes first in a date in digits that ends with its year, or has none."""

MONTHS_OF: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "season": 3, "year": 12}
"""Months of each unit or precision that is made of whole months."""
_RANK: dict[DatePrecision, int] = {"day": 0, "month": 1, "quarter": 2, "season": 3, "year": 4, "approximate": 5}
# First and last month of a phase, counted from the unit's first month. Years are as the contract says; quarters and seasons are
# divided in thirds, which the contract leaves open.
_PHASE_MONTHS: dict[tuple[int, Phase], tuple[int, int]] = {
    (12, "early"): (0, 2), (12, "mid"): (3, 8), (12, "late"): (9, 11), (12, "first_half"): (0, 5), (12, "second_half"): (6, 11),
    (3, "early"): (0, 0), (3, "mid"): (1, 1), (3, "late"): (2, 2),
}  # fmt: skip
# First and last day of a phase of a month, as the contract says; halves are divided at the 15th, weeks are counted from
# the 1st, and the last one is the last seven days.
_PHASE_DAYS: dict[Phase, tuple[int, int]] = {
    "early": (1, 10), "mid": (11, 20), "late": (21, 31), "first_half": (1, 15), "second_half": (16, 31),
    "first_week": (1, 7), "second_week": (8, 14), "third_week": (15, 21), "fourth_week": (22, 28), "fifth_week": (29, 31),
    "last_week": (-6, 31),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One end of a range as printed; what it leaves out is taken from the parts beside it."""

    unit: Unit
    year: int | None = None
    month: int | None = None  # first month of a quarter or season
    day: int | None = None  # of a week its number in the year, as ISO 8601 counts
    phase: Phase | None = None
    month_first: bool = False  # "May 12", whose month a following "-14" shares
    numeric: bool = False  # "23.05.", which is a date only with a year beside it; "03/2020", whose month "01 – " shares
    either_order: bool = False  # "10/04/2018", whose day and month could be swapped
    short_year: bool = False  # "Feb-19", which could be a day
    doubtful: bool = False  # "may" and "march" written small: a month only with a year


def span_of(part: Part) -> tuple[date, date] | None:
    """Return the first and last day of a complete part; None where there is no such day."""
    if part.year is None or part.unit in ("day_only", "phase_only"):
        return None
    first_month = part.month or 1
    if part.unit == "day":
        assert part.day is not None
        if not 1 <= part.day <= monthrange(part.year, first_month)[1]:
            return None
        day = date(part.year, first_month, part.day)
        return day, day
    return _span_of_week(part.year, part.day or 0) if part.unit == "week" else _span_of_months(part, part.year, first_month)


def _span_of_months(part: Part, year: int, first_month: int) -> tuple[date, date] | None:
    """Return the days of a month, quarter, season or year, or of a phase of it."""
    length = MONTHS_OF[part.unit]
    offsets, days = (0, length - 1), (1, 31)
    if part.phase and length == 1:
        days = _PHASE_DAYS[part.phase]
    elif part.phase:
        if (length, part.phase) not in _PHASE_MONTHS:
            return None
        offsets = _PHASE_MONTHS[length, part.phase]
    (y0, m0), (y1, m1) = (divmod(year * 12 + first_month - 1 + offset, 12) for offset in offsets)
    last_day = monthrange(y1, m1 + 1)[1]
    first_day = days[0] if days[0] > 0 else last_day + days[0]
    if first_day > last_day:
        return None  # the fifth week of February
    return date(y0, m0 + 1, first_day), date(y1, m1 + 1, min(days[1], last_day))


def _span_of_week(year: int, number: int) -> tuple[date, date] | None:
    last = date(year, 12, 28).isocalendar().week  # that day is always in the last week of its year
    return (date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)) if 1 <= number <= last else None


def _inherit_units(parts: tuple[Part, ...]) -> list[Part] | None:
    """Give days their month ("14th – 17th August", "May 12-14") and phases their unit ("mid to late 2019").

    A number before a month in digits is a month, too ("01 – 03/2020").
    """
    filled = list(parts)
    for i in reversed(range(len(parts) - 1)):
        right = filled[i + 1]
        if filled[i].unit == "day_only" and right.unit == "day":
            filled[i] = replace(filled[i], unit="day", month=right.month)
        elif filled[i].unit == "day_only" and right.unit == "month" and right.numeric and (filled[i].day or 0) <= 12:
            filled[i] = replace(right, month=filled[i].day)
        elif filled[i].unit == "phase_only" and right.phase:
            filled[i] = replace(right, phase=filled[i].phase)
        elif filled[i].unit == "week" and filled[i].year is None and right.phase:
            week = WEEKS.get(filled[i].day or 0)  # weeks 2 and 3 of June
            filled[i] = replace(right, phase=week) if week and right.phase in WEEKS.values() else filled[i]
    for i, part in enumerate(filled):
        left = filled[i - 1] if i else part
        if part.unit == "day_only" and left.unit == "day" and left.month_first:
            filled[i] = replace(part, unit="day", month=left.month, month_first=True)
    return filled if all(part.unit not in ("day_only", "phase_only") for part in filled) else None


def _inherit_years(parts: list[Part]) -> list[tuple[date, date]] | None:
    """Give parts without a year the one of their neighbour, moved by one over the turn of a year; some part must have one."""
    parts = list(parts)
    known = max(i for i, part in enumerate(parts) if part.year is not None)
    from_right = ((i, i + 1, -1) for i in reversed(range(known)))
    from_left = ((i, i - 1, 1) for i in range(known + 1, len(parts)))
    for i, neighbour, step in (*from_right, *from_left):
        if parts[i].year is not None:
            continue
        beside = parts[neighbour]
        assert beside.year is not None
        parts[i] = replace(parts[i], year=beside.year)
        span, other = span_of(parts[i]), span_of(beside)
        if span and other and (span[0] > other[0] if step < 0 else span[0] < other[0]):
            if parts[i].month == beside.month:
                return None  # "30 – 2 June" is a slip of the pen, and does not cross the turn of a year
            parts[i] = replace(parts[i], year=beside.year + step)
    spans = [span for part in parts if (span := span_of(part))]
    in_order = all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    return spans if len(spans) == len(parts) and in_order else None


def complete_parts(parts: tuple[Part, ...], context_year: int | None) -> list[tuple[date, date]] | None:
    """Return the first and last day of each part, with what it leaves out taken from the others; None where that is not a date.

    A month comes from the right, else from a left part written "May 12". A year comes from the right ("January-March 2019"),
    else from the left. Where no part has a year, the first part takes the context's. Over the turn of a year ("Nov – Feb 2019")
    the year moves by one.
    """
    filled = _inherit_units(parts)
    if filled is None:
        return None
    if all(part.year is None for part in filled):
        if context_year is None or any(part.numeric or part.unit == "week" for part in filled):
            return None
        filled[0] = replace(filled[0], year=context_year)
    return _inherit_years(filled)


def coarsest_precision(parts: tuple[Part, ...]) -> DatePrecision:
    """Return the precision of a range: that of its coarsest part, `approximate` being the coarsest."""
    return coarsest(_precision_of(part) for part in parts)


def coarsest(precisions: Iterable[DatePrecision]) -> DatePrecision:
    """Return the coarsest of some precisions."""
    return max(precisions, key=_RANK.__getitem__)


def _precision_of(part: Part) -> DatePrecision:
    if part.phase or part.unit == "phase_only" or part.unit == "week":  # noqa: PLR1714 (mypy narrows only this)
        return "approximate"
    return "day" if part.unit == "day_only" else part.unit
