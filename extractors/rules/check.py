"""The table of rules over a finished U-CAP, and what is done with their findings.

A rule is a pure function of one U-CAP, so that a corrected U-CAP is checked by the same rules as one that was just read.
Findings that only reading can make (a number with two readings, a line that was set aside) are noted in the ledger by the
field modules.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from ucap.extractors.findings import Finding, render_issues
from ucap.extractors.rules import activities, cities, corrected, fit, form, period, texts, themes
from ucap.schemas.reading import Reading
from ucap.schemas.records import Issue, Record
from ucap.schemas.ucap import Ucap

Check: TypeAlias = Callable[[Ucap], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "row_missing": form.find_missing_rows,
    "label_unknown": form.find_unknown_labels,
    "partner_missing": cities.find_missing_partner,
    "cities_differ": cities.find_other_cities_in_title,
    "city_repeated": cities.find_repeated_cities,
    "city_names_joined": cities.find_joined_names,
    "country_unknown": cities.find_unknown_countries,
    "country_mismatch": cities.find_cities_abroad,
    "province_mismatch": cities.find_cities_outside_province,
    "city_ambiguous": cities.find_ambiguous_cities,
    "place_unknown": fit.find_unknown_places,
    "name_malformed": fit.find_malformed_names,
    "sides_swapped": fit.find_swapped_countries,
    "population_misfit": fit.find_misfit_populations,
    "population_impossible": cities.find_impossible_populations,
    "population_implausible": cities.find_implausible_populations,
    "area_impossible": cities.find_impossible_areas,
    "area_implausible": cities.find_implausible_areas,
    "density_implausible": cities.find_implausible_densities,
    "period_unreadable": period.find_unreadable_period,
    "period_reversed": period.find_reversed_period,
    "period_implausible": period.find_implausible_period,
    "theme_without_focus": themes.find_themes_without_focus,
    "theme_without_challenge": themes.find_themes_without_challenge,
    "result_heading_unmatched": themes.find_unmatched_result_headings,
    "goal_unknown": themes.find_unknown_goals,
    "goal_mismatch": themes.find_mismatched_goals,
    "topic_unknown": themes.find_unknown_topics,
    "activity_undated": activities.find_undated,
    "activity_outside_period": activities.find_outside_period,
    "activity_date_implausible": activities.find_implausible_dates,
    "activity_date_reversed": activities.find_reversed_dates,
    "date_half_corrected": corrected.find_half_corrected_dates,
    "activity_not_held": activities.find_not_held,
    "activities_unordered": activities.find_unordered,
    "activity_repeated": activities.find_repeated,
    "text_truncated": texts.find_truncated_texts,
    "bullet_in_text": texts.find_bullets_in_texts,
    "encoding_suspect": texts.find_suspect_encodings,
    "characters_lost": texts.find_lost_characters,
    "contact_missing": form.find_missing_contact,
    "contact_malformed": form.find_malformed_contact,
}
"""The function of each rule over a U-CAP; it yields findings of that code only."""


def check_ucap(ucap: Ucap) -> list[Finding]:
    """Return what the rules find in a U-CAP, whose values are as extracted or corrected, in the order of `CHECKS`."""
    return [finding for check in CHECKS.values() for finding in check(ucap)]


def withhold_values(ucap: Ucap, findings: Iterable[Finding]) -> Ucap:
    """Return the U-CAP with null for every value that a finding withholds; its evidence keeps what was extracted."""
    columns: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for cell in (cell for finding in findings for cell in finding.withheld):
        columns[cell.table, cell.row][cell.column] = None
    if not columns:
        return ucap

    def publish(record: Record) -> Record:
        return record.model_copy(update=columns.get((record.table_name, record.row_key()), {}))

    tables = ("cities", "themes", "agenda_topics", "activities", "results")
    changed = {name: tuple(publish(record) for record in getattr(ucap, name)) for name in tables}
    return replace(ucap, summary=publish(ucap.summary), **changed)  # type: ignore[arg-type]


def recheck_reading(reading: Reading, changed: Ucap) -> Reading:
    """Return a reading with a corrected U-CAP instead of its own, checked again.

    `changed` is made of `reading.extracted`, which has the values that rules withheld. Findings of the reading stay, except
    those that doubt only values which a person corrected; those of the rules over a U-CAP are made again.
    """
    findings = check_ucap(changed)
    document = reading.document
    issues = render_issues(findings, document.source_path, document.document_id, changed.ucap_id)
    decided = corrected.list_corrected(changed)

    def is_settled(issue: Issue) -> bool:
        cells = reading.doubts.get(issue.issue_id, ())
        return bool(cells) and all(cell in decided for cell in cells)

    kept = [issue for issue in reading.issues if issue.code not in CHECKS and not is_settled(issue)]
    return replace(reading, ucap=withhold_values(changed, findings), extracted=changed, issues=(*kept, *issues))
