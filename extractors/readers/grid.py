"""Text whose columns are kept by blanks in, a form out: its words are laid as pages on a grid of characters.

Converters that keep the layout print such text. The words have the offsets of the file as origins, and are read as those of
a PDF are. Before that the columns are put upright (`grid_columns`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Form, RowDoubt
from ucap.extractors.labels import EXACT, is_similar_wording, match_label, starts_label
from ucap.extractors.layout import read_layout
from ucap.extractors.layout.columns import Columns
from ucap.extractors.layout.label_column import LabelSpacing, have_lower_values, read_labels
from ucap.extractors.layout.lines import Line
from ucap.extractors.layout.tolerances import LAYOUT
from ucap.extractors.page import Box, Page, PdfDocument, Word
from ucap.extractors.readers.close_sides import settle_close_sides
from ucap.extractors.readers.cut_labels import join_cut_labels
from ucap.extractors.readers.displaced import mend_headings
from ucap.extractors.readers.grid_columns import (
    GridLine,
    Run,
    Segment,
    bullet_of,
    bullet_places,
    fill_lines,
    find_uneven_bullets,
    moves_alone,
    put_upright,
)
from ucap.extractors.readers.lines import cut_text
from ucap.extractors.readers.markup import clean_text
from ucap.extractors.readers.open_labels import FEWEST_ROWS
from ucap.extractors.readers.row_signs import MIXED
from ucap.extractors.readers.tolerances import TEXT, GridTolerances, TextTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.closing_lines import is_contact_line
from ucap.extractors.text.continuation import is_left_open
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName
from ucap.schemas.vocabularies import load_vocabulary

_SHORT_WORD = 3
"""Letters of words that are small in titles, too: `and`, `the`."""
_ENOUGH_SMALL = 3
_MOSTLY = 0.75
"""Words, and their share, that show how labels are written. Chosen: names (`EU Urban Agenda`) have capitals in any."""
_LONGEST_LABEL = 120
"""Characters: the lexicon's longest has 61, hints follow. It spares the comparison of long texts with all wordings."""
_BREAK = re.compile(r"\r\n|[\r\n\v\x85\u2028\u2029]")
_SEGMENT = re.compile(r"\S+(?:[^\S\t]\S+)*")


def read_columns(text: str, tolerances: TextTolerances = TEXT) -> Form:
    """Read a text that keeps its columns by blanks; a form without rows where fewer than three labels have values at
    one column.
    """
    if "  " not in text and "\t" not in text:
        return Form(())
    grid = tolerances.grid
    pages = [list(_read_lines(text, *match.span(), grid.tab_stop)) for match in re.finditer(r"[^\f]+", text)]
    edge = _find_edge([line.left[1].column for lines in pages for line in lines if line.labelled], grid)
    by_place = edge is None
    if edge is None:
        edge = _find_unknown_edge([line for lines in pages for line in lines], grid)
    if edge is None:
        return Form(())
    for lines in pages:
        _mark_unknown_labels(lines, edge, grid)
    running = _find_running(pages)
    edges = [_cut_lines(number, lines, edge, running, grid) for number, lines in enumerate(pages)]
    _mark_rows(pages, edges, grid)
    partner = _find_partner([line for lines in pages for line in lines], grid)
    runs = [
        run
        for number, (lines, page_edge) in enumerate(zip(pages, edges, strict=True))
        for run in _cut_runs(number, lines, page_edge, partner, grid)
    ]
    put_upright(runs, grid)
    fill_lines(runs, grid, tolerances.lines)
    form = read_layout(PdfDocument(tuple(_lay_pages(pages, runs, running, grid))), by_place=by_place)
    form = settle_close_sides(mend_headings(join_cut_labels(form)), text)
    return _doubt_indents(replace(form, page_count=None), find_uneven_bullets(runs, grid))


def _doubt_indents(form: Form, lines: Sequence[GridLine]) -> Form:
    """Return the form with a doubt about each row that holds one of some bullets, whose level is not sure."""
    origins = {origin: line for line in lines for segment in line.lead for origin in segment.text.origins}
    doubts: dict[SectionName, RowDoubt] = {}
    for row in form.rows:
        for line in (origins[at] for block in row.blocks() for at in block.text.origins if at in origins):
            text = quote(line.lead[-1].text.chars)
            details = f"The bullet of {text} stands a little further in than others like it; its level is not sure."
            doubts.setdefault(row.section, RowDoubt(MIXED, row.section, row.label, details))
    return replace(form, doubts=(*form.doubts, *doubts.values()))


# Lines and columns


def _read_lines(text: str, start: int, end: int, tab_stop: int) -> Iterator[GridLine]:
    """Yield a page's lines that are not blank, their segments separated by two blanks or a tab."""
    position = start
    for number, line in enumerate(_BREAK.split(text[start:end])):
        if line and not line.isspace():
            segments = list(_cut_segments(line, position, text, tab_stop))
            made = GridLine(number, segments)
            if len(segments) > 1 and len(segments[0].text) <= _LONGEST_LABEL:
                match = match_label(segments[0].text.chars)
                made.section = match.section if match else None
                made.labelled = match is not None or starts_label(segments[0].text.chars)
            yield made
        position += len(line)
        position += 2 if text.startswith("\r\n", position) else 1


def _cut_segments(line: str, offset: int, text: str, tab_stop: int) -> Iterator[Segment]:
    columns = list(accumulate(line, lambda at, c: at + (tab_stop - at % tab_stop if c == "\t" else 1), initial=0))
    for match in _SEGMENT.finditer(line):
        yield Segment(columns[match.start()], cut_text(text, offset + match.start(), offset + match.end()))


def _find_edge(columns: Sequence[int], tolerances: GridTolerances, least: int | None = None) -> int | None:
    """Return where a column begins: the least of the places, a few characters apart, at which most of the segments begin.

    None where fewer than `least` (usually the least number of labels), or too small a share of them do.
    """
    counts = Counter(columns)
    near = {at: sum(counts[at + by] for by in range(tolerances.drift + 1)) for at in counts}
    best = max(near.values(), default=0)
    enough = max(tolerances.least_labels if least is None else least, len(columns) * tolerances.edge_share)
    return min(at for at, count in near.items() if count == best) if best >= enough else None


def _find_unknown_edge(lines: Sequence[GridLine], tolerances: GridTolerances) -> int | None:
    """Return where the values begin in a text of which hardly a label is known: where something stands left of a value on as
    many lines as a form has rows, and a label is among it.
    """
    start = min((line.left[0].column for line in lines if len(line.left) > 1), default=0)
    rows = [line for line in lines if len(line.left) > 1 and line.left[0].column <= start + tolerances.snap]
    if not any(line.labelled for line in rows):
        return None
    return _find_edge([line.left[1].column for line in rows], tolerances, least=FEWEST_ROWS)


def _mark_unknown_labels(lines: Sequence[GridLine], edge: int, tolerances: GridTolerances) -> None:
    """Mark the lines on which something unknown stands where labels do, beside a value, and cannot continue a label above."""
    labels = [line.left[0] for line in lines if line.labelled]
    near = [line.left[1].column for line in lines if line.labelled and abs(line.left[1].column - edge) <= tolerances.far]
    edge = min(near, default=edge)  # of this page
    start = min((label.column for label in labels), default=0)
    widest = max((line.left[0].end for line in lines if len(line.left) > 1 and line.left[0].end < edge), default=0)
    in_small = _are_in_small([line.left[0].text.chars for line in lines if len(line.left) > 1 and line.left[0].end < edge])
    above: GridLine | None = None
    for number, line in enumerate(lines):
        first, others = line.left[0], line.left[1:]
        at_start = abs(first.column - start) <= tolerances.snap
        if not labels or line.labelled or not others or not at_start or first.end >= edge:
            above = line
            continue
        begins = edge <= others[0].column <= edge + tolerances.drift and not first.text.chars[:1].islower()
        # A word that had room on the line above begins a label of its own; so does one below a line without a label.
        meant = above is None or line.number - above.number > 1 or not above.left or above.left[0].column >= edge
        if above and above.left and not meant:
            has_room = above.left[0].end + 1 + len(first.text.chars.split()[0]) <= widest
            begins_label = in_small and _begins_label(above.left[0].text.chars, first.text.chars)
            meant = (has_room or begins_label) and abs(above.left[0].column - start) <= tolerances.snap
        line.unknown = begins and meant and not _is_of_known_label(lines, number, edge, tolerances.label_lines)
        above = line


def _are_in_small(labels: Sequence[str]) -> bool:
    """Whether the words of labels behind the first begin with small letters, so that a capital begins a label."""
    words = [word for label in labels for word in label.split()[1:] if len(word) > _SHORT_WORD and word.isalpha()]
    small = sum(word.islower() for word in words)
    return small >= _ENOUGH_SMALL and small >= len(words) * _MOSTLY


def _begins_label(above: str, line: str) -> bool:
    """Whether a line is a label of its own and not the rest of the one above, where only the first word of labels has a
    capital.

    A name such as `EU Urban Agenda` may begin the rest.
    """
    word = line.split(maxsplit=1)[0]
    return word[0].isupper() and word[1:].islower() and not is_left_open(above) and not _names_framework(line)


def _names_framework(line: str) -> bool:
    """Whether a line is the rest of a name of the Urban Agenda, or has it whole."""
    folded = line.casefold()
    marks = [mark.casefold() for mark in load_vocabulary("agenda")["urban_agenda_markers"]]
    return any(mark.startswith(folded.split(maxsplit=1)[0]) or mark in folded for mark in marks)


def _is_of_known_label(lines: Sequence[GridLine], number: int, edge: int, most: int) -> bool:
    """Whether what stands left on a line is a part of a known label, with what stands left on `most` lines around it."""
    left = [line.left[0].text.chars if line.left[0].end <= edge else "" for line in lines[number : number + most]]
    above = [line.left[0].text.chars for line in lines[max(number - most, 0) : number] if line.left[0].end <= edge]
    for first in range(len(above) + 1):
        label = " ".join(above[first:])
        for part in left:
            label = f"{label} {part}".strip()
            if (match := match_label(label)) and match.score == EXACT and label != part:
                return True
    return False


def _find_partner(lines: Sequence[GridLine], tolerances: GridTolerances) -> int | None:
    paired = [line.lead[1].column for line in lines if line.begins_row and line.section in PAIRED and len(line.lead) > 1]
    unknown = [line.lead[1].column for line in lines if line.unknown and len(line.lead) > 1]
    return _find_edge(paired, tolerances, least=1) if paired else _find_edge(unknown, tolerances, least=2)


def _cut_lines(
    page: int, lines: Sequence[GridLine], edge: int, running: frozenset[str], tolerances: GridTolerances
) -> int | None:
    """Cut the lines of a page at its value column, whose usual place is `edge`; returns where it is, if the page has labels."""
    body = [line for line in lines if _running_key(line) not in running]
    usual, edge = edge, _find_page_edge(body, edge, tolerances, first=page == 0)
    label_edge = min((line.left[0].column for line in lines if line.labelled), default=0)
    last_label = max((number for number, line in enumerate(lines) if line.labelled), default=-1)
    closing = False
    values: list[int] = []  # where the lines above begin, from the last label on
    for number, line in enumerate(lines):
        closing = closing or (number > last_label and _is_closing(line, usual * tolerances.margin_zone))
        if closing:
            line.full_width = True
            continue
        if not edge:
            line.lead, line.left = line.left, []
            continue
        above = lines[number - 1] if number else None
        run_edge = min(values) if values and above and above.left and above.lead else None
        _cut_line(line, edge, label_edge, run_edge, tolerances)
        if line.labelled or line.unknown:
            values = []
        values += [segment.column for segment in line.lead[:1]]
    return edge if last_label >= 0 else None


def _mark_rows(pages: Sequence[Sequence[GridLine]], edges: Sequence[int | None], tolerances: GridTolerances) -> None:
    """Mark the lines on which a row begins: those where a label begins that is known, or cannot be the rest of one.

    Labels are cut as on pages of a PDF: a line may be a label by itself, and yet the end of the one above.
    """
    width = tolerances.char_width
    edge = max((at for at in edges if at is not None), default=0)
    # Labels are not known yet: what most lines with two values have in one place is that of the second side.
    partner = _find_edge([line.lead[1].column for lines in pages for line in lines if len(line.lead) > 1], tolerances)
    columns = Columns(0.0, edge * width, None if partner is None else partner * width, LAYOUT.columns)
    laid: dict[Line, GridLine] = {}
    for number, (lines, page_edge) in enumerate(zip(pages, edges, strict=True)):
        by = edge - (edge if page_edge is None else page_edge)
        for line in lines:
            words = [] if line.full_width else list(_lay_in_columns(line, edge, by, tolerances))
            if words:
                laid[Line(number + 1, tuple(words))] = line
    pitch = tolerances.line_height / tolerances.font_size
    spacing = LabelSpacing(dict.fromkeys(range(1, len(pages) + 1), ()), pitch, LAYOUT.labels)
    firsts = {part: line for whole, line in laid.items() if (part := columns.label_part(whole))}
    table = list(laid)
    labels = read_labels(table, columns, spacing)
    # Labels in the middle of their rows begin below them: where, the layout finds out, unless a line is a label by itself.
    are_centred = have_lower_values(labels, table, columns, spacing)
    for label in labels:
        first, *others = (firsts[part] for part in label.lines)
        first.section = label.match.section if label.match else None
        is_sure = bool(first.lead) and (first.labelled or not are_centred)
        first.begins_row = is_sure if label.match else first.unknown or first.labelled
        for line in others:
            line.begins_row = label.match is None and line.unknown


def _lay_in_columns(line: GridLine, edge: int, by: int, tolerances: GridTolerances) -> Iterator[Word]:
    """Yield the words of a line with its values moved, as far as they stand left of the value column too."""
    top = tolerances.line_height * line.number
    for segment in (*line.left, *line.lead):
        start = segment.column if segment in line.left else max(segment.column + by, edge)
        for column, text in _cut_words(replace(segment, column=start), may_be_bullet=False):
            x0, x1 = column * tolerances.char_width, (column + len(text)) * tolerances.char_width
            yield Word(text, Box(x0, top, x1, top + tolerances.font_size), "", tolerances.font_size)


def _cut_runs(
    page: int, lines: Sequence[GridLine], page_edge: int | None, partner: int | None, tolerances: GridTolerances
) -> Iterator[Run]:
    """Cut the lines of a page at each row."""
    run = Run(page, [], page_edge)
    paired = False
    for line in lines:
        if line.begins_row or line.full_width:
            yield from _split_run(run)
            run = Run(page, [], page_edge)
            paired = line.section in PAIRED or (line.section is None and _has_side(line, partner, tolerances))
        if paired and partner is not None:
            line.partner = [segment for segment in line.lead if partner - tolerances.drift <= segment.column]
            if line.partner and line.partner[0].column > partner + tolerances.far:
                line.partner = []  # a page number
            line.lead = line.lead[: len(line.lead) - len(line.partner)]
        run.lines.append(line)
    yield from _split_run(run)


def _has_side(line: GridLine, partner: int | None, tolerances: GridTolerances) -> bool:
    """Whether a value of the line begins where those of the second side do."""
    return partner is not None and any(abs(segment.column - partner) <= tolerances.drift for segment in line.lead[1:])


def _find_page_edge(lines: Sequence[GridLine], edge: int, tolerances: GridTolerances, *, first: bool) -> int:
    """Return where the values of a page begin, `edge` being the usual place; 0 where the page holds the rest of a
    value alone.
    """
    near = [line.left[1].column for line in lines if line.labelled and abs(line.left[1].column - edge) <= tolerances.far]
    if near or first:
        return min(near, default=edge)
    # A page may be printed with narrower columns: its label's value stands below the others.
    starts = Counter(line.left[0].column for line in lines if not line.labelled)
    if beside := [line.left[1].column for line in lines if line.labelled and starts[line.left[1].column]]:
        return min(beside)
    margin = edge * tolerances.margin_zone
    open_lines = lines[: next((i for i, line in enumerate(lines) if _is_closing(line, margin)), len(lines))]
    inner = [line.left[0].column for line in open_lines if line.left[0].column > margin]
    # Where no label holds the margin, a converter may print such a page without it.
    if not open_lines:
        return edge
    return min(inner) if len(inner) > len(open_lines) / 2 else 0


def _is_closing(line: GridLine, margin: float) -> bool:
    """Whether a line below the last label begins left of the column `margin`, names a contact, and holds no value column."""
    return line.left[0].column < margin and is_contact_line(line.left[0].text.chars) and len(line.left) == 1


def _cut_line(line: GridLine, edge: int, label_edge: int, run_edge: int | None, tolerances: GridTolerances) -> None:
    """Divide a line's segments at the value column; a text that runs across it does not belong to the table.

    One blank separates a long label from its value too, where the value begins right below those above (`run_edge`).
    """
    threshold = label_edge + tolerances.label_zone * (edge - label_edge)
    segments = line.left
    first = segments[0]
    if first.column < threshold and first.end > edge:
        for at in range(max(edge - 1, first.column + 2), min(edge + tolerances.drift, first.end)):
            label = first.text.chars[: at - first.column]
            if label[-1].isspace() and (at == run_edge or _is_label(label)):
                segments = [*first.cut(at), *segments[1:]]
                match = match_label(label)
                line.section, line.labelled = match.section if match else None, match is not None or starts_label(label)
                break
        else:
            line.full_width = True
            return
    line.left = [segment for segment in segments if segment.column < threshold]
    line.lead = segments[len(line.left) :]


def _is_label(text: str) -> bool:
    """Whether a text is a label or the beginning of one by its wording; single words of it are too little before
    running text.
    """
    return starts_label(text) or is_similar_wording(text)


def _split_run(run: Run) -> Iterator[Run]:
    """Cut a run where its columns move to the left: its bullets stand further out from there on, and never again as before."""
    best = 0
    edge: int | None = None
    for number, line in enumerate(run.lines):
        if line.lead and edge is not None and line.lead[0].column < edge and _moves(run.lines[:number], run.lines[number:]):
            best = number
        if line.lead:
            edge = min(edge, line.lead[0].column) if edge is not None else line.lead[0].column
    if best:
        yield Run(run.page, run.lines[:best], run.page_edge)
        yield from _split_run(Run(run.page, run.lines[best:], run.page_edge)) if best < len(run.lines) else ()
    elif run.lines:
        yield run


def _moves(above: Sequence[GridLine], below: Sequence[GridLine]) -> bool:
    first, second = bullet_places(above), bullet_places(below)
    shared = first.keys() & second.keys()
    return (
        bool(shared)
        and all(min(second[glyph]) < min(first[glyph]) for glyph in shared)
        and any(not first[glyph] & second[glyph] for glyph in shared)
    )


# Pages


def _lay_pages(
    pages: Sequence[Sequence[GridLine]], runs: Sequence[Run], running: frozenset[str], tolerances: GridTolerances
) -> Iterator[Page]:
    """Lay the lines on pages of one height, a ruling line above each row that surely begins."""
    last = max((line.number for lines in pages for line in lines), default=0) + 1
    glyphs = Counter(bullet_of(line.lead[0].text.chars) for run in runs for line in run.lines if line.lead)
    # A dash or letter before one blank is a bullet where others are as well; once, it may be the text's own. No word is `o`.
    bullets = frozenset(glyph for glyph, count in glyphs.items() if glyph and (count > 1 or glyph in "-*o"))
    column = max((run.lead_edge or 0 for run in runs), default=0) * tolerances.char_width
    for number, lines in enumerate(pages):
        if lines and _running_key(lines[-1]) in running:
            lines[-1].number = last  # a text page ends with its last line, wherever its foot was
        words = [word for line in lines for word in _lay_line(line, bullets, tolerances)]
        width = max((word.box.x1 for word in words), default=0.0)
        height = tolerances.line_height
        # A point above its line: between it and the line before.
        rules = (Box(0, top, column, top) for line in lines if line.begins_row and (top := line.number * height - 1))
        yield Page(number + 1, width, (last + 1) * height, tuple(words), tuple(rules))


def _find_running(pages: Sequence[Sequence[GridLine]]) -> frozenset[str]:
    """Return the keys of the lines that begin or that end several pages."""
    margins = (Counter(_running_key(lines[at]) for lines in pages if lines) for at in (0, -1))
    return frozenset(key for counts in margins for key, count in counts.items() if count > 1)


def _running_key(line: GridLine) -> str:
    parts = (*line.left, *line.lead, *line.partner)
    return re.sub(r"\d+", "#", " ".join(segment.text.chars for segment in parts)).casefold()


def _lay_line(line: GridLine, bullets: frozenset[str], tolerances: GridTolerances) -> Iterator[Word]:
    width, top = tolerances.char_width, line.number * tolerances.line_height
    start = line.lead[0].column if line.lead else 0
    by = line.column - start if line.column is not None and line.lead else 0
    alone = moves_alone(line)
    words = [
        (column + by * (place == "lead" and (column == start or not alone)), text, place == "lead" and index == 0)
        for place, segments in (("left", line.left), ("lead", line.lead), ("partner", line.partner))
        for index, segment in enumerate(segments)
        for column, text in _cut_words(segment, index == 0 and place == "lead")
    ]
    for number, (column, text, first) in enumerate(words):
        x0, x1 = column * width, (column + len(text)) * width
        if first and len(text) == 1 and text.chars in bullets and column == start + by:
            x1 = x0 + tolerances.glyph_width
        if number == len(words) - 1 and line.end is not None:
            x1 = max(x0 + 1, line.end * width)
        if printed := clean_text(text):
            yield Word(printed, Box(x0, top, x1, top + tolerances.font_size), "", tolerances.font_size)


def _cut_words(segment: Segment, may_be_bullet: bool) -> Iterator[tuple[int, SourceText]]:
    always, _ = bullet_glyphs()
    for match in re.finditer(r"\S+", segment.text.chars):
        start, end = match.span()
        if may_be_bullet and start == 0 and end > 1 and match[0][0] in always:  # a glyph set without a blank
            yield segment.column, segment.text[:1]
            start = 1
        yield segment.column + start, segment.text[start:end]
