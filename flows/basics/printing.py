"""Text from documents and file names where people read it: it is data, never markup or control characters."""

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


def render_size(size_bytes: int) -> str:
    """Return a number of bytes as people read it, in powers of 1000."""
    size = float(size_bytes)
    for unit in ("bytes", "kB", "MB"):
        if size < 999.5:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} GB" if size < 999.5 else f"{size:,.0f} GB"
