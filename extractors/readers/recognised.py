"""Text that a program recognised in a picture: what it takes for letters and is a bullet."""

from collections.abc import Sequence
from dataclasses import replace

from ucap.extractors.page import Page, Remark, Word
from ucap.extractors.readers.tolerances import RECOGNISED, RecognisedTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.source_text import SourceText

_LIKE_BULLETS = frozenset("eoO0cC@*+«»¢©®°·•●○▪■□◦.,:;-–—_=~>»<^'`¤§¥£%&#|!")
"""Signs and letters for which programs take a bullet; each is one only where it stands as bullets do."""


def mend_page(page: Page) -> Page:
    """Return a page over whose picture a program laid the text that it recognised, with its bullets, and a remark about it."""
    remark = Remark("recognised_scan", f"Page {page.number} is a picture with invisible text over it.", page.number)
    return replace(page, words=tuple(mend_bullets(page.words)), remarks=(*page.remarks, remark))


def mend_bullets(words: Sequence[Word], tolerances: RecognisedTolerances = RECOGNISED) -> list[Word]:
    """Return a page's words with the same bullet for each lone sign that begins a line at the indent of a list.

    What was one sign in print is another one from line to line, so only indents tell levels. At such an indent stand at least
    two lone signs, or one that nothing but a bullet looks like, each with text behind it.
    """
    starts = {i: word for i, word in enumerate(words) if _begins_item(word, words, tolerances)}
    mended = list(words)
    for i, word in starts.items():
        column = [other for other in starts.values() if abs(other.box.x0 - word.box.x0) <= tolerances.aligned * word.size]
        if len(column) >= tolerances.least_signs or not word.text.chars.isalnum():
            mended[i] = replace(word, text=SourceText("•", word.text.origins[:1]))
    return mended


def is_like_bullet(char: str) -> bool:
    """Whether programs take a bullet for this sign or letter."""
    return char in _LIKE_BULLETS or any(char in glyphs for glyphs in bullet_glyphs())


def _begins_item(word: Word, words: Sequence[Word], tolerances: RecognisedTolerances) -> bool:
    """Whether a lone sign, or two for one bullet, has text right behind it, and none close before it."""
    chars = word.text.chars
    if len(chars) > 2 or not all(map(is_like_bullet, chars)) or (len(chars) == 2 and any(map(str.isalnum, chars))):
        return False
    line = [other for other in words if other is not word and _share_line(word, other)]
    after = [other.box.x0 - word.box.x1 for other in line if other.box.x0 >= word.box.x0]
    before = [word.box.x0 - other.box.x1 for other in line if other.box.x0 < word.box.x0]
    is_first = min(before, default=float("inf")) > tolerances.apart * word.size
    return is_first and min(after, default=float("inf")) <= tolerances.reach * word.size


def _share_line(word: Word, other: Word) -> bool:
    middle = (word.box.top + word.box.bottom) / 2
    return other.box.top - other.size / 3 <= middle <= other.box.bottom + other.size / 3
