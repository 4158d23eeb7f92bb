"""Findings that need the whole dataset, in the table `issues`: made anew for every version, also of unchanged documents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from ucap.extractors.findings import Finding, render_issues
from ucap.publishing.events.decisions import find_stale_decisions
from ucap.publishing.events.disagreements import (
    ToldCity,
    ToldDate,
    find_differing_dates,
    find_differing_figures,
    find_silent_partners,
)
from ucap.publishing.events.places import make_place
from ucap.publishing.parts import Part, Spool, number_part, sort_rows
from ucap.schemas.arrow import render_table
from ucap.schemas.records import Document, Issue

CODES = ("event_dates_differ", "event_correction_stale", "figure_differs", "partner_silent")
"""Codes of these findings. No reading of a document has one of them."""

Parts = Mapping[str, Sequence[Part]]
_CITY_COLUMNS = (
    "ucap_id", "side", "city", "body", "geonames_id", "province", "country", "country_code", "population", "population_text",
    "population_year", "area_km2", "area_text", "page",
)  # fmt: skip


def find_issues(parts: Parts, published: Iterable[Document]) -> list[Issue]:
    """Return the findings about the published documents as rows, by `source_path`."""
    documents = {document.ucap_id or "": document for document in published}
    sources = {ucap_id: document.source_path for ucap_id, document in documents.items()}
    pairings = {ucap_id for part in parts["ucaps"] for ucap_id in _list_pairings(part.load(("ucap_id", "kind")))}
    cities = _load_cities(parts["cities"])
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for findings in (
        find_differing_dates(_load_contradictions(parts), sources),
        find_differing_figures(cities, sources),
        find_silent_partners(city for city in cities if city.ucap_id in pairings),
        find_stale_decisions((row for part in parts["corrections"] for row in part.load().to_pylist()), sources),
    ):
        for ucap_id, some in findings.items():
            found[ucap_id] += some
    return [
        issue
        for ucap_id in sorted(found, key=lambda ucap_id: sources[ucap_id])
        for issue in render_issues(found[ucap_id], sources[ucap_id], documents[ucap_id].document_id, ucap_id)
    ]


def replace_issues(issues: Sequence[Part], found: Sequence[Issue], spool: Spool) -> tuple[Part, ...]:
    """Return the parts of `issues` with these findings after all others of their documents, in place of those that they had.

    A part in which nothing differs is the same object.
    """
    rows: list[list[Issue]] = [[] for _ in issues]
    for issue in found:
        rows[number_part(issue.source_path, len(issues))].append(issue)
    codes = pa.array(CODES)
    replaced: list[Part] = []
    for part, new in zip(issues, rows, strict=True):
        old = part.load()
        is_whole = pc.is_in(old["code"], codes)
        made = render_table(Issue, new)
        if old.filter(is_whole).equals(made):
            replaced.append(part)
        else:
            own = old.filter(pc.invert(is_whole))
            replaced.append(spool.keep(sort_rows(pa.concat_tables([own, made]), ["source_path"])))
    return tuple(replaced)


def list_flagged(issues: Iterable[Part]) -> set[str]:
    """Return the `source_path` of each document that has a finding of severity error or warning."""
    flagged: set[str] = set()
    for part in issues:
        rows = part.load(("source_path", "severity"))
        flagged.update(rows["source_path"].filter(pc.is_in(rows["severity"], pa.array(["error", "warning"]))).to_pylist())
    return flagged


def _list_pairings(ucaps: pa.Table) -> list[str]:
    pairings: list[str] = ucaps["ucap_id"].filter(pc.equal(ucaps["kind"], "city")).to_pylist()
    return pairings


def _load_cities(parts: Iterable[Part]) -> list[ToldCity]:
    return [
        ToldCity(key=make_place(row["city"]).key, is_lead=row.pop("side") == "lead", **row)
        for part in parts
        for row in part.load(_CITY_COLUMNS).to_pylist()
    ]


def _load_contradictions(parts: Parts) -> list[ToldDate]:
    """Return the activities of those events whose dates cannot all be true."""
    mentions = pa.concat_tables([part.load(("event_id", "activity_id")) for part in parts["event_mentions"]])
    columns = ("activity_id", "ucap_id", "position", "date_text", "date_start", "date_end", "page_start")
    activities = pa.concat_tables([part.load(columns) for part in parts["activities"]])
    at = pc.index_in(mentions["activity_id"].combine_chunks(), activities["activity_id"].combine_chunks())
    told = activities.take(at).append_column("event_id", mentions["event_id"])
    spans = told.group_by("event_id").aggregate([("date_start", "max"), ("date_end", "min")])
    contradicting = spans["event_id"].filter(pc.greater(spans["date_start_max"], spans["date_end_min"]))
    rows = told.filter(pc.is_in(told["event_id"], contradicting.combine_chunks())).to_pylist()
    return [
        ToldDate(
            row["event_id"],
            row["ucap_id"],
            row["position"],
            row["date_text"],
            row["date_start"],
            row["date_end"],
            row["page_start"],
        )
        for row in rows
    ]
