"""Searchable scans as programs write them: a picture of a page, and the text that was recognised in it, invisible."""

from collections.abc import Mapping
from math import cos, radians, sin
from typing import Protocol

import pypdfium2  # type: ignore[import-untyped]
from fpdf import FPDF, TextMode
from PIL import Image
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]

from tests.hostile_pdfs import stream, write_pdf
from ucap.extractors.page import Word
from ucap.extractors.readers.pdf import read_pdf


class Layer(Protocol):
    """What lays recognised text over a picture of a page."""

    def __call__(self, printed: bytes, slips: Mapping[str, str], degrees: float = 0.0) -> bytes:
        """Return a searchable scan of a PDF of one page, which lay so many degrees askew, counter-clockwise.

        `slips` are what was recognised for some of its words; nothing for an empty text.
        """
        ...


_SCALE = 200 / 72


def lay_as_tesseract(printed: bytes, slips: Mapping[str, str], degrees: float = 0.0, *, is_level: bool = False) -> bytes:
    """Lay words as Tesseract does: each stretched with the blank behind it over its box, in a font without outlines, all glyphs
    of which have one width. With `is_level` each word is level in its place, as other programs lay them.
    """
    picture, words = _draw(printed, degrees), _list_words(printed, slips)
    width, height = picture.width / _SCALE, picture.height / _SCALE
    slope = 0.0 if is_level else radians(degrees)
    way = f"{cos(slope):.5f} {sin(slope):.5f} {-sin(slope):.5f} {cos(slope):.5f}"
    lines = [f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im1 Do Q BT 3 Tr"]
    for text, word in words:
        size = round(word.size)
        stretch = 100 * (word.box.x1 - word.box.x0) / (size * len(text) / 2)
        codes = f"{text} ".encode("utf-16-be").hex().upper()
        x, y = _turn(word.box.x0, word.baseline, degrees, width, height)
        lines.append(f"{way} {x:.2f} {height - y:.2f} Tm /F1 {size} Tf {stretch:.3f} Tz <{codes}> Tj")
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /Im1 8 0 R >> >> >>" % (width, height),
        4: stream("\n".join([*lines, "ET"]).encode("ascii")),
        5: b"<< /Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H /DescendantFonts [6 0 R] "
        b"/ToUnicode 7 0 R >>",
        6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont /DW 500 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /ItalicAngle 0 /Ascent 1000 /Descent -1 "
        b"/CapHeight 1000 /StemV 80 /FontBBox [0 0 500 1000] >> >>",
        7: stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
            b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
        ),
        8: stream(
            picture.tobytes(),
            b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8" % picture.size,
        ),
    }
    return write_pdf(objects)


def lay_word_by_word(printed: bytes, slips: Mapping[str, str], degrees: float = 0.0) -> bytes:
    """Lay each word level in its place, however the page lies."""
    return lay_as_tesseract(printed, slips, degrees, is_level=True)


def lay_as_ocrmypdf(printed: bytes, slips: Mapping[str, str], degrees: float = 0.0) -> bytes:
    """Lay words as OCRmyPDF does with fpdf2: in four fifths of the print's size, with letters of their own widths, and so low
    that the foot of its font is on the line.
    """
    picture, words = _draw(printed, degrees), _list_words(printed, slips)
    pdf = FPDF(unit="pt", format=(picture.width / _SCALE, picture.height / _SCALE))
    pdf.set_auto_page_break(auto=False)
    pdf.add_page()
    pdf.image(picture, 0, 0, pdf.w, pdf.h)
    pdf.text_mode = TextMode.INVISIBLE
    for text, word in words:
        size = _SMALLER * word.size
        pdf.set_font("Helvetica", size=size)
        pdf.set_stretching(100 * (word.box.x1 - word.box.x0) / stringWidth(text, "Helvetica", size))
        x, y = _turn(word.box.x0, word.baseline + _FOOT * size, degrees, pdf.w, pdf.h)
        with pdf.rotation(degrees, x, y):
            pdf.text(x, y, f"{text} ")
    return bytes(pdf.output())


_SMALLER, _FOOT = 0.8, 0.293
"""As OCRmyPDF 17.13 was seen to write: the descent of NotoSans is 0.293 font sizes."""


def _draw(printed: bytes, degrees: float) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(printed)[0].render(scale=_SCALE, grayscale=True).to_pil().convert("L")
    return picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255) if degrees else picture


def _turn(x: float, y: float, degrees: float, width: float, height: float) -> tuple[float, float]:
    """Return where a point of a page of some size lies after it was turned counter-clockwise about its centre."""
    a, dx, dy = radians(degrees), x - width / 2, y - height / 2
    return width / 2 + dx * cos(a) + dy * sin(a), height / 2 - dx * sin(a) + dy * cos(a)


def _list_words(printed: bytes, slips: Mapping[str, str]) -> list[tuple[str, Word]]:
    (page,) = read_pdf(printed).pages
    words = [(slips.get(word.text.chars, word.text.chars), word) for word in page.words]
    return [(text, word) for text, word in words if text]
