"""Acronyms beside the names that explain them, and names that another sentence of the document has."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ucap.extractors.entities.heads import find_head
from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.runs import find_runs
from ucap.extractors.entities.sentence import CLOSING_MARKS, Sentence
from ucap.extractors.entities.spans import NameSpan
from ucap.extractors.entities.word_kinds import is_followed_by_noun, is_name_acronym, opens_sentence
from ucap.extractors.text.folding import fold_name
from ucap.schemas.records import EntityLabel

_BRACKETED: Final = re.compile(r"\s*[(\[]\s*[\"“‘']?([^\W_][\w&/.+ -]{0,14}[\w+])[\"”’']?\s*[)\]]")
_BEFORE_BRACKET: Final = re.compile(r"([^\W_][\w&/-]{1,14})\s*\(\s*(?:the\s+)?$")
_CLOSING_BRACKET: Final = re.compile(r"\s*\)")
_BEFORE_DASH: Final = re.compile(r"([^\W_][\w&/]{1,7})\s[–—-]\s$")
_SPELT_LETTERS: Final = 3
"""Letters of an acronym that tells where its name begins. Chosen."""
_FURTHER_WORDS: Final = 2
"""Words that make another sight of one behind whose name they stand. Chosen."""
_UNABBREVIATED: Final[frozenset[EntityLabel]] = frozenset({"CITY", "COUNTRY", "DATE", "PERSON"})


def find_repeated_acronyms(sentence: Sentence) -> list[NameSpan]:
    """Return the acronyms that the document explains anywhere, each with the full name as its canonical form."""
    known = ((i, sentence.context.acronyms.get(printed)) for i, printed in enumerate(sentence.printed))
    return [sentence.make_span(i, i + 1, meaning[0], canonical=meaning[1]) for i, meaning in known if meaning]


def find_repeated_names(sentence: Sentence) -> list[NameSpan]:
    """Return names of several words, and lone words, that another sentence shows to be names, or a town or a family's."""
    found: list[NameSpan] = []
    if not sentence.context.names:
        return found
    for opening, last in find_runs(sentence):
        first = opening + (last - opening > 1 and opens_sentence(sentence, opening))  # "As Novak noted"
        label = sentence.context.names.get(sentence.tokens[first].key) if last == first + 1 else None
        ordinary = label == "CITY" and is_followed_by_noun(sentence, last) and sentence.context.is_word(sentence.lower[first])
        placed = first > 0 and sentence.follows(first) and sentence.lower[first - 1] in sentence.words.place_prepositions
        if label in ("CITY", "PERSON", "PROGRAMME") and not ordinary and not (label == "PERSON" and placed):
            doubt = sentence.context.doubts.get(sentence.tokens[first].key)
            found.append(replace(sentence.make_span(first, last, label), doubt=doubt))
        for start in range(first, last - 1):
            for end in range(min(last, start + LIMITS.repeated_name_words), start + 1, -1):
                printed = sentence.text[sentence.tokens[start].start : sentence.tokens[end - 1].end]
                if label := sentence.context.names.get(fold_name(printed)):
                    further = _count_further_words(sentence, end, last) if label == "FACILITY" else 0
                    found.append(sentence.make_span(start, end + further, label))
    return found


def _count_further_words(sentence: Sentence, end: int, last: int) -> int:
    """Return how many words make another sight of one behind whose name they stand: Green Park *Road*, Bath Quays *North*."""
    if not 0 < last - end <= _FURTHER_WORDS:
        return 0
    head = find_head(sentence, end, last)
    directed = sentence.printed[end] in sentence.words.region_words
    return last - end if directed or (head is not None and head.label == "FACILITY") else 0


def find_bracketed_acronyms(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return acronyms in brackets behind their names: "Technology Park of Andalusia (PTA)"."""
    found = []
    for name in names:
        end = name.end + (sentence.text[name.end : name.end + 1] in CLOSING_MARKS)  # the project “Green Roofs” (GROW)
        acronym = None if name.label in _UNABBREVIATED else find_bracketed(sentence, end)
        if acronym is not None and not _is_of_another(sentence, name, acronym):
            canonical = name.canonical or sentence.text[name.start : name.end]
            found.append(NameSpan(*acronym, name.label, canonical, name.certain, needs_model=name.needs_model))
    return found


def find_explained_acronyms(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return acronyms whose name follows in brackets: "PTA (Technology Park of Andalusia)"."""
    found = []
    for name in names:
        if name.label in _UNABBREVIATED or not name.certain or not _CLOSING_BRACKET.match(sentence.text, name.end):
            continue
        before = _BEFORE_BRACKET.search(sentence.text[: name.start])
        if before and is_name_acronym(sentence, before.group(1)):
            canonical = name.canonical or sentence.text[name.start : name.end]
            found.append(NameSpan(before.start(1), before.end(1), name.label, canonical))
    return found


def find_dashed_acronyms(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return bodies together with the acronym before them and its dash: "VŠB – Technical University of Ostrava"."""
    found = []
    for name in names:
        if name.label == "ORG" and name.certain:
            before = _BEFORE_DASH.search(sentence.text[: name.start])
            if before and is_name_acronym(sentence, before.group(1)):
                found.append(replace(name, start=before.start(1)))
    return found


def _is_of_another(sentence: Sentence, name: NameSpan, acronym: tuple[int, int]) -> bool:
    """Whether an acronym behind a region is that of a longer name: Verkehrsverbund Bremen/Niedersachsen (*ZVBN*)."""
    return name.label == "REGION" and sentence.text[acronym[0]] != sentence.text[name.start]


def find_spelt_names(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return names that begin before what was found, as the acronym behind them spells: *Sister City and* … Board (SCB)."""
    found = []
    for name in names:
        acronym = None if name.label in _UNABBREVIATED else find_bracketed(sentence, name.end)
        if acronym is not None and (start := _find_spelt_start(sentence, name, sentence.text[slice(*acronym)])) is not None:
            found.append(replace(name, start=start, certain=True, needs_model=False))
    return found


def _find_spelt_start(sentence: Sentence, name: NameSpan, acronym: str) -> int | None:
    """Return where the capitalised words begin whose first letters are an acronym, if that is before a name's beginning."""
    words = sentence.words
    ends = [i for i, token in enumerate(sentence.tokens) if token.end == name.end]
    at, left = (ends[0] if ends else -1), [letter for letter in acronym if letter.isupper()]
    while at >= 0 and left:
        if sentence.is_capital(at) and sentence.printed[at][0] == left[-1]:
            left.pop()
        elif sentence.is_capital(at) or sentence.printed[at] not in words.unspelt_words:
            return None
        if left and not (sentence.follows(at) or sentence.gap_before(at) == ", "):
            return None
        at -= 1
    start = sentence.tokens[at + 1].start
    return start if not left and len(acronym) >= _SPELT_LETTERS and start < name.start else None


def find_bracketed(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """Return the characters of the acronym in brackets that follows a place in the text; None where none does."""
    match = _BRACKETED.match(sentence.text, at)
    return match.span(1) if match and is_name_acronym(sentence, match.group(1)) else None


def explain_acronyms(sentence: Sentence, names: Sequence[NameSpan]) -> dict[str, tuple[EntityLabel, str]]:
    """Return the acronyms that a sentence explains, `Name (ACR)` or `ACR (Name)`: label and name as printed."""
    text, found = sentence.text, dict[str, tuple[EntityLabel, str]]()
    for span in names:
        printed = text[span.start : span.end]
        if span.label in _UNABBREVIATED:
            continue
        explained = span.canonical not in (None, printed) and is_name_acronym(sentence, printed)
        if explained and text[span.end :].lstrip().startswith(("(", "[")):
            found.setdefault(printed, (span.label, span.canonical or printed))
        acronym = find_bracketed(sentence, span.end) if span.certain else None
        if acronym is not None and not _is_of_another(sentence, span, acronym):
            found.setdefault(text[slice(*acronym)], (span.label, span.canonical or printed))
    return found
