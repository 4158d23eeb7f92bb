"""What kind of activity a text describes, how people met, and whether it was held: decided by words.

Names are taken out of the texts first (`leave_out_names`), so that an Institute of Research is not a study. PLACE and EVENT
stand where a place or an event is named. An activity that is only mentioned does not count.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ucap.extractors.dates.tokens import load_date_words
from ucap.extractors.entities import Mention
from ucap.extractors.fields.activity_words import (
    Hit,
    all_phrases,
    at_bodies,
    at_venues,
    concepts,
    deeds,
    listed,
    making_verbs,
    mode_phrases,
    modes_by_phrase,
    things,
    words_by_type,
)
from ucap.extractors.fields.not_held import (
    find_cancelled,
    find_hindrance,
    find_prevented,
    find_undone,
    find_undone_places,
    is_prevented,
    tells_more_of_cancelled,
)
from ucap.extractors.fields.sentence_roles import (
    RoleName,
    Sentence,
    ends_before,
    is_attribute,
    is_mentioned,
    is_verb,
    is_verb_in,
    join_sentences,
    list_roles,
    may_be_attribute,
    split_words,
)
from ucap.extractors.fields.tolerances import FIELDS
from ucap.extractors.fields.travels import tells_of_guests, tells_of_stay
from ucap.extractors.text.phrases import Phrase, PhraseMatch
from ucap.schemas.records import ActivityType, EntityLabel, Mode
from ucap.schemas.vocabularies import load_vocabulary

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|;+")
_PRONOUNS: Final = frozenset({"it", "this", "they", "these"})
_REMEMBERED: Final = 64
"""Texts whose words are kept: kind, mode and plan of one activity are asked one after the other. Chosen."""
_PART_WORDS: Final = 4
"""Words before `of PLACE` among which `in` or `at` is looked for: `in the old nursery`. Chosen, not measured."""
EVENT: Final = "EVENT"
"""Stands behind the name of an event."""
_GATHERINGS: Final = ("visit", "meeting", "workshop", "conference", "coaching")
_STAND_INS: Final[Mapping[EntityLabel, str]] = {
    "CITY": "PLACE", "COUNTRY": "PLACE", "FACILITY": "PLACE", "REGION": "REGION", "ORG": "BODY", "PROGRAMME": "PROGRAMME",
}  # fmt: skip


def leave_out_names(text: str, mentions: Iterable[Mention]) -> str:
    """Return a text with a stand-in for each name; an event keeps its nouns and is followed by EVENT."""
    pieces, last = [], 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if mention.label == "EVENT":
            # "Exposition of Things" is one, and no exposition that only complements another noun
            name = [word for word in mention.text.split() if word not in list_roles("complements")]
            pieces.append(f"{text[last : mention.start]}{' '.join(name)} EVENT")
        elif tuple(mention.text.casefold().split()) in modes_by_phrase():
            pieces.append(text[last : mention.end])  # "via Webex"
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
    words = words_by_type()
    hits = [hit for _, meant in _list_meant(text) for hit in meant]
    shown: set[ActivityType] = {name for hit in hits for name in words.get(hit.phrase, ())}
    for sentence in list_sentences(text):
        if tells_of_stay(sentence):
            shown.add("exchange")
        elif tells_of_guests(sentence):
            shown.add("visit")
    lectures = load_vocabulary("activities")["lectures"]
    if "webinar" in shown:
        # A webinar is an event itself, which must not count twice.
        shown -= {"conference"} if not _shows(text, words, "conference", without=("seminar", "seminars")) else set()
    elif any(" ".join(hit.phrase) in lectures for hit in hits) and _is_online(text):
        shown.add("webinar")  # "Closing seminar, held online": talks for an audience that are given online
    return [name for name in load_vocabulary("activities")["types"] if name in shown] or ["other"]


def _list_meant(text: str) -> list[tuple[Sentence, Sequence[Hit]]]:
    """Return for each sentence the words that say what was done; guests are no visit where all were online."""
    found = [(sentence, _meant(sentence)) for sentence in list_sentences(text)]
    guests = listed("guests").values
    if not any(hit.phrase in guests for _, hits in found for hit in hits):
        return found
    travels = any(_is_visit(hit) and hit.phrase not in {*guests, *modes_by_phrase()} for _, hits in found for hit in hits)
    if travels or any(_list_places(sentence) or tells_of_guests(sentence) for sentence, _ in found) or not _is_online(text):
        return found
    return [(sentence, [hit for hit in hits if hit.phrase not in guests]) for sentence, hits in found]


def _is_online(text: str) -> bool:
    """Whether words of a text say that people met online, and none that they met otherwise."""
    by_phrase = modes_by_phrase()
    ways = [
        (sentence, hit)
        for sentence in list_sentences(text)
        for hit in mode_phrases().find(sentence)
        if hit.phrase in by_phrase and counts(sentence, hit) and _is_of_meeting(sentence, hit, _meant(sentence), text)
    ]
    if any(_is_joined(sentence, hit) and _list_places(sentence) for sentence, hit in ways):
        return False  # "Lecture in PLACE, watched online"
    return bool(ways) and all(by_phrase[hit.phrase] == ("online",) for _, hit in ways)


def is_kind_unclear(text: str) -> bool:
    """Whether a text has `other` only because no word in it shows a kind for certain, and none names something else.

    >>> is_kind_unclear("Handbook for visits"), is_kind_unclear("Walks for a day"), is_kind_unclear("A visit")
    (False, True, False)
    """
    if classify_types(text) != ["other"] or says_not_held(text.partition("\n")[0]):
        return False
    first = list_sentences(text)[:1]
    return not any(not ends_before(sentence, thing) for sentence in first for thing in things().find(sentence))


def says_only_who_was_where(text: str) -> bool:
    """Whether a text shows a visit by no word for one: `Experts of BODY in PLACE`."""
    return classify_types(text) == ["visit"] and not any(meant for _, meant in _list_meant(text))


def list_loose_words(text: str) -> list[str]:
    """Return the words on which a kind of a text rests alone, and which may only tell more of the word behind them; `EVENT` for
    the name of an event.

    >>> list_loose_words("Tour bus company founded"), list_loose_words("Tour of the port by tour bus")
    (['tour'], [])
    """
    firm: set[str] = set()
    loose: dict[str, set[str]] = {}
    for sentence in list_sentences(text):
        hits = all_phrases().find(sentence)
        for hit in _meant(sentence):
            kinds = set(words_by_type().get(hit.phrase, ()))
            joined = any(other.first == hit.last for other in hits)  # "training workshop"
            if hit.phrase == (EVENT,) or (may_be_attribute(sentence, hit) and not joined):
                loose.setdefault(" ".join(hit.phrase), set()).update(kinds)
            else:
                firm |= kinds
    return [phrase for phrase, kinds in loose.items() if kinds - firm]


def keep_deeds(items: str) -> str:
    """Return the lines of which a verb says what was done: they tell of a deed, and do not name a topic.

    >>> keep_deeds("Letter of intent signed by both mayors\\nTraining of drivers")
    'Letter of intent signed by both mayors'
    """
    return "\n".join(line for line in items.split("\n") if any(_tells_deed(sentence) for sentence in list_sentences(line)))


def _tells_deed(sentence: Sentence) -> bool:
    return any(is_verb(word) for hit in _meant(sentence) for word in sentence[hit.first : hit.last])


def mentions_another(text: str) -> bool:
    """Whether a text speaks of another activity than its own, so that a date at its end may be the date of that one.

    >>> [mentions_another(text) for text in ("Report on the workshop in Graz", "Workshop on reports", "Talks after the fair")]
    [True, False, True]
    """
    if any(mark.first == 0 for sentence in list_sentences(text)[:1] for mark in find_cancelled(sentence)):
        return False  # "Cancelled: visit, May 2019"
    return any(_mentions_another(sentence) for sentence in list_sentences(text))


def _mentions_another(sentence: Sentence) -> bool:
    if listed("passing").find(sentence) or not set(sentence).isdisjoint(list_roles("others")):
        return True
    dated = {*_GATHERINGS, "webinar", "agreement"}
    held = [hit for hit in all_phrases().find(sentence) if dated.intersection(words_by_type().get(hit.phrase, ()))]
    meant = _meant(sentence)
    return bool(held) and not any(hit in meant for hit in held)


def classify_mode(text: str) -> Mode | None:
    """Return how people met or will meet: by words, or by the place of a meeting; None where the text does not say.

    >>> classify_mode("Video call on waste water"), classify_mode("Workshop in PLACE"), classify_mode("Report")
    ('online', 'in_person', None)
    """
    return _read_mode(text).mode


def is_mode_unclear(text: str) -> bool:
    """Whether a text has a word of a mode, or a place, of which it is not certain that people met so or there.

    >>> [is_mode_unclear(text) for text in ("Training in PLACE", "Three days in PLACE", "Workshop on trams")]
    [False, True, False]
    """
    return _read_mode(text).unclear


@dataclass(frozen=True)
class _ReadMode:
    mode: Mode | None
    unclear: bool = False


@dataclass(frozen=True)
class _ModeSigns:
    """What a sentence shows of how people met."""

    modes: frozenset[Mode]
    """Modes that its words name."""
    met: bool
    """It tells of a meeting, a visit or a training …"""
    placed: bool
    """… and names a place …"""
    held: bool
    """… at which that was, for its own words do not say that it was online."""
    somewhere: bool
    """It names a part of a place, or a place before the rest."""
    only_place: bool
    """It names a place, and tells of nothing for which people meet."""
    joined: bool
    """Some took part online in what was held at a place."""
    some: bool
    """Words say that only some took part online."""
    joined_only: bool
    """No words say more than that people took part online."""
    doubtful: bool
    """It has words of a mode that may say something else."""
    then_placed: bool
    """It tells that people met at a place later than what was told before."""


@lru_cache(_REMEMBERED)
def _read_mode(text: str) -> _ReadMode:
    first = list_sentences(text.partition("\n")[0])
    found = [_read_signs(sentence, meant, text) for sentence, meant in _list_meant(text)]
    modes = {mode for signs in found for mode in signs.modes}
    unplaced = any(signs.only_place for signs, sentence in zip(found, list_sentences(text), strict=True) if sentence in first)
    at_place = unplaced or any(signs.held for signs in found)
    # "Board meeting; two members took part by telephone"
    some_only = all(signs.joined_only for signs in found) and any(s.some for s in found) and any(s.met for s in found)
    # "Digital fair; four firms met afterwards in PLACE"
    later = any(signs.then_placed for signs in found[1:]) and modes == {"online"}
    if (
        "hybrid" in modes
        or {"online", "in_person"} <= modes
        or later
        or some_only
        or (any(s.joined for s in found) and at_place)
    ):
        return _ReadMode("hybrid")
    if modes:
        return _ReadMode(modes.pop())
    if any(signs.placed for signs in found):
        return _ReadMode("in_person")
    return _ReadMode(None, any(s.doubtful or s.somewhere for s in found) or (unplaced and is_kind_unclear(text)))


def _read_signs(sentence: Sentence, meant: Sequence[Hit], text: str) -> _ModeSigns:
    by_type, by_phrase = words_by_type(), modes_by_phrase()
    ways = [hit for hit in mode_phrases().find(sentence) if hit.phrase in by_phrase and counts(sentence, hit)]
    # The longest phrase counts: an online visit is no visit in person, and a call for proposals no call.
    sure = [hit for hit in ways if hit.phrase in by_type or _is_of_meeting(sentence, hit, meant, text)]
    # A call or a visit that is only the subject of a talk says nothing about the talk.
    said = [hit for hit in sure if hit.phrase not in by_type or any(_holds(one, hit) for one in meant)]
    online = [hit for hit in said if "online" in by_phrase[hit.phrase]]
    modes = {mode for hit in said for mode in by_phrase[hit.phrase]}
    # Whoever visits travels, unless the phrase says otherwise: "virtual tour".
    travels = [hit for hit in meant if _is_visit(hit) and hit.phrase not in by_phrase]
    modes.update({"in_person"} if any(not _is_virtual(sentence, hit, online) for hit in travels) else ())
    at_places = listed("at_places").values
    gatherings = [hit for hit in meant if set(by_type.get(hit.phrase, ())) & set(_GATHERINGS) or hit.phrase in at_places]
    if _meet_both_ways(sentence, online, gatherings) or _share_ways(sentence, online):
        modes.add("hybrid")
    modes.update({"in_person"} if tells_of_guests(sentence) or (tells_of_stay(sentence) and not online) else ())
    remote = load_vocabulary("activities")["remote"]
    digital = [hit for hit in meant if hit.first and sentence[hit.first - 1] in remote]
    # "digital summer school", "video talks", but a "video workshop" may be about videos
    sure_ways = ("meeting",) if any(sentence[hit.first - 1] != "digital" for hit in digital) else _GATHERINGS
    modes.update({"online"} if any({*by_type.get(hit.phrase, ())} & {*sure_ways} for hit in digital) else ())
    places = _list_places(sentence)
    joined = [way for way in online if _is_joined(sentence, way)]
    return _ModeSigns(
        modes=frozenset(modes),
        met=bool(gatherings),
        placed=bool(gatherings and places),
        held=bool(places) and any(all(way.last != hit.first and way != hit for way in online) for hit in gatherings),
        somewhere=bool(gatherings) and (_names_part_of_place(sentence) or _begins_with_place(sentence)),
        only_place=bool(places) and not gatherings,
        joined=bool(joined) or any(_joins_from_afar(sentence, way, gatherings) for way in online),
        some=any(_are_some(sentence, way) for way in joined),
        joined_only=len(joined) == len(online),
        then_placed=bool(gatherings and places and not online and listed("next").find(sentence)),
        doubtful=bool(digital) or any(hit not in sure and not is_attribute(sentence, hit) for hit in ways),
    )


def _holds(kind: Hit, way: Hit) -> bool:
    """Whether a word of a mode is a kind, or a part of one: `webinar series`; but who `calls on PLACE` does not call."""
    within = kind.first <= way.first and way.last <= kind.last
    return within and (kind.phrase == way.phrase or not _is_visit(kind))


def _is_virtual(sentence: Sentence, travel: Hit, online: Sequence[Hit]) -> bool:
    """Whether a visit was made online: `virtual study tour`, `visited by a delegation via livestream`."""
    if any(0 <= travel.first - way.last < FIELDS.activities.spoken_reach for way in online):
        return True
    if travel.first and sentence[travel.first - 1] in load_vocabulary("activities")["remote"]:
        return True  # "filmed tours"
    after = [way for way in online if way.first >= travel.last and sentence[way.first - 1] in list_roles("ways")]
    return any(
        not _is_joined(sentence, way)
        and "and" not in sentence[travel.last : way.first]
        and sentence.breaks.isdisjoint(range(travel.last, way.first))
        for way in after
    )


def _is_of_meeting(sentence: Sentence, way: Hit, meant: Sequence[Hit], text: str) -> bool:
    """Whether a word of a mode says how people met: `meeting on Teams`, `spoke by phone`, but not `remote sensing`."""
    if is_attribute(sentence, way):
        return False
    before = sentence[way.first - 1] if way.first else ""
    if (
        before in list_roles("complements")
        and may_be_attribute(sentence, way)
        and not all_phrases().match_at(sentence, way.last)
    ):
        return False  # "about online shops", but "cycle of online meetings"
    by_way = before in list_roles("ways") and before not in list_roles("complements")  # "via Zoom", but "article on Zoom"
    if not by_way and not any(_meant(one) for one in list_sentences(text)) and len(way.phrase) == 1:
        return False
    if _is_joined(sentence, way):
        return True  # "two cities took part online"
    alone = way.first in sentence.breaks and (way.last in sentence.breaks or way.last == len(sentence))  # "(virtual)"
    in_phrase = len(way.phrase) > 1 or before in list_roles("ways") or way.phrase[0] in list_roles("adverbs")
    met = any({*words_by_type().get(hit.phrase, ())} - {"study", "pilot"} for hit in meant)
    return alone or in_phrase or met


def _list_places(sentence: Sentence) -> list[Hit]:
    """Return the places that a sentence names after a word of place, or by itself between punctuation marks."""
    bare = [
        PhraseMatch(at, at + 1, ("PLACE",), "PLACE")
        for at, word in enumerate(sentence)
        if word == "PLACE"
        and at not in find_undone_places(sentence)
        and at in sentence.breaks
        and (at + 1 in sentence.breaks or at + 1 == len(sentence))
    ]
    return [*_find_places(sentence), *(bare if sentence.count("PLACE") == 1 else ())]


def _find_places(sentence: Sentence) -> list[Hit]:
    """Return what says where people met: a named place, a body at which they met, or a kind of place: `at the town hall`."""
    named = listed("places").find(sentence)
    bodies = [hit for hit in at_bodies().find(sentence) if _is_place_of(sentence, hit)]
    venues = [hit for hit in at_venues().find(sentence) if not may_be_attribute(sentence, hit)]
    taken = {at for hit in named for at in range(hit.first, hit.last)}
    others = [hit for hit in (*bodies, *venues) if taken.isdisjoint(range(hit.first, hit.last))]
    undone = find_undone_places(sentence)  # "could not take place in PLACE and was held by video"
    return sorted((hit for hit in (*named, *others) if hit.first not in undone), key=lambda hit: hit.first)


def _is_place_of(sentence: Sentence, body: Hit) -> bool:
    """Whether people met at a body, and not only who they are: `workshop at BODY`, but `by staff at BODY`."""
    for at in range(body.first, 0, -1):
        word = sentence[at - 1]
        if kind := all_phrases().match_before(sentence, at):
            return "coaching" not in words_by_type().get(kind.phrase, ())  # "course at BODY" is given by it
        if at in sentence.breaks:
            return True
        if word in load_vocabulary("activities")["planned"]["subjects"]:
            return _is_talk(sentence, at - 1)  # "seminar on trees at BODY", but "report on trees at BODY"
        if word in list_roles("complements") or word in ("by", "with"):
            return False
    return True


def _is_talk(sentence: Sentence, at: int) -> bool:
    """Whether a meeting, a workshop or a conference stands before a word."""
    kind = all_phrases().match_before(sentence, at)
    return kind is not None and not {"meeting", "workshop", "conference"}.isdisjoint(words_by_type().get(kind.phrase, ()))


def _names_part_of_place(sentence: Sentence) -> bool:
    """Whether people may have met at something of a place: `in the nursery of PLACE`, but also `in the name of PLACE`."""
    ofs = (at for at, word in enumerate(sentence) if word == "of" and "PLACE" in sentence[at + 1 : at + 3])
    return any({"in", "at"} & set(sentence[max(at - _PART_WORDS, 0) : at]) for at in ofs)


def _begins_with_place(sentence: Sentence) -> bool:
    """Whether a place stands before the rest, where the meeting was or who tells of it: `PLACE: seminar on dunes`."""
    return sentence[0] == "PLACE" and 1 in sentence.breaks


def _meet_both_ways(sentence: Sentence, online: Sequence[Hit], gatherings: Sequence[Hit]) -> bool:
    """Whether people met online and at a place: `workshops online and in PLACE`, `webinar followed by a workshop in PLACE`."""
    for place in _find_places(sentence):
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
            after = [mark.last for mark in listed("next").find(sentence) if mark.first >= way.last]
            if any(hit.last == place.first and last <= hit.first for hit in held_here for last in after):
                return True
    # `Conference (PLACE and online)`
    return any(
        sentence[hit.last : hit.last + 2] == ("PLACE", "and") and way.first == hit.last + 2
        for hit in gatherings
        for way in online
    )


def _adds_place(sentence: Sentence, way: Hit, place: Hit) -> bool:
    """Whether what was done online is followed by what was done at a place: `signing (online) and tree planting in PLACE`."""
    between = sentence[way.last : place.first]
    return (
        1 < len(between) <= 1 + FIELDS.activities.added_reach
        and between[0] == "and"
        and way.first > 0
        and not (listed("subject").find(between) or listed("passing").find(between))
    )


def _is_joined(sentence: Sentence, way: Hit) -> bool:
    """Whether a word for online only says how some people took part: `experts took part by video`, `online participants`."""
    if way.phrase in listed("joined").values:
        return True  # "three members dialled in"
    first = way.first - (way.first > 0 and sentence[way.first - 1] in list_roles("ways"))  # "connected by Zoom"
    return any(first == mark.last or way.last == mark.first for mark in listed("joined").find(sentence))


def _joins_from_afar(sentence: Sentence, way: Hit, gatherings: Sequence[Hit]) -> bool:
    """Whether people took part online in what was held at a place: `talks in PLACE, attended by experts via Zoom`."""
    for mark in listed("joined").find(sentence):
        within = mark.last <= way.first <= mark.last + FIELDS.activities.joined_reach
        if not within or not sentence.breaks.isdisjoint(range(mark.last, way.first + 1)) or mark.phrase[0] in _joined_nouns():
            continue
        for place in _find_places(sentence):
            there = place.last <= mark.first and any(hit.last <= place.first for hit in gatherings)  # "talks in PLACE, joined"
            if there or mark.last <= place.first < way.first:  # "followed the talks in PLACE"
                return True
    return False


def _joined_nouns() -> Collection[str]:
    """Return the words for people who took part, which are no verbs."""
    return {phrase[0] for phrase in listed("joined").values if len(phrase) == 1 and not phrase[0].endswith(("ed", "ing"))}


def _are_some(sentence: Sentence, way: Hit) -> bool:
    """Whether only some of those who met were elsewhere: `the others dialled in`."""
    return any(mark.last <= way.first for mark in listed("some_only").find(sentence))


def _share_ways(sentence: Sentence, online: Sequence[Hit]) -> bool:
    """Whether a part was at a place and another part online: `half in PLACE and half on Teams`."""
    fillers = {*load_vocabulary("activities")["between_ways"], *list_roles("ways"), *list_roles("verbs")}
    for place in _find_places(sentence):
        for way in online:
            first, second = sorted((place, way), key=lambda hit: hit.first)
            for share in _list_shares(sentence):
                between = sentence[share.last : second.first]
                of_whom = between[:1] == ("of",) and len(between) <= FIELDS.activities.added_reach
                if first.last <= share.first <= second.first and (of_whom or all(word in fillers for word in between)):
                    return True
    return False


def _list_shares(sentence: Sentence) -> list[Hit]:
    """Return the words for a part of those who met: `half`, or the second of two numbers: `six at PLACE and ten on Teams`."""
    numbers = load_vocabulary("events")["numbers"]
    counted = [at for at, word in enumerate(sentence) if word.isdecimal() or word in numbers]
    return [*listed("shares").find(sentence), *(PhraseMatch(at, at + 1, (sentence[at],), "") for at in counted[1:])]


def _joins_ways(between: Sequence[str], *, of_meetings: bool = True) -> bool:
    """Whether the words between an online meeting and a place say that both are meant."""
    joins = load_vocabulary("activities")["both_ways"]
    known = {*joins, *load_vocabulary("activities")["between_ways"], *load_date_words().months}
    meetings = {phrase[0] for phrase, names in words_by_type().items() if len(phrase) == 1 and set(names) & set(_GATHERINGS)}
    allowed = known | (meetings if of_meetings else {"on"})  # "on Zoom", but "a webinar on meetings in PLACE"
    return any(word in joins for word in between) and all(word in allowed or word.isdecimal() for word in between)


def _words_of_both_ways() -> set[str]:
    return set(load_vocabulary("activities")["both_ways"])


def _says_nothing(between: Sequence[str]) -> bool:
    known = {*load_vocabulary("activities")["between_ways"], *load_date_words().months, "PLACE"}
    return all(word in known or word.isdecimal() for word in between)


def says_not_held(text: str) -> bool:
    """Return whether a text says that something was cancelled, postponed, replaced or not done.

    >>> [says_not_held(text) for text in ("Visit to Gothenburg postponed.", "No meeting took place", "Visit to Gothenburg")]
    [True, True, False]
    """
    return any(
        bool(find_cancelled(sentence) or find_prevented(sentence)) or _begins_with_no(sentence)
        for sentence in list_sentences(text)
    )


def says_nothing_held(text: str) -> bool:
    """Return whether the first line of a text says that something was not held, and nothing in it was done at last or instead.

    >>> [says_nothing_held(text) for text in ("Visit postponed.", "Visit replaced by a webinar", "Visit put off, then held")]
    [True, False, False]
    """
    line = text.partition("\n")[0]
    if not says_not_held(line) or any("instead" in sentence for sentence in list_sentences(text)):
        return False
    if any(_was_held(sentence) for sentence in list_sentences(line)):
        return False  # "Two visits were cancelled; three took place"
    return classify_types(text) == ["other"]


def find_holding_doubt(text: str) -> str | None:
    """Return a word of a text's first line that may say that something was not held, where no words say it for certain.

    >>> [find_holding_doubt(text) for text in ("The forum met with a lockdown", "Visit postponed", "Webinar on the pandemic")]
    ['lockdown', None, None]
    """
    line = text.partition("\n")[0]
    if says_not_held(line) or any(_was_held(sentence) for sentence in list_sentences(line)):
        return None
    with_causes = classify_mode(text) in (None, "in_person")  # "online on account of the lockdown" was held
    return next(filter(None, (find_hindrance(one, with_causes=with_causes) for one in list_sentences(line))), None)


def _was_held(sentence: Sentence) -> bool:
    """Whether a sentence says that something took place, and not that nothing did."""
    return bool(listed("held_anyway").find(sentence)) and not (find_cancelled(sentence) or _begins_with_no(sentence))


def _begins_with_no(sentence: Sentence) -> bool:
    """Whether a sentence says that there was none of something: `no meeting took place`, but not `no date yet`."""
    near = sentence[1 : 1 + FIELDS.activities.spoken_reach]
    anything = load_vocabulary("activities")["anything"]
    if any(sentence[at] == "no" and len(sentence) == at + 2 and sentence[at + 1] in anything for at in sentence.breaks):
        return True  # "(holidays): no activity"
    return sentence[0] in ("no", "neither") and any(word in anything or bool(all_phrases().find([word])) for word in near)


@lru_cache(_REMEMBERED)
def list_sentences(text: str) -> Sequence[Sentence]:
    """Return the words of each sentence of a text whose names are left out.

    A sentence that only says whether the one before it was held is a clause of that one: `Visit to PLACE; it was postponed`.
    """
    stand_ins = frozenset({*_STAND_INS.values(), EVENT})
    sentences: list[Sentence] = []
    for line in text.split("\n"):
        begun = len(sentences)
        for sentence in _SENTENCE_END.split(line):
            if not (words := split_words(sentence, stand_ins)):
                continue
            if len(sentences) > begun and _tells_of_sentence_before(words):
                sentences[-1] = join_sentences(sentences[-1], words)
            else:
                sentences.append(words)
            if sentence.endswith(":") and any(mark.last == len(words) for mark in listed("subject_anyway").find(words)):
                return sentences  # "Topics were:" and a list of them
    return sentences


def _tells_of_sentence_before(words: Sentence) -> bool:
    """Whether a sentence says of the one before it that it was held or not: `It was shelved`, `Cancelled`, `It took place`."""
    off = find_cancelled(words)
    if words[0] in _PRONOUNS:
        return bool(off or listed("held_anyway").find(words))
    return bool(off) and off[0].first == 0 and len(words) <= off[0].last + 1


def _meant(sentence: Sentence) -> Sequence[Hit]:
    """Return the hits of a sentence that say what was done: neither only mentioned, nor the subject of another activity."""
    return _find_meant(sentence, sentence.breaks, sentence.quotes)


@lru_cache(_REMEMBERED)
def _find_meant(sentence: Sentence, breaks: frozenset[int], quotes: frozenset[int]) -> Sequence[Hit]:
    """As `_meant`; sentences of the same words are alike, so that their breaks must be told beside them."""
    hits = [hit for hit in all_phrases().find(sentence) if counts(sentence, hit) and not _is_mentioned(sentence, hit)]
    nouns = concepts().find(sentence)
    hits = [hit for hit in hits if hit.phrase not in making_verbs() or any(_is_made(sentence, hit, noun) for noun in nouns)]
    hits = [hit for hit in hits if not _is_only_drafted(sentence, hit)]
    hits = [hit for hit in hits if hit.phrase not in deeds() or is_verb_in(sentence, hit)]
    marks, anyway = listed("subject").find(sentence), listed("subject_anyway").find(sentence)
    kept: list[Hit] = []
    for hit in hits:
        subject = any(mark.first < hit.first for mark in anyway)
        if kept:
            last = kept[-1].last
            if any(last <= mark.first and mark.last <= hit.first for mark in listed("next").find(sentence)):
                subject = False  # "a webinar on trams, followed by a visit"
            elif not subject:
                # "Contracts for prototypes", "a talk on pilots"
                subject = sentence[last] == "for" or any(last <= mark.first < hit.first for mark in marks)
                # "informed the staff on leaks and trained them"
                subject = subject and not _is_form(sentence, hit)
                subject = subject and not (sentence[hit.first - 1] == "and" and sentence[hit.first].endswith("ed"))
        if not subject:
            kept.append(hit)
    return [hit for hit in kept if hit.phrase not in listed("not_meant").values]


def _is_only_drafted(sentence: Sentence, hit: Hit) -> bool:
    """Whether an agreement is named only as what was written: `two contracts were drafted`."""
    if words_by_type().get(hit.phrase) != ("agreement",) or any(is_verb(word) for word in sentence[hit.first : hit.last]):
        return False
    return any(_is_made(sentence, making, hit) for making in all_phrases().find(sentence) if making.phrase in making_verbs())


def _is_made(sentence: Sentence, making: Hit, noun: Hit) -> bool:
    """Whether a noun is what was made: it stands behind the verb (`drew up guidelines for trams`), or is the first noun of the
    sentence, where that says what was done with it (`guidelines for trams were drawn up`).
    """
    end = next((at for at in range(making.last, len(sentence)) if _ends_noun(sentence, at)), len(sentence))
    if making.last <= noun.first < end:
        return True
    if sentence[making.last - 1] == "by" or sentence[making.last :][:1] == ("by",):
        return noun.last <= making.first  # "adopted guidelines, drawn up by BODY"
    if end > making.last and sentence[making.last] in list_roles("determiners"):
        return False  # it has another object
    return noun.first < next((at for at in range(making.first) if _ends_noun(sentence, at)), making.first)


def _ends_noun(sentence: Sentence, at: int) -> bool:
    """Whether a noun with its attributes ends before a word: at a preposition, a verb or a punctuation mark."""
    word = sentence[at]
    roles: tuple[RoleName, ...] = ("complements", "prepositions", "auxiliaries")
    return at in sentence.breaks or word in ("by", "and") or any(word in list_roles(role) for role in roles)


def _is_form(sentence: Sentence, hit: Hit) -> bool:
    """Whether a word of a kind says in which form something was held: `the talks on trams were held as a webinar`."""
    fillers = {*load_vocabulary("activities")["between_ways"], *list_roles("ways"), "form", "way"}
    held = (mark.last for mark in listed("held_anyway").find(sentence) if mark.last <= hit.first)
    return any(at < hit.first and fillers.issuperset(sentence[at : hit.first]) for at in held)


def _is_visit(hit: Hit) -> bool:
    return "visit" in words_by_type().get(hit.phrase, ())


def _is_mentioned(sentence: Sentence, hit: Hit) -> bool:
    on_the_way = _is_visit(hit) and hit.first > 1 and sentence[hit.first - 2] == "on"
    if on_the_way:
        return False  # "architects on a mission"
    return is_mentioned(sentence, hit)


def counts(sentence: Sentence, hit: Hit) -> bool:
    """Whether a hit is more than a mention of something that was before, is prepared, or did not happen."""
    if any(0 <= mark.first - hit.last < FIELDS.activities.spoken_reach for mark in listed("spoken_about").find(sentence)):
        return False
    if is_prevented(sentence, hit) or tells_more_of_cancelled(sentence, hit) or hit.first in find_undone(sentence):
        return False
    cancelled = find_cancelled(sentence)
    if any(mark.first >= off.last for off in cancelled for mark in listed("held_anyway").find(sentence)):
        cancelled = []  # "The visit, postponed twice, took place in May"
    elif _is_off_from_start(sentence, hit, cancelled):
        return False  # "No meeting took place"
    # "The tour went ahead, only the concert was dropped"
    held = [mark.last for mark in listed("held_anyway").find(sentence) if hit.last <= mark.first]
    cancelled = [
        off for off in cancelled if all(sentence.breaks.isdisjoint(range(at, off.first + 1)) for at in held if at <= off.first)
    ]
    # In "the visit was replaced by a webinar" the webinar is what was done.
    passing = [
        mark for mark in listed("passing").find(sentence) if not any(off.first <= mark.first < off.last for off in cancelled)
    ]
    for off in cancelled:
        # "A webinar in place of the cancelled visit" was held.
        if hit.first < off.last and not any(hit.last <= mark.first < off.first for mark in passing):
            return False
    within = any(mark.first < hit.first < mark.last for mark in passing)  # "as agreed"
    near = (
        mark
        for mark in passing
        if mark.last <= hit.first < mark.last + FIELDS.activities.passing_reach
        and mark.last not in sentence.breaks  # "the day before: talks in PLACE"
        # a title ends: `talks "Ports after the crisis" via Zoom`
        and sentence.quotes.isdisjoint(range(mark.last, hit.first + 1))
    )
    # "Instead of travelling, the teams met", but "after the first, second and third workshop"
    return not within and all(_begins_clause(sentence, mark.last, hit.first) for mark in near)


def _begins_clause(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a main clause begins between two words: behind a comma, with a word that begins its subject."""
    return any(first < at <= last and sentence[at] in list_roles("determiners") for at in sentence.breaks)


def _is_off_from_start(sentence: Sentence, hit: Hit, cancelled: Sequence[Hit]) -> bool:
    """Whether a sentence begins by cancelling what it names: `Cancelled: visit to PLACE`, but not what stands there instead."""
    if "instead" in sentence[: hit.first] or not any(off.first == 0 for off in cancelled):
        return False
    return not any(off.first > 0 and off.last <= hit.first for off in cancelled)


def _shows(text: str, words: Mapping[Phrase, Collection[str]], name: str, *, without: Collection[str]) -> bool:
    hits = (hit for sentence in list_sentences(text) for hit in _meant(sentence))
    return any(name in words.get(hit.phrase, ()) and " ".join(hit.phrase) not in without for hit in hits)
