"""Dates as printed: a grammar of our own, because generic parsers invent what the text does not say."""

from ucap.extractors.dates.find import (
    DateRange,
    LeadingDate,
    find_dates,
    find_leading_date,
    find_subject_date,
    find_trailing_date,
    parse_date,
)
from ucap.extractors.dates.order import OrderDecision, decide_date_order
from ucap.extractors.dates.parts import DateOrder
from ucap.extractors.dates.period import PeriodRemark, PrintedPeriod, read_printed_period

__all__ = [
    "DateOrder",
    "DateRange",
    "LeadingDate",
    "OrderDecision",
    "PeriodRemark",
    "PrintedPeriod",
    "decide_date_order",
    "find_dates",
    "find_leading_date",
    "find_subject_date",
    "find_trailing_date",
    "parse_date",
    "read_printed_period",
]
