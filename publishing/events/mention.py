"""An activity as linking compares it: when, where, who, what."""

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeAlias

from ucap.extractors.dates import find_dates
from ucap.extractors.places import city_names, country_names, region_names
from ucap.extractors.text.folding import fold_name
from ucap.publishing.events.hosts import find_destinations, find_guests, find_hosts, infer_hosts, list_regions
from ucap.publishing.events.names import find_names, join_names, list_acronyms, list_initials, weigh_names
from ucap.publishing.events.places import Place, find_centre, make_namesake_keys, make_place
from ucap.publishing.events.tolerances import EVENTS
from ucap.publishing.events.words import (
    comes_after,
    comes_before,
    find_deeds,
    find_numbers,
    find_ordinals,
    find_people,
    find_topic,
    split_words,
    weigh_words,
)
from ucap.schemas.records import ActivityType, DatePrecision, Mode

Row: TypeAlias = Mapping[str, Any]

_BODIES = ("FACILITY", "ORG", "PERSON", "PROGRAMME")


@dataclass(frozen=True, slots=True)
class EventMention:
    """One activity of one U-CAP. Sets of places hold their keys; `words` are the stems of its rare words with their weights.

    A large dataset has a hundred thousand of them in memory, so what many have in common is the same object in each.
    """

    activity_id: str
    ucap_id: str
    date_start: date | None
    date_end: date | None
    precision: DatePrecision | None
    first: date | None
    """First day on which it may have been: that of its date, or of a finer one that its text has."""
    last: date | None
    text: str
    types: tuple[ActivityType, ...]
    mode: Mode | None
    planned: bool
    not_held: bool
    partners: frozenset[str]
    """Cities of the U-CAP's two sides."""
    places: tuple[Place, ...]
    """Cities that the activity names, in its order."""
    cities: frozenset[str]
    """Keys of those that a gazetteer knows; a suburb counts as the city of the cooperation beside it."""
    hosts: frozenset[str]
    """Those of them in which it took place, as far as its words say so."""
    destinations: frozenset[str]
    """Those of them to which people surely went."""
    likely_hosts: frozenset[str]
    """The city of the cooperation in which it took place, as far as it can be inferred from who speaks of whom."""
    bodies: tuple[str, ...]
    """Bodies, facilities, programmes and persons that it names, by their canonical names."""
    organisations: tuple[str, ...]
    """Those of them that are bodies."""
    events: frozenset[str]
    countries: tuple[str, ...]
    country_codes: frozenset[str]
    """Countries that it names."""
    names: tuple[tuple[str, float], ...]
    """Words of all names in it with their weights."""
    joined: frozenset[str]
    """Each two words of names that follow each other, written as one."""
    acronyms: frozenset[str]
    initials: str
    """The initials of its words, by which acronyms of another text are found."""
    words: tuple[tuple[str, float], ...]
    topic: bytes
    """What its words and names are about (`find_topic`)."""
    numbers: frozenset[int]
    ordinals: frozenset[str]
    """Numbers that it gives to events of a series."""
    deeds: frozenset[str]
    """What people did, by the names of the vocabulary."""
    people: frozenset[str]
    """Who took part, by the names of the vocabulary."""
    is_before: bool
    """Whether its text speaks of preparing something."""
    is_after: bool
    """Whether its text speaks of what followed something."""
    content: int
    """A number for all that it says: the same for activities that say the same, of whichever U-CAPs of one pairing."""


def make_mention(
    activity: Row, partners: Sequence[Place], entities: Sequence[Row], leads: Sequence[Place] = ()
) -> EventMention:
    """Return an activity as linking compares it, given its row, the cities of its U-CAP, the rows of its entities.

    `leads` are those of the cities that tell of it.
    """
    text = "\n".join((activity["text"], *activity["items"]))
    found = {(row["label"], row["canonical"] or row["text"]): row for row in reversed(entities)}
    by_label: dict[str, list[Row]] = {}
    for (label, _), row in reversed(found.items()):
        by_label.setdefault(label, []).append(row)
    tell_apart = make_namesake_keys(partners)
    sides = [tell_apart(place) for place in partners]
    printed = {fold_name(place.name): place for place in sides}
    spelled = {
        row["text"]: printed.get(fold_name(row["text"]))
        or tell_apart(make_place(row["canonical"] or row["text"], row["country_code"]))
        for row in entities
        if row["label"] == "CITY"
    }
    places = tuple({place.key: place for place in spelled.values()}.values())
    own = _make_keys(tuple(partners))
    known = {
        name: find_centre(place, sides)
        for name, place in spelled.items()
        if place.country or place.key in own or place.key in city_names()
    }
    hosts = find_hosts(text, known)
    countries = [*((row["text"], row["country_code"]) for row in by_label.get("COUNTRY", ())), *list_regions(text)]
    standing_for = {**known, **_find_by_country(countries, sides)}
    abroad = find_hosts(text, standing_for) & own
    guests = find_guests(text, standing_for, sides)
    names = [row["text"] for row in entities]
    words = split_words(text)
    first, last = narrow_dates(text, activity["date_start"], activity["date_end"])
    compared = find_names(text, [row["text"] for row in entities if row["label"] not in ("DATE", "COUNTRY", "CITY")])
    compared += [name for name, place in spelled.items() if place.key not in own]
    own_words = (
        _split_own(tuple(sides))
        | {word for name, place in spelled.items() if place.key in own for word in fold_name(name).split()}
        | {word for name, _ in countries for word in fold_name(name).split()}
    )
    weighed_names, weighed_words = weigh_names(compared, own_words), weigh_words(text, [*names, *compared])
    return EventMention(
        activity_id=activity["activity_id"],
        ucap_id=sys.intern(activity["ucap_id"]),
        date_start=activity["date_start"],
        date_end=activity["date_end"],
        precision=activity["date_precision"],
        first=first,
        last=last,
        text=activity["text"],
        types=tuple(activity["activity_types"]),
        mode=activity["mode"],
        planned=activity["planned"],
        not_held=activity["not_held"],
        partners=own,
        places=places,
        cities=frozenset(place.key for place in known.values()) or _NOBODY,
        hosts=frozenset(hosts) or _NOBODY,
        destinations=frozenset(find_destinations(text, known)) or _NOBODY,
        likely_hosts=frozenset(infer_hosts(text, hosts | abroad, guests, sides, {tell_apart(lead).key for lead in leads}))
        or _NOBODY,
        bodies=_name(by_label, _BODIES),
        organisations=tuple(name for name in _name(by_label, ("ORG",)) if not _is_place(name)),
        events=frozenset(_name(by_label, ("EVENT",))) or _NOBODY,
        countries=_name(by_label, ("COUNTRY",)),
        country_codes=frozenset(row["country_code"] for row in by_label.get("COUNTRY", ()) if row["country_code"]) or _NOBODY,
        names=weighed_names,
        joined=join_names(compared) or _NOBODY,
        acronyms=frozenset(list_acronyms(compared)) or _NOBODY,
        initials=list_initials(text),
        words=weighed_words,
        topic=find_topic((*weighed_words, *weighed_names)),
        numbers=find_numbers(_leave_out(text, [row["text"] for row in by_label.get("DATE", ())])),
        ordinals=find_ordinals(words) or _NOBODY,
        deeds=find_deeds(words) or _NOBODY,
        people=find_people(words) or _NOBODY,
        is_before=comes_before(words),
        is_after=comes_after(words),
        content=_digest_content(activity, partners, entities, leads),
    )


_NOBODY = frozenset[str]()
"""One empty set for all, as Python makes a new one each time."""


def _digest_content(activity: Row, partners: Sequence[Place], entities: Sequence[Row], leads: Sequence[Place]) -> int:
    own = [activity[name] for name in _COMPARED]
    named = [[row[name] for name in ("label", "text", "canonical", "country_code")] for row in entities]
    digest = hashlib.blake2b(repr((own, named, partners, leads)).encode(errors="replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


_COMPARED = ("date_start", "date_end", "text", "items", "activity_types", "mode", "planned")


def narrow_dates(text: str, first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """Return the days that a text names within a long date, else the date itself.

    >>> narrow_dates("Two officers came at the end of February.", date(2020, 1, 1), date(2020, 3, 31))
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    """
    if first is None or last is None or last - first < timedelta(EVENTS.long_date):
        return first, last
    year = first.year if first.year == last.year else None
    inside = [
        found
        for found in find_dates(text, context_year=year)
        if found.start and found.end and first <= found.start <= found.end <= last and found.precision != "year"
    ]
    if not inside:
        return first, last
    return min(found.start for found in inside if found.start), max(found.end for found in inside if found.end)


def _find_by_country(countries: Iterable[tuple[str, str | None]], partners: Sequence[Place]) -> dict[str, Place]:
    """Return the city of a cooperation that a country or a region stands for, by its name as printed."""
    found = {}
    for name, code in countries:
        inside = [place for place in partners if place.country and place.country == code]
        if len({place.key for place in inside}) == 1:
            found[name] = inside[0]
    return found


@lru_cache(maxsize=1)  # the activities of a U-CAP come one after the other, and have one set
def _make_keys(partners: tuple[Place, ...]) -> frozenset[str]:
    tell_apart = make_namesake_keys(partners)
    return frozenset(tell_apart(place).key for place in partners)


@lru_cache(maxsize=1)
def _split_own(partners: tuple[Place, ...]) -> frozenset[str]:
    return frozenset(word for place in partners for word in (*fold_name(place.name).split(), *place.key.split("|")[0].split()))


@lru_cache(maxsize=10_000)
def _is_place(name: str) -> bool:
    """Whether a name is that of a city, a region or a country, which a text may use for its government."""
    key = fold_name(name)
    return key in city_names() or key in region_names() or key in country_names()


def _leave_out(text: str, printed: Iterable[str]) -> str:
    for one in sorted(printed, key=len, reverse=True):
        text = text.replace(one, " ")
    return text


def _name(by_label: Mapping[str, Sequence[Row]], labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(sys.intern(row["canonical"] or row["text"]) for label in labels for row in by_label.get(label, ()))
