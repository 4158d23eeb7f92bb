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
)
_HEAD = 50_000
"""Characters in which the mark-up shows: a form's first table begins on its first page."""


def refuse_foreign_markup(text: str) -> None:
    """Raise `UnreadableDocument` with code `unsupported_format` for a text in a mark-up whose tables are not read.

    >>> refuse_foreign_markup("City: Graz")
    """
    head = text[:_HEAD]
    for name, pattern in _KINDS:
        if pattern.search(head):
            raise UnreadableDocument(
                "unsupported_format", f"the file is {name}, whose tables are not read; convert it to PDF, HTML or Markdown."
            )
