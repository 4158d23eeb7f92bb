"""The tables `events` and `event_mentions` in parts, made from the parts of the tables that they are linked from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.events.decisions import Decided, list_decided
from ucap.publishing.events.describe import describe_event, list_members, make_event_id
from ucap.publishing.events.group import get_ucap
from ucap.publishing.events.link import LinkedEvent, link_mentions, relink_mentions
from ucap.publishing.events.mention import EventMention
from ucap.publishing.events.rows import COLUMNS, ActivityRows, find_changed
from ucap.publishing.parts import Part, Spool, StoredPart, load_rows, number_part, part_column
from ucap.schemas.arrow import render_table
from ucap.schemas.records import Event, Record
from ucap.schemas.records import EventMention as MentionRow

EVENT_TABLES: Mapping[str, type[Record]] = {model.table_name: model for model in (Event, MentionRow)}
"""The tables that are made here and in no other place."""

_MOST_CHANGED = 0.2
"""Share of parts with changes above which everything is linked anew: then little is saved."""

Parts = Mapping[str, Sequence[Part]]


def link_tables(
    parts: Parts, before: Mapping[str, tuple[StoredPart, ...]], spool: Spool, decided: Decided
) -> dict[str, tuple[Part, ...]]:
    """Return the parts of both tables; `before` are the parts of the version before, none where there is none.

    `decided` are the pairs of activities that people join or part. Events that no changed U-CAP or decision can reach are kept
    as they are. The result is the same as if all were linked anew.
    """
    count = len(parts["ucaps"])
    changed = _find_changed(parts, before) if before else None
    decided_before = list_decided(row for part in before["corrections"] for row in part.load().to_pylist()) if before else {}
    if changed is not None:
        changed |= {get_ucap(id_) for pair, _ in decided.items() ^ decided_before.items() for id_ in pair}
    if changed is not None and not changed:
        return {name: before[name] for name in EVENT_TABLES}
    if changed is None:
        # Part by part: in a large dataset the rows need far more memory than what is made of them.
        each = (one for n in range(count) for one in _load_rows(parts, [n]).make_mentions())
        events = link_mentions(each, decided, spool.folder)
        return {name: tuple(map(spool.keep, _render(name, events, count))) for name in EVENT_TABLES}
    rows = _load_rows(parts, range(count))
    was = _load_rows(before, sorted({number_part(id_, count) for id_ in changed}))

    def find_near(mentions: Collection[EventMention]) -> Collection[EventMention]:
        ids = {mention.activity_id for mention in mentions}
        joined = {get_ucap(id_) for pair in (*decided, *decided_before) if ids & set(pair) for id_ in pair}
        return [*rows.find_near(mentions), *(rows.select(joined).make_mentions() if joined else ())]

    events, reached = relink_mentions(
        list(was.select(changed).make_mentions()),
        list(rows.select(changed).make_mentions()),
        find_near,
        decided_before,
        decided,
    )
    return _replace(before, events, reached, spool)


def _find_changed(parts: Parts, before: Mapping[str, tuple[StoredPart, ...]]) -> set[str] | None:
    """Return the U-CAPs whose rows differ from the version before; None where too much differs to say."""
    if any(len(parts[name]) != len(before[name]) for name in ("ucaps", *COLUMNS)):
        return None
    numbers = [n for n in range(len(parts["ucaps"])) if any(parts[name][n] is not before[name][n] for name in COLUMNS)]
    if len(numbers) > max(1, _MOST_CHANGED * len(parts["ucaps"])):
        return None
    changed: set[str] = set()
    for n in numbers:
        changed |= find_changed(_load_rows(before, [n]), _load_rows(parts, [n]))
    return changed


def _load_rows(parts: Parts, numbers: Sequence[int]) -> ActivityRows:
    """Return what linking needs of the parts with these numbers."""
    return ActivityRows({name: load_rows([parts[name][n] for n in numbers], columns) for name, columns in COLUMNS.items()})


def _replace(
    before: Mapping[str, tuple[StoredPart, ...]], events: Sequence[LinkedEvent], reached: Collection[str], spool: Spool
) -> dict[str, tuple[Part, ...]]:
    """Return the parts of before with the rows of all activities that were reached replaced by the rows of these events."""
    activity_ids = pa.array(sorted(reached), pa.string())
    count = len(before[MentionRow.table_name])
    mentions, events_before = before[MentionRow.table_name], before[Event.table_name]
    numbers = {number_part(get_ucap(id_), count) for id_ in reached}
    rows = [mentions[n].load(("event_id", "activity_id")) for n in sorted(numbers)]
    lost = pa.concat_arrays(
        [row["event_id"].filter(pc.is_in(row["activity_id"], activity_ids)).combine_chunks().cast(pa.string()) for row in rows]
    )
    kept_mentions = {n: mentions[n].load() for n in numbers}
    kept_mentions = {n: row.filter(pc.invert(pc.is_in(row["activity_id"], activity_ids))) for n, row in kept_mentions.items()}
    touched = {number_part(id_, count) for id_ in lost.to_pylist()} | {number_part(make_event_id(e), count) for e in events}
    kept_events = {n: events_before[n].load() for n in touched}
    kept_events = {n: row.filter(pc.invert(pc.is_in(row["event_id"], lost))) for n, row in kept_events.items()}
    kept = {MentionRow.table_name: kept_mentions, Event.table_name: kept_events}
    made = {name: list(_render(name, events, count, kept[name])) for name in EVENT_TABLES}
    return {
        name: tuple(
            spool.keep(made[name][n]) if n in kept[name] and not made[name][n].equals(old.load()) else old
            for n, old in enumerate(before[name])
        )
        for name in EVENT_TABLES
    }


def _render(
    name: str, events: Iterable[LinkedEvent], count: int, kept: Mapping[int, pa.Table] = MappingProxyType({})
) -> Iterator[pa.Table]:
    """Yield the rows of each part of a table: those of the events and those that are kept."""
    model = EVENT_TABLES[name]
    cut: list[list[LinkedEvent]] = [[] for _ in range(count)]
    for event in events:
        for number in sorted({number_part(key, count) for key in _list_keys(model, event)}):
            cut[number].append(event)
    for number, some in enumerate(cut):
        records: list[Record] = []
        for event in some:
            made: list[Record] = [describe_event(event)] if model is Event else list(list_members(event))
            records += [record for record in made if number_part(_get_key(record), count) == number]
        yield _sort(pa.concat_tables([*([kept[number]] if number in kept else []), render_table(model, records)]))


def _list_keys(model: type[Record], event: LinkedEvent) -> list[str]:
    """Return the keys of the parts in which an event has rows."""
    return [make_event_id(event)] if model is Event else [get_ucap(member.activity_id) for member in event.members]


def _get_key(record: Record) -> str:
    key: str = getattr(record, part_column(type(record)) or "")
    return key


def _sort(table: pa.Table) -> pa.Table:
    """Return rows in published order: events by their identifiers, activities by U-CAP and position."""
    if "activity_id" not in table.column_names:
        return table.take(pc.sort_indices(table["event_id"])).combine_chunks()
    position = pc.replace_substring_regex(table["activity_id"], "^.*/a", "").cast(pa.int32())
    keys = pa.table({"ucap_id": table["ucap_id"], "position": position})
    return table.take(pc.sort_indices(keys, [("ucap_id", "ascending"), ("position", "ascending")])).combine_chunks()
