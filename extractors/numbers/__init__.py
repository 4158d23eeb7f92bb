"""Populations and areas as printed, and the lists they stand in."""

from ucap.extractors.numbers.lists import split_commas, split_list
from ucap.extractors.numbers.number_words import is_missing, parse_number, read_label_factor
from ucap.extractors.numbers.printed import CountYear, Quantity
from ucap.extractors.numbers.quantities import read_quantities

__all__ = [
    "CountYear",
    "Quantity",
    "is_missing",
    "parse_number",
    "read_label_factor",
    "read_quantities",
    "split_commas",
    "split_list",
]
