"""Pages with what was read from them drawn on top: rows, labels, blocks by level, and the published values, each with a number.

At the left of a page stand the names of its rows, at the right its values by number, above it what the colours mean.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFont
from text_unidecode import unidecode  # type: ignore[import-untyped]

from ucap.extractors.form import Form, Row
from ucap.extractors.readers.pdf_picture import draw_pages
from ucap.extractors.text.source_text import SourceText
from ucap.review.outline import name_row
from ucap.schemas.records import Evidence

SCALE = 2.0
"""Pixels per point."""
LEFT, TOP, RIGHT = 120, 34, 640
"""Room beside and above a page, in pixels: for the names of rows, what the colours mean, and the list of values."""
TEXT, PITCH = 13, 17
"""Size of the lists' type, and the distance of their lines, in pixels."""

LABEL_COLOUR, LABEL_TINT = "#1f5fd0", "#c9dcfa"
LEVELS = (("paragraph", "#1a8f3c"), ("bullet", "#e07000"), ("second-level bullet", "#b3009e"), ("deeper bullet", "#7a4b00"))
ROW_COLOURS = ("#dfe7f2", "#f3ead7")
"""Bands of rows, in turn."""
UNKNOWN_COLOUR = "#f6c9c9"
TABLE_COLOURS = {
    "ucaps": "#6a3fb5",
    "cities": "#00808a",
    "themes": "#8a6d00",
    "agenda_topics": "#4b7a00",
    "activities": "#c0392b",
    "results": "#a0447a",
    "entities": "#909090",
}
HIDDEN_COLOUR, UNREAD_COLOUR = "#ff2fd0", "#00a8e8"
"""Of frames around text of the file that nobody sees, and around text that is seen but was not read."""
OTHER_COLOUR = "#444444"
"""Of values of other tables."""

Box: TypeAlias = tuple[float, float, float, float]


@dataclass
class Mark:
    """Values of one row of a table that are read from the same place: their boxes in pixels of the page, and their columns."""

    table: str
    row: str
    boxes: list[Box]
    values: list[tuple[str, str]] = field(default_factory=list)

    @property
    def caption(self) -> str:
        """The row and its columns with their values, in ASCII letters, as the font has few others."""
        values = dict.fromkeys(value for _, value in self.values)
        named = "; ".join(f"{', '.join(c for c, v in self.values if v == value)} = {value}" for value in values)
        return str(unidecode(f"{' '.join(filter(None, (self.table, self.row)))}: {named}"))


def draw_form(data: bytes, form: Form, evidence: Sequence[Evidence] = ()) -> Iterator[Image.Image]:
    """Yield a picture of each page of a PDF with the form and the published values drawn on it."""
    for number, page in enumerate(draw_pages(data, SCALE), start=1):
        mentions = [row for row in evidence if row.page == number and row.table == "entities"]
        marks = collect_marks(row for row in evidence if row.page == number and row.table != "entities")
        sheet = Image.new("RGB", (LEFT + page.width + RIGHT, TOP + max(page.height, PITCH * (len(marks) + 1))), "white")
        pen = ImageDraw.Draw(sheet)
        tints = Image.new("RGB", page.size, "white")
        _draw_rows(ImageDraw.Draw(tints), pen, form.rows, number)
        layer = Image.new("RGBA", page.size)
        _draw_blocks(ImageDraw.Draw(layer), form.rows, number)
        _draw_values(ImageDraw.Draw(layer), marks, mentions)
        _draw_doubts(ImageDraw.Draw(layer), form, number)
        tinted = ImageChops.multiply(page, tints).convert("RGBA")  # colours, and yet black letters
        sheet.paste(Image.alpha_composite(tinted, layer), (LEFT, TOP))
        _list_values(pen, LEFT + page.width + 12, marks)
        _explain_colours(pen)
        yield sheet


def collect_marks(evidence: Iterable[Evidence]) -> list[Mark]:
    """Gather the values of a page by row and place, from the top; a place and all it holds come before what is within it."""
    marks: dict[object, Mark] = {}
    for row in evidence:
        boxes = [_to_pixels(box) for box in row.boxes or []]
        if not boxes:
            continue
        mark = marks.setdefault((row.table, row.row, tuple(boxes)), Mark(row.table, name_row(row), boxes))
        mark.values.append((row.column, row.value or ""))
    return sorted(marks.values(), key=lambda mark: (mark.boxes[0][1], mark.boxes[0][0], -_area(mark.boxes)))


def _to_pixels(box: Sequence[float]) -> Box:
    x0, top, x1, bottom = (round(edge * SCALE) for edge in box)
    return x0, top, x1, bottom


def _area(boxes: Iterable[Box]) -> float:
    return sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in boxes)


def _boxes_of(text: SourceText, page: int) -> list[Box]:
    return [_to_pixels(box) for box in text.boxes(page)]


def _draw_rows(tints: ImageDraw.ImageDraw, pen: ImageDraw.ImageDraw, rows: Sequence[Row], page: int) -> None:
    """Draw a band over the page for each row, labels in it, and the row's name at the left."""
    for position, row in enumerate(rows):
        texts = [row.label, *(block.text for cell in row.cells for block in cell.blocks)]
        boxes = list(chain.from_iterable(_boxes_of(text, page) for text in texts))
        if not boxes:
            continue
        colour = UNKNOWN_COLOUR if row.section == "unknown" else ROW_COLOURS[position % 2]
        top, bottom = min(box[1] for box in boxes) - 3, max(box[3] for box in boxes) + 3
        tints.rectangle((0, top, tints.im.size[0], bottom), fill=colour)
        pen.rectangle((4, TOP + top, LEFT - 4, TOP + bottom), fill=colour)
        pen.text((10, TOP + (top + bottom) / 2), row.section, fill="black", font=_font(), anchor="lm")
        for box in _boxes_of(row.label, page):
            tints.rectangle(_grow(box, 2), fill=LABEL_TINT, outline=LABEL_COLOUR)


def _draw_blocks(layer: ImageDraw.ImageDraw, rows: Sequence[Row], page: int) -> None:
    """Draw a bar at the left of each block, as high as its lines, in the colour of its level."""
    for block in (block for row in rows for cell in row.cells for block in cell.blocks):
        if boxes := _boxes_of(block.text, page):
            x = min(box[0] for box in boxes) - 5
            colour = LEVELS[min(block.level, len(LEVELS) - 1)][1]
            layer.rectangle((x - 2, boxes[0][1], x, boxes[-1][3]), fill=colour)


def _draw_values(layer: ImageDraw.ImageDraw, marks: Sequence[Mark], mentions: Sequence[Evidence]) -> None:
    """Draw boxes around the glyphs of each value with its number, and a line below each mention of an entity."""
    for box in (_to_pixels(box) for row in mentions for box in row.boxes or []):
        layer.line((box[0], box[3], box[2], box[3]), fill=TABLE_COLOURS["entities"], width=2)
    badges: list[Box] = []
    for number, mark in enumerate(marks, start=1):
        colour = TABLE_COLOURS.get(mark.table, OTHER_COLOUR)
        is_outer = any(other.boxes != mark.boxes and _holds(mark, other) for other in marks)
        for box in mark.boxes:
            layer.rectangle(_grow(box, 3 if is_outer else 1), outline=(*_rgb(colour), 90 if is_outer else 255))
        badges.append(_place_badge(mark.boxes[0], str(number), badges))
        layer.rectangle(badges[-1], fill=colour)
        layer.text((badges[-1][0] + 2, badges[-1][1]), str(number), fill="white", font=_font(10))


def _draw_doubts(layer: ImageDraw.ImageDraw, form: Form, page: int) -> None:
    """Draw frames around text that nobody sees and around text that was not read, and lines through struck words."""
    for box in (box for text in form.hidden for box in _boxes_of(text, page)):
        layer.rectangle(_grow(box, 2), outline=HIDDEN_COLOUR, fill=(*_rgb(HIDDEN_COLOUR), 50), width=2)
    for region in form.unread:
        if region.page == page:
            place = region.place or region.box
            box = _to_pixels((place.x0, place.top, place.x1, place.bottom))
            layer.rectangle(_grow(box, 2), outline=UNREAD_COLOUR, fill=(*_rgb(UNREAD_COLOUR), 50), width=2)
    for x0, top, x1, bottom in (box for _, text in form.list_struck() for box in _boxes_of(text, page)):
        layer.line((x0, (top + bottom) / 2, x1, (top + bottom) / 2), fill=HIDDEN_COLOUR, width=2)


def _holds(mark: Mark, other: Mark) -> bool:
    """Whether the first box of another mark lies within one of this mark's."""
    x0, top, x1, bottom = other.boxes[0]
    return any(box[0] - 1 <= x0 and box[1] - 1 <= top and x1 <= box[2] + 1 and bottom <= box[3] + 1 for box in mark.boxes)


def _place_badge(box: Box, text: str, taken: Sequence[Box]) -> Box:
    """Return a free place for a number: above the left end of a box, or to the right of the numbers that are there."""
    width, height = _font(10).getlength(text) + 4, 11
    x = box[0]
    while blocking := [b for b in taken if b[0] < x + width and x < b[2] and abs(b[1] - box[1] + height) < height]:
        x = max(b[2] for b in blocking) + 1
    return x, box[1] - height, x + width, box[1]


def _list_values(pen: ImageDraw.ImageDraw, x: int, marks: Sequence[Mark]) -> None:
    """List the values by number, each beside its place or as near below as the list allows."""
    y = 0.0
    for number, mark in enumerate(marks, start=1):
        left_below = (len(marks) - number) * PITCH
        y = max(y, min(mark.boxes[0][1], pen.im.size[1] - TOP - PITCH - left_below))
        colour = TABLE_COLOURS.get(mark.table, OTHER_COLOUR)
        pen.text((x, TOP + y), f"{number}", fill=colour, font=_font())
        pen.text((x + 24, TOP + y), _shorten(mark.caption, RIGHT - 40), fill=colour, font=_font())
        y += PITCH


def _explain_colours(pen: ImageDraw.ImageDraw) -> None:
    x = 10.0
    swatches = [("row", ROW_COLOURS[0]), ("label", LABEL_COLOUR), *LEVELS]
    swatches += [("hidden or struck", HIDDEN_COLOUR), ("seen but not read", UNREAD_COLOUR)]
    swatches += [(f"value of {name}" if name != "entities" else "entity", colour) for name, colour in TABLE_COLOURS.items()]
    for name, colour in swatches:
        pen.rectangle((x, 11, x + 11, 22), fill=colour)
        pen.text((x + 16, 9), name, fill="black", font=_font())
        x += 30 + _font().getlength(name)


@cache
def _font(size: int = TEXT) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # with a size, Pillow's own outlines
    return font


def _shorten(text: str, width: float) -> str:
    """Cut a text to a width in pixels."""
    text = " ".join(text.split())
    if _font().getlength(text) <= width:
        return text
    while text and _font().getlength(text + "...") > width:
        text = text[:-1]
    return text + "..."


def _grow(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
