"""A table of fpdf2 itself: every other row shaded, nothing ruled."""

from fpdf import FPDF

from corpus.fonts import font_files
from tests.quirks.render import DRAWN_AT, fill_table

ROWS = [
    ("City", "Bari", "Guiyang"),
    ("Country", "Italy", "China"),
    ("Period of cooperation", "2018 - 2020"),
    ("Cooperation themes", "Street food\nNight markets"),
    (
        "Key focus",
        "Street food: Licences are given for a day, by telephone, and hygiene is looked after by a nurse who walks the "
        "market.\n"
        "Night markets: Lamps and waste bins are lent with the stall.",
    ),
    ("Key challenges", "Street food: Few stalls have running water."),
    ("Expected results", "Clean stalls"),
]


def draw() -> bytes:
    """Return the PDF."""
    pdf = FPDF(format=(210, 148))
    pdf.set_creation_date(DRAWN_AT)
    pdf.add_font("body", fname=font_files("Source Serif Pro")[0])
    pdf.add_page()
    pdf.set_font("body", size=11)
    pdf.cell(text="U-CAP Summary", new_x="LMARGIN", new_y="NEXT")
    options = {"borders_layout": "NONE", "cell_fill_color": 225, "cell_fill_mode": "EVEN_ROWS", "text_align": "LEFT"}
    with pdf.table(first_row_as_headings=False, col_widths=(28, 36, 36), line_height=5.5, padding=1.5, **options) as table:
        fill_table(table, ROWS)
    return bytes(pdf.output())
