"""A table of ReportLab's Platypus in 13 pt type."""

from io import BytesIO

from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore[import-untyped]

ROWS = [
    ("City:", ["Valladolid"], ["Luoyang"]),
    ("Country:", ["Spain"], ["China"]),
    ("Population:", ["298,412"], ["7,056,699"]),
    ("Period of cooperation:", ["October 2018 \u2013 September 2020"]),
    (
        "Short description of main activities:",
        [
            "- November 2018: Bakers of Valladolid look at the steam ovens of Luoyang",
            "- February 2019: Reply",
        ],
    ),
]


def draw() -> bytes:
    """Return the PDF."""
    text = ParagraphStyle("text", fontName="Helvetica", fontSize=13, leading=16, spaceAfter=5)
    item = ParagraphStyle("item", text, leftIndent=18, bulletIndent=4)
    rows = []
    for label, *cells in ROWS:
        drawn = [
            [Paragraph(line[2:], item, bulletText="\u2022") if line[0] == "-" else Paragraph(line, text) for line in cell]
            for cell in cells
        ]
        rows.append([Paragraph(str(label), text), *drawn, *[""] * (2 - len(drawn))])
    style: list[tuple[object, ...]] = [("SPAN", (1, i), (2, i)) for i, row in enumerate(rows) if row[2] == ""]
    style += [("GRID", (0, 0), (-1, -1), 1, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    target = BytesIO()
    document = SimpleDocTemplate(target, pagesize=(595, 420), margin=40, invariant=1)
    document.build([Paragraph("U-CAP Summary", text), Table(rows, colWidths=(165, 175, 175), style=style)])
    return target.getvalue()
