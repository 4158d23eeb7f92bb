"""Names that a list confirms: capitalised words beside a certain name ("Dublin City Council, Airbus and …")."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.runs import find_runs
from ucap.extractors.entities.sentence import Sentence
from ucap.extractors.entities.spans import NameSpan
from ucap.extractors.entities.unheaded import label_lone_word
from ucap.extractors.places import is_city_name

_BETWEEN_LISTED = re.compile(r"\s*(?:\([^()]*\))?(?:/|(?:,|,?\s+and|\s+&)\s+(?:the\s+)?)")


def find_listed_names(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names that stand in a list with certain ones, each with the label that those beside it make likely.

    Some are doubtful ones of `names` themselves, others are runs of words that no name holds.
    """
    persons = _find_listed_persons(sentence, names)
    projects = _find_listed_projects(sentence, names)
    settled = {(name.start, name.end) for name in (*persons, *projects)}
    names = [name for name in names if (name.start, name.end) not in settled and not name.is_thing]
    return [*persons, *projects, *_find_listed_others(sentence, names)]


def _find_listed_projects(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the unknown names in a list that ends in projects: "the LOOPER, BRIDGE-IT and Triangulum projects"."""
    found = [n for n in names if n.label == "PROGRAMME" and sentence.text.startswith(" projects", n.end)]
    for name in reversed(names):
        unknown = name.label == "ORG" and not name.certain
        if found and unknown and any(_are_listed(sentence, name, other) for other in found):
            found.append(replace(name, label="PROGRAMME", certain=True, needs_model=False, may_be_person=False))
    return [name for name in found if name not in names]


def _find_listed_persons(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names that stand as a person's may in a list with a person."""
    certain = [name for name in names if name.label == "PERSON"]
    open_names, found = [name for name in names if name.may_be_person], list[NameSpan]()
    while beside := [name for name in open_names if any(_are_listed(sentence, name, other) for other in certain)]:
        open_names = [name for name in open_names if name not in beside]
        certain = [replace(name, label="PERSON", certain=True) for name in beside]
        found += certain
    return found


def _find_listed_others(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    certain = [name for name in names if not name.needs_model and name.label in ("ORG", "FACILITY", "CITY")]
    if not certain:
        return []
    towns = [name for name in names if not name.certain and is_city_name(sentence.text[name.start : name.end])]
    people = [name for name in names if not (name.certain or name.needs_model) and name.label == "ORG"]
    doubtful = [*(name for name in names if name.needs_model), *towns, *people, *_find_free_runs(sentence, names)]
    confirmed: list[NameSpan] = []
    while beside := [name for name in doubtful if any(_are_listed(sentence, name, other) for other in certain)]:
        # One accepted makes the next in the list acceptable.
        doubtful = [name for name in doubtful if name not in beside]
        labelled = [_label_listed(sentence, name, [c for c in certain if _are_listed(sentence, name, c)]) for name in beside]
        certain += labelled
        confirmed += [
            replace(
                name,
                needs_model=False,
                may_be_person=False,
                certain=name.certain or " " in sentence.text[name.start : name.end],
            )
            for name in labelled
        ]
    return confirmed


def _find_free_runs(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the runs of telling words that no name holds and that stand behind another word of the list."""
    found = []
    for first, last in find_runs(sentence):
        start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
        free = not any(name.overlaps(start, end) for name in names)
        if free and first > 0 and sentence.gap_before(first) and _has_no_ordinary_word(sentence, first, last):
            label = label_lone_word(sentence, first) if last - first == 1 else "ORG"
            found.append(NameSpan(start, end, label, certain=False, needs_model=True))
    return found


def _label_listed(sentence: Sentence, name: NameSpan, beside: Sequence[NameSpan]) -> NameSpan:
    """Return a name with the label that those beside it make likely: a town beside a city, a sight beside a sight."""
    printed, labels = sentence.text[name.start : name.end], {other.label for other in beside}
    if name.label != "ORG":
        return name
    before = sentence.text[: name.start].split()[-1:] or [""]
    directed = printed.istitle() and before[0] in sentence.words.list_directions
    if labels == {"CITY"} and (is_city_name(printed) or len(beside) > 1 or directed):
        return replace(name, label="CITY", certain=True)
    single = printed.istitle() and " " not in printed
    if labels == {"FACILITY"} and single and sentence.text[: name.start].endswith("the "):
        return replace(name, label="FACILITY")
    return name


def _are_listed(sentence: Sentence, name: NameSpan, other: NameSpan) -> bool:
    before, after = (name, other) if name.start <= other.start else (other, name)
    between = sentence.text[before.end : after.start] if before.end <= after.start else "."
    return _BETWEEN_LISTED.fullmatch(between) is not None


def _has_no_ordinary_word(sentence: Sentence, first: int, last: int) -> bool:
    """Whether none of the words is one of those that topics and headings are made of."""
    words = sentence.words
    ordinary = (words.generic, words.topics, words.starters, words.nationalities)
    if any(sentence.printed[i] in words.offices or sentence.printed[i] in words.region_words for i in range(first, last)):
        return False
    return last - first <= LIMITS.listed_words and all(
        len(sentence.printed[i]) > 2
        and sentence.printed[i] not in words.abbreviations
        and not any(sentence.lower[i] in listed or sentence.lower[i].removesuffix("s") in listed for listed in ordinary)
        for i in range(first, last)
    )
