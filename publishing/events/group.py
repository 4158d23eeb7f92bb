"""Grouping activities that are one event, so that no chain of likenesses joins two events that are not."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ucap.publishing.events.compare import Likeness
from ucap.publishing.events.tolerances import EVENTS


@dataclass(frozen=True, slots=True)
class Member:
    """An activity of an event: the best score with which it was joined, and why. One alone has the score 1 and no reason."""

    activity_id: str
    score: float = 1.0
    reasons: tuple[str, ...] = ()


def get_ucap(activity_id: str) -> str:
    """Return the `ucap_id` of an activity, which its id begins with."""
    return activity_id.rpartition("/a")[0]


def group_mentions(
    activity_ids: Iterable[str],
    likenesses: Mapping[tuple[str, str], Likeness],
    list_unlike: Callable[[str], Iterable[str]] = lambda _: (),
) -> list[tuple[Member, ...]]:
    """Return the events, each as its activities in alphabetical order; the events are in the order of their first ones.

    `likenesses` are those of pairs, by their two ids in alphabetical order; `list_unlike` returns the activities with which one
    was compared and found not to be one event, as far as they are like others.

    What people join is joined first, then the likest activities. Two groups are joined only if they have no U-CAP in common
    (no summary tells of one event twice), and each activity of one is like each of the other as far as the two were compared.
    So two meetings of one week are not joined by a third text that is like both. Activities that people join count as one
    there: it is enough that one of them is like the other activity.
    """
    linked = {ids: like for ids, like in likenesses.items() if like.log_odds >= EVENTS.link}
    near: defaultdict[str, list[str]] = defaultdict(list)
    for (one, other), like in likenesses.items():
        if like.log_odds >= EVENTS.link or like.decided is False:
            near[one].append(other)
            near[other].append(one)
    groups: dict[str, _Group] = {}
    for activity in (activity for ids in linked for activity in ids):
        if activity not in groups:
            groups[activity] = _Group([activity], {get_ucap(activity)})
    order = sorted(linked, key=lambda ids: (not linked[ids].decided, linked[ids].dates_differ, -linked[ids].log_odds, ids))
    best: defaultdict[str, list[tuple[float, tuple[str, ...]]]] = defaultdict(list)
    units: dict[str, str] = {}

    def is_fitting(first: _Group, second: _Group, by_people: bool) -> bool:
        if not by_people and not first.ucap_ids.isdisjoint(second.ucap_ids):
            return False
        smaller, larger = (first, second) if len(first.members) <= len(second.members) else (second, first)
        nearest: dict[tuple[str, str], float] = {}
        for a in smaller.members:
            for b in (*near[a], *(() if by_people else list_unlike(a))):
                if groups.get(b) is not larger:
                    continue
                like = likenesses.get((min(a, b), max(a, b)))
                if like is not None and like.decided is False:
                    return False
                both = units.get(a, a), units.get(b, b)
                nearest[both] = max(nearest.get(both, -math.inf), -math.inf if like is None else like.log_odds)
        return by_people or all(log_odds >= EVENTS.link for log_odds in nearest.values())

    for one, other in order:
        first, second = groups[one], groups[other]
        like = linked[one, other]
        if first is second or second in (first.apart or ()):
            continue
        # Different dates are accepted only if nothing else fits the activities: a yearly forum is reported each year.
        if like.dates_differ and not like.decided and not (first.is_unit and second.is_unit):
            continue
        if not is_fitting(first, second, bool(like.decided)):
            if not like.decided:  # what does not fit now never will, as groups only grow
                first.keep_apart(second)
                second.keep_apart(first)
            continue
        joined = first.join(second, bool(like.decided))
        groups |= dict.fromkeys((second if joined is first else first).members, joined)
        if like.decided:
            units |= dict.fromkeys(joined.members, min(joined.members))
        for activity in (one, other):
            best[activity].append((like.score, like.reasons))
    events: dict[str, tuple[str, ...]] = {activity: (activity,) for activity in activity_ids if activity not in groups}
    events |= {(members := tuple(sorted(group.members)))[0]: members for group in {*groups.values()}}
    return [tuple(_describe(activity, best.get(activity, ())) for activity in events[first]) for first in sorted(events)]


@dataclass(eq=False, slots=True)
class _Group:
    """Activities that are one event as far as is known, and groups with which it cannot be joined."""

    members: list[str]
    ucap_ids: set[str]
    apart: "set[_Group] | None" = None
    """Made when the first one is known: most groups have none, and there are many groups."""
    is_unit: bool = True
    """Whether it is one activity, or several that people joined."""

    def keep_apart(self, other: "_Group") -> None:
        """Remember that another group cannot be joined with this one."""
        self.apart = self.apart or set()
        self.apart.add(other)

    def join(self, other: "_Group", by_people: bool) -> "_Group":
        """Put the smaller of two groups into the larger one, and return that one."""
        larger, smaller = (self, other) if len(self.members) >= len(other.members) else (other, self)
        larger.members += smaller.members
        larger.ucap_ids |= smaller.ucap_ids
        for group in smaller.apart or ():
            (group.apart or set()).discard(smaller)
            group.keep_apart(larger)
            larger.keep_apart(group)
        larger.is_unit = by_people
        return larger


def _describe(activity: str, links: Iterable[tuple[float, tuple[str, ...]]]) -> Member:
    score, reasons = max(links, default=(1.0, ()), key=lambda link: link[0])
    return Member(activity, score, reasons)
