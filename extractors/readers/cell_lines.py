"""Text of a converter in, the same with the lines within cells as cells have them out.

Some converters write a cell over two columns twice, with the line ends that it has (`Label⇥a↵b⇥a↵b`). Textile's tables are
HTML, but the lines within a cell are Textile's: a blank line ends a paragraph, asterisks begin items.
"""

import re

from ucap.extractors.text.source_text import Origin, SourceText, from_pairs

_BORDER = re.compile(r"\t| \| ")
_CELL = re.compile(r"(<t[dh]\b[^<>]{0,500}>)((?:[^<]|<(?!/?t[dhr]\b)){1,20000})(?=</?t[dhr]\b)", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:p|br|li|ul|ol|div|table)\b", re.IGNORECASE)
_LINES = re.compile(r"(?<=\S)[ \t]*(?:\r?\n[ \t]*)+(?=[\S\u00a0])")
_BLANK_LINES = re.compile(r"(?<=[^\s>])[ \t]*(?:\r?\n[ \t]*){2,}(?=[^\s<])")
_ITEM = re.compile(r"^[ \t\u00a0]*([*#]{1,3}|[-–])(?=[ \t\u00a0]+\S)", re.MULTILINE)
_MOST_BORDERS = 80
"""Tabs that a cell may have itself, behind its bullets."""
_BEGINNING = 20
"""Characters that are compared before all."""
_GLYPHS = "•◦▪"
"""Bullets of the first, second and third level."""


def drop_second_copies(source: SourceText) -> SourceText:
    """Drop the second of two neighbouring cells that hold the same lines, two or more.

    >>> from ucap.extractors.text.source_text import from_file
    >>> drop_second_copies(from_file("Themes\\ta\\nb\\ta\\nb\\nAgenda\\tc\\tc")).chars
    'Themes\\ta\\nb\\nAgenda\\tc\\tc'
    """
    chars = source.chars
    borders = [match.span() for match in _BORDER.finditer(chars)]
    dropped: list[tuple[int, int]] = []
    for number, (end, following) in enumerate(borders):
        for _, start in reversed(borders[max(0, number - _MOST_BORDERS) : number]):
            after = following + end - start
            if (
                chars.startswith(chars[start : min(end, start + _BEGINNING)], following)
                and "\n" in chars[start:end].strip()
                and chars[after : after + 1] in ("", "\n", "\r")
                and chars.startswith(chars[start:end], following)
                and not (dropped and dropped[-1][1] > end)
            ):
                dropped.append((end, after))
                break
    return _keep_rest(source, dropped) if dropped else source


def _keep_rest(source: SourceText, dropped: list[tuple[int, int]]) -> SourceText:
    pairs: list[tuple[str, Origin]] = []
    start = 0
    for begin, end in dropped:
        pairs += zip(source.chars[start:begin], source.origins[start:begin], strict=True)
        start = end
    return from_pairs([*pairs, *zip(source.chars[start:], source.origins[start:], strict=True)])


def break_cell_lines(source: SourceText) -> SourceText:
    """Return a text with a line break for each blank line, and a bullet for each item's asterisks, in the cells of Textile.

    Textile shows by cells with blank lines or items in them, where the text is no whole page of HTML. Where a cell has tags for
    paragraphs or items, the blank lines between words part paragraphs, too.

    >>> from ucap.extractors.text.source_text import from_file
    >>> break_cell_lines(from_file("<td>* a\\n** b\\n</td>")).chars
    '<td>• a<br>◦ b\\n</td>'
    """
    chars = source.chars
    if ("<td" not in chars and "<TD" not in chars) or _WHOLE_PAGE.search(chars):
        return source
    changes = [change for cell in _CELL.finditer(chars) for change in _find_changes(cell)]
    if not changes:
        return source
    pairs: list[tuple[str, Origin]] = []
    done = 0
    for start, end, new in changes:
        pairs += zip(chars[done:start], source.origins[done:start], strict=True)
        pairs += ((char, source.origins[start]) for char in new)
        done = end
    return from_pairs([*pairs, *zip(chars[done:], source.origins[done:], strict=True)])


def _find_changes(cell: re.Match[str]) -> list[tuple[int, int, str]]:
    text, offset = cell[2], cell.start(2)
    if "\n" not in text.strip():
        return []
    if _BLOCK_TAG.search(text):
        return [(match.start() + offset, match.end() + offset, "<br>") for match in _BLANK_LINES.finditer(text)]
    items = list(_ITEM.finditer(text))
    begins = {match.start() for match in items}
    found = [(match.start(1), match.end(1), _GLYPHS[len(match[1]) - 1]) for match in items if match[1] not in "-–"]
    found += [
        (match.start(), match.end(), "<br>")
        for match in _LINES.finditer(text)
        if match[0].count("\n") > 1 or match.end() in begins
    ]
    return [(start + offset, end + offset, new) for start, end, new in sorted(found)]
