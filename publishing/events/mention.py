"""An activity as linking compares it: when, where, who, what."""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeAlias

from ucap.extractors.places import city_names, fold_name
from ucap.extractors.text.phrases import PhraseTable, index_phrases, split_phrases
from ucap.extractors.text.words import stem_word
from ucap.publishing.events.tolerances import EVENTS
from ucap.schemas.records import ActivityType, DatePrecision, Mode
from ucap.schemas.vocabularies import load_vocabulary

Row: TypeAlias = Mapping[str, Any]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
_BODIES = frozenset({"ORG", "FACILITY", "PROGRAMME", "PERSON"})


@dataclass(frozen=True, slots=True)
class Place:
    """A city: what it is compared by (`krakow`), its usual name, and its country as ISO 3166-1 alpha-2."""

    key: str
    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One activity of one U-CAP. Sets of places hold their keys; `words` are the stems of its rare words with their weights.

    A large dataset has a hundred thousand of them in memory, so what many have in common is the same object in each.
    """

    activity_id: str
    ucap_id: str
    first: date | None
    last: date | None
    precision: DatePrecision | None
    text: str
    types: tuple[ActivityType, ...]
    mode: Mode | None
    planned: bool
    partners: frozenset[str]
    """Cities of the U-CAP's two sides."""
    places: tuple[Place, ...]
    """Cities that the activity names, in its order."""
    hosts: frozenset[str]
    """Those of them in which it took place, as far as its words say so."""
    bodies: tuple[str, ...]
    """Bodies, facilities, programmes and persons that it names, by their canonical names."""
    organisations: tuple[str, ...]
    """Those of them that are bodies or facilities."""
    events: frozenset[str]
    countries: tuple[str, ...]
    words: tuple[tuple[str, float], ...]
    ordinals: frozenset[str]
    """Words that number it within a series."""
    is_around: bool
    """Whether its text speaks of preparing something, or of what followed."""

    @property
    def cities(self) -> frozenset[str]:
        """Keys of the cities that the activity names."""
        return frozenset(place.key for place in self.places)


@lru_cache(maxsize=50_000)
def make_place(name: str, country: str | None = None) -> Place:
    """Return a place. It is compared by its usual name, not by an identifier, which a place in doubt does not have.

    >>> make_place("Cracow", "PL")
    Place(key='krakow', name='Kraków', country='PL')
    """
    usual = find_usual_name(name)
    return Place(fold_name(usual), usual, country)


def find_usual_name(name: str) -> str:
    """Return the usual name of a city that also has others, else the name itself."""
    return city_names().get(fold_name(name), name)


def make_mention(activity: Row, partners: Sequence[Place], entities: Sequence[Row]) -> EventMention:
    """Return an activity as linking compares it, given its row, the cities of its U-CAP and the rows of its entities."""
    text = "\n".join((activity["text"], *activity["items"]))
    found = {(row["label"], row["canonical"] or row["text"]): row for row in reversed(entities)}
    by_label: dict[str, list[Row]] = {}
    for (label, _), row in reversed(found.items()):
        by_label.setdefault(label, []).append(row)
    tell_apart = _make_namesake_keys(partners)
    spelled = {
        row["text"]: tell_apart(make_place(row["canonical"] or row["text"], row["country_code"]))
        for row in entities
        if row["label"] == "CITY"
    }
    places = tuple({place.key: place for place in spelled.values()}.values())
    own = _make_keys(tuple(partners))
    names = [row["text"] for row in entities]
    words = [word.casefold() for word in _WORD.findall(text)]
    return EventMention(
        activity_id=activity["activity_id"],
        ucap_id=sys.intern(activity["ucap_id"]),
        first=activity["date_start"],
        last=activity["date_end"],
        precision=activity["date_precision"],
        text=activity["text"],
        types=tuple(activity["activity_types"]),
        mode=activity["mode"],
        planned=activity["planned"],
        partners=own,
        places=places,
        hosts=frozenset(find_hosts(text, {name: p for name, p in spelled.items() if p.country or p.key in own})) or _NOBODY,
        bodies=_name(by_label, sorted(_BODIES)),
        organisations=_name(by_label, ("ORG",)),
        events=frozenset(_name(by_label, ("EVENT",))) or _NOBODY,
        countries=_name(by_label, ("COUNTRY",)),
        words=weigh_words(text, names),
        ordinals=frozenset(words) & frozenset(load_vocabulary("events")["ordinals"]) or _NOBODY,
        is_around=bool(_phrases("around_it").find(words)),
    )


_NOBODY = frozenset[str]()
"""One empty set for all, as Python makes a new one each time."""


@lru_cache(maxsize=1)  # the activities of a U-CAP come one after the other, and have one set
def _make_keys(partners: tuple[Place, ...]) -> frozenset[str]:
    tell_apart = _make_namesake_keys(partners)
    return frozenset(tell_apart(place).key for place in partners)


def _name(by_label: Mapping[str, Sequence[Row]], labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sys.intern(row["canonical"] or row["text"]) for label in labels for row in by_label.get(label, ()))


def _make_namesake_keys(partners: Sequence[Place]) -> Callable[[Place], Place]:
    """Return a function that adds the country to the key of a city whose U-CAP joins two cities of this name."""
    countries: dict[str, set[str]] = {}
    for place in partners:
        countries.setdefault(place.key, set()).add(place.country or "")
    return lambda place: (
        replace(place, key=f"{place.key}|{place.country or ''}") if len(countries.get(place.key, ())) > 1 else place
    )


def weigh_words(text: str, names: Collection[str] = ()) -> tuple[tuple[str, float], ...]:
    """Return the stems of a text's words outside the names, each with its weight: the rarer in English, the heavier.

    >>> sorted(dict(weigh_words("A visit to the harbour of Porto", ["Porto"])))
    ['harbour']
    """
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    weighed = {found[0]: found for found in map(_weigh, _WORD.findall(text.casefold())) if found[1] > 0}
    return tuple(weighed.values())


@lru_cache(maxsize=50_000)
def _weigh(word: str) -> tuple[str, float]:
    from wordfreq import zipf_frequency  # noqa: PLC0415 (reads its list of words when first used)

    stem = stem_word(word)
    if stem in _plain_words():
        return stem, 0.0
    return stem, max(0.0, EVENTS.common_zipf - max(float(zipf_frequency(word, "en", "small")), 2.0))


def find_hosts(text: str, places: Mapping[str, Place]) -> set[str]:
    """Return the keys of the places in which something took place, according to the words around their names.

    >>> graz = make_place("Graz", "AT")
    >>> find_hosts("Visit to Graz", {"Graz": graz}), find_hosts("A delegation from Graz", {"Graz": graz})
    ({'graz'}, set())
    """
    hosts: set[str] = set()
    for spelling, place in places.items():
        for match in re.finditer(rf"(?<!\w){re.escape(spelling)}(?!\w)", text):
            before = [word.casefold() for word in _WORD.findall(text[: match.start()])[-4:]]
            after = [word.casefold() for word in _WORD.findall(text[match.end() : match.end() + 40])[:2]]
            goes_there = _ends_with(_phrases("host_before"), before) and not _begins_with(_phrases("guest_after"), after)
            if goes_there or _begins_with(_phrases("host_after"), after):
                hosts.add(place.key)
    return hosts


def _ends_with(phrases: PhraseTable[str], words: Sequence[str]) -> bool:
    return any(match.last == len(words) for match in phrases.find(words))


def _begins_with(phrases: PhraseTable[str], words: Sequence[str]) -> bool:
    return any(match.first == 0 for match in phrases.find(words))


@cache
def _phrases(name: str) -> PhraseTable[str]:
    listed: Sequence[str] = load_vocabulary("events")[name]  # type: ignore[literal-required]
    return index_phrases(split_phrases(listed))


@cache
def _plain_words() -> frozenset[str]:
    """Return the stems of the words that only say what kind of activity it is: kinds are compared by themselves."""
    kinds = load_vocabulary("activities")["types"].values()
    words = [word for kind in kinds for phrase in kind["words"] for word in phrase.casefold().split()]
    return frozenset(stem_word(word) for word in (*words, *load_vocabulary("events")["plain_words"]))
