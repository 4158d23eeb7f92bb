"""Which part a word has in its sentence: whether it names what was done, or is only mentioned beside that.

`Handbook for visits` is no visit, and `workshop equipment` no workshop. No parser is asked: it would cost more than all rules,
and texts of this genre are often notes without a verb. A word's part follows from the words left of it, up to a preposition, a
verb or a punctuation mark, and from the one right of it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, Protocol, TypeAlias

from ucap.schemas.vocabularies import load_vocabulary

# Unlike the words of names, these keep a genitive (`mayor's`) and end at & and +, which join topics here.
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MARK: Final = re.compile(r"[,:()\[\]–—/“”„«»\"]|\s-\s")
_QUOTE: Final = re.compile(r"[“”„«»\"]")
_REMEMBERED: Final = 64
"""Sentences whose words are kept: kind, mode and plan of one activity are asked one after the other. Chosen."""


RoleName: TypeAlias = Literal[
    "complements",
    "purposes",
    "prepositions",
    "transparent",
    "takes_over",
    "determiners",
    "verbs",
    "ways",
    "adverbs",
    "relatives",
    "others",
    "behind_nouns",
    "things",
    "auxiliaries",
    "clauses",
    "doing",
]


class Found(Protocol):
    """Something that was found at words [first, last) of a sentence."""

    @property
    def first(self) -> int:
        """Its first word."""

    @property
    def last(self) -> int:
        """The word after it."""


class Sentence(tuple[str, ...]):
    """The words of a sentence in lower case, stand-ins in capitals; `breaks` are the words that a punctuation mark precedes.

    Of them, `quotes` are those that a quotation mark precedes.
    """

    breaks: frozenset[int] = frozenset()
    quotes: frozenset[int] = frozenset()


@lru_cache(_REMEMBERED)
def split_words(text: str, stand_ins: frozenset[str]) -> Sentence:
    """Return the words of one sentence.

    >>> sentence = split_words("Visit (PLACE), talks", frozenset({"PLACE"}))
    >>> sentence, sorted(sentence.breaks)
    (('visit', 'PLACE', 'talks'), [1, 2])
    """
    words: list[str] = []
    breaks: set[int] = set()
    quotes: set[int] = set()
    last = 0
    for match in _WORD.finditer(text):
        if words and _MARK.search(text, last, match.start()):
            breaks.add(len(words))
        if _QUOTE.search(text, last, match.start()):
            quotes.add(len(words))
        word = match.group().replace("’", "'")
        words.append(word if word in stand_ins else word.casefold())
        last = match.end()
    sentence = Sentence(words)
    sentence.breaks, sentence.quotes = frozenset(breaks), frozenset(quotes)
    return sentence


def join_sentences(first: Sentence, second: Sentence) -> Sentence:
    """Return two sentences as one, the second a clause behind a punctuation mark."""
    at = len(first)
    joined = Sentence((*first, *second))
    joined.breaks = frozenset({*first.breaks, at, *(at + one for one in second.breaks)})
    joined.quotes = frozenset({*first.quotes, *(at + one for one in second.quotes)})
    return joined


def is_mentioned(sentence: Sentence, found: Found) -> bool:
    """Whether a word is only mentioned: as the complement of another noun, as its attribute, or in a relative clause.

    >>> noun = namedtuple("noun", "first last")
    >>> is_mentioned(split_words("Handbook for visits", frozenset()), noun(2, 3))
    True
    >>> is_mentioned(split_words("Series of visits", frozenset()), noun(2, 3))
    False
    >>> is_mentioned(split_words("Workshop equipment", frozenset()), noun(0, 1))
    True
    """
    if is_verb_in(sentence, found):
        return found.first in sentence.breaks and sentence[found.first] in list_roles("relatives")
    return is_attribute(sentence, found) or _is_complement(sentence, found)


def ends_before(sentence: Sentence, found: Found) -> bool:
    """Whether the first noun phrase of a sentence ends before a word: at a preposition, not at a verb."""
    before = set(sentence[: found.first]) - set(list_roles("verbs"))
    return any(word in list_roles("complements") or word in list_roles("prepositions") for word in before)


def is_attribute(sentence: Sentence, found: Found) -> bool:
    """Whether a word only tells more of the noun behind it: `workshop equipment`, `call centre`."""
    after = found.last
    return after < len(sentence) and after not in sentence.breaks and sentence[after] in list_roles("takes_over")


def may_be_attribute(sentence: Sentence, found: Found) -> bool:
    """Whether a noun in the singular stands before a word of which it may only tell more: `tour bus company`."""
    word, after = sentence[found.last - 1], found.last
    if after >= len(sentence) or after in sentence.breaks or word.endswith("s") or word.isupper() or _is_participle(word):
        return False
    if any(word in list_roles(name) for name in ("verbs", "complements", "prepositions", "ways")):
        return False
    return _may_be_noun(sentence[after])


def is_attributive(sentence: Sentence, found: Found) -> bool:
    """Whether a participle tells more of the noun behind it: `on cancelled flights`, not `the visit cancelled`."""
    before, after = found.first - 1, found.last
    if after >= len(sentence) or after in sentence.breaks or not _is_participle(sentence[found.last - 1]):
        return False
    if found.first in sentence.breaks:
        return False  # "Study tour: postponed sine die"
    if before >= 0:
        lists: tuple[RoleName, ...] = ("determiners", "complements", "prepositions")
        begins = sentence[before].isdecimal() or any(sentence[before] in list_roles(name) for name in lists)
        # "was cancelled", "to be cancelled": a verb, though it stands among the words before which a noun phrase ends
        if not begins or sentence[before] == "to" or is_verb(sentence[before]):
            return False
        if sentence[before] in list_roles("determiners") and sentence[after].endswith("ing"):
            return True  # "the delayed opening"
    return _may_be_noun(sentence[after])


def _may_be_noun(word: str) -> bool:
    """Whether a word may be a noun, because it is none of the words that are known to be something else."""
    lists: tuple[RoleName, ...] = (
        "behind_nouns", "complements", "prepositions", "determiners", "verbs", "ways", "adverbs", "relatives", "others",
    )  # fmt: skip
    known = any(word in list_roles(name) for name in lists)
    return not (known or _is_participle(word) or word.endswith(("ly", "ing")) or word.isdecimal() or _is_count(word))


def _is_complement(sentence: Sentence, found: Found) -> bool:
    at = found.first
    if sentence[at] in list_roles("complements") or sentence[at] in list_roles("prepositions"):
        return False  # "as a test", "on trial"
    while at > 0 and at not in sentence.breaks:
        at -= 1
        word = sentence[at]
        if word in list_roles("complements"):
            return _governs(sentence, at)
        if word in ("and", "or"):
            # "on pilots and visits", but "report on pilots and visit to PLACE"
            if found.last < len(sentence) and sentence[found.last] in list_roles("prepositions"):
                return False
        elif word in list_roles("prepositions") or word in list_roles("verbs") or _is_participle(word):
            return False
        elif word in list_roles("determiners") and at > 0 and sentence[at - 1] not in list_roles("complements"):
            return False  # a noun phrase begins here, after a verb: "officers of PLACE lead a workshop"
    return False


def _governs(sentence: Sentence, at: int) -> bool:
    """Whether a noun or verb before a preposition makes a mention of what stands behind it."""
    if at == 0 or at in sentence.breaks:
        return False  # "For the workshop, experts came", "Visit, with talks"
    before, preposition = sentence[at - 1], sentence[at]
    if before in list_roles("transparent") or before.isdecimal():
        return False
    if preposition in list_roles("purposes"):
        # "travelled for talks", "came to PLACE for talks"
        return not (_is_participle(before) or before.isupper())
    return True


def is_verb_in(sentence: Sentence, found: Found) -> bool:
    """Whether a word is a verb by its form or by the object behind it: `visited`, `the mayor visits the port`.

    Without an ending it has people before it, too: `founders from PLACE visit the port`.
    """
    word = sentence[found.last - 1]
    if any(_is_participle(word) or word in list_roles("verbs") for word in sentence[found.first : found.last]):
        return True
    if found.last - found.first > 1:
        return False
    follows = sentence[found.last] if found.last < len(sentence) and found.last not in sentence.breaks else ""
    has_object = follows in list_roles("determiners") or follows in ("PLACE", "BODY") or _is_count(follows)
    return has_object and (word.endswith("s") or _are_people_before(sentence, found.first))


def _is_count(word: str) -> bool:
    """Whether a word is a number of people or things, and not a year."""
    return word in load_vocabulary("events")["numbers"] or (word.isdecimal() and len(word) < len("2018"))


def _are_people_before(sentence: Sentence, at: int) -> bool:
    """Whether several people or bodies stand before a word: `experts`, `founders from PLACE`, `BODY and BODY`."""
    last = at - 1
    if last > 0 and sentence[last] in ("PLACE", "BODY", "REGION"):
        if sentence[last - 1] == "and":
            return True
        last -= 2 if sentence[last - 1] in ("from", "of") else 0
    if last < 0 or at in sentence.breaks:
        return False
    return sentence[last] in load_vocabulary("activities")["hosting"]["people"] or AGENTS.search(sentence[last]) is not None


AGENTS: Final = re.compile(r"(?:[^t]ers|ors|ists|ians|eers|men|women)$")
"""Endings of words for people in the plural; letters, computers and posters end otherwise or stand behind no number."""


def _is_participle(word: str) -> bool:
    return len(word) > len("led") and word.endswith("ed")


def is_verb(word: str) -> bool:
    """Whether a word may be a verb: one that is listed, or a participle.

    >>> is_verb("met"), is_verb("planted"), is_verb("park")
    (True, True, False)
    """
    return word in list_roles("verbs") or word in list_roles("auxiliaries") or _is_participle(word)


def list_roles(name: RoleName) -> Sequence[str]:
    """Return one list of the words by which the part of a noun is known."""
    return load_vocabulary("activities")["roles"][name]
