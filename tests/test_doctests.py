"""The examples in the docstrings of public parsers are run, so that they stay true."""

import doctest
from importlib import import_module

import pytest

MODULES = (
    "extractors.dates.find",
    "extractors.fields.activities",
    "extractors.fields.activity_kinds",
    "extractors.fields.agenda",
    "extractors.fields.headings",
    "extractors.fields.not_held",
    "extractors.fields.plans",
    "extractors.fields.travels",
    "extractors.findings",
    "extractors.labels",
    "extractors.numbers.lists",
    "extractors.numbers.number_words",
    "extractors.numbers.quantities",
    "extractors.places",
    "schemas.values",
    "schemas.vocabularies",
    "schemas.check_vocabularies",
)
"""Modules with examples. They are imported as `ucap.…`: pytest's own doctest option would import the folders under a second
name.
"""


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    ran = doctest.testmod(import_module(f"ucap.{name}"), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert ran.attempted > 0
    assert ran.failed == 0


@pytest.mark.parametrize(
    ("module", "functions"),
    [
        pytest.param(
            "dates", ["parse_date", "find_dates", "find_leading_date", "find_subject_date", "find_trailing_date"], id="dates"
        ),
        pytest.param("numbers", ["parse_number", "read_quantities", "split_list", "is_missing"], id="numbers"),
        pytest.param("assign.matching", ["match_best"], id="matching"),
        pytest.param("divisions", ["find_division_countries"], id="divisions"),
        pytest.param("labels", ["match_label", "normalise_label", "is_title", "starts_label"], id="labels"),
        pytest.param("places", ["find_country_code", "fold_name", "slugify_city"], id="places"),
        pytest.param("locating", ["find_city"], id="locating"),
        pytest.param("divisions", ["find_divisions"], id="divisions"),
        pytest.param("header_places", ["locate_header_city"], id="header-places"),
    ],
)
def test_public_parsers_have_an_example(module: str, functions: list[str]) -> None:
    found = import_module(f"ucap.extractors.{module}")
    assert [name for name in functions if ">>>" not in (getattr(found, name).__doc__ or "")] == []
