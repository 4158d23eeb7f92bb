"""A table of fpdf2 itself: every cell framed, labels bold."""

from fpdf import FPDF
from fpdf.fonts import FontFace

from corpus.fonts import font_files
from tests.quirks.render import DRAWN_AT

ROWS = [
    ("City:", "Nantes", "Xi'an"),
    ("Province:", "Pays de la Loire", "Shaanxi"),
    ("Country:", "France", "China"),
    ("Population:", "309,346", "12,950,000"),
    ("Size (km²):", "65.2 km²", "10,752 km²"),
]
WIDE = [
    ("Period of cooperation:", "September 2017 - June 2020"),
    ("Cooperation themes:", "Machines of the street theatre"),
    (
        "Main objectives of cooperation:",
        "To find out what a walking elephant costs a city each year, what it brings to hotels and cafés, and whether a dragon "
        "would do as well.",
    ),
]


def draw() -> bytes:
    """Return the PDF."""
    regular, bold = font_files("Source Sans Pro")
    pdf = FPDF(format=(210, 148))
    pdf.set_creation_date(DRAWN_AT)
    pdf.add_font("body", fname=regular)
    pdf.add_font("body", style="B", fname=bold)
    pdf.add_page()
    pdf.set_font("body", size=10)
    pdf.cell(text="Cooperation Action Plan Summary", new_x="LMARGIN", new_y="NEXT")
    with pdf.table(first_row_as_headings=False, col_widths=(26, 37, 37), line_height=5, text_align="LEFT") as table:
        for row in ROWS:
            cells = table.row()
            for i, text in enumerate(row):
                cells.cell(text, style=None if i else FontFace(emphasis="BOLD"))
        for label, text in WIDE:
            cells = table.row()
            cells.cell(label, style=FontFace(emphasis="BOLD"))
            cells.cell(text, colspan=2)
    return bytes(pdf.output())
