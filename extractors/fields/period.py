"""The row of the period of cooperation."""

import re
from dataclasses import replace

from ucap.extractors.dates import DateOrder, DateRange, find_dates, parse_date
from ucap.extractors.form import Form
from ucap.extractors.text.source_text import join


def read_period(form: Form, order: DateOrder = "day_first") -> DateRange | None:
    """Read the period of cooperation as printed, even reversed; None where it is missing or unreadable.

    `order` says what comes first in dates in digits.
    """
    text = join(block.text for block in form.blocks("period"))
    if not text:
        return None
    if period := parse_date(text.chars, order=order):
        return period
    found = find_dates(text.chars, order=order)
    if len(found) == 1:  # a number beside it may be a year that could not be read: then this is only half of the period
        start, end = found[0].span
        return None if re.search(r"\d{3}", text.chars[:start] + text.chars[end:]) else found[0]
    if len(found) == 2 and is_reversed(reversed_period := replace(found[0], end=found[1].end)):
        return reversed_period
    return None


def is_reversed(period: DateRange) -> bool:
    """Whether a range ends before it begins."""
    return period.start is not None and period.end is not None and period.end < period.start
