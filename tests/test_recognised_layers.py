"""Scans with the text that a program recognised in them, as two programs write them."""

from math import cos, radians, sin

import pytest

from tests.hostile_pdfs import good_pdf
from tests.recognised_layers import Layer, lay_as_ocrmypdf, lay_as_tesseract, lay_word_by_word
from ucap.extractors.extract import read_document
from ucap.extractors.fields.recognised import lacks_bullet
from ucap.extractors.form import Block
from ucap.extractors.text.source_text import from_file
from ucap.schemas.reading import Reading
from ucap.schemas.ucap import Ucap

LAYERS = pytest.mark.parametrize(
    "lay", [pytest.param(lay_as_tesseract, id="tesseract"), pytest.param(lay_as_ocrmypdf, id="ocrmypdf")]
)
ROWS = [
    ("City:", "Linz\tYantai"),
    ("Country:", "Austria\tChina"),
    ("Population:", "206,595\t7,102,100"),
    ("Area:", "96 km2\t13,739 km2"),
    ("Period of cooperation:", "May 2018 - June 2020"),
    ("Cooperation themes:", "Clean air"),
    ("Main objectives of cooperation:", "Plan a tram line together."),
    ("Main activities:", "May 2018: Visit of planners from Yantai"),
    ("", "and a tour of the harbour."),
    ("", "June 2019: Talks about buses."),
]
RULES = b" ".join(b"50 %d m 545 %d l S" % (y, y) for y in (*range(812, 660, -18), 630))
SQUARES = b" ".join(b"196 %d 5 5 re f" % y for y in (675, 639))
"""Bullets, well before the text of two activities, which no program recognises."""


def read(lay: Layer, slips: dict[str, str] | None = None, degrees: float = 0.0, drawn: bytes = b"") -> tuple[Reading, Ucap]:
    """Read a scan of the form, on which something else is drawn, in which a program recognised some words as `slips` say, and
    which lay askew.
    """
    printed = good_pdf(ROWS, RULES + b" " + SQUARES + drawn)
    reading = read_document(lay(printed, {"•": "", "▪": "", **(slips or {})}, degrees), "scan.pdf")
    assert reading.ucap, reading.document.reason
    return reading, reading.ucap


@LAYERS
def test_values_of_a_searchable_scan_are_read(lay):
    _, ucap = read(lay)
    assert [(city.city, city.country_code, city.population, city.area_km2) for city in ucap.cities] == [
        ("Linz", "AT", 206595, 96.0),
        ("Yantai", "CN", 7102100, 13739.0),
    ]
    assert (str(ucap.summary.period_start), str(ucap.summary.period_end)) == ("2018-05-01", "2020-06-30")
    assert ucap.summary.objectives == "Plan a tram line together."


@LAYERS
def test_bullets_that_no_program_recognised_are_those_of_the_picture(lay):
    activities = [(str(activity.date_start), activity.text) for activity in read(lay)[1].activities]
    assert activities == [
        ("2018-05-01", "Visit of planners from Yantai and a tour of the harbour."),
        ("2019-06-01", "Talks about buses."),
    ]


@LAYERS
def test_a_value_is_cited_where_its_print_stands(lay):
    (cited,) = (e for e in read(lay)[1].evidence if e.column == "population" and e.value == "7102100")
    ((x0, top, x1, bottom, *_),) = cited.boxes or []
    assert (x0, bottom) == pytest.approx((400, 842 - 764), abs=1.5)
    assert (x1 - x0, bottom - top) == pytest.approx((44, 10), abs=1.5)


@pytest.mark.parametrize("degrees", [-3.0, -1.2, 2.0, 3.0])
@pytest.mark.parametrize(
    "lay",
    [
        pytest.param(lay_as_tesseract, id="tesseract"),
        pytest.param(lay_as_ocrmypdf, id="ocrmypdf"),
        pytest.param(lay_word_by_word, id="level-words"),
    ],
)
def test_a_searchable_scan_that_lies_askew_is_read_and_cited_where_it_lies(lay, degrees):
    reading, ucap = read(lay, degrees=degrees)
    assert [(city.city, city.country_code, city.population, city.area_km2) for city in ucap.cities] == [
        ("Linz", "AT", 206595, 96.0),
        ("Yantai", "CN", 7102100, 13739.0),
    ]
    assert [(str(activity.date_start), activity.text) for activity in ucap.activities] == [
        ("2018-05-01", "Visit of planners from Yantai and a tour of the harbour."),
        ("2019-06-01", "Talks about buses."),
    ]
    assert {issue.code for issue in reading.issues if issue.severity != "info"} == {"recognised_scan", "row_missing"}
    (cited,) = (e for e in ucap.evidence if e.column == "population" and e.value == "7102100")
    ((x0, top, x1, bottom, *_),) = cited.boxes or []
    a, x, y = radians(degrees), 422 - 297.5, 842 - 764 - 5 - 421  # the middle of the number on the level page
    assert ((x0 + x1) / 2, (top + bottom) / 2) == pytest.approx(
        (297.5 + x * cos(a) + y * sin(a), 421 - x * sin(a) + y * cos(a)), abs=1.5
    )


@pytest.mark.parametrize("degrees", [0.0, -2.0])
@pytest.mark.parametrize(
    ("end", "objectives", "struck"),
    [
        pytest.param(333, None, {"Plan a tram line together."}, id="a-text"),
        pytest.param(249, "tram line together.", {"Plan a"}, id="words"),
    ],
)
@LAYERS
def test_words_that_the_picture_strikes_through_are_not_published(lay, end, objectives, struck, degrees):
    reading, ucap = read(lay, degrees=degrees, drawn=b" 1 w 219 695 m %d 695 l S" % end)
    assert ucap.summary.objectives == objectives
    assert {issue.raw_text for issue in reading.issues if issue.code == "struck_text"} == struck


@pytest.mark.parametrize("degrees", [0.0, 2.5])
@LAYERS
def test_a_line_that_no_program_recognised_is_reported(lay, degrees):
    lost = dict.fromkeys(("and", "a", "tour", "of", "the", "harbour."), "")
    found = [issue for issue in read(lay, lost, degrees)[0].issues if issue.code == "unread_text"]
    assert [issue.section for issue in found] == ["activities"]


@LAYERS
def test_a_searchable_scan_is_told_as_one(lay):
    assert {issue.code for issue in read(lay)[0].issues if issue.severity != "info"} == {"recognised_scan", "row_missing"}


@LAYERS
@pytest.mark.parametrize(
    ("slips", "section", "quoted"),
    [
        pytest.param({"2018:": "2o18:"}, "activities", "May 2o18: Visit of planners", id="a-letter-in-a-date"),
        pytest.param({"Linz": "Linx"}, "city", "Linx", id="a-name-that-nobody-knows"),
        pytest.param({"tram": "trnm"}, "objectives", "Plan a trnm line together.", id="a-word-that-is-none"),
        pytest.param({"206,595": "2O6,595"}, "population", "2O6,595", id="a-letter-in-a-number"),
    ],
)
def test_slips_are_findings_that_name_their_row(lay, slips, section, quoted):
    found = {(issue.section, (issue.raw_text or "")[: len(quoted)]) for issue in read(lay, slips)[0].issues}
    assert (section, quoted) in found


@pytest.mark.parametrize(
    ("first", "level", "doubted"),
    [
        pytest.param("July 2016: Visit", 2, True, id="a-bullet-at-another-indent"),
        pytest.param("m July 2016 – Visit", 0, True, id="a-sign-that-nobody-takes-for-a-bullet"),
        pytest.param("July 2016: Visit", 1, False, id="a-bullet"),
        pytest.param("The cities did this:", 0, False, id="an-introduction"),
    ],
)
def test_a_first_activity_without_a_bullet_is_doubted(first, level, doubted):
    blocks = [Block(from_file(text), 1) for text in ("May 2018: Talks about buses", "June 2019: Talks about trams")]
    assert lacks_bullet([Block(from_file(first), level), *blocks]) is doubted
