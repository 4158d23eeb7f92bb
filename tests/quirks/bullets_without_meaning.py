"""A page drawn by hand whose bullets are glyphs of an embedded font that does not say which characters they mean."""

import re
from io import BytesIO

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.fonts import symbol_file

LINES = [
    (50, 60, "U-CAP Summary"),
    (50, 90, "City"), (180, 90, "Lyon"), (360, 90, "Hohhot"),
    (50, 110, "Country"), (180, 110, "France"), (360, 110, "China"),
    (50, 130, "Main activities"),
    (180, 130, "→"), (192, 130, "May 2018: Silk meets cashmere, and the weavers of both cities exchange looms,"),
    (192, 142, "patterns and songs"),
    (180, 154, "→"), (192, 154, "June 2018: A coat"),
]  # fmt: skip


def draw() -> bytes:
    """Return the PDF; its only embedded font is the bullets', of which the table of meanings is taken away."""
    pdfmetrics.registerFont(TTFont("Marks", str(symbol_file("Marks", "→"))))
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 420), invariant=1, pageCompression=0)
    for x, y, text in LINES:
        canvas.setFont("Marks" if text == "→" else "Helvetica", 10)
        canvas.drawString(x, 420 - y, text)
    canvas.save()
    return re.sub(rb"/ToUnicode \d+ 0 R", lambda match: b" " * len(match[0]), target.getvalue())
