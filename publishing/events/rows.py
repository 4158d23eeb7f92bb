"""Activities as linking compares them, from the rows of the published tables."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from ucap.publishing.events.mention import EventMention, make_mention
from ucap.publishing.events.places import Place, make_key, make_place
from ucap.publishing.events.tolerances import EVENTS

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "activities": (
        "activity_id", "ucap_id", "position", "date_start", "date_end", "date_precision", "text", "items", "activity_types",
        "mode", "planned", "not_held",
    ),
    "cities": ("ucap_id", "side", "position", "city", "country_code", "geonames_id"),
    "entities": ("ucap_id", "activity_id", "start", "label", "text", "canonical", "country_code"),
}  # fmt: skip
"""The tables that linking uses, with the columns that it needs of each."""

_COMPARED = ["CITY", "ORG", "FACILITY", "PROGRAMME", "PERSON", "EVENT"]


@dataclass(frozen=True)
class ActivityRows:
    """The rows of the tables in `COLUMNS`, of whichever U-CAPs."""

    tables: Mapping[str, pa.Table]

    def select(self, ucap_ids: Collection[str]) -> "ActivityRows":
        """Return the rows of these U-CAPs."""
        wanted = pa.array(sorted(ucap_ids), pa.string())
        return ActivityRows({name: rows.filter(pc.is_in(rows["ucap_id"], wanted)) for name, rows in self.tables.items()})

    def make_mentions(self) -> Iterator[EventMention]:
        """Yield each activity."""
        partners: defaultdict[str, list[Place]] = defaultdict(list)
        leads: defaultdict[str, list[Place]] = defaultdict(list)
        for row in self.tables["cities"].to_pylist():
            place = make_place(row["city"], row["country_code"], row["geonames_id"])
            partners[row["ucap_id"]].append(place)
            if row["side"] == "lead":
                leads[row["ucap_id"]].append(place)
        entities = defaultdict(list)
        for row in self.tables["entities"].to_pylist():
            if row["activity_id"]:
                entities[row["activity_id"]].append(row)
        for activity in self.tables["activities"].to_pylist():
            named = sorted(entities[activity["activity_id"]], key=lambda row: row["start"])
            yield make_mention(activity, partners[activity["ucap_id"]], named, leads[activity["ucap_id"]])

    def find_near(self, mentions: Collection[EventMention]) -> list[EventMention]:
        """Return the activities that can share a block with one of these, and some more.

        These are all activities of U-CAPs that have two cities in common with the U-CAP of one of them, and activities at about
        the same time that name the same city or body.
        """
        places = {key.partition("|")[0] for mention in mentions for key in (*mention.partners, *mention.cities)}
        names = {name for mention in mentions for name in (*mention.bodies, *mention.events)}
        entities = self.tables["entities"]
        city_keys = _make_city_keys(self.tables["cities"])
        mention_keys = _make_keys(pc.coalesce(entities["canonical"], entities["text"]))
        compared = pc.is_in(entities["label"], pa.array(_COMPARED))
        keys, wanted = pa.array(sorted(places), pa.string()), pa.array(sorted(names), pa.string())
        cities = pc.and_(pc.equal(entities["label"], "CITY"), pc.is_in(mention_keys, keys))
        bodies = pc.and_(compared, pc.is_in(pc.coalesce(entities["canonical"], entities["text"]), wanted))
        shared = pa.concat_arrays(
            [
                _pair_keys(self.tables["cities"]["ucap_id"], city_keys, pc.is_in(city_keys, keys)),
                _pair_keys(entities["ucap_id"], mention_keys, cities),
            ]
        )
        counts = pa.table({"pair": shared.unique()})
        owners = pc.list_element(pc.split_pattern(counts["pair"], "\n", max_splits=1), 0)
        by_owner = owners.combine_chunks().value_counts() if counts.num_rows else []
        close = {entry["values"].as_py() for entry in by_owner if entry["counts"].as_py() >= _SHARED_CITIES}
        named = set(entities["activity_id"].filter(pc.or_(cities, bodies)).drop_null().unique().to_pylist())
        activities = self.tables["activities"]
        chosen = pc.or_(
            pc.is_in(activities["ucap_id"], pa.array(sorted(close), pa.string())),
            pc.and_(
                pc.is_in(activities["activity_id"], pa.array(sorted(named), pa.string())),
                _touch_dates(activities, mentions),
            ),
        )
        near = activities.filter(chosen)
        ids, ucap_ids = near["activity_id"].combine_chunks(), near["ucap_id"].unique()
        return list(
            ActivityRows(
                {
                    "activities": near,
                    "cities": self.tables["cities"].filter(pc.is_in(self.tables["cities"]["ucap_id"], ucap_ids)),
                    "entities": entities.filter(pc.is_in(entities["activity_id"], ids)),
                }
            ).make_mentions()
        )


_SHARED_CITIES = 2


def find_changed(before: ActivityRows, after: ActivityRows) -> set[str]:
    """Return the U-CAPs whose rows differ, or that only one of the two has."""
    states = [_collect_rows(rows) for rows in (before, after)]
    return {ucap_id for ucap_id in states[0].keys() | states[1].keys() if states[0].get(ucap_id) != states[1].get(ucap_id)}


def _collect_rows(rows: ActivityRows) -> dict[str, list[Sequence[object]]]:
    found: defaultdict[str, list[Sequence[object]]] = defaultdict(list)
    for name, columns in COLUMNS.items():
        table = rows.tables[name]
        at = columns.index("ucap_id")
        for row in zip(*(table[column].to_pylist() for column in columns), strict=True):
            found[row[at]].append((name, *row))
    return found


def _make_city_keys(cities: pa.Table) -> pa.Array:
    """Return the keys of the rows of cities as `make_place` gives them."""
    named = zip(cities["city"].to_pylist(), cities["geonames_id"].to_pylist(), strict=True)
    return pa.array([make_key(*city) for city in named], pa.string())


def _make_keys(names: pa.ChunkedArray) -> pa.Array:
    """Return the keys of places as `make_place` gives them, by their names alone."""
    encoded = (names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names).dictionary_encode()
    keys = pa.array([make_key(name) for name in encoded.dictionary.to_pylist()], pa.string())
    return keys.take(encoded.indices)


def _pair_keys(owners: pa.ChunkedArray, keys: pa.Array, mask: pa.Array) -> pa.Array:
    pairs = pc.binary_join_element_wise(owners.filter(mask), pc.filter(keys, mask), "\n")
    return pairs.combine_chunks() if isinstance(pairs, pa.ChunkedArray) else pairs


def _touch_dates(activities: pa.Table, mentions: Iterable[EventMention]) -> pa.ChunkedArray:
    """Return for each activity whether its date lies near that of one of the mentions."""
    reach = timedelta(2 * EVENTS.near_days + 31)  # blocks are whole months
    spans = sorted((m.first - reach, m.last + reach) for m in mentions if m.first and m.last and m.first.year > 1)
    merged: list[tuple[date, date]] = []
    for first, last in spans:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    found = pa.chunked_array([pa.nulls(activities.num_rows, pa.bool_()).fill_null(False)])
    for first, last in merged:
        touches = pc.and_(
            pc.less_equal(activities["date_start"], pa.scalar(last)), pc.greater_equal(activities["date_end"], pa.scalar(first))
        )
        found = pc.or_(found, pc.fill_null(touches, False))
    return found
