"""One sentence as the grammar of names sees it: its words, what stands between them, the known names in it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from ucap.extractors.beside import is_placed
from ucap.extractors.divisions import division_names, find_division_countries, municipality_names
from ucap.extractors.entities.gazetteers import KnownName, NameMatch, match_names
from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.name_tokens import NameToken, split_name_tokens
from ucap.extractors.entities.spans import NameDoubt, NameSpan
from ucap.extractors.entities.vocabulary import PLACES, NameVocabulary, load_name_vocabulary
from ucap.extractors.locating import find_city
from ucap.extractors.once import once
from ucap.extractors.places import capital_names, is_city_name
from ucap.extractors.text.folding import fold_name
from ucap.extractors.text.phrases import PhraseMatch
from ucap.extractors.text.words import is_common
from ucap.schemas.records import EntityLabel

_EDITION = re.compile(r"\s?#\d{1,2}\b|\s['’]\d\d\b")
"""A number or a short year of an event or a project behind its name."""
_STOP_WITHIN = re.compile(r"\.(?=[,;:)]|\s+[a-z(])")
"""A stop that ends no sentence."""
QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{3,200}[\"”“»]")
"""Words in quotation marks."""
CLOSING_MARKS: Final = ('"', "”", "“", "»")
QUOTATION_MARKS: Final = ('"', "“", "„", "«")
_WARDS: Final = ("-dong", "-gu", "-ku")
"""What ends the names of districts of Korean and Japanese cities: Yuseong-*gu*."""
_TITLE_WORDS = 3
"""Words in quotation marks that are a title; fewer are a name as often. Chosen."""
_REMEMBERED = 5_000
"""Words of which it is remembered whether they name a large city: names come again and again."""


@dataclass(frozen=True)
class NameContext:
    """What the document as a whole says: its own cities, the acronyms it explains (with label and full name), ordinary words.

    `cities` maps folded names to canonical ones, `names` the document's other names, folded, to their labels, `doubts` those of
    them that rest on weak evidence; `is_word` says whether a lower-case word is an ordinary English one.
    """

    is_word: Callable[[str], bool]
    cities: Mapping[str, str] = field(default_factory=dict)
    acronyms: Mapping[str, tuple[EntityLabel, str]] = field(default_factory=dict)
    names: Mapping[str, EntityLabel] = field(default_factory=dict)
    doubts: Mapping[str, NameDoubt] = field(default_factory=dict)

    @once
    def full_names(self) -> Mapping[str, str]:
        """The names that the document gives an acronym, folded, each with the form in which it does."""
        return {fold_name(name): name for _, name in self.acronyms.values()}


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence or bullet, read once for all finders. Ranges of tokens are [first, last).

    `gaps` has the text before each token, and as its last element the text after the last one. `printed` and `lower` are the
    tokens for comparing phrases, `capitals` whether each is written as a word of a name. `known` are the known names, in order
    and without overlaps. `tools` are the characters of the words that name tools (*Skype*), which are no names here.
    """

    text: str
    tokens: tuple[NameToken, ...]
    gaps: tuple[str, ...]
    printed: tuple[str, ...]
    lower: tuple[str, ...]
    capitals: tuple[bool, ...]
    known: tuple[NameMatch, ...]
    context: NameContext
    words: NameVocabulary
    tools: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    @once
    def _known_by_token(self) -> Mapping[int, NameMatch]:
        return {i: match for match in self.known for i in range(match.first, match.last)}

    @once
    def titles(self) -> tuple[tuple[int, int], ...]:
        """Characters of the titles in quotation marks: of three words and more, behind no noun that says whose name it is."""
        kinds = self.words.kind_nouns
        found = []
        for match in QUOTED.finditer(self.text):
            before = self.text[: match.start()].lower().split()
            named = kinds.match_before(before, len(before)) if before else None
            if len(match.group().split()) >= _TITLE_WORDS and (named is None or named.value in ("EVENT", "THING")):
                found.append(match.span())
        return tuple(found)

    @once
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)

    def find_token(self, offset: int, *, at_end: bool = False) -> int:
        """Return the token that a character belongs to, or the next one; with `at_end` the one behind these."""
        i = bisect_right(self._starts, offset)
        inside = i > 0 and offset < self.tokens[i - 1].end
        return i if at_end or not inside else i - 1

    def known_at(self, i: int) -> NameMatch | None:
        """Return the known name that a token belongs to; None for none, and outside of the sentence."""
        return self._known_by_token.get(i)

    def gap_before(self, i: int) -> str:
        """Return the text between a token and the one before it."""
        return self.gaps[i]

    def follows(self, i: int) -> bool:
        """Whether a token stands behind the one before it with blanks only between them."""
        return 0 <= i < len(self.tokens) and self.gaps[i].isspace()

    def text_before(self, i: int) -> str:
        """Return the text up to a token."""
        return self.text[: self.tokens[i].start]

    def text_after(self, last: int) -> str:
        """Return the text behind the tokens that end before `last`."""
        return self.text[self.tokens[last - 1].end :]

    def is_capital(self, i: int) -> bool:
        """Whether a token is written as a word of a name; False behind the last one."""
        return i < len(self.capitals) and self.capitals[i]

    def is_label(self, i: int, label: EntityLabel) -> bool:
        """Whether a token belongs to a known name of a kind."""
        match = self.known_at(i)
        return match is not None and match.known.label == label

    def is_place(self, i: int) -> bool:
        """Whether a token is a known place, or joined to one by a hyphen: *Lyon*-based; False outside of the sentence."""
        if i < 0 or i >= len(self.tokens):
            return False
        match = self.known_at(i)
        if match and match.known.label in PLACES:
            return True
        parts = self.tokens[i].text.split("-")
        return len(parts) > 1 and any(
            match_names(split_name_tokens(part), self.context.cities) for part in parts if part[:1].isupper()
        )

    def are_places(self, first: int, last: int) -> bool:
        """Whether all tokens of a range are places."""
        return all(self.is_place(i) for i in range(first, last))

    def ends_place(self, last: int) -> bool:
        """Whether a known place ends before the token `last`."""
        match = self.known_at(last - 1)
        return match is not None and match.known.label in PLACES and match.last == last

    def make_span(
        self, first: int, last: int, label: EntityLabel, *, canonical: str | None = None, certain: bool = True
    ) -> NameSpan:
        """Return a range of tokens as a name."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        if self.text.count("(", start, end) > self.text.count(")", start, end) and self.text[end : end + 1] == ")":
            end += 1  # "Frankfurt (Oder)"
        if self.lower[last - 1] in self.words.company_stops and _STOP_WITHIN.match(self.text, end):
            end += 1  # "Haidong Pumps Co., Ltd."
        if label in ("EVENT", "PROGRAMME") and (edition := _EDITION.match(self.text, end)):
            end = edition.end()  # "the Food Lab #2", "Expo '99"
        if label == "PROGRAMME" and re.search(r"(?:^|[\s(])\+$", self.text[:start]):
            start -= 1  # "+CityxChange"
        return NameSpan(start, end, label, canonical, certain)


def read_sentence(text: str, context: NameContext) -> Sentence:
    """Return a sentence with its words and the known names in it; towns called like words only where they stand as places."""
    tokens = tuple(split_name_tokens(text))
    ends, starts = [0, *(token.end for token in tokens)], [*(token.start for token in tokens), len(text)]
    sentence = Sentence(
        text,
        tokens,
        gaps=tuple([text[a:b] for a, b in zip(ends, starts, strict=True)]),
        printed=tuple([token.text for token in tokens]),
        lower=tuple([token.lower for token in tokens]),
        capitals=tuple([token.is_name_like for token in tokens]),
        known=tuple(match_names(tokens, context.cities)),
        context=context,
        words=load_name_vocabulary(),
    )
    found = [match for match in sentence.words.tools.find(sentence.printed) if _stands_alone(sentence, match)]
    if tools := {i for match in found for i in range(match.first, match.last)}:
        sentence = replace(
            sentence,
            capitals=tuple([capital and i not in tools for i, capital in enumerate(sentence.capitals)]),
            known=tuple([match for match in sentence.known if match.first not in tools]),
            tools=tuple([(tokens[i].start, tokens[i].end) for i in sorted(tools)]),
        )
    sentence = replace(sentence, known=_add_further_places(sentence))
    kept = tuple(m for m in sentence.known if not is_doubtful_place(sentence, m) or stands_as_place(sentence, m))
    sentence = sentence if len(kept) == len(sentence.known) else replace(sentence, known=kept)
    return replace(sentence, known=tuple([_with_kind(sentence, match) for match in sentence.known]))


def _stands_alone(sentence: Sentence, match: PhraseMatch[str]) -> bool:
    """Whether no capitalised word continues a tool's name, which then is a body's: *Zoom* Torino."""
    before = sentence.follows(match.first) and sentence.is_capital(match.first - 1) and match.first > 1
    return not before and not (sentence.follows(match.last) and sentence.is_capital(match.last))


def _with_kind(sentence: Sentence, match: NameMatch) -> NameMatch:
    """Return a city with the kind in its name (*Vigan City*), or as the region that it is said to be (*Lviv* oblast)."""
    if match.known.label != "CITY":
        return match
    if sentence.lower[match.first].endswith(_WARDS):
        return replace(match, known=replace(match.known, label="FACILITY", canonical=sentence.printed[match.first]))
    last, kinds = match.last, sentence.words.place_kinds
    if last - match.first > 1 and _is_called_like_sight(sentence, match) and not _is_told_as_town(sentence, match.first, last):
        return replace(
            match, known=replace(match.known, label="FACILITY", canonical=" ".join(sentence.printed[match.first : last]))
        )
    behind = sentence.printed[last] if sentence.follows(last) else ""
    if (
        last < len(sentence)
        and sentence.printed[last] in sentence.words.city_endings
        and sentence.gap_before(last) in (" ", ", ")
    ):
        return replace(match, last=last + 1)  # "Washington, D.C."
    before = match.first - 1
    of = before > 0 and sentence.printed[before] == "of" and sentence.follows(match.first) and sentence.printed[before - 1]
    if kinds.get(behind) == "REGION" or (of and kinds.get(of) == "REGION"):
        return replace(
            match, known=replace(match.known, label="REGION", canonical=" ".join(sentence.printed[match.first : last]))
        )
    joined = sentence.follows(last + 1) and (
        (sentence.is_capital(last + 1) and sentence.lower[last + 1] not in sentence.words.town_offices)
        or sentence.printed[last + 1] in sentence.words.english_joiners
    )
    longer = before >= 0 and sentence.follows(match.first) and sentence.is_capital(before)  # "Eco Delta City"
    longer = longer and sentence.lower[before] not in sentence.words.starters
    return replace(match, last=last + 1) if behind == "City" and not joined and not longer else match


def _is_called_like_sight(sentence: Sentence, match: NameMatch) -> bool:
    """Whether a town that is not the document's own is called as only parks and markets are: *Parque* das Nações."""
    first, words = sentence.printed[match.first], sentence.words
    sight = words.leading_heads.get(first) == "FACILITY" and first not in words.town_heads
    return sight and fold_name(" ".join(sentence.printed[match.first : match.last])) not in sentence.context.cities


def _add_further_places(sentence: Sentence) -> tuple[NameMatch, ...]:
    """Return the known names with the places that the gazetteers have beside them, where no known name stands."""
    found, at = list(sentence.known), 0
    while at < len(sentence):
        place = _find_further_place(sentence, at) if sentence.capitals[at] else None
        if place is not None:
            found = [match for match in found if match.last <= place.first or place.last <= match.first]
            found.append(place)
        at = place.last if place is not None else at + 1
    return tuple(sorted(found, key=lambda match: match.first))


def _find_further_place(sentence: Sentence, first: int) -> NameMatch | None:
    """Return the place that begins at a capital: a smaller city of two words or more, a division of a country, a large city.

    Smaller cities are known by *San Leandro* but not by one word, which is a company or a person as often. Divisions are known
    where nothing else has the name (*Wiltshire*), large cities by other names of theirs, too: *Mangalore*, now Mangaluru.
    """
    known = sentence.known_at(first)
    if (known is not None and not is_doubtful_place(sentence, known)) or _begins_body(sentence, first):
        return None
    keys = [sentence.tokens[first].key]
    for last in range(first + 1, min(first + LIMITS.place_words, len(sentence) + 1)):
        inner = sentence.known_at(last)
        named = inner is not None and not is_doubtful_place(sentence, inner) and not sentence.printed[last - 1].islower()
        if not sentence.follows(last) or named:
            break  # "Port of Spain" is a city with a country in its name
        keys.append(sentence.tokens[last].key)
    for size in range(len(keys), 0, -1):
        last, key = first + size, " ".join(keys[:size])
        inside = [inner for i in range(first + 1, last) if (inner := sentence.known_at(i))]
        named = bool(inside) and any(not is_doubtful_place(sentence, inner) for inner in inside)
        if not sentence.is_capital(last - 1) or not (
            named
            or _has_own_word(sentence, first, last)
            or (size > 1 and is_city_name(key) and _is_told_as_town(sentence, first, last))
        ):
            continue
        if (size > 1 or " " in key) and is_city_name(key) and not _is_personal(keys):
            return NameMatch(
                first, last, KnownName("CITY", sentence.text[sentence.tokens[first].start : sentence.tokens[last - 1].end])
            )
        region = (
            not named
            and len(key) >= LIMITS.division_letters
            and not is_city_name(key)
            and not sentence.tokens[first].is_abbreviation
        )
        if region and (size > 1 or not _is_personal(keys[:1])) and (name := division_names().get(key)):
            city = _find_seat_of_division(sentence.text[sentence.tokens[first].start : sentence.tokens[last - 1].end])
            if city is not None:
                return NameMatch(first, last, KnownName("CITY", city))
            return NameMatch(first, last, KnownName("CITY" if key in municipality_names() else "REGION", name))
    return None if known is not None else _find_city_of_one_word(sentence, first)


def _is_told_as_town(sentence: Sentence, first: int, last: int) -> bool:
    """Whether words that may name a sight, too, name a town: *Fountain Hills* residents, the *Sierra Vista* mayor."""
    words = sentence.words
    behind = sentence.lower[last : last + 2] if sentence.follows(last) else ()
    if behind and (behind[0] in words.town_offices or behind[0] in words.town_people or behind == ("city", "council")):
        return True
    return is_placed(sentence.text, sentence.tokens[first].start, sentence.tokens[last - 1].end)


def _begins_body(sentence: Sentence, first: int) -> bool:
    """Whether the head of a body and "of" begin what is called like a place: *University of* Texas."""
    if not sentence.follows(first + 1) or sentence.printed[first + 1] != "of":
        return False
    head = sentence.words.heads.match_before(sentence.lower, first + 1, first)
    return head is not None and head.value.strong and head.value.label == "ORG"


def _find_city_of_one_word(sentence: Sentence, first: int) -> NameMatch | None:
    """Return the city that a word is by its form, with its kind behind it, or by another of its names where it is large."""
    token = sentence.tokens[first]
    if not token.is_abbreviation and set(token.text.split("-")[1:-1]) & sentence.words.town_joiners:
        return NameMatch(first, first + 1, KnownName("CITY", token.text))  # "Saint-Aubin-sur-Mer"
    if _is_city_with_kind(sentence, first):
        return NameMatch(first, first + 2, KnownName("CITY", f"{token.text} City"))
    if _is_visited_town(sentence, first) or (token.text.istitle() and token.key in capital_names()):
        return NameMatch(first, first + 1, KnownName("CITY", token.text))
    plain = token.text.istitle() and token.text.isalpha() and len(token.text) >= LIMITS.seat_letters
    alone = plain and _is_lone_place(sentence, first)
    known = plain and len(token.text) >= LIMITS.exonym_letters and not _is_usual(sentence, first)
    city = find_large_city(token.text) if alone or known else None
    return NameMatch(first, first + 1, KnownName("CITY", city)) if city else None


def _is_visited_town(sentence: Sentence, first: int) -> bool:
    """Whether a smaller city's name stands alone where a place does: they visited *Goulburn*, a bus from *Goulburn*."""
    token, before, words = sentence.tokens[first], sentence.lower[first - 1] if first > 0 else "", sentence.words
    placed = before in words.place_prepositions or before in ("to", "from", "via") or before.startswith("visit")
    if not placed or not sentence.follows(first) or not token.text.istitle() or not token.text.isalpha():
        return False
    alone = not (sentence.follows(first + 1) and sentence.is_capital(first + 1))
    return alone and is_city_name(token.text) and not _is_usual(sentence, first)


def _is_lone_place(sentence: Sentence, first: int) -> bool:
    """Whether a word that dictionaries have and texts hardly use stands alone behind "in": in *Marrakech*."""
    placed = first > 0 and sentence.follows(first) and sentence.lower[first - 1] in sentence.words.place_prepositions
    placed = placed or (first > 1 and _ends_list_of_cities(sentence, first))
    alone = placed and not (sentence.follows(first + 1) and sentence.is_capital(first + 1))
    return alone and not _is_listed_word(sentence, first) and not is_common(sentence.lower[first])


def _ends_list_of_cities(sentence: Sentence, first: int) -> bool:
    """Whether a word stands behind a place and "and": Surabaya, Hai Phong and *Mandalay*."""
    joined = sentence.printed[first - 1] in sentence.words.english_joiners and sentence.follows(first)
    return joined and sentence.follows(first - 1) and sentence.is_place(first - 2)


def _is_city_with_kind(sentence: Sentence, first: int) -> bool:
    """Whether "City" stands behind a small city's name, or behind an unknown word before its country, region or mayor.

    *Vigan City*, Philippines. Without these an unknown one may be a part of a city: *Ülemiste City*.
    """
    last = first + 2
    if not sentence.follows(first + 1) or sentence.printed[first + 1] != "City":
        return False
    place = sentence.known_at(last)
    placed = place is not None and place.known.label in ("COUNTRY", "REGION") and place.first == last
    placed = placed and re.fullmatch(r",\s|\s\(", sentence.gap_before(last)) is not None
    office = sentence.follows(last) and sentence.lower[last] in sentence.words.town_offices
    office = office or (
        first > 1 and sentence.printed[first - 1] == "of" and sentence.lower[first - 2] in sentence.words.town_offices
    )
    alone = not (sentence.follows(first) and sentence.is_capital(first - 1)) and not (
        sentence.follows(last) and sentence.is_capital(last)
    )
    named = alone and is_city_name(sentence.tokens[first].text)
    return (placed or office or named) and _has_own_word(sentence, first, first + 1)


def _has_own_word(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a word of a range is none of the language: *San Leandro*, but not *Green Valley*."""
    return any(sentence.is_capital(i) and not _is_of_language(sentence, i) for i in range(first, last))


def _is_personal(keys: Sequence[str]) -> bool:
    """Whether the words of a name, folded, are a person's: a given and a family name, or one of these alone."""
    words = load_name_vocabulary()
    if len(keys) == 1:
        return keys[0] in words.listed_given_names or keys[0] in words.listed_family_names
    return keys[0] in words.listed_given_names and keys[1] in words.listed_family_names


@lru_cache(maxsize=_REMEMBERED)
def find_large_city(printed: str) -> str | None:
    """Return the usual name of a large city by any of its names."""
    city = find_city(printed)
    return city.name if city is not None and city.population >= LIMITS.large_city else None


@lru_cache(maxsize=_REMEMBERED)
def _find_seat_of_division(printed: str) -> str | None:
    """Return the usual name of a large city that a text calls as the division in which it lies: *Mykolaiv*."""
    city = find_city(printed)
    if city is None or city.population < LIMITS.large_city or city.country_code not in find_division_countries(printed):
        return None
    return city.name if fold_name(city.name)[: LIMITS.seat_letters] == fold_name(printed)[: LIMITS.seat_letters] else None


def _is_usual(sentence: Sentence, i: int) -> bool:
    """Whether a word is one of the language or a person's name."""
    return _is_of_language(sentence, i) or _is_personal([sentence.tokens[i].key])


def _is_of_language(sentence: Sentence, i: int) -> bool:
    """Whether a word is an English one, or of those that the grammar of names knows: a topic, a people, a head noun."""
    return _is_listed_word(sentence, i) or sentence.context.is_word(sentence.lower[i])


def _is_listed_word(sentence: Sentence, i: int) -> bool:
    """Whether a word is one of those that the grammar of names knows: a topic, a people, a head noun."""
    lower, words = sentence.lower[i], sentence.words
    listed = lower in words.generic or lower in words.topics or lower in words.starters or lower in words.nationalities
    return listed or (lower,) in words.heads.values


def is_doubtful_place(sentence: Sentence, match: NameMatch) -> bool:
    """Whether a city is called like a word and is not one of the document's own: *Nice*, *Reading*."""
    return (
        match.known.ambiguous and fold_name(" ".join(sentence.printed[match.first : match.last])) not in sentence.context.cities
    )


def stands_as_place(sentence: Sentence, match: NameMatch) -> bool:
    """Whether a name stands where a place does: behind "in", "from" …, in a list with a city, or with its place beside it."""
    before = match.first - 1
    behind = sentence.printed[match.last] if match.last < len(sentence) else ""
    if behind in sentence.words.city_endings or (behind.lower() == "city" and sentence.follows(match.last)):
        return True  # "Washington DC"
    if sentence.lower[match.first] in sentence.words.months or (
        sentence.follows(match.last) and sentence.is_capital(match.last)
    ):
        return False
    if before >= 0 and sentence.follows(match.first) and _leads_to_place(sentence, before):
        return True
    start, end = sentence.tokens[match.first].start, sentence.tokens[match.last - 1].end
    if match.known.label == "CITY" and is_placed(sentence.text, start, end):
        return True
    cities = [other for other in sentence.known if other.known.label == "CITY" and not other.known.ambiguous]
    return match.known.label == "CITY" and any(_are_listed(sentence, match, other) for other in cities)


def _leads_to_place(sentence: Sentence, before: int) -> bool:
    """Whether a word is one of place, or the head of a name that its place ends: University *College* Cork."""
    if sentence.printed[before] in sentence.words.place_words:
        return True
    head = sentence.words.heads.match_before(sentence.lower, before + 1) if sentence.capitals[before] else None
    return head is not None and head.value.strong


def _are_listed(sentence: Sentence, one: NameMatch, other: NameMatch) -> bool:
    """Whether two names stand side by side in a list: "Malmö, Lund and Copenhagen"."""
    left, right = sorted((one, other), key=lambda match: match.first)
    between = sentence.text[sentence.tokens[left.last - 1].end : sentence.tokens[right.first].start]
    return left is not right and re.fullmatch(r"\s?(?:,|/|,?\s(?:and|&))\s?", between) is not None
