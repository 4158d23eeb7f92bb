"""The form of a text whose columns are kept by blanks in, the same out with values of two sides cut where they are sure to end.

Where a value is wider than its column, converters move the next one, so that one blank alone stands between two sides as
between two words: `Guangdong; Inner Mongolia Hajdú-Bihar`. The column does not tell then which of the blanks it is.
"""

from dataclasses import replace

from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Block, Cell, Form, Row, RowDoubt
from ucap.extractors.readers.lines import cut_text
from ucap.extractors.readers.row_signs import BOTH_SIDES, MIXED
from ucap.extractors.readers.sides import SideCountries, read_side_countries, split_sides
from ucap.extractors.text.source_text import SourceText


def settle_close_sides(form: Form, text: str) -> Form:
    """Return the form of a text with the values of each row between which one blank stands cut at the only blank that can be
    between them (see `split_sides`), or doubted.
    """
    country = form.row("country")
    countries = read_side_countries(*(cell.text().chars for cell in country.cells[:BOTH_SIDES])) if country else SideCountries()
    rows = list(form.rows)
    doubts: list[RowDoubt] = []
    for number, row in enumerate(rows):
        if not _are_close(row, text):
            continue
        lead, partner = (cell.text() for cell in row.cells)
        sides = _cut_anew(row, text, countries)
        if sides:
            rows[number] = replace(
                row, cells=tuple(replace(cell, blocks=(Block(side),)) for cell, side in zip(row.cells, sides, strict=True))
            )
        else:
            details = f"Only one blank parts {quote(lead.chars)} from {quote(partner.chars)}; it may be within a value."
            doubts.append(RowDoubt(MIXED, row.section, row.label, details))
    return replace(form, rows=tuple(rows), doubts=(*form.doubts, *doubts))


def _are_close(row: Row, text: str) -> bool:
    """Whether a line of the partner's value begins one blank behind a line of the lead's."""
    if row.section not in PAIRED or len(row.cells) != BOTH_SIDES:
        return False
    lead, partner = (_list_places(cell) for cell in row.cells)
    return any(at - 1 not in partner and text[at - 1 : at] == " " and at - 2 in lead for at in partner)


def _list_places(cell: Cell) -> set[int]:
    return {origin for block in cell.blocks for origin in block.text.origins if isinstance(origin, int)}


def _cut_anew(row: Row, text: str, countries: SideCountries) -> tuple[SourceText, SourceText] | None:
    """Return both values of a row that is one line of the text, if it can be cut at one blank only."""
    lead, partner = (_list_places(cell) for cell in row.cells)
    line = cut_text(text, min(lead), max(partner) + 1).collapse()
    if any(len(cell.blocks) > 1 for cell in row.cells) or "\n" in text[min(lead) : max(partner)]:
        return None
    return split_sides(row.section, line, countries)
