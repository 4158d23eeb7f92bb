"""The words of a sentence as the grammar of names sees them: known names, head nouns, words of its own, joiners."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, get_args

from ucap.extractors.entities.gazetteers import Match, match_names, tokenize
from ucap.extractors.places import fold_name
from ucap.schemas.records import EntityLabel
from ucap.schemas.vocabularies import load_vocabulary

ENGLISH_JOINERS: Final = frozenset({"and", "&"})
PLACES: Final[frozenset[EntityLabel]] = frozenset({"CITY", "COUNTRY", "REGION"})
_LONGEST_ACRONYM = 8
_STATE_WIDE = frozenset({"national", "federal"})
_EDITION = re.compile(r"(?:19|20)\d\d|[IVX]+|\d{1,2}(?:st|nd|rd|th)")


@dataclass(frozen=True)
class NameSpan:
    """A mention found by rule: character offsets, label, canonical form where a vocabulary gives it.

    `certain` is False for what looks like a name and does not tell its kind, which the language model may then tell;
    `needs_model` where without the model's word it counts as no name.
    """

    start: int
    end: int
    label: EntityLabel
    canonical: str | None = None
    certain: bool = True
    needs_model: bool = False


@dataclass(frozen=True)
class NameContext:
    """What the document as a whole tells: its own cities, acronyms it explains (with label and full name), and ordinary words.

    `cities` maps folded names to canonical ones, `names` the document's other names, folded, to their labels; `is_word` tells
    whether a lower-case word is an ordinary English one.
    """

    is_word: Callable[[str], bool]
    cities: Mapping[str, str] = field(default_factory=dict)
    acronyms: Mapping[str, tuple[EntityLabel, str]] = field(default_factory=dict)
    names: Mapping[str, EntityLabel] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """A noun that tells the kind of a name: of nearly any words (`strong`) or of proper names only; `size` in words."""

    label: EntityLabel
    strong: bool
    size: int = 1


@dataclass(frozen=True)
class Vocabulary:
    """The word lists of `entities.yml` and its neighbours, ready for look-up."""

    heads: Mapping[tuple[str, ...], Head]
    lower_case_heads: Mapping[str, EntityLabel]
    leading_heads: Mapping[str, EntityLabel]
    complement_heads: frozenset[str]
    official_heads: frozenset[str]
    posted_heads: frozenset[str]
    outposts: frozenset[str]
    telling_prepositions: Mapping[str, EntityLabel]
    foreign_joiners: frozenset[str]
    foreign_openers: frozenset[str]
    agency_words: frozenset[str]
    region_words: frozenset[str]
    city_adjectives: frozenset[str]
    starters: frozenset[str]
    generic: frozenset[str]
    nationalities: frozenset[str]
    abbreviations: frozenset[str]
    topics: frozenset[str]
    titles: frozenset[str]
    title_parts: frozenset[str]
    surnames: frozenset[str]
    given_names: frozenset[str]
    place_words: frozenset[str]
    place_prepositions: frozenset[str]
    place_kinds: frozenset[str]
    place_bodies: Mapping[tuple[str, ...], EntityLabel]
    suffix_heads: Mapping[str, EntityLabel]
    name_adjectives: frozenset[str]
    broad_peoples: frozenset[str]
    people_prefixes: frozenset[str]
    following: frozenset[str]
    calendar: frozenset[str]
    months: frozenset[str]
    trailing_heads: frozenset[str]
    goal_prefixes: tuple[str, ...]


class SentenceWords:
    """One sentence's tokens and what is known of each; the base of the grammar of names."""

    def __init__(self, text: str, context: NameContext) -> None:
        """Read a sentence."""
        self.text, self.context, self.words = text, context, load_words()
        self.tokens = tokenize(text)
        self.matches = self._known_names()
        self.match_at = {i: match for match in self.matches for i in range(match.first, match.last)}

    def _known_names(self) -> list[Match]:
        kept = []
        for match in match_names(self.tokens, self.context.cities):
            if self._is_doubtful_place(match) and not self._stands_as_place(match):
                continue
            kept.append(match)
        return kept

    def _is_doubtful_place(self, match: Match) -> bool:
        """Whether a city is called like a word, and is none of the document's own."""
        printed = " ".join(token.text for token in self.tokens[match.first : match.last])
        return match.known.ambiguous and fold_name(printed) not in self.context.cities

    def _stands_as_place(self, match: Match) -> bool:
        before = self.tokens[match.first - 1] if match.first else None
        after = self.tokens[match.last] if match.last < len(self.tokens) else None
        month = self.tokens[match.first].lower in self.words.months
        if month or (after and after.is_name_like and self._adjacent(match.last - 1)):
            return False
        if before and before.text in self.words.place_words and self._adjacent(match.first - 1):
            return True
        return any(
            match.known.label == "CITY" and self._are_listed_cities(*sorted((match, other), key=lambda m: m.first))
            for other in match_names(self.tokens, self.context.cities)
            if other.known.label == "CITY" and not other.known.ambiguous
        )

    def _are_listed_cities(self, left: Match, right: Match) -> bool:
        """Whether two matches stand side by side in a list: "Malmö, Lund and Copenhagen"."""
        between = self.text[self.tokens[left.last - 1].end : self.tokens[right.first].start]
        return left is not right and re.fullmatch(r"\s?(?:,|/|,?\s(?:and|&))\s?", between) is not None

    def _head_ending(self, first: int, end: int) -> Head | None:
        for size in (4, 3, 2, 1):
            if end - size >= first:
                key = tuple(token.lower for token in self.tokens[end - size : end])
                if head := self.words.heads.get(key):
                    return replace(head, size=size)
        return self._suffix_head(end - 1) if end > first else None

    def _suffix_head(self, i: int) -> Head | None:
        """Return the head that a compound ends in: Stadt*werke*, Alexander*platz*."""
        word = self.tokens[i].lower
        for suffix, label in self.words.suffix_heads.items():
            if word.endswith(suffix) and len(word) > len(suffix) + 2 and not self.context.is_word(word):
                return Head(label, strong=True)
        return None

    def _is_described_city(self, first: int, end: int) -> bool:
        """Whether a run ends in "City" and is none by name: Smart City, Hefei City."""
        if self.tokens[end - 1].lower != "city":
            return False
        before = self.tokens[end - 2].lower if end - 2 >= first else "the"
        return before in self.words.city_adjectives or self._is_place(end - 2)

    def _is_place_token_end(self, end: int) -> bool:
        match = self.match_at.get(end - 1)
        return bool(match and match.known.label in PLACES and match.last == end)

    def _has_edition(self, at: int) -> bool:
        return at < len(self.tokens) and self._adjacent(at - 1) and _EDITION.fullmatch(self.tokens[at].text) is not None

    def _is_proper(self, first: int, last: int, kind: Head) -> bool:
        """Whether the words before a head make it somebody's name."""
        words = [i for i in range(first, last) if self.tokens[i].text not in ENGLISH_JOINERS]
        if any(self._is_own_word(i) or self._is_place(i) or self._is_free_abbreviation(i) for i in words):
            return True
        if any(i in self.match_at or self._is_compound_people(i) for i in words):
            return True
        peoples = [i for i in words if self.tokens[i].lower in self.words.nationalities]
        rest = [i for i in words if i not in peoples]
        telling = any(self.tokens[i].lower not in self.words.generic for i in rest)
        continues = first > 0 and self._gap(first - 1).isspace()
        if kind.strong:
            heading = re.match(r"\s*:", self.text[self.tokens[last + kind.size - 1].end :]) is not None
            enough = {
                "ORG": telling or len(rest) >= 2,
                "EVENT": telling or (len(rest) >= 2 and continues),
                "PROGRAMME": telling or (len(rest) >= 2 and continues),
            }
            return enough.get(kind.label, telling and (len(words) >= 2 or not heading)) or bool(peoples and rest)
        if kind.label == "PROGRAMME" and continues and len(words) >= 2 and self.tokens[first].lower in _STATE_WIDE:
            return True
        narrow = any(self.tokens[i].lower not in self.words.broad_peoples for i in peoples)
        by_people = (narrow and rest and continues) or (peoples and len(rest) >= 2 and telling)
        if kind.label == "ORG" and peoples and rest and continues and not self.tokens[last].lower.endswith("s"):
            # "the German Marshall Fund": no topic's word.
            by_people = by_people or not any(self.tokens[i].lower in self.words.generic | self.words.topics for i in rest)
        return bool(by_people) or (kind.label == "FACILITY" and telling and continues)

    def _is_compound_people(self, i: int) -> bool:
        """Whether a word names two peoples: Sino-German, Franco-Chinese."""
        parts = self.tokens[i].lower.split("-")
        peoples = self.words.nationalities | self.words.people_prefixes
        return len(parts) > 1 and self.tokens[i].is_name_like and all(part in peoples for part in parts)

    def _is_followed_by_noun(self, last: int) -> bool:
        """Whether a word that a capitalised run only describes may follow it: Hefei High-Tech *authorities*."""
        if last >= len(self.tokens) or not self._adjacent(last - 1):
            return False
        word = self.tokens[last]
        return word.text[0].islower() and word.lower not in self.words.following and not word.lower.endswith("ed")

    def _span(
        self, first: int, last: int, label: EntityLabel, *, canonical: str | None = None, certain: bool = True
    ) -> NameSpan:
        return NameSpan(self.tokens[first].start, self.tokens[last - 1].end, label, canonical, certain)

    def _gap(self, i: int) -> str:
        if i < 0:
            return self.text[: self.tokens[0].start]
        after = self.tokens[i + 1].start if i + 1 < len(self.tokens) else len(self.text)
        return self.text[self.tokens[i].end : after]

    def _adjacent(self, i: int) -> bool:
        return self._gap(i).isspace() if i + 1 < len(self.tokens) else False

    def _is_capital(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].is_name_like

    def _is_place(self, i: int) -> bool:
        match = self.match_at.get(i)
        if match and match.known.label in PLACES:
            return True
        parts = self.tokens[i].text.split("-") if i < len(self.tokens) else []
        return len(parts) > 1 and any(match_names(tokenize(part), self.context.cities) for part in parts if part[:1].isupper())

    def _is_place_label(self, i: int, label: EntityLabel) -> bool:
        match = self.match_at.get(i)
        return match is not None and match.known.label == label

    def _all_places(self, first: int, last: int) -> bool:
        return all(self._is_place(i) for i in range(first, last))

    def _is_english_head(self, i: int) -> bool:
        return (self.tokens[i].lower,) in self.words.heads

    def _is_own_word(self, i: int) -> bool:
        """Whether a word is nobody's but a name's: capitalised, alphabetical, and no English word."""
        token = self.tokens[i]
        if not token.is_name_like or token.is_abbreviation or i in self.match_at or token.lower in self.words.nationalities:
            return False
        if token.text in self.words.titles:
            return False
        if token.is_blend and token.lower not in self.words.generic:
            return True
        if token.lower in self.words.generic or token.lower in self.words.topics or token.lower in self.words.starters:
            return False
        if self._is_compound_people(i):
            return False
        parts = [part for part in re.split(r"[-&./']", token.lower) if len(part) > 1]
        return bool(parts) and not all(part.isdigit() or self.context.is_word(part) for part in parts)

    def _is_free_abbreviation(self, i: int) -> bool:
        token = self.tokens[i]
        known = self.match_at.get(i)
        if known and known.known.label != "ORG":
            return False
        short = all(len(part) <= _LONGEST_ACRONYM for part in token.text.split("-"))
        return token.is_abbreviation and token.text not in self.words.abbreviations and short


def select_longest(spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Return spans without overlaps, in text order: certain before uncertain ones, then the longest, then the first given."""
    ranked = sorted(
        enumerate(spans), key=lambda item: (item[1].needs_model, not item[1].certain, item[1].start - item[1].end, item[0])
    )
    kept: list[NameSpan] = []
    for _, span in ranked:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def is_acronym(text: str) -> bool:
    """Whether a bracketed text is an acronym: one word with two capitals or more (`UGent`, `TU/e`)."""
    return " " not in text and sum(c.isupper() for c in text) >= 2 and text not in load_words().abbreviations


@cache
def load_words() -> Vocabulary:
    """Load the word lists, once per process."""
    listed, programmes, persons = load_vocabulary("entities"), load_vocabulary("programmes"), load_vocabulary("persons")
    dates, places = load_vocabulary("dates"), load_vocabulary("places")
    heads: dict[tuple[str, ...], Head] = {}
    for label in get_args(EntityLabel):
        for strength, nouns in listed["heads"].get(label, {}).items():
            for noun in nouns:
                heads.setdefault(tuple(noun.casefold().split()), Head(label, strength == "strong"))
    strong = {key[-1] for key, head in heads.items() if head.strong}
    calendar = {name for names in (*dates["months"], *dates["weekdays"]) for name in names} - {*dates["ambiguous_months"]}
    return Vocabulary(
        heads=heads,
        lower_case_heads=_by_noun(listed["lower_case_heads"]),
        leading_heads=_by_noun(listed["leading_heads"]),
        complement_heads=frozenset(strong) | {*listed["complement_heads"]},
        official_heads=frozenset(listed["official_heads"]),
        posted_heads=frozenset(listed["posted_heads"]),
        outposts=frozenset(listed["outposts"]),
        telling_prepositions=_by_noun(listed["telling_prepositions"]),
        foreign_joiners=frozenset(listed["foreign_joiners"]),
        foreign_openers=frozenset(listed["foreign_openers"]),
        agency_words=frozenset(listed["agency_words"]),
        region_words=frozenset(places["region_words"]),
        city_adjectives=frozenset(listed["city_adjectives"]),
        starters=frozenset(listed["starters"]),
        generic=frozenset(listed["generic_modifiers"]),
        nationalities=frozenset(listed["nationalities"]),
        abbreviations=frozenset(listed["plain_abbreviations"]),
        topics=frozenset(listed["topics"]),
        titles=frozenset(persons["titles"]),
        title_parts=frozenset(persons["title_parts"]),
        surnames=frozenset(persons["surnames"]),
        given_names=frozenset(persons["given_names"]),
        place_words=frozenset(listed["place_words"]),
        place_prepositions=frozenset(listed["place_prepositions"]),
        place_kinds=frozenset(listed["place_kinds"]),
        place_bodies={tuple(noun.split()): label for noun, label in _by_noun(listed["place_bodies"]).items()},
        suffix_heads=_by_noun(listed["suffix_heads"]),
        name_adjectives=frozenset(listed["name_adjectives"]),
        broad_peoples=frozenset(listed["broad_peoples"]),
        people_prefixes=frozenset(listed["people_prefixes"]),
        following=frozenset(listed["following_words"]),
        calendar=frozenset(calendar),
        months=frozenset(name for names in dates["months"] for name in names),
        trailing_heads=frozenset(programmes["trailing_heads"]),
        goal_prefixes=tuple(programmes["goal_prefixes"]),
    )


def _by_noun(nouns_by_label: Mapping[EntityLabel, list[str]]) -> dict[str, EntityLabel]:
    return {noun: label for label, nouns in nouns_by_label.items() for noun in nouns}
