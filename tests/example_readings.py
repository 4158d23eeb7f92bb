"""Hand-made readings that fill every table: true cities, invented pairings."""

import hashlib
from datetime import date, datetime

from ucap.schemas.reading import Reading
from ucap.schemas.records import (
    Activity,
    AgendaTopic,
    City,
    Correction,
    Document,
    DocumentStatus,
    Entity,
    Evidence,
    Issue,
    Result,
    Section,
    Severity,
    Theme,
    UcapSummary,
)
from ucap.schemas.ucap import Ucap

COUNTRIES = {"Turku": "FI", "Kaunas": "LT", "Lviv": "UA", "Hue": "VN", "Cebu": "PH", "Penang": "MY"}


def make_reading(
    source_path: str = "turku.pdf",
    *,
    lead: str = "Turku",
    partner: str = "Hue",
    content: str | None = None,
    modified_at: datetime | None = None,
    severities: tuple[Severity, ...] = (),
    population: int = 195301,
) -> Reading:
    """Make the reading of a sound document; `content` stands for its bytes and is by default one of its own."""
    ucap_id = f"{lead.lower()}--{partner.lower()}"
    document = make_document(
        source_path,
        content=source_path if content is None else content,
        status="published",
        ucap_id=ucap_id,
        modified_at=modified_at,
    )
    issues = tuple(make_issue(source_path, number, severity) for number, severity in enumerate(severities))
    return Reading(document, make_ucap(ucap_id, document.document_id, lead, partner, population), issues)


def make_quarantined(source_path: str, reason: str = "empty: the file has no bytes; ask its sender for it.") -> Reading:
    """Make the reading of a document that could not be read."""
    document = make_document(source_path, content=source_path, status="quarantined", reason=reason)
    return Reading(document, None, (make_issue(source_path, 0, "error"),))


def make_document(
    source_path: str,
    *,
    content: str,
    status: DocumentStatus,
    reason: str | None = None,
    ucap_id: str | None = None,
    modified_at: datetime | None = None,
) -> Document:
    """Make the row of a PDF of two pages."""
    document_id = hashlib.sha256(content.encode()).hexdigest()[:16]
    return Document(
        document_id=document_id,
        source_path=source_path,
        format="pdf",
        size_bytes=len(content),
        page_count=2,
        status=status,
        reason=reason,
        ucap_id=ucap_id,
        template="city-summary",
        modified_at=modified_at,
        extractor_version="0.1.0+0000",
        input_key=f"key of {document_id}",
        reader=None if status == "quarantined" else "pdfium",
        attachment=None,
    )


def make_issue(source_path: str, number: int, severity: Severity) -> Issue:
    """Make a finding about a document."""
    return Issue(
        issue_id=hashlib.sha256(f"{source_path}/{number}".encode()).hexdigest()[:12],
        source_path=source_path,
        ucap_id=None,
        section="area",
        code="area_ambiguous",
        severity=severity,
        message="The area may be meant in thousands.",
        raw_text="1.234",
        page=1,
    )


def make_correction(file: str, position: int) -> Correction:
    """Make a correction entry that was applied."""
    return Correction(
        file=file,
        position=position,
        ucap="turku--hue",
        table="cities",
        row="turku--hue/lead/1",
        column="population",
        expected="190000",
        new_value="195301",
        status="applied",
        reason="census",
        author="ab",
        date=date(2024, 2, 29),
        source_path="turku.pdf",
        extracted="190000",
        message=None,
        entry_id="0a1b2c3d4e5f",
    )


def make_ucap(ucap_id: str, document_id: str, lead: str, partner: str, population: int = 195301) -> Ucap:
    """Make a U-CAP with rows in each of its tables."""
    activities_text = f"• May 2018: Planners of {lead} meet in {partner}.\n  • Port tour\n• A webinar on trams."
    start = activities_text.index(lead)
    return Ucap(
        summary=UcapSummary(
            ucap_id=ucap_id,
            document_id=document_id,
            kind="city",
            title="Summary",
            lead_cities=[lead],
            partner_cities=[partner],
            period_text="since May 2018",
            period_start=date(2018, 5, 1),
            period_end=None,
            period_precision="month",
            key_focus="Trams",
            key_challenges=None,
            objectives="Less noise\nCleaner air",
            contact_email="trams@example.org",
        ),
        cities=(_make_city(ucap_id, "lead", lead, population), _make_city(ucap_id, "partner", partner, None)),
        themes=(Theme(ucap_id=ucap_id, position=1, theme="Trams", key_focus="Trams", key_challenge=None, page=1),),
        agenda_topics=(
            AgendaTopic(
                ucap_id=ucap_id,
                position=1,
                framework="SDG",
                sdg=11,
                topic="Sustainable Cities and Communities",
                text="SDG 11",
                page=1,
            ),
            AgendaTopic(
                ucap_id=ucap_id,
                position=2,
                framework="EU Urban Agenda",
                sdg=None,
                topic="Urban Mobility",
                text="Mobility",
                page=1,
            ),
        ),
        activities=(
            _make_activity(
                ucap_id,
                1,
                f"Planners of {lead} meet in {partner}.",
                dates=(date(2018, 5, 1), date(2018, 5, 31)),
                items=["Port tour"],
            ),
            _make_activity(ucap_id, 2, "A webinar on trams.", dates=None, items=[]),
        ),
        results=(
            Result(
                ucap_id=ucap_id,
                position=1,
                heading=None,
                theme="Trams",
                update_year=2020,
                text="A second line",
                page_start=2,
                page_end=2,
            ),
        ),
        entities=(
            Entity(
                ucap_id=ucap_id,
                section="activities",
                activity_id=f"{ucap_id}/a1",
                text=lead,
                label="CITY",
                start=start,
                end=start + len(lead),
                canonical=lead,
                full_name=None,
                country_code=None,
                geonames_id=None,
                latitude=None,
                longitude=None,
                source="rule",
            ),
        ),
        sections=(
            Section(
                ucap_id=ucap_id,
                position=1,
                section="objectives",
                label="Objectives:",
                side=None,
                text="Less noise\nCleaner air",
                page_start=1,
                page_end=1,
            ),
            Section(
                ucap_id=ucap_id,
                position=2,
                section="activities",
                label="Activities:",
                side=None,
                text=activities_text,
                page_start=1,
                page_end=2,
            ),
        ),
        evidence=(
            Evidence(
                ucap_id=ucap_id,
                table="cities",
                row=f"{ucap_id}/lead/1",
                column="city",
                value=lead,
                raw_text=lead,
                page=1,
                boxes=[[72.0, 100.5, 110.25, 112.0]],
                span=None,
                method="layout",
                confidence=None,
            ),
        ),
    )


def _make_city(ucap_id: str, side: str, name: str, population: int | None) -> City:
    return City.model_validate(
        {
            "ucap_id": ucap_id,
            "side": side,
            "position": 1,
            "city": name,
            "province": None,
            "country": None,
            "country_code": COUNTRIES.get(name),
            "population": population,
            "population_text": None,
            "body": "city",
            "population_year": None,
            "area_km2": 306.4 if side == "lead" else None,
            "area_text": None,
            "latitude": None,
            "longitude": None,
            "geonames_id": None,
            "page": 1,
        }
    )


def _make_activity(ucap_id: str, position: int, text: str, *, dates: tuple[date, date] | None, items: list[str]) -> Activity:
    return Activity(
        activity_id=f"{ucap_id}/a{position}",
        ucap_id=ucap_id,
        position=position,
        date_text="May 2018" if dates else None,
        date_start=dates[0] if dates else None,
        date_end=dates[1] if dates else None,
        date_precision="month" if dates else None,
        text=text,
        items=items,
        activity_types=["meeting"],
        mode=None,
        cities=[],
        organisations=[],
        within_period=True if dates else None,
        planned=False,
        not_held=False,
        page_start=1,
        page_end=1,
    )
