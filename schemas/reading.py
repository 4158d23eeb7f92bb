"""The reading of one document: what the extractors hand to validation and publishing."""

from dataclasses import dataclass

from ucap.schemas.records import Document, Issue
from ucap.schemas.ucap import Ucap


@dataclass(frozen=True)
class Reading:
    """What was read from one file: its row, its U-CAP unless it is quarantined, and the findings.

    `ucap` is what is published. `extracted` is the same before rules withheld values; corrections are applied to it.
    """

    document: Document
    ucap: Ucap | None
    issues: tuple[Issue, ...] = ()
    extracted: Ucap | None = None
