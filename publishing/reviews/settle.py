"""What became of each check: whether the value that was checked is the one that is published."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from ucap.extractors.findings import Finding, quote, render_issues
from ucap.publishing.reviews.log import Check, ReviewLog
from ucap.schemas.reading import Reading
from ucap.schemas.records import TABLES, Review
from ucap.schemas.values import render_value

_SHOWN = 3


def note_changes(reading: Reading, log: ReviewLog) -> Reading:
    """Return the reading, as corrected, with a finding for each row in which a value changed after it was checked."""
    ucap = reading.ucap
    if ucap is None or not (checks := log.by_ucap.get(ucap.ucap_id)):
        return reading
    changed: dict[tuple[str, str], list[str]] = {}
    values = _Values(reading)
    for check in checks:
        now = values.find(check)
        if now != check.value:
            said = (
                f"{check.column} was {_show(check.value)} and is {_show(now)} now (checked by {check.reviewer}, {check.date})"
            )
            changed.setdefault((check.table, check.row), []).append(said)
    findings = []
    for (table, row), sayings in changed.items():
        more = f"; and {len(sayings) - _SHOWN} more" if len(sayings) > _SHOWN else ""
        name = row.removeprefix(ucap.ucap_id).removeprefix("/")
        findings.append(Finding("checked_value_changed", f"{f'{table} {name}'.strip()}: {'; '.join(sayings[:_SHOWN])}{more}."))
    document = reading.document
    issues = render_issues(findings, document.source_path, document.document_id, document.ucap_id)
    return replace(reading, issues=(*reading.issues, *issues)) if findings else reading


def settle_reviews(
    log: ReviewLog, present: Collection[str], readings: Iterable[Reading], before: Iterable[Mapping[str, Any]] = ()
) -> list[Review]:
    """Return a row for each check.

    `present` are the U-CAPs with checks that documents of the version hold; `readings` those that were read for it, as
    corrected and as published. `before` are the rows of `reviews` in the version before: they hold for documents that are
    carried over, whose checks did not change, as the checks are part of a document's input key.
    """
    read = {reading.ucap.ucap_id: _Values(reading) for reading in readings if reading.ucap}
    known = {(row["document_id"], row["table"], row["row"], row["column"]): row["status"] for row in before}

    def judge(check: Check) -> Any:
        if check.ucap_id not in present:
            return "outdated"
        values = read.get(check.ucap_id)
        if values is None:
            return known.get(check.key, "outdated")
        if values.find(check) != check.value:
            return "changed"
        return "valid" if values.document_id == check.document_id else "outdated"

    return [
        Review(
            document_id=check.document_id,
            table=check.table,
            row=check.row,
            column=check.column,
            value=check.value,
            reviewer=check.reviewer,
            date=check.date,
            status=judge(check),
        )
        for check in sorted(log.checks, key=lambda check: check.key)
    ]


class _Values:
    """The values that a reading publishes, by table, row and column."""

    def __init__(self, reading: Reading) -> None:
        assert reading.ucap
        self.document_id = reading.document.document_id
        self._rows = {
            (record.table_name, record.row_key()): record
            for record in reading.ucap.records()
            if record.table_name in TABLES and record.table_name not in ("evidence", "sections")
        }

    def find(self, check: Check) -> str | None:
        """Return the value that is published where a check was made; None also where there is no such row."""
        record = self._rows.get((check.table, check.row))
        return render_value(getattr(record, check.column, None)) if record else None


def _show(value: str | None) -> str:
    return "nothing" if value is None else quote(value)
