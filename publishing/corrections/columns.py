"""Which values can be corrected, and the type of each, from the record models."""

import json
import math
import re
from datetime import date
from functools import cache
from typing import Annotated, Any

import yaml
from pydantic import TypeAdapter, ValidationError

from ucap.schemas.domains import explain_outside
from ucap.schemas.records import Activity, AgendaTopic, City, Entity, Record, Result, Theme, UcapSummary
from ucap.schemas.wording import explain_invalid

ROW_TABLES: dict[str, type[Record]] = {
    model.table_name: model for model in (City, Theme, AgendaTopic, Activity, Result, Entity)
}
"""Tables of a U-CAP in which rows can be dropped."""

CORRECTED_TABLES: dict[str, type[Record]] = {UcapSummary.table_name: UcapSummary, **ROW_TABLES}
"""Tables whose values can be corrected. `sections` is verbatim, and the other tables say how values were found."""

ADDED_TABLES = {name: model for name, model in ROW_TABLES.items() if model is not Entity}
"""Tables to which rows can be added. Not entities: an entity is a range of a section's text, which is not written by hand."""

DEPENDENT: dict[str, dict[str, tuple[str, ...]]] = {
    "cities": {
        "city": (
            "ucaps.lead_cities", "ucaps.partner_cities", "cities.body", "cities.country_code", "cities.latitude",
            "cities.longitude", "cities.geonames_id",
        ),
        "country": ("cities.country_code",),
        "population_text": ("cities.population", "cities.population_year"),
        "area_text": ("cities.area_km2",),
        "latitude": ("cities.longitude", "cities.geonames_id"),
        "longitude": ("cities.latitude", "cities.geonames_id"),
        "geonames_id": ("cities.latitude", "cities.longitude"),
    },
    "ucaps": {
        "period_text": ("ucaps.period_start", "ucaps.period_end", "ucaps.period_precision"),
        "period_start": ("ucaps.period_end", "ucaps.period_precision", "activities.within_period"),
        "period_end": ("ucaps.period_start", "ucaps.period_precision", "activities.within_period"),
    },
    "activities": {
        "date_text": (
            "activities.date_start", "activities.date_end", "activities.date_precision", "activities.within_period",
        ),
        "date_start": ("activities.date_end", "activities.date_precision", "activities.within_period"),
        "date_end": ("activities.date_start", "activities.date_precision", "activities.within_period"),
        "text": (
            "activities.activity_types", "activities.mode", "activities.planned", "activities.not_held", "activities.cities",
            "activities.organisations",
        ),
    },
    "themes": {"theme": ("results.theme",)},
    "results": {"heading": ("results.theme",)},
    "entities": {
        "label": ("activities.cities", "activities.organisations", "entities.full_name", "entities.country_code"),
    },
}  # fmt: skip
"""By table and column, the values that were made from a value: a correction of it does not compute them again."""

_FIXED = {"ucap_id", "document_id", "position", "activity_id", "side"}
_FIXED_OF_TABLE = {
    # The place of a mention is its key; `canonical` is computed over the whole dataset.
    "entities": {"section", "start", "end", "text", "canonical"}
}


class WrongValueError(ValueError):
    """A value that is not valid for its column; the message says what is needed."""


def name_dependent(table: str, column: str) -> str:
    """Return a sentence with the values that depend on a corrected one, by `table.column`; empty where none does.

    >>> name_dependent("themes", "theme")
    'Not computed again, so look also at results.theme.'
    """
    dependent = DEPENDENT.get(table, {}).get(column, ())
    return f"Not computed again, so look also at {', '.join(dependent)}." if dependent else ""


def list_columns(table: str) -> list[str]:
    """Return the columns of a table that can be corrected, in published order."""
    fixed = _FIXED | _FIXED_OF_TABLE.get(table, set())
    return [name for name in CORRECTED_TABLES[table].model_fields if name not in fixed]


def check_value(table: str, column: str, value: Any) -> Any:
    """Return the value in the type of the column; raises `WrongValueError` where it is not valid there."""
    try:
        checked = _make_adapter(table, column).validate_python(value, strict=True)
    except ValidationError as error:
        raise WrongValueError(_explain(error, value)) from None
    _check_publishable(checked)
    return checked


def check_new_value(table: str, column: str, value: Any) -> Any:
    """Return a value that a person writes, in the type of the column.

    Raises `WrongValueError` where it is not valid there: wrong type, or outside the range, code list or format of the column.
    A value that was extracted may be outside: `check_value`.
    """
    checked = check_value(table, column, value)
    _check_written(checked)
    if problem := explain_outside(CORRECTED_TABLES[table].model_fields[column], checked):
        raise WrongValueError(problem)
    return checked


def parse_value(table: str, column: str, text: str) -> Any:
    """Return the value of a column from text: `null` is null, a text column takes the text itself, other columns read YAML.

    Raises `WrongValueError` where the value is not valid for the column.
    """
    if text == "null":
        return check_new_value(table, column, None)
    if _allows(table, column, text):
        return check_new_value(table, column, text)
    try:
        value = json.loads(text) if text.startswith("[") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        cause = getattr(error, "problem", None) or error
        raise WrongValueError(f"it cannot be read ({cause})") from None
    if _allows(table, column, []) and not isinstance(value, list):
        raise WrongValueError('a list is needed, written as ["one", "two"]; [] is the empty one')
    return check_new_value(table, column, value)


def make_row(table: str, values: dict[str, Any]) -> Record:
    """Return a row with these values and a placeholder as key; columns that are not named are null, empty or false, and what is
    added to the cities is a city.

    Raises `WrongValueError` where a value is not valid or a required one is missing.
    """
    model = CORRECTED_TABLES[table]
    row: dict[str, Any] = {"ucap_id": "", "position": 1, "activity_id": "", "body": "city"}
    row = {name: value for name, value in row.items() if name in model.model_fields}
    for column in model.model_fields.keys() - row.keys():
        empties: tuple[Any, ...] = (None, [], False)
        for empty in empties:
            if column not in values and _allows(table, column, empty):
                row[column] = empty
                break
    try:
        made = model.model_validate({**row, **values})
    except ValidationError as error:
        first = error.errors()[0]
        raise WrongValueError(f"{'.'.join(map(str, first['loc']))}: {explain_invalid(first)}") from None
    for column, value in values.items():
        _check_publishable(value)
        _check_written(value)
        if problem := explain_outside(model.model_fields[column], value):
            raise WrongValueError(f"{column}: {problem}")
    return made


def is_same_value(table: str, column: str, one: Any, other: Any) -> bool:
    """Return whether two values are equal in the column's type: 398 equals 398.0 in a column of decimal numbers."""
    try:
        checked = check_value(table, column, one)
    except WrongValueError:
        return False
    return type(checked) is type(other) and bool(checked == other)


@cache
def _make_adapter(table: str, column: str) -> TypeAdapter[Any]:
    info = CORRECTED_TABLES[table].model_fields[column]
    annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return TypeAdapter(annotation)


def _allows(table: str, column: str, value: Any) -> bool:
    try:
        _make_adapter(table, column).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def _check_publishable(value: Any) -> None:
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(item, float) and not math.isfinite(item) for item in texts):
        raise WrongValueError("a finite number is needed")
    try:
        for item in texts:
            if isinstance(item, str):
                item.encode()
    except UnicodeEncodeError:
        raise WrongValueError("the text holds half of a character (a lone surrogate)") from None


def _check_written(value: Any) -> None:
    """Refuse what a person writes as a text without any letter or figure in it: no value is null."""
    if any(isinstance(item, str) and not item.strip() for item in (value if isinstance(value, list) else [value])):
        raise WrongValueError("a text is needed, not an empty one; null stands for no value")


def _explain(error: ValidationError, value: Any) -> str:
    first = error.errors()[0]
    kind = first["type"]
    shown = value.isoformat() if isinstance(value, date) else repr(value)
    hint = ""
    if kind == "string_type" and not isinstance(value, list):
        hint = " (quote it to make it a text)"
    elif kind in ("int_type", "float_type") and isinstance(value, str):
        hint = _suggest_number(value, whole_only=kind == "int_type")
    return f"{explain_invalid(first)}, not {shown}{hint}"


def _suggest_number(text: str, *, whole_only: bool) -> str:
    """Return how to write a number that has a comma, as a hint: `130,5` as 130.5, `1,234` as 1.234 or 1234."""
    if not re.fullmatch(r"[+-]?\d+(,\d+)+(\.\d+)?", text):
        return ""
    grouped = re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+", text) is not None
    whole, point = text.replace(",", ""), text.replace(",", ".")
    if whole_only:
        return f": write {whole}" if grouped else ""
    if text.count(",") > 1 or "." in text:
        return f": write {whole}"
    return f": write {point}" + (f" or {whole}" if grouped else "")
