"""Compare a reading with what must be read, field by field."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any, Literal, TypeAlias

from corpus.model import Gold
from ucap.extractors.labels import normalise_label
from ucap.schemas.reading import Reading
from ucap.schemas.records import Issue, Record
from ucap.schemas.ucap import Ucap

Doubt: TypeAlias = Literal["none", "document", "row"]
"""What the findings of a reading say about a value: nothing, something about the whole document, or about its row or place."""


@dataclass(frozen=True)
class Outcome:
    """One compared value: the field, where in the document, whether it was read rightly, and both sides of it.

    `doubt` is `row` where a warning or an error names the row from which the value comes, or the document is refused.
    """

    field: str
    place: str
    right: bool
    expected: Any
    found: Any
    doubt: Doubt = "none"
    texts: tuple[str, ...] = ()
    """What the row says, and those above it where rows are missing or too many: a finding that quotes it names the value."""

    @property
    def silent(self) -> bool:
        """Whether a consumer takes a wrong value for a right one: the worst kind of error.

        What is said about the whole document does not help to find it.
        """
        return not self.right and self.doubt != "row"


NO_ROW = "(no row)"
NEVER = "never"
"""The field of words that are hidden or struck through, and must be in no table."""
ALARM = "alarm"
"""The field that is right where a document in which all is seen has no finding that says otherwise."""
_ALARMS = ("hidden_text", "unread_text")
_SECTIONS = {
    "kind": "title", "cities.side": "city", "cities.position": "city", "cities.city": "city", "cities.province": "province",
    "cities.country_code": "country", "cities.population": "population", "cities.area_km2": "area",
    "themes.key_focus": "key_focus", "themes.key_challenge": "key_challenges",
}  # fmt: skip
"""The row from which a field comes, where it is not the table of the same name."""


def compare(reading: Reading, gold: Gold) -> list[Outcome]:
    """Return an outcome for each value that must be read, and a wrong one for each that must not."""
    issues = [issue for issue in reading.issues if issue.severity != "info"]
    labels: dict[str, str | None] = (
        {section.section: section.label for section in reading.ucap.sections} if reading.ucap else {}
    )
    whole: Doubt = "document" if any(_is_about_all(issue) for issue in issues) else "none"

    def judge(outcome: Outcome) -> Doubt:
        section = _SECTIONS.get(outcome.field, outcome.field.partition(".")[0])
        named = reading.ucap is None or any(
            _names(issue, section, labels.get(section), outcome)
            or (outcome.found in (None, NO_ROW, (None, None)) and _names_cell(issue, section, reading.ucap))
            for issue in issues
        )
        return "row" if named else whole

    outcomes = [
        outcome if outcome.right else replace(outcome, doubt=judge(outcome)) for outcome in _compare_values(reading, gold)
    ]
    return [*outcomes, *_find_alarms(reading, gold)]


def _find_alarms(reading: Reading, gold: Gold) -> Iterator[Outcome]:
    """Yield whether nothing is said to be hidden or unread, for a document in which nothing is."""
    if not gold.never:
        alarm = next((issue for issue in reading.issues if issue.code in _ALARMS), None)
        found = f"{alarm.code}: {alarm.raw_text}" if alarm else None
        yield Outcome(ALARM, "", alarm is None, None, found, doubt="row")


def _is_about_all(issue: Issue) -> bool:
    return issue.section is None and issue.raw_text is None


def _names(issue: Issue, section: str, label: str | None, outcome: Outcome) -> bool:
    """Whether a finding names the row of a value: the whole row of the form, or some of the text in it."""
    if issue.section not in (section, None) or _is_about_all(issue):
        return False
    if issue.raw_text is None or (issue.section and label is None):  # what is said of a row that is not there names all of it
        return True
    if issue.section and label and normalise_label(issue.raw_text) == normalise_label(label):
        return True
    quoted = _fold(issue.raw_text)
    texts = [_fold(text) for text in (*_list_texts(outcome.expected), *_list_texts(outcome.found), *outcome.texts)]
    return any(quoted in text or (issue.section is not None and text in quoted) for text in texts if text and quoted)


def _names_cell(issue: Issue, section: str, ucap: Ucap) -> bool:
    """Whether a finding names a whole cell of a row, of which nothing may have been read: its text is in no other table."""
    texts = {_fold(row.text) for row in ucap.sections if row.section == section}
    return issue.section == section and issue.raw_text is not None and _fold(issue.raw_text) in texts


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _list_texts(value: Any) -> Iterator[str]:
    """Yield the texts that a value holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _list_texts(part)


def _compare_values(reading: Reading, gold: Gold) -> list[Outcome]:
    ucap = reading.ucap
    if ucap is None:
        return [Outcome("document", "", False, "a reading", reading.document.reason)]
    summary = ucap.summary
    outcomes = [Outcome("document", "", True, None, None), _one("kind", "", gold.kind, summary.kind)]
    cities = [(c.side, c.position, c.city, c.province, c.country_code, c.population, c.area_km2) for c in ucap.cities]
    expected = [(c.side, c.position, c.city, c.province, c.country_code, c.population, c.area_km2) for c in gold.cities]
    names = ("side", "position", "city", "province", "country_code", "population", "area_km2")
    outcomes += _rows("cities", names, expected, cities, ucap.cities)
    outcomes.append(_one("period", "", gold.period, (summary.period_start, summary.period_end)))
    outcomes += _rows(
        "themes",
        ("theme", "key_focus", "key_challenge"),
        [(t.theme, t.focus, t.challenge) for t in gold.themes],
        [(t.theme, t.key_focus, t.key_challenge) for t in ucap.themes],
        ucap.themes,
    )
    topics = [(t.framework, t.sdg, t.topic) for t in ucap.agenda_topics]
    outcomes += _rows("agenda", ("",), [(topic,) for topic in gold.agenda], [(topic,) for topic in topics], ucap.agenda_topics)
    outcomes.append(_one("key_focus", "", gold.key_focus, summary.key_focus))
    outcomes.append(_one("key_challenges", "", gold.key_challenges, summary.key_challenges))
    outcomes.append(_one("objectives", "", gold.objectives, summary.objectives))
    outcomes += _rows(
        "activities",
        ("date", "date_precision", "text", "items"),
        [((a.start, a.end), a.precision, a.text, a.items) for a in gold.activities],
        [((a.date_start, a.date_end), a.date_precision, a.text, tuple(a.items)) for a in ucap.activities],
        ucap.activities,
    )
    outcomes += _rows(
        "results",
        ("heading", "theme", "update_year", "text"),
        [(r.heading, r.theme, r.update_year, r.text) for r in gold.results],
        [(r.heading, r.theme, r.update_year, r.text) for r in ucap.results],
        ucap.results,
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


def _rows(
    table: str, columns: Sequence[str], expected: Sequence[Any], found: Sequence[Any], records: Sequence[Record]
) -> list[Outcome]:
    """Compare two lists of rows by position; a row that only one of them has is wrong in every column.

    Where one list is longer, what is wrong with a row moves all that follow: what names it names them, too.
    """
    nothing = (NO_ROW,) * len(columns)
    outcomes: list[Outcome] = []
    above: tuple[str, ...] = ()
    for i, (gold_row, row, record) in enumerate(zip_longest(expected, found, records)):
        printed = tuple(_list_texts(list(record.model_dump().values()))) if record else ()
        texts = (*_list_texts(gold_row), *printed)
        above = (*above, *texts) if len(expected) != len(found) else texts
        pairs = zip(columns, gold_row or nothing, row or nothing, strict=True)
        outcomes += [_one(f"{table}.{column}".rstrip("."), str(i + 1), a, b, above) for column, a, b in pairs]
    return outcomes


def _one(field: str, place: str, expected: Any, found: Any, texts: tuple[str, ...] = ()) -> Outcome:
    return Outcome(field, place, _normalise(expected) == _normalise(found), expected, found, texts=texts)


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
