"""Text files that no honest sender makes."""

from tests.hostile_case import Rows

BLANKS = " " * 50_000

_LABELS = {
    "city": "City:",
    "population": "Population:",
    "area": "Area:",
    "period": "Period of cooperation:",
    "themes": "Cooperation themes:",
    "objectives": "Main objectives of cooperation:",
    "activities": "Main activities:",
    "contact": "Contact:",
}


def tabbed(rows: Rows, **changed: str) -> str:
    """Return a form as rows of tabs; a keyword replaces the value of the row it names."""
    return "\n".join(f"{label}\t{_pick(label, value, changed)}" for label, value in rows) + "\n"


def html_form(rows: Rows, **changed: str) -> str:
    """Return a form as an HTML table."""
    cells = [(label, _pick(label, value, changed).split("\t")) for label, value in rows]
    inner = "".join(f"<tr><td>{label}</td>{''.join(f'<td>{v}</td>' for v in values)}</tr>\n" for label, values in cells)
    return f"<html><body><table>\n{inner}</table></body></html>\n"


def markdown_form(rows: Rows, **changed: str) -> str:
    """Return a form as a Markdown table."""
    lines = [f"| {label} | {_pick(label, value, changed).replace(chr(9), ' | ')} |" for label, value in rows]
    return "\n".join([lines[0], "|---|---|---|", *lines[1:]]) + "\n"


def _pick(label: str, value: str, changed: dict[str, str]) -> str:
    return next((new for key, new in changed.items() if _LABELS[key] == label), value)


def in_columns(rows: Rows) -> str:
    """Return a form whose columns are kept by blanks."""
    lines = ((f"{label:<50}", *(f"{part:<30}" for part in value.split("\t"))) for label, value in rows)
    return "\n".join("".join(parts).rstrip() for parts in lines) + "\n"


def labelled(rows: Rows) -> str:
    """Return a form as lines of labels and values, a slash between the two sides."""
    return "".join(f"{label} {value.replace(chr(9), ' / ')}\n" for label, value in rows)
