"""Queries over the tables of a version that answer common questions, written for DuckDB."""

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A query over the tables that answers a common question."""

    name: str
    comment: str
    query: str


VIEWS = (
    View(
        "pairings",
        "One row per U-CAP: who cooperates, when, and how much is known of it.",
        """
        SELECT u.ucap_id, u.kind, u.lead_cities, u.partner_cities,
               (SELECT list(DISTINCT c.country_code ORDER BY c.country_code) FROM cities c
                WHERE c.ucap_id = u.ucap_id AND c.side = 'lead') AS lead_countries,
               (SELECT list(DISTINCT c.country_code ORDER BY c.country_code) FROM cities c
                WHERE c.ucap_id = u.ucap_id AND c.side = 'partner') AS partner_countries,
               u.period_start, u.period_end,
               (SELECT count(*) FROM themes t WHERE t.ucap_id = u.ucap_id) AS themes,
               (SELECT count(*) FROM agenda_topics t WHERE t.ucap_id = u.ucap_id) AS agenda_topics,
               (SELECT count(*) FROM activities a WHERE a.ucap_id = u.ucap_id) AS activities,
               (SELECT count(*) FROM results r WHERE r.ucap_id = u.ucap_id) AS results
        FROM ucaps u ORDER BY u.ucap_id
        """,
    ),
    View(
        "city_pairs",
        "One row per lead city and partner city of a U-CAP, with their sizes and places.",
        """
        SELECT l.ucap_id,
               l.city AS lead_city, l.country_code AS lead_country, l.population AS lead_population,
               l.latitude AS lead_latitude, l.longitude AS lead_longitude,
               p.city AS partner_city, p.country_code AS partner_country, p.population AS partner_population,
               p.latitude AS partner_latitude, p.longitude AS partner_longitude
        FROM cities l JOIN cities p ON p.ucap_id = l.ucap_id AND p.side = 'partner'
        WHERE l.side = 'lead' ORDER BY l.ucap_id, l.position, p.position
        """,
    ),
    View(
        "activity_calendar",
        "One row per dated activity, by date, with the cities of its U-CAP.",
        """
        SELECT a.date_start, a.date_end, a.date_precision, a.ucap_id, u.lead_cities, u.partner_cities,
               a.activity_types, a.mode, a.planned, a.not_held, a.text, a.activity_id
        FROM activities a JOIN ucaps u ON u.ucap_id = a.ucap_id
        WHERE a.date_start IS NOT NULL OR a.date_end IS NOT NULL
        ORDER BY coalesce(a.date_start, a.date_end), a.activity_id
        """,
    ),
    View(
        "agenda_counts",
        "One row per goal or topic: how many U-CAPs name it.",
        """
        SELECT framework, sdg, topic, count(DISTINCT ucap_id) AS ucaps
        FROM agenda_topics GROUP BY ALL ORDER BY framework DESC, sdg, topic
        """,
    ),
    View(
        "open_issues",
        "One row per error or warning, with what became of its document.",
        """
        SELECT i.severity, i.code, i.source_path, d.status, i.ucap_id, i.section, i.message, i.raw_text, i.page, i.issue_id
        FROM issues i JOIN documents d ON d.source_path = i.source_path
        WHERE i.severity IN ('error', 'warning') ORDER BY i.severity, i.source_path, i.issue_id
        """,
    ),
    View(
        "value_origins",
        "One row per published value and page: the file and page it was read from, and what is printed there.",
        """
        SELECT e.ucap_id, e."table", e."row", e."column", e.value, e.raw_text, d.source_path, e.page, e.method
        FROM evidence e JOIN ucaps u ON u.ucap_id = e.ucap_id
        JOIN documents d ON d.document_id = u.document_id AND d.ucap_id = u.ucap_id AND d.status LIKE 'published%'
        """,
    ),
)
