"""Pages for layout tests, set from lines of text at chosen places: no PDF library, exact geometry."""

from ucap.extractors.page import Box, Page, PdfDocument, Word
from ucap.extractors.text.source_text import Glyph, Origin, from_pairs

CHAR_WIDTH = 0.5
"""Width of every character, in font sizes."""


def set_words(page: int, x: float, top: float, text: str, size: float = 10, font: str = "Body") -> list[Word]:
    """Set a line of text at a place; words are separated by single blanks."""
    words = []
    for word in text.split(" "):
        if word:
            pairs: list[tuple[str, Origin]] = [
                (c, Glyph(page, x + i * CHAR_WIDTH * size, top, x + (i + 1) * CHAR_WIDTH * size, top + size))
                for i, c in enumerate(word)
            ]
            words.append(Word(from_pairs(pairs), Box(x, top, x + len(word) * CHAR_WIDTH * size, top + size), font, size))
        x += (len(word) + 0.6) * CHAR_WIDTH * size
    return words


def rule(y: float, x0: float = 50, x1: float = 550) -> Box:
    """A horizontal ruling line."""
    return Box(x0, y, x1, y)


def make_document(*pages: list[tuple[float, float, str]], rules: tuple[tuple[float, ...], ...] = ()) -> PdfDocument:
    """Set pages of (x, top, text) lines; `rules` are the heights of ruling lines by page."""
    made = []
    for number, lines in enumerate(pages, start=1):
        words = [word for x, top, text in lines for word in set_words(number, x, top, text)]
        strokes = tuple(rule(y) for y in (rules[number - 1] if number <= len(rules) else ()))
        made.append(Page(number, 595, 842, tuple(words), strokes))
    return PdfDocument(tuple(made))
