"""A page drawn by hand with fpdf2: each label is printed twice, a third of a point apart, to look bold."""

from fpdf import FPDF

from corpus.fonts import font_files
from tests.quirks.render import DRAWN_AT

ROWS = [
    (90, ["City:", "Bologna", "Chengdu"]),
    (110, ["Country:", "Italy", "China"]),
    (130, ["Period of cooperation:", "2018 - 2019"]),
    (150, ["Key challenges of", "Arcades are 62 km long, and the better part"]),
    (162, ["cooperation theme:", "belongs to their neighbours."]),
    (182, ["Expected results:", "Pillars that bear a tale"]),
]


def draw() -> bytes:
    """Return the PDF."""
    pdf = FPDF(unit="pt", format=(595, 420))
    pdf.set_creation_date(DRAWN_AT)
    pdf.add_font("body", fname=font_files("Roboto")[0])
    pdf.add_page()
    pdf.set_font("body", size=10)
    for shift in (0, 0.35):
        pdf.text(50 + shift, 60, "U-CAP Summary")
    for y, (label, *values) in ROWS:
        for shift in (0, 0.35):
            pdf.text(50 + shift, y, label)
        for x, value in zip((180, 360), values, strict=False):
            pdf.text(x, y, value)
    return bytes(pdf.output())
