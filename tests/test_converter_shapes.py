"""What converters do to cells, lists and the head of a form: each text as one of them writes it, and what must be read."""

import pytest

from ucap.extractors.extract import read_document, read_source
from ucap.extractors.form import Form


def read_form(text: str) -> Form:
    return read_source(text.encode()).form


def list_cells(text: str) -> dict[str, list[str]]:
    return {row.section: [cell.render().chars for cell in row.cells] for row in read_form(text).rows}


def find_doubted(text: str) -> set[str | None]:
    return {issue.section for issue in read_document(text.encode(), "a.txt").issues if issue.code == "rows_mixed"}


CITIES = {"city": ["Linz", "Kunming"], "country": ["Austria", "China"]}
TEXTILE = (
    "h1. Summary\n\n<table>\n<tr><td>City:</td><td>Linz</td><td>Kunming\n</td></tr>\n"
    "<tr><td>Country:</td><td>Austria</td><td>China\n</td></tr>\n<tr><td>Main activities:</td><td>"
    "* May 2019: A visit.\n** a walk\n** a talk\n* June 2019: A fair.\n</td></tr>\n"
    "<tr><td>Themes:</td><td>Clean air\n\nNew trams\n</td></tr>\n</table>\n"
)
TABS = (
    "Summary\nFor further information, please contact:\nplan@example.eu\nCity:\tLinz\tKunming\nCountry:\tAustria\tChina\n"
    "Themes:\tClean air\nNew trams\tClean air\nNew trams\nMain activities:\t•\tMay 2019: A visit.\n•\tJune 2019: A fair.\t"
    "•\tMay 2019: A visit.\n•\tJune 2019: A fair.\n"
)
LINES = (
    "Summary\n\nCity:\n\nLinz\n\nKunming\n\nCountry:\n\nAustria\n\nChina\n\nThemes:\n\nClean air\n\nNew trams\n\n"
    "Clean air\n\nNew trams\n\nMain objectives of cooperation:\n\nPlant trees.\n\nPlant trees.\n"
)
PARTED = (
    "Summary\nCity:\tLinz\tKunming\nCountry:\tAustria\tChina\nInhabitants:\t–\t6,432,212\nThemes:\tClean air\nNew trams\t\n"
    "Main activities:\t→\tMay 2019: A visit.\n○\ta walk\n→\tJune 2019: A fair.\t\n"
    "For further information, please contact:\nplan@example.eu\n"
)
DOKUWIKI = (
    "|City:   |Linz   |Kunming|\n|Country:|Austria|China  |\n|Themes: |Clean air\\\\ \\\\ New trams|       |\n"
    "|Main activities:|* May 2019: A visit.\\\\ * June 2019: A fair.|    |\n"
)
SET_IN = (
    "h1. Summary\n\n<table>\n<tr><td>City:</td><td>Linz</td><td>Kunming</td></tr>\n"
    "<tr><td>Country:</td><td>Austria</td><td>China</td></tr>\n"
    "<tr><td>Main activities:</td><td><ul>\n<li>bq. <p>May 2019: A visit.</p>\n\n\n<ul>\n<li>bq. <p>a walk</p>\n\n</li>\n"
    "</ul>\n</li>\n<li>bq. <p>June 2019: A fair.</p>\n\n</li>\n</ul>\n</td></tr>\n"
    "<tr><td>Expected results:</td><td>Both gain.\n\nClean air:\n\n<ul>\n<li>Fewer cars</li>\n</ul>\n</td></tr>\n</table>\n"
)
ORG = (
    "| City:            | Linz                 | Kunming |\n|------------------+----------------------+---------|\n"
    "| Country:         | Austria              | China   |\n| Main activities: | → May 2019: A visit. |         |\n"
    "|                  |                      |         |\n|                  | #+begin_quote        |         |\n"
    "|                  |   ○ a walk           |         |\n|                  | #+end_quote          |         |\n"
    "|                  |                      |         |\n|                  | → June 2019: A fair. |         |\n"
)
TAGGED = (
    "|City:   |Linz   |Kunming|\n|Country:|Austria|China  |\n"
    "|Main activities:|<HTML><ul></HTML>\\\\ <HTML><li></HTML>May 2019: A visit.<HTML></li></HTML>\\\\ <HTML><li></HTML>"
    "June 2019: A fair.<HTML></li></HTML><HTML></ul></HTML>|    |\n"
)
IN_ONE = "|City:|Linz<br>Kunming|\n|---|---|\n|Country:|Austria<br>China|\n|Population:|206,595<br>6,600,000|\n"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        pytest.param(TEXTILE, {"themes": ["Clean air\nNew trams"]}, id="textile-paragraphs"),
        pytest.param(
            TEXTILE,
            {"activities": ["• May 2019: A visit.\n  • a walk\n  • a talk\n• June 2019: A fair."]},
            id="textile-items",
        ),
        pytest.param(TABS, {"themes": ["Clean air\nNew trams"]}, id="lines-of-a-cell-twice"),
        pytest.param(
            TABS, {"contact": ["For further information, please contact:\nplan@example.eu"]}, id="contact-before-tables"
        ),
        pytest.param(TABS.replace("•\t", "• ").replace("\t", " | "), {"themes": ["Clean air\nNew trams"]}, id="bars-twice"),
        pytest.param(
            PARTED, {"activities": ["• May 2019: A visit.\n  • a walk\n• June 2019: A fair."]}, id="tabs-behind-bullets"
        ),
        pytest.param(PARTED, {"themes": ["Clean air\nNew trams"]}, id="a-cell-that-ends-before-a-blank-one"),
        pytest.param(PARTED, {"population": ["–", "6,432,212"]}, id="a-dash-before-a-tab-is-no-value"),
        pytest.param(LINES, {"themes": ["Clean air\nNew trams"], "objectives": ["Plant trees."]}, id="paragraphs-twice"),
        pytest.param(DOKUWIKI, {"themes": ["Clean air\nNew trams"]}, id="dokuwiki-breaks"),
        pytest.param(DOKUWIKI, {"activities": ["• May 2019: A visit.\n• June 2019: A fair."]}, id="dokuwiki-items"),
        pytest.param(
            SET_IN, {"activities": ["• May 2019: A visit.\n  • a walk\n• June 2019: A fair."]}, id="items-set-in-by-textile"
        ),
        pytest.param(SET_IN, {"results": ["Both gain.\nClean air:\n• Fewer cars"]}, id="textile-paragraphs-beside-tags"),
        pytest.param(ORG, {"activities": ["• May 2019: A visit.\n  • a walk\n• June 2019: A fair."]}, id="items-set-in-by-org"),
        pytest.param(DOKUWIKI.replace("|", "^", 4), {"themes": ["Clean air\nNew trams"]}, id="dokuwiki-head"),
        pytest.param(TAGGED, {"activities": ["• May 2019: A visit.\n• June 2019: A fair."]}, id="dokuwiki-tags"),
        pytest.param(
            LINES.replace("Clean air\n\nNew trams\n\nClean", "Clean"),
            {"objectives": ["Plant trees.\nPlant trees."]},
            id="paragraphs-that-say-the-same",
        ),
        pytest.param(IN_ONE, {"population": ["206,595", "6,600,000"]}, id="both-sides-in-one-column"),
        pytest.param(
            LINES.replace("Themes:", "Population:\n\n206,595 / 11,000\n\nN/A\n\nThemes:"),
            {"population": ["206,595 / 11,000", "N/A"]},
            id="no-value-above-a-label",
        ),
        pytest.param(
            LINES.replace("Themes:", "SDGs:\n\nSDG 13\n\nSDG 5\n\nThemes:"), {"agenda": ["SDG 13\nSDG 5"]}, id="goals"
        ),
        pytest.param(
            PARTED.replace("Themes:", "SDGs:\tSDG 7\nSDG 9\t\nThemes:"), {"agenda": ["SDG 7\nSDG 9"]}, id="a-goal-and-a-tab"
        ),
    ],
)
def test_cells_of_converters(text, cells):
    read = list_cells(text)
    assert {section: read.get(section) for section in CITIES | cells} == CITIES | cells


def test_a_list_that_is_set_in_as_a_whole_is_of_the_first_level():
    text = "| City: | Linz | Kunming |\n|---|---|---|\n| Country: | Austria | China |\n| Main activities: | | |\n"
    text += "|   * May 2019: A visit. |\n|   * June 2019: A fair. |\n"
    assert list_cells(text)["activities"] == ["• May 2019: A visit.\n• June 2019: A fair."]


PLAIN = "Themes of cooperation Clean air\nMain objectives of cooperation Plant a thousand trees.\n"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        pytest.param(
            f"Thematic Cluster: Air\nCities Linz Kunming\nCountry Austria China\nInhabitants 206,595 6.6 million\n{PLAIN}",
            {"country": ["Austria", "China"]},
            id="labels-of-one-word-follow-each-other",
        ),
        pytest.param(
            f"Summary\nTowns:\nLinz\nKunming\nCountry:\nAustria\nChina\nPopulation:\n206,595\n6,600,000\n{PLAIN}",
            {"city": ["Linz", "Kunming"]},
            id="an-unknown-label-above-two-cities",
        ),
        pytest.param(
            f"Summary\nTowns: Linz Kunming\nCountry: Austria China\nPopulation: 206,595 6,600,000\n{PLAIN}",
            {"city": ["Linz", "Kunming"], "country": ["Austria", "China"]},
            id="sides-of-an-unknown-row",
        ),
        pytest.param(
            f"Summary\nCity: Linz Kunming\nCountry: Austria China\nArea in km²: 96.1 km ² 21,473 km ²\n{PLAIN}",
            {"area": ["96.1 km ²", "21,473 km ²"]},
            id="a-blank-before-a-raised-sign",
        ),
        pytest.param(
            f"City: Linz Kunming\n{PLAIN}Main activities \uf0d8 May 2019: A visit.\n\uf0d8 June 2019: A fair.\n",
            {"activities": ["• May 2019: A visit.\n• June 2019: A fair."]},
            id="a-bullet-behind-a-label",
        ),
        pytest.param(
            f"City: Linz Kunming\nCountry: Austria China\n1 / 2\n{PLAIN}2 / 2\n",
            {"country": ["Austria", "China"], "objectives": ["Plant a thousand trees."]},
            id="pages-of-all",
        ),
        pytest.param(
            f"Summary\nCity\nCountry\nPopulation\nPeriod of\ncooperation\n\nLinz\nAustria\n206,595\n2018-2020\n\n"
            f"Kunming\nChina\n6.6\nmillion\n\n{PLAIN}",
            CITIES | {"population": ["206,595", "6.6 million"], "period": ["2018-2020"]},
            id="columns-one-after-the-other",
        ),
    ],
)
def test_heads_and_labels_in_reading_order(text, cells):
    read = list_cells(text)
    assert {section: read.get(section) for section in cells} == cells


HEAD = "City:\tLinz\tKunming\nCountry:\tAustria\tChina\n"
ROWS = "| City: | Linz | Kunming |\n|---|---|---|\n| Country: | Austria | China |\n"


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        pytest.param(f"{HEAD}Themes:\tClean water New trams\nMain objectives:\tPlant trees.\n", {"themes"}, id="joined-themes"),
        pytest.param(
            f"{HEAD}Themes:\tClean water New trams\nKey focus:\t<p>Clean water: Wells.</p><p>New trams: Rails.</p>\n",
            set(),
            id="joined-themes-that-headings-part",
        ),
        pytest.param(f"{ROWS}| Themes: | Clean waterNew trams |  |\n", {"themes"}, id="glued-themes"),
        pytest.param(
            f"{HEAD}Main activities:\t<p>May 2019: A visit.</p><p>a walk</p><p>June 2019: A fair.</p>\n",
            {"activities"},
            id="a-list-without-bullets",
        ),
        pytest.param(
            f"{ROWS}| Main activities: | • May 2019: A visit.<br>  ◦ June 2019: A fair. |  |\n",
            {"activities"},
            id="dated-below-dated",
        ),
        pytest.param(
            f"{ROWS}| Expected results: | • Clean air.<br>All schools of the city take part.<br>• Trams. |  |\n",
            {"results"},
            id="a-result-without-its-bullet",
        ),
        pytest.param(
            f"{ROWS}| Main activities: | • May 2019: A visit. |  |\n| Expected results: |  |  |\n", {"results"}, id="no-value"
        ),
        pytest.param(f"{ROWS}| Expected results: | Ø Clean air. Ø New trams. |  |\n", {"results"}, id="lost-bullets"),
        pytest.param(f"{ROWS}| Population: | 206,595 | 6,600,000 |\n", set(), id="sound"),
    ],
)  # fmt: skip
def test_what_converters_lost_is_doubted(text, doubted):
    assert doubted <= find_doubted(text)
    assert bool(doubted) or not find_doubted(text)
