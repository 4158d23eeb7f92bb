"""Lists as U-CAPs print them: `Graz / Linz`, `569,000 / 1.2 million and 40,000`."""

import re
from functools import cache

from ucap.extractors.numbers.number_words import read_unit

_SEPARATOR = re.compile(r"[;；,，、/&\n]|\band\b", re.IGNORECASE)
_COMMA = re.compile(r"[,，](?!\d)\s*")
_LAST_AND = re.compile(r"\s+(?:and|&)\s+(?=[A-ZÀ-Þ])")


def split_list(text: str, *, keep: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Return the spans of the items of a printed list, stripped, empty ones left out.

    Items are separated by comma, semicolon, slash, `and`, `&` and line end, but not within brackets, numbers (`569,000`),
    `N/A`, rates (`/km²`) or the names in `keep` (`Bosnia and Herzegovina`, compared without case).

    >>> text = "569,000 / 1.2 million and 40,000"
    >>> [text[start:end] for start, end in split_list(text)]
    ['569,000', '1.2 million', '40,000']
    """
    guarded = mark_guarded(text, keep)
    spans, start = [], 0
    for match in _SEPARATOR.finditer(text):
        if not guarded[match.start()] and _separates(text, match):
            spans.append((start, match.start()))
            start = match.end()
    spans.append((start, len(text)))
    stripped = (_strip(text, span) for span in spans)
    return [span for span in stripped if span[0] < span[1]]


def split_commas(text: str) -> list[tuple[int, int]]:
    """Return the spans of the items of a list that commas part; `and` parts the last two only where both have capitals.

    >>> text = "Old mills and granaries, Heat, Cork and seaweed"
    >>> [text[start:end] for start, end in split_commas(text)]
    ['Old mills and granaries', 'Heat', 'Cork and seaweed']
    >>> text = "Heat, Light and Shade"
    >>> [text[start:end] for start, end in split_commas(text)]
    ['Heat', 'Light', 'Shade']
    """
    ends = [*(match.span() for match in _COMMA.finditer(text)), (len(text), len(text))]
    starts = [0, *(end for _, end in ends)]
    spans = [_strip(text, (start, end)) for start, (end, _) in zip(starts, ends, strict=False)]
    if len(spans) > 1 and (match := _LAST_AND.search(text, *spans[-1])):
        spans[-1:] = [(spans[-1][0], match.start()), (match.end(), spans[-1][1])]
    return [span for span in spans if span[0] < span[1]]


def split_at(text: str, sign: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return the spans between the matches of a sign outside brackets, stripped, empty ones left out.

    >>> text = "Graz, Styria (AT, EU), Pune"
    >>> [text[start:end] for start, end in split_at(text, re.compile(","))]
    ['Graz', 'Styria (AT, EU)', 'Pune']
    """
    guarded = mark_guarded(text, frozenset())
    signs = [match.span() for match in sign.finditer(text) if not guarded[match.start()]]
    starts, ends = [0, *(end for _, end in signs)], [*(start for start, _ in signs), len(text)]
    spans = (_strip(text, span) for span in zip(starts, ends, strict=True))
    return [span for span in spans if span[0] < span[1]]


def mark_guarded(text: str, keep: frozenset[str]) -> bytearray:
    """Mark the characters inside matching brackets and kept names."""
    guarded = bytearray(len(text))
    opened: list[int] = []
    for i, sign in enumerate(text):
        if sign in "([（":
            opened.append(i)
        elif sign in ")]）" and opened:
            start = opened.pop()
            if not opened:
                guarded[start : i + 1] = b"\x01" * (i + 1 - start)
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters (İ) change their length; then names are compared as printed
        lowered = text
    for name in _list_joined(keep):
        at = lowered.find(name)
        while at >= 0:
            guarded[at : at + len(name)] = b"\x01" * len(name)
            at = lowered.find(name, at + len(name))
    return guarded


@cache
def _list_joined(names: frozenset[str]) -> tuple[str, ...]:
    """Return the names in which a separator stands, in small letters."""
    return tuple(name.lower() for name in sorted(names) if _SEPARATOR.search(name))


def _separates(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    sign = match.group()
    if sign in ",，":
        return not (before.isdecimal() and after.isdecimal())
    if sign == "/":
        is_missing_sign = before.lower() == "n" and after.lower() == "a"  # "N/A", but not "Milan/Ancona"
        is_missing_sign = is_missing_sign and not text[max(0, start - 2) : start - 1].isalpha()
        is_missing_sign = is_missing_sign and not text[end + 1 : end + 2].isalpha()
        return not is_missing_sign and read_unit(text, end) is None
    if sign == "&" or sign.isalpha():
        return (not before or before.isspace() or before in ",;") and (not after or after.isspace())
    return True


def _strip(text: str, span: tuple[int, int]) -> tuple[int, int]:
    part = text[span[0] : span[1]]
    start = span[0] + len(part) - len(part.lstrip())
    return start, max(start, span[0] + len(part.rstrip()))
