"""A table of ReportLab's Platypus in whose cell the bullets stand in two columns, under a sentence that runs over both."""

from io import BytesIO

from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore[import-untyped]

LEFT = ["May 2018: Young cooks of both cities bake bread with sour dough in one kitchen", "June 2018: Tasting"]
RIGHT = ["July 2018: A mill is lent", "August 2018: Bakers write down forty recipes of rye and of millet"]


def draw() -> bytes:
    """Return the PDF."""
    text = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=12)
    item = ParagraphStyle("item", text, leftIndent=12, bulletIndent=0, bulletFontName="Helvetica", bulletFontSize=10)
    columns = [[Paragraph(line, item, bulletText="•") for line in lines] for lines in (LEFT, RIGHT)]
    plain = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0), ("FONTSIZE", (0, 0), (-1, -1), 10)]
    inner = Table([columns], colWidths=(172, 172), style=plain)
    rows = [
        ["City", "Freiburg", "Nanchang"],
        ["Country", "Germany", "China"],
        ["Cooperation period", "2018 - 2019", ""],
        ["Main activities", [inner], ""],
    ]
    style = [("SPAN", (1, 2), (2, 2)), ("SPAN", (1, 3), (2, 3)), *plain[::2]]
    target = BytesIO()
    document = SimpleDocTemplate(target, pagesize=(595, 420), margin=45, invariant=1)
    document.build([Paragraph("U-CAP Summary", text), Table(rows, colWidths=(130, 180, 180), style=style)])
    return target.getvalue()
