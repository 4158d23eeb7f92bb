"""Lines of a text file with their cells in, a Form out: the same for every shape of text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ucap.extractors.assign.tolerances import ASSIGN
from ucap.extractors.form import PAIRED, Block, Cell, Form, Row, merge_repeated
from ucap.extractors.labels import LabelMatch, match_label, normalise_label
from ucap.extractors.readers.label_starts import begins_goal
from ucap.extractors.readers.pieces import BulletLevels, Piece, join_text, read_pieces
from ucap.extractors.readers.row_signs import BOTH_SIDES
from ucap.extractors.text.closing_lines import is_closing_line, is_contact_line
from ucap.extractors.text.continuation import continues_sentence
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import EMAIL_ADDRESS, SectionName, Side

TextRow: TypeAlias = tuple[list[Piece], ...]
"""A line of the file: the pieces of its label cell and of its value cells. A single cell is text without columns."""

_ADDRESS = re.compile(EMAIL_ADDRESS)
_FOOTNOTE = re.compile(r"(\*(?=\)?\s)|[¹²³⁴-⁹†‡]+)\)?\s*\w")
"""The sign with which a footnote begins."""
_WORD = re.compile(r"[^\W\d_]{3}")
_CLOSING_LINES = 2
"""The lines of a contact that has no words that are known: what introduces it, and the address."""
_LONGEST_LABEL = 200
"""Characters: the lexicon's longest has 61, hints and a second language follow."""
LONGEST_LABEL_PIECES = 8
"""Lines of a label cell: one word on each, of a label of eight words."""
_LABEL_COLUMNS = 4
"""Columns in which labels are looked for: before them exports print a row number, a code or a blank."""


@dataclass
class _OpenRow:
    """A row in the making: the value cells by column, with what continuing lines need to know."""

    section: SectionName
    label: SourceText
    columns: list[list[Block]]
    levels: BulletLevels = field(default_factory=BulletLevels)

    def close(self) -> Row:
        """Return the finished row; a single value column of a paired row, and any of an unpaired one, span both sides."""
        # Converters write a cell over two columns twice.
        columns = {tuple(block.text.chars for block in column): column for column in reversed(self.columns)}
        spanning = (Cell(tuple(block for column in reversed(columns.values()) for block in column)),)
        twice = self.section == "unknown" and len(columns) == 1
        if len(self.columns) < 2 or self.section not in (*PAIRED, "unknown") or twice:
            return Row(self.section, self.label, spanning)
        parts: list[tuple[Side, list[Block]]] = [
            ("lead", self.columns[0]),
            ("partner", [block for column in self.columns[1:] for block in column]),
        ]
        sides = tuple(Cell(tuple(blocks), side) for side, blocks in parts)
        return Row(self.section, self.label, *((spanning, sides) if self.section == "unknown" else (sides,)))


def match_label_cell(pieces: Sequence[Piece]) -> LabelMatch | None:
    """Match a cell that may be a label; a long one is not, and no goal with its number (`SDG 9`)."""
    if pieces and begins_goal(pieces[0].text.chars):
        return None
    if not 0 < len(pieces) <= LONGEST_LABEL_PIECES or sum(len(piece.text) for piece in pieces) > _LONGEST_LABEL:
        return None
    return match_label(join_text(pieces))


def build_form(lines: Sequence[TextRow], notes: Sequence[str] = ()) -> Form:
    """Build the form of a file's lines; one without rows means that no label was recognised, and too few others were found.

    A line with a label and values is a row; a line without label continues the row above. What stands above the first row
    is the title, and below the last, from a line that names a contact, the contact. `notes` are texts that were set aside.
    """
    lines, groups = _drop_blank_columns(lines)
    before: list[Block] = []
    after: list[Block] = []
    rows: list[_OpenRow] = []
    closing = False
    end = _find_address(lines)
    footnotes = _find_footnotes(lines)
    for number, cells in enumerate(lines):
        if not any(cells) or number in footnotes:
            continue
        if len(cells) > 1 and cells[0]:
            row = _open_row(cells)
            if not rows and row.section == "unknown" and not any(row.columns):
                before += read_pieces(cells[0], BulletLevels())  # a title in the table's first line
                continue
            rows.append(row)
            closing = False
        elif not rows:
            before += (block for cell in cells for block in read_pieces(cell, BulletLevels()))
        elif closing or number >= end or (len(cells) == 1 and is_contact_line(join_text(cells[0]))):
            closing = True
            after += (block for cell in cells for block in read_pieces(cell, BulletLevels()))
        else:
            _continue_row(rows[-1], cells[1:] if len(cells) > 1 else cells, plain=len(cells) == 1)
    if len(rows) < ASSIGN.by_values and all(row.section == "unknown" for row in rows):
        return Form(())
    before, early = _cut_contact(before)
    after = after or early
    outside = [_outside_row("title", before)] if before else []
    contact = [_outside_row("contact", after)] if after else []
    merged = merge_repeated([*outside, *(row.close() for row in rows), *contact], normalise_label)
    return Form(
        tuple(map(_raise_items, _part_lines(merged))), notes=tuple(dict.fromkeys([*groups, *footnotes.values(), *notes]))
    )


def _part_lines(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of a form, those of its head with a line for each side parted, if they have all two lines in one cell:
    converters may take two columns for one.
    """
    heads = [row for row in rows if row.section in PAIRED]
    if len(heads) < _ENOUGH_HEADS or not all(len(row.cells) == 1 and len(row.blocks()) == BOTH_SIDES for row in heads):
        return rows
    return [_part_row(row) if row.section in PAIRED else row for row in rows]


def _part_row(row: Row) -> Row:
    lead, partner = row.blocks()
    return replace(row, cells=(Cell((lead,), "lead"), Cell((partner,), "partner")))


_ENOUGH_HEADS = 3
"""Rows of the head with two lines that show that these are those of the sides. Chosen: one city has one country."""


def _find_footnotes(lines: Sequence[TextRow]) -> dict[int, str]:
    """Return the lines outside the columns that are footnotes, by their number: the only one that begins with a sign, which
    stands behind a word of another line, too.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for number, cells in enumerate(lines):
        if len(cells) == 1 and number and (match := _FOOTNOTE.match(text := join_text(cells[0]))):
            found.setdefault(match[1], []).append((number, text))
    if not found:
        return {}
    texts = [join_text(cell) for cells in lines for cell in cells]
    return {
        number: text
        for sign, ((number, text), *others) in found.items()
        if not others and any(re.search(rf"[^\W_][)\"”»’]?{re.escape(sign)}(?![*\w])", one) for one in texts)
    }


def _cut_contact(before: list[Block]) -> tuple[list[Block], list[Block]]:
    """Cut the closing lines off what stands above the first row: some converters write all tables below all paragraphs."""
    at = next((at for at, block in enumerate(before) if at and is_contact_line(block.text.chars)), len(before))
    has_address = any(_ADDRESS.search(block.text.chars) for block in before[at:])
    return (before[:at], before[at:]) if has_address else (before, [])


def _raise_items(row: Row) -> Row:
    """Return a row whose items are all of a deeper level with those of the highest one on the first: the list was set in."""
    levels = [block.level for block in row.blocks() if block.level]
    by = min(levels, default=1) - 1
    if not by:
        return row

    def move(cell: Cell) -> Cell:
        return replace(cell, blocks=tuple(replace(b, level=b.level - by) if b.level else b for b in cell.blocks))

    return replace(row, cells=tuple(map(move, row.cells)), sides=tuple(map(move, row.sides)))


def _find_address(lines: Sequence[TextRow]) -> int:
    """Return where a form's closing lines begin that only end in an address: `Write to:` / `office@example.eu`, on one line or
    two.
    """
    printed = [number for number, cells in enumerate(lines) if any(cells)][-_CLOSING_LINES:]
    texts = [join_text(lines[number][0]) if len(lines[number]) == 1 else "" for number in printed]
    if len(printed) < _CLOSING_LINES or not is_closing_line(texts[1]):
        return len(lines)
    return printed[0] if _ADDRESS.fullmatch(texts[1]) and texts[0].rstrip().endswith(":") else printed[1]


def _drop_blank_columns(lines: Sequence[TextRow]) -> tuple[list[TextRow], list[str]]:
    """Drop columns that are blank in every line, and whatever stands left of the labels: spacers and row numbers of exports.

    Also returns the words that stood there: names of groups of rows.
    """
    used = {number for cells in lines for number, cell in enumerate(cells) if cell}
    wide = [cells for cells in lines if len(cells) > 1]
    places: Counter[int] = Counter()
    if any(not cells[0] for cells in wide) or any(cells[0][0].text.chars[:1].isdigit() for cells in wide if cells[0]):
        for cells in wide:
            beside = (number for number in range(min(len(cells) - 1, _LABEL_COLUMNS)) if any(cells[number + 1 :]))
            places.update(number for number in beside if match_label_cell(cells[number]))
    first = places.most_common(1)[0][0] if places else 0
    last = max(used, default=0)
    kept = [number for number in range(first, last + 1) if number in used or number == first]
    # A tab behind the last value says that there is a second, empty value; a column blank in all lines says nothing.
    left = [
        cells if len(cells) < 2 else tuple(cells[number] for number in kept if number < len(cells)) or ([],) for cells in lines
    ]
    names = (join_text(cell) for cells in wide for cell in cells[:first] if cell)
    return left, [name for name in names if _WORD.search(name)]


def _open_row(cells: TextRow) -> _OpenRow:
    match = match_label_cell(cells[0])
    row = _OpenRow(match.section if match else "unknown", join(piece.text for piece in cells[0]), [])
    for cell in cells[1:]:
        row.columns.append(read_pieces(cell, row.levels))
    return row


def _continue_row(row: _OpenRow, cells: Sequence[list[Piece]], *, plain: bool) -> None:
    """Add a line without a label to the row above it: the table continues after a page break, or lost its mark-up there."""
    if plain:
        row.levels.levels.setdefault(("-", 0), 1)  # a list that lost its glyphs at a page break continues with dashes
    for number, cell in enumerate(cells):
        if number == len(row.columns):
            row.columns.append([])
        column = row.columns[number]
        blocks = read_pieces(cell, row.levels, column[-1] if column else None)
        if blocks and column and not blocks[0].level and continues_sentence(column[-1].text.chars, blocks[0].text.chars):
            column[-1] = replace(column[-1], text=join([column[-1].text, blocks.pop(0).text]))
        column += blocks


def _outside_row(section: SectionName, blocks: Sequence[Block]) -> Row:
    """Return the text above or below the table as a row without label."""
    return Row(section, SourceText(), (Cell(tuple(blocks)),))
