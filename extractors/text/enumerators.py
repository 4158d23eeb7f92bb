"""First words of lines in, the numbers and letters that count items out (`1.`, `2)`, `a)`, `ii.`): a series, unlike a date."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

SHORTEST_SERIES = 2
"""Members: one alone may be a day, as in `1. February 2020`."""
_MOST_MISSING = 1
"""Numbers that an author may have left out of a series that is known as one."""

_MARK = re.compile(r"(\(?)(\d{1,2}|[A-Za-z]|[ivxIVX]{2,5}|[一二三四五六七八九十]{1,3})(\.\)|[.):、])(?!\d)")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九十", start=1)}
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)} | {chr(0x2776 + n): n + 1 for n in range(10)}


class Enumerator(NamedTuple):
    """What counts an item: its style as the first one of the series is written (`1.`, `(a)`, `i)`), its place in the series,
    and how many characters of the word it takes.
    """

    style: str
    number: int
    length: int


def find_enumerators(first_words: Sequence[str], last: Mapping[str, int] | None = None) -> list[Enumerator | None]:
    """Find which of the first words of one cell's lines count items; None for those that do not.

    Only a series does: at least two of one style, beginning with `1`, `a` or `i` and rising, whatever lines stand between, so
    that the day in `1. February 2020` does not count where it stands alone. `last` names for each style the last number
    of the part of the cell that stands above (on the line or page before), and the series may continue from there.
    """
    series: dict[str, list[tuple[int, Enumerator]]] = {}
    open_at = dict(last or {})
    known = set(open_at)  # styles whose series is long enough
    closed: list[list[tuple[int, Enumerator]]] = []
    for index, word in enumerate(first_words):
        for found in _read_marks(word):
            before = open_at.get(found.style)
            if before is not None and _follows(found.number, before, known=found.style in known):
                series.setdefault(found.style, []).append((index, found))
                known.add(found.style)
            elif found.number == 1:
                closed.append(series.get(found.style, []))
                series[found.style] = [(index, found)]
                known.discard(found.style)
            else:
                continue
            open_at[found.style] = found.number
    result: list[Enumerator | None] = [None] * len(first_words)
    # An `a)` alone is the only item of its list where others are written so; a `1.` alone may be a day.
    lists = (members[0][1].style for members in (*closed, *series.values()) if len(members) >= SHORTEST_SERIES)
    listed = {style for style in lists if not any(c.isdigit() for c in style)}
    # "i)" is the ninth letter or the first Roman number: the longer series has it.
    for members in sorted((*closed, *series.values()), key=len):
        continues = bool(members) and members[0][1].number > 1
        lone = bool(members) and members[0][1].style in listed
        if len(members) >= SHORTEST_SERIES or continues or lone:
            for index, found in members:
                result[index] = found
    return result


def _follows(number: int, before: int, *, known: bool) -> bool:
    """Whether a number continues a series; once that is known, one may be missing or be there twice."""
    return before <= number <= before + 1 + _MOST_MISSING if known else number == before + 1


def _read_marks(word: str) -> Iterator[Enumerator]:
    """Yield what a line's first word can be as an enumerator: `i)` is a letter and a Roman number."""
    if word[:1] in _CIRCLED:
        yield Enumerator("①", _CIRCLED[word[0]], 1)
        return
    written = unicodedata.normalize("NFKC", word)
    match = _MARK.match(written)
    if not match:
        return
    opening, digits, closing = match.groups()
    # Without a blank behind it a letter and a point are somebody's initial, or "e.g.".
    if match.end() < len(written) and (digits.isascii() and digits.isalpha()) and closing == ".":
        return
    if opening and closing != ")":
        return
    length = match.end() if len(written) == len(word) else 1 if match.end() == len(written) - len(word) + 1 else len(word)
    for first, number in _count(digits):
        yield Enumerator(f"{opening}{first}{closing}", number, length)


def _count(digits: str) -> Iterator[tuple[str, int]]:
    """Yield the first of the series that a number or letter can belong to, and its place in it."""
    if digits.isascii() and digits.isdigit():
        yield "1", int(digits)
    elif digits[0] in _CHINESE:
        number = 0
        for c in digits:
            number = max(number, 1) * 10 if c == "十" else number + _CHINESE[c]
        yield "一", number
    else:
        first = "I" if digits.isupper() else "i"
        if set(digits.casefold()) <= _ROMAN.keys() and (digits.islower() or digits.isupper()):
            values = [_ROMAN[c] for c in digits.casefold()]
            yield first, sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
        if len(digits) == 1:
            yield ("A" if digits.isupper() else "a"), ord(digits.casefold()) - ord("a") + 1
