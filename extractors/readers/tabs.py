"""Lines in, rows out: a tab between label and values, HTML inside the cells; other labels may stand on lines of their own."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from ucap.extractors.readers.labelled import read_labelled_rows
from ucap.extractors.readers.lines import split_lines
from ucap.extractors.readers.markup import cut_markup
from ucap.extractors.readers.pieces import Piece
from ucap.extractors.readers.plain_text import cut_plain_text
from ucap.extractors.readers.rows import TextRow, match_label_cell
from ucap.extractors.readers.tolerances import TEXT, TextTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

_FEWEST_TAB_LABELS = 3
"""Labels before tabs from which on tabs divide a text's rows. Chosen: with fewer, its lines are read without regard to tabs."""


def read_tab_rows(text: str, tolerances: TextTolerances = TEXT) -> list[TextRow]:
    """Read each line as a row, its cells between tabs; none where the text has no tabs.

    Lines without a tab continue the row above, up to one that begins with a known label which no line with tabs has: from
    there they are read as labelled lines, until the next line with tabs.
    """
    if "\t" not in text:
        return []
    lines = list(split_lines(text))
    rows = [tuple(cut_markup(cell.strip()) for cell in line.split(r"\t")) for line in lines]
    taken: set[SectionName] = {match.section for row in rows if len(row) > 1 and (match := match_label_cell(row[0]))}
    if len(taken) < _FEWEST_TAB_LABELS:
        return rows
    taken.add("title")  # it stands above the table as it is
    plain = _find_plain(lines)
    with_tabs = [line for line, is_plain in zip(lines, plain, strict=True) if not is_plain]
    pieces = cut_plain_text(_blank_out(text, with_tabs), tolerances)
    return list(_read_stretches(lines, rows, plain, pieces, taken, tolerances)) if pieces else rows


def _find_plain(lines: Sequence[SourceText]) -> list[bool]:
    """Return for each line whether it has no cells: no tab, or one behind a bullet, or only one that sets in a plain line."""
    always, separated = bullet_glyphs()
    found: list[bool] = []
    for line in lines:
        first, *others = (cell.strip() for cell in line.chars.split("\t"))
        set_in = not first and bool(found) and found[-1] and sum(map(bool, others)) == 1
        found.append(not others or first in always | separated or set_in)
    return found


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
        at = end
        opened = [match.section for row in read if len(row) > 1 and (match := match_label_cell(row[0]))]
        taken.update(opened)
        yield from read if opened else (rows[number] for number in numbers)
