"""Names of bodies, events, programmes and facilities by the grammar of their words; pure rules, no language model.

A name of this genre ends in a noun that tells its kind (`Andalusia Smart City Cluster`, `Yantai Port`), begins with one
(`Instituto ...`, `University of ...`), stands in brackets as an acronym, or is known (`ucap.extractors.entities.gazetteers`).
Headings are capitalised too (`Smart City & Innovation`), so a name needs a word of its own: a place, an acronym, a word that is
not English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ucap.extractors.entities.acronyms import SentenceAcronyms
from ucap.extractors.entities.gazetteers import Token, match_names
from ucap.extractors.entities.persons import SentencePersons
from ucap.extractors.entities.unheaded import SentenceUnheaded
from ucap.extractors.entities.words import PLACES, Head, NameContext, NameSpan, select_longest
from ucap.extractors.places import is_city_name
from ucap.schemas.records import EntityLabel


def find_names(text: str, context: NameContext) -> list[NameSpan]:
    """Return the names in one sentence or bullet, without overlaps, from left to right. Offsets are into `text`."""
    return _Sentence(text, context).names()


class _Sentence(SentenceAcronyms, SentenceUnheaded, SentencePersons):
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
        candidates = [*self._persons(), *self._programmes(), *grammatical, *known, *self._names_elsewhere()]
        # An acronym that the document explains goes before a known name of the same letters.
        acronyms = (*self._later_acronyms(), *self._bracketed_acronyms(candidates), *self._explained_acronyms(candidates))
        candidates = [*acronyms, *candidates]
        candidates += [self._with_dashed_acronym(name) for name in candidates if name.label == "ORG" and name.certain]
        return self._confirm_listed(select_longest(candidates))

    def _confirm_listed(self, names: list[NameSpan]) -> list[NameSpan]:
        """Accept capitalised words that are listed beside certain names: "Dublin City Council, Airbus and ..."."""
        certain = [name for name in names if not name.needs_model and name.label in ("ORG", "FACILITY", "CITY")]
        towns = [name for name in names if not name.certain and is_city_name(self.text[name.start : name.end])]
        doubtful = [*(name for name in names if name.needs_model), *towns]
        taken = [(name.start, name.end) for name in names]
        for first, last in self._runs():
            start, end = self.tokens[first].start, self.tokens[last - 1].end
            free = all(end <= a or b <= start for a, b in taken)
            if first > 0 and self._gap(first - 1) and free and self._is_telling(first, last):
                label = self._label_lone_word(first) if last - first == 1 else "ORG"
                doubtful.append(NameSpan(start, end, label, certain=False, needs_model=True))
        confirmed: list[NameSpan] = []
        while beside := [name for name in doubtful if any(self._are_listed(name, other) for other in certain)]:
            # One accepted makes the next in the list acceptable.
            doubtful = [name for name in doubtful if name not in beside]
            labelled = [self._label_listed(name, [c for c in certain if self._are_listed(name, c)]) for name in beside]
            certain += labelled
            confirmed += [
                replace(name, needs_model=False, certain=name.certain or " " in self.text[name.start : name.end])
                for name in labelled
            ]
        return select_longest([*confirmed, *names])

    def _label_listed(self, name: NameSpan, beside: Sequence[NameSpan]) -> NameSpan:
        """Return a name with the label that those beside it make likely: a town beside a city, a sight beside a sight."""
        printed, labels = self.text[name.start : name.end], {other.label for other in beside}
        if name.label == "ORG" and labels == {"CITY"} and is_city_name(printed):
            return replace(name, label="CITY", certain=True)
        if (
            name.label == "ORG"
            and labels == {"FACILITY"}
            and self.text[: name.start].endswith("the ")
            and printed.istitle()
            and " " not in printed
        ):
            return replace(name, label="FACILITY")
        return name

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
                last = self._programme_end(match.last)
                yield self._span(match.first, last, "PROGRAMME", canonical=match.known.canonical)
        for prefix in self.words.goal_prefixes:
            for found in re.finditer(rf"\b{prefix}s?\s?(\d{{1,2}})\b(?:\.\w)?", self.text):
                yield NameSpan(found.start(), found.end(), "PROGRAMME", f"SDG {found.group(1)}")

    def _programme_end(self, last: int) -> int:
        """Return where a programme's mention ends that may go on with its strand or kind: Interreg Danube, IUC project."""
        follower = self.match_at.get(last) if last < len(self.tokens) and self._adjacent(last - 1) else None
        if follower and follower.known.label == "REGION" and follower.first == last:
            last = follower.last
        if last < len(self.tokens) and self._adjacent(last - 1) and self.tokens[last].lower in self.words.trailing_heads:
            last += 1
        return last

    # Grammar

    def _grammatical_names(self) -> Iterator[NameSpan]:
        for first, last in self._runs():
            yield from self._names_in_run(first, last)

    def _names_in_run(self, first: int, last: int) -> Iterator[NameSpan]:
        first = self._skip_starters(first, last)
        first, cut = self._cut_programme(first, last)
        if cut is not None:
            yield from self._names_in_run(*cut)
        title = next((i for i in range(first, last) if self._is_title_within(i, last)), None)
        if title is not None:
            # "NDRC Vice Chairman HU Zucai": a body, an office and a person.
            office = title
            while office > first and self.tokens[office - 1].text in self.words.title_parts:
                office -= 1
            yield from self._names_in_run(first, office)
            yield from self._names_in_run(title + 1, last)
            return
        if first >= last:
            return
        leading, head = self._leading_head(first, last), self._last_head(first, last)
        if leading is not None and not (head and self._complement_end(head[0]) > last):
            # "Ayuntamiento de X": the kind stands first and the name runs on.
            yield self._span(leading[0], last, leading[1])
            return
        lower = self._lower_case_head(first, last)
        if lower is not None:
            yield self._span(first, lower[0], lower[1])
            return
        if head is None:
            label = self._label_by_preposition(first)
            yield from (replace(span, label=label) if label else span for span in self._headless_name(first, last))
            return
        yield from self._headed_names(first, last, *head)

    def _headed_names(self, first: int, last: int, end: int, kind: Head) -> Iterator[NameSpan]:
        """Yield the name in a run whose last head ends before `end`, and the names after it."""
        complement = self._complement_end(end)
        doing = kind.label in ("EVENT", "PROGRAMME") and end - 1 == first and self._opens_sentence(self.tokens[first])
        if complement > end and doing:
            # "Mission of Primorje County to ...": what is done is no name, who does it is.
            yield from self._names_in_run(end + 1, max(complement, last))
            return
        named = kind.label == "EVENT" and self._has_edition(end) and end - kind.size > first
        if complement > end:
            named = self._is_named_by_complement(first, end, complement, kind)
            inner = self._head_ending(end + 1, complement)
            # "Port of Gdańsk Authority" is the authority.
            kind = inner if inner and inner.strong and self._is_place(end + 1) else kind
        trailing = self._trailing_end(end, last, kind)
        named = named or self._is_proper(first, end - kind.size, kind)
        named = named or (trailing > end and (end - kind.size > first or (kind.strong and kind.label == "FACILITY")))
        named = named or self._is_explained(max(complement, trailing), kind)
        end = max(complement, trailing)
        yield replace(self._span(first, end, kind.label), certain=named, needs_model=not named)
        if named and complement <= end < last:
            yield from self._names_in_run(end, last)

    def _is_named_by_complement(self, first: int, end: int, complement: int, kind: Head) -> bool:
        """Whether what follows a head makes it a name: Ministry *of Commerce*, Port *of Porto*."""
        if any(self._is_compound_people(i) for i in range(first, end)):
            return True
        if kind.label in ("EVENT", "PROGRAMME") and end - kind.size == first and self._all_places(end + 1, complement):
            return kind.strong  # "Mission of Graz to Nanning" has no name
        official = self.tokens[end - 1].lower in self.words.official_heads
        return official or self._is_proper(end + 1, complement, replace(kind, strong=False))

    def _is_title_within(self, i: int, last: int) -> bool:
        """Whether an office stands within a run before a person's name, and is no part of a body's."""
        if self.tokens[i].text not in self.words.titles or i + 1 >= last:
            return False
        return any(self._person_end(j) > j for j in range(i + 1, min(i + 3, last)))

    def _leading_head(self, first: int, last: int) -> tuple[int, EntityLabel] | None:
        """Return the token at which a name begins with its kind, and the kind: *Ayuntamiento* de X, *Port* de Barcelona."""
        for i in range(first, last - 1):
            label = self.words.leading_heads.get(self.tokens[i].text)
            if label and not (i > first and self._is_english_head(i)):
                if i > first and all(self._is_city_name(j) for j in range(first, i)):
                    return first, "ORG"  # "Lyon Parc Auto" is no park
                named = i > first and all(self._is_own_word(j) or self._is_free_abbreviation(j) for j in range(first, i))
                named = named or (i == first + 1 and self.tokens[first].text in self.words.foreign_openers)
                return first if named else i, label  # "SWU Stadtwerke Ulm"
            head = self._head_ending(i, i + 1)
            opens = i == first or (i == first + 1 and self.tokens[first].text in self.words.foreign_openers)
            if head and opens and self.tokens[i + 1].text in self.words.foreign_joiners:
                return first, head.label
        return None

    def _is_city_name(self, i: int) -> bool:
        """Whether a word is a place or, as the name that it opens tells, a town called like a word: *Tours* Métropole."""
        return self._is_place(i) or any(m.known.label == "CITY" for m in match_names(self.tokens[i : i + 1], {}))

    def _skip_starters(self, first: int, last: int) -> int:
        """Skip what only begins the sentence or tells an office: "Visit Haier Group", "Mayor Jean Durand"."""
        while first < last - 1:
            token = self.tokens[first]
            opens = first == 0 or re.search(r"[:.;–•]\s*$", self.text[: token.start]) is not None
            opener = self._opens_sentence(token) and (opens or token.text in self.words.titles) and first not in self.match_at
            if opener and token.lower in self.words.name_adjectives and self._head_ending(first + 1, first + 2):
                break  # "Technical University of Graz"
            if (not opener and token.lower != "the") or (token.text == "The" and first in self.match_at):
                break  # "The Hague Academy"
            first += 1
        return first

    def _opens_sentence(self, token: Token) -> bool:
        gerund = token.lower.endswith("ing") and self.context.is_word(token.lower) and token.lower not in self.words.topics
        return token.lower in self.words.starters or gerund

    def _cut_programme(self, first: int, last: int) -> tuple[int, tuple[int, int] | None]:
        """Cut a run at a known programme that is complete: "Málaga IUC project manager" names a city and a programme."""
        for match in self.matches:
            if match.known.label == "PROGRAMME" and first <= match.first and match.last <= last:
                end = self._programme_end(match.last)
                rest = [i for i in range(end, last) if self._is_capital(i)]
                lower = self._lower_case_head(first, last)
                if not rest and not (lower and lower[1] == "EVENT"):
                    return last, (first, match.first) if match.first > first else None
        return first, None

    def _last_head(self, first: int, last: int) -> tuple[int, Head] | None:
        """Return the end of the last head noun that has a word before it or a complement after, and what it says."""
        for end in range(last, first, -1):
            head = self._head_ending(first, end)
            placed = head and head.strong and head.label == "FACILITY" and self._trailing_end(end, last, head) > end
            if head and (end - head.size > first or placed or self._complement_end(end) > end):
                if (self._is_place_token_end(end) and head.size == 1) or self._is_described_city(first, end):
                    continue
                if head.label == "REGION" and end < last and self._is_place(end):
                    continue  # "Business Region Göteborg"
                return end, head
        return None

    def _lower_case_head(self, first: int, last: int) -> tuple[int, EntityLabel] | None:
        """Return the end and label of a name whose head is in lower case: "IUC Global event", "Rome city council"."""
        if last >= len(self.tokens) or not self._adjacent(last - 1):
            return None
        if self._is_place_token_end(last):
            for size in (3, 2, 1):
                words = tuple(token.text for token in self.tokens[last : last + size])
                if (label := self.words.place_bodies.get(words)) and all(self._adjacent(last + i) for i in range(size - 1)):
                    return last + size, label
        label = self.words.lower_case_heads.get(self.tokens[last].text)
        lone = last - first < 2 and not (label == "FACILITY" and self._is_own_word(first))
        if label is None or lone or (self._last_head(first, last) and self._head_ending(first, last)):
            return None
        after = self.tokens[last + 1].text if last + 1 < len(self.tokens) and self._gap(last).isspace() else ""
        if after in ("manager", "managers", "partners", "team"):
            return None
        named = self._is_proper(first, last, Head(label, strong=False)) and not self._all_places(first, last)
        return (last + 1, label) if named else None
