"""Layout rules on pages of exact geometry; whole documents are read in test_documents.py."""

from dataclasses import replace

import pytest

from tests.pages import make_document
from ucap.extractors.form import Form
from ucap.extractors.layout import read_layout
from ucap.extractors.page import Box, PdfDocument

LABEL, VALUE, PARTNER = 50, 200, 380


def read(*pages, rules=()):
    return read_layout(make_document(*pages, rules=rules))


def texts(form: Form, section) -> list[tuple[int, str]]:
    return [(block.level, block.text.chars) for block in form.blocks(section)]


def table(*rows: tuple[str, str], top: float = 100, step: float = 30) -> list[tuple[float, float, str]]:
    """One line a row: label and value."""
    return [
        item
        for i, (label, value) in enumerate(rows)
        for item in ((LABEL, top + i * step, label), (VALUE, top + i * step, value))
    ]


HEAD = table(("City:", "Graz"), ("Country:", "Austria"), ("Period of cooperation:", "May 2018"))


def test_title_rows_and_contact():
    closing = [
        (LABEL, 300, "For further information, please write to the office whose contact is:"),
        (LABEL, 315, "office@example.org"),
    ]
    form = read([(LABEL, 60, "Cooperation Action Plan Summary of two cities that work together"), *HEAD, *closing])
    assert [row.section for row in form.rows] == ["title", "city", "country", "period", "contact"]
    assert texts(form, "contact")[1] == (0, "office@example.org")


@pytest.mark.parametrize("sign", ["·", "•"])
def test_a_sign_within_a_title_is_no_bullet(sign):
    title = [(LABEL, 60, f"Shared plans of many shires {sign} year two"), (LABEL, 75, "Cooperation Action Plan Summary")]
    partners = [(PARTNER, 100, "Shikoku and Kansai"), (PARTNER, 118, "Japan"), (PARTNER, 136, "3,700,000")]
    rows = table(("Shires paired:", "Kent"), ("Country:", "UK"), ("Population:", "1,500,000"), step=18)
    form = read([*title, *sorted([*rows, *partners], key=lambda item: item[1])])
    assert [(row.section, row.label.chars) for row in form.rows[:3]] == [
        ("title", ""), ("unknown", "Shires paired:"), ("country", "Country:"),
    ]  # fmt: skip
    assert form.rows[1].sides[1].text().chars == "Shikoku and Kansai"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([(0, "→ May 2018: A visit."), (0, "→"), (0, "→ June 2019: A talk.")], id="between-bullets"),
        pytest.param([(0, "→ May 2018: A visit."), (20, "•"), (0, "→ June 2019: A talk.")], id="deeper"),
        pytest.param([(0, "→ May 2018: A visit."), (0, "→ June 2019: A talk."), (0, "→")], id="at-the-end"),
    ],
)
def test_a_bullet_behind_which_nothing_is_printed_is_none(lines):
    items = [(VALUE + x, 200 + 20 * i, text) for i, (x, text) in enumerate(lines)]
    form = read([*HEAD, (LABEL, 200, "Main activities:"), *items])
    assert texts(form, "activities") == [(1, "May 2018: A visit."), (1, "June 2019: A talk.")]


def test_a_first_row_whose_unknown_label_stands_in_its_middle():
    first = [(VALUE, 93, "Kent with all of its"), (LABEL, 100, "Shires paired:"), (VALUE, 107, "towns and villages")]
    form = read([(LABEL, 60, "Plan"), *first, *table(("Country:", "UK"), ("Period:", "May 2018"), top=140)])
    assert [row.label.chars for row in form.rows] == ["", "Shires paired:", "Country:", "Period:"]


@pytest.mark.parametrize(
    ("right", "activities", "notes"),
    [
        pytest.param(
            "A walk",
            [(1, "May 2018: A visit"), (1, "June 2018: A talk"), (1, "fixed in 2019: A walk")],
            ("When What",),
            id="dates",
        ),
        pytest.param("Results:", [], (), id="with-a-label-in-it"),
    ],
)
def test_a_table_of_dates_below_its_label(right, activities, notes):
    rows = [("When", "What"), ("May 2018", "A visit"), ("June 2018", "A talk"), ("fixed in 2019", right)]
    below = [item for i, (day, text) in enumerate(rows) for item in ((LABEL, 220 + i * 20, day), (120, 220 + i * 20, text))]
    lines = [*HEAD, (LABEL, 200, "Main activities:"), *below, *table(("Aims:", "Shade"), top=320)]
    (page,) = make_document(lines).pages
    rules = (Box(115, 215, 115, 295), *(Box(48, y, 190, y) for y in (215, 235, 255, 275, 295)))
    form = read_layout(PdfDocument((replace(page, strokes=rules),)))
    assert (texts(form, "activities"), form.notes) == (activities, notes)


def test_no_known_label_gives_no_rows():
    assert read([(LABEL, 60, "Minutes of a meeting"), (LABEL, 80, "Present:"), (VALUE, 80, "everyone")]).rows == ()


@pytest.mark.parametrize(
    ("more", "first", "second", "label"),
    [
        pytest.param((), "Key challenges of cooperation", "Theme:", "Key challenges of cooperation Theme:", id="colons"),
        pytest.param(
            (("Cooperation topics", "Air"),),
            "Key challenges of cooperation",
            "Theme",
            "Key challenges of cooperation Theme",
            id="twice",
        ),
        pytest.param((), "Key challenges of cooperation:", "Theme:", "Key challenges of cooperation:", id="two-labels"),
    ],
)
def test_a_label_that_a_page_ends_in_is_one_label(more, first, second, label):
    head = [(label.rstrip(":"), value) for label, value in (("City:", "Graz"), ("Country:", "Austria"), ("Area:", "4"))]
    rows = table(*(head if more else [(f"{label}:", value) for label, value in head]), *more, top=60)
    form = read([*rows, (LABEL, 300, first), (VALUE, 300, "Noise:")], [(LABEL, 60, second), (VALUE, 60, "Too much of it.")])
    row = form.row("key_challenges")
    assert row is not None
    assert row.label.chars == label


def test_a_line_at_the_end_of_two_pages_is_text_where_something_follows():
    pages = [
        [*HEAD, (VALUE, 190, "Clean air:")],
        [(VALUE, 60, "Less soot."), (VALUE, 190, "Clean air:")],
        [(VALUE, 60, "Trees.")],
    ]
    assert [text for _, text in texts(read(*pages), "period")] == [
        "May 2018",
        "Clean air:",
        "Less soot.",
        "Clean air:",
        "Trees.",
    ]
    footers = [[*HEAD, (VALUE, 780, "The programme")], [(VALUE, 60, "Less soot."), (VALUE, 780, "The programme")]]
    assert read(*footers).notes == ("The programme", "The programme")
    assert read(*footers, rules=((100, 795), (50, 795))).notes == ()


def test_a_sentence_with_which_two_pages_begin_is_text():
    more = [(VALUE, 190 + 12 * i, f"Line {'abc'[i]} of the text, which goes on and on") for i in range(3)]
    same = (VALUE, 40, "Talks were held on the margins.")
    form = read([*HEAD, *more], [same, (VALUE, 90, "Trees.")], [same, (VALUE, 90, "More.")])
    assert " ".join(text for _, text in texts(form, "period")).count(same[2]) == 2
    assert read(*([same, (VALUE, 90, name)] for name in ("A", "B")), [*HEAD, *more], [same]).notes == (same[2],) * 3


def test_a_line_within_a_sentence_with_which_two_pages_end_is_text():
    end = [(VALUE, 700, "Pupils of both schools from"), (VALUE, 712, "Graz met in Linz and")]
    first = [(VALUE, y, f"{word} walk.") for y, word in ((190, "First"), (204, "Second"), (688, "Third"))]
    second = [(VALUE, 60, "sang."), (VALUE, 74, "First talk."), (VALUE, 688, "Second talk.")]
    form = read([*HEAD, (LABEL, 190, "Main activities:"), *first, *end], [*second, *end], [(VALUE, 60, "danced.")])
    found = [text for _, text in texts(form, "activities") if text.startswith("Pupils")]
    assert found == [f"Pupils of both schools from Graz met in Linz and {what}." for what in ("sang", "danced")]


def test_a_bullet_that_overlaps_a_label_which_fills_its_column():
    low = [(LABEL, 190, "Expected outcomes and benefits:"), (VALUE, 193, "•"), (VALUE + 12, 196, "A pond")]
    rest = [(VALUE, 223, "•"), (VALUE + 12, 223, "A park"), (VALUE, 240, "Both are open to all.")]
    form = read([*HEAD, *low, *rest])
    assert texts(form, "results") == [(1, "A pond"), (1, "A park"), (0, "Both are open to all.")]


def test_a_label_may_fill_its_column():
    rows = [("City:", "Graz"), ("Country:", "Austria"), ("Main objectives of cooperation", "Cooler streets and trees")]
    lines = [(x, 100 + 30 * i, text) for i, row in enumerate(rows) for x, text in zip((LABEL, 196.5), row, strict=True)]
    form = read([*lines, (LABEL, 172, "as described:")])
    assert texts(form, "objectives") == [(0, "Cooler streets and trees")]


def test_an_address_that_is_cut_within_its_last_part_is_whole():
    lines = table(("City:", "Graz"), ("Country:", "Austria"), ("Contact:", "city-of-graz@example.or"))
    form = read([*lines, (VALUE, 172, "g")])
    assert texts(form, "contact") == [(0, "city-of-graz@example.org")]


def test_names_of_groups_left_of_the_labels_are_set_aside():
    groups = [(0, 100, "Who"), (0, 145, "What is"), (0, 157, "done")]
    form = read([*groups, *HEAD, *table(("Main activities:", "A visit"), ("Expected results:", "A report"), top=190)])
    assert [row.label.chars for row in form.rows if row.label] == [
        "City:", "Country:", "Period of cooperation:", "Main activities:", "Expected results:",
    ]  # fmt: skip
    assert form.notes == ("Who", "What is", "done")


def test_numbers_left_of_the_labels_are_theirs():
    numbers = [(20, 100 + 30 * i, f"{i + 1}.") for i in range(3)]
    assert [row.label.chars for row in read([*numbers, *HEAD]).rows] == ["1. City:", "2. Country:", "3. Period of cooperation:"]


def test_second_value_column_is_the_partner_side():
    form = read([*HEAD, (PARTNER, 100, "Kunming, Nanning"), (PARTNER, 130, "China")])
    city = form.row("city")
    assert city is not None
    assert [(cell.side, cell.text().chars) for cell in city.cells] == [("lead", "Graz"), ("partner", "Kunming, Nanning")]


def test_rows_as_near_as_lines_begin_at_their_labels():
    """A bullet that stands a little lower than its label is no sign that labels stand in the middle of their rows."""
    head = table(("City:", "Graz"), ("Country:", "Austria"), ("Period of cooperation:", "May 2018"), step=12)
    further = table(("Themes of cooperation:", "Trees"), ("Population:", "120,000"), ("Area:", "31 km2"), top=136, step=12)
    rows = [
        ("Agenda topics", "and SDGs:", 4),
        ("Key focus of", "themes:", 4),
        ("Key challenges:", "", 4),
        ("Main objectives", "of cooperation:", 6),
    ]
    lines, top = [*head, *further], 172
    for first, second, count in rows:
        lines += [(LABEL, top, first), (LABEL, top + 12, second)][: 2 if second else 1]
        lines += [(VALUE, top + 12 * i, f"{LONG}.") for i in range(count)]
        top += 12 * count
    lines += [(LABEL, top, "Short description"), (LABEL, top + 12, "of activities:")]
    lines += [(VALUE, top + 4 + 14 * i, text) for i, text in enumerate(("• A visit", "• A webinar", "• A call"))]
    form = read(lines)
    printed = {section: " ".join(text for _, text in texts(form, section)) for section in ("key_focus", "key_challenges")}
    assert [printed[section].count(LONG) for section in ("key_focus", "key_challenges")] == [4, 4]
    assert texts(form, "activities") == [(1, "A visit"), (1, "A webinar"), (1, "A call")]


def test_a_row_that_may_be_longer_at_both_ends_is_doubted():
    """Labels stand in the middle of rows as near as paragraphs are, and the rows above and below go on over pages."""
    lines = table(("City:", "Graz"), ("Country:", "Austria"), ("Period of cooperation:", "May 2018"), step=16)
    for number, name in enumerate(("Cooperation themes:", "Agenda topics:", "Key focus:", "Key challenges:")):
        lines += [(LABEL, 156 + 32 * number, name), *((VALUE, 148 + 32 * number + 16 * i, f"{LONG}.") for i in range(2))]
    page = [(VALUE, 60, "Roots need room."), *((VALUE, 76 + 16 * i, f"{LONG}.") for i in range(16))]
    page += [(LABEL, 108, "Objectives:"), (LABEL, 264, "Main activities:")]
    form = read(lines, page, [(VALUE, 60, "Both towns talked.")])
    assert {"objectives", "activities"} <= {doubt.section for doubt in form.doubts if doubt.code == "rows_mixed"}


def test_value_only_in_the_partner_column_stays_there():
    form = read([*HEAD, (PARTNER, 100, "Kunming"), (LABEL, 190, "Population:"), (PARTNER, 190, "6,432,212")])
    row = form.row("population")
    assert row is not None
    assert [cell.text().chars for cell in row.cells] == ["", "6,432,212"]


def test_label_wraps_beside_a_short_value():
    lines = [
        *HEAD,
        (LABEL, 190, "Main objectives of"),
        (LABEL, 202, "cooperation as described"),
        (LABEL, 214, "in the U-CAP:"),
        (VALUE, 190, "Cooler streets"),
    ]
    form = read(lines)
    row = form.row("objectives")
    assert row is not None
    assert row.label.chars == "Main objectives of cooperation as described in the U-CAP:"


def test_stacked_labels_without_rules_are_told_apart_by_the_lexicon():
    lines = [
        *HEAD,
        (LABEL, 190, "Key focus of"),
        (LABEL, 202, "cooperation themes:"),
        (LABEL, 214, "Key challenges of"),
        (LABEL, 226, "cooperation theme:"),
    ]
    lines += [(VALUE, 190, "Shade"), (VALUE, 214, "Space")]
    form = read(lines)
    assert texts(form, "key_focus") == [(0, "Shade")]
    assert texts(form, "key_challenges") == [(0, "Space")]


def test_paragraphs_of_one_line_are_told_apart_where_few_lines_are_wrapped():
    wrapped = [
        (VALUE, 190, "Both of the cities plant a few trees in each of the streets"),
        (VALUE, 202, "that lead to schools, with neighbours who look after them and"),
        (VALUE, 214, "water them."),
    ]
    lines = [*HEAD, (LABEL, 190, "Key focus:"), *wrapped, (LABEL, 260, "Expected results:")]
    ends = "Shade at each of the stops between the station and the river."
    lines += [(VALUE, 260 + 17 * i, ends) for i in range(16)]
    assert len(texts(read(lines), "results")) == 16


def test_unknown_label_is_kept():
    form = read([*HEAD, (LABEL, 190, "Budget of the partners:"), (VALUE, 190, "20,000 euro")])
    assert form.rows[-1].section == "unknown"
    assert form.rows[-1].label.chars == "Budget of the partners:"


def test_underlined_words_of_a_label_are_no_separator():
    from dataclasses import replace

    from tests.pages import rule

    lines = [*HEAD, (LABEL, 190, "Related SDGs and"), (LABEL, 202, "Urban Agenda topics:"), (VALUE, 190, "SDG 11")]
    document = make_document(lines)
    page = replace(document.pages[0], strokes=(rule(201, LABEL, LABEL + 80),))
    form = read_layout(replace(document, pages=(page,)))
    assert texts(form, "agenda") == [(0, "SDG 11")]
    assert "unknown" not in [row.section for row in form.rows]


def test_value_lines_above_their_label_belong_to_it_where_a_rule_says_so():
    lines = [
        *HEAD,
        (VALUE, 185, "First line of a tall cell that reaches the right edge, where its label is"),
        (LABEL, 191, "Objectives:"),
        (VALUE, 197, "set in the middle"),
    ]
    form = read(lines, rules=((120, 150, 180),))
    assert texts(form, "objectives") == [
        (0, "First line of a tall cell that reaches the right edge, where its label is set in the middle")
    ]


LONG = "x" * 50


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([[(VALUE, 190, f"{LONG} and"), (VALUE, 202, "more")]], [(0, f"{LONG} and more")], id="wrapped-line"),
        pytest.param([[(VALUE, 190, f"{LONG} and"), (VALUE, 212, "More")]], [(0, f"{LONG} and"), (0, "More")], id="wide-gap"),
        pytest.param(
            [[(VALUE, 190, "Metropolitan City of Porto and Metropolitan City of"), (VALUE, 202, "Milan")]],
            [(0, "Metropolitan City of Porto and Metropolitan City of Milan")],
            id="no-name-ends-in-of",
        ),
        pytest.param([[(VALUE, 190, "short"), (VALUE, 202, "line")]], [(0, "short"), (0, "line")], id="next-word-had-room"),
        pytest.param(
            [[(VALUE, 190, f"{LONG} power-"), (VALUE, 202, "to-energy")]], [(0, f"{LONG} power-to-energy")], id="hyphen-kept"
        ),
        pytest.param(
            [[(VALUE, 190, f"cooperation {LONG[:35]} coope-"), (VALUE, 202, "ration")]],
            [(0, f"cooperation {LONG[:35]} cooperation")],
            id="hyphen-of-a-known-word-dropped",
        ),
        pytest.param(
            [[(VALUE, 190, f"{LONG} counter-"), (VALUE, 202, "part")]],
            [(0, f"{LONG} counterpart")],
            id="hyphen-between-two-words-that-are-one-dropped",
        ),
        pytest.param(
            [[(VALUE, 190, f"{LONG} sea-"), (VALUE, 202, "sons")]],
            [(0, f"{LONG} seasons")],
            id="hyphen-between-short-words-that-are-one-dropped",
        ),
        pytest.param(
            [[(VALUE, 190, f"{LONG} Chiao-"), (VALUE, 202, "tung")]], [(0, f"{LONG} Chiao-tung")], id="hyphen-of-a-name-kept"
        ),
        pytest.param(
            [[(VALUE, 190, f"{LONG} coope-"), (VALUE, 202, f"ration {LONG[:45]} Chiao-"), (VALUE, 214, "tung")]],
            [(0, f"{LONG} cooperation {LONG[:45]} Chiao-tung")],
            id="hyphen-of-a-name-kept-among-divided-words",
        ),
        pytest.param(
            [[(VALUE, 190, f"{LONG} coope-"), (VALUE, 202, f"ration {LONG[:42]} Kowal-"), (VALUE, 214, "czewska")]],
            [(0, f"{LONG} cooperation {LONG[:42]} Kowalczewska")],
            id="hyphen-within-a-name-dropped",
        ),
        pytest.param([[(VALUE, 190, f"{LONG} ab\u00ad"), (VALUE, 202, "cd")]], [(0, f"{LONG} abcd")], id="soft-hyphen"),
        pytest.param([[(VALUE, 190, "• one"), (VALUE, 202, "• two")]], [(1, "one"), (1, "two")], id="bullets"),
        pytest.param([[(VALUE, 190, "•one")]], [(1, "one")], id="bullet-without-blank"),
        pytest.param(
            [[(VALUE, 190, "→ one"), (VALUE + 20, 202, "○ inner"), (VALUE + 40, 214, "▪ innermost"), (VALUE, 226, "→ two")]],
            [(1, "one"), (2, "inner"), (3, "innermost"), (1, "two")],
            id="three-levels-by-indent",
        ),
        pytest.param(
            [[(VALUE, 190, "→ one"), (VALUE, 202, "○ inner"), (VALUE, 214, "→ two")]],
            [(1, "one"), (2, "inner"), (1, "two")],
            id="levels-by-glyph-at-one-indent",
        ),
        pytest.param(
            [[(VALUE, 190, "\uf0e0 one"), (VALUE, 202, "\uf0b7 inner")]], [(1, "one"), (2, "inner")], id="private-use-glyphs"
        ),
        pytest.param([[(VALUE, 190, "-"), (VALUE + 18, 190, "one")]], [(1, "one")], id="dash-apart-from-text"),
        pytest.param([[(VALUE, 190, "- 5 degrees")]], [(0, "- 5 degrees")], id="dash-within-text"),
        pytest.param(
            [
                [(VALUE, 190, "A paragraph"), (VALUE, 210, "-"), (VALUE + 18, 210, "one of them")],
                [(VALUE, 60, "-"), (VALUE + 18, 60, "the"), (VALUE + 55, 60, "other")],
            ],
            [(0, "A paragraph"), (1, "one of them"), (1, "the other")],
            id="dash-of-a-justified-line",
        ),
        pytest.param([[(VALUE, 190, "o"), (VALUE + 18, 190, "one")]], [(1, "one")], id="letter-for-a-lost-glyph"),
        pytest.param(
            [[(VALUE, 190, f"• {LONG} at"), (VALUE + 8, 202, "a fair"), (VALUE + 17, 220, "◦ a deeper bullet")]],
            [(1, f"{LONG} at a fair"), (2, "a deeper bullet")],
            id="article-above-a-deeper-bullet",
        ),
        pytest.param(
            [
                [
                    *[(VALUE, 190, f"• {LONG} at"), (VALUE + 8, 202, "a fair")],
                    *[(VALUE + 17, 214, "-"), (VALUE + 32, 214, "A deeper bullet")],
                ]
            ],
            [(1, f"{LONG} at a fair"), (2, "A deeper bullet")],
            id="article-above-the-dash-of-a-deeper-bullet",
        ),
        pytest.param(
            [
                [(VALUE, 190, f"• {LONG} at"), (VALUE + 14, 202, f"a fair {LONG} and"), (VALUE + 14, 214, "a second one")],
                [(VALUE, 60, "• Talks"), (VALUE + 14, 80, "A paragraph further in")],
            ],
            [(1, f"{LONG} at a fair {LONG} and a second one"), (1, "Talks"), (0, "A paragraph further in")],
            id="lines-further-in-than-the-bullets-text",
        ),
        pytest.param(
            [
                [
                    *[(VALUE, 190, "-"), (VALUE + 18, 190, "one"), (VALUE, 202, "-")],
                    *[(VALUE, 214, "-"), (VALUE + 18, 214, "two")],
                ]
            ],
            [(1, "one"), (1, "two")],
            id="dash-whose-text-is-hidden",
        ),
        pytest.param(
            [[(VALUE, 190, f"{LONG} regional dev"), (VALUE, 202, "elopment agency")]],
            [(0, f"{LONG} regional development agency")],
            id="word-cut-at-the-end-of-a-filled-line",
        ),
        pytest.param(
            [
                [
                    (VALUE, 190, f"• {LONG} at"),
                    (VALUE + 8, 202, "a fair"),
                    *((VALUE + 8, 214 + 12 * i, "o part") for i in range(3)),
                ]
            ],
            [(1, f"{LONG} at a fair"), *[(2, "part")] * 3],
            id="letters-for-a-lost-glyph-below-a-wrapped-line",
        ),
        pytest.param(
            [[(VALUE, 190, "•"), (VALUE + 60, 190, LONG[:40]), (VALUE + 20, 202, "goes on")]],
            [(1, f"{LONG[:40]} goes on")],
            id="lines-less-far-in-than-the-bullets-text",
        ),
        pytest.param(
            [
                [
                    (VALUE, 190, "•"),
                    (VALUE + 75, 190, "one"),
                    (VALUE + 36, 202, "•"),
                    (VALUE + 110, 202, "two"),
                    (VALUE + 72, 214, "•"),
                    (VALUE + 130, 214, "three"),
                    (VALUE + 72, 226, "•"),
                    (VALUE + 130, 226, "four"),
                ]
            ],
            [(1, "one"), (2, "two"), (3, "three"), (3, "four")],
            id="texts-far-behind-bullets-of-three-levels",
        ),
        pytest.param(
            [
                [(VALUE, 790, "•"), (VALUE + 24, 790, "one")],
                [(VALUE + 6, 60, "Parks:"), (VALUE, 72, "•"), (VALUE + 24, 72, "two")],
            ],
            [(1, "one"), (0, "Parks:"), (1, "two")],
            id="heading-less-far-in-than-the-bullets-text-on-a-new-page",
        ),
        pytest.param(
            [[(VALUE, 190, "•"), (VALUE + 24, 190, f"{LONG[:50]} end."), (VALUE + 6, 202, "Parks:"), (VALUE + 6, 214, "Two.")]],
            [(1, f"{LONG[:50]} end."), (0, "Parks:"), (0, "Two.")],
            id="heading-less-far-in-than-the-bullets-text",
        ),
        pytest.param([[(VALUE, 190, "•"), (VALUE + 12, 202, "one")]], [(1, "one")], id="bullet-above-its-text"),
        pytest.param(
            [[(VALUE, 190, "• 2nd quarter"), (VALUE + 8, 202, "2016: Workshop")]],
            [(1, "2nd quarter 2016: Workshop")],
            id="year-below-its-quarter",
        ),
        pytest.param(
            [[(VALUE, 190, "• one"), (VALUE + 8, 202, "* part"), (VALUE + 8, 214, "* other part"), (VALUE + 8, 226, "of it")]],
            [(1, "one"), (2, "part"), (2, "other part"), (0, "of it")],
            id="stars-below-a-bullet",
        ),
        pytest.param([[(VALUE, 190, "⋆ one"), (VALUE, 202, "⋆ two")]], [(1, "one"), (1, "two")], id="star-of-tex"),
        pytest.param(
            [[(VALUE, 190, f"• {LONG}"), (VALUE + 8, 202, "goes on"), (VALUE, 222, "A paragraph after it")]],
            [(1, f"{LONG} goes on"), (0, "A paragraph after it")],
            id="paragraph-after-bullet",
        ),
        pytest.param(
            [[(VALUE, 790, f"• {LONG}")], [(VALUE + 8, 60, "Over the page")]],
            [(1, f"{LONG} Over the page")],
            id="bullet-over-the-page",
        ),
        pytest.param(
            [[(VALUE, 790, f"• {LONG}")], [(VALUE, 60, "• Over the page")]],
            [(1, LONG), (1, "Over the page")],
            id="new-bullet-on-new-page",
        ),
        pytest.param(
            [[(VALUE, 790, f"{LONG} no")], [(VALUE, 60, "end of it.")]],
            [(0, f"{LONG} no end of it.")],
            id="sentence-over-the-page",
        ),
        pytest.param(
            [[(VALUE, 790, f"{LONG} end.")], [(VALUE, 60, "Another one.")]],
            [(0, f"{LONG} end."), (0, "Another one.")],
            id="new-sentence-on-new-page",
        ),
    ],
)
def test_blocks_of_a_cell(pages, expected):
    first, *others = pages
    wide = (VALUE, 400, f"{'w' * 27} {'w' * 27}")  # sets the right edge
    form = read([*HEAD, (LABEL, first[0][1], "Objectives:"), *first], *others, [(LABEL, 300, "Expected results:"), wide])
    assert texts(form, "objectives") == expected


def test_a_dash_alone_in_a_cell_is_its_text_though_dashes_at_its_place_are_bullets_elsewhere():
    items = [(x, 200 + 12 * i, text) for i in range(3) for x, text in ((VALUE, "-"), (VALUE + 18, f"{LONG} item"))]
    form = read([*HEAD, (LABEL, 150, "Area (km²):"), (VALUE, 150, "-"), (LABEL, 200, "Objectives:"), *items])
    assert texts(form, "area") == [(0, "-")]
    assert texts(form, "objectives") == [(1, f"{LONG} item")] * 3


def test_evidence_covers_every_page_of_a_split_cell():
    form = read([*HEAD, (LABEL, 790, "Objectives:"), (VALUE, 790, "• " + LONG)], [(VALUE + 8, 60, "over the page")])
    (block,) = form.blocks("objectives")
    assert block.text.pages() == [1, 2]
    assert block.text.boxes(2) == [[VALUE + 8, 60, VALUE + 8 + 13 * 5 - 2 * 2, 70]]


def test_running_header_and_page_numbers_are_set_aside():
    pages = [
        [(LABEL, 20, "International Urban Cooperation"), *HEAD, (LABEL, 820, "Page 1")],
        [(LABEL, 20, "International Urban Cooperation"), *table(("Objectives:", "Shade")), (LABEL, 820, "Page 2")],
    ]
    form = read(*pages)
    assert form.notes == ("International Urban Cooperation", "Page 1", "International Urban Cooperation", "Page 2")
    assert [row.section for row in form.rows] == ["city", "country", "period", "objectives"]


@pytest.mark.parametrize(
    "again",
    [
        pytest.param("Urban Cooperation- IUC summaries", id="a-dash-as-a-hyphen"),
        pytest.param("Urban Cooperation – 1UC summaries", id="a-letter-as-a-digit"),
        pytest.param("Urban Cooperation – ITUC summaries", id="a-letter-too-many"),
    ],
)
def test_a_running_header_that_was_recognised_otherwise_is_one(again):
    heads = [(LABEL, 20, "Urban Cooperation – IUC summaries"), (LABEL, 820, "1/i")], [(LABEL, 20, again)]
    form = read([*heads[0], *HEAD], [*heads[1], *table(("Objectives:", "Shade"))])
    assert [row.section for row in form.rows] == ["city", "country", "period", "objectives"]
    assert "1/i" in form.notes


def test_the_year_of_a_date_continues_it_though_there_was_room():
    lines = [
        (VALUE, 190, "• May 2020 to July"),
        (VALUE + 8, 202, "2021 – A walk in the hills"),
        (VALUE, 226, "• June 2021: A talk"),
    ]
    form = read([*HEAD, (LABEL, 190, "Main activities:"), *lines])
    assert texts(form, "activities") == [(1, "May 2020 to July 2021 – A walk in the hills"), (1, "June 2021: A talk")]


def test_a_name_that_is_cut_in_a_narrow_cell_goes_on_below_a_lost_comma():
    lines = [(PARTNER, 100, "Dalian,"), (PARTNER, 112, "Hangzh"), (PARTNER, 131, "ou")]
    form = read(
        [(LABEL, 100, "City:"), (VALUE, 100, "Graz"), *lines, *table(("Country:", "Austria"), ("Period:", "2018"), top=160)]
    )
    assert "Hangzhou" in " ".join(text for _, text in texts(form, "city"))


def test_repeated_label_on_the_next_page_continues_its_row():
    form = read([*HEAD, *table(("Main activities:", "• one"), top=700)], table(("Main activities (continued):", "• two")))
    assert texts(form, "activities") == [(1, "one"), (1, "two")]
    assert len([row for row in form.rows if row.section == "activities"]) == 1


def test_title_repeated_on_every_page_is_still_the_title():
    title = (LABEL, 40, "Cooperation Action Plan Summary")
    form = read([title, *HEAD], [title, *table(("Objectives:", "Shade"))])
    assert texts(form, "title") == [(0, "Cooperation Action Plan Summary")]
    assert texts(form, "objectives") == [(0, "Shade")]


def test_wrapped_contact_label_with_its_address_beside_is_a_row():
    form = read([*HEAD, (LABEL, 190, "For further"), (VALUE, 190, "office@example.org"), (LABEL, 202, "information:")])
    assert texts(form, "contact") == [(0, "office@example.org")]
    assert [row.section for row in form.rows] == ["city", "country", "period", "contact"]


def test_contact_line_that_ends_within_the_label_column_closes_the_table():
    form = read([*HEAD, (LABEL, 230, "Please contact:"), (LABEL, 245, "office@example.org")])
    assert texts(form, "contact") == [(0, "Please contact:"), (0, "office@example.org")]


def test_counted_items_are_bullets_and_no_dates():
    form = read(
        [
            *HEAD,
            (LABEL, 190, "Main activities:"),
            (VALUE, 190, "1. February 2020: Visit to the port"),
            (VALUE, 205, "2. March 2020: Workshop"),
            (LABEL, 230, "Expected results:"),
            (VALUE, 230, "3. A joint plan"),
        ]
    )
    assert texts(form, "activities") == [(1, "February 2020: Visit to the port"), (1, "March 2020: Workshop")]
    assert texts(form, "results") == [(1, "A joint plan")]


def test_lines_may_hang_left_of_a_text_that_its_wide_number_pushes():
    lines = [
        *[(VALUE, 190, "1."), (VALUE + 17, 190, "June 2019: Walk with sixteen pupils and four teachers to the")],
        (VALUE + 11, 202, "Salt Works Museum"),
        *[(VALUE, 217, "2."), (VALUE + 17, 217, "July 2019: Fair")],
    ]
    form = read([*HEAD, (LABEL, 190, "Main activities:"), *lines])
    walk = "June 2019: Walk with sixteen pupils and four teachers to the Salt Works Museum"
    assert texts(form, "activities") == [(1, walk), (1, "July 2019: Fair")]


def test_lines_below_a_typed_number_continue_its_item_though_bullets_hang():
    items = [
        *((VALUE, 190, f"1. Visit to {LONG} in"), (VALUE, 202, "(11-16/03/2019)")),
        *((VALUE, 220, "2.  Joint drill of both fire brigades."), (VALUE, 232, "3. Exhibition")),
    ]
    bullets = [(VALUE, 260, f"• {LONG} a plan of"), (VALUE + 8, 272, "two ports")]
    form = read([*HEAD, (LABEL, 190, "Main activities:"), *items, (LABEL, 260, "Expected results:"), *bullets])
    expected = [f"Visit to {LONG} in (11-16/03/2019)", "Joint drill of both fire brigades.", "Exhibition"]
    assert texts(form, "activities") == [(1, text) for text in expected]
    assert texts(form, "results") == [(1, f"{LONG} a plan of two ports")]


def test_a_label_is_not_cut_where_no_rule_is_between_its_lines():
    labels = ((190, "Links to the 2030"), (202, "Agenda and the Urban Agenda"), (214, "for the EU"))
    goals = [(VALUE, 190 + 12 * number, f"• Goal {number + 7}") for number in range(3)]
    lines = [(LABEL, y, text) for y, text in labels]
    form = read([*HEAD, *lines, *goals, *table(("Objectives:", "Shade"), top=240)], rules=((90, 120, 150, 185, 230, 260),))
    assert [row.label.chars for row in form.rows if row.label][-2:] == [" ".join(text for _, text in labels), "Objectives:"]


def test_a_label_below_values_of_a_new_page_does_not_end_the_one_above():
    values = [(VALUE, 60 + 14 * number, f"• A walk {number}") for number in range(5)]
    first = [*HEAD, (LABEL, 780, "Semester by"), (LABEL, 792, "semester"), (VALUE, 780, "• A walk")]
    second = [*values, (LABEL, 150, "Expected results"), (LABEL, 162, "and benefits"), (VALUE, 150, "• A map")]
    labels = [row.label.chars for row in read(first, second).rows if row.label]
    assert labels[-2:] == ["Semester by semester", "Expected results and benefits"]


def test_a_label_that_words_leave_open_goes_on_below_values_of_a_new_page():
    first, rest = "Key activities", "and outputs (e.g. pilots)"
    values = [(VALUE, 60 + 14 * number, f"• A walk {number}") for number in range(9)]
    second = [*values, (LABEL, 116, rest), (LABEL, 190, "Expected results"), (VALUE, 190, "• A map")]
    form = read([*HEAD, (LABEL, 780, first), (VALUE, 780, "• A walk")], second)
    labels = [row.label.chars for row in form.rows if row.label]
    assert labels[-2:] == [f"{first} {rest}", "Expected results"]


def test_the_second_column_shows_where_only_bullets_have_known_labels():
    rows = [
        item
        for y, label, lead, partner in ((100, "Who", "Graz", "Pune"), (130, "Where", "Styria", "Goa"), (160, "Size", "9", "8"))
        for item in ((LABEL, y, label), (VALUE, y, lead), (PARTNER, y, partner))
    ]
    bullets = [(VALUE, 200, "-"), (VALUE + 18, 200, "Clean air"), (VALUE, 230, "-"), (VALUE + 18, 230, "A plan")]
    form = read([*rows, (LABEL, 200, "Themes"), (LABEL, 230, "Expected results"), *bullets])
    who = next(row for row in form.rows if row.label.chars == "Who")
    assert [cell.text().chars for cell in who.sides] == ["Graz", "Pune"]


def labels_of(lines):
    return [row.label.chars for row in read([*HEAD, *lines]).rows if row.label]


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        pytest.param(
            [
                (LABEL, 190, "Core topics"), (VALUE, 190, "Ferries before bridges."),
                (LABEL, 208, "Barriers that the"), (VALUE, 208, "No spare berths."),
                (LABEL, 220, "Ports Name"),
                (LABEL, 238, "Steps taken"), (VALUE, 238, "A plan of the quays."),
            ],
            ["Core topics", "Barriers that the Ports Name", "Steps taken"],
            id="lines of one label stand nearer than rows",
        ),
        pytest.param(
            [
                (LABEL, 190, "Core topics"), (VALUE, 190, "Ferries before bridges."),
                (LABEL, 202, "Barriers"), (VALUE, 202, "No spare berths."),
                (LABEL, 214, "Ambition"), (VALUE, 214, "A plan of the quays."),
            ],
            ["Core topics", "Barriers", "Ambition"],
            id="rows set solid begin beside values that begin anew",
        ),
        pytest.param(
            [(LABEL, 190, "Core topics"), (VALUE, 190, "Ferries."), (LABEL, 230, "Write to:"), (LABEL, 242, "a@b.eu")],
            ["Core topics"],
            id="an address ends the table",
        ),
    ],
)  # fmt: skip
def test_labels_in_other_words_without_rules(lines, labels):
    assert labels_of(lines)[-len(labels) :] == labels


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(("Themes", "What we work on", "Barriers"), id="a label may end in a preposition"),
        pytest.param(("Goals", "Years", "Themes of cooperation"), id="the lower one is known, and both together are like it"),
    ],
)
def test_rows_set_solid_are_told_apart_by_their_values(labels):
    values = ("Quays and ferries", "Ferries before bridges.", "No spare berths for ships of the other port.")
    head = (("City", "Graz"), ("Country", "Austria"), ("Inhabitants", "300,000"))
    form = read(table(*head, *zip(labels, values, strict=True), step=12))
    assert [row.label.chars for row in form.rows if row.label][-3:] == list(labels)


def middle(*rows: tuple[str, int, list[str]], top: float = 60, gap: float = 6.0) -> list[tuple[float, float, str]]:
    """A table without rules: (label, lines of the label, lines of values), each label in the middle of its row."""
    items: list[tuple[float, float, str]] = []
    for label, count, values in rows:
        words = label.split("/")
        assert len(words) == count
        height = 12.0 * max(count, len(values))
        for lines, x in ((words, LABEL), (values, VALUE)):
            start = top + (height - 12.0 * len(lines)) / 2
            items += [(x, start + 12.0 * i, text) for i, text in enumerate(lines) if text]
        top += height + gap
    return items


def lines_of(word: str, count: int) -> list[str]:
    """Lines that fill their cell, so that each continues the one above."""
    return [f"{word} {'x' * 44} and" for _ in range(count - 1)] + [f"{word} end."]


SHORT_ROWS = [(label, 1, [value]) for label, value in (("City:", "Graz"), ("Country:", "Austria"), ("Period:", "May 2018"))]


@pytest.mark.parametrize(
    ("pages", "section", "expected"),
    [
        pytest.param(
            [
                [*middle(*SHORT_ROWS, ("Key focus:", 1, lines_of("Focus", 4)), ("Objectives:", 1, lines_of("Aim", 6)))],
            ],
            "objectives",
            [(0, " ".join(lines_of("Aim", 6)))],
            id="rows-are-as-far-apart-as-others",
        ),
        pytest.param(
            [
                [
                    *middle(*SHORT_ROWS, ("Key focus:", 1, lines_of("Focus", 3))),
                    *[(LABEL, 350, "Key challenges:"), (VALUE, 290, lines_of("Noise", 2)[0]), (VALUE, 302, "Noise end.")],
                    *[(VALUE, 700, "• Soot")],
                ],
                [(VALUE, 60, "• Dust"), (LABEL, 66, "Objectives:"), (VALUE, 72, "• Mud")],
            ],
            "objectives",
            [(1, "Soot"), (1, "Dust"), (1, "Mud")],
            id="a-blank-of-half-a-page-is-between-rows",
        ),
        pytest.param(
            [
                [
                    *middle(
                        *[*SHORT_ROWS, ("Key focus of/both cities:", 2, lines_of("Focus", 4))],
                        *[("Objectives of/both cities:", 2, ["One aim.", *lines_of("Aim", 3)])],
                        gap=14,
                    )
                ],
            ],
            "objectives",
            [(0, "One aim."), (0, " ".join(lines_of("Aim", 3)))],
            id="each-label-is-level-with-some-line",
        ),
        pytest.param(
            [
                [
                    *middle(*SHORT_ROWS, ("Objectives:", 1, lines_of("Aim", 4)), gap=14),
                    *[(LABEL, 200, "Main activities:"), (VALUE, 200, f"• May 2018: {LONG[:30]} walks")],
                ],
                [
                    *[(VALUE, 60, "in the hills."), (VALUE, 74, "• A talk"), (LABEL, 91, "Results:")],
                    *[(VALUE, 100, "• A song"), (VALUE, 114, "• A book")],
                ],
                [(VALUE, 60, "• A bell")],
            ],
            "activities",
            [(1, f"May 2018: {LONG[:30]} walks in the hills."), (1, "A talk")],
            id="no-row-begins-within-a-sentence",
        ),
        pytest.param(
            [[*HEAD, (LABEL, 190, "Objectives:"), (VALUE, 210, "Less soot."), *table(("Key focus:", "Trees"), top=240)]],
            "objectives",
            [(0, "Less soot.")],
            id="a-label-whose-first-value-is-hidden-says-nothing-of-others",
        ),
    ],
)
def test_rows_around_labels(pages, section, expected):
    assert texts(read(*pages), section) == expected


def test_rows_of_one_line_that_no_page_has_two_of():
    first = [(LABEL, 700, "Period of cooperation"), (VALUE, 700, "May 2018 - June 2020")]
    second = [
        *((LABEL, 100, "Main activities"), (VALUE, 100, "May 2018: Visit"), (VALUE, 116, "and a tour")),
        *((VALUE, 132, "June 2019: Talks"), (LABEL, 170, "Expected results")),
        *((VALUE, 150, "Plan of trams"), (VALUE, 166, "Plan of buses"), (VALUE, 182, "Plan of ships")),
    ]
    assert [row.section for row in read(first, second).rows] == ["period", "activities", "results"]


def test_a_row_that_may_begin_at_two_lines_is_doubted():
    first = [*middle(*SHORT_ROWS, ("Key focus:", 1, lines_of("Focus", 4))), (LABEL, 500, "Objectives:")]
    pages = [
        [*first, *[(VALUE, 220 + 18 * i, f"• Aim {i}") for i in range(30)]],
        [*[(VALUE, 60 + 18 * i, f"• Step {i}") for i in range(40)], (LABEL, 600, "Main activities:")],
        [(VALUE, 60, "• The end")],
    ]
    doubts = read(*pages).doubts
    assert [(doubt.code, doubt.section) for doubt in doubts] == [("rows_mixed", "objectives"), ("rows_mixed", "activities")]


def test_a_paragraph_below_two_columns_is_doubted():
    sides = [(VALUE, "A walk in the old town"), (PARTNER, "A talk")]
    columns = [(x, 190 + 12 * i, f"• {text}") for i in range(2) for x, text in sides]
    lines = [*HEAD, (LABEL, 190, "Main activities:"), *columns, (VALUE, 220, "All came again.")]
    assert [(doubt.code, doubt.section) for doubt in read(lines).doubts] == [("rows_mixed", "activities")]


def test_bullets_beside_a_text_are_doubted():
    columns = [(VALUE, 190, "Walks and talks are"), *[(PARTNER, 190 + 12 * i, f"• Walk {i}") for i in range(2)]]
    lines = [*HEAD, (LABEL, 190, "Main activities:"), *columns, (VALUE, 202, "planned in spring")]
    assert [(doubt.code, doubt.section) for doubt in read(lines).doubts] == [("rows_mixed", "activities")]


@pytest.mark.parametrize("partner_x", [PARTNER, PARTNER + 20])
def test_what_stands_side_by_side_beside_an_unknown_label(partner_x):
    rows = [(VALUE, "• A walk in the old town"), (partner_x, "• A talk on brick walls")]
    columns = [(x, 190 + 12 * i, f"{text} {i}") for i in range(2) for x, text in rows]
    form = read([*HEAD, (LABEL, 190, "Milestones"), *columns])
    walks, talks = ([f"{text[2:]} {i}" for i in range(2)] for _, text in rows)
    assert texts(form, "unknown") == [(1, text) for text in (*walks, *talks)]


def test_a_rule_between_the_sides_of_an_unknown_label_makes_no_inner_table():
    pairs = [("City:", "Graz", "Linz"), ("Mayor's office", "Two rooms", "One room"), ("Country:", "Austria", "Italy")]
    lines: list[tuple[float, float, str]] = [
        item for i, row in enumerate(pairs) for item in zip((LABEL, VALUE, PARTNER), (100 + 30 * i,) * 3, row, strict=True)
    ]
    page = replace(make_document(lines).pages[0], strokes=(Box(PARTNER - 5, 90, PARTNER - 5, 190),))
    assert texts(read_layout(PdfDocument((page,))), "unknown") == [(0, "Two rooms One room")]


def test_a_label_that_had_room_does_not_go_on_upon_the_next_page():
    values = [(VALUE, 190 + 12 * i, f"{LONG} {i}") for i in range(8)]
    first = [*HEAD, (LABEL, 190, "What the"), (LABEL, 202, "cities focus on"), *values]
    second = [(LABEL, 60, "Urban"), (VALUE, 60, "Noise and soot"), (LABEL, 72, "problems"), (VALUE, 72, "and dust.")]
    form = read(first, [*second, *table(("Main objectives:", "Sleep"), top=100)])
    assert [row.label.chars for row in form.rows][-3:-1] == ["What the cities focus on", "Urban problems"]


def test_a_first_value_above_its_label():
    rows = [(VALUE, 88, "Graz,"), (LABEL, 94, "City:"), (VALUE, 100, "Linz"), *table(("Country:", "Austria"), top=124)]
    form = read([(LABEL, 60, "Cooperation Action Plan Summary of two cities"), *rows, *table(("Period:", "2018"), top=142)])
    assert texts(form, "city") == [(0, "Graz, Linz")]


def test_an_address_on_two_lines_beside_its_label():
    lines = [*HEAD, (VALUE, 194, "office@some-"), (LABEL, 200, "Contact:"), (VALUE, 206, "where.example.org")]
    assert texts(read(lines), "contact") == [(0, "office@some-where.example.org")]


def test_a_word_without_a_colon_at_the_end_of_a_page_begins_a_label():
    first = [*HEAD, (LABEL, 700, "Main"), (VALUE, 700, "Noise:")]
    second = [(LABEL, 60, "Challenges of the"), (VALUE, 60, "Nobody sleeps."), (LABEL, 72, "themes:")]
    form = read(first, [*second, *table(("Objectives:", "Sleep"), top=110)])
    assert texts(form, "key_challenges") == [(0, "Noise:"), (0, "Nobody sleeps.")]


def test_a_word_of_a_label_at_the_end_of_a_page():
    head = table(("City", "Graz"), ("Country", "Austria"), ("Period of cooperation", "May 2018"))
    form = read([*head, (LABEL, 700, "Key"), (VALUE, 700, "• A walk")], [(LABEL, 60, "activities and outputs")])
    assert texts(form, "activities") == [(1, "A walk")]


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        pytest.param(
            [
                *table(("Topics of cooperation:", "Air"), top=190),
                *[(LABEL, 220, "Related development goals"), (VALUE, 220, "SDG 7")],
                *[(LABEL, 232, "and urban agenda"), (LABEL, 244, "themes:"), (VALUE, 244, "SDG 1")],
            ],
            ["Topics of cooperation:", "Related development goals and urban agenda themes:"],
            id="themes-again",
        ),
        pytest.param(
            [
                *[
                    (VALUE, 214, "SDG 7"),
                    (LABEL, 220, "SDGs and EU Urban"),
                    (LABEL, 232, "Agenda topics:"),
                    (VALUE, 238, "SDG 1"),
                ],
                *table(("Objectives:", "Shade"), top=270),
            ],
            ["SDGs and EU Urban Agenda topics:", "Objectives:"],
            id="values-half-a-line-away",
        ),
    ],
)
def test_values_beside_the_lines_of_one_label(lines, labels):
    assert labels_of(lines)[-len(labels) :] == labels


def test_letters_that_browsers_set_left_of_the_values():
    rows = [item for y, text in ((190, "A walk"), (220, "A talk")) for item in ((VALUE - 4, y, "Ø"), (VALUE + 12, y, text))]
    wide = [(VALUE, 250, f"{LONG}")]
    form = read([*HEAD, (LABEL, 190, "Main activities:"), *rows, (LABEL, 250, "Objectives:"), *wide])
    assert texts(form, "activities") == [(1, "A walk"), (1, "A talk")]


def test_bullets_beside_the_few_known_labels_do_not_show_where_values_begin():
    bullets = [(VALUE + 20, y, text) for y, text in ((200, "• A walk"), (224, "• A talk"), (260, "• A map"), (284, "• A book"))]
    rows = table(("Country", "Austria"), ("Town council", "Graz"), ("When?", "May 2018"))
    form = read([*rows, (LABEL, 212, "Main activities:"), (LABEL, 272, "Expected results:"), *bullets])
    assert [row.label.chars for row in form.rows if row.label][:2] == ["Country", "Town council"]


def test_the_widest_blank_of_a_justified_line_is_no_column():
    city = [(LABEL, 100, "City:"), (VALUE, 100, "Graz;"), (300, 100, "Linz;"), (PARTNER, 100, "Wuxi;"), (412, 100, "Jinan")]
    form = read(
        [
            *city,
            *[(LABEL, 130, "Country:"), (VALUE, 130, "Austria"), (PARTNER, 130, "China")],
            *table(("Period:", "2018"), top=160),
        ]
    )
    row = form.row("city")
    assert row is not None
    assert [(cell.side, cell.blocks[0].text.chars) for cell in row.cells] == [
        ("lead", "Graz; Linz;"),
        ("partner", "Wuxi; Jinan"),
    ]


def test_a_rule_between_the_sides_says_more_than_wide_blanks():
    rows = [
        ("City:", 150, [(VALUE, "Graz,"), (300, "Linz"), (PARTNER, "Wuxi,"), (480, "Jinan")]),
        ("Province:", 180, [(VALUE, "Styria,"), (302, "Oberland"), (PARTNER, "n.a.")]),
        ("Country:", 210, [(VALUE, "Austria,"), (301, "Austria,"), (PARTNER, "China")]),
    ]
    lines = [(x, y, text) for label, y, values in rows for x, text in ((LABEL, label), *values)]
    page = replace(
        make_document([*lines, *table(("Period:", "May 2018"), top=240)]).pages[0], strokes=(Box(374, 140, 374, 230),)
    )
    row = read_layout(PdfDocument((page,))).row("city")
    assert row is not None
    assert [cell.text().chars for cell in row.cells] == ["Graz, Linz", "Wuxi, Jinan"]


def test_two_justified_values_of_an_unknown_row_do_not_say_how_far_texts_run():
    pairs = [("City:", "Graz", "Linz"), ("Country:", "Austria", "Italy")]
    lines = [
        item for i, row in enumerate(pairs) for item in zip((LABEL, VALUE, PARTNER), (100 + 30 * i,) * 3, row, strict=True)
    ]
    hills = [(VALUE, "Two green hills; and one"), (PARTNER - 54, "more, blue."), (PARTNER, "Not one of them all")]
    lines += [(LABEL, 160, "Hills near them:"), *[(x, 160, text) for x, text in hills]]
    focus = ["The two parks show each other", "what their gardeners know of", "trees."]
    form = read([*lines, (LABEL, 190, "Key focus:"), *[(VALUE, 190 + 12 * i, text) for i, text in enumerate(focus)]])
    assert texts(form, "key_focus") == [(0, " ".join(focus))]


@pytest.mark.parametrize("sign", ["#", "!", "?"])
def test_a_sign_that_a_font_prints_for_a_bullet_is_one(sign):
    lines = [(0, "May 2018: A visit."), (14, "July 2018: A walk."), (28, "June 2019: A talk.")]
    items = [item for y, text in lines for item in ((VALUE + 4, 200 + y, sign), (VALUE + 16, 200 + y, text))]
    form = read([*HEAD, (LABEL, 200, "Main activities:"), *items])
    assert texts(form, "activities") == [(1, text) for _, text in lines]


def test_a_number_sign_within_a_text_is_no_bullet():
    form = read([*HEAD, (LABEL, 200, "Main activities:"), (VALUE, 200, "# 1 of the plan: a visit."), (VALUE, 214, "A talk.")])
    assert texts(form, "activities") == [(0, "# 1 of the plan: a visit. A talk.")]


def test_a_dash_behind_a_date_on_its_own_line_is_no_bullet():
    rows = [("–", "May 2018 to June 2019", "– A walk", "in the hills"), ("–", "July 2019", "– A talk", "on bricks")]
    lines = [
        item
        for i, (sign, day, first, rest) in enumerate(rows)
        for item in (
            (VALUE, 190 + 50 * i, sign),
            (VALUE + 15, 190 + 50 * i, day),
            (VALUE + 15, 202 + 50 * i, first),
            (VALUE + 15, 214 + 50 * i, rest),
        )
    ]
    form = read([*HEAD, (LABEL, 190, "Main activities:"), *lines])
    assert [level for level, _ in texts(form, "activities") if level] == [1, 1]


def test_lines_of_two_columns_do_not_say_how_far_lines_stand_apart():
    left = [
        (VALUE, 190 + 12 * i, text) for i, text in enumerate(["• A walk in the", "woods and hills", "• A fair", "• A talk"])
    ]
    right = [(PARTNER, 194.5 + 12 * i, text) for i, text in enumerate(["• A walk by sea", "• A fair", "• A talk", "• An end"])]
    lines = [item for pair in zip(left, right, strict=True) for item in pair]
    long = [(VALUE, 300 + 12 * i, text) for i, text in enumerate(lines_of("Aim", 3))]
    form = read([*HEAD, (LABEL, 190, "Main activities:"), *lines, (LABEL, 300, "Objectives:"), *long])
    assert texts(form, "objectives") == [(0, " ".join(lines_of("Aim", 3)))]
