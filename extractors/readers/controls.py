"""Controls of HTML forms, as the page shows them: what is typed into a field, the tick of a box, what is chosen in a list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ucap.extractors.readers.fields import TICKED, UNTICKED
from ucap.extractors.text.source_text import Origin

Pairs: TypeAlias = list[tuple[str, Origin]]

_TICKS = frozenset({"checkbox", "radio"})
_NOT_TYPED = _TICKS | {"hidden", "submit", "reset", "button", "image", "file", "password", "color", "range"}
"""Types of an `<input>` whose value is no text, or names a button. What browsers do not know is a text field."""
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_REFERENCE = re.compile(r"&#?\w+;")


@dataclass
class Option:
    """An entry of a list to choose from: whether it is marked as chosen, whether it only asks to choose, and its text."""

    is_chosen: bool
    is_prompt: bool
    pairs: Pairs = field(default_factory=list)


@dataclass
class Choice:
    """A list to choose from in the making; `shows_one`: a drop-down field, which shows its first option if none is chosen."""

    shows_one: bool
    options: list[Option] = field(default_factory=list)

    def list_chosen(self) -> list[Pairs]:
        """Return the texts of the chosen options; what only asks to choose is none."""
        chosen = [option for option in self.options if option.is_chosen]
        if self.shows_one:
            chosen = chosen[-1:] or self.options[:1]
        return [option.pairs for option in chosen if not option.is_prompt]


def read_tick(attributes: Mapping[str, str | None]) -> str | None:
    """Return the sign of a box or button to tick, given the attributes of an `<input>`; None if it is none."""
    if (attributes.get("type") or "").strip().lower() not in _TICKS:
        return None
    return TICKED if "checked" in attributes else UNTICKED


def find_typed(tag: str, attributes: Mapping[str, str | None]) -> tuple[int, int] | None:
    """Return where in the tag of an `<input>` the value stands that the page shows; None if it shows none.

    >>> tag = '<input name="city" value="Graz">'
    >>> tag[slice(*find_typed(tag, {"name": "city", "value": "Graz"}))]
    'Graz'
    """
    kind = (attributes.get("type") or "").strip().lower()
    if kind in _NOT_TYPED or not (attributes.get("value") or "").strip():
        return None
    for match in _ATTRIBUTE.finditer(tag, len("<input")):
        group = match.lastindex or 0
        if match[1].lower() == "value" and group > 1:
            return match.span(group)
    return None


def begin_choice(attributes: Mapping[str, str | None]) -> Choice:
    """Return the list that a `<select>` begins, given its attributes."""
    size = attributes.get("size") or "1"
    return Choice(shows_one="multiple" not in attributes and size.strip() in ("0", "1"))


def begin_option(attributes: Mapping[str, str | None]) -> Option:
    """Return the option that an `<option>` begins, given its attributes: one with an empty value asks to choose."""
    return Option(is_chosen="selected" in attributes, is_prompt=attributes.get("value", "-") in ("", None))


def list_references(chars: str, start: int, end: int) -> Sequence[re.Match[str]]:
    """Return the character references (`&amp;`) between two places of a text."""
    return list(_REFERENCE.finditer(chars, start, end))
