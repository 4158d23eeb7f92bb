"""An event's row, put together from what its activities say."""

import hashlib
import re
from collections.abc import Iterable
from typing import TypeVar, get_args

from ucap.extractors.places import get_country_name
from ucap.publishing.events.group import get_ucap
from ucap.publishing.events.link import LinkedEvent
from ucap.publishing.events.mention import EventMention
from ucap.schemas.records import ActivityType, DatePrecision, Event
from ucap.schemas.records import EventMention as MentionRow

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])|\n")
_PRECISIONS: tuple[DatePrecision, ...] = get_args(DatePrecision)
_KINDS: tuple[ActivityType, ...] = get_args(ActivityType)
Named = TypeVar("Named")


def make_event_id(event: LinkedEvent) -> str:
    """Return the event's identifier: a digest of its first activity's, so that it stays as long as that one stays in it."""
    return "e-" + hashlib.sha256(event.members[0].activity_id.encode()).hexdigest()[:12]


def describe_event(event: LinkedEvent) -> Event:
    """Return the row of an event: the date that is most precise, and what all its activities name."""
    mentions = event.mentions
    best = min(mentions, key=_rank_date)
    kinds = {kind for mention in mentions for kind in mention.types}
    modes = {mention.mode for mention in mentions if mention.mode}
    places = _in_order(place for mention in mentions for place in mention.places)
    places = list({place.key: place for place in reversed(places)}.values())[::-1]
    named = [get_country_name(place.country) for place in places if place.country]
    return Event(
        event_id=make_event_id(event),
        title=_SENTENCE_END.split(best.text.strip())[0],
        date_start=best.date_start,
        date_end=best.date_end,
        date_precision=best.precision,
        activity_types=[kind for kind in _KINDS if kind in kinds and (kind != "other" or len(kinds) == 1)],
        mode=modes.pop() if len(modes) == 1 else None,
        cities=_in_order(place.name for place in places),
        countries=_in_order([*named, *(country for mention in mentions for country in mention.countries)]),
        organisations=_in_order(body for mention in mentions for body in mention.organisations),
        document_count=len({mention.ucap_id for mention in mentions}),
        planned=all(mention.planned for mention in mentions),
        not_held=any(mention.not_held for mention in mentions),
    )


def list_members(event: LinkedEvent) -> list[MentionRow]:
    """Return a row for each activity of an event."""
    return [
        MentionRow(
            event_id=make_event_id(event),
            ucap_id=get_ucap(member.activity_id),
            activity_id=member.activity_id,
            score=round(member.score, 3),
            reasons=list(member.reasons),
        )
        for member in event.members
    ]


def _rank_date(mention: EventMention) -> tuple[bool, int, int, str]:
    first, last = mention.date_start, mention.date_end
    days = (last - first).days if first and last else 0
    precision = _PRECISIONS.index(mention.precision) if mention.precision else len(_PRECISIONS)
    return first is None or last is None, days, precision, mention.activity_id


def _in_order(values: Iterable[Named]) -> list[Named]:
    return list(dict.fromkeys(values))
