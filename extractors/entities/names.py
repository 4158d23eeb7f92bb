"""The names in one sentence: what each finder finds, merged once. Pure rules, no language model.

Each finder is a function of the sentence alone and can be tried alone:

>>> context = NameContext(is_word=str.islower)
>>> find_programmes(read_sentence("for SDG 7", context))
[NameSpan(start=4, end=9, label='PROGRAMME', canonical='SDG 7', certain=True, needs_model=False)]
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ucap.extractors.entities.acronyms import (
    find_bracketed_acronyms,
    find_dashed_acronyms,
    find_explained_acronyms,
    find_repeated_acronyms,
    find_repeated_names,
    find_spelt_names,
)
from ucap.extractors.entities.headed import find_headed_names
from ucap.extractors.entities.known_names import find_known_names, find_programmes, find_quoted_names, find_waters
from ucap.extractors.entities.lists import find_listed_names
from ucap.extractors.entities.persons import find_persons
from ucap.extractors.entities.sentence import NameContext, Sentence, read_sentence
from ucap.extractors.entities.spans import NameSpan, select_longest


@dataclass(frozen=True)
class Finder:
    """A finder of names in a sentence.

    `may_be_part` says that what it finds within a longer name that does not tell its kind belongs to that: *Aarhus* Vand.
    """

    find: Callable[[Sentence], list[NameSpan]]
    may_be_part: bool = False


AcronymFinder: TypeAlias = Callable[[Sentence, Sequence[NameSpan]], list[NameSpan]]

FINDERS: Final = (
    Finder(find_persons),
    Finder(find_programmes),
    Finder(find_quoted_names),
    Finder(find_waters),
    Finder(find_headed_names),
    Finder(find_known_names, may_be_part=True),
)
"""Where two find the same span, the earlier one counts. None looks at the document's other sentences."""

ACRONYM_FINDERS: Final[tuple[AcronymFinder, ...]] = (find_bracketed_acronyms, find_explained_acronyms)
"""Finders of what stands beside the names found. An explained acronym goes before a known name of the same letters."""


def find_names(text: str, context: NameContext) -> list[NameSpan]:
    """Return the names in one sentence or bullet, without overlaps, from left to right. Offsets are into `text`."""
    sentence = read_sentence(text, context)
    return merge_names(sentence, find_own_names(sentence), find_repeated_names(sentence), find_repeated_acronyms(sentence))


def find_own_names(sentence: Sentence) -> list[NameSpan]:
    """Return what the finders find in a sentence, in their order; names may overlap."""
    found = [(finder, finder.find(sentence)) for finder in FINDERS]
    loose = [span for _, spans in found for span in spans if not span.certain and not span.needs_model]
    return [span for finder, spans in found for span in spans if not (finder.may_be_part and _is_part(span, loose))]


def merge_names(
    sentence: Sentence, own: Sequence[NameSpan], repeated: Sequence[NameSpan] = (), explained: Sequence[NameSpan] = ()
) -> list[NameSpan]:
    """Return a sentence's own names and what the document adds, without overlaps: certain ones first, then the longest.

    `repeated` are names and `explained` acronyms that other sentences show.
    """
    names = [*own, *repeated]
    selected = select_longest(names)
    acronyms = [span for find in ACRONYM_FINDERS for span in find(sentence, selected)]
    names = [*explained, *acronyms, *names]
    selected = select_longest([*names, *find_dashed_acronyms(sentence, names), *find_spelt_names(sentence, names)])
    listed = find_listed_names(sentence, selected)
    return select_longest([*listed, *selected]) if listed else selected


def _is_part(span: NameSpan, longer: Sequence[NameSpan]) -> bool:
    return any(o.start <= span.start and span.end <= o.end and (o.start, o.end) != (span.start, span.end) for o in longer)
