"""Blocking: which pairs of activities are compared at all. Two activities are compared if they share a block.

A block is made of a month in which both may have been and of something that both have: two cities, a name, or a city that is
host to a third party. Activities without dates, and dates that contradict each other, are compared within one pairing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import TypeAlias

from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.tolerances import EVENTS

Block: TypeAlias = tuple[str, ...]
Pair: TypeAlias = tuple[EventMention, EventMention]


def list_blocks(mention: EventMention) -> set[Block]:
    """Return the blocks of an activity."""
    everyone = sorted(mention.partners | mention.cities)
    shared: list[Block] = [pair for pair in combinations(everyone, 2)]
    shared += [(name,) for name in (*mention.bodies, *mention.events)]
    shared += [(host,) for host in mention.hosts - mention.partners]
    blocks = {(*what, f"{year}-{month}") for what in shared for year, month in list_months(mention)}
    # Within a pairing also without months: a date that is missing or wrong has no month in common.
    return blocks | {(*pair, "") for pair in combinations(sorted(mention.partners), 2)}


def list_months(mention: EventMention) -> Iterator[tuple[int, int]]:
    """Yield the months, as years and months, in which an activity may have been; none where its date is open or missing."""
    if mention.first is None or mention.last is None:
        return
    reach = timedelta(EVENTS.near_days)
    first, last = _shift(mention.first, -reach), _shift(mention.last, reach)
    number, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    while number <= end:
        yield number // 12, number % 12 + 1
        number += 1


def find_pairs(mentions: Iterable[EventMention], touching: Collection[str] | None = None) -> list[Pair]:
    """Return the pairs of activities of different U-CAPs that share a block, each once, in the order of their ids.

    With `touching`, only the pairs of which one activity at least is among these ids.
    """
    blocks: defaultdict[Block, list[EventMention]] = defaultdict(list)
    for mention in mentions:
        for block in list_blocks(mention):
            blocks[block].append(mention)
    found: dict[tuple[str, str], Pair] = {}
    for block, members in blocks.items():
        if not block[-1] and len(members) > EVENTS.block:
            continue
        for one, other in combinations(members, 2):
            if one.ucap_id != other.ucap_id and (
                touching is None or one.activity_id in touching or other.activity_id in touching
            ):
                pair = (one, other) if one.activity_id < other.activity_id else (other, one)
                found[pair[0].activity_id, pair[1].activity_id] = pair
    return [found[ids] for ids in sorted(found)]


def _shift(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
