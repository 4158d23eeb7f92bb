"""Runs of a text grid in, the same runs out with their columns upright and each line marked as continuing or not.

Converters place each run of lines by itself, and leave lines of ragged length.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from ucap.extractors.readers.lines import find_width, measure_slack
from ucap.extractors.readers.tolerances import GridTolerances, LineTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import continues_sentence
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName


@dataclass(frozen=True)
class Segment:
    """Words with single blanks between: the column at which they begin, and their text."""

    column: int
    text: SourceText

    @property
    def end(self) -> int:
        """Column behind the last character."""
        return self.column + len(self.text)

    def cut(self, at: int) -> "tuple[Segment, Segment]":
        """Cut before a column at which a word begins."""
        first = self.text[: at - self.column].strip()
        return Segment(self.column, first), Segment(at, self.text[at - self.column :])


@dataclass
class GridLine:
    """A printed line, cut at the columns: `lead` holds what stands in the first value column, or in both where one cell
    spans them.

    `labelled`: a known label, or the beginning of one, stands left of a value. `section`: what it means, if it is whole.
    `unknown`: something that the lexicon does not know stands where labels do. `begins_row`: the label cannot be the rest of
    one that began on the lines above.
    """

    number: int
    left: list[Segment]
    lead: list[Segment] = field(default_factory=list)
    partner: list[Segment] = field(default_factory=list)
    labelled: bool = False
    unknown: bool = False
    section: SectionName | None = None
    begins_row: bool = False
    full_width: bool = False
    column: int | None = None
    """Column to which the line's first word is moved, to stand right below what it belongs to."""
    goes_on: bool = False
    end: int | None = None
    """Column up to which the line reaches for the layout, where that is known better than by its last character."""


@dataclass
class Run:
    """Lines whose value columns stand at one place, from one label to the next, and how far their columns are moved."""

    page: int
    lines: list[GridLine]
    page_edge: int | None = None
    """Where values begin beside the labels of the page, if it has any."""

    @property
    def lead_edge(self) -> int | None:
        """Column at which the values of the first column, or of both, begin."""
        return min((line.lead[0].column for line in self.lines if line.lead), default=None)

    @property
    def partner_edge(self) -> int | None:
        """Column at which the values of the second column begin."""
        return min((line.partner[0].column for line in self.lines if line.partner), default=None)


def bullet_places(lines: Iterable[GridLine]) -> dict[str, set[int]]:
    """Return the columns at which the bullets of some lines stand, by glyph."""
    always, separated = bullet_glyphs()
    places: dict[str, set[int]] = {}
    for line in lines:
        glyph = bullet_of(line.lead[0].text.chars) if line.lead else ""
        if glyph in always or glyph in separated:
            places.setdefault(glyph, set()).add(line.lead[0].column)
    return places


def bullet_of(text: str) -> str:
    """Return the glyph that a text begins with, if it is a bullet's or stands apart as one does; else an empty text."""
    always, separated = bullet_glyphs()
    glyph = text[:1]
    return glyph if glyph in always or (glyph in separated and (len(text) == 1 or text[1].isspace())) else ""


def moves_alone(line: GridLine) -> bool:
    """Whether the first word of a line is a bullet that has room to move without its text.

    All other lines move as a whole: a word of one letter that moves alone would seem to be a bullet, and a bullet that moves
    up to its text would seem to be a word of it.
    """
    if not line.lead or not bullet_of(line.lead[0].text.chars):
        return False
    return line.column is None or line.column + 1 < _find_text_column(line)


def put_upright(runs: Sequence[Run], tolerances: GridTolerances) -> None:
    """Move each run's columns to the same places; labels stay where they are."""
    # Two blanks make a gap between columns.
    ends = [line.left[-1].end + 2 for run in runs for line in run.lines if line.left and line.lead]
    lead_at = max([*ends, *(run.lead_edge or 0 for run in runs)], default=0)
    for row in _group_rows(runs):
        moves = _align_runs(row, tolerances.drift)
        left = min(
            (run.lead_edge + by for run, by in zip(row, moves, strict=True) if run.lead_edge is not None), default=lead_at
        )
        for run, by in zip(row, moves, strict=True):
            for line in run.lines:
                line.lead = [replace(segment, column=segment.column + by + lead_at - left) for segment in line.lead]
                if line.full_width and line.left:
                    line.end = max(line.left[-1].end, lead_at + 3)  # surely into the value column
        _snap_bullets(row, tolerances.snap)
    with_partner = [run for run in runs if run.partner_edge is not None]
    ends = [line.lead[-1].end + 2 for run in with_partner for line in run.lines if line.lead]
    partner_at = max([*ends, *(run.partner_edge or 0 for run in with_partner)], default=0)
    for run in with_partner:
        by = partner_at - (run.partner_edge or 0)
        for line in run.lines:
            line.partner = [replace(segment, column=segment.column + by) for segment in line.partner]


def _group_rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Group the runs of each row: those that continue the one before."""
    rows: list[list[Run]] = []
    for run in runs:
        if not rows or run.lines[0].begins_row or run.lines[0].full_width:
            rows.append([])
        rows[-1].append(run)
    return rows


def _align_runs(row: Sequence[Run], drift: int) -> list[int]:
    """Return by how much to move each run of a row so that its columns stand below those of the first.

    Bullets stand below bullets of their glyph, as one run may have no paragraph at the column's edge; but where they stand much
    further in, they are of a deeper level.
    """
    above: dict[str, int] = {}
    edge: int | None = None
    moves = []
    for run in row:
        here = run.lead_edge if run.lead_edge is not None else edge or 0
        by = (edge if edge is not None else here) - here
        if run.page != row[0].page and run.page_edge is not None and row[0].page_edge is not None:
            by = row[0].page_edge - run.page_edge  # surer than the run's own edge, which may be no more than a wrapped line
        places = {glyph: min(columns) for glyph, columns in bullet_places(run.lines).items()}
        if shared := sorted(places.keys() & above.keys(), key=lambda glyph: places[glyph]):
            aligned = above[shared[0]] - places[shared[0]]
            by = aligned if abs(aligned - by) <= drift else by
        above = {glyph: column + by for glyph, column in places.items()} | above
        edge = min(here + by, edge if edge is not None else here + by)
        moves.append(by)
    return moves


def _snap_bullets(row: Sequence[Run], snap: int) -> None:
    """Set the bullets of a row right below those of their glyph in earlier runs, or above a page's foot, where they are a
    column or two off.
    """
    known: dict[str, set[int]] = {}
    for run in row:
        here: dict[str, set[int]] = {}
        for above, line in zip([run.lines[0], *run.lines], run.lines, strict=False):
            if line.number - above.number > _PAGE_GAP:
                _add(here, known)
                here = {}
            glyph = bullet_of(line.lead[0].text.chars) if line.lead else ""
            if not glyph:
                continue
            column = line.lead[0].column
            line.column = min(known.get(glyph, {column}), key=lambda at: abs(at - column))
            if abs(line.column - column) > snap:
                line.column = column
            here.setdefault(glyph, set()).add(line.column)
        _add(here, known)


_PAGE_GAP = 4
"""Lines from one to the next from which on a page may end between, also without a form feed. Chosen."""


def _add(found: Mapping[str, set[int]], known: dict[str, set[int]]) -> None:
    for glyph, columns in found.items():
        known.setdefault(glyph, set()).update(columns)


def find_uneven_bullets(runs: Sequence[Run], tolerances: GridTolerances) -> list[GridLine]:
    """Return the first line of each row whose bullet stands further in than others like it, by less than a level usually is.

    Converters place each line by the width of what stands before it.
    """
    found: list[GridLine] = []
    for row in _group_rows(runs):
        least: dict[str, int] = {}
        for line in (line for run in row for line in run.lines if line.lead):
            glyph = bullet_of(line.lead[0].text.chars)
            column = line.column if line.column is not None else line.lead[0].column
            if glyph and tolerances.snap < column - least.setdefault(glyph, column) <= tolerances.drift:
                found.append(line)
                break
    return found


@dataclass(frozen=True)
class _Pair:
    """Two neighbouring lines of one value, of which the second may continue the first.

    `hang` is where the text of the open bullet begins, `room` how many columns the first line left unused.
    """

    above: GridLine
    line: GridLine
    hang: int | None
    room: int
    turns_page: bool

    @property
    def texts(self) -> tuple[str, str]:
        """The end of the first line and the beginning of the second."""
        return self.above.lead[-1].text.chars, self.line.lead[0].text.chars


def fill_lines(runs: Sequence[Run], tolerances: GridTolerances, line_tolerances: LineTolerances) -> None:
    """Decide of each line of text whether it continues the one above, and set the columns that say so to the layout."""
    texts = _list_texts(runs)
    left = min((text.line.lead[0].column for text in texts), default=0)
    widest = max((text.line.lead[-1].end for text in texts), default=0)
    pairs = list(_pair_lines(texts, _find_page_widths(texts, line_tolerances)))
    sure = [pair.room for pair in pairs if continues_sentence(*pair.texts)]
    room = measure_slack(sure, widest - left, line_tolerances).to_room()
    # Below a bullet's text a line continues it, surely over a page's end; set back from there it is a paragraph of its own.
    hangs = any(pair.hang is not None and abs(pair.line.lead[0].column - pair.hang) <= 1 for pair in pairs)
    hanging_room = (widest - left) * tolerances.hanging_room
    opening = ""
    for pair in pairs:
        if not pair.above.goes_on:
            opening = pair.above.lead[0].text.chars
        continues = room.continues(pair.room, *pair.texts, opening)
        if pair.hang is not None and hangs:
            is_below = pair.line.lead[0].column >= pair.hang - 1
            continues = is_below and (continues or pair.turns_page or pair.room <= hanging_room)
        _mark_pair(pair, continues, widest, tolerances.snap)


class _Text(NamedTuple):
    """A line with text in the values that belong to both sides: its page and the number of its row."""

    page: int
    row: int
    line: GridLine


def _list_texts(runs: Sequence[Run]) -> list[_Text]:
    rows = enumerate(_group_rows(runs))
    lines = (_Text(run.page, number, line) for number, row in rows for run in row for line in run.lines)
    return [text for text in lines if text.line.lead and not text.line.partner]


def _find_page_widths(texts: Sequence[_Text], tolerances: LineTolerances) -> dict[int, int]:
    """Return the column up to which the lines of each page run."""
    ends: dict[int, list[int]] = defaultdict(list)
    broken: dict[int, list[int]] = defaultdict(list)
    for (page, _, line), (_, _, following) in pairwise([*texts, *texts[-1:]]):
        ends[page].append(line.lead[-1].end)
        if continues_sentence(line.lead[-1].text.chars, following.lead[0].text.chars):
            broken[page].append(line.lead[-1].end)
    return {page: find_width(ends[page], broken[page], tolerances) for page in ends}


def _pair_lines(texts: Sequence[_Text], widths: Mapping[int, int]) -> Iterator[_Pair]:
    """Yield the neighbouring lines of each row of which the second has no bullet."""
    hang: int | None = None
    for (page, row, line), (next_page, next_row, following) in pairwise(texts):
        if bullet_of(line.lead[0].text.chars):
            by = line.column - line.lead[0].column if line.column is not None and not moves_alone(line) else 0
            hang = _find_text_column(line) + by
        elif hang is not None and line.lead[0].column < hang - 1:
            hang = None
        first = following.lead[0].text.chars
        if row == next_row and not bullet_of(first):
            room = widths[page] - line.lead[-1].end - 1 - len(first.split(maxsplit=1)[0])
            yield _Pair(line, following, hang, room, page != next_page)


def _mark_pair(pair: _Pair, continues: bool, widest: int, snap: int) -> None:
    """Set what the layout will see: a line that continues stands right below a full one, another is set apart."""
    above, line, column = pair.above, pair.line, pair.line.lead[0].column
    start = above.column if above.column is not None else above.lead[0].column
    line.goes_on = continues
    if continues:
        above.end = widest + 1
        below = pair.hang if pair.hang is not None else start
        line.column = below if abs(below - column) <= snap else None
    else:
        # Set apart, so that it does not seem to continue where the line above happens to be full. One of three columns is free.
        line.column = next(at for at in range(column + 1, column + 4) if at not in (pair.hang, start))


def _find_text_column(line: GridLine) -> int:
    """Return where the text behind a line's bullet begins."""
    first = line.lead[0]
    behind = first.text[1:].chars
    if behind.strip():
        return first.column + 1 + len(behind) - len(behind.lstrip())
    return line.lead[1].column if len(line.lead) > 1 else first.column
