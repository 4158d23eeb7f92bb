"""What both readers of PDFs make of characters whose codes do not say what is printed."""

import pytest

from tests.raw_pdf import make_pdf, make_stream
from ucap.extractors.page import Page
from ucap.extractors.readers.accents import join_accents
from ucap.extractors.readers.chars import Char, gather_chars
from ucap.extractors.readers.pdf import load_reader
from ucap.schemas.readers import PdfReader

READERS: tuple[PdfReader, ...] = ("pdfium", "pdfplumber")
PIXELS = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 -2 6 14] /FontMatrix [0.1 0 0 -0.1 0 0] /FirstChar 97"
    " /LastChar 98 /Widths [6 6]"
    " /CharProcs << /a 10 0 R /b 10 0 R >> /Encoding << /Type /Encoding /Differences [97 /a /b] >>"
    " /ToUnicode 11 0 R /Resources << >> >>"
)
LETTER = make_stream("6 0 0 0 5 7 d1 0 0 5 7 re f")
CMAP = make_stream(
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    "1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <61> <0061> <62> <0062> endbfchar endcmap end end"
)


def read_page(data: bytes, reader: PdfReader) -> Page:
    (page,) = load_reader(reader)(data, 1).pages
    return page


def read_words(content: str, reader: PdfReader) -> list[str]:
    return [word.text.chars for word in read_page(make_pdf(content), reader).words]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(
            "BT /F1 10 Tf 1 0 0 1 20 100 Tm (Gij) Tj 1 0 0 1 34.3 100 Tm (\264) Tj 1 0 0 1 33.3 100 Tm (on) Tj ET",
            ["Gijón"],
            id="before-its-letter",
        ),
        pytest.param(
            "BT /F1 10 Tf 1 0 0 1 20 100 Tm (Malmo) Tj 1 0 0 1 46.2 100 Tm (\250) Tj 1 0 0 1 55 100 Tm (harbour) Tj ET",
            ["Malmö", "harbour"],
            id="after-its-letter",
        ),
        pytest.param(
            "BT /F1 10 Tf 1 0 0 1 22 102.5 Tm (\264) Tj 1 0 0 1 20 100 Tm (Evora) Tj ET", ["Évora"], id="raised-over-a-capital"
        ),
        pytest.param(
            "BT /F1 10 Tf 1 0 0 1 20 100 Tm (d\264Azur) Tj ET", ["d´Azur"], id="typed-between-letters-as-an-apostrophe"
        ),
        pytest.param("BT /F1 10 Tf 1 0 0 1 20 100 Tm (~ 40 km) Tj ET", ["~", "40", "km"], id="a-sign-of-its-own"),
    ],
)
def test_an_accent_joins_its_letter(content, words, reader):
    assert read_words(content, reader) == words


@pytest.mark.parametrize(
    ("text", "joined"), [("´o", "ó"), ("o\u0301", "ó"), ("´ı", "í"), ("¸c", "ç"), ("o´", "ó"), ("´5", "´5"), ("fi", "fi")]
)
def test_an_accent_and_a_letter_of_one_glyph_are_one_character(text, joined):
    char = Char(text, 0.0, 0.0, 5.0, 10.0, 10.0, "F", True, (1.0, 0.0, 0.0, 1.0), 0.0, 0.0)
    assert join_accents(gather_chars([char]))[0].text == joined


def test_the_stroke_of_tex_through_an_l_is_no_blank():
    def char(text: str, x0: float, x1: float, font: str) -> Char:
        return Char(text, x0, 0.0, x1, 10.0, 10.0, font, True, (1.0, 0.0, 0.0, 1.0), x0, 0.0)

    for font, text in (("ABCDEF+CMR10", "Łod"), ("ABCDEF+Roboto", " Lod")):
        chars = [char(" ", 0, 2.8, font), char("L", 0, 6, font), char("o", 6, 11, font), char("d", 11, 16, font)]
        assert "".join(c.text for c in join_accents(gather_chars(chars))) == text


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(
            "BT /F1 10 Tf 1 0 0 1 20 100 Tm (Inter) Tj /Span << /ActualText <FEFF00AD> >> BDC ( ) Tj EMC"
            " 20.01 0 Td (national work) Tj ET",
            ["International", "work"],
            id="as-chromium-prints-soft-hyphens",
        ),
        pytest.param(
            "BT /F1 10 Tf 1 0 0 1 20 100 Tm (Inter ) Tj 23.34 0 Td (national) Tj ET", ["Inter", "national"], id="a-blank"
        ),
        pytest.param(
            "BT /F1 10 Tf 1 0 0 1 20 100 Tm (2) Tj 0.1 w ( ) Tj 8.34 0 Td (563) Tj ET", ["2", "563"], id="a-blank-of-its-own"
        ),
    ],
)
def test_a_blank_that_a_letter_is_printed_over_ends_no_word(content, words, reader):
    assert read_words(content, reader) == words


@pytest.mark.parametrize("reader", READERS)
def test_letters_of_pixels_drawn_upside_down_are_written_along_the_line(reader):
    content = "BT /P 10 Tf 1 0 0 -1 20 100 Tm (ab) Tj 20 0 Td (ba) Tj ET"
    page = read_page(make_pdf(content, {"P": PIXELS}, LETTER, CMAP), reader)
    assert [word.text.chars for word in page.words] == ["ab", "ba"]
    for word in page.words:
        assert word.box.top < 95 < word.box.bottom <= 110  # above its baseline, which is 100 points from the top


@pytest.mark.parametrize("reader", READERS)
def test_rules_that_are_pictures_of_one_pixel_are_rules(reader):
    picture = "BI /IM true /W 1 /H 1 /BPC 1 ID \x00 EI Q\n"
    content = f"q 300 0 0 -0.5 20 150 cm {picture}q 0.5 0 0 -40 20 150 cm {picture}q 40 0 0 40 200 20 cm {picture}"
    page = read_page(make_pdf(content + "BT /F1 10 Tf 1 0 0 1 30 130 Tm (City) Tj ET"), reader)
    boxes = sorted((round(box.x0), round(box.top), round(box.x1), round(box.bottom)) for box in page.strokes)
    assert boxes == [(20, 50, 20, 90), (20, 50, 320, 50)]
    assert not page.fills


SYMBOLS = "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("(noise) Tj /S 10 Tf 30 0 Td (\256) Tj", ["→"], id="arrow-of-the-font-symbol"),
        pytest.param("/Span << /ActualText <FEFF01410142> >> BDC (LI) Tj EMC (dz) Tj", ["Łł"], id="text-of-its-own"),
        pytest.param("(noise \226 40 km) Tj", [], id="plain"),
    ],
)
def test_what_pdfplumber_reads_otherwise_is_a_doubt(content, said):
    data = make_pdf(f"BT /F1 10 Tf 1 0 0 1 20 100 Tm {content} ET", {"S": SYMBOLS})
    assert [remark.raw_text for remark in read_page(data, "pdfplumber").remarks] == said
    assert read_page(data, "pdfium").remarks == ()


CODES = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 1 def\n"
    "1 begincodespacerange <00> <ff> endcodespacerange 1 begincidrange <00> <ff> 0 endcidrange endcmap end end"
)
NAMES = make_stream(
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Y def /CMapType 2 def\n"
    "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7e> <0020> endbfrange endcmap end end"
)


def test_a_font_whose_encoding_is_a_table_in_the_file_has_its_letters():
    data = make_pdf(
        "BT /F1 10 Tf 1 0 0 1 20 100 Tm (of) Tj /W 10 Tf 20 0 Td (Graz) Tj ET",
        {"W": "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 10 0 R /DescendantFonts [11 0 R] /ToUnicode 12 0 R >>"},
        f"<< /Type /CMap /CMapName /X /Length {len(CODES)} >> stream\n{CODES}\nendstream",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        " /Supplement 0 >> /DW 500 /FontDescriptor 13 0 R >>",
        NAMES,
        "<< /Type /FontDescriptor /FontName /Helvetica /Flags 32 /Ascent 800 /Descent -200 /CapHeight 700 /ItalicAngle 0"
        " /StemV 80 /FontBBox [0 -200 1000 800] >>",
    )
    page = read_page(data, "pdfium")
    assert [word.text.chars for word in page.words] == ["of", "Graz"]


ROMAN = "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+CMR10 /FirstChar 32 /LastChar 122 /Widths [278" + " 500" * 90 + "] >>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("[(City:) -3000 ( ) 319 (Lod)] TJ", ["City:", "Łod"], id="behind-a-gap"),
        pytest.param("[(of) -333 ( ) 279 (lod)] TJ", ["of", "łod"], id="behind-a-blank"),
        pytest.param("[(Wroc) ( ) 279 (law)] TJ", ["Wrocław"], id="within-a-word"),
        pytest.param("[(of) -333 (Leeds)] TJ", ["of", "Leeds"], id="no-stroke"),
    ],
)
def test_pdfium_keeps_the_stroke_of_tex_behind_a_gap(content, words):
    data = make_pdf(f"BT /R 10 Tf 1 0 0 1 20 100 Tm {content} ET", {"R": ROMAN})
    assert [word.text.chars for word in read_page(data, "pdfium").words] == words


TWO_HYPHENS = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 127 /Widths ["
    + " ".join({33: "166", 45: "333"}.get(code, "500") for code in range(128))
    + "] /Encoding << /Differences [33 /hyphen 45 /hyphen] >> >>"
)


def test_the_hyphen_that_hangs_in_the_margin_gives_its_width_to_no_other():
    page = read_page(make_pdf("BT /F2 10 Tf 1 0 0 1 20 100 Tm (low-carbon re!) Tj ET", {"F2": TWO_HYPHENS}), "pdfium")
    assert [word.text.chars for word in page.words] == ["low-carbon", "re-"]
