"""Compare a reading with what must be read, field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from corpus.model import Gold
from ucap.schemas.reading import Reading
from ucap.schemas.records import Record


@dataclass(frozen=True)
class Outcome:
    """One compared value: the field, where in the document, whether it was read rightly, and both sides of it.

    `doubted`: the reading has a warning or an error about the row from which the value comes, or is refused.
    """

    field: str
    place: str
    right: bool
    expected: Any
    found: Any
    doubted: bool = False

    @property
    def silent(self) -> bool:
        """Whether a consumer takes a wrong value for a right one: the worst kind of error."""
        return not (self.right or self.doubted)


_ABOUT_ALL = frozenset({"recognised_scan"})
"""Findings that doubt every value of a document."""
NEVER = "never"
"""The field of words that are hidden or struck through, and must be in no table."""
_SECTIONS = {
    "kind": "title", "cities.side": "city", "cities.position": "city", "cities.city": "city", "cities.province": "province",
    "cities.country_code": "country", "cities.population": "population", "cities.area_km2": "area",
    "themes.key_focus": "key_focus", "themes.key_challenge": "key_challenges",
}  # fmt: skip
"""The row from which a field comes, where it is not the table of the same name."""


def compare(reading: Reading, gold: Gold) -> list[Outcome]:
    """Return an outcome for each value that must be read, and a wrong one for each that must not."""
    doubted = {issue.section for issue in reading.issues if issue.severity != "info"}
    refused = reading.ucap is None or any(issue.code in _ABOUT_ALL for issue in reading.issues)
    return [
        replace(outcome, doubted=refused or _SECTIONS.get(outcome.field, outcome.field.partition(".")[0]) in doubted)
        for outcome in _compare_values(reading, gold)
    ]


def _compare_values(reading: Reading, gold: Gold) -> list[Outcome]:
    ucap = reading.ucap
    if ucap is None:
        return [Outcome("document", "", False, "a reading", reading.document.reason)]
    summary = ucap.summary
    outcomes = [Outcome("document", "", True, None, None), _one("kind", "", gold.kind, summary.kind)]
    cities = [(c.side, c.position, c.city, c.province, c.country_code, c.population, c.area_km2) for c in ucap.cities]
    expected = [(c.side, c.position, c.city, c.province, c.country_code, c.population, c.area_km2) for c in gold.cities]
    names = ("side", "position", "city", "province", "country_code", "population", "area_km2")
    outcomes += _rows("cities", names, expected, cities)
    outcomes.append(_one("period", "", gold.period, (summary.period_start, summary.period_end)))
    outcomes += _rows(
        "themes",
        ("theme", "key_focus", "key_challenge"),
        [(t.theme, t.focus, t.challenge) for t in gold.themes],
        [(t.theme, t.key_focus, t.key_challenge) for t in ucap.themes],
    )
    topics = [(t.framework, t.sdg, t.topic) for t in ucap.agenda_topics]
    outcomes += [_one("agenda", str(i + 1), a, b) for i, (a, b) in enumerate(zip_longest(gold.agenda, topics))]
    outcomes.append(_one("key_focus", "", gold.key_focus, summary.key_focus))
    outcomes.append(_one("key_challenges", "", gold.key_challenges, summary.key_challenges))
    outcomes.append(_one("objectives", "", gold.objectives, summary.objectives))
    outcomes += _rows(
        "activities",
        ("date", "date_precision", "text", "items"),
        [((a.start, a.end), a.precision, a.text, a.items) for a in gold.activities],
        [((a.date_start, a.date_end), a.date_precision, a.text, tuple(a.items)) for a in ucap.activities],
    )
    outcomes += _rows(
        "results",
        ("heading", "theme", "update_year", "text"),
        [(r.heading, r.theme, r.update_year, r.text) for r in gold.results],
        [(r.heading, r.theme, r.update_year, r.text) for r in ucap.results],
    )
    outcomes.append(_one("contact", "", gold.contact, summary.contact_email))
    unknown = [section.text for section in ucap.sections if section.section == "unknown" and section.text]
    outcomes += [_one("unknown", str(i + 1), a, b) for i, (a, b) in enumerate(zip_longest(gold.unknown, unknown))]
    published = [row for row in ucap.records() if row.table_name != "sections"]
    outcomes += [_one(NEVER, word, None, _find_published(word, published)) for word in gold.never]
    return outcomes


def _find_published(word: str, rows: Iterable[Record]) -> str | None:
    """Return the name of a table that holds a word which must not be published; None where none does."""
    return next((row.table_name for row in rows if word in row.model_dump_json()), None)


def _rows(table: str, columns: Sequence[str], expected: Iterable[Any], found: Iterable[Any]) -> list[Outcome]:
    """Compare two lists of rows by position; a row that only one of them has is wrong in every column."""
    nothing = ("(no row)",) * len(columns)
    return [
        _one(f"{table}.{column}", str(i + 1), a, b)
        for i, (gold_row, row) in enumerate(zip_longest(expected, found, fillvalue=nothing))
        for column, a, b in zip(columns, gold_row, row, strict=True)
    ]


def _one(field: str, place: str, expected: Any, found: Any) -> Outcome:
    return Outcome(field, place, _normalise(expected) == _normalise(found), expected, found)


def _normalise(value: Any) -> Any:
    """Return a value for comparing: texts with single blanks, areas to the square metre."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, date):
        return value
    if isinstance(value, tuple | list):
        return tuple(map(_normalise, value))
    return value
