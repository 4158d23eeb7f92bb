"""The list of documents with filters, the counts above it, and the search in all texts."""

from dataclasses import dataclass, fields
from typing import Any, Self

from ucap.review.queries.opened import OpenedVersion, Row

PAGE_SIZE = 50
"""Documents on one page of the list, and hits on one page of the search."""

SHELF = """
WITH found AS (
    SELECT source_path, count(*) FILTER (severity = 'error') AS errors, count(*) FILTER (severity = 'warning') AS warnings,
        count(*) FILTER (severity = 'info') AS notes, list(DISTINCT code) AS codes
    FROM issues GROUP BY source_path
),
corrected AS (SELECT source_path, count(*) AS corrections FROM corrections GROUP BY source_path),
places AS (SELECT ucap_id, list(DISTINCT country_code) AS countries FROM cities GROUP BY ucap_id)
SELECT d.source_path, d.attachment, d.document_id, d.format, d.page_count, d.status, d.reason, d.ucap_id,
    coalesce(errors, 0) AS errors, coalesce(warnings, 0) AS warnings, coalesce(notes, 0) AS notes,
    coalesce(codes, []) AS codes, coalesce(corrections, 0) AS corrections, coalesce(countries, []) AS countries,
    CASE WHEN d.status LIKE 'published%' THEN u.lead_cities END AS lead_cities,
    CASE WHEN d.status LIKE 'published%' THEN u.partner_cities END AS partner_cities,
    lower(strip_accents(concat_ws(' ', d.source_path, d.attachment, d.ucap_id, array_to_string(u.lead_cities, ' '),
        array_to_string(u.partner_cities, ' ')))) AS haystack
FROM documents d LEFT JOIN found USING (source_path) LEFT JOIN corrected USING (source_path)
    LEFT JOIN ucaps u USING (ucap_id) LEFT JOIN places USING (ucap_id)
"""
"""A row for each document with what the list shows and filters by."""


@dataclass(frozen=True)
class ListFilters:
    """What a list shows, as it stands in the address of the page; empty means all."""

    q: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: Any) -> Self:
        """Return the filters that the query of an address names; what is not valid there is left out."""
        values = {f.name: str(query.get(f.name, "")).strip()[:200] for f in fields(cls) if f.name != "page"}
        number = str(query.get("page", "1"))
        return cls(**values, page=min(max(int(number), 1), 10**6) if number.isdecimal() and len(number) < 8 else 1)

    def vary(self, **changes: Any) -> dict[str, str]:
        """Return the query of an address with other values, without empty ones; a changed filter begins at page 1."""
        page = changes.pop("page", 1)
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "page"} | changes
        return {name: value for name, value in values.items() if value} | ({"page": str(page)} if page > 1 else {})


@dataclass(frozen=True)
class Filters(ListFilters):
    """Documents: `q` is a part of path, U-CAP or city."""

    status: str = ""
    code: str = ""
    severity: str = ""
    country: str = ""


@dataclass(frozen=True)
class Listing:
    """One page of the list: its rows, how many documents match, and how many pages there are."""

    rows: list[Row]
    count: int
    pages: int


def list_shelf(opened: OpenedVersion, filters: Filters) -> Listing:
    """Return the documents that the filters let through, those with errors first, then warnings, then by path."""
    opened.keep_table("shelf", SHELF)
    clauses, values = _make_where(filters)
    count = opened.query(f"SELECT count(*) AS n FROM shelf {clauses}", values)[0]["n"]
    rows = opened.query(
        f"SELECT * FROM shelf {clauses} ORDER BY status = 'quarantined' DESC, errors > 0 DESC, warnings > 0 DESC, "
        f"source_path LIMIT {PAGE_SIZE} OFFSET {(filters.page - 1) * PAGE_SIZE}",
        values,
    )
    return Listing(rows, count, max(1, -(-count // PAGE_SIZE)))


def list_paths(opened: OpenedVersion) -> list[str]:
    """Return all documents in the order of the list, by which one goes to the next document."""
    if "paths" not in opened.answers:
        rows = opened.query("SELECT source_path FROM documents ORDER BY source_path")
        opened.answers["paths"] = [row["source_path"] for row in rows]
    paths: list[str] = opened.answers["paths"]
    return paths


def count_shelf(opened: OpenedVersion) -> dict[str, list[Row]]:
    """Return documents by status, findings by code and by severity, U-CAPs by country, and values by how they were read."""
    if "counts" not in opened.answers:
        opened.answers["counts"] = {
            "statuses": opened.query("SELECT status, count(*) AS n FROM documents GROUP BY status ORDER BY n DESC, status"),
            "codes": opened.query(
                "SELECT code, any_value(severity) AS severity, count(*) AS n, count(DISTINCT source_path) AS documents "
                "FROM issues GROUP BY code ORDER BY any_value(issues.severity) = 'error' DESC, "
                "any_value(issues.severity) = 'warning' DESC, n DESC, code"
            ),
            "countries": opened.query(
                "SELECT country_code AS country, count(DISTINCT ucap_id) AS n FROM cities WHERE country_code IS NOT NULL "
                "GROUP BY country_code ORDER BY n DESC, country_code"
            ),
            "corrections": opened.query("SELECT status, count(*) AS n FROM corrections GROUP BY status ORDER BY status"),
        }
    counts: dict[str, list[Row]] = opened.answers["counts"]
    return counts


def count_checks(opened: OpenedVersion) -> dict[str, int]:
    """Return how many values are published as checked, in how many documents, and how many changed after it."""
    if "checks" not in opened.answers:
        (opened.answers["checks"],) = opened.query(
            "SELECT count(*) FILTER (status = 'valid') AS values, "
            "count(DISTINCT document_id) FILTER (status = 'valid') AS documents, "
            "count(*) FILTER (status = 'changed') AS changed FROM reviews"
        )
    counts: dict[str, int] = opened.answers["checks"]
    return counts


def search_texts(opened: OpenedVersion, wanted: str, page: int = 1) -> Listing:
    """Return the cells of all forms in which a text is found, ignoring case and accents, with the words around it."""
    found = """
        SELECT s.ucap_id, u.document_id, d.source_path, s.section, s.side, s.text, s.position
        FROM sections s JOIN ucaps u USING (ucap_id) JOIN documents d ON d.document_id = u.document_id
            AND d.ucap_id = s.ucap_id AND d.status LIKE 'published%'
        WHERE contains(lower(strip_accents(s.text)), lower(strip_accents(?)))
    """
    count = opened.query(f"SELECT count(*) AS n FROM ({found})", [wanted])[0]["n"]
    rows = opened.query(
        f"SELECT * FROM ({found}) ORDER BY source_path, position LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}", [wanted]
    )
    return Listing([{**row, "pieces": cut_snippet(row["text"], wanted)} for row in rows], count, max(1, -(-count // PAGE_SIZE)))


def cut_snippet(text: str, wanted: str, around: int = 60) -> tuple[str, str, str]:
    """Return what stands before a text that was found, itself, and after it; all in the text's own letters.

    >>> cut_snippet("Visit to Málaga in May", "malaga", around=4)
    ('… to ', 'Málaga', ' in …')
    """
    folded = [_fold(char) for char in text]
    start = "".join(folded).find("".join(map(_fold, wanted)))
    if start < 0:
        return text[: 2 * around], "", "…" if len(text) > 2 * around else ""
    places = [number for number, letters in enumerate(folded) for _ in letters]
    first, last = places[start], places[start + len("".join(map(_fold, wanted))) - 1] + 1
    before, after = text[max(0, first - around) : first], text[last : last + around]
    return (
        f"{'…' if first > around else ''}{before}",
        text[first:last],
        f"{after}{'…' if last + around < len(text) else ''}",
    )


def _fold(char: str) -> str:
    import unicodedata  # noqa: PLC0415

    return "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)).lower()


def _make_where(filters: Filters) -> tuple[str, list[Any]]:
    clauses: list[str] = []
    values: list[Any] = []
    if filters.q:
        clauses.append("contains(haystack, lower(strip_accents(?)))")
        values.append(filters.q)
    if filters.status:
        clauses.append("status = ?")
        values.append(filters.status)
    if filters.code:
        clauses.append("list_contains(codes, ?)")
        values.append(filters.code)
    if filters.severity in ("error", "warning", "info"):
        clauses.append({"error": "errors > 0", "warning": "warnings > 0", "info": "notes > 0"}[filters.severity])
    if filters.country:
        clauses.append("list_contains(countries, ?)")
        values.append(filters.country)
    return (f"WHERE {' AND '.join(clauses)}" if clauses else ""), values
