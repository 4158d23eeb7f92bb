"""What a sentence says was not held: cancelled, put off, not done or prevented."""

from functools import cache, lru_cache
from itertools import product
from typing import Final

from ucap.extractors.dates.tokens import load_date_words
from ucap.extractors.fields.activity_words import Hit, Words, all_phrases, index_list, listed, mode_phrases
from ucap.extractors.fields.sentence_roles import Sentence, is_attributive, is_verb, list_roles
from ucap.extractors.text.phrases import index_phrases, split_phrases
from ucap.schemas.vocabularies import load_vocabulary

_REMEMBERED: Final = 64
"""Sentences whose findings are kept: they are asked for each word of a kind. Chosen."""
_RELATIVE: Final = "who"
_RELATIVES: Final = frozenset({"which", "that"})
_NOT: Final = frozenset({"not", "never", "nor", "without"})
_YEAR: Final = len("2020")
_NONE: Final = frozenset({"no", "neither"})
_NOTHING: Final = frozenset({"none", "nil", "nothing"})
_NO_DENIAL: Final = frozenset({"later", "less", "fewer", "more", "longer", "doubt", "interruption", "further"})
"""What behind `no` or `without` denies nothing: `no later than June`."""
_SUBJECTS: Final = frozenset({"they", "we", "he", "she", "it", "all", "teams", "both"})
_DENIED: Final = 5
"""Most words behind `without` that it denies: `without signing a new contract`. Chosen."""
_TIME_WORDS: Final = 3
"""Words behind `moved to` among which a time is looked for: `moved to the following spring`. Chosen."""
_NEXT_TO: Final = 2
"""How many words behind `cancelled` may be the noun that it tells more of: `the cancelled second visit`. Chosen."""


def find_cancelled(sentence: Sentence) -> list[Hit]:
    """Return the words that say that what stands before them in the sentence was not held."""
    return _find_cancelled(sentence, sentence.breaks)


@lru_cache(_REMEMBERED)
def _find_cancelled(sentence: Sentence, _breaks: frozenset[int]) -> list[Hit]:
    """As `find_cancelled`; sentences of the same words are alike, so that their breaks must be told beside them."""
    return [*_find_said_off(sentence), *(mark for mark in listed("turned").find(sentence) if _turns(sentence, mark))]


def find_undone(sentence: Sentence) -> frozenset[int]:
    """Return which words of a sentence tell of what did not happen: what was replaced, was once meant, is denied.

    >>> from ucap.extractors.fields.sentence_roles import split_words
    >>> sentence = split_words("Instead of a visit, talks", frozenset())
    >>> [word for at, word in enumerate(sentence) if at not in find_undone(sentence)]
    ['talks']
    """
    return _find_undone(sentence, sentence.breaks)


@lru_cache(_REMEMBERED)
def _find_undone(sentence: Sentence, _breaks: frozenset[int]) -> frozenset[int]:
    found: set[int] = set()
    for mark in listed("replaced").find(sentence):
        found.update(range(mark.first, _end_of_phrase(sentence, mark.last)))
    for mark in _old_plans().find(sentence):
        found.update(range(mark.first, _end_of_clause(sentence, mark.last)))
    for at, word in enumerate(sentence):
        begins = at == 0 or at in sentence.breaks or sentence[at - 1] in ("and", "but")
        behind = sentence[at + 1] if at + 1 < len(sentence) else ""
        if word in _NONE and begins and behind not in _NO_DENIAL:
            found.update(range(at, _end_of_clause(sentence, at + 1)))  # "No trip, no fair: the teams met on Teams"
        elif word in ("without", "no") and behind not in _NO_DENIAL:
            found.update(range(at, min(_end_of_phrase(sentence, at + 1), at + 1 + _DENIED)))
        elif word in _NOTHING and at in sentence.breaks:
            start = max((one for one in sentence.breaks if one < at), default=0)
            found.update(range(start, at + 1))  # "Contracts: none"
    return frozenset(found)


def find_undone_places(sentence: Sentence) -> frozenset[int]:
    """Return which words of a sentence name places at which something was not held: `could not take place in PLACE`."""
    return _find_undone_places(sentence, sentence.breaks)


@lru_cache(_REMEMBERED)
def _find_undone_places(sentence: Sentence, _breaks: frozenset[int]) -> frozenset[int]:
    found = set(find_undone(sentence))
    held = [hit.first for hit in listed("held_anyway").find(sentence)]
    for mark in find_cancelled(sentence):
        ends = (at for at in range(mark.last, len(sentence)) if _begins_anew(sentence, at) or at in held)
        end = next(ends, len(sentence))
        joined = (at for at in range(mark.last, end) if sentence[at] == "and" and sentence[at + 1 : at + 2] != ("PLACE",))
        # "The visit to PLACE, postponed twice, took place"
        first = mark.first if any(at >= mark.last for at in held) else 0
        found.update(range(first, next(joined, end)))
    return frozenset(found)


def _end_of_phrase(sentence: Sentence, first: int) -> int:
    """Return where a noun phrase ends: at a punctuation mark, an auxiliary, or where another one begins."""
    closed = {*list_roles("complements"), *list_roles("prepositions"), *list_roles("determiners"), "and", "or"}
    for at in range(first + 1, len(sentence)):
        if at in sentence.breaks or sentence[at] in list_roles("auxiliaries"):
            return at
        begins = sentence[at] in {*list_roles("determiners"), *_SUBJECTS}
        if begins and sentence[at - 1] not in closed and not sentence[at - 1].endswith("ing"):
            return at  # "Instead of the trip to PLACE a meeting was held"
    return len(sentence)


def _end_of_clause(sentence: Sentence, first: int) -> int:
    return min((at for at in sentence.breaks if at >= first), default=len(sentence))


def _turns(sentence: Sentence, mark: Hit) -> bool:
    """Whether one activity became another: `the visit became a webinar`, but not `the mayor became a member`."""
    start = max((at for at in sentence.breaks if at <= mark.first), default=0)
    hits = all_phrases().find(sentence)
    before = any(start <= hit.first and hit.last <= mark.first for hit in hits)
    after = [*hits, *mode_phrases().find(sentence)]
    return before and any(mark.last <= hit.first for hit in after)


def _find_said_off(sentence: Sentence) -> list[Hit]:
    """Return the words that say so by themselves, and the participles that say so of an activity: `visit scrapped`."""
    open_still = {hit.first for hit in listed("not_cancelled").find(sentence)}  # "planned but not confirmed"
    marks = [
        mark
        for mark in _cancelled().find(sentence)
        if mark.first not in open_still and not _is_moved_here(sentence, mark) and not _is_aside(sentence, mark)
    ]
    marks += [mark for mark in listed("moved").find(sentence) if _is_time(sentence, mark.last)]
    return [*marks, *(mark for mark in listed("stopped").find(sentence) if _stops(sentence, mark))]


def _stops(sentence: Sentence, mark: Hit) -> bool:
    """Whether a participle ends what is told of an activity: `visit frozen until spring`, but not `visit to a frozen lake`."""
    start = max((at for at in sentence.breaks if at <= mark.first), default=0)
    hits = [hit for hit in all_phrases().find(sentence) if start <= hit.first and hit.last <= mark.first]
    between = sentence[hits[-1].last : mark.first] if hits else ()
    if not hits or any(is_verb(word) and word not in list_roles("auxiliaries") for word in between):
        return False
    if mark.first == start or sentence[mark.first - 1] in {*list_roles("complements"), *list_roles("determiners")}:
        return False
    after = sentence[mark.last] if mark.last < len(sentence) else ""
    ends = (
        not after or mark.last in sentence.breaks or after in list_roles("prepositions") or after in list_roles("complements")
    )
    return ends or after in {"this", "until", "till", "because", "again"}


def find_prevented(sentence: Sentence) -> list[Hit]:
    """Return the words that say that what stands behind them was not held: `had to cancel`."""
    return [mark for mark in _prevented().find(sentence) if not mark.first or sentence[mark.first - 1] != _RELATIVE]


def find_hindrance(sentence: Sentence, *, with_causes: bool) -> str | None:
    """Return a word that may say that what a sentence tells of was not held; None where it is part of a subject."""
    for hit in _hindrances().find(sentence):
        about = any(subject.last <= hit.first for subject in listed("subject").find(sentence) if subject.first)
        begun = max((at for at in sentence.breaks if at <= hit.first), default=0)
        words = {*list_roles("others"), *list_roles("clauses")}
        if not words.isdisjoint(sentence[begun : hit.first]):
            continue  # "a test on streets where cars are not allowed"
        if any(mark.last <= hit.first and mark.first >= begun for mark in listed("concessions").find(sentence)):
            continue  # "despite the pandemic"
        if any(mark.first <= hit.last and hit.first < mark.last for mark in _cancelled().find(sentence)):
            continue  # "the seminar was not cancelled": that was judged before
        if hit.value == "denial" or (hit.value == "cause" and with_causes and not about):
            return " ".join(hit.phrase)
    return None


def is_prevented(sentence: Sentence, hit: Hit) -> bool:
    """Whether a word of a kind stands behind words that say that it was not held, or names what they say it of."""
    for mark in find_prevented(sentence):
        if hit.first >= mark.last:
            if not any(_begins_anew(sentence, at) for at in range(mark.last, hit.first + 1)):
                return True
        elif mark.value != "resolved" and hit.last <= mark.first:
            between = range(hit.last, mark.first + 1)
            if sentence.breaks.isdisjoint(between) and "and" not in sentence[hit.last : mark.first]:
                return True  # "The storm festival made it impossible to hold"
    return False


def tells_more_of_cancelled(sentence: Sentence, hit: Hit) -> bool:
    """Whether a word of a kind is the noun behind `cancelled`, where a sentence is about something else."""
    asides = (mark for mark in _cancelled().find(sentence) if _names_another(sentence, mark))
    return any(0 <= hit.first - mark.last < _NEXT_TO for mark in asides)


def _is_aside(sentence: Sentence, mark: Hit) -> bool:
    """Whether words of something that was not held say it of something else than what the sentence tells of."""
    before = sentence[mark.first - 1] if mark.first else ""
    if before == _RELATIVE or (before in _NOT and mark.phrase[0] not in _NOT):
        return True  # "those who could not come" are guests; "the seminar was not cancelled"
    if any(0 < other.first < mark.first for other in listed("concessions").find(sentence)):
        return True  # "Meeting of the mayors, although the concert was called off"
    clauses = (at for at in range(1, mark.first) if sentence[at] in list_roles("clauses"))
    if any(sentence.breaks.isdisjoint(range(at, mark.first)) for at in clauses):
        return True  # "Workshop about what to do when events are postponed"
    relative = any(
        sentence[at] in _RELATIVES and sentence.breaks.isdisjoint(range(at + 1, mark.first)) for at in range(1, mark.first)
    )
    if relative and any(at >= mark.last and is_verb(sentence[at]) for at in sentence.breaks):
        return True  # "The workshop, which had been cancelled twice, was a success"
    if _names_another(sentence, mark):
        return True
    # "The webinar, postponed from May, drew a crowd"
    goes_on = any(at >= mark.last and sentence[at] in list_roles("doing") for at in sentence.breaks)
    return mark.first in sentence.breaks and goes_on


def _is_moved_here(sentence: Sentence, mark: Hit) -> bool:
    """Whether a remark says from when an activity was moved to the day that is told of: `class (postponed from May)`, and not
    `postponed from May to June`; or that it only began late: `delayed by a day`.
    """
    if mark.phrase not in listed("moved_here").values:
        return False
    behind = sentence[mark.last : mark.last + 1]
    if behind == ("by",) and mark.phrase == ("delayed",):
        units = {word for words in load_vocabulary("dates")["duration_units"].values() for word in words}
        return not units.isdisjoint(sentence[mark.last + 1 : mark.last + 1 + _TIME_WORDS])
    apart = mark.first == 0 or mark.first in sentence.breaks
    if not apart or behind != ("from",) or not _is_time(sentence, mark.last + 1):
        return False
    return not any(word in ("to", "until", "till") and _is_time(sentence, at + 1) for at, word in enumerate(sentence))


def _names_another(sentence: Sentence, mark: Hit) -> bool:
    """Whether `cancelled` tells more of a noun behind it behind other words: `talk on cancelled trams`."""
    before = mark.first
    while before and (sentence[before - 1] in list_roles("determiners") or sentence[before - 1].isdecimal()):
        before -= 1
    return before > 0 and is_attributive(sentence, mark)


def _begins_anew(sentence: Sentence, at: int) -> bool:
    """Whether another clause may begin at a word: `cancelled the visit, but`, `cancelled the visit and held`."""
    if at in sentence.breaks:
        return True
    verb = sentence[at] in list_roles("verbs") or sentence[at] in list_roles("doing")
    return sentence[at] == "but" or (verb and sentence[at - 1] in ("and", "so"))


def _is_time(sentence: Sentence, at: int) -> bool:
    """Whether a month, a season or a year stands at a word: `moved to autumn`, `moved to next May`."""
    words = load_date_words()
    times = {*words.months, *(name for names in load_vocabulary("dates")["seasons"].values() for name in names)}
    return any(word in times or (word.isdecimal() and len(word) == _YEAR) for word in sentence[at : at + _TIME_WORDS])


@cache
def _hindrances() -> Words:
    lists = load_vocabulary("activities")["hindrances"]
    found = dict.fromkeys(split_phrases(lists["denials"]), "denial") | dict.fromkeys(split_phrases(lists["causes"]), "cause")
    return index_phrases(found | dict.fromkeys(split_phrases(lists["harmless"]), "harmless"))


@cache
def _old_plans() -> Words:
    """Return the phrases for what was once meant to be done: `originally foreseen`."""
    planned = load_vocabulary("activities")["planned"]
    participles = (*planned["participles"], "meant", "announced", "conceived", "thought")
    return index_list(tuple(" ".join(pair) for pair in product(("originally", "initially", "first", "at first"), participles)))


@cache
def _cancelled() -> Words:
    lists = load_vocabulary("activities")
    undone = (" ".join(pair) for pair in product(lists["negations"], lists["undone"]))
    return index_list((*lists["cancelled"], *undone))


@cache
def _prevented() -> Words:
    lists = load_vocabulary("activities")["prevented"]
    found = dict.fromkeys(split_phrases(" ".join(pair) for pair in product(lists["forced"], lists["stops"])), "forced")
    found |= dict.fromkeys(split_phrases(" ".join(pair) for pair in product(lists["resolved"], lists["stops"])), "resolved")
    found |= dict.fromkeys(split_phrases(" ".join(pair) for pair in product(lists["unable"], lists["deeds"])), "unable")
    found |= dict.fromkeys(split_phrases(lists["phrases"]), "forced")
    return index_phrases(found)
