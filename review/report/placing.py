"""Where names stand beside their points, so that none lies over another one. All lengths are in points; y counts upwards."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top."""

GAPS = (3.0, 9.0, 16.0, 24.0, 34.0)
"""Distances of a name from its point that are tried, the nearest first; chosen."""
_DOT = 2.5
"""Half the width of a drawn point."""
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Where a name can stand: at the right first, as people expect it."""


def place_names(points: Sequence[Point], sizes: Sequence[Point], frame: Box) -> list[Point | None]:
    """Return the lower left corner of each name, or None where there is no room for it; earlier names come first.

    `sizes` are widths and heights of the names; the last points may have no name. A name lies within the frame, over no other
    name and over no point.

    >>> place_names([(10, 10), (12, 10)], [(20, 8), (20, 8)], (0, 0, 100, 20))
    [(15.0, 6.0), None]
    """
    dots = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in points]
    taken: list[Box] = []
    placed: list[Point | None] = []
    for point, size in zip(points, sizes, strict=False):
        boxes = (box for box in _list_boxes(point, size) if _lies_within(box, frame))
        chosen = next((box for box in boxes if not any(_overlap(box, other) for other in (*taken, *dots))), None)
        if chosen:
            taken.append(chosen)
        placed.append(chosen and (chosen[0], chosen[1]))
    return placed


def _list_boxes(point: Point, size: Point) -> Iterator[Box]:
    (x, y), (width, height) = point, size
    for gap in GAPS:
        for right, up in _SIDES:
            reach = gap / (2**0.5 if right and up else 1) + _DOT
            left = x + reach if right > 0 else x - reach - width if right < 0 else x - width / 2
            bottom = y + reach if up > 0 else y - reach - height if up < 0 else y - height / 2
            yield left, bottom, left + width, bottom + height


def _lies_within(box: Box, frame: Box) -> bool:
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
