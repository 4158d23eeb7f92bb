"""Text whose columns are kept by blanks, as layout-keeping converters print it: pages on a grid of characters.

The words are laid on pages, with the offsets of the file as origins, and read as those of a PDF are. Before that
the columns are put upright (`grid_columns`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ucap.extractors.form import PAIRED, Form
from ucap.extractors.labels import KEYWORD, match_label, starts_label
from ucap.extractors.layout import read_layout
from ucap.extractors.page import Box, Page, PdfDocument, Word
from ucap.extractors.readers.grid_columns import (
    DRIFT,
    GridLine,
    Run,
    Segment,
    bullet_of,
    bullet_places,
    fill_lines,
    put_upright,
)
from ucap.extractors.readers.lines import cut_text
from ucap.extractors.readers.markup import clean_text
from ucap.extractors.readers.rows import is_contact_line
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

SIZE = 10.0
LINE_HEIGHT = 12.0
CHAR_WIDTH = 3.6
"""Points: one blank is narrower than a gap between columns, two are wider (`ucap.extractors.layout.columns`)."""
GLYPH_WIDTH = 2.0
"""Points, of a bullet glyph that is a letter or dash: what is left of its column widens the blank behind it."""

TAB_STOP = 8
LEAST_LABELS = 3
_LONGEST_LABEL = 120
_BREAK = re.compile(r"\r\n|[\r\n\v\x85\u2028\u2029]")
_SEGMENT = re.compile(r"\S+(?:[^\S\t]\S+)*")


def read_columns(text: str) -> Form:
    """Read a text that keeps its columns by blanks; a form without rows where fewer than three labels have values at
    one column.
    """
    if "  " not in text and "\t" not in text:
        return Form(())
    pages = [list(_read_lines(text, *match.span())) for match in re.finditer(r"[^\f]+", text)]
    edge = _find_edge([line.left[1].column for lines in pages for line in lines if line.labelled])
    if edge is None:
        return Form(())
    partner = _find_partner(line for lines in pages for line in lines)
    running = _find_running(pages)
    runs = [run for number, lines in enumerate(pages) for run in _cut_runs(number, lines, edge, partner, running)]
    put_upright(runs)
    fill_lines(runs)
    return replace(read_layout(PdfDocument(tuple(_lay_pages(pages, runs, running)))), page_count=None)


# Lines and columns


def _read_lines(text: str, start: int, end: int) -> Iterator[GridLine]:
    """Yield a page's lines that are not blank, their segments parted by two blanks or a tab."""
    position = start
    for number, line in enumerate(_BREAK.split(text[start:end])):
        if line and not line.isspace():
            segments = list(_cut_segments(line, position, text))
            made = GridLine(number, segments)
            if len(segments) > 1 and len(segments[0].text) <= _LONGEST_LABEL:
                match = match_label(segments[0].text.chars)
                made.section = match.section if match else None
                made.labelled = match is not None or starts_label(segments[0].text.chars)
            yield made
        position += len(line)
        position += 2 if text.startswith("\r\n", position) else 1


def _cut_segments(line: str, offset: int, text: str) -> Iterator[Segment]:
    columns = range(len(line))
    if "\t" in line:
        columns_found, column = [], 0
        for c in line:
            columns_found.append(column)
            column += TAB_STOP - column % TAB_STOP if c == "\t" else 1
        for match in _SEGMENT.finditer(line):
            yield Segment(columns_found[match.start()], cut_text(text, offset + match.start(), offset + match.end()))
        return
    for match in _SEGMENT.finditer(line):
        yield Segment(columns[match.start()], cut_text(text, offset + match.start(), offset + match.end()))


def _find_edge(columns: Sequence[int], least: int = LEAST_LABELS) -> int | None:
    """Return where a column begins: the least of the places, a few characters apart, at which most of the segments begin.

    None where fewer than `least` or than half of them do.
    """
    counts = Counter(columns)
    near = {at: sum(counts[at + by] for by in range(DRIFT + 1)) for at in counts}
    best = max(near.values(), default=0)
    return min(at for at, count in near.items() if count == best) if best >= max(least, len(columns) / 2) else None


def _find_partner(lines: Iterable[GridLine]) -> int | None:
    return _find_edge([line.left[2].column for line in lines if line.section in PAIRED and len(line.left) > 2], least=1)


def _cut_runs(page: int, lines: Sequence[GridLine], edge: int, partner: int | None, running: frozenset[str]) -> Iterator[Run]:
    """Cut the lines of a page at its columns, and at each label."""
    usual, edge = edge, _find_page_edge([line for line in lines if _running_key(line) not in running], edge, first=page == 0)
    label_edge = min((line.left[0].column for line in lines if line.labelled), default=0)
    last_label = max((number for number, line in enumerate(lines) if line.labelled), default=-1)
    page_edge = edge if last_label >= 0 else None
    run = Run(page, [], page_edge)
    paired = closing = False
    for number, line in enumerate(lines):
        closing = closing or (number > last_label and _is_closing(line, usual))
        if closing:
            line.full_width = True
        elif edge:
            above = run.lines[-1] if run.lines else None
            _cut_line(line, edge, label_edge, run.lead_edge if above and above.left and above.lead else None)
        else:
            line.lead, line.left = line.left, []
        line.begins_row = line.labelled and _begins_row([*lines[max(number - 4, 0) : number], line])
        if line.begins_row or line.full_width:
            yield from _split_run(run)
            run = Run(page, [], page_edge)
            paired = _find_section(lines[number : number + 5], edge) in PAIRED
        if paired and partner is not None:
            line.partner = [segment for segment in line.lead if partner - DRIFT <= segment.column]
            if line.partner and line.partner[0].column > partner + 3 * DRIFT:
                line.partner = []  # a page number
            line.lead = line.lead[: len(line.lead) - len(line.partner)]
        run.lines.append(line)
    yield from _split_run(run)


def _find_section(lines: Sequence[GridLine], edge: int) -> SectionName | None:
    """Return what the label that begins in the first of some lines means, as far down as it must be read to be whole."""
    if lines[0].section:
        return lines[0].section
    text = ""
    for line in lines:
        if not line.left or line.left[0].column >= edge / 2:
            break
        text = f"{text} {line.left[0].text.chars}"
        if match := match_label(text):
            return match.section
    return None


def _find_page_edge(lines: Sequence[GridLine], edge: int, *, first: bool) -> int:
    """Return where the values of a page begin, `edge` being the usual place; 0 where the page holds the rest of a
    value alone.
    """
    near = [line.left[1].column for line in lines if line.labelled and abs(line.left[1].column - edge) <= 3 * DRIFT]
    if near or first:
        return min(near, default=edge)
    open_lines = lines[: next((i for i, line in enumerate(lines) if _is_closing(line, edge)), len(lines))]
    inner = [line.left[0].column for line in open_lines if line.left[0].column > edge / 2]
    # Where no label holds the margin, a converter may print such a page without it.
    return min(inner) if len(inner) > len(open_lines) / 2 else edge if not open_lines else 0


def _is_closing(line: GridLine, edge: int) -> bool:
    """Whether a line below the last label speaks of contact, and no value column begins in it."""
    return line.left[0].column < edge / 2 and is_contact_line(line.left[0].text.chars) and len(line.left) == 1


def _begins_row(lines: Sequence[GridLine]) -> bool:
    """Whether the last of some lines holds a label of the lexicon that is not the end of one that begins above."""
    label = lines[-1].left[0].text.chars
    above = ""
    for line in reversed(lines[:-1]):
        if not line.left:
            return True
        above = f"{line.left[0].text.chars} {above}".strip()
        # "Description of main / activities" is one label of which only the end is known; two known labels are two rows.
        if starts_label(f"{above} {label}") or (
            _is_wording(f"{above} {label}") and not (_is_wording(above) and _is_wording(label))
        ):
            return False
    return True


def _cut_line(line: GridLine, edge: int, label_edge: int, run_edge: int | None) -> None:
    """Part a line's segments at the value column; a text that runs across it is no part of the table.

    One blank parts a long label from its value too, where the value begins right below those above (`run_edge`).
    """
    threshold = label_edge + 0.6 * (edge - label_edge)
    segments = line.left
    first = segments[0]
    if first.column < threshold and first.end > edge:
        for at in range(max(edge - 1, first.column + 2), min(edge + DRIFT, first.end)):
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
    return starts_label(text) or _is_wording(text)


def _is_wording(text: str) -> bool:
    match = match_label(text)
    return match is not None and match.score > KEYWORD


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


def _lay_pages(pages: Sequence[Sequence[GridLine]], runs: Sequence[Run], running: frozenset[str]) -> Iterator[Page]:
    """Lay the lines on pages of one height, a ruling line above each row that surely begins."""
    last = max((line.number for lines in pages for line in lines), default=0) + 1
    glyphs = Counter(bullet_of(line.lead[0].text.chars) for run in runs for line in run.lines if line.lead)
    # A dash or letter before one blank is a bullet where others are as well; once, it may be the text's own.
    bullets = frozenset(glyph for glyph, count in glyphs.items() if glyph and (count > 1 or glyph in "-*"))
    column = max((run.lead_edge or 0 for run in runs), default=0) * CHAR_WIDTH
    for number, lines in enumerate(pages):
        if lines and _running_key(lines[-1]) in running:
            lines[-1].number = last  # a text page ends with its last line, wherever its foot was
        words = [word for line in lines for word in _lay_line(line, bullets)]
        width = max((word.box.x1 for word in words), default=0.0)
        rules = (Box(0, top, column, top) for line in lines if line.begins_row and (top := line.number * LINE_HEIGHT - 1))
        yield Page(number + 1, width, (last + 1) * LINE_HEIGHT, tuple(words), tuple(rules))


def _find_running(pages: Sequence[Sequence[GridLine]]) -> frozenset[str]:
    """Return the keys of the lines that begin or that end several pages."""
    margins = (Counter(_running_key(lines[at]) for lines in pages if lines) for at in (0, -1))
    return frozenset(key for counts in margins for key, count in counts.items() if count > 1)


def _running_key(line: GridLine) -> str:
    parts = (*line.left, *line.lead, *line.partner)
    return re.sub(r"\d+", "#", " ".join(segment.text.chars for segment in parts)).casefold()


def _lay_line(line: GridLine, bullets: frozenset[str]) -> Iterator[Word]:
    top = line.number * LINE_HEIGHT
    words = [
        (column, text, place == "lead" and index == 0)
        for place, segments in (("left", line.left), ("lead", line.lead), ("partner", line.partner))
        for index, segment in enumerate(segments)
        for column, text in _cut_words(segment, index == 0 and place == "lead")
    ]
    for number, (column, text, first) in enumerate(words):
        x0, x1 = column * CHAR_WIDTH, (column + len(text)) * CHAR_WIDTH
        if first and line.column is not None and column == line.lead[0].column:
            x0, x1 = line.column * CHAR_WIDTH, (line.column + len(text)) * CHAR_WIDTH
        if first and len(text) == 1 and text.chars in bullets and column == line.lead[0].column:
            x1 = x0 + GLYPH_WIDTH
        if number == len(words) - 1 and line.end is not None:
            x1 = max(x0 + 1, line.end * CHAR_WIDTH)
        printed = (
            clean_text(text) if not text.chars.endswith("\u00ad") else text
        )  # a soft hyphen at a line's end joins two lines
        if printed:
            yield Word(printed, Box(x0, top, x1, top + SIZE), "", SIZE)


def _cut_words(segment: Segment, may_be_bullet: bool) -> Iterator[tuple[int, SourceText]]:
    always, _ = bullet_glyphs()
    for match in re.finditer(r"\S+", segment.text.chars):
        start, end = match.span()
        if may_be_bullet and start == 0 and end > 1 and match[0][0] in always:  # a glyph set without a blank
            yield segment.column, segment.text[:1]
            start = 1
        yield segment.column + start, segment.text[start:end]
