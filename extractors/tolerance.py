"""How a stage's numbers are declared: each with its unit, its meaning, and the range in which results stay the same.

A stage (the lines of a page, its columns, ...) has one frozen dataclass of tolerances, which its functions are given. The
ranges are what `make tolerances` measured: it moves one number at a time by steps over a fixed part of the corpus and the
quirks, and looks where what is read begins to change: forms, or for the stages after the layout whole readings, over the
samples, the sister programmes and the gold of places and activities too. A range from a tenth to ten
times the value says that no document of the fixed part depends on the number; a narrow one, that documents do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeAlias, TypeVar

Same: TypeAlias = tuple[float, float] | None
Stage = TypeVar("Stage")


@dataclass(frozen=True)
class Reason:
    """Why a number is what it is: its unit, what it means, and the range of values with the same results.

    `same` holds the lowest and the highest value that were tried and changed nothing, None where the number was not measured.
    """

    unit: str
    meaning: str
    same: Same


@dataclass(frozen=True)
class Declared:
    """A number of a stage: its path (`columns.gutter`), its value and its reason."""

    path: str
    value: float
    reason: Reason


def tolerance(value: float, unit: str, meaning: str, same: Same = None) -> Any:
    """Declare a field of a stage's tolerances with its default value and reason."""
    return field(default=value, metadata={"reason": Reason(unit, meaning, same)})


def list_tolerances(stage: Any, prefix: str = "") -> Iterator[Declared]:
    """Yield the numbers of a stage, and of the stages within it, in the order of their declaration."""
    for one in fields(stage):
        value = getattr(stage, one.name)
        if is_dataclass(value):
            yield from list_tolerances(value, f"{prefix}{one.name}.")
        else:
            yield Declared(f"{prefix}{one.name}", value, one.metadata["reason"])


def replace_tolerance(stage: Stage, path: str, value: float) -> Stage:
    """Return the stage with one number replaced: `replace_tolerance(LAYOUT, "columns.gutter", 0.7)`."""
    name, _, rest = path.partition(".")
    new: Any = replace_tolerance(getattr(stage, name), rest, value) if rest else value
    return replace(stage, **{name: new})  # type: ignore[type-var]
