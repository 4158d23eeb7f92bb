"""Findings: what a rule noticed about a document, and the rows of the issues table made of them."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ucap.schemas.records import Issue, SectionName
from ucap.schemas.rules import RULES

MOST_OF_A_CODE = 100
"""Findings of one code that one document has rows for; the last row counts the rest. A form can have 60,000 bullets."""
LONGEST_QUOTE = 160
LONGEST_RAW_TEXT = 2_000


class CellName(NamedTuple):
    """A published value: its table, the key of its row, and its column."""

    table: str
    row: str
    column: str


@dataclass(frozen=True)
class Finding:
    """Something a rule noticed.

    `code` is one of `ucap.schemas.rules`; `details` is a sentence that names the values; `raw_text` and `page` are where they
    are printed; `withheld` are the values that must not be published, which only a rule of severity `error` may name.
    """

    code: str
    details: str
    section: SectionName | None = None
    raw_text: str | None = None
    page: int | None = None
    withheld: tuple[CellName, ...] = ()


def quote(text: str) -> str:
    """Return a printed text in quotation marks for a message: on one line, its middle left out where it is long."""
    text = " ".join(text.split())
    half = LONGEST_QUOTE // 2
    return f"“{text if len(text) <= LONGEST_QUOTE else f'{text[:half]} … {text[-half:]}'}”"


def render_issues(findings: Iterable[Finding], source_path: str, document_id: str, ucap_id: str | None) -> list[Issue]:
    """Return findings as rows, with identifiers that stay the same while the file stays the same.

    Of one code at most `MOST_OF_A_CODE` rows, the last of which counts those left out.
    """
    found = list(findings)
    left_out = {code: n - MOST_OF_A_CODE for code, n in Counter(f.code for f in found).items() if n > MOST_OF_A_CODE}
    seen: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    issues = []
    for finding in found:
        rows[finding.code] += 1
        if rows[finding.code] > MOST_OF_A_CODE:
            continue
        details = finding.details
        if rows[finding.code] == MOST_OF_A_CODE and finding.code in left_out:
            details += f" {left_out[finding.code]:,} more findings of this kind in this document are not listed."
        basis = "\n".join(
            (document_id, source_path, finding.code, finding.section or "", finding.raw_text or "", finding.details)
        )
        seen[basis] += 1
        rule = RULES[finding.code]
        issues.append(
            Issue(
                issue_id=hashlib.sha256(f"{basis}\n{seen[basis]}".encode()).hexdigest()[:12],
                source_path=source_path,
                ucap_id=ucap_id,
                section=finding.section,
                code=rule.code,
                severity=rule.severity,
                message=f"{details} {rule.advice}",
                raw_text=finding.raw_text[:LONGEST_RAW_TEXT] if finding.raw_text else None,
                page=finding.page,
            )
        )
    return issues
