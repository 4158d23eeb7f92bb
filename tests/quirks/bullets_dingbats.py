"""A table of ReportLab's Platypus whose bullets are of the ZapfDingbats that every viewer has."""

from io import BytesIO

from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore[import-untyped]

ACTIVITIES = [
    (
        "●",
        0,
        "May 2018: Young cooks of both cities bake bread with sour dough in one kitchen, and quarrel about salt",
    ),
    ("■", 18, "Rye"),
    ("■", 18, "Millet"),
    ("●", 0, "June 2018: Tasting"),
]


def draw() -> bytes:
    """Return the PDF."""
    text = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=12)
    cell = []
    for glyph, left, line in ACTIVITIES:
        style = ParagraphStyle(
            "item", text, leftIndent=left + 14, bulletIndent=left, bulletFontName="ZapfDingbats", bulletFontSize=10
        )
        cell.append(Paragraph(line, style, bulletText=glyph))
    rows = [
        ["City", "Freiburg", "Nanchang"],
        ["Country", "Germany", "China"],
        ["Cooperation period", "2018 - 2019", ""],
        ["Main activities", cell, ""],
    ]
    style = [
        ("SPAN", (1, 2), (2, 2)),
        ("SPAN", (1, 3), (2, 3)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONTSIZE", (0, 0), (-1, -1), 10),
    ]
    target = BytesIO()
    document = SimpleDocTemplate(target, pagesize=(595, 420), margin=45, invariant=1)
    document.build([Paragraph("U-CAP Summary", text), Table(rows, colWidths=(130, 180, 180), style=style)])
    return target.getvalue()
