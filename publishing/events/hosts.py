"""Where something took place, according to the words around the names of places, and to who speaks."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from ucap.extractors.text.phrases import PhraseTable
from ucap.publishing.events.places import Place
from ucap.publishing.events.words import WORD, get_phrases, speaks_of, split_words
from ucap.schemas.vocabularies import load_vocabulary


def find_hosts(text: str, places: Mapping[str, Place]) -> set[str]:
    """Return the keys of the places in which something took place, according to the words around their names.

    >>> from ucap.publishing.events.places import make_place
    >>> graz = make_place("Graz", "AT")
    >>> find_hosts("Visit to Graz", {"Graz": graz}), find_hosts("A delegation from Graz", {"Graz": graz})
    ({'graz'}, set())
    """
    hosts: set[str] = set()
    for place, before, after in _list_surroundings(text, places):
        goes_there = _ends_with(get_phrases("host_before"), before) and not _begins_with(get_phrases("guest_after"), after)
        if goes_there or _receives(before, after):
            hosts.add(place.key)
    return hosts


def find_destinations(text: str, places: Mapping[str, Place]) -> set[str]:
    """Return the keys of those hosts to which people surely went: `visit to Graz`, `Graz welcomed`, and not only `in Graz`."""
    found: set[str] = set()
    for place, before, after in _list_surroundings(text, places):
        went = _ends_with(get_phrases("went_before"), before) and not _begins_with(get_phrases("guest_after"), after)
        if went or _receives(before, after):
            found.add(place.key)
    return found


def find_guests(text: str, places: Mapping[str, Place], partners: Collection[Place]) -> set[str]:
    """Return the keys of the cities of a cooperation whose people are elsewhere, named by city, country or people.

    >>> from ucap.publishing.events.places import make_place
    >>> graz, nanning = make_place("Graz", "AT"), make_place("Nanning", "CN")
    >>> find_guests("Experts from Graz", {"Graz": graz}, [graz, nanning]), find_guests("Chinese guests", {}, [graz, nanning])
    ({'graz'}, {'nanning'})
    """
    guests: set[str] = set()
    own = {place.key for place in partners}
    for place, before, after in _list_surroundings(text, places):
        if place.key in own and (
            _ends_with(get_phrases("guest_before"), before) or _are_from(before) or (_is_group(after[:1]) and _do_act(before))
        ):
            guests.add(place.key)
    peoples = _peoples()
    words = split_words(text)
    for at, word in enumerate(words):
        country = peoples.get(word) or peoples.get(word.removesuffix("s"))
        is_group = word not in peoples or _is_group(words[at + 1 : at + 4])  # "the Italians", "Finnish officers"
        if country and is_group and _do_act(words[max(0, at - 2) : at]):
            guests |= {place.key for place in partners if place.country == country}
    return guests


def _are_from(before: Sequence[str]) -> bool:
    """Whether what is named before a city comes from it: `a choir from`, `planners of`, but not `came home from`, `tour of`."""
    if before[-1:] == ["from"]:
        return before[-2:-1] != ["back"] and not {"home", "returned", "return"} & {*before}
    return before[-1:] == ["of"] and _is_group(before[-2:-1])


def _do_act(before: Sequence[str]) -> bool:
    """Whether people do something, by the words before them: not `shown to Finnish officers`, who may be at home."""
    return _FACED.isdisjoint(before[-2:])


_FACED = frozenset({"to", "for", "against"})


def _is_group(words: Sequence[str]) -> bool:
    """Whether one of some words names people: those of the vocabulary, and plurals such as `engineers` and `musicians`."""
    return any(word in _guest_words() or (len(word) >= _LONG and word.endswith(_PEOPLE)) for word in words)


_PEOPLE = ("ers", "ors", "ists", "ians", "men", "women")
_LONG = 6


def infer_hosts(
    text: str, named: Collection[str], guests: Collection[str], partners: Collection[Place], leads: Collection[str]
) -> set[str]:
    """Return the city that must be host where the words do not name it: that of the speaker, or the other side's.

    `named` are the hosts that words name, `leads` the keys of the cities that tell. In a cooperation of more than two cities it
    is not known.
    """
    keys = {place.key for place in partners}
    words = split_words(text)
    if own := keys.intersection(named):
        # "Photos of bridges in Graz hung in our library": what is named can be where the subject is.
        return own | set(leads) if len(keys) == _BOTH and len(set(leads)) == 1 and _are_at_ours(words) else own
    if len(keys) != _BOTH:
        return set()
    if len(set(guests)) == 1 and speaks_of(words, "journey"):
        return keys - set(guests)
    if len(set(leads)) == 1:
        comes = speaks_of(words, "host_speaks") or _are_at_ours(words)
        goes = speaks_of(words, "guest_speaks") or _do_ours_go(words)
        if comes != goes:
            return set(leads) if comes else keys - set(leads)
        if not comes and guests and keys - set(guests) == set(leads) and not named and not speaks_of(words, "done_together"):
            return set(leads)
    return set()


def _are_at_ours(words: Sequence[str]) -> bool:
    """Whether a text says that something was at a place of those who tell: `in our depot`, but not `with our partner`."""
    listed = load_vocabulary("events")
    inside, apart = frozenset(listed["inside"]), frozenset(listed["not_places"])
    return any(
        word == "our"
        and words[at - 1] in inside
        and not apart & {*words[at + 1 : at + 3]}
        and not _is_group(words[at + 1 : at + 3])
        for at, word in enumerate(words)
        if at
    )


def _do_ours_go(words: Sequence[str]) -> bool:
    """Whether a text says that people of those who tell went away: `our young players travelled`."""
    goes = frozenset(load_vocabulary("events")["goes"])
    return any(
        word in ("our", "ours") and _is_group(words[at + 1 : at + 5]) and goes & {*words[at + 2 : at + 8]}
        for at, word in enumerate(words)
    )


_BOTH = 2


def _list_surroundings(text: str, places: Mapping[str, Place]) -> Sequence[tuple[Place, list[str], list[str]]]:
    """Return each place named, with the words before and after its name."""
    return _find_surroundings(text, tuple(places.items()))


@lru_cache(maxsize=2)  # hosts, guests and destinations of a text are looked for one after the other
def _find_surroundings(text: str, places: Sequence[tuple[str, Place]]) -> Sequence[tuple[Place, list[str], list[str]]]:
    found = []
    for spelling, place in places:
        for match in re.finditer(rf"(?<!\w){re.escape(spelling)}(?!\w)", text):
            before = [word.casefold() for word in WORD.findall(text[: match.start()])[-4:]]
            if before[-1:] == ["the"]:  # "in the Netherlands"
                before.pop()
            rest = _SENTENCE_END.split(text[match.end() : match.end() + 40])[0]
            after = [word.casefold() for word in WORD.findall(rest)[:2]]
            found.append((place, before, after))
    return found


_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
"""What follows is not about the place any more: `a tour of Graz. Families came, too`."""


def _receives(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a place, by the words around it, receives others: `Graz hosted`, not `the delegation from Graz hosted by us`."""
    return _begins_with(get_phrases("host_after"), after) and not _ends_with(get_phrases("guest_before"), before)


def _ends_with(phrases: PhraseTable[str], words: Sequence[str]) -> bool:
    return any(match.last == len(words) for match in phrases.find(words))


def _begins_with(phrases: PhraseTable[str], words: Sequence[str]) -> bool:
    return any(match.first == 0 for match in phrases.find(words))


def list_regions(text: str) -> Iterator[tuple[str, str]]:
    """Yield the regions that a text names, each with its country: `Styria` is in `AT`."""
    for code, names in load_vocabulary("events")["regions"].items():
        for name in names:
            if name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                yield name, code


@cache
def _peoples() -> Mapping[str, str]:
    return {word: country for country, words in load_vocabulary("events")["peoples"].items() for word in words}


@cache
def _guest_words() -> frozenset[str]:
    return frozenset(load_vocabulary("events")["guest_after"])
