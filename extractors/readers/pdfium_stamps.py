"""Stamps across a page ("APPROVED"): what they print is no text of the form, and their frame divides no cells.

A stamp that stands alone in a cell may be how its value was typed, so only one that lies over rules or words, or is huge, is
set aside.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from ucap.extractors.page import Box
from ucap.extractors.readers.pdf_pages import Shape
from ucap.extractors.readers.pdfium_calls import Matrix
from ucap.extractors.readers.pdfium_glyphs import Glyphs, Run
from ucap.extractors.readers.strikes import lies_within

_INNER = 0.15
"""Part of a stamp's width and height at each side that may touch what is around it. Chosen, not measured."""
_THIN = 3.0
"""Points: what is thicker is shading, over which a value may be typed."""
_HUGE = 1.6
"""Size of a stamp's letters, in sizes of the page's text, from which they are no value. Chosen, not measured."""


class Stamps(NamedTuple):
    """Stamps that are no text of the form: the objects that paint them, what they say, and their boxes."""

    objects: set[int]
    texts: list[str]
    boxes: list[Box]


def find_stamps(
    glyphs: Glyphs, shapes: Sequence[Shape], stamps: Sequence[Box], laid: Collection[int], frame: Matrix, height: float
) -> Stamps:
    """Find the stamps of a page that are none of its text.

    `laid` are the objects that annotations laid upon the page, `stamps` the boxes of those that are stamps, on the upright page
    of that height, to which `frame` leads.
    """
    found = Stamps(set(), [], [])
    if not stamps:
        return found
    own = [run for run in glyphs.runs if run.text_object not in laid]
    usual = float(np.median([_measure(run) for run in own] or [0.0]))
    for box in stamps:
        stamped = [run for run in glyphs.runs if run.text_object in laid and _has_glyph(glyphs, run, box, frame, height)]
        inner = _shrink(box)
        is_huge = any(_measure(run) > _HUGE * usual for run in stamped)
        over_words = any(_has_glyph(glyphs, run, inner, frame, height) for run in own)
        over_rules = any(shape.owner not in laid and _is_across(shape.box, inner) for shape in shapes)
        if stamped and (is_huge or over_words or over_rules):
            frames = {shape.owner for shape in shapes if shape.owner in laid and lies_within(_shrink(shape.box), box)}
            found.objects.update(frames, (run.text_object for run in stamped))
            found.texts.append(" ".join("".join(map(chr, glyphs.codes[run.start : run.end].tolist())) for run in stamped))
            found.boxes.append(box)
    return found


def _has_glyph(glyphs: Glyphs, run: Run, box: Box, frame: Matrix, height: float) -> bool:
    """Whether a glyph of a run begins in a box of the upright page."""
    x, y = glyphs.origins[run.start : run.end].T
    a, b, c, d, e, f = frame
    across, down = a * x + c * y + e, height - (b * x + d * y + f)
    return bool(((across >= box.x0) & (across <= box.x1) & (down >= box.top) & (down <= box.bottom)).any())


def _measure(run: Run) -> float:
    a, b, *_ = run.matrix
    return float(np.hypot(a, b)) * run.font_size


def _shrink(box: Box) -> Box:
    x, y = _INNER * (box.x1 - box.x0), _INNER * box.height
    return Box(box.x0 + x, box.top + y, box.x1 - x, box.bottom - y)


def _is_across(rule: Box, box: Box) -> bool:
    """Whether a thin line runs through a box."""
    is_thin = min(rule.x1 - rule.x0, rule.height) <= _THIN
    return is_thin and rule.x0 <= box.x1 and rule.x1 >= box.x0 and rule.top <= box.bottom and rule.bottom >= box.top
