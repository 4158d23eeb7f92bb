"""Names that do not tell their kind: brands, acronyms, unknown words, told by the words around them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ucap.extractors.entities.runs import SentenceRuns
from ucap.extractors.entities.words import ENGLISH_JOINERS, NameSpan
from ucap.extractors.text.words import is_rare
from ucap.schemas.records import EntityLabel

_LONGEST_BRAND = 4
_DIRECTIONS = frozenset({"between", "from", "to", "via"})


class SentenceUnheaded(SentenceRuns):
    """One sentence's names without a head noun; ranges are of tokens, [first, last)."""

    def _headless_name(self, first: int, last: int) -> Iterator[NameSpan]:
        """Yield what looks like a name without telling its kind."""
        tokens, size = self.tokens, last - first
        if self._all_places(first, last):
            return
        foreign = any(token.text in self.words.foreign_joiners for token in tokens[first:last])
        own = [i for i in range(first, last) if self._is_own_word(i)]
        abbreviations = [i for i in range(first, last) if self._is_free_abbreviation(i)]
        places = [i for i in range(first, last) if self._is_place(i)]
        opens = first == 0 or not self._gap(first - 1).isspace()
        heading = re.match(r"\s*:", self.text[tokens[last - 1].end :]) is not None
        if (
            size == 2
            and tokens[first].text in self.words.region_words
            and own == [last - 1]
            and not self._is_followed_by_noun(last)
        ):
            yield self._span(first, last, "REGION")
        elif (abbreviations and places and size == len(abbreviations) + len(places)) or self._is_agency(first, last):
            # "DRC Zhengzhou", the local branch of a body known by its acronym; "Business Finland".
            yield self._span(first, last, "ORG")
        elif places and not heading and self._is_place_brand(first, last):
            yield self._span(first, last + self._has_edition(last), "ORG")  # "Bilbao Ria 2000"
        elif self._is_company_branch(first, last):
            yield self._span(first, last, "ORG")
        elif self._stands_before_region(first, last):
            yield self._span(first, last, "CITY")
        elif abbreviations == [first] and 1 < size <= 3 and len(tokens[first].text) > 2 and not self._is_followed_by_noun(last):
            yield self._span(first, last, "ORG", certain=False)  # "HOPA Ports"
        elif (abbreviations and size == len(abbreviations) and len(tokens[first].text) > 2) or ((own or foreign) and size > 1):
            yield self._span(first, last, "ORG", certain=False)
        elif own and not self._is_adjective(first):
            doubtful = opens and "," not in self._gap(first - 1) and (heading or not is_rare(tokens[first].lower))
            yield replace(self._span(first, last, self._label_lone_word(first), certain=False), needs_model=doubtful)

    def _is_adjective(self, i: int) -> bool:
        """Whether an unknown word is a people's adjective: the *Styrian* provincial government."""
        return self.tokens[i].lower.endswith(("ian", "ean", "ese", "ish")) and self._is_followed_by_noun(i + 1)

    def _label_lone_word(self, i: int) -> EntityLabel:
        """Return what an unknown word is by the words around it: a place, a part of one, or else a body."""
        if self._is_followed_by_noun(i + 1) and self.tokens[i + 1].text in self.words.place_kinds:
            return "FACILITY"  # "the Spina area"
        return "CITY" if self._is_placed(i) else "ORG"

    def _is_placed(self, first: int) -> bool:
        """Whether what begins at `first` stands as a place does: "in Penglai", "in Yantai and Penglai", "port of Leixões"."""
        before = first - 1
        if before > 0 and self.tokens[before].text == "of" and self.tokens[before - 1].text in self.words.place_kinds:
            return True
        if self.tokens[first].is_blend:
            return False
        if before > 1 and self.tokens[before].text in ENGLISH_JOINERS and self._is_place(before - 1):
            place = self.match_at.get(before - 1)
            start = place.first if place else before - 1
            directions = self.words.place_prepositions | _DIRECTIONS
            return start > 0 and self.tokens[start - 1].text in directions and self._adjacent(before - 1)
        if before > 1 and self.tokens[before].text in ENGLISH_JOINERS and self._is_capital(before - 1):
            return self._adjacent(before - 1) and self.tokens[before - 2].text in self.words.place_prepositions
        return before >= 0 and self.tokens[before].text in self.words.place_prepositions

    def _is_agency(self, first: int, last: int) -> bool:
        return last - first == 2 and self.tokens[first].text in self.words.agency_words and self._is_place(first + 1)

    def _is_place_brand(self, first: int, last: int) -> bool:
        """Whether a run with a place in it is a body's name of its own: Porto Digital, Go Vilnius, Business Region Göteborg."""
        rest = [token for i, token in enumerate(self.tokens[first:last], start=first) if not self._is_place(i)]
        if any(token.text in self.words.region_words or token.lower in self.words.nationalities for token in rest):
            return False
        return (
            last - first <= _LONGEST_BRAND
            and self.tokens[last - 1].lower not in self.words.place_kinds
            and (not self._is_followed_by_noun(last) or (self._is_place(last - 1) and not self._is_place(first)))
        )

    def _is_company_branch(self, first: int, last: int) -> bool:
        """Whether a run begins with a known body and goes on: Alibaba Cloud, Bosch Rexroth."""
        match = self.match_at.get(first)
        known = match is not None and match.known.label == "ORG" and match.first == first and match.last < last
        return known and last - first <= _LONGEST_BRAND and not self._is_followed_by_noun(last)

    def _stands_before_region(self, first: int, last: int) -> bool:
        """Whether an unknown name is a town because its region follows: "in Golden, Colorado"."""
        follower = self.match_at.get(last)
        placed = first > 0 and self.tokens[first - 1].text in self.words.place_words and self._adjacent(first - 1)
        comma = last < len(self.tokens) and re.fullmatch(r",\s", self._gap(last - 1)) is not None
        return bool(placed and comma and last - first <= 2 and follower and follower.known.label in ("REGION", "COUNTRY"))

    def _label_by_preposition(self, first: int) -> EntityLabel | None:
        """Return what the word before a name tells of it: "during the Mysuru Dasara"."""
        before = first - 1 - (first > 1 and self.tokens[first - 1].text == "the")
        return self.words.telling_prepositions.get(self.tokens[before].lower) if before >= 0 else None
