"""The reading of one document: what the extractors hand to validation and publishing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ucap.schemas.records import Document, Issue
from ucap.schemas.ucap import Ucap


@dataclass(frozen=True)
class Reading:
    """What was read from one file: its row, its U-CAP unless it is quarantined, and the findings.

    `ucap` is what is published. `extracted` is the same before rules withheld values; corrections are applied to it. `doubts`
    names by `issue_id` the values that a finding doubts (table, key of the row, column), where it doubts some in particular.
    """

    document: Document
    ucap: Ucap | None
    issues: tuple[Issue, ...] = ()
    extracted: Ucap | None = None
    doubts: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)

    def load(self) -> "Reading":
        """Return the reading itself; of a `KeptReading`, what lies in the file."""
        return self


@dataclass(frozen=True)
class KeptReading:
    """A reading that lies in a file: what a whole run needs of it is here, the rest is loaded when its rows are made.

    So the memory of a run does not grow with what is in its documents.
    """

    document: Document
    load: Callable[[], Reading]


AnyReading: TypeAlias = Reading | KeptReading
