"""What summaries say differently about one event, one city or one cooperation."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.example_readings import make_reading
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.events.disagreements import (
    ToldCity,
    ToldDate,
    find_differing_dates,
    find_differing_figures,
    find_silent_partners,
)

SOURCES = {"graz--kunming": "a.pdf", "kunming--graz": "b.pdf", "graz--nanning": "c.pdf"}


def told_city(ucap_id: str = "graz--kunming", **columns: Any) -> ToldCity:
    known: dict[str, Any] = {
        "is_lead": ucap_id.startswith("graz"), "key": "graz", "city": "Graz", "body": "city", "geonames_id": 2778067,
        "province": None, "country": "Austria", "country_code": "AT", "population": None, "population_text": None,
        "population_year": None, "area_km2": None, "area_text": None, "page": 1,
    }  # fmt: skip
    return ToldCity(**{"ucap_id": ucap_id, **known, **columns})


def other_cities(*ucap_ids: str) -> list[ToldCity]:
    """Return the other city of each U-CAP, so that U-CAPs of one pairing have two cities in common."""
    return [told_city(id_, is_lead=id_.startswith("k"), key=key, city=key, geonames_id=None) for id_ in ucap_ids
            for key in id_.split("--") if key != "graz"]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"population": 286_292}, {"population": 328_276}, id="population"),
        pytest.param({"population": 286_292}, {"population": 328_276, "population_year": 2019}, id="year-of-one-only"),
        pytest.param({"area_km2": 127.6}, {"area_km2": 1276.0}, id="area"),
        pytest.param({"population": 1_000_000}, {"population": 1_400_000}, id="one-digit-is-not-rounding"),
        pytest.param({"province": "Styria"}, {"province": "Carinthia"}, id="province"),
        pytest.param({"country": "Austria"}, {"country": "Germany", "country_code": "DE"}, id="country"),
        pytest.param({"geonames_id": None, "area_km2": 127.0}, {"area_km2": 150.0}, id="found-in-the-gazetteer-once"),
    ],
)
def test_a_figure_differs(one: dict[str, Any], other: dict[str, Any]) -> None:
    cities = [told_city(**one), told_city("kunming--graz", **other, page=2), *other_cities("graz--kunming", "kunming--graz")]
    found = find_differing_figures(cities, SOURCES)
    assert {id_: [finding.code for finding in findings] for id_, findings in found.items()} == {
        "graz--kunming": ["figure_differs"], "kunming--graz": ["figure_differs"],
    }  # fmt: skip
    assert found["graz--kunming"][0].details.endswith("in b.pdf (page 2).")
    assert found == find_differing_figures(reversed(cities), SOURCES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"population": 286_292}, {"population": 286_000}, id="rounded"),
        pytest.param(
            {"population": 286_292, "population_year": 2017}, {"population": 294_630, "population_year": 2020}, id="other-years"
        ),
        pytest.param({"population": 286_292}, {}, id="said-once"),
        pytest.param({"province": "Styria"}, {"province": "Steiermark"}, id="other-spelling"),
        pytest.param({"province": "Styria"}, {"province": "Green Heart"}, id="name-of-no-known-division"),
        pytest.param({"population": 286_292}, {"population": 440_000, "body": "metropolitan_area"}, id="other-body"),
        pytest.param({"area_km2": 127.0}, {"area_km2": 300.0, "geonames_id": 1}, id="namesake"),
        pytest.param(
            {"area_km2": 127.0, "geonames_id": None}, {"area_km2": 300.0, "country_code": "US", "geonames_id": None},
            id="namesake-in-no-gazetteer",
        ),
    ],
)  # fmt: skip
def test_a_figure_does_not_differ(one: dict[str, Any], other: dict[str, Any]) -> None:
    cities = [told_city(**one), told_city("graz--nanning", **other), *other_cities("graz--kunming", "graz--nanning")]
    assert find_differing_figures(cities, SOURCES) == {}


def told_date(ucap_id: str, days: str, event_id: str = "e-1") -> ToldDate:
    first, _, last = days.partition("/")
    return ToldDate(event_id, ucap_id, 1, days, date.fromisoformat(first), date.fromisoformat(last or first), 2)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param(["2019-03-12", "2019-03-14"], {"graz--kunming", "kunming--graz"}, id="two-days"),
        pytest.param(["2019-03-12", "2019-03-01/2019-03-31"], set(), id="day-in-month"),
        pytest.param(["2019-03-12/2019-03-14", "2019-03-14/2019-03-15"], set(), id="one-day-in-common"),
        pytest.param(
            ["2019-03-01/2019-03-31", "2019-03-12", "2019-03-14"], {"kunming--graz", "graz--nanning"}, id="two-of-three"
        ),
    ],
)
def test_dates_of_one_event(days: list[str], found: set[str]) -> None:
    told = [told_date(ucap_id, text) for ucap_id, text in zip(SOURCES, days, strict=False)]
    assert find_differing_dates(told, SOURCES).keys() == found
    assert find_differing_dates([replace(one, event_id=one.ucap_id) for one in told], SOURCES) == {}


def pair(*names: str) -> Iterable[ToldCity]:
    lead, *partners = names
    for name in names:
        yield told_city("--".join((lead, "-".join(partners))), is_lead=name == lead, key=name, city=name)


def test_partners_that_tell_nothing() -> None:
    cities = [*pair("graz", "kunming", "nanning"), *pair("kunming", "graz"), *pair("nanning", "turin")]
    found = find_silent_partners(cities)
    assert found.keys() == {"graz--kunming-nanning", "nanning--turin"}
    assert "nanning" in found["graz--kunming-nanning"][0].details and "kunming" not in found["graz--kunming-nanning"][0].details


def test_the_status_of_documents_agrees_with_findings() -> None:
    one, other = (
        make_reading("a.pdf", lead="Turku", partner="Hue"),
        make_reading("b.pdf", lead="Turku", partner="Cebu", population=3),
    )
    alone, both = assemble_dataset([one]).tables, assemble_dataset([one, other]).tables
    assert alone["documents"]["status"].to_pylist() == ["published"]
    assert both["documents"]["status"].to_pylist() == ["published_with_issues"] * 2
    assert both["issues"]["code"].to_pylist() == ["figure_differs", "partner_silent"] * 2
