"""Findings about names: what is published on weak evidence, and what looks like a name and is not published."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ucap.extractors.entities import NameDoubt
from ucap.extractors.fields.ledger import Ledger
from ucap.extractors.findings import CellName, quote
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import EntityLabel, SectionName

_DOUBTS: Final[dict[NameDoubt, str]] = {
    "kind": "nothing but its place in the text tells its kind",
    "place": "it may be a town or a part of one",
    "extent": "words beside it may belong to the name",
}
_COLUMNS: Final = ("cities", "organisations")
"""What a left-out name of an activity would be entered in."""


@dataclass(frozen=True)
class NotedName:
    """A mention with a doubt and the cell of its label, or words that look like a name, with neither label nor cell.

    `activity` counts from 1 and is None in other sections.
    """

    printed: SourceText
    section: SectionName
    activity: int | None = None
    label: EntityLabel | None = None
    doubt: NameDoubt | None = None
    cell: CellName | None = None


def report_names(names: Iterable[NotedName], ledger: Ledger) -> None:
    """Report doubtful and left-out names: one finding for all mentions of a name with one kind and one doubt."""
    groups: dict[tuple[str, EntityLabel | None, NameDoubt | None], list[NotedName]] = {}
    for name in names:
        groups.setdefault((name.printed.chars, name.label, name.doubt), []).append(name)
    for (text, label, doubt), group in groups.items():
        where = " and ".join(dict.fromkeys(map(_describe_place, group)))
        first = group[0]
        if label is None or doubt is None:
            activities = dict.fromkeys(name.activity for name in group if name.activity is not None)
            cells = [cell for at in activities for cell in ledger.name_activity_cells(at, *_COLUMNS)]
            said = f"{quote(text)} {where} looks like a name, but nothing tells its kind; it is not published."
            ledger.report("name_left_out", said, first.section, first.printed, cells)
        else:
            said = f"{quote(text)} {where} is published as {label}, but {_DOUBTS[doubt]}."
            ledger.report("name_unclear", said, first.section, first.printed, [name.cell for name in group if name.cell])


def _describe_place(name: NotedName) -> str:
    return f"in {name.section.replace('_', ' ')}" if name.activity is None else f"in activity {name.activity}"
