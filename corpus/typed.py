"""Values that are typed into form fields over the print, not printed themselves."""

from collections import Counter
from typing import Any

from corpus.fonts import text_width
from corpus.model import Summary
from corpus.page_layout import Page, Text

_SECTIONS = frozenset({"city", "province", "country", "population", "area", "period"})

_IN_ROW = 3
"""Texts of a row: a label, and a value of each side."""


def split_typed(page: Page, summary: Summary) -> tuple[Page, list[Text]]:
    """Return a page without the values of short rows, and these values: each stands on one line, in letters of Latin-1."""
    rows = [row for row in summary.rows if row.section in _SECTIONS]
    values = {block.text for row in rows for cell in row.cells for block in cell}
    values = {value for value in values if value.isprintable() and _is_latin(value)}
    left = min((text.x for text in page.texts), default=0.0)
    # A justified line is printed word by word: the name of a city can be one of its words.
    lines = Counter(text.baseline for text in page.texts)
    typed = [text for text in page.texts if text.text in values and text.x > left and lines[text.baseline] <= _IN_ROW]
    return Page(page.pictures, page.boxes, [text for text in page.texts if text not in typed]), typed


def _is_latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def draw_field(canvas: Any, text: Text, name: str, height: float, font: Any) -> None:
    """Draw a form field of ReportLab, filled in with a text; `height` is that of the page, `font` the file of its font."""
    width = 1.1 * text_width(text.text, font, text.size) + 0.5 * text.size
    place = {"x": text.x - 2, "y": height - text.baseline - 0.4 * text.size, "width": width, "height": 1.4 * text.size}
    canvas.acroForm.textfield(name=name, value=text.text, fontSize=text.size, borderWidth=0, **place)
