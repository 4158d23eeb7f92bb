"""One content in every shape of text gives one Form; each shape's own quirks."""

import re
from pathlib import Path

import pytest

from examples.render import Summary, load_summary
from tests.text_renderings import RENDERINGS, plain
from ucap.extractors.extract import read_printed
from ucap.extractors.form import Form
from ucap.extractors.labels import match_label
from ucap.extractors.readers.text import read_text

SOURCES = sorted((Path(__file__).resolve().parent.parent / "examples" / "sources").glob("*.yml"))

HEAD = "City: Graz | Kunming\nCountry: Austria | China\nPeriod: 2018 - 2020\n"
HTML_HEAD = (
    "<tr><td>City:</td><td>Graz</td><td>Kunming</td></tr><tr><td>Country</td><td>Austria</td><td>China</td></tr>"
    "<tr><td>Population</td><td>1</td><td>2</td></tr>"
)
GRID_HEAD = [
    "City:                Graz                Kunming",
    "Country:             Austria             China",
    "Population:          291,072             6.4 million",
]


def cells(form: Form) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """The blocks of each cell that says something; the blocks of a side are its words."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for row in form.rows:
        for cell in row.cells:
            blocks = [(block.level, block.text.chars) for block in cell.blocks]
            if cell.side:
                blocks = [(0, " ".join(text for _, text in blocks))]
            if any(text for _, text in blocks):
                found[row.section, cell.side or "lead"] = blocks
    return found


def expected_cells(summary: Summary) -> dict[tuple[str, str], list[tuple[int, str]]]:
    found: dict[tuple[str, str], list[tuple[int, str]]] = {("title", "lead"): [(0, summary.title)]}
    for row in summary.rows:
        match = match_label(plain(row.label))
        assert match
        for side, cell in zip(("lead", "partner"), row.cells, strict=False):
            blocks = [(block.level, plain(block.text)) for block in cell]
            if len(row.cells) > 1:
                blocks = [(0, " ".join(text for _, text in blocks))]
            if any(text for _, text in blocks):
                found[match.section, side] = blocks
    found["contact", "lead"] = [(0, plain(line)) for line in summary.closing if line]
    return found


def comparable(found: dict[tuple[str, str], list[tuple[int, str]]]) -> dict[tuple[str, str], list[tuple[int, str]]]:
    return {key: [(level, re.sub(r";(?= )|\*\*", "", text)) for level, text in blocks] for key, blocks in found.items()}


@pytest.mark.parametrize("shape", RENDERINGS)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_shape_gives_the_same_form(path: Path, shape: str) -> None:
    summary = load_summary(path)
    content = RENDERINGS[shape](summary)
    form = read_text(content.encode())
    assert comparable(cells(form)) == comparable(expected_cells(summary))
    assert form.page_count is None
    for row in form.rows:
        for block in (block for cell in row.cells for block in cell.blocks):
            span = block.text.span()
            assert span and words(block.text.chars) <= words(content[slice(*span)]), block.text.chars
            assert block.text.pages() == []


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]{2,}", re.sub(r"&nbsp;|<[^>]*>", " ", text)))


@pytest.mark.parametrize(
    ("end", "encoding"),
    [
        pytest.param("\r\n", "utf-8", id="crlf"),
        pytest.param("\r", "utf-8", id="carriage-returns"),
        pytest.param("\n", "utf-8-sig", id="byte-order-mark"),
        pytest.param("\r\n", "utf-16", id="utf-16-crlf"),
        pytest.param("\u2028", "utf-8", id="line-separators"),
    ],
)
@pytest.mark.parametrize("shape", RENDERINGS)
def test_encodings_and_line_ends(shape: str, end: str, encoding: str) -> None:
    summary = load_summary(SOURCES[0])
    content = RENDERINGS[shape](summary)
    form = read_text(content.replace("\n", end).encode(encoding))
    assert cells(form) == cells(read_text(content.encode()))


def blocks(text: str, section: str) -> list[tuple[int, str]]:
    form = read_text(text.encode())
    return [
        (block.level, block.text.chars) for row in form.rows if row.section == section for c in row.cells for block in c.blocks
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(r"A \| B", [(0, "A | B")], id="escaped-pipe"),
        pytest.param(r"5\. A\*B and a_b_c", [(0, "5. A*B and a_b_c")], id="escapes-and-inner-underscores"),
        pytest.param("*Shade* and __trees__", [(0, "Shade and trees")], id="emphasis"),
        pytest.param(
            "Aims:<br/>* One<br />  * Inner<br>* Two", [(0, "Aims:"), (1, "One"), (2, "Inner"), (1, "Two")], id="indented"
        ),
        pytest.param(
            "- One<br>&nbsp;&nbsp;- Inner<br>- Two", [(1, "One"), (2, "Inner"), (1, "Two")], id="indented-by-entities"
        ),
        pytest.param("<ul><li>One</li><li>Two</li></ul>", [(1, "One"), (1, "Two")], id="html-list"),
        pytest.param("see [the page](https://x.example) by <me@x.example>", [(0, "see the page by me@x.example")], id="links"),
    ],
)
def test_markdown_cells(value: str, expected: list[tuple[int, str]]) -> None:
    head = "| City: | Graz | Kunming |\n|:--|---|--:|\n| Country | Austria | China |\n| Period | 2018 | |\n"
    table = f"{head}| Objectives | {value} |"
    assert blocks(table, "objectives") == expected


def test_markdown_table_without_outer_pipes() -> None:
    table = "City | Graz | Kunming\n---|---|---\nCountry | Austria | China\nPopulation | 1 | 2\n\nContact: a@b.example"
    assert blocks(table, "population") == [(0, "1"), (0, "2")]
    assert blocks(table, "contact") == [(0, "Contact: a@b.example")]


@pytest.mark.parametrize(
    ("lines", "section", "expected"),
    [
        pytest.param(
            "City:\nGraz\nKunming\nCountry:\nAustria\nChina", "city", [(0, "Graz"), (0, "Kunming")], id="values-on-lines"
        ),
        pytest.param(
            "City: Graz – Kunming\nCountry: Austria – China", "country", [(0, "Austria"), (0, "China")], id="dash-parts-sides"
        ),
        pytest.param(
            HEAD + "Objectives:\nFocus on trees: more of them\nResults of the visit: none",
            "objectives",
            [(0, "Focus on trees: more of them"), (0, "Results of the visit: none")],
            id="headings-in-text-are-no-labels",
        ),
        pytest.param(
            HEAD + "Size (km²) 127 km² | 21,473 km²", "area", [(0, "127 km²"), (0, "21,473 km²")], id="label-without-colon"
        ),
        pytest.param(
            "- City: Graz / Kunming\n- Country: Austria / China\n- Period: 2018", "period", [(0, "2018")], id="bulleted-labels"
        ),
        pytest.param(
            HEAD + "Aims: co\u00adoperation at 5\u202f600\u00a0km",
            "objectives",
            [(0, "cooperation at 5 600 km")],
            id="odd-blanks",
        ),
        pytest.param(HEAD + "\fAims: shade\f\fmore", "objectives", [(0, "shade"), (0, "more")], id="form-feeds"),
    ],
)
def test_labelled_lines(lines: str, section: str, expected: list[tuple[int, str]]) -> None:
    assert blocks(lines, section) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("<tr><td>Aims</td><td colspan=2>Shade<br>Water</td></tr>", [(0, "Shade"), (0, "Water")], id="colspan"),
        pytest.param("<tr><td>Aims<td>Shade<tr><td><td>Water", [(0, "Shade"), (0, "Water")], id="ends-left-out"),
        pytest.param(
            "<tr><td rowspan=2>Aims</td><td>Shade</td></tr><tr><td>Water</td></tr>", [(0, "Shade"), (0, "Water")], id="rowspan"
        ),
        pytest.param(
            "<tr><td>Aims</td><td>Now:<ul><li>A<ol><li>B</li></ol></li><li><p>C</p><p>more</p></li></ul></td></tr>",
            [(0, "Now:"), (1, "A"), (2, "B"), (1, "C"), (0, "more")],
            id="nested-lists-and-paragraph-in-item",
        ),
        pytest.param(
            "<tr><td>Aims</td><td><ul><li>A</li><ul><li>B</li></ul></ul></td></tr>", [(1, "A"), (2, "B")], id="list-in-list"
        ),
        pytest.param(
            "<tr><td>Aims</td><td><table><tr><td>Shade</td><td>2018</td></tr></table></td></tr>",
            [(0, "Shade"), (0, "2018")],
            id="table-in-a-value",
        ),
        pytest.param(
            "<tr><td>Aims</td><td><table><tr><th>When</th><th>What</th></tr><tr><td>May 2018</td><td>A visit</td></tr>"
            "<tr><td>June 2019</td><td>A talk</td></tr></table></td></tr>",
            [(0, "May 2018: A visit"), (0, "June 2019: A talk")],
            id="dates-in-a-table",
        ),
        pytest.param(
            "<tr><td>Aims</td><td>First:<table><tr><td>When</td><td>What</td></tr><tr><td>May 2018 –</td><td>A visit</td></tr>"
            "<tr><td>June 2019</td><td>A talk<ul><li>Slides</li></ul></td></tr><tr><td>fixed in 2020</td><td>A fair</td></tr>"
            "</table></td></tr>",
            [
                (0, "First:"),
                (1, "May 2018 – A visit"),
                (1, "June 2019: A talk"),
                (2, "Slides"),
                (1, "fixed in 2020: A fair"),
            ],
            id="row-without-date-in-a-table",
        ),
        pytest.param(
            "<tr><td>Aims</td><td>a<!-- <b>not</b> --><script>if (a<b) x()</script><style>b{}</style>b &amp; c&nbsp;&#8211; d",
            [(0, "ab & c – d")],
            id="comments-scripts-styles-and-entities",
        ),
        pytest.param("<tr><td>Aims</td><td>5 < 6 and 7 > 6 & so</td></tr>", [(0, "5 < 6 and 7 > 6 & so")], id="bare-signs"),
    ],
)
def test_html_rows(rows: str, expected: list[tuple[int, str]]) -> None:
    document = f"<html><body><h1>U-CAP Summary</h1><table>{HTML_HEAD}{rows}</table><p>Contact: a@b.example</p></body></html>"
    assert blocks(document, "objectives") == expected


def test_the_head_of_a_table_in_a_value_is_set_aside() -> None:
    rows = "<tr><th>When</th><th>What</th></tr><tr><td>May 2018</td><td>Visit</td></tr><tr><td>June 2019</td><td>Talk</td></tr>"
    form = read_text(f"<table>{HTML_HEAD}<tr><td>Aims</td><td><table>{rows}</table></td></tr></table>".encode())
    assert form.notes == ("When What",)


def test_tables_that_lay_out_the_page_are_taken_apart() -> None:
    document = (
        "<table><tr><td>Menu</td><td><p>U-CAP Summary</p>"
        f"<table><tr><td><table>{HTML_HEAD}</table></td></tr></table></td></tr></table>"
    )
    form = read_text(document.encode())
    assert cells(form)["city", "lead"] == [(0, "Graz")]
    assert cells(form)["population", "partner"] == [(0, "2")]
    assert cells(form)["title", "lead"] == [(0, "Menu"), (0, "U-CAP Summary")]


def test_spacer_columns_keep_the_sides_apart() -> None:
    rows = "".join(
        f"<tr><td></td><td>{label}</td><td></td><td>{lead}</td><td>&nbsp;</td><td>{partner}</td></tr>"
        for label, lead, partner in (("City", "Graz", "Kunming"), ("Country", "Austria", "China"), ("Population", "", "7"))
    )
    form = read_text(f"<table>{rows}</table>".encode())
    assert cells(form)["city", "partner"] == [(0, "Kunming")]
    assert ("population", "lead") not in cells(form)
    assert cells(form)["population", "partner"] == [(0, "7")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [
                "Objectives:          Shade for all streets of the old town, and",
                "                     benches below.",
                "",
                "                     Water.",
            ],
            [(0, "Shade for all streets of the old town, and benches below."), (0, "Water.")],
            id="wrapped-paragraphs",
        ),
        pytest.param(
            ["Objectives:          - One", "                         - Inner", "                     - Two"],
            [(1, "One"), (2, "Inner"), (1, "Two")],
            id="dashes-with-one-blank",
        ),
        pytest.param(
            ["Main objectives of   Shade.", "cooperation as", "described in the", "U-CAP:"], [(0, "Shade.")], id="wrapped-label"
        ),
        pytest.param(
            ["Objectives:          • One", "\f                  • Two", "                  ◦ Inner"],
            [(1, "One"), (1, "Two"), (2, "Inner")],
            id="column-moved-on-the-next-page",
        ),
        pytest.param(
            ["Objectives:          •One", "                     •Two"], [(1, "One"), (1, "Two")], id="glyph-without-blank"
        ),
    ],
)
def test_columns_kept_by_blanks(lines: list[str], expected: list[tuple[int, str]]) -> None:
    assert blocks("\n".join([*GRID_HEAD, *lines]), "objectives") == expected


def test_columns_kept_by_tab_stops() -> None:
    text = "City:\t\tGraz\t\tKunming\nCountry:\tAustria\t\tChina\nPopulation:\t291,072\t\t6 million\n"
    assert blocks(text, "city") == [(0, "Graz"), (0, "Kunming")]
    assert blocks(text, "country") == [(0, "Austria"), (0, "China")]


TAB_HEAD = "City:\tGraz\tKunming\nCountry:\tAustria\tChina\nSize (km²)\t128 km²\t21,473 km²\n"


@pytest.mark.parametrize(
    ("lines", "section", "expected"),
    [
        pytest.param("Themes:\nTrams\n{agenda}", "themes", [(0, "Trams")], id="up-to-the-next-tab"),
        pytest.param("Themes:\nTrams\n{agenda}", "agenda", [(0, "SDG 11")], id="tab-row-below"),
        pytest.param("Themes:\nTrams\n\nAims:\nShade in\nthe centre.", "area", [(0, "128 km²"), (0, "21,473 km²")], id="above"),
        pytest.param(
            "Period of cooperation   May 2018 - May 2020\nThemes:\nTrams",
            "period",
            [(0, "May 2018 - May 2020")],
            id="run-of-blanks",
        ),
        pytest.param("{agenda}Results:\n• A map\n• A plan", "results", [(1, "A map"), (1, "A plan")], id="bullets"),
        pytest.param("{agenda}Results:\n•\tA map\n•\tA plan", "results", [(1, "A map"), (1, "A plan")], id="tab-behind-bullet"),
        pytest.param("{agenda}Themes:\tTrams\nResults:\n\tA map", "results", [(0, "A map")], id="set-in"),
        pytest.param(
            "Themes:\tTrams\nThemes:\nShade", "themes", [(0, "Trams"), (0, "Themes:"), (0, "Shade")], id="label-taken"
        ),
        pytest.param("Themes:\tTrams\nand shade", "themes", [(0, "Trams and shade")], id="no-label"),
    ],
)
def test_labels_on_their_own_lines_among_tab_rows(lines: str, section: str, expected: list[tuple[int, str]]) -> None:
    assert blocks(TAB_HEAD + lines.format(agenda="Related SDGs:\tSDG 11\n"), section) == expected


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        pytest.param("city", [(0, "Graz"), (0, "Kunming")], id="pair"),
        pytest.param("agenda", [(0, "SDG 11 SDG 7")], id="one-value"),
        pytest.param("themes", [(0, "Trams"), (0, "Shade")], id="label-alone"),
        pytest.param("results", [(1, "A map"), (1, "A plan")], id="items"),
    ],
)
def test_labels_on_their_own_lines_among_runs_of_blanks(section: str, expected: list[tuple[int, str]]) -> None:
    head = TAB_HEAD.replace("\t", "    ")
    results = "Results:\n  - A map\n  - A plan\n"
    text = f"{head}Themes:\nTrams\nShade\nRelated SDGs:   SDG 11   SDG 7\n{results}"
    assert blocks(text, section) == expected


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("<ul><li>x" * 2_000, id="lists-in-lists"),
        pytest.param("<table><tr><td>" * 2_000 + "x", id="tables-in-tables"),
        pytest.param("<a " * 20, id="tags-without-end"),
        pytest.param("<!--" * 20, id="comments-without-end"),
    ],
)
def test_deep_and_broken_markup_is_read_in_a_loop(value: str) -> None:
    form = read_text(f"<table>{HTML_HEAD}<tr><td>Aims</td><td>{value}".encode())
    assert cells(form)["city", "lead"] == [(0, "Graz")]


def test_a_line_without_label_is_not_even_cut() -> None:
    assert read_text(b"word " * 1_000_000).rows == ()


def test_names_of_groups_before_the_labels_are_set_aside():
    rows = [("Who", "City:", "Graz"), ("", "Country:", "Austria"), ("What", "Period of cooperation:", "May 2018")]
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    form, _ = read_printed(f"<table>{lines}</table>")
    assert [row.section for row in form.rows] == ["city", "country", "period"]
    assert form.notes == ("Who", "What")
