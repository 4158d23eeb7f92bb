"""Lengths of time as printed (`three years`, `36 months`, `two-year`), and the day on which one ends."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ucap.extractors.dates.tokens import DASHES, NamedPhrases, TokenReader, load_date_words
from ucap.extractors.text.phrases import PhraseTable, index_phrases, split_phrases
from ucap.schemas.records import DatePrecision
from ucap.schemas.vocabularies import load_vocabulary
from ucap.schemas.vocabularies.form_lists import DurationUnit

_MONTHS = 12


@dataclass(frozen=True)
class Duration:
    """A length of time, and the token after it."""

    count: int
    unit: DurationUnit
    last: int


def read_duration(reader: TokenReader, i: int) -> Duration | None:
    """Read a length of time at a token; None also where it says how often something is repeated (`every two years`)."""
    words = load_date_words().sets
    numbers, units = _duration_words()
    if reader.word(i - 1) in words["repeated"] or not reader.starts_clean(i):
        return None
    named = numbers.match_at(reader.words, i)
    count, j = (named.value, named.last) if named else (reader.number(i, (1, 2, 3)), i + 1)
    j += reader.word(j) in DASHES and reader.is_word(j + 1)  # three-year
    unit = units.get(reader.word(j))
    return Duration(count, unit, j + 1) if count and unit else None


def read_announced_duration(reader: TokenReader, i: int) -> Duration | None:
    """Read a length of time after a date: `for three years`, `, for a period of 36 months`, `(2 days)`."""
    if reader.word(i) == "(":
        found = read_duration(reader, i + 1)
        return Duration(found.count, found.unit, found.last + 1) if found and reader.word(found.last) == ")" else None
    i += reader.word(i) == ","
    announced = reader.phrase(i, announcing_phrases())
    return read_duration(reader, announced[1]) if announced else None


def end_of_duration(start: date, precision: DatePrecision, duration: Duration) -> date | None:
    """Return the last day of a length of time that begins on `start`; None where it is finer than the start is.

    >>> end_of_duration(date(2018, 5, 1), "month", Duration(36, "month", 0))
    datetime.date(2021, 4, 30)
    >>> end_of_duration(date(2018, 1, 1), "year", Duration(18, "month", 0)) is None
    True
    """
    if precision == "day" and duration.unit in ("day", "week"):
        return start + timedelta(days=duration.count * (7 if duration.unit == "week" else 1) - 1)
    months = duration.count * {"month": 1, "year": _MONTHS}.get(duration.unit, 0)
    if not months or precision not in ("day", "month", "year") or (precision == "year" and months % _MONTHS):
        return None
    year, month = divmod(start.year * _MONTHS + start.month - 1 + months, _MONTHS)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])) - timedelta(days=1)


@cache
def announcing_phrases() -> NamedPhrases:
    """Return the words after which a length of time is that of the date before them."""
    return index_phrases(split_phrases(load_vocabulary("dates")["duration_of"]))


@cache
def _duration_words() -> tuple[PhraseTable[int], dict[str, DurationUnit]]:
    data = load_vocabulary("dates")
    numbers = {tuple(phrase.split()): number for number, phrases in data["duration_numbers"].items() for phrase in phrases}
    return index_phrases(numbers), {word: unit for unit, words in data["duration_units"].items() for word in words}
