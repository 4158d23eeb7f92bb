"""Events from activities: all at once, or only those that a change can reach. Both give the same events."""

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from types import MappingProxyType

from ucap.publishing.events.candidates import find_pairs
from ucap.publishing.events.compare import DECIDED, UNLIKE, Likeness, compare_mentions
from ucap.publishing.events.decisions import Decided
from ucap.publishing.events.group import Member, group_mentions
from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.tolerances import EVENTS


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """Activities that are one event, each with its score and reasons, in the order of their ids."""

    mentions: tuple[EventMention, ...]
    members: tuple[Member, ...]


NOTHING: Decided = MappingProxyType({})


def link_mentions(mentions: Iterable[EventMention], decided: Decided = NOTHING) -> list[LinkedEvent]:
    """Return the events of these activities in the order of their first ones; the order of the activities does not matter."""
    by_id = {mention.activity_id: mention for mention in mentions}
    return _group(by_id, compare_pairs(by_id.values(), decided=decided))


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
    by_id = {mention.activity_id: mention for mention in mentions}
    compared: dict[tuple[str, str], Likeness] = {}
    told_together: set[tuple[str, str]] = set()
    for one, other in find_pairs(by_id.values(), _list_siblings(by_id, touching)):
        like = compare_mentions(one, other)
        compared[one.activity_id, other.activity_id] = like if like.log_odds + EVENTS.told_together >= EVENTS.link else UNLIKE
        if like.log_odds >= EVENTS.sure and len(one.partners & other.partners) > 1:
            told_together.add((one.ucap_id, other.ucap_id))
    likenesses = {}
    for ids, like in compared.items():
        if touching is None or not touching.isdisjoint(ids):
            together = (by_id[ids[0]].ucap_id, by_id[ids[1]].ucap_id) in told_together
            likenesses[ids] = _judge(like, together)
    for ids, is_joined in decided.items():
        if by_id.keys() >= set(ids) and (touching is None or any(id_ in touching for id_ in ids)):
            likenesses[ids] = DECIDED[is_joined]
    return likenesses


def _list_siblings(by_id: Mapping[str, EventMention], touching: Collection[str] | None) -> set[str] | None:
    """Return all activities of the U-CAPs to which some activities belong."""
    if touching is None:
        return None
    ucap_ids = {by_id[id_].ucap_id for id_ in touching if id_ in by_id}
    return {id_ for id_, mention in by_id.items() if mention.ucap_id in ucap_ids}


def _judge(like: Likeness, together: bool) -> Likeness:
    if like is UNLIKE:
        return like
    log_odds = like.log_odds + EVENTS.told_together * together
    if log_odds < EVENTS.link:
        return UNLIKE
    return replace(like, log_odds=log_odds, reasons=(*like.reasons, "told_together")) if together else like


def _group(by_id: Mapping[str, EventMention], likenesses: Mapping[tuple[str, str], Likeness]) -> list[LinkedEvent]:
    groups = group_mentions({id_: mention.ucap_id for id_, mention in by_id.items()}, likenesses)
    return [LinkedEvent(tuple(by_id[member.activity_id] for member in group), group) for group in groups]
