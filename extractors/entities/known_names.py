"""Names that the vocabularies and gazetteers list, with what belongs to them: parts of regions, programmes with their kind."""

import re
from dataclasses import replace
from functools import cache
from typing import Final

from ucap.extractors.divisions import division_names, find_divisions_anywhere
from ucap.extractors.entities.gazetteers import NameMatch, match_names
from ucap.extractors.entities.heads import has_edition
from ucap.extractors.entities.name_tokens import is_seat, split_name_tokens
from ucap.extractors.entities.sentence import QUOTED, Sentence
from ucap.extractors.entities.spans import NameDoubt, NameSpan
from ucap.extractors.entities.vocabulary import PLACES, load_name_vocabulary
from ucap.extractors.entities.word_kinds import is_followed_by_noun
from ucap.extractors.locating import find_city
from ucap.extractors.text.folding import fold_name
from ucap.schemas.records import EntityLabel

_STATE_CODE: Final = re.compile(r"[A-Z]{2,3}")
_CAPITAL_LETTERS: Final = 4
"""Letters of a place in capitals that is no code of one. Chosen."""
_POSTAL_STATES: Final = frozenset({"AU", "BR", "CA", "US"})
"""Countries whose states are printed by their codes behind the names of cities."""


def find_known_names(sentence: Sentence) -> list[NameSpan]:
    """Return the known names in a sentence, and as regions the parts of places: "Northern Italy"."""
    found = find_seats(sentence)
    for match in sentence.known:
        # "European Week of Regions and Cities 2020"
        last = match.last + (match.known.label == "EVENT" and has_edition(sentence, match.last))
        label = match.known.label
        if label == "CITY" and _is_region_of_city(sentence, match):
            found.append(sentence.make_span(match.first, last, "REGION"))  # "Albany (New York)"
            continue
        name = sentence.make_span(match.first, last, label, canonical=match.known.canonical)
        doubt: NameDoubt | None = "kind" if _is_place_in_capitals(sentence, match) else None
        found.append(replace(name, doubt="place" if _is_met_at(sentence, match) else doubt))
        if match.known.label == "CITY" and is_state_code(sentence, match.last):
            found.append(sentence.make_span(match.last, match.last + 1, "REGION"))
        before = match.first - 1
        part = before >= 0 and sentence.printed[before] in sentence.words.region_words and sentence.follows(match.first)
        if part and match.known.label in PLACES:
            # "West Oakland" is a part of a city, "Northern Italy" is none.
            doubt = "kind" if label == "CITY" else None
            found.append(replace(sentence.make_span(before, match.last, "REGION"), doubt=doubt))
    return found


def _is_place_in_capitals(sentence: Sentence, match: NameMatch) -> bool:
    """Whether the one word of a place stands in capitals among others in small letters, as an acronym does: with *SAMOA*."""
    printed = sentence.printed[match.first]
    alone = match.last - match.first == 1 and match.first > 0 and match.known.label in PLACES
    if not alone or len(printed) < _CAPITAL_LETTERS or not printed.isupper() or match.known.exact == printed:
        return False
    return sentence.tokens[match.first].key not in sentence.context.cities and not sentence.text.isupper()


def _is_met_at(sentence: Sentence, match: NameMatch) -> bool:
    """Whether a town that is not the document's own stands behind "at" or "the", as a quarter does: the *Neustadt*."""
    before, first = match.first - 1, match.first
    if match.known.label != "CITY" or before < 0 or not sentence.follows(first):
        return False
    if sentence.lower[before] == "the" and is_followed_by_noun(sentence, match.last):
        return False  # "the Graz team"
    if sentence.lower[before] not in ("at", "the"):
        return False
    named = before > 0 and sentence.is_capital(before - 1)  # "the University of Texas at Austin"
    continued = sentence.follows(match.last) and sentence.is_capital(match.last)  # "at Graz University"
    own = fold_name(" ".join(sentence.printed[first : match.last])) in sentence.context.cities
    return not (named or continued or own)


def _is_region_of_city(sentence: Sentence, match: NameMatch) -> bool:
    """Whether a city's name that is a division's, too, stands alone in brackets behind a city."""
    before = sentence.known_at(match.first - 1)
    bracketed = sentence.gap_before(match.first) == " (" and sentence.text_after(match.last).startswith(")")
    if not bracketed or before is None or before.known.label != "CITY" or before.last != match.first:
        return False
    return " ".join(token.key for token in sentence.tokens[match.first : match.last]) in division_names()


def find_waters(sentence: Sentence) -> list[NameSpan]:
    """Return the rivers that their kind stands before, whatever else their names are: the river *Loire*."""
    kinds = sentence.words.named_waters
    behind = [
        i for i, word in enumerate(sentence.printed, 1) if word in kinds and sentence.is_capital(i) and sentence.follows(i)
    ]
    alone = [i for i in behind if not (sentence.follows(i + 1) and sentence.is_capital(i + 1))]
    return [sentence.make_span(i, i + 1, "FACILITY") for i in alone]


def find_seats(sentence: Sentence) -> list[NameSpan]:
    """Return the places that a word with a hyphen says something is in: *Lyon*-based."""
    found: list[NameSpan] = []
    for token in sentence.tokens if "-" in sentence.text else ():
        if is_seat(token.text):
            printed = token.text.rpartition("-")[0]
            known = match_names(split_name_tokens(printed), sentence.context.cities)
            if len(known) == 1 and known[0].known.label in PLACES and sentence.text[token.start :].startswith(printed):
                found.append(NameSpan(token.start, token.start + len(printed), known[0].known.label, known[0].known.canonical))
    return found


def is_state_code(sentence: Sentence, at: int) -> bool:
    """Whether the code of a state stands behind its city, with a comma or without: Portland, *OR*; Pittsburgh *PA*."""
    if at >= len(sentence) or not _STATE_CODE.fullmatch(sentence.printed[at]) or sentence.gap_before(at) not in (", ", " "):
        return False
    countries = {d.country_code for d in find_divisions_anywhere(sentence.printed[at], first_level_only=True)} & _POSTAL_STATES
    if not countries or sentence.gap_before(at) == ", ":
        return bool(countries)
    before = sentence.known_at(at - 1)
    city = find_city(sentence.text[sentence.tokens[before.first].start : sentence.tokens[at - 1].end]) if before else None
    return city is not None and city.country_code in countries


def find_programmes(sentence: Sentence) -> list[NameSpan]:
    """Return the known programmes in a sentence with their strand or kind, and numbered goals: "IUC project", "SDG 11.2"."""
    found = [
        sentence.make_span(match.first, find_programme_end(sentence, match.last), "PROGRAMME", canonical=match.known.canonical)
        for match in sentence.known
        if match.known.label == "PROGRAMME"
    ]
    for goal in _goals():
        for match in goal.finditer(sentence.text):
            found.append(NameSpan(match.start(), match.end(), "PROGRAMME", f"SDG {match.group(1)}"))
    return found


def find_quoted_names(sentence: Sentence) -> list[NameSpan]:
    """Return the names in quotation marks of projects and sights: the project “Green Roofs for Cities”, the “Utkik” tower."""
    found = []
    for match in QUOTED.finditer(sentence.text):
        start, end = match.start() + 1, match.end() - 1
        end -= sentence.text[end - 1] in ".,;"
        label = _find_kind_of_quoted(sentence, match.start(), match.end()) if sentence.text[start].isupper() else None
        if label and all(word[0].isupper() or word[0].isdigit() or word.islower() for word in sentence.text[start:end].split()):
            found.append(NameSpan(start, end, label))
    return found


def _find_kind_of_quoted(sentence: Sentence, start: int, end: int) -> EntityLabel | None:
    """Return what the noun before words in quotation marks says they are, or the one behind them of a sight."""
    first, last = sentence.find_token(start), sentence.find_token(end, at_end=True)
    before = sentence.lower[first - 1] if first > 0 and sentence.gap_before(first).startswith(" ") else ""
    if before in sentence.words.project_words:
        return "PROGRAMME"
    sight = sentence.words.kind_nouns.match_before(sentence.lower, first) if before else None
    if sight is None and sentence.text[end : end + 1] == " ":
        sight = sentence.words.kind_nouns.match_at(sentence.lower, last)
    return "FACILITY" if sight is not None and sight.value == "FACILITY" else None


def find_programme_end(sentence: Sentence, last: int) -> int:
    """Return where a programme's mention ends that may continue with its strand or kind: Interreg Danube, IUC project."""
    follower = sentence.known_at(last) if sentence.follows(last) else None
    if follower and follower.known.label in ("REGION", "COUNTRY") and follower.first == last:
        last = follower.last
    if sentence.follows(last) and sentence.lower[last] in sentence.words.trailing_heads:
        # "the LIFE project" is one under LIFE.
        own = sentence.is_capital(last) or sentence.printed[last - 1] in sentence.words.own_projects
        last += own
    return last


@cache
def _goals() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b{prefix}s?\s?(\d{{1,2}})\b(?:\.\w)?") for prefix in load_name_vocabulary().goal_prefixes)
