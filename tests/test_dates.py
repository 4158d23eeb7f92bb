import runpy
import time
from calendar import month_name, monthrange
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ucap.extractors.dates import (
    DateRange,
    find_dates,
    find_leading_date,
    find_subject_date,
    find_trailing_date,
    parse_date,
)
from ucap.extractors.dates.parts import Phase
from ucap.extractors.dates.tokens import fold
from ucap.schemas.vocabularies import load_vocabulary

GOLD = Path(__file__).parents[2] / "shared" / "gold" / "dates.py"
MONTHS = list(month_name)[1:]


def read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def brief(found: DateRange | None) -> tuple[str | None, str | None, str] | None:
    if found is None:
        return None
    start, end = (day.isoformat() if day else None for day in (found.start, found.end))
    return start, end, found.precision


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


# text, start, end, precision; the text is all a date, and none of it needs a year from elsewhere
PERIODS = [
    # days
    ("23 October 2017", "2017-10-23", "2017-10-23", "day"),
    ("Tuesday 12th November 2019", "2019-11-12", "2019-11-12", "day"),
    ("Wed., 20 Nov 2019", "2019-11-20", "2019-11-20", "day"),
    ("5th of July, 2019", "2019-07-05", "2019-07-05", "day"),
    ("July 5, 2019", "2019-07-05", "2019-07-05", "day"),
    ("the 5th of May 2019", "2019-05-05", "2019-05-05", "day"),
    ("1. Juli 2019", "2019-07-01", "2019-07-01", "day"),
    ("5 de mayo de 2019", "2019-05-05", "2019-05-05", "day"),
    ("1er juin 2019", "2019-06-01", "2019-06-01", "day"),
    ("03.06.2020", "2020-06-03", "2020-06-03", "day"),
    ("03/06/2020", "2020-06-03", "2020-06-03", "day"),
    ("5.7.2019", "2019-07-05", "2019-07-05", "day"),
    ("15/03/19", "2019-03-15", "2019-03-15", "day"),
    ("2020-06-03", "2020-06-03", "2020-06-03", "day"),
    ("2019.11.20", "2019-11-20", "2019-11-20", "day"),
    ("29 February 2020", "2020-02-29", "2020-02-29", "day"),
    ("5July2019", "2019-07-05", "2019-07-05", "day"),
    # ranges and lists of days
    ("23-25 May 2019", "2019-05-23", "2019-05-25", "day"),
    ("12th-14th of March 2018", "2018-03-12", "2018-03-14", "day"),
    ("2 to 4 September 2019", "2019-09-02", "2019-09-04", "day"),
    ("12 & 13 May 2019", "2019-05-12", "2019-05-13", "day"),
    ("23, 24 and 25 May 2019", "2019-05-23", "2019-05-25", "day"),
    ("30 May – 2 June 2019", "2019-05-30", "2019-06-02", "day"),
    ("30 December – 2 January 2020", "2019-12-30", "2020-01-02", "day"),
    ("30 December 2019 – 2 January 2020", "2019-12-30", "2020-01-02", "day"),
    ("12 March - 14 April, 2019", "2019-03-12", "2019-04-14", "day"),
    ("Monday 23 – Friday 27 May 2019", "2019-05-23", "2019-05-27", "day"),
    ("May 12-14, 2019", "2019-05-12", "2019-05-14", "day"),
    ("July 5 and 6, 2019", "2019-07-05", "2019-07-06", "day"),
    ("Sept 30 - Oct 2, 2019", "2019-09-30", "2019-10-02", "day"),
    ("10–12 Oct. 2018", "2018-10-10", "2018-10-12", "day"),
    ("20.-22. Mai 2019", "2019-05-20", "2019-05-22", "day"),
    ("23.-25.05.2019", "2019-05-23", "2019-05-25", "day"),
    ("23.05.-25.05.2019", "2019-05-23", "2019-05-25", "day"),
    ("23/05-25/05/2019", "2019-05-23", "2019-05-25", "day"),
    ("23.05.2019 - 25.05.2019", "2019-05-23", "2019-05-25", "day"),
    # months
    ("April 2017", "2017-04-01", "2017-04-30", "month"),
    ("may 2019", "2019-05-01", "2019-05-31", "month"),
    ("MAY 2019", "2019-05-01", "2019-05-31", "month"),
    ("May2019", "2019-05-01", "2019-05-31", "month"),
    ("May '19", "2019-05-01", "2019-05-31", "month"),
    ("Feb-19", "2019-02-01", "2019-02-28", "month"),
    ("Sept-20 to Oct-20", "2020-09-01", "2020-10-31", "month"),
    ("19-Feb-19", "2019-02-19", "2019-02-19", "day"),
    ("2018/11/05-07", "2018-11-05", "2018-11-07", "day"),
    ("2018-11-05/07", "2018-11-05", "2018-11-07", "day"),
    ("summer 2018 & 2019", "2018-06-01", "2019-08-31", "season"),
    ("2019, second half", "2019-07-01", "2019-12-31", "approximate"),
    ("8/2019–5/2020", "2019-08-01", "2020-05-31", "month"),
    ("4 th quarter of 2018", "2018-10-01", "2018-12-31", "quarter"),
    ("12 th May 2019", "2019-05-12", "2019-05-12", "day"),
    ("21-IX-2018", "2018-09-21", "2018-09-21", "day"),
    ("XII/2018", "2018-12-01", "2018-12-31", "month"),
    ("IV.2018 – VI.2018", "2018-04-01", "2018-06-30", "month"),
    ("w/c 20 May 2019", "2019-05-20", "2019-05-26", "approximate"),
    ("week of 22 May 2019", "2019-05-20", "2019-05-26", "approximate"),
    ("December the 3rd, 2018", "2018-12-03", "2018-12-03", "day"),
    ("last week of May 2019", "2019-05-25", "2019-05-31", "approximate"),
    ("final week of February 2019", "2019-02-22", "2019-02-28", "approximate"),
    ("first week of June 2019", "2019-06-01", "2019-06-07", "approximate"),
    ("2nd week of June 2019", "2019-06-08", "2019-06-14", "approximate"),
    ("the third week of June 2019", "2019-06-15", "2019-06-21", "approximate"),
    ("second week in June 2019", "2019-06-08", "2019-06-14", "approximate"),
    ("fifth week of May 2019", "2019-05-29", "2019-05-31", "approximate"),
    ("first and second week of June 2019", "2019-06-01", "2019-06-14", "approximate"),
    ("third to fourth week of June 2019", "2019-06-15", "2019-06-28", "approximate"),
    ("Week 2 of June 2019", "2019-06-08", "2019-06-14", "approximate"),
    ("week 2, June 2019", "2019-06-08", "2019-06-14", "approximate"),
    ("Week 2 June 2019", "2019-06-08", "2019-06-14", "approximate"),
    ("weeks 2 and 3 of June 2019", "2019-06-08", "2019-06-21", "approximate"),
    ("June 2019, 2nd week", "2019-06-08", "2019-06-14", "approximate"),
    ("June 2019 (week 2)", "2019-06-08", "2019-06-14", "approximate"),
    ("June 2019, second half", "2019-06-16", "2019-06-30", "approximate"),
    ("Weeks 1-2 June 2019", "2019-06-01", "2019-06-14", "approximate"),
    ("CW 23-24 2019", "2019-06-03", "2019-06-16", "approximate"),
    ("weeks 23-24, 2019", "2019-06-03", "2019-06-16", "approximate"),
    ("2019, week 23", "2019-06-03", "2019-06-09", "approximate"),
    ("2019-W23", "2019-06-03", "2019-06-09", "approximate"),
    ("week ending 7 June 2019", "2019-06-03", "2019-06-09", "approximate"),
    ("early in June 2019", "2019-06-01", "2019-06-10", "approximate"),
    ("2019 H1", "2019-01-01", "2019-06-30", "approximate"),
    ("Semester 2, 2019", "2019-07-01", "2019-12-31", "approximate"),
    ("third and fourth quarter 2019", "2019-07-01", "2019-12-31", "quarter"),
    ("2nd and 3rd quarters of 2019", "2019-04-01", "2019-09-30", "quarter"),
    ("second fortnight of May 2019", "2019-05-16", "2019-05-31", "approximate"),
    ("second ten days of June 2019", "2019-06-11", "2019-06-20", "approximate"),
    ("towards the end of May 2019", "2019-05-21", "2019-05-31", "approximate"),
    ("last days of May 2019", "2019-05-21", "2019-05-31", "approximate"),
    ("28.-30.6.19", "2019-06-28", "2019-06-30", "day"),
    ("May 2018 and following months", "2018-05-01", None, "month"),
    ("5-May-10-May 2019", "2019-05-05", "2019-05-10", "day"),
    ("Sept. 2019", "2019-09-01", "2019-09-30", "month"),
    ("06/2019", "2019-06-01", "2019-06-30", "month"),
    ("2019-06", "2019-06-01", "2019-06-30", "month"),
    ("Avril 2018", "2018-04-01", "2018-04-30", "month"),
    ("março de 2019", "2019-03-01", "2019-03-31", "month"),
    ("März 2019", "2019-03-01", "2019-03-31", "month"),
    ("Grudzień 2019", "2019-12-01", "2019-12-31", "month"),
    ("Ottobre 2019", "2019-10-01", "2019-10-31", "month"),
    ("jusqu'en mai 2019", None, "2019-05-31", "month"),
    ("début d’avril 2019", "2019-04-01", "2019-04-10", "approximate"),
    ("maart 2019", "2019-03-01", "2019-03-31", "month"),
    ("May 2017- December 2018", "2017-05-01", "2018-12-31", "month"),
    ("April–May 2019", "2019-04-01", "2019-05-31", "month"),
    ("Nov 2018 – Feb 2019", "2018-11-01", "2019-02-28", "month"),
    ("Nov – Feb 2019", "2018-11-01", "2019-02-28", "month"),
    ("Sept. – Nov. 2019", "2019-09-01", "2019-11-30", "month"),
    ("February to April 2020", "2020-02-01", "2020-04-30", "month"),
    ("December 2018/January 2019", "2018-12-01", "2019-01-31", "month"),
    ("Feb./March 2020", "2020-02-01", "2020-03-31", "month"),
    ("April and May 2019", "2019-04-01", "2019-05-31", "month"),
    ("March, June and September 2020", "2020-03-01", "2020-09-30", "month"),
    ("June 2019, July 2019", "2019-06-01", "2019-07-31", "month"),
    ("between May 2018 and June 2019", "2018-05-01", "2019-06-30", "month"),
    ("from May to June 2019", "2019-05-01", "2019-06-30", "month"),
    # quarters, halves, seasons
    ("Q3 2019", "2019-07-01", "2019-09-30", "quarter"),
    ("Q3/2019", "2019-07-01", "2019-09-30", "quarter"),
    ("2019-Q3", "2019-07-01", "2019-09-30", "quarter"),
    ("CW 46, 2019", "2019-11-11", "2019-11-17", "approximate"),
    ("Week 41, October 2018", "2018-10-08", "2018-10-14", "approximate"),
    ("calendar week 1/2020", "2019-12-30", "2020-01-05", "approximate"),
    ("third quarter of 2019", "2019-07-01", "2019-09-30", "quarter"),
    ("1st quarter 2019", "2019-01-01", "2019-03-31", "quarter"),
    ("Q2-Q3 2020", "2020-04-01", "2020-09-30", "quarter"),
    ("Q2/3 2020", "2020-04-01", "2020-09-30", "quarter"),
    ("Q4 2019 - Q1 2020", "2019-10-01", "2020-03-31", "quarter"),
    ("second half of 2019", "2019-07-01", "2019-12-31", "approximate"),
    ("H1 2020", "2020-01-01", "2020-06-30", "approximate"),
    ("first half of May 2019", "2019-05-01", "2019-05-15", "approximate"),
    ("Spring 2019", "2019-03-01", "2019-05-31", "season"),
    ("Winter 2019", "2019-12-01", "2020-02-29", "season"),
    ("winter 2019/20", "2019-12-01", "2020-02-29", "season"),
    ("Winter 2018-2019", "2018-12-01", "2019-02-28", "season"),
    ("Autumn/Winter 2019", "2019-09-01", "2020-02-29", "season"),
    ("Summer 2019 – Spring 2020", "2019-06-01", "2020-05-31", "season"),
    ("été 2019", "2019-06-01", "2019-08-31", "season"),
    # years
    ("2020", "2020-01-01", "2020-12-31", "year"),
    ("the year 2019", "2019-01-01", "2019-12-31", "year"),
    ("2018-2020", "2018-01-01", "2020-12-31", "year"),
    ("2018/19", "2018-01-01", "2019-12-31", "year"),
    ("2011/12", "2011-01-01", "2012-12-31", "year"),
    ("2011-12", "2011-01-01", "2012-12-31", "year"),
    ("2019-12", "2019-12-01", "2019-12-31", "month"),
    ("2018-20", "2018-01-01", "2020-12-31", "year"),
    ("2018, 2019 and 2020", "2018-01-01", "2020-12-31", "year"),
    ("January 2018 – 2020", "2018-01-01", "2020-12-31", "year"),
    # parts of years and months
    ("early 2020", "2020-01-01", "2020-03-31", "approximate"),
    ("beginning of May 2020", "2020-05-01", "2020-05-10", "approximate"),
    ("mid-2018", "2018-04-01", "2018-09-30", "approximate"),
    ("mid-June 2019", "2019-06-11", "2019-06-20", "approximate"),
    ("end of March 2019", "2019-03-21", "2019-03-31", "approximate"),
    ("late February 2019", "2019-02-21", "2019-02-28", "approximate"),
    ("end 2021", "2021-10-01", "2021-12-31", "approximate"),
    ("mid to late 2019", "2019-04-01", "2019-12-31", "approximate"),
    ("early/mid 2020", "2020-01-01", "2020-09-30", "approximate"),
    ("mid-May – end of June 2019", "2019-05-11", "2019-06-30", "approximate"),
    ("June 2019 – early 2020", "2019-06-01", "2020-03-31", "approximate"),
    ("late summer 2019", "2019-08-01", "2019-08-31", "approximate"),
    ("circa May 2019", "2019-05-01", "2019-05-31", "approximate"),
    # open ends
    ("since 2018", "2018-01-01", None, "year"),
    ("ongoing since May 2018", "2018-05-01", None, "month"),
    ("from May 2019", "2019-05-01", None, "month"),
    ("2018 onwards", "2018-01-01", None, "year"),
    ("May 2019 – ongoing", "2019-05-01", None, "month"),
    ("June 2019 (ongoing)", "2019-06-01", None, "month"),
    ("2019-present", "2019-01-01", None, "year"),
    ("May 2019 to date", "2019-05-01", None, "month"),
    ("from April 2019 until further notice", "2019-04-01", None, "month"),
    ("until December 2020", None, "2020-12-31", "month"),
    ("by 2025", None, "2025-12-31", "year"),
    ("by the end of 2020", None, "2020-12-31", "approximate"),
    ("before June 2019", None, "2019-05-31", "month"),
    ("before the end of 2019", None, "2019-12-31", "approximate"),
    ("before the end of March 2019", None, "2019-03-31", "approximate"),
    ("after 2019", "2020-01-01", None, "year"),
    # what may stand around it
    ("November 2019 (tbc)", "2019-11-01", "2019-11-30", "month"),
    ("planned for June 2021", "2021-06-01", "2021-06-30", "month"),
    ("June 2018 (online)", "2018-06-01", "2018-06-30", "month"),
    ("Date: May 2019", "2019-05-01", "2019-05-31", "month"),
    ("(May 2019):", "2019-05-01", "2019-05-31", "month"),
    ("Update 2020", "2020-01-01", "2020-12-31", "year"),
]

NO_DATES = [
    "SDG 11", "1.277 km ²", "2.682.500", "569,000", "N/A", "one-week mission", "V2G", "week 2", "week 5 of February 2019",
    "week 9 of June 2019", "Trimester 2 2019", "FY 2019", "FY 2019/20", "summer 2018-19", "may be extended", "ongoing", "",
    "Horizon 2020", "Agenda 2030", "Europe 2020", "Covid19", "2020s", "April", "14th – 17th August", "20.11.", "23.05.",
    "31 June 2019", "29 February 2019", "30 – 2 June 2019", "32/03/2019", "13/13/2019", "Q5 2019", "May 2019 – April 2019",
    "between May 2019", "mid", "to late 2019", "12, 13 and 14", "3000", "2019.5", "12-14 companies", "third half of 2019",
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end", "precision"), PERIODS, ids=[case[0] for case in PERIODS])
def test_parse_date_reads(text: str, start: str | None, end: str | None, precision: str) -> None:
    assert brief(parse_date(text)) == (start, end, precision)


@pytest.mark.parametrize(("text", "start", "end", "precision"), PERIODS, ids=[case[0] for case in PERIODS])
def test_printed_year_wins_over_context(text: str, start: str | None, end: str | None, precision: str) -> None:
    assert brief(parse_date(text, context_year=1950)) == (start, end, precision)


@pytest.mark.parametrize("text", NO_DATES)
def test_parse_date_rejects(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        pytest.param("Wednesday 20th November", "2019-11-20", "2019-11-20", id="weekday"),
        pytest.param("14th – 17th August", "2019-08-14", "2019-08-17", id="days-share-month"),
        pytest.param("March", "2019-03-01", "2019-03-31", id="capital-march-is-a-month"),
        pytest.param("Nov – Feb", "2019-11-01", "2020-02-29", id="context-is-the-first-year"),
        pytest.param("spring", "2019-03-01", "2019-05-31", id="season"),
        pytest.param("30 December – 2 January", "2019-12-30", "2020-01-02", id="days-over-new-year"),
    ],
)
def test_missing_year_comes_from_context(text: str, start: str, end: str) -> None:
    found = parse_date(text, context_year=2019)
    assert found is not None and (found.start, found.end) == (read(start), read(end))
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["march", "may", "may be extended", "23.05.", "SDG 11", "12 companies", "Covid 19"])
def test_context_year_makes_no_date_of_words(text: str) -> None:
    assert parse_date(text, context_year=2019) is None


def test_span_is_the_date_without_remarks() -> None:
    text = "planned for June 2021 (tbc)"
    found = parse_date(text)
    assert found is not None and text[slice(*found.span)] == "June 2021"


def days_of(code: str | None) -> tuple[date | None, date | None]:
    """First and last day of a code of the gold file."""
    if code is None:
        return None, None
    year, rest = int(code[:4]), code[4:]
    months = {
        "": (1, 12), "-H1": (1, 6), "-H2": (7, 12), "-Q1": (1, 3), "-Q2": (4, 6), "-Q3": (7, 9), "-Q4": (10, 12),
        "-21": (3, 5), "-22": (6, 8), "-23": (9, 11), "~early": (1, 3), "~mid": (4, 9), "~late": (10, 12),
    }  # fmt: skip
    if rest in months:
        return date(year, months[rest][0], 1), last_day(year, months[rest][1])
    if len(rest) == 3:
        return date(year, int(rest[1:]), 1), last_day(year, int(rest[1:]))
    return date.fromisoformat(code), date.fromisoformat(code)


@pytest.mark.skipif(not GOLD.exists(), reason="the shared gold dates are not beside the repository")
def test_gold_dates_hold() -> None:
    wrong = []
    for text, expected, context_year in runpy.run_path(str(GOLD))["CASES"]:
        found = parse_date(text, context_year=context_year)
        want = expected and (days_of(expected[0])[0], days_of(expected[1])[1])
        if (found and (found.start, found.end)) != want:
            wrong.append((text, want, found))
    assert wrong == []


# text, date, what is left as the activity's text, planned
LEADING = [
    pytest.param("April 2017: A delegation came", "April 2017", "A delegation came", False, id="colon"),
    pytest.param("June 2019 – First mission", "June 2019", "First mission", False, id="dash"),
    pytest.param("May 2020. Online coaching", "May 2020", "Online coaching", False, id="full-stop"),
    pytest.param("April 2020; call", "April 2020", "call", False, id="semicolon"),
    pytest.param("May 2019\nfirst visit", "May 2019", "first visit", False, id="line-end"),
    pytest.param("12-14 March 2018 Kick-off", "12-14 March 2018", "Kick-off", False, id="blank-before-capital"),
    pytest.param("(May 2019) Visit", "May 2019", "Visit", False, id="brackets"),
    pytest.param("2019. 4. 12. Visit", "2019. 4. 12.", "Visit", False, id="year-first-with-points"),
    pytest.param("2 October 2017, Oslo: talks", "2 October 2017", "Oslo: talks", False, id="comma-before-place"),
    pytest.param("In May 2019, X visited Y", "May 2019", "In May 2019, X visited Y", False, id="preposition-keeps-sentence"),
    pytest.param("In May 2019: visit", "May 2019", "visit", False, id="preposition-with-colon"),
    pytest.param("June 2017 saw the first visit", "June 2017", "June 2017 saw the first visit", False, id="subject-of-verb"),
    pytest.param("Since 2018 X has met Y", "Since 2018", "Since 2018 X has met Y", False, id="since-keeps-sentence"),
    pytest.param("Since 2018: exchange", "Since 2018", "exchange", False, id="since-with-colon"),
    pytest.param("June 2019 (tbc): Mission", "June 2019", "Mission", True, id="tbc-is-planned"),
    pytest.param("Planned for May 2021: coaching", "May 2021", "coaching", True, id="planned-before"),
    pytest.param("To be held in May 2021: coaching", "May 2021", "coaching", True, id="to-be-held-before"),
    pytest.param("Will take place in May 2021: coaching", "May 2021", "coaching", True, id="will-take-place-before"),
    pytest.param("May 2021 – planned: coaching", "May 2021", "coaching", True, id="planned-after"),
    pytest.param("May 2021 – planned visit", "May 2021", "planned visit", False, id="planned-as-text-stays"),
    pytest.param("January 2020, 3rd week: Webinar", "January 2020, 3rd week", "Webinar", False, id="week-behind-its-month"),
    pytest.param("May 2020, H2: storage test", "May 2020", "H2: storage test", False, id="hydrogen-is-no-half"),
    pytest.param("May 2020, first week of training", "May 2020", "first week of training", False, id="week-of-what"),
    pytest.param("May 2020 (online): kick-off", "May 2020", "(online): kick-off", False, id="mode-stays-in-text"),
    pytest.param("7–11 February 2022 – Winter fair", "7–11 February 2022", "Winter fair", False, id="season-of-the-text"),
    pytest.param("2022-02-07 – Winter: a fair", "2022-02-07", "Winter: a fair", False, id="season-behind-a-day"),
    pytest.param("May 2021 – June talks", "May 2021", "June talks", False, id="month-of-the-text"),
    pytest.param("May 2021 – June: talks", "May 2021 – June", "talks", False, id="month-set-apart-from-the-text"),
    pytest.param("June 2019 – Open day", "June 2019", "Open day", False, id="open-day-is-no-open-end"),
    pytest.param("June 2019 – ongoing: exchange", "June 2019 – ongoing", "exchange", False, id="open-end"),
    pytest.param("2019: Visit", "2019", "Visit", False, id="year-with-colon"),
    pytest.param("2018-2020: Visits", "2018-2020", "Visits", False, id="years"),
    pytest.param("Update 2020: new partner", "2020", "Update 2020: new partner", False, id="update-is-kept"),
    pytest.param("12 May 2019, 14:00: Meeting", "12 May 2019", "14:00: Meeting", False, id="time-stays"),
    pytest.param("June 2019", "June 2019", "", False, id="nothing-but-a-date"),
    pytest.param("April 2019-based study", "April 2019", "April 2019-based study", False, id="hyphen-is-no-separator"),
]


@pytest.mark.parametrize(("text", "printed", "rest", "planned"), LEADING)
def test_find_leading_date(text: str, printed: str, rest: str, planned: bool) -> None:
    found = find_leading_date(text)
    assert found is not None
    assert (text[slice(*found.date_text_span)], text[found.text_start :], found.planned) == (printed, rest, planned)
    assert found.date == find_dates(text)[0]


# as offices write them; the text that is left, which is the whole text where the date is part of it
WRITTEN_IN_OFFICES = [
    pytest.param("(2019.04) Visit", "2019-04-01", "2019-04-30", "Visit", id="year-and-month-in-brackets"),
    pytest.param("2018. 5. ~ 2018. 7. Visits", "2018-05-01", "2018-07-31", "Visits", id="tilde"),
    pytest.param("Novemebr 2018: study", "2018-11-01", "2018-11-30", "study", id="letters-swapped"),
    pytest.param("12 Febuary 2019 – visit", "2019-02-12", "2019-02-12", "visit", id="letter-missing"),
    pytest.param("24. 6. 2019: visit", "2019-06-24", "2019-06-24", "visit", id="blanks-behind-points"),
    pytest.param("24. – 28. 6. 2019 Visit", "2019-06-24", "2019-06-28", "Visit", id="range-with-blanks"),
    pytest.param("4.-5.10. 2018 – fair", "2018-10-04", "2018-10-05", "fair", id="blank-before-the-year"),
    pytest.param("25/9 – 28/9/2018: visit", "2018-09-25", "2018-09-28", "visit", id="short-month-before-a-range"),
    pytest.param("30/9–2/10/2019: visit", "2019-09-30", "2019-10-02", "visit", id="range-of-short-months"),
    pytest.param("26/11/18 - 1/12/18: fair", "2018-11-26", "2018-12-01", "fair", id="short-years"),
    pytest.param("2018.6.12-7.14: course", "2018-06-12", "2018-07-14", "course", id="year-first-and-short-end"),
    pytest.param("01–03/2020: hackathon", "2020-01-01", "2020-03-31", "hackathon", id="months-that-share-a-year"),
    pytest.param("2019.6: visit", "2019-06-01", "2019-06-30", "visit", id="year-point-month"),
    pytest.param("14 Nov (2018): visit", "2018-11-14", "2018-11-14", "visit", id="year-in-brackets"),
    pytest.param("May ´19: visit", "2019-05-01", "2019-05-31", "visit", id="accent-for-apostrophe"),
    pytest.param("12 March 2018 (Monday): visit", "2018-03-12", "2018-03-12", "visit", id="weekday-in-brackets"),
    pytest.param("12 March 2018, Monday: visit", "2018-03-12", "2018-03-12", "visit", id="weekday-behind"),
    pytest.param("2019 (several dates): talks", "2019-01-01", "2019-12-31", "(several dates): talks", id="year-with-a-remark"),
    pytest.param("October 2019 / Graz / talks", "2019-10-01", "2019-10-31", "Graz / talks", id="slash-between-blanks"),
    pytest.param("12/2018 – 02/2019 gauges set up", "2018-12-01", "2019-02-28", "gauges set up", id="small-letter-behind-it"),
    pytest.param("May 2019 → June 2019: trial", "2019-05-01", "2019-06-30", "trial", id="arrow"),
]


@pytest.mark.parametrize(("text", "start", "end", "rest"), WRITTEN_IN_OFFICES)
def test_leading_dates_as_offices_write_them(text: str, start: str, end: str, rest: str) -> None:
    found = find_leading_date(text)
    assert found is not None
    assert (found.date.start, found.date.end, text[found.text_start :]) == (read(start), read(end), rest)


def test_what_is_to_follow_is_planned() -> None:
    found = find_leading_date("To follow in June 2021: open day")
    assert found is not None and found.planned and found.date.start == date(2021, 6, 1)


@pytest.mark.parametrize(
    "text",
    ["2019.5 km of lanes", "1/2 day of talks", "3.5 million", "Winner 2019: prize", "Augusta 2019 tour", "2020 (about) firms"],
)
def test_numbers_and_names_are_no_dates(text: str) -> None:
    assert find_leading_date(text, context_year=2019) is None


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param("Signing of a letter of intent (24 October 2019) in Graz", "2019-10-24", id="place-behind"),
        pytest.param("Workshop (May 2019) on noise", "2019-05-01", id="matter-behind"),
        pytest.param("Presentation of the plan (May 2019) in Graz", None, id="date-of-what-is-known"),
        pytest.param("Workshop (14 May) in Graz", None, id="no-year"),
        pytest.param("Talk on works by Klimt (1912) in Graz", None, id="year-of-a-work"),
        pytest.param("Visit to a firm (founded in 2010) in Graz", None, id="words-in-the-bracket"),
        pytest.param("Visits to Graz (5 May 2018) and Linz (6 May 2018)", None, id="two-dates"),
    ],
)
def test_bracket_within_its_clause(text: str, start: str | None) -> None:
    found = find_subject_date(text, context_year=2018, within=True)
    assert (found.start if found else None) == read(start)
    assert find_subject_date(text, context_year=2018) is None


@pytest.mark.parametrize(
    "text",
    ["2020 companies took part", "2019 Smart Forum", "Horizon 2020 workshop", "May be extended", "March Kick-off",
     "May: visit", "Kick-off in May 2019", "1.277 km²", "2.5 million", "During the exchanges", "In March 20 firms", "", ":"],
)  # fmt: skip
def test_no_leading_date(text: str) -> None:
    assert find_leading_date(text) is None


@pytest.mark.parametrize(
    ("text", "start", "text_start"),
    [
        pytest.param("14th – 17th August: visit", "2019-08-14", 20, id="days"),
        pytest.param("May: First mission", "2019-05-01", 5, id="month-with-colon"),
        pytest.param("In March 20 firms met", "2019-03-01", 0, id="count-after-month-is-no-day"),
    ],
)
def test_leading_date_takes_the_year_from_context(text: str, start: str, text_start: int) -> None:
    found = find_leading_date(text, context_year=2019)
    assert found is not None and (found.date.start, found.text_start) == (read(start), text_start)


@pytest.mark.parametrize("text", ["May be extended", "March Kick-off", "March 20 participants", "2020 companies"])
def test_leading_words_are_no_date_even_with_context(text: str) -> None:
    assert find_leading_date(text, context_year=2019) is None


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("Kick-off meeting (12 May 2019): first talks", "12 May 2019", id="before-colon"),
        pytest.param("Signing of the MoU (October 2018)", "October 2018", id="at-the-end"),
        pytest.param("Signing (October 2018). Next was the fair (May 2019).", "October 2018", id="first-sentence-only"),
        pytest.param("Signing of x. Fair (May 2019).", None, id="second-sentence-does-not-count"),
        pytest.param("Visit (Oslo, 12 May 2019) – talks", "12 May 2019", id="beside-a-place"),
        pytest.param("Forum (planned for May 2021): x", "May 2021", id="planned"),
        pytest.param("Kick-off (2019): x", "2019", id="year"),
        pytest.param("Firm (founded in 2010): visit", None, id="phrase-in-brackets"),
        pytest.param("Workshop in Oslo (23 October 2017) and follow-up visit", None, id="only-part-of-the-sentence"),
        pytest.param("Visit (May 2018) and fair (May 2019).", None, id="two-dates"),
        pytest.param("Follow-up to May 2018 (June 2019): x", None, id="another-date-in-the-sentence"),
        pytest.param("Agenda (2030): x", None, id="name"),
        pytest.param("Talks (12 participants): x", None, id="count"),
    ],
)
def test_find_subject_date(text: str, printed: str | None) -> None:
    found = find_subject_date(text)
    assert (found and text[slice(*found.span)]) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("Webinar on waste, online, May 2019", "May 2019", id="month-behind-comma"),
        pytest.param("Webinar on waste, 14 May 2019 (online)", "14 May 2019", id="remark-in-brackets"),
        pytest.param("Visit to Oslo, 3–7 June 2019 (12 people).", "3–7 June 2019", id="count-in-brackets"),
        pytest.param("Workshop, 14 May 2019, Oslo", "14 May 2019", id="place-behind-it"),
        pytest.param("Kick-off meeting – May 2019", "May 2019", id="dash"),
        pytest.param("Visit of the mayor, in the second week of June 2019", "second week of June 2019", id="preposition"),
        pytest.param("Workshop, planned for May 2021", "May 2021", id="planned"),
        pytest.param("Letters, since May 2019", "since May 2019", id="since"),
        pytest.param("Agreement on placements, signed online on 11 June 2020", "11 June 2020", id="verb-behind-comma"),
        pytest.param("Workshop on menus, held in Graz on 14 May 2019", "14 May 2019", id="place-behind-the-verb"),
        pytest.param("Visit to a garden, laid out in May 2019", None, id="another-verb"),
        pytest.param("The fair took place on 14 May 2019", "14 May 2019", id="verb-of-the-sentence"),
        pytest.param("Visit to the garden opened in May 2019", None, id="date-of-something-else"),
        pytest.param("Roadmap for the port, valid until May 2025", None, id="until"),
        pytest.param("Draft plan, by May 2020", None, id="deadline"),
        pytest.param("Visit to Oslo. The next follows, May 2020.", None, id="several-sentences"),
        pytest.param("Fair in May 2018, visit, June 2019", None, id="another-date"),
        pytest.param("Workshop, 14 May 2019, signing of a letter", None, id="text-behind-it"),
        pytest.param("Smart City Forum, 2019", None, id="year-alone"),
        pytest.param("Meeting of experts, 14 May", None, id="no-year"),
        pytest.param("May 2019", None, id="nothing-but-a-date"),
        pytest.param("Pre-May 2019", None, id="hyphen"),
    ],
)
def test_find_trailing_date(text: str, printed: str | None) -> None:
    found = find_trailing_date(text)
    assert (found and text[slice(*found.span)]) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("in April 2017 (3 May 2017), by 2025", ["April 2017", "3 May 2017", "by 2025"], id="several"),
        pytest.param("the Horizon 2020 project and Expo 2021, Agenda 2030", [], id="names"),
        pytest.param("the 2030 Agenda and implementation of 2030 Agenda", [], id="name-after-year"),
        pytest.param("Interreg 2014-2020 and 2018-2020 work", ["2018-2020"], id="range-in-a-name"),
        pytest.param("after the Covid19 crisis of 2020", ["2020"], id="year-after-of"),
        pytest.param("Fair 2019 took place", [], id="year-after-a-noun"),
        pytest.param("Fair (2019) took place", ["2019"], id="year-in-brackets"),
        pytest.param("569,000 people in 2000 households, SDG 11, V2G, 2.682.500", [], id="counts"),
        pytest.param("it may be extended in 2020 and they march on", ["2020"], id="verbs"),
        pytest.param("Update 2020: possible", ["2020"], id="update-leads"),
        pytest.param("an update 2020 companies want", [], id="update-within"),
        pytest.param("2019: possible", ["2019"], id="year-leads"),
        pytest.param("trips from 2018 to 2020, then", ["from 2018 to 2020"], id="from-to"),
        pytest.param("trips between May and June 2019", ["between May and June 2019"], id="between-and"),
        pytest.param("In May 2019, June Smith came", ["May 2019"], id="first-name-june"),
        pytest.param("in the first half of the programme", [], id="half-of-something-else"),
        pytest.param("at the end of 2021 or in early 2022", ["end of 2021", "early 2022"], id="phases"),
        pytest.param("on 5 July 2019, 12 firms; in 2020, 12 firms", ["5 July 2019", "2020"], id="comma-and-a-count"),
        pytest.param("€2019, 2019€, 12345/2019, 2019/1234/EU, COP-2019", [], id="numbers-with-signs"),
        pytest.param("in November and on the 5th of July", [], id="no-year-anywhere"),
        pytest.param("in 2019.", ["2019"], id="sentence-stop"),
        pytest.param("met in week 2 of June 2019", ["week 2 of June 2019"], id="week-of-a-month"),
        pytest.param("week 9 of June 2019", ["June 2019"], id="number-of-no-week-is-no-day"),
        pytest.param("session 3 June 2019", ["June 2019"], id="numbered-session-is-no-day"),
        pytest.param("open day 2 June 2019", ["2 June 2019"], id="open-day-has-no-number"),
        pytest.param("in the fiscal year 2019 and the school year 2018/19", [], id="years-that-begin-in-other-months"),
        pytest.param("third and fourth quarter 2019", ["third and fourth quarter 2019"], id="ordinals-share-their-noun"),
        pytest.param("projects that end in June 2019", ["June 2019"], id="end-as-verb"),
        pytest.param("Law V/2019, in force since IX/2019", ["since IX/2019"], id="roman-month-and-number-of-a-law"),
    ],
)  # fmt: skip
def test_find_dates(text: str, printed: list[str]) -> None:
    assert [text[slice(*found.span)] for found in find_dates(text)] == printed


def test_find_dates_with_context_year() -> None:
    text = "in Brussels on Wednesday 20th November, in May, not April 20 companies, in the second half"
    found = find_dates(text, context_year=2019)
    assert [text[slice(*one.span)] for one in found] == ["Wednesday 20th November", "May"]
    assert found[0].start == date(2019, 11, 20)


relaxed = settings(deadline=None)  # the machine may be busy

# --- properties ---

days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
dashes = st.sampled_from(["-", " - ", "–", " – ", "—", " to ", " until "])


def ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def day_formats(d: date) -> list[str]:
    name = MONTHS[d.month - 1]
    return [
        d.isoformat(), f"{d:%d.%m.%Y}", f"{d:%d/%m/%Y}", f"{d.day}.{d.month}.{d.year}", f"{d.day} {name} {d.year}",
        f"{d.day}. {name} {d.year}", f"{ordinal(d.day)} of {name}, {d.year}", f"{name} {d.day}, {d.year}",
        f"{name} {ordinal(d.day)} {d.year}", f"{d:%A}, {d.day} {name[:3]} {d.year}", f"{d.day} {name[:3].upper()}. {d.year}",
    ]  # fmt: skip


@relaxed
@given(days)
def test_any_day_round_trips(day: date) -> None:
    for text in day_formats(day):
        assert brief(parse_date(text)) == (day.isoformat(), day.isoformat(), "day"), text


@relaxed
@given(days, st.integers(0, 800), st.data(), dashes)
def test_any_day_range_round_trips(start: date, length: int, data: st.DataObject, dash: str) -> None:
    end = start + timedelta(days=length)
    style = data.draw(st.integers(0, len(day_formats(start)) - 1))
    if style == 0 and dash == "-":
        dash = " - "
    text = day_formats(start)[style] + dash + day_formats(end)[style]
    assert brief(parse_date(text)) == (start.isoformat(), end.isoformat(), "day"), text


@relaxed
@given(days, st.integers(1, 11), st.data(), dashes)
def test_any_month_range_round_trips(day: date, months: int, data: st.DataObject, dash: str) -> None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first, last = MONTHS[day.month - 1], MONTHS[month]
    texts = [f"{first} {day.year}{dash}{last} {year}", f"{first}{dash}{last} {year}", f"{first[:3]}{dash}{last[:3]}. {year}"]
    text = data.draw(st.sampled_from(texts))
    start = date(day.year, day.month, 1)
    assert brief(parse_date(text)) == (start.isoformat(), last_day(year, month + 1).isoformat(), "month"), text


@relaxed
@given(st.text(alphabet="0123456789.,/-– ()qQhMayJun'thofinsce:", max_size=60))
def test_any_text_gives_sound_ranges(text: str) -> None:
    end = 0
    for found in find_dates(text, context_year=2019):
        assert end <= found.span[0] < found.span[1] <= len(text)
        assert text[slice(*found.span)].strip() == text[slice(*found.span)]
        assert found.start is None or found.end is None or found.start <= found.end
        assert (found.start or found.end) is not None
        end = found.span[1]
    leading = find_leading_date(text, context_year=2019)
    assert leading is None or 0 <= leading.text_start <= len(text)


@relaxed
@given(st.sampled_from(PERIODS), st.sampled_from(["Visit", "Kick-off"]))
def test_leading_date_agrees_with_parse_date(case: tuple[str, str | None, str | None, str], rest: str) -> None:
    text = f"{case[0].rstrip(':')}: {rest}"
    found = find_leading_date(text)
    assert found is not None and brief(found.date) == case[1:]
    assert text[found.text_start :].endswith(rest)


@pytest.mark.parametrize(
    "text",
    [" " * 200_000, "9" * 200_000, "(" * 9_999, "1-" * 9999, "12, " * 5_000, "May and " * 5_000, "early " * 5_000, "\n" * 9999],
    ids=["blanks", "digits", "brackets", "numbers", "days", "months", "phases", "lines"],
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.process_time()
    for find in (parse_date, find_leading_date, find_subject_date, find_dates):
        find(text, context_year=2019)
    find_trailing_date(text)
    assert time.process_time() - started < 10  # quadratic time would be minutes


def test_vocabulary_words_are_folded_and_known() -> None:
    data = load_vocabulary("dates")
    assert set(data["phases"]) == {"early", "mid", "late", "last_week"} and set(data["phases"]) < set(get_args(Phase))
    assert len(data["months"]) == 12 and len(data["weekdays"]) == 7
    names = [name for names in data["months"] for name in names]
    assert len(names) == len(set(names))  # no name means two months
    lists = [words for words in data.values() if isinstance(words, list) and not isinstance(words[0], list)]
    assert lists and all(isinstance(word, str) for words in lists for word in words)  # YAML takes an unquoted `on` for true
    folded = [word for words in (*data["months"], *data["weekdays"], *lists) for word in words]
    assert [word for word in folded if fold(word) != word] == []
