"""The form as read, from whatever format: rows with a label and cells, and the text of a cell as blocks.

Readers of PDF and of text both end here; nothing after a Form knows which of them read it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ucap.extractors.page import Region
from ucap.extractors.text.source_text import Origin, SourceText, join
from ucap.schemas.records import SectionName, Side

PAIRED: tuple[SectionName, ...] = ("city", "province", "country", "population", "area")
"""Rows with a value for each side; all other rows have one value for both. In order, as findings about them are."""


@dataclass(frozen=True)
class Block:
    """A paragraph (`level` 0) or a bullet (`level` 1 for the outermost), without its glyph, its lines joined."""

    text: SourceText
    level: int = 0

    def render(self) -> SourceText:
        """Return the block as `sections.text` shows it: bullets as `• `, indented by two blanks for each further level, and
        struck words between `~~`.
        """
        marker = self.marker()
        return SourceText(marker, (None,) * len(marker)) + self.text.mark_struck()

    def is_struck(self) -> bool:
        """Whether all of the block is struck through."""
        return self.text.has_struck() and not self.text.drop_struck()

    def marker(self) -> str:
        """Return what stands before the text where the block is rendered: nothing before a paragraph."""
        return "  " * (self.level - 1) + "• " if self.level else ""


@dataclass(frozen=True)
class Cell:
    """One value cell: in the column of one side, or over both columns (`side` None)."""

    blocks: tuple[Block, ...]
    side: Side | None = None

    def render(self) -> SourceText:
        """Return the whole cell as `sections.text` shows it, one line for each block."""
        return join((block.render() for block in self.blocks), "\n")

    def text(self) -> SourceText:
        """Return the texts of the blocks, one line each, without bullet signs."""
        return join((block.text for block in self.blocks), "\n")


@dataclass(frozen=True)
class Row:
    """A row of the form: what it is about by its label, the label as printed, and its cells from left to right."""

    section: SectionName
    label: SourceText
    cells: tuple[Cell, ...]
    sides: tuple[Cell, ...] = ()
    """The cells of both sides where the reader does not know whether the row is paired (its label is unknown)."""

    def cell(self, side: Side) -> Cell | None:
        """Return the cell of one side; a cell over both columns belongs to the first."""
        wanted = (side, None) if side == "lead" else (side,)
        return next((cell for cell in self.cells if cell.side in wanted), None)

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks of all cells."""
        return tuple([block for cell in self.cells for block in cell.blocks])

    def find_top(self, page: int) -> float | None:
        """Return the height at which the row begins on a page, in points; None where it is not on that page."""
        texts = (self.label, *(block.text for block in self.blocks()))
        boxes = (box for text in texts for box in text.boxes_by_page.get(page, ()))
        return min((box[1] for box in boxes), default=None)

    def list_struck(self) -> Iterator[SourceText]:
        """Yield the struck stretches of the label and the cells."""
        for text in (self.label, *(block.text for block in self.blocks())):
            yield from text.list_struck()


@dataclass(frozen=True)
class RowDoubt:
    """Why it is not sure what a row is about: the code of a finding, the section that was taken, the label, and a sentence."""

    code: str
    section: SectionName
    label: SourceText
    details: str


@dataclass(frozen=True)
class Form:
    """A whole form: title, rows of the table and what is printed outside the table, in document order.

    Each section except `unknown` occurs at most once in `rows` when the rows are assigned; until then, a section has a row for
    each of its labels, as readers merge a row with those that repeat its label.
    """

    rows: tuple[Row, ...]
    page_count: int | None = None
    notes: tuple[str, ...] = field(default=())
    template: str = "city-summary"
    doubts: tuple[RowDoubt, ...] = field(default=())
    hidden: tuple[SourceText, ...] = field(default=())
    """Texts of the file that nobody sees on the page: they are in no row."""
    unread: tuple[Region, ...] = field(default=())
    """Where text is seen on a page that was not read."""

    def row(self, section: SectionName) -> Row | None:
        """Return the row of a section, if the form has one."""
        return next((row for row in self.rows if row.section == section), None)

    def blocks(self, section: SectionName) -> tuple[Block, ...]:
        """Return the blocks of all cells of a section; none where the form has no such row."""
        row = self.row(section)
        return row.blocks() if row else ()

    def find_section(self, region: Region) -> SectionName | None:
        """Return the section of the last row that begins above the middle of a region of a page; None where none does."""
        middle = (region.box.top + region.box.bottom) / 2
        tops = ((row.section, row.find_top(region.page)) for row in self.rows)
        above = [(top, section) for section, top in tops if top is not None and top <= middle]
        return max(above)[1] if above else None

    def drop_struck(self) -> "Form":
        """Return the form as it is read: without struck characters, and without blocks that hold nothing else.

        Every field reads this form; `sections` shows the whole one. A label that is struck as a whole still names its row.
        """
        return replace(self, rows=tuple(_drop_struck(row) for row in self.rows)) if any(self.list_struck()) else self

    def list_struck(self) -> Iterator[tuple[SectionName, SourceText]]:
        """Return the struck stretches of labels and cells, each with the section of its row."""
        return ((row.section, stretch) for row in self.rows for stretch in row.list_struck())


def _drop_struck(row: Row) -> Row:
    def read(cell: Cell) -> Cell:
        kept = (block for block in cell.blocks if not block.is_struck())
        return replace(cell, blocks=tuple(Block(block.text.drop_struck(), block.level) for block in kept))

    return replace(row, label=row.label.drop_struck() or row.label, cells=tuple(read(cell) for cell in row.cells))


def merge_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Merge the rows of one section, at the place of the first; rows with an unknown label stay separate.

    A section has two rows where its label is repeated on the next page.
    """
    groups: dict[object, list[Row]] = {}
    for position, row in enumerate(rows):
        groups.setdefault(row.section if row.section != "unknown" else position, []).append(row)
    return tuple(_merge_group(group) if len(group) > 1 else group[0] for group in groups.values())


def merge_repeated(rows: Iterable[Row], normalise: Callable[[str], str]) -> tuple[Row, ...]:
    """Merge the rows of one label only, as readers do: two labels of one section may be two sections after all.

    `normalise` returns the label without what differs on the next page (`Main activities (continued)`).
    """
    groups: dict[object, list[Row]] = {}
    for position, row in enumerate(rows):
        label = normalise(row.label.chars)
        groups.setdefault((row.section, label) if row.section != "unknown" else position, []).append(row)
    return tuple(_merge_group(group) if len(group) > 1 else group[0] for group in groups.values())


def _merge_group(rows: Sequence[Row]) -> Row:
    blocks: dict[Side | None, list[Block]] = {}
    for row in rows:
        for cell in row.cells:
            blocks.setdefault(cell.side, []).extend(cell.blocks)
    label = next((row.label for row in rows if row.label), rows[0].label)
    return Row(rows[0].section, label, tuple(Cell(tuple(found), side) for side, found in blocks.items()))


def move_origins(form: Form, origins: Sequence[Origin]) -> Form:
    """Return a form that was read from a changed text (repaired, in another order) with the places of the printed one."""

    def move(text: SourceText) -> SourceText:
        return SourceText(text.chars, tuple(origins[o] if isinstance(o, int) else o for o in text.origins))

    def move_cell(cell: Cell) -> Cell:
        return replace(cell, blocks=tuple(Block(move(block.text), block.level) for block in cell.blocks))

    def move_cells(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(move_cell(cell) for cell in cells)

    rows = tuple(Row(row.section, move(row.label), move_cells(row.cells), move_cells(row.sides)) for row in form.rows)
    return replace(form, rows=rows)
