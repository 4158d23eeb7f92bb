"""The row of the period of cooperation."""

from ucap.extractors.dates import DateOrder, DateRange, PrintedPeriod, read_printed_period
from ucap.extractors.form import Form
from ucap.extractors.text.source_text import join


def read_period(form: Form, order: DateOrder = "day_first") -> PrintedPeriod | None:
    """Read the period of cooperation as printed, even reversed; None where it is missing or unreadable.

    `order` says what comes first in dates in digits.
    """
    return read_printed_period(join(block.text for block in form.blocks("period")).chars, order)


def is_reversed(period: DateRange) -> bool:
    """Whether a range ends before it begins."""
    return period.start is not None and period.end is not None and period.end < period.start
