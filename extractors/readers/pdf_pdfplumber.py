"""Read a PDF's words, lines and shaded areas with pdfplumber."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain, islice, repeat
from math import hypot
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage

from ucap.extractors.page import MAX_PAGES, Box, Page, PdfDocument, UnreadableDocument
from ucap.extractors.readers.chars import Char
from ucap.extractors.readers.glyphs import find_turn, mend_depths, mend_mirrored
from ucap.extractors.readers.pdf_pages import Shape, build_page, explain_damage, explain_page_limit, make_document
from ucap.extractors.readers.pdf_pdfium import Look, look_at_page, open_pages
from ucap.extractors.readers.second_look import find_differences
from ucap.extractors.readers.tolerances import PDF, PdfTolerances

_FIELDS = ("text", "x0", "top", "x1", "bottom", "size", "fontname", "upright", "matrix")

SAME_PLACE = 1.5
"""Points by which two readers may differ about where a glyph begins."""


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
            raise explain_page_limit(max_pages)
        with ExitStack() as stack:
            looks = look_at_pages(data, max_pages, tolerances, stack)
            pages = tuple(read_page(page, look, tolerances) for page, look in zip(pdf.pages, looks, strict=False))
        modified = pdf.metadata.get("ModDate")
    except UnreadableDocument:
        raise
    except Exception as error:  # pdfminer raises what its parsers happen to meet: KeyError, struct.error, RecursionError ...
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        raise _explain_failure(cause) from error
    return make_document(pages, modified, tolerances)


def look_at_pages(data: bytes, max_pages: int, tolerances: PdfTolerances, stack: ExitStack) -> Iterator[Look | None]:
    """Yield what PDFium sees of each page; only None where it cannot open the file. The stack closes it."""
    try:
        opened = stack.enter_context(open_pages(data, max_pages))
    except UnreadableDocument:
        return repeat(None)
    return chain((look_at_page(page, tolerances) for page in opened), repeat(None))


def _explain_failure(cause: Exception) -> Exception:
    """Return what a failure of the library means for the file; a lack of memory is the process's, not the file's."""
    if isinstance(cause, MemoryError):
        return cause
    if isinstance(cause, PDFPasswordIncorrect):
        return UnreadableDocument("encrypted", "the PDF asks for a password; save a copy without one.")
    if isinstance(cause, PDFEncryptionError):
        return UnreadableDocument("encrypted", "the PDF is encrypted in a way that is not known here; save a copy without.")
    return explain_damage()


def read_page(page: Any, look: Look | None = None, tolerances: PdfTolerances = PDF) -> Page:
    """Read one pdfplumber page; one that is printed sideways is turned first.

    `look` is what PDFium sees of the page; None where it cannot open the file: then it is not known what is seen.
    """
    unit = look.unit if look else 1.0
    # pdfplumber counts from the media box: it gets the part of the page that is shown instead.
    visible = find_visible_box(page.page_obj.mediabox, page.page_obj.cropbox)
    page.page_obj.mediabox = page.page_obj.attrs["MediaBox"] = visible
    page = _remake(page)
    chars = mend_mirrored(_list_chars(page), float(page.height))
    if turn := find_turn(chars, tolerances.glyphs):
        page = turn_page(page, turn)
        chars = mend_mirrored(_list_chars(page), float(page.height))
    left, top = page.bbox[:2]  # pdfplumber adds the corner of the box to what pdfminer counts from there
    # Curves before rectangles: where both are drawn at one place, the first is the bullet.
    shapes = [to_shape(found, left, top, unit) for found in (*page.lines, *page.curves, *page.rects)]
    images = [Shape("rect", to_box(image, left, top, unit), fill=True, stroke=False) for image in page.images]
    # dvips prints rules as pictures.
    shapes += [image for image in images if min(image.box.x1 - image.box.x0, image.box.height) <= tolerances.thin]
    if (left, top, unit) != (0, 0, 1):
        chars = [_move(char, left, top, unit) for char in chars]
    chars = mend_depths(chars, unit * float(page.height))
    if look is None:
        width, height = float(page.width), float(page.height)
        return build_page(page.page_number, width, height, chars, shapes, tolerances)
    remarks = find_differences(chars, look.chars, page.page_number, tolerances)
    chars = [*chars, *look.list_typed()]
    # pdfplumber knows neither patterns nor clips, of which wavy lines are made.
    shapes = [shape for shape in shapes if not _may_wave(shape)] + [shape for shape in look.shapes if _may_wave(shape)]
    chars, hidden = split_hidden(chars, look.hidden) if look.hidden else (chars, [])
    read = look.build_page(page.page_number, chars, hidden, shapes, tolerances)
    return replace(read, remarks=(*read.remarks, *remarks))


def _may_wave(shape: Shape) -> bool:
    return shape.is_wave or (shape.kind == "curve" and not shape.fill)


def split_hidden(chars: Sequence[Char], hidden: Sequence[Char]) -> tuple[list[Char], list[Char]]:
    """Split characters into those that are seen and those that another reader found hidden, by text and place."""
    by_text: dict[str, list[int]] = defaultdict(list)
    for number, char in enumerate(chars):
        by_text[char.text].append(number)
    found: set[int] = set()
    for char in hidden:
        near = [n for n in by_text[char.text] if n not in found and _measure_distance(chars[n], char) < SAME_PLACE]
        if near:
            found.add(min(near, key=lambda n: _measure_distance(chars[n], char)))
    return [c for n, c in enumerate(chars) if n not in found], [chars[n] for n in sorted(found)]


def _measure_distance(char: Char, other: Char) -> float:
    return hypot(char.x - other.x, char.y - other.y)


def find_visible_box(media: Sequence[float], crop: Sequence[float]) -> tuple[float, float, float, float]:
    """Return the crop box within the media box, or that alone where they do not meet; corners may be any two opposite ones.

    >>> find_visible_box((0, 0, 600, 800), (700, 40, 20, 900))
    (20, 40, 600, 800)
    """
    (x0, x1), (y0, y1) = sorted(media[::2]), sorted(media[1::2])
    (left, right), (bottom, top) = sorted(crop[::2]), sorted(crop[1::2])
    inner = max(x0, left), max(y0, bottom), min(x1, right), min(y1, top)
    return inner if inner[0] < inner[2] and inner[1] < inner[3] else (x0, y0, x1, y1)


def turn_page(page: Any, degrees: int) -> Any:
    """Return a page turned clockwise, as if the file had said so; its boxes count from the top left of the turned page."""
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.rotation + degrees) % 360
    return _remake(page)


def _remake(page: Any) -> Any:
    return pdfplumber.page.Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _list_chars(page: Any) -> list[Char]:
    return [_to_char(found) for found in page.chars]


def _to_char(found: Mapping[str, Any]) -> Char:
    text, x0, top, x1, bottom, size, fontname, upright, matrix = map(found.__getitem__, _FIELDS)
    a, b, c, d, x, y = matrix
    return Char(text, x0, top, x1, bottom, size, fontname, upright, (a, b, c, d), x, y)


def _move(char: Char, left: float, top: float, unit: float) -> Char:
    a, b, c, d = char.way
    return char._replace(
        x0=unit * (char.x0 - left),
        top=unit * (char.top - top),
        x1=unit * (char.x1 - left),
        bottom=unit * (char.bottom - top),
        size=unit * char.size,
        way=(unit * a, unit * b, unit * c, unit * d),
        x=unit * char.x,
        y=unit * char.y,
    )


def to_box(found: dict[str, Any], left: float = 0.0, top: float = 0.0, unit: float = 1.0) -> Box:
    """Return the box of a pdfplumber object in points, counted from a corner; `unit` is the points of one of its units."""
    x0, y0, x1, y1 = (float(found[k]) for k in ("x0", "top", "x1", "bottom"))
    return Box(unit * (x0 - left), unit * (y0 - top), unit * (x1 - left), unit * (y1 - top))


def to_shape(found: dict[str, Any], left: float = 0.0, top: float = 0.0, unit: float = 1.0) -> Shape:
    """Return the shape that a pdfplumber object is, measured as `to_box` does."""
    fill, stroke = bool(found["fill"]), bool(found["stroke"])
    width = unit * float(found.get("linewidth") or 0) if stroke else 0.0
    return Shape(found["object_type"], to_box(found, left, top, unit), fill, stroke, width)
