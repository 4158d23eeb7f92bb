"""What the report shows, as plain numbers: one question to the tables for each chart. Nothing is drawn here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ucap.publishing.profile import profile_version
from ucap.review.queries.opened import OpenedVersion, Row

MOST_PAIRS, MOST_THEMES, MOST_ROWS, MOST_LINKS = 30, 15, 1000, 1000
"""Pairs in the timeline, themes in the matrix, rows of a table behind a chart, and lines on the map: what a page can hold."""
MODES = ("in_person", "online", "hybrid", "unknown", "planned")
"""How activities are counted by month: by the way people met, and apart from them what is still to come."""
_UNKNOWN, _PLANNED = "unknown", "planned"


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart: column names and rows; `left_out` rows more are in the published tables only."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    left_out: int = 0


@dataclass(frozen=True)
class Dated:
    """A dated activity in the timeline."""

    pair: str
    start: date
    end: date
    kind: str
    planned: bool


@dataclass(frozen=True)
class Link:
    """A lead city and a partner city with their coordinates, and how many U-CAPs pair them."""

    lead: str
    lead_place: tuple[float, float]
    partner: str
    partner_place: tuple[float, float]
    count: int


@dataclass(frozen=True)
class Matrix:
    """Counts by row and column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Figures:
    """All that the report shows of one version."""

    version: str
    totals: dict[str, int]
    timeline: tuple[Dated, ...]
    pair_count: int
    not_held: int
    months: tuple[tuple[str, dict[str, int]], ...]
    links: tuple[Link, ...]
    link_count: int
    unplaced: int
    themes: Matrix
    theme_count: int
    results: tuple[tuple[str, int], ...]
    fill_rates: tuple[tuple[str, float], ...]
    methods: tuple[tuple[str, int], ...]
    severities: dict[str, int]
    checked: int
    tables: dict[str, Table]


def collect_figures(opened: OpenedVersion) -> Figures:
    """Return the figures of a version."""
    activities = opened.query(
        "SELECT ucap_id, date_text, date_start, date_end, date_precision, activity_types, mode, planned, not_held, "
        "left(text, 160) AS text, array_to_string(lead_cities, ', ') || "
        "coalesce(' – ' || nullif(array_to_string(partner_cities, ', '), ''), '') AS pair "
        "FROM activities JOIN ucaps USING (ucap_id) ORDER BY coalesce(date_start, date_end) NULLS LAST, ucap_id, position"
    )
    dated = [row for row in activities if (row["date_start"] or row["date_end"]) and not row["not_held"]]
    not_held = sum(bool(row["not_held"]) for row in activities)
    months = count_months(dated)
    links, unplaced = _find_links(opened)
    themes, theme_count = _count_themes(opened)
    results = [(row["theme"] or "no theme", row["n"]) for row in opened.query(
        "SELECT theme, count(*) AS n FROM results GROUP BY theme ORDER BY theme IS NULL, n DESC, theme"
    )]  # fmt: skip
    rates = {name: filled / rows for name, (filled, rows) in profile_version(opened.path).fill_rates().items() if rows}
    methods = opened.query("SELECT method, count(*) AS n FROM evidence GROUP BY method ORDER BY n DESC, method")
    severities = {
        row["severity"]: row["n"] for row in opened.query("SELECT severity, count(*) AS n FROM issues GROUP BY severity")
    }
    timeline, pair_count = _choose_timeline(dated)
    tables = {
        "timeline": _cut(("Date", "Cities", "Kind", "Planned", "Activity"), [
            (row["date_text"], row["pair"], ", ".join(row["activity_types"]), "yes" if row["planned"] else "", row["text"])
            for row in dated
        ]),
        "months": _cut(("Month", *(name.replace("_", " ") for name in MODES)), [
            (month, *(counts[mode] for mode in MODES)) for month, counts in months if any(counts.values())
        ]),
        "map": _cut(("Lead", "Partner", "U-CAPs"), [(link.lead, link.partner, link.count) for link in links]),
        "themes": _cut(("Theme", *themes.columns), [
            (name, *row) for name, row in zip(themes.rows, themes.counts, strict=True)
        ]),
        "results": _cut(("Theme", "Results"), results),
        "quality": _cut(("Column", "Filled"), [(name, f"{100 * rate:.0f} %") for name, rate in sorted(rates.items())]),
    }  # fmt: skip
    (checked,) = opened.query("SELECT count(*) AS n FROM reviews WHERE status = 'valid'")
    return Figures(
        version=opened.name,
        totals={name: table.rows for name, table in opened.manifest.tables.items()},
        timeline=tuple(timeline),
        pair_count=pair_count,
        not_held=not_held,
        months=tuple(months),
        links=tuple(links[:MOST_LINKS]),
        link_count=len(links),
        unplaced=unplaced,
        themes=themes,
        theme_count=theme_count,
        results=tuple(results[:MOST_THEMES]),
        fill_rates=tuple(sorted(rates.items())),
        methods=tuple((row["method"], row["n"]) for row in methods),
        severities=severities,
        checked=checked["n"],
        tables=tables,
    )


def count_months(dated: Sequence[Row]) -> list[tuple[str, dict[str, int]]]:
    """Return by month, from the first to the last, how many activities began in it, by the way people met; planned ones apart.

    Only dates by day or month are counted, as docs/consume.md counts them: a year or a season says no month.
    """
    counts: Counter[tuple[int, str]] = Counter()
    for row in dated:
        start = row["date_start"]
        if start and row["date_precision"] in ("day", "month"):
            mode = _PLANNED if row["planned"] else row["mode"] or _UNKNOWN
            counts[12 * start.year + start.month - 1, mode] += 1
    numbers = [number for number, _ in counts]
    return [
        (f"{number // 12}-{number % 12 + 1:02}", {mode: counts[number, mode] for mode in MODES})
        for number in (range(min(numbers), max(numbers) + 1) if numbers else ())
    ]


def _choose_timeline(dated: Sequence[Row]) -> tuple[list[Dated], int]:
    """Return the activities of the pairs with the most of them, the earliest pair first, and how many pairs there are."""
    counts = Counter(row["pair"] for row in dated)
    chosen = {pair for pair, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_PAIRS]}
    entries = [
        Dated(
            row["pair"],
            row["date_start"] or row["date_end"],
            row["date_end"] or row["date_start"],
            (row["activity_types"] or ["other"])[0],
            row["planned"],
        )
        for row in dated
        if row["pair"] in chosen
    ]
    return list(dict.fromkeys(entries)), len(counts)  # what is drawn at the same place need not be drawn twice


def _find_links(opened: OpenedVersion) -> tuple[list[Link], int]:
    rows = opened.query(
        """
        SELECT l.city AS lead, l.latitude AS lead_y, l.longitude AS lead_x, p.city AS partner, p.latitude AS partner_y,
            p.longitude AS partner_x, count(*) AS n
        FROM cities l JOIN cities p ON l.ucap_id = p.ucap_id AND l.side = 'lead' AND p.side = 'partner'
        GROUP BY ALL ORDER BY n DESC, lead, partner
        """
    )
    placed = [row for row in rows if None not in (row["lead_x"], row["lead_y"], row["partner_x"], row["partner_y"])]
    links = [
        Link(row["lead"], (row["lead_x"], row["lead_y"]), row["partner"], (row["partner_x"], row["partner_y"]), row["n"])
        for row in placed
    ]
    return links, len(rows) - len(placed)


def _count_themes(opened: OpenedVersion) -> tuple[Matrix, int]:
    rows = opened.query(
        """
        SELECT theme, sdg, count(DISTINCT t.ucap_id) AS n FROM themes t LEFT JOIN agenda_topics a
            ON a.ucap_id = t.ucap_id AND a.sdg IS NOT NULL GROUP BY theme, sdg
        """
    )
    sizes = {
        row["theme"]: row["n"] for row in opened.query("SELECT theme, count(DISTINCT ucap_id) AS n FROM themes GROUP BY theme")
    }
    names = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_THEMES]
    counts = {(row["theme"], row["sdg"]): row["n"] for row in rows}
    goals = range(1, 18)
    table = tuple(tuple(counts.get((name, goal), 0) for goal in goals) for name in names)
    return Matrix(tuple(names), tuple(map(str, goals)), table), len(sizes)


def _cut(columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> Table:
    return Table(columns, tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))
