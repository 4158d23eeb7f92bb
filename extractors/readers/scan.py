"""Pictures of pages in, pages of recognised words out: laid level, with ruling lines and bullets that the picture shows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import Any

import numpy as np

from ucap.extractors.page import Box, Page, Recognised, Word
from ucap.extractors.readers.lie import Lie
from ucap.extractors.readers.ocr import DASHES, Picture, Recognise, RecognisedLine, Token
from ucap.extractors.readers.overlaid import cut_at_blanks
from ucap.extractors.readers.pictures import (
    Shape,
    erase,
    find_baseline,
    find_first_shape,
    find_ink,
    find_left,
    find_rulings,
    find_sign,
    find_strikes,
    is_cut,
    lay_level,
    level_light,
    measure_dash,
    measure_ink,
    runs_across,
    thin_out,
)
from ucap.extractors.readers.recognised import FONT, align_bullets, follow_move, is_like_bullet, mend_bullets
from ucap.extractors.readers.strikes import lies_within
from ucap.extractors.readers.tolerances import SCAN, ScanTolerances
from ucap.extractors.readers.word_ink import strike_by_ink
from ucap.extractors.text.source_text import Glyph, SourceText


def read_picture(
    picture: Picture, number: int, per_point: float, recognise: Recognise, tolerances: ScanTolerances = SCAN
) -> Page:
    """Return the page with a number, from 1, that a picture with `per_point` pixels in a point shows."""
    levelled = level_light(picture, tolerances)
    lie, level, lines = _lay_upright(levelled, per_point, recognise, tolerances)
    ink = find_ink(level, tolerances)
    rulings = find_rulings(ink, tolerances)
    usual = median(line.bottom - line.top for line in lines) if lines else 0.0
    lettering = erase(ink, rulings)
    around = erase(lettering, [Box(line.words[0][0].x0, line.top, line.words[-1][-1].x1, line.bottom) for line in lines])
    lines = _join_signs(lines, usual, lettering, tolerances)
    words: list[Word] = []
    recognised: dict[Glyph, Recognised] = {}
    for line in (_set_line(found, usual, lettering, around, tolerances) for found in lines):
        for word in line.words:
            words.append(_make_word(line, word, number, per_point, tolerances))
            for glyph, token in zip(words[-1].text.origins, (t for t in word for _ in t.text), strict=True):
                assert isinstance(glyph, Glyph)
                recognised[glyph] = Recognised(token.confidence, lie.place_glyph(glyph), token.rival)
    words = cut_at_blanks(words, lettering, per_point)
    mended = align_bullets(mend_bullets(words))
    for before, after in zip(words, mended, strict=True):
        recognised.update(follow_move(before, after, recognised))
    height, width = level.shape
    strikes = find_strikes(ink, tolerances)
    thin = [thin_out(ink, ruling) for ruling in rulings if not any(lies_within(line, ruling) for line in strikes)]
    strokes = tuple(Box(*(v / per_point for v in (b.x0, b.top, b.x1, b.bottom))) for b in thin)
    printed = tuple(strike_by_ink(mended, strikes, per_point))
    return Page(number, width / per_point, height / per_point, printed, strokes, recognised=recognised)


def _lay_upright(
    picture: Picture, per_point: float, recognise: Recognise, tolerances: ScanTolerances
) -> tuple[Lie, Picture, list[RecognisedLine]]:
    """Return how a sheet lies, its picture upright and level, and the lines that are recognised then."""
    best: tuple[float, Lie, Picture, list[RecognisedLine]] | None = None
    height, width = picture.shape
    for quarters in _guess_quarters(picture, tolerances):
        degrees, turned = lay_level(np.ascontiguousarray(np.rot90(picture, -quarters)), tolerances)
        found = (_part_words(line, tolerances) for line in recognise(turned) if line.words)
        lines = [part for line in found for part in _part_columns(line, tolerances)]
        sure = fmean(token.confidence for line in lines for word in line.words for token in word) if lines else 0.0
        if best is None or sure > best[0]:
            best = sure, Lie(quarters, degrees, width / per_point, height / per_point), turned, lines
        if sure >= tolerances.upright or not lines:
            break
    assert best is not None
    return best[1:]


def _part_words(line: RecognisedLine, tolerances: ScanTolerances) -> RecognisedLine:
    """Return a line in which pieces that stand apart are words: an engine may lose the blank between two columns."""
    widest = tolerances.widest_gap * (line.bottom - line.top)
    words: list[list[Token]] = []
    for word in line.words:
        for number, token in enumerate(word):
            if number and token.x0 - words[-1][-1].x1 <= widest:
                words[-1].append(token)
            else:
                words.append([token])
    return line._replace(words=tuple(map(tuple, words)))


def _part_columns(line: RecognisedLine, tolerances: ScanTolerances) -> Iterator[RecognisedLine]:
    """Yield the parts of a line that an engine found across two columns: a bullet may stand before each."""
    widest = tolerances.column_gap * (line.bottom - line.top)
    start = 0
    for number, (before, word) in enumerate(pairwise(line.words), start=1):
        if word[0].x0 - before[-1].x1 > widest:
            yield line._replace(words=line.words[start:number])
            start = number
    yield line._replace(words=line.words[start:])


def _guess_quarters(picture: Picture, tolerances: ScanTolerances) -> Sequence[int]:
    """Return the quarters clockwise to try: upright and on its head, or on either side."""
    return (0, 2) if runs_across(find_ink(picture, tolerances), tolerances) else (1, 3)


def _join_signs(
    lines: Sequence[RecognisedLine], usual: float, lettering: Any, tolerances: ScanTolerances
) -> list[RecognisedLine]:
    """Return lines in which a lone sign that was found apart from its line begins it; a letter as small as one is a bullet."""
    joined = list(lines)
    for sign in lines:
        (first, *rest), *others = sign.words
        if rest or others or len(first.text) != 1:
            continue
        middle, reach = (sign.top + sign.bottom) / 2, first.x1 + tolerances.sign_reach * usual
        beside = (one for one in joined if one.top <= middle <= one.bottom and first.x1 <= one.words[0][0].x0 <= reach)
        if line := next(beside, None):
            if first.text.isalpha() and max(measure_ink(lettering, sign)) <= tolerances.small_sign * usual:
                first = first._replace(text="•")
            joined[joined.index(line)] = line._replace(words=((first,), *line.words))
            joined.remove(sign)
    return joined


def _set_line(line: RecognisedLine, usual: float, lettering: Any, around: Any, tolerances: ScanTolerances) -> RecognisedLine:
    """Return a line with the bullet before it, beginning where its ink does, and as high as most are, if it is nearly so.

    Recognised boxes have room around the letters, and grow with those that a line happens to have.
    """
    height = line.bottom - line.top
    if 0.7 * usual < height < 1.3 * usual:
        box = Box(line.words[0][0].x0, line.top, line.words[-1][-1].x1, line.bottom)
        foot = (find_baseline(lettering, box) or line.bottom) + tolerances.depth * usual
        line = line._replace(top=foot - usual, bottom=foot)
    line = _settle_dashes(line, lettering, tolerances)
    first = line.words[0][0]
    if _begins_with_sign(line):
        return line
    shape = find_first_shape(lettering, first.x0, line.words[0][-1].x1, line.top, line.bottom, tolerances)
    if shape and (parted := _part_sign(line, shape)):
        return parted
    line = _replace_first(line, first._replace(x0=find_left(lettering, line, first)))
    sign = find_sign(around, first.x0, line.top, line.bottom, tolerances)
    return _with_bullet(line, sign) if sign and not is_cut(lettering, sign) else line


def _settle_dashes(line: RecognisedLine, ink: Any, tolerances: ScanTolerances) -> RecognisedLine:
    """Return a line in which dashes are as wide as their ink, and hyphens too: engines tell them apart badly.

    What begins the line may be a bullet and stays.
    """
    size = tolerances.font_size * (line.bottom - line.top)

    def settle(token: Token) -> Token:
        if token.text not in DASHES:
            return token
        width = measure_dash(ink, line, (token.x0 + token.x1) / 2, tolerances)
        if not width:
            return token._replace(rival=DASHES.replace(token.text, ""))
        text = "–" if width >= tolerances.dash * size else "-"
        # Of a faint dash a part may be no ink: the engine is asked where a hyphen is wider than most.
        is_doubted = text == "-" and width >= tolerances.widest_hyphen * size and "–" in (token.text, token.rival)
        return token._replace(text=text, confidence=1.0, rival="–" if is_doubted else "")

    (first, *rest), *others = line.words
    return line._replace(words=((first, *map(settle, rest)), *(tuple(map(settle, word)) for word in others)))


def _spell(word: Sequence[Token]) -> str:
    return "".join(token.text for token in word)


def _part_sign(line: RecognisedLine, shape: Shape) -> RecognisedLine | None:
    """Return a line whose first word begins with a lone small shape, with a bullet for that; None where it is a letter."""
    (first, *rest), *others = line.words
    if len(first.text) == 1 and rest and is_like_bullet(first.text):
        return _with_bullet(line._replace(words=((rest[0]._replace(x0=shape.after), *rest[1:]), *others)), shape.box)
    if len(first.text) < 2:
        return None
    if is_like_bullet(first.text[0]):
        return _with_bullet(_replace_first(line, first._replace(text=first.text[1:], x0=shape.after)), shape.box)
    if first.text[0].isalpha() and shape.is_small:
        return _with_bullet(_replace_first(line, first._replace(x0=shape.after)), shape.box)
    return None


def _replace_first(line: RecognisedLine, first: Token) -> RecognisedLine:
    (_, *rest), *others = line.words
    return line._replace(words=((first, *rest), *others))


def _with_bullet(line: RecognisedLine, sign: Box) -> RecognisedLine:
    return line._replace(words=((Token("•", sign.x0, sign.x1, line.confidence),), *line.words))


def _begins_with_sign(line: RecognisedLine) -> bool:
    first = _spell(line.words[0])
    return len(first) == 1 and not first.isalnum()


def _make_word(line: RecognisedLine, word: Sequence[Token], page: int, per_point: float, tolerances: ScanTolerances) -> Word:
    middle, height = (line.top + line.bottom) / 2 / per_point, (line.bottom - line.top) / per_point
    size = height * tolerances.font_size
    top, bottom = middle - size / 2, middle + size / 2
    glyphs = [Glyph(page, round(x0 / per_point, 3), top, round(x1 / per_point, 3), bottom) for _, x0, x1 in _spread(word)]
    text = SourceText("".join(char for char, _, _ in _spread(word)), tuple(glyphs))
    return Word(text, Box(glyphs[0].x0, top, glyphs[-1].x1, bottom), FONT, size)


def _spread(word: Iterable[Token]) -> Iterator[tuple[str, float, float]]:
    """Yield each character of a word with its edges: a piece's characters share its width."""
    for token in word:
        step = (token.x1 - token.x0) / len(token.text)
        for i, char in enumerate(token.text):
            yield char, token.x0 + i * step, token.x0 + (i + 1) * step
