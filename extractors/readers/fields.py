"""Form fields among a page's characters: ticks become signs, of a list only what is chosen stays, spread digits come together.

Plain data of any PDF library in and out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeAlias

from ucap.extractors.page import Box, Remark
from ucap.extractors.readers.chars import Char
from ucap.extractors.readers.tolerances import FORM_FIELDS, FieldTolerances

TICKED, UNTICKED = "☒", "☐"

FieldKind: TypeAlias = Literal["text", "list", "tick"]


@dataclass(frozen=True)
class FormField:
    """A form field as the file has it: its kind, two opposite corners in the page's own coordinates, and what is filled in.

    A field of which one choice is shown is a `text`; `chosen` are the options of a `list` that shows them all.
    """

    kind: FieldKind
    corners: tuple[float, float, float, float]
    value: str = ""
    is_ticked: bool = False
    is_comb: bool = False
    chosen: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in or ticked."""
        return not (self.value.strip() or self.is_ticked or self.chosen)


def settle_fields(
    chars: Sequence[Char], fields: Sequence[tuple[FormField, Box]], page: int, tolerances: FieldTolerances = FORM_FIELDS
) -> tuple[list[Char], list[Remark]]:
    """Return the characters of a page with those of its fields as they are to be read, and what is to be said about them.

    `fields` have their boxes on the upright page, whose number `page` is.
    """
    settled, remarks = list(chars), []
    for found, box in fields:
        if found.kind == "tick":
            settled.append(_print_tick(found, box, tolerances))
            continue
        beyond = [other for _, other in fields if other.x0 > box.x0 and other.x0 < box.x1]
        inside = [char for char in settled if is_inside(char, box) and not any(is_inside(char, other) for other in beyond)]
        if found.kind == "list":
            unchosen = _find_unchosen(inside, found.chosen)
            gone = {id(char) for char in unchosen}
            settled = [char for char in settled if id(char) not in gone]
        elif _squeeze(found.value) != _squeeze(shown := "".join(char.text for char in inside)):
            remarks.append(_describe_difference(found.value, shown, page))
        if found.kind == "text":
            settled += _end_lines(inside)
        if found.is_comb:
            closed = _close_comb(inside)
            settled = [closed.get(id(char), char) for char in settled]
    return settled, remarks


def _end_lines(inside: Sequence[Char]) -> Iterator[Char]:
    """Yield a blank at the end of each line of a field: the next field may begin just there. It stands on the last letter, as a
    blank where a letter begins is none.
    """
    ends: dict[int, Char] = {}
    for char in inside:
        if not char.text.isspace() and char.x1 >= ends.get(round(char.top), char).x1:
            ends[round(char.top)] = char
    return (char._replace(text=" ", x0=(char.x0 + char.x1) / 2) for char in ends.values())


def _print_tick(found: FormField, box: Box, tolerances: FieldTolerances) -> Char:
    """Return the sign of a box to tick: it stands at the box, as high as text usually is."""
    size = min(box.height, tolerances.tick_size)
    middle = (box.top + box.bottom) / 2
    return Char(
        text=TICKED if found.is_ticked else UNTICKED,
        x0=box.x0,
        top=middle - size / 2,
        x1=min(box.x1, box.x0 + size),
        bottom=middle + size / 2,
        size=size,
        fontname="form field",
        upright=True,
        way=(1.0, 0.0, 0.0, 1.0),
        x=box.x0,
        y=0.0,
    )


def is_inside(char: Char, box: Box) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return bool(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom)


def _find_unchosen(inside: Sequence[Char], chosen: Sequence[str]) -> list[Char]:
    """Return the characters of a list's lines that are not chosen."""
    lines: dict[float, list[Char]] = {}
    for char in inside:
        lines.setdefault(round(char.top), []).append(char)
    wanted = {_squeeze(option) for option in chosen}
    return [char for line in lines.values() if _squeeze("".join(c.text for c in line)) not in wanted for char in line]


def _close_comb(inside: Sequence[Char]) -> dict[int, Char]:
    """Return the characters of a field with a compartment for each, by identity: each one as wide as its compartment."""
    line = sorted((char for char in inside if not char.text.isspace()), key=lambda char: float(char.x0))
    middles = [(char.x0 + char.x1) / 2 for char in line]
    if len(line) < 2:
        return {}
    width = min(b - a for a, b in pairwise(middles))
    return {
        id(char): char._replace(x0=middle - width / 2, x1=middle + width / 2)
        for char, middle in zip(line, middles, strict=True)
    }


def _describe_difference(value: str, shown: str, page: int) -> Remark:
    shown = " ".join(shown.split())
    details = f"A form field holds “{' '.join(value.split())}”, but shows {f'“{shown}”' if shown else 'nothing'}."
    return Remark("field_differs", details, page, shown or value)


def is_shown_by_field(text: str, fields: Sequence[tuple[FormField, Box]]) -> bool:
    """Whether a field shows what a hidden text says: programs print a value outside of the page, too, to measure it."""
    return any(_squeeze(field.value) == _squeeze(text) for field, _ in fields)


def _squeeze(text: str) -> str:
    return "".join(text.split())
