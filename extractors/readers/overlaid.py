"""What a picture shows below the text that a program recognised in it: bullets that it lost, and blanks between words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
from PIL import Image

from ucap.extractors.page import LOST_WORD, Box, Page, Recognised, Remark, Word
from ucap.extractors.readers.drawing import WHITE, Drawing
from ucap.extractors.readers.lie import Lie
from ucap.extractors.readers.ocr import DASHES
from ucap.extractors.readers.pictures import (
    erase,
    find_baseline,
    find_first_shape,
    find_ink,
    find_rulings,
    find_sign,
    find_stretches,
    find_strikes,
    is_cut,
    thin_out,
)
from ucap.extractors.readers.print_fit import fit_print
from ucap.extractors.readers.recognised import FONT, align_bullets, is_like_bullet, mend_bullets
from ucap.extractors.readers.strikes import lies_within
from ucap.extractors.readers.tolerances import PDF, RECOGNISED, SCAN, RecognisedTolerances, ScanTolerances, UnreadTolerances
from ucap.extractors.readers.unread import find_unread_regions
from ucap.extractors.readers.word_ink import find_groups, find_lost, settle_words, strike_by_ink
from ucap.extractors.text.source_text import Glyph, SourceText, place_of
from ucap.extractors.text.words import is_common, may_be_one, may_be_two

_RULING_SIGNS = "|[]!_-–—"
_YEAR = re.compile(r"(?:19|20)\d\d[:,.;]?")
_WIDTHS = {
    **dict.fromkeys("iljtfrI.,:;'!|", 0.6),
    **dict.fromkeys("mwMW", 1.6),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 1.3),
}
"""Widths of letters against others: recognised glyphs have all one width."""


def mend_page(page: Page, drawing: Drawing, lie: Lie, tolerances: UnreadTolerances = PDF.unread) -> Page:
    """Return a page over whose picture a program laid the text that it recognised: with bullets and blanks that the picture
    shows, each glyph known as recognised, what no program recognised, and a remark about it.

    Page and drawing are level, on white paper; `lie` says how the sheet lay.
    """
    remark = Remark("recognised_scan", f"Page {page.number} is a picture with invisible text over it.", page.number)
    ink, scale = find_ink(drawing.pixels), drawing.across
    rulings = find_rulings(ink)
    lettering = erase(ink, rulings)
    named = fit_print([replace(word, font=FONT) for word in page.words], lettering, scale)
    named = list(_drop_rulings(named, rulings, lettering, scale))
    words, rivals = settle_words(follow_picture(named, lettering, scale), lettering, scale)
    words = align_bullets(mend_bullets(words))
    rivals.update(dict.fromkeys(find_lost(words, lettering, scale), LOST_WORD))
    strikes = find_strikes(ink)
    words = strike_by_ink(words, strikes, scale)
    glyphs = (place for word in words for place in map(place_of, word.text.origins) if isinstance(place, Glyph))
    recognised = {glyph: Recognised(None, lie.place_glyph(glyph), rivals.get(glyph, "")) for glyph in glyphs}
    drawn = (thin_out(ink, ruling) for ruling in rulings if not any(lies_within(line, ruling) for line in strikes))
    strokes = (Box(*(edge / scale for edge in (box.x0, box.top, box.x1, box.bottom))) for box in drawn)
    page = replace(page, words=tuple(words))
    found = find_unread_regions(_draw_lettering(drawing, rulings, tolerances.scale), page, tolerances)
    return replace(
        page,
        strokes=(*page.strokes, *strokes),
        unread=(*page.unread, *(replace(region, place=lie.place_box(region.box)) for region in found)),
        remarks=(*page.remarks, remark),
        recognised=recognised,
    )


def _draw_lettering(drawing: Drawing, rulings: Sequence[Box], scale: float) -> Drawing:
    """Return a drawing of a page without its ruling lines, with about so many pixels in a point."""
    paper = erase(np.ones(drawing.pixels.shape, bool), rulings)
    rows, columns = (max(1, round(count / drawing.across * scale)) for count in drawing.pixels.shape)
    picture = Image.fromarray(np.where(paper, drawing.pixels, WHITE).astype(np.uint8))
    pixels = np.asarray(picture.resize((columns, rows), Image.Resampling.BOX))
    return Drawing(pixels, columns / drawing.pixels.shape[1] * drawing.across, rows / drawing.pixels.shape[0] * drawing.down)


def follow_picture(
    words: Sequence[Word], lettering: Any, scale: float, tolerances: RecognisedTolerances = RECOGNISED
) -> list[Word]:
    """Return a page's recognised words, as wide as their ink, cut where the picture shows a blank, with the bullets that stand
    in it before lines.

    `lettering` is the ink of the page without ruling lines, with so many pixels in a point.
    """
    picture = _Picture(lettering, lettering, scale)
    lines = list(_group_lines(_settle_signs(words, tolerances)))
    reach = tolerances.beyond * max((word.size for word in words), default=0.0)
    boxes = [picture.to_pixels(word.box._replace(x1=word.box.x1 + reach)) for word in words]
    blanks = [blank for line in lines for blank in picture.measure_blanks(line)]
    usual = median(blanks) if len(blanks) >= tolerances.enough_blanks else None
    picture = replace(picture, around=erase(lettering, boxes), usual=usual)
    lines = [picture.join_words(line, tolerances) for line in lines]
    lines = [list(picture.fit_words(list(picture.cut_words(line, tolerances)), tolerances)) for line in lines]
    words = picture.level_words([part for line in lines for part in _part_columns(line, tolerances)], tolerances)
    return [word for line in _group_lines(words) for word in _set_bullets(line, picture, tolerances)]


def cut_at_blanks(words: Sequence[Word], ink: Any, scale: float, tolerances: RecognisedTolerances = RECOGNISED) -> list[Word]:
    """Return words, cut behind signs where ink, with so many pixels in a point, has a blank as wide as between words.

    Words of letters alone stay whole: an engine that gives the words' places knows their blanks better than the boxes tell.
    """
    lines = list(_group_lines(words))
    picture = _Picture(ink, ink, scale)
    gaps = [gap for line in lines for gap in picture.measure_gaps(line)]
    picture = replace(picture, usual=median(gaps) if len(gaps) >= tolerances.enough_blanks else None)
    return [part for line in lines for part in picture.cut_words(line, tolerances, letters=False)]


def _drop_rulings(words: Sequence[Word], rulings: Sequence[Box], lettering: Any, scale: float) -> Iterator[Word]:
    """Yield words without the signs for which a program took a ruling line, which have no other ink."""
    for word in words:
        box = Box(*(scale * edge for edge in word.box))
        if (
            word.text.chars.strip(_RULING_SIGNS)
            or not any(_meets(ruling, box) for ruling in rulings)
            or lettering[max(0, int(box.top)) : int(box.bottom), max(0, int(box.x0)) : int(box.x1)].any()
        ):
            yield word


def _meets(ruling: Box, box: Box) -> bool:
    return ruling.x0 < box.x1 and box.x0 < ruling.x1 and ruling.top < box.bottom and box.top < ruling.bottom


@dataclass(frozen=True)
class _Picture:
    """The ink of a page without ruling lines, that without words, the pixels in a point, and the usual blank between two
    words, in font sizes.
    """

    ink: Any
    around: Any
    scale: float
    usual: float | None = None

    def to_pixels(self, box: Box) -> Box:
        return Box(*(self.scale * edge for edge in (box.x0, box.top, box.x1, box.bottom)))

    def find_columns(self, x0: float, x1: float, box: Box) -> Any:
        """Return which columns between two places have ink at the height of a word's box: below the feet of the line above."""
        part = self.to_pixels(Box(x0, box.top + RECOGNISED.feet * box.height, x1, box.bottom))
        return self.ink[max(0, int(part.top)) : int(part.bottom) + 1, max(0, int(part.x0)) : max(0, int(part.x1))].any(axis=0)

    def bound_ink(self, word: Word, end: float) -> Box | None:
        """Return the box of a word's ink in pixels, up to a place in its line; None where it has none."""
        part = self.to_pixels(word.box._replace(x1=end))
        top, left = max(0, int(part.top)), max(0, int(part.x0) - 1)
        ink = self.ink[top : int(part.bottom) + 1, left : int(part.x1)]
        rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return None
        return Box(left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)

    def measure_blank(self, ink: Box, word: Word) -> float:
        """Return the blank behind ink in the line of a word, in font sizes; at most three."""
        columns = self.find_columns(ink.x1 / self.scale + 1e-6, ink.x1 / self.scale + 3 * word.size, word.box)
        inked = np.flatnonzero(columns)
        return (float(inked[0]) if len(inked) else float(len(columns))) / self.scale / word.size

    def is_sign(self, ink: Box, word: Word, tolerances: RecognisedTolerances) -> bool:
        """Whether ink in place of a word is smaller than a letter, or a disc or square that is filled."""
        width, height, size = ink.x1 - ink.x0, ink.height, word.size * self.scale
        if max(width, height) <= tolerances.small_sign * size:
            return True
        share = float(self.ink[int(ink.top) : int(ink.bottom), int(ink.x0) : int(ink.x1)].mean())
        is_square = min(width, height) >= tolerances.square * max(width, height)
        return share >= tolerances.filled and is_square and max(width, height) <= tolerances.largest_sign * size

    def is_clear(self, x: float, word: Word, tolerances: RecognisedTolerances) -> bool:
        """Whether nothing stands close before a place in the line of a word."""
        return not self.find_columns(x - tolerances.apart * word.size, x - 1 / self.scale, word.box).any()

    def join_words(self, line: Sequence[Word], tolerances: RecognisedTolerances) -> list[Word]:
        """Return the words of a line, those between which the picture has no blank as one: `Yi` and `chang`."""
        joined = list(line[:1])
        for word in line[1:]:
            before = joined[-1]
            is_rest = word.text.chars.islower() and may_be_one(before.text.chars, word.text.chars)
            gap = next(self.measure_gaps([before, word]), None) if is_rest and self.usual else None
            if gap is not None and self.usual and gap < tolerances.no_blank * self.usual:
                joined[-1] = replace(before, text=before.text + word.text, box=before.box._replace(x1=word.box.x1))
            else:
                joined.append(word)
        return joined

    def measure_gaps(self, line: Sequence[Word]) -> Iterator[float]:
        """Yield the widest gap in the ink between the middles of neighbours in a line, in font sizes.

        Their boxes may overlap.
        """
        for before, word in pairwise(line):
            left, right = (before.box.x0 + before.box.x1) / 2, (word.box.x0 + word.box.x1) / 2
            inked = np.flatnonzero(self.find_columns(left, right, word.box))
            if word.box.x0 - before.box.x1 < word.size and len(inked) > 1:
                yield (float(np.diff(inked).max()) - 1) / self.scale / word.size

    def measure_blanks(self, line: Sequence[Word]) -> Iterator[float]:
        """Yield the blanks right before the words of a line that have a word before them, in font sizes."""
        for before, word in pairwise(line):
            columns = self.find_columns(before.box.x0, word.box.x0, word.box)
            inked = np.flatnonzero(columns)
            if word.box.x0 - before.box.x1 < word.size and len(inked):
                yield (len(columns) - 1 - int(inked[-1])) / self.scale / word.size

    def cut_words(self, line: Sequence[Word], tolerances: RecognisedTolerances, *, letters: bool = True) -> Iterator[Word]:
        """Yield the words of a line, those within which the picture has about a usual blank in parts; with `letters` false
        those of letters alone as they are.
        """
        for before, word, following in zip([None, *line[:-1]], line, [*line[1:], None], strict=True):
            chars = word.text.chars
            if self.usual is None or (chars.isalpha() and not letters):
                yield word
                continue
            end = (following.box.x0 if following else word.box.x1 + word.size) - tolerances.before * word.size
            columns = self.find_columns(word.box.x0, min(end, word.box.x1 + word.size), word.box)
            beside = before.text.chars if before else "", following.text.chars if following else ""
            yield from _cut(word, columns, self.usual * word.size * self.scale, tolerances, beside)

    def fit_words(self, line: Sequence[Word], tolerances: RecognisedTolerances) -> Iterator[Word]:
        """Yield the words of a line as wide as their ink: programs lay the blank behind a word into its box.

        Ink between two blanks is that of the word with whose room it shares most; a word that shares its ink stays as it is.
        Of two signs beside each other (`¢ —`), one without ink is left out: both were recognised for one bullet.
        """
        start, size = line[0].box.x0 - line[0].size, max(word.size for word in line)
        columns = self.find_columns(start, line[-1].box.x1 + size, line[0].box)
        blank = tolerances.blank * size * self.scale
        ends = [following.box.x0 for following in line[1:]] + [float("inf")]
        rooms = [(word.box.x0, min(end, word.box.x1 + size)) for word, end in zip(line, ends, strict=True)]
        owned: dict[int, list[tuple[float, float]]] = {}
        for left, right in _group_columns(columns, blank):
            x0, x1 = max(start, 0.0) + left / self.scale, max(start, 0.0) + right / self.scale
            shares = [min(x1, end) - max(x0, begin) for begin, end in rooms]
            owned.setdefault(int(np.argmax(shares)), []).append((x0, x1)) if max(shares) > 0 else None
        for number in range(1, len(line)):  # a dash whose box lies behind its ink
            groups = owned.get(number - 1, [])
            if number not in owned and len(groups) > 1 and groups[-1][0] > line[number - 1].box.x1 - size / 4:
                owned[number] = [groups.pop()]
        signs = {number for number, word in enumerate(line) if _is_lone_sign(word.text.chars)}
        twice = {number for number in signs - owned.keys() if {number - 1, number + 1} & signs & owned.keys()}
        for number, word in enumerate(line):
            if number in twice:
                continue
            own = owned.get(number)
            beside = {number - 1, number + 1} & set(range(len(line)))
            if own and beside <= owned.keys() | twice:
                yield _settle_dash(_fit(word, own[0][0], own[-1][1]))
            else:
                yield word

    def level_words(self, parts: Sequence[Sequence[Word]], tolerances: RecognisedTolerances) -> list[Word]:
        """Return the words of parts of lines at the height of their ink: programs take a label and the value beside it for one
        line, and lay both at one height.
        """
        depths = [self._measure_depth(part) for part in parts]
        usual = median([depth for depth in depths if depth is not None] or [0.0])
        words: list[Word] = []
        for part, depth in zip(parts, depths, strict=True):
            rise = 0.0 if depth is None else depth - usual
            is_off = tolerances.level * part[0].size < abs(rise) <= tolerances.most_off * part[0].size
            words += [_raise(word, rise) for word in part] if is_off else part
        return words

    def _measure_depth(self, part: Sequence[Word]) -> float | None:
        """Return how far below the baseline of the ink the boxes of words end, in points; None for signs, or without ink."""
        if sum(char.isalnum() for word in part for char in word.text.chars) < _LETTERS:
            return None
        foot, size = median(word.baseline for word in part), part[0].size
        area = Box(part[0].box.x0, foot - 1.2 * size, part[-1].box.x1, foot + size / 2)
        found = find_baseline(self.ink, self.to_pixels(area))
        return None if found is None else foot - found / self.scale


_LETTERS = 3
"""Letters and digits from which a baseline is believed; chosen."""


def _settle_signs(words: Sequence[Word], tolerances: RecognisedTolerances) -> list[Word]:
    """Return words among which a sign in small print before a line is of that line: `*` is recognised as a line of its own."""
    usual = median(word.size for word in words) if words else 0.0
    settled = list(words)
    for number, word in enumerate(words):
        if _is_lone_sign(word.text.chars) and word.size <= tolerances.small_print * usual:
            middle, reach = (word.box.top + word.box.bottom) / 2, word.box.x1 + tolerances.reach * usual
            lines = [one for one in words if one.box.top <= middle <= one.box.bottom and word.box.x1 <= one.box.x0 <= reach]
            if first := min((one for one in lines if one is not word), key=lambda one: one.box.x0, default=None):
                box = word.box._replace(top=first.box.top, bottom=first.box.bottom)
                glyph = Glyph(word.text.pages()[0], box.x0, box.top, box.x1, box.bottom)
                settled[number] = Word(SourceText(word.text.chars, (glyph,) * len(word.text.chars)), box, word.font, first.size)
    return settled


def _settle_dash(word: Word, tolerances: ScanTolerances = SCAN) -> Word:
    """Return a word that is as wide as its ink; as a dash or hyphen by that, where it is one."""
    if word.text.chars not in f"{DASHES}—":
        return word
    chars = "–" if word.box.x1 - word.box.x0 >= tolerances.dash * word.size else "-"
    return replace(word, text=SourceText(chars, word.text.origins))


def _is_lone_sign(chars: str) -> bool:
    return len(chars) <= 2 and all(map(is_like_bullet, chars))


def _part_columns(line: Sequence[Word], tolerances: RecognisedTolerances) -> Iterator[list[Word]]:
    """Yield the parts of a line that stand apart; a sign and the text behind it are one."""
    part: list[Word] = []
    for word in line:
        if part and word.box.x0 - part[-1].box.x1 > tolerances.apart * word.size and len(part[-1].text.chars) > 2:
            yield part
            part = []
        part.append(word)
    yield part


def _raise(word: Word, rise: float) -> Word:
    """Return a word so many points higher on its page."""
    origins = tuple(
        origin._replace(top=round(origin.top - rise, 3), bottom=round(origin.bottom - rise, 3))
        if isinstance(origin, Glyph)
        else origin
        for origin in word.text.origins
    )
    box = word.box._replace(top=word.box.top - rise, bottom=word.box.bottom - rise)
    return replace(word, text=SourceText(word.text.chars, origins), box=box)


def _group_columns(columns: Any, blank: float) -> list[tuple[int, int]]:
    """Return start and end of the ink in a line, that with less than a blank between it together."""
    groups: list[tuple[int, int]] = []
    for start, end in find_stretches(columns):
        if groups and start - groups[-1][1] < blank:
            groups[-1] = groups[-1][0], end
        else:
            groups.append((start, end))
    return groups


def _fit(word: Word, x0: float, x1: float) -> Word:
    """Return a word that lies between two places; its glyphs keep their shares of it."""
    old, share = word.box.x0, (x1 - x0) / max(word.box.x1 - word.box.x0, 1e-6)

    def move(x: float) -> float:
        return round(x0 + (x - old) * share, 3)

    origins = tuple(
        origin._replace(x0=move(origin.x0), x1=move(origin.x1)) if isinstance(origin, Glyph) else origin
        for origin in word.text.origins
    )
    return replace(word, text=SourceText(word.text.chars, origins), box=word.box._replace(x0=round(x0, 3), x1=round(x1, 3)))


def _cut(
    word: Word, columns: Any, usual: float, tolerances: RecognisedTolerances, beside: tuple[str, str] = ("", "")
) -> list[Word]:
    """Return a word in parts where its columns of ink have a blank as wide as between words, and wider than between letters.

    A word of letters has one such blank at most; others (`4,5;70` for `4,5; 70`) have them only behind signs, as figures
    stand apart; or where one beside them is a group of a number. `beside` are the words before and behind.
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    gaps = starts[1:] - ends[:-1]
    chars = word.text.chars
    if len(gaps) < 2 or len(starts) > len(chars):  # more shapes than letters: ink of the next word, too
        return [word]
    widest = int(np.argmax(gaps))
    others = max(float(np.median(np.delete(gaps, widest))), 1.0)
    wide = [int(at) for at in np.flatnonzero((gaps >= tolerances.least_blank * usual) & (gaps >= tolerances.wider * others))]
    if chars.isalpha() and (parts := _cut_words(chars, starts, ends, gaps, tolerances.least_blank * usual, others)):
        cuts = parts
    elif chars.isalpha():
        cuts = [cut for cut in (_find_cut(chars, starts, ends, at) for at in wide if at == widest) if may_be_two(chars, cut)]
    else:
        apart = len(starts) == len(chars)  # else letters touch, and a place is known within one letter
        near = ((cut, *(() if apart else (cut + 1, cut - 1))) for cut in (_find_cut(chars, starts, ends, at) for at in wide))
        cuts = [next((cut for cut in some if 0 < cut < len(chars) and _divides(chars, cut)), 0) for some in near]
        cuts = [cut for cut in cuts if cut] or find_groups(chars, *beside, gaps.tolist())
    marks = [0, *sorted(set(cuts)), len(chars)]
    return [part for start, end in pairwise(marks) if (part := _take(word, start, end))]


def _cut_words(chars: str, starts: Any, ends: Any, gaps: Any, blank: float, others: float) -> list[int]:
    """Return behind how many letters a string that is no word is cut, if there are common words between all of its blanks."""
    wide = np.flatnonzero((gaps >= blank) & (gaps >= _BLANK_BEFORE_WORDS * others))
    if not len(wide) or is_common(chars.casefold()):
        return []
    marks = [0]
    for at in wide:
        found = _find_cut(chars, starts, ends, int(at))
        near = (found,) if len(starts) == len(chars) else (found, found + 1, found - 1)
        marks.append(next((cut for cut in near if is_common(chars[marks[-1] : cut].casefold())), 0))
    return marks[1:] if all(marks[1:]) and is_common(chars[marks[-1] :].casefold()) else []


_BLANK_BEFORE_WORDS = 1.5
"""How many times as wide as others a gap is that has common words on both sides; chosen."""


def _find_cut(chars: str, starts: Any, ends: Any, at: int) -> int:
    """Return behind how many characters a word is cut at one of the gaps between its shapes."""
    if len(starts) == len(chars):
        return at + 1
    widths = np.cumsum([_WIDTHS.get(char, 1.0) for char in chars])
    gap = starts[at + 1] - ends[at]
    place = (ends[at] - starts[0]) / (ends[-1] - starts[0] - gap)
    return int(np.argmin(np.abs(widths[:-1] / widths[-1] - place))) + 1


def _divides(chars: str, cut: int) -> bool:
    """Whether a blank may stand at a place in figures or a text with signs: behind a sign that ends a part of it, or before a
    year (`Q12021`).
    """
    ends_part = chars[cut - 1] in ",;:)" or (chars[cut - 1] == "." and chars[cut].isalpha())
    return (chars[cut].isalnum() and ends_part) or _YEAR.fullmatch(chars[cut:]) is not None


def _take(word: Word, start: int, end: int) -> Word | None:
    text = SourceText(word.text.chars[start:end], word.text.origins[start:end])
    places = [origin for origin in text.origins if isinstance(origin, Glyph)]
    return replace(word, text=text, box=word.box._replace(x0=places[0].x0, x1=places[-1].x1)) if places else None


def _set_bullets(line: Sequence[Word], picture: _Picture, tolerances: RecognisedTolerances) -> Iterator[Word]:
    """Yield the words of a line, with the bullets that the picture shows before its parts."""
    before: Word | None = None
    blanks = [following.box.x0 - word.box.x1 for word, following in pairwise(line)]
    spaced = tolerances.justified * median(blanks) if len(blanks) >= tolerances.enough_blanks else 0.0
    for word, following in zip(line, [*line[1:], None], strict=True):
        near = tolerances.reach if before and len(before.text.chars) <= 2 else tolerances.apart
        is_first = before is None or word.box.x0 - before.box.x1 > max(near * word.size, spaced)
        yield from _set_bullet(word, following, picture, tolerances) if is_first else (word,)
        before = word


def _set_bullet(word: Word, following: Word | None, picture: _Picture, tolerances: RecognisedTolerances) -> tuple[Word, ...]:
    """Return the first word of a line; with the bullet that stands before it, if its picture shows one."""
    if len(word.text.chars) <= 2:
        word = _settle_lone(word, following, picture, tolerances)
    chars = word.text.chars
    is_sign = not chars[0].isalnum() and is_like_bullet(chars[0])
    if is_sign and len(chars) <= 2:
        return (word,)
    height = tolerances.line_height * word.size
    middle = (word.box.top + word.box.bottom) / 2
    area = picture.to_pixels(Box(word.box.x0, middle - height / 2, word.box.x1, middle + height / 2))
    if len(chars) > 2 and picture.is_clear(word.box.x0, word, tolerances):
        shape = find_first_shape(picture.ink, area.x0, area.x1, area.top, area.bottom)
        rest = _take(word, 1, len(chars))
        if shape and rest and (is_sign or (shape.is_small and chars[1].isupper() and not chars[0].isupper())):
            return _place(word, "•", shape.box, picture.scale), rest
    sign = None if is_sign else find_sign(picture.around, area.x0, area.top, area.bottom)
    if sign is None or is_cut(picture.ink, sign) or not picture.is_clear(sign.x0 / picture.scale, word, tolerances):
        return (word,)
    return _place(word, "•", sign, picture.scale), word


def _settle_lone(word: Word, following: Word | None, picture: _Picture, tolerances: RecognisedTolerances) -> Word:
    """Return a sign or letter with text behind it as wide as its ink; as a bullet, where its ink is one or stands as one."""
    end = following.box.x0 - tolerances.before * word.size if following else word.box.x0
    ink = picture.bound_ink(word, end) if end - word.box.x1 <= tolerances.reach * word.size else None
    if ink is None or not picture.is_clear(ink.x0 / picture.scale, word, tolerances):
        return word
    is_letter = word.text.chars.isalpha() or is_like_bullet(word.text.chars[0])
    is_apart = is_letter and picture.measure_blank(ink, word) >= tolerances.far * (picture.usual or 1.0)
    return _place(word, "•" if is_apart or picture.is_sign(ink, word, tolerances) else word.text.chars, ink, picture.scale)


def _place(word: Word, chars: str, ink: Box, scale: float) -> Word:
    """Return a word of some characters in a word's line, as wide as its ink, which is measured in pixels."""
    page = next(origin.page for origin in word.text.origins if isinstance(origin, Glyph))
    box = word.box._replace(x0=round(ink.x0 / scale, 3), x1=round(ink.x1 / scale, 3))
    glyph = Glyph(page, box.x0, box.top, box.x1, box.bottom)
    return replace(word, text=SourceText(chars, (glyph,) * len(chars)), box=box)


def _group_lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the lines of a page, each from left to right: words whose baselines lie at about one height."""
    line: list[Word] = []
    for word in sorted(words, key=lambda found: found.baseline):
        if line and word.baseline - line[-1].baseline > word.size / 4:
            yield sorted(line, key=lambda found: found.box.x0)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda found: found.box.x0)
