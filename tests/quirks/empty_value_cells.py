"""A table of fpdf2 itself with empty cells: of one side, of both, and of a row that has one value."""

from fpdf import FPDF

from corpus.fonts import font_files
from tests.quirks.render import DRAWN_AT, fill_table

ROWS = [
    ("City", "Kaunas", "Zhuzhou"),
    ("Province", "", "Hunan"),
    ("Country", "Lithuania", "China"),
    ("Population", "", ""),
    ("Size (km²)", "157 km²", ""),
    ("Period of cooperation", ""),
    ("Cooperation themes", "Rail yards"),
    ("Key challenges", ""),
    ("Expected results", "A plan for the yards"),
]


def draw() -> bytes:
    """Return the PDF."""
    pdf = FPDF(format=(210, 148))
    pdf.set_creation_date(DRAWN_AT)
    pdf.add_font("body", fname=font_files("Source Sans Pro")[0])
    pdf.add_page()
    pdf.set_font("body", size=10)
    pdf.cell(text="U-CAP Summary", new_x="LMARGIN", new_y="NEXT")
    with pdf.table(first_row_as_headings=False, col_widths=(26, 37, 37), line_height=6, text_align="LEFT") as table:
        fill_table(table, ROWS)
    return bytes(pdf.output())
