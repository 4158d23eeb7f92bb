"""From the lines of one cell to its blocks: paragraphs and bullets with their levels, wrapped lines joined."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import itemgetter

from ucap.extractors.form import Block
from ucap.extractors.layout.lines import CountedLines, Line, Typesetting, join_lines
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.enumerators import find_enumerators
from ucap.extractors.text.source_text import Glyph, SourceText, join
from ucap.extractors.text.words import is_parted_word

RUNT = 0.3
"""Share of a cell's width that may stay empty at a line's end: careful typesetters move a word down so that it is not alone."""
ALIGNED = 2.5
"""Points by which two left edges may differ and still be the same indent."""

CUT_ROOM = 0.8
"""Most room, in font sizes, that is left on a line whose only word had to be cut."""

_COLON_HEADING = re.compile(r"[^\W\d_a-z][^.:;!?]{1,80}:(?:\s|$)")
_DASH_HEADING = re.compile(r"[^\W\d_a-z][^.:;!?]{1,80} [–—-] [^\W\d_a-z]")
_NUMBER_HEAD = re.compile(r"(?:^|[\s;,/])\d{1,3}$")
_NUMBER_TAIL = re.compile(r"\d{3}\b")
_UNNAMED = "(cid:"
"""How the reader names a glyph of which the PDF does not say what character it means: before a text it is a bullet."""
_SYMBOL_FONT = re.compile(r"symbol|dingbat|webding|wingding", re.IGNORECASE)


@dataclass
class _Paragraph:
    """A block in the making: its lines, the x at which its text starts, and the glyph's x and kind for a bullet."""

    text_x: float
    glyph_x: float | None = None
    glyph: str = ""
    pieces: list[SourceText] = field(default_factory=list)
    last: Line | None = None

    @property
    def indent(self) -> float:
        """Where its bullet stands; of a number its text, as numbers are set flush right (`10.` begins left of ` 9.`)."""
        return self.text_x if self.glyph_x is None or len(self.glyph) > 1 else self.glyph_x


def read_blocks(lines: Sequence[Line], right_edge: float, setting: Typesetting) -> tuple[Block, ...]:
    """Join the lines of one cell to blocks.

    `right_edge` is the x up to which the cell's lines run. Pages may change within the cell.
    """
    left = min((line.x0 for line in lines), default=0.0)
    edges = _Edges(left, right_edge)
    paragraphs: list[_Paragraph] = []
    for line, (glyph, text_line) in zip(lines, _split_bullets(lines, setting.counted), strict=True):
        current = paragraphs[-1] if paragraphs else None
        if glyph:
            current = _Paragraph(text_line.x0, line.x0, glyph)
            paragraphs.append(current)
        elif current is None or not _continues(current, line, edges, setting):
            current = _Paragraph(line.x0)
            paragraphs.append(current)
        elif current.last and _cuts_word(current.last, line, right_edge):
            current.pieces[-1] = join([current.pieces[-1], text_line.text], "")
            current.last = line
            continue
        current.pieces.append(text_line.text)
        current.last = line
    levels = _rank_bullets(paragraphs)
    blocks = (Block(join_lines(p.pieces, setting.wording), level) for p, level in zip(paragraphs, levels, strict=True))
    return tuple(block for block in blocks if block.text)


@dataclass(frozen=True)
class _Edges:
    """Where the lines of a cell begin and end."""

    left: float
    right: float


def _find_repeated_glyphs(lines: Sequence[Line]) -> frozenset[str]:
    """Return the dashes and letters that begin several lines, before a capital or digit, or at an indent of their own: they
    are bullets.
    """
    _, separated = bullet_glyphs()
    starts = [line for line in lines if len(line.words) > 1 and line.words[0].text.chars in separated]
    capital = Counter(line.words[0].text.chars for line in starts if not line.words[1].text.chars[:1].islower())
    others = [line.x0 for line in lines if line not in starts]
    apart = Counter(line.words[0].text.chars for line in starts if all(abs(line.x0 - x) > ALIGNED for x in others))
    return frozenset(glyph for glyph in separated if capital[glyph] > 1 or apart[glyph] > 1)


def find_counted_lines(lines: Sequence[Line]) -> CountedLines:
    """Return what counts the items that begin in a document's lines: a list may go on over cells and pages."""
    marks = find_enumerators([line.words[0].text.chars for line in lines])
    return {(line.page, line.words[0].box): mark for line, mark in zip(lines, marks, strict=True) if mark}


def has_hanging_lines(lines: Sequence[Line], counted: CountedLines) -> bool:
    """Whether a line after a bullet's first stands under the bullet's text."""
    bullets = _split_bullets(lines, counted)
    for (line, (glyph, text_line)), (following, (next_glyph, _)) in pairwise(zip(lines, bullets, strict=True)):
        indented = text_line.x0 - line.x0 > ALIGNED and abs(following.x0 - text_line.x0) <= ALIGNED
        if glyph and indented and not next_glyph:
            return True
    return False


def _split_bullets(lines: Sequence[Line], counted: CountedLines) -> list[tuple[str, Line]]:
    """Return the bullet of each line, "" where there is none, and the line without it.

    The bullet of an item that is counted (`1.`, `b)`) is the first of its series.
    """
    glyphs = _find_repeated_glyphs(lines)
    bullets = []
    for line in lines:
        mark = counted.get((line.page, line.words[0].box))
        rest = _cut_start(line, mark.length) if mark else None
        bullets.append((mark.style, rest) if mark and rest else _split_bullet(line, glyphs))
    return bullets


def _split_bullet(line: Line, repeated: frozenset[str]) -> tuple[str, Line]:
    """Take a bullet glyph off the line; the glyph is empty where there is none.

    `repeated` are the doubtful glyphs that are known as bullets of this cell.
    """
    first = line.words[0]
    always, separated = bullet_glyphs()
    glyph, rest = first.text.chars[:1], line.words[1:]
    if glyph in always and len(first.text) > 1 and (cut := _cut_start(line, 1)):  # set without a blank
        return glyph, cut
    if not rest or len(set(first.text.origins)) != 1:
        return "", line
    if _SYMBOL_FONT.search(first.font) and first.font != rest[0].font:
        return glyph, Line(line.page, rest)  # whatever letter the font's glyph was mapped to
    if first.text.chars.startswith(_UNNAMED):
        return first.text.chars, Line(line.page, rest)
    gap = rest[0].box.x0 - first.box.x1
    # Between a dash or letter and its text a bullet leaves a tab's width; a blank is about a quarter of the font size, more
    # where lines are justified: there a dash may be the text's own.
    widest = max((b.box.x0 - a.box.x1 for a, b in pairwise(rest)), default=0.0) if glyph != "*" else 0.0
    if glyph in always or glyph in repeated or (glyph in separated and gap > max(0.45 * rest[0].size, 1.2 * widest)):
        return glyph, Line(line.page, rest)
    return "", line


def _cut_start(line: Line, length: int) -> Line | None:
    """Return a line without the first characters of its first word; None where nothing would be left."""
    word = line.words[0]
    text = word.text[length:].strip()
    if not text:
        return Line(line.page, line.words[1:]) if line.words[1:] else None
    origin = text.origins[0]
    x0 = origin.x0 if isinstance(origin, Glyph) else word.box.x0
    return Line(line.page, (replace(word, text=text, box=replace(word.box, x0=x0)), *line.words[1:]))


def _continues(current: _Paragraph, line: Line, edges: _Edges, setting: Typesetting) -> bool:
    """Whether a line without a bullet glyph goes on with the paragraph or bullet above it."""
    previous = current.last
    assert previous is not None  # a paragraph gets its first line when it is made
    hanging = abs(line.x0 - current.text_x) <= ALIGNED
    under_glyph = not setting.hanging and current.glyph_x is not None and abs(line.x0 - current.glyph_x) <= ALIGNED
    at_left = current.glyph_x is None and abs(line.x0 - edges.left) <= ALIGNED
    if not (hanging or under_glyph or at_left):
        return False
    room = edges.right - previous.x1 - 0.35 * line.size - _first_width(line)
    would_fit = room > 0
    if previous.page != line.page:
        # A page break tells nothing by distance, and some producers cut a row's text short there: the hanging indent
        # decides for a bullet, the sentence for a paragraph.
        if current.glyph_x is not None and not under_glyph:
            return True
        ended = previous.text.chars.rstrip().endswith((".", "!", "?", ":"))
        return line.text.chars[:1].islower() or not (ended or would_fit)
    if would_fit and not (_goes_on(previous, line) and room < RUNT * (edges.right - edges.left)):
        return False  # lines are filled greedily: a word that had room on the line above was meant to start anew
    if current.glyph_x is None and _begins_heading(previous, line, current.pieces[0]):
        return False
    distance = (line.baseline - previous.baseline) / line.size
    return distance <= setting.pitch + 0.12


def _begins_heading(previous: Line, line: Line, paragraph: SourceText) -> bool:
    """Whether a sentence ends with a line, and the next begins with a heading, after a colon or as the paragraph above did.

    Nothing else parts two paragraphs that are set without distance where the first one fills its last line.
    """
    if not previous.text.chars.endswith((".", "!", "?")):
        return False
    return bool(
        _COLON_HEADING.match(line.text.chars) or (_DASH_HEADING.match(line.text.chars) and _DASH_HEADING.match(paragraph.chars))
    )


def _cuts_word(previous: Line, line: Line, right_edge: float) -> bool:
    """Whether a word too long for its narrow cell goes on in the next line, without a hyphen (`Shandon` / `g`)."""
    tail, head = previous.text.chars, line.words[0].text.chars
    if len(previous.words) > 1 or right_edge - previous.x1 > CUT_ROOM * line.size:
        return False
    return (tail[-1].isdigit() and head[0].isdigit()) or (
        tail[-1].isalpha() and head[0].islower() and is_parted_word(tail, head.rstrip(".,;"))
    )


def _first_width(line: Line) -> float:
    """Return the width of what could have been moved to the line above: the first word, or a number in groups (`117 000`)."""
    last = line.words[0]
    for word in line.words[1:]:
        if not (last.text.chars[-1:].isdigit() and word.text.chars[:3].isdigit()):
            break
        last = word
    return last.box.x1 - line.x0


def _goes_on(previous: Line, line: Line) -> bool:
    """Whether a line goes on with the sentence, or the number in groups, of the one above by its words alone."""
    if _NUMBER_HEAD.search(previous.text.chars) and _NUMBER_TAIL.match(line.text.chars):
        return True
    return line.text.chars[:1].islower() and not previous.text.chars.endswith((".", "!", "?", ":", ";"))


def _rank_bullets(paragraphs: Sequence[_Paragraph]) -> list[int]:
    """Return each paragraph's level: 0 without a glyph, else by indentation and, at one indent, by the glyphs' first use."""
    bullets = [(p.indent, p.glyph) for p in paragraphs if p.glyph]
    indents: list[float] = []
    for x, _ in sorted(bullets):
        if not indents or x - indents[-1] > ALIGNED:
            indents.append(x)

    def indent_of(x: float) -> int:
        return bisect_right(indents, x) - 1

    kinds = list(dict.fromkeys((indent_of(x), glyph) for x, glyph in bullets))
    kinds.sort(key=itemgetter(0))  # stable: glyphs of one indent stay in order of first use
    levels = {kind: level for level, kind in enumerate(kinds, start=1)}
    return [levels[indent_of(p.indent), p.glyph] if p.glyph else 0 for p in paragraphs]
