import pytest

from ucap.extractors.form import Form
from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.text import decode_text, read_text


def read(*lines: str) -> Form:
    return read_text("\n".join(lines).encode())


def blocks(form: Form, section) -> list[tuple[int, str]]:
    return [(block.level, block.text.chars) for block in form.blocks(section)]


HEAD = ("Action Plan Summary", "", "City:\tGraz\tKunming, Nanning", "Country:\tAustria\tChina")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("City:\tMálaga".encode(), id="utf-8"),
        pytest.param("City:\tMálaga".encode("utf-8-sig"), id="utf-8-with-mark"),
        pytest.param("City:\tMálaga".encode("utf-16"), id="utf-16-with-mark"),
        pytest.param("City:\tMálaga".encode("utf-16-le"), id="utf-16-little-endian"),
        pytest.param("City:\tMálaga".encode("utf-16-be"), id="utf-16-big-endian"),
        pytest.param("City:\tMálaga".encode("cp1252"), id="cp1252"),
    ],
)
def test_decodes(data: bytes):
    assert decode_text(data) == "City:\tMálaga"


def test_refuses_bytes_that_are_no_text():
    with pytest.raises(UnreadableDocument, match="unsupported_format"):
        decode_text(b"MZ" + b"abcdefghij" * 20 + b"\0")


def test_rows_sides_title_and_contact():
    form = read(*HEAD, "", "For further information (including access), please **contact:**", "", "office@example.org")
    assert [row.section for row in form.rows] == ["title", "city", "country", "contact"]
    city = form.row("city")
    assert city is not None
    assert [(cell.side, cell.text().chars) for cell in city.cells] == [("lead", "Graz"), ("partner", "Kunming, Nanning")]
    assert blocks(form, "contact") == [
        (0, "For further information (including access), please contact:"),
        (0, "office@example.org"),
    ]


def test_without_known_label_there_is_no_form():
    assert read("Minutes", "Present:\teveryone").rows == ()


def test_unknown_label_is_kept():
    form = read(*HEAD, "Budget of the partners:\t20,000 euro")
    assert form.rows[-1].section == "unknown"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["<p>Main objectives of cooperation:</p>\t<p>Shade</p>"], [(0, "Shade")], id="label-in-paragraph"),
        pytest.param(["Objectives:\t<p>One</p> <p>Two</p>"], [(0, "One"), (0, "Two")], id="paragraphs"),
        pytest.param(
            ["Objectives:\tsave <i>water</i> & <u>energy</u>"],
            [(0, "save water & energy")],
            id="inline-tags-and-bare-ampersand",
        ),
        pytest.param(["Objectives:\tR&amp;D, AT&T, &#8594; x, a &copy b"], [(0, "R&D, AT&T, → x, a © b")], id="references"),
        pytest.param(["Objectives:\t<5 % of 10 > 3"], [(0, "<5 % of 10 > 3")], id="less-than-is-no-tag"),
        pytest.param(
            ["Objectives:\t<ul><li>→ One</li> <li>→ Two</li></ul>"], [(1, "One"), (1, "Two")], id="list-items-with-glyph"
        ),
        pytest.param(
            ["Objectives:\t<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul>"],
            [(1, "One"), (2, "Inner"), (1, "Two")],
            id="nested-list",
        ),
        pytest.param(
            ["Objectives:\t<p>→ One</p> <ul> ○ Inner ○ Second <p>→ Two</p>"],
            [(1, "One"), (2, "Inner"), (2, "Second"), (1, "Two")],
            id="items-that-lost-their-tags",
        ),
        pytest.param(["Objectives:\tA → B is a step"], [(0, "A → B is a step")], id="arrow-in-prose"),
        pytest.param(
            ["Objectives:\t<p>One sentence that</p>", "\t<p>goes on.</p>"],
            [(0, "One sentence that goes on.")],
            id="sentence-cut-by-page",
        ),
        pytest.param(["Objectives:\t<p>One.</p>", "\t<p>Two.</p>"], [(0, "One."), (0, "Two.")], id="row-continued"),
        pytest.param(["Objectives:\t<ul> → One", "", "\t<ul> → Two"], [(1, "One"), (1, "Two")], id="list-continued"),
        pytest.param(
            ["Objectives:\t<p>Heat:</p> <ul> → One <p>Water:</p>", "", "- Two", "", "Air:", "", "- Three"],
            [(0, "Heat:"), (1, "One"), (0, "Water:"), (1, "Two"), (0, "Air:"), (1, "Three")],
            id="mark-up-lost-after-page-break",
        ),
        pytest.param(["Objectives:\t"], [], id="empty-cell"),
        pytest.param(["Objectives:\tOne\f", "\tTwo\r"], [(0, "One"), (0, "Two")], id="form-feed-and-carriage-return"),
    ],
)
def test_blocks_of_a_cell(lines, expected):
    assert blocks(read(*HEAD, *lines), "objectives") == expected


def test_span_points_into_the_file():
    content = "\n".join((*HEAD, "Objectives:\t<p>Caf&eacute; &amp; bar</p>"))
    (block,) = read_text(content.encode()).blocks("objectives")
    assert block.text.chars == "Café & bar"
    assert content[slice(*block.text.span() or ())] == "Caf&eacute; &amp; bar"
    assert content[slice(*block.text[7:].span() or ())] == "bar"


def test_a_goal_above_a_whole_label_is_no_part_of_it():
    head = [
        "City: Graz | Kunming",
        "Country: Austria | China",
        "Cooperation themes:",
        "  Trees",
        "Related SDGs:",
        "  SDG 6",
        "  SDG 12",
    ]
    form = read(
        *head, "Key focus of cooperation themes:", "  Shade in summer.", "Main objectives of cooperation:", "  Cool towns."
    )
    assert [text for _, text in blocks(form, "agenda")] == ["SDG 6", "SDG 12"]
    assert [text for _, text in blocks(form, "key_focus")] == ["Shade in summer."]


@pytest.mark.parametrize(
    "head", [["| Lead | Partner |", "|---|---|", "| Graz | Kunming |"], ["| Graz | Kunming |", "|---|---|"]]
)
def test_markdown_headings_are_labels_above_tables_of_both_sides(head: list[str]):
    country = ["## Country", "", "| A | B |", "|---|---|", "| Austria | China |"]
    period = ["## Period of cooperation", "", "May 2018 - May 2020"]
    activities = ["## Main activities", "", "- May 2019: A visit", "  - a map"]
    form = read("# U-CAP Summary", "", "## City", "", *head, "", *country, "", *period, "", *activities)
    assert [[cell.text().chars for cell in row.cells] for row in form.rows if row.section in ("city", "country")] == [
        ["Graz", "Kunming"],
        ["Austria", "China"],
    ]
    assert blocks(form, "period") == [(0, "May 2018 - May 2020")]
    assert blocks(form, "activities") == [(1, "May 2019: A visit"), (2, "a map")]


_TABLE = ["| Country | Austria | China |", "| Area | 127 km² | 21,013 km² |"]


@pytest.mark.parametrize(
    ("table", "below"),
    [
        pytest.param(
            ["| City: | Graz | Kunming |", "|:--|:--|:--|", *_TABLE],
            ["**Period of cooperation:**", "", "2018 - 2020", "", "**Main activities:**", "", "- May 2019: A visit"],
            id="bold-labels",
        ),
        pytest.param(
            ["| | | |", "|---|---|---|", "| City | Graz | Kunming |", *_TABLE],
            ["Period of cooperation:", "2018 - 2020", "", "Main activities:", "- May 2019: A visit"],
            id="empty-head-and-plain-labels",
        ),
        pytest.param(
            ["City | Graz | Kunming", "--- | --- | ---", *_TABLE],
            ["## Period of cooperation", "", "2018 - 2020", "", "## Main activities", "", "* May 2019: A visit"],
            id="headings",
        ),
        pytest.param(
            ["| City: | Graz | Kunming |", "|:--|:--|:--|", *_TABLE],
            ["**Period of cooperation:** 2018 - 2020", "", "**Main activities:**", "", "- May 2019: A visit"],
            id="value-behind-its-label",
        ),
        pytest.param(
            ["| City: | Graz | Kunming |", "|:--|:--|:--|", *_TABLE, "| Period | 2018 - 2020 |", "| Main activities | |"],
            ["- May 2019: A visit"],
            id="last-row-goes-on-without-a-label",
        ),
    ],
)
def test_labels_below_a_markdown_table_end_its_last_row(table: list[str], below: list[str]):
    form = read("# U-CAP Summary", "", *table, "", *below, "", "Contact: office@example.org")
    area = form.row("area")
    assert area is not None
    assert [cell.text().chars for cell in area.cells] == ["127 km²", "21,013 km²"]
    assert blocks(form, "period") == [(0, "2018 - 2020")]
    assert blocks(form, "activities") == [(1, "May 2019: A visit")]
    assert blocks(form, "contact") == [(0, "Contact: office@example.org")]


def test_a_label_of_a_markdown_table_is_text_below_it():
    table = ["| City: | Graz | Kunming |", "|---|---|---|", *_TABLE, "| Expected results | Trams |", "| Main activities | |"]
    form = read("# U-CAP Summary", "", *table, "", "- May 2019: A visit", "", "Results:", "", "- a map")
    assert blocks(form, "results") == [(0, "Trams")]
    assert blocks(form, "activities") == [(1, "May 2019: A visit"), (0, "Results:"), (1, "a map")]


def test_a_pipe_alone_below_a_markdown_table_is_no_row():
    table = ["| City: | Graz | Kunming |", "|---|---|---|", *_TABLE, "|"]
    form = read("# U-CAP Summary", "", *table, "", "Period of cooperation: 2018 - 2020")
    assert blocks(form, "period") == [(0, "2018 - 2020")]
