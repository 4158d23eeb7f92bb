"""Text that was recognised in a picture: what was taken for letters and is a bullet."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

from ucap.extractors.page import Page, Recognised, Word
from ucap.extractors.readers.tolerances import RECOGNISED, SCAN, RecognisedTolerances, ScanTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.source_text import Glyph, SourceText

FONT = "recognised"
"""What stands for the name of a font where words were recognised in a picture."""


_LIKE_BULLETS = frozenset("eoO0cCøØ«»¢¥£")
"""Letters, quotation marks and signs of money for which programs take a bullet, beside all other signs but brackets. Each is
one only where it stands as bullets do.
"""
_WORDS = frozenset("aAI")
"""Letters that are words."""
_NO_BULLETS = frozenset(["Ps", "Pe", "Pi", "Pf", "Sc"])
"""Kinds of signs that stand before words in texts."""

_ALSO_IN_TEXTS = frozenset("eoO0cCøØ&-–—")
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
    bullets = _list_bullets(mended)
    return [_follow_bullets(word, mended, bullets, tolerances) for word in mended]


def _list_bullets(words: Sequence[Word]) -> list[tuple[Word, float]]:
    """Return the bullets among a page's words, each with the place where its text begins."""
    return [(word, _find_start(word, words)) for word in words if word.text.chars == "•"]


def _may_be_bullet(chars: str) -> bool:
    return all(map(is_like_bullet, chars)) or _is_ring(chars)


def _is_ring(chars: str) -> bool:
    """Whether two signs are what programs take a ring for (`0)`)."""
    return len(chars) == 2 and chars[0] in "oO0" and chars[1] in ")]"


def _follow_bullets(
    word: Word, words: Sequence[Word], bullets: Sequence[tuple[Word, float]], tolerances: RecognisedTolerances
) -> Word:
    """Return a lone sign or letter as a bullet where it and its text stand as two bullets do, be a label close before."""
    chars = word.text.chars
    if chars == "•" or len(chars) > 1 or chars.isdigit() or chars in _WORDS:
        return word
    beside = [start for bullet, start in bullets if _is_aligned(word, bullet, tolerances)]
    close = (word.box.x0 - other.box.x1 for other in words if other.box.x0 < word.box.x0 and _share_line(word, other))
    if len(beside) < tolerances.least_signs or min(close, default=word.size) < tolerances.close * word.size:
        return word
    start = _find_start(word, words)
    alike = sum(abs(start - other) <= tolerances.aligned * word.size for other in beside)
    is_one = alike >= tolerances.least_signs
    return replace(word, text=SourceText("•", word.text.origins[:1])) if is_one else word


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


def settle_pages(pages: Sequence[Page], tolerances: ScanTolerances = SCAN) -> list[Page]:
    """Return pages whose recognised words of about the usual size have one size, and bullets of one level at one place.

    Boxes of lines differ, and sheets lie otherwise, from page to page.
    """
    sizes = [word.size for page in pages for word in page.words if word.font == FONT]
    if not sizes:
        return list(pages)
    usual, near = median(sizes), tolerances.same_size

    def settle(word: Word) -> Word:
        return replace(word, size=usual) if word.font == FONT and abs(word.size - usual) <= near * usual else word

    settled = [replace(page, words=tuple(map(settle, page.words))) for page in pages]
    indents = {word.box.x0: word for page in settled for word in page.words if word.font == FONT and word.text.chars == "•"}
    settled = [_mend_lone_bullets(page, list(indents.values())) for page in settled]
    found = [bullet for page in settled for bullet in _list_bullets([word for word in page.words if word.font == FONT])]
    settled = [
        replace(
            page, words=tuple(_follow_bullets(w, page.words, found, RECOGNISED) if w.font == FONT else w for w in page.words)
        )
        for page in settled
    ]
    aligned = iter(align_bullets([word for page in settled for word in page.words if word.font == FONT]))
    return [_move_words(page, aligned) for page in settled]


def _mend_lone_bullets(page: Page, bullets: Sequence[Word], tolerances: RecognisedTolerances = RECOGNISED) -> Page:
    """Return a page on which lone signs at an indent at which another page has bullets are bullets: one alone shows no list."""
    words = list(page.words)
    for number, word in enumerate(words):
        is_sign = word.font == FONT and len(word.text.chars) <= len("o.") and _may_be_bullet(word.text.chars)
        is_one = is_sign and word.text.chars != "•" and any(_is_aligned(word, other, tolerances) for other in bullets)
        if is_one and _begins_item(word, words, tolerances):
            words[number] = replace(word, text=SourceText("•", word.text.origins[:1]))
    return replace(page, words=tuple(words))


def _move_words(page: Page, moved: Iterator[Word]) -> Page:
    """Return a page with its recognised words as they were moved, which come in the same order."""
    words, recognised = list(page.words), dict(page.recognised)
    for number, word in enumerate(page.words):
        if word.font == FONT:
            words[number] = next(moved)
            recognised.update(follow_move(word, words[number], recognised))
    return replace(page, words=tuple(words), recognised=recognised)


def follow_move(word: Word, moved: Word, recognised: Mapping[Glyph, Recognised]) -> Iterator[tuple[Glyph, Recognised]]:
    """Yield what is known of the first glyph of a word under the place to which it was moved."""
    before, after = word.text.origins[0], moved.text.origins[0]
    if before != after and isinstance(before, Glyph) and isinstance(after, Glyph):
        yield after, recognised[before]


def _is_bullet(word: Word, column: Sequence[Word], words: Sequence[Word], tolerances: RecognisedTolerances) -> bool:
    """Whether a lone sign is a bullet, by the lone signs at its indent and by what else begins there."""
    likely = [other for other in column if _may_be_bullet(other.text.chars)]
    if word in likely and (len(likely) >= tolerances.least_signs or word.text.chars[0] not in _ALSO_IN_TEXTS):
        return True
    digits = {other.text.chars for other in column if other.text.chars.isdigit()}
    if (len(column) < tolerances.least_signs and word.text.chars.isalnum()) or word.text.chars == "&" or len(digits) > 1:
        return False
    if word.text.chars.isalpha() and likely and not _is_alike(word, likely, words, tolerances):
        return False
    longer = (other for other in words if len(other.text.chars) > 2 and _is_aligned(other, word, tolerances))
    return not any(_is_first(other, words, tolerances) for other in longer)


def _is_alike(word: Word, bullets: Sequence[Word], words: Sequence[Word], tolerances: RecognisedTolerances) -> bool:
    """Whether the text behind a letter begins where that behind bullets does: behind an article it does not."""
    starts = [_find_start(other, words) for other in bullets]
    start = _find_start(word, words)
    return any(abs(start - other) <= tolerances.aligned * word.size for other in starts)


def _find_start(word: Word, words: Sequence[Word]) -> float:
    """Return where the text behind a sign begins."""
    return min((other.box.x0 for other in words if other.box.x0 >= word.box.x1 and _share_line(word, other)), default=0.0)


def is_like_bullet(char: str) -> bool:
    """Whether programs take a bullet for this sign or letter."""
    if char in _LIKE_BULLETS or any(char in glyphs for glyphs in bullet_glyphs()):
        return True
    return not char.isalnum() and unicodedata.category(char) not in _NO_BULLETS


def _begins_item(word: Word, words: Sequence[Word], tolerances: RecognisedTolerances) -> bool:
    """Whether a lone letter, digit or sign, or two signs for one bullet, has text right behind it, and none close before it."""
    chars = word.text.chars
    signs = [not char.isalnum() and is_like_bullet(char) for char in chars]
    is_ring = len(chars) == 2 and ((chars[0] in _LIKE_BULLETS and signs[1]) or _is_ring(chars))  # `o.`
    if not (all(signs) and len(chars) <= 2) and not (len(chars) == 1 and chars.isalnum()) and not is_ring:
        return False
    after = (other.box.x0 - word.box.x1 for other in words if other.box.x0 >= word.box.x0 and _share_line(word, other))
    if chars.isalnum() and not is_like_bullet(chars[0]) and _is_within_line(word, words, tolerances):
        return False
    return min(after, default=float("inf")) <= tolerances.reach * word.size and _is_first(word, words, tolerances)


def _is_within_line(word: Word, words: Sequence[Word], tolerances: RecognisedTolerances) -> bool:
    """Whether a word stands before a letter, at most as far as a bullet from its text: blanks of justified lines are wide."""
    return any(
        other.box.x0 < word.box.x0 and word.box.x0 - other.box.x1 <= tolerances.reach * word.size and _share_line(word, other)
        for other in words
    )


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
