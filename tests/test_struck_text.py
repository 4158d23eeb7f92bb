"""Words of a PDF that are struck through: by a line, a thin rectangle or an annotation; what is no strike strikes nothing."""

import pytest
import typst
from fpdf import FPDF
from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.raw_pdf import write_pdf
from tests.test_hidden_text import by_fpdf, by_reportlab
from ucap.extractors.form import Block, Cell, Form, Row
from ucap.extractors.page import Page
from ucap.extractors.readers.pdf import load_reader
from ucap.extractors.text.source_text import SourceText, join

TEXT = b"BT /F1 10 Tf 60 700 Td (Kick-off in May 2018 in Graz) Tj ET\n"
LEFT = 60 + stringWidth("Kick-off in ", "Helvetica", 10)
RIGHT = LEFT + stringWidth("May 2018", "Helvetica", 10)


def lined(*lines: tuple[float, float, float], width: float = 0.7) -> bytes:
    drawn = b"".join(b"%.2f %.2f m %.2f %.2f l S\n" % (x0, y, x1, y) for x0, x1, y in lines)
    return write_pdf(TEXT + b"%.2f w\n" % width + drawn)


def boxed(x0: float, x1: float, y: float, height: float, tone: float = 0) -> bytes:
    return write_pdf(TEXT + b"%.2f g %.2f %.2f %.2f %.2f re f\n" % (tone, x0, y, x1 - x0, height))


def noted(kind: bytes, entries: bytes) -> bytes:
    note = b"<< /Type /Annot /Subtype /%s /Rect [%.1f 695 %.1f 710] %s >>" % (kind, LEFT, RIGHT, entries)
    return write_pdf(TEXT, page=b"/Annots [6 0 R]", further=(note,))


QUADS = b"/QuadPoints [%.1f 709 %.1f 709 %.1f 697 %.1f 697]" % (LEFT, RIGHT, LEFT, RIGHT)


def struck_of_canvas(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 650, "Kick-off in May 2018 in Graz")
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, 653, RIGHT, 653)


def struck_of_fpdf(pdf: FPDF) -> None:
    pdf.set_xy(57, 140)
    pdf.write(12, "Kick-off in ")
    pdf.set_font("Helvetica", "S", 10)
    pdf.write(12, "May 2018")
    pdf.set_font("Helvetica", "", 10)
    pdf.write(12, " in Graz")


def dashed(length: float, gap: float, y: float, height: float = 1.0) -> bytes:
    """A text and a row of small rectangles, as Chromium prints dotted and dashed lines."""
    count = int((RIGHT - LEFT + gap) / (length + gap))
    step = (RIGHT - LEFT - length) / (count - 1)
    return write_pdf(
        TEXT + b"".join(b"%.2f %.2f %.2f %.2f re f\n" % (LEFT + n * step, y, length, height) for n in range(count))
    )


def waved(start: float, y: float) -> bytes:
    """A text and a wavy line from further left, which a clip cuts to the words, as WeasyPrint prints it."""
    clip = b"%.2f 690 %.2f 20 re W n " % (LEFT, RIGHT - LEFT)
    waves = b"".join(
        b"%.2f %.2f %.2f %.2f %.2f %.2f c " % (x, y + 2, x + 3, y - 2, x + 3, y) for x in range(int(start), 190, 3)
    )
    return write_pdf(TEXT + b"q 0.6 w " + clip + b"%.2f %.2f m " % (start, y) + waves + b"S Q")


def patterned(y: float, height: float = 3.75) -> bytes:
    """A text and a rectangle filled with a pattern of waves, as Chromium prints a wavy line."""
    tile = b"0.6 w 0 1.9 m 1 3.5 2 0.3 3 1.9 c S"
    head = b"<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 3 4] /XStep 3 /YStep 4 /Resources << >> "
    pattern = head + b"/Matrix [1 0 0 1 0 %.2f] /Length %d >> stream\n%s\nendstream" % (y, len(tile), tile)
    drawn = b"/Pattern cs /P1 scn %.2f %.2f %.2f %.2f re f" % (LEFT, y, RIGHT - LEFT, height)
    return write_pdf(TEXT + drawn, resources=b"/Pattern << /P1 6 0 R >>", further=(pattern,))


def deep() -> bytes:
    """A struck text in a font of which the file says that it reaches half a font size below the baseline."""
    widths = b" ".join(b"%d" % stringWidth(chr(code), "Helvetica", 1000) for code in range(32, 127))
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /Deep /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 "
    font += b"/Widths [%s] /FontDescriptor 7 0 R >>" % widths
    told = b"<< /Type /FontDescriptor /FontName /Deep /Flags 32 /FontBBox [-1020 -462 1793 1232] /ItalicAngle 0 "
    told += b"/Ascent 1232 /Descent -462 /CapHeight 729 /StemV 80 >>"
    drawn = TEXT.replace(b"/F1", b"/F2") + b"0.7 w %.2f 703 m %.2f 703 l S" % (LEFT, RIGHT)
    return write_pdf(drawn, resources=b"/Font << /F2 6 0 R >>", further=(font, told))


STRUCK = {
    "line": lined((LEFT, RIGHT, 703)),
    "line-drawn-backwards": lined((RIGHT, LEFT, 703)),
    "line-drawn-by-hand": lined((LEFT - 6, RIGHT + 7, 703.5)),
    "a-line-for-each-word": lined((LEFT, LEFT + 20, 703), (RIGHT - 22, RIGHT, 703)),
    "two-lines": lined((LEFT, RIGHT, 702.2), (LEFT, RIGHT, 704)),
    "thin-rectangle": boxed(LEFT, RIGHT, 702.7, 0.8),
    "thick-rectangle": boxed(LEFT, RIGHT, 701.9, 2.3),
    "annotation": noted(b"StrikeOut", QUADS + b" /C [1 0 0]"),
    "line-as-annotation": noted(b"Line", b"/L [%.1f 703 %.1f 703]" % (LEFT, RIGHT)),
    "pen-as-annotation": noted(b"Ink", b"/InkList [[%.1f 703 130 703.6 %.1f 702.8]]" % (LEFT, RIGHT)),
    "by-a-pen-in-several-strokes": write_pdf(TEXT + b"0.8 w %.2f 703 m 130 702.6 l %.2f 703.4 l S" % (LEFT, RIGHT)),
    "dots": dashed(0.75, 0.75, 702.6),
    "dashes": dashed(4.5, 2.2, 702.4, 2.2),
    "wave-that-is-clipped": waved(60, 703),
    "wave-of-a-pattern": patterned(701.2),
    "font-deeper-than-its-letters": deep(),
    "by-reportlab": by_reportlab(struck_of_canvas),
    "by-fpdf2": by_fpdf(struck_of_fpdf),
}
WHOLE = {
    "underline": lined((LEFT, RIGHT, 698.6)),
    "dotted-underline": dashed(0.75, 0.75, 698.3),
    "wavy-underline": waved(60, 697.5),
    "wavy-underline-of-a-pattern": patterned(696.2),
    "line-above": lined((LEFT, RIGHT, 709)),
    "border-of-a-table": lined((20, 560, 703)),
    "border-that-touches": lined((20, LEFT + 3, 703)),
    "upright-line": write_pdf(TEXT + b"1 w 130 690 m 130 715 l S"),
    "marker-below": boxed(LEFT, RIGHT, 697.5, 4, 0.8),
    "highlight": write_pdf(b"0.9 g %.2f 697 %.2f 12 re f 0 g\n" % (LEFT, RIGHT - LEFT) + TEXT),
    "highlight-as-thick-line": write_pdf(b"0.8 G 11 w %.2f 703 m %.2f 703 l S 0 G\n" % (LEFT, RIGHT) + TEXT),
    "hidden-annotation": noted(b"StrikeOut", QUADS + b" /F 2"),
    "underline-as-annotation": noted(b"Underline", QUADS),
}


def read_line(data: bytes, reader: str) -> tuple[Page, SourceText]:
    (page,) = load_reader(reader)(data).pages  # type: ignore[arg-type]
    words = [word for word in page.words if not {"Population", "of"} & {word.text.chars} and word.box.top > 80]
    lowest = max(round(word.baseline) for word in words)
    return page, join(word.text for word in sorted(words, key=lambda w: w.box.x0) if abs(word.baseline - lowest) < 3)


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", STRUCK)
def test_struck_words_say_so(name, reader):
    page, line = read_line(STRUCK[name], reader)
    assert line.mark_struck().chars == "Kick-off in ~~May 2018~~ in Graz"
    assert line.drop_struck().chars == "Kick-off in in Graz"
    assert line.list_struck()[0].boxes(1)[0] == pytest.approx([LEFT, line.boxes(1)[0][1], RIGHT, line.boxes(1)[0][3]], abs=2)
    assert not page.strokes


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", WHOLE)
def test_what_is_no_strike_strikes_nothing(name, reader):
    _, line = read_line(WHOLE[name], reader)
    assert line.mark_struck().chars == "Kick-off in May 2018 in Graz"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        pytest.param("in M\u0336a\u0336y\u0336 \u03362\u03360\u03361\u03368\u0336 in", "in ~~May 2018~~ in", id="long-strokes"),
        pytest.param("in M\u0336a\u0336y\u0336, June", "in ~~May~~, June", id="a-part-of-a-word"),
        pytest.param("in 5\u03359\u03352\u0335 603", "in ~~592~~ 603", id="short-strokes"),
        pytest.param("a o\u0338l and a comma", "a o\u0338l and a comma", id="one-letter-with-a-slash"),
    ],
)
def test_letters_under_combining_strokes_are_struck(printed, shown):
    (page,) = load_reader("pdfium")(typst.compile(f'#set text(font: "DejaVu Sans Mono")\n{printed}'.encode())).pages
    assert join(word.text for word in page.words).mark_struck().chars == shown


def test_a_block_that_is_struck_as_a_whole_is_none_when_read():
    _, line = read_line(lined((60, 187, 703)), "pdfium")
    form = Form((Row("activities", SourceText(), (Cell((Block(line, 1),)),)),))
    assert form.drop_struck().blocks("activities") == ()
    assert form.blocks("activities")[0].render().chars == "• ~~Kick-off in May 2018 in Graz~~"
