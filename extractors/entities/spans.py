"""Names found in a sentence, and which of them stay where they overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ucap.schemas.records import EntityLabel

NameDoubt = Literal["kind", "place", "extent"]
"""What is not certain of a name: its kind; whether it is a town or a part of one; where it begins or ends."""


@dataclass(frozen=True)
class NameSpan:
    """A name found by rule: character offsets into the sentence, label, canonical form where a vocabulary gives it.

    `certain` is False for what looks like a name and does not say its kind, which the language model may then decide.
    `needs_model` is True where it counts as a name only if the model finds one there too, `may_be_person` where it stands as
    a person's name may, so that the model decides that too.
    `may_be_sight` says that people visit it, so that it is a sight unless the model takes it for a body.
    `is_thing` says that it is no mention whatever the model says: the *X* app.
    `doubt` says what of it rests on weak evidence; None where a list, its own words or the words beside it tell.
    """

    start: int
    end: int
    label: EntityLabel
    canonical: str | None = None
    certain: bool = True
    needs_model: bool = False
    may_be_person: bool = False
    is_thing: bool = False
    may_be_sight: bool = False
    doubt: NameDoubt | None = None

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with the text from `start` to `end`."""
        return self.start < end and start < self.end


def select_longest(spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Return spans without overlaps, in text order: certain before uncertain ones, then the longest, then the first given."""
    # Sorting keeps the order of what is equal.
    ranked = sorted(spans, key=lambda span: (span.needs_model, not span.certain, span.start - span.end))
    kept: list[NameSpan] = []
    for span in ranked:
        if not any(other.overlaps(span.start, span.end) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
