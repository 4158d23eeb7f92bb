"""Where the sentences and lines of a text begin and end."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from ucap.schemas.vocabularies import load_vocabulary

_LONGEST_SENTENCE: Final = 1500
"""Characters: what has no stop for longer is not a sentence, and the cost of a piece grows faster than its length."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“(\[]*[A-Z0-9])|\n+\s*(?:[•→○▪-]\s*)?|^\s*[•→○▪]\s*")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences and lines of a text, without bullet glyphs and outer blanks."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" in match.group() or not _ends_abbreviated(text[start : match.start()]):
            spans.append((start, match.start()))
            start = match.end()
    spans.append((start, len(text)))
    pieces = [piece for span in spans for piece in _cut_long(text, *span)]
    stripped = [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in pieces]
    return [(a, b) for a, b in stripped if any(c.isalnum() for c in text[a:b])]


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a span that is too long for a sentence, at its last blanks where it has some."""
    while end - start > _LONGEST_SENTENCE:
        blank = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = blank if blank > 0 else start + _LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _ends_abbreviated(text: str) -> bool:
    """Whether the stop at the end of a text is an abbreviation's: "met Dr.", "by J."."""
    return _abbreviation().search(text) is not None


@cache
def _abbreviation() -> re.Pattern[str]:
    listed = "|".join(map(re.escape, load_vocabulary("entities")["stopped_abbreviations"]))
    return re.compile(rf"\b(?:{listed}|[A-Z])\.$")
