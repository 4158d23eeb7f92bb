"""Phrases of a word list in a sequence of words: the longest one counts, from left to right, without overlaps.

Dates, names, activities and linking use it, each with words as it compares them (folded, lower case, as printed).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

Value = TypeVar("Value")
Phrase: TypeAlias = tuple[str, ...]


class Range(Protocol):
    """Something that was found at words [first, last)."""

    @property
    def last(self) -> int:
        """The word after it."""


AnyRange = TypeVar("AnyRange", bound=Range)


@dataclass(frozen=True)
class PhraseMatch(Generic[Value]):
    """A phrase at words [first, last), and what the list says of it."""

    first: int
    last: int
    phrase: Phrase
    value: Value


@dataclass(frozen=True)
class PhraseTable(Generic[Value]):
    """Phrases with a value each, ready for look-up. Made by `index_phrases`."""

    values: Mapping[Phrase, Value]
    sizes_by_first: Mapping[str, tuple[int, ...]]
    sizes_by_last: Mapping[str, tuple[int, ...]]

    def match_at(self, words: Sequence[str], at: int) -> PhraseMatch[Value] | None:
        """Return the longest phrase that begins at a word; None where none does, and behind the last word."""
        if at >= len(words):
            return None
        for size in self.sizes_by_first.get(words[at], ()):
            phrase = tuple(words[at : at + size])
            if len(phrase) == size and phrase in self.values:
                return PhraseMatch(at, at + size, phrase, self.values[phrase])
        return None

    def match_before(self, words: Sequence[str], end: int, first: int = 0) -> PhraseMatch[Value] | None:
        """Return the longest phrase that ends before the word `end` and begins at `first` or later."""
        if end <= first:
            return None
        for size in self.sizes_by_last.get(words[end - 1], ()):
            if end - size >= first and (phrase := tuple(words[end - size : end])) in self.values:
                return PhraseMatch(end - size, end, phrase, self.values[phrase])
        return None

    def find(self, words: Sequence[str]) -> list[PhraseMatch[Value]]:
        """Return the phrases among the words, without overlaps, from left to right."""
        found: list[PhraseMatch[Value]] = []
        last = 0
        for at, word in enumerate(words):
            if at >= last and word in self.sizes_by_first and (match := self.match_at(words, at)):
                found.append(match)
                last = match.last
        return found


def index_phrases(phrases: Mapping[Phrase, Value]) -> PhraseTable[Value]:
    """Return a table of phrases, which have one word or more.

    >>> table = index_phrases({("city", "council"): "ORG", ("city",): "PLACE"})
    >>> [(match.first, match.last, match.value) for match in table.find(["the", "city", "council"])]
    [(1, 3, 'ORG')]
    """
    return PhraseTable(phrases, _collect_sizes(phrases, 0), _collect_sizes(phrases, -1))


def split_phrases(phrases: Iterable[str]) -> dict[Phrase, str]:
    """Return phrases as the words between their blanks, each with the phrase as listed."""
    return {tuple(phrase.split()): phrase for phrase in phrases}


def scan(size: int, match_at: Callable[[int], AnyRange | None]) -> Iterator[AnyRange]:
    """Yield what a function finds at the places 0, 1, … below `size`; what was found is passed over."""
    at = 0
    while at < size:
        match = match_at(at)
        if match is not None:
            yield match
        at = match.last if match is not None else at + 1


def _collect_sizes(phrases: Iterable[Phrase], place: int) -> dict[str, tuple[int, ...]]:
    """Return by the word at a place of a phrase how many words such phrases have, the most first."""
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        sizes[phrase[place]].add(len(phrase))
    return {word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()}
