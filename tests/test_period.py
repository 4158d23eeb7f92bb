"""The period of cooperation: open ends, lengths of time, stages and extensions; a date that may be wrong has a remark."""

from datetime import date, timedelta

import pytest

from ucap.extractors.dates import find_leading_date, read_printed_period
from ucap.extractors.extract import read_document

OPEN, COUNTED, UNCLEAR = "period_open", "period_counted", "period_unclear"


@pytest.mark.parametrize(
    ("printed", "start", "end", "code"),
    [
        pytest.param("2017/2018 – present", "2017-01-01", None, OPEN, id="two-years-open"),
        pytest.param("2017-2019", "2017-01-01", "2019-12-31", None, id="years"),
        pytest.param("May 2017 – until further notice", "2017-05-01", None, OPEN, id="until-further-notice"),
        pytest.param("since 2017", "2017-01-01", None, OPEN, id="since"),
        pytest.param("2018 –", "2018-01-01", None, OPEN, id="dash-without-end"),
        pytest.param("2018 - ?", "2018-01-01", None, OPEN, id="question-mark"),
        pytest.param("2018+", "2018-01-01", None, OPEN, id="plus"),
        pytest.param("June 2018 →", "2018-06-01", None, OPEN, id="arrow"),
        pytest.param("2018.6 – 2020.12", "2018-06-01", "2020-12-31", None, id="year-point-month"),
        pytest.param("2018/6 - 2020/12", "2018-06-01", "2020-12-31", None, id="year-slash-month"),
        pytest.param("2018.6 –", "2018-06-01", None, OPEN, id="year-point-month-open"),
        pytest.param("1. 4. 2018 – 31. 12. 2020", "2018-04-01", "2020-12-31", None, id="blanks-behind-points"),
        pytest.param("November 2017 → November 2019", "2017-11-01", "2019-11-30", None, id="arrow-between"),
        pytest.param("June (2018) – December (2020)", "2018-06-01", "2020-12-31", None, id="years-in-brackets"),
        pytest.param("Novemeber 2018 - Ocotber 2020", "2018-11-01", "2020-10-31", None, id="slips-in-months"),
        pytest.param("01–03/2020", "2020-01-01", "2020-03-31", None, id="months-that-share-a-year"),
        pytest.param("May 2018, still running", "2018-05-01", None, OPEN, id="still-running"),
        pytest.param("ab Mai 2018, unbefristet", "2018-05-01", None, OPEN, id="open-in-german"),
        pytest.param("until 2020", None, "2020-12-31", OPEN, id="open-start"),
        pytest.param("Start: May 2018", "2018-05-01", None, OPEN, id="start-only"),
        pytest.param("May 2018 for three years", "2018-05-01", "2021-04-30", COUNTED, id="for-years"),
        pytest.param("36 months from May 2018", "2018-05-01", "2021-04-30", COUNTED, id="months-from"),
        pytest.param("three-year cooperation starting in 2018", "2018-01-01", "2020-12-31", COUNTED, id="from-a-year"),
        pytest.param("two years from 1 March 2018", "2018-03-01", "2020-02-29", COUNTED, id="from-a-day"),
        pytest.param("a year from May 2018", "2018-05-01", "2019-04-30", COUNTED, id="a-year"),
        pytest.param("Start: May 2018; duration: 24 months", "2018-05-01", "2020-04-30", COUNTED, id="labels-and-length"),
        pytest.param("36 months (May 2018 – April 2021)", "2018-05-01", "2021-04-30", None, id="length-that-fits"),
        pytest.param("12 months (May 2018 – April 2021)", "2018-05-01", "2021-04-30", UNCLEAR, id="length-that-does-not-fit"),
        pytest.param("autumn 2018 for two years", "2018-09-01", None, UNCLEAR, id="length-from-a-season"),
        pytest.param("Start: May 2018, End: December 2019", "2018-05-01", "2019-12-31", None, id="labels"),
        pytest.param("Phase 1: 2017–2018; Phase 2: 2019–2021", "2017-01-01", "2021-12-31", UNCLEAR, id="stages"),
        pytest.param("2018 – 2020 (extended until 2022)", "2018-01-01", "2022-12-31", UNCLEAR, id="extended-until"),
        pytest.param("May 2017 – May 2018, prolonged by six months", "2017-05-01", None, UNCLEAR, id="extended-by"),
        pytest.param("renewed every two years since 2014", "2014-01-01", None, UNCLEAR, id="renewed"),
        pytest.param("March 2018 – end of programme", "2018-03-01", None, UNCLEAR, id="end-without-date"),
        pytest.param("2018 - 20 or so", "2018-01-01", None, UNCLEAR, id="other-words"),
        pytest.param("2018 – 2020 under Horizon 2020", "2018-01-01", "2020-12-31", UNCLEAR, id="name-with-a-year"),
        pytest.param("May 2018 and May 2020", "2018-05-01", "2020-05-31", UNCLEAR, id="two-months"),
        pytest.param("between May 2018 and May 2020", "2018-05-01", "2020-05-31", None, id="between"),
        pytest.param("June 2020 – June 2018", "2020-06-01", "2018-06-30", None, id="reversed"),
    ],
)
def test_periods(printed: str, start: str | None, end: str | None, code: str | None) -> None:
    period = read_printed_period(printed)
    assert period is not None
    assert [day and day.isoformat() for day in (period.found.start, period.found.end)] == [start, end]
    assert [remark.code for remark in period.remarks] == ([code] if code else [])
    assert period.counted == (code == COUNTED)


@pytest.mark.parametrize(
    "printed", ["", "ongoing", "until further notice", "for three years", "May 1017 – May 2020", "2019 (pilot), 2021 (end)"]
)
def test_periods_that_are_not_understood(printed: str) -> None:
    assert read_printed_period(printed) is None


@pytest.mark.parametrize(
    ("text", "start", "days", "rest", "separate"),
    [
        pytest.param("14 May 2018 and 3 June 2019: talks", date(2018, 5, 14), 386, "talks", True, id="two-days"),
        pytest.param("14 and 15 May 2018: talks", date(2018, 5, 14), 2, "talks", False, id="day-after-day"),
        pytest.param("14 May 2018 & June 2019: talks", date(2018, 5, 14), 413, "talks", True, id="day-and-month"),
        pytest.param("May 2018, June 2018: talks", date(2018, 5, 1), 61, "talks", False, id="month-after-month"),
        pytest.param("May and October 2019: talks", date(2019, 5, 1), 184, "talks", True, id="months"),
        pytest.param("3 May, 5 June and 7 July 2019: talks", date(2019, 5, 3), 66, "talks", True, id="year-at-the-end"),
        pytest.param("December 2018 and January: talks", date(2018, 12, 1), 62, "talks", False, id="over-the-turn-of-a-year"),
        pytest.param("12 May 2018, June Smith: talks", date(2018, 5, 12), 1, "June Smith: talks", False, id="name-of-a-month"),
        pytest.param("2-4 May and 3-5 June 2019: talks", date(2019, 5, 2), 35, "talks", True, id="ranges"),
        pytest.param("between May and July 2019: talks", date(2019, 5, 1), 92, "talks", False, id="between"),
        pytest.param("14 May 2018 (2 days): talks", date(2018, 5, 14), 2, "(2 days): talks", False, id="length-in-brackets"),
        pytest.param("May 2018 for a year: talks", date(2018, 5, 1), 365, "May 2018 for a year: talks", False, id="length"),
        pytest.param(
            "3 June 2019 and 4 May 2018: talks", date(2019, 6, 3), 1, "3 June 2019 and 4 May 2018: talks", True, id="backwards"
        ),
    ],
)
def test_several_dates_of_an_activity(text: str, start: date, days: int, rest: str, separate: bool) -> None:
    found = find_leading_date(text, context_year=2017)
    assert found is not None
    assert (found.date.start, found.date.end, found.date.separate) == (start, start + timedelta(days=days - 1), separate)
    assert text[found.text_start :] == rest


def test_what_is_not_printed_is_marked_as_inferred() -> None:
    form = (
        "City:\tTurku\tHue\nCountry:\tFinland\tVietnam\nPeriod:\tMay 2018 for two years\nThemes:\tTrams\n"
        "Main activities:\t→ 28 May: Talks\n\t→ 3 June 2019 (2 days): Talks\nExpected results:\t→ Trams\n"
    )
    reading = read_document(form.encode(), "a.txt")
    assert reading.ucap is not None
    methods = {(e.column, e.value): e.method for e in reading.ucap.evidence if e.column.endswith(("_start", "_end"))}
    assert methods == {
        ("period_start", "2018-05-01"): "rule",
        ("period_end", "2020-04-30"): "inferred",
        ("date_start", "2018-05-28"): "inferred",
        ("date_end", "2018-05-28"): "inferred",
        ("date_start", "2019-06-03"): "rule",
        ("date_end", "2019-06-04"): "inferred",
    }
