"""Pages that two producers make of the same thing: signs of the standard fonts, and a page that is turned and cut."""

import pytest
from fpdf import FPDF
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.test_hidden_text import by_fpdf, by_reportlab
from ucap.extractors.readers.pdf import read_pdf


def arrow_of_canvas(canvas: Canvas) -> None:
    for x, font, sign in ((60, "Symbol", "\u2192"), (80, "ZapfDingbats", "\u2713"), (100, "ZapfDingbats", "\u25a0")):
        canvas.setFont(font, 10)
        canvas.drawString(x, 650, sign)


def arrow_of_fpdf(pdf: FPDF) -> None:
    for x, font, code in ((60, "Symbol", 0xAE), (80, "ZapfDingbats", 0x33), (100, "ZapfDingbats", 0x6E)):
        pdf.set_font(font, size=10)
        pdf.text(x, 150, chr(code))


@pytest.mark.parametrize(
    "data",
    [pytest.param(by_reportlab(arrow_of_canvas), id="reportlab"), pytest.param(by_fpdf(arrow_of_fpdf), id="fpdf2")],
)
def test_signs_of_the_standard_fonts_are_what_they_show(data):
    (page,) = read_pdf(data).pages
    line = [word.text.chars for word in page.words if round(word.baseline) in range(140, 156)]
    assert line == ["→", "✓", "■"]


def turned_of_canvas(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    canvas.setCropBox((20, 30, 500, 760))
    canvas.saveState()
    canvas.translate(300, 400)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Trams and trees")
    canvas.restoreState()


def test_a_page_that_reportlab_turns_and_cuts_has_its_frame():
    (page,) = read_pdf(by_reportlab(turned_of_canvas)).pages
    assert (page.width, page.height) == (570, 480)  # ReportLab lays the sheet of 600 by 800 on its side
    (first,) = (word for word in page.words if word.text.chars == "Trams")
    assert first.box.x0 == pytest.approx(370, abs=1)
    assert first.baseline == pytest.approx(280, abs=4)
