"""Names of bodies, events, programmes and facilities by the grammar of their words; pure rules, no language model.

A name of this genre ends in a noun that tells its kind (`Andalusia Smart City Cluster`, `Yantai Port`), begins with one
(`Instituto ...`, `University of ...`), stands in brackets as an acronym, or is known (`extractors.entities.gazetteers`).
Headings are capitalised too (`Smart City & Innovation`), so a name needs a word of its own: a place, an acronym, a word that is
not English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.entities.gazetteers import Token
from extractors.entities.runs import SentenceRuns
from extractors.entities.words import PLACES, Head, NameContext, NameSpan, is_acronym, select_longest
from schemas.records import EntityLabel

_BRACKETED = re.compile(r"\s*[(\[]\s*[\"“‘']?([^\W_][\w&/.+ -]{0,14}[\w+])[\"”’']?\s*[)\]]")


def find_names(text: str, context: NameContext) -> list[NameSpan]:
    """Return the names in one sentence or bullet, without overlaps, from left to right. Offsets are into `text`."""
    return _Sentence(text, context).names()


def find_acronyms(text: str, context: NameContext) -> dict[str, tuple[EntityLabel, str]]:
    """Return acronyms that the sentence explains as `Name (ACR)`, each with the name's label and the name as printed."""
    found: dict[str, tuple[EntityLabel, str]] = {}
    for span in find_names(text, context):
        if span.certain and (match := _BRACKETED.match(text, span.end)) and is_acronym(match.group(1)):
            found.setdefault(match.group(1), (span.label, span.canonical or text[span.start : span.end]))
    return found


class _Sentence(SentenceRuns):
    """One sentence while its names are sought."""

    def names(self) -> list[NameSpan]:
        """Return all names without overlaps."""
        grammatical = list(self._grammatical_names())
        # A place within a name that does not tell its kind is part of it: "Aarhus Vand".
        loose = [span for span in grammatical if not span.certain and not span.needs_model]
        known = [
            k
            for k in self._known_spans()
            if not any(s.start <= k.start and k.end <= s.end and k.end - k.start < s.end - s.start for s in loose)
        ]
        candidates = [*self._programmes(), *grammatical, *self._persons(), *known]
        # An acronym that the document explains goes before a known name of the same letters.
        candidates = [*self._later_acronyms(), *self._bracketed_acronyms(candidates), *candidates]
        return self._confirm_listed(select_longest(candidates))

    def _confirm_listed(self, names: list[NameSpan]) -> list[NameSpan]:
        """Accept capitalised words that are listed beside certain names: "Dublin City Council, Airbus and ..."."""
        certain = [name for name in names if name.certain and name.label in ("ORG", "FACILITY", "CITY")]
        doubtful = [name for name in names if name.needs_model]
        taken = [(name.start, name.end) for name in names]
        for first, last in self._runs():
            start, end = self.tokens[first].start, self.tokens[last - 1].end
            if (
                first > 0
                and self._gap(first - 1)
                and all(end <= a or b <= start for a, b in taken)
                and self._is_telling(first, last)
            ):
                doubtful.append(NameSpan(start, end, "ORG", certain=False, needs_model=True))
        confirmed = [
            replace(name, needs_model=False, certain=name.certain or " " in self.text[name.start : name.end])
            for name in doubtful
            if any(self._are_listed(name, other) for other in certain)
        ]
        return select_longest([*confirmed, *names])

    def _are_listed(self, name: NameSpan, other: NameSpan) -> bool:
        before, after = sorted((name, other), key=lambda span: span.start)
        between = self.text[before.end : after.start] if before.end <= after.start else "."
        return re.fullmatch(r"\s*(?:\([^()]*\))?(?:,|,?\s+and|\s+&)\s+(?:the\s+)?", between) is not None

    def _is_telling(self, first: int, last: int) -> bool:
        """Whether none of the words is one of those that topics and headings are made of."""
        ordinary = (self.words.generic, self.words.topics, self.words.starters, self.words.nationalities)
        tokens = self.tokens[first:last]
        return last - first <= 3 and all(
            len(t.text) > 2
            and t.text not in self.words.abbreviations
            and not any(t.lower in words or t.lower.removesuffix("s") in words for words in ordinary)
            for t in tokens
        )

    # Known names

    def _known_spans(self) -> Iterator[NameSpan]:
        for match in self.matches:
            yield self._span(match.first, match.last, match.known.label, canonical=match.known.canonical)
            before = match.first - 1
            in_region = match.known.label in PLACES and before >= 0 and self.tokens[before].text in self.words.region_words
            if in_region and self._adjacent(before):
                yield self._span(before, match.last, "REGION")

    def _programmes(self) -> Iterator[NameSpan]:
        for match in self.matches:
            if match.known.label == "PROGRAMME":
                last = match.last
                if (
                    last < len(self.tokens)
                    and self._adjacent(last - 1)
                    and self.tokens[last].lower in self.words.trailing_heads
                ):
                    last += 1
                yield self._span(match.first, last, "PROGRAMME", canonical=match.known.canonical)
        for prefix in self.words.goal_prefixes:
            for found in re.finditer(rf"\b{prefix}s?\s?(\d{{1,2}})\b(?:\.\w)?", self.text):
                yield NameSpan(found.start(), found.end(), "PROGRAMME", f"SDG {found.group(1)}")

    # Grammar

    def _grammatical_names(self) -> Iterator[NameSpan]:
        for first, last in self._runs():
            yield from self._names_in_run(first, last)

    def _names_in_run(self, first: int, last: int) -> Iterator[NameSpan]:
        first = self._skip_starters(first, last)
        first, cut = self._cut_programme(first, last)
        if cut is not None:
            yield from self._names_in_run(*cut)
        if first >= last:
            return
        leading = next((i for i in range(first, last) if self.tokens[i].text in self.words.leading_heads), None)
        if leading is not None and last - leading > 1 and not (leading > first and self._is_english_head(leading)):
            # "Ayuntamiento de X": the kind stands first and the name runs on.
            yield self._span(leading, last, self.words.leading_heads[self.tokens[leading].text])
            return
        head = self._last_head(first, last)
        lower = self._lower_case_head(first, last)
        if lower is not None:
            yield self._span(first, last + 1, lower)
            return
        if head is None:
            yield from self._headless_name(first, last)
            return
        end, kind = head
        complement = self._complement_end(end)
        if complement > end:
            named = self.tokens[end - 1].lower in self.words.official_heads or self._is_proper(end + 1, complement, kind)
            inner = self._head_ending(end + 1, complement)
            # "Port of Gdańsk Authority" is the authority.
            kind = inner if inner and inner.strong and self._is_place(end + 1) else kind
        else:
            named = kind.label == "EVENT" and self._has_edition(end) and end - kind.size > first
        named = named or self._is_proper(first, end - kind.size, kind)
        end = max(complement, self._trailing_end(end, last, kind))
        yield replace(self._span(first, end, kind.label), certain=named, needs_model=not named)
        if named and complement <= end < last:
            yield from self._names_in_run(end, last)

    def _skip_starters(self, first: int, last: int) -> int:
        """Skip what only begins the sentence or tells an office: "Visit Haier Group", "Mayor Jean Durand"."""
        while first < last - 1:
            token = self.tokens[first]
            opens = first == 0 or re.search(r"[:.;–•]\s*$", self.text[: token.start]) is not None
            if (
                self._opens_sentence(token) and (opens or token.text in self.words.titles) and first not in self.match_at
            ) or token.lower == "the":
                first += 1
            else:
                break
        return first

    def _opens_sentence(self, token: Token) -> bool:
        gerund = token.lower.endswith("ing") and self.context.is_word(token.lower) and token.lower not in self.words.topics
        return token.lower in self.words.starters or gerund

    def _cut_programme(self, first: int, last: int) -> tuple[int, tuple[int, int] | None]:
        """Cut a run at a known programme that is complete: "Málaga IUC project manager" names a city and a programme."""
        for match in self.matches:
            if match.known.label == "PROGRAMME" and first <= match.first and match.last <= last:
                end = match.last
                if end < len(self.tokens) and self._adjacent(end - 1) and self.tokens[end].lower in self.words.trailing_heads:
                    end += 1
                rest = [i for i in range(end, last) if self._is_capital(i)]
                if not rest and self._lower_case_head(first, last) != "EVENT":
                    return last, (first, match.first) if match.first > first else None
        return first, None

    def _last_head(self, first: int, last: int) -> tuple[int, Head] | None:
        """Return the end of the last head noun that has a word before it or a complement after, and what it says."""
        for end in range(last, first, -1):
            head = self._head_ending(first, end)
            if head and (end - head.size > first or self._complement_end(end) > end):
                if (self._is_place_token_end(end) and head.size == 1) or self._is_described_city(first, end):
                    continue
                return end, head
        return None

    def _lower_case_head(self, first: int, last: int) -> EntityLabel | None:
        """Return the label of a head in lower case after a proper name of two words or more: "IUC Global event"."""
        if last >= len(self.tokens) or not self._adjacent(last - 1) or last - first < 2:
            return None
        label = self.words.lower_case_heads.get(self.tokens[last].text)
        if label is None or (self._last_head(first, last) and self._head_ending(first, last)):
            return None
        if (
            self._gap(last).isspace()
            and last + 1 < len(self.tokens)
            and self.tokens[last + 1].text in ("manager", "managers", "partners", "team")
        ):
            return None
        return label if self._is_proper(first, last, Head(label, strong=False)) and not self._all_places(first, last) else None

    def _headless_name(self, first: int, last: int) -> Iterator[NameSpan]:
        """Yield what looks like a name without telling its kind."""
        tokens = self.tokens
        if self._all_places(first, last):
            return
        foreign = any(token.text in self.words.foreign_joiners for token in tokens[first:last])
        own = [i for i in range(first, last) if self._is_own_word(i)]
        abbreviations = [i for i in range(first, last) if self._is_free_abbreviation(i)]
        places = [i for i in range(first, last) if self._is_place(i)]
        branch = abbreviations and places and last - first == len(abbreviations) + len(places)
        agency = last - first == 2 and tokens[first].text in self.words.agency_words and self._is_place(first + 1)
        if branch or agency:
            # "DRC Zhengzhou", the local branch of a body known by its acronym; "Business Finland".
            yield self._span(first, last, "ORG")
        elif (abbreviations and last - first == 1 and len(tokens[first].text) > 2) or ((own or foreign) and last - first > 1):
            yield self._span(first, last, "ORG", certain=False)
        elif own:
            opens = first == 0 or not self._gap(first - 1).isspace()
            yield replace(self._span(first, last, "ORG", certain=False), needs_model=opens and "," not in self._gap(first - 1))

    # Acronyms and persons

    def _bracketed_acronyms(self, names: Sequence[NameSpan]) -> Iterator[NameSpan]:
        for name in select_longest(names):
            match = _BRACKETED.match(self.text, name.end)
            if match and name.label not in ("CITY", "COUNTRY", "DATE") and is_acronym(match.group(1)):
                canonical = name.canonical or self.text[name.start : name.end]
                yield NameSpan(match.start(1), match.end(1), name.label, canonical, name.certain)

    def _later_acronyms(self) -> Iterator[NameSpan]:
        for i, token in enumerate(self.tokens):
            if known := self.context.acronyms.get(token.text):
                yield self._span(i, i + 1, known[0], canonical=known[1])

    def _persons(self) -> Iterator[NameSpan]:
        for i, token in enumerate(self.tokens):
            if token.text not in self.words.titles or not re.fullmatch(r"\.?\s+", self._gap(i)):
                continue
            last = i + 1
            while (
                last < len(self.tokens)
                and last - i <= 3
                and self._is_capital(last)
                and (last == i + 1 or self._adjacent(last - 1))
            ):
                last += 1
            first = i + 1
            while first < last and self.tokens[first].text in self.words.titles:
                first += 1
            if (
                first < last
                and not any(self._is_place(j) for j in range(first, last))
                and self._head_ending(first, last) is None
            ):
                yield self._span(first, last, "PERSON")
