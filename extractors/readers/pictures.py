"""What a picture of a page shows besides its letters: how it lies, its ruling lines, and small signs before lines."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from ucap.extractors.page import Box
from ucap.extractors.readers.ocr import Picture, RecognisedLine, Token
from ucap.extractors.readers.tolerances import SCAN, ScanTolerances


def level_light(picture: Picture, tolerances: ScanTolerances = SCAN) -> Picture:
    """Return a picture on white paper: the light, which on a photograph differs from place to place, is divided out."""
    height, width = picture.shape
    cell = tolerances.light_cell
    small = picture[: height // cell * cell, : width // cell * cell].reshape(height // cell, cell, width // cell, cell)
    paper = np.percentile(small, 90, axis=(1, 3)).astype(np.uint8)
    light = np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32)
    return np.clip(picture * (250.0 / np.maximum(light, 60.0)), 0, 255).astype(np.uint8)


def find_ink(picture: Picture, tolerances: ScanTolerances = SCAN) -> Any:
    """Return which pixels of a levelled picture are ink."""
    return picture < tolerances.dark


def find_skew(ink: Any, tolerances: ScanTolerances = SCAN) -> float:
    """Return by how many degrees a page must be turned clockwise so that its lines lie level.

    Lines that lie level leave the most rows without ink between them, so that ink is spread over rows least evenly. Black
    margins, which lie as the scanner does and not as the sheet, do not count, nor do rules.
    """
    half = _drop_runs(ink[::2, ::2], tolerances.stroke // 2, tolerances)
    if half.sum() < tolerances.least_ink:
        return 0.0

    def measure(degrees: float) -> float:
        return float((_count_rows(half, degrees) ** 2).sum())

    coarse = max(_list_angles(tolerances), key=measure)
    return float(max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=measure))


def lay_level(picture: Picture, tolerances: ScanTolerances = SCAN) -> tuple[float, Picture]:
    """Return by how many degrees clockwise a picture on white paper is turned to lie level, and the level picture."""
    degrees = find_skew(find_ink(picture, tolerances), tolerances)
    if abs(degrees) < tolerances.least_skew:
        return 0.0, picture
    return degrees, turn_picture(picture, degrees)


def runs_across(ink: Any, tolerances: ScanTolerances = SCAN) -> bool:
    """Whether the lines of a page's text run across its picture, not down it, however the sheet lies askew.

    Lines have blanks between them, over all their length. Strokes of letters are too near each other to count, and ruling lines
    and shaded areas say nothing.
    """
    letters = _drop_runs(ink[::2, ::2], tolerances.stroke // 2, tolerances)
    near = np.ones(tolerances.letter // 2)

    def measure(part: Any) -> float:
        profiles = (np.convolve(_count_rows(part, degrees), near, "same") for degrees in _list_angles(tolerances))
        return max(float((np.diff(profile) ** 2).sum()) for profile in profiles)

    return measure(letters) >= measure(letters.T)


def _list_angles(tolerances: ScanTolerances) -> Any:
    return np.arange(-tolerances.most_skew, tolerances.most_skew + 0.1, 0.5)


def _count_rows(ink: Any, degrees: float) -> Any:
    """Return how much ink each row would have if a picture were turned by some degrees."""
    ys, xs = np.nonzero(ink)
    rows = (ys + np.tan(np.radians(degrees)) * xs + len(ink)).astype(np.int64)
    return np.bincount(rows, minlength=2 * len(ink)).astype(np.float64)


def _drop_runs(ink: Any, long: int, tolerances: ScanTolerances) -> Any:
    """Return ink without the runs along rows and columns that are longer than the strokes of letters."""
    kept = ink.copy()
    for lines, rest in ((ink, kept), (ink.T, kept.T)):
        full = _find_full(lines, long, tolerances)
        sums = np.cumsum(np.pad(full, ((0, 0), (long, long - 1))), axis=1, dtype=np.int32)
        rest[sums[:, long:] > sums[:, :-long]] = False
    return kept


def _find_full(ink: Any, long: int, tolerances: ScanTolerances) -> Any:
    """Return at which places of each row a run of ink of some length begins."""
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    return sums[:, long:] - sums[:, :-long] >= tolerances.unbroken * long


def turn_picture(picture: Picture, degrees: float) -> Picture:
    """Return a picture turned clockwise about its centre, on white paper of the same size."""
    return np.asarray(Image.fromarray(picture).rotate(-degrees, Image.Resampling.BILINEAR, fillcolor=255))


def find_rulings(ink: Any, tolerances: ScanTolerances = SCAN) -> list[Box]:
    """Return the ruling lines of a level page, in pixels: long thin runs of ink."""
    across = _find_runs(ink, tolerances.ruling, tolerances)
    down = _find_runs(ink.T, tolerances.ruling, tolerances)
    return [*across, *(Box(box.top, box.x0, box.bottom, box.x1) for box in down)]


_ROWS = 3
"""Rows of a picture that are looked at together: a line of one pixel is as many rows high."""


def find_strikes(ink: Any, tolerances: ScanTolerances = SCAN) -> list[Box]:
    """Return the level lines of a level page that run through letters, in pixels: of letters, ink is left on both sides.

    Ruling lines and underlines keep clear of letters, but for their tails.
    """
    lines = _find_runs(ink, tolerances.stroke, tolerances)
    # Strokes and feet of letters beside each other seem to be a line only where three rows are taken together.
    solid = (line for line in lines if _ROWS <= line.height <= tolerances.thickest_strike)
    return [line for line in solid if _runs_through_letters(ink, line, tolerances)]


def _runs_through_letters(ink: Any, line: Box, tolerances: ScanTolerances) -> bool:
    columns, top, bottom, reach = slice(int(line.x0), int(line.x1)), int(line.top), int(line.bottom), tolerances.beside_strike
    beside = ink[max(0, top - reach) : top, columns], ink[bottom : bottom + reach, columns]
    return all(part.size and part.any(axis=0).mean() >= tolerances.struck for part in beside)


def thin_out(ink: Any, ruling: Box) -> Box:
    """Return a ruling line as thick as its ink is on average, in the middle of its box: it may lie a little askew in that."""
    rows, columns = slice(int(ruling.top), int(ruling.bottom)), slice(int(ruling.x0), int(ruling.x1))
    width, height = ruling.x1 - ruling.x0, ruling.height
    half = float(ink[rows, columns].sum()) / max(width, height) / 2
    if width >= height:
        middle = (ruling.top + ruling.bottom) / 2
        return ruling._replace(top=middle - half, bottom=middle + half)
    middle = (ruling.x0 + ruling.x1) / 2
    return ruling._replace(x0=middle - half, x1=middle + half)


def _find_runs(ink: Any, long: int, tolerances: ScanTolerances) -> list[Box]:
    """Return the runs of some length along the rows of a picture, those of neighbouring rows as one."""
    # A row of a line that lies not quite level breaks off where the next row goes on: `_ROWS` rows are looked at together.
    thick = ink | np.roll(ink, 1, axis=0) | np.roll(ink, -1, axis=0)
    full = _find_full(thick, long, tolerances)
    boxes: list[Box] = []
    for y in np.nonzero(full.any(axis=1))[0]:
        for x0, x1 in find_stretches(full[y]):
            left, right = float(x0), float(x1 + long)
            near = next((i for i, box in enumerate(boxes) if y - box.bottom <= 2 and left < box.x1 and right > box.x0), None)
            if near is None:
                boxes.append(Box(left, float(y), right, float(y + 1)))
            else:
                box = boxes[near]
                boxes[near] = Box(min(left, box.x0), box.top, max(right, box.x1), float(y + 1))
    return [box for box in boxes if box.height <= tolerances.thickest]


def find_stretches(row: Any) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def find_sign(ink: Any, x0: float, top: float, bottom: float, tolerances: ScanTolerances = SCAN) -> Box | None:
    """Return the lone small shape that stands before a line whose text begins at `x0`: a bullet that was not recognised.

    `ink` are the pixels without ruling lines.
    """
    height = bottom - top
    left = max(0, int(x0 - tolerances.sign_reach * height))
    part = ink[max(0, int(top)) : int(bottom), left : int(x0)]
    columns = part.any(axis=0)
    stretches = [pair for pair in find_stretches(columns) if pair[1] - pair[0] > 1]
    if not stretches:
        return None
    start, end = stretches[-1]
    if end >= len(columns) - 1:  # the first letter's own ink, as boxes are drawn tightly
        stretches = stretches[:-1]
        if not stretches:
            return None
        start, end = stretches[-1]
    rows = np.flatnonzero(part[:, start:end].any(axis=1))
    size = (float(end - start), float(rows[-1] - rows[0] + 1))
    blank = len(columns) - end, start - (stretches[-2][1] if len(stretches) > 1 else -height)
    is_small = tolerances.least_sign * height <= max(size) <= tolerances.most_sign * height
    if not is_small or min(blank) < tolerances.sign_gap * height:
        return None
    y = max(0, int(top))
    return Box(float(left + start), float(y + rows[0]), float(left + end), float(y + rows[-1] + 1))


def is_cut(ink: Any, box: Box) -> bool:
    """Whether ink goes on right above or below a box: the foot of a `§` before the line above is no bullet of its own."""
    columns, top, bottom = slice(int(box.x0), int(box.x1)), int(box.top), int(box.bottom)
    return any(0 <= row < len(ink) and bool(ink[row, columns].any()) for row in (top - 1, bottom))


class Shape(NamedTuple):
    """The first shape of a line, apart from the rest: its box, whether it is smaller than letters, and the rest's left edge."""

    box: Box
    is_small: bool
    after: float


def find_first_shape(
    ink: Any, x0: float, x1: float, top: float, bottom: float, tolerances: ScanTolerances = SCAN
) -> Shape | None:
    """Return the shape with which a line's ink begins, between `x0` and `x1`, if it stands apart as a bullet does."""
    height, y, left = bottom - top, max(0, int(top)), max(0, int(x0) - 1)
    part = ink[y : int(bottom), left : int(x1)]
    stretches = [pair for pair in find_stretches(part.any(axis=0)) if pair[1] - pair[0] > 1]
    if len(stretches) < 2:
        return None
    (start, end), (following, _) = stretches[:2]
    rows = np.flatnonzero(part[:, start:end].any(axis=1))
    size = max(end - start, int(rows[-1] - rows[0] + 1))
    if following - end < tolerances.shape_gap * height or size > tolerances.most_sign * height:
        return None
    box = Box(float(left + start), float(y + rows[0]), float(left + end), float(y + rows[-1] + 1))
    return Shape(box, tolerances.least_sign * height <= size <= tolerances.small_sign * height, float(left + following))


def find_baseline(ink: Any, box: Box) -> float | None:
    """Return the row on which the letters within a box stand: below it is much less ink than above; None without ink."""
    top = max(0, int(box.top))
    rows = ink[top : max(top, int(box.bottom)), max(0, int(box.x0)) : max(0, int(box.x1))].sum(axis=1)
    return float(top + np.flatnonzero(rows >= rows.max() / 2)[-1] + 1) if rows.any() else None


def find_left(ink: Any, line: RecognisedLine, first: Token) -> float:
    """Return where the ink of a line's first piece begins, in pixels."""
    left = max(0, int(first.x0) - 1)
    columns = np.flatnonzero(ink[max(0, int(line.top)) : int(line.bottom), left : int(first.x1)].any(axis=0))
    return float(left + columns[0]) if len(columns) else first.x0


def measure_ink(ink: Any, line: RecognisedLine) -> tuple[float, float]:
    """Return width and height of the ink of a line, in pixels."""
    rows, columns = slice(max(0, int(line.top)), int(line.bottom)), slice(int(line.words[0][0].x0), int(line.words[-1][-1].x1))
    part = ink[rows, columns]
    places = (np.flatnonzero(part.any(axis=axis)) for axis in (0, 1))
    width, height = (float(found[-1] - found[0] + 1) if len(found) else 0.0 for found in places)
    return width, height


def measure_dash(ink: Any, line: RecognisedLine, x: float, tolerances: ScanTolerances = SCAN) -> float:
    """Return the width of the dash about a place in a line, in pixels; 0 where the ink has none.

    A dash is thin, in the middle of the line and level: the arms of letters before and behind it are higher.
    """
    height = line.bottom - line.top
    size = tolerances.font_size * height
    left = max(0, int(x - tolerances.dash_reach * size))
    part = ink[max(0, int(line.top)) : int(line.bottom), left : int(x + tolerances.dash_reach * size) + 1]
    if not part.any():
        return 0.0
    first, last = part.argmax(axis=0), len(part) - 1 - part[::-1].argmax(axis=0)
    middle = (first + last + 1) / 2 / height
    thin = part.any(axis=0) & (last - first + 1 <= tolerances.dash_thickness * height)
    flat = thin & (abs(middle - tolerances.dash_middle) <= tolerances.dash_range)
    places = np.flatnonzero(flat)
    if not len(places):
        return 0.0
    nearest = places[np.argmin(abs(places - (x - left)))]
    level = flat & (abs(middle - middle[nearest]) <= tolerances.dash_slope)
    return float(next(end - start for start, end in find_stretches(level) if start <= nearest < end))


def erase(ink: Any, boxes: Sequence[Box]) -> Any:
    """Return the ink without that of some boxes, in pixels."""
    left = ink.copy()
    for box in boxes:
        left[max(0, int(box.top) - 1) : int(box.bottom) + 2, max(0, int(box.x0) - 1) : int(box.x1) + 2] = False
    return left
