"""From words to printed lines: pure geometry, no knowledge of the form."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.readers.page import Page, Word
from extractors.source_text import SourceText, from_pairs, join

MARGIN_SHARE = 0.12
"""Share of the page's height at top and bottom in which running headers and footers are looked for."""

_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.|pág\.?|página)?\s*[-–]?\s*\d{1,3}\s*(?:(?:/|of|de|von)\s*\d{1,3})?\s*[-–]?", re.IGNORECASE
)


@dataclass(frozen=True)
class Line:
    """Words that stand on one line, from left to right."""

    page: int
    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        """Left edge in points."""
        return self.words[0].box.x0

    @property
    def x1(self) -> float:
        """Right edge in points."""
        return max(word.box.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Top of the line's words, in points."""
        return median(word.box.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Bottom of the line's words, in points."""
        return median(word.box.bottom for word in self.words)

    @property
    def middle(self) -> float:
        """Vertical centre in points."""
        return (self.top + self.bottom) / 2

    @property
    def baseline(self) -> float:
        """Vertical position of the line for measuring its distance from others."""
        return median(word.baseline for word in self.words)

    @property
    def size(self) -> float:
        """Font size in points."""
        return median(word.size for word in self.words)

    @property
    def text(self) -> SourceText:
        """The line's words with one blank between."""
        return join(word.text for word in self.words)

    def part(self, left: float, right: float) -> "Line | None":
        """Return the words whose centres lie between two x positions."""
        words = tuple(w for w in self.words if left <= (w.box.x0 + w.box.x1) / 2 < right)
        return Line(self.page, words) if words else None


def group_lines(words: Iterable[Word], page: int) -> list[Line]:
    """Group words into lines, top to bottom: a word joins the line whose height holds the word's middle."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.top + w.box.bottom, w.box.x0)):
        middle = (word.box.top + word.box.bottom) / 2
        for line in reversed(lines[-4:]):
            anchor = max(line, key=lambda w: w.size)
            low, high = anchor.box.top, anchor.box.bottom
            inset = 0.2 * (high - low)  # neighbouring lines set tight overlap by a little
            if low + inset <= middle <= high - inset or (
                word.box.top <= (low + high) / 2 <= word.box.bottom and word.size < anchor.size
            ):
                line.append(word)
                break
        else:
            lines.append([word])
    grouped = [Line(page, tuple(sorted(line, key=lambda w: w.box.x0))) for line in lines]
    return sorted(grouped, key=lambda line: (line.middle, line.x0))


def split_running_text(pages: Sequence[Page]) -> tuple[list[list[Line]], list[Line]]:
    """Group each page's words into lines and set running headers, footers and page numbers apart.

    A line in the top or bottom margin is running text when the same line, digits aside, stands at the same height on another
    page, or when it is nothing but a page number. Returns the lines of each page's body, and the lines set apart.
    """
    lines = [group_lines(page.words, page.number) for page in pages]
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page, page_lines in zip(pages, lines, strict=True):
        for line in page_lines:
            places[_running_key(line)].add(page.number)
    body, running = [], []
    for page, page_lines in zip(pages, lines, strict=True):
        kept = []
        for line in page_lines:
            in_margin = line.bottom < page.height * MARGIN_SHARE or line.top > page.height * (1 - MARGIN_SHARE)
            repeated = len(places[_running_key(line)]) > 1 and any(c.isalpha() for c in line.text.chars)
            numbered = _PAGE_NUMBER.fullmatch(line.text.chars.strip()) is not None
            outermost = line is page_lines[0] or line is page_lines[-1]
            if in_margin and ((repeated and _is_detached(line, page_lines)) or (numbered and outermost)):
                running.append(line)
            else:
                kept.append(line)
        body.append(kept)
    return body, running


def _running_key(line: Line) -> tuple[str, int]:
    """What makes two lines of different pages the same running line: text without digits, and height to 3 points."""
    return re.sub(r"\d+", "#", line.text.chars.casefold()), round(line.middle / 3)


def _is_detached(line: Line, page_lines: Sequence[Line]) -> bool:
    """Whether the line is the page's first or last few: table rows further in may repeat by chance."""
    position = page_lines.index(line)
    return position < 4 or position >= len(page_lines) - 4


def typical_pitch(lines: Sequence[Line]) -> float:
    """Return the distance between the baselines of successive lines of one paragraph, as a multiple of the font size.

    The shortest distance that is common: paragraphs are set further apart than the lines within them.
    """
    ratios = sorted(
        round((b.baseline - a.baseline) / b.size, 2)
        for a, b in pairwise(lines)
        if a.page == b.page and 0.8 < (b.baseline - a.baseline) / b.size < 2.2 and abs(a.size - b.size) < 0.6
    )
    if not ratios:
        return 1.2
    counts: dict[float, int] = defaultdict(int)
    for ratio in ratios:
        counts[round(ratio * 20) / 20] += 1
    common = [ratio for ratio, count in counts.items() if count >= max(2, 0.15 * len(ratios))]
    low = min(common) if common else min(counts)
    return median(ratio for ratio in ratios if abs(ratio - low) <= 0.05)


def join_lines(pieces: Sequence[SourceText], known_words: frozenset[str]) -> SourceText:
    """Join the lines of one paragraph: with a blank, or without one where the line ends within a word.

    A hyphen at a line's end is kept (`power-` / `to-energy`) unless the word without it occurs elsewhere in the document.
    """
    joined = SourceText()
    for piece in pieces:
        joined = _join_two(joined, piece.collapse(), known_words) if joined else piece.collapse()
    return joined


def _join_two(first: SourceText, second: SourceText, known_words: frozenset[str]) -> SourceText:
    tail, head = (
        first.chars.rsplit(maxsplit=1)[-1] if first.chars.split() else "",
        second.chars.split(maxsplit=1)[0] if second else "",
    )
    if tail.endswith("\u00ad"):
        return first[:-1] + second
    within_word = len(tail) > 1 and tail[-2].isalpha() and head[:1].isalpha()
    if tail.endswith(("-", "\u2010")) and within_word and not head[0].isupper():
        whole = re.sub(r"\W+$", "", tail[:-1] + head).casefold()
        return (first[:-1] if whole in known_words else first) + second
    if tail.endswith("/") and within_word:
        return first + second
    return first + from_pairs([(" ", None)]) + second


def collect_words(lines: Iterable[Line]) -> frozenset[str]:
    """Return the words of some lines in lower case, without outer punctuation."""
    return frozenset(re.sub(r"^\W+|\W+$", "", word.text.chars).casefold() for line in lines for word in line.words)
