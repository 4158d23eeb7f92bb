"""Changes and remarks that are written into a text by signs: what is deleted, what is hidden, and the signs themselves.

CriticMarkup (`{--old--}{++new++}`), the spans that pandoc makes of Word's tracked changes (`[old]{.deletion author="A"}`), and
struck words as pandoc, AsciiDoc and terminals write them (`[STRIKEOUT:old]`, `[.line-through]#old#`, `ESC[9mold`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["mark", "struck", "hidden"]
Span: TypeAlias = tuple[int, int, Kind]

_MAY_HAVE = re.compile(r"\x1b|\{(?:--|\+\+|~~|==|>>)|\]\s*\{\s*\.|\[STRIKEOUT:|\[\.?line-through\]#|\]:[ ]*(?:#|<>)[ ]*[(\"']")
_LONGEST = 4000
"""Characters of one change at most: a sign that nothing closes must not cost a search through the whole file. Chosen."""
_WORDS = rf"(?:(?!\n[ \t]*\n|\{{(?:--|\+\+|~~|==|>>))[\s\S]){{1,{_LONGEST}}}?"
_IN_BRACKETS = rf"(?:[^\[\]\\]|\\.|\[[^\[\]]*\]){{1,{_LONGEST}}}?"
_ATTRIBUTES = rf"\b[^{{}}]{{0,{_LONGEST}}}\}}"
_CHANGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\{{--(?P<struck>{_WORDS})--\}}",
        rf"\{{~~(?P<struck>{_WORDS})~>(?P<kept>(?:{_WORDS})?)~~\}}",
        rf"\{{(?P<sign>\+\+|==)(?P<kept>{_WORDS})(?P=sign)\}}",
        rf"\{{>>(?P<hidden>{_WORDS})<<\}}",
        rf"\[(?P<struck>{_IN_BRACKETS})\]\s?\{{\.deletion{_ATTRIBUTES}",
        rf"\[(?P<kept>{_IN_BRACKETS})\]\s?\{{\.insertion{_ATTRIBUTES}",
        rf"\[(?P<hidden>(?:{_IN_BRACKETS})?)\]\s?\{{\.comment-(?:start|end){_ATTRIBUTES}",
        rf"\[\]\s?\{{\.paragraph-(?:deletion|insertion){_ATTRIBUTES}",
        rf"\[STRIKEOUT:(?P<struck>{_IN_BRACKETS})\]",
        r"\[\.?line-through\]#(?P<struck>[^#\n]+)#",
        rf"\x1b\[(?:\d+;)*9m(?P<struck>{_WORDS})(?=\x1b\[(?:0|29)?m)",
        r"\x1b\[[\d;]*m",
        r"(?m)^\[[^\]\n]*\]:[ ]*(?:#|<>)[ ]*(?P<quote>[(\"'])(?P<hidden>[^\n]*)[)\"'][ ]*$",
    )
)
"""Each with groups for what is deleted, hidden and stays; all else of it are signs. The last one is a comment of Markdown."""
_RULE = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")


def find_written_changes(text: str) -> Iterator[Span]:
    """Yield what is deleted or hidden by signs, and the signs.

    >>> sorted(find_written_changes("in {--May--}{++June++}"))
    [(3, 6, 'mark'), (6, 9, 'struck'), (9, 12, 'mark'), (12, 15, 'mark'), (19, 22, 'mark')]
    """
    if not _MAY_HAVE.search(text):
        return
    for places in _list_strips(text):
        strip = "".join(map(text.__getitem__, places))
        for change in _CHANGES:
            for match in change.finditer(strip):
                for start, end, kind in _cut(match):
                    yield from _place(places[start:end], kind)


def _cut(match: re.Match[str]) -> Iterator[Span]:
    """Yield the parts of one change: its words by their kind, and its signs."""
    done = match.start()
    named: dict[str, Kind | None] = {"struck": "struck", "hidden": "hidden", "kept": None}
    parts = sorted((match.span(name), kind) for name, kind in named.items() if name in match.re.groupindex)
    for (start, end), kind in parts:
        yield done, start, "mark"
        if kind:
            yield start, end, kind
        done = end
    yield done, match.end(), "mark"


def _place(places: Sequence[int], kind: Kind) -> Iterator[Span]:
    """Yield the stretches of a text that these places are: those of a cell of several lines are apart."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield places[start], places[at - 1] + 1, kind
            start = at


def _list_strips(text: str) -> Iterator[Sequence[int]]:
    """Yield the places of characters that are read one after the other: all, or those of each cell of a table drawn by signs,
    whose lines stand between the lines of other cells.
    """
    if not any(map(_RULE.fullmatch, text.splitlines())):
        yield range(len(text))
        return
    cells: dict[int, list[int]] = {}
    at = 0
    for line in text.splitlines(keepends=True):
        parts = line.split("|")
        if len(parts) == 1 or _RULE.fullmatch(line):
            yield from cells.values()
            cells = {}
            parts = []
            yield range(at, at + len(line))
        start = at
        for number, part in enumerate(parts):
            # Of the blanks that fill a cell up, one stands for the end of its line.
            cells.setdefault(number, []).extend(range(start, start + len(part.rstrip()) + (part != part.rstrip())))
            start += len(part) + 1
        at += len(line)
    yield from cells.values()
