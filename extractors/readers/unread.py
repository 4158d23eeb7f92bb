"""Ink of a page that nobody read and that looks like lines of text: a drawing and the page as read in, regions out.

Logos, photographs, borders and signatures are no text. Where shape does not decide, nothing is said.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from ucap.extractors.page import Box, Page, Region, Word
from ucap.extractors.readers.drawing import Drawing, Flags
from ucap.extractors.readers.tolerances import PDF, UnreadTolerances


def find_unread_regions(drawing: Drawing, page: Page, tolerances: UnreadTolerances = PDF.unread) -> tuple[Region, ...]:
    """Return the regions of a page that look like text, from the top; what stands where a word was read is explained.

    `drawing` shows, in grey, what no reader explains: the page without the texts, lines and rectangles that were read. Scans
    and pictures are left in it. A region is one line beside words of the form, or several lines below each other.
    """
    ink = find_edges(drawing, tolerances)
    for word in page.words:
        _erase(ink, drawing, word, tolerances)
    lines = list(find_lines(ink, drawing, tolerances))
    regions = []
    for block in _group_lines(lines, tolerances):
        width = sum(line.x1 - line.x0 for line in block)
        size = sum(line.height for line in block) / len(block)
        enough = len(block) >= tolerances.least_lines and width >= tolerances.least_width * size
        if (
            enough
            or all(_stands_among_words(line, page, tolerances) for line in block)
            or _stands_between_lines(block, page, tolerances)
        ):
            x0, top = min(line.x0 for line in block), min(line.top for line in block)
            x1, bottom = max(line.x1 for line in block), max(line.bottom for line in block)
            regions.append(Region(page.number, Box(x0, top, x1, bottom), "picture", len(block)))
    return tuple(sorted(regions, key=lambda region: (region.box.top, region.box.x0)))


def find_edges(drawing: Drawing, tolerances: UnreadTolerances = PDF.unread) -> Flags:
    """Return where a drawing's tone changes from one pixel to the next: letters, dark or light, have many edges."""
    tones = drawing.pixels.astype(np.int16)
    edges = np.zeros(tones.shape, bool)
    edges[:, 1:] = np.abs(tones[:, 1:] - tones[:, :-1]) >= tolerances.edge
    return edges


def _erase(ink: Flags, drawing: Drawing, word: Word, tolerances: UnreadTolerances) -> None:
    """Take out the ink of a word; a recognised word is often smaller than its print, and a little beside it."""
    across, up = tolerances.beside_word * word.size, tolerances.above_word * word.size
    left, right = (int((x - drawing.x0) * drawing.across) for x in (word.box.x0 - across, word.box.x1 + across))
    top, bottom = (int((y - drawing.top) * drawing.down) for y in (word.box.top - up, word.box.bottom + up))
    ink[max(0, top) : max(0, bottom + 1), max(0, left) : max(0, right + 1)] = False


def find_lines(ink: Flags, drawing: Drawing, tolerances: UnreadTolerances = PDF.unread) -> Iterator[Box]:
    """Yield the boxes of what looks like a line of text: of its height, wide, and full of edges but not too full."""
    reach = max(1, round(tolerances.letter_gap * drawing.across))
    sums = np.cumsum(np.pad(ink, ((0, 0), (reach + 1, reach))).astype(np.int32), axis=1)
    joined = sums[:, 2 * reach + 1 :] > sums[:, : -2 * reach - 1]
    for top, bottom, left, right in find_components(joined):
        height, width = (bottom - top) / drawing.down, (right - left - 2 * reach) / drawing.across
        if not tolerances.lowest <= height <= tolerances.highest or width < tolerances.least_length * height:
            continue
        part = ink[top:bottom, max(0, left + reach) : max(1, right - reach)]
        density = float(part.mean()) if part.size else 0.0
        strokes = float(part.sum(axis=1).max()) / max(width, 1.0) * height
        if not (tolerances.thinnest <= density <= tolerances.densest and strokes >= tolerances.strokes):
            continue
        x0, y0 = drawing.x0 + (left + reach) / drawing.across, drawing.top + top / drawing.down
        yield Box(x0, y0, x0 + width, y0 + height)


def find_components(flags: Flags) -> list[tuple[int, int, int, int]]:
    """Return first row, end row, first column and end column of each connected set of pixels.

    Runs of pixels of a row are joined with those of the row above that they touch.

    >>> find_components(np.array([[1, 1, 0, 1], [0, 1, 0, 0]], bool))
    [(0, 2, 0, 2), (0, 1, 3, 4)]
    """
    padded = np.pad(flags, ((0, 0), (1, 1))).astype(np.int8)
    rows, starts = np.nonzero(np.diff(padded, axis=1) == 1)
    _, ends = np.nonzero(np.diff(padded, axis=1) == -1)
    parents: list[int] = list(range(len(rows)))

    def find(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    above = 0
    spans = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    for number, (row, start, end) in enumerate(spans):
        while above < number and (spans[above][0] < row - 1 or (spans[above][0] == row - 1 and spans[above][2] <= start)):
            above += 1
        other = above
        while other < number and spans[other][0] == row - 1 and spans[other][1] < end:
            parents[find(number)] = find(other)
            other += 1
    boxes: dict[int, list[int]] = {}
    for number, (row, start, end) in enumerate(spans):
        box = boxes.setdefault(find(number), [row, row + 1, start, end])
        box[1], box[2], box[3] = row + 1, min(box[2], start), max(box[3], end)
    return [(top, bottom, left, right) for top, bottom, left, right in boxes.values()]


def _group_lines(lines: Sequence[Box], tolerances: UnreadTolerances) -> list[list[Box]]:
    """Group lines of about one height that follow each other closely, one below the other."""
    blocks: list[list[Box]] = []
    for line in sorted(lines, key=lambda box: box.top):
        for block in blocks:
            last = block[-1]
            near = line.top - last.bottom <= tolerances.line_gap * max(last.height, line.height)
            meets = min(line.x1, last.x1) > max(line.x0, last.x0)
            if near and meets and max(line.height, last.height) <= tolerances.alike * min(line.height, last.height):
                block.append(line)
                break
        else:
            blocks.append([line])
    return blocks


def _stands_among_words(line: Box, page: Page, tolerances: UnreadTolerances) -> bool:
    """Whether a line stands in a row with words at its left, of about its size, as a value beside its label does.

    What stands close to a word is more likely a rest of it.
    """
    middle = (line.top + line.bottom) / 2
    row = [word for word in page.words if word.box.top <= middle <= word.box.bottom]
    gaps = (max(line.x0 - word.box.x1, word.box.x0 - line.x1) for word in row)
    if any(gap < tolerances.apart * line.height for gap in gaps):
        return False
    sizes = [word.size for word in row if word.box.x1 <= line.x0]
    return any(line.height <= tolerances.among * size and size <= tolerances.among * line.height for size in sizes)


def _stands_between_lines(block: Sequence[Box], page: Page, tolerances: UnreadTolerances) -> bool:
    """Whether lines stand between lines of words of about their size, as those of a list do: a program lost them."""
    first, last = block[0], block[-1]
    height = sum(line.height for line in block) / len(block)
    if max(line.x1 - line.x0 for line in block) < tolerances.long * height:
        return False
    reach = tolerances.near * height

    def is_beside(word: Word, gap: float) -> bool:
        is_alike = height <= tolerances.among * word.size and word.size <= tolerances.among * height
        return -height / 2 <= gap <= reach and is_alike and word.box.x0 < last.x1 and first.x0 < word.box.x1

    above = any(is_beside(word, first.top - word.box.bottom) for word in page.words)
    return above and any(is_beside(word, word.box.top - last.bottom) for word in page.words)
