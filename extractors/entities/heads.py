"""Head nouns, which tell the kind of a name (*Council*, *Port*), and whether the words before one make it a name."""

import re
from typing import NamedTuple

from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.word_kinds import is_compound_people, is_telling
from ucap.schemas.records import EntityLabel

_EDITION = re.compile(r"(?:19|20)\d\d(?:[-–](?:20)?\d\d)?|[IVX]+|\d{1,2}(?:st|nd|rd|th)")
_SHORTEST_REST = 3
"""Least letters before the ending of a compound; with fewer, the ending is a part of another word."""


class FoundHead(NamedTuple):
    """A head noun at a place: its kind, whether it makes a name of nearly any words, its number of words."""

    label: EntityLabel
    strong: bool
    size: int = 1


def find_head(sentence: Sentence, first: int, last: int) -> FoundHead | None:
    """Return the head noun that ends a range, the longest one, or the one that its last word ends in: Stadt*werke*."""
    if last <= first:
        return None
    if match := sentence.words.heads.match_before(sentence.lower, last, first):
        return FoundHead(match.value.label, match.value.strong, match.last - match.first)
    return _find_suffix_head(sentence, last - 1)


def _find_suffix_head(sentence: Sentence, i: int) -> FoundHead | None:
    word, suffixes = sentence.lower[i], sentence.words.suffix_heads
    if not word.endswith(tuple(suffixes)):
        return None
    for suffix, label in suffixes.items():
        if word.endswith(suffix) and len(word) >= len(suffix) + _SHORTEST_REST and not sentence.context.is_word(word):
            return FoundHead(label, strong=True)
    return None


def is_english_head(sentence: Sentence, i: int) -> bool:
    """Whether a word is a head noun on its own."""
    return (sentence.lower[i],) in sentence.words.heads.values


def is_described_city(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a range ends in "City" and does not name one: Smart City, Hefei City."""
    if sentence.lower[last - 1] not in sentence.words.described_heads:
        return False
    before = sentence.lower[last - 2] if last - 2 >= first else "the"
    place = sentence.known_at(last - 2)
    whole = place is None or place.first == first  # "Eco Delta City"
    return before in sentence.words.city_adjectives or (sentence.is_place(last - 2) and whole)


def has_edition(sentence: Sentence, at: int) -> bool:
    """Whether a token is an edition of what stands before it: Expo *2021*, Habitat *III*."""
    return sentence.follows(at) and _EDITION.fullmatch(sentence.printed[at]) is not None


def is_proper(sentence: Sentence, first: int, last: int, head: FoundHead) -> bool:
    """Whether the words before a head noun make it somebody's name."""
    lower, words = sentence.lower, sentence.words
    before = [i for i in range(first, last) if sentence.printed[i] not in words.english_joiners and lower[i] != "s"]
    if any(is_telling(sentence, i) or sentence.is_place(i) for i in before):
        return True
    if any(sentence.known_at(i) or is_compound_people(sentence, i) for i in before):
        return True
    peoples = [i for i in before if lower[i] in words.nationalities]
    rest = [i for i in before if i not in peoples]
    telling = any(lower[i] not in words.generic for i in rest)
    continues = first > 0 and sentence.gap_before(first).isspace()
    if head.strong:
        heading = re.match(r"\s*:", sentence.text_after(last + head.size)) is not None
        enough = {
            "ORG": telling or len(rest) >= 2,
            "EVENT": telling or (len(rest) >= 2 and continues),
            "PROGRAMME": telling or (len(rest) >= 2 and continues),
        }
        return enough.get(head.label, telling and (len(before) >= 2 or not heading)) or bool(
            peoples and (rest or head.size > 1)  # "German Red Cross"
        )
    if head.label == "PROGRAMME" and continues and len(before) >= 2:
        # "the National Action Plan", "the City Prosperity Initiative"
        named = telling and sentence.printed[first - 1] == "the"
        if named or lower[first] in words.state_wide_words:
            return True
    narrow = any(lower[i] not in words.broad_peoples for i in peoples)
    by_people = (narrow and rest and continues) or (peoples and len(rest) >= 2 and telling)
    if head.label == "ORG" and peoples and rest and continues and not lower[last].endswith("s"):
        # "the German Marshall Fund": no word of a topic.
        by_people = by_people or not any(lower[i] in words.generic or lower[i] in words.topics for i in rest)
    return bool(by_people) or (head.label == "FACILITY" and telling and continues)
