"""Text that was recognised in a picture: what was taken for letters and is a bullet."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from ucap.extractors.page import Word
from ucap.extractors.readers.tolerances import RECOGNISED, RecognisedTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.source_text import Glyph, SourceText

_LIKE_BULLETS = frozenset("eoO0cC«»¢¥£")
"""Letters, quotation marks and signs of money for which programs take a bullet, beside all other signs but brackets. Each is
one only where it stands as bullets do.
"""
_NO_BULLETS = frozenset(["Ps", "Pe", "Pi", "Pf", "Sc"])
"""Kinds of signs that stand before words in texts."""

_ALSO_IN_TEXTS = frozenset("eoO0cC&-–—")
"""Those of them with which a line of a text can begin: one alone is no bullet where words begin, too."""


def mend_bullets(words: Sequence[Word], tolerances: RecognisedTolerances = RECOGNISED) -> list[Word]:
    """Return a page's words with the same bullet for each lone sign that begins a line at the indent of a list.

    What was one sign in print is another one from line to line, so only indents tell levels. At such an indent stand at least
    two lone signs, or one that nothing but a bullet looks like, each with text behind it. Other letters (`I`, `a`) and digits
    (always the same) are bullets where no longer word begins a line.
    """
    starts = {i: word for i, word in enumerate(words) if _begins_item(word, words, tolerances)}
    mended = list(words)
    for i, word in starts.items():
        column = [other for other in starts.values() if _is_aligned(other, word, tolerances)]
        if _is_bullet(word, column, words, tolerances):
            mended[i] = replace(word, text=SourceText("•", word.text.origins[:1]))
    return mended


def align_bullets(words: Sequence[Word], tolerances: RecognisedTolerances = RECOGNISED) -> list[Word]:
    """Return words with bullets of nearly one indent at the leftmost of them: of a pale arrow only the head may be ink."""
    aligned = list(words)
    bullets = sorted((i for i, word in enumerate(words) if word.text.chars == "•"), key=lambda i: words[i].box.x0)
    left = float("-inf")
    for i in bullets:
        box, text = words[i].box, words[i].text
        left = left if box.x0 - left <= tolerances.aligned * words[i].size else box.x0
        origins = tuple(origin._replace(x0=left) if isinstance(origin, Glyph) else origin for origin in text.origins)
        aligned[i] = replace(words[i], box=box._replace(x0=left), text=SourceText("•", origins))
    return aligned


def _is_bullet(word: Word, column: Sequence[Word], words: Sequence[Word], tolerances: RecognisedTolerances) -> bool:
    """Whether a lone sign is a bullet, by the lone signs at its indent and by what else begins there."""
    likely = [other for other in column if all(map(is_like_bullet, other.text.chars))]
    if word in likely and (len(likely) >= tolerances.least_signs or word.text.chars[0] not in _ALSO_IN_TEXTS):
        return True
    digits = {other.text.chars for other in column if other.text.chars.isdigit()}
    if (len(column) < tolerances.least_signs and word.text.chars.isalnum()) or word.text.chars == "&" or len(digits) > 1:
        return False
    longer = (other for other in words if len(other.text.chars) > 2 and _is_aligned(other, word, tolerances))
    return not any(_is_first(other, words, tolerances) for other in longer)


def is_like_bullet(char: str) -> bool:
    """Whether programs take a bullet for this sign or letter."""
    if char in _LIKE_BULLETS or any(char in glyphs for glyphs in bullet_glyphs()):
        return True
    return not char.isalnum() and unicodedata.category(char) not in _NO_BULLETS


def _begins_item(word: Word, words: Sequence[Word], tolerances: RecognisedTolerances) -> bool:
    """Whether a lone letter, digit or sign, or two signs for one bullet, has text right behind it, and none close before it."""
    chars = word.text.chars
    signs = [not char.isalnum() and is_like_bullet(char) for char in chars]
    if not (all(signs) and len(chars) <= 2) and not (len(chars) == 1 and chars.isalnum()):
        return False
    after = (other.box.x0 - word.box.x1 for other in words if other.box.x0 >= word.box.x0 and _share_line(word, other))
    return min(after, default=float("inf")) <= tolerances.reach * word.size and _is_first(word, words, tolerances)


def _is_first(word: Word, words: Sequence[Word], tolerances: RecognisedTolerances) -> bool:
    """Whether no other word, and no bullet, stands close before a word."""
    for other in words:
        blank = word.box.x0 - other.box.x1
        if other.box.x0 < word.box.x0 and blank <= tolerances.reach * word.size and _share_line(word, other):
            is_sign = len(other.text.chars) == 1 and not other.text.chars.isalnum()
            if is_sign or blank <= tolerances.apart * word.size:
                return False
    return True


def _is_aligned(word: Word, other: Word, tolerances: RecognisedTolerances) -> bool:
    return abs(word.box.x0 - other.box.x0) <= tolerances.aligned * other.size


def _share_line(word: Word, other: Word) -> bool:
    middle = (word.box.top + word.box.bottom) / 2
    return word is not other and other.box.top - other.size / 3 <= middle <= other.box.bottom + other.size / 3
