"""Apply corrections to one document: a pure function of the extracted values; each entry names the value it expects."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ucap.extractors.findings import Finding, quote, render_issues
from ucap.extractors.rules import recheck_reading
from ucap.publishing.corrections.columns import ROW_TABLES, check_value, is_same_value, make_row
from ucap.publishing.corrections.entries import (
    AddEntry,
    DropEntry,
    Located,
    TargetEntry,
    ValueEntry,
    describe_entry,
    render_values,
)
from ucap.schemas.reading import Reading
from ucap.schemas.records import CorrectionStatus, Evidence, Record, SectionName
from ucap.schemas.ucap import Ucap
from ucap.schemas.values import render_value

_SECTIONS: Mapping[str, SectionName] = {
    "themes": "themes", "agenda_topics": "agenda", "activities": "activities", "results": "results",
}  # fmt: skip
_REPEATED = "An entry before it is about the same value: delete one of the two."


@dataclass(frozen=True)
class Fate:
    """What became of an entry when it was compared with a document; `message` says why it was not applied."""

    status: CorrectionStatus
    extracted: str | None = None
    message: str | None = None


@dataclass
class _Edits:
    """The changes that the entries ask for, by rows as extracted."""

    values: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    dropped: set[tuple[str, str]] = field(default_factory=set)
    added: list[Located] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.values or self.dropped or self.added)


def apply_corrections(reading: Reading, entries: Sequence[Located]) -> tuple[Reading, tuple[Fate, ...]]:
    """Return the reading with the entries that fit applied, and the fate of each entry, in their order.

    The entries are those that name this document or its U-CAP, in order of file and position. They are compared with the rows
    and values as extracted. An entry that does not fit is `stale`, and an issue of the document; a second entry on the same
    value is `invalid`. The rules check the corrected U-CAP in the same way as an extracted one. `evidence` keeps the extracted
    value and gets one more row, of method `correction`; dropping a row drops its evidence.
    """
    extracted = reading.extracted or reading.ucap
    if extracted is None:
        reason = reading.document.reason or "not read"
        return reading, tuple(Fate("stale", None, f"The document is quarantined ({reason}).") for _ in entries)
    edits, fates = _judge_entries(extracted, entries)
    corrected = recheck_reading(reading, _edit_ucap(extracted, edits)) if edits else reading
    stale = [_report_stale(located, fate) for located, fate in zip(entries, fates, strict=True) if fate.status == "stale"]
    document = corrected.document
    issues = render_issues(stale, document.source_path, document.document_id, document.ucap_id)
    return replace(corrected, issues=(*corrected.issues, *issues)), tuple(fates)


def trace_rows(extracted: Ucap, entries: Sequence[Located], table: str) -> dict[str, Record | Located]:
    """Return the source of each row of a table, by the key that the row has when the entries are applied.

    The source is the row as extracted, whose key entries name, or the entry that adds the row.
    """
    if table == extracted.summary.table_name:
        return {extracted.summary.row_key(): extracted.summary}
    edits, _ = _judge_entries(extracted, entries)
    return {new.row_key(): source for source, new in _edit_rows(getattr(extracted, table), table, edits, extracted.ucap_id)}


def _judge_entries(extracted: Ucap, entries: Sequence[Located]) -> tuple[_Edits, list[Fate]]:
    rows = {(record.table_name, record.row_key()): record for record in extracted.records()}
    edits, fates = _Edits(), []
    taken: set[tuple[str, ...]] = set()
    for located in entries:
        repeats = not taken.isdisjoint(_list_conflicts(located.entry))
        taken.update(_make_claims(located.entry))
        fates.append(Fate("invalid", None, _REPEATED) if repeats else _judge(located, rows, edits))
    return edits, fates


def _make_claims(entry: object) -> list[tuple[str, ...]]:
    """Return what an entry claims: a value; a row and each of its values; or the row that it adds."""
    if isinstance(entry, ValueEntry):
        return [(entry.table, entry.row, entry.column), (entry.table, entry.row, "any value")]
    if isinstance(entry, DropEntry):
        return [(entry.table, entry.row, "row")]
    return [(entry.table, "add", render_values(entry.add))] if isinstance(entry, AddEntry) else []


def _list_conflicts(entry: object) -> list[tuple[str, ...]]:
    """Return the claims of other entries that conflict with an entry."""
    if isinstance(entry, ValueEntry):
        return [(entry.table, entry.row, entry.column), (entry.table, entry.row, "row")]
    if isinstance(entry, DropEntry):
        return [(entry.table, entry.row, "row"), (entry.table, entry.row, "any value")]
    return _make_claims(entry)


def _judge(located: Located, rows: Mapping[tuple[str, str], Record], edits: _Edits) -> Fate:
    entry = located.entry
    assert isinstance(entry, ValueEntry | DropEntry | AddEntry)
    if isinstance(entry, AddEntry):
        fate = _judge_addition(entry, rows)
        edits.added += [located] if fate.status == "applied" else []
        return fate
    record = rows.get((entry.table, entry.row))
    if record is None:
        return Fate("stale", None, f"There is no row {entry.row} in {entry.table}.")
    expected = {entry.column: entry.expected} if isinstance(entry, ValueEntry) else entry.expected
    found = {column: getattr(record, column) for column in expected}
    shown = render_value(found[entry.column]) if isinstance(entry, ValueEntry) else render_values(found)
    differing = [column for column in expected if not is_same_value(entry.table, column, expected[column], found[column])]
    if differing:
        said = "; ".join(f"{c}: {_show(expected[c])} is expected, {_show(found[c])} was extracted" for c in differing)
        return Fate("stale", shown, f"{said}.")
    if isinstance(entry, ValueEntry):
        value = check_value(entry.table, entry.column, entry.value)
        edits.values.setdefault((entry.table, entry.row), {})[entry.column] = value
    else:
        edits.dropped.add((entry.table, entry.row))
    return Fate("applied", shown)


def _judge_addition(entry: AddEntry, rows: Mapping[tuple[str, str], Record]) -> Fate:
    values = {column: value for column, value in entry.add.items() if column != "position"}
    for (table, key), record in rows.items():
        if table == entry.table and all(
            is_same_value(table, column, v, getattr(record, column)) for column, v in values.items()
        ):
            return Fate("stale", render_values(values), f"The row was extracted as {key}.")
    return Fate("applied")


def _show(value: Any) -> str:
    rendered = render_value(value)
    return "nothing" if rendered is None else quote(rendered)


def _report_stale(located: Located, fate: Fate) -> Finding:
    about = describe_entry(located.entry)
    entry = located.entry
    table = entry.table if isinstance(entry, TargetEntry) else ""
    target = " ".join(part for part in (about.table, about.row, about.column) if part)
    # Without file and line: the findings of a document depend on the entries about it, not on their place in the files.
    details = f"The correction of {target} was not applied: {fate.message}"
    return Finding("correction_stale", details, _SECTIONS.get(table), fate.extracted)


def _edit_ucap(ucap: Ucap, edits: _Edits) -> Ucap:
    summary = _change(ucap.summary, edits)
    tables = {name: _edit_rows(getattr(ucap, name), name, edits, ucap.ucap_id) for name in ROW_TABLES}
    keys = {
        (name, source.row_key()): new.row_key()
        for name, rows in tables.items()
        for source, new in rows
        if isinstance(source, Record)
    }
    evidence = [_follow(row, keys) for row in ucap.evidence if (row.table, row.row) not in edits.dropped]
    for (table, key), values in edits.values.items():
        new_key = keys.get((table, key), key)
        evidence += [_cite(ucap.ucap_id, table, new_key, column, value) for column, value in values.items()]
    for name, rows in tables.items():
        evidence += [
            _cite(ucap.ucap_id, name, new.row_key(), column, getattr(new, column))
            for source, new in rows
            for column in _list_added(source)
            if column not in ("side", "position")
        ]
    records: dict[str, Any] = {name: tuple(new for _, new in rows) for name, rows in tables.items()}
    moved = {old: new for (name, old), new in keys.items() if name == "activities"}
    records["entities"] = tuple(
        entity.model_copy(update={"activity_id": moved.get(entity.activity_id)}) if entity.activity_id else entity
        for entity in records["entities"]
    )
    return replace(ucap, summary=summary, evidence=tuple(evidence), **records)


def _change(record: Any, edits: _Edits) -> Any:
    values = edits.values.get((record.table_name, record.row_key()))
    return type(record).model_validate({**record.model_dump(), **values}) if values else record


_Row = tuple[Record | Located, Record]
"""A row as extracted, or the entry that adds it; then the row as corrected."""


def _edit_rows(records: Iterable[Record], name: str, edits: _Edits, ucap_id: str) -> list[_Row]:
    kept: list[_Row] = [(record, _change(record, edits)) for record in records]
    added = [located for located in edits.added if isinstance(located.entry, AddEntry) and located.entry.table == name]
    if not added and not any(table == name for table, _ in edits.dropped):
        return kept
    kept = [(source, row) for source, row in kept if (name, row.row_key()) not in edits.dropped]
    for located in added:
        assert isinstance(located.entry, AddEntry)
        row = make_row(name, located.entry.add)
        kept.insert(_find_place(kept, row, located.entry.add.keys()), (located, row))
    return _renumber(kept, ucap_id) if "position" in ROW_TABLES[name].model_fields else kept


def _list_added(source: Record | Located) -> tuple[str, ...]:
    """Return the columns set by the entry that adds a row; none for an extracted row."""
    return tuple(source.entry.add) if isinstance(source, Located) and isinstance(source.entry, AddEntry) else ()


def _find_place(rows: list[_Row], added: Record, columns: Collection[str]) -> int:
    """Return where to insert a row: before the row that was extracted at its position, else after the last row of its side."""
    siblings = [number for number, (_, row) in enumerate(rows) if _side(row) == _side(added)]
    if "position" in columns:
        wanted = _position(added)
        for number in siblings:
            source = rows[number][0]
            if isinstance(source, Record) and _position(source) >= wanted:
                return number
    if siblings:
        return siblings[-1] + 1
    return 0 if _side(added) == "lead" else len(rows)


def _renumber(rows: list[_Row], ucap_id: str) -> list[_Row]:
    counts: Counter[str | None] = Counter()
    numbered: list[_Row] = []
    for source, row in rows:
        counts[_side(row)] += 1
        position = counts[_side(row)]
        update: dict[str, Any] = {"ucap_id": ucap_id, "position": position}
        if "activity_id" in type(row).model_fields:
            update["activity_id"] = f"{ucap_id}/a{position}"
        numbered.append((source, row.model_copy(update=update)))
    return numbered


def _side(row: Record) -> str | None:
    return getattr(row, "side", None)


def _position(row: Record) -> int:
    return int(getattr(row, "position", 0))


def _follow(evidence: Evidence, keys: Mapping[tuple[str, str], str]) -> Evidence:
    key = keys.get((evidence.table, evidence.row), evidence.row)
    return evidence if key == evidence.row else evidence.model_copy(update={"row": key})


def _cite(ucap_id: str, table: str, row: str, column: str, value: Any) -> Evidence:
    return Evidence(
        ucap_id=ucap_id,
        table=table,
        row=row,
        column=column,
        value=render_value(value),
        raw_text=None,
        page=None,
        boxes=None,
        span=None,
        method="correction",
        confidence=None,
    )
