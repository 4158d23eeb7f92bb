"""Labels on several lines of which one is a label itself: in PDFs and in text whose columns are kept by blanks."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.compare import compare
from corpus.draw import draw_summary
from corpus.render import render
from corpus.style import draw_style
from ucap.extractors.extract import read_document
from ucap.extractors.labels import match_label
from ucap.extractors.layout.columns import Columns
from ucap.extractors.layout.label_column import LabelSpacing, read_labels
from ucap.extractors.layout.lines import Line
from ucap.extractors.layout.tolerances import LAYOUT
from ucap.extractors.page import Box, Word
from ucap.extractors.text.source_text import SourceText

SEED = 33
"""A summary whose texts have several lines each, beside the lines of their labels."""
SIZE = 10.5
COLUMNS = Columns(60.0, 214.0, None, LAYOUT.columns)


KNOWN = {
    "city": "Cities", "province": "Region", "country": "Country", "population": "Inhabitants", "area": "Size (km2)",
    "period": "Duration", "themes": "Themes", "agenda": "SDGs", "key_focus": "Key focus", "key_challenges": "Challenges",
    "objectives": "Main objectives", "activities": "Main activities", "results": "Expected results",
}  # fmt: skip


def find_misses(labels: dict[str, str], width: int, *, spaced: bool) -> list[tuple[str, object, object]]:
    """Return what is read wrongly of a text with these labels in a column of so many characters."""
    drawn = draw_summary(SEED)
    named = KNOWN | labels
    summary = replace(drawn, rows=tuple(replace(row, label=named.get(row.section, row.label)) for row in drawn.rows))
    style = replace(draw_style(1, "columns", [""]), label_columns=width, spaced_rows=spaced, encoding="utf-8")
    outcomes = compare(read_document(render(summary, style), "columns.txt"), summary.gold)
    return [(outcome.field, outcome.expected, outcome.found) for outcome in outcomes if not outcome.right]


@pytest.mark.parametrize("spaced", [True, False], ids=["blank lines between rows", "rows set tight"])
@pytest.mark.parametrize(
    ("labels", "width"),
    [
        pytest.param({"agenda": "UN SDGs and topics of the Urban Agenda"}, 18, id="the last two lines are labels"),
        pytest.param({"agenda": "EU URBAN AGENDA / SDGs"}, 20, id="both lines are labels of one row"),
        pytest.param({"results": "Expected results of the activities"}, 20, id="the last line is a label of the row above"),
        pytest.param({"results": "Results and expected benefits"}, 24, id="both halves are labels of one row"),
        pytest.param({"key_challenges": "Challenges of the partner cities"}, 18, id="the last line is a label of the head"),
        pytest.param({"key_focus": "KEY FOCUS OF COOPERATION THEMES"}, 28, id="in capitals, the form has the row elsewhere"),
        pytest.param({"city": "Name of the city or region", "country": "Name of country"}, 17, id="labels of the sides"),
        pytest.param(
            {"period": "Period of the cooperation project", "themes": "Thematic areas of cooperation"}, 19, id="keywords"
        ),
    ],
)
def test_a_line_that_is_a_label_may_end_the_one_above_in_text(labels: dict[str, str], width: int, *, spaced: bool) -> None:
    assert find_misses(labels, width, spaced=spaced) == []


def lay(rows: Sequence[tuple[float, str, str]]) -> list[Line]:
    """Return the lines of a page: height of the baseline, what stands in the label column, and the value beside it."""
    return [Line(1, tuple(lay_words(60.0, y, label) + lay_words(214.0, y, value))) for y, label, value in rows]


def lay_words(x: float, baseline: float, text: str) -> list[Word]:
    """Return the words of a text, half a font size wide a character."""
    words = []
    for word in text.split():
        width = len(word) * SIZE / 2
        chars = SourceText(word, tuple(range(len(word))))
        words.append(Word(chars, Box(x, baseline - SIZE, x + width, baseline), "", SIZE))
        x += width + SIZE / 4
    return words


HEAD = [(20.0, "CITIES", "Lahti"), (40.0, "COUNTRIES", "Finland"), (60.0, "THEMES OF COOPERATION", "Parks")]

APART = [
    (40.0, "COUNTRY", "Finland"), (60.0, "INHABITANTS", "120,000"), (80.0, "AREA COVERED", "135 km2"),
    (100.0, "THEMES", "Parks"), (150.0, "OBJECTIVES", "Open parks"), (170.0, "RESULTS", "A plan"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "separators", "expected"),
    [
        pytest.param(
            [*HEAD, (80.0, "KEY FOCUS OF COOPERATION", "Parks are opened."), (93.5, "THEMES", "Work is shown to all.")],
            [],
            "KEY FOCUS OF COOPERATION THEMES",
            id="lines on whole pixels of a browser, and a row of themes above",
        ),
        pytest.param(
            [
                *HEAD,
                (80.0, "DESCRIPTION OF MAIN", "• May 2018: Visit of the parks"),
                (93.5, "ACTIVITIES", "• June 2018: Talks"),
            ],
            [30.0, 50.0, 70.0],
            "DESCRIPTION OF MAIN ACTIVITIES",
            id="rules between all other rows, and a value beside each line",
        ),
        pytest.param(
            [(y, f"{label}:", value) for y, label, value in HEAD[:2]]
            + [(60.0, "POPULATION:", "120,000"), (80.0, "MAIN FOCUS", "Parks"), (92.8, "COOPERATION THEMES:", "Streets")],
            [],
            "MAIN FOCUS COOPERATION THEMES:",
            id="a colon behind all other labels",
        ),
    ],
)
def test_what_all_labels_have_in_common_decides(
    rows: list[tuple[float, str, str]], separators: list[float], expected: str
) -> None:
    labels = read_labels(lay(rows), COLUMNS, LabelSpacing({1: separators}, 1.22, LAYOUT.labels))
    assert [label.text.chars for label in labels][-1] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [(20.0, "TWINNED", "Lahti"), (32.6, "MUNICIPALITIES", "")],
            "TWINNED MUNICIPALITIES",
            id="an unknown line above an empty row",
        ),
        pytest.param(
            [(120.0, "CHALLENGE IN EACH", "Parks"), (132.6, "AREA", "• Few visitors")],
            "CHALLENGE IN EACH AREA",
            id="a label of the head with a value of its own",
        ),
    ],
)
def test_tight_lines_are_one_label_where_rows_stand_apart(rows: list[tuple[float, str, str]], expected: str) -> None:
    labels = read_labels(lay(sorted([*APART, *rows])), COLUMNS, LabelSpacing({1: []}, 1.22, LAYOUT.labels))
    assert expected in [label.text.chars for label in labels]
    assert len(labels) == len(APART) + 1


def test_two_rows_of_the_head_stay_two_though_their_labels_are_one_wording() -> None:
    rows = [(20.0, "City", "Lahti"), (32.8, "Region", "Karelia"), (45.6, "Country", "Finland"), (58.4, "Population", "120,000")]
    labels = read_labels(lay(rows), COLUMNS, LabelSpacing({1: []}, 1.22, LAYOUT.labels))
    assert [label.text.chars for label in labels] == ["City", "Region", "Country", "Population"]


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("Challenges of the partner cities", "key_challenges"),
        ("Expected results of the activities", "results"),
        ("Number of inhabitants of the cities", "population"),
        ("Activities in participating cities", "activities"),
        ("Description of main activities", "activities"),
        ("Size of the city (sq km)", "area"),
    ],
)
def test_the_head_of_a_label_says_what_the_row_is(label: str, section: str) -> None:
    match = match_label(label)
    assert match is not None
    assert match.section == section
