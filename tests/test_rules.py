"""Rules over a finished U-CAP: each has a record that trips it and one that does not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from tests.example_readings import make_reading, make_ucap
from ucap.extractors.extract import read_document
from ucap.extractors.findings import MOST_OF_A_CODE, Finding, quote, render_issues
from ucap.extractors.rules import CHECKS, check_ucap, recheck_reading, withhold_values
from ucap.extractors.rules.texts import find_truncated_texts
from ucap.schemas.records import TABLES, Activity, Section, SectionName
from ucap.schemas.rules import RULES
from ucap.schemas.ucap import Ucap

MANDATORY: tuple[SectionName, ...] = (
    "country", "period", "themes", "key_focus", "objectives", "activities", "results",
)  # fmt: skip


def section(name: SectionName, text: str, **columns: Any) -> Section:
    sound = {"position": 1, "label": name, "side": None, "page_start": 1, "page_end": 1}
    return Section.model_validate({"ucap_id": "turku--hue", "section": name, "text": text, **sound, **columns})


def sound_ucap() -> Ucap:
    """Return a U-CAP in which nothing is to be found."""
    ucap = make_ucap("turku--hue", "0" * 16, "Turku", "Hue")
    sections = tuple(section(name, f"Text of {name}.", position=i) for i, name in enumerate(MANDATORY, 1))
    return replace(ucap, sections=sections, activities=ucap.activities[:1])


def change(table: str, position: int | None = None, **columns: Any) -> Ucap:
    """Return the sound U-CAP with columns of one record (or all of a table) changed."""
    ucap = sound_ucap()
    if table == "summary":
        return replace(ucap, summary=ucap.summary.model_copy(update=columns))
    records = getattr(ucap, table)
    changed = (r.model_copy(update=columns) if position is None or i == position else r for i, r in enumerate(records, start=1))
    return replace(ucap, **{table: tuple(changed)})  # type: ignore[arg-type]


def activities(*texts: str, dates: Iterable[tuple[date, date] | None] = (), items: list[str] | None = None) -> Ucap:
    """Return the sound U-CAP with activities of these texts, in May 2018 or on the dates given."""
    ucap = sound_ucap()
    (sample,) = ucap.activities
    spans = list(dates) or [(date(2018, 5, 1), date(2018, 5, 31))] * len(texts)
    records = [
        Activity.model_validate(
            sample.model_dump()
            | {"activity_id": f"turku--hue/a{i}", "position": i, "text": text, "items": items or [], "date_text": "printed"}
            | {"date_start": span and span[0], "date_end": span and span[1]}
        )
        for i, (text, span) in enumerate(zip(texts, spans, strict=True), start=1)
    ]
    return replace(ucap, activities=tuple(records), entities=())


def two_themes(challenges: list[str | None]) -> Ucap:
    """Return the sound U-CAP with a theme for each part of the text on challenges."""
    ucap = sound_ucap()
    (theme,) = ucap.themes
    update = [{"position": i, "key_challenge": text} for i, text in enumerate(challenges, start=1)]
    return replace(ucap, themes=tuple(theme.model_copy(update=one) for one in update))


def half_corrected() -> Ucap:
    """Return the sound U-CAP with the end of its period corrected, of which nothing was read."""
    ucap = sound_ucap()
    cited = ucap.evidence[0].model_copy(
        update={"table": "ucaps", "row": ucap.ucap_id, "column": "period_end", "method": "correction"}
    )
    return replace(ucap, evidence=(*ucap.evidence, cited))


def codes(ucap: Ucap) -> list[str]:
    return [finding.code for finding in check_ucap(ucap)]


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


def test_a_sound_ucap_has_no_findings():
    assert check_ucap(sound_ucap()) == []


def two_leads(title: str) -> Ucap:
    """Return the sound U-CAP with both its cities on one side, and a title."""
    ucap = change("cities", side="lead")
    return replace(ucap, summary=ucap.summary.model_copy(update={"title": title}))


def swapped_countries() -> Ucap:
    """Return the sound U-CAP with a town of the partner's country on the lead side."""
    lead, partner = sound_ucap().cities
    swapped = lead.model_copy(update={"city": "Hoi An", "country": "Finland", "country_code": "FI"})
    other = partner.model_copy(update={"country": "Viet Nam", "country_code": "VN"})
    return replace(sound_ucap(), cities=(swapped, other))


with_sections = {
    "no-period": replace(sound_ucap(), sections=tuple(s for s in sound_ucap().sections if s.section != "period")),
    "empty-period": change("sections", 2, text=" \n"),
    "unknown": replace(sound_ucap(), sections=(*sound_ucap().sections, section("unknown", "Sunny", label="Weather:"))),
    "lost": change("sections", 4, text="M\ufffdlaga is warm"),
    "glyph": change("sections", 4, text="(cid:27)(cid:3) is warm"),
    "suspect": change("sections", 4, text="Ã…rhus is windy"),
    "address-like": replace(
        change("summary", contact_email=None), sections=(*sound_ucap().sections, section("contact", "Write to office@city"))
    ),
}

TRIPS = [
    pytest.param("row_missing", with_sections["no-period"], id="row-missing"),
    pytest.param("row_missing", with_sections["empty-period"], id="row-empty"),
    pytest.param("label_unknown", with_sections["unknown"], id="label"),
    pytest.param("partner_missing", change("summary", partner_cities=[]), id="partner"),
    pytest.param("cities_differ", change("summary", title="Plan Summary: Turku – Kunming"), id="title-with-another-city"),
    pytest.param("cities_differ", change("summary", title="U-CAP Turku, Hue and Kaunas"), id="title-with-a-further-city"),
    pytest.param("cities_differ", two_leads("Turku's plan"), id="title-with-one-city-of-two"),
    pytest.param("city_repeated", change("cities", city="Turku"), id="city-on-both-sides"),
    pytest.param(
        "city_names_joined",
        change("cities", 1, city="Turku / Åbo", geonames_id=633679, population=None, area_km2=None),
        id="two-names",
    ),
    pytest.param("country_unknown", change("cities", 1, country="Oesterland", country_code=None), id="country"),
    pytest.param("country_mismatch", change("cities", 1, city="Kunming", country="Finland"), id="city-abroad"),
    pytest.param(
        "province_mismatch",
        change("cities", 1, city="Halle", country="Germany", country_code="DE", province="Bavaria", geonames_id=None),
        id="province-without-such-a-city",
    ),
    pytest.param(
        "province_mismatch",
        change("cities", 1, city="Granada", country="Spain", country_code="ES", province="Zhejiang", geonames_id=None),
        id="province-of-another-country",
    ),
    pytest.param(
        "city_ambiguous",
        change("cities", 1, city="Springfield", country="USA", country_code="US", province=None, geonames_id=None),
        id="namesakes-in-one-country",
    ),
    pytest.param(
        "place_unknown", change("cities", 1, city="Nowhere-on-Sea", geonames_id=None), id="city-too-small-to-be-known"
    ),
    pytest.param("name_malformed", change("cities", 1, city="**Turku**"), id="mark-up-in-a-name"),
    pytest.param("name_malformed", change("cities", 1, city="TurKu", country_code="FI"), id="small-capitals"),
    pytest.param(
        "population_misfit",
        change("cities", 1, geonames_id=633679, country_code="FI", population=19_000_000, area_km2=10_000.0),
        id="a-factor-of-a-hundred",
    ),
    pytest.param("sides_swapped", swapped_countries(), id="country-of-the-other-side"),
    pytest.param("population_impossible", change("cities", 1, population=0), id="nobody"),
    pytest.param("population_impossible", change("cities", 1, geonames_id=633679, population=-5), id="fewer-than-nobody"),
    pytest.param("population_impossible", change("cities", 1, population=900_000_000), id="more-than-any-city"),
    pytest.param("population_implausible", change("cities", 1, population=195), id="thousands-lost"),
    pytest.param("area_impossible", change("cities", 1, area_km2=0.0), id="no-land"),
    pytest.param("area_implausible", change("cities", 1, area_km2=1.3), id="small-area"),
    pytest.param("density_implausible", change("cities", 1, area_km2=306_400.0), id="too-few-on-a-km2"),
    pytest.param("density_implausible", change("cities", 1, population=50_000_000), id="too-many-on-a-km2"),
    pytest.param("period_unreadable", change("summary", period_start=None, period_text="for now"), id="period-without-date"),
    pytest.param("period_reversed", change("summary", period_end=date(2017, 5, 1)), id="ends-before-it-begins"),
    pytest.param("period_implausible", change("summary", period_end=date(2081, 5, 1)), id="a-slip-in-the-century"),
    pytest.param(
        "period_implausible", change("summary", period_start=date(1990, 1, 1), period_end=date(2018, 5, 1)), id="28-years"
    ),
    pytest.param("theme_without_focus", change("themes", key_focus=None), id="focus-of-no-theme"),
    pytest.param("date_half_corrected", half_corrected(), id="half-of-a-period"),
    pytest.param("theme_without_challenge", two_themes(challenges=["Smoke.", None]), id="challenge-of-no-theme"),
    pytest.param("result_heading_unmatched", change("results", heading="Harbours", theme=None), id="result-heading"),
    pytest.param("goal_unknown", change("agenda_topics", 1, sdg=18, topic=None), id="goal-18"),
    pytest.param("goal_mismatch", change("agenda_topics", 1, text="SDG 11: Climate Action"), id="name-of-another-goal"),
    pytest.param("topic_unknown", change("agenda_topics", 2, topic=None), id="topic"),
    pytest.param("activity_undated", activities("Visit.", dates=[None]), id="undated"),
    pytest.param("activity_outside_period", change("activities", within_period=False), id="outside-the-period"),
    pytest.param("activity_date_implausible", activities("Visit.", dates=[year(2091)]), id="year-2091"),
    pytest.param(
        "activity_date_reversed", activities("Visit.", dates=[(date(2018, 5, 1), date(2018, 4, 1))]), id="reversed-activity"
    ),
    pytest.param(
        "activities_unordered", activities("A.", "B.", "C.", dates=[year(2017), year(2020), year(2018)]), id="out-of-order"
    ),
    pytest.param("activity_not_held", activities("The planned visit to Hue was replaced by a webinar."), id="replaced"),
    pytest.param("activity_not_held", activities("Agreement not signed."), id="not-done"),
    pytest.param("activity_repeated", activities("A visit to Hue.", "A visit to Hue"), id="same-words-and-date"),
    pytest.param("text_truncated", activities("With the port,", "A visit."), id="ends-in-a-comma"),
    pytest.param("bullet_in_text", change("sections", 6, text="• Visit to the port ▪ Report"), id="bullet-between-words"),
    pytest.param("bullet_in_text", change("sections", 6, text="• Visit to the port. • Report"), id="bullet-behind-a-sentence"),
    pytest.param("bullet_in_text", change("sections", 4, text="Cleaner air• Less noise"), id="bullet-behind-a-word"),
    pytest.param("encoding_suspect", with_sections["suspect"], id="misread-perhaps"),
    pytest.param("characters_lost", with_sections["lost"], id="replacement-character"),
    pytest.param("characters_lost", with_sections["glyph"], id="glyph-without-a-name"),
    pytest.param("characters_lost", change("sections", 1, text="Turku ■ Åbo"), id="box-within-a-name"),
    pytest.param("contact_missing", change("summary", contact_email=None), id="no-contact"),
    pytest.param("contact_malformed", change("summary", contact_email="office@city"), id="address-without-domain"),
    pytest.param("contact_malformed", with_sections["address-like"], id="only-like-an-address"),
]


@pytest.mark.parametrize(("code", "ucap"), TRIPS)
def test_rule_trips(code, ucap):
    (finding,) = check_ucap(ucap)
    assert finding.code == code
    assert finding.details.endswith(".") and finding.details[0] in "“" + finding.details[0].upper()


@pytest.mark.parametrize(("at", "codes"), [(0, set()), (1, {"label_unknown"})], ids=["above-the-form", "within-the-form"])
def test_words_above_the_columns_of_a_table_are_no_label(at: int, codes: set[str]):
    ucap = sound_ucap()
    head = section("unknown", "City 1", label="Item")
    sections = (*ucap.sections[:at], head, *ucap.sections[at:])
    found = {finding.code for finding in check_ucap(replace(ucap, sections=sections))}
    assert found == codes


def test_a_title_is_no_name_of_a_city():
    found = check_ucap(change("cities", 1, city="A Partnership for Towns on Lakes", geonames_id=None))
    assert {finding.code for finding in found} == {"name_malformed", "place_unknown"}


def test_every_rule_is_tripped():
    assert {param.values[0] for param in TRIPS} == CHECKS.keys()


HONEST = [
    pytest.param(change("summary", title="Turku's Action Plan"), id="title-with-one-side"),
    pytest.param(change("summary", title="Action Plan Summary Turku – Huế"), id="title-with-both-cities"),
    pytest.param(change("summary", title="Nice ideas: Urban Cooperation Action Plan"), id="title-without-the-cities"),
    pytest.param(change("summary", kind="cluster", partner_cities=[]), id="cluster-of-one-side"),
    pytest.param(change("cities", 1, country="Suomi", country_code="FI"), id="country-in-its-own-words"),
    pytest.param(change("summary", period_end=date(2020, 5, 31)), id="period"),
    pytest.param(change("summary", period_start=None, period_end=date(2020, 5, 31)), id="until"),
    pytest.param(change("summary", period_start=None, period_text=None), id="no-period-printed"),
    pytest.param(change("agenda_topics", 1, text="SDG 11 Resilient and sustainable cities"), id="goal-in-other-words"),
    pytest.param(change("agenda_topics", 1, text="SDG 11: Energy"), id="goal-with-a-subject"),
    pytest.param(change("agenda_topics", 1, text="SDG 11 and EU Urban Agenda: Climate Adaptation"), id="goal-beside-a-topic"),
    pytest.param(activities("A.", "B.", dates=[year(2018), (date(2018, 3, 1), date(2018, 3, 31))]), id="dates-that-overlap"),
    pytest.param(activities("A.", "B.", "C.", dates=[year(2020), year(2019), year(2018)]), id="newest-first"),
    pytest.param(activities("A call.", "A call.", dates=[year(2018), year(2019)]), id="same-words-of-another-year"),
    pytest.param(change("cities", 1, country_code="FI", province="Norte"), id="province-called-as-in-many-countries"),
    pytest.param(change("cities", 1, country_code="FI", province="Uusimaa"), id="province-of-the-same-country"),
    pytest.param(
        change("cities", 1, city="Metropolitan Area of Turku", body="metropolitan_area"), id="a-body-with-a-known-place"
    ),
    pytest.param(change("sections", 4, text="São Tomé, Łódź, 中国 – “good”"), id="honest-letters"),
    pytest.param(change("sections", 6, text="• Plan → report\n  • May · June ✓\n• 二○一八年"), id="signs-of-sentences"),
    pytest.param(change("sections", 3, text="Clean air • Mobility"), id="names-between-signs"),
]


@pytest.mark.parametrize("ucap", HONEST)
def test_honest_ucaps_trip_nothing(ucap):
    assert check_ucap(ucap) == []


@pytest.mark.parametrize(
    ("ucap", "count"),
    [
        pytest.param(activities("A visit to the port"), 0, id="no-full-stop"),
        pytest.param(activities("Visit of"), 1, id="preposition"),
        pytest.param(activities("Building of phase A"), 0, id="capital-letter"),
        pytest.param(activities("A visit with the mayor and the"), 1, id="article"),
        pytest.param(activities("A hands-on"), 0, id="compound-with-a-preposition"),
        pytest.param(activities("Talks – "), 1, id="dash"),
        pytest.param(activities("Taught C++"), 0, id="plus-signs"),
        pytest.param(activities("Talks with the port (see"), 1, id="open-bracket"),
        pytest.param(activities("Talks (see Annex. They met again."), 0, id="bracket-forgotten-within"),
        pytest.param(activities("Talks with the port (MFC)"), 0, id="closed-bracket"),
        pytest.param(activities("Talks on the following:"), 1, id="list-that-is-missing"),
        pytest.param(activities("Talks on:", items=["trams", "buses"]), 0, id="list-below"),
        pytest.param(activities("Talks on:", items=["trams,", "buses"]), 0, id="comma-that-parts-items"),
        pytest.param(activities("Talks on:", items=["trams,", "buses,"]), 0, id="comma-behind-every-item"),
        pytest.param(activities("Talks on:", items=["trams", "buses and"]), 1, id="last-item"),
        pytest.param(activities("A visit,", "talks,", "a charter."), 0, id="commas-that-part-bullets"),
        pytest.param(activities("A visit,", "Talks.", "A charter."), 1, id="one-comma"),
        pytest.param(activities("A visit.", "They said “we need the,”"), 1, id="comma-in-quotes"),
        pytest.param(change("results", text="Trams\nBuses,"), 1, id="result"),
        pytest.param(change("summary", objectives="Less noise\nCleaner"), 0, id="objectives-without-full-stop"),
        pytest.param(change("summary", objectives="Less noise, cleaner air,"), 1, id="objectives"),
        pytest.param(change("summary", key_focus="Trams,"), 1, id="focus"),
        pytest.param(change("themes", key_focus="Trams and"), 1, id="theme-cut-within-the-text"),
    ],
)
def test_truncated_texts(ucap, count):
    assert len(list(find_truncated_texts(ucap))) == count


def test_what_is_withheld_may_be_null_and_only_errors_withhold():
    for code, ucap in (cast(tuple[str, Ucap], param.values) for param in TRIPS):
        for finding in check_ucap(ucap):
            assert bool(finding.withheld) <= (RULES[code].severity == "error")
            published = withhold_values(ucap, [finding])
            for record in published.records():
                type(record).model_validate(record.model_dump())
            for cell in finding.withheld:
                (record,) = [r for r in published.records() if (r.table_name, r.row_key()) == (cell.table, cell.row)]
                assert getattr(record, cell.column) is None
                assert cell.column in TABLES[cell.table].model_fields


def test_withheld_values_stay_in_evidence_and_come_back_with_a_correction():
    rows = ("City:\tTurku\tHue", "Population:\t0\t", "Period:\tMay 2019 – May 2018", "Themes:\tTrams", "SDGs:\tSDG 18")
    text = "\n".join(rows)
    reading = read_document(text.encode(), "a.txt")
    ucap, extracted = reading.ucap, reading.extracted
    assert ucap and extracted
    assert (ucap.summary.period_start, ucap.summary.period_end, ucap.summary.period_precision) == (None, None, None)
    assert (ucap.cities[0].population, ucap.agenda_topics[0].sdg) == (None, None)
    assert {(e.column, e.value) for e in ucap.evidence} >= {
        ("period_start", "2019-05-01"), ("period_end", "2018-05-31"), ("population", "0"), ("sdg", "18"),
    }  # fmt: skip
    errors = {"period_reversed", "population_impossible", "goal_unknown"}
    assert {i.code for i in reading.issues if i.severity == "error"} == errors
    corrected = replace(extracted, summary=extracted.summary.model_copy(update={"period_end": date(2020, 5, 31)}))
    again = recheck_reading(reading, corrected)
    assert again.ucap and again.ucap.summary.period_start == date(2019, 5, 1)
    assert again.ucap.cities[0].population is None
    assert {i.code for i in again.issues if i.severity == "error"} == errors - {"period_reversed"}
    assert recheck_reading(reading, extracted).issues == reading.issues


def test_rechecking_keeps_what_reading_found():
    reading = make_reading()
    assert reading.ucap
    ours = render_issues([Finding("number_decided", "Decided.")], "turku.pdf", "0", "turku--hue")
    again = recheck_reading(replace(reading, issues=tuple(ours)), reading.ucap)
    assert [issue.code for issue in again.issues][:1] == ["number_decided"]


def test_a_quoted_text_is_one_short_line():
    assert quote("390 km\n²") == "“390 km ²”"
    assert len(quote("long " * 1000)) < 200 and quote("a" * 300).count("…") == 1


def test_many_findings_of_one_code_end_in_a_count():
    issues = render_issues([Finding("activity_undated", f"Number {i}.") for i in range(60_000)], "a.txt", "0", "x--y")
    assert len(issues) == MOST_OF_A_CODE == len({issue.issue_id for issue in issues})
    assert "59,900 more" in issues[-1].message and "more" not in issues[-2].message


def test_same_findings_have_ids_of_their_own():
    first, second = render_issues([Finding("activity_undated", "Same.")] * 2, "a.txt", "0", "x--y")
    assert first.issue_id != second.issue_id


FORM = """City:\tTurku\tHue{extra}
Country:\tFinland\tVietnam
Size:\t{area}\t
Period:\t{period}
Themes:\tTrams
Key focus:\t{focus}
Objectives:\tSave energy.
SDGs:\tSDG 11
{agenda}
Main activities:\t→ {activity}
Expected results:\t→ Trams
For further information contact:
{contact}
"""
SOUND = {
    "extra": "", "area": "245 km²", "period": "May 2019 – May 2020", "focus": "Trams: a net", "agenda": "SDG 7",
    "contact": "office@city.example", "activity": "May 2019: A visit.",
}  # fmt: skip
DATASET_RULES = {
    "correction_stale",
    "event_correction_stale",
    "checked_value_changed",
    "event_dates_differ",
    "figure_differs",
    "partner_silent",
}
READING_RULES = {
    "running_text", "reader_warnings", "readers_disagree", "sides_unclear", "label_inferred", "label_doubted", "names_doubtful",
    "ocr_read", "ocr_doubtful", "recognised_scan",
    "attachment_read", "glyphs_differ", "field_differs", "box_unticked", "struck_text", "hidden_text", "unread_text",
    "date_decided",
    "date_ambiguous", "rows_mixed", "list_length", "number_decided", "number_ambiguous", "number_unreadable",
    "number_in_text",
    "period_open", "period_counted", "period_unclear", "year_supplied", "several_dates",
    "activity_kind_unclear", "held_unclear", "mode_unclear", "planned_unclear", "name_unclear", "name_left_out",
    "focus_heading_unmatched", "agenda_unreadable", "goal_range", "encoding_repaired", "control_characters", "contact_repaired",
}  # fmt: skip


def read_codes(**parts: str) -> set[str]:
    return {issue.code for issue in read_document(FORM.format(**SOUND | parts).encode(), "a.txt").issues}


def test_a_sound_document_has_no_issues():
    assert read_codes() == set()


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        pytest.param("list_length", {"extra": ", Hanoi", "area": "245 km²\t1,200 km²; 900 km²; 7 km²"}, id="three-for-two"),
        pytest.param("number_ambiguous", {"area": "8.569 km²"}, id="number-in-two-ways"),
        pytest.param("number_unreadable", {"area": "many"}, id="no-number"),
        pytest.param("focus_heading_unmatched", {"focus": "Harbours: Of the south"}, id="heading-of-no-theme"),
        pytest.param("agenda_unreadable", {"agenda": "<p>Peace and quiet</p>"}, id="no-goal"),
        pytest.param("goal_range", {"agenda": "SDG 7-9"}, id="range-of-goals"),
        pytest.param("encoding_repaired", {"focus": "Trams: over the â€œbridgeâ€\x9d"}, id="misread"),
        pytest.param("control_characters", {"focus": "Trams: a\x07 net"}, id="bell"),
        pytest.param("contact_repaired", {"contact": "CITY office@city.example"}, id="underscore"),
        pytest.param("contact_malformed", {"contact": "office(at)city.example"}, id="at-in-words"),
        pytest.param("contact_missing", {"contact": ""}, id="no-address"),
        pytest.param("period_unreadable", {"period": "May 1017 – May 2020"}, id="one-date-of-two"),
        pytest.param("period_reversed", {"period": "May 2020 – May 2019"}, id="reversed-period"),
        pytest.param("period_open", {"period": "2017/2018 – present"}, id="open-period"),
        pytest.param("period_counted", {"period": "May 2019 for three years"}, id="length-of-the-period"),
        pytest.param("period_unclear", {"period": "May 2019 – May 2020, prolonged by six months"}, id="extension"),
        pytest.param("year_supplied", {"activity": "28 May: A visit."}, id="no-year"),
        pytest.param("activity_kind_unclear", {"activity": "May 2019: Walks with residents."}, id="kind-not-shown"),
        pytest.param("mode_unclear", {"activity": "May 2019: Three days in Porto."}, id="place-of-what"),
        pytest.param("held_unclear", {"activity": "May 2019: Visit to the port, in vain."}, id="perhaps-not-held"),
        pytest.param("planned_unclear", {"activity": "May 2019: Visit to the port under discussion."}, id="perhaps-planned"),
        pytest.param("several_dates", {"activity": "14 May 2019 and 3 June 2019: Visits."}, id="two-dates"),
        pytest.param("several_dates", {"activity": "May 2019: A visit; June 2019: a second one."}, id="later-date"),
    ],
)
def test_documents_trip_rules(code, parts):
    assert code in read_codes(**parts)


def test_a_page_number_is_running_text():
    data = (Path(__file__).parent.parent / "raw" / "antwerp-xiamen.pdf").read_bytes()
    assert "running_text" in {issue.code for issue in read_document(data, "a.pdf").issues}


def test_every_rule_is_either_over_a_ucap_or_of_the_reading():
    assert READING_RULES | CHECKS.keys() | DATASET_RULES == RULES.keys()
    assert not READING_RULES & CHECKS.keys()


@pytest.mark.parametrize(
    ("text", "not_held"),
    [
        pytest.param("The planned visit to Hue was replaced by a webinar.", False, id="something-else-was-done"),
        pytest.param("Agreement not signed.", True, id="not-done"),
    ],
)
def test_the_finding_about_what_was_not_held_says_what_is_published(text: str, not_held: bool) -> None:
    ucap = activities(text)
    (activity,) = ucap.activities
    ucap = replace(ucap, activities=(activity.model_copy(update={"not_held": not_held}),))
    (message,) = [finding.details for finding in check_ucap(ucap) if finding.code == "activity_not_held"]
    assert f": not_held is {str(not_held).lower()}." in message
