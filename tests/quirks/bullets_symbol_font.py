"""A page drawn by hand: bullets are letters of fonts called Wingdings and Webdings, as they look where the mapping is lost."""

from io import BytesIO

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.fonts import symbol_file

FONTS = {"w": "Wingdings", "b": "Webdings"}
LINES = [
    (50, 60, "", "U-CAP Summary"),
    (50, 90, "", "City"), (180, 90, "", "Toulouse"), (360, 90, "", "Taiyuan"),
    (50, 110, "", "Country"), (180, 110, "", "France"), (360, 110, "", "China"),
    (50, 130, "", "Main activities"),
    (180, 130, "w", "F"), (192, 130, "", "May 2018: Violets"),
    (196, 142, "b", "r"), (206, 142, "", "Seeds"),
    (196, 154, "b", "r"), (206, 154, "", "Pots"),
    (180, 166, "w", "F"), (192, 166, "", "June 2018: Perfume"),
]  # fmt: skip


def draw() -> bytes:
    """Return the PDF."""
    for family in FONTS.values():
        pdfmetrics.registerFont(TTFont(family, str(symbol_file(family, "Fr"))))
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 420), invariant=1)
    for x, y, font, text in LINES:
        canvas.setFont(FONTS.get(font, "Helvetica"), 10)
        canvas.drawString(x, 420 - y, text)
    canvas.save()
    return target.getvalue()
