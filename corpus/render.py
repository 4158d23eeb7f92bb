"""Render a drawn summary in a shape: the one door to the producers."""

from corpus.decoys import add_decoys
from corpus.draw import draw_summary
from corpus.model import Summary
from corpus.render_drawn import render_canvas, render_fpdf
from corpus.render_html import CHROMIUM, WRITER, render_chromium, render_writer
from corpus.render_platypus import render_platypus
from corpus.render_text import render_text
from corpus.render_typst import render_typst
from corpus.style import SHAPES, Style, draw_style
from corpus.vocabulary import load_words
from corpus.wrapped import wrap_labels

_PRODUCERS = {
    "typst": render_typst,
    "platypus": render_platypus,
    "fpdf": render_fpdf,
    "reportlab": render_canvas,
    "chromium": render_chromium,
    "writer": render_writer,
    "text": render_text,
}


def available_shapes() -> list[str]:
    """Return the shapes whose producer is on this machine."""
    absent = {name for name, path in (("chromium", CHROMIUM), ("writer", WRITER)) if not path}
    return [shape for shape in SHAPES if shape.partition("-")[0] not in absent]


def make_document(seed: int, shape: str, *, wrapped: bool = False) -> tuple[Summary, Style, bytes]:
    """Draw the summary and the style of a seed and render it; the same arguments always give the same content and layout.

    `wrapped`: with labels of several words in a narrow column.
    """
    summary = draw_summary(seed)
    style = draw_style(seed, shape, load_words()["running_heads"])
    if wrapped:
        summary, style = wrap_labels(summary, style)
    summary = add_decoys(summary, style.quirk)
    return summary, style, render(summary, style)


def render(summary: Summary, style: Style) -> bytes:
    """Render a summary with the producer of its style."""
    return _PRODUCERS[style.producer](summary, style)
