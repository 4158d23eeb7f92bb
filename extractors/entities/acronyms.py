"""Acronyms that a document explains, and names that another of its sentences tells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ucap.extractors.entities.runs import SentenceRuns
from ucap.extractors.entities.words import Head, NameSpan, is_acronym, select_longest
from ucap.extractors.places import fold_name
from ucap.schemas.records import EntityLabel

_BRACKETED = re.compile(r"\s*[(\[]\s*[\"“‘']?([^\W_][\w&/.+ -]{0,14}[\w+])[\"”’']?\s*[)\]]")

_LONGEST_NAME = 24
"""Words and signs of a name told elsewhere; without a limit, a heading of hundreds of capitalised words would take minutes."""

_UNABBREVIATED: Final[frozenset[EntityLabel]] = frozenset({"CITY", "COUNTRY", "DATE", "PERSON"})


def find_acronyms(text: str, names: Sequence[NameSpan]) -> dict[str, tuple[EntityLabel, str]]:
    """Return acronyms that a sentence with these names explains, `Name (ACR)` or `ACR (Name)`: label and name as printed."""
    found: dict[str, tuple[EntityLabel, str]] = {}
    for span in names:
        printed, follows = text[span.start : span.end], text[span.end :].lstrip()
        if span.label in _UNABBREVIATED:
            continue
        if span.canonical not in (None, printed) and is_acronym(printed) and follows.startswith(("(", "[")):
            found.setdefault(printed, (span.label, span.canonical or printed))
        if span.certain and (match := _BRACKETED.match(text, span.end)) and is_acronym(match.group(1)):
            found.setdefault(match.group(1), (span.label, span.canonical or printed))
    return found


class SentenceAcronyms(SentenceRuns):
    """One sentence's acronyms, and its names known from elsewhere; ranges are of tokens, [first, last)."""

    def _bracketed_acronyms(self, names: Sequence[NameSpan]) -> Iterator[NameSpan]:
        for name in select_longest(names):
            match = _BRACKETED.match(self.text, name.end)
            if match and name.label not in _UNABBREVIATED and is_acronym(match.group(1)):
                canonical = name.canonical or self.text[name.start : name.end]
                yield NameSpan(match.start(1), match.end(1), name.label, canonical, name.certain)

    def _explained_acronyms(self, names: Sequence[NameSpan]) -> Iterator[NameSpan]:
        """Yield acronyms whose name follows in brackets: "PTA (Technological Park of Andalusia)"."""
        for name in select_longest(names):
            before = re.search(r"([^\W_][\w&/-]{1,14})\s*\(\s*(?:the\s+)?$", self.text[: name.start])
            closes = re.match(r"\s*\)", self.text[name.end :])
            if before and closes and name.certain and name.label not in _UNABBREVIATED and is_acronym(before.group(1)):
                yield NameSpan(before.start(1), before.end(1), name.label, name.canonical or self.text[name.start : name.end])

    def _names_elsewhere(self) -> Iterator[NameSpan]:
        """Yield names of several words of which another sentence of the document tells that they are names."""
        for first, last in self._runs():
            for start in range(first, last - 1):
                for end in range(min(last, start + _LONGEST_NAME), start + 1, -1):
                    printed = self.text[self.tokens[start].start : self.tokens[end - 1].end]
                    if label := self.context.names.get(fold_name(printed)):
                        yield self._span(start, end, label)

    def _later_acronyms(self) -> Iterator[NameSpan]:
        for i, token in enumerate(self.tokens):
            if known := self.context.acronyms.get(token.text):
                yield self._span(i, i + 1, known[0], canonical=known[1])

    def _with_dashed_acronym(self, name: NameSpan) -> NameSpan:
        """Return a name with its acronym where that stands before it after a dash: "VŠB – Technical University of Ostrava"."""
        before = re.search(r"([^\W_][\w&/]{1,7})\s[–—-]\s$", self.text[: name.start])
        return replace(name, start=before.start(1)) if before and is_acronym(before.group(1)) else name

    def _is_explained(self, end: int, kind: Head) -> bool:
        """Whether an acronym follows in brackets, as after the name of a body, an event or a treaty of whatever words."""
        match = _BRACKETED.match(self.text, self.tokens[end - 1].end)
        return bool(match and is_acronym(match.group(1)) and (kind.strong or kind.label in ("EVENT", "PROGRAMME")))
