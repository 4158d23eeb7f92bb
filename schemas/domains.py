"""Which values a column may have beyond its type: range, code list and format, from the column's description in `records`.

Example: 450 has the type of `cities.latitude`, but is not a latitude. Records may hold such values, because a document may
print `SDG 18`; rules then withhold the value and report it. A value that a person writes (a correction) is refused
before it is used.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pycountry
from pydantic.fields import FieldInfo

from ucap.schemas.records import COUNTRY_CODES


def read_constraints(info: FieldInfo) -> dict[str, Any]:
    """Return the constraints of a column as JSON Schema names them: `minimum`, `maximum`, `pattern`; none where it has none."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return {name: value for name in ("minimum", "maximum", "pattern") if (value := extra.get(name)) is not None}


def explain_outside(info: FieldInfo, value: Any) -> str | None:
    """Return what a column needs where the value is outside its range, code list or format; None where it is valid.

    The value has the column's type; null is always inside.

    >>> from ucap.schemas.records import City
    >>> explain_outside(City.model_fields["latitude"], 450.0)
    'a value from -90 to 90 is needed, not 450.0'
    >>> explain_outside(City.model_fields["country_code"], "ITA")
    'a code of ISO 3166-1 alpha-2 is needed, not ITA: write IT'
    """
    if value is None or isinstance(value, list):
        return None
    if _has_vocabulary(info, COUNTRY_CODES):
        return _explain_country(value)
    limits = read_constraints(info)
    low, high = limits.get("minimum"), limits.get("maximum")
    if (low is not None and value < low) or (high is not None and value > high):
        needed = f"from {low} to {high}" if high is not None else f"of {low} or more"
        return f"a value {needed} is needed, not {value}"
    if "pattern" in limits and not re.search(limits["pattern"], value):
        examples = f", such as {info.examples[0]}," if info.examples else ""
        return f"a text of another form{examples} is needed, not {value}"
    return None


def _has_vocabulary(info: FieldInfo, name: str) -> bool:
    return isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("vocabulary") == name


def _explain_country(code: str) -> str | None:
    known = _country_codes()
    if code in known.values():
        return None
    meant = known.get(code.strip().casefold())
    return f"a code of {COUNTRY_CODES} alpha-2 is needed, not {code}{f': write {meant}' if meant else ''}"


@cache
def _country_codes() -> Mapping[str, str]:
    """Return the alpha-2 code of each country by its codes and names in small letters."""
    return {
        str(getattr(country, key)).casefold(): country.alpha_2
        for country in pycountry.countries
        for key in ("name", "alpha_3", "alpha_2")
    }
