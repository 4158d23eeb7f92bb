"""Dates in digits whose day and month could be swapped: the document decides, or a finding says that nothing does."""

from datetime import date

import pytest

from ucap.extractors.dates import DateOrder, decide_date_order, find_dates, find_leading_date, parse_date
from ucap.extractors.extract import read_document

FORM = (
    "City:\tTurku\tHue\nCountry:\tFinland\tVietnam\nPeriod:\t{period}\nThemes:\tTrams\nMain activities:\t{activities}\n"
    "Expected results:\t→ Trams\nFor further information contact:\noffice@city.example\n"
)


@pytest.mark.parametrize(
    ("printed", "order", "start", "end"),
    [
        ("10/04/2018", "day_first", (2018, 4, 10), (2018, 4, 10)),
        ("10/04/2018", "month_first", (2018, 10, 4), (2018, 10, 4)),
        ("10-04-2018", "month_first", (2018, 10, 4), (2018, 10, 4)),
        ("10.04.2018", "month_first", (2018, 4, 10), (2018, 4, 10)),  # dots are written where days come first
        ("05/28/2018", "day_first", (2018, 5, 28), (2018, 5, 28)),
        ("28/05/2018", "month_first", (2018, 5, 28), (2018, 5, 28)),
        ("05/26 – 05/28/18", "day_first", (2018, 5, 26), (2018, 5, 28)),
        ("10/02 – 10/04/2018", "month_first", (2018, 10, 2), (2018, 10, 4)),
        ("2018-10-04", "month_first", (2018, 10, 4), (2018, 10, 4)),
        ("June 20, 2022, to June 22, 2022", "day_first", (2022, 6, 20), (2022, 6, 22)),
        ("2018, November", "day_first", (2018, 11, 1), (2018, 11, 30)),
        ("2018 November 5", "day_first", (2018, 11, 5), (2018, 11, 5)),
        ("2018, November – 2019, March", "day_first", (2018, 11, 1), (2019, 3, 31)),
        ("2020年4月", "day_first", (2020, 4, 1), (2020, 4, 30)),
        ("2020 年 4 月 12 日", "day_first", (2020, 4, 12), (2020, 4, 12)),
        ("2020年4月12日至15日", "day_first", (2020, 4, 12), (2020, 4, 15)),
        ("2018年10月—2020年12月", "day_first", (2018, 10, 1), (2020, 12, 31)),
        ("2020年", "day_first", (2020, 1, 1), (2020, 12, 31)),
    ],
)
def test_dates_by_order(printed: str, order: DateOrder, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    found = parse_date(printed, order=order)
    assert found and (found.start, found.end) == (date(*start), date(*end))


@pytest.mark.parametrize("printed", ["13/13/2018", "31/04/2018", "2020年13月", "2018, May 2019", "12.28"])
def test_what_is_no_date(printed: str) -> None:
    assert parse_date(printed) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2018, November: Kick-off", "Kick-off"),
        ("2020年4月: Kick-off", "Kick-off"),
        ("June 20, 2022, to June 22, 2022: Visit", "Visit"),
    ],
)
def test_the_text_after_the_date(text: str, rest: str) -> None:
    found = find_leading_date(text)
    assert found and text[found.text_start :] == rest


def test_a_chinese_date_within_a_sentence() -> None:
    assert [found.start for found in find_dates("双方于2020年4月签署协议")] == [date(2020, 4, 1)]


@pytest.mark.parametrize(
    ("texts", "order", "proof"),
    [
        (["28/05/2018", "10/04/2018"], "day_first", "28/05/2018"),
        (["10/04/2018", "05/28/18"], "month_first", "05/28/18"),
        (["05/28/2018", "28/05/2018"], "day_first", None),
        (["1/28/2018/7", "0/28/2018", "2018-28-05"], "day_first", None),
        ([], "day_first", None),
    ],
)
def test_the_document_decides_the_order(texts: list[str], order: DateOrder, proof: str | None) -> None:
    decision = decide_date_order(texts)
    assert (decision.order, decision.proof) == (order, proof)


def read(period: str, activities: str) -> tuple[list[str], list[str]]:
    reading = read_document(FORM.format(period=period, activities=activities).encode(), "a.txt")
    assert reading.ucap
    starts = [str(activity.date_start) for activity in reading.ucap.activities]
    return starts, [f"{issue.code} {issue.raw_text}" for issue in reading.issues if issue.code.startswith("date_")]


def test_findings_say_who_decided() -> None:
    undecided = read("2018 – 2020", "→ 10/04/2018: A visit. → 10.05.2018: A talk. → 07/07/2018: A trip.")
    assert undecided == (["2018-04-10", "2018-05-10", "2018-07-07"], ["date_ambiguous 10/04/2018"])
    decided = read("2018 – 2020", "→ 05/28/2018: A visit. → 10/04/2018: A talk.")
    assert decided == (["2018-05-28", "2018-10-04"], ["date_decided 10/04/2018"])
    assert read("03/04/2018 – 05/28/2020", "→ 10/04/2018: A talk.")[1] == [
        "date_decided 03/04/2018 – 05/28/2020",
        "date_decided 10/04/2018",
    ]
