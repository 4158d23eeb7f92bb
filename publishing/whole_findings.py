"""Findings that need the whole dataset, in the table `issues`: made anew for every version, also of unchanged documents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from ucap.extractors.findings import Finding, render_issues
from ucap.publishing.events.decisions import find_stale_decisions
from ucap.publishing.events.disagreements import (
    Findings,
    ToldCity,
    ToldDate,
    find_differing_dates,
    find_differing_figures,
    find_silent_partners,
)
from ucap.publishing.events.places import make_place
from ucap.publishing.parts import Part, Spool, load_parts, number_part, sort_rows
from ucap.schemas.arrow import render_table
from ucap.schemas.records import Document, Issue

CODES = ("chosen_by_name", "event_dates_differ", "event_correction_stale", "figure_differs", "partner_silent")
"""Codes of these findings. No reading of a document has one of them."""

Parts = Mapping[str, Sequence[Part]]
_CITY_COLUMNS = (
    "ucap_id", "side", "city", "body", "geonames_id", "province", "country", "country_code", "population", "population_text",
    "population_year", "area_km2", "area_text", "page",
)  # fmt: skip


def find_issues(parts: Parts, published: Mapping[str, Document], chosen_by_name: Mapping[str, Sequence[str]]) -> Findings:
    """Return the findings about the published documents, all by `ucap_id`.

    `chosen_by_name` are the paths of other files of a U-CAP that may be newer than the published one.
    """
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for ucap_id, paths in chosen_by_name.items():
        details = f"{' and '.join(paths)} {'holds' if len(paths) == 1 else 'hold'} the same U-CAP with other content"
        found[ucap_id].append(Finding("chosen_by_name", f"{details}, and only the names say which one is newer."))
    for findings in _find_each(parts, _Sources(published)):
        for ucap_id, some in findings.items():
            found[ucap_id] += some
    return found


@dataclass(frozen=True)
class _Sources(Mapping[str, str]):
    """The paths of documents by `ucap_id`."""

    documents: Mapping[str, Document]

    def __getitem__(self, ucap_id: str) -> str:
        return self.documents[ucap_id].source_path

    def __len__(self) -> int:
        return len(self.documents)

    def __iter__(self) -> Iterator[str]:
        return iter(self.documents)


def _find_each(parts: Parts, sources: Mapping[str, str]) -> Iterator[Findings]:
    yield find_differing_dates(_load_contradictions(parts), sources)
    cities = _load_cities(parts["cities"])
    yield find_differing_figures(cities, sources)
    with_cities = (ucaps for part, ucaps in zip(parts["cities"], parts["ucaps"], strict=True) if part.row_count)
    kinds = load_parts(with_cities, ("ucap_id", "kind"))
    pairings = {id_ for rows in kinds for id_ in _list_pairings(rows)}
    yield find_silent_partners(city for city in cities if city.ucap_id in pairings)
    yield find_stale_decisions((row for part in parts["corrections"] for row in part.load().to_pylist()), sources)


def replace_issues(
    issues: Sequence[Part], found: Findings, published: Mapping[str, Document], spool: Spool
) -> tuple[Part, ...]:
    """Return the parts of `issues` with these findings after all others of their documents, in place of those that they had.

    A part in which nothing differs is the same object. Rows are made part by part, and so are the documents that they name:
    both need more memory than the findings.
    """
    ucap_ids: list[list[str]] = [[] for _ in issues]
    sources = _Sources(published)
    for ucap_id in sorted(found, key=sources.__getitem__):
        ucap_ids[number_part(sources[ucap_id], len(issues))].append(ucap_id)
    codes = pa.array(CODES)
    replaced: list[Part] = []
    codes_before = load_parts((part for part in issues if part.row_count), ("code",))
    for part, some in zip(issues, ucap_ids, strict=True):
        new = [issue for ucap_id in some for issue in _render(published[ucap_id], found[ucap_id])]
        had_some = part.row_count and pc.any(pc.is_in(next(codes_before)["code"], codes)).as_py()
        if not new and not had_some:
            replaced.append(part)
            continue
        old = part.load()
        is_whole = pc.is_in(old["code"], codes)
        made = render_table(Issue, new)
        if old.filter(is_whole).equals(made):
            replaced.append(part)
        else:
            own = old.filter(pc.invert(is_whole))
            replaced.append(spool.keep(sort_rows(pa.concat_tables([own, made]), ["source_path"])))
    return tuple(replaced)


def _render(document: Document, findings: Sequence[Finding]) -> Iterable[Issue]:
    return render_issues(findings, document.source_path, document.document_id, document.ucap_id)


def list_flagged(issues: Iterable[Part]) -> set[str]:
    """Return the `source_path` of each document that has a finding of severity error or warning."""
    flagged: set[str] = set()
    for rows in load_parts((part for part in issues if part.row_count), ("source_path", "severity")):
        flagged.update(rows["source_path"].filter(pc.is_in(rows["severity"], pa.array(["error", "warning"]))).to_pylist())
    return flagged


def _list_pairings(ucaps: pa.Table) -> list[str]:
    pairings: list[str] = ucaps["ucap_id"].filter(pc.equal(ucaps["kind"], "city")).to_pylist()
    return pairings


def _load_cities(parts: Iterable[Part]) -> list[ToldCity]:
    return [
        ToldCity(key=make_place(row["city"]).key, is_lead=row.pop("side") == "lead", **row)
        for rows in load_parts((part for part in parts if part.row_count), _CITY_COLUMNS)
        for row in rows.to_pylist()
    ]


def _load_contradictions(parts: Parts) -> list[ToldDate]:
    """Return the activities of those events whose dates cannot all be true."""
    dates = ("date_start", "date_end")
    numbers = [n for n, part in enumerate(parts["event_mentions"]) if part.row_count]
    if not numbers:
        return []
    told = pa.concat_tables([_join_events(parts, n, dates) for n in numbers])
    spans = told.group_by("event_id").aggregate([("date_start", "max"), ("date_end", "min")])
    contradicting = spans["event_id"].filter(pc.greater(spans["date_start_max"], spans["date_end_min"])).combine_chunks()
    if not len(contradicting):
        return []
    columns = ("ucap_id", "position", "date_text", *dates, "page_start")
    rows = []
    for n in numbers:
        some = _join_events(parts, n, columns)
        rows += some.filter(pc.is_in(some["event_id"], contradicting)).to_pylist()
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


def _join_events(parts: Parts, number: int, columns: Sequence[str]) -> pa.Table:
    """Return columns of the activities of a part, with the event of each; both tables are cut by `ucap_id`."""
    mentions = parts["event_mentions"][number].load(("event_id", "activity_id"))
    activities = parts["activities"][number].load(("activity_id", *columns))
    at = pc.index_in(mentions["activity_id"].combine_chunks(), activities["activity_id"].combine_chunks())
    return activities.select(list(columns)).take(at).append_column("event_id", mentions["event_id"])
