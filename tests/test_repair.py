"""Repairs of misread characters: what is sure, what keeps its place, what is left alone."""

import pytest

from ucap.extractors.extract import read_document, read_source
from ucap.extractors.form import Block, Cell, Form, Row
from ucap.extractors.page import Box, Page, PdfDocument, Word
from ucap.extractors.readers.text import decode_text
from ucap.extractors.repair import find_misread, mark_lost, repair_document, repair_string
from ucap.extractors.text.source_text import Glyph, SourceText, from_file, from_pairs
from ucap.extractors.text.wide_signs import narrow_signs

FORM = """Urban Cooperation Action Plan (U-CAP) Summary
City:\tÉvora\tKunming
Country:\tPortugal\tChina
Size (km²):\t1.307 km²\t
Period of cooperation:\tMay 2017 – December 2018
Cooperation themes:\tClean air
Key focus:\tLess smoke over Évora’s centre – and “more trees”.
Main objectives:\tSave energy.
Main activities:\t→ May 2017: Visit to Kunming.
\t→ June 2017: The mayor of Évora signs the charter.
Expected results:\t→ Cleaner air in Évora
"""


def misread(text: str) -> str:
    """Return the text as a program shows it that takes its UTF-8 for CP1252."""
    return text.encode().decode("sloppy-windows-1252")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Málaga", None, id="nothing-to-do"),
        pytest.param("Plain words, 2017", None, id="ascii"),
        pytest.param("MÃ¡laga", "Málaga", id="accent"),
        pytest.param("2017 â€“ 2018", "2017 – 2018", id="dash"),
        pytest.param("398 kmÂ²", "398 km²", id="square"),
        pytest.param(misread("voilà Évora"), "voilà Évora", id="no-break-space-of-an-accent"),
        pytest.param(misread(misread("Málaga")), "Málaga", id="misread-twice"),
        pytest.param("Ã…rhus", None, id="not-sure-alone"),
        pytest.param("Ã…rhus and MÃ¡laga", "Århus and Málaga", id="sure-with-another-word"),
        pytest.param("â—‹ item, MÃ¡laga", "○ item, Málaga", id="bullet"),
        pytest.param("São Paulo, Łódź, 中国, Ünal", None, id="honest-letters"),
        pytest.param("Por\x07to \u202eabc\u202c", "Porto abc", id="controls-taken-out"),
        pytest.param("one\ttwo\r\nthree\x0cfour\x85five", None, id="white-space-is-no-control"),
    ],
)
def test_repair_string(text, expected):
    repaired = repair_string(text)
    assert (repaired[0].chars if repaired else None) == expected


def test_a_repaired_character_stands_where_it_was_printed():
    text = misread("in Évora")
    (repaired, repairs) = repair_string(text) or pytest.fail("not repaired")
    assert repairs.words == (("Ã‰vora", "Évora"),)
    for start, end, printed in [(0, 2, "in"), (3, 4, "Ã‰"), (3, 8, "Ã‰vora"), (4, 8, "vora")]:
        a, b = repaired[start:end].span() or pytest.fail("no span")
        assert text[a:b] == printed


def test_a_misread_file_reads_like_a_sound_one():
    sound = read_document(FORM.encode(), "a.txt")
    data = misread(FORM).encode()
    broken = read_document(data, "a.txt")
    assert broken.ucap and sound.ucap
    drop = {"evidence": ()}
    assert [*broken.ucap.__class__(**{**vars(broken.ucap), **drop}).records()] == [
        r.model_copy(update={"document_id": broken.document.document_id}) if "document_id" in type(r).model_fields else r
        for r in sound.ucap.__class__(**{**vars(sound.ucap), **drop}).records()
    ]
    said = [issue for issue in broken.issues if issue.code == "encoding_repaired"]
    assert len(said) == 1 and said[0].severity == "info" and "Évora" in said[0].message
    assert "encoding_repaired" not in {issue.code for issue in sound.issues}
    text = decode_text(data)
    for row in broken.ucap.evidence:
        if row.span and row.raw_text and "\n" not in row.raw_text and row.table in ("cities", "ucaps"):
            assert misread(row.raw_text) == text[slice(*row.span)]


def glyphs(chars: str) -> Word:
    origins = tuple(Glyph(1, 10.0 * i, 5.0, 10.0 * i + 10, 15.0) for i in range(len(chars)))
    return Word(SourceText(chars, origins), Box(0, 5, 10.0 * len(chars), 15), "Font", 10)


def test_words_of_a_pdf_keep_their_boxes():
    words = (glyphs("MÃ¡laga"), glyphs("\x02\x03"), glyphs("Por\x07to"), glyphs("sound"))
    document, repairs = repair_document(PdfDocument((Page(1, 100, 100, words),)))
    found = document.pages[0].words
    assert [word.text.chars for word in found] == ["Málaga", "Porto", "sound"]
    assert found[0].text.boxes(1) == [[0, 5, 70, 15]]
    assert found[0].text[1:2].boxes(1) == [[10, 5, 30, 15]]
    assert repairs.controls == ("\x02", "\x03", "\x07")


def test_a_sound_pdf_is_left_alone():
    document = PdfDocument((Page(1, 100, 100, (glyphs("Málaga"), glyphs("\uf0b7"))),))
    assert repair_document(document)[0] is document


def test_what_looks_misread_but_is_not_sure_is_named():
    assert find_misread("Towns: Ã…rhus, Málaga, São Tomé") == ["Ã…rhus,"]


def test_a_source_without_repairs_says_so():
    assert read_source(FORM.encode()).repairs.words == ()


def set_line(*parts: str) -> list[Word]:
    """Set words on one line, each character ten points wide; a blank part is a gap."""
    words, x = [], 0.0
    for part in parts:
        pairs = [(char, Glyph(1, x + 10 * at, 0, x + 10 * at + 10, 12)) for at, char in enumerate(part)]
        if part.strip():
            words.append(Word(from_pairs(pairs), Box(x, 0, x + 10 * len(part), 12), "Body", 10))
        x += 10 * len(part)
    return words


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("Clean", " ", "air：Sensors"), ["Clean", "air:", "Sensors"]),
        (("air", "：", "Sensors"), ["air:", "Sensors"]),  # the sign is of another font
        (("air", " ", "："), ["air", ":"]),
        (("Size（km²）",), ["Size", "(km²)"]),
        (("５１６，０９２",), ["516,092"]),
        (("１２：３０",), ["12:30"]),
        (("城市，合作",), ["城市，合作"]),
    ],
)
def test_wide_signs_count_as_narrow_ones_on_a_page(parts, words):
    page = Page(1, 500, 500, tuple(set_line(*parts)))
    read = repair_document(PdfDocument((page,)))[0].pages[0].words
    assert [word.text.chars for word in read] == words
    for word in read:
        boxes = word.text.boxes(1)
        assert [boxes[0][0], boxes[-1][2]] == [word.box.x0, word.box.x1]


def test_wide_signs_of_a_text_keep_their_places():
    text = narrow_signs(from_file("City：\tＧｒａｚ"))
    assert text.chars == "City:\tGraz"
    assert text.origins == tuple(range(10))


def test_a_text_typed_on_a_chinese_keyboard():
    text = (
        "City：\tLinz\tKunming\nCountry：\tAustria\tChina\nPopulation：\t２０６，５９５\t8，460，000\nSize（km²）：\t95.99\t２１，０１３\n"
        "Period：\t2018年3月—2020年11月\nCooperation themes：\tClean air；Trams\n"
        "Key focus：\t<p>Clean air：Sensors</p><p>Trams：A line</p>\nMain activities：\t→ May 2019：A visit（online）\n"
    )
    reading = read_document(text.encode(), "a.txt")
    assert reading.ucap
    assert [(c.population, c.area_km2) for c in reading.ucap.cities] == [(206595, 95.99), (8460000, 21013.0)]
    assert [theme.key_focus for theme in reading.ucap.themes] == ["Sensors", "A line"]
    assert [a.text for a in reading.ucap.activities] == ["A visit (online)"]
    assert str(reading.ucap.summary.period_end) == "2020-11-30"


@pytest.mark.parametrize(
    ("printed", "marked"),
    [
        pytest.param("M\ufffdlaga", "M▯laga", id="replacement-character"),
        pytest.param("1(cid:9) May", "1▯ May", id="glyph-without-a-name"),
        pytest.param("Gy■r-Moson and Plze■.", "Gy▯r-Moson and Plze▯.", id="box-of-a-font-without-the-letter"),
        pytest.param("Parks ■ Trees ■2 and ■Ponds", "Parks ■ Trees ■2 and ■Ponds", id="boxes-that-are-bullets"),
        pytest.param("May (cid: unknown)", "May (cid: unknown)", id="words-of-a-text"),
    ],
)
def test_a_lost_character_is_one_sign_in_values(printed, marked):
    text = from_file(printed)
    form = mark_lost(Form((Row("city", text, (Cell((Block(text),)),)),), 1))
    assert form.rows[0].label.chars == form.rows[0].cells[0].blocks[0].text.chars == marked
    assert form.rows[0].label.span() == [0, len(printed)]


def test_no_value_is_read_over_a_lost_character():
    lines = (
        "City: M\ufffdlaga",
        "Country: Spain",
        "Population: 5\ufffd4",
        "Period: 2018 - 2020",
        "Main activities: 1\ufffd May 2018: A visit",
    )
    reading = read_document("\n".join(lines).encode(), "lost.txt")
    assert reading.ucap
    assert "characters_lost" in {issue.code for issue in reading.issues}
    assert "\ufffd" not in repr(list(reading.ucap.records()))
    assert reading.ucap.cities[0].population is None
