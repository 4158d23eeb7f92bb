"""Which glyphs of a page have ink of their own: drawings and glyphs in, flags out."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ucap.extractors.readers.drawing import Drawing, Flags, GlyphTable, Indexes, Numbers, Pixels
from ucap.extractors.readers.tolerances import PDF, InkTolerances

_COARSE_ALONG, _COARSE_UP = (0.0, 0.17, 0.34), (0.1, 0.35)
_BESIDE = (0.95, -0.35)
"""Where in a letter ink is looked for, in font sizes: its left half, up to the height of an x. Above and below it is paper.

PDFium puts letters at whole pixels, up to one to the left, which is a fifth of a font size here.
"""
_COARSE_PLACES = np.array(
    [(along, up) for along in _COARSE_ALONG for up in _COARSE_UP] + [(_COARSE_ALONG[1], up) for up in _BESIDE]
)
_FINE_ALONG, _FINE_UP = np.linspace(0.04, 0.96, 8), np.linspace(0.02, 0.66, 12)
"""The same in a fine drawing: along the advance of the glyph (in advances), and up."""
_SHADOW, _ALIKE = 0.5, 1.3
"""How far a second print of a letter is from the first at most, in font sizes, and how much larger letters are that hide none.
Chosen, not measured.
"""
_MOST_CROSSING = 400
"""Runs that are compared with each other. A page with more that are doubted is a scan, or light as a whole. Chosen."""
_COLUMNS = 1_000_003
"""More columns of cells than a page has, so that row and column make one number."""
_SIGN_UP = np.linspace(-0.2, 0.9, 20)
"""Where ink of signs is looked for: a comma hangs below the baseline, a quotation mark stands above letters."""


def sample_letters(drawing: Drawing, glyphs: GlyphTable) -> tuple[Pixels, Pixels]:
    """Return pixels of a grey drawing in two arrays, one row a place, one column a letter: of each letter's left half, and of
    what is above and below it.
    """
    samples = _read_pixels(drawing, *glyphs.locate(_COARSE_PLACES[:, :1], _COARSE_PLACES[:, 1:]))
    return samples[: -len(_BESIDE)], samples[-len(_BESIDE) :]


def find_contrast(darkest: Pixels, lightest: Pixels, beside: Pixels, runs: Indexes) -> Indexes:
    """Return the contrast of each letter and its neighbours of the same run: a lone one can miss a thin stroke.

    `darkest` and `lightest` are the tones within each letter. What is beside a letter counts only where it is lighter: it may
    be a line.
    """
    low = darkest.astype(np.int64)
    high = np.maximum(lightest, beside.max(axis=0)).astype(np.int64)
    joined = runs[1:] == runs[:-1]
    least, most = low.copy(), high.copy()
    np.minimum(least[1:], low[:-1], out=least[1:], where=joined)
    np.minimum(least[:-1], low[1:], out=least[:-1], where=joined)
    np.maximum(most[1:], high[:-1], out=most[1:], where=joined)
    np.maximum(most[:-1], high[1:], out=most[:-1], where=joined)
    contrast: Indexes = most - least
    return contrast


def find_even_runs(darkest: Pixels, lightest: Pixels, runs: Indexes, tolerances: InkTolerances = PDF.ink) -> Indexes:
    """Return the runs most letters of which hold one tone only, however light the paper beside them: text in the colour of the
    cell behind it.

    In a coarse drawing one `i` can look so, too: of a short run, the letters before and after it must be even as well.
    """
    even = lightest - darkest < tolerances.doubtful
    counts = np.bincount(runs)
    judged = even.copy()
    if (short := counts < tolerances.short_run).any() and even.any():
        beside = even.copy()
        beside[1:] &= even[:-1]
        beside[:-1] &= even[1:]
        judged = np.where(short[runs], beside, even)
    found: Indexes = np.nonzero(np.bincount(runs, judged) >= tolerances.even * np.maximum(counts, 1))[0]
    return found


def find_overlaps(glyphs: GlyphTable, tolerances: InkTolerances = PDF.ink) -> set[tuple[int, int]]:
    """Return the pairs of runs, the smaller number first, some letters of which are printed over each other.

    The same letter at the same place is printed twice, which makes it bold: that is no overlap.
    """
    x, y = glyphs.locate(0.25, 0.25)
    columns = (x / tolerances.cell_width).astype(np.int64)
    meetings = []
    for phase in (0.0, 0.5):  # two letters of about one height can lie on two sides of an edge, but not of both
        cells = (y / tolerances.cell_height + phase).astype(np.int64) * _COLUMNS + columns  # by rows: nearly in order
        order = np.argsort(cells, kind="stable")
        first, second = order[:-1], order[1:]
        meet = (cells[first] == cells[second]) & (glyphs.run[first] != glyphs.run[second])
        meetings.append((first[meet], second[meet]))
    if not any(len(first) for first, _ in meetings):
        return set()
    sizes = np.bincount(glyphs.run)
    return {pair for first, second in meetings for pair in _count_meetings(glyphs, first, second, x, y, sizes, tolerances)}


def _count_meetings(
    glyphs: GlyphTable, first: Indexes, second: Indexes, x: Numbers, y: Numbers, sizes: Indexes, tolerances: InkTolerances
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of runs enough letters of which meet."""
    apart = np.maximum(np.abs(x[first] - x[second]), np.abs(y[first] - y[second]))
    different = (glyphs.code[first] != glyphs.code[second]) | (apart > tolerances.doubled)
    pairs = np.sort(np.stack((glyphs.run[first], glyphs.run[second]))[:, different], axis=0)
    found, counts = np.unique(pairs, axis=1, return_counts=True)
    for one, other, count in zip(*found.tolist(), counts.tolist(), strict=True):
        if count >= min(tolerances.overlapping, int(sizes[one]), int(sizes[other])):
            yield one, other


def find_crossings(glyphs: GlyphTable, advances: Numbers) -> set[tuple[int, int]]:
    """Return the pairs of runs, the smaller number first, whose lines of letters share some of the page, whether or not two of
    their letters meet: a text that is typed over another need not stand on its baseline.

    `advances` are those of the letters, in font sizes.
    """
    x, y = glyphs.locate(0.0, 0.0)
    ends, tops = glyphs.locate(advances, 0.5)
    runs = np.unique(glyphs.run)
    if len(runs) > _MOST_CROSSING:
        return set()
    place = np.searchsorted(runs, glyphs.run)
    x0, top = (_bound_runs(np.minimum, place, pair, np.inf) for pair in ((x, ends), (y, tops)))
    x1, bottom = (_bound_runs(np.maximum, place, pair, -np.inf) for pair in ((x, ends), (y, tops)))
    wide = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    high = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    first, second = np.nonzero(np.triu((wide > 1) & (high > 1), 1))
    return set(zip(runs[first].tolist(), runs[second].tolist(), strict=True))


def _bound_runs(choose: np.ufunc, place: Indexes, values: tuple[Numbers, Numbers], start: float) -> Numbers:
    """Return for each run the outermost of the values of its letters; `place` is the number of each letter's run, from 0."""
    found = np.full(int(place.max()) + 1, start)
    choose.at(found, place, choose(*values))
    return found


def find_overprinted(
    glyphs: GlyphTable, seen: Flags, overlaps: Iterable[tuple[int, int]], tolerances: InkTolerances = PDF.ink
) -> Flags:
    """Return which letters cannot be read, as other letters are seen in their place; `overlaps` are runs over each other.

    A text that is printed a second time beside its place (a shadow) leaves both to be read, and so does one much larger.
    """
    found = np.zeros(len(seen), bool)
    x, y = glyphs.locate(0.25, 0.25)
    sizes = np.hypot(glyphs.up_x, glyphs.up_y)
    for one, other in overlaps:
        first, second = np.flatnonzero(seen & (glyphs.run == one)), np.flatnonzero(seen & (glyphs.run == other))
        if not (len(first) and len(second)):
            continue
        small, large = sorted((float(sizes[first[0]]), float(sizes[second[0]])))
        apart = np.maximum(np.abs(x[first][:, None] - x[second]), np.abs(y[first][:, None] - y[second]))
        alike = glyphs.code[first][:, None] == glyphs.code[second]
        is_second_print = 2 * (alike & (apart < _SHADOW * large)).any(axis=1).sum() >= min(len(first), len(second))
        if is_second_print or large > _ALIKE * small:
            continue
        meet = ~alike & (apart < tolerances.overprinted * small)
        ones, others = first[meet.any(axis=1)], second[meet.any(axis=0)]
        # A narrow letter beside a ligature, which has one place for all its letters, is near to all of these.
        if min(len(np.unique(x[ones])), len(np.unique(x[others]))) >= tolerances.overlapping:
            found[ones] = True
            found[others] = True
    return found


def find_own_ink(
    whole: Drawing,
    without: Drawing,
    alone: Drawing,
    glyphs: GlyphTable,
    advances: Numbers,
    tolerances: InkTolerances = PDF.ink,
) -> Flags:
    """Return which letters the page loses where their texts are left out of it: enough of what they paint.

    The drawings show one region: the page as it is, the page without these texts, and these texts alone, on paper of a tone
    that is not theirs. `advances` are in font sizes.
    """
    lost = _find_loss(whole, without, glyphs, advances, _FINE_UP) >= tolerances.seen
    tones = alone.pixels.astype(np.int16)
    shape = alone.show(np.abs(tones - int(tones[0, 0])).astype(np.uint8))
    places = [_read_at(shape, glyphs, along * advances, up) for along in _FINE_ALONG for up in _FINE_UP]
    painted = (np.stack(places) >= tolerances.printed).sum(axis=0)
    return np.asarray((lost.sum(axis=0) >= tolerances.least_lost) & (lost.sum(axis=0) >= tolerances.uncovered * painted))


def find_own_signs(
    whole: Drawing, without: Drawing, glyphs: GlyphTable, advances: Numbers, tolerances: InkTolerances = PDF.ink
) -> Flags:
    """Return the same for signs, which can be as small as a full stop."""
    lost = _find_loss(whole, without, glyphs, advances, _SIGN_UP)
    return np.asarray((lost >= tolerances.seen).any(axis=0))


def _find_loss(whole: Drawing, without: Drawing, glyphs: GlyphTable, advances: Numbers, ups: Numbers) -> Indexes:
    difference = np.abs(whole.pixels.astype(np.int16) - without.pixels.astype(np.int16)).astype(np.uint8)
    loss = whole.show(np.maximum(np.maximum(difference[..., 0], difference[..., 1]), difference[..., 2]))
    return np.stack([_read_at(loss, glyphs, along * advances, up) for along in _FINE_ALONG for up in ups])


def _read_at(drawing: Drawing, glyphs: GlyphTable, along: Numbers, up: float) -> Indexes:
    x = glyphs.x + along * glyphs.along_x + up * glyphs.up_x
    y = glyphs.y + along * glyphs.along_y + up * glyphs.up_y
    return _read_pixels(drawing, x, y).astype(np.int64)


def agrees_with_picture(
    picture: Drawing,
    glyphs: GlyphTable,
    advances: Numbers,
    invisible: bool,
    tolerances: InkTolerances = PDF.ink,
    word_ends: Flags | None = None,
) -> Flags:
    """Return which letters are those of a picture behind them, as text recognition lays them over a scan; none where the
    picture shows something else.

    In a picture of the same words, there is ink where letters are and none where blanks are. `invisible` letters are meant to
    be so; of others, which a picture covers, some blanks must agree as well. Behind `word_ends` is a blank, if one is known.
    """
    inked = np.ptp(
        np.stack([_read_at(picture, glyphs, along * advances, up) for along in _FINE_ALONG for up in _FINE_UP]), axis=0
    )
    shown = inked >= tolerances.printed
    none = np.zeros(len(glyphs.x), bool)
    if shown.mean() < tolerances.agreeing:
        return none
    blank = _find_blanks(picture, glyphs, advances, tolerances, word_ends)
    if len(blank) and blank.mean() < tolerances.agreeing:
        return none
    if invisible:
        return _follow_words(picture, glyphs, shown, tolerances)
    return shown if len(blank) >= tolerances.enough_blanks else none


def _follow_words(picture: Drawing, glyphs: GlyphTable, shown: Flags, tolerances: InkTolerances) -> Flags:
    """Return which letters of a picture's words are seen: a word is, if one of its letters is, or if ink is in its place.

    Programs lay a word beside its ink, or make it too narrow. Its place reaches to the next word of its line.
    """
    size, along = np.hypot(glyphs.up_x, glyphs.up_y), np.maximum(np.hypot(glyphs.along_x, glyphs.along_y), 1e-6)
    step_x, step_y = np.diff(glyphs.x, append=glyphs.x[-1:]), np.diff(glyphs.y, append=glyphs.y[-1:])
    room = (step_x * glyphs.along_x + step_y * glyphs.along_y) / along
    aside = np.abs(step_x * glyphs.along_y - step_y * glyphs.along_x) / along
    is_last = np.append(glyphs.run[1:] != glyphs.run[:-1], True)
    is_followed = is_last & (room > 0) & (room < tolerances.widest_gap * size) & (aside < tolerances.narrowest_gap * size)
    reach = np.where(is_followed, room - tolerances.before_word * size, 0.0) / along
    places = [_read_at(picture, glyphs, part * reach, up) for part in _FINE_ALONG for up in _FINE_UP]
    own = shown | (is_followed & (np.ptp(np.stack(places), axis=0) >= tolerances.printed))
    counts = np.bincount(glyphs.run, own)
    # A word of one letter that the next word's box leaves no room (`A first`) is seen as that word is.
    alone = np.flatnonzero(is_last & is_followed & (room < tolerances.least_room * size) & (counts[glyphs.run] == 0))
    counts[glyphs.run[alone]] = counts[glyphs.run[np.minimum(alone + 1, len(own) - 1)]] * (
        np.bincount(glyphs.run)[glyphs.run[alone]] == 1
    )
    return np.asarray(counts[glyphs.run] > 0)


def _find_blanks(
    picture: Drawing, glyphs: GlyphTable, advances: Numbers, tolerances: InkTolerances, word_ends: Flags | None
) -> Flags:
    """Return for each gap between two words of a line whether the picture is blank there."""
    size = np.hypot(glyphs.along_x, glyphs.along_y)
    along_x, along_y = glyphs.along_x / size, glyphs.along_y / size
    end_x, end_y = glyphs.x + advances * glyphs.along_x, glyphs.y + advances * glyphs.along_y
    step_x, step_y = glyphs.x[1:] - end_x[:-1], glyphs.y[1:] - end_y[:-1]
    gap = (step_x * along_x[:-1] + step_y * along_y[:-1]) / size[:-1]
    aside = np.abs(step_x * along_y[:-1] - step_y * along_x[:-1]) / size[:-1]
    is_gap = (gap > tolerances.narrowest_gap) & (gap < tolerances.widest_gap) & (aside < tolerances.narrowest_gap)
    at = np.nonzero(is_gap if word_ends is None else is_gap & word_ends[:-1])[0]
    if not len(at):
        return np.zeros(0, bool)
    before = glyphs.take(at)
    # Close to the next word: tesseract stretches a word with the blank behind it over the word's box.
    last = advances[at] + gap[at] - np.minimum(gap[at] / 2, tolerances.before_word)
    column = np.stack([_read_at(picture, before, last, up) for up in _FINE_UP])
    return np.asarray(np.ptp(column, axis=0) < tolerances.printed)


def _read_pixels(drawing: Drawing, x: Numbers, y: Numbers) -> Pixels:
    rows, columns = drawing.pixels.shape[:2]
    column = ((x - drawing.x0) * drawing.across).astype(np.int64)
    row = ((y - drawing.top) * drawing.down).astype(np.int64)
    for places, last in ((column, columns - 1), (row, rows - 1)):
        np.maximum(places, 0, out=places)
        np.minimum(places, last, out=places)
    row *= columns
    row += column
    pixels: Pixels = drawing.pixels.reshape(-1).take(row)  # a quarter of the time of an index for rows and one for columns
    return pixels


def smooth_words(seen: Sequence[bool | None]) -> list[bool]:
    """Return for each character of a word whether it is seen: None are signs, which go with the letter before or after.

    One letter of a longer word that alone seems to be missing is drawn too thinly.

    >>> smooth_words([True, False, True, None])
    [True, True, True, True]
    >>> smooth_words([True, True, False, False, None])
    [True, True, False, False, False]
    """
    letters = [flag for flag in seen if flag is not None]
    for at in range(len(letters)):
        beside = letters[max(0, at - 1) : at] + letters[at + 1 : at + 2]
        if not letters[at] and beside and all(beside):
            letters[at] = True
    if not letters:
        return [True] * len(seen)
    following = iter(letters)
    state, result = letters[0], []
    for flag in seen:
        state = next(following) if flag is not None else state
        result.append(state)
    return result
