"""What kind of activity a text describes, how people met, and whether it is still to come: decided by words.

Names are taken out of the texts first (`leave_out_names`), so that an Institute of Research is not a study. PLACE and EVENT
stand where a place or an event is named. An activity that is only mentioned does not count.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from ucap.extractors.dates.tokens import load_date_words
from ucap.extractors.entities import Mention
from ucap.extractors.fields.tolerances import FIELDS
from ucap.extractors.text.phrases import Phrase, PhraseMatch, PhraseTable, index_phrases, split_phrases
from ucap.schemas.records import ActivityType, EntityLabel, Mode
from ucap.schemas.vocabularies import load_vocabulary

# Unlike the words of names, these keep a genitive (`mayor's`) and end at & and +, which join topics here.
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|[;\n]+")
_REMEMBERED: Final = 64
"""Texts whose words are kept: kind, mode and plan of one activity are asked one after the other. Chosen."""
_GATHERINGS: Final = ("visit", "meeting", "workshop", "conference", "coaching")
_STAND_INS: Final[Mapping[EntityLabel, str]] = {
    "CITY": "PLACE", "COUNTRY": "PLACE", "FACILITY": "PLACE", "REGION": "REGION", "ORG": "BODY", "PROGRAMME": "PROGRAMME",
}  # fmt: skip

_ListName = Literal[
    "not_meant", "passing", "cancelled", "held_anyway", "subject", "subject_anyway", "spoken_about", "places", "next", "joined"
]

Words: TypeAlias = PhraseTable[str]
Hit: TypeAlias = PhraseMatch[str]


def leave_out_names(text: str, mentions: Iterable[Mention]) -> str:
    """Return a text with a stand-in for each name; an event keeps its words and is followed by EVENT."""
    pieces, last = [], 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if mention.label == "EVENT":
            pieces.append(f"{text[last : mention.end]} EVENT")
        elif stand_in := _STAND_INS.get(mention.label):
            pieces.append(f"{text[last : mention.start]}{stand_in}")
        else:
            pieces.append(text[last : mention.end])
        last = mention.end
    return "".join([*pieces, text[last:]])


def classify_types(text: str) -> list[ActivityType]:
    """Return the kinds of activity that the words of a text show, in the vocabulary's order; `other` where no word shows one.

    >>> classify_types("Study visit and signature of a letter of intent")
    ['visit', 'agreement']
    """
    words = _words_by_type()
    shown = {name for sentence in _sentences(text) for hit in _meant(sentence) for name in words.get(hit.phrase, ())}
    if "webinar" in shown:
        # A webinar is an event itself, which must not count twice.
        shown -= {"conference"} if not _shows(text, words, "conference", without=("seminar", "seminars")) else set()
    return [name for name in load_vocabulary("activities")["types"] if name in shown] or ["other"]


def classify_mode(text: str) -> Mode | None:
    """Return how people met or will meet: by words, or by the place of a meeting; None where the text does not say.

    >>> classify_mode("Video call on waste water"), classify_mode("Workshop in PLACE"), classify_mode("Report")
    ('online', 'in_person', None)
    """
    by_type, by_phrase = _words_by_type(), _modes_by_phrase()
    found: set[Mode] = set()
    placed = held = joined = False
    for sentence in _sentences(text):
        meant = _meant(sentence)
        online = []
        # The longest phrase counts: an online visit is no visit in person, and a call for proposals no call.
        for hit in _mode_phrases().find(sentence):
            # A visit that is only the subject of a talk says nothing about the talk.
            if _counts(sentence, hit) and (hit in meant or "visit" not in by_type.get(hit.phrase, ())):
                found.update(by_phrase.get(hit.phrase, ()))
                online += [hit] if "online" in by_phrase.get(hit.phrase, ()) else []
        gatherings = [hit for hit in meant if set(by_type.get(hit.phrase, ())) & set(_GATHERINGS)]
        if _meet_both_ways(sentence, online, gatherings):
            found.add("hybrid")
        at_place = bool(_listed("places").find(sentence))
        placed = placed or (bool(gatherings) and at_place)
        held = held or (at_place and any(all(way.last != hit.first and way != hit for way in online) for hit in gatherings))
        joined = joined or any(_is_joined(sentence, way) for way in online)
    if "hybrid" in found or {"online", "in_person"} <= found or (held and joined):
        return "hybrid"
    if found:
        return found.pop()
    return "in_person" if placed else None


def _meet_both_ways(sentence: Sequence[str], online: Sequence[Hit], gatherings: Sequence[Hit]) -> bool:
    """Whether people met online and at a place: `workshops online and in PLACE`, `webinar followed by a workshop in PLACE`."""
    for place in _listed("places").find(sentence):
        held_here = [hit for hit in gatherings if hit.last <= place.first and _says_nothing(sentence[hit.last : place.first])]
        for way in online:
            if way.last <= place.first and _joins_ways(sentence[way.last : place.first]):
                return True
            if _adds_place(sentence, way, place):
                return True
            # "with a livestream", "and by video", but also "livestreamed"
            joint = sentence[place.last : way.last if set(way.phrase) <= _words_of_both_ways() else way.first]
            if place.last <= way.first and held_here and _joins_ways(joint, of_meetings=False):
                return True
            after = [mark.last for mark in _listed("next").find(sentence) if mark.first >= way.last]
            if any(hit.last == place.first and last <= hit.first for hit in held_here for last in after):
                return True
    # `Conference (PLACE and online)`
    return any(
        sentence[hit.last : hit.last + 2] == ["PLACE", "and"] and way.first == hit.last + 2
        for hit in gatherings
        for way in online
    )


def _adds_place(sentence: Sequence[str], way: Hit, place: Hit) -> bool:
    """Whether what was done online is followed by what was done at a place: `signing (online) and tree planting in PLACE`."""
    between = sentence[way.last : place.first]
    return (
        1 < len(between) <= 1 + FIELDS.activities.added_reach
        and between[0] == "and"
        and way.first > 0
        and not (_listed("subject").find(between) or _listed("passing").find(between))
    )


def _is_joined(sentence: Sequence[str], way: Hit) -> bool:
    """Whether a word for online only says how some people took part: `experts took part by video`, `online participants`."""
    return any(way.first == mark.last or way.last == mark.first for mark in _listed("joined").find(sentence))


def _joins_ways(between: Sequence[str], *, of_meetings: bool = True) -> bool:
    """Whether the words between an online meeting and a place say that both are meant."""
    joins = load_vocabulary("activities")["both_ways"]
    known = {*joins, *load_vocabulary("activities")["between_ways"], *load_date_words().months}
    meetings = {phrase[0] for phrase, names in _words_by_type().items() if len(phrase) == 1 and set(names) & set(_GATHERINGS)}
    allowed = known | (meetings if of_meetings else {"on"})  # "on Zoom", but "a webinar on meetings in PLACE"
    return any(word in joins for word in between) and all(word in allowed or word.isdecimal() for word in between)


def _words_of_both_ways() -> set[str]:
    return set(load_vocabulary("activities")["both_ways"])


def _says_nothing(between: Sequence[str]) -> bool:
    known = {*load_vocabulary("activities")["between_ways"], *load_date_words().months, "PLACE"}
    return all(word in known or word.isdecimal() for word in between)


def says_planned(text: str) -> bool:
    """Return whether the first sentence of a text speaks of something still to come.

    >>> says_planned("A workshop is planned for autumn"), says_planned("The workshop was held")
    (True, False)
    """
    sentence = next(iter(_sentences(text)), [])
    listed = load_vocabulary("activities")["planned"]
    if sentence[:1] and sentence[0] in listed["first_words"]:
        return True
    plans = [hit.first for hit in _index(tuple(listed["phrases"])).find(sentence)]
    done = [hit.first for hit in _index(tuple(listed["done"])).find(sentence)]
    return any(not any(before < at for before in done) for at in plans)


def says_not_held(text: str) -> bool:
    """Return whether a text says that something was cancelled, postponed, replaced or not done.

    >>> [says_not_held(text) for text in ("Visit to Gothenburg postponed.", "No meeting took place", "Visit to Gothenburg")]
    [True, True, False]
    """
    return any(bool(_listed("cancelled").find(sentence)) or _begins_with_no(sentence) for sentence in _sentences(text))


def says_nothing_held(text: str) -> bool:
    """Return whether the first line of a text says that something was not held, and nothing in it was done at last or instead.

    >>> [says_nothing_held(text) for text in ("Visit postponed.", "Visit replaced by a webinar", "Visit put off, then held")]
    [True, False, False]
    """
    line = text.partition("\n")[0]
    if not says_not_held(line) or any("instead" in sentence for sentence in _sentences(text)):
        return False
    # "Visit of the fire brigades. Cancelled." says so in a sentence of its own.
    return _is_struck_off(_sentences(line)) or classify_types(text) == ["other"]


def _is_struck_off(sentences: Sequence[Sequence[str]]) -> bool:
    """Whether the last sentence only says that what stands before it was cancelled."""
    if len(sentences) < 2:
        return False
    marks = _listed("cancelled").find(sentences[-1])
    return any(mark.first == 0 and mark.last == len(sentences[-1]) for mark in marks)


def _begins_with_no(sentence: Sequence[str]) -> bool:
    """Whether a sentence says that there was none of something: `no meeting took place`, but not `no date yet`."""
    near = sentence[1 : 1 + FIELDS.activities.spoken_reach]
    return sentence[0] == "no" and any(bool(_all_phrases().find([word])) for word in near)


@lru_cache(_REMEMBERED)
def _sentences(text: str) -> Sequence[Sequence[str]]:
    """Return the words of each sentence in lower case, stand-ins in capitals."""
    stand_ins = {*_STAND_INS.values(), "EVENT"}
    sentences = []
    for sentence in _SENTENCE_END.split(text):
        words = [match.group().replace("’", "'") for match in _WORD.finditer(sentence)]
        if words:
            folded = [word if word in stand_ins else word.casefold() for word in words]
            sentences.append(folded)
            if sentence.endswith(":") and any(mark.last == len(folded) for mark in _listed("subject_anyway").find(folded)):
                break  # "Topics were:" and a list of them
    return sentences


def _meant(sentence: Sequence[str]) -> list[Hit]:
    """Return the hits of a sentence that say what was done: neither only mentioned, nor the subject of another activity."""
    hits = [hit for hit in _all_phrases().find(sentence) if _counts(sentence, hit)]
    marks, anyway = _listed("subject").find(sentence), _listed("subject_anyway").find(sentence)
    kept: list[Hit] = []
    for hit in hits:
        subject = any(mark.first < hit.first for mark in anyway)
        if kept:
            last = kept[-1].last
            if any(last <= mark.first and mark.last <= hit.first for mark in _listed("next").find(sentence)):
                subject = False  # "a webinar on trams, followed by a visit"
            elif not subject:
                # "Contracts for prototypes", "a talk on pilots"
                subject = sentence[last] == "for" or any(last <= mark.first < hit.first for mark in marks)
        if not subject:
            kept.append(hit)
    return [hit for hit in kept if hit.phrase not in _listed("not_meant").values]


def _counts(sentence: Sequence[str], hit: Hit) -> bool:
    """Whether a hit is more than a mention of something that was before, is prepared, or did not happen."""
    if any(0 <= mark.first - hit.last < FIELDS.activities.spoken_reach for mark in _listed("spoken_about").find(sentence)):
        return False
    cancelled = _listed("cancelled").find(sentence)
    if any(mark.first >= off.last for off in cancelled for mark in _listed("held_anyway").find(sentence)):
        cancelled = []  # "The visit, postponed twice, took place in May"
    elif _begins_with_no(sentence) or _is_off_from_start(sentence, hit, cancelled):
        return False  # "No meeting took place"
    # In "the visit was replaced by a webinar" the webinar is what was done.
    passing = [
        mark for mark in _listed("passing").find(sentence) if not any(off.first <= mark.first < off.last for off in cancelled)
    ]
    for off in cancelled:
        # "A webinar in place of the cancelled visit" was held.
        if hit.first < off.last and not any(hit.last <= mark.first < off.first for mark in passing):
            return False
    return not any(mark.last <= hit.first < mark.last + FIELDS.activities.passing_reach for mark in passing)


def _is_off_from_start(sentence: Sequence[str], hit: Hit, cancelled: Sequence[Hit]) -> bool:
    """Whether a sentence begins by cancelling what it names: `Cancelled: visit to PLACE`, but not what stands there instead."""
    if "instead" in sentence[: hit.first] or not any(off.first == 0 for off in cancelled):
        return False
    return not any(off.first > 0 and off.last <= hit.first for off in cancelled)


def _shows(text: str, words: Mapping[Phrase, Collection[str]], name: str, *, without: Collection[str]) -> bool:
    hits = (hit for sentence in _sentences(text) for hit in _meant(sentence))
    return any(name in words.get(hit.phrase, ()) and " ".join(hit.phrase) not in without for hit in hits)


@cache
def _words_by_type() -> Mapping[Phrase, tuple[ActivityType, ...]]:
    found: dict[Phrase, tuple[ActivityType, ...]] = {}
    for name, entry in load_vocabulary("activities")["types"].items():
        for phrase in split_phrases(entry["words"]):
            found[phrase] = (*found.get(phrase, ()), name)
    return found


@cache
def _modes_by_phrase() -> Mapping[Phrase, tuple[Mode, ...]]:
    found: dict[Phrase, tuple[Mode, ...]] = {}
    for mode, entry in load_vocabulary("activities")["modes"].items():
        for phrase in split_phrases(entry["words"]):
            found[phrase] = (*found.get(phrase, ()), mode)
    return found


@cache
def _mode_phrases() -> Words:
    listed = [*split_phrases(load_vocabulary("activities")["not_meant"]), *_modes_by_phrase()]
    return index_phrases({phrase: " ".join(phrase) for phrase in listed})


@cache
def _all_phrases() -> Words:
    listed = [*split_phrases(load_vocabulary("activities")["not_meant"]), *_words_by_type()]
    return index_phrases({phrase: " ".join(phrase) for phrase in listed})


@cache
def _listed(name: _ListName) -> Words:
    return _index(tuple(load_vocabulary("activities")[name]))


@cache
def _index(phrases: tuple[str, ...]) -> Words:
    return index_phrases(split_phrases(phrases))
