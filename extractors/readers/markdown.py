"""Markdown in, rows out: lines of a table between pipes, with `<br>` and lists within cells."""

import re
from collections.abc import Container, Mapping, Sequence

from ucap.extractors.readers.below_tables import read_below_tables
from ucap.extractors.readers.lines import cut_text, find_lines
from ucap.extractors.readers.markup import cut_markup, drop_marks
from ucap.extractors.readers.pieces import Piece
from ucap.extractors.readers.rows import TextRow, match_label_cell
from ucap.extractors.text.source_text import SourceText, join

_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:[|+]\s*:?-{1,}:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<![\w*\\])[*_](?=[^\s*_])([^*_\n]*[^\s*_\\])[*_](?![\w*])")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\)")
_BREAK = re.compile(r"<br\s{0,9}/?>|\\\\(?=\s|\Z)", re.IGNORECASE)
"""Two backslashes are DokuWiki's."""
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+|\s{0,3}>\s?")
_STRONG_START = re.compile(r"(\W{0,12}?)(\*\*|__)(\w.*?)\2")
_INDENT = re.compile(r"(?:[ \t\u00a0]|&nbsp;|&#160;)*")
_DASHES = re.compile(r"(?<=[\w\s.,;)])--(?=[\w\s(])")
"""An en dash as converters write it (`2018--2019`); three are an em dash."""
_ORG_HEADING = re.compile(r"\*+\s+(?=\S)")
_ORG_PROPERTY = re.compile(r"\s*:[A-Z_]+:(?:\s.*)?")
_ROW_END = "  "
"""What ends the row of a table without outer pipes that may be broken into lines."""
_SIDES = 2
"""Cells of a line of a table that holds both values of one row."""
_FEWEST_PIPES = 3
"""Lines: a heading, its rule and one row are the smallest table."""


def read_markdown_rows(text: str) -> list[TextRow]:
    """Read a text with Markdown tables: a row for each line between pipes, and the text around the tables line by line.

    None where fewer than three lines begin with a pipe or hold one beside a rule (`---|---`).
    """
    if text.count("|") < _FEWEST_PIPES:
        return []
    spans = [(start, end) for start, end in find_lines(text) if not text[start:end].isspace()]
    rules = {
        number for number, (start, end) in enumerate(spans) if "|" in text[start:end] and _RULE.fullmatch(text, start, end)
    }
    if not rules and sum(text[start:end].lstrip().startswith("|") for start, end in spans) < _FEWEST_PIPES:
        return []
    lines = _join_wrapped(text, spans, rules)
    if tables := _find_headed_tables(lines, rules):
        indented = {number: cut_text(text, *spans[number]) for number in lines}
        return _read_headed(indented, rules, tables)
    org = any("+" in text[slice(*spans[number])] for number in rules)  # Emacs's rules are `|---+---|`
    rows: list[TextRow] = []
    open_table = False
    for number, line in lines.items():
        if number in rules:
            open_table = True
            continue
        led = line.chars.startswith("|")
        # GitHub's tables may go without the outer pipes, but then a rule stands under the first line.
        bare = not led and "|" in line.chars and (number + 1 in rules or open_table)
        open_table = led or bare
        if led or bare:
            # One blank sets the cell off from its pipe; it is no indent of the first item.
            rows.append(tuple(cut_markdown(cell[1:] if cell.chars.startswith(" ") else cell) for cell in _split_cells(line)))
        elif not org:
            rows.append((cut_markdown(line),))
        elif not _ORG_PROPERTY.fullmatch(line.chars):
            heading = _ORG_HEADING.match(line.chars)
            rows.append((cut_markdown(line[heading.end() :] if heading else line),))
    return read_below_tables(rows)


def _find_headed_tables(lines: Mapping[int, SourceText], rules: Container[int]) -> Mapping[int, range]:
    """Return the tables that hold the two values of a row whose label is the heading above, by the number of that heading.

    The first line of such a table names the sides, unless it is the only one.
    """
    tables = {}
    for number, line in lines.items():
        if number + 2 not in rules or not _is_label_heading(line) or _count_cells(lines.get(number + 1)) != _SIDES:
            continue
        end = number + 3
        while _count_cells(lines.get(end)) == _SIDES:
            end += 1
        tables[number] = range(number + 3, end) if end > number + 3 else range(number + 1, number + 2)
    return tables


def _read_headed(lines: Mapping[int, SourceText], rules: Container[int], tables: Mapping[int, range]) -> list[TextRow]:
    """Return the rows of a text whose labels are headings, some above a table of both sides, the others above their text."""
    rows: list[TextRow] = []
    passed = {at for number, table in tables.items() for at in range(number + 1, table.stop)}
    for number, line in lines.items():
        if number in rules or number in passed:
            continue
        label = cut_markdown(line)
        if number in tables:
            cells = [_split_cells(lines[at].strip()) for at in tables[number]]
            sides = ([piece for row in cells for piece in cut_markdown(row[side].strip())] for side in range(_SIDES))
            rows.append((label, *sides))
        elif _is_label_heading(line):
            rows.append((label, []))
        else:
            rows.append((label,))
    return rows


def _is_label_heading(line: SourceText) -> bool:
    """Whether a line is a heading that is a known label: `## Population`."""
    heading = _HEADING.match(line.chars)
    return bool(heading and heading[1]) and match_label_cell(cut_markdown(line)) is not None


def _count_cells(line: SourceText | None) -> int:
    return len(_split_cells(line)) if line is not None and line.chars.startswith("|") else 0


def _join_wrapped(text: str, spans: Sequence[tuple[int, int]], rules: Container[int]) -> Mapping[int, SourceText]:
    """Return the lines of a text by number, those joined that are one row of a table.

    A table without outer pipes whose rows end with two blanks is broken where lines are full: the row goes on up to the blanks.
    """
    lines: dict[int, SourceText] = {}
    wrapped, row = False, 0
    for number, (start, end) in enumerate(spans):
        line = cut_text(text, start, end)
        if number + 1 in rules:
            wrapped = text[start:end].endswith(_ROW_END) and not line.chars.lstrip().startswith("|")
        elif number and text.count("\n", spans[number - 1][1], start) > 1:
            wrapped = False
        open_row = wrapped and not any(beside in rules for beside in (number - 1, number, number + 1))
        if open_row and not text[slice(*spans[number - 1])].endswith(_ROW_END):
            lines[row] = join([lines[row], line.strip()])
        else:
            # The indent of an item says how deep it stands; in a table blanks mean nothing.
            lines[number], row = line.strip() if "|" in line.chars else line[: len(line.chars.rstrip())], number
    return lines


def _split_cells(line: SourceText) -> list[SourceText]:
    """Cut a table line at its pipes, those at its ends dropped; an escaped pipe belongs to its cell."""
    ends = [match.end() - 1 for match in _PIPE.finditer(line.chars)]
    starts = [0, *(end + 1 for end in ends)]
    cells = [line[start:end] for start, end in zip(starts, [*ends, len(line)], strict=True)]
    if cells and not cells[0].chars.strip():
        cells = cells[1:]
    if ends and not cells[-1].chars.strip():
        cells = cells[:-1]
    return cells


def cut_markdown(source: SourceText) -> list[Piece]:
    """Cut a cell or line at its breaks; marks of emphasis, headings, links and escapes are dropped, their text kept."""
    pieces = []
    for part in _split_breaks(source):
        indent = len(re.sub(r"&nbsp;|&#160;", " ", _INDENT.match(part.chars)[0]))  # type: ignore[index]
        indent = indent if indent > 1 else 0  # one blank behind a break or a pipe sets nothing in
        heading = _HEADING.match(part.chars)
        bold = _STRONG_START.match(part.chars)
        strong = len(part) if heading and heading[1] else len(bold[1].lstrip() + bold[3]) if bold else 0
        body = part[heading.end() :] if heading else part
        for piece in cut_markup(drop_marks(drop_marks(body, _LINK), _EMPHASIS)):
            text = _read_dashes(drop_marks(piece.text, _ESCAPE))
            level = len(heading[1] or "") if heading else piece.heading
            pieces.append(Piece(piece.depth, text, indent + piece.indent, strong or piece.strong, level))
    return pieces


def _read_dashes(text: SourceText) -> SourceText:
    """Return the text with `--` as the dash it stands for."""
    places = [match.start() for match in _DASHES.finditer(text.chars)]
    starts, ends = [0, *(place + 2 for place in places)], [*places, len(text)]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    dashes = [SourceText("–", text.origins[place : place + 1]) for place in places]
    return join([part for pair in zip(parts, [*dashes, SourceText()], strict=True) for part in pair], "") if places else text


def _split_breaks(source: SourceText) -> list[SourceText]:
    if "<ul" in source.chars or "<li" in source.chars:
        return [source]
    starts = [0, *(match.end() for match in _BREAK.finditer(source.chars))]
    ends = [*(match.start() for match in _BREAK.finditer(source.chars)), len(source)]
    return [source[start:end] for start, end in zip(starts, ends, strict=True)]
