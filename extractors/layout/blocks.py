"""Lines of one cell in, its blocks out: paragraphs and bullets with their levels, wrapped lines joined."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import itemgetter

from ucap.extractors.dates import find_leading_date
from ucap.extractors.dates.tokens import DASHES
from ucap.extractors.form import Block
from ucap.extractors.layout.lines import Line, join_lines
from ucap.extractors.layout.tolerances import BlockTolerances
from ucap.extractors.layout.typesetting import BulletPlace, CountedLines, Hanging, Typesetting
from ucap.extractors.text.bullets import is_tick, printed_bullets
from ucap.extractors.text.continuation import Room, continues_number, continues_over_page, ends_sentence
from ucap.extractors.text.enumerators import find_enumerators
from ucap.extractors.text.source_text import Glyph, SourceText, join, place_of
from ucap.extractors.text.words import is_common, is_divided_word

_UNNAMED = "(cid:"
"""How the reader names a glyph of which the PDF does not say what character it means: before a text it is a bullet."""
_REST_OF_ADDRESS = re.compile(r"[a-z0-9-]{0,24}(?:\.[a-z]{2,4}){0,2}")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_SYMBOL_FONT = re.compile(r"symbol|dingbat|webding|wingding", re.IGNORECASE)


@dataclass
class _Paragraph:
    """A block in the making: its lines, the x at which its text starts, and the glyph's x and kind for a bullet.

    `hung_x` is the x at which the second line of a bullet begins, or that of another at its place: a little left or right of
    `text_x`.
    """

    text_x: float
    glyph_x: float | None = None
    glyph: str = ""
    pieces: list[SourceText] = field(default_factory=list)
    last: Line | None = None
    hung_x: float | None = None

    @property
    def indent(self) -> float:
        """Where its bullet stands; of a number its text, as numbers are set flush right (`10.` begins left of ` 9.`)."""
        return self.text_x if self.glyph_x is None or len(self.glyph) > 1 else self.glyph_x


def read_blocks(
    lines: Sequence[Line], right_edge: float, setting: Typesetting, tolerances: BlockTolerances
) -> tuple[Block, ...]:
    """Join the lines of one cell to blocks.

    `right_edge` is the x up to which the cell's lines run. Pages may change within the cell.
    """
    bare = _find_bare_bullets(lines, setting.bullets, tolerances.aligned)
    left = min((line.x0 for line in lines), default=0.0)
    edges = _Edges(left, right_edge)
    paragraphs: list[_Paragraph] = []
    bullets = _split_bullets(lines, setting.counted, tolerances, setting.bullets)
    for line, (glyph, text_line) in zip(lines, bullets, strict=True):
        current = paragraphs[-1] if paragraphs else None
        if line in bare:
            current = _Paragraph(line.x0)
            paragraphs.append(current)
        elif current and not glyph and current.last in bare and line.x0 > current.text_x:
            current.glyph_x, current.glyph, current.text_x = current.text_x, current.pieces.pop().chars, line.x0
        elif glyph:
            alike = (p for p in reversed(paragraphs) if p.hung_x is not None and _stands_at(p, line.x0, tolerances))
            current = _Paragraph(text_line.x0, line.x0, glyph, hung_x=next((p.hung_x for p in alike), None))
            paragraphs.append(current)
        elif current and current.last and _cuts_word(current.last, line, right_edge, tolerances):
            current.pieces[-1] = join([current.pieces[-1], text_line.text], "")
            current.last = line
            continue
        elif current is None or not _continues(current, line, edges, setting, tolerances):
            current = _Paragraph(line.x0)
            paragraphs.append(current)
        elif current.glyph and current.hung_x is None:
            current.hung_x = line.x0
        current.pieces.append(line.text if is_tick(glyph) else text_line.text)
        current.last = line
    paragraphs = [p for p in paragraphs if p.last not in bare]
    levels = _rank_bullets(paragraphs, tolerances.aligned)
    blocks = (Block(join_lines(p.pieces, setting.wording), level) for p, level in zip(paragraphs, levels, strict=True))
    return tuple(block for block in blocks if block.text)


def _stands_at(paragraph: _Paragraph, glyph_x: float, tolerances: BlockTolerances) -> bool:
    return paragraph.glyph_x is not None and abs(paragraph.glyph_x - glyph_x) <= tolerances.aligned


def _find_bare_bullets(lines: Sequence[Line], known: Iterable[BulletPlace], aligned: float) -> frozenset[Line]:
    """Return the lines with nothing but a bullet: its text is in the next line of a narrow cell, or hidden, or was never there.

    A dash or letter is a bullet where the same one begins another line of the cell at its place; alone in a cell it is a value.
    """
    always, separated = printed_bullets()
    places = [(line.words[0].text.chars, line.x0) for line in lines if len(line.words) > 1]
    places += [(place.glyph, place.x) for place in known if len(lines) > 1]

    def is_bullet(sign: str, x0: float) -> bool:
        is_placed = sign in separated and any(sign == glyph and abs(x0 - x) <= aligned for glyph, x in places)
        return not is_tick(sign) and (sign in always or is_placed)

    return frozenset(line for line in lines if len(line.words) == 1 and is_bullet(line.words[0].text.chars, line.x0))


@dataclass(frozen=True)
class _Edges:
    """Where the lines of a cell begin and end."""

    left: float
    right: float


def _find_repeated_glyphs(lines: Sequence[Line], tolerances: BlockTolerances) -> frozenset[str]:
    """Return the dashes and letters that begin several lines, before a capital or digit, or at an indent of their own: they
    are bullets; so is a sign that is no dash, or a letter, that begins lines at one indent more often than in a text. Below a
    line that is nothing but a date, a dash is the one behind the date.
    """
    _, separated = printed_bullets()
    above = (None, *lines)
    starts = [
        line
        for line, last in zip(lines, above, strict=False)
        if len(line.words) > 1
        and line.words[0].text.chars in separated
        and not (last and _is_behind_date(line, last, tolerances.aligned))
    ]
    capital = Counter(line.words[0].text.chars for line in starts if not line.words[1].text.chars[:1].islower())
    others = [line.x0 for line in lines if line not in starts]
    aligned, least = tolerances.aligned, tolerances.repeated
    apart = Counter(line.words[0].text.chars for line in starts if all(abs(line.x0 - x) > aligned for x in others))
    placed = Counter((line.words[0].text.chars, round(line.x0 / aligned)) for line in starts)
    signs = {
        glyph
        for (glyph, _), count in placed.items()
        if glyph not in DASHES and count >= (tolerances.lettered if glyph.isalpha() else least)
    }
    return frozenset(glyph for glyph in separated if capital[glyph] >= least or apart[glyph] >= least or glyph in signs)


def _is_behind_date(line: Line, above: Line, aligned: float) -> bool:
    """Whether a line begins with a dash, and the line above is nothing but a date, behind its bullet if it has one, or leaves a
    bracket open that ends in this line (`(8th` / `– 10th July 2016)`).
    """
    always, separated = printed_bullets()
    if line.words[0].text.chars not in separated:
        return False
    first = above.words[0].text.chars
    words = above.words[first in always or first in separated :]
    if not words or abs(words[0].box.x0 - line.x0) > aligned:
        return False
    text = join([word.text for word in words]).chars
    if text.rfind("(") > text.rfind(")") and ")" in line.text.chars:
        return True
    date = find_leading_date(text)
    return date is not None and date.text_start == len(text)


def _has_year_of(line: Line, above: Line) -> bool:
    """Whether a line begins with the year of a date, and the line above is the rest of it (`October 2020 to July` / `2021`)."""
    words = above.words[above.words[0].text.chars in printed_bullets()[0] :]
    year = _YEAR.match(line.text.chars)
    if not words or not year or not words[-1].text.chars[-1].isalpha():
        return False
    text = join([word.text for word in words]).chars
    date = find_leading_date(f"{text} {year[0]}")
    return date is not None and date.text_start > len(text)


def find_counted_lines(lines: Sequence[Line]) -> CountedLines:
    """Return what counts the items that begin in a document's lines: a list may continue over cells and pages."""
    marks = find_enumerators([line.words[0].text.chars for line in lines])
    return {(line.page, line.words[0].box): mark for line, mark in zip(lines, marks, strict=True) if mark}


def find_bullet_places(
    cells: Iterable[Sequence[Line]], counted: CountedLines, tolerances: BlockTolerances
) -> frozenset[BulletPlace]:
    """Return where cells have bullets that are dashes or letters: another cell may have a single one at the same place."""
    _, separated = printed_bullets()
    return frozenset(
        BulletPlace(glyph, line.x0, text.x0)
        for lines in cells
        for line, (glyph, text) in zip(lines, _split_bullets(lines, counted, tolerances), strict=True)
        if glyph in separated
    )


def find_hanging_lines(lines: Sequence[Line], counted: CountedLines, tolerances: BlockTolerances) -> Hanging:
    """Return whether a line after the first one of a bullet, or of a counted item, stands under its text."""
    aligned = tolerances.aligned
    bullets = _split_bullets(lines, counted, tolerances)
    found: set[bool] = set()
    for (line, (glyph, text_line)), (following, (next_glyph, _)) in pairwise(zip(lines, bullets, strict=True)):
        indented = text_line.x0 - line.x0 > aligned and abs(following.x0 - text_line.x0) <= aligned
        if glyph and indented and not next_glyph:
            found.add(_is_counted(glyph))
    return Hanging(bullets=False in found, counted=True in found)


def _is_counted(glyph: str) -> bool:
    """Whether an item has a number or letter (`1.`, `a)`) for its glyph."""
    return len(glyph) > 1 and not glyph.startswith(_UNNAMED)


def _split_bullets(
    lines: Sequence[Line],
    counted: CountedLines,
    tolerances: BlockTolerances,
    known: Iterable[BulletPlace] = (),
) -> list[tuple[str, Line]]:
    """Return the bullet of each line, "" for a line without one, and the line without it.

    The bullet of an item that is counted (`1.`, `b)`) is the first of its series. `known` are bullets of other cells.
    """
    glyphs = _find_repeated_glyphs(lines, tolerances)
    bullets = []
    neighbours = zip((None, *lines), lines, [*lines[1:], None], strict=False)
    for above, line, following in neighbours:
        if above and _is_behind_date(line, above, tolerances.aligned):
            bullets.append(_split_bullet(line, frozenset(), tolerances))
            continue
        mark = counted.get((line.page, line.words[0].box))
        rest = _cut_start(line, mark.length) if mark else None
        if mark and rest:
            bullets.append((mark.style, rest))
            continue
        own = frozenset(line.words[0].text.chars[:1]) if _hangs(line, following, tolerances) else frozenset[str]()
        bullets.append(_split_bullet(line, glyphs | own, tolerances))
    places = {BulletPlace(glyph, line.x0, text.x0) for line, (glyph, text) in zip(lines, bullets, strict=True) if glyph}
    return [
        bullet
        if above and _is_behind_date(line, above, tolerances.aligned)
        else _follow_others(line, bullet, places, known, tolerances)
        for above, line, bullet in zip((None, *lines), lines, bullets, strict=False)
    ]


def _hangs(line: Line, following: Line | None, tolerances: BlockTolerances) -> bool:
    """Whether the next line stands under the second word of a line, as the text of a bullet does; the next bullet of a deeper
    level may stand there by chance.
    """
    if following is None or len(line.words) < 2 or line.page != following.page:
        return False
    always, separated = printed_bullets()
    mark = following.words[0].text.chars
    if mark[:1] in always or (mark in separated and len(following.words) > 1):
        return False
    text_x = line.words[1].box.x0
    return text_x - line.x0 > tolerances.aligned and abs(following.x0 - text_x) <= tolerances.aligned


def _follow_others(
    line: Line,
    bullet: tuple[str, Line],
    places: Iterable[BulletPlace],
    known: Iterable[BulletPlace],
    tolerances: BlockTolerances,
) -> tuple[str, Line]:
    """Return a line's bullet; a dash or letter is one, too, if the same one is elsewhere before text that begins at this x, in
    another cell (`known`) at the same place itself.

    In a justified line the blank behind it is no wider than other blanks.
    """
    glyph, *rest = line.words
    if bullet[0] or not rest or glyph.text.chars not in printed_bullets()[1]:
        return bullet
    aligned, start = tolerances.aligned, rest[0].box.x0
    alike = [place for place in places if place.glyph == glyph.text.chars]
    alike += [place for place in known if place.glyph == glyph.text.chars and abs(place.x - line.x0) <= aligned]
    is_known = any(abs(place.text_x - start) <= aligned for place in alike)
    return _split_bullet(line, frozenset([glyph.text.chars]), tolerances) if is_known else bullet


def _split_bullet(line: Line, repeated: frozenset[str], tolerances: BlockTolerances) -> tuple[str, Line]:
    """Take a bullet glyph off the line; the glyph is empty for a line without one.

    `repeated` are the doubtful glyphs that are known as bullets of this cell.
    """
    first = line.words[0]
    always, separated = printed_bullets()
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
    least = max(tolerances.bullet_gap * rest[0].size, tolerances.justified * widest)
    if glyph in always or glyph in repeated or (glyph in separated and gap > least):
        return glyph, Line(line.page, rest)
    return "", line


def _cut_start(line: Line, length: int) -> Line | None:
    """Return a line without the first characters of its first word; None where nothing would be left."""
    word = line.words[0]
    text = word.text[length:].strip()
    if not text:
        return Line(line.page, line.words[1:]) if line.words[1:] else None
    place = place_of(text.origins[0])
    x0 = place.x0 if isinstance(place, Glyph) else word.box.x0
    return Line(line.page, (replace(word, text=text, box=word.box._replace(x0=x0)), *line.words[1:]))


def _continues(current: _Paragraph, line: Line, edges: _Edges, setting: Typesetting, tolerances: BlockTolerances) -> bool:
    """Whether a line without a bullet glyph continues the paragraph or bullet above it."""
    previous = current.last
    assert previous is not None  # a paragraph gets its first line when it is made
    aligned = tolerances.aligned
    hanging = _hangs_below(current, line, tolerances)
    hangs = setting.hanging.counted if _is_counted(current.glyph) else setting.hanging.bullets
    under_glyph = not hangs and current.glyph_x is not None and abs(line.x0 - current.glyph_x) <= aligned
    at_left = current.glyph_x is None and abs(line.x0 - edges.left) <= aligned
    if not (hanging or under_glyph or at_left):
        return False
    above, text = previous.text.chars, line.text.chars
    room = edges.right - previous.x1 - tolerances.blank * line.size - _measure_first(line)
    if previous.page != line.page:
        # Distance shows nothing here. The hanging indent decides for a bullet, the sentence for a paragraph.
        is_bullet = current.glyph_x is not None and not under_glyph
        return is_bullet or continues_over_page(above, text, is_filled=room <= 0)
    runt = tolerances.runt * (edges.right - edges.left)
    if continues_number(above, text):
        fits = room < runt
    else:
        fits = Room(in_sentence=runt).continues(room, above, text, current.pieces[0].chars)
    distance = (line.baseline - previous.baseline) / line.size
    fits = fits or _is_behind_date(line, previous, aligned) or _has_year_of(line, previous)
    return fits and distance <= setting.pitch + tolerances.paragraph_gap


def _hangs_below(paragraph: _Paragraph, line: Line, tolerances: BlockTolerances) -> bool:
    """Whether a line begins where the text of a paragraph or bullet does, or where the bullet's second line did: right of the
    bullet, and within a sentence and a page, as headings may stand there, too.
    """
    aligned, beyond = tolerances.aligned, line.x0 - paragraph.text_x
    if abs(beyond) <= aligned or paragraph.glyph_x is None:
        return abs(beyond) <= aligned
    if paragraph.hung_x is not None:
        return abs(line.x0 - paragraph.hung_x) <= aligned
    last = paragraph.last
    if last is None or last.page != line.page or ends_sentence(last.text.chars):
        return False
    return beyond <= tolerances.hung * line.size and line.x0 - paragraph.glyph_x > aligned


def _cuts_word(previous: Line, line: Line, right_edge: float, tolerances: BlockTolerances) -> bool:
    """Whether a word too long for its narrow cell continues in the next line, without a hyphen (`Shandon` / `g`)."""
    tail, head = previous.text.chars, line.words[0].text.chars
    is_near = previous.page == line.page and line.baseline - previous.baseline <= tolerances.cut_pitch * line.size
    if not is_near or right_edge - previous.x1 > tolerances.cut_room * line.size:
        return False
    if len(previous.words) > 1:  # some programs fill a line with the first letters of a long word
        last = previous.words[-1].text.chars
        return last.isalpha() and head[0].islower() and not is_common(head) and is_common(last + head.rstrip(".,;"))
    if "@" in tail:
        return _REST_OF_ADDRESS.fullmatch(head) is not None
    return (tail[-1].isdigit() and head[0].isdigit()) or (
        tail[-1].isalpha() and head[0].islower() and is_divided_word(tail, head.rstrip(".,;"))
    )


def _measure_first(line: Line) -> float:
    """Return the width of what could have been moved to the line above: the first word, or a number in groups (`117 000`)."""
    last = line.words[0]
    for word in line.words[1:]:
        if not (last.text.chars[-1:].isdigit() and word.text.chars[:3].isdigit()):
            break
        last = word
    return last.box.x1 - line.x0


def _rank_bullets(paragraphs: Sequence[_Paragraph], aligned: float) -> list[int]:
    """Return each paragraph's level: 0 without a glyph, else by indentation and, at one indent, by the glyphs' first use."""
    bullets = [(x, p.glyph) for p, x in zip(paragraphs, _measure_indents(paragraphs, aligned), strict=True) if p.glyph]
    indents: list[float] = []
    for x, _ in sorted(bullets):
        if not indents or x - indents[-1] > aligned:
            indents.append(x)

    def indent_of(x: float) -> int:
        return bisect_right(indents, x) - 1

    kinds = list(dict.fromkeys((indent_of(x), glyph) for x, glyph in bullets))
    kinds.sort(key=itemgetter(0))  # stable: glyphs of one indent stay in order of first use
    levels = {kind: level for level, kind in enumerate(kinds, start=1)}
    ranked = iter(bullets)
    return [levels[indent_of(next(ranked)[0]), p.glyph] if p.glyph else 0 for p in paragraphs]


def _measure_indents(paragraphs: Sequence[_Paragraph], aligned: float) -> list[float]:
    """Return where each paragraph's bullet stands; of a number where that of the first item of its style does whose number or
    text stands at one place with its own: `9.` and `10.` may be set flush right, and the blank behind them is not always alike.
    """
    firsts: dict[str, list[_Paragraph]] = {}
    indents = []
    for paragraph in paragraphs:
        alike = firsts.setdefault(paragraph.glyph, [])
        first = next((other for other in alike if _are_one_indent(other, paragraph, aligned)), None)
        if first is None:
            alike.append(paragraph)
        indents.append((first or paragraph).indent)
    return indents


def _are_one_indent(first: _Paragraph, other: _Paragraph, aligned: float) -> bool:
    """Whether two counted items have their numbers, or their texts, at one place."""
    if not _is_counted(other.glyph) or first.glyph_x is None or other.glyph_x is None:
        return False
    return min(abs(first.glyph_x - other.glyph_x), abs(first.text_x - other.text_x)) <= aligned
