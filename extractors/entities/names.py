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
from extractors.entities.persons import SentencePersons
from extractors.entities.runs import SentenceRuns
from extractors.entities.words import ENGLISH_JOINERS, PLACES, Head, NameContext, NameSpan, is_acronym, select_longest
from extractors.places import fold_name
from extractors.words import is_rare
from schemas.records import EntityLabel

_BRACKETED = re.compile(r"\s*[(\[]\s*[\"“‘']?([^\W_][\w&/.+ -]{0,14}[\w+])[\"”’']?\s*[)\]]")


def find_names(text: str, context: NameContext) -> list[NameSpan]:
    """Return the names in one sentence or bullet, without overlaps, from left to right. Offsets are into `text`."""
    return _Sentence(text, context).names()


def find_acronyms(text: str, names: Sequence[NameSpan]) -> dict[str, tuple[EntityLabel, str]]:
    """Return acronyms that a sentence with these names explains, `Name (ACR)` or `ACR (Name)`: label and name as printed."""
    found: dict[str, tuple[EntityLabel, str]] = {}
    for span in names:
        printed, follows = text[span.start : span.end], text[span.end :].lstrip()
        if span.canonical not in (None, printed) and is_acronym(printed) and follows.startswith(("(", "[")):
            found.setdefault(printed, (span.label, span.canonical or printed))
        if span.certain and (match := _BRACKETED.match(text, span.end)) and is_acronym(match.group(1)):
            found.setdefault(match.group(1), (span.label, span.canonical or printed))
    return found


_LONGEST_BRAND = 4
_LONGEST_NAME = 24
"""Words and signs of a name told elsewhere; without a limit, a heading of hundreds of capitalised words would take minutes."""


class _Sentence(SentenceRuns, SentencePersons):
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

    def _with_dashed_acronym(self, name: NameSpan) -> NameSpan:
        """Return a name with its acronym where that stands before it after a dash: "VŠB – Technical University of Ostrava"."""
        before = re.search(r"([^\W_][\w&/]{1,7})\s[–—-]\s$", self.text[: name.start])
        return replace(name, start=before.start(1)) if before and is_acronym(before.group(1)) else name

    def _confirm_listed(self, names: list[NameSpan]) -> list[NameSpan]:
        """Accept capitalised words that are listed beside certain names: "Dublin City Council, Airbus and ..."."""
        certain = [name for name in names if not name.needs_model and name.label in ("ORG", "FACILITY", "CITY")]
        doubtful = [name for name in names if name.needs_model]
        taken = [(name.start, name.end) for name in names]
        for first, last in self._runs():
            start, end = self.tokens[first].start, self.tokens[last - 1].end
            free = all(end <= a or b <= start for a, b in taken)
            if first > 0 and self._gap(first - 1) and free and self._is_telling(first, last):
                doubtful.append(NameSpan(start, end, "ORG", certain=False, needs_model=True))
        confirmed: list[NameSpan] = []
        while beside := [name for name in doubtful if any(self._are_listed(name, other) for other in certain)]:
            # One accepted makes the next in the list acceptable.
            doubtful = [name for name in doubtful if name not in beside]
            certain += beside
            confirmed += [
                replace(name, needs_model=False, certain=name.certain or " " in self.text[name.start : name.end])
                for name in beside
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
            yield from self._headless_name(first, last)
            return
        end, kind = head
        complement = self._complement_end(end)
        if complement > end:
            official = self.tokens[end - 1].lower in self.words.official_heads
            named = official or self._is_proper(end + 1, complement, replace(kind, strong=False))
            if kind.label in ("EVENT", "PROGRAMME") and end - kind.size == first and self._all_places(end + 1, complement):
                named = kind.strong  # "Mission of Graz to Nanning" has no name
            inner = self._head_ending(end + 1, complement)
            # "Port of Gdańsk Authority" is the authority.
            kind = inner if inner and inner.strong and self._is_place(end + 1) else kind
            named = named or any(self._is_compound_people(i) for i in range(first, end))
        else:
            named = kind.label == "EVENT" and self._has_edition(end) and end - kind.size > first
        trailing = self._trailing_end(end, last, kind)
        named = named or self._is_proper(first, end - kind.size, kind) or (trailing > end and end - kind.size > first)
        end = max(complement, trailing)
        yield replace(self._span(first, end, kind.label), certain=named, needs_model=not named)
        if named and complement <= end < last:
            yield from self._names_in_run(end, last)

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
                # "Lyon Parc Auto" is no park.
                return (first, "ORG") if i > first and self._all_places(first, i) else (i, label)
            head = self._head_ending(i, i + 1)
            if head and head.strong and self.tokens[i + 1].text in self.words.foreign_joiners and i == first:
                return i, head.label
        return None

    def _skip_starters(self, first: int, last: int) -> int:
        """Skip what only begins the sentence or tells an office: "Visit Haier Group", "Mayor Jean Durand"."""
        while first < last - 1:
            token = self.tokens[first]
            opens = first == 0 or re.search(r"[:.;–•]\s*$", self.text[: token.start]) is not None
            opener = self._opens_sentence(token) and (opens or token.text in self.words.titles) and first not in self.match_at
            if opener and token.lower in self.words.name_adjectives and self._head_ending(first + 1, first + 2):
                break  # "Technical University of Graz"
            if not opener and token.lower != "the":
                break
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
            if head and (end - head.size > first or self._complement_end(end) > end):
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

    def _headless_name(self, first: int, last: int) -> Iterator[NameSpan]:
        """Yield what looks like a name without telling its kind."""
        tokens, size = self.tokens, last - first
        if self._all_places(first, last):
            return
        foreign = any(token.text in self.words.foreign_joiners for token in tokens[first:last])
        own = [i for i in range(first, last) if self._is_own_word(i)]
        abbreviations = [i for i in range(first, last) if self._is_free_abbreviation(i)]
        places = [i for i in range(first, last) if self._is_place(i)]
        opens = first == 0 or not self._gap(first - 1).isspace()
        heading = re.match(r"\s*:", self.text[tokens[last - 1].end :]) is not None
        if (
            size == 2
            and tokens[first].text in self.words.region_words
            and own == [last - 1]
            and not self._is_followed_by_noun(last)
        ):
            yield self._span(first, last, "REGION")
        elif (abbreviations and places and size == len(abbreviations) + len(places)) or self._is_agency(first, last):
            # "DRC Zhengzhou", the local branch of a body known by its acronym; "Business Finland".
            yield self._span(first, last, "ORG")
        elif places and not heading and self._is_place_brand(first, last):
            yield self._span(first, last + self._has_edition(last), "ORG")  # "Bilbao Ria 2000"
        elif self._is_company_branch(first, last):
            yield self._span(first, last, "ORG")
        elif self._stands_before_region(first, last):
            yield self._span(first, last, "CITY")
        elif (abbreviations and size == len(abbreviations) and len(tokens[first].text) > 2) or ((own or foreign) and size > 1):
            yield self._span(first, last, "ORG", certain=False)
        elif own and not self._is_adjective(first):
            doubtful = opens and "," not in self._gap(first - 1) and (heading or not is_rare(tokens[first].lower))
            yield replace(self._span(first, last, self._label_lone_word(first), certain=False), needs_model=doubtful)

    def _is_adjective(self, i: int) -> bool:
        """Whether an unknown word is a people's adjective: the *Styrian* provincial government."""
        return self.tokens[i].lower.endswith(("ian", "ean", "ese", "ish")) and self._is_followed_by_noun(i + 1)

    def _label_lone_word(self, i: int) -> EntityLabel:
        """Return what an unknown word is by the words around it: a place, a part of one, or else a body."""
        if self._is_followed_by_noun(i + 1) and self.tokens[i + 1].text in self.words.place_kinds:
            return "FACILITY"  # "the Spina area"
        return "CITY" if self._is_placed(i) else "ORG"

    def _is_placed(self, first: int) -> bool:
        """Whether what begins at `first` stands as a place does: "in Penglai", "in Yantai and Penglai", "port of Leixões"."""
        before = first - 1
        if before > 0 and self.tokens[before].text == "of" and self.tokens[before - 1].text in self.words.place_kinds:
            return True
        if before > 0 and self.tokens[before].text in ENGLISH_JOINERS and self._is_place(before - 1):
            return self._adjacent(before - 1)
        return before >= 0 and self.tokens[before].text in self.words.place_prepositions

    def _is_agency(self, first: int, last: int) -> bool:
        return last - first == 2 and self.tokens[first].text in self.words.agency_words and self._is_place(first + 1)

    def _is_place_brand(self, first: int, last: int) -> bool:
        """Whether a run with a place in it is a body's name of its own: Porto Digital, Go Vilnius, Business Region Göteborg."""
        rest = [token for i, token in enumerate(self.tokens[first:last], start=first) if not self._is_place(i)]
        if any(token.text in self.words.region_words or token.lower in self.words.nationalities for token in rest):
            return False
        return (
            last - first <= _LONGEST_BRAND
            and self.tokens[last - 1].lower not in self.words.place_kinds
            and (not self._is_followed_by_noun(last) or (self._is_place(last - 1) and not self._is_place(first)))
        )

    def _is_company_branch(self, first: int, last: int) -> bool:
        """Whether a run begins with a known body and goes on: Alibaba Cloud, Bosch Rexroth."""
        match = self.match_at.get(first)
        known = match is not None and match.known.label == "ORG" and match.first == first and match.last < last
        return known and last - first <= _LONGEST_BRAND and not self._is_followed_by_noun(last)

    def _stands_before_region(self, first: int, last: int) -> bool:
        """Whether an unknown name is a town because its region follows: "in Golden, Colorado"."""
        follower = self.match_at.get(last)
        placed = first > 0 and self.tokens[first - 1].text in self.words.place_words and self._adjacent(first - 1)
        comma = last < len(self.tokens) and re.fullmatch(r",\s", self._gap(last - 1)) is not None
        return bool(placed and comma and last - first <= 2 and follower and follower.known.label in ("REGION", "COUNTRY"))

    # Acronyms, and names that the document tells elsewhere

    def _bracketed_acronyms(self, names: Sequence[NameSpan]) -> Iterator[NameSpan]:
        for name in select_longest(names):
            match = _BRACKETED.match(self.text, name.end)
            if match and name.label not in ("CITY", "COUNTRY", "DATE") and is_acronym(match.group(1)):
                canonical = name.canonical or self.text[name.start : name.end]
                yield NameSpan(match.start(1), match.end(1), name.label, canonical, name.certain)

    def _explained_acronyms(self, names: Sequence[NameSpan]) -> Iterator[NameSpan]:
        """Yield acronyms whose name follows in brackets: "PTA (Technological Park of Andalusia)"."""
        for name in select_longest(names):
            before = re.search(r"([^\W_][\w&/-]{1,14})\s*\(\s*(?:the\s+)?$", self.text[: name.start])
            closes = re.match(r"\s*\)", self.text[name.end :])
            if (
                before
                and closes
                and name.certain
                and name.label not in ("CITY", "COUNTRY", "DATE")
                and is_acronym(before.group(1))
            ):
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
