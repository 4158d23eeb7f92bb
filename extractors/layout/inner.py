"""What stands side by side within one cell: its lines in, blocks in the order in which a person reads them out.

A table within the cell is read row by row: the first two cells of a row are one text (`May 2018` and `A visit` are
`May 2018: A visit`), further cells follow. It has ruling lines of its own, or dates in its first column. Bullets in two columns
with a gutter between them, and no ruling line, are read column by column.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile

from ucap.extractors.dates import find_leading_date
from ucap.extractors.form import Block
from ucap.extractors.layout.blocks import read_blocks
from ucap.extractors.layout.lines import Line
from ucap.extractors.layout.tolerances import BlockTolerances, InnerTolerances
from ucap.extractors.layout.typesetting import Typesetting
from ucap.extractors.page import Box, Page
from ucap.extractors.text.bullets import bullet_glyphs, is_tick
from ucap.extractors.text.continuation import continues_sentence
from ucap.extractors.text.source_text import join

_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST = 2
"""Rows of a table, and bullets of a column, that show that there is one. Chosen: one can be chance."""
_MOST_STRETCHES = 50
"""Stretches in which a cell is read; what follows is read as usual. Chosen: a cell has one or two."""
_MOST_BEFORE = 3
"""Paragraphs of one line between two columns and a paragraph that is as wide as the left one. Chosen, not measured."""
_WIDER = 1.3
"""How much wider than other blanks of a line a gutter is that only this line shows. Chosen: spaced out blanks are alike."""
_MOST_WORDS = 3
"""Words in which the date of a narrow column ends in its second line, at most. Chosen: `June 2018:` has two."""
_TOUCHING = 1.0
"""Points by which a word may reach over a ruling line, as its box is wider than its ink. Chosen."""


@dataclass(frozen=True)
class Rulings:
    """A page's ruling lines right of the label column: upright ones, and level ones."""

    upright: tuple[Box, ...]
    level: tuple[Box, ...]


@dataclass(frozen=True)
class Inner:
    """The blocks of a cell, and the head rows of the tables within it, which are not part of its text.

    `doubted` are lines below two columns that may belong to the left one or to both, and lines in which two may stand.
    """

    blocks: tuple[Block, ...]
    heads: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Reader:
    """What all parts of a cell are read with."""

    setting: Typesetting
    blocks: BlockTolerances
    inner: InnerTolerances

    def read(self, lines: Sequence[Line], right_edge: float) -> tuple[Block, ...]:
        return read_blocks(lines, right_edge, self.setting, self.blocks)


def find_rulings(pages: Sequence[Page], value_x: float, frame: Box | None, tolerances: InnerTolerances) -> dict[int, Rulings]:
    """Return each page's ruling lines that can belong to a table within a value cell; `frame` is the form's own table."""
    end = (frame.x1 if frame else float("inf")) - tolerances.beside
    found = {}
    for page in pages:
        right = [box for box in page.strokes if box.x0 >= value_x - tolerances.padding]
        upright = tuple(_join_upright((box for box in right if box.x1 - box.x0 < box.height and box.x1 < end), tolerances))
        level = tuple(box for box in right if box.x1 - box.x0 > tolerances.least_side >= box.height)
        found[page.number] = Rulings(upright, level)
    return found


def _join_upright(boxes: Iterable[Box], tolerances: InnerTolerances) -> Iterator[Box]:
    """Yield upright rules, those that continue each other as one: many programs draw one for each row."""
    ahead = tolerances.beside
    joined: dict[int, Box] = {}
    for box in sorted(boxes, key=lambda box: box.top):
        x = round((box.x0 + box.x1) / 2)
        last = joined.get(x)
        if last and box.top - last.bottom <= ahead:
            joined[x] = last._replace(bottom=max(last.bottom, box.bottom))
            continue
        if last:
            yield last
        joined[x] = box
    yield from joined.values()


def read_cell(
    lines: Sequence[Line],
    right_edge: float,
    rulings: Mapping[int, Rulings],
    setting: Typesetting,
    blocks: BlockTolerances,
    tolerances: InnerTolerances,
) -> Inner:
    """Join the lines of a cell to blocks, those that stand side by side in the order in which they are read."""
    reader = _Reader(setting, blocks, tolerances)
    dividing = [
        (page, box)
        for page in dict.fromkeys(line.page for line in lines)
        if page in rulings
        for box in _find_dividing(rulings[page].upright, [line for line in lines if line.page == page], tolerances)
    ]
    edges = [
        tuple((box.x0 + box.x1) / 2 for page, box in dividing if page == line.page and box.top <= line.middle <= box.bottom)
        for line in lines
    ]
    found: list[Block] = []
    heads: list[str] = []
    doubted: list[str] = []
    for columns, group in groupby(zip(edges, lines, strict=True), key=lambda pair: pair[0]):
        part = [line for _, line in group]
        if columns:
            read, head = _read_table(part, columns, right_edge, rulings, reader)
            found += read
            heads += head
            continue
        while dated := _find_dated_rows(part, right_edge, tolerances):
            start, end, x = dated
            found += _read_plain(part[:start], right_edge, reader, doubted)
            rows = [
                list(_cut_columns(row, [0.0, x - tolerances.beside, float("inf")])) for row in _split_dated(part[start:end], x)
            ]
            reach = max(line.x1 for first, _ in rows for line in first)  # how wide the first column is, nothing else shows
            found += _read_rows(rows, [reach, right_edge], reader)
            part = part[end:]
        found += _read_plain(part, right_edge, reader, doubted)
    return Inner(tuple(found), tuple(heads), tuple(doubted))


def _read_plain(lines: Sequence[Line], right_edge: float, reader: _Reader, doubted: list[str]) -> list[Block]:
    """Return the blocks of lines that no ruling line divides; adds to `doubted` what may belong to a column above it."""
    parts = _split_gutters(lines, right_edge, reader.inner, doubted) if lines else ()
    return [block for segment, right in parts for block in reader.read(segment, right)]


def _find_dated_rows(lines: Sequence[Line], right_edge: float, tolerances: InnerTolerances) -> tuple[int, int, float] | None:
    """Return the first and the last line of a table without ruling lines, and where its second column begins: a year stands in
    the first column of its rows, and what is wrapped in the second stands below it. Bullets in two columns are no such table.
    """
    places = [_find_column_behind_year(line, tolerances) for line in lines]
    for number, (line, below) in enumerate(pairwise(lines)):
        if places[number] is None and (x := _find_column_behind_gap(line, tolerances)) and _ends_date(line, below, x):
            places[number] = x
    known = sorted({x for x in places if x is not None})
    for number, (line, below) in enumerate(pairwise(lines)):  # the widest word of a narrow column leaves a small gap
        if places[number] is None and known:
            begun = (x for x in known if any(_is_at(word.box.x0, x) for word in line.words) and _ends_date(line, below, x))
            places[number] = next(begun, None)
    for start, x in enumerate(places):
        if x is None:
            continue
        end = start
        while end < len(lines) and (_is_at(places[end], x) or _goes_on(lines, end, x, tolerances)):
            end += 1
        if sum(_is_at(place, x) for place in places[start:end]) >= _LEAST:
            lists = _find_gutter(lines, right_edge, tolerances)
            if lists and lists[0] <= start < lists[1]:
                return None
            return start, end, x
    return None


def _goes_on(lines: Sequence[Line], number: int, x: float, tolerances: InnerTolerances) -> bool:
    """Whether a line belongs to the row above it: it stands in the second column, or is the end of the date in the first."""
    line = lines[number]
    return line.x0 >= x - tolerances.beside or (number > 0 and line.x1 < x and _ends_date(lines[number - 1], line, x))


def _ends_date(line: Line, below: Line, x: float) -> bool:
    """Whether the date in a narrow first column ends in the line below: `September` and `2018` below it."""
    first, second = line.part(0, x - _TOUCHING), below.part(0, x - _TOUCHING)
    if first is None or second is None or abs(first.x0 - second.x0) > _TOUCHING or line.page != below.page:
        return False
    begun, rest = first.text.chars, second.text.chars
    if _YEAR.search(begun) and not begun.endswith(("–", "-", "—")):
        return False
    found = find_leading_date(f"{begun} {rest}") if _YEAR.search(rest) else None
    return found is not None and len(rest.split()) <= _MOST_WORDS and find_leading_date(begun) != found


def _find_column_behind_year(line: Line, tolerances: InnerTolerances) -> float | None:
    """Return where a line goes on behind its first gap, if a year stands before it."""
    x = _find_column_behind_gap(line, tolerances)
    before = " ".join(word.text.chars for word in line.words if x is not None and word.box.x0 < x)
    return x if _YEAR.search(before) else None


def _find_column_behind_gap(line: Line, tolerances: InnerTolerances) -> float | None:
    """Return where a line goes on behind its first gap."""
    for word, following in pairwise(line.words):
        if following.box.x0 - word.box.x1 > tolerances.gutter * line.size:
            return following.box.x0
    return None


def _is_at(place: float | None, x: float) -> bool:
    return place is not None and abs(place - x) <= _TOUCHING


def _split_dated(lines: Sequence[Line], x: float) -> list[list[Line]]:
    """Return the lines of each row: the first one begins left of the second column, where no date ends in it."""
    rows: list[list[Line]] = []
    for line in lines:
        if not rows or (line.x0 < x - _TOUCHING and not _ends_date(rows[-1][-1], line, x)):
            rows.append([])
        rows[-1].append(line)
    return rows


def _cut_columns(lines: Sequence[Line], bounds: Sequence[float]) -> Iterator[list[Line]]:
    """Yield the parts of lines that stand in each column."""
    for x0, x1 in pairwise(bounds):
        yield [part for line in lines if (part := line.part(x0, x1))]


def _find_dividing(upright: Sequence[Box], lines: Sequence[Line], tolerances: InnerTolerances) -> list[Box]:
    """Return the upright rules, from left to right, that stand between the words of a cell on a page, and cross none."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    found: list[Box] = []
    for box in sorted(upright, key=lambda box: box.x0):
        x = (box.x0 + box.x1) / 2
        if not left < x < right or (found and x - found[-1].x1 <= tolerances.beside):
            continue
        words = [word.box for line in lines if box.top <= line.middle <= box.bottom for word in line.words]
        before, after = (sum(word.x1 <= x + _TOUCHING for word in words), sum(word.x0 >= x - _TOUCHING for word in words))
        if before and after and before + after == len(words):
            found.append(box)
    return found


def _read_table(
    lines: Sequence[Line], edges: Sequence[float], right_edge: float, rulings: Mapping[int, Rulings], reader: _Reader
) -> tuple[list[Block], list[str]]:
    """Return the blocks of a table within a cell, row by row, and the text of its head row."""
    bounds = [0.0, *edges, float("inf")]
    rows = []
    for _, group in groupby(lines, key=lambda line: (line.page, _find_band(line, edges, rulings, reader.inner))):
        row = list(group)
        rows.append((row, list(_cut_columns(row, bounds))))
    heads = []
    if len(rows) > _LEAST and _is_head(rows[0][0], [line for row, _ in rows[1:] for line in row], [c for _, c in rows[1:]]):
        heads = [" ".join(line.text.chars for line in rows[0][0])]
        del rows[0]
    rights = [*(x - reader.inner.beside for x in edges), right_edge]
    return _read_rows([cells for _, cells in rows], rights, reader), heads


def _read_rows(rows: Sequence[Sequence[Sequence[Line]]], rights: Sequence[float], reader: _Reader) -> list[Block]:
    """Return the blocks of a table's rows, given the lines of each cell and the right edges of its columns."""
    read = [[reader.read(cell, right) for cell, right in zip(cells, rights, strict=True) if cell] for cells in rows]
    # Where some rows have a date, one without is not more text of the row above.
    dated = [find_leading_date(cells[0][0].text.chars) is not None for cells in read if len(cells) > 1 and cells[0]]
    bulleted = sum(dated) in range(_LEAST, len(dated)) or any(block.level for cells in read for cell in cells for block in cell)
    return [block for cells in read for block in _join_row(cells, bulleted=bulleted)]


def _find_band(line: Line, edges: Sequence[float], rulings: Mapping[int, Rulings], tolerances: InnerTolerances) -> int:
    """Return the number of level rules above a line, of those that divide the rows of its table."""
    crossing = (
        (box.top + box.bottom) / 2
        for box in rulings[line.page].level
        if any(box.x0 - tolerances.beside <= x <= box.x1 + tolerances.beside for x in edges)
    )
    return bisect_right(sorted(crossing), line.middle)


def _is_head(head: Sequence[Line], rest: Sequence[Line], rows: Sequence[Sequence[Sequence[Line]]]) -> bool:
    """Whether the first row of a table says what its columns hold: it is printed in another font, or has no figure where each
    of the other rows has one.
    """
    fonts = {word.font for line in head for word in line.words}
    if fonts.isdisjoint(word.font for line in rest for word in line.words):
        return True

    def has_figure(lines: Sequence[Line]) -> bool:
        return any(c.isdigit() for line in lines for c in line.text.chars)

    return not has_figure(head) and all(has_figure(cells[0]) for cells in rows)


def _join_row(cells: Sequence[tuple[Block, ...]], *, bulleted: bool) -> list[Block]:
    """Return the blocks of a row: its first two cells begin one text, and bullets in them stand below it."""
    flat = [block for cell in cells for block in cell]
    if not flat:
        return []
    first = flat[0]
    rest = [replace(block, level=block.level + 1) if block.level else block for block in flat[1:]]
    if len(cells) > 1 and len(cells[0]) == 1 and rest and not rest[0].level:
        separator = " " if first.text.chars.endswith((":", "–", "-")) else ": "
        first, rest = Block(join([first.text, rest[0].text], separator)), rest[1:]
    return [replace(first, level=int(bulleted)), *rest]


def _split_gutters(
    lines: Sequence[Line], right_edge: float, tolerances: InnerTolerances, doubted: list[str]
) -> list[tuple[Sequence[Line], float]]:
    """Return the lines in stretches, each with its right edge: where bullets stand in columns, the left one comes first."""
    stretches: list[tuple[Sequence[Line], float]] = []
    rest = lines
    while (found := _find_gutter(rest, right_edge, tolerances)) and len(stretches) < _MOST_STRETCHES:
        start, end, x = found
        edge = x - tolerances.beside
        if start:
            stretches.append((rest[:start], right_edge))
        left, right = (_join_pieces(lines) for lines in _cut_columns(rest[start:end], [0.0, edge, float("inf")]))
        count = _count_continuing(left, right, x, tolerances)
        left += _move_lines(right[:count], x - min(line.x0 for line in left if _begins_with_bullet(line)))
        stretches.append((left, _find_right(left, edge)))
        stretches += _split_gutters(right[count:], right_edge, tolerances, doubted)
        rest = rest[end:]
        if rest and left and _may_go_on(left, rest[0], tolerances) and not _heads_both(rest, 0, x, tolerances):
            doubted.append(rest[0].text.chars)
    doubted += (line.text.chars for line in _find_unread_columns(rest, tolerances))
    return [*stretches, (rest, right_edge)] if rest else stretches


def _find_unread_columns(lines: Sequence[Line], tolerances: InnerTolerances) -> list[Line]:
    """Return the line in which the second of several bullets at one place stands behind a gap, where no columns were found."""
    for x in _find_second_bullets(lines, tolerances):
        at = [line for line in lines if _has_bullet_at(line, x, tolerances)]
        beside = [line for line in at if line.x0 < x - tolerances.beside and _is_divided(line, x, tolerances)]
        if len(at) >= _LEAST and beside:
            return beside[:1]
    return []


def _count_continuing(left: Sequence[Line], right: Sequence[Line], x: float, tolerances: InnerTolerances) -> int:
    """Return how many lines at the top of the right column go on with the last item of the left one: they hang as the text
    behind bullets does, or their words end a sentence that is left open there.
    """
    count = sum(1 for _ in takewhile(lambda line: not _begins_with_bullet(line), right))
    if not count or count == len(right) or not left:
        return 0
    hangs = right[0].x0 > x + tolerances.beside
    return count if hangs or continues_sentence(left[-1].text.chars, right[0].text.chars) else 0


def _move_lines(lines: Iterable[Line], distance: float) -> Iterator[Line]:
    """Yield lines as if they stood further to the left; their text keeps its place."""
    for line in lines:
        boxes = [word.box._replace(x0=word.box.x0 - distance, x1=word.box.x1 - distance) for word in line.words]
        yield Line(line.page, tuple(replace(word, box=box) for word, box in zip(line.words, boxes, strict=True)))


def _may_go_on(column: Sequence[Line], line: Line, tolerances: InnerTolerances) -> bool:
    """Whether a line below two columns is a paragraph that would have room in the left one, and stands right below it."""
    last = column[-1]
    is_below = last.page == line.page and line.baseline - last.baseline <= tolerances.apart * line.size
    return is_below and line.x1 <= max(part.x1 for part in column) and not _begins_with_bullet(line)


def _join_pieces(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a column, pieces that stand beside each other as one: a bullet or dash of another font stands a
    little higher or lower than its text, and was nearer to a line of the other column.
    """
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        if above and above.page == line.page and (above.x1 <= line.x0 or line.x1 <= above.x0):
            overlap = min(above.bottom, line.bottom) - max(above.top, line.top)
            if 2 * overlap >= min(above.bottom - above.top, line.bottom - line.top):
                left, right = (above, line) if above.x1 <= line.x0 else (line, above)
                joined[-1] = Line(line.page, left.words + right.words)
                continue
        joined.append(line)
    return joined


def _find_right(lines: Sequence[Line], edge: float) -> float:
    """Return how far the lines of a column reach that go on in the next line: the blank before the next column is unknown."""
    wrapped = [line.x1 for line, following in pairwise(lines) if not _begins_with_bullet(following)]
    return max(wrapped, default=edge) if len(wrapped) >= _LEAST else edge


def _find_gutter(lines: Sequence[Line], right_edge: float, tolerances: InnerTolerances) -> tuple[int, int, float] | None:
    """Return the first and the last line of two columns of bullets, and where the bullets of the right one stand."""
    for x in _find_second_bullets(lines, tolerances):
        for first, last in _find_runs(lines, x, tolerances):
            end = last + 1
            divided = takewhile(
                lambda i: _is_divided(lines[i], x, tolerances) and not _heads_both(lines, i, x, tolerances),  # noqa: B023
                range(end, len(lines)),
            )
            end = max((i + 1 for i in divided if lines[i].x1 > x), default=end)
            start = _find_top(lines, first, end, x, tolerances)
            left_x = min((line.x0 for line in lines[start:end] if _begins_with_bullet(line)), default=x)
            lefts = [part for line in lines[start:end] if (part := line.part(0, x - tolerances.beside))]
            reach = max((part.x1 for part in lefts), default=x)
            while more := _count_more(lines[end:], left_x, x, (reach, right_edge), tolerances):
                end += more
            end += _count_rest(lefts[-1:], lines[end:], x, (reach, right_edge), tolerances)
            shared = sum(line.x0 < x - tolerances.beside and line.x1 > x for line in lines[start:end])
            is_column = last > first or (
                _is_widest_blank(lines[first], x, tolerances) and (shared > _LEAST or _hang_alike(lines[first], x, tolerances))
            )
            # Signs alone on the left are those of items whose text begins far behind them.
            is_column = is_column and not all(_is_sign(part.text.chars) for part in lefts)
            if is_column and left_x < x - tolerances.beside and all(_is_divided(n, x, tolerances) for n in lines[start:end]):
                return start, end, x
    return None


def _is_widest_blank(line: Line, x: float, tolerances: InnerTolerances) -> bool:
    """Whether the blank before the bullet of a second column is wider than those between the words of its line.

    The dash of a date (`6-8 June – Visit`) looks like a bullet, and a line that is spaced out to the edge has wide blanks.
    """
    if line.x0 >= x - tolerances.beside:
        return True  # nothing stands before it
    firsts = {line.words[0].text.chars}
    blanks = {following.box.x0: following.box.x0 - word.box.x1 for word, following in pairwise(line.words)}
    behind = {following.box.x0 for word, following in pairwise(line.words) if _is_bullet(word.text.chars, firsts)}
    own = max((blank for at, blank in blanks.items() if abs(at - x) <= tolerances.beside), default=0.0)
    others = [blank for at, blank in blanks.items() if abs(at - x) > tolerances.beside and at not in behind]
    return own > _WIDER * max(others, default=0.0)


def _find_runs(lines: Sequence[Line], x: float, tolerances: InnerTolerances) -> list[tuple[int, int]]:
    """Return the first and the last line with a bullet at x of each stretch of lines in which no word crosses the gutter."""
    runs: list[tuple[int, int]] = []
    is_open = False
    for number, line in enumerate(lines):
        if not _is_divided(line, x, tolerances) or _heads_both(lines, number, x, tolerances):
            is_open = False
        elif _has_bullet_at(line, x, tolerances):
            runs.append((runs.pop()[0] if is_open else number, number))
            is_open = True
    return runs


def _heads_both(lines: Sequence[Line], number: int, x: float, tolerances: InnerTolerances) -> bool:
    """Whether a line is a heading of two columns that begin below it, not a part of the left one: both begin with a bullet at
    one height, and the right one, if it was there above, leaves its line free.
    """
    line, below = lines[number], lines[number + 1] if number + 1 < len(lines) else None
    if below is None or line.x1 > x or not line.text.chars.endswith(":") or _begins_with_bullet(line):
        return False
    if not (_begins_with_bullet(below) and below.page == line.page and _has_bullet_at(below, x, tolerances)):
        return False
    if below.x0 < line.x0 - tolerances.beside or below.x0 >= x - tolerances.beside:
        return False
    above = next((part for part in reversed(lines[:number]) if part.page == line.page and part.x1 > x), None)
    return above is None or below.baseline - above.baseline > tolerances.neighbour * line.size


def _find_top(lines: Sequence[Line], first: int, end: int, x: float, tolerances: InnerTolerances) -> int:
    """Return the first line of two columns, given the first bullet of the right one: a heading may stand above that bullet, or
    the rest of the item in which the left column ends. Both columns begin at one height.
    """
    edge, page = x - tolerances.beside, lines[first].page
    above = takewhile(
        lambda i: lines[i].page == page and _is_divided(lines[i], x, tolerances) and not _heads_both(lines, i, x, tolerances),
        range(first - 1, -1, -1),
    )
    open_lines = [*above]
    lefts, rights = (
        list(column) for column in _cut_columns(lines[min(open_lines, default=first) : end], [0.0, edge, float("inf")])
    )
    left_x = min((line.x0 for line in lefts if _begins_with_bullet(line)), default=x)
    # The right column has the indents of the left one, where an item of that goes on in it.
    own = [line for line in rights if (line.page, line.middle) >= (page, lines[first].middle)]
    edges = [*_list_indents(own), *_list_text_starts(rights), *(x + indent - left_x for indent in _list_indents(lefts))]
    top = first
    for number in open_lines:
        left, right = lines[number].part(0, edge), lines[number].part(edge, float("inf"))
        if right and not any(abs(right.x0 - indent) <= tolerances.beside for indent in edges):
            break
        if left and right:
            top = number
    return top


def _count_more(lines: Sequence[Line], left_x: float, x: float, reach: tuple[float, float], tolerances: InnerTolerances) -> int:
    """Return how many lines below two columns go on with them: one that belongs to either, or a paragraph of the left one, and
    what stands before it.
    """
    if lines and _belongs(lines[0], left_x, x, tolerances):
        return 1
    if _is_headed_item(lines[:_LEAST], left_x, reach[0], tolerances):
        return _LEAST
    for before in range(min(len(lines), _MOST_BEFORE)):
        if count := _count_wrapped(lines[before:], x, reach, tolerances):
            return before + count
        if lines[before].x1 > reach[0] or _begins_with_bullet(lines[before]):
            break
    return 0


def _belongs(line: Line, left_x: float, x: float, tolerances: InnerTolerances) -> bool:
    """Whether a line below those that hold both columns belongs to one of them: to the right one, or to an item of the left."""
    if not _is_divided(line, x, tolerances):
        return False
    is_item = _begins_with_bullet(line) and line.x0 >= left_x - tolerances.beside
    return line.x1 > x or is_item or line.x0 > left_x + tolerances.beside


def _is_headed_item(lines: Sequence[Line], left_x: float, reach: float, tolerances: InnerTolerances) -> bool:
    """Whether two lines are a heading of the left column and the beginning of an item below it."""
    if len(lines) < _LEAST:
        return False
    heading, item = lines
    is_heading = heading.text.chars.endswith(":") and abs(heading.x0 - left_x) <= tolerances.beside
    return is_heading and _begins_with_bullet(item) and max(heading.x1, item.x1) <= reach and heading.page == item.page


def _count_rest(
    last: Sequence[Line], lines: Sequence[Line], x: float, reach: tuple[float, float], tolerances: InnerTolerances
) -> int:
    """Return how many lines below two columns end the paragraph in which the left one ends."""
    if not last or not lines or lines[0].baseline - last[0].baseline > tolerances.neighbour * last[0].size:
        return 0
    return max(_count_wrapped([*last, *lines], x, reach, tolerances) - 1, 0)


def _count_wrapped(lines: Sequence[Line], x: float, reach: tuple[float, float], tolerances: InnerTolerances) -> int:
    """Return how many lines make the first paragraph, if it is wrapped as far as the left column reaches, not the cell."""
    count = 0
    for line, following in pairwise(lines):
        end = line.x1 + tolerances.blank * line.size + following.words[0].box.x1 - following.words[0].box.x0
        is_near = line.page == following.page and abs(following.x0 - line.x0) <= tolerances.beside
        if not is_near or not reach[0] < end < reach[1] or not _is_divided(line, x, tolerances):
            break
        count += 1
    return count + 1 if count else 0


def _find_second_bullets(lines: Sequence[Line], tolerances: InnerTolerances) -> list[float]:
    """Return the x at which bullets stand right of other text: in several lines, or in one that begins with the same bullet or
    has a gutter before it.
    """
    left = min((line.x0 for line in lines), default=0.0)
    firsts = {line.words[0].text.chars for line in lines}
    places = sorted(
        (word.box.x0, word.text.chars == line.words[0].text.chars or _stands_apart(line, number, tolerances))
        for line in lines
        for number, word in enumerate(line.words)
        if word.box.x0 > left + tolerances.least_column and _is_bullet(word.text.chars, firsts)
    )
    groups = (list(group) for _, group in groupby(places, key=lambda place: round(place[0])))
    return [group[0][0] for group in groups if len(group) >= _LEAST or group[0][1]]


def _stands_apart(line: Line, number: int, tolerances: InnerTolerances) -> bool:
    """Whether a word within a line is a bullet for sure, and a gutter is before it."""
    word, before = line.words[number], line.words[number - 1] if number else None
    is_sure = word.text.chars in bullet_glyphs()[0]
    return is_sure and before is not None and word.box.x0 - before.box.x1 >= tolerances.gutter * line.size


def _is_bullet(sign: str, firsts: Collection[str]) -> bool:
    """Whether a word within a line is a bullet; dashes and letters are only where a line of the cell begins with the same."""
    always, separated = bullet_glyphs()
    return sign in always or (sign in separated and sign in firsts)


def _list_indents(lines: Sequence[Line]) -> list[float]:
    """Return where lines begin, and the texts behind their bullets."""
    return [*(line.x0 for line in lines), *_list_text_starts(lines)]


def _list_text_starts(lines: Sequence[Line]) -> list[float]:
    """Return where the texts behind bullets begin."""
    return [line.words[1].box.x0 for line in lines if len(line.words) > 1 and _begins_with_bullet(line)]


def _has_bullet_at(line: Line, x: float, tolerances: InnerTolerances) -> bool:
    return any(abs(word.box.x0 - x) <= tolerances.beside and _is_sign(word.text.chars) for word in line.words)


def _hang_alike(line: Line, x: float, tolerances: InnerTolerances) -> bool:
    """Whether a line begins with a bullet that stands at x again, and the text behind both is as far from it: further than
    words are from each other, if it is a dash or letter.
    """
    first = line.words[0]
    again = next((n for n, word in enumerate(line.words[:-1]) if n and abs(word.box.x0 - x) <= tolerances.beside), None)
    if again is None or line.words[again].text.chars != first.text.chars or not _begins_with_bullet(line):
        return False
    behind, behind_again = (line.words[n + 1].box.x0 - line.words[n].box.x0 for n in (0, again))
    is_sure = first.text.chars in bullet_glyphs()[0]
    is_apart = is_sure or line.words[1].box.x0 - first.box.x1 > 2 * tolerances.blank * first.size
    return again > 1 and abs(behind - behind_again) <= _TOUCHING and is_apart and not is_tick(first.text.chars)


def _begins_with_bullet(line: Line) -> bool:
    return _is_sign(line.words[0].text.chars)


def _is_sign(chars: str) -> bool:
    return any(chars in glyphs for glyphs in bullet_glyphs())


def _is_divided(line: Line, x: float, tolerances: InnerTolerances) -> bool:
    """Whether no word of a line stands in the gutter left of x."""
    gutter = tolerances.gutter * line.size
    return all(word.box.x1 <= x - gutter or word.box.x0 >= x - tolerances.beside for word in line.words)
