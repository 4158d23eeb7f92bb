"""Events from activities: all at once, or only those that a change can reach. Both give the same events."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ucap.publishing.events.candidates import Blocks, Numbers, split_codes
from ucap.publishing.events.compare import DECIDED, UNLIKE, Likeness, compare_mentions
from ucap.publishing.events.decisions import Decided
from ucap.publishing.events.group import UNLIKE_KIND, ComparedPairs, Member, get_ucap, group_mentions, name_pair
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
    store, blocks = _collect(mentions, folder)
    compared = _compare_stored(store, blocks, blocks.find_pairs(), decided)
    del blocks
    return [LinkedEvent(group, store) for group in group_mentions(compared)]


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
    activities, those that are compared with others than before because a large block changed, all that are like one of them,
    all that are like those, and so on: no other can be grouped otherwise.
    """
    changed = {mention.activity_id for mention in (*before, *after)}

    def list_near(mentions: Collection[EventMention]) -> dict[str, EventMention]:
        near = {one.activity_id: one for one in find_near(mentions) if one.activity_id not in changed}
        # What else two U-CAPs tell decides, too (`told_together`), and in large blocks what that is compared with.
        ucap_ids = {mention.ucap_id for mention in mentions}
        others = [mention for mention in near.values() if mention.ucap_id in ucap_ids]
        all_of_them = near | {mention.activity_id: mention for mention in mentions}
        if others and _collect(all_of_them.values())[1].has_large():
            near |= {one.activity_id: one for one in find_near([*mentions, *others]) if one.activity_id not in changed}
        return near

    around = list_near([*before, *after])
    shifted = _find_shifted(around, before, after)
    if shifted:
        around |= list_near([*before, *shifted.values()])
    # What was like one of these activities may be grouped otherwise now.
    was = {mention.activity_id for mention in before} | shifted.keys()
    seeds = _list_linked(compare_pairs([*around.values(), *before], was, decided_before)) & around.keys()
    reached = {mention.activity_id: mention for mention in after} | shifted | {id_: around[id_] for id_ in seeds}
    frontier, likenesses = list(reached), dict[tuple[str, str], Likeness]()
    while frontier:
        around = list_near([reached[id_] for id_ in frontier])
        found = compare_pairs({**around, **reached}.values(), set(frontier), decided)
        likenesses |= found
        frontier = sorted((_list_linked(found) & around.keys()) - reached.keys())
        reached |= {id_: around[id_] for id_ in frontier}
    likenesses = {ids: like for ids, like in likenesses.items() if reached.keys() >= set(ids)}
    events = group_mentions(ComparedPairs.of(reached, likenesses))
    return [LinkedEvent(group, reached) for group in events], changed | reached.keys()


def _find_shifted(
    around: Mapping[str, EventMention], before: Collection[EventMention], after: Collection[EventMention]
) -> dict[str, EventMention]:
    """Return the unchanged activities of U-CAPs of which two are compared only before a change, or only after it.

    In a large block an activity that comes or goes moves others apart or together.
    """
    compared = []
    for mentions in ([*around.values(), *before], [*around.values(), *after]):
        store, blocks = _collect(mentions)
        compared.append({(store.ids[one], store.ids[other]) for one, other in split_codes(blocks.find_pairs(), len(store))})
    differing = {ids for ids in compared[0] ^ compared[1] if around.keys() >= set(ids)}
    ucap_ids = {get_ucap(id_) for ids in differing for id_ in ids}
    return {id_: mention for id_, mention in around.items() if mention.ucap_id in ucap_ids}


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
    store, blocks = _collect(mentions)
    siblings = None
    if touching is not None:
        ucap_ids = {store[id_].ucap_id for id_ in touching if id_ in store}
        siblings = {number for number, id_ in enumerate(store.ids) if store[id_].ucap_id in ucap_ids}
    compared = _compare_stored(store, blocks, blocks.find_pairs(siblings), decided)
    return {ids: like for ids, like in compared.list_named() if touching is None or not touching.isdisjoint(ids)}


def _collect(mentions: Iterable[EventMention], folder: Path | None = None) -> tuple[MentionStore, Blocks]:
    store, blocks = MentionStore(folder), Blocks()
    for mention in mentions:
        store.add(mention)
        blocks.add(mention)
    return store, blocks


def _compare_stored(store: MentionStore, blocks: Blocks, codes: Numbers, decided: Decided) -> ComparedPairs:
    """Return all these pairs, with the likenesses of those that may be one event, and of those that people decide.

    Activities with the same content are compared with others once.
    """
    rivals, contents = blocks.count_rivals(codes), blocks.contents
    kinds = np.full(len(codes), UNLIKE_KIND, np.int32)
    likenesses: dict[Likeness, int] = {}  # few, of many pairs
    told_together: set[tuple[str, ...]] = set()
    reasons: dict[tuple[str, ...], tuple[str, ...]] = {}
    repeated = {content for content, count in Counter(contents).items() if count > 1}
    known: dict[tuple[int, ...], tuple[Likeness, bool]] = {}
    for at, (first, second) in enumerate(split_codes(codes, len(store))):
        said = contents[first], contents[second], int(rivals[at])
        found = known.get(said)
        if found is None:
            found = _compare_two(store.load(first), store.load(second), said[2], reasons)
            if not repeated.isdisjoint(said[:2]):
                known[said] = found
        like, shows_cooperation = found
        if like.log_odds + EVENTS.told_together >= EVENTS.link:
            kinds[at] = likenesses.setdefault(like, len(likenesses))
        if shows_cooperation:
            told_together.add(tuple(map(get_ucap, name_pair(store.ids, first, second))))
    likely = np.flatnonzero(kinds != UNLIKE_KIND)
    compared, judged = list(likenesses), dict[Likeness, int]()
    for at, (first, second) in zip(likely.tolist(), split_codes(codes[likely], len(store)), strict=True):
        together = tuple(map(get_ucap, name_pair(store.ids, first, second))) in told_together
        like = _judge(compared[kinds[at]], together, reasons)
        kinds[at] = UNLIKE_KIND if like is UNLIKE else judged.setdefault(like, len(judged))
    return _add_decided(store, codes, kinds, judged, decided)


def _add_decided(
    store: MentionStore, codes: Numbers, kinds: NDArray[np.int32], likenesses: dict[Likeness, int], decided: Decided
) -> ComparedPairs:
    """Return pairs with the likenesses of those that people decide, whether they were compared or not; codes are in order."""
    count = max(len(store), 1)
    settled = {}
    for ids, is_joined in decided.items():
        one, other = (store.find_number(id_) for id_ in ids)
        if one is not None and other is not None:
            settled[min(one, other) * count + max(one, other)] = likenesses.setdefault(DECIDED[is_joined], len(likenesses))
    if settled:
        own = np.array(list(settled), np.int64)
        kept = ~np.isin(codes, own)
        codes = np.concatenate((codes[kept], own))
        kinds = np.concatenate((kinds[kept], np.array(list(settled.values()), np.int32)))
    ones = (codes // count).astype(np.uint32)
    others = (codes % count).astype(np.uint32)
    return ComparedPairs(store.ids, ones, others, kinds, list(likenesses))


def _compare_two(
    one: EventMention, other: EventMention, rivals: int, reasons: dict[tuple[str, ...], tuple[str, ...]]
) -> tuple[Likeness, bool]:
    """Return how like two activities are, and whether that shows that their U-CAPs tell of one cooperation.

    Equal `reasons` are one object, as there are many.
    """
    like = compare_mentions(one, other, rivals)
    like = replace(like, reasons=reasons.setdefault(like.reasons, like.reasons))
    return like, like.log_odds >= EVENTS.sure and len(one.partners & other.partners) > 1


def _judge(like: Likeness, together: bool, reasons: dict[tuple[str, ...], tuple[str, ...]]) -> Likeness:
    log_odds = like.log_odds + EVENTS.told_together * together
    if log_odds < EVENTS.link:
        return UNLIKE
    if not together:
        return like
    named = (*like.reasons, "told_together")
    return replace(like, log_odds=log_odds, reasons=reasons.setdefault(named, named))
