"""The published values of a document for people, as lines: what belongs together stands together, findings beside the value."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ucap.flows.basics.printing import make_printable
from ucap.review.queries.document import Card, DocumentPage, Group
from ucap.review.queries.events import Telling
from ucap.review.queries.opened import Row
from ucap.review.queries.shown import Shown
from ucap.schemas.wording import render_findings

_INDENT = "  "
_LEAST_ROOM = 20
"""Columns that a text gets at least, however narrow the terminal is."""
_WORDS = {"true": "yes", "false": "no"}
_WHOLE = re.compile(r"^(-?[0-9]+)\.0$")
_LISTS_OF_TEXTS = frozenset({"items"})


@dataclass(frozen=True)
class ValueLine:
    """One printed line; `style` is how a terminal with colours shows it."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class _Entry:
    """What stands under one name: a value, or values of one stem (`date_start`, `date_end`, …), and remarks on them."""

    name: str
    text: str
    remarks: tuple[tuple[str, str], ...] = ()
    """Each with its style."""


def render_values(page: DocumentPage, room: int | None) -> Iterator[ValueLine]:
    """Yield the lines of a document's values for a terminal of `room` columns, or for a file, where no line is broken."""
    document = page.document
    counts = Counter(issue["severity"] for issue in _list_findings(page))
    about = [
        _Entry("document", document["source_path"]),
        _Entry("status", document["status"].replace("_", " ")),
        *([_Entry("reason", document["reason"])] if document["reason"] else []),
        _Entry("findings", render_findings(counts) or "none"),
    ]
    yield ValueLine(make_printable(document["ucap_id"] or "No U-CAP"), "bold")
    yield from _lay_out([*about, *_note_findings(page.findings)], room)
    for group in page.groups:
        if group.cards or group.findings:
            yield from _render_group(group, page.tellings, room)
    if page.unknown:
        yield from _head("Rows whose label is not known")
        yield from _lay_out([_Entry(row["label"] or "(no label)", row["text"] or "") for row in page.unknown], room)


def _render_group(group: Group, tellings: Mapping[str, Telling], room: int | None) -> Iterator[ValueLine]:
    yield from _head(group.heading)
    yield from _lay_out(_note_findings(group.findings), room)
    if group.key == "entities":
        yield from _lay_out(_count_mentions(group.cards), room)
        return
    for number, card in enumerate(group.cards):
        if card.heading:
            if number:
                yield ValueLine("")
            yield ValueLine(make_printable(f"{card.heading}  ({card.table} {card.row.partition('/')[2]})"), "bold")
        yield from _lay_out([*_describe_card(card), *_tell_others(tellings.get(card.row, Telling()))], room)


def _head(heading: str) -> Iterator[ValueLine]:
    yield ValueLine("")
    yield ValueLine(heading, "bold underline")


def _list_findings(page: DocumentPage) -> Iterator[Row]:
    yield from page.findings
    for group in page.groups:
        yield from group.findings
        for value in group.values:
            yield from value.findings


def _note_findings(findings: Iterable[Row]) -> list[_Entry]:
    notes = tuple(map(_describe_finding, findings))
    return [_Entry("", "", notes)] if notes else []


def _describe_finding(row: Row) -> tuple[str, str]:
    style = {"error": "red", "warning": "yellow"}.get(row["severity"], "dim")
    return f"! {row['severity']} {row['code']}: {row['message']}", style


def _describe_card(card: Card) -> Iterator[_Entry]:
    """Yield what a row says: values of one stem together, then the names of the columns without a value."""
    values = [value for value in (*card.filled, *card.empty) if not value.is_event]
    stems = {value.column.removesuffix("_text") for value in values if value.column.endswith("_text")}
    by_name: dict[str, list[Shown]] = {}
    for value in values:
        stem = value.column.partition("_")[0]
        by_name.setdefault(stem if stem in stems else value.column, []).append(value)
    empty = [name for name, members in by_name.items() if all(member in card.empty for member in members)]
    for name, members in by_name.items():
        if name not in empty:
            yield _Entry(name, _join_values(name, members), tuple(_list_remarks(members)))
    if empty:
        yield _Entry("(empty)", ", ".join(empty))


def _join_values(name: str, members: Sequence[Shown]) -> str:
    """Return values of one stem as one: a span with its precision, or a figure, and what is printed."""
    if len(members) == 1:
        return _render(members[0])
    texts = {
        member.column.removeprefix(name).removeprefix("_"): _render(member) for member in members if member.text is not None
    }
    printed, precision, year = (texts.pop(part, "") for part in ("text", "precision", "year"))
    start, end = texts.pop("start", ""), texts.pop("end", "")
    span = start if start == end else " – ".join((start or "…", end or "…"))
    joined = ", ".join(filter(None, (span, *texts.values()))) or "none"
    joined += f" ({precision})" if precision else ""
    joined += f" in {year}" if year else ""
    return f"{joined}, printed “{printed}”" if printed else joined


def _render(value: Shown) -> str:
    if value.items is not None:
        # Texts, and names with commas in them, stand on a line each.
        is_plain = value.column not in _LISTS_OF_TEXTS and not any(sign in item for item in value.items for sign in ",\n")
        return ", ".join(value.items) if is_plain else "\n".join(f"- {item}" for item in value.items)
    text = value.text or ""
    return _WORDS.get(text) or _WHOLE.sub(r"\1", text)


def _list_remarks(members: Sequence[Shown]) -> Iterator[tuple[str, str]]:
    for value in members:
        if value.withheld:
            yield f"{value.column} is withheld; read was {value.withheld}", "red"
        if value.correction:
            before, why = value.correction["extracted"], value.correction["reason"]
            yield f"{value.column} was corrected; read was {before or 'nothing'} ({why})", "dim"
        yield from map(_describe_finding, value.findings)


def _tell_others(telling: Telling) -> Iterator[_Entry]:
    if telling.others:
        yield _Entry("told also by", ", ".join(f"{row['activity_id']} ({row['source_path']})" for row in telling.others))


def _count_mentions(cards: Sequence[Card]) -> list[_Entry]:
    """Return the names of each label with the number of mentions, in the order of the texts."""
    found: dict[str, Counter[str]] = {}
    for card in cards:
        columns = {value.column: value.text or "" for value in card.filled}
        found.setdefault(columns.get("label", ""), Counter())[columns.get("canonical") or columns.get("text", "")] += 1
    return [
        _Entry(label, ", ".join(name if count == 1 else f"{name} ({count})" for name, count in names.items()))
        for label, names in sorted(found.items())
    ]


def _lay_out(entries: Iterable[_Entry], room: int | None) -> Iterator[ValueLine]:
    """Yield entries as lines: the name, then the text, which goes on below itself where it is broken."""
    shown = list(entries)
    width = max((cell_len(entry.name) for entry in shown), default=0)
    margin = len(_INDENT) + width + (len(_INDENT) if width else 0)
    fold = partial(_fold, room=None if room is None else max(room - margin, _LEAST_ROOM))
    for entry in shown:
        name = f"{_INDENT}{make_printable(entry.name)}"
        for number, line in enumerate(fold(entry.text) if entry.name else ()):
            yield ValueLine(f"{name if not number else '':<{margin}}{line}".rstrip())
        for remark, style in entry.remarks:
            for line in fold(remark):
                yield ValueLine(f"{'':<{margin}}{line}", style)


def _fold(text: str, *, room: int | None) -> Iterator[str]:
    """Yield the lines of a text, each broken between words where it is longer than the room."""
    for paragraph in map(make_printable, text.split("\n")):
        if room is None or cell_len(paragraph) <= room:
            yield paragraph
            continue
        for line in Text(paragraph).wrap(Console(width=room), room):
            yield line.plain.rstrip()
