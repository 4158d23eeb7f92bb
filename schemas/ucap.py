"""One U-CAP as read: the rows that it contributes to each table."""

from collections.abc import Iterator
from dataclasses import dataclass

from ucap.schemas.records import (
    Activity,
    AgendaTopic,
    City,
    Entity,
    Evidence,
    Record,
    Result,
    Section,
    Theme,
    UcapSummary,
)


@dataclass(frozen=True)
class Ucap:
    """The rows that one U-CAP contributes to the tables of the same names."""

    summary: UcapSummary
    cities: tuple[City, ...] = ()
    themes: tuple[Theme, ...] = ()
    agenda_topics: tuple[AgendaTopic, ...] = ()
    activities: tuple[Activity, ...] = ()
    results: tuple[Result, ...] = ()
    entities: tuple[Entity, ...] = ()
    sections: tuple[Section, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def ucap_id(self) -> str:
        """Identifier of the U-CAP."""
        return self.summary.ucap_id

    def records(self) -> Iterator[Record]:
        """Yield every row, table by table, in document order."""
        yield self.summary
        yield from self.cities
        yield from self.themes
        yield from self.agenda_topics
        yield from self.activities
        yield from self.results
        yield from self.entities
        yield from self.sections
        yield from self.evidence
