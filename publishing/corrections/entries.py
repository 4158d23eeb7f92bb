"""Correction files, `raw/corrections/*.yml`: each a list of entries.

```yaml
- document: asia/malaga-changchun.pdf        # the file, relative to the raw folder; or `ucap:` with its ucap_id
  table: cities
  row: malaga--changchun-zhengzhou/lead/1    # the key of the row as extracted, as in evidence.row
  column: population
  expected: 569000                           # the value extracted today; else the entry is not applied
  value: 571026                              # the new one, or null
  reason: Census of 2017, not 2015.
  author: mk
  date: 2026-01-31
- ucap: malaga--changchun-zhengzhou
  table: activities
  row: malaga--changchun-zhengzhou/a3
  drop: true                                 # the row is not published
  expected: {date_text: April 2017}          # one or more values of the row as extracted
  ...                                        # reason, author and date as above
- ucap: malaga--changchun-zhengzhou
  table: themes
  add: {theme: Water, position: 2}           # a row that is missing; without position it comes last
  ...
- join: [graz--nanning/a3, nanning--graz/a1] # activities, as published, that are one event; `part`: the first is another one
  expected:                                  # the text of each as published; else the entry is not applied
    graz--nanning/a3: Visit to Nanning.
    nanning--graz/a1: Guests of Graz in our wetland park.
  ...
- use: asia/malaga (2).pdf                   # of several files of one U-CAP, publish this one
  ...
- ignore: asia/draft.pdf                     # do not read this file
  ...
```

Rows are always named as extracted, even if other entries drop or add rows. Only activities that are joined or separated are
named as published, because documents of several U-CAPs are compared as published. `schemas/corrections.schema.json` describes
the same for editors; it is rendered from the models here:
`python -m ucap.publishing.corrections.entries > schemas/corrections.schema.json`.
"""

import datetime
import hashlib
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from ucap.publishing.corrections.columns import (
    ADDED_TABLES,
    CORRECTED_TABLES,
    ROW_TABLES,
    WrongValueError,
    check_new_value,
    check_value,
    list_columns,
    make_row,
)
from ucap.publishing.events.decisions import COLUMN as DECIDED_COLUMN
from ucap.publishing.events.decisions import TABLE as DECIDED_TABLE
from ucap.schemas.values import render_value
from ucap.schemas.wording import choose_word, explain_invalid, join_words

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, pattern=r"^[^\x00-\x08\x0b-\x1f]*$")]
_ACTIVITY_ID = re.compile(r"[^\s/]+/a[1-9][0-9]*")
_TableName = Annotated[Text, Field(description="Table of the value.", json_schema_extra={"enum": list(CORRECTED_TABLES)})]
_RowKey = Annotated[Text, Field(description="Key of the row as extracted, as in evidence.row.")]


class Entry(BaseModel):
    """What every entry has: the reason, the author and the date."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    reason: Text = Field(description="Why: where the right value comes from.")
    author: Text = Field(description="Who wrote the entry.")
    date: datetime.date = Field(description="When it was written.")

    def effect(self) -> dict[str, Any]:
        """Return what the entry does, without reason, author and date."""
        return self.model_dump(exclude={"reason", "author", "date"})


class TargetEntry(Entry):
    """An entry about one table of one document."""

    tables: ClassVar[dict[str, Any]] = CORRECTED_TABLES

    document: Text | None = Field(None, description="Path of the file, relative to the raw folder; or name its `ucap`.")
    ucap: Text | None = Field(None, description="ucap_id; or name the `document`.")
    table: _TableName

    @model_validator(mode="after")
    def _check_target(self) -> "TargetEntry":
        if (self.document is None) == (self.ucap is None):
            raise PydanticCustomError("target", "name either document or ucap")
        if self.table not in self.tables:
            raise _wrong("table", f"it cannot be used here; tables are {', '.join(self.tables)}")
        self._check_values()
        return self

    def _check_values(self) -> None:
        raise NotImplementedError


class ValueEntry(TargetEntry):
    """A value that replaces the extracted one."""

    row: _RowKey
    column: Text = Field(description="Column of the value.")
    expected: Any = Field(description="The value extracted today; the entry is applied only while it is still extracted.")
    value: Any = Field(description="The new value, or null.")

    def _check_values(self) -> None:
        _check_columns(self.table, [self.column], "column")
        _check_typed(self.table, self.column, self.expected, "expected")
        _check_typed(self.table, self.column, self.value, "value", check_new_value)


class DropEntry(TargetEntry):
    """A row that is not published."""

    tables: ClassVar[dict[str, Any]] = ROW_TABLES

    row: _RowKey
    drop: Literal[True]
    expected: dict[str, Any] = Field(min_length=1, description="One or more values of the row as extracted, by column.")

    def _check_values(self) -> None:
        _check_columns(self.table, list(self.expected), "expected", all_columns=True)
        for column, value in self.expected.items():
            _check_typed(self.table, column, value, "expected")


class AddEntry(TargetEntry):
    """A row that is missing."""

    tables: ClassVar[dict[str, Any]] = ADDED_TABLES

    add: dict[str, Any] = Field(
        min_length=1, description="Its values by column; `position`: before which row; without it the row comes last."
    )

    def _check_values(self) -> None:
        extra = {"side", "position"} & ADDED_TABLES[self.table].model_fields.keys()
        _check_columns(self.table, [column for column in self.add if column not in extra], "add")
        try:
            make_row(self.table, self.add)
        except WrongValueError as error:
            raise _wrong("add", str(error)) from None
        if self.add.get("position", 1) < 1:
            raise _wrong("add", "position counts from 1")


class UseEntry(Entry):
    """The file to publish where several hold one U-CAP."""

    use: Text = Field(description="Path of the file, relative to the raw folder.")


class IgnoreEntry(Entry):
    """A file that is not read."""

    ignore: Text = Field(description="Path of the file, relative to the raw folder.")


class EventEntry(Entry):
    """Activities of which a person says whether they are one event."""

    kind: ClassVar[str]

    expected: dict[Text, str] = Field(
        description="Text of each activity as published, by `activity_id`; the entry is applied only while they are the same."
    )

    @property
    def activities(self) -> list[str]:
        """The activities that it is about, by `activity_id`."""
        listed: list[str] = getattr(self, self.kind)
        return listed

    @model_validator(mode="after")
    def _check_activities(self) -> "EventEntry":
        if wrong := next((id_ for id_ in self.activities if not _ACTIVITY_ID.fullmatch(id_)), None):
            raise _wrong(self.kind, f"{wrong!r} is not an activity_id, such as graz--nanning/a3")
        if len(set(self.activities)) != len(self.activities):
            raise _wrong(self.kind, "an activity appears twice")
        if set(self.activities) != self.expected.keys():
            raise _wrong("expected", f"it must have the text of each activity of {self.kind}, and no other")
        return self


class JoinEntry(EventEntry):
    """Activities that are one event."""

    join: list[Text] = Field(min_length=2, description="The activities, by `activity_id` as published.")
    kind: ClassVar[str] = "join"


class PartEntry(EventEntry):
    """An activity that is another event than others."""

    part: list[Text] = Field(
        min_length=2, description="The activity, then those that are not the same event, by `activity_id` as published."
    )
    kind: ClassVar[str] = "part"


AnyEntry = ValueEntry | DropEntry | AddEntry | JoinEntry | PartEntry | UseEntry | IgnoreEntry


def choose_model(keys: set[str]) -> type[AnyEntry]:
    """Return the model of an entry that has these keys."""
    models: dict[str, type[AnyEntry]] = {
        "use": UseEntry, "ignore": IgnoreEntry, "join": JoinEntry, "part": PartEntry, "drop": DropEntry, "add": AddEntry,
    }  # fmt: skip
    return next((model for key, model in models.items() if key in keys), ValueEntry)


@dataclass(frozen=True)
class Located:
    """A valid entry and its place: file relative to the raw folder, position from 1, line from 1."""

    entry: AnyEntry
    file: str
    position: int
    line: int

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return f"{self.file}:{self.line}"

    @cached_property
    def entry_id(self) -> str:
        """Digest of what the entry does."""
        text = json.dumps(self.entry.effect(), ensure_ascii=True, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Described:
    """The columns of `corrections` that name the value of an entry; each null where it is not known."""

    ucap: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    expected: str | None = None
    new_value: str | None = None


def describe_entry(entry: AnyEntry) -> Described:
    """Return which value an entry is about, as in the table `corrections`."""
    if isinstance(entry, UseEntry):
        return Described(entry.use, "documents", entry.use, "status", None, "use")
    if isinstance(entry, IgnoreEntry):
        return Described(entry.ignore, "documents", entry.ignore, "status", None, "ignore")
    if isinstance(entry, EventEntry):
        return Described(
            None, DECIDED_TABLE, " ".join(entry.activities), DECIDED_COLUMN, render_values(entry.expected), entry.kind
        )
    target = entry.document or entry.ucap
    if isinstance(entry, ValueEntry):
        expected, value = render_value(entry.expected), render_value(entry.value)
        return Described(target, entry.table, entry.row, entry.column, expected, value)
    if isinstance(entry, DropEntry):
        return Described(target, entry.table, entry.row, None, render_values(entry.expected), None)
    return Described(target, entry.table, None, None, None, render_values(entry.add))


def render_values(values: dict[str, Any]) -> str:
    """Return values by column as JSON."""
    return json.dumps(values, ensure_ascii=False, default=str)


def render_schema() -> str:
    """Render the JSON Schema of correction files."""
    schema = TypeAdapter(list[AnyEntry]).json_schema()
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ucap corrections", **schema}
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def explain_error(error: ValidationError) -> tuple[str | None, str]:
    """Return the faulty key (None where there is no single one) and what is wrong with it."""
    errors = error.errors()
    unknown = [str(fault["loc"][0]) for fault in errors if fault["type"] == "extra_forbidden"]
    missing = [str(fault["loc"][0]) for fault in errors if fault["type"] == "missing" and len(fault["loc"]) == 1]
    is_missing = f"{choose_word(len(missing), 'is', 'are')} missing"
    if unknown:  # before the missing ones: it may be a misspelling of one of them
        several = len(unknown) > 1
        said = f"there are no keys {join_words(unknown)}" if several else "there is no such key"
        return None if several else unknown[0], f"{said}, and {join_words(missing)} {is_missing}" if missing else said
    if len(missing) > 1:
        return None, f"{join_words(missing)} {is_missing}"
    if missing:
        return missing[0], "this key is missing"
    first = errors[0]
    context = first.get("ctx", {})
    if first["type"] == "value":
        return str(context["key"]), str(context["problem"])
    if not first["loc"]:
        return None, explain_invalid(first)
    return str(first["loc"][0]), explain_invalid(first)


def _wrong(key: str, problem: str) -> PydanticCustomError:
    return PydanticCustomError("value", "{key}: {problem}", {"key": key, "problem": problem})


def _check_columns(table: str, columns: list[str], key: str, *, all_columns: bool = False) -> None:
    known = list(CORRECTED_TABLES[table].model_fields) if all_columns else list_columns(table)
    if unknown := [column for column in columns if column not in known]:
        raise _wrong(key, f"{', '.join(unknown)} of {table} cannot be corrected; columns are {', '.join(known)}")


def _check_typed(table: str, column: str, value: Any, key: str, check: Callable[[str, str, Any], Any] = check_value) -> None:
    try:
        check(table, column, value)
    except WrongValueError as error:
        raise _wrong(key, f"{error} (for {table}.{column})") from None


if __name__ == "__main__":
    sys.stdout.buffer.write(render_schema().encode())
