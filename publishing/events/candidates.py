"""Blocking: which pairs of activities are compared at all. Two activities are compared only if they share a block.

A block is made of a month in which both may have been and of something that both have: two cities, a name, or a city of a
third party. Activities without dates, and dates that contradict each other, are compared within one pairing.

In a small block each activity is compared with each other one. What a thousand activities of one month have in common, such as
a capital, says next to nothing about two of them, and to compare each two of them would take a million comparisons. So in a
large block, activities that say exactly the same are represented by a few of them. If there are still too many, each is
compared only with those that are next to it in several orders: by date, and by words drawn so that similar texts mostly get the
same one (sorted neighbourhood by Hernández and Stolfo; MinHash by Broder). So the work grows as the number of activities.
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
from ucap.publishing.events.words import draw_word

NO_MONTH = -1
"""Stands for the month of what activities are compared for at any time."""

Pair: TypeAlias = tuple[EventMention, EventMention]
Numbers: TypeAlias = NDArray[np.int64]
Sizes: TypeAlias = NDArray[np.uint8]


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
        self._keys, self._members = array("Q"), array("I")
        self._ucaps: dict[str, int] = {}
        self._owners = array("I")
        self._ids: list[str] = []
        self._contents = array("Q")
        self._firsts, self._lasts = array("i"), array("i")
        self._orders = [array("I") for _ in range(1 + _DRAWN)]

    def add(self, mention: EventMention) -> None:
        """Add an activity, whose number is how many were added before."""
        number = len(self._ids)
        self._ids.append(mention.activity_id)
        self._owners.append(self._ucaps.setdefault(sys.intern(mention.ucap_id), len(self._ucaps)))
        self._contents.append(mention.content)
        self._firsts.append(mention.first.toordinal() - EVENTS.near_days if mention.first else 0)
        self._lasts.append(mention.last.toordinal() if mention.last else date.max.toordinal())
        self._orders[0].append(mention.first.toordinal() if mention.first else 0)
        for drawn in range(_DRAWN):
            self._orders[1 + drawn].append(draw_word((*mention.names, *mention.words), drawn))
        for month in list_months(mention):
            for shared in list_shared(mention, month):
                self._keys.append(_digest(month, shared))
                self._members.append(number)

    @property
    def contents(self) -> Sequence[int]:
        """What each activity says, as a number (`EventMention.content`)."""
        return self._contents

    def has_large(self) -> bool:
        """Whether there is a block in which not all activities are compared with each other."""
        _, sizes = np.unique(np.array(self._keys, np.uint64), return_counts=True)
        return bool((sizes > EVENTS.block).any())

    def find_pairs(self, chosen: Collection[int] | None = None) -> Numbers:
        """Return the pairs of activities of different U-CAPs that are to be compared, each once, as codes in rising order.

        The code of a pair is its lower number times the number of activities, and its higher number (`split_codes`). With
        `chosen`, only pairs are returned of which one activity at least is among these numbers.
        """
        count = len(self._ids)
        owners = np.array(self._owners, np.int64)
        wanted = None if chosen is None else np.isin(np.arange(count), list(chosen))
        found, new, waiting = np.empty(0, np.int64), list[Numbers](), 0
        for one, other in self._list_pairs():
            kept = owners[one] != owners[other]
            if wanted is not None:
                kept &= wanted[one] | wanted[other]
            codes = np.minimum(one, other)[kept] * count + np.maximum(one, other)[kept]
            new.append(np.unique(codes))
            waiting += len(new[-1])
            if waiting > max(_PAIRS_AT_ONCE, len(found)):
                found, new, waiting = np.unique(np.concatenate((found, *new))), [], 0
        return np.unique(np.concatenate((found, *new)))

    def count_rivals(self, codes: Numbers) -> Sizes:
        """Return for each of these pairs how many activities of the other one's U-CAP one of the two can be, itself included.

        Those count that it is compared with and that may have been at the same time. It is the larger number of the two, and
        at most 255.
        """
        owners = np.frombuffer(self._owners, np.uint32) if self._owners else np.empty(0, np.uint32)
        rivals = np.ones(len(codes), np.uint8)
        parts = 1 + len(codes) // _PAIRS_COUNTED_AT_ONCE
        numbered = np.empty(len(codes) if parts > 1 else 0, np.uint16)
        for start in range(0, len(numbered), _PAIRS_AT_ONCE):  # the pairs of two U-CAPs are in one part
            ones, others = np.divmod(codes[start : start + _PAIRS_AT_ONCE], len(owners))
            numbered[start : start + _PAIRS_AT_ONCE] = (owners[ones] + owners[others]) % parts
        for part in range(parts):
            inside = np.flatnonzero(numbered == part) if parts > 1 else slice(None)
            rivals[inside] = self._count_rivals(codes[inside], owners)
        return rivals

    def _count_rivals(self, codes: Numbers, owners: NDArray[np.uint32]) -> Sizes:
        count, ucaps = max(len(owners), 1), len(self._ucaps)
        firsts, lasts = (np.array(days, np.int32) for days in (self._firsts, self._lasts))
        ones, others = np.divmod(codes, count)
        agree = (firsts[ones] <= lasts[others]) & (firsts[others] <= lasts[ones])
        keys = np.concatenate((ones * ucaps + owners[others], others * ucaps + owners[ones]))
        found, counts = np.unique(keys[np.concatenate((agree, agree))], return_counts=True)
        at = np.searchsorted(found, keys)
        counted: Numbers = np.ones(len(keys), np.int64)
        inside = at < len(found)
        inside[inside] = found[at[inside]] == keys[inside]
        counted[inside] = counts[at[inside]]
        return np.minimum(np.maximum(counted[: len(codes)], counted[len(codes) :]), 255).astype(np.uint8)

    def _list_pairs(self) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield the pairs of each block, also of one U-CAP, as their two columns."""
        count = len(self._ids)
        ranks = np.empty(count, np.int64)  # of identifiers, so that the order of adding does not matter
        ranks[sorted(range(count), key=self._ids.__getitem__)] = np.arange(count)
        all_keys = np.frombuffer(self._keys, np.uint64) if self._keys else np.empty(0, np.uint64)
        all_members = np.frombuffer(self._members, np.uint32) if self._members else np.empty(0, np.uint32)
        parts = 1 + len(all_keys) // _PLACES_AT_ONCE
        numbered = (all_keys % np.uint64(parts)).astype(np.uint16) if parts > 1 else None
        for part in range(parts):
            inside = slice(None) if numbered is None else np.flatnonzero(numbered == part)
            keys, members = all_keys[inside], all_members[inside].astype(np.int64)
            order = np.lexsort((ranks[members], keys))
            keys, members = keys[order], members[order]
            bounds = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True]))) if len(keys) else order
            starts, sizes = bounds[:-1], np.diff(bounds)
            for size in np.unique(sizes[sizes > 1]).tolist():
                same = starts[sizes == size]
                if size > EVENTS.block:
                    for start in same.tolist():
                        yield from self._pair_large(members[start : start + size], ranks)
                    continue
                ones, others = np.triu_indices(size, 1)
                at_once = max(1, _PAIRS_AT_ONCE // len(ones))
                for begin in range(0, len(same), at_once):
                    blocks = members[same[begin : begin + at_once, None] + np.arange(size)]
                    yield blocks[:, ones].ravel(), blocks[:, others].ravel()

    def _pair_large(self, members: Numbers, ranks: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield pairs of a large block, whose activities are in the order of their identifiers."""
        contents = np.frombuffer(self._contents, np.uint64)[members]
        order = np.argsort(contents, kind="stable")
        ordered = contents[order]
        begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        first = np.repeat(begins, np.diff(np.append(begins, len(order))))
        copy_of = np.arange(len(order)) - first
        members = members[order]
        for stand_in in range(EVENTS.stand_ins):
            copies = np.flatnonzero(copy_of > stand_in)
            yield members[first[copies] + stand_in], members[copies]
        members = members[copy_of < EVENTS.stand_ins]
        if len(members) <= EVENTS.block:
            ones, others = np.triu_indices(len(members), 1)
            yield members[ones], members[others]
            return
        orders = [np.frombuffer(keys, np.uint32)[members] for keys in self._orders]
        for at, keys in enumerate(orders):
            rest = orders[:at] + orders[at + 1 :]
            sequence = members[np.lexsort(np.stack([ranks[members], *rest, keys]))]
            for step in range(1, EVENTS.neighbours + 1):
                yield sequence[:-step], sequence[step:]


_DRAWN = 2
"""Words drawn of each activity: of two texts that have nine words of ten in common, one at least agrees 99 times in 100."""
_PAIRS_AT_ONCE = 500_000
"""Pairs that are made, and kept before those found twice are taken out: 4 MB. Chosen."""
_PAIRS_COUNTED_AT_ONCE = 250_000
"""Pairs whose rivals are counted at one time; chosen, so that it needs some 25 MB."""
_PLACES_AT_ONCE = 400_000
"""Places in blocks that are sorted at one time; chosen, so that sorting needs some 20 MB."""


def find_pairs(mentions: Iterable[EventMention]) -> Iterator[tuple[EventMention, EventMention, int]]:
    """Yield the pairs of activities of different U-CAPs that are to be compared, each once, in the order of their ids.

    The third value is how many rivals a pair has (`Blocks.count_rivals`).
    """
    ordered = sorted(mentions, key=lambda mention: mention.activity_id)
    blocks = Blocks()
    for mention in ordered:
        blocks.add(mention)
    codes = blocks.find_pairs()
    pairs = split_codes(codes, len(ordered))
    for (one, other), rivals in zip(pairs, blocks.count_rivals(codes).tolist(), strict=True):
        yield ordered[one], ordered[other], rivals


def split_codes(codes: Numbers, count: int) -> Iterator[tuple[int, int]]:
    """Yield the numbers of each pair of `Blocks.find_pairs`, given how many activities there are."""
    for start in range(0, len(codes), _NUMBERS_AT_ONCE):
        ones, others = np.divmod(codes[start : start + _NUMBERS_AT_ONCE], count)
        yield from zip(ones.tolist(), others.tolist(), strict=True)


_NUMBERS_AT_ONCE = 10_000
"""Pairs that are numbers of Python at one time."""


@lru_cache(maxsize=5_000)
def _digest(month: int, shared: tuple[str, ...]) -> int:
    """Return a number for a block; two blocks that happen to have one number only make more pairs."""
    return int.from_bytes(hashlib.blake2b("\n".join((str(month), *shared)).encode(), digest_size=8).digest(), "big")


def _shift(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
