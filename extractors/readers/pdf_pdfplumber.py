"""Read a PDF's words, lines and shaded areas with pdfplumber."""

import io
import re
import unicodedata
from collections.abc import Container, Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.text import extract_words

from ucap.extractors.page import MAX_PAGES, Box, Page, PdfDocument, UnreadableDocument, Word
from ucap.extractors.readers.drawn_bullets import Drawing, find_drawn_bullets
from ucap.extractors.readers.glyphs import find_turn, lacks_names, repair_glyphs, split_marks, split_watermarks
from ucap.extractors.readers.tolerances import PDF, PdfTolerances
from ucap.extractors.text.source_text import Glyph, Origin, from_pairs

_LIGATURES = frozenset("ﬀﬁﬂﬃﬄﬅﬆ")
# Codes that WinAnsiEncoding leaves unused mean a bullet (ISO 32000-1, table D.2, note 3); ReportLab writes its bullets so, and
# pdfminer has no name for them.
_UNUSED_CODES = frozenset(f"(cid:{code})" for code in (127, 129, 141, 143, 144, 157))
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+\-Z])(\d\d)?'?(\d\d)?'?)?")


def read_pdf(data: bytes, max_pages: int = MAX_PAGES, tolerances: PdfTolerances = PDF) -> PdfDocument:
    """Read all pages of a PDF.

    Raises `UnreadableDocument` with code `encrypted`, `damaged`, `too_large` (more than `max_pages`) or `no_text_layer`, and
    `MemoryError` where the memory that the process may use is not enough.
    """
    try:
        # Not in a `with`: at its end pdfplumber would go through all pages again, also when that is what went wrong.
        pdf = pdfplumber.open(io.BytesIO(data), unicode_norm="NFC")
        # Not what `/Count` says, which need not be true; the tree is walked no further than need be.
        count = len(list(islice(PDFPage.create_pages(pdf.doc), max_pages + 1)))
        if count > max_pages:
            raise UnreadableDocument("too_large", f"it has more than {max_pages} pages; split it, or raise max_pages.")
        if not count:
            raise UnreadableDocument("damaged", "the PDF has no pages; fetch or export it again.")
        pages = tuple(read_page(page, tolerances) for page in pdf.pages)
        modified_at = parse_pdf_date(pdf.metadata.get("ModDate"))
    except UnreadableDocument:
        raise
    except Exception as error:  # pdfminer raises what its parsers happen to meet: KeyError, struct.error, RecursionError ...
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        raise _explain_failure(cause) from error
    texts = [word.text.chars for page in pages for word in page.words]
    if not texts:
        raise UnreadableDocument("no_text_layer", "the pages hold no text, only pictures; run text recognition (OCR) first.")
    if lacks_names(texts, tolerances.glyphs):
        raise UnreadableDocument(
            "no_text_layer",
            "the letters of its fonts have no names, so the text is shown but cannot be read; export it again with other "
            "fonts, or run text recognition (OCR) first.",
        )
    return PdfDocument(pages, modified_at)


def _explain_failure(cause: Exception) -> Exception:
    """Return what a failure of the library means for the file; a lack of memory is the process's, not the file's."""
    if isinstance(cause, MemoryError):
        return cause
    if isinstance(cause, PDFPasswordIncorrect):
        return UnreadableDocument("encrypted", "the PDF asks for a password; save a copy without one.")
    if isinstance(cause, PDFEncryptionError):
        return UnreadableDocument("encrypted", "the PDF is encrypted in a way that is not known here; save a copy without.")
    return UnreadableDocument("damaged", f"the PDF cannot be parsed ({type(cause).__name__}); fetch or export it again.")


def read_page(page: Any, tolerances: PdfTolerances = PDF) -> Page:
    """Read one pdfplumber page; one that is printed sideways is turned first."""
    x0, y0, x1, y1 = page.page_obj.mediabox  # any two opposite corners, which pdfminer takes as if in order
    page.page_obj.mediabox = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    if turn := find_turn(page.chars, tolerances.glyphs):
        page = turn_page(page, turn)
    seen = [(c["text"], round(c["x0"]), round(c["top"])) for c in page.chars if not c["text"].isspace()]
    if len(seen) > len(set(seen)):  # bold made by printing each glyph twice
        page = page.dedupe_chars()
    chars, watermarks = split_watermarks(page.chars, tolerances.glyphs)
    chars, marks = split_marks(repair_glyphs(chars, tolerances.glyphs), tolerances.glyphs)
    raw_words = extract_words(chars, return_chars=True, x_tolerance_ratio=tolerances.joined, y_tolerance=tolerances.same_line)
    words = [word for raw in raw_words if (word := read_word(raw, page.page_number))]
    lines = [to_box(line) for line in page.lines]
    bullets = find_drawn_bullets(read_drawings(page), words, lines, page.page_number, tolerances.bullets)
    strokes, fills = read_rules(page, {drawing.box for drawing in bullets}, tolerances.thin)
    return Page(
        number=page.page_number,
        width=float(page.width),
        height=float(page.height),
        words=(*words, *bullets.values()),
        strokes=tuple(strokes),
        fills=tuple(fills),
        aside=(*watermarks, *marks),
    )


def turn_page(page: Any, degrees: int) -> Any:
    """Return a page turned clockwise, as if the file had said so; its boxes count from the top left of the turned page."""
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.rotation + degrees) % 360
    return pdfplumber.page.Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def read_word(raw: dict[str, Any], page_number: int) -> Word | None:
    """Convert a pdfplumber word with its characters; None for a word of nothing but control characters."""

    def pairs() -> Iterator[tuple[str, Origin]]:
        for char in raw["chars"]:
            box = (char["x0"], char["top"], char["x1"], char["bottom"])
            glyph = Glyph(page_number, *(round(float(v), 2) for v in box))
            # One glyph can print several characters (a ligature): each of them keeps the glyph's box.
            printed = unicodedata.normalize("NFKC", char["text"]) if char["text"] in _LIGATURES else char["text"]
            if printed in _UNUSED_CODES:
                printed = "•"
            if printed == "\u00ad" and char["width"] > 0:  # some producers name every hyphen that they print so
                printed = "-"
            # Control characters stay: `ucap.extractors.repair` reports them when it takes them out.
            yield from ((c, glyph) for c in printed if c.isprintable() or unicodedata.category(c) in ("Cc", "Co"))

    text = from_pairs(pairs())
    if not text:
        return None
    first = raw["chars"][0]
    box = Box(*(float(raw[k]) for k in ("x0", "top", "x1", "bottom")))
    return Word(text, box, font=str(first["fontname"]), size=float(first["size"]))


def read_drawings(page: Any) -> Iterator[Drawing]:
    """Yield a page's shapes, each with the bullet glyph that it looks like."""
    for shape in (*page.curves, *page.rects):
        outlined, filled = ("▫", "▪") if shape["object_type"] == "rect" else ("◦", "•")
        if shape["fill"] or shape["stroke"]:
            yield Drawing(to_box(shape), filled if shape["fill"] else outlined)


def read_rules(page: Any, bullets: Container[Box] = (), thin: float = PDF.thin) -> tuple[list[Box], list[Box]]:
    """Return a page's ruling lines, up to `thin` points thick, and its shaded areas; the boxes of drawn bullets are neither."""
    strokes = [to_box(line) for line in page.lines]
    fills = []
    for rect in page.rects:
        box = to_box(rect)
        if box in bullets:
            continue
        if min(box.x1 - box.x0, box.height) <= thin:
            strokes.append(box)
        else:
            if rect["fill"]:
                fills.append(box)
            if rect["stroke"]:
                strokes += [
                    Box(box.x0, box.top, box.x1, box.top),
                    Box(box.x0, box.bottom, box.x1, box.bottom),
                    Box(box.x0, box.top, box.x0, box.bottom),
                    Box(box.x1, box.top, box.x1, box.bottom),
                ]
    return strokes, fills


def to_box(shape: dict[str, Any]) -> Box:
    """Return the box of a pdfplumber object."""
    return Box(*(float(shape[k]) for k in ("x0", "top", "x1", "bottom")))


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
