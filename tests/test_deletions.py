"""What is struck through or hidden in a text: read as if it were not there, struck words shown between `~~`, both reported."""

import pytest

from ucap.extractors.extract import read_document, read_source
from ucap.extractors.readers.deletions import split_layers
from ucap.extractors.text.source_text import from_file


@pytest.mark.parametrize(
    ("printed", "read", "struck", "hidden"),
    [
        pytest.param("in ~~May~~ June", "in  June", ["May"], [], id="tildes"),
        pytest.param("a ~~b\nc~~ d", "a  d", ["b c"], [], id="tildes-over-a-line"),
        pytest.param("a ~~b | c~~ d", "a ~~b | c~~ d", [], [], id="tildes-not-over-cells"),
        pytest.param("a ~~ b ~~ c", "a ~~ b ~~ c", [], [], id="tildes-between-blanks"),
        pytest.param("~~~\ncode\n~~~", "~~~\ncode\n~~~", [], [], id="fence"),
        pytest.param("in <del>May</del> <ins>June</ins>", "in  <ins>June</ins>", ["May"], [], id="del"),
        pytest.param("<p>in <S>May</S> June</p>", "<p>in  June</p>", ["May"], [], id="s-in-capitals"),
        pytest.param("<li><strike>May &amp; <b>June</b></strike></li>", "<li><b></b></li>", ["May & June"], [], id="strike"),
        pytest.param("<ul><del><li>a<li>b</del><li>c</ul>", "<ul><li><li><li>c</ul>", ["a", "b"], [], id="items-in-del"),
        pytest.param("<td><s>May</td><td>June</td>", "<td></td><td>June</td>", ["May"], [], id="not-closed"),
        pytest.param("<td style='text-decoration: line-through'>May</td>", None, ["May"], [], id="line-through"),
        pytest.param("<style>.o{text-decoration:line-through}</style><b class='x o'>May</b>", None, ["May"], [], id="class"),
        pytest.param('a<span style="color:red;display:none">draft</span>b', "ab", [], ["draft"], id="display-none"),
        pytest.param("a<div style='visibility:hidden'>x<div>y</div>z</div>b", "ab", [], ["xyz"], id="nested"),
        pytest.param("a<i style='position:absolute; left:-9999px'>x</i>b", "ab", [], ["x"], id="beside-the-page"),
        pytest.param("a<i style='text-indent: -900px'>x</i>b", "ab", [], ["x"], id="indented-away"),
        pytest.param("a<i style='clip: rect(0 0 0 0)'>x</i>b", "ab", [], ["x"], id="clipped"),
        pytest.param("a<i style='clip-path:inset(50%)'>x</i>b", "ab", [], ["x"], id="clipped-by-a-path"),
        pytest.param("a<i style='transform:scale(0)'>x</i>b", "ab", [], ["x"], id="scaled-to-nothing"),
        pytest.param("a<i style='color:transparent'>x</i>b", "ab", [], ["x"], id="transparent"),
        pytest.param("a<i style='height:0;overflow:hidden'>x</i>b", "ab", [], ["x"], id="without-height"),
        pytest.param("a<i style='color: #FFF'>x</i>b", "ab", [], ["x"], id="white"),
        pytest.param("<td style='background:#036'><i style='color:white'>x</i></td>", None, [], [], id="white-on-dark"),
        pytest.param("a<template>x</template>b", "ab", [], ["x"], id="template"),
        pytest.param("<p style='text-indent:-12pt; margin-left:16pt'>x</p>", None, [], [], id="hanging-indent"),
        pytest.param("<td style='overflow:hidden; height:20px'>x</td>", None, [], [], id="a-cell-of-fixed-height"),
        pytest.param(
            "<style>td > p.gone, .a .b{display:none}</style><p class='x gone'>x</p>y", None, [], ["x"], id="selectors-of-places"
        ),
        pytest.param("<p hidden>draft<p>text</p>", "<p>text</p>", [], ["draft"], id="paragraph-without-end"),
        pytest.param("<p title='hidden'>text</p>", "<p title='hidden'>text</p>", [], [], id="word-in-another-attribute"),
        pytest.param("<p aria-hidden='true'>text</p>", "<p aria-hidden='true'>text</p>", [], [], id="hidden-from-readers-only"),
        pytest.param("<style>#old {display: none}</style><p id=old>draft</p>x", None, [], ["draft"], id="style-sheet"),
        pytest.param("a<!-- ask the mayor\nfirst -->b", "ab", [], ["ask the mayor first"], id="comment"),
        pytest.param("a<!-- PageBreak -->b", "ab", [], [], id="mark-of-a-converter"),
        pytest.param("a<del>b<span hidden>c</span></del>d", "ad", ["b"], ["c"], id="hidden-in-struck"),
        pytest.param("a <del>b", "a <del>b", [], [], id="never-closed"),
        pytest.param("M\u0336a\u0336y\u0336 June", " June", ["May"], [], id="overlaid"),
        pytest.param("M\u0336a\u0336y\u0336 \u03361\u03368\u0336 June", " June", ["May 18"], [], id="overlaid-with-its-blanks"),
        pytest.param("5\u03359\u03352\u0335 603", " 603", ["592"], [], id="overlaid-by-short-strokes"),
        pytest.param("M\u0338a\u0338y\u0338 June", " June", ["May"], [], id="overlaid-by-slashes"),
        pytest.param("o\u0338l 2 =\u0338 3", "o\u0338l 2 =\u0338 3", [], [], id="letters-with-a-slash"),
        pytest.param("in {--May--}{++June++}", "in June", ["May"], [], id="critic-marks"),
        pytest.param("in {~~May~>June~~} and {==July==}", "in June and July", ["May"], [], id="critic-replacement"),
        pytest.param("in June{>>ask the mayor<<}", "in June", [], ["ask the mayor"], id="critic-comment"),
        pytest.param("{--a\n\nb--} c", "{--a\n\nb--} c", [], [], id="critic-marks-not-over-paragraphs"),
        pytest.param("f{x--y} {+1+}", "f{x--y} {+1+}", [], [], id="other-braces"),
        pytest.param('in [May]{.deletion author="A"}[June]{.insertion}', "in June", ["May"], [], id="spans-of-pandoc"),
        pytest.param("[in [May]{.deletion} June]{.insertion}", "in  June", ["May"], [], id="deleted-in-inserted"),
        pytest.param('[who?]{.comment-start id="0"}June[]{.comment-end id="0"}', "June", [], ["who?"], id="comment-of-pandoc"),
        pytest.param("[June]{.underline}", "[June]{.underline}", [], [], id="other-spans"),
        pytest.param("in [STRIKEOUT:May] June", "in  June", ["May"], [], id="struck-in-restructured-text"),
        pytest.param("in [.line-through]#May# June", "in  June", ["May"], [], id="struck-in-asciidoc"),
        pytest.param("\x1b[1min\x1b[22m \x1b[31;9mMay\x1b[0m June", "in  June", ["May"], [], id="signs-of-a-terminal"),
        pytest.param("a\n[//]: # (ask the mayor)\nb", "a\n\nb", [], ["ask the mayor"], id="comment-of-markdown"),
        pytest.param("a [1]: b\n[1]: https://example.eu", None, [], [], id="address-of-a-link"),
        pytest.param('<span class="deletion" data-date="2020">May</span> June', None, ["May"], [], id="class-of-pandoc"),
        pytest.param(
            "+---+---+\n| a | [b |\n|   | c]{.deletion |\n|   | x=1}d |\n+---+---+", None, ["b", "c"], [], id="lines-of-a-cell"
        ),
        pytest.param("+---+\n| ~~a~~ b |\n+---+", "+---+\n|       b |\n+---+", ["a"], [], id="columns-are-kept"),
    ],
)
def test_layers_of_a_text(printed, read, struck, hidden):
    layers = split_layers(from_file(printed))
    assert ([text.chars for text in layers.struck], [text.chars for text in layers.hidden]) == (struck, hidden)
    assert read is None or layers.read.chars == read
    for text in (layers.read, *layers.struck, *layers.hidden):
        assert all(printed[o] == c or not c.isalnum() or c == "&" for c, o in zip(text.chars, text.origins, strict=True))


SHAPES = {
    "tabs": (
        "City:\t{}Linz\tKunming\nCountry:\tAustria\tChina\nPeriod:\t{}June 2018 – May 2020\n"
        "Main objectives:\tSave {}energy in Linz.\nMain activities:\t→ May 2019: A visit. → {}July 2019: A talk in Linz.\n"
    ),
    "markdown": (
        "| City: | {}Linz | Kunming |\n|---|---|---|\n| Country: | Austria | China |\n| Period: | {}June 2018 – May 2020 | |\n"
        "| Main objectives: | Save {}energy in Linz. | |\n"
        "| Main activities: | → May 2019: A visit.<br>→ {}July 2019: A talk in Linz. | |\n"
    ),
    "html": (
        "<table><tr><td>City:<td>{}Linz<td>Kunming<tr><td>Country:<td>Austria<td>China<tr><td>Period:<td>{}June 2018 – May 2020"
        "<tr><td>Main objectives:<td>Save {}energy in Linz."
        "<tr><td>Main activities:<td><ul><li>May 2019: A visit.<li>{}July 2019: A talk in Linz.</ul></table>"
    ),
    "labelled": (
        "City: {}Linz / Kunming\n\nCountry: Austria / China\n\nPeriod: {}June 2018 – May 2020\n\n"
        "Main objectives: Save {}energy in Linz.\n\nMain activities:\n- May 2019: A visit.\n- {}July 2019: A talk in Linz.\n"
    ),
}
OLD = ("Wuhan", "March 2017", "much water and", "June 2019: A talk in Graz")


@pytest.mark.parametrize(
    "mark", ["~~{}~~ ", "{{--{}--}} ", "<del>{}</del> ", '<span style="text-decoration:line-through">{}</span>']
)
@pytest.mark.parametrize("shape", SHAPES)
def test_struck_words_change_no_value_in_any_shape(shape, mark):
    plain = read_document(SHAPES[shape].format("", "", "", "").encode(), "a.txt")
    struck = read_document(SHAPES[shape].format(*(mark.format(old) for old in OLD)).encode(), "a.txt")
    assert plain.ucap and struck.ucap
    for table in ("cities", "themes", "activities", "results"):
        assert getattr(struck.ucap, table) == getattr(plain.ucap, table)
    assert struck.ucap.summary.model_dump(exclude={"document_id"}) == plain.ucap.summary.model_dump(exclude={"document_id"})
    assert [e.text for e in struck.ucap.entities] == [e.text for e in plain.ucap.entities]
    shown = "\n".join(section.text for section in struck.ucap.sections)
    assert [old for old in OLD if f"~~{old}~~" in shown] == list(OLD)
    assert sum(issue.code == "struck_text" for issue in struck.issues) == len(OLD)
    texts = {section.section: section.text for section in struck.ucap.sections}
    assert all(texts[entity.section][entity.start : entity.end] == entity.text for entity in struck.ucap.entities)


def test_hidden_words_are_in_no_table_but_reported():
    html = SHAPES["html"].format("", "", "<b style='display:none'>no </b>", "<!-- never on a Sunday -->")
    reading = read_document(html.encode(), "a.html")
    assert reading.ucap
    published = "\n".join(str(record) for record in reading.ucap.records())
    assert "Sunday" not in published and "Save energy" in published
    assert sorted(issue.raw_text or "" for issue in reading.issues if issue.code == "hidden_text") == [
        "never on a Sunday",
        "no",
    ]


def test_a_struck_bullet_stays_a_bullet_of_its_own_in_sections():
    text = SHAPES["markdown"].format("", "", "", "x").replace("→ xJuly", "→ ~~June 2019: A trip.~~<br>→ July")
    form = read_source(text.encode()).form
    assert [block.render().chars for block in form.blocks("activities")] == [
        "• May 2019: A visit.",
        "• ~~June 2019: A trip.~~",
        "• July 2019: A talk in Linz.",
    ]
