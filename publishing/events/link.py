"""Events from activities: all at once, or only those that a change can reach. Both give the same events."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from ucap.publishing.events.candidates import Blocks, Numbers, split_codes
from ucap.publishing.events.compare import DECIDED, UNLIKE, Likeness, compare_mentions
from ucap.publishing.events.decisions import Decided
from ucap.publishing.events.group import Member, get_ucap, group_mentions
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
    codes, contents = blocks.find_pairs(), blocks.contents
    del blocks
    likenesses = _compare_stored(store, codes, contents, decided)
    list_unlike = _index_compared(store, codes, {id_ for ids in likenesses for id_ in ids})
    del codes
    return [LinkedEvent(group, store) for group in group_mentions(store, likenesses, list_unlike)]


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
    compared: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in likenesses:
        compared[one].append(other)
        compared[other].append(one)
    events = group_mentions(reached, likenesses, compared.__getitem__)
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
    codes = blocks.find_pairs(siblings)
    likenesses = _compare_stored(store, codes, blocks.contents, decided)
    unlike = {_name_pair(store, *pair): UNLIKE for pair in split_codes(codes, len(store))}
    return {ids: like for ids, like in {**unlike, **likenesses}.items() if touching is None or not touching.isdisjoint(ids)}


def _collect(mentions: Iterable[EventMention], folder: Path | None = None) -> tuple[MentionStore, Blocks]:
    store, blocks = MentionStore(folder), Blocks()
    for mention in mentions:
        store.add(mention)
        blocks.add(mention)
    return store, blocks


def _name_pair(store: MentionStore, one: int, other: int) -> tuple[str, str]:
    first, second = store.ids[one], store.ids[other]
    return (first, second) if first < second else (second, first)


def _compare_stored(
    store: MentionStore, codes: Numbers, contents: Sequence[int], decided: Decided
) -> dict[tuple[str, str], Likeness]:
    """Return the likenesses of those pairs that may be one event, and of those that people decide.

    Activities with the same content are compared with others once.
    """
    likely: dict[tuple[int, int], Likeness] = {}
    told_together: set[tuple[str, ...]] = set()
    reasons: dict[tuple[str, ...], tuple[str, ...]] = {}
    repeated = {content for content, count in Counter(contents).items() if count > 1}
    known: dict[tuple[int, int], tuple[Likeness, bool]] = {}
    for first, second in split_codes(codes, len(store)):
        said = contents[first], contents[second]
        found = known.get(said)
        if found is None:
            found = _compare_two(store.load(first), store.load(second), reasons)
            if not repeated.isdisjoint(said):
                known[said] = found
        like, shows_cooperation = found
        if like.log_odds + EVENTS.told_together >= EVENTS.link:
            likely[first, second] = like
        if shows_cooperation:
            told_together.add(tuple(map(get_ucap, _name_pair(store, first, second))))
    likenesses = {}
    for pair, like in likely.items():
        ids = _name_pair(store, *pair)
        judged = _judge(like, tuple(map(get_ucap, ids)) in told_together, reasons)
        if judged is not UNLIKE:
            likenesses[ids] = judged
    return likenesses | {ids: DECIDED[is_joined] for ids, is_joined in decided.items() if all(id_ in store for id_ in ids)}


def _compare_two(
    one: EventMention, other: EventMention, reasons: dict[tuple[str, ...], tuple[str, ...]]
) -> tuple[Likeness, bool]:
    """Return how like two activities are, and whether that shows that their U-CAPs tell of one cooperation.

    Equal `reasons` are one object, as there are many.
    """
    like = compare_mentions(one, other)
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


def _index_compared(store: MentionStore, codes: Numbers, chosen: Set[str]) -> Callable[[str], list[str]]:
    """Return a function that lists the activities with which one was compared, as far as both are among those chosen."""
    count = len(store)
    is_chosen = np.zeros(count, np.bool_)
    is_chosen[[number for id_ in chosen if (number := store.find_number(id_)) is not None]] = True
    kept = codes[is_chosen[codes // count] & is_chosen[codes % count]] if len(codes) else codes
    ones, others = np.divmod(kept, count) if len(codes) else (codes, codes)
    first, second = np.concatenate((ones, others)), np.concatenate((others, ones)).astype(np.uint32)
    order = np.argsort(first, kind="stable")
    starts, second = np.searchsorted(first[order], np.arange(count + 1)), second[order]

    def list_compared(activity_id: str) -> list[str]:
        number = store.find_number(activity_id)
        assert number is not None, "only activities of the store are grouped"
        return [store.ids[other] for other in second[starts[number] : starts[number + 1]].tolist()]

    return list_compared
