"""From pages to a Form.

Labels lead: the label column, read against the lexicon, says what the rows are; ruling lines, shading and alignment say where
they end. Works without any ruling line, and knows no PDF library.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.form import PAIRED, Block, Cell, Form, Row, merge_rows
from extractors.layout.blocks import ALIGNED, bullet_glyphs, read_blocks
from extractors.layout.labels import EXACT, KEYWORD, LabelMatch, is_title, match_label, starts_label
from extractors.layout.lines import Line, Wording, collect_wording, join_lines, split_running_text, typical_pitch
from extractors.readers.page import Box, Page, PdfDocument
from extractors.source_text import SourceText
from schemas.records import SectionName, Side

GUTTER = 0.6
"""Least blank between two columns, in font sizes."""
WRAPPED = 1.75
"""Farthest that two lines of one label stand apart, in font sizes."""
OUTDENT = 3.0
"""How far bullets may stand left of the value column, in font sizes."""
BLANK = 0.38
"""Widest blank between two words of a line, in font sizes."""
UNKNOWN = -0.2
"""Gain of a label's line that the lexicon does not know, against 1 for a line of a known label."""
CUT = 0.3
"""Cost of parting two lines that are set tight."""
OPEN = 2.0
"""Cost of ending a label after a line that is left open, or before one that begins with a small letter."""
PIECE = 0.05
"""Cost of each label, so that one label of two lines is preferred to two labels of one."""
SLACK = 0.12
"""How much the distance of lines may exceed that within a paragraph, in font sizes: fonts mix on a line."""
CELL_PADDING = 6.0
"""Points between a cell's edge and its text, where no ruling line tells."""


_CONTACT = re.compile(r"\b(?:contact|information)\b.*:\s*$|@", re.IGNORECASE)
_LEFT_OPEN = re.compile(r"(?:[,/&(–-]|\b(?:a|and|as|by|for|in|of|on|or|the|to|with))\s*$", re.IGNORECASE)
"""How the line of a label ends that goes on in the next."""


@dataclass(frozen=True)
class Columns:
    """Where the columns begin, in points: labels, values, and the second value column where there is one."""

    label_x: float
    value_x: float
    partner_x: float | None

    def label_part(self, line: Line) -> Line | None:
        """Return what a line has in the label column."""
        return line.part(0, self.value_x - ALIGNED)

    def value_part(self, line: Line) -> Line | None:
        """Return what a line has in the value columns."""
        return line.part(self.value_x - ALIGNED, float("inf"))


@dataclass(frozen=True)
class Label:
    """A row's label: the lines of the label column that make it up, and what it means."""

    lines: tuple[Line, ...]
    match: LabelMatch | None

    @property
    def text(self) -> SourceText:
        """The label as printed, its lines joined."""
        return join_lines([line.text for line in self.lines])


def read_layout(document: PdfDocument) -> Form:
    """Read the pages of a PDF as a form; a form without rows means that no label was recognised."""
    pages = document.pages
    body, running = split_running_text(pages)
    columns = find_columns(body)
    notes = tuple(line.text.chars for line in running)
    if columns is None:
        return Form((), len(pages), notes)
    separators = {page.number: find_separators(page, columns) for page in pages}
    before, table, after = split_table(body, columns)
    if not before:  # the title is repeated on every page, so it was set apart with the running headers
        before = [line for line in running if line.page == pages[0].number and is_title(line.text.chars)]
    pitch = typical_pitch([part for line in table if (part := columns.value_part(line))])
    labels = read_labels(table, columns, separators, pitch)
    wording = collect_wording(line for lines in body for line in lines)
    rows = [_outside_row("title", before, wording)] if before else []
    rows += build_rows(table, labels, columns, separators, pitch, find_frame(pages, columns), wording)
    if after:
        rows.append(_outside_row("contact", after, wording))
    return Form(merge_rows(rows), len(pages), notes)


# Columns


def find_columns(body: Sequence[Sequence[Line]]) -> Columns | None:
    """Find where the columns begin: the value column where words stand right of known labels, more often than anywhere else.

    None where no known label stands left of a value.
    """
    starts = [hit for lines in body for line in lines if (hit := _split_at_label(line))]
    value_x = _most_common_edge([line.words[count].box.x0 for line, count, _ in starts])
    if value_x is None:
        return None
    at_value = [hit for hit in starts if abs(hit[0].words[hit[1]].box.x0 - value_x) <= ALIGNED]
    label_x = min(line.x0 for line, _, _ in at_value)
    value_x = min([value_x, *_outdented_bullets(body, value_x)])
    right_x = max((line.x1 for lines in body for line in lines if line.x1 > value_x), default=value_x)
    partner_edges = []
    for line, _, section in starts:
        if section in PAIRED:
            values = [word for word in line.words if word.box.x0 >= value_x - ALIGNED]
            gaps = [b for a, b in pairwise(values) if b.box.x0 - a.box.x1 > GUTTER * b.size]
            partner_edges += [gaps[0].box.x0] if gaps else []
            partner_edges += [values[0].box.x0] if values and values[0].box.x0 > value_x + 0.25 * (right_x - value_x) else []
    return Columns(label_x, value_x, _most_common_edge(partner_edges, least=1))


def _outdented_bullets(body: Sequence[Sequence[Line]], value_x: float) -> list[float]:
    """Return the left edges of bullet glyphs that stand a little left of the value column, as browsers set them."""
    always, _ = bullet_glyphs()
    words = (word for lines in body for line in lines for word in line.words)
    return [w.box.x0 for w in words if w.text.chars in always and value_x - OUTDENT * w.size < w.box.x0 < value_x]


def _split_at_label(line: Line) -> tuple[Line, int, SectionName] | None:
    """Return how many words of a line are a label (or its first line), if a value follows after a gap.

    Where there are several gaps, the words that fit the lexicon best: `Cities` does better than `Cities  Aarhus`.
    """
    best: tuple[float, int, SectionName] | None = None
    for count in range(min(len(line.words) - 1, 14), 0, -1):
        if line.words[count].box.x0 - line.words[count - 1].box.x1 <= GUTTER * line.size:
            continue
        text = " ".join(word.text.chars for word in line.words[:count])
        match = match_label(text)
        score = match.score if match else 0.0
        if (match or starts_label(text)) and (best is None or score > best[0]):
            best = score, count, match.section if match else "unknown"
    return (line, *best[1:]) if best else None


def _most_common_edge(edges: Sequence[float], least: int = 2) -> float | None:
    """Return the left edge that most of the given ones share; None where fewer than `least` agree."""
    counts = Counter({edge: sum(abs(edge - other) <= ALIGNED for other in edges) for edge in edges})
    if not counts:
        return None
    most = max(counts.values())
    return min(edge for edge, count in counts.items() if count == most) if most >= least else None


def is_full_width(line: Line, columns: Columns) -> bool:
    """Whether a line runs from the label column into the value column without a gap: title, contact line, headings."""
    left = [word for word in line.words if word.box.x0 < columns.value_x - ALIGNED]
    right = [word for word in line.words if word.box.x0 >= columns.value_x - ALIGNED]
    if not left:
        return False
    if max(word.box.x1 for word in left) > columns.value_x + ALIGNED:
        return True
    if not right:
        return False
    gap = right[0].box.x0 - left[-1].box.x1
    aligned = abs(right[0].box.x0 - columns.value_x) <= ALIGNED
    return gap <= (BLANK if aligned else GUTTER) * line.size


# The table and what stands around it


def split_table(body: Sequence[Sequence[Line]], columns: Columns) -> tuple[list[Line], list[Line], list[Line]]:
    """Split the document's lines into those above the table, the table's, and those below it.

    The table begins with the first line that has a known label beside the value column, and ends before the first full-width
    line after the last known label.
    """
    lines = [line for page in body for line in page]
    labelled = {i: match for i, line in enumerate(lines) if (match := _label_in_column(line, columns))}
    if not labelled:
        return lines, [], []
    first = min(labelled)
    # "… available from the contact:" below the table is no row of it.
    last = max((i for i, section in labelled.items() if section != "contact"), default=first)
    end = next((i for i in range(last + 1, len(lines)) if _closes_table(lines[i], lines[i - 1], columns)), len(lines))
    return lines[:first], lines[first:end], lines[end:]


def _label_in_column(line: Line, columns: Columns) -> SectionName | None:
    """Return what the label on a line means, `unknown` for the beginning of a known one; None where there is none."""
    part = columns.label_part(line)
    if part is None or is_full_width(line, columns):
        return None
    match = match_label(part.text.chars)
    return match.section if match else "unknown" if starts_label(part.text.chars) else None


def _closes_table(line: Line, above: Line, columns: Columns) -> bool:
    """Whether a line after the last row stands below the table: it is full-width, or a contact line with nothing beside it."""
    if is_full_width(line, columns):
        return True
    label_above = columns.label_part(above)
    if label_above and label_above.page == line.page and line.baseline - label_above.baseline < WRAPPED * line.size:
        return False  # "For further / information:" is the label of a row
    alone = columns.value_part(line) is None
    return alone and (_label_in_column(line, columns) == "contact" or _CONTACT.search(line.text.chars) is not None)


def find_separators(page: Page, columns: Columns) -> list[float]:
    """Return the heights at which a ruling line or the edge of a shaded band crosses most of the label column."""
    width = max(columns.value_x - columns.label_x, 1.0)

    def crosses(x0: float, x1: float) -> bool:
        return min(x1, columns.value_x) - max(x0, columns.label_x) > 0.9 * width

    heights = [(s.top + s.bottom) / 2 for s in page.strokes if s.height <= ALIGNED and crosses(s.x0, s.x1)]
    for fill in page.fills:
        if crosses(fill.x0, fill.x1) and fill.height < 0.9 * page.height:
            heights += [fill.top, fill.bottom]
    merged: list[float] = []
    for height in sorted(heights):
        if not merged or height - merged[-1] > ALIGNED:
            merged.append(height)
    return merged


def find_frame(pages: Sequence[Page], columns: Columns) -> Box | None:
    """Return the box around what is ruled or shaded from the label column to the right; None where nothing is."""
    values_x = columns.value_x - 2 * CELL_PADDING
    drawn = (box for page in pages for box in (*page.strokes, *page.fills) if box.height < 0.9 * page.height)
    boxes = [box for box in drawn if (box.x0 <= columns.label_x + ALIGNED and box.x1 > values_x) or box.x0 >= values_x]
    if not any(box.x0 <= columns.label_x + ALIGNED for box in boxes):
        return None
    return Box(min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes))


# Labels


def read_labels(table: Sequence[Line], columns: Columns, separators: dict[int, list[float]], pitch: float) -> list[Label]:
    """Cut the lines of the label column into labels so that they fit the lexicon best.

    A label may wrap over lines and pages; it does not cross a separator within a page, go on after a colon, or bridge a gap.
    """
    lines = [part for line in table if (part := columns.label_part(line))]
    best: list[tuple[float, int]] = [(0.0, 0)]  # by count of lines: score of the best cut, start of its last label
    for end in range(1, len(lines) + 1):
        options = []
        for start in range(end - 1, max(end - 8, 0) - 1, -1):
            if start < end - 1 and not _may_continue(lines[start], lines[start + 1], separators):
                break
            match = match_label(join_lines([line.text for line in lines[start:end]]).chars)
            joints = sum(_cost_of_joint(a, b, pitch) for a, b in pairwise(lines[start:end]))
            cut = _cost_of_cut(lines[start - 1], lines[start], separators, pitch) if start else 0.0
            gain = _value_label(match, end - start) - PIECE - joints - cut
            options.append((best[start][0] + gain, start))
        best.append(max(options))
    starts = [len(lines)]
    while starts[0]:
        starts.insert(0, best[starts[0]][1])
    labels: list[Label] = []
    for start, end in pairwise(starts):
        label = _make_label(lines[start:end])
        if labels and _is_cut_in_two(labels[-1], label, separators, pitch):
            label = _make_label((*labels.pop().lines, *label.lines))
        labels.append(label)
    return labels


def _make_label(lines: Sequence[Line]) -> Label:
    return Label(tuple(lines), match_label(join_lines([line.text for line in lines]).chars))


def _is_cut_in_two(label: Label, following: Label, separators: dict[int, list[float]], pitch: float) -> bool:
    """Whether two labels set as tight as one mean one section: each half of "SDGs and EU / Urban Agenda topics" is a label."""
    last, first = label.lines[-1], following.lines[0]
    same = label.match and following.match and label.match.section == following.match.section
    return bool(same) and _is_tight(last, first, pitch) and _may_continue(last, first, separators)


def _value_label(match: LabelMatch | None, lines: int) -> float:
    """What a label is worth: a known wording by its lines; a keyword less, or it would swallow the labels around it."""
    if match is None:
        return UNKNOWN * lines
    return (match.score / EXACT) ** 3 * lines if match.score > KEYWORD else KEYWORD / EXACT * (1 + lines) / 2


def _cost_of_joint(line: Line, following: Line, pitch: float) -> float:
    """What it costs to take two lines for one label: nothing at a paragraph's distance of lines, more the further apart."""
    if line.page != following.page:
        return 0.5
    return max(0.0, 2 * ((following.baseline - line.baseline) / following.size - pitch - SLACK))


def _cost_of_cut(line: Line, following: Line, separators: dict[int, list[float]], pitch: float) -> float:
    """What it costs to end a label between two lines that are set as tight as one label's, and are not parted by a rule."""
    if _LEFT_OPEN.search(line.text.chars) or (following.text.chars[:1].islower() and not line.text.chars.endswith(":")):
        return OPEN
    return CUT if _is_tight(line, following, pitch) and _may_continue(line, following, separators) else 0.0


def _is_tight(line: Line, following: Line, pitch: float) -> bool:
    """Whether two lines stand no farther apart than those of one paragraph."""
    return line.page == following.page and (following.baseline - line.baseline) / following.size <= pitch + SLACK


def _may_continue(line: Line, following: Line, separators: dict[int, list[float]]) -> bool:
    """Whether two lines of the label column can belong to one label."""
    if line.text.chars.endswith(":"):
        return False
    if line.page != following.page:
        return True
    ruled = any(line.middle < height < following.middle for height in separators[line.page])
    return not ruled and following.baseline - line.baseline < WRAPPED * following.size


# Rows


def build_rows(
    table: Sequence[Line],
    labels: Sequence[Label],
    columns: Columns,
    separators: dict[int, list[float]],
    pitch: float,
    frame: Box | None,
    wording: Wording,
) -> list[Row]:
    """Give each line of the value columns to the row of its label, and join the lines of each cell to blocks."""
    starts = [_row_start(label, above, separators) for above, label in pairwise([None, *labels]) if label]
    values: list[list[Line]] = [[] for _ in labels]
    for line in table:
        if part := columns.value_part(line):
            values[max(0, bisect_right(starts, (line.page, line.middle)) - 1)].append(part)
    sections: list[SectionName] = [label.match.section if label.match else "unknown" for label in labels]
    edges = find_right_edges(
        columns, frame, [line for s, ls in zip(sections, values, strict=True) if s not in PAIRED for line in ls]
    )
    rows = []
    for section, label, lines in zip(sections, labels, values, strict=True):
        sides: list[tuple[Side | None, list[Line]]] = [(None, lines)]
        if section in PAIRED and columns.partner_x is not None:
            middle = columns.partner_x - ALIGNED
            sides = [
                ("lead", [part for line in lines if (part := line.part(0, middle))]),
                ("partner", [part for line in lines if (part := line.part(middle, float("inf")))]),
            ]
        cells = (Cell(read_blocks(side_lines, edges[side], pitch, wording), side) for side, side_lines in sides)
        rows.append(Row(section, label.text, tuple(cells)))
    return rows


def find_right_edges(columns: Columns, frame: Box | None, spanning: Sequence[Line]) -> dict[Side | None, float]:
    """Return up to where the lines of a cell run: of either side, and (None) of the rows that hold one value for both.

    Told by the ruling lines or shades around the table, else by the longest line. Where the value cells of those rows are not
    merged, their lines end before the second value column.
    """
    padding = min(max(columns.label_x - frame.x0, 2.0), 2 * CELL_PADDING) if frame else CELL_PADDING
    # A word that cannot be broken, such as an address, may run over its cell's edge.
    longest = max((line.x1 for line in spanning if len(line.words) > 1), default=columns.value_x)
    right = max(frame.x1 - padding, longest) if frame else longest
    if columns.partner_x is None:
        return {"lead": right, "partner": right, None: right}
    lead_right = columns.partner_x - 2 * padding
    merged = longest > columns.partner_x
    return {"lead": lead_right, "partner": right, None: right if merged else max(longest, lead_right)}


def _row_start(label: Label, above: Label | None, separators: dict[int, list[float]]) -> tuple[int, float]:
    """Return page and height at which a label's row begins: the separator that parts it from the label above it, else just
    above its first line.
    """
    first = label.lines[0]
    taken = above.lines[-1].middle if above and above.lines[-1].page == first.page else 0.0
    near = [height for height in separators[first.page] if max(taken, first.top - 60) < height < first.middle]
    return first.page, near[-1] if near else first.top - 0.25 * first.size


def _outside_row(section: SectionName, lines: Sequence[Line], wording: Wording) -> Row:
    """Return the text above or below the table as a row without label, one block a printed line."""
    blocks = tuple(Block(join_lines([line.text], wording)) for line in lines)
    return Row(section, SourceText(), (Cell(blocks),))
