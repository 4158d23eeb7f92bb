"""Lines in, rows out: a tab between label and values, HTML inside the cells; other labels may stand on lines of their own."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import groupby

from ucap.extractors.form import PAIRED
from ucap.extractors.labels import KEYWORD
from ucap.extractors.readers.labelled import find_label_headings, read_labelled_rows
from ucap.extractors.readers.lines import split_lines
from ucap.extractors.readers.markup import cut_markup
from ucap.extractors.readers.pieces import Piece
from ucap.extractors.readers.plain_text import cut_plain_text
from ucap.extractors.readers.row_signs import BOTH_SIDES
from ucap.extractors.readers.rows import TextRow, match_label_cell
from ucap.extractors.readers.tolerances import TEXT, TextTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

_FEWEST_LABELS = 3
"""Labels before tabs, or runs of blanks, from which on these divide a text's rows. Chosen: fewer can be chance."""
_FEWEST_ALONE = 2
"""Labels on lines of their own that show that the values of a text do not stand in columns. Chosen: one may be wrapped."""
_GOAL = re.compile(r"(?:SDGs?|Goal)\s?\d{1,2}$")
_WIDE_INDENT = re.compile(r"[^\S\t]{16}")
"""What stands so far right is more of a value in a column, rather than a wrapped item of a list. Chosen."""


def read_tab_rows(text: str, tolerances: TextTolerances = TEXT) -> list[TextRow]:
    """Read each line as a row, its cells between tabs; none where the text has no tabs.

    Lines without a tab continue the row above, up to one that begins with a known label which no line with tabs has: from
    there they are read as labelled lines, until the next line with tabs.
    """
    if "\t" not in text:
        return []
    lines = list(split_lines(text))
    ends = _find_ends(lines)
    rows = [
        (cut_markup(line.strip()),) if number in ends else tuple(map(cut_markup, _cut_cells(line)))
        for number, line in enumerate(lines)
    ]
    if below := _find_below_labels(text, lines, rows):
        plain = [number not in below and number + 1 not in below for number in range(len(rows))]
        joined = [
            (*row, *rows[number + 1]) if number + 1 in below else () if number in below else row
            for number, row in enumerate(rows)
        ]
        taken = {match.section for row in joined if len(row) > 1 and (match := match_label_cell(row[0]))}
        return _read_mixed(text, lines, joined, plain, taken, tolerances)
    taken = {match.section for row in rows if len(row) > 1 and (match := match_label_cell(row[0]))}
    return _read_mixed(text, lines, rows, _find_plain(lines, ends), taken, tolerances) if len(taken) >= _FEWEST_LABELS else rows


def _cut_cells(line: SourceText) -> list[SourceText]:
    """Cut a line at its tabs, but not behind the bullet of an item: `→⇥Visit` is one cell, and no row with the label `→`.

    In the head a dash says that there is no value.
    """
    always, separated = bullet_glyphs()
    cells: list[SourceText] = []
    for cell in (cell.strip() for cell in line.split(r"\t")):
        glyph = cells[-1].chars if cells else ""
        if glyph in always or (glyph in separated and (len(cells) == 1 or not _is_of_head(cells[0]))):
            cells[-1] += SourceText(" ", (None,)) + cell
        else:
            cells.append(cell)
    # Behind an item a tab says that the cell ends.
    return cells[:1] if line.chars.lstrip()[:1] in always | separated and not any(map(len, cells[1:])) else cells


def _is_of_head(label: SourceText) -> bool:
    match = match_label_cell([Piece(0, label)])
    return match is None or match.section in PAIRED


def _find_below_labels(text: str, lines: Sequence[SourceText], rows: Sequence[TextRow]) -> frozenset[int]:
    """Return the numbers of the lines with both values of a row whose label stands on the line right above; none in a text
    whose lines begin with their labels.
    """
    wide = [number for number, row in enumerate(rows) if len(row) > 1 and row[0]]
    below = [
        number
        for number in wide
        if number
        and len(rows[number]) == BOTH_SIDES
        and len(rows[number - 1]) == 1
        and rows[number - 1][0]
        and _are_neighbours(text, lines[number - 1], lines[number])
    ]
    own = sum(match_label_cell(rows[number][0]) is not None for number in wide)
    above = sum(match_label_cell(rows[number - 1][0]) is not None for number in below)
    return frozenset(below) if len(below) >= _FEWEST_LABELS and above > own else frozenset()


def _are_neighbours(text: str, above: SourceText, below: SourceText) -> bool:
    """Whether no blank line stands between two lines."""
    end, start = above.origins[-1], below.origins[0]
    assert isinstance(end, int) and isinstance(start, int)
    return text.count("\n", end, start) == 1


def read_bar_rows(text: str, tolerances: TextTolerances = TEXT) -> list[TextRow]:
    """Read a text in which ` | ` does what tabs do in others (`City | Graz | Kunming`); none where no line has it."""
    if text.count(" | ") < _FEWEST_LABELS:
        return []
    first = [line.chars.partition(" | ")[0].strip() for line in split_lines(text) if " | " in line.chars]
    if sum(":" in label[:-1] or _GOAL.search(label) is not None for label in first) * 2 > len(first):
        return []  # `City: Graz | Kunming`: the bar parts the sides alone; `SDG 9 | Industry`: a goal and its name
    return read_tab_rows(text.replace("\t", " ").replace(" | ", " \t "), tolerances)


def read_gap_rows(text: str, tolerances: TextTolerances = TEXT) -> list[TextRow]:
    """Read a text in which runs of blanks do what tabs do in others, in the lines of some labels, while other labels stand on
    lines of their own; none for texts that keep columns, where the values of all rows stand right of the labels.
    """
    lines = list(split_lines(text))
    rows: list[TextRow] = []
    plain: list[bool] = []
    taken: set[SectionName] = set()
    alone: set[SectionName] = set()
    for line in lines:
        if taken and _WIDE_INDENT.match(line.chars):
            return []
        cells = line.strip().split(r"\s{2,}")
        match = match_label_cell([Piece(0, cells[0])]) if cells[0].chars[:1].isupper() else None
        known = match.section if match and match.score > KEYWORD else None
        is_row = known is not None and len(cells) > 1
        if known:
            (taken if is_row else alone).add(known)
        if is_row and known not in PAIRED:
            cells = [cells[0], line.strip()[len(cells[0]) :].strip()]
        rows.append(tuple(map(cut_markup, cells)) if is_row else (cut_markup(line.strip()),))
        plain.append(not is_row)
    if len(taken) < _FEWEST_LABELS or len(alone - taken) < _FEWEST_ALONE:
        return []
    return _read_mixed(text, lines, rows, plain, taken, tolerances)


def _read_mixed(
    text: str,
    lines: Sequence[SourceText],
    rows: Sequence[TextRow],
    plain: Sequence[bool],
    taken: set[SectionName],
    tolerances: TextTolerances,
) -> list[TextRow]:
    """Return the rows of a text of which some lines are rows and others `plain`; `taken` are the labels of the former."""
    with_cells = [line for line, is_plain in zip(lines, plain, strict=True) if not is_plain]
    pieces = cut_plain_text(_blank_out(text, with_cells), tolerances, is_form=True)
    # The title stands above the table as it is.
    return list(_read_stretches(lines, rows, plain, pieces, {*taken, "title"}, tolerances)) if pieces else list(rows)


def _find_plain(lines: Sequence[SourceText], ends: Container[int] = ()) -> list[bool]:
    """Return for each line whether it has no cells: no tab, or one behind a bullet, or only one that sets in a plain line.

    `ends` are lines with a tab that end a cell.
    """
    always, separated = bullet_glyphs()
    found: list[bool] = []
    for number, line in enumerate(lines):
        first, *others = (cell.strip() for cell in line.chars.split("\t"))
        set_in = not first and bool(found) and found[-1] and sum(map(bool, others)) == 1
        found.append(not others or first in always | separated or set_in or number in ends)
    return found


def _find_ends(lines: Sequence[SourceText]) -> frozenset[int]:
    """Return the numbers of the lines that end a cell of several lines before a blank one: `Themes⇥Parks` / `Trams⇥`.

    Such a line is no known label, and the row above it has fewer cells than rows with known labels have.
    """
    cells = [[cell.strip() for cell in line.chars.split("\t")] for line in lines]
    known = [
        bool(len(row) > 1 and match_label_cell([Piece(0, line.split(r"\t")[0].strip())]))
        for row, line in zip(cells, lines, strict=True)
    ]
    counts = Counter(len(row) for row, is_known in zip(cells, known, strict=True) if is_known)
    whole = max((count for count, rows in counts.items() if rows >= _FEWEST_LABELS), default=0)
    found: set[int] = set()
    above = 0
    for number, row in enumerate(cells):
        if len(row) == 1:
            continue
        if not known[number] and row[0] and not any(row[1:]) and 0 < above < whole:
            found.add(number)
            above += len(row) - 1
        else:
            above = len(row)
    return frozenset(found)


def _blank_out(text: str, lines: Sequence[SourceText]) -> str:
    """Return a text of the same length with blanks in place of some lines."""
    parts, end = [], 0
    for line in lines:
        start = line.origins[0]
        assert isinstance(start, int)
        parts += [text[end:start], " " * len(line)]
        end = start + len(line)
    return "".join([*parts, text[end:]])


def _read_stretches(
    lines: Sequence[SourceText],
    rows: Sequence[TextRow],
    plain: Sequence[bool],
    pieces: Sequence[Piece],
    taken: set[SectionName],
    tolerances: TextTolerances,
) -> Iterator[TextRow]:
    """Yield the rows of lines with tabs as they are, and those that labels open in the stretches of lines between."""
    starts = [line.origins[0] for line in lines]
    owners = [bisect_right(starts, piece.text.origins[0]) - 1 for piece in pieces]  # type: ignore[type-var]
    at = 0
    for is_plain, group in groupby(range(len(lines)), key=plain.__getitem__):
        numbers = list(group)
        if not is_plain:
            yield from (rows[number] for number in numbers)
            continue
        end = bisect_right(owners, numbers[-1])
        read = read_labelled_rows(pieces[at:end], tolerances.labelled, frozenset(taken))
        start, at = at, end
        opened = [match.section for row in read if len(row) > 1 and (match := match_label_cell(row[0]))]
        taken.update(opened)
        is_read = opened or find_label_headings(pieces[start:end], tolerances.labelled)
        yield from read if is_read else (rows[number] for number in numbers)
