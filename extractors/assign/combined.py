"""Rows that hold several values of each partner in, a row for each of them out: `City, Country`, `Population / area`.

The label says what stands behind each sign, or the values do: a country behind the last comma of every line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Block, Cell, Form, Row, RowDoubt
from ucap.extractors.labels import EXACT, match_label, points_to
from ucap.extractors.locating import find_city
from ucap.extractors.numbers import is_missing
from ucap.extractors.numbers.lists import split_at
from ucap.extractors.places import find_country_code
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

_SIGNS = (re.compile(r"\s*\|\s*"), re.compile(r"\s+/\s*|\s*/\s+"), re.compile(r"\s*;\s+"), re.compile(r"\s*,\s+"))
"""What parts the values of one partner, the strongest sign first."""
_LABEL_SIGNS = (re.compile(r"\s*\|\s*"), re.compile(r"\s*[,;]\s*(?:and\s+)?"), re.compile(r"\s*/\s*|\s+(?:and|&)\s+"))
_FEWEST = 2


def split_combined(form: Form) -> Form:
    """Return a form in which rows with several values of each partner are divided; the others stay as they are.

    Where values alone say so, there is a doubt about each row that was made.
    """
    alone = {row.section for row in form.rows if _is_alone(row)}
    has_cities = any(map(_may_be_of_cities, form.rows))
    rows: list[Row] = []
    doubts = list(form.doubts)
    for row in form.rows:
        parts = _split_row(row, alone, has_cities=has_cities)
        rows += parts or [row]
        if parts and not _read_label(row.label.chars):
            names = " and ".join(part.section for part in parts)
            details = f"The row {quote(row.label.chars)} was read as rows of {names}, by its values."
            doubts += [RowDoubt("label_inferred", part.section, row.label, details) for part in parts]
    return replace(form, rows=tuple(rows), doubts=tuple(doubts))


def _is_alone(row: Row) -> bool:
    """Whether a row has the whole wording of a label: what it names has this row."""
    match = match_label(row.label.chars)
    return match is not None and match.score == EXACT


def _may_be_of_cities(row: Row) -> bool:
    return bool(row.label) and (row.section == "city" or "city" in points_to(row.label.chars))


def _split_row(row: Row, alone: set[SectionName], *, has_cities: bool) -> list[Row]:
    """Return the rows of which a row consists; none where it is not divided. `has_cities`: a label speaks of cities."""
    cells = [cell for cell in row.sides or row.cells if cell.side]
    lines = [block.text for cell in cells for block in cell.blocks if not is_missing(block.text.chars)]
    if not row.label or len(lines) < _FEWEST or any(block.level for cell in cells for block in cell.blocks):
        return []
    named = [] if _is_alone(row) else _read_label(row.label.chars)
    for sections in [named] if named else _guess_sections(row, alone, has_cities=has_cities):
        for sign in _SIGNS:
            parts = [_cut(line, sign) for line in lines]
            whole = all(len(part) == len(sections) for part in parts) and _fit(sections, parts)
            if whole and (has_cities or "city" not in sections or _are_cities(parts)):
                return [_make_row(row, cells, section, at, sign) for at, section in enumerate(sections)]
    return []


def _read_label(label: str) -> list[SectionName]:
    """Return the sections that a label names one after the other; none where it names only one, or something else, too."""
    for sign in _LABEL_SIGNS:
        names = [name for name in sign.split(label) if name]
        matches = [match_label(name) for name in names]
        sections = [match.section for match in matches if match]
        if len(names) >= _FEWEST and len(sections) == len(names) == len(set(sections)) and set(sections) <= set(PAIRED):
            return sections
    return []


def _guess_sections(row: Row, alone: set[SectionName], *, has_cities: bool) -> Iterator[list[SectionName]]:
    """Yield what a row whose label does not say it may hold, if every line ends in a country and no other row has these."""
    if "country" in alone or row.section not in ("unknown", "city", "province"):
        return
    if "city" not in alone and (_may_be_of_cities(row) or not has_cities):
        yield ["city", "province", "country"]
        yield ["city", "country"]
    elif "province" not in alone or row.section == "province":
        yield ["province", "country"]


def _are_cities(parts: Sequence[Sequence[SourceText]]) -> bool:
    """Whether lines begin with the name of a city of the country in which they end."""
    return all(find_city(part[0].chars, find_country_code(part[-1].chars)) for part in parts)


def _cut(line: SourceText, sign: re.Pattern[str]) -> list[SourceText]:
    """Return the parts of a line between a sign, but not within brackets."""
    return [line[start:end] for start, end in split_at(line.chars, sign)]


def _fit(sections: Sequence[SectionName], parts: Sequence[Sequence[SourceText]]) -> bool:
    """Whether what stands in each place can be what its section holds: countries are known, figures are figures."""
    for at, section in enumerate(sections):
        texts = [part[at].chars for part in parts]
        if section == "country":
            if not all(find_country_code(text) for text in texts):
                return False
        elif section in ("population", "area"):
            if not all(any(c.isdigit() for c in text) or is_missing(text) for text in texts):
                return False
        elif any(c.isdigit() for text in texts for c in text):
            return False
    return True


def _make_row(row: Row, cells: Sequence[Cell], section: SectionName, at: int, sign: re.Pattern[str]) -> Row:
    """Return the row of one section: of each line the part at a place."""

    def take(block: Block) -> Block:
        return block if is_missing(block.text.chars) else Block(_cut(block.text, sign)[at], block.level)

    return Row(section, row.label, tuple(Cell(tuple(map(take, cell.blocks)), cell.side) for cell in cells))
