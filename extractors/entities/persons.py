"""Persons: known by a title, an office, a Chinese surname in capitals or a given name beside the name."""

import re

from ucap.extractors.entities.heads import find_head
from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.spans import NameSpan
from ucap.extractors.entities.word_kinds import is_own_word
from ucap.extractors.places import get_known_city

_OFFICE_BEFORE = re.compile(r"\b([a-z-]+) of (?:the )?[^,;:.()]{2,60},\s+$")
_OFFICE_FOLLOWS = re.compile(r",\s+(?:the\s+)?")
_TITLE_GAP = re.compile(r"\.?\s+")
_TITLE_REACH = 2
"""Tokens behind an office within which a person's name begins; a middle word is a second office or a people."""


def find_persons(sentence: Sentence) -> list[NameSpan]:
    """Return the persons in a sentence: "Mr Jan Novak", "LIN Dajun", "Anna Berg, deputy mayor of Oulu"."""
    found, at = [], 0
    while at < len(sentence):
        last = find_person_end(sentence, at)
        if last > at:
            found.append(sentence.make_span(at, last, "PERSON"))
        at = max(last, at + 1)
    return found


def is_title_of_person(sentence: Sentence, i: int, last: int) -> bool:
    """Whether an office stands at a token of a run before a person's name, so that it is not part of a body's name."""
    if sentence.printed[i] not in sentence.words.titles or i + 1 >= last:
        return False
    return any(find_person_end(sentence, j) > j for j in range(i + 1, min(i + 1 + _TITLE_REACH, last)))


def find_person_end(sentence: Sentence, first: int) -> int:
    """Return where a person's name ends that begins at `first`, or `first` where none does."""
    printed, words = sentence.printed[first], sentence.words
    last = _find_names_end(sentence, first)
    if last == first:
        return first
    titled = _is_titled(sentence, first)
    if printed in words.titles or (printed in words.title_parts and titled):
        return first
    if titled or (printed in words.surnames and _is_given(sentence, first + 1, last)):
        return last
    if last - first == 1:
        return first
    office = _follows_office(sentence, first) or _precedes_office(sentence, first, last)
    return last if printed in words.given_names or office else first


def _find_names_end(sentence: Sentence, first: int) -> int:
    """Return where the names of a person end that begin at `first`: capitalised, no place, no head, no abbreviation."""
    last = first
    while last < len(sentence) and last - first < LIMITS.person_names and (last == first or sentence.follows(last)):
        if sentence.printed[last] in sentence.words.foreign_joiners and last > first:
            ahead = last + 1
            while ahead < len(sentence) and sentence.printed[ahead] in sentence.words.foreign_joiners:
                ahead += 1
            if ahead >= len(sentence) or not _is_name(sentence, ahead) or not sentence.follows(ahead):
                break
            last = ahead
            continue
        if not _is_name(sentence, last) and not (last == first + 1 and _is_chinese_given(sentence, last)):
            break
        last += 1
    if find_head(sentence, first, last) is not None:
        return first
    return last


def _is_name(sentence: Sentence, i: int) -> bool:
    printed, words = sentence.printed[i], sentence.words
    if printed in words.surnames:
        return True
    if not sentence.is_capital(i) or sentence.tokens[i].is_abbreviation or printed in words.titles:
        return False
    match = sentence.known_at(i)
    return match is None or (match.known.label == "CITY" and printed in words.given_names)


def _is_chinese_given(sentence: Sentence, i: int) -> bool:
    """Whether a Chinese town's name is a given one, after a surname in capitals: ZHOU *Lixin*."""
    if sentence.printed[i - 1] not in sentence.words.surnames:
        return False
    city = get_known_city(sentence.printed[i])
    return city is not None and city.country_code == "CN"


def _is_given(sentence: Sentence, i: int, last: int) -> bool:
    return i < last and sentence.printed[i][1:].islower() and sentence.follows(i)


def _is_titled(sentence: Sentence, first: int) -> bool:
    """Whether a title stands before: "Mr. Jan Novak", "Vice Mayor LIN Dajun"."""
    at = first - 1
    while at > 0 and sentence.printed[at] in sentence.words.title_parts and sentence.follows(at + 1):
        at -= 1
    if at < 0 or sentence.printed[at] not in sentence.words.titles:
        return False
    return _TITLE_GAP.fullmatch(sentence.gap_before(at + 1)) is not None


def _follows_office(sentence: Sentence, first: int) -> bool:
    """Whether an office in small letters stands before: "deputy mayor Jan Novak", "the mayor of Brno, Jan Novak"."""
    word = sentence.printed[first - 1] if first else ""
    if word.islower() and word.capitalize() in sentence.words.titles and sentence.follows(first):
        return True
    office = _OFFICE_BEFORE.search(sentence.text_before(first))
    return office is not None and office.group(1).capitalize() in sentence.words.titles


def _precedes_office(sentence: Sentence, first: int, last: int) -> bool:
    """Whether an office stands after the name: "Jan Novak, Vice Mayor of Brno"."""
    if last >= len(sentence) or not _OFFICE_FOLLOWS.fullmatch(sentence.gap_before(last)):
        return False
    at, titles, parts = last, sentence.words.titles, sentence.words.title_parts
    # The comma before the first word of an office is looked at above; its other words follow one another.
    while at + 1 < len(sentence) and sentence.printed[at].capitalize() in parts and sentence.follows(at + 1):
        at += 1
    office = at < len(sentence) and sentence.printed[at].capitalize() in titles
    return office and any(is_own_word(sentence, i) for i in range(first, last))
