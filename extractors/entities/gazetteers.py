"""Names known beforehand: cities, countries, regions, programmes, institutions and events, found as runs of tokens.

Everything here comes from the vocabularies, GeoNames and ISO; nothing is learnt from a document.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.name_tokens import NameToken, split_name_tokens
from ucap.extractors.places import city_names, country_names, get_country_name, region_names
from ucap.extractors.text.folding import fold_name
from ucap.extractors.text.phrases import scan
from ucap.schemas.records import EntityLabel
from ucap.schemas.vocabularies import load_vocabulary


@dataclass(frozen=True)
class KnownName:
    """A known name: label and canonical form.

    `exact` is the only spelling that counts, for acronyms; `ambiguous` says that a city is called like a word.
    """

    label: EntityLabel
    canonical: str
    exact: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True)
class NameMatch:
    """Tokens [first, last) that are a known name."""

    first: int
    last: int
    known: KnownName


def match_names(tokens: Sequence[NameToken], known_cities: Mapping[str, str]) -> list[NameMatch]:
    """Return the known names among the tokens, the longest at each place, from left to right, without overlaps.

    `known_cities` maps folded names of the document's own cities to their canonical names.
    """
    openings = {key.partition(" ")[0] for key in known_cities}
    return list(scan(len(tokens), lambda first: _match_at(tokens, first, known_cities, openings)))


def _match_at(
    tokens: Sequence[NameToken], first: int, known_cities: Mapping[str, str], openings: Collection[str]
) -> NameMatch | None:
    """Return the longest known name that begins at a token; `openings` are the first words of the document's own cities."""
    begins = tokens[first]
    if not begins.key:
        return None  # a sign before a name: "& Bosch"
    if begins.text[0].islower() and not begins.is_name_like and begins.text not in _small_first_words():
        return None
    opening = begins.key.partition(" ")[0]
    if opening and opening not in _first_words() and opening not in openings:
        return None
    keys = [token.key for token in tokens[first : first + LIMITS.known_name_words]]
    for last in range(first + len(keys), first, -1):
        if not keys[last - first - 1]:
            continue  # a sign at the end: "Leeds &"
        key = " ".join([key for key in keys[: last - first] if key])
        if city := known_cities.get(key):
            return NameMatch(first, last, KnownName("CITY", city))
        found = _known_names().get(key, ())
        printed = " ".join([token.text for token in tokens[first:last]]) if found else ""
        for known in found:
            # "SYKE" is a body's acronym, not the town of Syke; header cities in capitals are known by name above.
            short = known.label == "CITY" and printed.isupper() and len(printed) <= LIMITS.acronym_letters
            # "BERLIN, 3 May": news begin with their place.
            if short and (first > 0 or len(printed) < LIMITS.dateline_letters or known.ambiguous):
                continue
            if known.exact is None or known.exact == printed:
                return NameMatch(first, last, known)
    return None


@cache
def _small_first_words() -> frozenset[str]:
    """Return the first words of the listed names that are written small (imec, voestalpine)."""
    known = load_vocabulary("known_names")
    spellings = [spelling for names in known["organisations"] for spelling in names] + known["companies"]
    return frozenset(spelling.split()[0] for spelling in spellings if spelling[0].islower())


@cache
def _known_names() -> Mapping[str, tuple[KnownName, ...]]:
    """Return all known names by folded name, in order of preference."""
    names: dict[str, list[KnownName]] = {}
    for name, known in (*_listed_names(), *_place_names()):
        names.setdefault(name, []).append(known)
    return {key: tuple(known) for key, known in names.items() if key}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key.partition(" ")[0] for key in _known_names())


def _listed_names() -> Iterator[tuple[str, KnownName]]:
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
                short = len(spelling) <= LIMITS.exact_letters and " " not in spelling
                exact = spelling if short and (sum(c.isupper() for c in spelling) > 1 or spelling.islower()) else None
                if spelling.endswith("+"):
                    exact = spelling  # "Internet+" is a strategy, the Internet is not
                yield _key(spelling), KnownName(label, spellings[0], exact)


def _place_names() -> Iterator[tuple[str, KnownName]]:
    cities = city_names()
    city_states = load_vocabulary("places")["city_states"]
    ambiguous = {fold_name(name) for name in load_vocabulary("places")["ambiguous_cities"]}
    for name, code in country_names().items():
        if code not in city_states:
            short = len(name) <= LIMITS.short_country_letters
            for exact in (name.upper(), "".join(f"{letter.upper()}." for letter in name)) if short else (None,):
                yield name, KnownName("COUNTRY", get_country_name(code), exact)
    for key, name in region_names().items():
        yield key, KnownName("REGION", name)
    for name, city in cities.items():
        yield name, KnownName("CITY", city, ambiguous=name in ambiguous or len(name) <= LIMITS.short_city_letters)


def _key(spelling: str) -> str:
    return fold_name(" ".join(token.text for token in split_name_tokens(spelling)))
