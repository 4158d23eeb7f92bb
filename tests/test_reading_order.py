"""Text in reading order, one label or value a line: the quirks of converters that do not keep the layout."""

import pytest

from ucap.extractors.form import Form
from ucap.extractors.readers.text import read_text

HEAD = "Summary\nCity\nGraz\nKunming\nCountry\nAustria\nChina\nPeriod of cooperation\n2018-2020\n"


def blocks(form: Form, section: str) -> list[tuple[int, str]]:
    return [(b.level, b.text.chars) for row in form.rows if row.section == section for c in row.cells for b in c.blocks]


@pytest.mark.parametrize(
    ("body", "section", "expected"),
    [
        pytest.param("Related SDGs and Urban Agenda \ntopics:\nSDG 11", "agenda", [(0, "SDG 11")], id="label-of-two-lines"),
        pytest.param("Number of\ninhabitants\n290,000\n6 million", "population", [(0, "290,000"), (0, "6 million")],
            id="no-colon"),
        pytest.param(
            "Main objectives as described in the\nU-CAP: Share data.", "objectives", [(0, "Share data.")], id="value-behind-it"
        ),
        pytest.param(
            "Related Sustainable Develop-\nment Goals and Urban\nAgenda themes:\nSDG 6", "agenda", [(0, "SDG 6")],
            id="hyphenated"
        ),
        pytest.param(
            "SHORT\nDESCRIPTION OF\nMAIN ACTIVITIES:\nMay 2019: visit", "activities", [(0, "May 2019: visit")],
            id="one-word-first"
        ),
        pytest.param(
            "Main activities\n•\nMay 2019: visit\n•\nJune 2019: fair", "activities",
            [(1, "May 2019: visit"), (1, "June 2019: fair")],
            id="glyphs-on-lines-of-their-own",
        ),
        pytest.param(
            "Main activities\n-\nMay 2019: visit\no\nfair\n-\nJune 2019: visit", "activities",
            [(1, "May 2019: visit"), (2, "fair"), (1, "June 2019: visit")], id="doubtful-glyphs-on-lines-of-their-own",
        ),
        pytest.param(
            "Main activities\n1. February 2020: visit\n2. March 2020: fair", "activities",
            [(1, "February 2020: visit"), (1, "March 2020: fair")], id="numbered-items",
        ),
        pytest.param(
            "Main activities\n1. February 2020: visit\na) talks\nb) tour\n2. March 2020: fair", "activities",
            [(1, "February 2020: visit"), (2, "talks"), (2, "tour"), (1, "March 2020: fair")], id="numbers-and-letters",
        ),
        pytest.param(
            "Main activities\n1. February 2020: visit", "activities", [(0, "1. February 2020: visit")], id="alone-is-a-day"
        ),
        pytest.param("Population\n-\n6 million", "population", [(0, "-"), (0, "6 million")], id="dash-is-no-value"),
    ],
)  # fmt: skip
def test_quirk(body: str, section: str, expected: list[tuple[int, str]]) -> None:
    assert blocks(read_text(f"{HEAD}{body}\n".encode()), section) == expected
