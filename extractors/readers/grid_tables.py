"""Text with tables drawn by signs in, rows out: cells between `|` with borders `+---+---+`, or columns under rules of dashes.

As pandoc, reStructuredText, Emacs, databases and many table printers write them. A cell's text is wrapped within its column.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from ucap.extractors.labels import KEYWORD
from ucap.extractors.layout.lines import join_lines
from ucap.extractors.readers.lines import cut_text, find_lines
from ucap.extractors.readers.markdown import cut_markdown
from ucap.extractors.readers.pieces import Piece, split_bullets
from ucap.extractors.readers.rows import TextRow, match_label_cell
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import ALWAYS, NEVER, Room
from ucap.extractors.text.source_text import SourceText, join
from ucap.extractors.text.words import is_common

FEWEST_BORDERS = 2
"""A table has a border above and one below."""
_ENOUGH_BORDERS = 8
"""Borders from which on every row has its own. Chosen: a form has 10 rows or more, and seldom more than three pages."""

_BORDER = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*")
_PARTIAL = re.compile(r"\s*[|+](?=.*\+[-=]{3,}\+|.*\+[-=]{3,}[|]).*[|+]\s*")
_RULE = re.compile(r"\s*(?:-{3,}|={3,})(?:\s+(?:-{2,}|={2,}))+\s*")
_LINE_RULE = re.compile(r"\s*(?:-{5,}|={5,})\s*")
_LINE_BLOCK = re.compile(r"\|\s(?=\S)")

Span: TypeAlias = tuple[int, int]


@dataclass
class _Band:
    """The lines between two borders, each as its cells' places in the file; a cell's width in columns."""

    widths: list[int]
    lines: list[list[Span | None]] = field(default_factory=list)


def read_grid_rows(text: str) -> list[TextRow]:
    """Read the rows of tables with drawn borders, and the text around them line by line; none where there are fewer than two
    borders.
    """
    spans = list(find_lines(text))
    borders = {
        i for i, span in enumerate(spans) if text.startswith("+", span[0] + _indent(text, span)) and _is(_BORDER, text, span)
    }
    if len(borders) < FEWEST_BORDERS:
        return []
    rows: list[TextRow] = []
    edges: list[int] = []
    band: _Band | None = None
    whole = len(borders) >= _ENOUGH_BORDERS
    for number, span in enumerate(spans):
        line = text[slice(*span)]
        if number in borders or (band and _PARTIAL.fullmatch(line)):
            rows += _close_band(text, band, whole=whole)
            if number in borders:
                places = [column for column, c, _ in _measure(text, span) if c == "+"]
                edges = sorted({*edges, *places}) if band else places
            band = _Band([b - a - 3 for a, b in pairwise(edges)])  # without the edge and a blank on either side
        elif band and line.lstrip().startswith("|"):
            band.lines.append(_cut_at_edges(text, span, edges))
        elif line.strip():
            rows += _close_band(text, band, whole=whole)
            band = None
            rows.append((cut_markdown(cut_text(text, *span).strip()),))
    return [*rows, *_close_band(text, band, whole=whole)]


def read_ruled_rows(text: str) -> list[TextRow]:
    """Read the rows of tables whose columns stand under rules of dashes (`-----  -----`), with blank lines between if the
    table has some; none without such a rule.
    """
    spans = list(_BLANK_OR_LINE.finditer(text))
    lines = [match.span() for match in spans]
    rules = [i for i, span in enumerate(lines) if _is(_RULE, text, span)]
    if not rules:
        return []
    starts = [match.start() for match in re.finditer(r"[-=]+", text[slice(*lines[rules[0]])])]
    inside = range(rules[0], _end_of_table(text, lines, rules))
    spaced = any(not text[slice(*lines[i])].strip() for i in inside)
    rows: list[TextRow] = []
    band = _Band(_widths(text[slice(*lines[rules[0]])]))
    for number, span in enumerate(lines):
        line = text[slice(*span)]
        if number not in inside:
            if line.strip() and not _LINE_RULE.fullmatch(line):
                rows.append((cut_markdown(cut_text(text, *span).strip()),))
            continue
        if _RULE.fullmatch(line) or _LINE_RULE.fullmatch(line) or not line.strip():
            rows += _close_band(text, band)
            band = _Band(band.widths)
            continue
        cells = _cut_at_starts(text, span, starts)
        if not spaced and band.lines and cells[0]:
            rows += _close_band(text, band)
            band = _Band(band.widths)
        band.lines.append(cells)
    return [*rows, *_close_band(text, band)]


_BLANK_OR_LINE = re.compile(r"(?m)^[^\n\r]*$")


def _end_of_table(text: str, lines: Sequence[Span], rules: Sequence[int]) -> int:
    """Return the line behind the table: that after its closing rule, or else the file's last."""
    closing = [i for i, span in enumerate(lines) if i > rules[0] and (i in rules or _LINE_RULE.fullmatch(text[slice(*span)]))]
    return closing[-1] + 1 if closing else len(lines)


def _is(pattern: re.Pattern[str], text: str, span: Span) -> bool:
    return pattern.fullmatch(text, *span) is not None


def _indent(text: str, span: Span) -> int:
    line = text[slice(*span)]
    return len(line) - len(line.lstrip())


def _widths(rule: str) -> list[int]:
    return [len(match[0]) for match in re.finditer(r"[-=]+", rule)]


def _measure(text: str, span: Span) -> Iterator[tuple[int, str, int]]:
    """Yield the column of each character, itself and its place; a Chinese one takes two columns, an accent of its own none."""
    column = 0
    for offset in range(*span):
        c = text[offset]
        yield column, c, offset
        column += _width(c)


def _width(c: str) -> int:
    if c.isascii():
        return 1
    return 0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1


def _cut_at_edges(text: str, span: Span, edges: Sequence[int]) -> list[Span | None]:
    """Cut a line at the pipes that stand on the columns' edges; a cell that spans several columns is the first one's."""
    cells: list[Span | None] = [None] * max(len(edges) - 1, 0)
    places = {edge: number for number, edge in enumerate(edges)}
    opened: tuple[int, int] | None = None  # number of the column, place behind its pipe
    pipes = [(column, offset) for column, c, offset in _measure(text, span) if c in "|+" and column in places]
    if len(pipes) < 2:  # the columns were not counted as we do: any pipes will do
        offsets = [offset for offset in range(*span) if text[offset] == "|"]
        pipes = list(zip(edges, offsets, strict=False))
    for column, offset in pipes:
        if opened and opened[0] < len(cells):
            cells[opened[0]] = (opened[1], offset)
        opened = places[column], offset + 1
    return cells


def _cut_at_starts(text: str, span: Span, starts: Sequence[int]) -> list[Span | None]:
    ends = [*(start for start in starts[1:]), span[1] - span[0]]
    cells: list[Span | None] = []
    for start, end in zip(starts, ends, strict=True):
        at = min(span[0] + start, span[1]), min(span[0] + max(end, start), span[1])
        cells.append(at if text[slice(*at)].strip() else None)
    return cells


def _close_band(text: str, band: _Band | None, *, whole: bool = False) -> Iterator[TextRow]:
    """Yield the rows of a band: one, or one for each label that begins a line where a table has no inner borders.

    `whole`: the table has them, so a band is one row.
    """
    if band is None or not band.lines:
        return
    labels = [_first_text(text, line) for line in band.lines]
    known = [bool(label) and match_label_cell([Piece(0, label)]) is not None for label in labels]
    match = match_label_cell([Piece(0, join([label for label in labels if label]))])
    if whole or sum(known) < 2 or (match and match.score > KEYWORD):
        yield _make_row(text, band.lines, band.widths)
        return
    starts = [number for number, label in enumerate(labels) if label and (known[number] or number == 0)]
    for start, end in zip(starts, [*starts[1:], len(labels)], strict=True):
        yield _make_row(text, band.lines[start:end], band.widths)


def _first_text(text: str, line: Sequence[Span | None]) -> SourceText:
    cell = cut_text(text, *line[0]).strip() if line and line[0] else SourceText()
    return join([piece.text for piece in cut_markdown(cell)])


def _make_row(text: str, lines: Sequence[Sequence[Span | None]], widths: Sequence[int]) -> TextRow:
    cells = []
    for number, width in enumerate(widths):
        column = [line[number] if number < len(line) else None for line in lines]
        # A cell over several columns is as wide as what stands between its edges, without the blanks beside them.
        spanned = max((end - start for start, end in filter(None, column)), default=0) - 2
        cells.append(list(_read_cell(text, column, max(width, spanned))))
    return tuple(cells)


def _read_cell(text: str, spans: Sequence[Span | None], width: int) -> Iterator[Piece]:
    """Yield a cell's paragraphs and items; they end at blank lines, before bullets, and after lines that had room for a word.

    A blank line within a sentence does not count: pandoc leaves one where a long word did not fit.
    """
    sources = [cut_text(text, *span) if span else SourceText() for span in spans]
    margin = min((len(s) - len(s.chars.lstrip()) for s in sources if s.chars.strip()), default=0)
    groups: list[list[SourceText]] = []
    spaced = True
    for source in sources:
        line = source[margin:]
        if line.chars.strip():
            if groups and _continues(groups, line, width, spaced=spaced):
                groups[-1].append(line)
            else:
                groups.append([line])
        spaced = not line.chars.strip()
    for group in groups:
        yield from _cut_group(group, width)


_WRAPPED = Room(in_sentence=ALWAYS, unclear=-1, after_end=-1)
"""Cells are wrapped to their width exactly, and a sentence that is left open continues whatever room there was."""
_BEHIND_BLANK_LINE = Room(in_sentence=-1, unclear=NEVER, after_end=NEVER)


def _continues(groups: Sequence[Sequence[SourceText]], line: SourceText, width: int, *, spaced: bool) -> bool:
    """Whether a line of a cell continues the one above; `spaced`: a blank line is between them."""
    above, printed = groups[-1][-1].chars.rstrip(), line.strip()
    glyph = split_bullets(printed)[0][0]
    room = width - sum(map(_width, above)) - 1 - sum(map(_width, printed.chars.split()[0]))
    if above.endswith("\\") or _LINE_BLOCK.match(printed.chars):
        return False
    if glyph:  # a dash that no item began with, below a filled line, is the text's own
        items = {split_bullets(group[0].strip())[0][0] for group in groups}
        return not spaced and room < 0 and glyph in bullet_glyphs()[1] and glyph not in items
    rule = _BEHIND_BLANK_LINE if spaced else _WRAPPED
    return rule.continues(room, above, printed.chars, groups[-1][0].chars)


def _cut_group(lines: Sequence[SourceText], width: int) -> Iterator[Piece]:
    indent = len(lines[0]) - len(lines[0].chars.lstrip())
    parts = [_drop_break(line.strip()) for line in lines]
    if len(parts) > 1 and len(parts[1]) == width and "@" in parts[1].chars and not any(" " in p.chars for p in parts[:2]):
        parts[:2] = [parts[0] + parts[1]]  # one word that is longer than the cell, as addresses are
        lines = lines[1:]
    for piece in cut_markdown(join_lines(_join_broken_words(lines, parts, width))):
        yield replace(piece, indent=indent + piece.indent)


def _join_broken_words(lines: Sequence[SourceText], parts: Sequence[SourceText], width: int) -> list[SourceText]:
    """Join words that are longer than their cell, which pandoc breaks where they fill it: `admi` / `nistration`.

    `parts` are the lines without blanks around. The second part of a word fills a line of its own.
    """
    made = list(parts[:1])
    for line, part in zip(lines[1:], parts[1:], strict=True):
        tail = made[-1].chars.rsplit(maxsplit=1)[-1] if made[-1] else ""
        fills = sum(map(_width, line.chars.rstrip())) == width and not any(map(str.isspace, part.chars))
        if fills and tail and _are_one_word(tail, part.chars):
            made[-1] += part
        else:
            made.append(part)
    return made


def _are_one_word(tail: str, head: str) -> bool:
    """Whether two parts are one word or number: neither is a word, or both are one together.

    >>> _are_one_word("admi", "nistration"), _are_one_word("the", "international"), _are_one_word("6", "88’000")
    (True, False, True)
    """
    if _CUT_GROUP.match(head):
        return tail.isdigit() and len(tail) == 1
    word = head.rstrip(".,;:!?)")
    if not (tail.isalpha() and word.isalpha() and word.islower()):
        return False
    return is_common(f"{tail}{word}".lower()) or not (is_common(word) or _is_word(tail.lower()))


def _is_word(text: str) -> bool:
    """Whether letters are a word: of single ones only `a` is."""
    return is_common(text) if len(text) > 1 else text == "a"


_CUT_GROUP = re.compile(r"\d\d['’.,]\d{3}(?!\d)")
"""Digits that a number of groups of three does not begin with, if one stands before them."""


def _drop_break(line: SourceText) -> SourceText:
    """Drop what marks a hard line break: a backslash at the end, or the pipe of a line block."""
    start = match.end() if (match := _LINE_BLOCK.match(line.chars)) else 0
    return line[start : len(line) - 1] if line.chars.endswith("\\") and not line.chars.endswith("\\\\") else line[start:]
