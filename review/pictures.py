"""Pages with what was read from them drawn on top: labels, blocks by level, and the rows they were given to."""

from collections.abc import Iterator

from PIL import ImageDraw
from PIL.Image import Image

from extractors.form import Form
from extractors.readers.pdf_picture import draw_pages
from extractors.source_text import SourceText

SCALE = 2.0
"""Pixels per point."""

LABEL_COLOUR = "#1f5fd0"
LEVEL_COLOURS = ("#1a8f3c", "#d06a00", "#b3009e", "#7a4b00")
"""Colours of paragraphs, and of bullets by level."""


def draw_form(data: bytes, form: Form) -> Iterator[Image]:
    """Yield a picture of each page of a PDF with the form drawn on it."""
    for number, image in enumerate(draw_pages(data, SCALE), start=1):
        pen = ImageDraw.Draw(image)
        for row in form.rows:
            _frame(pen, row.label, number, LABEL_COLOUR, row.section)
            for cell in row.cells:
                for block in cell.blocks:
                    colour = LEVEL_COLOURS[min(block.level, len(LEVEL_COLOURS) - 1)]
                    name = row.section if not row.label else cell.side or ""
                    _frame(pen, block.text, number, colour, name)
        yield image


def _frame(pen: ImageDraw.ImageDraw, text: SourceText, page: int, colour: str, name: str) -> None:
    """Draw a box around each printed line of a text, its name at the first."""
    boxes = text.boxes(page)
    for box in boxes:
        pen.rectangle([v * SCALE + d for v, d in zip(box, (-1, -1, 1, 1), strict=True)], outline=colour, width=1)
    if boxes and name:
        pen.text((boxes[0][0] * SCALE, boxes[0][1] * SCALE - 11), name, fill=colour)
