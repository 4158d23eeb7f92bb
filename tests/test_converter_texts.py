"""What converters print around and within a form: page marks, cells written twice, labels over lines, foreign tables."""

import pytest

from ucap.extractors.extract import read_document, read_printed
from ucap.extractors.form import Form
from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.foreign_markup import refuse_foreign_markup
from ucap.extractors.readers.inline_marks import read_inline_marks
from ucap.extractors.readers.page_marks import drop_page_marks
from ucap.extractors.readers.raised_marks import drop_raised_marks
from ucap.extractors.text.source_text import from_file
from ucap.schemas.records import SectionName


def read_cells(text: str, section: SectionName) -> list[str]:
    form: Form = read_printed(text)[0]
    row = form.row(section)
    return [cell.render().chars for cell in row.cells] if row else []


HEAD = "| City: | Linz | Kunming |\n|---|---|---|\n| Country: | Austria | China |\n"


@pytest.mark.parametrize(
    "mark",
    [
        "{2}------------------------------------------------",
        "--- Page 2 ---",
        "Page 2 of 4",
        "- 2 -",
        "2 of 4",
        "## Page 2",
        "[Page 2]",
        "-----",
        "<!-- PageBreak -->",
    ],
)
def test_page_marks_are_no_text_of_a_cell(mark):
    text = f"{HEAD}| Main objectives: | Save water in |  |\n\n{mark}\n\n|  | both cities. |  |\n|---|---|---|\n"
    assert read_cells(text, "objectives") == ["Save water in both cities."]


def test_a_page_mark_of_html_is_no_text():
    lines = ["City: Linz / Kunming", "Country: Austria / China", "Results:", "Parks:", "Page 2", "• One garden.", "• A pond."]
    text = "<html><body>\n" + "".join(f"<p>{line}</p>\n" for line in lines) + "</body></html>\n"
    assert read_cells(text, "results") == ["Parks:\n• One garden.\n• A pond."]
    assert read_printed(text)[0].notes == ("Page 2",)


@pytest.mark.parametrize(
    ("text", "read", "notes"),
    [
        pytest.param("---\ntitle: Plan\n---\nCity: Linz\n", "City: Linz\n", ("--- title: Plan ---",), id="front"),
        pytest.param("---\nCity: Linz\n---\nx\n", "---\nCity: Linz\n---\nx\n", (), id="front-with-a-label-is-the-form"),
        pytest.param("a\n1\n\fb\n2\n\fc\n3\n", "a\n\fb\n\fc\n", ("1", "2", "3"), id="numbers-at-the-foot"),
        pytest.param("Plan\na\n\fPlan\nb\n", "Plan\na\n\fb\n", ("Plan",), id="the-first-head-stays"),
        pytest.param("a\n* Visit\n\f* Visit\nb\n", "a\n* Visit\n\f* Visit\nb\n", (), id="a-bullet-at-two-ends"),
        pytest.param("a\nx\nTalks\n\fTalks\ny\nb\n", "a\nx\nTalks\n\fTalks\ny\nb\n", (), id="a-last-line-and-a-first"),
        pytest.param("Themes:\na\n\fThemes:\nb\n", "Themes:\na\n\fThemes:\nb\n", (), id="a-repeated-label-is-a-row"),
        pytest.param("a\n\nPage 1\n\nB c\n\nPage 2\n", "a\n\n\nB c\n\n", ("Page 1", "Page 2"), id="marks-between-paragraphs"),
        pytest.param("a plan\n\nPage 1\n\nfor b\n", "a plan\nfor b\n", ("Page 1",), id="marks-within-a-sentence"),
        pytest.param("a\n1\nb\n2\nc\n3\n", "a\nb\nc\n", ("1", "2", "3"), id="numbers-that-count"),
        pytest.param("a\n5\nb\n12\nc\n", "a\n5\nb\n12\nc\n", (), id="numbers-that-do-not-count"),
        pytest.param(
            "a\nPage 1\nHead\nb\nPage 2\nHead\nc\n", "a\nb\nc\n", ("Page 1", "Head", "Page 2", "Head"), id="heads-at-marks"
        ),
        pytest.param("a\n7/11\nb\n", "a\n7/11\nb\n", (), id="goals-are-no-page"),
        pytest.param("Page 2 of the plan\n", "Page 2 of the plan\n", (), id="words-about-a-page"),
        pytest.param("a\n-----\nb\n", "a\n-----\nb\n", (), id="a-rule-under-a-heading"),
    ],
)
def test_what_stands_around_the_form(text, read, notes):
    marks = drop_page_marks(from_file(text))
    assert (marks.read.chars, marks.notes) == (read, notes)
    assert all(text[origin] == char for char, origin in zip(marks.read.chars, marks.read.origins, strict=True))


@pytest.mark.parametrize(
    ("text", "read", "notes"),
    [
        ("<td>128,624<sup>1</sup></td>", "<td>128,624</td>", ("1 (raised, after “128,624”)",)),
        (
            "<td>City:</td><td><b>Graz</b> <sup>2)</sup></td>",
            "<td>City:</td><td><b>Graz</b> </td>",
            ("2) (raised, after “Graz”)",),
        ),
        ("<p>Note</p><p><sup>1</sup> Census</p>", None, ()),
        ("52 km<sup>2</sup>, 10<sup>6</sup> on the 1<sup>st</sup>", None, ()),
    ],
    ids=["number", "other-cell", "the-footnote-itself", "exponents"],
)
def test_raised_footnote_marks_of_markup(text, read, notes):
    marks = drop_raised_marks(from_file(text))
    assert (marks.read.chars, marks.notes) == (read or text, notes)


def test_a_title_that_each_page_ends_with_comes_first():
    foot = "Foot of all pages\nU-CAP Summary of Linz\n"
    text = f"City: Linz\nAustria\n{foot}Graz\n{foot}"
    assert drop_page_marks(from_file(text)).read.chars == "U-CAP Summary of Linz\nCity: Linz\nAustria\nGraz\n"


def test_a_title_beside_page_marks_comes_first():
    text = "City: Linz\nPage 1\nU-CAP Summary\nGraz\nPage 2\nU-CAP Summary\n"
    assert drop_page_marks(from_file(text)).read.chars == "U-CAP Summary\nCity: Linz\nGraz\n"


def test_a_cell_over_both_columns_that_is_written_twice_is_one():
    text = HEAD + "| Period: | 2018-2020 | 2018-2020 |\n| Themes: | Trams<br>Parks | Trams<br>Parks |\n"
    assert read_cells(text, "period") == ["2018-2020"]
    assert read_cells(text, "themes") == ["Trams\nParks"]
    assert read_cells(HEAD.replace("Austria | China", "China | China"), "country") == ["China", "China"]


def test_the_blank_behind_a_pipe_is_no_indent():
    text = HEAD + "| Main activities: | → May 2019: A visit.<br>○ Ten guests<br>→ June 2019: A talk. |  |\n"
    assert read_cells(text, "activities") == ["• May 2019: A visit.\n  • Ten guests\n• June 2019: A talk."]


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("Province, State,\nDepartment...:", "province"),
        ("Main objectives\nof cooperation\nas described in the U-CAP:", "objectives"),
        ("Key challenges of\ncooperation theme:", "key_challenges"),
        ("Related SDGs and Urban\nAgenda topics:", "agenda"),
        ("SDGs and EU Urban Agenda\ntopics", "agenda"),
        ("Description of main\nactivities:", "activities"),
        ("Key activities\nand outputs\n(e.g. pilots):", "activities"),
        ("Objectives of\nthe\ncooperation:", "objectives"),
    ],
)
def test_a_label_over_lines_opens_its_row(label, section):
    text = f"City:\nLinz\nKunming\n{label}\nStyria\nYunnan\nCountry:\nAustria\nChina\nPeriod of cooperation\n2018-2020\n"
    assert "\n".join(read_cells(text, section)) == "Styria\nYunnan"
    assert read_cells(text, "city") == ["Linz", "Kunming"]


def read_rows(text: str) -> list[tuple[str, str]]:
    return [
        (row.section, "|".join(cell.render().chars for cell in row.cells)) for row in read_printed(text)[0].rows if row.label
    ]


GLUED = """City Linz Kunming
Province, State, Region n.a. Yunnan
Country Austria China
Period of cooperation 2018-2020
Related SDGs Goal 8: Decent Work
Key focus Parks: Trees are planted.
"""


def test_labels_before_their_values_on_one_line():
    assert read_rows(GLUED) == [
        ("city", "Linz|Kunming"),
        ("province", "n.a.|Yunnan"),
        ("country", "Austria|China"),
        ("period", "2018-2020"),
        ("agenda", "Goal 8: Decent Work"),
        ("key_focus", "Parks: Trees are planted."),
    ]


@pytest.mark.parametrize("heading", ["Mobility in the city", "Start-ups and trade", "Area of the port"])
def test_a_heading_with_words_of_labels_stands_behind_a_label(heading):
    assert read_rows(GLUED.replace("Parks:", f"{heading}:"))[-1] == ("key_focus", f"{heading}: Trees are planted.")


def test_small_words_before_a_date_are_no_end_of_a_label():
    text = GLUED.replace("Period of cooperation 2018-2020", "Period of cooperation since May 2017")
    assert ("period", "since May 2017") in read_rows(text)


SET_ALIKE = """City:
Linz
Kunming
Country:
Austria
China
Period of cooperation:
2018-2020
Main objectives:
Save water in both cities.
Main activities:
• May 2019: A visit.
• June 2019: A talk.
{label}
{value}
Expected results:
• Clean air.
"""


@pytest.mark.parametrize(
    ("label", "value", "read"),
    [
        ("Budget and own\nmeans:", "Own means of the partners.", [("unknown", "Own means of the partners.")]),
        ("Online talks:", "• July 2019: A call.", []),
        ("The town hall says:", "• July 2019: A call.", []),
    ],
)
def test_unknown_labels_are_set_as_the_known_ones(label, value, read):
    rows = read_rows(SET_ALIKE.format(label=label, value=value))
    assert [row for row in rows if row[0] == "unknown"] == read


def test_a_label_below_a_whole_sentence_is_no_part_of_its_paragraph():
    text = SET_ALIKE.replace(
        "Main objectives:\n", "Key focus:\nRepair, reuse and sorting of household waste in both quarters.\n"
    )
    text = text.replace("Save water", "Problems to be solved\nMixed waste").format(label="Budget:", value="A grant.")
    assert "Problems to be solved" in read_cells(text, "key_focus")[0].split("\n")


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Own means: The partners pay their way.", "activities"),
        ("Own means Each side pays its own way.", "activities"),
        ("• Clean air.", None),
    ],
)
def test_a_paragraph_that_begins_as_a_row_is_doubted(line, section):
    text = SET_ALIKE.replace("{label}\n{value}", line)
    assert ("activities" in {d.section for d in read_printed(text)[0].doubts}) == (section is not None)


def test_a_sentence_that_ends_with_its_line_may_end_a_result():
    results = (
        "The two cities share the costs of a common help desk.\nTeachers spend a term abroad and report about it.\nA plan."
    )
    text = SET_ALIKE.replace("• Clean air.", results).format(label="Budget:", value="A grant.")
    assert ("results" in {d.section for d in read_printed(text)[0].doubts}) == (
        len(read_cells(text, "results")[0].split("\n")) < 3
    )


FOREIGN = {
    "LaTeX": "\\begin{tabular}{ll}\nCity: & Linz \\\\ \\hline\nCountry: & Austria \\\\\nPeriod: & 2018 \\\\\n\\end{tabular}",
    "AsciiDoc": "|===\n|City: |Linz |Kunming\n|Country: |Austria |China\n|Period: |2018 |\n|===\n",
    "reStructuredText": ".. list-table::\n\n   * - City:\n     - Linz\n   * - Country:\n     - Austria\n",
    "MediaWiki": '{| class="wikitable"\n|-\n| City: || Linz || Kunming\n|-\n| Country: || Austria || China\n|}',
    "OTSL or DocTags": "<otsl><fcel>City:<fcel>Linz<nl><fcel>Country:<fcel>Austria<nl><fcel>Period:<fcel>2018<nl></otsl>",
    "JSON": '{"pages": [{"markdown": "| City: | Linz |\\n|---|---|\\n| Country: | Austria |\\n| Period: | 2018 |"}]}',
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_tables_are_refused_by_name(name):
    document = read_document(FOREIGN[name].encode(), "a.txt").document
    assert document.status == "quarantined"
    assert (document.reason or "").startswith("unsupported_format: the file is ") and name in (document.reason or "")


@pytest.mark.parametrize("text", [HEAD, "City: Linz {draft}", "{City: Linz}", "[1] City", "|== x", "The \\begin of it"])
def test_other_texts_are_not_refused(text):
    try:
        refuse_foreign_markup(text)
    except UnreadableDocument as error:
        pytest.fail(error.reason)


def test_a_dated_paragraph_between_bullets_is_an_activity():
    cell = "→ May 2019: A visit.<br>June 2019: A talk.<br>In July 2019 guests came.<br>→ August 2019: A trip."
    reading = read_document((HEAD + f"| Period: | 2018-2020 | |\n| Main activities: | {cell} |  |\n").encode(), "a.md")
    assert reading.ucap
    assert [a.text for a in reading.ucap.activities] == ["A visit.", "A talk.\nIn July 2019 guests came.", "A trip."]


def test_the_first_bullet_below_a_heading_is_a_result_whatever_its_indent():
    cell = "Trams:<br>→ A line<br>→ A stop<br>Parks:<br>&nbsp;→ A lawn<br>&nbsp;→ A pond<br>&nbsp;&nbsp;→ With ducks"
    text = HEAD + f"| Period: | 2018-2020 | |\n| Themes: | Trams<br>Parks | |\n| Expected results: | {cell} |  |\n"
    reading = read_document(text.encode(), "a.md")
    assert reading.ucap
    assert [(r.heading, r.text) for r in reading.ucap.results] == [
        ("Trams", "A line"),
        ("Trams", "A stop"),
        ("Parks", "A lawn"),
        ("Parks", "A pond\nWith ducks"),
    ]


def test_bullets_below_the_form_say_that_rows_may_be_mixed():
    text = HEAD + "| Period: | 2018-2020 | |\n\nContact: a@b.example\n\n→ June 2019: A visit\n\n→ July 2019: A talk\n"
    assert "rows_mixed" in {issue.code for issue in read_document(text.encode(), "a.md").issues}


@pytest.mark.parametrize(("dated", "count"), [("→ May 2019: A visit.<br>→ June 2019: A talk.", 2), ("→ May 2019: A plan.", 0)])
def test_results_with_dates_say_that_rows_may_be_mixed(dated, count):
    text = HEAD + f"| Period: | 2018-2020 | |\n| Expected results: | {dated}<br>→ Clean air. |  |\n"
    assert [issue.code for issue in read_document(text.encode(), "a.md").issues].count("rows_mixed") == count


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (r"95.99 $\mathrm{km}^{2}$", "95.99 km²"),
        (r"$95.99 \mathrm{~km}^{2}$", "95.99  km²"),
        (r"km${}^{2}$", "km²"),
        (r"$\mathrm{CO}_{2}$ and $25 \%$", "CO2 and 25 %"),
        (r"$\rightarrow$ May", "→ May"),
        (r"$\unknown{x}$", r"$\unknown{x}$"),
        ("costs of $5 for a_b and $7_000", "costs of $5 for a_b and $7_000"),
        (r"IUC-ASIA\_office@iuc.example", "IUC-ASIA_office@iuc.example"),
        ("Research &amp; trade", "Research & trade"),
        ("<p>a &amp; b</p>", "<p>a &amp; b</p>"),  # its reader reads references
        ("-> one\n-> two", "→ one\n→ two"),
        ("a\n-> one\nb", "a\n-> one\nb"),
        ("| *) one<br>*) two |", "| • one<br>• two |"),
        ("x -> y\nx -> z", "x -> y\nx -> z"),
        ("| -- one |\n| -- two |", "| –  one |\n| –  two |"),
        ("2018 -- 2019\n-- x", "2018 -- 2019\n-- x"),
    ],
)
def test_signs_that_converters_write_instead_of_others(printed, read):
    text = read_inline_marks(from_file(printed))
    assert text.chars == read
    assert text.span() == [0, len(printed)]


def test_unknown_tokens_of_a_list_are_bullets():
    text = HEAD + "| Period: | 2018-2020 | |\n| Main activities: | -> May 2019: A visit.<br>-> June 2019: A talk. |  |\n"
    reading = read_document(text.encode(), "a.md")
    assert reading.ucap
    assert [(str(a.date_start), a.text) for a in reading.ucap.activities] == [
        ("2019-05-01", "A visit."),
        ("2019-06-01", "A talk."),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("I May: a\nH b\nH c\nI June: d\nH e\nI Fin", "• May: a\n◦ b\n◦ c\n• June: d\n◦ e\n• Fin", id="two-kinds"),
        pytest.param("H a\nH b\n\fH c", "• a\n• b\n\f• c", id="at-a-page's-beginning"),
        pytest.param("A visit\nA talk\nA fair\n", "A visit\nA talk\nA fair\n", id="an-article"),
        pytest.param("Y luego\ny otra\ny más\nY fin\n", "Y luego\ny otra\ny más\nY fin\n", id="a-conjunction"),
        pytest.param("H a\nH b\nVitamin H and H\nH c", "H a\nH b\nVitamin H and H\nH c", id="a-word-elsewhere"),
        pytest.param("o one\no two\no three", "o one\no two\no three", id="known-ones-are-left"),
    ],
)  # fmt: skip
def test_letters_of_a_lost_font_are_bullets(text, read):
    assert read_inline_marks(from_file(text)).chars == read


def test_a_first_line_that_comes_again_is_a_running_head():
    marks = drop_page_marks(from_file("Towns work with us\nCity: Linz\nTowns work with us\nParks\n"))
    assert marks.read.chars == "Towns work with us\nCity: Linz\nParks\n"


def test_a_drawn_table_keeps_its_columns_behind_an_escaped_dash() -> None:
    rule = "+-------------+------------+----------+\n"
    rows = [("Cities", "Linz", "Kunming"), ("Country", "Austria", "China"), ("Inhabitants", "\\-", "3.6 Mio.")]
    text = rule + "".join(f"| {a:<11} | {b:<10} | {c:<8} |\n{rule}" for a, b, c in rows)
    assert read_cells(text, "population") == ["-", "3.6 Mio."]


def test_a_line_with_an_address_is_no_part_of_the_item_above() -> None:
    text = (
        "City: Linz / Kunming\nCountry: Austria / China\nMain objectives\n"
        "Bring the teachers of both cities together at least once a\n"
        "year and keep what they found in a book that all can read at\nhome or in the schools of the city.\nResults\n"
        "• Teachers spend a term in the partner city and report about\n"
        "the energy that each of the schools saves in the cold months.\n"
        "Contact plan@example.eu\n"
    )
    assert read_cells(text, "results")[0].endswith("saves in the cold months.")


def test_items_below_a_page_foot_without_form_feed_are_of_one_level() -> None:
    text = (
        "City:       Linz          Kunming\nCountry:    Austria       China\n\nResults:    → One garden for all.\n\n\n\n\n\n"
        "              → Two ponds for ducks.\n              → Three trams.\n\nContact:      plan@example.eu\n"
    )
    assert read_cells(text, "results") == ["• One garden for all.\n• Two ponds for ducks.\n• Three trams."]


MARKED = (
    "Summary\nCity:\nLinz\nKunming\nCountry:\nAustria\nChina\nCooperation themes:\nCultural heritage\nTrade and \ntourism\n"
    "Old merchant houses\nMain objectives:\nPlant trees along the canals, and \nshow both how they are \ngrown in dry \nsoil.\n"
)


def test_lines_that_were_broken_end_with_a_blank():
    assert read_cells(MARKED, "themes") == ["Cultural heritage\nTrade and tourism\nOld merchant houses"]
    assert read_cells(MARKED.replace("Trade and \n", "Trade and \n\n"), "themes") == read_cells(MARKED, "themes")
    assert read_cells(MARKED, "objectives") == ["Plant trees along the canals, and show both how they are grown in dry soil."]


def test_a_list_of_numbers_that_wraps_is_parted_by_its_lines():
    head = "Summary\nCity: Linz, Graz and Wels\nKunming and Dali\nCountry:\nAustria\nChina\n"
    text = head + "Population:\n212 538; 305 314;\n65 482\n194 000; 321 000\nPeriod:\n2018-2020\n"
    assert read_cells(text, "population") == ["212 538; 305 314; 65 482", "194 000; 321 000"]
