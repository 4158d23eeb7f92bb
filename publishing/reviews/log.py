"""The log of checks, `raw/reviews.jsonl`: one line for each act of a person, only ever added to.

```json
{"act": "right", "document_id": "621a4a2e7a4acba4", "ucap": "malaga--changchun-zhengzhou", "reviewer": "mk",
 "date": "2026-01-31", "values": [["cities", "lead/1", "population", "569000"]]}
```

`values` names table, row (without the U-CAP), column and the value that was right, as text (null: rightly none). The act
`withdraw` takes checks of the same values of the same document back. The last line about a value holds.
"""

import datetime
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from ucap.publishing.errors import OutputError
from ucap.publishing.storage.location import Location
from ucap.schemas.wording import explain_invalid

LOG_NAME = "reviews.jsonl"

_Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class ReviewAct(BaseModel):
    """One line of the log."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    act: Literal["right", "withdraw"]
    document_id: _Name
    ucap: _Name
    reviewer: _Name
    date: datetime.date
    values: tuple[tuple[_Name, str, _Name, str | None], ...] = Field(min_length=1)


@dataclass(frozen=True)
class Check:
    """One value of one document's content that a person found right."""

    document_id: str
    ucap_id: str
    table: str
    row: str
    column: str
    value: str | None
    reviewer: str
    date: datetime.date

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What was checked: content, table, row and column."""
        return self.document_id, self.table, self.row, self.column


@dataclass(frozen=True)
class ReviewLog:
    """The checks that hold, in the order in which they were made."""

    checks: tuple[Check, ...] = ()

    @cached_property
    def by_ucap(self) -> Mapping[str, Sequence[Check]]:
        """The checks by U-CAP."""
        found: defaultdict[str, list[Check]] = defaultdict(list)
        for check in self.checks:
            found[check.ucap_id].append(check)
        return found

    def digest(self, ucap_id: str | None) -> str:
        """Return the digest of the checks of a U-CAP for a document's input key; "" where there are none."""
        checks = self.by_ucap.get(ucap_id or "")
        if not checks:
            return ""
        text = json.dumps([[*check.key, check.value, check.reviewer, check.date.isoformat()] for check in checks])
        return hashlib.sha256(text.encode()).hexdigest()


def load_reviews(raw: Location) -> ReviewLog:
    """Read the log of a raw folder; none where there is no file. Raises `OutputError` that names a line that cannot be read."""
    path = raw / LOG_NAME
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return ReviewLog()
    except OSError as error:
        raise OutputError(f"{path} cannot be read ({error.strerror}): give this account the right to read it.") from error
    return ReviewLog(tuple(_settle(_parse(path, number, line) for number, line in enumerate(lines, start=1) if line.strip())))


def append_act(raw: Path, act: ReviewAct) -> None:
    """Add a line to the log, in one write, so that lines of two people cannot run into each other. Raises `OutputError`."""
    path = raw / LOG_NAME
    line = (json.dumps(act.model_dump(mode="json"), ensure_ascii=False) + "\n").encode()
    try:
        log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(log, line)
        finally:
            os.close(log)
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}): give this account the right to write it.") from error


def _parse(path: Location, number: int, line: bytes) -> ReviewAct:
    try:
        return ReviewAct.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        what = ".".join(map(str, first["loc"])) or "the line"
        raise OutputError(f"{path}:{number}: {what}: {explain_invalid(first)}. Correct or delete this line.") from None


def _settle(acts: Iterable[ReviewAct]) -> Iterable[Check]:
    held: dict[tuple[str, str, str, str], Check] = {}
    for act in acts:
        for table, row, column, value in act.values:
            key = f"{act.ucap}/{row}" if row else act.ucap
            check = Check(act.document_id, act.ucap, table, key, column, value, act.reviewer, act.date)
            held.pop(check.key, None)
            if act.act == "right":
                held[check.key] = check
    return held.values()
