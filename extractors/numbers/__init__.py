"""Populations and areas as printed, and the lists they stand in."""

from ucap.extractors.numbers.quantities import CountYear, Quantity, is_missing, parse_number, read_quantities, split_list

__all__ = ["CountYear", "Quantity", "is_missing", "parse_number", "read_quantities", "split_list"]
