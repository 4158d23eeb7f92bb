"""Read a PDF's words, lines and shaded areas with PDFium, through pypdfium2's raw functions: many times faster than pdfplumber.

PDFium also draws pages, so what is read and what is drawn come from one engine and share one frame.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import MAX_PAGES, Box, Page, PdfDocument, UnreadableDocument
from ucap.extractors.readers.chars import Char, Chars, join_chars
from ucap.extractors.readers.fields import FormField, is_inside
from ucap.extractors.readers.glyphs import find_turn
from ucap.extractors.readers.lie import Lie
from ucap.extractors.readers.overlaid import mend_page
from ucap.extractors.readers.pdf_pages import Shape, build_page, explain_damage, explain_page_limit, make_document
from ucap.extractors.readers.pdf_units import read_units
from ucap.extractors.readers.pdfium_annotations import Annotations, PlacedAnnotations, bound_points, read_annotations
from ucap.extractors.readers.pdfium_calls import Matrix, multiply, read_render_modes, to_address
from ucap.extractors.readers.pdfium_chars import make_chars
from ucap.extractors.readers.pdfium_drawing import Sheet
from ucap.extractors.readers.pdfium_fields import open_form, print_annotations
from ucap.extractors.readers.pdfium_glyphs import read_glyphs, settle_recognised
from ucap.extractors.readers.pdfium_ink import PageInk, SeenGlyphs
from ucap.extractors.readers.pdfium_objects import PageObject, find_objects
from ucap.extractors.readers.pdfium_shapes import read_image_rules, read_shapes
from ucap.extractors.readers.pdfium_stamps import find_stamps
from ucap.extractors.readers.pdfium_unread import find_unread, find_unread_typed
from ucap.extractors.readers.pictures import lay_level, level_light
from ucap.extractors.readers.recognised import settle_pages
from ucap.extractors.readers.tolerances import PDF, RECOGNISED, SCAN, PdfTolerances

UNREADABLE = 0xFFFD
"""What a letter is that other letters are printed over."""
_LETTER = (0.0, 0.0, 612.0, 792.0)  # points; what viewers show a page in that names no size


def read_pdf(data: bytes, max_pages: int = MAX_PAGES, tolerances: PdfTolerances = PDF) -> PdfDocument:
    """Read all pages of a PDF.

    Raises `UnreadableDocument` with code `encrypted`, `damaged`, `too_large` (more than `max_pages`) or `no_text_layer`, and
    `MemoryError` where the memory that the process may use is not enough.
    """
    with open_pages(data, max_pages) as opened:
        pages = []
        for index, page in enumerate(opened):
            if index == max_pages:
                raise explain_page_limit(max_pages)
            pages.append(read_page(page, index + 1, tolerances))
        modified = _read_metadata(opened.document, "ModDate")
    return make_document(settle_pages(pages), modified, tolerances)


@dataclass(frozen=True)
class OpenPage:
    """A page of an open document, its annotations and form fields as the file has them, and the points of one of its units.

    `own` is the number of objects that the page itself names; those behind them were laid upon it by annotations.
    """

    handle: Any
    notes: Annotations
    fields: Sequence[FormField] = ()
    unit: float = 1.0
    own: int = 0


@dataclass(frozen=True)
class OpenDocument:
    """An open document, whose pages are opened one after the other."""

    document: Any
    form: Any
    units: Sequence[float]

    def __iter__(self) -> Iterator[OpenPage]:
        # The number of pages that the file claims need not be true: the ones that are there count.
        for index in range(raw.FPDF_GetPageCount(self.document)):
            with open_page(self.document, index, self.form) as page:
                if page is None:
                    break
                yield replace(page, unit=self.units[index] if index < len(self.units) else 1.0)


@contextmanager
def open_pages(data: bytes, max_pages: int = MAX_PAGES) -> Iterator[OpenDocument]:
    """Open a PDF, the first `max_pages` pages of which are read. Raises `UnreadableDocument` where PDFium cannot open it."""
    units = read_units(data, max_pages)
    with open_document(data) as document, open_form(document) as form:
        yield OpenDocument(document, form, units)


@contextmanager
def open_document(data: bytes) -> Iterator[Any]:
    """Give PDFium's document of a file's bytes. Raises `UnreadableDocument` where it cannot be opened."""
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _explain_failure(raw.FPDF_GetLastError())
    try:
        yield document
    finally:
        raw.FPDF_CloseDocument(document)


def _explain_failure(code: int) -> UnreadableDocument:
    if code == raw.FPDF_ERR_PASSWORD:
        return UnreadableDocument("encrypted", "the PDF asks for a password; save a copy without one.")
    if code == raw.FPDF_ERR_SECURITY:
        return UnreadableDocument("encrypted", "the PDF is encrypted in a way that is not known here; save a copy without.")
    return explain_damage()


@contextmanager
def open_page(document: Any, index: int, form: Any) -> Iterator[OpenPage | None]:
    """Give a page of an open document by its number from 0, with what its fields and stamps show as part of its content.

    None where there is no such page.
    """
    page = raw.FPDF_LoadPage(document, index)
    try:
        if not page:
            yield None
            return
        notes, own = read_annotations(page, form), max(0, raw.FPDFPage_CountObjects(page))
        fields = print_annotations(page, form)
        if fields is not None:
            raw.FPDF_ClosePage(page)
            page = raw.FPDF_LoadPage(document, index)
        yield OpenPage(page, notes, tuple(fields or ()), own=own)
    finally:
        if page:
            raw.FPDF_ClosePage(page)


@contextmanager
def _open_text(page: Any) -> Iterator[Any]:
    text_page = raw.FPDFText_LoadPage(page)
    try:
        yield text_page
    finally:
        raw.FPDFText_ClosePage(text_page)


class Look(NamedTuple):
    """What PDFium sees of an upright page: characters, those that nobody sees, shapes and annotations, and how it is drawn."""

    chars: Chars
    hidden: Chars
    shapes: list[Shape]
    notes: PlacedAnnotations
    fields: Sequence[tuple[FormField, Box]]
    ink: PageInk
    unit: float
    is_recognised: bool
    """Whether a program laid the text, which it recognised, over the picture of the page."""
    stamped: Sequence[str] = ()
    """What stamps across the page say, which is none of its text."""

    def list_typed(self) -> list[Char]:
        """Return the characters that stand in form fields and typed-on texts, which other readers do not know."""
        boxes = [box for box, _ in self.notes.typed]
        return [char for char in self.chars if any(is_inside(char, box) for box in boxes)] if boxes else []

    def build_page(
        self, number: int, chars: Sequence[Char], hidden: Sequence[Char], shapes: Sequence[Shape], tolerances: PdfTolerances
    ) -> Page:
        """Return the page of these characters and shapes, with what is seen on it but not among them."""
        page = self._build_page(number, chars, hidden, shapes, tolerances)
        typed = find_unread_typed(self.ink, page, self.notes.typed)
        if not self.is_recognised:
            unread = (*typed, *find_unread(self.ink, page, tolerances.unread))
            return replace(page, unread=unread) if unread else page
        drawing = self.ink.sheet.draw(SCAN.per_point)
        degrees, picture = lay_level(level_light(drawing.pixels))
        lie = Lie(0, degrees, page.width, page.height)
        if degrees:
            page = replace(self._build_page(number, lie.level_chars(chars), hidden, shapes, tolerances), degrees=degrees)
        return mend_page(replace(page, unread=typed), drawing.show(picture), lie)

    def _build_page(
        self, number: int, chars: Sequence[Char], hidden: Sequence[Char], shapes: Sequence[Shape], tolerances: PdfTolerances
    ) -> Page:
        sheet, notes = self.ink.sheet, self.notes
        page = build_page(
            number,
            sheet.width,
            sheet.height,
            chars,
            shapes,
            tolerances,
            self.fields,
            hidden=hidden,
            strikes=notes.strikes,
            strokes=notes.strokes,
        )
        return replace(page, aside=(*page.aside, *self.stamped)) if self.stamped else page


def read_page(page: OpenPage, number: int, tolerances: PdfTolerances = PDF) -> Page:
    """Read one of PDFium's pages."""
    look = look_at_page(page, tolerances)
    return look.build_page(number, look.chars, look.hidden, look.shapes, tolerances)


def look_at_page(opened: OpenPage, tolerances: PdfTolerances = PDF) -> Look:
    """Return what is on a page, and what of it is seen; a page that is printed sideways is turned first."""
    page, unit = opened.handle, opened.unit
    box, rotation = read_visible_box(page), 90 * raw.FPDFPage_GetRotation(page)
    objects = list(find_objects(to_address(page), max(0, raw.FPDFPage_CountObjects(page))))
    paths = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_PATH]
    images = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_IMAGE]
    texts = [found for found in objects if found.kind == raw.FPDF_PAGEOBJ_TEXT]
    with _open_text(page) as text_page:
        glyphs = read_glyphs(text_page, texts)
        is_recognised = _is_recognised(texts)
        glyphs = settle_recognised(glyphs) if is_recognised else glyphs
        frame, width, height = make_frame(box, rotation, unit)
        chars, turn = make_chars(glyphs, frame, height), 0
        ways = (multiply((*way, 0.0, 0.0), frame) for way in glyphs.ways)
        if any(a <= tolerances.glyphs.slanted * abs(b) for a, b, *_ in ways) and (turn := find_turn(chars, tolerances.glyphs)):
            frame, width, height = make_frame(box, rotation + turn, unit)
            chars = make_chars(glyphs, frame, height)
        shapes = [*read_shapes(paths, frame, height), *read_image_rules(images, frame, height, tolerances.thin)]
        notes = opened.notes.place(frame, height)
        laid = find_objects(to_address(page), raw.FPDFPage_CountObjects(page), opened.own) if notes.stamps else ()
        stamps = find_stamps(glyphs, shapes, notes.stamps, {found.address for found in laid}, frame, height)
        sheet = Sheet(page, width, height, turn // 90)
        ink = PageInk(sheet, glyphs, objects, shapes, frame, notes.covers, tolerances.ink)
        is_drawn = raw.FPDF_GetPageWidthF(page) > 0  # PDFium draws nothing where crop and media box do not meet
        seen, unseen, overprinted = ink.split(sheet.draw(tolerances.ink.scale)) if is_drawn else SeenGlyphs(glyphs.runs, [])
        hidden = join_chars([])
        if unseen or stamps.objects or overprinted:
            codes = glyphs.codes.copy()
            codes[list(overprinted)] = UNREADABLE
            seen = [run for run in seen if run.text_object not in stamps.objects]
            chars = make_chars(replace(glyphs, runs=seen, codes=codes), frame, height)
        if unseen:
            hidden = make_chars(replace(glyphs, runs=unseen, blanks=[]), frame, height)
    if stamps.objects:
        shapes = [shape for shape in shapes if shape.owner not in stamps.objects]
        notes = replace(notes, typed=[(box, kind) for box, kind in notes.typed if box not in stamps.boxes])
    boxes = [(found, bound_points([found.corners[:2], found.corners[2:]], frame, height)) for found in opened.fields]
    return Look(chars, hidden, shapes, notes, boxes, ink, unit, is_recognised, stamps.texts)


def _is_recognised(texts: Sequence[PageObject]) -> bool:
    """Whether nearly all text of a page is invisible: a program laid what it recognised over the picture of the page."""
    modes = read_render_modes([text.address for text in texts])
    return bool(modes.count(raw.FPDF_TEXTRENDERMODE_INVISIBLE) > RECOGNISED.covered * len(texts))


def read_visible_box(page: Any) -> tuple[float, float, float, float]:
    """Return the part of a page that is shown: the crop box within the media box, or that alone where they do not meet."""
    bounds = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page, bounds) and bounds.right > bounds.left and bounds.top > bounds.bottom:
        return bounds.left, bounds.bottom, bounds.right, bounds.top
    corners = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPage_GetMediaBox(page, *corners):
        return _LETTER
    x0, y0, x1, y1 = (corner.value for corner in corners)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def make_frame(box: tuple[float, float, float, float], degrees: int, unit: float = 1.0) -> tuple[Matrix, float, float]:
    """Return the matrix that takes a box to an upright page at the origin, turned clockwise, and that page's width and height.

    `unit` is the points of a unit of the box; the page is measured in points.

    >>> make_frame((10, 20, 110, 220), 90)
    ((0.0, -1.0, 1.0, 0.0, -20.0, 110.0), 200.0, 100.0)
    """
    x0, y0, x1, y1 = (unit * edge for edge in box)
    width, height = x1 - x0, y1 - y0
    match degrees % 360:
        case 90:
            return (0.0, -unit, unit, 0.0, -y0, x1), height, width
        case 180:
            return (-unit, 0.0, 0.0, -unit, x1, y1), width, height
        case 270:
            return (0.0, unit, -unit, 0.0, y1, -x0), height, width
    return (unit, 0.0, 0.0, unit, -x0, -y0), width, height


def _read_metadata(document: Any, key: str) -> str:
    name = key.encode()
    length = raw.FPDF_GetMetaText(document, name, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(document, name, buffer, length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")
