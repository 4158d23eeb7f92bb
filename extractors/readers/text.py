"""Read a text file: rows as lines, a tab between label and values, HTML inside the cells."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.form import PAIRED, Block, Cell, Form, Row, merge_rows
from extractors.layout.labels import match_label
from extractors.readers.markup import BulletLevels, cut_markup, read_markup
from extractors.readers.page import UnreadableDocument
from extractors.source_text import SourceText, from_file, join
from schemas.records import SectionName, Side

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE = re.compile(r"(?m)^.*$")
_CONTACT = re.compile(r"for (?:further|more) information\b|\bcontact\b.*:|^\s*e-?mail\b.*:", re.IGNORECASE)
_SIDES: tuple[Side, Side] = ("lead", "partner")


@dataclass
class _OpenRow:
    """A row in the making: the value cells by column, with what continuing lines need to know."""

    section: SectionName
    label: SourceText
    columns: list[list[Block]]
    levels: BulletLevels = field(default_factory=BulletLevels)

    def close(self) -> Row:
        """Return the finished row; a single filled value column of an unpaired row spans both sides."""
        if len(self.columns) < 2 or self.section not in PAIRED:
            blocks = tuple(block for column in self.columns for block in column)
            return Row(self.section, self.label, (Cell(blocks),))
        cells = (Cell(tuple(column), side) for side, column in zip(_SIDES, self.columns, strict=False))
        return Row(self.section, self.label, tuple(cells))


def decode_text(data: bytes) -> str:
    """Decode a text file: by its byte order mark, as UTF-8, as UTF-16 where every other byte is zero, else as CP1252.

    Raises `UnreadableDocument` with code `unsupported_format` for bytes that are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    if data[:200].count(0) * 3 > len(data[:200]):
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    if b"\0" in data[:4096]:
        raise UnreadableDocument("unsupported_format", "the file is neither a PDF nor text; save it as one of them.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_text(data: bytes) -> Form:
    """Read a text file as a form; a form without rows means that no label was recognised. Raises as `decode_text`."""
    source = from_file(decode_text(data))
    before: list[Block] = []
    after: list[Block] = []
    rows: list[_OpenRow] = []
    for match in _LINE.finditer(source.chars):
        line = source[match.start() : match.end()]
        if not line.chars.strip():
            continue
        cells = [cell.strip() for cell in line.split(r"\t")]
        if len(cells) > 1 and cells[0]:
            rows.append(_open_row(cells))
        elif not rows:
            before += read_markup(line, BulletLevels())
        elif after or (len(cells) == 1 and _CONTACT.search(line.chars)):
            after += read_markup(line, BulletLevels())
        else:
            _continue_row(rows[-1], cells[1:] if len(cells) > 1 else cells, plain=len(cells) == 1)
    known = [row for row in rows if row.section != "unknown"]
    if not known:
        return Form(())
    outside = [_outside_row("title", before)] if before else []
    closing = [_outside_row("contact", after)] if after else []
    return Form(merge_rows([*outside, *(row.close() for row in rows), *closing]))


def _open_row(cells: Sequence[SourceText]) -> _OpenRow:
    label = join(piece.text for piece in cut_markup(cells[0]))
    match = match_label(label.chars)
    row = _OpenRow(match.section if match else "unknown", label, [])
    for cell in cells[1:]:
        row.columns.append(read_markup(cell, row.levels))
    return row


def _continue_row(row: _OpenRow, cells: Sequence[SourceText], *, plain: bool) -> None:
    """Add a line without a label to the row above it: the table goes on after a page break, or lost its mark-up there."""
    if plain:
        row.levels.levels.setdefault("-", 1)  # a list that lost its glyphs at a page break goes on with dashes
    for number, cell in enumerate(cells):
        if number == len(row.columns):
            row.columns.append([])
        column = row.columns[number]
        blocks = read_markup(cell, row.levels, column[-1] if column else None)
        if blocks and column and _goes_on(column[-1], blocks[0]):
            column[-1] = Block(join([column[-1].text, blocks.pop(0).text]), column[-1].level)
        column += blocks


def _goes_on(last: Block, following: Block) -> bool:
    """Whether a paragraph is the rest of the sentence that the line above left open (a page break cut it)."""
    return not following.level and following.text.chars[:1].islower() and not last.text.chars.endswith((".", ":", "!", "?"))


def _outside_row(section: SectionName, blocks: Sequence[Block]) -> Row:
    """Return the text above or below the table as a row without label."""
    return Row(section, SourceText(), (Cell(tuple(blocks)),))
