"""Templates, and text from documents as text: never markup, never control characters."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ucap.review.queries.document import SECTIONS, name_anchor
from ucap.review.visible import make_visible
from ucap.schemas.records import name_source
from ucap.schemas.rules import RULES
from ucap.schemas.wording import choose_word, render_count

FOLDER = Path(__file__).parent
_CODE_MARKS = re.compile(r"`([^`\n]{1,200})`")
STATUS_NAMES = {
    "published": "published",
    "published_with_issues": "with findings",
    "superseded": "superseded",
    "quarantined": "not readable",
}
METHOD_NAMES = {
    "layout": ("read", "Read from its place in the form"),
    "rule": ("rule", "Computed from the printed text by a rule"),
    "lookup": ("looked up", "Found in a list, such as GeoNames, by the printed text"),
    "model": ("model", "Found by the language model"),
    "inferred": ("inferred", "Concluded from the words of the text"),
    "correction": ("corrected", "Written by a person"),
}


def link_document(source_path: str, **query: str) -> str:
    """Return the address of a document's page."""
    return f"/documents/{quote(source_path)}" + (f"?{urlencode(query)}" if query else "")


def link_row(source_path: str, table: str, row: str) -> str:
    """Return the address of a row on its document's page; the page chooses it, and marks its place."""
    return f"{link_document(source_path)}#{quote(name_anchor(table, row))}"


def link_section(source_path: str, section: str | None) -> str:
    """Return the address of the values of a form's section on its document's page; of the page where there is none."""
    group = next((key for key, _, sections in SECTIONS if section in sections), None)
    return link_document(source_path) + (f"#section-{group}" if group else "")


def link_event(activity_id: str) -> str:
    """Return the address of the event that an activity tells of; another one may be the event of it in the next version."""
    return f"/events/{quote(activity_id)}"


def make_environment() -> Environment:
    """Return the templates' environment: everything is escaped, a missing name is an error."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: (
            "" if value is None else make_visible(value) if isinstance(value, str) and type(value) is str else value
        ),
    )
    environment.filters |= {
        "query": urlencode,
        "number": lambda value: f"{value:,}",
        "plural": render_count,
        "word": choose_word,
        "share": lambda part, whole=1: "–" if not whole else f"{100 * part / whole:.0f} %",
        "day": _show_day,
        "code_marks": show_code_marks,
        "parse_json": json.loads,
    }
    environment.globals |= {
        "link_document": link_document,
        "name_source": name_source,
        "link_row": link_row,
        "link_event": link_event,
        "link_section": link_section,
        "status_names": STATUS_NAMES,
        "method_names": METHOD_NAMES,
        "rules": RULES,
    }
    return environment


def show_code_marks(text: str) -> Markup:
    """Return a message as HTML with what stands between backticks as code; all else is escaped.

    >>> show_code_marks("add `schemas/forms/` <b>")
    Markup('add <code>schemas/forms/</code> &lt;b&gt;')
    """
    return Markup(_CODE_MARKS.sub(r"<code>\1</code>", str(escape(make_visible(text)))))


def _show_day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


class Pages:
    """Renders pages; `common` is known to each."""

    def __init__(self, common: Mapping[str, Any]) -> None:
        """Load the templates' environment."""
        self._environment = make_environment()
        self._environment.globals |= common

    def render(self, name: str, **values: Any) -> str:
        """Return a page as HTML."""
        return self._environment.get_template(name).render(**values)
