"""Lists over all documents: findings, activities, and entities with where they are mentioned."""

from dataclasses import dataclass

from ucap.review.queries.opened import OpenedVersion, Row
from ucap.review.queries.overview import PAGE_SIZE, ListFilters, Listing

PUBLISHED_PATHS = "(SELECT ucap_id, source_path FROM documents WHERE status LIKE 'published%')"


@dataclass(frozen=True)
class FindingFilters(ListFilters):
    """Findings: `q` is a part of the path or the message."""

    code: str = ""
    severity: str = ""


@dataclass(frozen=True)
class ActivityFilters(ListFilters):
    """Activities: `q` is a part of the text or the U-CAP."""

    kind: str = ""
    mode: str = ""
    year: str = ""


@dataclass(frozen=True)
class EntityFilters(ListFilters):
    """Entities: `q` is a part of the name; `name` is the whole name of one, with `label`, whose mentions are listed."""

    label: str = ""
    name: str = ""


def list_findings(opened: OpenedVersion, filters: FindingFilters) -> Listing:
    """Return findings, the most serious first."""
    where, values = make_where(
        (filters.q, "contains(lower(source_path || ' ' || message), lower(?))"),
        (filters.code, "code = ?"),
        (filters.severity, "severity = ?"),
    )
    order = "severity = 'error' DESC, severity = 'warning' DESC, source_path, issue_id"
    return list_page(opened, f"SELECT * FROM issues {where}", values, order, filters.page)


def list_activities(opened: OpenedVersion, filters: ActivityFilters) -> Listing:
    """Return activities by date, undated ones last, each with the cities of its U-CAP and how many tell of its event."""
    where, values = make_where(
        (filters.q, "contains(lower(strip_accents(text || ' ' || ucap_id)), lower(strip_accents(?)))"),
        (filters.kind, "list_contains(activity_types, ?)"),
        (filters.mode, "mode = ?"),
        (filters.year, "CAST(year(coalesce(date_start, date_end)) AS VARCHAR) = ?"),
    )
    sql = f"""
        SELECT a.*, p.source_path, u.lead_cities, u.partner_cities, coalesce(e.document_count, 1) AS told
        FROM activities a JOIN {PUBLISHED_PATHS} p USING (ucap_id) JOIN ucaps u USING (ucap_id)
            LEFT JOIN event_mentions m USING (activity_id) LEFT JOIN events e USING (event_id)
    """
    order = "coalesce(date_start, date_end) NULLS LAST, ucap_id, position"
    return list_page(opened, f"SELECT * FROM ({sql}) {where}", values, order, filters.page)


def list_choices(opened: OpenedVersion) -> dict[str, list[str]]:
    """Return what the lists can be filtered by: kinds and years of activities, labels of entities."""
    if "choices" not in opened.answers:
        year = "CAST(year(coalesce(date_start, date_end)) AS VARCHAR)"
        years = f"SELECT DISTINCT {year} AS v FROM activities WHERE v IS NOT NULL ORDER BY v"
        opened.answers["choices"] = {
            "kinds": _column(opened, "SELECT DISTINCT unnest(activity_types) AS v FROM activities ORDER BY v"),
            "years": _column(opened, years),
            "labels": _column(opened, "SELECT DISTINCT label AS v FROM entities ORDER BY v"),
        }
    choices: dict[str, list[str]] = opened.answers["choices"]
    return choices


def list_entities(opened: OpenedVersion, filters: EntityFilters) -> Listing:
    """Return the entities by name with the number of mentions and documents, the most mentioned first."""
    where, values = make_where(
        (filters.q, "contains(lower(strip_accents(name)), lower(strip_accents(?)))"),
        (filters.label, "label = ?"),
    )
    sql = """
        SELECT coalesce(canonical, text) AS name, label, count(*) AS mentions, count(DISTINCT ucap_id) AS documents,
            list(DISTINCT text ORDER BY text) AS spellings, any_value(country_code) AS country_code
        FROM entities GROUP BY ALL
    """
    return list_page(
        opened, f"SELECT * FROM ({sql}) {where}", values, "documents DESC, mentions DESC, name, label", filters.page
    )


def list_mentions(opened: OpenedVersion, filters: EntityFilters) -> Listing:
    """Return where one entity is mentioned, each mention with the words around it."""
    sql = f"""
        SELECT e.ucap_id, e.section, e.text, e.start, e."end", s.text AS cell, p.source_path
        FROM entities e JOIN {PUBLISHED_PATHS} p USING (ucap_id)
            JOIN sections s ON s.ucap_id = e.ucap_id AND s.section = e.section
            AND substr(s.text, e.start + 1, e."end" - e.start) = e.text
        WHERE coalesce(e.canonical, e.text) = ? AND e.label = ?
    """
    listing = list_page(opened, sql, [filters.name, filters.label], "source_path, section, start", filters.page)
    rows = [{**row, "pieces": _cut_mention(row["cell"], row["start"], row["end"])} for row in listing.rows]
    return Listing(rows, listing.count, listing.pages)


def _cut_mention(text: str, start: int, end: int, around: int = 70) -> tuple[str, str, str]:
    before = f"{'…' if start > around else ''}{text[max(0, start - around) : start]}"
    return before, text[start:end], f"{text[end : end + around]}{'…' if end + around < len(text) else ''}"


def make_where(*clauses: tuple[str, str]) -> tuple[str, list[str]]:
    """Return the WHERE of those clauses whose value is not empty, and these values."""
    chosen = [(value, clause) for value, clause in clauses if value]
    return (f"WHERE {' AND '.join(clause for _, clause in chosen)}" if chosen else ""), [value for value, _ in chosen]


def list_page(opened: OpenedVersion, sql: str, values: list[str], order: str, page: int) -> Listing:
    """Return one page of what a question gives, in an order."""
    count = opened.query(f"SELECT count(*) AS n FROM ({sql})", values)[0]["n"]
    rows: list[Row] = opened.query(f"{sql} ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}", values)
    return Listing(rows, count, max(1, -(-count // PAGE_SIZE)))


def _column(opened: OpenedVersion, sql: str) -> list[str]:
    return [row["v"] for row in opened.query(sql)]
