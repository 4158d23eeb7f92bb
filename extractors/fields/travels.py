"""What sentences without a word for a visit or an exchange say of people who went somewhere: guests, and stays for a time."""

import re
from typing import Final

from ucap.extractors.fields.activity_words import all_phrases, listed, mode_phrases, modes_by_phrase
from ucap.extractors.fields.not_held import find_undone, find_undone_places
from ucap.extractors.fields.sentence_roles import AGENTS, RoleName, Sentence, is_verb, list_roles
from ucap.schemas.vocabularies import load_vocabulary

_TRAVELLERS: Final = re.compile(r"[a-z](?:ists|ians|eers|men|women)$")
"""Endings that only people have, also without a number before them; trailers and containers travel, too."""
_FROM: Final = frozenset({"from", "of"})
_NAMED: Final = frozenset({"PLACE", "REGION", "BODY"})
_AT: Final = frozenset({"in", "at", "to", "with"})
_NEAR: Final = 2
"""Words behind a preposition among which a name is looked for: `at the BODY`. Chosen."""
_FAR: Final = 4
"""Words before a kind of place among which its preposition is looked for: `at the city's map office`. Chosen."""
_HOSTED: Final = 8
"""Words behind `received` among which it is looked for where the guests are from. Chosen."""
_HEADED: Final = 10
"""Most words of a beginning that says who was where: `First Mayor in PLACE: talks`. Chosen."""


def tells_of_stay(sentence: Sentence) -> bool:
    """Whether people stayed at a place for a term, some months or the like: `taught for a term at BODY`."""
    lists = load_vocabulary("activities")["stays"]
    undone = find_undone(sentence)
    verb = next((at for at, word in enumerate(sentence) if word in lists["verbs"] and at not in undone), None)
    if verb is None:
        return False
    named = [at for at in range(verb + 1, len(sentence)) if sentence[at] in _NAMED]
    # "spent ten weeks at the city's map office"
    venues = load_vocabulary("activities")["venues"] if sentence[verb] in lists["staying"] else ()
    rooms = [at for at in range(verb + 1, len(sentence)) if sentence[at] in venues]
    if not any(_AT.intersection(sentence[max(at - _NEAR, 0) : at]) for at in named) and not any(
        {"in", "at"}.intersection(sentence[max(at - _FAR, 0) : at]) for at in rooms
    ):
        return False
    for at in range(verb + 1, len(sentence)):
        first = at
        while sentence[first - 1] in lists["lengths"] or sentence[first - 1].isdecimal():
            first -= 1
        if sentence[at] in lists["units"] and first < at and sentence[first - 1] in ("for", "spent", "spend", "spends"):
            return True
    return False


def tells_of_guests(sentence: Sentence) -> bool:
    """Whether people came as guests, in a sentence that tells of nothing online.

    >>> from ucap.extractors.fields.sentence_roles import split_words
    >>> names = frozenset({"PLACE"})
    >>> [tells_of_guests(split_words(text, names)) for text in (
    ...     "PLACE received ten officials from PLACE", "PLACE received ten trees from PLACE", "First Mayor in PLACE: talks")]
    [True, False, True]
    """
    by_phrase = modes_by_phrase()
    if any("online" in by_phrase.get(hit.phrase, ()) for hit in mode_phrases().find(sentence)):
        return False
    undone = find_undone_places(sentence)
    verbs = load_vocabulary("activities")["hosting"]["verbs"]
    hosts = (at for at, word in enumerate(sentence) if word in verbs and at not in undone)
    return any(_are_received(sentence, at) or _were_received(sentence, at) for at in hosts) or _begins_with_traveller(sentence)


def _are_people(sentence: Sentence, at: int) -> bool:
    """Whether a word names people: one that is listed, or with a number before it one with an ending of those who do things."""
    numbers = load_vocabulary("events")["numbers"]
    counted = any(word.isdecimal() or word in numbers for word in sentence[max(at - 2, 0) : at])
    known = sentence[at] in load_vocabulary("activities")["hosting"]["people"]
    return known or (counted and AGENTS.search(sentence[at]) is not None)


def _are_received(sentence: Sentence, verb: int) -> bool:
    """Whether the object of `received` are people from somewhere: `received a group of judges from PLACE`."""
    stop = min((at for at in sentence.breaks if at > verb), default=len(sentence))
    stop = min(stop, verb + _HOSTED)
    head = next((at - 1 for at in range(verb + 2, stop) if sentence[at] in list_roles("complements")), None)
    if head is None or not _are_people(sentence, head):
        return False
    return any(sentence[at] in _FROM and _NAMED.intersection(sentence[at + 1 : at + 1 + _NEAR]) for at in range(head + 1, stop))


def _were_received(sentence: Sentence, verb: int) -> bool:
    """Whether people from somewhere are said to have been received: `ten officials from PLACE were welcomed in PLACE`."""
    if not sentence[verb].endswith("ed") or not {"in", "by", "at"}.intersection(sentence[verb + 1 : verb + 2]):
        return False
    last = verb - 1 if sentence[verb - 1] not in ("were", "was") else verb - 2
    is_from = last > 1 and sentence[last] in _NAMED and sentence[last - 1] in _FROM
    return is_from and _are_people(sentence, last - 2)


def _begins_with_traveller(sentence: Sentence) -> bool:
    """Whether a sentence begins by saying who is where: `First Mayor in PLACE: talks`, `Team of PLACE at PLACE`."""
    stops = sorted({*sentence.breaks, len(sentence)})
    end = next((at for at in stops if sentence[at - 1] == "PLACE" and {*sentence[at - 2 : at - 1]} & {"in", "at", "to"}), 0)
    if not end or end > _HEADED or any(map(is_verb, sentence[:end])) or end - 1 in find_undone_places(sentence):
        return False
    if any(hit.first < end for hit in all_phrases().find(sentence) if hit.phrase not in listed("guests").values):
        return False
    hosting = load_vocabulary("activities")["hosting"]
    who = sentence[: end - 2]
    # Who are only people, and no office holders, must be from elsewhere: "Engineers from PLACE in PLACE", "Experts to PLACE"
    from_elsewhere = not {"PLACE", "REGION"}.isdisjoint(who) or sentence[end - 2] == "to"
    people = {*hosting["people"]}
    travellers = [at for at, word in enumerate(who) if word in people or _TRAVELLERS.search(word)]
    are_people = bool(travellers)
    heads = [at for at in range(travellers[0], len(who)) if at in travellers or who[at] in _NAMED] if travellers else []
    if not all(at + 1 in travellers or _ends_noun(sentence, at + 1) for at in heads):
        return False  # "Experts assess the harbour in PLACE", "Cooks from PLACE work in PLACE"
    return not {*hosting["offices"]}.isdisjoint(who) or (from_elsewhere and are_people)


def _ends_noun(sentence: Sentence, at: int) -> bool:
    """Whether a noun before a word ends there, so that the word is no verb that is not known."""
    word = sentence[at]
    lists: tuple[RoleName, ...] = ("behind_nouns", "complements", "prepositions")
    return at in sentence.breaks or any(word in list_roles(name) for name in lists)
