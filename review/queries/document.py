"""A document as a page shows it: its values by section, each with its places, how it was won, its findings and corrections."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ucap.publishing.corrections.columns import list_columns
from ucap.publishing.events.decisions import COLUMN, TABLE
from ucap.review.queries.events import Telling, find_tellings, note_decisions, show_event
from ucap.review.queries.opened import OpenedVersion, Row
from ucap.review.queries.shown import Place, Shown
from ucap.schemas.records import TABLES
from ucap.schemas.values import render_value

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("form", "Form", ("title", "contact")),
    ("cities", "Cities", ("city", "province", "country", "population", "area")),
    ("period", "Period", ("period",)),
    ("themes", "Themes", ("themes",)),
    ("agenda", "Agenda", ("agenda",)),
    ("focus", "Key focus", ("key_focus",)),
    ("challenges", "Key challenges", ("key_challenges",)),
    ("objectives", "Objectives", ("objectives",)),
    ("activities", "Activities", ("activities",)),
    ("results", "Expected results", ("results",)),
    ("entities", "Entities", ()),
)
"""The groups of a page: key, heading, and the sections of a form whose findings stand there."""

_GROUPS_OF_UCAPS = {
    "title": "form", "kind": "form", "contact_email": "form", "lead_cities": "cities", "partner_cities": "cities",
    "period_text": "period", "period_start": "period", "period_end": "period", "period_precision": "period",
    "key_focus": "focus", "key_challenges": "challenges", "objectives": "objectives",
}  # fmt: skip
_GROUPS = {
    "cities": "cities", "themes": "themes", "agenda_topics": "agenda", "activities": "activities", "results": "results",
    "entities": "entities",
}  # fmt: skip
_HIDDEN = {"ucap_id", "document_id", "position", "side", "activity_id", "page", "page_start", "page_end"}
_MENTION_COLUMNS = ("text", "label", "canonical", "full_name", "country_code")


@dataclass(frozen=True)
class Card:
    """A row of a table: a heading and its values, those that are filled before the empty ones."""

    table: str
    row: str
    heading: str
    filled: tuple[Shown, ...]
    empty: tuple[Shown, ...]

    @property
    def anchor(self) -> str:
        """The row's name in an address, after `#`."""
        return name_anchor(self.table, self.row)


@dataclass(frozen=True)
class Group:
    """The cards under one heading, and the findings about it that belong to no value."""

    key: str
    heading: str
    cards: tuple[Card, ...]
    findings: tuple[Row, ...]

    @property
    def values(self) -> list[Shown]:
        """All values of the group in their order."""
        return [value for card in self.cards for value in (*card.filled, *card.empty)]


@dataclass(frozen=True)
class DocumentPage:
    """All that a page shows of a document; `document` is its row."""

    document: Row
    groups: tuple[Group, ...]
    findings: tuple[Row, ...]
    """Those about no section."""
    unknown: tuple[Row, ...]
    """The cells whose label is not known."""
    corrections: tuple[Row, ...]
    tellings: Mapping[str, Telling] = field(default_factory=dict)
    """Who else tells of the event of each activity, by `activity_id`."""

    @property
    def values(self) -> list[Shown]:
        """All values of the page in their order."""
        return [value for group in self.groups for value in group.values]


def name_anchor(table: str, row: str) -> str:
    """Return the name under which a page can be asked for one of its rows.

    >>> name_anchor("activities", "graz--nanning/a3")
    'activities/a3'
    """
    return f"{table}/{row.partition('/')[2]}"


def find_document(opened: OpenedVersion, source_path: str) -> Row | None:
    """Return the row of a document, or None where the version has none of this path."""
    return next(iter(opened.select("documents", source_path)), None)


def read_rows(opened: OpenedVersion, document: Row) -> dict[str, list[Row]]:
    """Return the published rows of a document by table, and its `issues`; of one that is not published only these."""
    is_published = document["status"].startswith("published")
    tables = _select_tables(opened, document["ucap_id"]) if is_published else {}
    return {**tables, "issues": opened.select("issues", document["source_path"])}


def _select_tables(opened: OpenedVersion, ucap_id: str) -> dict[str, list[Row]]:
    return {name: opened.select(name, ucap_id) for name in ("ucaps", *_GROUPS)}


def read_document_page(opened: OpenedVersion, document: Row) -> DocumentPage:
    """Return the page of a document; one that is not published has findings and a reason, but no values."""
    path, ucap_id = document["source_path"], document["ucap_id"]
    issues = opened.select("issues", path)
    if not document["status"].startswith("published"):
        return DocumentPage(document, (), tuple(issues), (), ())
    tables = _select_tables(opened, ucap_id)
    evidence = _index_evidence(opened.select("evidence", ucap_id))
    corrections = [row for row in opened.query("SELECT * FROM corrections WHERE source_path = ?", [path]) if row["table"]]
    events = {row["activity_id"]: row["event_id"] for row in opened.select(TABLE, ucap_id)}
    shown = list(_show_values(tables, evidence, events))
    _note_corrections(shown, corrections)
    note_decisions(opened, [value for _, value in shown])
    by_section = _place_findings(shown, issues)
    groups = tuple(
        Group(
            key,
            heading,
            tuple(_make_cards([value for group, value in shown if group == key], tables)),
            tuple(issue for section in sections for issue in by_section[section]),
        )
        for key, heading, sections in SECTIONS
    )
    unknown = [row for row in opened.select("sections", ucap_id) if row["section"] == "unknown"]
    general = (*by_section[""], *by_section["unknown"])
    tellings = find_tellings(opened, ucap_id)
    return DocumentPage(document, groups, general, tuple(unknown), tuple(corrections), tellings)


def _index_evidence(rows: Iterable[Row]) -> dict[tuple[str, str, str], list[Row]]:
    index: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        index[row["table"], row["row"], row["column"]].append(row)
    return index


def _show_values(
    tables: Mapping[str, Sequence[Row]], evidence: Mapping[tuple[str, str, str], Sequence[Row]], events: Mapping[str, str]
) -> Iterable[tuple[str, Shown]]:
    """Yield each value with the key of its group, in the order of the page; `events` are those of its activities."""
    found: defaultdict[str, list[tuple[str, str, Any, Any]]] = defaultdict(list)
    for table, rows in tables.items():
        model = TABLES[table]
        columns = _MENTION_COLUMNS if table == "entities" else [name for name in model.model_fields if name not in _HIDDEN]
        for row in rows:
            key = "/".join("" if row[name] is None else str(row[name]) for name in model.key_columns)
            for column in columns:
                if table == "entities" and column != "text" and row[column] is None:
                    continue
                group = _GROUPS_OF_UCAPS[column] if table == "ucaps" else _GROUPS[table]
                found[group].append((table, key, column, row[column]))
            if table == "activities" and key in events:
                found[_GROUPS[table]].append((TABLE, key, COLUMN, events[key]))
    number = 0
    for group, _, _ in SECTIONS:
        for table, key, column, value in found[group]:
            number += 1
            if table == TABLE:
                yield group, show_event(number, key, value)
            else:
                yield group, _show_value(number, table, key, column, value, evidence.get((table, key, column), ()))


def _show_value(number: int, table: str, row: str, column: str, value: Any, evidence: Sequence[Row]) -> Shown:
    text = render_value(value)
    printed = [entry for entry in evidence if entry["method"] != "correction"]
    extracted = next((entry["value"] for entry in printed if entry["value"] is not None), None)
    is_corrected = any(entry["method"] == "correction" for entry in evidence)
    return Shown(
        number=number,
        table=table,
        row=row,
        column=column,
        text=text,
        raw_text=next((entry["raw_text"] for entry in printed if entry["raw_text"]), None),
        methods=tuple(dict.fromkeys(entry["method"] for entry in evidence)),
        places=tuple(
            Place(
                entry["page"],
                tuple(tuple(box) for box in entry["boxes"] or ()),
                (entry["span"][0], entry["span"][1]) if entry["span"] else None,
            )
            for entry in printed
        ),
        is_editable=column in list_columns(table),
        items=tuple(map(str, value)) if isinstance(value, list) else None,
        withheld=extracted if text is None and not is_corrected else None,
    )


def _note_corrections(shown: Sequence[tuple[str, Shown]], corrections: Iterable[Row]) -> None:
    by_value = {(row["table"], row["row"], row["column"]): row for row in corrections if row["column"]}
    for _, value in shown:
        value.correction = by_value.get((value.table, value.row, value.column))


def _place_findings(shown: Sequence[tuple[str, Shown]], issues: Iterable[Row]) -> defaultdict[str, list[Row]]:
    """Give each finding to the values of its section that are printed where it is; return the others by section."""
    group_of = {section: key for key, _, sections in SECTIONS for section in sections}
    left: defaultdict[str, list[Row]] = defaultdict(list)
    for issue in issues:
        group, printed = group_of.get(issue["section"] or ""), " ".join((issue["raw_text"] or "").split())
        matching = [
            value
            for key, value in shown
            if key == group and printed and value.raw_text and " ".join(value.raw_text.split()) == printed
        ]
        if matching:  # at the value itself, not again at the text it was read from
            min(matching, key=lambda value: value.column.endswith("_text")).findings.append(issue)
        else:
            left[issue["section"] or ""].append(issue)
    return left


def _make_cards(values: Sequence[Shown], tables: Mapping[str, Sequence[Row]]) -> Iterable[Card]:
    by_row: dict[tuple[str, str], list[Shown]] = {}
    for value in values:
        by_row.setdefault(("activities" if value.is_event else value.table, value.row), []).append(value)
    for (table, row), members in by_row.items():
        filled = [v for v in members if v.text not in (None, "[]") or v.withheld or v.correction or v.pending]
        empty = [v for v in members if v not in filled]
        yield Card(table, row, _make_heading(table, row, members), tuple(filled), tuple(empty))


def _make_heading(table: str, row: str, values: Sequence[Shown]) -> str:
    short = row.partition("/")[2]
    if table == "cities":
        side, _, position = short.partition("/")
        return f"{side.capitalize()} {position}"
    names = {"themes": "Theme", "agenda_topics": "Topic", "activities": "Activity", "results": "Result"}
    return f"{names[table]} {short.removeprefix('a')}" if table in names else ""
