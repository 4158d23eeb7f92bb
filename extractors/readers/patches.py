"""Pictures of text within a page that has text of its own: the page and a picture of it in, the page with their words out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ucap.extractors.page import Box, Page, Region, Word, list_pictured
from ucap.extractors.readers.lie import Lie
from ucap.extractors.readers.ocr import Picture, Recognise
from ucap.extractors.readers.pictures import level_light, turn_picture
from ucap.extractors.readers.scan import read_picture
from ucap.extractors.readers.tolerances import SCAN, ScanTolerances
from ucap.extractors.text.source_text import Glyph, SourceText, place_of

_SAME_SIZE = 1.0
"""Points by which a page and the picture of it may differ in size; by more it was turned, and places would not agree."""


def read_patches(
    page: Page, picture: Picture, per_point: float, recognise: Recognise, tolerances: ScanTolerances = SCAN
) -> Page:
    """Return a page with the words that are recognised where it shows text in pictures; `picture` is the whole page in grey.

    What stands between two such regions is part of the picture, too: its shortest lines do not look like text. Words that were
    read otherwise stay as they are. Regions in which nothing is recognised stay unread; a page that was turned stays as it is.
    """
    regions = list_pictured(page)
    height, width = picture.shape
    if not regions or max(abs(width / per_point - page.width), abs(height / per_point - page.height)) > _SAME_SIZE:
        return page
    if page.degrees:
        picture = turn_picture(level_light(picture, tolerances), page.degrees)
    part = _bound(regions, page, tolerances)
    ranges = (part.top, part.bottom), (part.x0, part.x1)
    rows, columns = (slice(round(start * per_point), round(end * per_point)) for start, end in ranges)
    found = read_picture(picture[rows, columns], page.number, per_point, recognise, tolerances)
    across, down = columns.start / per_point, rows.start / per_point
    printed = [word.box for word in page.words]
    words = [moved for word in found.words if not _meets(moved := _move_word(word, across, down), printed)]
    kept = {place_of(origin) for word in words for origin in word.text.origins}
    lie = Lie(0, page.degrees, page.width, page.height)
    recognised = {
        own: known._replace(place=lie.place_glyph(_move_glyph(known.place, across, down)))
        for glyph, known in found.recognised.items()
        if (own := _move_glyph(glyph, across, down)) in kept
    }
    return replace(
        page,
        words=(*page.words, *words),
        strokes=(*page.strokes, *(_move_box(box, across, down) for box in found.strokes)),
        unread=tuple(region for region in page.unread if region not in regions or not _meets_any(region, words)),
        recognised={**page.recognised, **recognised},
    )


def _bound(regions: Sequence[Region], page: Page, tolerances: ScanTolerances) -> Box:
    """Return the part of a page that holds regions and what is close to them."""
    beside = tolerances.beside_patch
    boxes = [region.box for region in regions]
    return Box(
        max(0.0, min(box.x0 for box in boxes) - beside),
        max(0.0, min(box.top for box in boxes) - beside),
        min(page.width, max(box.x1 for box in boxes) + beside),
        min(page.height, max(box.bottom for box in boxes) + beside),
    )


def _meets(word: Word, boxes: Iterable[Box]) -> bool:
    """Whether the middle of a word lies in one of some boxes, or the middle of one of these in the word."""
    return any(_holds(box, word.box) or _holds(word.box, box) for box in boxes)


def _holds(box: Box, other: Box) -> bool:
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _meets_any(region: Region, words: Iterable[Word]) -> bool:
    return any(_holds(region.box, word.box) for word in words)


def _move_word(word: Word, across: float, down: float) -> Word:
    origins = tuple(_move_glyph(o, across, down) if isinstance(o, Glyph) else o for o in word.text.origins)
    return replace(word, text=SourceText(word.text.chars, origins), box=_move_box(word.box, across, down))


def _move_glyph(glyph: Glyph, across: float, down: float) -> Glyph:
    return glyph._replace(x0=glyph.x0 + across, top=glyph.top + down, x1=glyph.x1 + across, bottom=glyph.bottom + down)


def _move_box(box: Box, across: float, down: float) -> Box:
    return Box(box.x0 + across, box.top + down, box.x1 + across, box.bottom + down)
