"""Rules about the period of cooperation."""

from collections.abc import Iterator
from datetime import date

from ucap.extractors.findings import Finding, quote
from ucap.extractors.rules.cells import name_cells, page_of
from ucap.schemas.ucap import Ucap
from ucap.schemas.vocabularies import load_vocabulary

_DAYS_A_YEAR = 365.25  # leap years included


def find_unreadable_period(ucap: Ucap) -> Iterator[Finding]:
    """Find a printed period without any date."""
    summary = ucap.summary
    if summary.period_text and summary.period_start is None and summary.period_end is None:
        details = f"{quote(summary.period_text)} could not be read as a period."
        yield Finding("period_unreadable", details, "period", summary.period_text, page_of(ucap, "period"))


def find_reversed_period(ucap: Ucap) -> Iterator[Finding]:
    """Find a period that ends before it begins; its dates are withheld."""
    summary = ucap.summary
    if summary.period_start and summary.period_end and summary.period_end < summary.period_start:
        details = f"The period begins on {summary.period_start} and ends on {summary.period_end}."
        withheld = name_cells(summary, "period_start", "period_end", "period_precision")
        yield Finding("period_reversed", details, "period", summary.period_text, page_of(ucap, "period"), withheld)


def find_implausible_period(ucap: Ucap) -> Iterator[Finding]:
    """Find a period that is decades away from the programme, or decades long."""
    summary = ucap.summary
    start, end = summary.period_start, summary.period_end
    strange = [day for day in (start, end) if day and not is_plausible(day)]
    if strange:
        details = f"The period {quote(summary.period_text or '')} extends to {' and '.join(map(str, strange))}."
    elif start and end and (end - start).days > load_vocabulary("form")["plausible"]["period_years"] * _DAYS_A_YEAR:
        details = f"The period {quote(summary.period_text or '')} is {(end - start).days / _DAYS_A_YEAR:.0f} years long."
    else:
        return
    yield Finding("period_implausible", details, "period", summary.period_text, page_of(ucap, "period"))


def is_plausible(day: date) -> bool:
    """Whether a day is within the decades in which city cooperation of this kind takes place."""
    first, last = load_vocabulary("form")["plausible"]["years"]
    return bool(first <= day.year <= last)
