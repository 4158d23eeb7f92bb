"""What a single word of a sentence can be: a word of its own, an abbreviation, a people, the opening of a sentence."""

import re

from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.text.words import is_acronym


def is_own_word(sentence: Sentence, i: int) -> bool:
    """Whether a word belongs to names only: capitalised, not in capitals, and no English word (*Haidong*, *InvestPenang*)."""
    token, words = sentence.tokens[i], sentence.words
    if not token.is_name_like or token.is_abbreviation or sentence.known_at(i) or token.lower in words.nationalities:
        return False
    if token.text in words.titles:
        return False
    if token.is_blend and token.lower not in words.generic:
        return True
    if token.lower in words.generic or token.lower in words.topics or token.lower in words.starters:
        return False
    if is_compound_people(sentence, i) or is_compound_adjective(sentence, i):
        return False
    parts = [part for part in re.split(r"[-&./']", token.lower) if len(part) > 1]
    return bool(parts) and not all(part.isdigit() or sentence.context.is_word(part) for part in parts)


def is_called(sentence: Sentence, first: int, last: int) -> bool:
    """Whether "the" stands within a sentence before capitalised words that no heading is made of: the *Elbe* river."""
    if first == 0 or sentence.lower[first - 1] != "the" or not sentence.follows(first):
        return False
    return all(sentence.is_capital(i) and not _is_usual(sentence, i) for i in range(first, last))


def _is_usual(sentence: Sentence, i: int) -> bool:
    """Whether a word is known as another name, or one of those that describe: a topic, a people, a direction, an office."""
    lower, printed, words = sentence.lower[i], sentence.printed[i], sentence.words
    listed = lower in words.generic or lower in words.topics or lower in words.starters or lower in words.nationalities
    people = lower.endswith(words.people_endings) or printed in words.region_words or printed in words.offices
    return listed or people or sentence.tokens[i].is_abbreviation or sentence.known_at(i) is not None


def is_free_abbreviation(sentence: Sentence, i: int) -> bool:
    """Whether a word in capitals may be a body's acronym: not a thing's (GDP), nor a known name's of another kind."""
    token, match = sentence.tokens[i], sentence.known_at(i)
    if match and match.known.label != "ORG":
        return False
    several = token.text[-1] == "s" and token.text[:-1].isupper() and token.text not in sentence.context.acronyms
    if several and not _is_attended(sentence, i):
        return False  # "CROs", "LRAs": many of a kind
    short = all(len(part) <= LIMITS.acronym_letters for part in token.text.split("-"))
    return token.is_abbreviation and not is_plain_abbreviation(sentence, token.text) and short


def _is_attended(sentence: Sentence, i: int) -> bool:
    """Whether a preposition before a word tells its kind: during the *UMDs*."""
    before = i - (i > 1 and sentence.printed[i - 1] == "the")
    cue = sentence.words.cues_before.match_before(sentence.lower, before)
    return cue is not None and cue.value in ("EVENT", "PROGRAMME")


def is_plain_abbreviation(sentence: Sentence, printed: str) -> bool:
    """Whether an abbreviation names a thing (GDP), in any writing and number: MOUs."""
    listed = sentence.words.abbreviations
    return (
        printed in listed
        or printed.upper() in listed
        or printed.removesuffix("s") in listed
        or printed.removesuffix("s").upper() in listed
    )


def is_telling(sentence: Sentence, i: int) -> bool:
    """Whether a word makes a name of those around it: a word of its own or a free abbreviation."""
    return is_own_word(sentence, i) or is_free_abbreviation(sentence, i)


def is_compound_people(sentence: Sentence, i: int) -> bool:
    """Whether a word names two peoples: Sino-German, Franco-Chinese."""
    token = sentence.tokens[i]
    if "-" not in token.text or not token.is_name_like:
        return False
    return all(
        part in sentence.words.nationalities or part in sentence.words.people_prefixes for part in token.lower.split("-")
    )


def is_kind_in_capitals(sentence: Sentence, i: int) -> bool:
    """Whether a word in capitals is a kind that stands before a name, and no part of it: the *NGO* Tarvo."""
    kind = sentence.tokens[i].is_abbreviation and (sentence.lower[i],) in sentence.words.kind_nouns.values
    return kind and is_plain_abbreviation(sentence, sentence.printed[i])


def is_compound_adjective(sentence: Sentence, i: int) -> bool:
    """Whether a word joins a name to a small English word, so that it describes: *Japan-affiliated* towns, *Graz-based*."""
    if "-" not in sentence.printed[i]:
        return False
    name, _, last = sentence.printed[i].rpartition("-")
    if not (last.islower() and last.isalpha() and sentence.context.is_word(last)) or "-" + last in sentence.words.suffix_heads:
        return False  # "Gangnam-gu" is a district
    return name[:1].isupper() and (sentence.is_place(i) or not sentence.context.is_word(name.casefold()))


def is_day(sentence: Sentence, i: int) -> bool:
    """Whether a day or a month is no part of a name: on *Monday* Graz hosted, they head to Germany *Tuesday* for a week."""
    words, lower = sentence.words, sentence.lower
    if i == 0 or not sentence.follows(i) or not (lower[i] in words.calendar or lower[i] in words.months):
        return False
    alone = not (sentence.follows(i + 1) and sentence.is_capital(i + 1))
    return lower[i - 1] in words.day_openers or (alone and lower[i] in words.calendar and sentence.is_place(i - 1))


def is_followed_by_noun(sentence: Sentence, last: int) -> bool:
    """Whether a word that a capitalised run only describes may follow it: Hefei High-Tech *authorities*."""
    if not sentence.follows(last):
        return False
    word, words = sentence.tokens[last], sentence.words
    verb = word.lower in words.acting_verbs or word.lower.endswith("ed")
    return word.text[0].islower() and word.lower not in words.following and not verb


def opens_sentence(sentence: Sentence, i: int) -> bool:
    """Whether a word is one that bullets begin with: *Visit* to …, *Mayor* …, *Developing* …"""
    word = sentence.lower[i]
    if word in sentence.words.starters:
        return True
    return word.endswith("ing") and word not in sentence.words.topics and sentence.context.is_word(word)


def is_name_acronym(sentence: Sentence, text: str) -> bool:
    """Whether a text beside a name may be its acronym (`UGent`, `TU/e`), and does not name a thing (`GDP`)."""
    return is_acronym(text) and not is_plain_abbreviation(sentence, text)
