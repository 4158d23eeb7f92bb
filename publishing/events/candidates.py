"""Blocking: which pairs of activities are compared at all. Two activities are compared if they share a block.

A block is made of a month in which both may have been and of something that both have: two cities, a name, or a city of a
third party. Activities without dates, and dates that contradict each other, are compared within one pairing.
"""

import hashlib
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.tolerances import EVENTS

NO_MONTH = -1
"""Stands for the month of what activities are compared for at any time."""

Pair: TypeAlias = tuple[EventMention, EventMention]
Numbers: TypeAlias = NDArray[np.int64]


def list_shared(mention: EventMention, month: int) -> set[tuple[str, ...]]:
    """Return what makes the blocks of an activity in a month: two cities, a name, or a third city; at any time two partners."""
    if month == NO_MONTH:
        return set(combinations(sorted(mention.partners), 2))
    pairs = set[tuple[str, ...]](combinations(sorted(mention.partners | mention.cities), 2))
    return pairs | {(name,) for name in (*mention.bodies, *mention.events, *(mention.cities - mention.partners))}


def list_months(mention: EventMention) -> Sequence[int]:
    """Return the months, counted from the year 0, in which an activity may have been, and `NO_MONTH`.

    Within a pairing activities are compared without months, too: a date that is missing or wrong has no month in common.
    """
    if mention.first is None or mention.last is None:
        return (NO_MONTH,)
    reach = timedelta(EVENTS.near_days)
    first, last = _shift(mention.first, -reach), _shift(mention.last, reach)
    return (NO_MONTH, *range(first.year * 12 + first.month - 1, last.year * 12 + last.month))


class Blocks:
    """The blocks of activities, as numbers: a large dataset has millions of places in blocks."""

    def __init__(self) -> None:
        """Begin without activities."""
        self._keys = {True: array("Q"), False: array("Q")}
        self._members = {True: array("I"), False: array("I")}
        self._ucaps: dict[str, int] = {}
        self._owners = array("I")

    def add(self, mention: EventMention) -> None:
        """Add an activity, whose number is how many were added before."""
        number = len(self._owners)
        self._owners.append(self._ucaps.setdefault(sys.intern(mention.ucap_id), len(self._ucaps)))
        for month in list_months(mention):
            for shared in list_shared(mention, month):
                self._keys[month == NO_MONTH].append(_digest(month, shared))
                self._members[month == NO_MONTH].append(number)

    def find_pairs(self, chosen: Collection[int] | None = None) -> Numbers:
        """Return the pairs of activities of different U-CAPs that share a block, each once, as rows of two numbers.

        With `chosen`, only the pairs of which one activity at least is among these numbers.
        """
        owners = np.array(self._owners, np.int64)
        wanted = None if chosen is None else np.isin(np.arange(len(owners)), list(chosen))
        found = np.empty(0, np.int64)
        new = array("q")
        for any_time in (True, False):
            keys = np.frombuffer(self._keys[any_time], np.uint64) if self._keys[any_time] else np.empty(0, np.uint64)
            members = np.frombuffer(self._members[any_time], np.uint32) if len(keys) else np.empty(0, np.uint32)
            order = np.argsort(keys)
            ordered = keys[order]
            bounds = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True]))) if len(keys) else order
            sizes = np.diff(bounds)
            shared = (sizes > 1) & (sizes <= (EVENTS.block if any_time else len(keys)))
            for start, size in zip(bounds[:-1][shared], sizes[shared], strict=True):
                inside = members[order[start : start + size]].astype(np.int64)
                ones, others = np.triu_indices(len(inside), 1)
                one, other = inside[ones], inside[others]
                kept = owners[one] != owners[other]
                if wanted is not None:
                    kept &= wanted[one] | wanted[other]
                low, high = np.minimum(one, other)[kept], np.maximum(one, other)[kept]
                new.frombytes((low * len(owners) + high).tobytes())
                if len(new) > _PAIRS_AT_ONCE:
                    found, new = np.union1d(found, np.frombuffer(new, np.int64)), array("q")
        found = np.union1d(found, np.frombuffer(new, np.int64) if new else np.empty(0, np.int64))
        return np.stack(np.divmod(found, max(len(owners), 1)), axis=1)


_PAIRS_AT_ONCE = 500_000
"""Pairs that are kept before those found twice are taken out: 4 MB. Chosen."""


def find_pairs(mentions: Iterable[EventMention], touching: Collection[str] | None = None) -> Iterator[Pair]:
    """Yield the pairs of activities of different U-CAPs that share a block, each once, in the order of their ids.

    With `touching`, only the pairs of which one activity at least is among these ids.
    """
    ordered = sorted(mentions, key=lambda mention: mention.activity_id)
    blocks = Blocks()
    for mention in ordered:
        blocks.add(mention)
    chosen = None if touching is None else {n for n, mention in enumerate(ordered) if mention.activity_id in touching}
    for one, other in blocks.find_pairs(chosen).tolist():
        yield ordered[one], ordered[other]


@lru_cache(maxsize=5_000)
def _digest(month: int, shared: tuple[str, ...]) -> int:
    """Return a number for a block; two blocks that happen to have one number only make more pairs."""
    return int.from_bytes(hashlib.blake2b("\n".join((str(month), *shared)).encode(), digest_size=8).digest(), "big")


def _shift(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
