"""What a sentence says was not held: cancelled, put off, not done or prevented."""

from functools import cache
from itertools import product
from typing import Final

from ucap.extractors.dates.tokens import load_date_words
from ucap.extractors.fields.activity_words import Hit, Words, index_list, listed
from ucap.extractors.fields.sentence_roles import Sentence, is_attributive, is_verb, list_roles
from ucap.extractors.text.phrases import index_phrases, split_phrases
from ucap.schemas.vocabularies import load_vocabulary

_RELATIVE: Final = "who"
_RELATIVES: Final = frozenset({"which", "that"})
_NOT: Final = frozenset({"not", "never", "nor", "without"})
_YEAR: Final = len("2020")
_TIME_WORDS: Final = 3
"""Words behind `moved to` among which a time is looked for: `moved to the following spring`. Chosen."""
_NEXT_TO: Final = 2
"""How many words behind `cancelled` may be the noun that it tells more of: `the cancelled second visit`. Chosen."""


def find_cancelled(sentence: Sentence) -> list[Hit]:
    """Return the words that say that what stands before them in the sentence was not held."""
    marks = [mark for mark in _cancelled().find(sentence) if not _is_aside(sentence, mark)]
    return [*marks, *(mark for mark in listed("moved").find(sentence) if _is_time(sentence, mark.last))]


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
