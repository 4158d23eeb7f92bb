"""Text of a converter in, the same without front matter, page marks and running lines out: what is no part of the form.

`{1}------`, `--- Page 2 ---`, `Page 2 of 4`, the number before a form feed: they stand between the rows, and within cells that
continue on the next page.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ucap.extractors.labels import KEYWORD, is_title, match_label
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import continues_sentence
from ucap.extractors.text.page_numbers import page_of_pattern, page_word_pattern
from ucap.extractors.text.source_text import SourceText, from_pairs

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n((?:[A-Za-z][\w -]{0,40}:.*\r?\n|[ \t#-].*\r?\n|\r?\n)*?)(?:---|\.\.\.)[ \t]*\r?\n"
)
_BREAK = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
_NUMBER = re.compile(r"\s*(?:\d{1,3}|[ivx]{1,4})\s*")
_NUMBER_OF = re.compile(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*")
_LINE = re.compile(r"[^\n\r\f]*(?:\r\n|[\n\r\f]|\Z)")
_TAG = re.compile(r"</?(?:p|div|span|b|i|font|center)\b[^<>]{0,200}>|<br\s*/?>", re.IGNORECASE)
_LONGEST_TAGGED = 500
"""Characters of a mark with its tags. Chosen: two elements with a style each."""
_LONGEST_MARK = 120
"""Characters: `{12}` and 48 dashes are the longest seen. Longer lines are text."""
_FEWEST_HEAD_WORDS = 3
"""Words of a first line that is taken away where it comes again: a shorter one may be the name of a theme."""
_FEWEST_TITLE_WORDS = 2
"""Words of such a line that is a title by its words."""
_FIRST_PAGE = 2
"""Largest number of a text's first page: the first may bear none."""
_TOP_LINES = 2
"""Lines at the top of a text that stay: a running head, and the title."""
_EDGE_LINES = 2
"""Lines with something in them at either end of a page in which running heads and feet are looked for."""


class PageMarks(NamedTuple):
    """A text without its page marks, and the marks as printed, in order."""

    read: SourceText
    notes: tuple[str, ...] = ()


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    page: int


def drop_page_marks(source: SourceText) -> PageMarks:
    """Drop a text's front matter, the lines that only count its pages, and those that stand at the ends of several pages.

    The end of a dropped line stays where a page ends with it.

    >>> from ucap.extractors.text.source_text import from_file
    >>> drop_page_marks(from_file("City: Graz\\n\\n--- Page 2 ---\\n\\nCountry: Austria\\n")).notes
    ('--- Page 2 ---',)
    """
    chars = source.chars
    front = _FRONT_MATTER.match(chars)
    start = front.end() if front and not any(map(_is_row, front[1].splitlines())) else 0
    lines = list(_list_lines(chars, start))
    dropped = {number for number, line in enumerate(lines) if _is_mark(line.text)}
    dropped |= _find_counted(lines)
    dropped |= _find_beside(lines, dropped) | _find_breaks(lines) | _find_running(lines) | _find_repeated_head(lines)
    title = _find_dropped_title(lines, dropped)
    dropped |= _find_blanks(lines, dropped)
    if not dropped and not start:
        return PageMarks(source)
    notes = [" ".join(chars[:start].split())] if start else []
    notes += [
        _strip_tags(lines[number].text).strip()
        for number in sorted(dropped)
        if not _BREAK.fullmatch(lines[number].text) and lines[number].text.strip()
    ]
    first = [] if title is None else range(lines[title].start, lines[title].end)
    kept = [
        *(at for at in first if chars[at] != "\f"),
        *(at for n, line in enumerate(lines) for at in range(line.start, line.end) if n not in dropped or chars[at] == "\f"),
    ]
    return PageMarks(from_pairs((chars[at], source.origins[at]) for at in kept), tuple(notes))


def _list_lines(text: str, start: int) -> Iterator[_Line]:
    page = 0
    for match in _LINE.finditer(text, start):
        if match[0]:
            yield _Line(match.start(), match.end(), match[0].rstrip("\r\n\f"), page)
            page += match[0].endswith("\f")


def _strip_tags(line: str) -> str:
    """Return what an element of HTML holds that is a line of its own; other lines as they are."""
    return _TAG.sub("", line) if line.lstrip().startswith("<") and len(line) <= _LONGEST_TAGGED else line


@cache
def _mark() -> re.Pattern[str]:
    of_pages = rf"\s*{page_of_pattern()}\s*\d{{1,4}}"
    return re.compile(
        r"\s*(?:\{\d+\}[-–—]{3,}"
        rf"|[-=*_#\[\](){{}}<>|/\s]*{page_word_pattern()}\s*\d{{1,4}}(?:{of_pages})?\s*页?[-=*_#\[\](){{}}<>|/:\s]*"
        rf"|[-–—]{{1,3}}\s*\d{{1,3}}(?:{of_pages})?\s*[-–—]{{1,3}}"
        r"|\d{1,3}\s*of\s*\d{1,3})\s*",
        re.IGNORECASE,
    )


def _is_mark(line: str) -> bool:
    """Whether a line only counts pages, as a text or as an element of HTML: `<p>Page 2</p>`."""
    line = _strip_tags(line)
    return len(line) <= _LONGEST_MARK and any(c.isdigit() for c in line) and _mark().fullmatch(line) is not None


def _find_breaks(lines: list[_Line]) -> set[int]:
    """Find the rules across the page: alone between blank lines, where the text has no other rules, as tables have."""
    ruled = [n for n, line in enumerate(lines) if _BREAK.fullmatch(line.text)]
    blank = [not line.text.strip() for line in lines]
    alone = {n for n in ruled if (n == 0 or blank[n - 1]) and (n + 1 == len(lines) or blank[n + 1])}
    return alone if len(alone) == len(ruled) else set()


def _find_counted(lines: list[_Line]) -> set[int]:
    """Find the numbers that stand alone on lines, if they count the pages: 1, 2, 3 in order, and no other numbers do."""
    alone = [n for n, line in enumerate(lines) if _NUMBER.fullmatch(line.text) and line.text.strip().isdigit()]
    counts = [int(lines[n].text) for n in alone]
    in_order = len(counts) > 1 and counts == list(range(counts[0], counts[0] + len(counts)))
    found = set(alone) if in_order and counts[0] <= _FIRST_PAGE else set[int]()
    of_all = {n: match for n, line in enumerate(lines) if (match := _NUMBER_OF.fullmatch(line.text))}
    pages = [int(match[1]) for match in of_all.values()]
    totals = {int(match[2]) for match in of_all.values()}
    if pages == list(range(1, len(pages) + 1)) and totals == {len(pages)}:  # `1 / 2`, `2 / 2`: all pages of the document
        found |= of_all.keys()
    return found


def _find_running(lines: list[_Line]) -> set[int]:
    """Find heads and feet that all pages have, and the numbers that stand beside a page's end. The first head stays.

    A bullet is neither: two pages may have the same one. Nor is the last line of one page that another page begins with.
    """
    pages: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        if line.text.strip():
            pages.setdefault(line.page, []).append(number)
    if len(pages) < 2:
        return set()
    ends = [(numbers[:_EDGE_LINES], numbers[-_EDGE_LINES:]) for numbers in pages.values()]
    edges = [{*heads, *feet} for heads, feet in ends]
    keys: dict[str, int] = {}
    for numbered in zip(*ends, strict=True):
        for key, count in Counter(key for part in numbered for key in {_key(lines[n].text) for n in part}).items():
            keys[key] = max(count, keys.get(key, 0))
    found: set[int] = set()
    seen: set[str] = set()
    for edge, (heads, _) in zip(edges, ends, strict=True):
        for number in sorted(edge):
            text = lines[number].text
            outermost = _NUMBER.fullmatch(text) and number in (min(edge), max(edge))
            if outermost or (keys[_key(text)] == len(pages) and "|" not in text and not (_is_row(text) or _is_bullet(text))):
                is_foot = number not in heads
                if outermost or is_foot or _key(text) in seen or any(c.isdigit() for c in text):
                    found.add(number)
                seen.add(_key(text))
    return found


def _find_repeated_head(lines: list[_Line]) -> set[int]:
    """Find the lines that repeat the first line of a text or its title, which stand above the form, and those that come with
    the title each time: converters lose where pages end.
    """
    printed = [number for number, line in enumerate(lines) if line.text.strip()]
    texts = [lines[number].text for number in printed]
    counts = Counter(map(_key, texts))
    heads = {_key(text) for at, text in enumerate(texts) if (not at and _may_be_head(text)) or _may_be_title(text)}
    titles = [at for at, text in enumerate(texts) if _key(text) in heads and counts[_key(text)] > 1]
    beside = Counter(_key(texts[at]) for title in titles for at in (title - 1, title + 1) if 0 <= at < len(texts))
    with_title = {key for key, count in beside.items() if count == counts[key] > 1 and key not in heads}
    with_title = {_key(text) for text in texts if _key(text) in with_title and _may_be_head(text) and not _is_bullet(text)}
    repeated = {key for key in heads | with_title if counts[key] > 1}
    return {number for number, text in list(zip(printed, texts, strict=True))[_TOP_LINES:] if _key(text) in repeated}


def _may_be_title(line: str) -> bool:
    """Whether a line is a title, which has words of its own to be known by: `UCAP Summary` are enough."""
    return is_title(line) and _may_be_head(line, _FEWEST_TITLE_WORDS)


def _may_be_head(line: str, fewest: int = _FEWEST_HEAD_WORDS) -> bool:
    """Whether a line is long enough to be known again, and no row."""
    is_long = len(line.split()) >= fewest and len(line) <= _LONGEST_MARK
    return is_long and not (_is_row(line) or "|" in line or ":" in line)


def _find_dropped_title(lines: list[_Line], dropped: set[int]) -> int | None:
    """Find the first dropped line that is the title, if none like it is left: it goes before the form."""
    kept = {_key(line.text) for number, line in enumerate(lines) if number not in dropped}
    titles = (n for n in sorted(dropped) if is_title(lines[n].text) and _key(lines[n].text) not in kept)
    return next(titles, None)


def _find_beside(lines: list[_Line], marks: set[int]) -> set[int]:
    """Find the lines that stand beside several page marks, and no others like them anywhere: the heads and feet of pages."""
    printed = [number for number, line in enumerate(lines) if line.text.strip()]
    places = {number: at for at, number in enumerate(printed)}
    near = {
        printed[at]
        for number in marks & places.keys()
        for at in (places[number] - 1, places[number] + 1)
        if 0 <= at < len(printed) and printed[at] not in marks
    }
    counts = Counter(_key(lines[number].text) for number in printed if number not in marks)
    beside = Counter(_key(lines[number].text) for number in near)
    return {
        number
        for number in near
        if (key := _key(lines[number].text))
        and beside[key] == counts[key] > 1
        and not ("|" in key or _is_row(lines[number].text) or _is_bullet(lines[number].text))
    }


def _find_blanks(lines: list[_Line], dropped: set[int]) -> set[int]:
    """Find the blank lines around what was dropped within a sentence."""
    printed = [number for number, line in enumerate(lines) if line.text.strip() and number not in dropped]
    return {
        number
        for above, below in pairwise(printed)
        if not dropped.isdisjoint(range(above, below)) and continues_sentence(lines[above].text, lines[below].text)
        for number in range(above + 1, below)
    }


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _is_bullet(line: str) -> bool:
    sign, _, rest = line.strip().partition(" ")
    return bool(rest) and any(sign in glyphs for glyphs in bullet_glyphs())


def _is_row(line: str) -> bool:
    """Whether a line may be a row of the form: it begins with a label, or has several cells."""
    label = match_label(re.split(r"\s{2,}|:", line.strip())[0])
    sure = label is not None and label.section != "title" and (label.score > KEYWORD or ":" in line)
    return "\t" in line or sure
