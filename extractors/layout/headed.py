"""Pages whose labels are headings above their texts in, a Form out: as word processors set headings, or bars above the values.

Where a table is the head of such a form, its lines are read as those of any other table.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, TypeAlias

from ucap.extractors.form import PAIRED, Block, Cell, Form, Row
from ucap.extractors.labels import match_label, normalise_label, points_to
from ucap.extractors.layout.blocks import find_counted_lines, find_hanging_lines, read_blocks
from ucap.extractors.layout.columns import find_common_edge
from ucap.extractors.layout.inner import read_cell
from ucap.extractors.layout.lines import Line, collect_wording, typical_pitch
from ucap.extractors.layout.tolerances import LayoutTolerances
from ucap.extractors.layout.typesetting import Typesetting
from ucap.extractors.page import PdfDocument
from ucap.extractors.text.closing_lines import is_closing_line, is_contact_line
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import Side

_FEWEST = 5
"""Headings that are labels, from which on those set alike are. Chosen: a report about cooperation may have two or three."""
_MOST_WORDS = 14
"""Words of a label on a line of its own. Chosen: the longest of 300 wordings has 12."""
_MOST_INDENT = 6.0
"""Font sizes by which items of a second level are set in. Chosen: browsers set each level in by 3 to 4."""
_MOSTLY = 0.8
"""Share of the lines below headings that begin about where these do. Chosen."""
_REPEATED = 2
"""Places where the name of a theme stands, as a heading or before a colon; a label stands in one."""
_NEXT_LINE = 1.6
"""Font sizes from one line of a heading to its next. Chosen: headings are set with 1.1 to 1.4, and apart from text."""
_FEWEST_ROWS = 2
"""Rows of a table that labels show, as of a head."""
_MOST_CLOSING_LINES = 3
"""Lines that a contact takes at most. Chosen."""
_LABEL_AND_VALUE = 2
"""Lines that the last row has at least."""

_Style: TypeAlias = tuple[str, float]


class ReadTable(Protocol):
    """What reads pages as a form with a column of labels."""

    def __call__(self, document: PdfDocument, tolerances: LayoutTolerances, *, by_place: bool = ...) -> Form:
        """Return the form."""
        ...


def read_headed(
    document: PdfDocument,
    body: Sequence[Sequence[Line]],
    running: Sequence[Line],
    headings: Mapping[int, int],
    read_table: ReadTable,
    tolerances: LayoutTolerances,
) -> Form:
    """Read the pages of a PDF as a form whose labels are headings.

    `body` and `running` are its lines, `headings` those of `find_headings`; `read_table` reads the table above the first.
    """
    lines = [line for page in body for line in page]
    starts = sorted(headings)
    rows = _read_above(document, lines[: starts[0]], read_table, tolerances)
    values = [line for number, line in enumerate(lines) if number >= starts[0] and number not in headings]
    after = _cut_closing(lines, starts)
    values = [line for line in values if not any(line is other for other in after)]
    wording = collect_wording(lines)
    counted = find_counted_lines(values)
    hanging = find_hanging_lines(values, counted, tolerances.blocks)
    setting = Typesetting(typical_pitch(values, tolerances.lines), hanging, wording, counted)
    right_edge = max((line.x1 for line in values), default=0.0)
    cells = _group_values(lines, headings, after)
    partner_x = find_common_edge(
        [x for _, own in cells for line in own if (x := _find_second(line, tolerances)) is not None],
        tolerances.columns.aligned,
        tolerances.columns.agreeing,
    )
    for label, own in cells:
        match = match_label(label.chars)
        section = match.section if match else "unknown"
        sides = _split_sides(own, partner_x, setting, tolerances) if section in (*PAIRED, "unknown") else ()
        inner = read_cell(own, right_edge, {}, setting, tolerances.blocks, tolerances.inner)
        spanning = (Cell(inner.blocks),)
        rows.append(Row(section, label, *((sides,) if sides and section in PAIRED else (spanning, sides))))
    if after:
        rows.append(Row("contact", SourceText(), (Cell(tuple(Block(line.text) for line in after)),)))
    hidden = tuple(text for page in document.pages for text in page.hidden)
    unread = tuple(region for page in document.pages for region in page.unread)
    notes = (*(line.text.chars for line in running), *(text for page in document.pages for text in page.aside))
    return Form(tuple(rows), len(document.pages), notes, hidden=hidden, unread=unread)


def find_headings(lines: Sequence[Line], tolerances: LayoutTolerances) -> Mapping[int, int]:
    """Return the numbers of the lines that are labels above their texts, each with the number of the label's first line.

    They are set alike and otherwise than most of the text, alone on their lines, and most are labels or have words of labels.
    What stands elsewhere, too, is the name of a theme. Their texts begin below them, not right of them.
    """
    styles = [_find_style(line) for line in lines]
    counts = Counter(style for style in styles if style)
    words = Counter((word.font, round(word.size, 1)) for line in lines for word in line.words)
    usual = words.most_common(1)[0][0] if words else None
    may_be = [style for style, count in counts.items() if count >= _FEWEST and style != usual]
    if not may_be:
        return {}
    printed = Counter(name for line in lines for name in _list_names(line.text.chars))
    beside = Counter(style for line in lines if (style := _find_style_beside(line, tolerances)))
    best: Mapping[int, int] = {}
    for style in may_be:
        numbers = [
            number
            for number, line in enumerate(lines)
            if styles[number] == style and printed[normalise_label(line.text.chars)] < _REPEATED
        ]
        found = _join_lines(lines, numbers)
        firsts = sorted(set(found.values()))
        texts = [" ".join(lines[n].text.chars for n in numbers if found[n] == first) for first in firsts]
        labels = sum(
            len(text.split()) <= _MOST_WORDS and bool(match_label(text) or points_to(text.rstrip(":"))) for text in texts
        )
        is_form = labels >= _FEWEST and labels * 2 > len(texts) > beside[style] and _stand_above(lines, found)
        if is_form and len(firsts) > len(set(best.values())):
            best = found
    return best


def _stand_above(lines: Sequence[Line], headings: Mapping[int, int]) -> bool:
    """Whether most lines between headings begin about where these do, as text below them, not in a column on their right."""
    first = min(headings)
    left = min(lines[number].x0 for number in headings)
    below = [line for number, line in enumerate(lines) if number > first and number not in headings]
    return sum(line.x0 - left < _MOST_INDENT * line.size for line in below) > len(below) * _MOSTLY


def _list_names(text: str) -> set[str]:
    """Return a line and what stands before its colon or dash, as names are compared."""
    before = re.split(r":\s|\s[–—-]\s|:$", text, maxsplit=1)[0]
    return {normalise_label(text), normalise_label(before)}


def _find_style(line: Line) -> _Style | None:
    """Return the font and size of a line; None where it has several."""
    found = {(word.font, round(word.size, 1)) for word in line.words}
    return found.pop() if len(found) == 1 else None


def _find_style_beside(line: Line, tolerances: LayoutTolerances) -> _Style | None:
    """Return the font and size of what stands left of a gap in a line, as labels do beside values; None without a gap."""
    for count, (word, following) in enumerate(pairwise(line.words), start=1):
        if following.box.x0 - word.box.x1 > tolerances.columns.gutter * line.size:
            return _find_style(Line(line.page, line.words[:count]))
    return None


def _join_lines(lines: Sequence[Line], numbers: Sequence[int]) -> dict[int, int]:
    """Return for each line of a heading the number of its first line: a long one may take two."""
    found: dict[int, int] = {}
    for number in numbers:
        above = lines[number - 1] if number else None
        near = above is not None and above.page == lines[number].page
        near = near and lines[number].baseline - above.baseline < _NEXT_LINE * lines[number].size  # type: ignore[union-attr]
        found[number] = found[number - 1] if near and number - 1 in found else number
    return found


def _read_above(document: PdfDocument, lines: Sequence[Line], read_table: ReadTable, tolerances: LayoutTolerances) -> list[Row]:
    """Return the rows of the table above the first heading, and the title."""
    words = {id(word) for line in lines for word in line.words}
    pages = tuple(
        replace(page, words=tuple(word for word in page.words if id(word) in words), aside=(), hidden=(), unread=())
        for page in document.pages
    )
    part = replace(document, pages=tuple(page for page in pages if page.words))
    form = read_table(part, tolerances) if part.pages else Form(())
    if part.pages and len([row for row in form.rows if row.label]) < _FEWEST_ROWS:
        form = read_table(part, tolerances, by_place=True)
    if form.rows:
        return list(form.rows)
    return [Row("title", SourceText(), (Cell(tuple(Block(line.text) for line in lines)),))] if lines else []


def _group_values(
    lines: Sequence[Line], headings: Mapping[int, int], after: Sequence[Line]
) -> list[tuple[SourceText, list[Line]]]:
    """Return each label with the lines below it."""
    cells: list[tuple[SourceText, list[Line]]] = []
    for number, line in enumerate(lines):
        if number in headings:
            if headings[number] == number:
                cells.append((line.text, []))
            else:
                cells[-1] = (join([cells[-1][0], line.text]), cells[-1][1])
        elif cells and not any(line is other for other in after):
            cells[-1][1].append(line)
    return cells


def _cut_closing(lines: Sequence[Line], starts: Sequence[int]) -> list[Line]:
    """Return the last lines if they end in an address and are few words or speak of contact, below other text: what closes the
    form.
    """
    for count in range(min(_MOST_CLOSING_LINES, len(lines) - starts[-1] - _LABEL_AND_VALUE), 0, -1):
        closing = lines[-count:]
        text = " ".join(line.text.chars for line in closing)
        if ("@" in text and is_contact_line(closing[0].text.chars)) or is_closing_line(text):
            return list(closing)
    return []


def _find_second(line: Line, tolerances: LayoutTolerances) -> float | None:
    """Return where the second of two values on a line begins: behind its only gap, which is not that behind a bullet."""
    if not line.words[0].text.chars[0].isalnum():
        return None
    gaps = [b.box.x0 for a, b in pairwise(line.words) if b.box.x0 - a.box.x1 > tolerances.columns.gutter * line.size]
    return gaps[0] if len(gaps) == 1 else None


def _split_sides(
    lines: Sequence[Line], partner_x: float | None, setting: Typesetting, tolerances: LayoutTolerances
) -> tuple[Cell, ...]:
    """Return the cells of both sides; none where no line has a value at the place of the second ones."""
    if partner_x is None:
        return ()
    middle = partner_x - tolerances.columns.aligned
    sides: dict[Side, list[Line]] = {
        "lead": [part for line in lines if (part := line.part(0, middle))],
        "partner": [part for line in lines if (part := line.part(middle, float("inf")))],
    }
    if not all(sides.values()) or any(line.x1 > partner_x for line in sides["lead"]):
        return ()
    if any(line.x0 > partner_x + tolerances.columns.aligned for line in sides["partner"]):
        return ()
    edges = {"lead": middle, "partner": max(line.x1 for line in sides["partner"])}
    return tuple(Cell(read_blocks(found, edges[side], setting, tolerances.blocks), side) for side, found in sides.items())
