"""Grouping activities that are one event, so that no chain of likenesses joins two events that are not."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ucap.publishing.events.compare import Likeness
from ucap.publishing.events.tolerances import EVENTS


class Likenesses(Protocol):
    """Likenesses of pairs, by their two activity ids in alphabetical order; a mapping is one."""

    def items(self) -> Iterable[tuple[tuple[str, str], Likeness]]:
        """Return at least the pairs that may be one event."""

    def get(self, ids: tuple[str, str], /) -> Likeness | None:
        """Return the likeness of a pair; None where it was not compared."""


@dataclass(frozen=True, slots=True)
class Member:
    """An activity of an event: the best score with which it was joined, and why. One alone has the score 1 and no reason."""

    activity_id: str
    score: float = 1.0
    reasons: tuple[str, ...] = ()


def get_ucap(activity_id: str) -> str:
    """Return the `ucap_id` of an activity, which its id begins with."""
    return activity_id.rpartition("/a")[0]


def group_mentions(activity_ids: Iterable[str], likenesses: Likenesses) -> list[tuple[Member, ...]]:
    """Return the events, each as its activities in alphabetical order; the events are in the order of their first ones.

    What people join is joined first, then the likest activities. Two groups are joined only if they have no U-CAP in common
    (no summary tells of one event twice), and each activity of one is like each of the other as far as the two were compared.
    So two meetings of one week are not joined by a third text that is like both. Activities that people join count as one
    there: it is enough that one of them is like the other activity.
    """
    linked = {ids: like for ids, like in likenesses.items() if like.log_odds >= EVENTS.link}
    groups = {activity: frozenset((activity,)) for ids in linked for activity in ids}
    order = sorted(linked, key=lambda ids: (not linked[ids].decided, linked[ids].dates_differ, -linked[ids].log_odds, ids))
    best: defaultdict[str, list[tuple[float, tuple[str, ...]]]] = defaultdict(list)
    units = dict(groups)
    for one, other in order:
        first, second = groups[one], groups[other]
        like = linked[one, other]
        if first is second or _is_parted(first, second, likenesses):
            continue
        if not like.decided:
            # Different dates are accepted only if nothing else fits the activities: a yearly forum is reported each year.
            alone = first is units[one] and second is units[other]
            if (like.dates_differ and not alone) or not _fit(first, second, units, likenesses):
                continue
        joined = first | second
        for activity in joined:
            groups[activity] = joined
            if like.decided:
                units[activity] = joined
        for activity in (one, other):
            best[activity].append((like.score, like.reasons))
    singles = {activity: (activity,) for activity in activity_ids if activity not in groups}
    events: dict[str, Collection[str]] = {**singles, **{min(group): group for group in groups.values()}}
    return [
        tuple(_describe(activity, best.get(activity, ())) for activity in sorted(events[first])) for first in sorted(events)
    ]


def _list_pairs(first: Iterable[str], second: Iterable[str]) -> list[tuple[str, str]]:
    others = list(second)
    return [(min(a, b), max(a, b)) for a in first for b in others]


def _is_parted(first: Iterable[str], second: Iterable[str], likenesses: Likenesses) -> bool:
    found = map(likenesses.get, _list_pairs(first, second))
    return any(like is not None and like.decided is False for like in found)


def _fit(
    first: Iterable[str],
    second: Iterable[str],
    units: Mapping[str, frozenset[str]],
    likenesses: Likenesses,
) -> bool:
    pairs = _list_pairs(first, second)
    if any(get_ucap(a) == get_ucap(b) for a, b in pairs):
        return False
    best: dict[frozenset[frozenset[str]], float] = {}
    for a, b in pairs:
        if like := likenesses.get((a, b)):
            both = frozenset((units[a], units[b]))
            best[both] = max(best.get(both, -math.inf), like.log_odds)
    return all(log_odds >= EVENTS.link for log_odds in best.values())


def _describe(activity: str, links: Iterable[tuple[float, tuple[str, ...]]]) -> Member:
    score, reasons = max(links, default=(1.0, ()), key=lambda link: link[0])
    return Member(activity, score, reasons)
