"""Text in, its kind of mark-up out where that is one whose tables are not read here: such a file is refused, not published."""

import re

from ucap.extractors.page import UnreadableDocument

_KINDS = (
    ("LaTeX", re.compile(r"\\begin\{(?:tabular|longtable|tabularx|tabulary|array|table)\*?\}|\\documentclass\b")),
    ("AsciiDoc", re.compile(r"(?m)^\|===\s*$")),
    ("reStructuredText with a list-table or csv-table", re.compile(r"(?m)^\.\. (?:list|csv)-table::")),
    ("MediaWiki", re.compile(r"(?m)^\s*\{\|(?:.*)$(?=[\s\S]{0,20000}?^\s*\|-)")),
    ("OTSL or DocTags", re.compile(r"<(?:doctag|otsl|fcel|ecel|lcel|ched|rhed|nl)>")),
    ("JSON", re.compile(r"\A\s*(?:\{\s*\"[^\"\n]{1,100}\"\s*:|\[\s*\{\s*\"[^\"\n]{1,100}\"\s*:)")),
    ("RTF", re.compile(r"\A\s*\{\\rtf")),
    ("a manual page in roff", re.compile(r"(?m)^\.TS\s*$(?=[\s\S]{0,20000}?^T\})")),
    ("DocBook", re.compile(r"<(?:informaltable|tgroup)\b(?=[\s\S]{0,20000}?<entry\b)")),
)
_RULE = re.compile(r"\s*\|?\s*:?-{3,}")
_FEWEST_OPEN = 2
"""Rows of a table that go on over lines without a bar at their beginning, as only wiki tables do."""
_HEAD = 50_000
"""Characters in which the mark-up shows: a form's first table begins on its first page."""


def refuse_foreign_markup(text: str) -> None:
    """Raise `UnreadableDocument` with code `unsupported_format` for a text in a mark-up whose tables are not read.

    >>> refuse_foreign_markup("City: Graz")
    """
    head = text[:_HEAD]
    for name, pattern in _KINDS:
        if pattern.search(head):
            raise _refuse(name)
    if _has_open_rows(head):
        raise _refuse("a wiki text with lines within its cells")


def _refuse(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        "unsupported_format", f"the file is {name}, whose tables are not read; convert it to PDF, HTML or Markdown."
    )


def _has_open_rows(text: str) -> bool:
    """Whether rows between bars go on over several lines, and no rule below the first one says that this is Markdown."""
    lines = [line.rstrip() for line in text.split("\n")]
    opened = sum(line.startswith("|") and line.count("|") > 1 and not line.endswith("|") for line in lines)
    closed = sum(line.endswith("|") and not line.startswith("|") for line in lines)
    return min(opened, closed) >= _FEWEST_OPEN and not any(map(_RULE.match, lines))
