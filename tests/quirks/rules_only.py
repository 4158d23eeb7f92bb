"""A table of ReportLab's Platypus with a line below each row, in the Times that every viewer has."""

from io import BytesIO

from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore[import-untyped]

ROWS = [
    ("City", "Gdansk", "Xiamen"),
    ("Country", "Poland", "China"),
    ("Period of cooperation", "May 2017 \u2013 December 2019"),
    ("Related SDGs", "SDG 8: Decent Work and Economic Growth<br/>SDG 13: Climate Action"),
    (
        "Key focus of cooperation themes",
        "The shipyard halls become workshops for firms that build small electric boats, and their cranes stay as landmarks, "
        "lit at night.",
    ),
    ("Key challenges of cooperation theme", "Some halls stand on soil that must be cleaned before anybody works there."),
]


def draw() -> bytes:
    """Return the PDF."""
    text = ParagraphStyle("text", fontName="Times-Roman", fontSize=10, leading=12)
    label = ParagraphStyle("label", text, fontName="Times-Bold")
    rows = [[Paragraph(first, label), *(Paragraph(value, text) for value in values)] for first, *values in ROWS]
    style: list[tuple[object, ...]] = [("SPAN", (1, i), (2, i)) for i, row in enumerate(rows) if len(row) == 2]
    style += [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table = Table([row + [""] * (3 - len(row)) for row in rows], colWidths=(130, 180, 180), style=style)
    target = BytesIO()
    document = SimpleDocTemplate(target, pagesize=(595, 420), margin=50, invariant=1)
    document.build([Paragraph("U-CAP Summary", label), table])
    return target.getvalue()
