"""The data dictionary as Markdown, rendered from the record models.

Written by `python -m ucap.schemas.dictionary > docs/data-dictionary.md`.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from pydantic.fields import FieldInfo

from ucap.schemas.arrow import describe_table, list_allowed_values, render_schema
from ucap.schemas.records import SCHEMA_VERSION, TABLES, Record
from ucap.schemas.vocabularies import load_vocabulary

VOCABULARIES = files("ucap.schemas.vocabularies")

_HEADER = f"""# Data dictionary

Tables and columns of the published dataset, schema version {SCHEMA_VERSION}. Rendered from `schemas/records.py`; do not edit,
run `python -m ucap.schemas.dictionary > docs/data-dictionary.md`.

Types are Arrow types. `null` says whether a column may be null. A list may be empty, but is null only where that column says
so.
"""


def render_dictionary() -> str:
    """Render every published table as Markdown: its key, and type, meaning, unit, vocabulary and example of each column."""
    overview = "\n".join(f"- [{name}](#{name}): {describe_table(model)}" for name, model in TABLES.items())
    return "\n".join([_HEADER, overview, "", "\n".join(_render_table(name, model) for name, model in TABLES.items())])


def _render_table(name: str, model: type[Record]) -> str:
    head = f"## {name}\n\n{describe_table(model)}\n\nKey: {', '.join(f'`{column}`' for column in model.key_columns)}\n"
    lines = ["| column | type | null | meaning | unit | vocabulary | example |", "|---|---|---|---|---|---|---|"]
    schema = render_schema(model)
    for column, info in model.model_fields.items():
        field = schema.field(column)
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        cells = (
            f"`{column}`",
            f"`{_render_type(str(field.type))}`",
            "yes" if field.nullable else "",
            _render_meaning(info),
            str(extra.get("unit") or ""),
            str(extra.get("vocabulary") or ""),
            _render_example(info),
        )
        lines.append(f"| {' | '.join(_escape(cell) for cell in cells)} |")
    definitions = [line for column, info in model.model_fields.items() for line in _render_definitions(column, info)]
    return "\n".join([head, *lines, "", *definitions])


def _render_definitions(column: str, info: FieldInfo) -> Iterator[str]:
    """Yield what each value of a column means, where the column's vocabulary defines its values."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    values = list(list_allowed_values(info.annotation))
    name = str(extra.get("vocabulary") or "")
    if not values or not VOCABULARIES.joinpath(f"{name}.yml").is_file():
        return
    entries = [entry for entry in load_vocabulary(name).values() if isinstance(entry, dict) and entry.keys() <= {*values}]
    defined = {value: entry["definition"] for entry in entries for value, entry in entry.items() if "definition" in entry}
    if defined:
        yield f"Values of `{column}`:\n"
        yield from (f"- `{value}`: {defined[value]}" for value in values if value in defined)
        yield ""


def _render_type(arrow_type: str) -> str:
    return arrow_type.replace("element: ", "").replace(" not null", "")


def _render_meaning(info: FieldInfo) -> str:
    values = ", ".join(f"`{value}`" for value in list_allowed_values(info.annotation))
    return f"{info.description or ''} One of {values}." if values else info.description or ""


def _render_example(info: FieldInfo) -> str:
    if not info.examples:
        return ""
    value = info.examples[0]
    if isinstance(value, date):
        return f"`{value.isoformat()}`"
    return f"`{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}`"


def _escape(cell: str) -> str:
    # A bar ends a cell of a Markdown table even within code.
    return cell.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.stdout.buffer.write(render_dictionary().encode())  # UTF-8 whatever the terminal's encoding
