"""Texts whose columns were lost or moved: the quirks of converters, own words over drawn facts."""

import pytest

from ucap.extractors.assign import assign_rows
from ucap.extractors.extract import read_document
from ucap.extractors.form import Block, Cell, Form, Row
from ucap.extractors.layout.lines import join_lines
from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.broken_texts import find_sign
from ucap.extractors.readers.foreign_markup import refuse_foreign_markup
from ucap.extractors.readers.page_marks import drop_page_marks
from ucap.extractors.readers.row_signs import COLUMNS
from ucap.extractors.readers.sides import read_side_countries, split_sides
from ucap.extractors.readers.text import read_text
from ucap.extractors.text.continuation import begins_sentence
from ucap.extractors.text.source_text import from_file
from ucap.schemas.records import SectionName

HEAD = "Summary\nCity\nGraz\nKunming\nCountry\nAustria\nChina\nPeriod of cooperation\n2018-2020\n"


def blocks(form: Form, section: str) -> list[tuple[int, str]]:
    return [(b.level, b.text.chars) for row in form.rows if row.section == section for b in row.blocks()]


@pytest.mark.parametrize(
    ("body", "section", "expected"),
    [
        pytest.param(
            "Related Sustainable\nDevelopment Goals\nand Urban Agenda\nquestions\nSDG 6", "agenda",
            [(0, "questions"), (0, "SDG 6")], id="a-word-that-no-label-has"
        ),
        pytest.param(
            "Related\nSustainable\nDevelopment\nGoals\nand Urban Agenda\nthemes\nSDG 6", "agenda", [(0, "SDG 6")],
            id="label-of-six-lines"
        ),
        pytest.param("Description of\nmain\nactivities:\n• May 2019: A fair", "activities", [(1, "May 2019: A fair")],
            id="label-word-on-its-own-line"),
        pytest.param(
            "Key\nchallenges of\ncooperation\nMoney for trams comes from many purses\ntheme:\nand growth.",
            "key_challenges", [(0, "Money for trams comes from many purses"), (0, "and growth.")], id="last-word-of-a-label"
        ),
        pytest.param(
            "Population\n5 398 529; 1 787 149\n328 000", "population", [(0, "5 398 529; 1 787 149"), (0, "328 000")],
            id="two-sides-are-no-number-in-groups"
        ),
    ],
)  # fmt: skip
def test_labels_and_values_on_lines_of_their_own(body: str, section: str, expected: list[tuple[int, str]]) -> None:
    assert blocks(read_text(f"{HEAD}{body}\n".encode()), section) == expected


def test_a_bullet_that_stands_alone_ends_the_item_above() -> None:
    lines = "○ May 2019: A visit of the gardens and of the parks between both\nrivers, with a round table of the two\n"
    body = (
        f"Main objectives:\nSave the water of both of the cities, and of all others that\nare near.\nMain activities\n{lines}"
    )
    form = read_text(f"{HEAD}{body}à\nJune 2019: A fair\nà\nJuly 2019: A talk\n".encode())
    assert [text for _, text in blocks(form, "activities")][1:] == ["June 2019: A fair", "July 2019: A talk"]


def test_values_of_two_sides_are_two_lines() -> None:
    head = "Summary\nCities\nWuxi and Mianyang\nBologna\nProvince\nJiangsu and Sichuan\nEmilia-Romagna\n"
    form = read_text(f"{head}Country\nChina\nItaly\nPeriod of cooperation\n2018-2020\n".encode())
    row = form.row("province")
    assert row
    assert [cell.text().chars for cell in row.cells] == ["Jiangsu and Sichuan", "Emilia-Romagna"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The findings were printed", True),
        ("The Hague joined", False),
        ("The Łódź office", False),
        ("The élan of the start", True),
        ("A guide follows", True),
        ("Parks were opened", False),
        ("Theory is first", False),
    ],
)
def test_a_small_word_with_a_capital_begins_a_sentence(line: str, expected: bool) -> None:
    assert begins_sentence(line) is expected


def test_a_title_of_two_words_is_a_running_head() -> None:
    marks = drop_page_marks(from_file("Towns together\nUCAP Summary\nCity: Linz\nUCAP Summary\nParks\n"))
    assert marks.read.chars == "Towns together\nUCAP Summary\nCity: Linz\nParks\n"


# Values that stand in another row than their own


def list_doubted(form: Form) -> set[str]:
    return {doubt.section for doubt in form.doubts if doubt.code == "rows_mixed"}


def test_dated_items_of_the_objectives_are_activities() -> None:
    body = (
        "Main objectives of cooperation\nShare what both know.\n➔ May 2019: A visit\n➔ June 2019: A talk\n"
        "Main activities\n- a leaflet\n➔ July 2019: A fair\n➔ August 2019: A show\nExpected results\n• A garden\n"
    )
    form = read_text(f"{HEAD}{body}".encode())
    assert blocks(form, "objectives") == [(0, "Share what both know.")]
    assert blocks(form, "activities") == [
        (1, "May 2019: A visit"), (1, "June 2019: A talk"), (2, "a leaflet"), (1, "July 2019: A fair"),
        (1, "August 2019: A show"),
    ]  # fmt: skip
    assert {"objectives", "activities", "themes"} <= list_doubted(form)


def test_topics_in_the_row_of_the_focus_are_those_of_the_agenda() -> None:
    body = "Cooperation themes\nGreen parks\nRelated SDGs\nSDG 7\nKey focus\nGoal 11\nTrees are planted by both.\n"
    form = read_text(f"{HEAD}{body}".encode())
    assert blocks(form, "agenda") == [(0, "SDG 7"), (0, "Goal 11")]
    assert blocks(form, "key_focus") == [(0, "Trees are planted by both.")]
    assert {"agenda", "key_focus"} <= list_doubted(form)


def test_the_heading_of_a_theme_below_the_activities_is_of_the_results() -> None:
    body = "Cooperation themes\nGreen parks\nMain activities\n• May 2019: A visit\nGreen parks:\nExpected results\n• A garden\n"
    form = read_text(f"{HEAD}{body}".encode())
    assert blocks(form, "results") == [(0, "Green parks:"), (1, "A garden")]
    assert {"activities", "results"} <= list_doubted(form)


@pytest.mark.parametrize(
    ("section", "body"),
    [
        pytest.param("results", "Expected results\n• A garden\nGreen parks:\n• A pond\n", id="item-before-all-headings"),
        pytest.param(
            "activities", "Main activities\n• May 2019: A\n○ June 2019: B\n○ July 2019: C\n○ a list\n", id="dated-below-one"
        ),
        pytest.param("agenda", "Related SDGs\nSDG 7\nGreen parks\nSDG 11\n", id="line-that-is-no-topic"),
        pytest.param("themes", "Cooperation themes\nHefei, Haikou\nParks\n", id="cities-among-themes"),
        pytest.param("objectives", "Main objectives\nFieldvisittodaycentresinthedistricts.\n", id="no-blanks"),
    ],
)
def test_what_shows_that_lines_are_lost(section: str, body: str) -> None:
    assert section in list_doubted(read_text(f"{HEAD}{body}".encode()))


def test_the_heading_of_turned_words_opens_no_row() -> None:
    body = (
        "Cooperation themes:\nTrade and new firms\nGreen parks\nKey focus:\nGreen parks: Trees.\nExpected results:\n"
        "Green parks:\n• A garden\nNew firms and trade:\n• A fair\n"
    )
    form = read_text(f"{HEAD}{body}".encode())
    assert [text for _, text in blocks(form, "results")] == ["Green parks:", "A garden", "New firms and trade:", "A fair"]


# Labels and values on one line


@pytest.mark.parametrize(
    ("section", "text", "countries", "expected"),
    [
        pytest.param("province", "Norte Shandong", ("Portugal", "China"), ("Norte", "Shandong"), id="one-is-not-known"),
        pytest.param("province", "Norte Litoral Shandong", ("Portugal", "China"), None, id="two-blanks"),
        pytest.param("population", "119,951 939,029", ("Finland", "Japan"), ("119,951", "939,029"), id="groups-with-commas"),
        pytest.param("area", "164 km ² 396.9 km ²", ("Sweden", "China"), ("164 km ²", "396.9 km ²"), id="raised-sign-apart"),
    ],
)
def test_sides_parted_by_a_blank(section, text, countries, expected):
    found = split_sides(section, from_file(text), read_side_countries(*countries))
    assert (found and (found[0].chars, found[1].chars)) == expected


def test_a_number_behind_words_is_a_value() -> None:
    text = "Summary\nName of the city Graz Kunming\nCountry Austria China\nPopulation size approx. 289,000 6,432,212\n"
    row = read_text(text.encode()).row("population")
    assert row
    assert [cell.text().chars for cell in row.cells] == ["approx. 289,000", "6,432,212"]


def test_rows_of_other_words_are_known_by_their_values() -> None:
    text = (
        "Summary of the plan\nPilot town Lahti Kitakyushu\nNation Finland Japan\nResidents counted 119,951 939,029\n"
        "When January 2018 – December 2019\nSDGs concerned SDG 12\n"
        "Topics Waste and repair\nWhat was done • March 2018: A visit of the works.\n"
        "What is expected • A guide to shops.\n"
    )
    form = assign_rows(read_text(text.encode()))
    assert [text for _, text in blocks(form, "city")] == ["Lahti", "Kitakyushu"]
    assert [text for _, text in blocks(form, "country")] == ["Finland", "Japan"]
    assert [text for _, text in blocks(form, "population")] == ["119,951", "939,029"]
    assert blocks(form, "period") == [(0, "January 2018 – December 2019")]
    assert blocks(form, "activities") == [(1, "March 2018: A visit of the works.")]


def test_partners_that_are_no_cities_stand_above_the_countries() -> None:
    text = "Action Plan Summary\nName of partner\nLisbon Metropolitan Area\nOsaka Prefecture\nCountry\nPortugal\nJapan\n"
    text += "Population\n2,870,208\n8,837,685\nPeriod of cooperation\n2019 to 2021\n"
    form = assign_rows(read_text(text.encode()))
    assert [text for _, text in blocks(form, "city")] == ["Lisbon Metropolitan Area", "Osaka Prefecture"]


# Columns kept by blanks

GRID = """\
                              UCAP Summary

City:                   Graz                      Kunming
Country:                Austria                   China
Period of cooperation:  2018-2020
Cooperation themes:     Green parks
{body}
"""


@pytest.mark.parametrize(
    ("body", "section", "expected"),
    [
        pytest.param(
            "Main activities:        • May 2019: A visit to the parks of both cities, and to those\n"
            "                          that are near.\n"
            " Own means              Each side pays for itself.\n",
            "unknown", [(0, "Each side pays for itself.")], id="label-nobody-knows-a-blank-further-in",
        ),
        pytest.param(
            "Related Sustainable     SDG 7\nDevelopment Goals\nand Urban Agenda\nthemes                  SDG 11\n",
            "agenda", [(0, "SDG 7"), (0, "SDG 11")], id="last-word-of-a-label-beside-a-value",
        ),
        pytest.param(
            "Main activities:        ◦ May 2019: A fair of the firms that work on parks in both of the\n"
            "                          cities.\n"
            "                        A first draft of the guide was read by both of the cities as well.\n"
            "                        ◦ June 2019: A talk\n",
            "activities",
            [(1, "May 2019: A fair of the firms that work on parks in both of the cities."),
             (0, "A first draft of the guide was read by both of the cities as well."), (1, "June 2019: A talk")],
            id="an-article-is-no-bullet",
        ),
    ],
)  # fmt: skip
def test_columns(body: str, section: str, expected: list[tuple[int, str]]) -> None:
    assert blocks(read_text(GRID.format(body=body).encode()), section) == expected


CLOSE = """\
Summary
City:                   Hefei, Hohhot       Debrecen
Province:               Anhui, {province}
Country:                China               Hungary
Population:             {population}
Period of cooperation:  2018-2020
"""


@pytest.mark.parametrize(
    ("changed", "section", "expected"),
    [
        ({"province": "Inner Mongolia Hajdú-Bihar"}, "province", ["Anhui, Inner Mongolia", "Hajdú-Bihar"]),
        ({"population": "494 000 (2014)      8 909 000"}, "population", ["494 000 (2014)", "8 909 000"]),
    ],
)
def test_one_blank_between_two_sides(changed: dict[str, str], section: SectionName, expected: list[str]) -> None:
    printed = {"province": "Jilin     Békés", "population": "11 000            12 000"} | changed
    form = read_text(CLOSE.format(**printed).encode())
    row = form.row(section)
    assert row
    assert [cell.text().chars for cell in row.cells] == expected
    assert section not in list_doubted(form)


def test_one_blank_that_may_be_within_a_value_is_doubted() -> None:
    form = read_text(CLOSE.format(province="Unknown Upper Sandy Lowlands", population="11 000            12 000").encode())
    assert "province" in list_doubted(form)


def test_bullets_that_stand_a_little_apart_are_doubted() -> None:
    body = (
        "Main activities:        • May 2019: A fair\n                           o a leaflet\n"
        "                              o a list\n"
        "                        • June 2019: A talk\n"
    )
    assert "activities" in list_doubted(read_text(GRID.format(body=body).encode()))


# Texts that are refused, and tables without what stands around them


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("| *City:* | Graz | Linz |\n| *Themes:* | Parks\nTrams | |\n| *Goals:* | SDG 7\nSDG 11 | |\n", id="wiki"),
        pytest.param(".PP\n.TS\ntab(@);\nT{\nCity\nT}@T{\nGraz\nT}\n.TE\n", id="roff"),
        pytest.param("<informaltable><tgroup><row><entry>City</entry></row></tgroup></informaltable>", id="docbook"),
    ],
)
def test_tables_of_other_markups_are_refused(text: str) -> None:
    with pytest.raises(UnreadableDocument):
        refuse_foreign_markup(text)


def test_markdown_is_not_refused() -> None:
    refuse_foreign_markup("| City | Graz |\n|---|---|\n| Themes | Parks\nTrams |\n| Goals | SDG 7\nSDG 11 |\n")


def test_a_topic_over_two_lines_is_one() -> None:
    text = f"{HEAD}Related SDGs\nEU Urban Agenda: Innovative and Responsible\nPublic Procurement\nSDG 7\n"
    reading = read_document(text.encode(), "a.txt")
    assert reading.ucap
    assert [(topic.sdg, topic.topic) for topic in reading.ucap.agenda_topics] == [
        (None, "Innovative and Responsible Public Procurement"), (7, "Affordable and Clean Energy")
    ]  # fmt: skip


def test_lines_with_nothing_but_blanks_make_an_empty_text() -> None:
    assert join_lines([from_file(" "), from_file("\t")]).chars == ""


def test_a_name_that_begins_with_another_capital_is_not_cut() -> None:
    head = "City:    Łódź and Trieste      Jinan\nCountry:    Poland and Italy      China\nPeriod:    2018-2020\n"
    assert read_text(f"Summary\n{head}Themes:    Parks\nObjectives:    Shade.\n".encode()).doubts == ()


@pytest.mark.parametrize(
    ("line", "is_doubted"),
    [
        pytest.param("EU Urban Partnership (UP) Circular Economy", False, id="marked-by-its-framework"),
        pytest.param("Planners share their maps", True, id="not-marked"),
    ],
)
def test_a_line_among_topics_of_the_agenda(line: str, is_doubted: bool) -> None:
    blocks = tuple(Block(from_file(text), 0) for text in ("SDG 7", line, "SDG 4"))
    assert (find_sign(Row("agenda", from_file("SDGs:"), (Cell(blocks),)), (), COLUMNS) is not None) is is_doubted
