"""Corrections: each guard, what an applied entry changes, and that carrying over gives what a run from nothing gives."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.commands import FORM, ROOT
from tests.example_outputs import file_tree
from tests.example_readings import make_quarantined, make_reading
from tests.made_up_folders import Content, Folder, Reader
from ucap.extractors.extract import read_document
from ucap.flows.basics.settings import Settings
from ucap.flows.run.inputs import RunInputs
from ucap.flows.run.plan import plan_reading
from ucap.flows.run.publish import publish_readings
from ucap.flows.run.request import RunRequest
from ucap.flows.run.summary import RunSummary
from ucap.publishing.assemble import load_previous
from ucap.publishing.corrections.apply import Fate, apply_corrections
from ucap.publishing.corrections.book import CorrectionBook, load_book
from ucap.publishing.corrections.columns import WrongValueError, list_columns, parse_value
from ucap.publishing.corrections.draft import CorrectionError
from ucap.publishing.corrections.draft_events import draft_event_entry
from ucap.publishing.corrections.entries import Located, render_schema
from ucap.publishing.corrections.load import InvalidEntry, parse_corrections
from ucap.publishing.manifest import read_table
from ucap.schemas.reading import Reading
from ucap.schemas.records import Evidence
from ucap.schemas.ucap import Ucap

SIGNED = {"reason": "census", "author": "ab", "date": datetime.date(2024, 2, 29)}
POPULATION = {"ucap": "turku--hue", "table": "cities", "row": "turku--hue/lead/1", "column": "population"}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_entries(*entries: Mapping[str, Any]) -> bytes:
    return yaml.dump([{**entry, **SIGNED} for entry in entries], Dumper=_Dumper, allow_unicode=True).encode()


def make_entries(*entries: Mapping[str, Any]) -> list[Located]:
    located = [entry for entry in parse_corrections(write_entries(*entries), "corrections/a.yml") if isinstance(entry, Located)]
    assert len(located) == len(entries)
    return located


def correct(reading: Reading, *entries: Mapping[str, Any]) -> tuple[Ucap, tuple[Fate, ...]]:
    corrected, fates = apply_corrections(reading, make_entries(*entries))
    assert corrected.ucap
    return corrected.ucap, fates


def rows_of(ucap: Ucap, table: str) -> list[dict[str, Any]]:
    return [record.model_dump() for record in ucap.records() if record.table_name == table]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_document(FORM.format(lead="Porto", partner="Qingdao").encode(), "porto.txt")


# --- what an applied entry changes


def test_a_corrected_value_stands_beside_the_extracted_one(reading: Reading) -> None:
    target = {"document": "porto.txt", "table": "ucaps", "row": "porto--qingdao", "column": "period_end"}
    new = datetime.date(2019, 6, 30)
    ucap, fates = correct(reading, {**target, "expected": datetime.date(2018, 12, 31), "value": new})
    assert fates == (Fate("applied", "2018-12-31"),)
    assert ucap.summary.period_end == new
    seen = [(row.value, row.method) for row in ucap.evidence if (row.table, row.column) == ("ucaps", "period_end")]
    assert seen == [("2018-12-31", "rule"), ("2019-06-30", "correction")]
    assert reading.ucap and ucap.cities == reading.ucap.cities


def test_rules_judge_what_is_corrected(reading: Reading) -> None:
    target = {"document": "porto.txt", "table": "ucaps", "row": "porto--qingdao", "column": "period_end"}
    entry = {**target, "expected": datetime.date(2018, 12, 31), "value": datetime.date(2016, 1, 1)}
    corrected, _ = apply_corrections(reading, make_entries(entry))
    assert "period_reversed" in {issue.code for issue in corrected.issues if issue.severity == "error"}
    assert corrected.ucap and corrected.ucap.summary.period_end is None


DAY, JUNE = datetime.date(2017, 6, 14), datetime.date(2017, 6, 30)


@pytest.mark.parametrize(
    ("printed", "values", "said"),
    [
        pytest.param("May 2017: ", {"date_end": JUNE}, "date_start is still as it was read", id="one-end-of-a-month"),
        pytest.param("May 2017: ", {"date_precision": "day"}, "do not look like those", id="only-the-precision"),
        pytest.param("May 2017: ", {"date_start": DAY, "date_end": DAY}, "do not look like those", id="days-of-a-month"),
        pytest.param("May 2017: ", {"date_start": DAY, "date_end": JUNE, "date_precision": "day"}, None, id="all-three"),
        pytest.param("May 2017: ", {"date_start": DAY.replace(day=1), "date_end": JUNE}, None, id="another-month"),
        pytest.param("May 2017: ", {"date_start": None, "date_end": None}, "still a date_precision", id="no-date-any-more"),
        pytest.param("", {"date_start": DAY}, "there is no date_precision", id="undated-without-precision"),
        pytest.param("", {"date_start": DAY, "date_precision": "day"}, "there is no date_end", id="undated-without-an-end"),
        pytest.param("14 June 2017: ", {"date_end": JUNE}, "date_start is still as it was read", id="one-end-of-a-day"),
        pytest.param("14-16 June 2017: ", {"date_end": JUNE}, None, id="end-of-a-range"),
        pytest.param("since May 2017: ", {"date_end": JUNE}, None, id="end-of-what-had-none"),
        pytest.param("May 2017: ", {"mode": "online"}, None, id="no-date"),
    ],
)
def test_dates_of_which_a_part_was_corrected_are_doubted(printed: str, values: dict[str, Any], said: str | None) -> None:
    form = FORM.replace("→ May 2017: ", f"→ {printed}").format(lead="Porto", partner="Qingdao")
    reading = read_document(form.encode(), "porto.txt")
    assert reading.ucap
    (activity,) = reading.ucap.activities
    row = {"document": "porto.txt", "table": "activities", "row": activity.activity_id}
    entries = [{**row, "column": c, "expected": getattr(activity, c), "value": value} for c, value in values.items()]
    corrected, _ = apply_corrections(reading, make_entries(*entries))
    messages = [issue.message for issue in corrected.issues if issue.code == "date_half_corrected"]
    assert [said in message for message in messages if said] == ([True] if said else []) and bool(messages) == bool(said)


@pytest.mark.parametrize(
    ("text", "code", "column", "value"),
    [
        pytest.param("Walks with residents", "activity_kind_unclear", "activity_types", ["study"], id="kind"),
        pytest.param("Three days in Porto", "mode_unclear", "mode", "in_person", id="mode"),
        pytest.param("Visit to Porto postponed", "activity_not_held", "not_held", False, id="held-after-all"),
    ],
)
def test_a_corrected_value_is_doubted_no_more(text: str, code: str, column: str, value: Any) -> None:
    form = FORM.format(lead="Porto", partner="Qingdao").replace("May 2017: Porto and Qingdao met at a workshop", text)
    reading = read_document(form.encode(), "porto.txt")
    assert reading.ucap and code in {issue.code for issue in reading.issues}
    (activity,) = reading.ucap.activities
    row = {"document": "porto.txt", "table": "activities", "row": activity.activity_id}
    corrected, _ = apply_corrections(
        reading, make_entries({**row, "column": column, "expected": getattr(activity, column), "value": value})
    )
    assert code not in {issue.code for issue in corrected.issues}
    other, _ = apply_corrections(reading, make_entries({**row, "column": "planned", "expected": False, "value": True}))
    assert code in {issue.code for issue in other.issues}


def test_a_withheld_value_is_corrected_by_what_was_extracted() -> None:
    form = FORM.replace("May 2017 - December 2018", "May 2018 - December 2017").format(lead="Porto", partner="Qingdao")
    reading = read_document(form.encode(), "porto.txt")
    assert reading.ucap and reading.ucap.summary.period_end is None
    target = {"document": "porto.txt", "table": "ucaps", "row": "porto--qingdao", "column": "period_end"}
    entry = {**target, "expected": datetime.date(2017, 12, 31), "value": datetime.date(2019, 12, 31)}
    corrected, (fate,) = apply_corrections(reading, make_entries(entry))
    assert fate.status == "applied" and corrected.ucap
    assert (corrected.ucap.summary.period_start, corrected.ucap.summary.period_end) == (
        datetime.date(2018, 5, 1),
        datetime.date(2019, 12, 31),
    )
    assert "period_reversed" not in {issue.code for issue in corrected.issues}


def test_a_dropped_row_takes_its_evidence_along_and_others_move_up() -> None:
    reading = make_reading()
    assert reading.ucap
    note = Evidence.model_validate(
        {**reading.ucap.evidence[0].model_dump(), "table": "activities", "row": "turku--hue/a2", "column": "text"}
    )
    lost = note.model_copy(update={"row": "turku--hue/a1"})
    reading = replace(reading, ucap=replace(reading.ucap, evidence=(lost, note)))
    target = {"ucap": "turku--hue", "table": "activities", "row": "turku--hue/a1"}
    ucap, _ = correct(reading, {**target, "drop": True, "expected": {"items": ["Port tour"]}})
    assert [(row["activity_id"], row["position"], row["text"]) for row in rows_of(ucap, "activities")] == [
        ("turku--hue/a1", 1, "A webinar on trams.")
    ]
    assert [(row.row, row.column) for row in ucap.evidence] == [("turku--hue/a1", "text")]
    assert [entity.activity_id for entity in ucap.entities] == [None]


@pytest.mark.parametrize(
    ("table", "add", "expected"),
    [
        pytest.param("themes", {"theme": "Ports"}, ["Trams", "Ports"], id="last"),
        pytest.param("themes", {"theme": "Ports", "position": 1}, ["Ports", "Trams"], id="first"),
        pytest.param("themes", {"theme": "Ports", "position": 9}, ["Trams", "Ports"], id="beyond-the-last"),
        pytest.param("cities", {"city": "Naantali", "side": "lead"}, ["Turku", "Naantali", "Hue"], id="a-side"),
        pytest.param("cities", {"city": "Hoi An", "side": "partner", "position": 1}, ["Turku", "Hoi An", "Hue"], id="partner"),
    ],
)
def test_a_row_is_added(table: str, add: dict[str, Any], expected: list[str]) -> None:
    ucap, fates = correct(make_reading(), {"ucap": "turku--hue", "table": table, "add": add})
    assert fates == (Fate("applied"),)
    rows = rows_of(ucap, table)
    name = next(iter(add))
    assert [row[name] for row in rows] == expected
    sides = [row.get("side") for row in rows]
    assert [row["position"] for row in rows] == [1 + sides[:number].count(side) for number, side in enumerate(sides)]
    cited = [(row.column, row.value) for row in ucap.evidence if row.method == "correction"]
    assert cited == [(name, add[name])]


def test_entries_name_rows_as_extracted_whatever_others_drop() -> None:
    activity = {"ucap": "turku--hue", "table": "activities"}
    ucap, fates = correct(
        make_reading(),
        {**activity, "row": "turku--hue/a1", "drop": True, "expected": {"position": 1}},
        {**activity, "row": "turku--hue/a2", "column": "mode", "expected": None, "value": "online"},
        {**activity, "add": {"text": "Kick-off", "position": 2}},
    )
    assert {fate.status for fate in fates} == {"applied"}
    assert [(row["activity_id"], row["text"], row["mode"]) for row in rows_of(ucap, "activities")] == [
        ("turku--hue/a1", "Kick-off", None),
        ("turku--hue/a2", "A webinar on trams.", "online"),
    ]
    assert [(row.row, row.column) for row in ucap.evidence if row.method == "correction"] == [
        ("turku--hue/a2", "mode"),
        ("turku--hue/a1", "text"),
    ]


# --- guards


@pytest.mark.parametrize(
    ("entry", "fate"),
    [
        pytest.param(
            {**POPULATION, "row": "turku--hue/lead/2", "expected": 1, "value": 2},
            Fate("stale", None, "There is no row turku--hue/lead/2 in cities."),
            id="no-such-row",
        ),
        pytest.param(
            {**POPULATION, "expected": 1, "value": 2},
            Fate("stale", "194000", "population: “1” is expected, “194000” was extracted."),
            id="another-value",
        ),
        pytest.param(
            {**POPULATION, "expected": None, "value": 2},
            Fate("stale", "194000", "population: nothing is expected, “194000” was extracted."),
            id="a-value-where-none-was",
        ),
        pytest.param(
            {"ucap": "turku--hue", "table": "themes", "row": "turku--hue/1", "drop": True, "expected": {"theme": "Ports"}},
            Fate("stale", '{"theme": "Trams"}', "theme: “Ports” is expected, “Trams” was extracted."),
            id="another-row",
        ),
        pytest.param(
            {"ucap": "turku--hue", "table": "themes", "add": {"theme": "Trams"}},
            Fate("stale", '{"theme": "Trams"}', "The row was extracted as turku--hue/1."),
            id="a-row-that-is-there",
        ),
    ],
)
def test_what_does_not_fit_is_stale(entry: dict[str, Any], fate: Fate) -> None:
    reading = make_reading()
    assert reading.ucap
    cities = (reading.ucap.cities[0].model_copy(update={"population": 194000}), reading.ucap.cities[1])
    reading = replace(reading, ucap=replace(reading.ucap, cities=cities))
    corrected, fates = apply_corrections(reading, make_entries(entry))
    assert fates == (fate,)
    assert corrected.ucap == reading.ucap
    (issue,) = corrected.issues
    assert (issue.code, issue.severity, issue.ucap_id) == ("correction_stale", "warning", "turku--hue")
    assert fate.message and fate.message in issue.message


def test_a_number_is_the_same_with_and_without_decimals() -> None:
    reading = make_reading()
    assert reading.ucap
    cities = (reading.ucap.cities[0].model_copy(update={"area_km2": 246.0}), reading.ucap.cities[1])
    reading = replace(reading, ucap=replace(reading.ucap, cities=cities))
    ucap, fates = correct(reading, {**POPULATION, "column": "area_km2", "expected": 246, "value": 250})
    assert fates[0].status == "applied" and ucap.cities[0].area_km2 == 250.0


VALUE = {**POPULATION, "column": "province", "expected": None, "value": "Varsinais-Suomi"}
DROP = {"ucap": "turku--hue", "table": "cities", "row": "turku--hue/lead/1", "drop": True, "expected": {"city": "Turku"}}
ADD = {"ucap": "turku--hue", "table": "themes", "add": {"theme": "Ports"}}


@pytest.mark.parametrize(
    ("entries", "statuses"),
    [
        pytest.param([VALUE, VALUE], ["applied", "invalid"], id="the-same-twice"),
        pytest.param([VALUE, {**VALUE, "value": "Uusimaa"}], ["applied", "invalid"], id="another-value"),
        pytest.param([{**VALUE, "expected": "Uusimaa"}, VALUE], ["stale", "invalid"], id="the-first-is-stale"),
        pytest.param([DROP, VALUE], ["applied", "invalid"], id="a-value-of-a-dropped-row"),
        pytest.param([VALUE, DROP], ["applied", "invalid"], id="dropping-a-corrected-row"),
        pytest.param([ADD, ADD], ["applied", "invalid"], id="added-twice"),
        pytest.param([VALUE, {**VALUE, "column": "country"}], ["applied", "applied"], id="two-values-of-a-row"),
    ],
)
def test_the_second_entry_on_a_value_is_an_error(entries: list[dict[str, Any]], statuses: list[str]) -> None:
    _, fates = correct(make_reading(), *entries)
    assert [fate.status for fate in fates] == statuses


def test_by_path_and_by_ucap_is_the_same_value() -> None:
    by_path = {**VALUE, "document": "turku.pdf"}
    del by_path["ucap"]
    book = CorrectionBook(tuple(make_entries(VALUE, by_path)))
    _, fates = apply_corrections(make_reading(), book.find_concerning("turku.pdf", "turku--hue"))
    assert [fate.status for fate in fates] == ["applied", "invalid"]


def test_a_quarantined_document_leaves_its_entries_stale() -> None:
    reading = make_quarantined("turku.pdf")
    corrected, (fate,) = apply_corrections(reading, make_entries(VALUE))
    assert corrected is reading
    assert fate.status == "stale" and "quarantined (empty" in (fate.message or "")


# --- files

SOUND = """- ucap: turku--hue
  table: cities
  row: turku--hue/lead/1
  column: province
  expected: null
  value: Uusimaa
  reason: census
  author: ab
  date: 2024-02-29
"""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("corrections: [\n", "a.yml:2: it is not valid YAML", id="no-yaml"),
        pytest.param("a: 1\n", "a.yml:1: it must be a list of entries", id="no-list"),
        pytest.param("\n- 7\n", "a.yml:2: an entry must be keys with values", id="no-mapping"),
        pytest.param(SOUND.replace("province", "\x07"), "a.yml:4: it is not valid YAML", id="control-character"),
        pytest.param(b"- \xff", "a.yml:1: it is not UTF-8", id="not-utf-8"),
        pytest.param(SOUND.replace("  row:", "  rwo:"), "a.yml:3: rwo: there is no such key", id="unknown-key"),
        pytest.param(SOUND.replace("  reason: census\n", ""), "a.yml:1: reason: this key is missing", id="no-reason"),
        pytest.param(
            "- ucap: turku--hue\n  table: cities\n",
            "a.yml:1: reason, author, date, row, column, expected and value are missing",
            id="half-written",
        ),
        pytest.param(
            SOUND.replace("  row:", "  rwo:").replace("  reason: census\n", ""),
            "a.yml:3: rwo: there is no such key, and reason and row are missing",
            id="misspelt-and-missing",
        ),
        pytest.param(
            SOUND.replace("  row:", "  rwo:").replace("  date:", "  day:"),
            "a.yml:1: there are no keys rwo and day, and date and row are missing",
            id="two-misspelt",
        ),
        pytest.param(SOUND.replace("census", "''"), "a.yml:7: reason: a text is needed, not an empty one", id="empty-reason"),
        pytest.param(SOUND.replace("2024-02-29", "2023-02-29"), "a.yml:9: date: it cannot be read", id="no-such-day"),
        pytest.param(SOUND.replace("2024-02-29", "soon"), "a.yml:9: date: a date is needed, such as 2026-01-31", id="no-date"),
        pytest.param(SOUND + "  value: Turku\n", "a.yml:10: value: it appears twice", id="key-twice"),
        pytest.param(SOUND.replace("cities\n", "sections\n"), "a.yml:2: table: it cannot be used here", id="wrong-table"),
        pytest.param(SOUND.replace("province", "position"), "a.yml:4: column: position of cities cannot be", id="key-column"),
        pytest.param(SOUND.replace("province", "mayor"), "a.yml:4: column: mayor of cities cannot be", id="no-such-column"),
        pytest.param(SOUND.replace("Uusimaa", "NO"), "a.yml:6: value: a text is needed, not False", id="yaml-no"),
        pytest.param(
            SOUND.replace("province", "area_km2").replace("Uusimaa", ".nan"), "a.yml:6: value: a finite", id="not-a-number"
        ),
        pytest.param(SOUND.replace("province", "population"), "a.yml:6: value: a whole number is needed", id="wrong-type"),
        pytest.param(
            SOUND.replace("province", "latitude").replace("Uusimaa", "450.0"),
            "a.yml:6: value: a value from -90 to 90 is needed, not 450.0 (for cities.latitude).",
            id="out-of-range",
        ),
        pytest.param(
            SOUND.replace("province", "country_code").replace("Uusimaa", "ITA"),
            "a.yml:6: value: a code of ISO 3166-1 alpha-2 is needed, not ITA: write IT",
            id="code-list",
        ),
        pytest.param(
            SOUND.replace("province", "area_km2").replace("Uusimaa", "130,5"),
            "a.yml:6: value: a number is needed, not '130,5': write 130.5",
            id="decimal-comma",
        ),
        pytest.param(
            SOUND.replace("province", "population").replace("Uusimaa", "130,5"),
            "a.yml:6: value: a whole number is needed, not '130,5' (for",
            id="decimal-comma-in-a-count",
        ),
        pytest.param(
            SOUND.replace("province", "population").replace("Uusimaa", "1,234,567"),
            "a.yml:6: value: a whole number is needed, not '1,234,567': write 1234567",
            id="thousands-in-a-count",
        ),
        pytest.param(SOUND.replace("null", "7"), "a.yml:5: expected: a text is needed, not 7", id="wrong-expected"),
        pytest.param("- document: a.pdf\n" + SOUND.replace("- ", "  "), "a.yml:1: name either document", id="two-targets"),
        pytest.param(SOUND.replace("null", "&x 1").replace("Uusimaa", "*x"), "a.yml:6: an alias (*x) is not", id="alias"),
        pytest.param("- " + "[" * 500, "a.yml:1: lists and mappings are nested too deep", id="too-deep"),
        pytest.param(SOUND.replace("Uusimaa", "!!python/tuple [x]"), "a.yml:6: value: it cannot be read", id="code"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_and_key(content: str | bytes, message: str) -> None:
    (found,) = parse_corrections(content if isinstance(content, bytes) else content.encode(), "a.yml")
    assert isinstance(found, InvalidEntry)
    assert found.message.startswith(message)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param(
            {**ADD, "add": {"theme": "Ports", "page": "one"}}, "add: page: a whole number is needed", id="wrong-value"
        ),
        pytest.param({**ADD, "add": {"theme": "Ports", "page": 0}}, "add: page: a value of 1 or more is needed", id="page-0"),
        pytest.param(
            {
                "ucap": "turku--hue",
                "table": "agenda_topics",
                "row": "turku--hue/1",
                "column": "sdg",
                "expected": 11,
                "value": 18,
            },
            "value: a value from 1 to 17 is needed, not 18",
            id="goal-18",
        ),
        pytest.param(
            {
                "ucap": "turku--hue",
                "table": "ucaps",
                "row": "turku--hue",
                "column": "contact_email",
                "expected": None,
                "value": "nomail",
            },
            "value: a text of another form, such as info@iuc.eu, is needed, not nomail",
            id="no-address",
        ),
        pytest.param({**ADD, "add": {"page": 1}}, "add: theme: it is missing", id="value-missing"),
        pytest.param({**ADD, "add": {"theme": "Ports", "position": 0}}, "add: position counts from 1", id="position-0"),
        pytest.param({**ADD, "table": "entities"}, "table: it cannot be used here", id="entity"),
        pytest.param({**ADD, "table": "cities", "add": {"city": "Turku"}}, "add: side: it is missing", id="no-side"),
        pytest.param({**DROP, "expected": {}}, "expected: it needs 1 or more entries", id="drop-unguarded"),
        pytest.param({**DROP, "drop": False}, "drop: True is needed", id="drop-false"),
        pytest.param({**DROP, "table": "ucaps"}, "table: it cannot be used here", id="drop-of-all"),
        pytest.param({"use": ""}, "use: a text is needed, not an empty one", id="use-nothing"),
        pytest.param({"join": ["a--b/a1"], "expected": {"a--b/a1": "x"}}, "join: it needs 2 or more entries", id="join-one"),
        pytest.param({"join": ["a--b/a1", "a3"], "expected": {}}, "join: 'a3' is not an activity_id", id="join-a-position"),
        pytest.param(
            {"part": ["a--b/a1"] * 2, "expected": {"a--b/a1": "x"}}, "part: an activity appears twice", id="part-itself"
        ),
        pytest.param(
            {"part": ["a--b/a1", "b--a/a1"], "expected": {"a--b/a1": "x"}},
            "expected: it must have the text of each",
            id="unguarded",
        ),
        pytest.param({"ignore": "a.pdf", "table": "cities"}, "table: there is no such key", id="ignore-a-table"),
    ],
)
def test_other_kinds_of_entries_are_checked(entry: dict[str, Any], message: str) -> None:
    (found,) = parse_corrections(write_entries(entry), "a.yml")
    assert isinstance(found, InvalidEntry)
    assert message in found.message


def test_a_fault_stops_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "corrections"
    folder.mkdir()
    (folder / "a.yml").write_text(SOUND.replace("table", "tabel") + SOUND, encoding="utf-8")
    (folder / "b.yaml").write_bytes(b"\xff\xfe")
    (folder / "c.yml").write_text("# nothing yet\n", encoding="utf-8")
    (folder / "d.yml").mkdir()
    (folder / "notes.txt").write_text("no corrections", encoding="utf-8")
    (folder / ".e.yml.swp").write_text("hidden", encoding="utf-8")
    book = load_book(tmp_path)
    assert [(type(found).__name__, found.file, found.position) for found in book.found] == [
        ("InvalidEntry", "corrections/a.yml", 1),
        ("Located", "corrections/a.yml", 2),
        ("InvalidEntry", "corrections/b.yaml", 1),
    ]
    assert load_book(tmp_path / "nowhere").found == ()


def test_the_schema_for_editors_is_rendered_from_the_models() -> None:
    assert (ROOT / "schemas" / "corrections.schema.json").read_text(encoding="utf-8") == render_schema()


@pytest.mark.parametrize(
    ("where", "text", "value"),
    [
        pytest.param("cities.population", "571026", 571026, id="whole-number"),
        pytest.param("cities.area_km2", "398", 398.0, id="number"),
        pytest.param("cities.population_text", "571026", "571026", id="text-of-digits"),
        pytest.param("cities.country_code", "NO", "NO", id="text-that-yaml-reads-otherwise"),
        pytest.param("cities.population", "null", None, id="null"),
        pytest.param("ucaps.period_start", "2017-05-01", datetime.date(2017, 5, 1), id="date"),
        pytest.param("activities.cities", '["Turku", "Åbo"]', ["Turku", "Åbo"], id="list"),
        pytest.param("activities.planned", "true", True, id="truth"),
    ],
)
def test_values_are_read_from_text(where: str, text: str, value: object) -> None:
    table, column = where.split(".")
    parsed = parse_value(table, column, text)
    assert parsed == value and type(parsed) is type(value)


@pytest.mark.parametrize(
    ("where", "text"),
    [
        pytest.param("cities.population", "many", id="no-number"),
        pytest.param("cities.population", "1.5", id="not-whole"),
        pytest.param("themes.theme", "null", id="a-text-that-cannot-be-null"),
        pytest.param("ucaps.period_start", "2017-13-01", id="no-such-month"),
        pytest.param("activities.cities", "Turku", id="no-list"),
        pytest.param("cities.population", "99999999999999999999", id="too-large"),
        pytest.param("cities.area_km2", "[", id="no-yaml"),
        pytest.param("cities.area_km2", ".inf", id="infinite"),
        pytest.param("ucaps.period_start", "May 2017", id="no-date"),
        pytest.param("activities.mode", "by_post", id="not-of-the-list"),
        pytest.param("cities.latitude", "450", id="out-of-range"),
        pytest.param("cities.longitude", "-180.5", id="below-the-range"),
        pytest.param("entities.country_code", "XX", id="no-such-country"),
        pytest.param("cities.geonames_id", "0", id="no-such-place"),
        pytest.param("agenda_topics.sdg", "18", id="no-such-goal"),
        pytest.param("ucaps.contact_email", "nomail", id="no-address"),
        pytest.param("ucaps.contact_email", "see info@iuc.eu", id="more-than-an-address"),
    ],
)
def test_what_a_column_cannot_have_is_refused(where: str, text: str) -> None:
    table, column = where.split(".")
    with pytest.raises(WrongValueError):
        parse_value(table, column, text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param("130,5", ": write 130.5", id="decimal-comma"),
        pytest.param("0,125", ": write 0.125", id="below-one"),
        pytest.param("8,034", ": write 8.034 or 8034", id="comma-of-either-kind"),
        pytest.param("1,234,567", ": write 1234567", id="thousands"),
        pytest.param("1,234.5", ": write 1234.5", id="thousands-and-decimals"),
        pytest.param("some, 5", "", id="no-number"),
    ],
)
def test_a_number_with_a_comma_is_refused_with_how_to_write_it(text: str, hint: str) -> None:
    with pytest.raises(WrongValueError) as refused:
        parse_value("cities", "area_km2", text)
    assert str(refused.value).endswith(f"not '{text}'{hint}")


def test_what_is_expected_may_be_out_of_range() -> None:
    goal = {"ucap": "turku--hue", "table": "agenda_topics", "row": "turku--hue/1", "column": "sdg", "expected": 18, "value": 17}
    assert make_entries(goal)


def test_what_makes_the_key_of_a_row_cannot_be_corrected() -> None:
    assert not {"ucap_id", "position", "side"} & set(list_columns("cities"))
    assert not {"section", "start", "end", "text"} & set(list_columns("entities"))


# --- runs


def publish(folder: Folder, book: CorrectionBook, output: Path, *, force: bool = False) -> tuple[RunSummary, list[str]]:
    """Do what a run does, with made-up reading; return its summary and the files read."""
    reader = Reader(folder)
    previous = None if force else load_previous(output)
    files = [replace(file, refusal=book.ignored.get(file.source_path)) for file in reader.find()]
    inputs = RunInputs(files, previous, book)
    readings: dict[str, Reading] = {}
    while planned := plan_reading(inputs, readings):
        for file in planned:
            reading = reader.read(file.source_path)
            if file.refusal:
                quarantined = make_quarantined(file.source_path, file.refusal).document
                update = {"document_id": file.document_id, "input_key": _key_of(file.document_id, file.refusal)}
                reading = Reading(quarantined.model_copy(update=update), None)
            readings[file.source_path] = reading
    return publish_readings(inputs, readings, RunRequest(Path("raw"), output, accept_drop=("all",)), Settings()), reader.opened


def _key_of(document_id: str, refusal: str) -> str:
    from ucap.extractors.version import compute_input_key

    return compute_input_key(document_id, refusal=refusal)


LEADS = ["turku", "kaunas"]
PATHS = ["a.pdf", "b.pdf", "c (2).pdf"]
TARGETS = st.sampled_from([{"ucap": f"{lead}--hue"} for lead in LEADS] + [{"document": path} for path in PATHS])
ROWS = st.sampled_from(LEADS).flatmap(
    lambda lead: st.sampled_from(
        [
            {"table": "cities", "row": f"{lead}--hue/lead/1", "column": "province", "expected": None, "value": "North"},
            {"table": "cities", "row": f"{lead}--hue/lead/1", "column": "province", "expected": "South", "value": None},
            {"table": "ucaps", "row": f"{lead}--hue", "column": "period_end", "expected": None, "value": SIGNED["date"]},
            {"table": "activities", "row": f"{lead}--hue/a1", "drop": True, "expected": {"position": 1}},
            {"table": "themes", "add": {"theme": "Ports", "position": 1}},
        ]
    )
)
TEXTS = {f"{lead.lower()}--hue/a{n}": text for lead in ("Turku", "Kaunas")
         for n, text in enumerate((f"Planners of {lead} meet in Hue.", "A webinar on trams."), 1)}  # fmt: skip
MENTIONS = st.lists(st.sampled_from(sorted(TEXTS)), min_size=2, max_size=3, unique=True)
DECISIONS = st.builds(
    lambda kind, ids, wrong: {kind: ids, "expected": {id_: wrong or TEXTS[id_] for id_ in ids}},
    st.sampled_from(["join", "part"]),
    MENTIONS,
    st.sampled_from(["", "", "Another text."]),
)
ENTRIES = st.one_of(
    DECISIONS,
    st.builds(lambda target, row: {**target, **row}, TARGETS, ROWS),
    st.sampled_from([{key: path} for key in ("use", "ignore") for path in PATHS]),
)
FOLDERS = st.dictionaries(
    st.sampled_from(PATHS), st.builds(Content, lead=st.sampled_from(["Turku", "Kaunas"]), edition=st.integers(1, 2))
)


def make_book(entries: Sequence[Mapping[str, Any]], cut: int) -> CorrectionBook:
    files = {"corrections/a.yml": entries[:cut], "corrections/b.yml": entries[cut:]}
    return CorrectionBook(
        tuple(found for name, part in files.items() for found in parse_corrections(write_entries(*part), name))
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    states=st.lists(st.tuples(FOLDERS, st.lists(ENTRIES, max_size=4), st.integers(0, 4)), min_size=2, max_size=3),
    same_folder=st.booleans(),
)
def test_carrying_over_with_corrections_gives_what_reading_everything_gives(
    states: list[tuple[Folder, list[dict[str, Any]], int]], same_folder: bool
) -> None:
    with TemporaryDirectory() as name:
        output = Path(name, "out")
        for number, (folder, entries, cut) in enumerate(states):
            book = make_book(entries, cut)
            chosen = states[0][0] if same_folder else folder
            summary, _ = publish(chosen, book, output)
            clean, _ = publish(chosen, book, Path(name, f"clean-{number}"), force=True)
            trees = [file_tree(path.resolve()) for path in (output / "latest", Path(name, f"clean-{number}", "latest"))]
            assert "manifest.json" in trees[0]
            assert (summary.version, trees[0]) == (clean.version, trees[1])
            again, opened = publish(chosen, book, output)
            assert again.unchanged and opened == []
            assert summary.row_counts["corrections"] == len(entries)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(folder=FOLDERS, entries=st.lists(ENTRIES, min_size=1, max_size=4))
def test_applying_corrections_and_removing_them_gives_the_version_before(folder: Folder, entries: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as name:
        output = Path(name)
        first, _ = publish(folder, CorrectionBook(), output)
        tree = file_tree((output / "latest").resolve())
        with_corrections, _ = publish(folder, make_book(entries, 2), output)
        assert with_corrections.version != first.version
        last, _ = publish(folder, CorrectionBook(), output)
        assert (last.version, last.written) == (first.version, False)
        assert file_tree((output / "latest").resolve()) == tree


JOINED = ["turku--hue/a2", "kaunas--hue/a1"]


@pytest.mark.parametrize(
    ("entries", "statuses", "joined"),
    [
        pytest.param([("join", TEXTS)], ["applied"], True, id="join"),
        pytest.param([("part", TEXTS)], ["applied"], False, id="part"),
        pytest.param([("join", TEXTS), ("part", TEXTS)], ["applied", "invalid"], True, id="both"),
        pytest.param([("join", dict.fromkeys(TEXTS, "Other."))], ["stale"], False, id="another-text"),
        pytest.param([("join", dict.fromkeys(TEXTS, "Other.")), ("join", TEXTS)], ["stale", "invalid"], False, id="twice"),
    ],
)
def test_activities_are_joined_and_parted(
    tmp_path: Path, entries: list[tuple[str, dict[str, str]]], statuses: list[str], joined: bool
) -> None:
    folder = {"a.pdf": Content(), "b.pdf": Content("Kaunas")}
    book = make_book([{kind: JOINED, "expected": {id_: texts[id_] for id_ in JOINED}} for kind, texts in entries], 0)
    publish(folder, CorrectionBook(), tmp_path)
    _, opened = publish(folder, book, tmp_path)
    assert opened == []
    assert [row["status"] for row in read_table(tmp_path, "corrections").to_pylist()] == statuses
    mentions = {row["activity_id"]: row for row in read_table(tmp_path, "event_mentions").to_pylist()}
    one, other = (mentions[id_] for id_ in JOINED)
    assert (one["event_id"] == other["event_id"]) == joined
    assert (one["reasons"] == ["correction"]) == joined
    stale = [row["code"] for row in read_table(tmp_path, "issues").to_pylist()].count("event_correction_stale")
    assert stale == 2 * statuses.count("stale")
    gone, _ = publish({"a.pdf": Content()}, book, tmp_path)
    assert gone.corrections.get("applied", 0) == 0
    found = next(row for row in read_table(tmp_path, "issues").to_pylist() if row["code"] == "event_correction_stale")
    assert (found["ucap_id"], found["section"]) == ("turku--hue", "activities")
    assert "There is no activity kaunas--hue/a1." in found["message"]


def test_null_parts_an_activity_from_its_event(tmp_path: Path) -> None:
    folder = {"a.pdf": Content(), "b.pdf": Content("Kaunas")}
    publish(folder, make_book([{"join": JOINED, "expected": {id_: TEXTS[id_] for id_ in JOINED}}], 0), tmp_path)
    arguments = {"row": "a2", "column": "event_id", "text": "null"}
    draft = draft_event_entry(tmp_path, CorrectionBook(), "turku--hue", **arguments)
    assert draft.keys == {"part": JOINED, "expected": {id_: TEXTS[id_] for id_ in JOINED}}
    publish(folder, make_book([draft.keys], 0), tmp_path)
    assert [row["status"] for row in read_table(tmp_path, "corrections").to_pylist()] == ["applied"]
    with pytest.raises(CorrectionError, match="is the only activity of its event"):
        draft_event_entry(tmp_path, CorrectionBook(), "turku--hue", **arguments)


def test_a_changed_correction_reads_only_its_document(tmp_path: Path) -> None:
    folder = {"a.pdf": Content(), "b.pdf": Content("Kaunas"), "c.pdf": Content("Lviv")}
    _, opened = publish(folder, CorrectionBook(), tmp_path)
    assert opened == ["a.pdf", "b.pdf", "c.pdf"]
    kaunas = {**VALUE, "ucap": "kaunas--hue", "row": "kaunas--hue/lead/1"}
    _, opened = publish(folder, make_book([kaunas], 1), tmp_path)
    assert opened == ["b.pdf"]
    summary, opened = publish(folder, make_book([VALUE, kaunas], 0), tmp_path)
    assert opened == ["a.pdf"] and summary.corrections == {"applied": 2} and summary.is_clean
    provinces = read_table(tmp_path, "cities").select(["city", "province"]).to_pylist()
    assert {row["city"]: row["province"] for row in provinces if row["province"]} == dict.fromkeys(
        ["Turku", "Kaunas"], "Varsinais-Suomi"
    )
    _, opened = publish(folder, make_book([VALUE], 0), tmp_path)
    assert opened == ["b.pdf"]


def test_a_changed_source_leaves_its_correction_stale(tmp_path: Path) -> None:
    book = make_book([{"document": "a.pdf", **{k: v for k, v in VALUE.items() if k != "ucap"}}], 1)
    summary, _ = publish({"a.pdf": Content()}, book, tmp_path)
    assert summary.corrections == {"applied": 1} and summary.is_clean
    summary, opened = publish({"a.pdf": Content("Kaunas")}, book, tmp_path)
    assert opened == ["a.pdf"] and summary.corrections == {"stale": 1} and not summary.is_clean
    (row,) = read_table(tmp_path, "corrections").to_pylist()
    assert (row["status"], row["source_path"]) == ("stale", "a.pdf")
    assert summary.documents == {"published_with_issues": 1}


@pytest.mark.parametrize(
    ("entries", "published", "statuses"),
    [
        pytest.param([], "c (2).pdf", [], id="none"),
        pytest.param([{"use": "a.pdf"}], "a.pdf", ["applied"], id="use"),
        pytest.param([{"use": "a.pdf"}, {"use": "b.pdf"}], "a.pdf", ["applied", "invalid"], id="use-both"),
        pytest.param([{"use": "z.pdf"}], "c (2).pdf", ["stale"], id="use-what-is-not-there"),
        pytest.param([{"ignore": "c (2).pdf"}], "b.pdf", ["applied"], id="ignore"),
        pytest.param([{"ignore": "a.pdf"}] * 2, "c (2).pdf", ["applied", "invalid"], id="ignore-twice"),
        pytest.param([{"ignore": "a.pdf"}, {"use": "a.pdf"}], "c (2).pdf", ["applied", "stale"], id="use-what-is-ignored"),
    ],
)
def test_choosing_between_files_of_a_ucap(tmp_path: Path, entries: Any, published: str, statuses: list[str]) -> None:
    folder = {path: Content(edition=number) for number, path in enumerate(PATHS)}
    publish(folder, CorrectionBook(), tmp_path)
    summary, _ = publish(folder, make_book(entries, 1), tmp_path)
    documents = {row["source_path"]: row for row in read_table(tmp_path, "documents").to_pylist()}
    assert [path for path, row in documents.items() if row["status"].startswith("published")] == [published]
    rows = read_table(tmp_path, "corrections").to_pylist()
    assert [row["status"] for row in rows] == statuses
    assert summary.is_clean == (set(statuses) <= {"applied"})
    ignored = {entry["ignore"] for entry in entries if "ignore" in entry}
    assert {path for path, row in documents.items() if (row["reason"] or "").startswith("ignored: ")} == ignored


def test_entries_about_what_is_not_published_are_stale(tmp_path: Path) -> None:
    folder = {"a.pdf": Content(), "b.pdf": Content(edition=2)}
    by_path = {"document": "a.pdf", **{k: v for k, v in VALUE.items() if k != "ucap"}}
    elsewhere = {**VALUE, "ucap": "cork--hue"}
    publish(folder, make_book([by_path, elsewhere, VALUE], 3), tmp_path)
    rows = read_table(tmp_path, "corrections").to_pylist()
    assert [(row["status"], row["source_path"]) for row in rows] == [
        ("stale", "a.pdf"),
        ("stale", None),
        ("applied", "b.pdf"),
    ]
    assert "superseded" in rows[0]["message"] and rows[1]["message"] == "No document is published as cork--hue."
    assert json.loads(json.dumps(rows[2]["new_value"])) == "Varsinais-Suomi"
