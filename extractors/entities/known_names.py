"""Names that the vocabularies and gazetteers list, with what belongs to them: parts of regions, programmes with their kind."""

import re
from functools import cache

from ucap.extractors.entities.heads import has_edition
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.spans import NameSpan
from ucap.extractors.entities.vocabulary import PLACES, load_name_vocabulary


def find_known_names(sentence: Sentence) -> list[NameSpan]:
    """Return the known names in a sentence, and as regions the parts of places: "Northern Italy"."""
    found = []
    for match in sentence.known:
        # "European Week of Regions and Cities 2020"
        last = match.last + (match.known.label == "EVENT" and has_edition(sentence, match.last))
        found.append(sentence.make_span(match.first, last, match.known.label, canonical=match.known.canonical))
        before = match.first - 1
        part = before >= 0 and sentence.printed[before] in sentence.words.region_words and sentence.follows(match.first)
        if part and match.known.label in PLACES:
            found.append(sentence.make_span(before, match.last, "REGION"))
    return found


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
