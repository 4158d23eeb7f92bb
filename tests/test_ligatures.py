"""Ligatures that fonts name wrongly are spelled out; letters that are real stay."""

import string

import pytest

from tests.raw_pdf import make_pdf, make_stream
from ucap.extractors.page import PdfDocument
from ucap.extractors.readers.pdf import load_reader
from ucap.extractors.repair import repair_document, repair_string
from ucap.extractors.text.ligatures import find_misnamed

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 10 0 R >>"


def name_codes(names: dict[str, str]) -> str:
    """Return a ToUnicode table that names letters as themselves and signs as code points in hexadecimal."""
    table = {**{letter: f"{ord(letter):04X}" for letter in string.ascii_letters + " "}, **names}
    lines = " ".join(f"<{ord(sign):02X}> <{name}>" for sign, name in table.items())
    return make_stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange"
        f" <00> <FF> endcodespacerange {len(table)} beginbfchar {lines} endbfchar endcmap end end"
    )


def read_words(line: str, names: dict[str, str], reader: str) -> list[str]:
    data = make_pdf(f"BT /F1 10 Tf 1 0 0 1 20 100 Tm ({line}) Tj ET", {"F1": FONT}, name_codes(names))
    document: PdfDocument = load_reader(reader)(data, 1)  # type: ignore[arg-type]
    return [word.text.chars for word in repair_document(document)[0].pages[0].words]


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    ("name", "line", "printed"),
    [
        pytest.param("019F", "opera#on mee#ng", "operation meeting", id="ti-of-an-office-font"),
        pytest.param("019F", "logis#cs", "logistics", id="a-usual-wrong-name-once"),
        pytest.param("01A9", "se#ing commi#ee", "setting committee", id="tt-of-an-office-font"),
        pytest.param("FB05", "so#ware a#er", "software after", id="ft-that-is-named-long-s-t"),
        pytest.param("F123", "opera#on mee#ng", "operation meeting", id="a-code-point-for-private-use"),
        pytest.param("FFFD", "o#ce tra#c e#cient", "office traffic efficient", id="a-lost-character"),
        pytest.param("014B", "opera#on mee#ng", "operation meeting", id="any-letter-that-is-none-of-the-language"),
    ],
)
def test_a_wrong_name_is_what_makes_words(name, line, printed, reader):
    assert read_words(line, {"#": name}, reader) == printed.split()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["Győr", "Hódmezővásárhely", "Győr-Moson-Sopron"], id="hungarian"),
        pytest.param(["Łódź", "Gdańsk", "Kraków", "Wrocław", "Województwo", "Śląskie"], id="polish"),
        pytest.param(["Ŋutsu", "ɖokuiwo", "ŋɔŋlɔ", "nyɔnu", "Eʋegbe", "dɔwɔƒe"], id="ewe"),
        pytest.param(["Abɔnten", "nnɔbɔa", "sɛnea", "ɛyɛ", "dwumadi"], id="twi"),
        pytest.param(["İzmir", "Diyarbakır", "Şanlıurfa", "Muğla"], id="turkish"),
        pytest.param(["Ναύπακτος", "Θεσσαλονίκη"], id="greek"),
        pytest.param(["\uf0b7", "Seminar", "μg", "Ω"], id="signs-that-stand-alone"),
        pytest.param(["Cetiţă", "naţional"], id="romanian"),
    ],
)
def test_real_letters_stay(words):
    assert not find_misnamed(("", word) for word in words)


def test_a_name_means_what_it_prints_in_its_own_font():
    words = [("Carlito", "operaƟon"), ("Carlito", "acƟon"), ("Ewe", "ƟagbƟ")]
    assert find_misnamed(words) == {words[0]: "operation", words[1]: "action"}


def test_a_glyph_without_a_name_is_spelled_out_inside_words():
    words = [("F", "opera(cid:415)on"), ("F", "mee(cid:415)ng"), ("F", "(cid:27)")]
    assert find_misnamed(words) == {words[0]: "operation", words[1]: "meeting"}


def test_texts_that_were_copied_from_such_a_page_are_read_so():
    text, repairs = repair_string("The meeƟng in Gdańsk") or pytest.fail("nothing was repaired")
    assert text.chars == "The meeting in Gdańsk"
    assert text.span() == [0, 20]
    assert repairs.words == (("meeƟng", "meeting"),)
