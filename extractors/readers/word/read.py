"""Bytes of a Word document in, a form out: the same model of tables as for HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ucap.extractors.form import Form, move_origins
from ucap.extractors.page import MAX_PAGES, UnreadableDocument
from ucap.extractors.readers.html_tables import list_table_rows
from ucap.extractors.readers.markup import TableTag, clean_text
from ucap.extractors.readers.pieces import Piece
from ucap.extractors.readers.rows import build_form
from ucap.extractors.readers.text import ENOUGH_ROWS, PAGE_LENGTH, count_known_rows, read_shapes
from ucap.extractors.readers.word.package import PACKAGE, Element, PackageLimits, W, open_package
from ucap.extractors.readers.word.styles import ListDepths, WordStyles
from ucap.extractors.readers.word.texts import WordTexts, list_text_boxes
from ucap.extractors.text.source_text import SourceText, join
from ucap.extractors.text.wide_signs import narrow_signs

_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
"""What may stand around paragraphs, tables, rows and cells, such as content controls."""
_MOST_NESTED = 30
"""Tables, content controls and text boxes within each other. Chosen: forms have two or three."""
_WIDEST_SPAN = 50
_POINTS = 20
"""Twentieths of a point, in which Word measures."""


@dataclass(frozen=True)
class WordForm:
    """The form of a document, when it was last saved, and its text, in which the places of values are counted."""

    form: Form
    modified_at: datetime | None
    text: str


def read_word(data: bytes, max_pages: int = MAX_PAGES, limits: PackageLimits = PACKAGE) -> WordForm:
    """Read a Word document. Raises `UnreadableDocument` as `open_package`, and `empty` for one without text."""
    package = open_package(data, limits)
    styles = WordStyles(package.styles, package.numbering)
    walk = _Walk(WordTexts(styles, package.prompts), max_pages * PAGE_LENGTH)
    walk.read_blocks(package.body, 0)
    if not any(piece.text for piece in walk.pieces):
        raise UnreadableDocument("empty", "the Word document holds no text; fetch it again or take it away.")
    form = build_form(*list_table_rows(walk.pieces, walk.tags))
    if count_known_rows(form) < ENOUGH_ROWS:
        lines = join(walk.lines, "\n")
        form = max(form, move_origins(read_shapes(lines.chars), lines.origins), key=count_known_rows)
    margins = _Walk(WordTexts(styles, package.prompts), max_pages * PAGE_LENGTH)
    for margin in package.margins:
        margins.read_blocks(margin, 0)
    margin_notes = dict.fromkeys(text for piece in margins.pieces if (text := piece.text.collapse().chars))
    notes = (*form.notes, *margin_notes, *walk.texts.marks)
    hidden = (*walk.texts.hidden, *margins.texts.hidden)
    return WordForm(replace(form, notes=notes, hidden=hidden), package.modified_at, "".join(walk.texts.printed))


@dataclass
class _Walk:
    """Collects the pieces of a document and the tags of its tables, as `parse_markup` does for HTML."""

    texts: WordTexts
    most: int
    pieces: list[Piece] = field(default_factory=list)
    lines: list[SourceText] = field(default_factory=list)
    """The same texts with the tabs in them: forms without a table separate their columns so."""
    tags: list[TableTag] = field(default_factory=list)
    depths: ListDepths = field(default_factory=ListDepths)

    def read_blocks(self, parent: Element, nested: int) -> None:
        """Read the paragraphs and tables of a body, cell, text box, margin or content control."""
        if nested > _MOST_NESTED:
            raise UnreadableDocument("too_large", f"tables or text boxes stand in each other {nested} deep; take them apart.")
        for child in parent:
            if child.tag == f"{W}p":
                self._read_paragraph(child, nested)
            elif child.tag == f"{W}tbl":
                self._read_table(child, nested)
            elif child.tag in _WRAPPERS or child.tag in (f"{W}footnote", f"{W}endnote"):
                self.read_blocks(child, nested + 1)

    def _read_paragraph(self, paragraph: Element, nested: int) -> None:
        styles = self.texts.styles
        item = styles.find_item(paragraph)
        indent = 0 if item else max(styles.find_indent(paragraph), 0) // _POINTS
        heading = styles.find_heading(paragraph)
        for number, (line, strong) in enumerate(self.texts.read_lines(paragraph)):
            text = narrow_signs(clean_text(line))
            if not text.chars.strip():
                continue
            depth = self.depths.place(item) if item and not number else 0
            printed = text.collapse()
            self.lines.append(text.strip())
            self.pieces.append(Piece(depth, printed, indent, strong if strong < len(line) else len(printed), heading))
        if len(self.texts.printed) > self.most:
            raise UnreadableDocument("too_large", f"more than {self.most:,} characters; split it, or raise max_pages.")
        for box in list_text_boxes(paragraph):
            self.read_blocks(box, nested + 1)

    def _read_table(self, table: Element, nested: int) -> None:
        rows = [_list_cells(row) for row in _list_inner(table, f"{W}tr")]
        spans = _count_rows(rows)
        outer, self.depths = self.depths, ListDepths()
        self._tag("table")
        for number, cells in enumerate(rows):
            self._tag("tr")
            for cell in cells:
                if cell.continues and cell.column in spans[number]:
                    continue  # covered by the cell above
                self.tags.append(TableTag("td", True, len(self.pieces), cell.width, spans[number].get(cell.column, 1)))
                self.depths = ListDepths()
                if cell.element is not None:
                    self.read_blocks(cell.element, nested + 1)
                self.tags.append(TableTag("td", False, len(self.pieces)))
        self.tags.append(TableTag("table", False, len(self.pieces)))
        self.depths = outer

    def _tag(self, name: str) -> None:
        self.tags.append(TableTag(name, True, len(self.pieces)))


@dataclass(frozen=True)
class _Cell:
    element: Element | None
    column: int
    width: int = 1
    continues: bool = False
    """Whether it is the lower part of a cell over several rows."""


def _list_inner(parent: Element, tag: str) -> list[Element]:
    """Return the children of a kind, those within content controls too."""
    found: list[Element] = []
    waiting = list(reversed(parent))
    while waiting:
        child = waiting.pop()
        if child.tag == tag:
            found.append(child)
        elif child.tag in _WRAPPERS:
            waiting += reversed(child)
    return found


def _list_cells(row: Element) -> list[_Cell]:
    column = _read_number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    cells = [_Cell(None, 0, column)] if column else []
    for element in _list_inner(row, f"{W}tc"):
        width = max(_read_number(element.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
        merged = element.find(f"{W}tcPr/{W}vMerge")
        cells.append(_Cell(element, column, width, merged is not None and merged.get(f"{W}val", "continue") == "continue"))
        column += width
    return cells


def _count_rows(rows: Sequence[Sequence[_Cell]]) -> list[dict[int, int]]:
    """Return for each row the cells by their column, and how many rows each takes; cells that continue one above have 0."""
    spans: list[dict[int, int]] = []
    above: dict[int, tuple[int, int]] = {}  # by column: the row where its cell begins, and the column's number
    for number, cells in enumerate(rows):
        found: dict[int, int] = {}
        begun: dict[int, tuple[int, int]] = {}
        for cell in cells:
            if cell.continues and cell.column in above:
                start = above[cell.column][0]
                spans[start][cell.column] += 1
                found[cell.column] = 0
                begun[cell.column] = above[cell.column]
            elif not cell.continues:
                found[cell.column] = 1
                begun[cell.column] = (number, cell.column)
        spans.append(found)
        above = begun
    return spans


def _read_number(element: Element | None, default: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), _WIDEST_SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else default
