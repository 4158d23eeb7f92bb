"""Pages in, a Form out.

Labels lead: the label column, read against the lexicon, says what the rows are; ruling lines, shading and alignment say where
they end. Works without any ruling line, and knows no PDF library.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ucap.extractors.form import PAIRED, Block, Cell, Form, Row, RowDoubt, merge_repeated
from ucap.extractors.labels import KEYWORD, is_title, match_label, normalise_label, starts_label
from ucap.extractors.layout.below_labels import find_tables_below
from ucap.extractors.layout.blocks import find_bullet_places, find_counted_lines, find_hanging_lines, read_blocks
from ucap.extractors.layout.columns import (
    Columns,
    find_columns,
    find_frame,
    find_right_edges,
    find_separators,
    has_both_sides,
    is_full_width,
)
from ucap.extractors.layout.groups import split_group_names
from ucap.extractors.layout.headed import find_headings, read_headed
from ucap.extractors.layout.inner import Rulings, find_rulings, read_cell
from ucap.extractors.layout.label_column import Label, LabelSpacing, read_labels
from ucap.extractors.layout.line_numbers import split_line_numbers
from ucap.extractors.layout.lines import (
    Line,
    Wording,
    collect_wording,
    join_lines,
    shortest_pitch,
    split_running_text,
    typical_pitch,
)
from ucap.extractors.layout.restored import restore_values
from ucap.extractors.layout.row_starts import find_row_starts
from ucap.extractors.layout.tolerances import LAYOUT, BlockTolerances, LayoutTolerances
from ucap.extractors.layout.typesetting import Typesetting
from ucap.extractors.page import Box, PdfDocument
from ucap.extractors.text.closing_lines import is_contact_line
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName, Side

_MOST_UNKNOWN_LINES = 12
"""Lines above the first known label that may be rows with unknown labels. Chosen: the five paired rows, two lines each."""


def read_layout(document: PdfDocument, tolerances: LayoutTolerances = LAYOUT, *, by_place: bool = False) -> Form:
    """Read the pages of a PDF as a form; a form without rows means that no label was recognised.

    `by_place`: labels are what stands left of the values, known or not.
    """
    pages, counted_lines = split_line_numbers(document.pages)
    body, running = split_running_text(pages, tolerances.lines)
    if headings := find_headings([line for lines in body for line in lines], tolerances):
        return read_headed(document, body, running, headings, read_layout, tolerances)
    uprights = {page.number: [box for box in page.strokes if box.x1 - box.x0 < box.height] for page in pages}
    body, columns, groups = split_group_names(body, tolerances.columns, uprights)
    if by_place:
        columns = find_columns(body, tolerances.columns, uprights, by_place=True)
    if columns:
        body, running = restore_values(body, running, columns, tolerances.lines)
    hidden = tuple(text for page in pages for text in page.hidden)
    unread = tuple(region for page in pages for region in page.unread)
    notes = (*(line.text.chars for line in running), *groups, *counted_lines, *(text for page in pages for text in page.aside))
    if columns is None:
        return Form((), len(pages), notes, hidden=hidden, unread=unread)
    separators = {page.number: find_separators(page, columns, lines) for page, lines in zip(pages, body, strict=True)}
    pitch = typical_pitch([part for lines in body for line in lines if (part := columns.value_part(line))], tolerances.lines)
    in_labels = [
        part for lines in body for line in lines if not is_full_width(line, columns) and (part := columns.label_part(line))
    ]
    spacing = LabelSpacing(separators, min(pitch, shortest_pitch(in_labels, tolerances.lines)), tolerances.labels)
    before, table, after = split_table(body, columns, spacing, by_place=by_place)
    if not before:  # the title is repeated on every page, so it was set apart with the running headers
        before = [line for line in running if line.page == pages[0].number and is_title(line.text.chars)]
    below = find_tables_below(table, columns, pages, tolerances.inner)
    set_apart = {id(line) for found in below for line in found.lines}
    table = [line for line in table if id(line) not in set_apart]
    values = [part for line in table if (part := columns.value_part(line))]
    labels = read_labels(table, columns, spacing)
    counted = find_counted_lines(values)
    wording = collect_wording(line for lines in body for line in lines)
    setting = Typesetting(pitch, find_hanging_lines(values, counted, tolerances.blocks), wording, counted)
    rows = [_outside_row("title", before, wording)] if before else []
    starts, doubtful = find_row_starts(labels, values, spacing, pitch, tolerances.rows)
    frame = find_frame(pages, columns)
    rulings = find_rulings(pages, columns.value_x, frame, tolerances.inner)
    built, heads, doubted = build_rows(table, labels, starts, columns, frame, rulings, setting, tolerances)
    for found in below:
        inner = read_cell(found.lines, found.right_edge, found.rulings, setting, tolerances.blocks, tolerances.inner)
        first = found.lines[0]
        number = max(bisect_right([_find_end(label) for label in labels], (first.page, first.middle)) - 1, 0)
        built[number] = _add_blocks(built[number], inner.blocks)
        heads += inner.heads
    doubts = (*_doubt_rows(built, doubtful), *doubted)
    rows += built
    if after:
        rows.append(_outside_row("contact", after, wording))
    return Form(
        merge_repeated(rows, normalise_label), len(pages), (*notes, *heads), doubts=doubts, hidden=hidden, unread=unread
    )


def _find_end(label: Label) -> tuple[int, float]:
    """Return page and height of a label's last line."""
    return label.lines[-1].page, label.lines[-1].middle


def _add_blocks(row: Row, blocks: Sequence[Block]) -> Row:
    """Return a row with more blocks at the end of its last cell."""
    *cells, last = row.cells
    return replace(row, cells=(*cells, replace(last, blocks=(*last.blocks, *blocks))))


def _doubt_rows(rows: Sequence[Row], numbers: Sequence[int]) -> Iterator[RowDoubt]:
    """Yield doubts about the rows with these numbers, and about those above them."""
    for number in numbers:
        label, above = rows[number].label, rows[number - 1].label
        details = f"The label “{label}” stands between two lines, and the upper one may belong to “{above}” or to it."
        for row in rows[number - 1 : number + 1]:
            yield RowDoubt("rows_mixed", row.section, row.label, details)


def split_table(
    body: Sequence[Sequence[Line]], columns: Columns, spacing: LabelSpacing, *, by_place: bool = False
) -> tuple[list[Line], list[Line], list[Line]]:
    """Split the document's lines into those above the table, the table's, and those below it.

    The table begins with the first line that has a known label beside the value column, or with the first value of its row,
    and ends before the first full-width line after the last known label.
    """
    lines = [line for page in body for line in page]
    labelled = {i: match for i, line in enumerate(lines) if (match := _label_in_column(line, columns, by_place=by_place))}
    if not labelled:
        return lines, [], []
    first = _find_first_row(lines, sorted(labelled), columns)
    rule = max((h for h in spacing.separators[lines[first].page] if h < lines[first].middle), default=None)
    while first and rule is not None and lines[first - 1].middle > rule and _may_be_value(lines[first - 1], columns):
        first -= 1  # a label in the middle of its row
    if rule is None and first and _begins_above(lines[first - 1], lines[first], columns, spacing):
        first -= 1
    first = _reach_up(lines, first, columns, spacing)
    # "… available from the contact:" below the table is not a row of it.
    last = max((i for i, section in labelled.items() if section != "contact"), default=first)
    end = next((i for i in range(last + 1, len(lines)) if _closes_table(lines, i, columns, spacing)), len(lines))
    return lines[:first], lines[first:end], lines[end:]


def _begins_above(line: Line, first: Line, columns: Columns, spacing: LabelSpacing) -> bool:
    """Whether a line above the first label is a value of its row: the label stands in the middle between it and the line below,
    or its own value goes on there.
    """
    value = columns.value_part(line)
    if value is None or not _may_be_value(line, columns) or not spacing.is_near(line, first):
        return False
    edges = [columns.value_x] if columns.partner_x is None else [columns.value_x, columns.partner_x]
    label, own = columns.label_part(first), columns.value_part(first)
    if label is None or not any(abs(value.x0 - x) <= columns.tolerances.exactly for x in edges):
        return False
    return own is None or not spacing.is_level(label, own) or value.text.chars.endswith((",", ";"))


def _reach_up(lines: Sequence[Line], first: int, columns: Columns, spacing: LabelSpacing) -> int:
    """Return the first line of the rows above the first known label: they have an unknown label beside a value."""
    found = first
    for number in range(first - 1, max(first - 1 - _MOST_UNKNOWN_LINES, -1), -1):
        line, below = lines[number], lines[number + 1]
        label, value = columns.label_part(line), columns.value_part(line)
        if line.page != below.page or is_full_width(line, columns):
            break
        if label and value and _stands_in_columns(label, value, columns):
            found = number  # also where it has words of titles: `Cluster members`
        elif label and not value and number and _stands_between_values(lines, number, columns):
            found = number - 1
        elif is_title(line.text.chars) or not (
            spacing.is_near(line, below) or (number and spacing.is_near(lines[number - 1], line))
        ):
            break  # it neither belongs to the label below nor ends one
    return found


def _stands_between_values(lines: Sequence[Line], number: int, columns: Columns) -> bool:
    """Whether a label stands in the middle of its row: half a line above it is a line of values, and half a line below it."""
    line = lines[number]
    near = columns.tolerances.beside * line.size
    return abs(line.x0 - columns.label_x) <= columns.tolerances.aligned and all(
        other.page == line.page and abs(other.baseline - line.baseline) < near and columns.label_part(other) is None
        for other in (lines[number - 1], lines[number + 1])
    )


def _stands_in_columns(label: Line, value: Line, columns: Columns) -> bool:
    """Whether a label and its value begin at the edges of the columns."""
    aligned = columns.tolerances.aligned
    edges = [columns.value_x] if columns.partner_x is None else [columns.value_x, columns.partner_x]
    return abs(label.x0 - columns.label_x) <= aligned and any(abs(value.x0 - x) <= aligned for x in edges)


def _may_be_value(line: Line, columns: Columns) -> bool:
    """Whether a line above the first label can be a value of its row: no label is beside it, nor is it the title, which some
    forms print within the table's frame.
    """
    return columns.label_part(line) is None and not is_title(line.text.chars)


def _find_first_row(lines: Sequence[Line], labelled: Sequence[int], columns: Columns) -> int:
    """Return the first labelled line without a full-width line before the next one: a header may begin with a label's words."""
    for number, following in pairwise(labelled):
        if not any(is_full_width(line, columns) for line in lines[number + 1 : following]):
            return number
    return labelled[0]


def _label_in_column(line: Line, columns: Columns, *, by_place: bool = False) -> SectionName | None:
    """Return what the label on a line means, `unknown` for the beginning of a known one; None without a label.

    `by_place`: `unknown` also for any words beside a value.
    """
    part = columns.label_part(line)
    if part is None or is_full_width(line, columns):
        return None
    match = match_label(part.text.chars)
    if match:
        return match.section
    value = columns.value_part(line) if by_place else None
    is_placed = value is not None and _stands_in_columns(part, value, columns)
    return "unknown" if is_placed or starts_label(part.text.chars) else None


def _closes_table(lines: Sequence[Line], number: int, columns: Columns, spacing: LabelSpacing) -> bool:
    """Whether a line after the last row stands below the table: it is full-width, or a contact line with nothing beside it."""
    line = lines[number]
    if is_full_width(line, columns) or _is_address(line, columns):
        return True
    alone = columns.value_part(line) is None and not _has_values_around(lines, number, columns)
    if alone and line.text.chars.endswith(":") and number + 1 < len(lines) and _is_address(lines[number + 1], columns):
        return True
    label_above = columns.label_part(lines[number - 1])
    if label_above and spacing.is_near(label_above, line):
        return False  # "For further / information:" is the label of a row
    text = line.text.chars
    return alone and (_label_in_column(line, columns) == "contact" or is_contact_line(text) or "@" in text)


def _has_values_around(lines: Sequence[Line], number: int, columns: Columns) -> bool:
    """Whether a value stands half a line above or below a line, as beside a label in the middle of its row."""
    line = lines[number]
    near = columns.tolerances.beside * line.size
    around = (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])
    return any(
        other.page == line.page and abs(other.baseline - line.baseline) < near and columns.label_part(other) is None
        for other in around
    )


def _is_address(line: Line, columns: Columns) -> bool:
    """Whether a line has nothing but an address, and that in the label column."""
    return "@" in line.text.chars and columns.value_part(line) is None


def build_rows(
    table: Sequence[Line],
    labels: Sequence[Label],
    starts: Sequence[tuple[int, float]],
    columns: Columns,
    frame: Box | None,
    rulings: Mapping[int, Rulings],
    setting: Typesetting,
    tolerances: LayoutTolerances,
) -> tuple[list[Row], list[str], list[RowDoubt]]:
    """Give each line of the value columns to the row of its label, and join the lines of each cell to blocks.

    `starts` has page and height at which each label's row begins. Also returns the head rows of tables within cells, and doubts
    about what stands in or below two columns.
    """
    parts = [(line, part) for line in table if (part := columns.value_part(line))]
    values: list[list[Line]] = [[] for _ in labels]
    for line, part in parts:
        values[max(0, bisect_right(starts, (line.page, line.middle)) - 1)].append(part)
    sections: list[SectionName] = [
        label.match.section if label.match and not _runs_over(label, lines, columns) else "unknown"
        for label, lines in zip(labels, values, strict=True)
    ]
    edges = find_right_edges(
        columns, frame, [line for s, ls in zip(sections, values, strict=True) if s not in PAIRED for line in ls]
    )
    setting = replace(setting, bullets=find_bullet_places(values, setting.counted, tolerances.blocks))
    rows: list[Row] = []
    heads: list[str] = []
    doubts: list[RowDoubt] = []
    for section, label, lines in zip(sections, labels, values, strict=True):
        if section not in PAIRED:
            sides = _read_sides(section, lines, columns, edges, setting, tolerances.blocks)
            # A ruling line between two sides is one of the form's own table, not of a table within the cell.
            inner = read_cell(lines, edges[None], {} if sides else rulings, setting, tolerances.blocks, tolerances.inner)
            rows.append(Row(section, label.text, (Cell(inner.blocks),), sides))
            heads += inner.heads
            for text in inner.doubted:
                details = f"“{text}” stands in or below what may be two columns, and may not belong to what is read before it."
                doubts.append(RowDoubt("rows_mixed", section, label.text, details))
            continue
        halves: list[tuple[Side | None, list[Line]]] = [(None, lines)]
        if columns.partner_x is not None:
            middle = columns.partner_x - columns.tolerances.aligned
            halves = [
                ("lead", [part for line in lines if (part := line.part(0, middle))]),
                ("partner", [part for line in lines if (part := line.part(middle, float("inf")))]),
            ]
        cells = (Cell(read_blocks(side_lines, edges[side], setting, tolerances.blocks), side) for side, side_lines in halves)
        rows.append(Row(section, label.text, tuple(cells)))
    return rows, heads, doubts


def _runs_over(label: Label, lines: Sequence[Line], columns: Columns) -> bool:
    """Whether a row is called one of two sides by a mere word of its label (`Main attention of the cities`), and its lines run
    from one side into the other.
    """
    if columns.partner_x is None or label.match is None or label.match.score > KEYWORD or label.match.section not in PAIRED:
        return False
    middle = columns.partner_x - columns.tolerances.aligned
    return len(lines) > 1 and any(line.x0 < middle < line.x1 and not has_both_sides(line, columns) for line in lines)


def _read_sides(
    section: SectionName,
    lines: Sequence[Line],
    columns: Columns,
    edges: Mapping[Side | None, float],
    setting: Typesetting,
    tolerances: BlockTolerances,
) -> tuple[Cell, ...]:
    """Return the cells of both sides of a row with an unknown label; none where nothing shows that it has two."""
    if section != "unknown" or columns.partner_x is None:
        return ()
    middle = columns.partner_x - columns.tolerances.aligned
    sides: dict[Side, list[Line]] = {
        "lead": [part for line in lines if (part := line.part(0, middle))],
        "partner": [part for line in lines if (part := line.part(middle, float("inf")))],
    }
    apart = columns.partner_x + columns.tolerances.aligned
    if not sides["partner"] or any(line.x0 > apart for line in sides["partner"]):
        return ()
    if any(line.x1 > middle for line in sides["lead"]):
        return ()
    # A word of a sentence may begin just there, without a gap before it.
    if any(line.x0 < middle < line.x1 and not has_both_sides(line, columns) for line in lines):
        return ()
    return tuple(Cell(read_blocks(found, edges[side], setting, tolerances), side) for side, found in sides.items())


def _outside_row(section: SectionName, lines: Sequence[Line], wording: Wording) -> Row:
    """Return the text above or below the table as a row without label, one block a printed line."""
    blocks = tuple(Block(join_lines([line.text], wording)) for line in lines)
    return Row(section, SourceText(), (Cell(blocks),))
