"""Dates as printed: a grammar of our own, because generic parsers invent what the text does not say."""

from ucap.extractors.dates.find import DateRange, LeadingDate, find_dates, find_leading_date, find_subject_date, parse_date

__all__ = ["DateRange", "LeadingDate", "find_dates", "find_leading_date", "find_subject_date", "parse_date"]
