"""Text from documents and file names where people read it: it is data, never markup or control."""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$-])")
_ENTITIES = {"\\<": "&lt;", "\\>": "&gt;", "\\&": "&amp;", "://": "&#58;//", "www.": "www&#46;", "@": "&#64;"}
"""The last three would become links."""


def make_printable(text: str) -> str:
    """Return the text with line breaks, escape sequences and the like made visible."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def escape_markdown(text: str) -> str:
    """Return the text so that Markdown shows it as it is, in a line or a table's cell."""
    escaped = _MARKDOWN.sub(r"\\\1", make_printable(text))
    for sign, entity in _ENTITIES.items():
        escaped = escaped.replace(sign, entity)
    return escaped
