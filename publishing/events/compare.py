"""How likely two activities of different U-CAPs are one event: what speaks for and against it, added up."""

import math
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cache

from ucap.extractors.places import get_known_city
from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.names import count_shared, find_acronym, is_same_event, match_names
from ucap.publishing.events.places import find_country
from ucap.publishing.events.tolerances import EVENTS, WEIGHTS, EventTolerances
from ucap.publishing.events.words import compare_topics, share_words
from ucap.schemas.records import ActivityType
from ucap.schemas.vocabularies import load_vocabulary


@dataclass(frozen=True, slots=True)
class Likeness:
    """What comparing two activities gives: the log odds that they are one event, and codes of what speaks for it."""

    log_odds: float
    reasons: tuple[str, ...]
    dates_differ: bool = False
    decided: bool | None = None
    """Whether a person says that they are one event (true) or are not (false); null where nobody does."""

    @property
    def score(self) -> float:
        """The log odds as a share from 0 to 1."""
        return 1 / (1 + math.exp(-self.log_odds))


UNLIKE = Likeness(-math.inf, ())
"""The likeness of activities that are not one event, whatever speaks for it."""

DECIDED = {
    True: Likeness(math.inf, ("correction",), decided=True),
    False: Likeness(-math.inf, (), decided=False),
}
"""The likeness of activities of which a person says that they are one event, or are not."""


def compare_mentions(
    one: EventMention, other: EventMention, rivals: int = 1, weights: Mapping[str, float] = WEIGHTS
) -> Likeness:
    """Return how likely two activities are one event; it does not matter which is named first.

    `rivals` is how many activities of the other's U-CAP one of the two can be, itself included.
    """
    found = measure_likeness(one, other, rivals)
    if found is None:
        return UNLIKE
    log_odds = math.fsum((weights["prior"], *(weights[sign] * amount for sign, amount in found.items())))
    reasons = tuple(sign for sign, amount in found.items() if weights[sign] * amount > 0 or sign == "dates_differ")
    return Likeness(log_odds, reasons, "dates_differ" in found)


def measure_likeness(
    one: EventMention, other: EventMention, rivals: int = 1, numbers: EventTolerances = EVENTS
) -> dict[str, float] | None:
    """Return what two activities have in common and in what they differ: by sign, how much of it there is.

    None where they cannot be one event, because their dates are too far apart.
    """
    if (other.content, other.activity_id) < (one.content, one.activity_id):
        one, other = other, one  # so that it does not matter which is named first
    apart = count_days_apart(one, other)
    if apart is not None and apart > numbers.differing_days:
        return None
    found = dict(
        (
            *_measure_dates(one, other, apart, numbers),
            *_measure_places(one, other),
            *_measure_names(one, other),
            *_measure_kinds(one, other),
            *_measure_words(one, other, numbers),
        )
    )
    if weight := found.get("same_dates", 0.0) + found.get("dates_overlap", 0.0):
        found["same_subject"] = weight * _weigh_subject(found, numbers)
    if found.keys().isdisjoint(_CONTENT) and found.get("same_words", 0.0) + found.get("near_words", 0.0) < numbers.little_said:
        found["nothing_known" if "undated" in found else "nothing_shared"] = 1.0
    for sign in _ABOUT:
        if sign in found:
            found[sign] += _weigh_subject(found, numbers)
    if rivals > 1:
        found["rivals"] = math.log(rivals)
    return found


def _weigh_subject(found: Mapping[str, float], numbers: EventTolerances) -> float:
    """Return how surely two texts have one subject, from 0 to 1."""
    return min(1.0, sum(found.get(sign, 0.0) * share for sign, share in _SUBJECT.items()) / numbers.enough_said)


_SUBJECT = {"same_words": 1.0, "near_words": 1.0, "shared_names": 0.25, "same_event_name": 0.5}
"""Signs that two texts have one subject. With it, dates that agree say more: two visits of one week have two subjects."""
_ABOUT = ("before", "after", "other_mode")
"""Signs that say more where the subject agrees: a call before or after a visit is about that visit."""
_CONTENT = frozenset({"same_event_name", "same_names", "shared_names", "same_numbers", "same_deeds"})
"""Signs of which one at least is there where two texts have more in common than when it was, between whom, and its kind."""


def count_days_apart(one: EventMention, other: EventMention) -> int | None:
    """Return how many days lie between two dates: 0 where they overlap, None where either is missing."""
    if _is_undated(one) or _is_undated(other):
        return None
    first = max(one.first or date.min, other.first or date.min)
    last = min(one.last or date.max, other.last or date.max)
    return max(0, (first - last).days)


def _is_undated(mention: EventMention) -> bool:
    return mention.first is None and mention.last is None


def _measure_dates(
    one: EventMention, other: EventMention, apart: int | None, numbers: EventTolerances
) -> Iterator[tuple[str, float]]:
    lengths = _count_days(one, numbers), _count_days(other, numbers)
    if apart is None:
        yield "undated", 1.0
    elif apart == 0:
        weight = min(max(0.0, math.log(numbers.days / sum(lengths))), numbers.most_from_dates)
        same = (one.first, one.last) == (other.first, other.last)
        yield ("same_dates" if same else "dates_overlap"), weight
        if max(lengths) <= numbers.longest_near and _count_common(one, other) * 2 < min(lengths):
            yield "dates_touch", 1.0
    elif apart <= numbers.near_days and min(lengths) <= numbers.longest_near:
        yield "dates_near", 1.0
    else:
        yield "dates_differ", 1.0


def _count_days(mention: EventMention, numbers: EventTolerances) -> float:
    if mention.first is None or mention.last is None:
        return numbers.days
    return (mention.last - mention.first).days + 1


def _count_common(one: EventMention, other: EventMention) -> int:
    first, last = max(one.first or date.min, other.first or date.min), min(one.last or date.max, other.last or date.max)
    return (last - first).days + 1


def _measure_places(one: EventMention, other: EventMention) -> Iterator[tuple[str, float]]:
    shared = len(one.partners & other.partners)
    yield ("same_pairing" if shared > 1 else "one_city"), 1.0
    hosts, others = one.hosts or one.likely_hosts, other.hosts or other.likely_hosts
    if hosts and others:
        said = bool(one.hosts and other.hosts)
        if said and not hosts & others:  # each names a place of its own: where else they were can still be one
            hosts, others = one.hosts | one.likely_hosts, other.hosts | other.likely_hosts
        elif not said:
            hosts, others = hosts | one.likely_hosts, others | other.likely_hosts
        if hosts & others:
            yield ("same_host" if said else "same_likely_host"), 1.0
        elif said or not (_are_in_one_country(hosts | others) or "online" in (one.mode, other.mode)):
            went = one.destinations and other.destinations and not one.destinations & other.destinations
            yield ("other_destination" if went else "other_host" if said else "other_likely_host"), 1.0
    elif one.cities & other.cities - (one.partners & other.partners):
        yield "same_third_city", 1.0
    elif one.cities & other.cities:
        yield "same_cities", 1.0
    if shared == 1 and _name_own_partner(one, other) and _name_own_partner(other, one):
        yield "other_guests", 1.0
    if _is_of_others(one, other) or _is_of_others(other, one):
        yield "other_pairing", 1.0
    if one.cities and other.cities and not (_can_mean(one, other) and _can_mean(other, one)):
        partners = one.partners | other.partners
        yield ("other_cities" if one.cities - partners and other.cities - partners else "further_city"), 1.0


def _name_own_partner(one: EventMention, other: EventMention) -> bool:
    """Whether an activity names a city of its cooperation of which the other one, of another cooperation, does not speak."""
    return not (one.partners & one.cities).isdisjoint(one.cities - other.partners - other.cities)


def _is_of_others(one: EventMention, other: EventMention) -> bool:
    """Whether an activity names two cities or more of its own cooperation, and none of them is known to the other one.

    A cluster tells of events between any two of its cities. One between two of them is none of two others.
    """
    named = one.partners & one.cities
    return len(named) > 1 and named.isdisjoint(other.partners | other.cities)


def _are_in_one_country(keys: Collection[str]) -> bool:
    """Whether places are in one country: where a host is inferred from a country, its other cities are not ruled out."""
    codes = {city.country_code if (city := get_known_city(key)) else key for key in keys}
    return len(codes) == 1


def _can_mean(one: EventMention, other: EventMention) -> bool:
    """Whether the cities that one names are known to the other: a U-CAP often leaves out its own city.

    The other can also name only the country, or something by the city's name (a park, a hotel).
    """
    if not one.cities or one.cities & (other.cities | other.partners):
        return True
    words = {word for names in (other.names, other.words) for word, _ in names}
    places = [place for place in one.places if place.key in one.cities]
    return any(place.key in words or find_country(place) in other.country_codes for place in places)


def _measure_names(one: EventMention, other: EventMention) -> Iterator[tuple[str, float]]:
    if one.events and other.events:
        if any(is_same_event(name, named) for name in one.events for named in other.events):
            yield "same_event_name", 1.0
        else:
            yield "other_event_name", 1.0
    if min(count_shared(one.bodies, other.bodies), count_shared(other.bodies, one.bodies)):
        yield "same_names", 1.0
    names, others = dict(one.names), dict(other.names)
    shared = match_names(names, others, dict(one.words), dict(other.words))
    shared += _match_joined(names, other) + _match_joined(others, one)
    shared += EVENTS.rarest_name * sum(
        any(find_acronym(acronym, mention.initials) for mention in (second,) if acronym not in second.acronyms)
        for first, second in ((one, other), (other, one))
        for acronym in first.acronyms
    )
    least = min(sum(names.values()), sum(others.values()))
    if shared:
        yield "shared_names", math.sqrt(min(shared, EVENTS.most_from_names))
    if least >= EVENTS.least_named:
        yield "names_left", max(0.0, 1 - shared / least)


def _match_joined(names: Mapping[str, float], other: EventMention) -> float:
    """Return the weight of names that the other text writes as two words."""
    own = dict(other.names)
    return sum(weight for name, weight in names.items() if name in other.joined and name not in own)


def _measure_kinds(one: EventMention, other: EventMention) -> Iterator[tuple[str, float]]:
    kinds, others = set(one.types) - {"other"}, set(other.types) - {"other"}
    if kinds & others:
        yield "same_kind", 1.0
    elif kinds and others:
        gatherings = kinds & _gatherings() and others & _gatherings()
        yield ("other_gathering" if gatherings else "other_kind"), 1.0
    if one.deeds and other.deeds:
        common = len(one.deeds & other.deeds)
        if common:
            yield "same_deeds", common / min(len(one.deeds), len(other.deeds))
        else:
            yield "other_deeds", 1.0
        yield from _compare_sets(
            one.deeds - _usual_deeds(), other.deeds - _usual_deeds(), "same_special_deeds", "other_special_deeds"
        )
    yield from _compare_sets(one.people, other.people, "same_people", "other_people")
    if {one.mode, other.mode} == {"online", "in_person"}:
        yield "other_mode", 1.0
    elif one.mode == other.mode == "online":
        yield "same_online", 1.0
    if one.ordinals and other.ordinals:
        yield ("same_number" if one.ordinals & other.ordinals else "other_number"), 1.0
    if one.is_before != other.is_before:
        yield "before", 1.0
    if one.is_after != other.is_after:
        yield "after", 1.0
    counted = _count_numbers(one, other)
    if counted:
        yield "same_numbers", counted
    elif max(one.numbers, default=0) > _FEW and max(other.numbers, default=0) > _FEW:
        yield "other_numbers", 1.0


def _compare_sets(names: Set[str], others: Set[str], same: str, other: str) -> Iterator[tuple[str, float]]:
    """Yield that two sets have something in common, or that they have not; nothing where one of them is empty."""
    if names and others:
        yield (other if names.isdisjoint(others) else same), 1.0


@cache
def _usual_deeds() -> frozenset[str]:
    """Return the deeds that go with others."""
    return frozenset(load_vocabulary("events")["usual_deeds"])


_FEW, _SOME = 3, 12
"""Up to three are too few to tell events apart, and more than twelve are seldom counted twice by chance; both chosen."""


def _count_numbers(one: EventMention, other: EventMention) -> float:
    """Return how much the numbers of both say: a large one more than a small one, one that is rounded less."""
    found = 0.0
    for number in one.numbers:
        if number in other.numbers:
            found += 1.0 if number > _SOME else 0.5 if number > _FEW else 0.15
        elif number > _SOME and any(abs(number - near) <= number / 10 for near in other.numbers):
            found += 0.5
    return min(found, 2.0)


@cache
def _gatherings() -> frozenset[ActivityType]:
    """Return the kinds that two texts can give for one event: guests call it a visit, hosts a workshop."""
    return frozenset(load_vocabulary("events")["gatherings"])


def _measure_words(one: EventMention, other: EventMention, numbers: EventTolerances) -> Iterator[tuple[str, float]]:
    same = near = 0.0
    if one.words and other.words:
        same, near = share_words(dict(one.words), dict(other.words), numbers.least_weight, (dict(one.names), dict(other.names)))
        yield "same_words", same
        yield "near_words", near
    said = min(sum(weight for _, weight in one.words), sum(weight for _, weight in other.words))
    yield "unshared", math.log1p(max(0.0, said * (1 - same - near)) / numbers.least_weight)
    alike = compare_topics(one.topic, other.topic)
    if alike is not None:
        yield "same_topic", max(0.0, alike - numbers.usual_topic)
        yield "other_topic", max(0.0, numbers.usual_topic - alike)
