"""Words of messages that several places need: counts with their nouns, and what a value should have been."""

from collections.abc import Mapping, Sequence
from typing import Any


def render_count(number: int, noun: str, several: str | None = None) -> str:
    """Return a number with its noun, which gets an `s` for several unless they have a word of their own.

    >>> render_count(1, "error"), render_count(0, "error"), render_count(1200, "activity", "activities")
    ('1 error', '0 errors', '1,200 activities')
    """
    return f"{number:,} {choose_word(number, noun, several)}"


def choose_word(number: int, one: str, several: str | None = None) -> str:
    """Return the word that stands behind a number.

    >>> choose_word(1, "is", "are"), choose_word(3, "day")
    ('is', 'days')
    """
    return one if number == 1 else several or f"{one}s"


def join_words(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    >>> join_words(["reason"]), join_words(["reason", "author", "date"])
    ('reason', 'reason, author and date')
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


SEVERITY_NOUNS = {"error": "error", "warning": "warning", "info": "note"}
"""What a finding of each severity is called, the most serious first."""


def render_findings(counts: Mapping[str, int]) -> str:
    """Return counts by severity as words, the most serious first, without those of which there are none.

    >>> render_findings({"info": 4, "error": 1})
    '1 error, 4 notes'
    """
    return ", ".join(render_count(counts[name], noun) for name, noun in SEVERITY_NOUNS.items() if counts.get(name))


_NEEDED = {
    "missing": "it is missing",
    "int_parsing": "a whole number is needed",
    "int_type": "a whole number is needed",
    "int_from_float": "a whole number is needed",
    "float_parsing": "a number is needed",
    "float_type": "a number is needed",
    "bool_parsing": "true or false is needed",
    "bool_type": "true or false is needed",
    "string_type": "a text is needed",
    "string_too_short": "a text is needed, not an empty one",
    "string_pattern_mismatch": "a text without control characters is needed",
    "list_type": "a list is needed",
    "dict_type": "keys with values are needed",
    "too_short": "it needs {min_length} or more entries",
    "date_type": "a date is needed, such as 2026-01-31",
    "date_parsing": "a date is needed, such as 2026-01-31",
    "date_from_datetime_parsing": "a date is needed, such as 2026-01-31",
    "greater_than_equal": "at least {ge} is needed",
    "greater_than": "more than {gt} is needed",
    "less_than_equal": "at most {le} is possible",
    "less_than": "less than {lt} is needed",
    "literal_error": "{expected} is needed",
    "enum": "{expected} is needed",
}
"""What a value should have been, by pydantic's name of the fault: its own words are for programmers."""
_SHOULD_BE = "Input should be "


def explain_invalid(fault: Mapping[str, Any]) -> str:
    """Return what a value should have been, in plain words; `fault` is one of those that pydantic's `errors()` lists.

    >>> explain_invalid({"type": "int_parsing", "msg": "Input should be a valid integer, unable to parse string as an integer"})
    'a whole number is needed'
    >>> explain_invalid({"type": "value_error", "msg": "Value error, 'pdf' is not one of 'csv', 'xlsx'"})
    "'pdf' is not one of 'csv', 'xlsx'"
    """
    if needed := _NEEDED.get(fault["type"]):
        return needed.format(**fault.get("ctx", {}))
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{message.removeprefix(_SHOULD_BE)} is needed" if message.startswith(_SHOULD_BE) else message
