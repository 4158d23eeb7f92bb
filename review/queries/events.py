"""Events: activities that one summary tells of or several do, who tells of them, and where they disagree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ucap.publishing.events.decisions import COLUMN, TABLE
from ucap.publishing.events.disagreements import ToldDate, find_differing_dates
from ucap.review.queries.lists import PUBLISHED_PATHS, list_page, make_where
from ucap.review.queries.opened import OpenedVersion, Row
from ucap.review.queries.overview import ListFilters, Listing
from ucap.review.queries.shown import Shown

MOST_NEAR, NEAR_DAYS = 12, 92
"""Activities that are offered as perhaps the same event, and how many days their dates may lie apart; chosen."""

_LISTED = """
    SELECT e.*, min(m.activity_id) AS activity_id, max(a.date_start) > min(a.date_end) AS dates_differ,
        lower(strip_accents(concat_ws(' ', any_value(e.title), array_to_string(any_value(e.cities), ' '),
            array_to_string(any_value(e.organisations), ' '), string_agg(m.ucap_id, ' ')))) AS haystack
    FROM events e JOIN event_mentions m USING (event_id) JOIN activities a USING (activity_id) GROUP BY ALL
"""
_MENTIONS = f"""
    SELECT m.event_id, m.score, m.reasons, a.*, p.source_path, u.lead_cities, u.partner_cities
    FROM event_mentions m JOIN activities a USING (activity_id) JOIN {PUBLISHED_PATHS} p ON p.ucap_id = a.ucap_id
        JOIN ucaps u ON u.ucap_id = a.ucap_id
"""
_NEAR = f"""
    WITH own AS (SELECT a.* FROM event_mentions m JOIN activities a USING (activity_id) WHERE m.event_id = $1),
    named AS (
        SELECT ucap_id, unnest([CAST(geonames_id AS VARCHAR), lower(strip_accents(city))]) AS place FROM cities
    ),
    met AS (SELECT DISTINCT ucap_id FROM named WHERE place IN (SELECT place FROM named JOIN own USING (ucap_id))),
    span AS (SELECT min(coalesce(date_start, date_end)) AS first, max(coalesce(date_end, date_start)) AS last FROM own),
    found AS (
        SELECT *, coalesce(date_start, date_end) AS begins, coalesce(date_end, date_start) AS ends
        FROM ({_MENTIONS}) JOIN met USING (ucap_id)
        WHERE event_id NOT IN (SELECT event_id FROM event_mentions WHERE ucap_id IN (SELECT ucap_id FROM own))
    ),
    apart AS (
        SELECT found.*, CASE WHEN begins IS NOT NULL AND first IS NOT NULL
            THEN greatest(date_diff('day', ends, first), date_diff('day', last, begins), 0) END AS days
        FROM found, span
    )
    SELECT * FROM apart WHERE coalesce(days, 0) <= {NEAR_DAYS} ORDER BY days NULLS LAST, activity_id LIMIT {MOST_NEAR}
"""


@dataclass(frozen=True)
class EventFilters(ListFilters):
    """Events: `q` is a part of title, cities, bodies or U-CAPs; `told` is `several` or `differently`."""

    year: str = ""
    told: str = ""


@dataclass(frozen=True)
class Telling:
    """Who tells of the event of an activity: the rows of the other activities, and what their dates say against its own."""

    others: tuple[Row, ...] = ()
    differing: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventPage:
    """All that a page shows of an event: its row, the rows of its activities, each with its value and `Telling`, and others.

    `near` are activities of other summaries about the same cities that may be the same event; none of an event that one of
    these summaries tells of already, as hardly any tells of an event twice.
    """

    event: Row
    mentions: tuple[tuple[Row, Shown, Telling], ...]
    near: tuple[Row, ...] = field(default=())

    @property
    def values(self) -> list[Shown]:
        """The values that can be corrected: which event each activity tells of."""
        return [value for _, value, _ in self.mentions]


def list_events(opened: OpenedVersion, filters: EventFilters) -> Listing:
    """Return events by date, undated ones last, each with one of its activities and whether its dates contradict each other."""
    opened.keep_table("listed_events", _LISTED)
    where, values = make_where(
        (filters.q, "contains(haystack, lower(strip_accents(?)))"),
        (filters.year, "CAST(year(coalesce(date_start, date_end)) AS VARCHAR) = ?"),
    )
    told = {"several": "document_count > 1", "differently": "dates_differ"}.get(filters.told)
    where = f"{where} {'AND' if where else 'WHERE'} {told}" if told else where
    order = "coalesce(date_start, date_end) NULLS LAST, event_id"
    return list_page(opened, f"SELECT * FROM listed_events {where}", values, order, filters.page)


def read_event_page(opened: OpenedVersion, name: str) -> EventPage | None:
    """Return the page of an event, named by its `event_id` or by one of its activities; None where there is none."""
    found = opened.query("SELECT event_id FROM event_mentions WHERE ? IN (activity_id, event_id) LIMIT 1", [name])
    if not found:
        return None
    event_id = found[0]["event_id"]
    (event,) = opened.select("events", event_id)
    rows = opened.query(f"{_MENTIONS} WHERE m.event_id = ? ORDER BY a.ucap_id, a.position", [event_id])
    tellings = tell_events(rows)
    mentions = tuple(
        (row, show_event(number, row["activity_id"], event_id), tellings[row["activity_id"]])
        for number, row in enumerate(rows, start=1)
    )
    note_decisions(opened, [value for _, value, _ in mentions])
    return EventPage(event, mentions, tuple(opened.query(_NEAR, [event_id])))


def find_tellings(opened: OpenedVersion, ucap_id: str) -> dict[str, Telling]:
    """Return for each activity of a U-CAP who else tells of its event, by `activity_id`."""
    own = {row["activity_id"]: Telling() for row in opened.select(TABLE, ucap_id)}
    shared = opened.query(
        "SELECT event_id FROM event_mentions WHERE event_id IN (SELECT event_id FROM event_mentions WHERE ucap_id = ?) "
        "GROUP BY event_id HAVING count(*) > 1",
        [ucap_id],
    )
    if not shared:  # most are told by one summary only, and texts of all summaries need not be looked at
        return own
    ids = [row["event_id"] for row in shared]
    rows = opened.query(f"{_MENTIONS} WHERE list_contains(?, m.event_id) ORDER BY a.ucap_id, a.position", [ids])
    return own | tell_events(rows)


def tell_events(rows: Iterable[Row]) -> dict[str, Telling]:
    """Return for each activity who else tells of its event, by `activity_id`, given the rows of all that do."""
    events: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        events[row["event_id"]].append(row)
    return {
        row["activity_id"]: Telling(
            tuple(other for other in members if other is not row), tuple(differing.get(row["activity_id"], ()))
        )
        for members in events.values()
        for differing in (_find_differing(members),)
        for row in members
    }


def show_event(number: int, activity_id: str, event_id: str) -> Shown:
    """Return the event of an activity as a value that can be corrected."""
    return Shown(number=number, table=TABLE, row=activity_id, column=COLUMN, text=event_id, is_editable=True)


def note_decisions(opened: OpenedVersion, values: Iterable[Shown]) -> None:
    """Note at each event of an activity the last published entry that joined the activity with others, or parted it."""
    rows = opened.query('SELECT * FROM corrections WHERE "table" = ? AND entry_id IS NOT NULL ORDER BY file, position', [TABLE])
    by_activity = {activity: row for row in rows for activity in row["row"].split()}
    for value in values:
        if value.is_event:
            value.correction = by_activity.get(value.row)


def _find_differing(members: Sequence[Row]) -> Mapping[str, Sequence[str]]:
    """Return what the finding `event_dates_differ` says about each activity of an event, as a run finds it."""
    told = [  # by activity, not by U-CAP: of one U-CAP two activities may be joined by a person
        ToldDate(
            row["event_id"], row["activity_id"], row["position"], row["date_text"], row["date_start"], row["date_end"],
            row["page_start"],
        )
        for row in members
    ]  # fmt: skip
    sources = {row["activity_id"]: row["source_path"] for row in members}
    return {key: [finding.details for finding in found] for key, found in find_differing_dates(told, sources).items()}
