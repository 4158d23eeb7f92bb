"""Mentions of entities, and texts with them marked as people write and read them: `[[Porto|CITY]]`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from ucap.extractors.entities.spans import NameDoubt
from ucap.schemas.records import EntityLabel, EntitySource

_MARK = re.compile(r"\[\[(?P<text>[^\[\]|]+)\|(?P<label>[A-Z]+)(?P<optional>\|o)?\]\]")


@dataclass(frozen=True)
class Mention:
    """A named entity: text with character offsets into the text it was sought in.

    `canonical` is the name for all its spellings as far as one document tells, `full_name` what the document says that an
    acronym means. `doubt` says what of it rests on weak evidence.
    """

    text: str
    label: EntityLabel
    start: int
    end: int
    canonical: str | None
    source: EntitySource
    full_name: str | None = None
    doubt: NameDoubt | None = None


@dataclass(frozen=True)
class Mark:
    """A mention marked by hand; `optional` where readers may well disagree whether it is one, or of which kind."""

    start: int
    end: int
    label: EntityLabel
    optional: bool = False


def mark_entities(text: str, mentions: Iterable[Mention]) -> str:
    """Return a text with each of its mentions, which do not overlap, written as `[[text|LABEL]]`."""
    pieces, last = [], 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        pieces += [text[last : mention.start], f"[[{text[mention.start : mention.end]}|{mention.label}]]"]
        last = mention.end
    return "".join([*pieces, text[last:]])


def parse_marks(marked: str) -> tuple[str, list[Mark]]:
    """Return the plain text of a marked one, and its marks; `[[text|LABEL|o]]` is an optional one."""
    pieces: list[str] = []
    marks: list[Mark] = []
    last = length = 0
    for match in _MARK.finditer(marked):
        pieces += [marked[last : match.start()], match["text"]]
        end = length + match.start() - last + len(match["text"])
        marks.append(Mark(end - len(match["text"]), end, cast(EntityLabel, match["label"]), match["optional"] is not None))
        last, length = match.end(), end
    return "".join([*pieces, marked[last:]]), marks
