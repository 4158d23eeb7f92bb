"""Words in, printed lines out: pure geometry, no knowledge of the form."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from operator import itemgetter
from statistics import median

from rapidfuzz.distance import OSA

from ucap.extractors.layout.tolerances import LineTolerances
from ucap.extractors.once import once
from ucap.extractors.page import Page, Word
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import continues_sentence
from ucap.extractors.text.page_numbers import is_page_number
from ucap.extractors.text.source_text import SourceText, from_pairs, join
from ucap.extractors.text.words import is_common, is_compound, is_compound_name, is_divided_word

_WHOLE_ADDRESS = re.compile(r"\.(?:com|org|net|int|edu|gov|info|[a-z]{2})[.,;:)]*$", re.IGNORECASE)
_REST_OF_ADDRESS = re.compile(r"(?!www\.)[\w.-]*\.\w{2,}[.,;]?")
_OUTER_SIGNS = re.compile(r"^\W+|\W+$")
_LETTERS_PER_SLIP = 15
"""Letters of a running head for each one in which it may differ from that of another page; chosen."""
_LIKE_DIGITS = str.maketrans("il|o", "1110")
_DIGITS, _DASHES = re.compile(r"\d+"), re.compile("[–—]")
_RULE_REACH = 1.5
"""Font sizes between a line and the rule below or above it that belongs to it. Chosen, not measured."""


@dataclass(frozen=True, eq=False)
class Line:
    """Words that stand on one line, from left to right. What is measured of them is measured once: lines are compared often.

    Each line is a line of its own, whatever its words are.
    """

    page: int
    words: tuple[Word, ...]

    @once
    def x0(self) -> float:
        """Left edge in points."""
        return self.words[0].box.x0

    @once
    def x1(self) -> float:
        """Right edge in points."""
        return max(word.box.x1 for word in self.words)

    @once
    def top(self) -> float:
        """Top of the line's words, in points."""
        return median([word.box.top for word in self.words])

    @once
    def bottom(self) -> float:
        """Bottom of the line's words, in points."""
        return median([word.box.bottom for word in self.words])

    @once
    def middle(self) -> float:
        """Vertical centre in points."""
        return (self.top + self.bottom) / 2

    @once
    def baseline(self) -> float:
        """Vertical position of the line for measuring its distance from others."""
        return median([word.baseline for word in self.words])

    @once
    def size(self) -> float:
        """Font size in points."""
        return median([word.size for word in self.words])

    @once
    def text(self) -> SourceText:
        """The line's words with one blank between."""
        return join(word.text for word in self.words)

    def part(self, left: float, right: float) -> "Line | None":
        """Return the words whose centres lie between two x positions; for the same positions the same line each time."""
        if left <= self._centres[0] and self._centres[1] < right:
            return self
        if (left, right) not in self._parts:
            words = tuple([word for word in self.words if left <= (word.box.x0 + word.box.x1) / 2 < right])
            self._parts[left, right] = Line(self.page, words) if words else None
        return self._parts[left, right]

    @once
    def _parts(self) -> "dict[tuple[float, float], Line | None]":
        return {}  # a line that held itself would stay in memory until rubbish is looked for

    @once
    def _centres(self) -> tuple[float, float]:
        """The centres of the words that stand furthest to the left and to the right."""
        centres = [(word.box.x0 + word.box.x1) / 2 for word in self.words]
        return min(centres), max(centres)


def group_lines(words: Iterable[Word], page: int, tolerances: LineTolerances) -> list[Line]:
    """Group words into lines, top to bottom: a word joins the line that it overlaps by half of the lower one's height."""
    lines: list[list[Word]] = []
    anchors: list[Word] = []  # the largest word of each line, the first of several
    for word in sorted(words, key=lambda w: (w.box.top + w.box.bottom, w.box.x0)):
        for number in range(len(lines) - 1, max(len(lines) - tolerances.last_lines, 0) - 1, -1):
            anchor = anchors[number]
            if _overlap(word, anchor) >= tolerances.overlap * min(word.box.height, anchor.box.height):
                lines[number].append(word)
                if word.size > anchor.size:
                    anchors[number] = word
                break
        else:
            lines.append([word])
            anchors.append(word)
    lines = _place_lone_glyphs(lines, tolerances)
    grouped = [Line(page, tuple(sorted(line, key=lambda w: w.box.x0))) for line in lines]
    return sorted(grouped, key=lambda line: (line.middle, line.x0))


def _place_lone_glyphs(lines: list[list[Word]], tolerances: LineTolerances) -> list[list[Word]]:
    """Put a glyph with no text after it into the line it overlaps most there.

    Another font's bullet sits above or below its text, and may overlap the line of a label at its left by more.
    """
    placed = [sorted(line, key=lambda word: word.box.x0) for line in lines]
    for line in placed:
        if not _ends_in_lone_glyph(line, tolerances):
            continue
        glyph = line[-1]
        beside = [(_overlap(glyph, first), other) for other in placed if (first := _next_word(other, glyph))]
        overlap, target = max(beside, key=itemgetter(0), default=(0.0, line))
        if overlap > 0:
            line.pop()
            target.append(glyph)
            target.sort(key=lambda word: word.box.x0)
    return [line for line in placed if line]


def _ends_in_lone_glyph(line: Sequence[Word], tolerances: LineTolerances) -> bool:
    """Whether the last word of a line is one sign, apart from what is before it, or a bullet: a label may fill its column."""
    if not line or line[-1].text.chars.isalnum() or len(set(line[-1].text.origins)) != 1:
        return False
    return (
        len(line) == 1
        or line[-1].text.chars in bullet_glyphs()[0]
        or line[-1].box.x0 - line[-2].box.x1 > tolerances.glyph_gap * line[-1].size
    )


def _next_word(line: Sequence[Word], glyph: Word) -> Word | None:
    """Return the first word of a line to the right of a glyph."""
    return next((word for word in line if word.box.x0 >= glyph.box.x1), None)


def _overlap(word: Word, other: Word) -> float:
    return min(word.box.bottom, other.box.bottom) - max(word.box.top, other.box.top)


def split_running_text(pages: Sequence[Page], tolerances: LineTolerances) -> tuple[list[list[Line]], list[Line]]:
    """Group each page's words into lines and set running headers, footers and page numbers apart.

    From the top and from the bottom of a page, lines are running text as long as the same line, digits aside, stands at the
    same place on another page, or is nothing but a page number. Returns the lines of each page's body, and those set apart.
    """
    lines = [group_lines(page.words, page.number, tolerances) for page in pages]
    places: dict[str, list[_Place]] = defaultdict(list)
    for page_lines in lines:
        for index, line in enumerate(page_lines):
            places[mask_digits(line)].append(_Place(line, index, len(page_lines) - 1 - index))
    body, running = [], []
    for page, page_lines in zip(pages, lines, strict=True):
        aside: set[Line] = set()
        for from_top, ordered in ((True, page_lines), (False, page_lines[::-1])):
            for index, line in enumerate(ordered):
                in_margin = line.bottom < page.height * tolerances.margin or line.top > page.height * (1 - tolerances.margin)
                goes_on = not from_top and _is_continued(line, page)
                repeated = (
                    not goes_on
                    and _may_run(line)
                    and any(
                        place.is_same(line, index, from_top, tolerances.same_place)
                        for place in _list_alike(places, mask_digits(line))
                        if place.line.page != page.number
                    )
                )
                numbered = in_margin and is_page_number(line.text.chars)
                if not (repeated or numbered):
                    break
                aside.add(line)
        if page is not pages[0]:
            rest = [line for line in page_lines if line not in aside]
            aside.update(_find_repeated_rows(lines[0], rest, tolerances))
        running += [line for line in page_lines if line in aside]
        body.append([line for line in page_lines if line not in aside])
    return body, running


def _find_repeated_rows(first_page: Sequence[Line], lines: Sequence[Line], tolerances: LineTolerances) -> list[Line]:
    """Return the lines at the top of a page that repeat rows of the first page, as word processors repeat header rows.

    The first of them holds a label and a value; the others follow it on both pages.
    """
    if not lines or not _has_columns(lines[0], tolerances.column_gap):
        return []
    for start, line in enumerate(first_page):
        if _is_printed_alike(line, lines[0], tolerances.alike):
            pairs = zip(first_page[start:], lines, strict=False)
            alike = takewhile(lambda pair: _is_printed_alike(*pair, tolerances.alike), pairs)
            return [repeated for _, repeated in alike]
    return []


def _has_columns(line: Line, gap: float) -> bool:
    return any(b.box.x0 - a.box.x1 > gap * line.size for a, b in pairwise(line.words)) and len(line.words[0].text) > 1


def _is_printed_alike(line: Line, other: Line, most: float) -> bool:
    """Whether two lines have the same text, and edges that differ by less than `most` points."""
    same_place = abs(line.x0 - other.x0) < most and abs(line.x1 - other.x1) < most
    return same_place and line.text.chars == other.text.chars


@dataclass(frozen=True)
class _Place:
    """Where a line stands on its page: its height, and how many lines are above and below it."""

    line: Line
    above: int
    below: int

    def is_same(self, line: Line, index: int, from_top: bool, most: float) -> bool:
        """Whether a line of another page stands at this height, give or take `most` points, or as many lines from the edge."""
        return abs(self.line.middle - line.middle) < most or index == (self.above if from_top else self.below)


def _list_alike(places: Mapping[str, Sequence[_Place]], key: str) -> Iterator[_Place]:
    """Yield the places of the lines with a text, and of those with nearly the same one, as recognition slips (`ITUC`)."""
    most = len(key) // _LETTERS_PER_SLIP
    for other, found in places.items():
        if other == key or (most and OSA.distance(other, key, score_cutoff=most) <= most):
            yield from found


def _may_run(line: Line) -> bool:
    """Whether a line could be a header or footer: it has letters, and is neither a bullet nor the end of a sentence, which two
    pages may share.
    """
    text, first = line.text.chars, line.words[0].text.chars
    is_bullet = any(first in glyphs for glyphs in bullet_glyphs()) and line.words[-1].text.chars != first
    if len(line.words) > 1 and (first[0].islower() or is_bullet):
        return False
    return any(c.isalpha() for c in text)


def _is_continued(line: Line, page: Page) -> bool:
    """Whether a line at the bottom of a page is part of its text: it announces what follows, or stands in a table whose last
    rule is below it. A footer has its rule above, if any.
    """
    if line.text.chars.rstrip().endswith(":"):
        return True
    rules = [box for box in page.strokes if box.x0 <= line.x0 and box.x1 >= line.x1]
    reach = _RULE_REACH * line.size
    below = any(line.middle <= box.top < line.bottom + reach for box in rules)
    return below and not any(line.top - reach < box.bottom < line.middle for box in rules)


def mask_digits(line: Line) -> str:
    """Return the text of a line as it is compared with those of other pages: recognition mixes up dashes, loses blanks, and
    takes letters for digits of their shape (`1UC`).
    """
    return _DASHES.sub("-", _DIGITS.sub("#", "".join(line.text.chars.casefold().split()).translate(_LIKE_DIGITS)))


def typical_pitch(lines: Sequence[Line], tolerances: LineTolerances) -> float:
    """Return the distance between the baselines of successive lines of one paragraph, as a multiple of the font size.

    The shortest distance that is common: paragraphs are set further apart than the lines within them. Where most items have one
    line, the distance of lines that continue a sentence is rare and counts all the same. Lines that begin far from each other
    may be of two columns in a cell, whose lines stand at heights of their own; so may lines that stand very near, and then
    those count that have no gap.
    """
    neighbours = [(a, b) for a, b in pairwise(lines) if abs(a.x0 - b.x0) <= tolerances.most_indent]
    pitch = _find_pitch(neighbours, tolerances)
    if pitch < tolerances.solid:
        whole = [(a, b) for a, b in neighbours if not (_has_gap(a, tolerances) or _has_gap(b, tolerances))]
        if _measure_distances(whole, tolerances):
            return _find_pitch(whole, tolerances)
    return pitch


def _has_gap(line: Line, tolerances: LineTolerances) -> bool:
    """Whether two words of a line stand as far apart as columns do."""
    return any(b.box.x0 - a.box.x1 >= tolerances.column_gap * line.size for a, b in pairwise(line.words))


def _find_pitch(neighbours: Sequence[tuple[Line, Line]], tolerances: LineTolerances) -> float:
    """Return the distance of lines that neighbours show."""
    ratios = _measure_distances(neighbours, tolerances)
    if not ratios:
        return tolerances.usual_pitch
    counts = _count_distances(ratios, tolerances)
    # A distance that occurs once is no habit of the document.
    common = {ratio for ratio, count in counts.items() if count >= max(2, tolerances.common_pitch * len(ratios))}
    continued = [(a, b) for a, b in neighbours if continues_sentence(a.text.chars, b.text.chars)]
    within = _count_distances(_measure_distances(continued, tolerances), tolerances)
    least = max(tolerances.least_continued, tolerances.common_pitch * within.total())
    common |= {ratio for ratio, count in within.items() if count >= least}
    low = min(common) if common else min(counts)
    return median(ratio for ratio in ratios if abs(ratio - low) <= tolerances.pitch_step)


def _count_distances(ratios: Iterable[float], tolerances: LineTolerances) -> Counter[float]:
    step = tolerances.pitch_step
    return Counter(round(round(ratio / step) * step, 6) for ratio in ratios)


def shortest_pitch(lines: Sequence[Line], tolerances: LineTolerances) -> float:
    """Return the shortest distance between the baselines of successive lines, as a multiple of the font size.

    In a column of labels only the lines of one label stand so near, be it a single one that needs two lines.
    """
    return min(_measure_distances(pairwise(lines), tolerances), default=tolerances.usual_pitch)


def _measure_distances(pairs: Iterable[tuple[Line, Line]], tolerances: LineTolerances) -> list[float]:
    """Return the distances of successive lines that may be neighbours in a paragraph, in font sizes."""
    return [
        round(ratio, 2)
        for a, b in pairs
        if a.page == b.page
        and tolerances.least_pitch < (ratio := (b.baseline - a.baseline) / b.size) < tolerances.most_pitch
        and abs(a.size - b.size) < tolerances.same_size
    ]


@dataclass(frozen=True)
class Wording:
    """What a document's lines show of its words: which occur in it, and whether words are divided at the ends of lines."""

    words: frozenset[str] = frozenset()
    is_hyphenated: bool = False


def collect_wording(lines: Iterable[Line]) -> Wording:
    """Collect the words of a document, in lower case and without outer punctuation.

    It divides words at line ends if a line somewhere ends in a piece that is not a word (`admini-`).
    """
    words: set[str] = set()
    is_hyphenated = False
    for line in lines:
        texts = [word.text.chars for word in line.words]
        words.update([(text if text.isalnum() else _OUTER_SIGNS.sub("", text)).casefold() for text in texts])
        cut = re.search(r"([^\W\d_]{2,})[-\u2010]$", texts[-1])
        # A name may have a hyphen of its own (`Yat-` / `sen`).
        is_hyphenated = is_hyphenated or (cut is not None and cut[1].islower() and not is_common(cut[1]))
    return Wording(frozenset(words), is_hyphenated)


def join_lines(pieces: Sequence[SourceText], wording: Wording = Wording()) -> SourceText:
    """Join the lines of one paragraph: with a blank, or without one where the line ends within a word.

    A hyphen at a line's end is kept in a compound (`power-` / `to-energy`), and is dropped where it only divides a word. The
    document's other lines decide, or English does in a document that divides words.
    """
    collapsed = [text for piece in pieces if (text := piece.collapse())]
    parts: list[SourceText] = []
    for text, following in pairwise(collapsed):
        end, separator = _read_line_end(text.chars, following.chars, wording)
        parts += [text[:end], from_pairs([(c, None) for c in separator])]
    return join([*parts, *collapsed[-1:]], "")


def _read_line_end(line: str, following: str, wording: Wording) -> tuple[int, str]:
    """Return how much of a line is kept, and what stands between it and the next."""
    tail, head = line.rsplit(maxsplit=1)[-1], following.split(maxsplit=1)[0]
    if _is_cut_address(tail, following):
        return len(line), ""
    if tail.endswith("\u00ad"):
        return len(line) - 1, ""
    if len(tail) > 1 and tail[-1] in "-\u2010\u2013" and tail[-2].isdigit() and head[0].isdigit():
        return len(line), ""  # "(2018–" / "2019)"
    if not (len(tail) > 1 and tail[-2].isalpha() and head[0].isalpha()):
        return len(line), " "
    if tail.endswith(("-", "\u2010")) and head not in ("and", "or"):  # "low- and medium-rise"
        return len(line) - (head[0].islower() and not _keeps_hyphen(tail[:-1], head, wording)), ""
    return len(line), "" if tail.endswith("/") else " "


def _is_cut_address(tail: str, following: str) -> bool:
    """Whether a line ends in the first part of an e-mail address and the next is the rest of it (`@some-` / `where.eu`)."""
    return "@" in tail and not _WHOLE_ADDRESS.search(tail) and _REST_OF_ADDRESS.fullmatch(following) is not None


def _keeps_hyphen(tail: str, head: str, wording: Wording) -> bool:
    """Whether the hyphen between two pieces of a word is printed in the middle of a line too."""
    before, after = re.split(r"\W", tail)[-1].casefold(), re.split(r"\W", head)[0].casefold()
    if re.match(r"\w+[-\u2010]\w", head):  # "Hauts-" / "de-France"
        return True
    if any(word.startswith(f"{before}-{after}") or f"-{before}-{after}" in word for word in wording.words):
        return True
    if before + after in wording.words:
        return False
    if tail[:1].isupper() and is_compound_name(before, after):  # "Yat-" / "sen"
        return True
    return is_compound(before, after) if wording.is_hyphenated else not is_divided_word(before, after)
