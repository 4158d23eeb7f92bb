"""From what a PDF library reads of a page, its characters and shapes, to the page that the layout gets.

Each reader of PDFs hands over the same plain data, so that what is made of them is written once.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal, NamedTuple, TypeAlias

from ucap.extractors.page import Box, Page, PdfDocument, UnreadableDocument, Word
from ucap.extractors.readers.accents import join_accents
from ucap.extractors.readers.chars import Char, gather_chars
from ucap.extractors.readers.drawn_bullets import Drawing, find_drawn_bullets
from ucap.extractors.readers.fields import FormField, is_shown_by_field, settle_fields
from ucap.extractors.readers.glyphs import lacks_names, repair_glyphs, split_marks, split_sideways, split_watermarks
from ucap.extractors.readers.pdf_words import drop_doubles, drop_shown, join_words, make_words
from ucap.extractors.readers.right_to_left import order_right_to_left
from ucap.extractors.readers.strikes import Stroke, lies_within, strike_overlaid, strike_words
from ucap.extractors.readers.tolerances import PDF, PdfTolerances, StrikeTolerances
from ucap.extractors.text.source_text import SourceText, join

_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+\-Z])(\d\d)?'?(\d\d)?'?)?")


ShapeKind: TypeAlias = Literal["line", "rect", "curve"]


HIDDEN_GAP = 1.5
"""Font sizes between two lines of hidden text that are reported as two. Chosen, not measured."""


class Shape(NamedTuple):
    """A line, rectangle or other path that a page paints; its box is without the stroke's `width`, in points.

    `owner` is the number by which a reader knows the object that paints it. `is_wave`: it may be a wavy line, as its box is
    filled with a pattern.
    """

    kind: ShapeKind
    box: Box
    fill: bool
    stroke: bool
    width: float = 0.0
    owner: int = 0
    is_wave: bool = False


def build_page(
    number: int,
    width: float,
    height: float,
    chars: Sequence[Char],
    shapes: Sequence[Shape],
    tolerances: PdfTolerances = PDF,
    fields: Sequence[tuple[FormField, Box]] = (),
    *,
    hidden: Sequence[Char] = (),
    strikes: Sequence[Box] = (),
    strokes: Sequence[Stroke] = (),
) -> Page:
    """Return the page with a number, from 1, of a size in points, with these characters and shapes, which stand upright.

    `fields` are its form fields, each with its box on the upright page; what they show is among the characters. `hidden` are
    characters that nobody sees on it; `strikes` are the boxes of annotations that strike text out, and `strokes` are lines that
    annotations draw.
    """
    chars, remarks = settle_fields(chars, fields, number) if fields else (chars, [])
    body, watermarks = split_watermarks(drop_doubles(gather_chars(chars)), tolerances.glyphs)
    body, sideways = split_sideways(body, tolerances.glyphs)
    body, marks = split_marks(join_accents(repair_glyphs(body, tolerances.glyphs), tolerances.accents), tolerances.glyphs)
    words = order_right_to_left(strike_overlaid(list(make_words(*join_words(body, tolerances), number))))
    words, striking = strike_words(words, (*find_strokes(shapes, tolerances), *strokes), strikes, tolerances.strikes)
    if striking:
        shapes = [shape for shape in shapes if not any(lies_within(shape.box, stroke.box) for stroke in striking)]
    unseen: list[SourceText] = []
    if hidden:
        shapes = [_drop_edges(shape, hidden) for shape in shapes]
        found = _join_hidden(drop_shown(hidden, chars), number, tolerances)
        unseen = [text for text in found if not is_shown_by_field(text.chars, fields)]
    lines = [shape.box for shape in shapes if shape.kind == "line"]
    bullets = find_drawn_bullets(read_drawings(shapes), words, lines, number, tolerances.bullets)
    rules, fills = read_rules(shapes, {drawing.box for drawing in bullets}, tolerances.thin)
    return Page(
        number=number,
        width=width,
        height=height,
        words=(*words, *bullets.values()),
        strokes=tuple(rules),
        fills=tuple(fills),
        aside=(*watermarks, *sideways, *marks),
        remarks=tuple(remarks),
        empty_fields=sum(found.is_empty for found, _ in fields),
        hidden=tuple(unseen),
    )


def _drop_edges(shape: Shape, hidden: Sequence[Char]) -> Shape:
    """Return a shape without the edge of a bar that blacks words out: it divides no cells."""
    if not (shape.fill and shape.stroke):
        return shape
    box = shape.box
    covered = (
        box.x0 <= (char.x0 + char.x1) / 2 <= box.x1
        and box.top <= (char.top + char.bottom) / 2 <= box.bottom < char.bottom + char.size
        for char in hidden
    )
    return shape._replace(stroke=False) if any(covered) else shape


def _join_hidden(chars: Sequence[Char], number: int, tolerances: PdfTolerances) -> Iterator[SourceText]:
    """Yield the texts of hidden characters: the words of lines that follow each other closely."""
    text: list[Word] = []
    for word in make_words(*join_words(gather_chars(chars), tolerances), number):
        if text and word.box.top - text[-1].box.bottom > HIDDEN_GAP * word.size:
            yield join(found.text for found in text)
            text = []
        text.append(word)
    if text:
        yield join(found.text for found in text)


def find_strokes(shapes: Iterable[Shape], tolerances: PdfTolerances = PDF) -> Iterator[Stroke]:
    """Yield the shapes that are lines: strokes, thin rectangles, waves, and rows of dots or dashes, each as one line."""
    pieces: dict[tuple[float, float], list[Box]] = {}
    for kind, box, fill, stroke, width, _, is_wave in shapes:
        if kind == "line":
            yield Stroke(box, width, box.height)
            continue
        if box.height > tolerances.strikes.highest_rect:
            continue
        if kind == "rect":
            part = tolerances.strikes.wave if is_wave else 1.0
            yield Stroke(box, (part * box.height if fill else 0.0) + width)
        elif not fill:
            yield Stroke(box, width, box.height)
        if fill and not stroke and box.x1 - box.x0 <= tolerances.strikes.longest_dash:
            pieces.setdefault((round(box.top, 1), round(box.bottom, 1)), []).append(box)
    for row in pieces.values():
        yield from _join_pieces(row, tolerances.strikes)


def _join_pieces(row: Sequence[Box], tolerances: StrikeTolerances) -> Iterator[Stroke]:
    """Yield the lines that dots or dashes of one height form."""
    line: list[Box] = []
    for box in (*sorted(row, key=lambda box: box.x0), None):
        if line and (box is None or box.x0 - line[-1].x1 > tolerances.dash_gap * max(line[-1].x1 - line[-1].x0, box.height)):
            if len(line) >= tolerances.least_dashes:
                yield Stroke(Box(line[0].x0, line[0].top, line[-1].x1, line[0].bottom), line[0].height)
            line = []
        if box is not None:
            line.append(box)


def read_drawings(shapes: Iterable[Shape]) -> Iterator[Drawing]:
    """Yield a page's shapes, each with the bullet glyph that it looks like."""
    for kind, box, fill, stroke, *_ in shapes:
        if kind != "line" and (fill or stroke):
            outlined, filled = ("▫", "▪") if kind == "rect" else ("◦", "•")
            yield Drawing(box, filled if fill else outlined)


def read_rules(shapes: Sequence[Shape], bullets: Container[Box] = (), thin: float = PDF.thin) -> tuple[list[Box], list[Box]]:
    """Return a page's ruling lines, up to `thin` points thick, and its shaded areas; the boxes of drawn bullets are neither."""
    strokes = [shape.box for shape in shapes if shape.kind == "line"]
    fills = []
    for kind, box, fill, stroke, *_ in shapes:
        if kind != "rect" or box in bullets:
            continue
        if min(box.x1 - box.x0, box.height) <= thin:
            strokes.append(box)
        else:
            if fill:
                fills.append(box)
            if stroke:
                strokes += [
                    Box(box.x0, box.top, box.x1, box.top),
                    Box(box.x0, box.bottom, box.x1, box.bottom),
                    Box(box.x0, box.top, box.x0, box.bottom),
                    Box(box.x1, box.top, box.x1, box.bottom),
                ]
    return strokes, fills


def make_document(pages: Sequence[Page], modified: object, tolerances: PdfTolerances = PDF) -> PdfDocument:
    """Return the document of these pages; `modified` is the `ModDate` of its metadata, whatever that holds.

    Raises `UnreadableDocument` with code `damaged` where there are no pages, and `no_text_layer` where they have no text.
    """
    if not pages:
        raise UnreadableDocument("damaged", "the PDF has no pages; fetch or export it again.")
    texts = [word.text.chars for page in pages for word in page.words]
    if not texts:
        raise UnreadableDocument(
            "no_text_layer",
            "the pages hold no text, only pictures; install ucap[ocr], which reads them, or run text recognition (OCR) first.",
        )
    if lacks_names(texts, tolerances.glyphs):
        raise UnreadableDocument(
            "no_text_layer",
            "the letters of its fonts have no names, so the text is shown but cannot be read; export it again with other "
            "fonts, or install ucap[ocr], which reads pictures of text.",
        )
    return PdfDocument(tuple(pages), parse_pdf_date(modified))


def explain_damage() -> UnreadableDocument:
    """Return the refusal of a PDF that cannot be opened, in words that do not depend on the library that tried it."""
    return UnreadableDocument("damaged", "the PDF is cut off or damaged; fetch or export it again.")


def explain_page_limit(max_pages: int) -> UnreadableDocument:
    """Return the refusal of a PDF that has more pages than are read."""
    return UnreadableDocument("too_large", f"it has more than {max_pages} pages; split it, or raise max_pages.")


def parse_pdf_date(text: object) -> datetime | None:
    """Parse a PDF date (ISO 32000-1, 7.9.4) to UTC; None where it is missing or malformed."""
    match = _PDF_DATE.match(text) if isinstance(text, str) else None
    if not match:
        return None
    defaults = (0, 1, 1, 0, 0, 0)
    parts = (int(part or default) for part, default in zip(match.groups()[:6], defaults, strict=True))
    year, month, day, hour, minute, second = parts
    sign, zone_hours, zone_minutes = match.groups()[6:]
    offset = timedelta(hours=int(zone_hours or 0), minutes=int(zone_minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
