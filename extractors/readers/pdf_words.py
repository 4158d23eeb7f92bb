"""From a page's characters to its words, in the way of pdfplumber's `extract_words`, for every reader of PDFs."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from ucap.extractors.page import Box, Word
from ucap.extractors.readers.chars import Char, Chars
from ucap.extractors.readers.drawing import Flags, Indexes, Numbers
from ucap.extractors.readers.tolerances import PDF, PdfTolerances
from ucap.extractors.text.source_text import Glyph, SourceText, from_pairs

IN_COLUMN = 3.0
"""Points by which the left edges of characters that are printed upright, one below the other, may differ."""
COVERED = 0.2
"""Font sizes by which a glyph reaches at least beyond the end of a blank that is no blank between two words."""
DOUBLED = 1.0
"""Points between a glyph and its second print, which makes it bold."""
PRINTED_OVER = 0.05
"""Font sizes between the starts of a blank and of the letter that takes its place; the narrowest blank is a tenth wide."""

_X0, _TOP = attrgetter("x0"), attrgetter("top")
_new_tuple = tuple.__new__  # a named tuple's own constructor takes twice as long

_STEPS = 16
"""Steps of a point in which prints of one text are compared."""
_FACTOR, _BANDS = np.int64(1 << 20), np.int64(1 << 16)
"""Steps of the widest page and bands of the highest one that are told apart."""

_LIGATURES = frozenset("ﬀﬁﬂﬃﬄﬆ")  # fonts that say ﬅ mean ft: `ucap.extractors.text.ligatures`
# Codes that WinAnsiEncoding leaves unused mean a bullet (ISO 32000-1, table D.2, note 3); ReportLab writes its bullets so, and
# pdfminer has no name for them.
_UNUSED_CODES = frozenset(f"(cid:{code})" for code in (127, 129, 141, 143, 144, 157))


class WordRuns(NamedTuple):
    """The characters of a page's words, one word after the other, and where each word begins."""

    chars: Chars
    starts: Indexes


def join_words(chars: Chars, tolerances: PdfTolerances = PDF) -> WordRuns:
    """Return the words of a page, line by line: a line's characters have about the same top."""
    upright = np.array([style.upright for style in chars.styles], bool)[chars.style]
    orders, flags = [np.empty(0, np.int64)], [np.empty(0, bool)]
    for at in np.split(np.arange(len(chars)), np.flatnonzero(upright[1:] != upright[:-1]) + 1):
        part = chars if len(at) == len(chars) else chars.take(at)
        if len(part):
            order, is_first = (_join_lines if upright[at[0]] else _join_columns)(part, tolerances)
            orders.append(at[order])
            flags.append(is_first)
    return WordRuns(chars.take(np.concatenate(orders)), np.flatnonzero(np.concatenate(flags)))


def _join_lines(chars: Chars, tolerances: PdfTolerances) -> tuple[Indexes, Flags]:
    """Return the printing characters of level lines in order, and which of them begin a word."""
    x0, top, x1, *_ = chars.places
    order, line = _order_lines(top, tolerances.same_line, x0)
    x0, top, x1, size, is_blank = x0[order], top[order], x1[order], chars.sizes[order], chars.blank[order]
    printed = np.flatnonzero(~is_blank)
    before, after = printed[:-1], printed[1:]
    reach = x1[before] + tolerances.joined * size[before]
    is_first = np.ones(len(printed), bool)
    is_first[1:] = (
        (line[after] != line[before]) | (x0[after] > reach) | (np.abs(top[after] - top[before]) > tolerances.same_line)
    )
    blanks = np.flatnonzero(is_blank)
    following = np.searchsorted(printed, blanks)
    is_between = (following > 0) & (following < len(printed))
    blanks, following = blanks[is_between], following[is_between]
    last = printed[following - 1]
    # A blank that ends well within a glyph was printed below it: an empty cell's, over which a form field lies.
    is_gap = x1[blanks] > x1[last] - COVERED * size[last]
    # A letter begins where a blank does: browsers print a blank for a soft hyphen, and give it no room.
    over = PRINTED_OVER * size[blanks]
    for beside in (blanks - 1, blanks + 1):  # both are there, as the blank stands between printing characters
        is_over = (line[beside] == line[blanks]) & (np.abs(x0[beside] - x0[blanks]) < over)
        is_gap &= ~(is_over & (x1[beside] - x0[blanks] > over) & ~is_blank[beside])
    is_first[following[is_gap]] = True
    return order[printed], is_first


def _join_columns(chars: Chars, tolerances: PdfTolerances) -> tuple[Indexes, Flags]:
    """Return the printing characters of text that is written downwards in order, and which of them begin a word."""
    x0, top, _, bottom, *_ = chars.places
    order, column = _order_lines(x0, IN_COLUMN, top)
    x0, top, bottom, size = x0[order], top[order], bottom[order], chars.sizes[order]
    printed = np.flatnonzero(~chars.blank[order])
    before, after = printed[:-1], printed[1:]
    is_first = np.ones(len(printed), bool)
    is_first[1:] = (
        (column[after] != column[before])
        | (after - before > 1)  # blanks are between them
        | (top[after] > bottom[before] + tolerances.same_line)
        | (np.abs(x0[after] - x0[before]) > tolerances.joined * size[before])
    )
    return order[printed], is_first


def _order_lines(across: Numbers, tolerance: float, along: Numbers) -> tuple[Indexes, Indexes]:
    """Return characters in the order of lines and within them, and each one's line.

    A line's characters follow each other `across` the lines by no more than the tolerance.
    """
    by_value = np.argsort(across, kind="stable")
    values = across[by_value]
    line = np.zeros(len(across), np.int64)
    line[by_value[1:]] = np.cumsum(values[1:] > values[:-1] + tolerance)
    order = np.lexsort((along, line))
    return order, line[order]


def make_words(chars: Chars, starts: Indexes, page_number: int) -> Iterator[Word]:
    """Yield the word of each run of characters, but for runs of nothing but characters that print nothing."""
    if not len(chars):
        return
    # Columns of the whole page: made word by word, they take three times as long.
    boxes = chars.places[:4]
    glyphs = tuple(map(_new_tuple, repeat(Glyph), zip(repeat(page_number), *boxes.tolist())))
    sides = zip(
        *(np.minimum.reduceat(row, starts).tolist() for row in boxes[:2]),
        *(np.maximum.reduceat(row, starts).tolist() for row in boxes[2:]),
        strict=True,
    )
    is_plain = [len(text) == 1 and text.isprintable() and text not in _LIGATURES for text in chars.spellings]
    plain = np.logical_and.reduceat(np.array(is_plain)[chars.spelling], starts).tolist()
    signs = [text if found else " " for text, found in zip(chars.spellings, is_plain, strict=True)]
    printed = "".join(map(signs.__getitem__, chars.spelling.tolist()))
    styles = map(chars.styles.__getitem__, chars.style[starts].tolist())
    ends = [*starts[1:].tolist(), len(chars)]
    for start, end, box, style, found in zip(starts.tolist(), ends, sides, styles, plain, strict=True):
        if found:
            text = SourceText(printed[start:end], glyphs[start:end])
        else:
            # One glyph can print several characters (a ligature): each of them keeps the glyph's box.
            pieces = zip(glyphs[start:end], chars[start:end], strict=True)
            text = from_pairs((c, glyph) for glyph, char in pieces for c in _spell_out(char))
            if not text:
                continue
        yield Word(text, _new_tuple(Box, box), font=style.fontname, size=style.size)


def _spell_out(char: Char) -> Iterator[str]:
    """Yield the characters that a glyph prints."""
    text, width = char.text, char.x1 - char.x0
    printed = unicodedata.normalize("NFKC", text) if text in _LIGATURES else text
    if printed in _UNUSED_CODES:
        printed = "•"
    if printed == "\u00ad" and width > 0:  # some producers name every hyphen that they print so
        printed = "-"
    # Control characters stay: `ucap.extractors.repair` reports them when it takes them out.
    yield from (c for c in printed if c.isprintable() or unicodedata.category(c) in ("Cc", "Co"))


def drop_doubles(chars: Chars) -> Chars:
    """Return the characters without those that are printed a second time at the same place, which makes them bold.

    Two prints share text and size, and stand within `DOUBLED` points of each other. Their fonts can differ: browsers draw the
    outline of a letter as a glyph without a name.
    """
    if not _share_places(chars):
        return chars
    rows = list(chars)
    alike: dict[tuple[object, ...], list[int]] = {}
    for i, c in enumerate(rows):
        alike.setdefault((c.upright, c.text, round(c.size)), []).append(i)
    kept: list[int] = []
    for indexes in alike.values():
        for row in _chain(indexes, rows, _TOP):
            for prints in _chain(row, rows, _X0):
                kept.append(min(prints, key=lambda i: (rows[i].top, rows[i].x0)))
    return chars.take(np.array(sorted(kept)))


def drop_shown(hidden: Sequence[Char], seen: Sequence[Char]) -> list[Char]:
    """Return the hidden characters without those that are printed at their place a second time, and seen there.

    Example: browsers fill an outlined letter with white and draw its edge on it.
    """
    shown: dict[str, list[Char]] = {}
    for char in seen:
        shown.setdefault(char.text, []).append(char)
    return [
        char
        for char in hidden
        if not any(abs(c.x0 - char.x0) <= DOUBLED and abs(c.top - char.top) <= DOUBLED for c in shown.get(char.text, ()))
    ]


def _share_places(chars: Chars) -> bool:
    """Whether two characters that print have one text and may stand within `DOUBLED` of each other; on most pages none do."""
    printed = ~chars.blank
    x, y = chars.places[:2, printed]
    along = np.clip(x * _STEPS, 0, _FACTOR - 1).astype(np.int64)
    for phase in (0.0, 0.5):  # bands twice as high as `DOUBLED`: two prints lie on two sides of one edge, but not of both
        bands = (y / (2 * DOUBLED) + phase).astype(np.int64)
        # Unlike bands with one number only cost the closer look.
        places = (chars.spelling[printed] * _BANDS + bands) * _FACTOR + along
        places.sort()
        if (np.diff(places) <= _STEPS * DOUBLED).any():
            return True
    return False


def _chain(indexes: Sequence[int], chars: Sequence[Char], key: Callable[[Char], float]) -> Iterator[list[int]]:
    """Yield runs of characters each of which follows the one before it by no more than `DOUBLED`, by the value of `key`."""
    run: list[int] = []
    for i in sorted(indexes, key=lambda i: key(chars[i])):
        if run and key(chars[i]) > key(chars[run[-1]]) + DOUBLED:
            yield sorted(run)
            run = []
        run.append(i)
    if run:
        yield sorted(run)
