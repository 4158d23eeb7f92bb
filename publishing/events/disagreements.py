"""What summaries say differently about one event, one city or one cooperation: findings by U-CAP, from published rows only."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Literal, TypeAlias

from ucap.extractors.divisions import find_divisions
from ucap.extractors.findings import Finding, quote
from ucap.extractors.text.folding import fold_name
from ucap.publishing.events.tolerances import EVENTS

Findings: TypeAlias = dict[str, list[Finding]]
"""Findings by `ucap_id`."""

Column: TypeAlias = Literal["population", "area", "province", "country"]

_NAMED = 3
"""Other documents that a message names; chosen, so that it stays readable where a city is in a hundred summaries."""


@dataclass(frozen=True, slots=True)
class ToldDate:
    """When an event was, according to one activity: the date as printed and as read, the activity's position, and its page."""

    event_id: str
    ucap_id: str
    position: int
    printed: str | None
    first: date | None
    last: date | None
    page: int | None


@dataclass(frozen=True, slots=True)
class ToldCity:
    """What one summary says about a city. `key` is what the city is compared by (`make_place`); texts are as printed."""

    ucap_id: str
    is_lead: bool
    key: str
    city: str
    body: str
    geonames_id: int | None
    province: str | None
    country: str | None
    country_code: str | None
    population: int | None
    population_text: str | None
    population_year: int | None
    area_km2: float | None
    area_text: str | None
    page: int | None


def find_differing_dates(told: Iterable[ToldDate], sources: Mapping[str, str]) -> Findings:
    """Return a finding for each activity whose date cannot be true if that of another activity of the same event is.

    `sources` are the documents' paths by `ucap_id`.
    """
    found: Findings = defaultdict(list)
    for _, members in groupby(
        sorted(told, key=lambda one: (one.event_id, one.ucap_id, one.position)), lambda one: one.event_id
    ):
        dates = list(members)
        for one in dates:
            others = [other for other in dates if not _overlap(one, other)]
            shown = [
                f"{quote(other.printed or '')} in activity {other.position} of {sources[other.ucap_id]}{_tell_page(other.page)}"
                for other in others[:_NAMED]
            ]
            if others:
                told_as = _join_some(shown, len(others))
                details = f"The event of activity {one.position} has another date in another summary: {told_as}."
                found[one.ucap_id].append(Finding("event_dates_differ", details, "activities", one.printed, one.page))
    return found


def _overlap(one: ToldDate, other: ToldDate) -> bool:
    first = max(one.first or date.min, other.first or date.min)
    return first <= min(one.last or date.max, other.last or date.max)


def find_differing_figures(cities: Iterable[ToldCity], sources: Mapping[str, str]) -> Findings:
    """Return a finding for each population, area, province or country that another summary gives otherwise for the same city.

    Figures of different years, figures of which one is the other one rounded, and two spellings of one province do not differ.
    `sources` are the documents' paths by `ucap_id`.
    """
    told = sorted(cities, key=lambda city: (city.key, city.ucap_id, not city.is_lead))
    around: defaultdict[str, set[str]] = defaultdict(set)
    for city in told:
        around[city.ucap_id].add(city.key)
    found: Findings = defaultdict(list)
    for _, members in groupby(told, lambda city: city.key):
        group = list(members)
        for column in _COMPARED:
            for one, others in _find_contradicting(group, column, around):
                shown = [
                    f"{quote(_tell(other, column) or '')} in {sources[other.ucap_id]}{_tell_page(other.page)}"
                    for other in others[:_NAMED]
                ]
                told_as = _join_some(shown, len(others))
                details = f"The {column} of {one.city} differs in another summary: {told_as}."
                found[one.ucap_id].append(Finding("figure_differs", details, column, _tell(one, column), one.page))
    return found


def _find_contradicting(
    group: Iterable[ToldCity], column: Column, around: Mapping[str, set[str]]
) -> Iterator[tuple[ToldCity, list[ToldCity]]]:
    """Yield each row of cities of one name whose value others contradict, with these.

    Rows that say the same are compared once: a city can be in hundreds of summaries. `around` are the cities of each U-CAP.
    """
    profiles: defaultdict[tuple[object, ...], list[ToldCity]] = defaultdict(list)
    for city in group:
        if _tell(city, column):
            values = (city.population, city.population_year, city.area_km2, city.country)
            profiles[(city.body, city.geonames_id, city.country_code, city.province, *values)].append(city)
    if len(profiles) < 2:
        return
    for rows in profiles.values():
        certain: list[ToldCity] = []
        in_pairing: defaultdict[str, list[ToldCity]] = defaultdict(list)
        for others in profiles.values():
            if _COMPARED[column](rows[0], others[0]) or rows[0].body != others[0].body:
                continue
            if _is_one_city(rows[0], others[0]):
                certain += others
                continue
            for other in others:
                for neighbour in around[other.ucap_id] - {other.key}:
                    in_pairing[neighbour].append(other)
        by_ucap = _order_by_ucap(certain)
        for one in rows:
            near = [other for neighbour in around[one.ucap_id] - {one.key} for other in in_pairing.get(neighbour, ())]
            contradicting = _order_by_ucap([*certain, *near]) if near else by_ucap
            if contradicting.keys() - {one.ucap_id}:
                yield one, [other for ucap_id, other in contradicting.items() if ucap_id != one.ucap_id]


def _order_by_ucap(cities: Iterable[ToldCity]) -> dict[str, ToldCity]:
    return {city.ucap_id: city for city in sorted(cities, key=lambda city: city.ucap_id)}


def _is_one_city(one: ToldCity, other: ToldCity) -> bool:
    """Whether two rows of one name are about one place, even if their U-CAPs have no other city in common."""
    if one.geonames_id is not None and other.geonames_id is not None:
        return one.geonames_id == other.geonames_id
    # Namesakes that no gazetteer tells apart differ in country or province.
    known = one.country_code is not None and one.country_code == other.country_code
    return known and _is_same_province(one, other)


def _is_same_country(one: ToldCity, other: ToldCity) -> bool:
    return None in (one.country_code, other.country_code) or one.country_code == other.country_code


def _is_same_province(one: ToldCity, other: ToldCity) -> bool:
    if not (one.province and other.province) or fold_name(one.province) == fold_name(other.province):
        return True
    if one.country_code != other.country_code or one.country_code is None:
        return False
    divisions = [find_divisions(province, one.country_code) for province in (one.province, other.province)]
    # A name that is in no list of divisions may be another name of the same one.
    return not all(divisions) or bool(divisions[0] & divisions[1])


def _is_same_population(one: ToldCity, other: ToldCity) -> bool:
    if one.population_year and other.population_year and one.population_year != other.population_year:
        return True
    return agree_rounded(one.population, other.population)


def _is_same_area(one: ToldCity, other: ToldCity) -> bool:
    return agree_rounded(one.area_km2, other.area_km2)


def agree_rounded(one: float | None, other: float | None) -> bool:
    """Return whether two figures are equal, or one is the other one rounded; a missing one agrees with each.

    >>> agree_rounded(286_292, 286_000), agree_rounded(286_292, 285_000), agree_rounded(1000, 1400)
    (True, False, False)
    """
    if one is None or other is None:
        return True
    if abs(one - other) > EVENTS.rounding * max(one, other):
        return False
    return _round_like(one, other) == Decimal(str(other)) or _round_like(other, one) == Decimal(str(one))


def _round_like(number: float, rounded: float) -> Decimal:
    """Return the number rounded to the last digit of the other one that is not zero."""
    exponent = Decimal(str(rounded)).normalize().as_tuple().exponent
    assert isinstance(exponent, int), "figures are finite"
    unit = Decimal((0, (1,), exponent))
    return (Decimal(str(number)) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def _tell(city: ToldCity, column: Column) -> str | None:
    """Return a value as it is printed; None where there is none to compare."""
    if column == "population":
        return None if city.population is None else city.population_text or str(city.population)
    if column == "area":
        return None if city.area_km2 is None else city.area_text or str(city.area_km2)
    return city.province if column == "province" else city.country if city.country_code else None


_COMPARED: Mapping[Column, Callable[[ToldCity, ToldCity], bool]] = {
    "population": _is_same_population,
    "area": _is_same_area,
    "province": _is_same_province,
    "country": _is_same_country,
}


def find_silent_partners(cities: Iterable[ToldCity]) -> Findings:
    """Return a finding for each U-CAP of whose partners at least one has no summary about the cooperation.

    That one would have the partner on its first side and a lead city of this U-CAP on its second.
    """
    sides: defaultdict[str, tuple[dict[str, str], dict[str, str]]] = defaultdict(lambda: ({}, {}))
    for city in cities:
        sides[city.ucap_id][0 if city.is_lead else 1].setdefault(city.key, city.city)
    told = {(lead, partner) for leads, partners in sides.values() for lead in leads for partner in partners}
    found: Findings = {}
    for ucap_id, (leads, partners) in sides.items():
        silent = [name for key, name in partners.items() if not any((key, lead) in told for lead in leads)]
        if silent:
            details = f"Among the documents is no summary by {', '.join(silent)} about this cooperation."
            found[ucap_id] = [Finding("partner_silent", details, "city")]
    return found


def _tell_page(page: int | None) -> str:
    return f" (page {page})" if page else ""


def _join_some(named: Sequence[str], count: int) -> str:
    return "; ".join(named) + (f"; and {count - len(named)} more" if count > len(named) else "")
