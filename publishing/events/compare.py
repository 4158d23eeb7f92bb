"""How likely two activities of different U-CAPs are one event: what speaks for and against it, added up."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.names import count_shared
from ucap.publishing.events.tolerances import EVENTS, EventTolerances
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


def compare_mentions(one: EventMention, other: EventMention, numbers: EventTolerances = EVENTS) -> Likeness:
    """Return how likely two activities are one event; it does not matter which is named first."""
    evidence = [
        *_compare_dates(one, other, numbers),
        *_compare_places(one, other, numbers),
        *_compare_names(one, other, numbers),
        *_compare_kinds(one, other, numbers),
        *_compare_words(one, other, numbers),
    ]
    log_odds = numbers.prior + sum(weight for _, weight in evidence)
    reasons = tuple(code for code, weight in evidence if weight > 0 or code == "dates_differ")
    return Likeness(log_odds, reasons, "dates_differ" in reasons)


def count_days_apart(one: EventMention, other: EventMention) -> int | None:
    """Return how many days lie between two dates: 0 where they overlap, None where either is missing."""
    if _is_undated(one) or _is_undated(other):
        return None
    first = max(one.first or date.min, other.first or date.min)
    last = min(one.last or date.max, other.last or date.max)
    return max(0, (first - last).days)


def _is_undated(mention: EventMention) -> bool:
    return mention.first is None and mention.last is None


def _compare_dates(one: EventMention, other: EventMention, numbers: EventTolerances) -> Iterator[tuple[str, float]]:
    apart = count_days_apart(one, other)
    if apart is None:
        return
    if apart == 0:
        lengths = _count_days(one, numbers) + _count_days(other, numbers)
        weight = min(max(0.0, math.log(numbers.days / lengths)), numbers.most_from_dates)
        same = (one.first, one.last) == (other.first, other.last)
        yield ("same_dates" if same else "dates_overlap"), weight
    elif apart <= numbers.near_days and max(_count_days(one, numbers), _count_days(other, numbers)) <= numbers.longest_near:
        lengths = _count_days(one, numbers) + _count_days(other, numbers)
        yield "dates_near", max(0.0, math.log(numbers.days / (lengths + 2 * numbers.near_days))) + numbers.near
    elif apart <= numbers.differing_days:
        yield "dates_differ", numbers.differing
    else:
        yield "dates_apart", -math.inf


def _count_days(mention: EventMention, numbers: EventTolerances) -> float:
    if mention.first is None or mention.last is None:
        return numbers.days
    return (mention.last - mention.first).days + 1


def _compare_places(one: EventMention, other: EventMention, numbers: EventTolerances) -> Iterator[tuple[str, float]]:
    shared = len(one.partners & other.partners)
    yield "same_pairing", numbers.same_pairing if shared >= 2 else numbers.one_city
    if one.hosts and other.hosts:
        if not one.hosts & other.hosts:
            within = one.hosts <= one.partners and other.hosts <= other.partners
            yield "other_host", -math.inf if within else numbers.other_host
            return
        yield "same_host", numbers.same_host
    elif one.cities & other.cities:
        yield "same_cities", numbers.same_cities
    elif not (_can_mean(one, other) and _can_mean(other, one)):
        yield "other_cities", numbers.other_cities


def _can_mean(one: EventMention, other: EventMention) -> bool:
    """Whether the cities that one names are known to the other: a U-CAP often leaves out its own city."""
    return not one.cities or bool(one.cities & (other.cities | other.partners))


def _compare_names(one: EventMention, other: EventMention, numbers: EventTolerances) -> Iterator[tuple[str, float]]:
    if one.events and other.events:
        if count_shared(one.events, other.events):
            yield "same_event_name", numbers.same_event_name
        else:
            yield "other_event_name", numbers.other_event_name
    shared = min(count_shared(one.bodies, other.bodies), count_shared(other.bodies, one.bodies))
    if shared:
        yield "same_names", numbers.same_name + (shared - 1) * numbers.further_name
    elif one.bodies and other.bodies:
        yield "other_names", numbers.other_names


def _compare_kinds(one: EventMention, other: EventMention, numbers: EventTolerances) -> Iterator[tuple[str, float]]:
    kinds, others = set(one.types) - {"other"}, set(other.types) - {"other"}
    if kinds & others:
        yield "same_kind", numbers.same_kind
    elif kinds and others:
        gatherings = kinds & _gatherings() and others & _gatherings()
        yield "other_kind", numbers.other_gathering if gatherings else numbers.other_kind
    if {one.mode, other.mode} == {"online", "in_person"}:
        yield "other_mode", numbers.other_mode
    if one.ordinals and other.ordinals and not one.ordinals & other.ordinals:
        yield "other_number", numbers.other_number
    if one.is_around != other.is_around:
        yield "before_or_after", numbers.before_or_after


@cache
def _gatherings() -> frozenset[ActivityType]:
    """Return the kinds that two texts can give for one event: guests call it a visit, hosts a workshop."""
    return frozenset(load_vocabulary("events")["gatherings"])


def _compare_words(one: EventMention, other: EventMention, numbers: EventTolerances) -> Iterator[tuple[str, float]]:
    shared = share_words(dict(one.words), dict(other.words))
    if shared is not None:
        yield "same_words", max(numbers.least_words, numbers.words_factor * (shared - numbers.words_by_chance))


def share_words(words: Mapping[str, float], others: Mapping[str, float]) -> float | None:
    """Return which share of the weight of the lighter text's words the other text has too; None where a text has none."""
    least = min(_sum_weights(words, words), _sum_weights(others, others))
    if least <= 0:
        return None
    return _sum_weights(words, words.keys() & others.keys()) / max(least, _LEAST_WEIGHT)


_LEAST_WEIGHT = 4.0
"""A text whose rare words weigh less is counted as if they weighed this: one shared word of two is not half of what is said."""


def _sum_weights(words: Mapping[str, float], chosen: Collection[str]) -> float:
    return math.fsum(words[word] for word in chosen)  # exact, so that the order of the words does not matter
