"""Text that is seen on a page but not among its characters is found by its shape; logos and photographs are not."""

import numpy as np
import pytest
from fontTools.pens.qu2cuPen import Qu2CuPen  # type: ignore[import-untyped]
from fontTools.pens.recordingPen import RecordingPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.fonts import font_folders
from tests.raw_pdf import write_pdf
from tests.test_hidden_text import SHOWN, by_reportlab, print_words, read_page
from ucap.extractors.form import Form, Row
from ucap.extractors.page import Box, Region
from ucap.extractors.readers.unread import find_components
from ucap.extractors.text.source_text import Glyph, SourceText
from ucap.schemas.records import SectionName


def field(value: bytes, kind: bytes = b"/FT /Tx", printed: bytes = b"") -> bytes:
    """Return a PDF with a form field beside a label; its appearance is made by who draws it."""
    widget = b"<< /Type /Annot /Subtype /Widget %s /T (population) /V %s /Rect [200 695 320 712] /F 4 /DA (/F1 10 Tf 0 g) >>"
    form = b"/AcroForm << /Fields [6 0 R] /NeedAppearances true /DR << /Font << /F1 5 0 R >> >> /DA (/F1 10 Tf 0 g) >>"
    return write_pdf(SHOWN + printed, page=b"/Annots [6 0 R]", catalog=form, further=(widget % (kind, value),))


def note(kind: bytes, look: bytes, flags: int = 4) -> bytes:
    annotation = b"<< /Type /Annot /Subtype /%s /Rect [200 690 330 715] /AP << /N 7 0 R >> /F %d /Contents (291,072) >>"
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 130 25] /Length %d /Resources << /Font << /F1 5 0 R >> >> >> stream\n"
    form = head % len(look) + look + b"\nendstream"
    return write_pdf(SHOWN, page=b"/Annots [6 0 R]", further=(annotation % (kind, flags), form))


def pictured(picture: Image.Image, x: float, y: float, scale: float = 0.25) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture), x, y, width=picture.width * scale, height=picture.height * scale)

    return by_reportlab(draw)


def print_page() -> Image.Image:
    """Return a picture of five lines of text."""
    page = Image.new("L", (1600, 400), 255)
    for row in range(5):
        page.paste(print_words("Study visit of the port authority to Kunming, with partners", (1500, 60)), (20, 20 + 70 * row))
    return page


def photograph() -> Image.Image:
    noise = np.random.default_rng(7).normal(0, 6, (300, 400))
    wave = 128 + 90 * np.sin(np.arange(400) / 37)[None, :] * np.cos(np.arange(300) / 29)[:, None]
    return Image.fromarray((wave + noise).clip(0, 255).astype(np.uint8))


def logo() -> Image.Image:
    """Return a picture of a disc and two short lines."""
    sign = Image.new("L", (480, 160), 255)
    sign.paste(print_words("Funded by", (230, 60)), (200, 20))
    sign.paste(print_words("the Union", (230, 60)), (200, 80))
    sign.paste(90, (10, 10, 150, 150))
    return sign


def draw_outlines(canvas: Canvas, letters: str, x: float, y: float) -> None:
    """Draw letters as shapes, as programs for layout do on request."""
    font = TTFont(next(file for folder in font_folders() for file in sorted(folder.rglob("Roboto-Regular.ttf"))))
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), 10 / font["head"].unitsPerEm
    path = canvas.beginPath()
    for letter in letters:
        pen = RecordingPen()
        glyphs[names[ord(letter)]].draw(Qu2CuPen(pen, 1.0, all_cubic=True))
        for step, points in pen.value:
            flat = [c for px, py in points for c in (x + px * scale, y + py * scale)]
            {"moveTo": path.moveTo, "lineTo": path.lineTo, "curveTo": path.curveTo}.get(step, path.close)(*flat)
        x += glyphs[names[ord(letter)]].width * scale
    canvas.drawPath(path, fill=1, stroke=0)


def outlines(canvas: Canvas) -> None:
    for row in range(4):
        draw_outlines(canvas, "Study visit of the port authority to Kunming, with partners", 60, 600 - 14 * row)


def outlined_number(canvas: Canvas) -> None:
    canvas.drawString(60, 600, "Population:")
    draw_outlines(canvas, "180,302", 200, 600)


def bullets(canvas: Canvas) -> None:
    for row in range(20):
        canvas.circle(80, 600 - 14 * row, 1.6, fill=1)


TYPED = {
    "form-field": (field(b"(291,072)"), "291,072"),
    "choice": (field(b"(Graz)", b"/FT /Ch /Ff 131072 /Opt [(Graz) (Linz)]"), "Graz"),
    "typed-on": (note(b"FreeText", b"BT /F1 10 Tf 4 8 Td (291,072) Tj ET"), "291,072"),
    "stamp": (note(b"Stamp", b"1 0 0 rg BT /F1 12 Tf 4 8 Td (291,072) Tj ET"), "291,072"),
}
UNREAD = {
    "picture-beside-a-label": (pictured(print_words("291,072", (240, 60)), 200, 695), "picture", (200, 90, 250, 110)),
    "picture-of-a-page": (pictured(print_page(), 60, 400), "picture", (60, 300, 470, 400)),
    "outlines": (by_reportlab(outlines), "picture", (55, 190, 420, 250)),
    "outlines-of-a-number": (by_reportlab(outlined_number), "picture", (198, 185, 240, 206)),
}
EXPLAINED = {
    "empty-field": field(b"()"),
    "empty-field-over-print": field(b"()", printed=b"BT /F1 10 Tf 210 700 Td (please fill in) Tj ET\n"),
    "tick": field(b"/Off", b"/FT /Btn"),
    "note-that-is-not-shown": note(b"FreeText", b"BT /F1 10 Tf 4 8 Td (291,072) Tj ET", flags=2),
    "note-without-ink": note(b"FreeText", b""),
    "photograph": pictured(photograph(), 60, 400),
    "photograph-beside-a-label": pictured(photograph(), 200, 640),
    "logo": pictured(logo(), 60, 740),
    "disc": by_reportlab(lambda canvas: canvas.circle(300, 500, 60, fill=1)),
    "many-bullets": by_reportlab(bullets),
}


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", UNREAD)
def test_text_that_is_seen_but_not_read_is_found(name, reader):
    data, kind, (x0, top, x1, bottom) = UNREAD[name]
    (region,) = read_page(data, reader).unread
    assert (region.kind, region.page) == (kind, 1)
    assert x0 - 2 <= region.box.x0 < region.box.x1 <= x1 + 2 and top - 2 <= region.box.top < region.box.bottom <= bottom + 2


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_on_a_page_is_read(name, reader):
    data, text = TYPED[name]
    page = read_page(data, reader)
    assert text in [word.text.chars for word in page.words]
    assert page.unread == ()


@pytest.mark.parametrize("name", EXPLAINED)
def test_what_is_no_text_is_not_reported(name):
    assert read_page(EXPLAINED[name]).unread == ()


def test_connected_pixels_are_joined_however_they_meet():
    ring = np.array([[0, 1, 1, 1], [0, 1, 0, 1], [1, 1, 0, 1], [0, 0, 0, 0], [1, 0, 1, 0]], bool)
    assert sorted(find_components(ring)) == [(0, 3, 0, 4), (4, 5, 0, 1), (4, 5, 2, 3)]


def test_unread_text_is_about_the_row_in_which_it_stands():
    def row(section: SectionName, page: int, top: float) -> Row:
        return Row(section, SourceText("L", (Glyph(page, 50, top, 56, top + 10),)), ())

    form = Form((row("city", 1, 100), row("population", 1, 130), row("activities", 2, 60)))
    regions = [Region(page, Box(200, top, 300, top + 12), "picture") for page, top in ((1, 40), (1, 128), (1, 500), (2, 300))]
    assert [form.find_section(region) for region in regions] == [None, "population", "population", "activities"]
