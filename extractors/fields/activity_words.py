"""The words of `activities.yml`, ready for look-up in the words of a sentence."""

from collections.abc import Mapping
from functools import cache
from itertools import product
from typing import Literal, TypeAlias

from ucap.extractors.fields.sentence_roles import list_roles
from ucap.extractors.text.phrases import Phrase, PhraseMatch, PhraseTable, index_phrases, split_phrases
from ucap.schemas.records import ActivityType, Mode
from ucap.schemas.vocabularies import load_vocabulary

ListName: TypeAlias = Literal[
    "not_meant",
    "passing",
    "cancelled",
    "not_cancelled",
    "moved_here",
    "replaced",
    "turned",
    "stopped",
    "guests",
    "held_anyway",
    "subject",
    "subject_anyway",
    "spoken_about",
    "at_places",
    "places",
    "next",
    "joined",
    "concessions",
    "shares",
    "some_only",
]

Words: TypeAlias = PhraseTable[str]
Hit: TypeAlias = PhraseMatch[str]


@cache
def words_by_type() -> Mapping[Phrase, tuple[ActivityType, ...]]:
    """Return the kinds that each phrase shows."""
    found: dict[Phrase, tuple[ActivityType, ...]] = {}
    for name, entry in load_vocabulary("activities")["types"].items():
        for phrase in split_phrases(entry["words"]):
            found[phrase] = (*found.get(phrase, ()), name)
    for phrase in making_verbs():
        found[phrase] = (*found.get(phrase, ()), "study")
    for name, verbs in load_vocabulary("activities")["deeds"].items():
        for phrase in split_phrases(verbs):
            found[phrase] = (*found.get(phrase, ()), name)
    return found


@cache
def deeds() -> frozenset[Phrase]:
    """Return the verbs in the present tense that are other words where nothing shows that they are verbs: `train`, `test`."""
    return frozenset(phrase for verbs in load_vocabulary("activities")["deeds"].values() for phrase in split_phrases(verbs))


@cache
def making_verbs() -> frozenset[Phrase]:
    """Return the verbs of which only their object says what was done."""
    return frozenset(split_phrases(load_vocabulary("activities")["making"]["verbs"]))


@cache
def concepts() -> Words:
    """Return the phrases for what is laid down as a concept."""
    return index_list(tuple(load_vocabulary("activities")["making"]["concepts"]))


@cache
def modes_by_phrase() -> Mapping[Phrase, tuple[Mode, ...]]:
    """Return the modes that each phrase shows."""
    found: dict[Phrase, tuple[Mode, ...]] = {}
    for mode, entry in load_vocabulary("activities")["modes"].items():
        for phrase in split_phrases(entry["words"]):
            found[phrase] = (*found.get(phrase, ()), mode)
    for phrase in split_phrases(load_vocabulary("activities")["types"]["webinar"]["words"]):
        found.setdefault(phrase, ("online",))  # by what a webinar is
    return found


@cache
def mode_phrases() -> Words:
    """Return the phrases of all modes, and those that only look like one."""
    found = [*split_phrases(load_vocabulary("activities")["not_meant"]), *modes_by_phrase()]
    return index_phrases({phrase: " ".join(phrase) for phrase in found})


@cache
def all_phrases() -> Words:
    """Return the phrases of all kinds, and those that only look like one."""
    found = [*split_phrases(load_vocabulary("activities")["not_meant"]), *words_by_type()]
    return index_phrases({phrase: " ".join(phrase) for phrase in found})


@cache
def listed(name: ListName) -> Words:
    """Return one list of phrases."""
    return index_list(tuple(load_vocabulary("activities")[name]))


@cache
def index_list(phrases: tuple[str, ...]) -> Words:
    """Return a list of phrases, ready for look-up."""
    return index_phrases(split_phrases(phrases))


@cache
def things() -> Words:
    """Return the phrases for what is no kind of activity."""
    return index_list(tuple(list_roles("things")))


@cache
def at_venues() -> Words:
    """Return the phrases of place for each kind of place that is named without a name: `in the town hall`."""
    determiners = ("the", "a", "our", "its", "their", "his", "her")
    venues = load_vocabulary("activities")["venues"]
    return index_list(tuple(" ".join(words) for words in product(("in", "at"), determiners, venues)))


@cache
def at_bodies() -> Words:
    """Return the phrases of place for a named body: `at the BODY`."""
    return index_list(("at BODY", "at the BODY"))
