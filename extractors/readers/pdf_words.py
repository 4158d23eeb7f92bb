"""From a page's characters to its words, in the way of pdfplumber's `extract_words`, for every reader of PDFs."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, repeat
from operator import itemgetter

import numpy as np

from ucap.extractors.page import Box, Word
from ucap.extractors.readers.glyphs import Char
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

_TEXT, _X0, _TOP, _UPRIGHT = (itemgetter(Char._fields.index(name)) for name in ("text", "x0", "top", "upright"))
_new_tuple = tuple.__new__  # a named tuple's own constructor takes twice as long

_FACTOR = np.int64(1_000_003)  # of hashes; a prime beyond the points of a page

_LIGATURES = frozenset("ﬀﬁﬂﬃﬄﬆ")  # fonts that say ﬅ mean ft: `ucap.extractors.text.ligatures`
# Codes that WinAnsiEncoding leaves unused mean a bullet (ISO 32000-1, table D.2, note 3); ReportLab writes its bullets so, and
# pdfminer has no name for them.
_UNUSED_CODES = frozenset(f"(cid:{code})" for code in (127, 129, 141, 143, 144, 157))


def join_words(chars: Sequence[Char], tolerances: PdfTolerances = PDF) -> Iterator[list[Char]]:
    """Yield the characters of each word of a page, line by line: a line's characters have about the same top."""
    for upright, run in groupby(chars, _UPRIGHT):
        line_key, apart, char_key = (_TOP, tolerances.same_line, _X0) if upright else (_X0, IN_COLUMN, _TOP)
        split = _split_line if upright else _split_column
        for line in _cluster(list(run), line_key, apart):
            line.sort(key=char_key)
            yield from split(line, tolerances.joined, tolerances.same_line)


def _cluster(chars: Sequence[Char], key: Callable[[Char], float], tolerance: float) -> list[list[Char]]:
    """Group characters whose value of `key` follows that of another by no more than the tolerance, in ascending order."""
    by_value: dict[float, list[tuple[int, int]]] = {}
    start = 0
    for value, run in groupby(map(key, chars)):  # mostly a whole line
        end = start + len(list(run))
        by_value.setdefault(value, []).append((start, end))
        start = end
    clusters: list[list[tuple[int, int]]] = []
    last = float("-inf")
    for value in sorted(by_value):
        if value <= last + tolerance:
            clusters[-1] += by_value[value]
        else:
            clusters.append(list(by_value[value]))
        last = value
    return [list(chain.from_iterable(chars[start:end] for start, end in sorted(cluster))) for cluster in clusters]


def _split_line(line: Sequence[Char], gap: float, on_line: float) -> Iterator[list[Char]]:
    word: list[Char] = []
    reach, size, level = 0.0, 0.0, 0.0  # of the word's last character; how far the next one may be
    texts, x0s, tops, x1s, _, sizes, *_ = zip(*line, strict=True)
    for i, (char, text, x0, top) in enumerate(zip(line, texts, x0s, tops, strict=True)):
        if text.isspace():
            # A blank that ends well within a glyph was printed below it: an empty cell's, over which a form field lies.
            if word and char.x1 > word[-1].x1 - COVERED * size and not _is_printed_over(char, line, i):
                yield word
                word = []
            continue
        if word and (x0 > reach or abs(top - level) > on_line):
            yield word
            word = []
        size, level = sizes[i], top
        reach = x1s[i] + gap * size
        word.append(char)
    if word:
        yield word


def _is_printed_over(blank: Char, line: Sequence[Char], i: int) -> bool:
    """Whether a letter begins where a blank does: browsers print a blank for a soft hyphen, and give it no room.

    `i` is the place of the blank in the line, which runs from left to right.
    """
    reach, start = PRINTED_OVER * blank.size, blank.x0
    for at in (i - 1, i + 1):
        if 0 <= at < len(line) and abs(line[at].x0 - start) < reach:
            char = line[at]
            if char.x1 - start > reach and not char.text.isspace():
                return True
    return False


def _split_column(column: Sequence[Char], gap: float, on_line: float) -> Iterator[list[Char]]:
    word: list[Char] = []
    for char in column:
        if char.text.isspace():
            if word:
                yield word
                word = []
            continue
        if word:
            last = word[-1]
            if char.top > last.bottom + on_line or abs(char.x0 - last.x0) > gap * last.size:
                yield word
                word = []
        word.append(char)
    if word:
        yield word


def make_words(runs: Iterable[Sequence[Char]], page_number: int) -> Iterator[Word]:
    """Yield the word of each run of characters, but for runs of nothing but characters that print nothing."""
    words = list(runs)
    chars = list(chain.from_iterable(words))
    if not chars:
        return
    # Columns of the whole page: made word by word, they take three times as long.
    texts, x0s, tops, x1s, bottoms, sizes, fonts, *_ = zip(*chars, strict=True)
    glyphs = tuple(map(_new_tuple, repeat(Glyph), zip(repeat(page_number), x0s, tops, x1s, bottoms)))
    end = 0
    for run in words:
        start, end = end, end + len(run)
        printed = "".join(texts[start:end])
        if len(printed) == end - start and printed.isprintable() and (printed.isascii() or _LIGATURES.isdisjoint(printed)):
            text = SourceText(printed, glyphs[start:end])
        else:
            # One glyph can print several characters (a ligature): each of them keeps the glyph's box.
            pieces = zip(glyphs[start:end], run, strict=True)
            text = from_pairs((c, glyph) for glyph, char in pieces for c in _spell_out(char))
            if not text:
                continue
        sides = min(x0s[start:end]), min(tops[start:end]), max(x1s[start:end]), max(bottoms[start:end])
        yield Word(text, _new_tuple(Box, sides), font=fonts[start], size=sizes[start])


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


def drop_doubles(chars: Sequence[Char]) -> list[Char]:
    """Return the characters without those that are printed a second time at the same place, which makes them bold.

    Two prints share text, font and size, and stand within `DOUBLED` points of each other.
    """
    if not _may_share_places(chars):
        return list(chars)
    printed = [(c.text, int(c.x0), int(c.top)) for c in chars if not c.text.isspace()]
    if len(printed) == len(set(printed)):
        return list(chars)
    alike: dict[tuple[object, ...], list[int]] = {}
    for i, c in enumerate(chars):
        alike.setdefault((c.upright, c.text, c.fontname, c.size), []).append(i)
    kept: list[int] = []
    for indexes in alike.values():
        for row in _chain(indexes, chars, _TOP):
            for prints in _chain(row, chars, _X0):
                kept.append(min(prints, key=lambda i: (chars[i].top, chars[i].x0)))
    return [chars[i] for i in sorted(kept)]


def _may_share_places(chars: Sequence[Char]) -> bool:
    """Whether two characters may have one text within one square of a point; on most pages none have."""
    # Like hashes of unlike places only cost the closer look.
    count = len(chars)
    hashes = np.fromiter(map(hash, map(_TEXT, chars)), np.int64, count)
    for key in (_X0, _TOP):
        hashes = hashes * _FACTOR + np.fromiter(map(key, chars), np.float64, count).astype(np.int64)
    hashes.sort()
    return bool((hashes[1:] == hashes[:-1]).any())


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
