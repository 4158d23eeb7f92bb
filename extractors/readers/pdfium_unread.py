"""Where text is seen on a page of PDFium that is not among its words: what of the page is drawn to find it."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from ucap.extractors.page import Box, Page, Region, RegionKind
from ucap.extractors.readers.pdfium_ink import PICTURES, PageInk
from ucap.extractors.readers.tolerances import PDF, UnreadTolerances
from ucap.extractors.readers.unread import find_unread_regions

_BAND = 6.0
"""Points between the feet of outlines that are looked at together. Chosen: letters of a line stand on one height."""
_BORDER = 2.0
"""Points at the edge of a field or annotation that may be its border."""


def find_unread_typed(ink: PageInk, page: Page, typed: Iterable[tuple[Box, RegionKind]]) -> tuple[Region, ...]:
    """Return where fields and annotations with a text show one that is not among the words of the page."""
    filled = ((box, kind) for box, kind in typed if not _holds_word(box, page) and _is_filled(ink, box))
    return tuple(Region(page.number, box, kind) for box, kind in filled)


def find_unread(ink: PageInk, page: Page, tolerances: UnreadTolerances = PDF.unread) -> tuple[Region, ...]:
    """Return where pictures, outlines and glyphs without a meaning show a text that is not among the words of the page."""
    texts = ink.list_unnamed_texts()
    boxes = [ink.measure(found) for found in ink.objects if found.kind in PICTURES or found.address in texts]
    boxes = [box for box in boxes if min(box.x1 - box.x0, box.height) >= tolerances.smallest]
    outlines = [shape.box for shape in ink.shapes if shape.kind == "curve" and shape.box.height <= tolerances.highest]
    if _stand_in_row(outlines, tolerances.least_outlines):
        boxes += outlines
    if boxes:
        x0, top = max(0.0, min(box.x0 for box in boxes)), max(0.0, min(box.top for box in boxes))
        x1, bottom = min(ink.sheet.width, max(b.x1 for b in boxes)), min(ink.sheet.height, max(b.bottom for b in boxes))
        if x1 > x0 and bottom > top:
            return find_unread_regions(ink.draw_unread(Box(x0, top, x1, bottom), tolerances.scale), page, tolerances)
    return ()


def _stand_in_row(outlines: Iterable[Box], least: int) -> bool:
    """Whether so many outlines stand right behind another one, as letters do; bullets stand alone, and letters have holes."""
    bands: dict[int, list[Box]] = defaultdict(list)
    for box in outlines:
        bands[int(box.bottom // _BAND)].append(box)
    beside = (
        before.x0 < after.x0 <= before.x1 + max(before.height, after.height) and after.x1 > before.x1
        for band in bands.values()
        for before, after in pairwise(sorted(band, key=lambda box: (box.x0, -box.x1)))
    )
    return sum(beside) >= least


def _is_filled(ink: PageInk, box: Box) -> bool:
    """Whether a field or annotation paints something on its ground, apart from its border."""
    x0, top = max(0.0, box.x0 + _BORDER), max(0.0, box.top + _BORDER)
    x1, bottom = min(ink.sheet.width, box.x1 - _BORDER), min(ink.sheet.height, box.bottom - _BORDER)
    if x1 - x0 < 1 or bottom - top < 1:
        return False
    drawn, bare = (
        ink.sheet.draw(ink.tolerances.fine_scale, Box(x0, top, x1, bottom), annotations=shown).pixels.astype(np.int16)
        for shown in (True, False)
    )
    return int(np.ptp(drawn - bare)) >= ink.tolerances.printed


def _holds_word(box: Box, page: Page) -> bool:
    centres = (((word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2) for word in page.words)
    return any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for x, y in centres)
