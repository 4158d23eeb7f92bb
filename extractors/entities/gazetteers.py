"""Names known beforehand: cities, countries, regions, programmes, institutions and events, found as runs of tokens.

Everything here comes from the vocabularies, GeoNames and ISO; nothing is learnt from a document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ucap.extractors.places import city_names, country_names, fold_name, get_country_name, region_names
from ucap.schemas.records import EntityLabel
from ucap.schemas.vocabularies import load_vocabulary

_MAX_TOKENS = 8
_MAX_ACRONYM = 8
# Joined by an apostrophe where a syllable follows (Xi'an), not where it is a genitive (Málaga's) unless that is part of titles
# of bodies (People's Government) or of a saint's (St. Mary's Hospital). A final + belongs to names (Erasmus+).
_TOKEN = re.compile(
    r"St\.\s[^\W\d_a-z][^\W_]*(?:-[^\W_]+)*(?:['’]s\b)?"
    r"|(?:People|Women|Children|Workers|Mayors|Citizens)['’]s?\b"
    r"|(?:[^\W_]\.){2,}"
    r"|[^\W_]+(?:[-‐‑&.+][^\W_]+|['’](?!s\b)[^\W_]+|/[a-z]\b)*\+?"
    r"|&"
)
# Capital after an elided article (l'Aquila), or after one small letter as brands write it (iFLYTEK).
_ODD_CAPITAL = re.compile(r"[dl]['’][^\W\d_a-z]|[a-z][A-Z]{2}|[a-z]{1,3}[A-Z][a-z]+[A-Z]?")
_BLEND = re.compile(r"[a-z][A-Z][a-z]")
# City states and special regions are cities to those who cooperate with them, whatever ISO 3166 lists them as.
_CITY_COUNTRIES = frozenset({"HK", "MO", "SG", "MC"})


@dataclass(frozen=True)
class Token:
    """A word of a text with its character offsets."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case, with a plain apostrophe."""
        return self.text.casefold().replace("’", "'")

    @property
    def is_name_like(self) -> bool:
        """Whether it is written as a word of a name: a capital first, or after an elided article (l'Aquila, iFLYTEK)."""
        return self.text[0].isupper() or _ODD_CAPITAL.match(self.text) is not None

    @property
    def is_blend(self) -> bool:
        """Whether it has a capital after small letters, as only names are written: InvestPenang, moBiel, SmartEnCity."""
        return _BLEND.search(self.text) is not None

    @property
    def is_abbreviation(self) -> bool:
        """Whether it is written in capitals (two or more)."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 1 and sum(c.isupper() for c in letters) >= max(2, len(letters) - 2) and self.text[0].isupper()


@dataclass(frozen=True)
class Known:
    """A known name: label and canonical form; `exact` where only this very spelling counts (acronyms)."""

    label: EntityLabel
    canonical: str
    exact: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True)
class Match:
    """Tokens [first, last) that are a known name."""

    first: int
    last: int
    known: Known


def tokenize(text: str) -> list[Token]:
    """Split a text into words with offsets; punctuation is left between them."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def match_names(tokens: Sequence[Token], known_cities: Mapping[str, str]) -> list[Match]:
    """Return the known names among the tokens, the longest at each place, from left to right, without overlaps.

    `known_cities` maps folded names of the document's own cities to their canonical names.
    """
    found, first = [], 0
    while first < len(tokens):
        match = _match_at(tokens, first, known_cities)
        if match:
            found.append(match)
        first = match.last if match else first + 1
    return found


def _match_at(tokens: Sequence[Token], first: int, known_cities: Mapping[str, str]) -> Match | None:
    if tokens[first].text[0].islower() and not tokens[first].is_name_like and tokens[first].text not in _small_first_words():
        return None
    for last in range(min(len(tokens), first + _MAX_TOKENS), first, -1):
        printed = " ".join(token.text for token in tokens[first:last])
        key = fold_name(printed)
        if city := known_cities.get(key):
            return Match(first, last, Known("CITY", city))
        for known in _known_names().get(key, ()):
            # "SYKE" is a body's acronym, not the town of Syke; header cities in capitals are known by name above.
            if known.label == "CITY" and printed.isupper() and len(printed) <= _MAX_ACRONYM:
                continue
            if known.exact is None or known.exact == printed:
                return Match(first, last, known)
    return None


@cache
def _small_first_words() -> frozenset[str]:
    """Return the first words of the listed names that are written small (imec, voestalpine)."""
    known = load_vocabulary("known_names")
    spellings = [spelling for names in known["organisations"] for spelling in names] + known["companies"]
    return frozenset(spelling.split()[0] for spelling in spellings if spelling[0].islower())


@cache
def _known_names() -> Mapping[str, tuple[Known, ...]]:
    """Return all known names by folded name, in order of preference."""
    names: dict[str, list[Known]] = {}
    for name, known in (*_listed_names(), *_place_names()):
        names.setdefault(name, []).append(known)
    return {key: tuple(known) for key, known in names.items() if key}


def _listed_names() -> Iterator[tuple[str, Known]]:
    known = load_vocabulary("known_names")
    lists: tuple[tuple[EntityLabel, list[list[str]]], ...] = (
        ("PROGRAMME", load_vocabulary("programmes")["programmes"]),
        ("ORG", known["organisations"]),
        ("ORG", [[str(name)] for name in known["companies"]]),
        ("EVENT", known["events"]),
        ("REGION", load_vocabulary("places")["regions"]),
    )
    for label, entries in lists:
        for spellings in entries:
            for spelling in spellings:
                # What is written in capitals (LIFE, MOST) would as a word mean something else.
                short = len(spelling) <= 8 and " " not in spelling
                exact = spelling if short and (sum(c.isupper() for c in spelling) > 1 or spelling.islower()) else None
                if spelling.endswith("+"):
                    exact = spelling  # "Internet+" is a strategy, the Internet is none
                yield _key(spelling), Known(label, spellings[0], exact)


def _place_names() -> Iterator[tuple[str, Known]]:
    cities = city_names()
    ambiguous = {fold_name(name) for name in load_vocabulary("places")["ambiguous_cities"]}
    for name, code in country_names().items():
        if code not in _CITY_COUNTRIES:
            yield name, Known("COUNTRY", get_country_name(code), name.upper() if len(name) <= 3 else None)
    for key, name in region_names().items():
        yield key, Known("REGION", name)
    for name, city in cities.items():
        yield name, Known("CITY", city, ambiguous=name in ambiguous or len(name) <= 3)


def _key(spelling: str) -> str:
    return fold_name(" ".join(token.text for token in tokenize(spelling)))
