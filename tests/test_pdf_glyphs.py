"""What a PDF reader makes of glyphs and small drawings, on tiny pages set in the test."""

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from extractors.readers.page import Page
from extractors.readers.pdf_pdfplumber import read_pdf

HEIGHT = 842


def draw_page(draw: Callable[[Canvas], None]) -> Page:
    """Return the page that reads back from what was drawn; y counts from the bottom, as in PDF."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, HEIGHT))
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    (page,) = read_pdf(target.getvalue()).pages
    return page


def texts(page: Page) -> list[str]:
    return [word.text.chars for word in sorted(page.words, key=lambda word: (round(word.box.top), word.box.x0))]


def disc(canvas: Canvas) -> None:
    canvas.circle(188, 703.5, 1.6, stroke=0, fill=1)


def ring(canvas: Canvas) -> None:
    canvas.circle(188, 703.5, 1.6, stroke=1, fill=0)


def square(canvas: Canvas) -> None:
    canvas.rect(186.5, 702, 3, 3, stroke=0, fill=1)


def outlined_disc(canvas: Canvas) -> None:
    canvas.circle(188, 703.5, 1.6, stroke=0, fill=1)
    canvas.circle(188, 703.5, 1.6, stroke=1, fill=0)


@pytest.mark.parametrize(
    ("draw", "sign"),
    [
        pytest.param(disc, "•", id="disc"),
        pytest.param(ring, "◦", id="circle"),
        pytest.param(square, "▪", id="square"),
        pytest.param(outlined_disc, "•", id="filled-and-outlined"),
    ],
)
def test_a_drawn_bullet_is_a_word_of_its_line(draw, sign):
    def set_item(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Activities")
        canvas.drawString(196, 700, "tram line")
        draw(canvas)

    page = draw_page(set_item)
    assert texts(page) == ["Activities", sign, "tram", "line"]
    bullet, text = page.words[-1], next(word for word in page.words if word.text.chars == "tram")
    assert 186 <= bullet.box.x0 < bullet.box.x1 <= 190
    assert (bullet.box.top, bullet.box.bottom) == (text.box.top, text.box.bottom)
    assert page.fills == ()


def tick_box(canvas: Canvas) -> None:
    canvas.rect(184, 699, 8, 8, stroke=1, fill=0)


def dot_in_the_sentence(canvas: Canvas) -> None:
    canvas.drawString(168, 700, "and")
    disc(canvas)


def dots_in_a_row(canvas: Canvas) -> None:
    for x in (176, 182, 188):
        canvas.circle(x, 703.5, 1.6, stroke=0, fill=1)


def dotted_border(canvas: Canvas) -> None:
    for y in range(600, 800, 4):
        canvas.circle(188, y - 0.5, 1, stroke=0, fill=1)


def other_column(canvas: Canvas) -> None:
    canvas.line(192, 600, 192, 800)
    disc(canvas)


def far_away(canvas: Canvas) -> None:
    canvas.circle(140, 703.5, 1.6, stroke=0, fill=1)


def above_the_line(canvas: Canvas) -> None:
    canvas.circle(188, 716, 1.6, stroke=0, fill=1)


def speck(canvas: Canvas) -> None:
    canvas.circle(188, 703.5, 0.4, stroke=0, fill=1)


@pytest.mark.parametrize(
    "draw", [tick_box, dot_in_the_sentence, dots_in_a_row, dotted_border, other_column, far_away, above_the_line, speck]
)
def test_a_drawing_that_is_no_bullet(draw):
    def set_item(canvas: Canvas) -> None:
        canvas.drawString(196, 700, "tram")
        draw(canvas)

    assert set(texts(draw_page(set_item))) <= {"and", "tram"}
