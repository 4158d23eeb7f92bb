"""Persons: known by a title, an office, a Chinese surname in capitals or a given name beside the name."""

import re
from collections.abc import Iterator

from ucap.extractors.entities.words import NameSpan, SentenceWords
from ucap.extractors.places import get_known_city

_MOST_NAMES = 4
_OFFICE_BEFORE = re.compile(r"\b([a-z-]+) of (?:the )?[^,;:.()]{2,60},\s+$")
_OFFICE_FOLLOWS = re.compile(r",\s+(?:the\s+)?")


class SentencePersons(SentenceWords):
    """One sentence's persons; ranges are of tokens, [first, last)."""

    def _persons(self) -> Iterator[NameSpan]:
        at = 0
        while at < len(self.tokens):
            last = self._person_end(at)
            if last > at:
                yield self._span(at, last, "PERSON")
            at = max(last, at + 1)

    def _person_end(self, first: int) -> int:
        """Return where a person's name ends that begins at `first`, or `first` where none does."""
        token, last = self.tokens[first], self._names_end(first)
        office = token.text in self.words.titles or (token.text in self.words.title_parts and self._is_titled(first))
        if last == first or office:
            return first
        if self._is_titled(first) or (token.text in self.words.surnames and self._is_given(first + 1, last)):
            return last
        beside = self._office_precedes(first) or self._office_follows(first, last)
        if last - first > 1 and (token.text in self.words.given_names or beside):
            return last
        return first

    def _names_end(self, first: int) -> int:
        """Return where the names of a person end that begin at `first`: capitalised, no place, no head, no abbreviation."""
        last = first
        while last < len(self.tokens) and last - first < _MOST_NAMES and (last == first or self._adjacent(last - 1)):
            token = self.tokens[last]
            ahead = last + 1
            if token.text in self.words.foreign_joiners and last > first:
                while ahead < len(self.tokens) and self.tokens[ahead].text in self.words.foreign_joiners:
                    ahead += 1
                if ahead >= len(self.tokens) or not self._is_name(ahead) or not self._adjacent(ahead - 1):
                    break
                last = ahead
                continue
            if not self._is_name(last) and not (last == first + 1 and self._is_chinese_given(last)):
                break
            last = ahead
        if self._head_ending(first, last) is not None:
            return first
        return last

    def _is_name(self, i: int) -> bool:
        token = self.tokens[i]
        if token.text in self.words.surnames:
            return True
        known = self.match_at.get(i)
        placed = known is not None and not (known.known.label == "CITY" and token.text in self.words.given_names)
        return self._is_capital(i) and not token.is_abbreviation and not placed and token.text not in self.words.titles

    def _is_chinese_given(self, i: int) -> bool:
        """Whether a Chinese town's name is a given one, after a surname in capitals: ZHOU *Lixin*."""
        city = get_known_city(self.tokens[i].text)
        return self.tokens[i - 1].text in self.words.surnames and city is not None and city.country_code == "CN"

    def _is_given(self, i: int, last: int) -> bool:
        return i < last and self.tokens[i].text[1:].islower() and self._adjacent(i - 1)

    def _is_titled(self, first: int) -> bool:
        """Whether a title stands before: "Mr. Jan Novak", "Vice Mayor LIN Dajun"."""
        at = first - 1
        while at > 0 and self.tokens[at].text in self.words.title_parts and self._adjacent(at):
            at -= 1
        if at < 0 or self.tokens[at].text not in self.words.titles:
            return False
        return re.fullmatch(r"\.?\s+", self._gap(at)) is not None

    def _office_precedes(self, first: int) -> bool:
        """Whether an office in small letters stands before: "deputy mayor Jan Novak", "the mayor of Brno, Jan Novak"."""
        word = self.tokens[first - 1].text if first else ""
        if word.islower() and word.capitalize() in self.words.titles and self._adjacent(first - 1):
            return True
        told = _OFFICE_BEFORE.search(self.text[: self.tokens[first].start])
        return told is not None and told.group(1).capitalize() in self.words.titles

    def _office_follows(self, first: int, last: int) -> bool:
        """Whether an office is told after the name: "Jan Novak, Vice Mayor of Brno"."""
        if last >= len(self.tokens) or not _OFFICE_FOLLOWS.fullmatch(self._gap(last - 1)):
            return False
        at = last
        while at < len(self.tokens) and self.tokens[at].text.capitalize() in self.words.title_parts and self._adjacent(at):
            at += 1
        office = at < len(self.tokens) and self.tokens[at].text.capitalize() in self.words.titles
        return office and any(self._is_own_word(i) for i in range(first, last))
