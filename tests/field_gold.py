"""Compares published tables with a gold file of fields: what must come out of each document, by file name."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Rows = list[dict[str, Any]]


def find_misses(tables: Mapping[str, Rows], gold: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield (file, field, wanted, got) for each field that differs."""
    documents = {row["source_path"].rsplit("/", 1)[-1]: row for row in tables["documents"]}
    for file, wanted in gold.items():
        document = documents.get(file)
        if document is None or not document["status"].startswith("published"):
            yield file, "status", "published", document and document["reason"]
            continue
        rows = {name: [row for row in table if row.get("ucap_id") == document["ucap_id"]] for name, table in tables.items()}
        yield from ((file, field, want, got) for field, want, got in _compare(rows, wanted) if want != got)


def _compare(rows: Mapping[str, Rows], gold: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    summary = rows["ucaps"][0]
    yield "kind", gold.get("kind", "city"), summary["kind"]
    cities = sorted(rows["cities"], key=lambda row: (row["side"] != "lead", row["position"]))
    columns = ("side", "position", "city", "province", "country_code", "population", "area_km2")
    yield "cities", gold["cities"], [[row[column] for column in columns] for row in cities]
    yield "period", gold["period"], [_day(summary["period_start"]), _day(summary["period_end"])]
    yield "themes", gold["themes"], [row["theme"] for row in rows["themes"]]
    for column, key in (("key_focus", "theme_focus"), ("key_challenge", "theme_challenge")):
        for want, row in zip(gold[key], rows["themes"], strict=False):
            yield f"themes.{column}", want, _beginning(row[column], want)
    yield "agenda", gold["agenda"], [[row["framework"], row["sdg"], row["topic"]] for row in rows["agenda_topics"]]
    yield "objectives", gold["objectives"], _flat(summary["objectives"])
    yield "contact", gold["contact"], summary["contact_email"]
    yield "activities.count", len(gold["activities"]), len(rows["activities"])
    for (start, end, precision, text, items), row in zip(gold["activities"], rows["activities"], strict=False):
        yield "activities.date", (start, end), (_day(row["date_start"]), _day(row["date_end"]))
        if precision:
            yield "activities.precision", precision, row["date_precision"]
        if text:
            yield "activities.text", text, _beginning(row["text"], text)
        yield "activities.items", items, len(row["items"])
    for position, parts in gold["activity_contains"].items():
        text = _flat(rows["activities"][int(position) - 1]["text"]) or ""
        yield from (("activities.contains", part, part if part in text else text) for part in parts)
    yield "results.count", len(gold["results"]), len(rows["results"])
    for (heading, theme, text), row in zip(gold["results"], rows["results"], strict=False):
        yield "results", (heading, theme, text), (row["heading"], row["theme"], _beginning(row["text"], text))


def _flat(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\s+", " ", text).strip()


def _beginning(text: str | None, wanted: str | None) -> str | None:
    """The text's beginning, as long as the wanted one."""
    return _flat(text) if text is None or wanted is None else (_flat(text) or "")[: len(wanted)]


def _day(value: Any) -> str | None:
    return None if value is None else value.isoformat()
