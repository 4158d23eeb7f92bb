"""The sentences of one document: what one of them says about names, all of them know."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ucap.extractors.entities.acronyms import explain_acronyms, find_repeated_acronyms, find_repeated_names
from ucap.extractors.entities.names import find_own_names, merge_names
from ucap.extractors.entities.persons import find_family_name
from ucap.extractors.entities.sentence import NameContext, Sentence, read_sentence
from ucap.extractors.entities.spans import NameDoubt, NameSpan
from ucap.extractors.entities.word_kinds import is_own_word
from ucap.extractors.places import city_names
from ucap.extractors.text.folding import fold_name
from ucap.schemas.records import EntityLabel

_BRACKET_AT_END: Final = re.compile(r"\s*\([^()]*\)\s*$")
_SHARED_LABELS: Final[frozenset[EntityLabel]] = frozenset({"ORG", "FACILITY", "PERSON", "EVENT", "PROGRAMME"})


def _list_names(city: str) -> list[str]:
    """Return a printed name, and what texts call the city: `Halle` for `Halle (Saale)`, each of `Bozen / Bolzano`.

    >>> _list_names("Halle (Saale)"), _list_names("Bozen / Bolzano")
    (['Halle (Saale)', 'Halle'], ['Bozen / Bolzano', 'Bozen', 'Bolzano'])
    """
    names = [city, _BRACKET_AT_END.sub("", city), *re.split(r"\s*/\s*", city)]
    return [name for name in dict.fromkeys(names) if name.strip()]


@dataclass(frozen=True)
class DocumentSentence:
    """A sentence that knows its document, what each finder finds in it, and the names that it shows by itself."""

    sentence: Sentence
    own_names: Sequence[NameSpan]
    names_alone: Sequence[NameSpan]

    def find_names(self) -> Sequence[NameSpan]:
        """Return the names in it, without overlaps, from left to right."""
        repeated, explained = find_repeated_names(self.sentence), find_repeated_acronyms(self.sentence)
        if not repeated and not explained:
            return self.names_alone
        towns = {(name.start, name.end) for name in repeated if name.label == "CITY"}
        # "visited Fountain Hills" does not tell what "the Fountain Hills mayor" does.
        own = [name for name in self.own_names if name.label != "FACILITY" or (name.start, name.end) not in towns]
        return merge_names(self.sentence, own, repeated, explained)


def find_town_of_body(sentence: Sentence, body: NameSpan) -> str | None:
    """Return the unknown town, folded, that a municipality's name shows to be one: *Mierkowo* Metropolitan Municipality."""
    inside = [i for i, token in enumerate(sentence.tokens) if body.start <= token.start and token.end <= body.end]
    if len(inside) < 2:
        return None
    first, *between, last = inside
    named = sentence.words.place_kinds.get(sentence.lower[last]) == "CITY" and is_own_word(sentence, first)
    return sentence.tokens[first].key if named and all(sentence.lower[i] in sentence.words.generic for i in between) else None


def _is_visited(sentence: Sentence, i: int) -> bool:
    """Whether a word stands where only a place does: *in* Columbia, *visited* Columbia."""
    before = sentence.lower[i - 1] if i > 0 and sentence.follows(i) else ""
    return before in sentence.words.place_prepositions or before.startswith("visit")


def read_sentences(texts: Sequence[str], known_cities: Sequence[str], is_word: Callable[[str], bool]) -> list[DocumentSentence]:
    """Return the sentences of a document: each knows the acronyms and the names that any of them explains or shows.

    `known_cities` are the cities of the form's header; `is_word` says whether a lower-case word is an ordinary English one.
    """
    canonical = city_names()
    cities = {
        fold_name(name): canonical.get(fold_name(name), canonical.get(fold_name(city), city))
        for city in known_cities
        for name in _list_names(city)
    }
    alone = NameContext(is_word, cities)
    read = [_read_alone(text, alone) for text in texts]
    acronyms: dict[str, tuple[EntityLabel, str]] = {}
    names: dict[str, EntityLabel] = {}
    doubts: dict[str, NameDoubt] = {}
    for one in read:
        for acronym, meaning in explain_acronyms(one.sentence, one.names_alone).items():
            acronyms.setdefault(acronym, meaning)
        for match in one.sentence.known:
            if match.known.label == "CITY" and one.sentence.printed[match.last - 1] == "City" and match.last - match.first == 2:
                names.setdefault(one.sentence.tokens[match.first].key, "CITY")  # "Cebu City" says what "Cebu" is
            if match.known.ambiguous and _is_visited(one.sentence, match.first):
                # "visited Columbia" says what "Columbia began" does not
                names.setdefault(one.sentence.tokens[match.first].key, match.known.label)
        for name in one.names_alone:
            printed = one.sentence.text[name.start : name.end]
            if name.certain and name.label in _SHARED_LABELS and " " in printed:
                names.setdefault(fold_name(printed), name.label)
            if name.certain and name.label == "PERSON" and (family := find_family_name(one.sentence, name)):
                names.setdefault(family, name.label)
            if name.certain and name.label == "PROGRAMME" and " " not in printed and not name.canonical:
                names.setdefault(fold_name(printed), name.label)  # "project DISCO" says what "DISCO" is
            if name.certain and name.label == "ORG" and (town := find_town_of_body(one.sentence, name)):
                names.setdefault(town, "CITY")
            if name.label == "CITY" and not name.needs_model:
                _learn_town(fold_name(printed), name, names, doubts)
    document = NameContext(is_word, cities, acronyms, names, doubts)
    return [replace(one, sentence=replace(one.sentence, context=document)) for one in read]


def _learn_town(key: str, town: NameSpan, names: dict[str, EntityLabel], doubts: dict[str, NameDoubt]) -> None:
    """Keep what one sentence says: "in Messkirch" and "Messkirch, Germany" say what "visited Messkirch" does not."""
    if key not in names and town.doubt:
        doubts[key] = town.doubt
    if names.get(key, "FACILITY") == "FACILITY":
        names[key] = "CITY"


def _read_alone(text: str, context: NameContext) -> DocumentSentence:
    sentence = read_sentence(text, context)
    own = find_own_names(sentence)
    return DocumentSentence(sentence, own, merge_names(sentence, own))
