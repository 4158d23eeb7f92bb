"""Pages that show what the PDF reader has to decide about glyphs and small drawings, for `benchmarks.tolerances`."""

import io
from collections.abc import Callable, Iterator

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

Draw = Callable[[Canvas], None]
_LINES = 8
"""Lines of running text on each page, so that the page has a usual size and direction."""


def draw_glyph_pages() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each page: A4, Helvetica of 10 points."""
    for draw in (_bullets, _tick_boxes, _dotted_border, _footnote_marks, _exponents, _slanted_watermark, _huge_watermark):
        yield draw.__name__.strip("_"), _draw(_body, draw)
    yield "sideways", _draw(_sideways)


def _draw(*parts: Draw) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    canvas.setFont("Helvetica", 10)
    for draw in parts:
        draw(canvas)
    canvas.save()
    return target.getvalue()


def _body(canvas: Canvas) -> None:
    for number in range(_LINES):
        canvas.drawString(80, 500 - 12 * number, "The cities exchange what they know of trams and parks")


def _bullets(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "Activities")
    for number, radius in enumerate((1.0, 1.6, 2.2)):
        y = 700 - 14 * number
        canvas.circle(188, y + 3.5, radius, stroke=0, fill=1)
        canvas.drawString(196, y, "tram line")
    canvas.rect(200, 652, 3, 3, stroke=0, fill=1)
    canvas.circle(201.5, 653.5, 1.2, stroke=1, fill=0)
    canvas.drawString(209, 650, "bus line")


def _tick_boxes(canvas: Canvas) -> None:
    canvas.rect(184, 699, 8, 8, stroke=1, fill=0)
    canvas.drawString(196, 700, "tram line")
    canvas.rect(182, 683, 9, 4, stroke=0, fill=1)
    canvas.drawString(196, 682, "bus line")
    canvas.circle(150, 667, 1.6, stroke=0, fill=1)
    canvas.drawString(196, 664, "far away")


def _dotted_border(canvas: Canvas) -> None:
    for y in range(620, 800, 5):
        canvas.circle(188, y - 0.5, 0.9, stroke=0, fill=1)
    for y in (700, 714, 728):
        canvas.drawString(196, y, "tram line")


def _raise(canvas: Canvas, y: float, word: str, mark: str, size: float, height: float) -> None:
    canvas.drawString(60, y, word)
    canvas.setFont("Helvetica", size)
    canvas.drawString(60 + canvas.stringWidth(word, "Helvetica", 10), y + height, mark)
    canvas.setFont("Helvetica", 10)


def _footnote_marks(canvas: Canvas) -> None:
    for number, (mark, size, height) in enumerate((("1", 6, 4), ("(2)", 7, 3.5), ("*", 6, 3), ("12", 5, 5))):
        _raise(canvas, 700 - 16 * number, "partners", mark, size, height)


def _exponents(canvas: Canvas) -> None:
    for number, word in enumerate(("415 km", "7 m", "10")):
        _raise(canvas, 700 - 16 * number, word, "2", 6, 4)


def _slanted_watermark(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.translate(120, 380)
    canvas.rotate(40)
    canvas.setFont("Helvetica", 40)
    canvas.drawString(0, 0, "DRAFT")
    canvas.restoreState()


def _huge_watermark(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 60)
    canvas.drawString(80, 440, "DRAFT")


def _sideways(canvas: Canvas) -> None:
    canvas.translate(400, 100)
    canvas.rotate(90)
    canvas.drawString(80, 300, "Margin")
    _body(canvas)
