"""Grouping activities that are one event, so that no chain of likenesses joins two events that are not."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ucap.publishing.events.compare import UNLIKE, Likeness
from ucap.publishing.events.tolerances import EVENTS

Places: TypeAlias = NDArray[np.uint32]

UNLIKE_KIND = -1
"""In place of the number of a likeness: the pair was compared, and is not one event."""


@dataclass(frozen=True)
class ComparedPairs:
    """Pairs of activities in columns, each pair once: 12 bytes a pair, as a large dataset has millions.

    `ones` and `others` are places in `ids`, `kinds` are places in `likenesses`, or `UNLIKE_KIND`.
    """

    ids: Sequence[str]
    ones: Places
    others: Places
    kinds: NDArray[np.int32]
    likenesses: Sequence[Likeness]

    @classmethod
    def of(cls, ids: Iterable[str], likenesses: Mapping[tuple[str, str], Likeness]) -> "ComparedPairs":
        """Return the pairs with these likenesses, by their ids, all of which are among `ids`."""
        numbers = {id_: number for number, id_ in enumerate(ids)}
        pairs = np.array([(numbers[one], numbers[other]) for one, other in likenesses], np.uint32).reshape(-1, 2)
        kinds: dict[Likeness, int] = {}
        found = [kinds.setdefault(like, len(kinds)) for like in likenesses.values()]
        return cls(list(numbers), pairs[:, 0], pairs[:, 1], np.array(found, np.int32), list(kinds))

    def list_named(self) -> Iterator[tuple[tuple[str, str], Likeness]]:
        """Yield the ids of each pair in alphabetical order, and its likeness."""
        for one, other, kind in zip(self.ones.tolist(), self.others.tolist(), self.kinds.tolist(), strict=True):
            yield name_pair(self.ids, one, other), UNLIKE if kind == UNLIKE_KIND else self.likenesses[kind]


@dataclass(frozen=True, slots=True)
class Member:
    """An activity of an event: the best score with which it was joined, and why. One alone has the score 1 and no reason."""

    activity_id: str
    score: float = 1.0
    reasons: tuple[str, ...] = ()


def get_ucap(activity_id: str) -> str:
    """Return the `ucap_id` of an activity, which its id begins with."""
    return activity_id.rpartition("/a")[0]


def name_pair(ids: Sequence[str], one: int, other: int) -> tuple[str, str]:
    """Return the ids at two places in alphabetical order."""
    first, second = ids[one], ids[other]
    return (first, second) if first < second else (second, first)


def group_mentions(compared: ComparedPairs) -> list[tuple[Member, ...]]:
    """Return the events, each as its activities in alphabetical order; the events are in the order of their first ones.

    What people join is joined first, then the likest activities. Two groups are joined only if they have no U-CAP in common
    (no summary tells of one event twice), and each activity of one is like each of the other as far as the two were compared.
    So two meetings of one week are not joined by a third text that is like both. Activities that people join count as one
    there: it is enough that one of them is like the other activity.
    """
    ids, likenesses = compared.ids, compared.likenesses
    beside = _Neighbours(compared)
    best: defaultdict[int, list[tuple[float, tuple[str, ...]]]] = defaultdict(list)
    groups: dict[int, _Group] = {}
    units: dict[int, int] = {}

    def find_group(number: int) -> _Group:
        if number not in groups:
            groups[number] = _Group([number], {get_ucap(ids[number])})
        return groups[number]

    def is_fitting(first: _Group, second: _Group, by_people: bool) -> bool:
        if not by_people and not first.ucap_ids.isdisjoint(second.ucap_ids):
            return False
        smaller, larger = (first, second) if len(first.members) <= len(second.members) else (second, first)
        nearest: dict[tuple[int, int], float] = {}
        for a in smaller.members:
            for b, kind in beside.list(a):
                if groups.get(b) is not larger:
                    continue
                like = None if kind == UNLIKE_KIND else likenesses[kind]
                if like is not None and like.decided is False:
                    return False
                both = units.get(a, a), units.get(b, b)
                nearest[both] = max(nearest.get(both, -math.inf), -math.inf if like is None else like.log_odds)
        return by_people or all(log_odds >= EVENTS.link for log_odds in nearest.values())

    for one, other, kind in _sort_linked(compared):
        first, second = find_group(one), find_group(other)
        like = likenesses[kind]
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
    alone = [[number] for number in range(len(ids)) if number not in groups]
    events = [sorted(group, key=ids.__getitem__) for group in (*alone, *(group.members for group in {*groups.values()}))]
    events.sort(key=lambda group: ids[group[0]])
    return [tuple(_describe(ids[number], best.get(number, ())) for number in group) for group in events]


def _sort_linked(compared: ComparedPairs) -> Iterator[tuple[int, int, int]]:
    """Yield the pairs that may be one event, with the numbers of their likenesses, in the order in which they are joined."""
    if not compared.likenesses:
        return
    log_odds = np.array([like.log_odds for like in compared.likenesses])
    is_weak = np.array([(not like.decided, like.dates_differ) for like in compared.likenesses]).T
    linked = np.flatnonzero((compared.kinds != UNLIKE_KIND) & (log_odds[compared.kinds] >= EVENTS.link))
    kinds = compared.kinds[linked]
    ranks = np.empty(len(compared.ids), np.int64)
    ranks[sorted(range(len(compared.ids)), key=compared.ids.__getitem__)] = np.arange(len(compared.ids))
    places = np.stack((ranks[compared.ones[linked]], ranks[compared.others[linked]]))
    order = linked[np.lexsort((places.max(axis=0), places.min(axis=0), -log_odds[kinds], is_weak[1][kinds], is_weak[0][kinds]))]
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        yield from zip(compared.ones[some].tolist(), compared.others[some].tolist(), compared.kinds[some].tolist(), strict=True)


_AT_ONCE = 10_000
"""Pairs that are numbers of Python at one time."""


class _Neighbours:
    """With which activities each one was compared, and how like they are, as far as both are like some other."""

    def __init__(self, compared: ComparedPairs) -> None:
        is_like = compared.kinds != UNLIKE_KIND
        chosen = np.zeros(len(compared.ids), np.bool_)
        chosen[compared.ones[is_like]] = chosen[compared.others[is_like]] = True
        kept = chosen[compared.ones] & chosen[compared.others]
        ones, others, kinds = compared.ones[kept], compared.others[kept], compared.kinds[kept]
        first = np.concatenate((ones, others))
        counts = np.bincount(first, minlength=len(compared.ids))
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        order = np.argsort(first, kind="stable")
        del first
        self._others = np.concatenate((others, ones))[order]
        self._kinds = np.concatenate((kinds, kinds))[order]

    def list(self, number: int) -> Iterator[tuple[int, int]]:
        """Yield the number of each activity, and that of the likeness or `UNLIKE_KIND`."""
        part = slice(self._starts[number], self._starts[number + 1])
        return zip(self._others[part].tolist(), self._kinds[part].tolist(), strict=True)


@dataclass(eq=False, slots=True)
class _Group:
    """Activities that are one event as far as is known, and groups with which it cannot be joined."""

    members: list[int]
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
