"""Columns of a text grid put upright: converters place each run of lines for itself, and leave lines of ragged length."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ucap.extractors.readers.lines import find_width, measure_slack, surely_goes_on
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

DRIFT = 4
"""Columns by which a column may lie elsewhere in another run of lines of the same page."""
_SNAP = 2
_HANGING_ROOM = 0.4
"""Share of the column that a line below a bullet may leave unused and still be filled: a paragraph within a bullet is rare."""


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
    `begins_row`: the label cannot be the rest of one that began on the lines above.
    """

    number: int
    left: list[Segment]
    lead: list[Segment] = field(default_factory=list)
    partner: list[Segment] = field(default_factory=list)
    labelled: bool = False
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


def put_upright(runs: Sequence[Run]) -> None:
    """Move each run's columns to the same places; labels stay where they are."""
    ends = [line.left[-1].end + 2 for run in runs for line in run.lines if line.left and line.lead]
    lead_at = max([*ends, *(run.lead_edge or 0 for run in runs)], default=0)
    for row in _group_rows(runs):
        moves = _align_runs(row)
        left = min(
            (run.lead_edge + by for run, by in zip(row, moves, strict=True) if run.lead_edge is not None), default=lead_at
        )
        for run, by in zip(row, moves, strict=True):
            for line in run.lines:
                line.lead = [replace(segment, column=segment.column + by + lead_at - left) for segment in line.lead]
                if line.full_width and line.left:
                    line.end = max(line.left[-1].end, lead_at + 3)
        _snap_bullets(row)
    with_partner = [run for run in runs if run.partner_edge is not None]
    ends = [line.lead[-1].end + 2 for run in with_partner for line in run.lines if line.lead]
    partner_at = max([*ends, *(run.partner_edge or 0 for run in with_partner)], default=0)
    for run in with_partner:
        by = partner_at - (run.partner_edge or 0)
        for line in run.lines:
            line.partner = [replace(segment, column=segment.column + by) for segment in line.partner]


def _group_rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Group the runs of each row: those that go on with the one before."""
    rows: list[list[Run]] = []
    for run in runs:
        if not rows or run.lines[0].begins_row or run.lines[0].full_width:
            rows.append([])
        rows[-1].append(run)
    return rows


def _align_runs(row: Sequence[Run]) -> list[int]:
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
            by = aligned if abs(aligned - by) <= DRIFT else by
        above = {glyph: column + by for glyph, column in places.items()} | above
        edge = min(here + by, edge if edge is not None else here + by)
        moves.append(by)
    return moves


def _snap_bullets(row: Sequence[Run]) -> None:
    """Set the bullets of a row right below those of their glyph in earlier runs, where they are a column or two off."""
    known: dict[str, set[int]] = {}
    for run in row:
        here: dict[str, set[int]] = {}
        for line in run.lines:
            glyph = bullet_of(line.lead[0].text.chars) if line.lead else ""
            if not glyph:
                continue
            column = line.lead[0].column
            line.column = min(known.get(glyph, {column}), key=lambda at: abs(at - column))
            if abs(line.column - column) > _SNAP:
                line.column = column
            here.setdefault(glyph, set()).add(line.column)
        for glyph, columns in here.items():
            known.setdefault(glyph, set()).update(columns)


def fill_lines(runs: Sequence[Run]) -> None:
    """Say of each line of text whether it was filled, so that the next goes on with it, by setting the column that
    it reaches.
    """
    texts = [
        (run.page, number, line)
        for number, row in enumerate(_group_rows(runs))
        for run in row
        for line in run.lines
        if line.lead and not line.partner
    ]
    ends: dict[int, list[int]] = defaultdict(list)
    broken: dict[int, list[int]] = defaultdict(list)
    for (page, _, line), (_, _, following) in pairwise([*texts, *texts[-1:]]):
        ends[page].append(line.lead[-1].end)
        if surely_goes_on(line.lead[-1].text.chars, following.lead[0].text.chars):
            broken[page].append(line.lead[-1].end)
    edges = {page: find_width(ends[page], broken[page]) for page in ends}
    left = min((line.lead[0].column for _, _, line in texts), default=0)
    widest = max((line.lead[-1].end for _, _, line in texts), default=0)
    pairs = []  # two lines, where the text of their bullet begins, and the room that the first left unused
    turned = set()  # lines that begin a page
    hang: int | None = None  # where the text of the open bullet begins
    for (page, row_number, line), (next_page, next_row, following) in pairwise(texts):
        if page != next_page:
            turned.add(id(following))
        if bullet_of(line.lead[0].text.chars):
            hang = _text_column(line)
        elif hang is not None and line.lead[0].column < hang - 1:
            hang = None
        if row_number == next_row and not bullet_of(following.lead[0].text.chars):
            word = following.lead[0].text.chars.split(maxsplit=1)[0]
            pairs.append((line, following, hang, edges[page] - line.lead[-1].end - 1 - len(word)))
    sure = [
        room for line, following, _, room in pairs if surely_goes_on(line.lead[-1].text.chars, following.lead[0].text.chars)
    ]
    slack = measure_slack(sure, widest - left)
    hangs = any(hang is not None and abs(following.lead[0].column - hang) <= 1 for _, following, hang, _ in pairs)
    opening = ""
    for line, following, hang, room in pairs:
        text, rest = line.lead[-1].text.chars, following.lead[0].text.chars
        if not line.goes_on:
            opening = line.lead[0].text.chars
        column = following.lead[0].column
        goes_on = slack.is_filled(room, text, rest, opening)
        if hang is not None and hangs:
            # Below a bullet's text a line goes on with it, surely over a page's end; set back from there it is a paragraph of
            # its own.
            near = goes_on or id(following) in turned or room <= (widest - left) * _HANGING_ROOM
            goes_on = column >= hang - 1 and near
        start = line.column if line.column is not None else line.lead[0].column
        following.goes_on = goes_on
        if goes_on:
            line.end = widest + 1
            below = hang if hang is not None else start
            following.column = below if abs(below - column) <= _SNAP else None
        else:
            # Set apart, so that it does not seem to go on where the line above happens to be full.
            following.column = next(at for at in range(column + 1, column + 4) if at not in (hang, start))


def _text_column(line: GridLine) -> int:
    """Return where the text behind a line's bullet begins."""
    first = line.lead[0]
    behind = first.text[1:].chars
    if behind.strip():
        return first.column + 1 + len(behind) - len(behind.lstrip())
    return line.lead[1].column if len(line.lead) > 1 else first.column
