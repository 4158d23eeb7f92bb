"""A diff of two versions for people, as lines or Markdown, and for programs, as JSON."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ucap.flows.basics.printing import escape_markdown
from ucap.publishing.diff import RowChange, RowEntry, TableDiff, ValueChange, VersionDiff

_LONGEST = 100  # characters shown of a value
_CONTEXT = 20  # characters shown before and after what differs in a long one
_BRIEF_COLUMNS = ("text", "theme", "city", "message", "title", "new_value", "value", "status")  # what says best what a row is
_EVIDENCE = "evidence"  # its rows follow those of the other tables, so they are only counted


@dataclass(frozen=True)
class DiffLimits:
    """How much is shown: sections (documents and U-CAPs) and lines in each; None: everything, also what is else counted."""

    sections: int | None = 40
    lines: int | None = 20


SHOW_ALL = DiffLimits(None, None)


@dataclass(frozen=True)
class DiffSection:
    """What differs in one U-CAP, or in the documents: a mark (`+`, `-` or `~`), a heading, and a line for each difference."""

    mark: str
    heading: str
    lines: tuple[str, ...]
    left_out: int


def outline_diff(diff: VersionDiff, limits: DiffLimits = DiffLimits()) -> tuple[list[DiffSection], list[str]]:
    """Lay a diff out as sections, documents first, then a U-CAP each, and closing remarks about what is only counted."""
    tables = [table for table in diff.tables if limits == SHOW_ALL or table.name != _EVIDENCE]
    by_ucap: defaultdict[str, list[tuple[TableDiff, list[RowEntry], list[RowEntry], list[RowChange]]]] = defaultdict(list)
    for table in tables:
        if table.name != "documents":
            for ucap_id, rows in _group_by_ucap(table).items():
                by_ucap[ucap_id].append((table, *rows))
    fates = {row.key: "-" for table in tables if table.name == "ucaps" for row in table.removed}
    fates |= {row.key: "+" for table in tables if table.name == "ucaps" for row in table.added}
    sections = [
        _outline_documents(table, limits)
        for table in tables
        if table.name == "documents" and not (_is_silent(table) and (limits != SHOW_ALL or not table.volatile))
    ]
    for ucap_id, groups in sorted(by_ucap.items()):
        mark = fates.get(ucap_id, "~")
        counts = ", ".join(_count_rows(*group) for group in groups)
        # Of a U-CAP that came or went as a whole, the rows are all there is to say: they are counted, not listed.
        lines = [line for group in groups for line in _list_differences(*group)] if mark == "~" or limits == SHOW_ALL else []
        sections.append(_cut_section(mark, f"{ucap_id or 'not of one U-CAP'}: {counts}", lines, limits))
    remarks = list(_list_remarks(diff, shows_all=limits == SHOW_ALL))
    if limits.sections is not None and len(sections) > limits.sections:
        remarks.insert(0, f"and {len(sections) - limits.sections:,} more U-CAPs (--all shows them)")
        sections = sections[: limits.sections]
    return sections, remarks


def describe_diff(diff: VersionDiff) -> str:
    """Return which versions are compared, as one line."""
    schemas = (
        f" (schema {diff.schema_before} -> {diff.schema_after})"
        if diff.schema_before and diff.schema_before != diff.schema_after
        else ""
    )
    if diff.before is None:
        return f"Version {diff.after} is the first one: everything in it is new."
    return f"Version {diff.before} -> {diff.after}{schemas}"


def count_differences(table: TableDiff) -> dict[str, int]:
    """Return how many rows of a table were added, removed and changed."""
    return {"added": len(table.added), "removed": len(table.removed), "changed": len(table.changed)}


def render_markdown_diff(diff: VersionDiff, limits: DiffLimits = DiffLimits()) -> str:
    """Render a diff as Markdown: a table of counts, then a section for the documents and each U-CAP."""
    lines = [f"**{escape_markdown(describe_diff(diff))}**", ""]
    if diff.is_empty:
        lines += ["The tables say the same.", ""]
    else:
        lines += ["| table | added | removed | changed |", "|---|---:|---:|---:|"]
        for table in diff.tables:
            if not table.is_empty:
                counts = " | ".join(f"{count:,}" for count in count_differences(table).values())
                lines.append(f"| {escape_markdown(table.name)} | {counts} |")
        lines.append("")
    sections, remarks = outline_diff(diff, limits)
    for section in sections:
        lines += [f"### {section.mark} {escape_markdown(section.heading)}", ""]
        lines += [f"- {escape_markdown(line)}" for line in section.lines]
        lines += [f"- *and {section.left_out:,} more*"] * bool(section.left_out)
        lines.append("")
    lines += [f"*{escape_markdown(remark)}*\n" for remark in remarks]
    return "\n".join(lines).rstrip() + "\n"


def render_json_diff(diff: VersionDiff, *, everything: bool = False) -> str:
    """Render a diff as JSON: of each table that differs the counts and rows; volatile changes counted, or listed if asked."""
    tables = {}
    for table in diff.tables:
        if table.is_empty and not table.volatile:
            continue
        tables[table.name] = {
            "counts": {**count_differences(table), "volatile": len(table.volatile)},
            "columns_added": table.columns_added,
            "columns_removed": table.columns_removed,
            "added": [_dump_entry(row, "moved_from") for row in table.added],
            "removed": [_dump_entry(row, "moved_to") for row in table.removed],
            "changed": [_dump_change(change) for change in table.changed],
        } | ({"volatile": [_dump_change(change) for change in table.volatile]} if everything else {})
    content = {
        "before": diff.before,
        "after": diff.after,
        "schema_before": diff.schema_before,
        "schema_after": diff.schema_after,
        "tables": tables,
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=_render_date)


def _dump_entry(row: RowEntry, moved: str) -> dict[str, Any]:
    return {"key": row.key, "ucap_id": row.ucap_id, moved: row.moved, "values": row.values}


def _dump_change(change: RowChange) -> dict[str, Any]:
    return {
        "key": change.key,
        "ucap_id": change.ucap_id,
        "kind": change.kind,
        "moved_from": change.moved_from,
        "moved_to": change.moved_to,
        "values": {value.column: {"before": value.before, "after": value.after} for value in change.values},
    }


def _group_by_ucap(table: TableDiff) -> dict[str, tuple[list[RowEntry], list[RowEntry], list[RowChange]]]:
    groups: defaultdict[str, tuple[list[RowEntry], list[RowEntry], list[RowChange]]] = defaultdict(lambda: ([], [], []))
    for row in table.added:
        groups[row.ucap_id or ""][0].append(row)
    for row in table.removed:
        groups[row.ucap_id or ""][1].append(row)
    for change in table.changed:
        groups[change.ucap_id or ""][2].append(change)
    return groups


def _is_silent(table: TableDiff) -> bool:
    return not (table.added or table.removed or table.changed)


def _outline_documents(table: TableDiff, limits: DiffLimits) -> DiffSection:
    lines = [f"{row.key}: {row.values['status']}, from {row.moved}" for row in table.added if row.moved]
    lines += [f"+ {row.key}: {_tell_status(row.values)}" for row in table.added if not row.moved]
    lines += [f"- {row.key}: was {row.values['status']}" for row in table.removed if not row.moved]
    lines += [line for change in table.changed for line in _list_values("", change.key, change.values)]
    lines += [line for change in table.volatile if limits == SHOW_ALL for line in _list_values("", change.key, change.values)]
    moved = sum(row.moved is not None for row in table.added)
    counts = {
        "added": len(table.added) - moved,
        "removed": len(table.removed) - moved,
        "renamed": moved,
        "changed": len(table.changed),
        "read by another release": len(table.volatile) if limits == SHOW_ALL else 0,
    }
    heading = "documents: " + ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    return _cut_section("~", heading, lines, limits)


def _tell_status(document: dict[str, Any]) -> str:
    return f"{document['status']} ({_shorten(document['reason'])})" if document["reason"] else str(document["status"])


def _count_rows(table: TableDiff, added: list[RowEntry], removed: list[RowEntry], changed: list[RowChange]) -> str:
    counts: dict[str, int] = defaultdict(int)
    counts["+"] = sum(row.moved is None for row in added) + sum(change.kind == "inserted" for change in changed)
    counts["-"] = sum(row.moved is None for row in removed) + sum(change.kind == "dropped" for change in changed)
    counts["~"] = sum(change.kind == "edited" for change in changed)
    shown = [f"{mark}{count:,}" for mark, count in counts.items() if count]
    if moved := _count_moved(added, changed):
        shown.append(f"{moved:,} moved")
    return f"{table.name} {' '.join(shown)}"


def _count_moved(added: list[RowEntry], changed: list[RowChange]) -> int:
    return sum(row.moved is not None for row in added) + sum(change.moved_from is not None for change in changed)


def _list_differences(
    table: TableDiff, added: list[RowEntry], removed: list[RowEntry], changed: list[RowChange]
) -> Iterator[str]:
    for change in changed:
        if change.kind == "edited":
            yield from _list_values(table.name, _shorten_key(change.key, change.ucap_id), change.values)
    gone = [(change.key, change.ucap_id, change.before) for change in changed if change.kind == "dropped"]
    gone += [(row.key, row.ucap_id, row.values) for row in removed if row.moved is None]
    come = [(change.key, change.ucap_id, change.after) for change in changed if change.kind == "inserted"]
    come += [(row.key, row.ucap_id, row.values) for row in added if row.moved is None]
    for mark, rows in (("-", gone), ("+", come)):
        for key, ucap_id, values in rows:
            yield f"{mark} {table.name} {_shorten_key(key, ucap_id)}{_tell_row(values, key)}"


def _list_values(table: str, key: str, values: Iterable[ValueChange]) -> Iterator[str]:
    for value in values:
        before, after = _shorten_pair(_render_value(value.before), _render_value(value.after))
        yield f"~ {f'{table} {key}'.strip()} {value.column}: {before} -> {after}"


def _list_remarks(diff: VersionDiff, *, shows_all: bool) -> Iterator[str]:
    for table in diff.tables:
        for names, what in ((table.columns_added, "new"), (table.columns_removed, "no longer there")):
            if names:
                yield f"{table.name}: {what} by schema: {', '.join(names)}; not compared"
        if table.name == _EVIDENCE and not _is_silent(table) and not shows_all:
            counts = ", ".join(f"{count:,} {what}" for what, count in count_differences(table).items() if count)
            yield f"{table.name}: {counts} (--all shows them)"
        if table.volatile and not shows_all:
            names = tuple(sorted({value.column for change in table.volatile for value in change.values}))
            yield f"{table.name}: {len(table.volatile):,} differ only in {', '.join(names)} (--all shows them)"


def _cut_section(mark: str, heading: str, lines: list[str], limits: DiffLimits) -> DiffSection:
    shown = lines if limits.lines is None else lines[: limits.lines]
    return DiffSection(mark, heading, tuple(shown), len(lines) - len(shown))


def _shorten_key(key: str, ucap_id: str | None) -> str:
    """Leave the U-CAP, which the heading names, out of a row's key."""
    return key.removeprefix(f"{ucap_id}/") if ucap_id else key


def _tell_row(values: dict[str, Any], key: str) -> str:
    brief = next((values[column] for column in _BRIEF_COLUMNS if values.get(column)), None)
    if brief is None:
        return ""
    # The message about a faulty correction begins with the file, which the key has already, and its line.
    file = key.rpartition("/")[0]
    text = _render_value(brief)
    return f": {_shorten(f'line {text[len(file) + 1 :]}' if file and text.startswith(f'{file}:') else text)}"


def _render_value(value: Any) -> str:
    if value is None:
        return "(none)"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, default=_render_date)
    return _render_date(value) if isinstance(value, date) else str(value)


def _render_date(value: date) -> str:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters)"


def _shorten_pair(before: str, after: str) -> tuple[str, str]:
    """Cut what two long texts have in common at both ends, but for some context, so that the difference is seen."""
    if max(len(before), len(after)) <= _LONGEST:
        return before, after
    shortest = min(len(before), len(after))
    same = next((number for number in range(shortest) if before[number] != after[number]), shortest)
    rest = shortest - same
    tail = next((number for number in range(rest) if before[-1 - number] != after[-1 - number]), rest)
    start, end = max(0, same - _CONTEXT), max(0, tail - _CONTEXT)
    return _cut_middle(before, start, end), _cut_middle(after, start, end)


def _cut_middle(text: str, start: int, end: int) -> str:
    middle = text[start : len(text) - end]
    shown = middle if len(middle) <= _LONGEST else f"{middle[:_LONGEST]}…"
    return f"{'…' if start else ''}{shown}{'…' if end and not shown.endswith('…') else ''}"
