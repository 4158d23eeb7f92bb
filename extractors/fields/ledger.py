"""Where fields enter what they read: records, the evidence for each value, and findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ucap.extractors.findings import CellName, Finding
from ucap.extractors.page import Recognised
from ucap.extractors.text.source_text import Glyph, Origin, SourceText, place_of
from ucap.schemas.records import Evidence, Method, Record, SectionName
from ucap.schemas.values import render_value

NONE: Mapping[Glyph, Recognised] = {}
T = TypeVar("T")
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Value(Generic[T]):
    """A value, the text from which it was read, and how it was read."""

    value: T
    source: SourceText
    method: Method = "layout"


@dataclass
class Ledger:
    """Collects the evidence and findings of one document while its fields are read."""

    ucap_id: str = ""
    evidence: list[Evidence] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    recognised: Mapping[Glyph, Recognised] = field(default_factory=dict)
    """The glyphs that were recognised in a picture."""

    def enter(self, model: type[R], **columns: Any) -> R:
        """Build a record from plain values and `Value`s, and note the evidence for each `Value` that is not null or empty."""
        plain = {name: item.value if isinstance(item, Value) else item for name, item in columns.items()}
        record = model.model_validate({"ucap_id": self.ucap_id, **plain})
        for name, item in columns.items():
            if isinstance(item, Value) and item.value not in (None, []):
                self.evidence += cite(record, name, item, self.recognised)
        return record

    def report(
        self,
        code: str,
        details: str,
        section: SectionName | None = None,
        source: SourceText | None = None,
        doubts: Iterable[CellName] = (),
    ) -> None:
        """Note a finding about a text; `details` is a sentence that names the values, `doubts` names them as cells."""
        pages = source.pages() if source else []
        printed = source.chars or None if source else None
        self.find(Finding(code, details, section, printed, pages[0] if pages else None, doubts=tuple(doubts)))

    def name_activity_cells(self, position: int, *columns: str) -> tuple[CellName, ...]:
        """Name values of an activity that is not entered yet."""
        return tuple(CellName("activities", f"{self.ucap_id}/a{position}", column) for column in columns)

    def find(self, finding: Finding) -> None:
        """Note a finding that is not about one single text."""
        self.findings.append(finding)


def cite(record: Record, column: str, item: Value[Any], recognised: Mapping[Glyph, Recognised] = NONE) -> list[Evidence]:
    """Return the evidence rows of a value: one for each page on which it is printed, one for a text file."""
    ucap_id = str(getattr(record, "ucap_id", ""))
    source, method, confidence = item.source, item.method, None
    found = [recognised.get(place) for place in map(place_of, source.origins) if isinstance(place, Glyph)] if recognised else []
    if any(found):
        known = [one.confidence for one in found if one and one.confidence is not None]
        method, confidence = "ocr", round(min(known), 3) if known else None
        source = SourceText(source.chars, tuple(_move(origin, recognised) for origin in source.origins))
    boxes = source.boxes_by_page
    pages: Sequence[int | None] = sorted(boxes) or [None]
    return [
        Evidence(
            ucap_id=ucap_id,
            table=record.table_name,
            row=record.row_key(),
            column=column,
            value=render_value(item.value),
            raw_text=source.chars or None,
            page=page,
            boxes=boxes[page] if page is not None else None,
            span=source.span(),
            method=method,
            confidence=confidence,
        )
        for page in pages
    ]


def _move(origin: Origin, recognised: Mapping[Glyph, Recognised]) -> Origin:
    """Return where a glyph of a level page lies on the page as it is."""
    place = place_of(origin)
    return recognised[place].place if isinstance(place, Glyph) and place in recognised else origin
