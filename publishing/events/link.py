"""Events from activities: all at once, or only those that a change can reach. Both give the same events."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from ucap.publishing.events.candidates import Blocks, Numbers
from ucap.publishing.events.compare import DECIDED, UNLIKE, Likeness, compare_mentions
from ucap.publishing.events.decisions import Decided
from ucap.publishing.events.group import Likenesses, Member, get_ucap, group_mentions
from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.store import MentionStore
from ucap.publishing.events.tolerances import EVENTS


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """Activities that are one event, each with its score and reasons, in the order of their ids."""

    members: tuple[Member, ...]
    source: Mapping[str, EventMention] = field(compare=False, repr=False)

    @property
    def mentions(self) -> tuple[EventMention, ...]:
        """The activities themselves; in a large dataset they are read from a file each time."""
        return tuple(self.source[member.activity_id] for member in self.members)


NOTHING: Decided = MappingProxyType({})


def link_mentions(
    mentions: Iterable[EventMention], decided: Decided = NOTHING, folder: Path | None = None
) -> list[LinkedEvent]:
    """Return the events of these activities in the order of their first ones; the order of the activities does not matter.

    `folder` is where the activities are kept meanwhile; in memory where there is none.
    """
    store, blocks = MentionStore(folder), Blocks()
    for mention in mentions:
        store.add(mention)
        blocks.add(mention)
    pairs = blocks.find_pairs()
    del blocks
    return _group(store, _compare_stored(store, pairs, decided))


def relink_mentions(
    before: Collection[EventMention],
    after: Collection[EventMention],
    find_near: Callable[[Collection[EventMention]], Collection[EventMention]],
    decided_before: Decided = NOTHING,
    decided: Decided = NOTHING,
) -> tuple[list[LinkedEvent], set[str]]:
    """Return the events that a change can reach, and the ids of all activities that they held before or hold now.

    `before` and `after` are the changed activities as they were and as they are; either may lack one. Activities about which
    people decide otherwise than before are among them. `find_near` returns the unchanged activities that can share a block
    with one of those it is given, or are joined to it by a decision, and may return more. What is reached are the changed
    activities, all that are like one of them, all that are like those, and so on: no other can be grouped otherwise.
    """
    changed = {mention.activity_id for mention in (*before, *after)}

    def list_near(mentions: Collection[EventMention]) -> dict[str, EventMention]:
        return {one.activity_id: one for one in find_near(mentions) if one.activity_id not in changed}

    # What was like a changed activity may be grouped otherwise now.
    around = list_near(before)
    was = {mention.activity_id for mention in before}
    seeds = _list_linked(compare_pairs([*around.values(), *before], was, decided_before)) & around.keys()
    reached = {mention.activity_id: mention for mention in after} | {id_: around[id_] for id_ in seeds}
    frontier, likenesses = list(reached), dict[tuple[str, str], Likeness]()
    while frontier:
        around = list_near([reached[id_] for id_ in frontier])
        found = compare_pairs({**around, **reached}.values(), set(frontier), decided)
        likenesses |= found
        frontier = sorted((_list_linked(found) & around.keys()) - reached.keys())
        reached |= {id_: around[id_] for id_ in frontier}
    likenesses = {ids: like for ids, like in likenesses.items() if reached.keys() >= set(ids)}
    return _group(reached, likenesses), changed | reached.keys()


def _list_linked(likenesses: Mapping[tuple[str, str], Likeness]) -> set[str]:
    return {id_ for ids, like in likenesses.items() if like.log_odds >= EVENTS.link for id_ in ids}


def compare_pairs(
    mentions: Iterable[EventMention], touching: Set[str] | None = None, decided: Decided = NOTHING
) -> dict[tuple[str, str], Likeness]:
    """Return the likeness of each pair that shares a block or is decided; with `touching`, of pairs with one of these.

    U-CAPs of one pairing of which two activities are surely one event tell of the same cooperation. So it is likelier that
    others of them are one event, too. `mentions` must have all activities of such U-CAPs. Pairs that are not one event all
    have the same likeness, because there are so many of them.
    """
    store, blocks = MentionStore(), Blocks()
    for mention in mentions:
        store.add(mention)
        blocks.add(mention)
    siblings = None
    if touching is not None:
        ucap_ids = {store[id_].ucap_id for id_ in touching if id_ in store}
        siblings = {number for number, id_ in enumerate(store.ids) if store[id_].ucap_id in ucap_ids}
    compared = _compare_stored(store, blocks.find_pairs(siblings), decided)
    return {ids: like for ids, like in compared.list_all() if touching is None or not touching.isdisjoint(ids)}


class _Compared:
    """Likenesses of all pairs that were compared, of which only those that may be one event need memory."""

    def __init__(self, store: MentionStore, pairs: Numbers, likenesses: dict[tuple[str, str], Likeness]) -> None:
        self._store, self._likenesses = store, likenesses
        self._codes = pairs[:, 0] * len(store) + pairs[:, 1]

    def items(self) -> Iterable[tuple[tuple[str, str], Likeness]]:
        """Return the pairs that may be one event, and those that people decide."""
        return self._likenesses.items()

    def get(self, ids: tuple[str, str]) -> Likeness | None:
        """Return the likeness of a pair; None where it was not compared."""
        if found := self._likenesses.get(ids):
            return found
        one, other = sorted(number for id_ in ids if (number := self._store.find_number(id_)) is not None)
        code = one * len(self._store) + other
        at = int(np.searchsorted(self._codes, code))
        return UNLIKE if at < len(self._codes) and self._codes[at] == code else None

    def list_all(self) -> Iterator[tuple[tuple[str, str], Likeness]]:
        """Yield all pairs, also those that are not one event."""
        yield from self._likenesses.items()
        ids = self._store.ids
        for code in self._codes.tolist():
            one, other = sorted((ids[code // len(ids)], ids[code % len(ids)]))
            if (one, other) not in self._likenesses:
                yield (one, other), UNLIKE


def _compare_stored(store: MentionStore, pairs: Numbers, decided: Decided) -> _Compared:
    likely: dict[tuple[int, int], Likeness] = {}
    told_together: set[tuple[str, ...]] = set()
    reasons: dict[tuple[str, ...], tuple[str, ...]] = {}
    for first, second in _list_pairs(pairs):
        one, other = store.load(first), store.load(second)
        like = compare_mentions(one, other)
        if like.log_odds + EVENTS.told_together >= EVENTS.link:
            likely[first, second] = replace(like, reasons=reasons.setdefault(like.reasons, like.reasons))
        if like.log_odds >= EVENTS.sure and len(one.partners & other.partners) > 1:
            told_together.add(tuple(sorted((one.ucap_id, other.ucap_id))))
    likenesses = {}
    for (first, second), like in likely.items():
        one_id, other_id = sorted((store.ids[first], store.ids[second]))
        ucap_ids = tuple(sorted((get_ucap(one_id), get_ucap(other_id))))
        judged = _judge(like, ucap_ids in told_together)
        if judged is not UNLIKE:
            likenesses[one_id, other_id] = judged
    likenesses |= {ids: DECIDED[is_joined] for ids, is_joined in decided.items() if all(id_ in store for id_ in ids)}
    return _Compared(store, pairs, likenesses)


def _list_pairs(pairs: Numbers) -> Iterator[tuple[int, int]]:
    for start in range(0, len(pairs), _SLICE):
        yield from map(tuple, pairs[start : start + _SLICE].tolist())


_SLICE = 10_000
"""Pairs that are numbers of Python at one time."""


def _judge(like: Likeness, together: bool) -> Likeness:
    log_odds = like.log_odds + EVENTS.told_together * together
    if log_odds < EVENTS.link:
        return UNLIKE
    return replace(like, log_odds=log_odds, reasons=(*like.reasons, "told_together")) if together else like


def _group(by_id: Mapping[str, EventMention], likenesses: Likenesses) -> list[LinkedEvent]:
    return [LinkedEvent(group, by_id) for group in group_mentions(by_id, likenesses)]
