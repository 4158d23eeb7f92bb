"""The forms that are read: one checked file for each, so that the form of a new programme is a new file and no code.

`docs/howto/add-a-form.md` says how to add one.
"""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ucap.schemas.forms.model import FormDescription, FormRow, ValueKind

__all__ = ["DEFAULT_FORM", "FormDescription", "FormRow", "ValueKind", "load_form", "load_forms"]

DEFAULT_FORM = "u-cap-city"
"""The form that is assumed where the title says nothing."""


@cache
def load_forms() -> dict[str, FormDescription]:
    """Return all forms by the names of their files, each with the rows of the form it is like; callers must not change them."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = files(__name__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yml"))
    read = {name[: -len(".yml")]: yaml.load(folder.joinpath(name).read_text(encoding="utf-8"), loader) for name in names}
    # The default form comes first: where two forms read a label in two ways, it decides before the form is known.
    ordered = sorted(read, key=lambda name: (name != DEFAULT_FORM, name))
    return {name: _complete(read[name], read) for name in ordered}


def load_form(name: str) -> FormDescription:
    """Return one form. Raises `KeyError` for a name without a file.

    >>> load_form("u-cap-city")["rows"]["country"]["values"]
    ['countries']
    """
    return load_forms()[name]


def _complete(form: FormDescription, forms: dict[str, FormDescription]) -> FormDescription:
    """Return a form with the rows of the form that it is like."""
    if "like" not in form:
        return form
    base = _complete(forms[form["like"]], forms)
    sections = dict.fromkeys((*base["rows"], *form["rows"]))
    rows = {section: _join(base["rows"].get(section, {}), form["rows"].get(section, {})) for section in sections}
    others = list(dict.fromkeys((*base.get("others", []), *form.get("others", []))))
    return {**form, "rows": rows, "others": others}


def _join(row: FormRow, further: FormRow) -> FormRow:
    """Return a row with further words: labels, keywords and hints are added, value kinds replaced."""
    joined: dict[str, Any] = {**row, **further}
    for key in ("labels", "shared", "keywords", "hints"):
        words = [*row.get(key, []), *further.get(key, [])]  # type: ignore[misc]
        joined[key] = [word for number, word in enumerate(words) if word not in words[:number]]
    return joined  # type: ignore[return-value]
