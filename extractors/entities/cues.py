"""What the words beside an unknown name say it is: the noun before or behind it, the words before it, the verb behind it."""

import re
from typing import Final

from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.word_kinds import is_day, is_followed_by_noun, is_kind_in_capitals
from ucap.schemas.vocabularies.name_lists import NameKind

_NOUN_REACH: Final = 3
"""Words behind a name among which the noun that it describes stands: the X data *platform*. Chosen."""
_APPOSITION_REACH: Final = 6
"""Words of an apposition among which its noun stands: X, a local insurance *company*. Chosen."""
_APPOSITION = re.compile(r",\s|\s[–-]\s")
_CLAUSE_BEGINS = re.compile(r"[:;,–•]\s+$|\)\s+$")
_NAMING: Final = frozenset({"called", "named"})
_BEFORE_OBJECTS: Final = frozenset({"a", "all", "an", "both", "its", "more", "the", "their", "these", "this"})
_BASED: Final = "-based"
_ARTICLES: Final = frozenset({"a", "an", "the"})
_BEFORE_APPOSITION: Final = _ARTICLES | {"its", "our", "their"}


def find_kind(sentence: Sentence, first: int, last: int) -> NameKind | None:
    """Return what an unknown name is by the words beside it; None where they do not tell."""
    return (
        _find_noun_behind(sentence, last)
        or _find_noun_before(sentence, first)
        or _find_apposition(sentence, last)
        or find_kind_before(sentence, first)
        or ("ORG" if _stands_in_alias(sentence, first, last) else None)
        or ("DOER" if _acts(sentence, first, last) else None)
    )


def find_kind_before(sentence: Sentence, first: int) -> NameKind | None:
    """Return what the words before a name say it is: held *via* X, *under* X, they *toured* the X, engineers *of* X."""
    words, lower = sentence.words, sentence.lower
    if not sentence.follows(first):
        return None
    if lower[first - 1].endswith(_BASED):
        return "ORG"
    article = first > 1 and lower[first - 1] in _ARTICLES and sentence.follows(first - 1)
    end = first - article
    if article and (match := words.cues_before_article.match_before(lower, end)):
        return match.value
    if lower[end - 1] == "of" and end > 1 and sentence.follows(end - 1) and (owner := words.owned_nouns.get(lower[end - 2])):
        return owner
    if lower[end - 1] == "of" and end > 2 and sentence.follows(end - 1) and _ends_person(sentence, end - 1):
        return "ORG"  # "Robert Hansson of Tarvo showed the plant"
    cue = words.cues_before.match_before(lower, end)
    return cue.value if cue else None


def _ends_person(sentence: Sentence, last: int) -> bool:
    """Whether a given and a family name of the lists end before a token."""
    words, first = sentence.words, last - 2
    if first < 0 or not (sentence.is_capital(first) and sentence.is_capital(last - 1) and sentence.follows(last - 1)):
        return False
    given = sentence.tokens[first].key in words.listed_given_names
    return given and sentence.tokens[last - 1].key in words.listed_family_names


def find_kind_called(sentence: Sentence, first: int, last: int) -> NameKind | None:
    """Return what the noun before a name or an apposition says it is: the programme *X*, *X*, the fair."""
    return _find_noun_before(sentence, first) or _find_apposition(sentence, last)


def is_called_sight(sentence: Sentence, last: int) -> bool:
    """Whether a noun beside a name says that it is a sight: in X, *the largest borough*."""
    return (_find_noun_behind(sentence, last) or _find_apposition(sentence, last)) == "FACILITY"


def _find_noun_behind(sentence: Sentence, last: int) -> NameKind | None:
    """Return what the noun behind a name says; a thing may describe it: the X tram *company*, the X bus *project*."""
    words, found = sentence.words, None
    for at in range(last, min(last + _NOUN_REACH, len(sentence))):
        if not sentence.follows(at) or not sentence.printed[at].islower():
            break
        if found == "THING" and sentence.lower[at] in words.project_words:
            return "PROGRAMME"
        if match := words.kind_nouns.match_at(sentence.lower, at):
            found = match.value
            if found != "THING":
                break
        if (
            sentence.lower[at] in words.following
            or sentence.lower[at] in words.acting_verbs
            or sentence.lower[at].endswith("ed")
        ):
            break
    return found


def _find_noun_before(sentence: Sentence, first: int) -> NameKind | None:
    if not sentence.follows(first):
        return None
    if not sentence.printed[first - 1].islower() and not is_kind_in_capitals(sentence, first - 1):
        return None
    named = first > 1 and sentence.lower[first - 1] in _NAMING and sentence.follows(first - 1)
    if sentence.lower[first - 1 - named] in sentence.words.project_words:
        return "PROGRAMME"
    match = sentence.words.kind_nouns.match_before(sentence.lower, first - named)
    return match.value if match else None


def _find_apposition(sentence: Sentence, last: int) -> NameKind | None:
    """Return what an apposition says that a name is: X, *a local insurance company*."""
    if last + 1 >= len(sentence) or sentence.lower[last] not in _BEFORE_APPOSITION:
        return None
    if not _APPOSITION.fullmatch(sentence.gap_before(last)):
        return None
    for at in range(last + 1, min(last + 1 + _APPOSITION_REACH, len(sentence))):
        if not sentence.follows(at) or sentence.printed[at] in sentence.words.complement_joiners:
            return None
        if sentence.printed[at].islower() and (match := sentence.words.kind_nouns.match_at(sentence.lower, at)):
            return match.value
        if is_followed_by_noun(sentence, at + 1):
            continue  # "the programme manager"
        if sentence.printed[at] in sentence.words.project_words or sentence.printed[at] in sentence.words.plan_words:
            return "PROGRAMME"
    return None


def _stands_in_alias(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name stands alone in brackets behind another: Fundação de Graz (*X*), (also *X*)."""
    also = first > 1 and sentence.lower[first - 1] == "also"
    at = first - also
    opened = at > 0 and sentence.gap_before(at).endswith("(") and sentence.is_capital(at - 1)
    return opened and sentence.text_after(last).startswith(")")


def _acts(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name is the subject of what only bodies and people do: *X* hosted the guests."""
    begins = first == 0 or _CLAUSE_BEGINS.search(sentence.text_before(first)) is not None
    begins = begins or is_day(sentence, first - 1)  # "On Monday X hosted"
    begins = begins or sentence.lower[first - 1] in ("and", "that", "where", "which", "while", "when", "the")
    if not begins or not sentence.follows(last):
        return False
    verb, words = sentence.printed[last], sentence.words
    if not verb.islower() or verb in words.passive_verbs:
        return False
    acting = verb in words.acting_verbs or verb in words.speaking_verbs or verb.endswith("ed")
    return acting or _takes_object(sentence, last)


def _takes_object(sentence: Sentence, i: int) -> bool:
    """Whether a word in -s stands before an article or a pronoun, so that it is a verb: X *shares* its data."""
    word = sentence.lower[i]
    verb = word.endswith("s") and not word.endswith("ss") and word not in ("is", "was", "has", "its", "as")
    return verb and sentence.follows(i + 1) and sentence.lower[i + 1] in _BEFORE_OBJECTS
