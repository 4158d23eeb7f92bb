"""A table of fpdf2 below a picture with words beside it; the picture is there on every page."""

from fpdf import FPDF
from PIL import Image

from corpus.fonts import font_files
from tests.quirks.render import DRAWN_AT, fill_table

LOGO = Image.linear_gradient("L").resize((32, 16))
TALK = "A talk about reeds that clean water, with the keepers of the ponds and with a class that counts frogs there"


class _Pages(FPDF):
    def header(self) -> None:
        self.image(LOGO, x=10, y=8, w=24)
        self.set_font("body", size=8)
        self.set_xy(36, 10)
        self.cell(text="Funded by the European Union")
        self.set_xy(10, 26)
        self.set_font("body", size=10)


def draw() -> bytes:
    """Return the PDF."""
    pdf = _Pages(format=(210, 110))
    pdf.set_creation_date(DRAWN_AT)
    pdf.add_font("body", fname=font_files("Roboto")[0])
    pdf.add_page()
    pdf.cell(text="U-CAP Summary", new_x="LMARGIN", new_y="NEXT")
    rows = [("City", "Plovdiv", "Liuzhou"), ("Country", "Bulgaria", "China"), ("Duration", "2018 - 2019"), ("Key focus", TALK)]
    rows += [("Key challenges", f"{TALK}; money is short."), ("Objectives", f"{TALK}."), ("Expected results", "Frogs")]
    with pdf.table(first_row_as_headings=False, col_widths=(26, 37, 37), line_height=6, padding=1, text_align="LEFT") as table:
        fill_table(table, rows)
    return bytes(pdf.output())
