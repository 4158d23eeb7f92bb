"""Blocking: which pairs of activities are compared at all. Two activities are compared if they share a block.

A block is made of a month in which both may have been and of something that both have: two cities, a name, or a city that is
host to a third party. Activities without dates, and dates that contradict each other, are compared within one pairing.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import TypeAlias

from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.tolerances import EVENTS

NO_MONTH = -1
"""Stands for the month of what activities are compared for at any time."""

Pair: TypeAlias = tuple[EventMention, EventMention]


def list_shared(mention: EventMention, month: int) -> set[tuple[str, ...]]:
    """Return what makes the blocks of an activity in a month: two cities, a name, or a host; at any time only two partners."""
    if month == NO_MONTH:
        return set(combinations(sorted(mention.partners), 2))
    pairs = set[tuple[str, ...]](combinations(sorted(mention.partners | mention.cities), 2))
    return pairs | {(name,) for name in (*mention.bodies, *mention.events, *(mention.hosts - mention.partners))}


def list_months(mention: EventMention) -> Sequence[int]:
    """Return the months, counted from the year 0, in which an activity may have been, and `NO_MONTH`.

    Within a pairing activities are compared without months, too: a date that is missing or wrong has no month in common.
    """
    if mention.first is None or mention.last is None:
        return (NO_MONTH,)
    reach = timedelta(EVENTS.near_days)
    first, last = _shift(mention.first, -reach), _shift(mention.last, reach)
    return (NO_MONTH, *range(first.year * 12 + first.month - 1, last.year * 12 + last.month))


def find_pairs(mentions: Iterable[EventMention], touching: Collection[str] | None = None) -> Iterator[Pair]:
    """Yield the pairs of activities of different U-CAPs that share a block, each once, in the order of their ids.

    With `touching`, only the pairs of which one activity at least is among these ids.
    """
    # Numbers instead of objects, and one month after the other: a large dataset has millions of places in blocks.
    ordered = sorted(mentions, key=lambda mention: mention.activity_id)
    chosen = None if touching is None else {n for n, mention in enumerate(ordered) if mention.activity_id in touching}
    months: defaultdict[int, array[int]] = defaultdict(lambda: array("l"))
    for number, mention in enumerate(ordered):
        for month in list_months(mention):
            months[month].append(number)
    found: set[int] = set()
    for month, numbers in months.items():
        blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for number in numbers:
            for shared in list_shared(ordered[number], month):
                blocks[shared].append(number)
        for members in blocks.values():
            if month == NO_MONTH and len(members) > EVENTS.block:
                continue
            for one, other in combinations(members, 2):
                if ordered[one].ucap_id != ordered[other].ucap_id and (chosen is None or one in chosen or other in chosen):
                    found.add(one * len(ordered) + other)
    for pair in sorted(found):
        yield ordered[pair // len(ordered)], ordered[pair % len(ordered)]


def _shift(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
