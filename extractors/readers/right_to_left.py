"""Hebrew and Arabic names on a page: letters as they stand from left to right in, in the order of reading out."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ucap.extractors.page import Box, Word
from ucap.extractors.text.source_text import Origin, SourceText, from_pairs

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_GAP = 1.0
"""Font sizes between two words of one name at most. Chosen: a blank is a quarter, a gutter between columns more than one."""
_SAME_LINE = 0.3
"""Font sizes by which the baselines of words of one line may differ. Chosen."""
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}


def order_right_to_left(words: Sequence[Word]) -> list[Word]:
    """Return the words of a page, line by line; those of a name that is written from right to left are one word in its order.

    Numbers and Latin words within the name, and signs before and behind it, stay as they are.
    """
    if not any(_is_right_to_left(word) for word in words):
        return list(words)
    return [found for group in _group_names(words) for found in group]


def _is_right_to_left(word: Word) -> bool:
    return not word.text.chars.isascii() and _RIGHT_TO_LEFT.search(word.text.chars) is not None


def _group_names(words: Sequence[Word]) -> Iterator[list[Word]]:
    name: list[Word] = []
    for word in words:
        if not _is_right_to_left(word):
            yield [*_join_name(name), word]
            name = []
            continue
        if name and not _stands_beside(name[-1], word):
            yield _join_name(name)
            name = []
        name.append(word)
    yield _join_name(name)


def _stands_beside(before: Word, word: Word) -> bool:
    near = 0 <= word.box.x0 - before.box.x1 + before.size <= (_GAP + 1) * before.size
    return near and abs(word.baseline - before.baseline) <= _SAME_LINE * before.size


def _join_name(words: Sequence[Word]) -> list[Word]:
    if not words:
        return []
    pairs: list[tuple[str, Origin]] = []
    for word in words:
        pairs += [(" ", None)] * bool(pairs)
        pairs += zip(word.text.chars, word.text.origins, strict=True)
    at = [number for number, (char, _) in enumerate(pairs) if _RIGHT_TO_LEFT.match(char)]
    start, end = at[0], at[-1] + 1
    ordered = [*pairs[:start], *_turn(pairs[start:end]), *pairs[end:]]
    box = Box(
        words[0].box.x0,
        min(word.box.top for word in words),
        max(word.box.x1 for word in words),
        max(word.box.bottom for word in words),
    )
    return [replace(words[0], text=_close_brackets(from_pairs(ordered)), box=box)]


def _turn(pairs: Sequence[tuple[str, Origin]]) -> Iterator[tuple[str, Origin]]:
    """Yield characters from right to left; letters as they stand alone, numbers and Latin words from left to right."""
    for is_latin, group in groupby(reversed(pairs), lambda pair: pair[0].isascii() and pair[0].isalnum()):
        run = list(group)
        for char, origin in reversed(run) if is_latin else run:
            yield from ((letter, origin) for letter in unicodedata.normalize("NFKC", char))


def _close_brackets(text: SourceText) -> SourceText:
    """Return a text in which brackets open and close in turn: a library may mirror one that stands beside such a name."""
    opened: list[str] = []
    chars = []
    for char in text.chars:
        opening = char if char in _PAIRS else _OPENING.get(char)
        if opening is None:
            chars.append(char)
        elif opening in opened:
            opened.remove(opening)
            chars.append(_PAIRS[opening])
        elif char in _PAIRS or _RIGHT_TO_LEFT.search(text.chars, len(chars)):
            opened.append(opening)
            chars.append(opening)
        else:
            chars.append(char)
    return SourceText("".join(chars), text.origins)
