"""Findings: what a rule found in a document, and the rows of the issues table that are made of them."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ucap.schemas.records import Issue, SectionName
from ucap.schemas.rules import RULES

MOST_OF_A_CODE = 100
"""Most rows that one document has for findings of one code; the last row says how many are left out.

Chosen, not measured: more than a person reads, where a hostile form can have 60,000 bullets. Each of 348 documents has at most
7.
"""
LONGEST_QUOTE = 160
"""Characters of a printed text in a message: two lines of a terminal. Chosen, not measured."""
LONGEST_RAW_TEXT = 2_000
"""Characters of `issues.raw_text`: a cell of a spreadsheet holds 32,767, and whole sections are in `sections`. Chosen, not
measured.
"""


class CellName(NamedTuple):
    """A published value: its table, the key of its row, and its column."""

    table: str
    row: str
    column: str


@dataclass(frozen=True)
class Finding:
    """Something that a rule found.

    `code` is one of `ucap.schemas.rules`. `details` is a sentence that names the values, `raw_text` and `page` say where they
    are printed. `withheld` are the values that must not be published; only a rule of severity `error` may name some. `doubts`
    are the values that it doubts: once a person corrected all of them, there is nothing left to say.
    """

    code: str
    details: str
    section: SectionName | None = None
    raw_text: str | None = None
    page: int | None = None
    withheld: tuple[CellName, ...] = ()
    doubts: tuple[CellName, ...] = ()


def quote(text: str) -> str:
    """Return a printed text in quotation marks for a message: on one line, without its middle where it is long.

    >>> quote("Main\\n  activities")
    '“Main activities”'
    """
    text = " ".join(text.split())
    half = LONGEST_QUOTE // 2
    return f"“{text if len(text) <= LONGEST_QUOTE else f'{text[:half]} … {text[-half:]}'}”"


def render_issues(findings: Iterable[Finding], source_path: str, document_id: str, ucap_id: str | None) -> list[Issue]:
    """Return findings as rows; see `pair_issues`."""
    return [issue for issue, _ in pair_issues(findings, source_path, document_id, ucap_id)]


def pair_issues(
    findings: Iterable[Finding], source_path: str, document_id: str, ucap_id: str | None
) -> list[tuple[Issue, Finding]]:
    """Return findings as rows, each with its finding, with identifiers that stay the same while the file stays the same.

    At most `MOST_OF_A_CODE` rows have the same code; the last of them says how many are left out.
    """
    found = list(findings)
    left_out = {code: n - MOST_OF_A_CODE for code, n in Counter(f.code for f in found).items() if n > MOST_OF_A_CODE}
    seen: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    issues: list[tuple[Issue, Finding]] = []
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
        issue = Issue(
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
        issues.append((issue, finding))
    return issues
