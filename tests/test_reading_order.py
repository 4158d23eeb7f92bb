"""Text in reading order, one label or value a line: the quirks of converters that do not keep the layout."""

import pytest

from ucap.extractors.assign import assign_rows
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
            "Related Sustainable\nDevelopment Goals and Urban\nAgenda themes:\nSDG 6", "agenda", [(0, "SDG 6")],
            id="ends-in-words-of-its-own"
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
            "Main activities\n• May 2019: visit\n• talks about parks\n• Fair of trams\n• June: fair\n"
            "• Tour of parks (May 2020)",
            "activities",
            [(1, "May 2019: visit"), (2, "talks about parks"), (2, "Fair of trams"), (1, "June: fair"),
             (1, "Tour of parks (May 2020)")],
            id="parts-of-activities-in-a-list-without-levels",
        ),
        pytest.param(
            "Results\nParks:\n•\nOne garden.\n•\nTwo ponds.\n•\nMain objectives\nMore trees.",
            "results",
            [(0, "Parks:"), (1, "One garden."), (1, "Two ponds.")],
            id="glyphs-below-a-heading",
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
        pytest.param(
            "Main objectives of cooperation\nas written in the plan:\nShare data.", "objectives", [(0, "Share data.")],
            id="label-that-ends-in-words-of-its-own"
        ),
        pytest.param(
            "Short description of\n→ May 2019: A visit of\nmain activities and key\nparks and gardens.\noutputs:\n"
            "→ June 2019: A fair.",
            "activities", [(1, "May 2019: A visit of"), (0, "parks and gardens."), (1, "June 2019: A fair.")],
            id="label-between-lines-of-its-value"
        ),
        pytest.param(
            "Main activities\nMay 2019: visit\n→\nten guests\n○\ntwo talks\n○\nJune 2019: fair\n→\n"
            "Expected results\n• None",
            "activities", [(1, "May 2019: visit"), (2, "ten guests"), (2, "two talks"), (1, "June 2019: fair")],
            id="glyphs-below-their-texts"
        ),
        pytest.param(
            "Main activities\n\nMay 2019: visit\n\n→\n\nten guests\n\n○\n\nJune 2019: fair\n\n→\n\nExpected results\n• None",
            "activities", [(1, "May 2019: visit"), (2, "ten guests"), (1, "June 2019: fair")],
            id="blank-lines-around-them"
        ),
        pytest.param(
            "Main activities\n• May 2019: visit to\nBoth cities agreed.\n– ten guests\n– two talks\n• June 2019: fair",
            "activities",
            [(1, "May 2019: visit to"), (0, "Both cities agreed."), (2, "ten guests"), (2, "two talks"),
             (1, "June 2019: fair")],
            id="items-below-a-paragraph"
        ),
        pytest.param("Population\n-\n6 million", "population", [(0, "-"), (0, "6 million")], id="dash-is-no-value"),
    ],
)  # fmt: skip
def test_quirk(body: str, section: str, expected: list[tuple[int, str]]) -> None:
    assert blocks(read_text(f"{HEAD}{body}\n".encode()), section) == expected


LINES = """\
The objective is that both cities learn from each other how to save
water in the houses of old quarters, and that they share with others
what they find; a common guide shows what was tried in both of the
cities, and what it cost.
"""


def test_a_blank_line_within_a_sentence_is_no_paragraph() -> None:
    body = f"Main objectives of cooperation:\n{LINES}Expected results:\n• " + LINES.replace("save\n", "save\n\n")
    assert blocks(read_text(f"{HEAD}{body}".encode()), "results") == [(1, " ".join(LINES.split()))]


def list_sides(text: str, section: str) -> list[str]:
    row = read_text(text.encode()).row(section)  # type: ignore[arg-type]
    return [cell.text().chars for cell in row.cells] if row else []


@pytest.mark.parametrize(
    ("text", "section", "sides"),
    [
        pytest.param(
            "City: Bristol, Rotterdam Fuzhou, Nantong,\nWenzhou\nCountry: United Kingdom, The\nNetherlands\n"
            "People's Republic of China\nPeriod of cooperation: 2018-2020\n",
            "city",
            ["Bristol, Rotterdam", "Fuzhou, Nantong, Wenzhou"],
            id="countries-over-two-lines",
        ),
        pytest.param(
            "City:\nMaribor\nHefei, Fuzhou, Wuhan\nCountry:\nSlovenia\nChina\n"
            "Number of inhabitants:\n5,368,000 / 3,079,000 / 9,785,000\n"
            "Period of cooperation: 2018-2020\n",
            "population",
            ["", "5,368,000 / 3,079,000 / 9,785,000"],
            id="a-value-for-each-city-of-the-partner-alone",
        ),
        pytest.param(
            "City:\nDortmund and Varna\nHefei, Fuzhou\nProvince:\nNorth Rhine-Westphalia and Varna\nCountry:\n"
            "Germany and Bulgaria\nChina\nPeriod of cooperation: 2018-2020\n",
            "province",
            ["North Rhine-Westphalia and Varna"],
            id="an-and-between-the-values-of-one-side",
        ),
        pytest.param(
            "City:\nGraz, Linz, Wels\nHefei, Fuzhou, Wuhan\nCountry:\nAustria\nChina\n"
            "Number of inhabitants:\n291,072 / 210,165 / 62,654\n"
            "Period of cooperation: 2018-2020\n",
            "population",
            ["291,072 / 210,165 / 62,654"],
            id="as-many-cities-on-both-sides",
        ),
    ],
)
def test_sides_that_other_rows_tell(text: str, section: str, sides: list[str]) -> None:
    assert list_sides(text, section) == sides


def test_rows_around_known_countries_are_known_by_their_values() -> None:
    text = (
        "Regions Styria Yunnan\nCountry / State Austria China\nNumber of inhabitants\n1,252,922 47,209,277\n"
        "Land 16,401 km² 394,000 km²\n"
        "Term May 2021 – November 2023\nGoals Plant trees.\nActions Ø May 2022: Visit to the parks.\n"
    )
    assert list_sides(text, "country") == ["Austria", "China"]
    labels = [row.label.chars for row in read_text(text.encode()).rows]
    assert {"Land", "Term", "Goals"} <= set(labels)


def test_a_heading_right_below_a_label_is_no_row() -> None:
    text = (
        "SURFACE AREA 246 sq km 5 508 sq km\nTIME FRAME OF COOPERATION 2016 to 2017\n"
        "COOPERATION THEMES Mobility\nRELATED SDGS SDG 9\n"
        "FOCUS OF COOPERATION Graz shows its trams.\nKEY CHALLENGES OF\n"
        "Mobility in the city: Trams are few.\nOthers are late.\n"
        "MAIN OBJECTIVES OF\nCOOPERATION\nMore trams.\n"
    )
    assert blocks(read_text(text.encode()), "key_challenges")[0] == (0, "Mobility in the city: Trams are few.")


def test_a_letter_that_stands_alone_several_times_is_a_glyph_below_unknown_labels() -> None:
    head = "Summary\nRegions\nStyria\nYunnan\nCountry\nAustria\nChina\nTerm\n2018-2020\n"
    form = read_text(f"{head}Actions\nØ\nMay 2019: visit\nØ\nJune 2019: fair\n".encode())
    assert blocks(form, "unknown")[-2:] == [(1, "May 2019: visit"), (1, "June 2019: fair")]


def test_a_name_with_a_letter_that_is_no_accent_is_no_part_of_the_label() -> None:
    form = read_text("Summary\nCities\nŁódź\nKunming\nCountry\nPoland\nChina\nPeriod of cooperation\n2018-2020\n".encode())
    assert blocks(form, "city") == [(0, "Łódź"), (0, "Kunming")]


def test_a_hyphen_that_pdfium_joins_ends_its_line() -> None:
    body = f"Main objectives of cooperation:\n{LINES}Expected results:\n• " + LINES.replace("save\n", "sa\ufffeve ")
    assert blocks(read_text(f"{HEAD}{body}".encode()), "results") == [(1, " ".join(LINES.split()))]


def test_cities_that_stand_in_a_later_row_are_the_partner() -> None:
    head = "Summary\nCity:\nGraz\nCountry:\nAustria\nPeriod of cooperation:\n2018-2020\n"
    text = f"{head}Cooperation themes:\nParks\nKunming, Nanning\nTrams\n"
    form = read_text(text.encode())
    row = form.row("city")
    assert row
    assert [cell.text().chars for cell in row.cells] == ["Graz", "Kunming, Nanning"]
    assert blocks(form, "themes") == [(0, "Parks"), (0, "Trams")]
    assert {(doubt.code, doubt.section) for doubt in form.doubts} == {("rows_mixed", "city"), ("rows_mixed", "themes")}


@pytest.mark.parametrize(
    ("body", "activities", "results"),
    [
        pytest.param(
            "Main activities:\n• May 2019: visit\nExpected results:\nParks:\nTrams:\n• June 2019: fair\n• A garden is open.\n",
            ["May 2019: visit", "June 2019: fair"], ["Parks:", "Trams:", "A garden is open."], id="behind-headings",
        ),
        pytest.param(
            "Main activities:\n• May 2019: visit\nExpected results:\n• June 2019: fair\n• July 2019: talk\n"
            "Parks:\n• A garden.\n",
            ["May 2019: visit", "June 2019: fair", "July 2019: talk"], ["Parks:", "A garden."], id="before-headings",
        ),
        pytest.param(
            "Main activities:\n• May 2019: visit\nExpected results:\nParks:\nFor further information, please contact:\na@b.eu\n"
            "• June 2019: fair\n• A garden.\n",
            ["May 2019: visit", "June 2019: fair"], ["Parks:", "A garden."], id="below-the-form",
        ),
        pytest.param(
            "Main activities:\n• May 2019: visit\nExpected results:\nParks:\n• June 2019: fair\n• July 2019: A garden.\n",
            ["May 2019: visit"], ["Parks:", "June 2019: fair", "July 2019: A garden."], id="results-may-be-dated",
        ),
        pytest.param(
            "Main objectives:\nMain activities:\nSave water.\n• May 2019: visit\nExpected results:\n• A garden.\n",
            ["May 2019: visit"], ["A garden."], id="two-labels-before-both-values",
        ),
    ],
)  # fmt: skip
def test_lists_that_lost_their_row(body: str, activities: list[str], results: list[str]) -> None:
    form = read_text(f"{HEAD}{body}".encode())
    assert [text for _, text in blocks(form, "activities")] == activities
    assert [text for _, text in blocks(form, "results")] == results


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "•\n\n•\n\nA visit by the gardeners.\nThey came by train.\nMay 2019: A talk\n\n",
            ["A visit by the gardeners.", "May 2019: A talk"],
            id="as-many-dates",
        ),
        pytest.param("•\n•\n•\n\nMay 2019: A talk.\nThey came.\nA fair.\n\n", ["May 2019: A talk.", "They came.", "A fair."],
            id="as-many-sentences",
        ),
        pytest.param("•\n•\n\nMay 2019: A talk.\nThey came.\nA fair.\n\n", [], id="more-of-both"),
    ],
)  # fmt: skip
def test_items_below_bullets_that_stand_together(body: str, expected: list[str]) -> None:
    form = read_text(f"{HEAD}Main activities\n{body}Expected results\nParks:\n".encode())
    assert [text for level, text in blocks(form, "activities") if level] == expected
    assert "activities" in {doubt.section for doubt in form.doubts}


def test_bullets_that_stand_together_are_a_doubt() -> None:
    body = "Main activities:\n→\n→\n→\nMay 2019: visit\nJune 2019: fair\nExpected results:\n• A garden.\n"
    assert {doubt.section for doubt in read_text(f"{HEAD}{body}".encode()).doubts} == {"activities", "results"}


OTHER_WORDS = """\
IURC Action Plan
Regions: Tuscany / Hokkaido
Pop.: 3.7 million / 5.2 million
Term: May 2021 – June 2022
Global frame:
SDG 14: Life Below Water
EU Urban Agenda: Energy Transition
Fields of work:
Ocean energy
Emphasis: Test sites are shared.
Main problems: Grids end far from the coast.
Goals: Test three converters.
Actions:
• May 2021: Online meeting.
Impacts:
Ocean energy:
• Data of two winters.
"""


def test_rows_of_a_text_in_other_words_are_known_by_their_colons() -> None:
    form = assign_rows(read_text(OTHER_WORDS.encode()))
    read = {row.section: [cell.render().chars for cell in row.cells] for row in form.rows}
    assert read["city"] == ["Tuscany", "Hokkaido"]
    assert read["population"] == ["3.7 million", "5.2 million"]
    assert read["agenda"] == ["SDG 14: Life Below Water\nEU Urban Agenda: Energy Transition"]
    assert read["themes"] == ["Ocean energy"]
    assert read["key_focus"] == ["Test sites are shared."]
    assert read["key_challenges"] == ["Grids end far from the coast."]
    assert read["objectives"] == ["Test three converters."]
    assert read["activities"] == ["• May 2021: Online meeting."]
    assert read["results"] == ["Ocean energy:\n• Data of two winters."]


def test_an_address_at_the_end_is_the_contact() -> None:
    form = read_text(b"City:\tGraz\tKunming\nCountry:\tAustria\tChina\nExpected results:\tA garden.\n\nWrite to:\na@b.eu\n")
    assert blocks(form, "results") == [(0, "A garden.")]
    assert blocks(form, "contact") == [(0, "Write to:"), (0, "a@b.eu")]


def test_a_label_of_one_word_needs_no_colon_below_a_row_of_the_head() -> None:
    text = (
        "Summary\nName of the city:\nGraz\nKunming\nCountry Austria China\nSize in sq km\n127\n21 001\nThemes:\nCountry life\n"
    )
    form = read_text(text.encode())
    assert [[cell.text().chars for cell in row.cells] for row in form.rows if row.section in ("country", "area")] == [
        ["Austria", "China"],
        ["127", "21 001"],
    ]
    assert blocks(form, "themes") == [(0, "Country life")]


def test_labels_of_other_words_stand_above_values_that_leave_no_doubt() -> None:
    text = (
        "Summary\n\nPilot city\n\nGraz\n\nKunming\n\nFederal state /\nState\n\nStyria\n\nYunnan\n\n"
        "Nation\n\nAustria\n\nChina\n\nNumber of residents\n\n290,000\n\n6,000,000\n\n"
        "Cooperation period\n\n2018-2020\n"
    )
    form = assign_rows(read_text(text.encode()))
    read = {row.section: [cell.text().chars for cell in row.cells] for row in form.rows if row.label}
    assert read["city"] == ["Graz", "Kunming"]
    assert read["country"] == ["Austria", "China"]
    assert read["population"] == ["290,000", "6,000,000"]
    assert read["province"] == ["Styria", "Yunnan"]


def test_wrapped_values_of_the_head_are_joined() -> None:
    text = "Summary\nCity\nGraz\nKunming,\nNanning\nCountry\nAustria\nChina\nArea\n127\nkm²\n21,000 km²\n"
    form = read_text(text.encode())
    read = {row.section: [cell.text().chars for cell in row.cells] for row in form.rows if row.label}
    assert read["city"] == ["Graz", "Kunming, Nanning"]
    assert read["area"] == ["127 km²", "21,000 km²"]
