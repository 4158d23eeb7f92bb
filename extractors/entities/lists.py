"""Names that a list confirms: capitalised words beside a certain name ("Dublin City Council, Airbus and …")."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ucap.extractors.divisions import find_division_countries
from ucap.extractors.entities.limits import LIMITS
from ucap.extractors.entities.runs import find_runs
from ucap.extractors.entities.sentence import Sentence, find_large_city
from ucap.extractors.entities.spans import NameDoubt, NameSpan
from ucap.extractors.entities.unheaded import label_lone_word
from ucap.extractors.locating import find_city
from ucap.extractors.places import is_city_name
from ucap.extractors.text.folding import fold_name

_BETWEEN_LISTED = re.compile(r"\s*(?:\([^()]*\))?(?:/|(?:,|,?\s+and|\s+&)\s+(?:the\s+)?)")
_BETWEEN_SIGHTS = re.compile(r"(?:,|,?\s+and)\s+(?:(?:along|at|in|on|through|to)\s+)?(?:the\s+)?")


def find_listed_names(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names that stand in a list with certain ones, each with the label that those beside it make likely.

    Some are doubtful ones of `names` themselves, others are runs of words that no name holds.
    """
    persons = _find_listed_persons(sentence, names)
    projects = _find_listed_projects(sentence, names)
    regions = [*_find_listed_regions(sentence, names), *_find_listed_towns(sentence, names)]
    settled = {(name.start, name.end) for name in (*persons, *projects, *regions)}
    sights = [name for name in _find_listed_sights(sentence, names) if (name.start, name.end) not in settled]
    settled |= {(name.start, name.end) for name in sights}
    names = [name for name in names if (name.start, name.end) not in settled and not name.is_thing]
    return [*persons, *projects, *regions, *sights, *_find_listed_others(sentence, [*names, *sights])]


def _find_listed_regions(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the places and unknown names in a list that ends in regions: "Kent and Essex *counties*"."""
    places = ("CITY", "REGION")
    found = [name for name in names if name.label in places and _precedes_regions(sentence, name)]
    for name in reversed(names):
        open_kind = name.label in places or (name.label == "ORG" and not name.certain)
        if found and open_kind and name not in found and any(_are_listed(sentence, name, other) for other in found):
            found.append(name)
    return [replace(name, label="REGION", certain=True, needs_model=False, may_be_person=False) for name in found]


def _find_listed_towns(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the regions in lists of cities that are called like large cities: Dalian, Surabaya and *Hai Phong*."""
    cities = [name for name in names if name.label == "CITY" and name.certain]
    found = []
    for name in names if len(cities) > 1 else ():
        printed = sentence.text[name.start : name.end]
        if name.label != "REGION" or printed.isupper() or not any(_are_listed(sentence, name, city) for city in cities):
            continue
        large, before = find_large_city(printed), [city for city in cities if city.end <= name.start]
        follows = before and sentence.text[before[-1].end : name.start] == ", "
        home = find_city(sentence.text[before[-1].start : before[-1].end]) if follows else None
        # "Melbourne, Victoria": where the city lies, or may lie.
        inside = follows and (home is None or home.country_code in find_division_countries(printed))
        if large and not inside and not _precedes_regions(sentence, name):
            found.append(replace(name, label="CITY", canonical=large))
    return found


def _precedes_regions(sentence: Sentence, name: NameSpan) -> bool:
    """Whether the plural of a kind of region stands behind a name, and a list before it."""
    following = sentence.text[name.end :].split(maxsplit=1)[:1]
    kind = following[0].rstrip(".,;:)") if following and sentence.text[name.end] == " " else ""
    return kind in sentence.words.region_kinds


def _find_listed_sights(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the unknown names in a list of sights, in which no body stands: "the Old Mill, *Logomo* and on Long Street"."""
    sights = [name for name in names if name.label == "FACILITY" and not name.needs_model]
    bodies = [name for name in names if name.label == "ORG" and (name.certain or not (name.needs_model or name.is_thing))]
    unknown = [name for name in names if name.label == "ORG" and name.needs_model]
    unknown += _find_free_runs(sentence, names) if sights else []
    open_names = [name for name in unknown if not _ends_in_head(sentence, name)]
    open_names += [name for name in names if name.label == "FACILITY" and name.needs_model and not name.is_thing]
    found = list[NameSpan]()
    while sights and (beside := [n for n in open_names if any(_are_listed_sights(sentence, n, sight) for sight in sights)]):
        open_names = [name for name in open_names if name not in beside]
        if any(_are_listed(sentence, name, body) for name in beside for body in bodies):
            return []
        sights = [replace(name, label="FACILITY", needs_model=False, may_be_person=False, doubt="kind") for name in beside]
        found += sights
    return found


def _ends_in_head(sentence: Sentence, name: NameSpan) -> bool:
    """Whether the last word of a name tells a kind, or none can be a mention."""
    return name.is_thing or (sentence.text[name.start : name.end].split()[-1].casefold(),) in sentence.words.heads.values


def _are_listed_sights(sentence: Sentence, name: NameSpan, other: NameSpan) -> bool:
    before, after = (name, other) if name.start <= other.start else (other, name)
    return before.end <= after.start and _BETWEEN_SIGHTS.fullmatch(sentence.text, before.end, after.start) is not None


def _find_listed_projects(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the unknown names in a list that ends in projects: "the LOOPER, BRIDGE-IT and Triangulum project(s)"."""
    found = [n for n in names if n.label == "PROGRAMME" and sentence.text.startswith(" project", n.end)]
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
    people = [
        name
        for name in names
        if not (name.certain or name.needs_model) and name.label == "ORG" and not _begins_as_person(sentence, name)
    ]
    doubtful = [name for name in names if name.needs_model and not _begins_as_person(sentence, name)]
    doubtful += [*towns, *people, *_find_free_runs(sentence, names)]
    confirmed: list[NameSpan] = []
    while beside := [name for name in doubtful if any(_are_listed(sentence, name, other) for other in certain)]:
        # One accepted makes the next in the list acceptable.
        doubtful = [name for name in doubtful if name not in beside]
        labelled = [_label_listed(sentence, name, _find_row(sentence, name, certain)) for name in beside]
        labelled = [name for name in labelled if not _is_untold_by_towns(sentence, name, certain)]
        certain += labelled
        confirmed += [
            replace(
                name,
                needs_model=False,
                may_be_person=False,
                doubt=_doubt_listed(sentence, name, certain),
                certain=name.certain or " " in sentence.text[name.start : name.end],
            )
            for name in labelled
        ]
    return confirmed


def _doubt_listed(sentence: Sentence, name: NameSpan, certain: Sequence[NameSpan]) -> NameDoubt | None:
    """Doubt a town that no gazetteer has, and a body beside a sight: only the list says that they are."""
    beside = {other.label for other in certain if _are_listed(sentence, name, other)}
    if name.label == "ORG" and "FACILITY" in beside:
        return "kind"
    return "place" if name.label == "CITY" and not is_city_name(sentence.text[name.start : name.end]) else None


def _is_untold_by_towns(sentence: Sentence, name: NameSpan, certain: Sequence[NameSpan]) -> bool:
    """Whether only towns stand beside what may be a person, or has an article: the guest from Lviv, *Andriy Sadovyi*, came."""
    beside = [other for other in certain if _are_listed(sentence, name, other)]
    other_kind = name.may_be_person or sentence.text[: name.start].endswith("the ")
    return name.label == "ORG" and other_kind and all(other.label == "CITY" for other in beside)


def _begins_as_person(sentence: Sentence, name: NameSpan) -> bool:
    """Whether a given name begins what may be a person, so that the body beside it does not tell that it is one."""
    return (
        name.may_be_person and fold_name(sentence.text[name.start : name.end].split()[0]) in sentence.words.listed_given_names
    )


def _find_free_runs(sentence: Sentence, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the runs of telling words that no name holds and that stand behind another word of the list."""
    found = []
    for first, last in find_runs(sentence):
        start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
        free = not any(name.overlaps(start, end) for name in names) and not _is_person_of_words(sentence, first, last)
        if free and first > 0 and sentence.gap_before(first) and _has_no_ordinary_word(sentence, first, last):
            label = label_lone_word(sentence, first) if last - first == 1 else "ORG"
            found.append(NameSpan(start, end, label, certain=False, needs_model=True))
    return found


def _is_person_of_words(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a run has the form of a person's name of ordinary words: *Mark Young*."""
    given, family = sentence.tokens[first].key, sentence.tokens[last - 1].key
    return last - first > 1 and given in sentence.words.listed_given_names and family in sentence.words.listed_family_names


def _find_row(sentence: Sentence, name: NameSpan, certain: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the certain names of the list in which a name stands, those beside it first."""
    row, rest = [name], list(certain)
    while beside := [other for other in rest if any(_are_listed(sentence, other, one) for one in row)]:
        row += beside
        rest = [other for other in rest if other not in beside]
    return row[1:]


def _label_listed(sentence: Sentence, name: NameSpan, beside: Sequence[NameSpan]) -> NameSpan:
    """Return a name with the label that those beside it make likely: a town beside a city, a sight beside a sight."""
    printed = sentence.text[name.start : name.end]
    # What only looks like a body says nothing of those beside it.
    beside = [other for other in beside if other.certain or other.label != "ORG"]
    labels = {other.label for other in beside}
    if name.label != "ORG":
        return name
    before = sentence.text[: name.start].split()[-1:] or [""]
    named = printed.istitle() and before[0] != "the" and not _has_usual_word(sentence, printed)
    directed = named and before[0] in sentence.words.list_directions
    opening = sentence.text[: min(other.start for other in (name, *beside))].split()[-1:] or [""]
    directed = directed or (named and opening[0] in sentence.words.place_prepositions)
    joined = named and any(_are_joined(sentence, name, other) for other in beside)
    if labels == {"CITY"} and (is_city_name(printed) or len(beside) > 1 or directed or joined):
        return replace(name, label="CITY", certain=True)
    single = printed.istitle() and " " not in printed
    if labels == {"FACILITY"} and single and sentence.text[: name.start].endswith("the "):
        return replace(name, label="FACILITY")
    return name


def _has_usual_word(sentence: Sentence, printed: str) -> bool:
    """Whether a word of a name is one of topics or of kinds, which towns are not called like."""
    words = sentence.words
    lower = [word.casefold() for word in printed.split()]
    return any(word in words.topics or word in words.generic or (word,) in words.heads.values or word == "&" for word in lower)


def _are_joined(sentence: Sentence, name: NameSpan, other: NameSpan) -> bool:
    """Whether only "and" stands between two names."""
    before, after = (name, other) if name.start <= other.start else (other, name)
    return sentence.text[before.end : after.start].strip() in sentence.words.english_joiners


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
