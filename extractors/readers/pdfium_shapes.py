"""A page's lines, rectangles and other paths, as PDFium gives them."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from math import hypot
from typing import Any

from pypdfium2 import raw  # type: ignore[import-untyped]

from ucap.extractors.page import Box
from ucap.extractors.readers.pdf_pages import Shape, ShapeKind
from ucap.extractors.readers.pdfium_calls import (
    Matrix,
    multiply,
    read_draw_mode,
    read_fill_colours,
    read_path,
    read_stroke_width,
)
from ucap.extractors.readers.pdfium_objects import PageObject

_LOW, _HIGH = 2.0, 9.0
"""Points between which a filled rectangle can hold a wavy line."""
_PATTERN = (0xBF, 0xBF, 0xBF)
_ORDER: dict[ShapeKind, int] = {"line": 0, "curve": 1, "rect": 2}


def read_shapes(paths: Iterable[PageObject], frame: Matrix, height: float) -> list[Shape]:
    """Return the shapes that a page's paths paint: lines first, then curves, then rectangles.

    `frame` transforms the page's own coordinates so that they count from the bottom left of the upright page of that height.
    Where a curve and a rectangle are drawn at one place, the curve comes first and is the bullet.
    """
    shapes = [shape for path in paths for shape in _list_shapes(path, frame, height)]
    return sorted(shapes, key=lambda shape: _ORDER[shape.kind])


def _list_shapes(path: PageObject, frame: Matrix, height: float) -> Iterator[Shape]:
    """Yield the shapes of a path; of a wavy line only what its clip shows, as programs draw it longer than the words."""
    for shape in _split_path(path.address, multiply(path.matrix, frame), height):
        is_wave = shape.kind == "curve" and not shape.fill and shape.box.height < _HIGH < shape.box.x1 - shape.box.x0
        if is_wave and (clip := _read_clip(path.address, multiply(path.form, frame))):
            x0, x1 = max(shape.box.x0, clip[0]), min(shape.box.x1, clip[1])
            yield shape._replace(box=shape.box._replace(x0=x0, x1=max(x0, x1)))
        else:
            yield shape


def _read_clip(path: int, matrix: Matrix) -> tuple[float, float] | None:
    """Return the left and right end of what a path's clip shows of it; None where nothing clips it."""
    found = raw.FPDFPageObj_GetClipPath(ctypes.cast(path, raw.FPDF_PAGEOBJECT))
    a, _, c, _, e, _ = matrix
    ends = []
    for number in range(raw.FPDFClipPath_CountPaths(found)):
        xs = [a * x + c * y + e for x, y in _read_clip_points(found, number)]
        if xs:
            ends.append((min(xs), max(xs)))
    return (max(left for left, _ in ends), min(right for _, right in ends)) if ends else None


def _read_clip_points(clip: Any, number: int) -> Iterator[tuple[float, float]]:
    for at in range(raw.FPDFClipPath_CountPathSegments(clip, number)):
        x, y = ctypes.c_float(), ctypes.c_float()
        if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, number, at), x, y):
            yield x.value, y.value


def read_image_rules(images: Iterable[PageObject], frame: Matrix, height: float, thin: float) -> Iterator[Shape]:
    """Yield the rules among a page's images, up to `thin` points thick: dvips prints its rules as pictures of one pixel."""
    for image in images:
        a, b, c, d, e, f = multiply(image.matrix, frame)
        (x0, x1), (y0, y1) = sorted((e, e + a + c)), sorted((f, f + b + d))
        if (a == d == 0 or b == c == 0) and min(x1 - x0, y1 - y0) <= thin:
            yield Shape("rect", Box(x0, height - y1, x1, height - y0), fill=True, stroke=False)


def _split_path(path: int, matrix: Matrix, height: float) -> Iterator[Shape]:
    """Yield each part of a path that a move begins."""
    fill, stroke = read_draw_mode(path)
    if not (fill or stroke):
        return
    width = read_stroke_width(path) * hypot(*matrix[:2]) if stroke else 0.0
    types, points = read_path(path)
    starts = [i for i, kind in enumerate(types) if kind == raw.FPDF_SEGMENT_MOVETO]
    for start, end in zip(starts, [*starts[1:], len(types)], strict=True):
        if end - start > 1:
            kind, box = _measure_part(types[start:end], points[start:end], matrix, height)
            is_wave = kind == "rect" and fill and _LOW < box.height < _HIGH and _is_patterned(path)
            yield Shape(kind, box, fill, stroke, width, path, is_wave)


def _is_patterned(path: int) -> bool:
    """Whether a pattern may fill a path: PDFium has one colour for all patterns with colours of their own."""
    return tuple(read_fill_colours([path])[:3]) == _PATTERN


def _measure_part(
    types: Sequence[int], points: Sequence[tuple[float, float]], matrix: Matrix, height: float
) -> tuple[ShapeKind, Box]:
    kind: ShapeKind = "line" if _is_line(types, points) else "rect" if _is_rect(types, points, matrix) else "curve"
    # Control points lie outside the curve: of each three points of a Bézier curve only the last counts.
    ends = [points[i] for i in range(len(types)) if types[i] != raw.FPDF_SEGMENT_BEZIERTO or _ends_curve(types, i)]
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in ends]
    ys = [b * x + d * y + f for x, y in ends]
    return kind, Box(min(xs), height - max(ys), max(xs), height - min(ys))


def _ends_curve(types: Sequence[int], index: int) -> bool:
    start = index
    while types[start - 1] == raw.FPDF_SEGMENT_BEZIERTO:
        start -= 1
    return (index - start) % 3 == 2


def _is_line(types: Sequence[int], points: Sequence[tuple[float, float]]) -> bool:
    """Whether a path is one straight line, perhaps closed."""
    if raw.FPDF_SEGMENT_BEZIERTO in types:
        return False
    return len(points) == 2 or (len(points) == 3 and points[2] == points[0])


def _is_rect(types: Sequence[int], points: Sequence[tuple[float, float]], matrix: Matrix) -> bool:
    """Whether a path is a closed rectangle that stands upright."""
    if len(points) != 5 or points[4] != points[0] or raw.FPDF_SEGMENT_BEZIERTO in types:
        return False
    a, b, c, d, *_ = matrix
    if not (b == c == 0 or a == d == 0):
        return False
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), _ = points
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0)
