"""Accents that are drawn as glyphs of their own, over or under a letter: characters in, letters with their accents out.

Example: TeX's older fonts have no `ó`; `Gijón` is `Gij`, `´`, and an `o` in the same place. Other programs print combining
marks (`o` and U+0301) or move back by the width of the letter.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ucap.extractors.readers.chars import Char, Chars, gather_chars
from ucap.extractors.readers.tolerances import PDF, AccentTolerances

_COMBINING = {
    **dict.fromkeys("`ˋ", "\u0300"),
    **dict.fromkeys("´ˊ", "\u0301"),
    **dict.fromkeys("^ˆ", "\u0302"),
    **dict.fromkeys("~˜", "\u0303"),
    **dict.fromkeys("¯ˉ", "\u0304"),
    "˘": "\u0306",
    "˙": "\u0307",
    "¨": "\u0308",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
    "¸": "\u0327",
    "˛": "\u0328",
    **{chr(code): chr(code) for code in range(0x300, 0x370)},
}
"""What each accent is when it joins a letter; some fonts name the accents over letters by signs of ASCII."""
_ACCENTS = frozenset(_COMBINING)
_MARKS = frozenset(map(chr, range(0x300, 0x370)))
"""Combining marks, which stand behind their letter in a text."""
_WITH_DOT = {"ı": "i", "ȷ": "j"}
_STROKES = frozenset({" ", "(cid:32)"})
_STROKED = {"l": "ł", "L": "Ł"}
TEX_FONT = re.compile(r"(?:^|\+)CM[A-Z]{1,5}\d{1,2}$")
"""Computer Modern, in which code 32 is no blank but the stroke through an l."""
_CELL = 20.0
"""Points: letters are looked for in squares of this size and those around them."""
_MOST_IN_CELL = 200
"""Letters of such a square that are looked at; ten times as many as small print has."""


def join_accents(chars: Chars, tolerances: AccentTolerances = PDF.accents) -> Chars:
    """Return the characters with each accent as a part of its letter; an accent without a letter stays as it is."""
    printed = set(chars.spellings)
    joined = chars
    if pairs := {text: letter for text in printed if len(text) == 2 and (letter := _join_pair(text))}:
        joined = chars.respell(pairs)
    is_tex = not _STROKES.isdisjoint(printed) and any(TEX_FONT.search(style.fontname) for style in chars.styles)
    if is_tex or not _ACCENTS.isdisjoint(printed):
        joined = gather_chars(_join_apart(list(joined), tolerances))
    return joined


def _join_pair(text: str) -> str:
    """Return the letter of two characters in one place, an accent and a letter; empty where they are something else."""
    first, second = text[0], text[1]
    return _compose(second, first) if first in _ACCENTS else _compose(first, second) if second in _ACCENTS else ""


def _compose(letter: str, accent: str) -> str:
    """Return a letter with an accent as one character; empty where there is none."""
    if accent in _STROKES:
        return _STROKED.get(letter, "")
    if not letter.isalpha():
        return ""
    letter = _WITH_DOT.get(letter, letter)
    composed = unicodedata.normalize("NFC", letter + _COMBINING[accent])
    return composed if len(composed) == 1 else ""


def _join_apart(chars: Sequence[Char], tolerances: AccentTolerances) -> list[Char]:
    accents = [i for i, c in enumerate(chars) if c.text in _ACCENTS or _is_stroke(c)]
    letters: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, char in enumerate(chars):
        cell = letters[_find_cell(char)]
        if char.text.isalpha() and len(char.text) == 1 and len(cell) < _MOST_IN_CELL:
            cell.append(i)
    joined = list(chars)
    taken = set()
    for i in accents:
        x, y = _find_cell(chars[i])
        near = (j for column in (x - 1, x, x + 1) for row in (y - 1, y, y + 1) for j in letters.get((column, row), ()))
        found = _find_letter(joined, i, near, tolerances)
        if found is not None:
            joined[found] = joined[found]._replace(text=_compose(joined[found].text, chars[i].text))
            taken.add(i)
    return [c for i, c in enumerate(joined) if i not in taken]


def _is_stroke(char: Char) -> bool:
    return char.text in _STROKES and TEX_FONT.search(char.fontname) is not None


def _find_cell(char: Char) -> tuple[int, int]:
    return int(char.x0 // _CELL), int(char.bottom // _CELL)


def _find_letter(chars: Sequence[Char], i: int, near: Iterable[int], tolerances: AccentTolerances) -> int | None:
    """Return the letter over or under which an accent stands, of those near it; None where there is none."""
    accent = chars[i]
    size = accent.size
    middle = (accent.x0 + accent.x1) / 2
    # A mark without a width is printed back over the letter before it.
    behind = tolerances.behind * size if accent.x1 - accent.x0 < tolerances.behind * size else 0.0
    found = [
        (abs(i - j), j)
        for j in near
        if (letter := chars[j]).x0 < middle < letter.x1 + behind
        and tolerances.lowered * size < letter.bottom - accent.bottom < tolerances.raised * size
        and abs(letter.size - size) < tolerances.other_size * size
        and _compose(letter.text, accent.text)
    ]
    if not found:
        return None
    # A combining mark follows its letter, and one without a width stands as near to the letter behind it.
    is_behind = accent.text in _MARKS
    return min(found, key=lambda place: (is_behind and place[1] > i, place))[1]
