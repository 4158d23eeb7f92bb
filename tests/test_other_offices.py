"""Forms as other offices word and set them: unknown labels, headings of their own, labels above their values."""

from datetime import UTC, datetime

import pytest
from fpdf import FPDF

from corpus.fonts import font_files
from ucap.extractors.extract import read_document
from ucap.extractors.readers.plain_text import cut_plain_text
from ucap.schemas.reading import Reading
from ucap.schemas.ucap import Ucap

TITLE = "Urban Cooperation Action Plan (U-CAP): overview"
HEAD = [
    "City:\tVäxjö\tSurat",
    "County / State:\tKronoberg\tGujarat",
    "Country:\tSweden\tIndia",
    "Population:\t92,567\t4,466,826",
    "Period of cooperation:\tMay 2018 – June 2020",
]
THEMES = ["Priority areas:\tDistrict heating", "\tClean canals"]
FOCUS = "Växjö burns wood chips to heat its homes."
CHALLENGE = "Waste water runs into the Tapi in the monsoon."
AGENDA = "Global goals:\tSDG 6: Clean Water and Sanitation"
AIM = "Aim:\tOne pilot in each city by 2020."
STEPS = ["Milestones:\t• May 2018: Signing in Surat.", "\t• June 2019: Visit to Växjö."]
OUTPUTS = ["Outputs expected:\t• A plan for two canals.", "\t• A boiler for wood chips."]
CONTACT = "Contact: office@example.eu"


def read(lines: list[str], name: str = "form.txt") -> tuple[Ucap, Reading]:
    reading = read_document("\n".join(lines).encode(), name)
    assert reading.ucap is not None, reading.document.reason
    return reading.ucap, reading


def texts_of(ucap: Ucap, section: str) -> list[str]:
    return [row.text for row in ucap.sections if row.section == section]


@pytest.mark.parametrize(
    ("focus", "challenges"),
    [
        pytest.param(
            ["Key focus:\tDistrict heating", f"\t{FOCUS}", "\tClean canals", "\tBoth cities open old canals."],
            ["Key challenges:\tDistrict heating", "\tPipes are dear.", "\tClean canals", f"\t{CHALLENGE}"],
            id="sentences",
        ),
        pytest.param(
            ["Key focus:\tDistrict heating", f"\t• {FOCUS}", "\tCanals", "\t• Both cities open old canals."],
            ["Key challenges:\tHeating", "\t• Pipes are dear.", "\tClean canals", f"\t• {CHALLENGE}"],
            id="bullets below other words",
        ),
    ],
)
def test_a_theme_on_a_line_of_its_own_is_the_heading_of_the_texts_below(focus: list[str], challenges: list[str]) -> None:
    ucap, _ = read([TITLE, *HEAD, *THEMES, *focus, *challenges, AIM, *STEPS])
    assert [(theme.key_focus, theme.key_challenge) for theme in ucap.themes] == [
        (FOCUS, "Pipes are dear."),
        ("Both cities open old canals.", CHALLENGE),
    ]


def test_a_theme_behind_a_sentence_is_the_heading_below_a_line_that_was_full() -> None:
    challenges = ["Key challenges:\tDistrict heating", "\tPipes are dear. Clean canals", f"\t{CHALLENGE}"]
    ucap, _ = read([TITLE, *HEAD, *THEMES, *challenges, AIM, *STEPS])
    assert [theme.key_challenge for theme in ucap.themes] == ["Pipes are dear.", CHALLENGE]


def test_a_lone_line_that_no_theme_means_ends_the_text_of_the_theme_above() -> None:
    focus = ["Key focus:\tDistrict heating", f"\t{FOCUS}", "\tYoung people", "\tPupils paint the boilers."]
    ucap, reading = read([TITLE, *HEAD, *THEMES, *focus, AIM, *STEPS])
    assert [theme.key_focus for theme in ucap.themes] == [FOCUS, None]
    assert "focus_heading_unmatched" in [issue.code for issue in reading.issues]


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(("Why it matters", "What will be done together"), id="challenges first"),
        pytest.param(("Key issues", "Areas of intervention"), id="key says nothing of the row"),
        pytest.param(("Key difficulties", "More on this"), id="no word of labels"),
    ],
)
def test_texts_below_the_themes_are_the_only_row_of_such_texts_that_is_left(labels: tuple[str, str]) -> None:
    challenges = [f"{labels[0]}:\tDistrict heating: Pipes are dear.", f"\tClean canals: {CHALLENGE}"]
    focus = [f"{labels[1]}:\tDistrict heating: {FOCUS}", "\tClean canals: Both cities open old canals."]
    ucap, reading = read([TITLE, *HEAD, *THEMES, AGENDA, *challenges, *focus, AIM, *STEPS, *OUTPUTS])
    assert [theme.key_focus for theme in ucap.themes] == [FOCUS, "Both cities open old canals."]
    assert [theme.key_challenge for theme in ucap.themes] == ["Pipes are dear.", CHALLENGE]
    assert "key_focus" in [issue.section for issue in reading.issues if issue.code == "label_inferred"]


@pytest.mark.parametrize(
    "closing",
    [
        "Secretariat: office@example.eu",
        "Questions? Write to: office@example.eu",
        "Programme office – office@example.eu",
        "office@example.eu",
    ],
)
def test_a_last_line_of_few_words_and_an_address_is_the_contact(closing: str) -> None:
    ucap, _ = read([TITLE, *HEAD, *THEMES, AIM, *STEPS, *OUTPUTS, "", closing])
    assert ucap.summary.contact_email == "office@example.eu"
    assert [result.text for result in ucap.results] == ["A plan for two canals.", "A boiler for wood chips."]


def test_a_last_sentence_with_an_address_stays_in_its_row() -> None:
    last = "\t• Reports that citizens can order from the help desk at office@example.eu"
    ucap, _ = read([TITLE, *HEAD, *THEMES, AIM, *STEPS, *OUTPUTS, last])
    assert len(ucap.results) == 3


HEADINGS = [
    ("Priority areas", ["District heating", "Clean canals"]),
    ("Global goals", ["SDG 6: Clean Water and Sanitation"]),
    ("Scope of work", [f"District heating: {FOCUS}", "Clean canals: Both cities open old canals."]),
    ("Hurdles", ["District heating: Pipes are dear.", f"Clean canals: {CHALLENGE}"]),
    ("Ambition", ["One pilot in each city by 2020."]),
    ("Milestones", ["- May 2018: Signing in Surat.", "    - With both mayors", "- June 2019: Visit to Växjö."]),
    ("Deliverables", ["- A plan for two canals.", "- A boiler for wood chips."]),
]


def test_bullets_of_a_row_that_nobody_knows_are_not_joined() -> None:
    lines = [TITLE, *(f"{row.replace(chr(9), ' ', 1).replace(chr(9), ' / ')}" for row in HEAD)]
    for heading, texts in HEADINGS[:1] + HEADINGS[4:]:
        lines += [f"{heading}:", *texts]
    ucap, _ = read(lines)
    assert [activity.text for activity in ucap.activities] == ["Signing in Surat.", "Visit to Växjö."]
    assert [result.text for result in ucap.results] == ["A plan for two canals.", "A boiler for wood chips."]


def write_markdown() -> list[str]:
    head = [f"| {line.replace(chr(9), ' | ')} |" for line in HEAD[:4]]
    lines = [
        f"# {TITLE}",
        "",
        "| | | |",
        "|---|---|---|",
        *head,
        "",
        "## Period of cooperation",
        "",
        "May 2018 – June 2020",
        "",
    ]
    for heading, texts in HEADINGS:
        lines += [f"## {heading}", "", *(line for text in texts for line in ([text] if "- " in text else [text, ""])), ""]
    return [*lines, "Help desk: office@example.eu"]


def write_html() -> list[str]:
    head = ["".join(f"<td>{cell}</td>" for cell in line.split("\t")) for line in HEAD[:4]]
    lines = ["<!DOCTYPE html><html><body>", f"<h1>{TITLE}</h1><table>", *(f"<tr>{cells}</tr>" for cells in head), "</table>"]
    lines += ["<h2>Period of cooperation</h2><p>May 2018 – June 2020</p>"]
    for heading, texts in HEADINGS:
        if heading == "Milestones":
            body = "<ul><li>May 2018: Signing in Surat.<ul><li>With both mayors</li></ul></li>"
            body += "<li>June 2019: Visit to Växjö.</li></ul>"
        elif texts[0].startswith("- "):
            body = "<ul>" + "".join(f"<li>{text[2:]}</li>" for text in texts) + "</ul>"
        else:
            body = "".join(f"<p>{text}</p>" for text in texts)
        lines.append(f"<h2>{heading}</h2>{body}")
    return [*lines, "<p>Help desk: office@example.eu</p></body></html>"]


@pytest.mark.parametrize(
    ("lines", "name"), [(write_markdown(), "form.md"), (write_html(), "form.html")], ids=["Markdown", "HTML"]
)
def test_headings_below_the_table_of_the_head_are_labels(lines: list[str], name: str) -> None:
    ucap, _ = read(lines, name)
    assert [city.area_km2 or city.population for city in ucap.cities] == [92567, 4466826]
    assert ucap.summary.period_text == "May 2018 – June 2020"
    assert [theme.theme for theme in ucap.themes] == ["District heating", "Clean canals"]
    assert [theme.key_challenge for theme in ucap.themes] == ["Pipes are dear.", CHALLENGE]
    assert [topic.sdg for topic in ucap.agenda_topics] == [6]
    assert ucap.summary.objectives == "One pilot in each city by 2020."
    assert [(activity.date_text, list(activity.items)) for activity in ucap.activities] == [
        ("May 2018", ["With both mayors"]),
        ("June 2019", []),
    ]
    assert [result.text for result in ucap.results] == ["A plan for two canals.", "A boiler for wood chips."]
    assert ucap.summary.contact_email == "office@example.eu"


@pytest.mark.parametrize("colon", ["", ":"])
def test_labels_on_lines_of_their_own_are_known_by_the_blank_line_above(colon: str) -> None:
    lines = [TITLE, ""]
    for row in HEAD[:4]:
        label, *values = row.split("\t")
        lines += [label.rstrip(":") + colon, "\t".join(values), ""]
    lines += [f"Period of cooperation{colon}", "May 2018 – June 2020", ""]
    for heading, texts in HEADINGS:
        lines += [heading + colon, *texts, ""]
    ucap, _ = read([*lines, "Help desk: office@example.eu"])
    assert [(city.city, city.province, city.country_code, city.population) for city in ucap.cities] == [
        ("Växjö", "Kronoberg", "SE", 92567),
        ("Surat", "Gujarat", "IN", 4466826),
    ]
    assert [theme.theme for theme in ucap.themes] == ["District heating", "Clean canals"]
    assert [theme.key_focus for theme in ucap.themes] == [FOCUS, "Both cities open old canals."]
    assert [topic.sdg for topic in ucap.agenda_topics] == [6]
    assert [activity.date_text for activity in ucap.activities] == ["May 2018", "June 2019"]
    assert [result.text for result in ucap.results] == ["A plan for two canals.", "A boiler for wood chips."]


def test_a_capital_begins_a_label_of_a_text_with_columns_where_labels_go_on_small() -> None:
    rows = [
        ("Participating towns", "Växjö", "Surat"),
        ("Administrative region", "Kronoberg", "Gujarat"),
        ("Country name", "Sweden", "India"),
        ("Population figures", "92,567", "4,466,826"),
        ("Geographical area", "30.3 km2", "326.5 km2"),
        ("Project duration", "May 2018 – June 2020", ""),
        ("Shared subjects of work", "District heating", ""),
        ("", "Clean canals", ""),
        ("Aim of the action plan", "One pilot in each city by 2020.", ""),
        ("Planned steps", "• May 2018: Signing in Surat.", ""),
        ("", "• June 2019: Visit to Växjö.", ""),
        ("Outputs of the plan", "• A plan for two canals.", ""),
    ]
    ucap, _ = read([TITLE, "", *(f"{label:<28}{lead:<32}{partner}".rstrip() for label, lead, partner in rows)])
    assert [(city.city, city.province, city.population, city.area_km2) for city in ucap.cities] == [
        ("Växjö", "Kronoberg", 92567, 30.3),
        ("Surat", "Gujarat", 4466826, 326.5),
    ]
    assert ucap.summary.period_text == "May 2018 – June 2020"
    assert [theme.theme for theme in ucap.themes] == ["District heating", "Clean canals"]
    assert ucap.summary.objectives == "One pilot in each city by 2020."
    assert [activity.date_text for activity in ucap.activities] == ["May 2018", "June 2019"]


def test_bars_between_goals_and_their_names_are_no_columns() -> None:
    goals = [
        "SDG 6 | Clean Water and Sanitation",
        "SDG 7 | Affordable and Clean Energy",
        "SDG 11 | Sustainable Cities and Communities",
    ]
    rows = [
        ("City", "Växjö", "Surat"),
        ("Country", "Sweden", "India"),
        ("Period of cooperation", "May 2018 – June 2020", ""),
        ("Related SDGs", goals[0], ""),
        *(("", goal, "") for goal in goals[1:]),
        ("Main activities", "• May 2018: Signing in Surat.", ""),
    ]
    ucap, _ = read([TITLE, "", *(f"{label:<28}{lead:<50}{partner}".rstrip() for label, lead, partner in rows)])
    assert [topic.sdg for topic in ucap.agenda_topics] == [6, 7, 11]
    assert [city.city for city in ucap.cities] == ["Växjö", "Surat"]


@pytest.mark.parametrize("label", ["What will remain", "In the end"])
def test_the_only_text_that_is_left_is_the_row_that_is_left_wherever_it_stands(label: str) -> None:
    focus = [f"Key focus:\tDistrict heating: {FOCUS}", "\tClean canals: Both cities open old canals."]
    challenges = ["Key challenges:\tDistrict heating: Pipes are dear.", f"\tClean canals: {CHALLENGE}"]
    outputs = [line.replace("Outputs expected", label) for line in OUTPUTS]
    ucap, reading = read([TITLE, *HEAD, *THEMES, *focus, *challenges, AIM, *STEPS, *outputs, AGENDA, CONTACT])
    assert [result.text for result in ucap.results] == ["A plan for two canals.", "A boiler for wood chips."]
    assert "results" in [issue.section for issue in reading.issues if issue.code == "label_inferred"]


def test_of_two_rows_below_the_themes_the_one_with_sentences_is_no_list_of_results() -> None:
    focus = [f"Key focus:\tDistrict heating: {FOCUS}", "\tClean canals: Both cities open old canals."]
    first = ["Dark sides:\tDistrict heating: Pipes are dear.", f"\tClean canals: {CHALLENGE}"]
    last = ["Bright sides:\tDistrict heating", "\t• A boiler for wood chips.", "\tClean canals", "\t• A plan for two canals."]
    ucap, _ = read([TITLE, *HEAD, *THEMES, *focus, *first, AGENDA, AIM, *STEPS, *last, CONTACT])
    assert [theme.key_challenge for theme in ucap.themes] == ["Pipes are dear.", CHALLENGE]
    assert [(result.theme, result.text) for result in ucap.results] == [
        ("District heating", "A boiler for wood chips."),
        ("Clean canals", "A plan for two canals."),
    ]


def count_rows(*, tags: bool) -> list[str]:
    rows: list[tuple[str, list[str]]] = [(label.rstrip(":"), values) for label, *values in (row.split("\t") for row in HEAD)]
    rows += HEADINGS
    lines = [f"<h1>{TITLE}</h1><dl>" if tags else TITLE]
    for number, (label, texts) in enumerate(rows, 1):
        if tags:
            lines.append(f"<dt>{number}. {label}</dt>" + "".join(f"<dd>{text.lstrip(' -')}</dd>" for text in texts))
        else:
            lines += [f"{number}. {label}: {' / '.join(texts)}"] if number <= len(HEAD) else [f"{number}. {label}:", *texts]
    return ["<!DOCTYPE html><html><body>", *lines, "</dl></body></html>"] if tags else lines


@pytest.mark.parametrize("tags", [False, True], ids=["lines", "terms of HTML"])
def test_rows_that_are_counted_are_rows_whatever_their_words(tags: bool) -> None:
    ucap, _ = read(count_rows(tags=tags), "form.html" if tags else "form.txt")
    assert [(city.city, city.province, city.population) for city in ucap.cities] == [
        ("Växjö", "Kronoberg", 92567),
        ("Surat", "Gujarat", 4466826),
    ]
    assert [theme.theme for theme in ucap.themes] == ["District heating", "Clean canals"]
    assert [theme.key_challenge for theme in ucap.themes] == ["Pipes are dear.", CHALLENGE]
    assert ucap.summary.objectives == "One pilot in each city by 2020."
    assert [label for label in (row.label for row in ucap.sections) if label and "Milestones" in label] == [
        "11. Milestones" + ":" * (not tags)
    ]


def test_a_list_of_results_that_is_counted_is_no_form() -> None:
    outputs = [
        "Outputs expected:\t1. A plan for two canals.",
        *(f"\t{number}. Boiler number {number}." for number in range(2, 10)),
    ]
    ucap, _ = read([TITLE, *HEAD, *THEMES, AIM, *STEPS, *outputs])
    assert len(ucap.results) == 9


def test_goals_below_each_other_do_not_make_their_column_that_of_the_labels() -> None:
    head = [HEAD[0].replace("City", "Bodies"), HEAD[2], *(row.replace("Population", "People") for row in HEAD[3:4])]
    goals = ["Global agendas:\tSDG 6: Clean Water and Sanitation", "\tSDG 11: Sustainable Cities and Communities"]
    rest = [line.replace("Priority areas", "Axes") for line in THEMES]
    rows = ["\tEurope\tAsia", *head, "Term:\tMay 2018 – June 2020", *rest, *goals, AIM, *STEPS, *OUTPUTS]
    ucap, _ = read([TITLE, "", *rows])
    assert [(city.city, city.population) for city in ucap.cities] == [("Växjö", 92567), ("Surat", 4466826)]
    assert [topic.sdg for topic in ucap.agenda_topics] == [6, 11]


def test_labels_below_the_head_of_a_text_with_tabs_need_not_be_known() -> None:
    lines = [TITLE, ""]
    for row in HEAD[:4]:
        label, *values = row.split("\t")
        lines += [label.rstrip(":"), "\t".join(values), ""]
    texts = [("Term", ["May 2018 – June 2020"]), ("Axes", HEADINGS[0][1]), ("Ambition", HEADINGS[4][1])]
    for heading, values in [*texts, ("Diary", HEADINGS[5][1]), ("Products", HEADINGS[6][1])]:
        lines += [heading, *values, ""]
    ucap, _ = read([*lines, "office@example.eu"])
    assert [city.city for city in ucap.cities] == ["Växjö", "Surat"]
    assert [theme.theme for theme in ucap.themes] == ["District heating", "Clean canals"]
    assert [activity.date_text for activity in ucap.activities] == ["May 2018", "June 2019"]


def test_the_columns_of_a_text_are_known_where_hardly_a_label_is() -> None:
    rows = [
        ("Bodies taking part", "Växjö", "Surat"),
        ("Country", "Sweden", "India"),
        ("Head count", "92,567", "4,466,826"),
        ("Extent", "30.3 km2", "326.5 km2"),
        ("Term", "May 2018 – June 2020", ""),
        ("Axes", "District heating", ""),
        ("", "Clean canals", ""),
        ("Ambition", "One pilot in each city by 2020.", ""),
        ("Diary", "• May 2018: Signing in Surat.", ""),
        ("", "• June 2019: Visit to Växjö.", ""),
        ("Products", "• A plan for two canals.", ""),
    ]
    ucap, _ = read([TITLE, "", *(f"{label:<28}{lead:<32}{partner}".rstrip() for label, lead, partner in rows)])
    assert [(city.city, city.population, city.area_km2) for city in ucap.cities] == [
        ("Växjö", 92567, 30.3),
        ("Surat", 4466826, 326.5),
    ]
    assert [theme.theme for theme in ucap.themes] == ["District heating", "Clean canals"]
    assert [activity.date_text for activity in ucap.activities] == ["May 2018", "June 2019"]


def draw_headings(*, boxed: bool) -> bytes:
    """Draw a form whose labels stand in bold above their values; `boxed`: all of them, else those below a table of the head."""
    pdf = FPDF()
    pdf.set_creation_date(datetime(2020, 1, 1, tzinfo=UTC))
    pdf.add_page()
    for style, file in zip(("", "B"), font_files("Source Sans Pro"), strict=True):
        pdf.add_font("Text", style, file)

    def write(text: str, *, bold: bool = False, size: float = 10, x: float = 10, ends: bool = True) -> None:
        pdf.set_font("Text", "B" if bold else "", size)
        pdf.set_x(x)
        pdf.cell(text=text, new_x="LMARGIN", new_y="NEXT" if ends else "TOP")

    write(TITLE, bold=True, size=14)
    for row in HEAD[:4]:
        label, lead, partner = row.split("\t")
        if boxed:
            write(label, bold=True, size=11)
        else:
            write(label, ends=False)
        write(lead, x=10 if boxed else 60, ends=False)
        write(partner, x=120)
    write("Period of cooperation:", bold=True, size=11)
    write("May 2018 – June 2020")
    for heading, texts in HEADINGS:
        write(heading, bold=True, size=11)
        for text in texts:
            write(text.strip().replace("- ", "– "), x=20 if text.startswith(" ") else 10)
    write("Help desk: office@example.eu")
    return bytes(pdf.output())


@pytest.mark.parametrize("boxed", [False, True], ids=["below a table of the head", "all labels"])
def test_headings_of_a_page_above_their_texts_are_labels(boxed: bool) -> None:
    reading = read_document(draw_headings(boxed=boxed), "form.pdf")
    assert reading.ucap is not None, reading.document.reason
    ucap = reading.ucap
    assert [(city.city, city.province, city.country_code, city.population) for city in ucap.cities] == [
        ("Växjö", "Kronoberg", "SE", 92567),
        ("Surat", "Gujarat", "IN", 4466826),
    ]
    assert ucap.summary.period_text == "May 2018 – June 2020"
    assert [theme.key_focus for theme in ucap.themes] == [FOCUS, "Both cities open old canals."]
    assert [theme.key_challenge for theme in ucap.themes] == ["Pipes are dear.", CHALLENGE]
    assert ucap.summary.objectives == "One pilot in each city by 2020."
    assert [(activity.date_text, list(activity.items)) for activity in ucap.activities] == [
        ("May 2018", ["With both mayors"]),
        ("June 2019", []),
    ]
    assert [result.text for result in ucap.results] == ["A plan for two canals.", "A boiler for wood chips."]
    assert ucap.summary.contact_email == "office@example.eu"
    assert {box.page for box in ucap.evidence if box.column == "objectives"} == {1}


def test_labels_of_regions_and_of_the_2030_agenda_open_rows_of_labelled_lines() -> None:
    lines = [TITLE, "Regions in partnership: Extremadura / Province of Mendoza", "Country: Spain / Argentina"]
    lines += [
        "Cooperation themes: Clean canals",
        "Results: Two clean canals",
        "2030 Agenda goals:",
        "SDG 6: Clean Water and Sanitation",
    ]
    ucap, _ = read([*lines, "Main activities:", "- May 2018: Signing in Mérida."])
    assert [(city.side, city.city) for city in ucap.cities] == [("lead", "Extremadura"), ("partner", "Province of Mendoza")]
    assert [topic.sdg for topic in ucap.agenda_topics] == [6]
    assert [result.text for result in ucap.results] == ["Two clean canals"]


def test_a_line_below_a_blank_one_is_a_value_where_blank_lines_stand_below_labels() -> None:
    rows = [
        ("Cities", "Växjö", "Surat"),
        ("Province, State,\nRegion", "Kronoberg", "Gujarat"),
        ("Country", "Sweden", "India"),
        ("Population size", "92,567", "4,466,826"),
        ("Period of\ncooperation", "May 2018 – June 2020"),
        ("Fields of\ncooperation", "District heating"),
        ("Related SDGs and\nUrban Agenda\ntopics", "SDG6 (Clean Water and Sanitation)\nSDG7 (Affordable and Clean Energy)"),
        (
            "Key focus of\ncooperation\nthemes",
            f"{FOCUS} Surat looks for a way to heat the water of its dye works with what is left of the rice.",
        ),
        ("Objectives of the\ncooperation", "One pilot in each city."),
        ("Expected results", "District heating:\n• A plan for two boilers.\nClean canals:\n• Two canals are open."),
    ]
    text = "\n\n".join([TITLE, *(part for row in rows for part in row)])
    assert [piece.text.chars for piece in cut_plain_text(text) if piece.heading] == []


def test_dated_items_among_the_objectives_doubt_the_rows_they_may_be_of() -> None:
    items = "<ul><li>May 2018: Signing in Surat.</li><li>June 2018: Talks in Växjö.</li></ul>"
    rows = [("Main objectives", f"<p>Show one canal.</p>{items}"), ("Main activities", "<ul><li>June 2019: Visit.</li></ul>")]
    head = [line.split(":\t") for line in HEAD]
    cells = [f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows]
    head_cells = ["<tr><td>" + "</td><td>".join([label, *values.split("\t")]) + "</td></tr>" for label, values in head]
    _, reading = read([f"<h1>{TITLE}</h1><table>", *head_cells, *cells, "</table>"], "form.html")
    assert {issue.section for issue in reading.issues if issue.code == "rows_mixed"} == {"objectives", "activities", "results"}
