"""One name for all spellings of a body in the dataset: languages, acronyms, articles, legal forms.

Example: `Universidad de Málaga`, `UMA` and `University of Malaga` get one name. The result depends only on the mentions: on
their texts and on the full names that documents give for acronyms, never on earlier links. So rows that were linked before can
be linked again, with the same result as new rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from ucap.extractors.places import city_names, country_names, get_country_name, region_names
from ucap.extractors.text.folding import fold_name
from ucap.extractors.text.phrases import Phrase, PhraseTable, index_phrases
from ucap.extractors.text.words import is_acronym, stem_word
from ucap.schemas.vocabularies import load_vocabulary

LINKED_LABELS = frozenset({"ORG", "FACILITY", "EVENT"})
"""Kinds of entities whose canonical name is decided over the whole dataset; others have gazetteers and vocabularies."""

LINKED_COLUMNS = ("ucap_id", "label", "text", "full_name", "canonical")
"""Columns of `entities` that linking uses; `canonical` only for the kinds that it does not change."""

_LEAST_SHARED_ACRONYM = 3
"""Letters: an acronym of two means something else in nearly every document, so none lends its meaning to another."""

_LEAST_SYNONYM = 3
"""Letters: shorter ones are articles and codes of countries, which stand in names of every kind."""

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class LinkedMention:
    """A mention as linking uses it; `full_name` is the meaning of an acronym according to its document."""

    ucap_id: str
    text: str
    full_name: str | None = None


def compute_canonical(mentions: pa.Table) -> pa.Array:
    """Return the column `canonical` of the `entities` table, given the columns `LINKED_COLUMNS` of all its rows."""
    canonical = mentions["canonical"].combine_chunks()
    for labels in (LINKED_LABELS - {"EVENT"}, {"EVENT"}):
        mask = pc.is_in(mentions["label"], value_set=pa.array(sorted(labels))).combine_chunks()
        members = mentions.filter(mask)
        # Each text once, and each mention as numbers of its texts: there are far more mentions than texts.
        texts, full_names, ucap_ids = (_share_texts(members[name]) for name in ("text", "full_name", "ucap_id"))
        linked = [LinkedMention(*row) for row in zip(ucap_ids, texts, full_names, strict=True)]
        canonical = pc.replace_with_mask(canonical, mask, pa.array(link_mentions(linked), pa.string()))
    return canonical


def _share_texts(column: pa.ChunkedArray) -> Iterator[Any]:
    """Yield the values of a column, equal ones as one object."""
    encoded = column.combine_chunks().dictionary_encode()
    values = [*encoded.dictionary.to_pylist(), None]
    return map(values.__getitem__, pc.fill_null(encoded.indices, -1).to_pylist())


def link_mentions(mentions: Sequence[LinkedMention]) -> list[str]:
    """Return one name for each mention, the same for all that mean one body.

    Two full names mean one body if they have the same distinctive words, in any order and language. An acronym means what its
    document explains; if the document does not explain it, what all other documents that explain it agree on; else itself.
    The name is the vocabulary's, or the English spelling that most documents print.
    """
    texts = {text for mention in mentions for text in (mention.text, mention.full_name) if text}
    keys_by_text = {text: make_key(text) for text in texts}
    explained: defaultdict[str, set[Key]] = defaultdict(set)
    for mention in mentions:
        if mention.full_name:
            explained[mention.text].add(keys_by_text[mention.full_name])
    keys = [_find_key(mention, keys_by_text, explained) for mention in mentions]
    printed: defaultdict[Key, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, mention in zip(keys, mentions, strict=True):
        for spelling in (mention.full_name, mention.text):
            if spelling and keys_by_text[spelling] == key:
                printed[key][spelling].add(mention.ucap_id)
    known = _known_bodies()
    names = {key: known.get(key) or _choose_spelling(spellings) for key, spellings in printed.items()}
    return [names[key] for key in keys]


def make_key(name: str) -> Key:
    """Return the distinctive words of a name: stems in alphabetical order, foreign words and places in English."""
    return _known_keys().get(name) or _make_key(name)


@lru_cache(maxsize=500_000)  # chosen: 200,000 mentions were measured to have 58,000 names
def _make_key(name: str) -> Key:
    words = fold_name(name.replace("’", "'").replace("'s", "")).split()
    # Twice, because some synonyms are English words: Universitat Politècnica -> university polytechnic -> polytechnic.
    distinctive = _translate(_translate(words))
    return tuple(sorted(stem_word(word) for word in distinctive or words)) or (name,)


def _translate(words: Sequence[str]) -> list[str]:
    """Return words with synonyms in place of each run that has one, without the unimportant ones."""
    unimportant, translated, last = _unimportant(), list[str](), 0
    for match in _synonyms().find(words):
        translated += [word for word in words[last : match.first] if word not in unimportant]
        translated += match.value
        last = match.last
    return [*translated, *(word for word in words[last:] if word not in unimportant)]


def _find_key(mention: LinkedMention, keys_by_text: Mapping[str, Key], explained: Mapping[str, set[Key]]) -> Key:
    if mention.full_name:
        return keys_by_text[mention.full_name]
    key = keys_by_text[mention.text]
    if key in _known_bodies() or not is_acronym(mention.text) or len(mention.text) < _LEAST_SHARED_ACRONYM:
        return key
    meanings = explained.get(mention.text, set())
    return next(iter(meanings)) if len(meanings) == 1 else key


def _choose_spelling(spellings: Mapping[str, set[str]]) -> str:
    """Return the English spelling that most documents print; without one, a foreign one; else an acronym."""
    foreign = _foreign_words()

    def rank(spelling: str) -> tuple[bool, bool, int, int, str]:
        words = fold_name(spelling).split()
        return (
            is_acronym(spelling),
            any(word in foreign for word in words),
            -len(spellings[spelling]),
            -len(spelling),
            spelling,
        )

    return min(spellings, key=rank)


@cache
def _known_bodies() -> Mapping[Key, str]:
    """Return the canonical names of generally known bodies and events by key."""
    return {key: canonical for _, key, canonical in _known_spellings()}


@cache
def _known_keys() -> Mapping[str, Key]:
    """Return the keys of the known bodies' spellings, each as it is printed, acronyms included."""
    return {spelling: key for spelling, key, _ in _known_spellings()}


def _known_spellings() -> Iterable[tuple[str, Key, str]]:
    known = load_vocabulary("known_names")
    for spellings in (*known["organisations"], *known["events"]):
        for spelling in spellings:
            yield spelling, _make_key(spellings[0]), spellings[0]


@cache
def _synonyms() -> PhraseTable[Phrase]:
    """Return English words by the other words for them, and places' usual names by their other ones."""
    found: dict[str, Phrase] = {}
    for key, name in (*region_names().items(), *city_names().items()):
        if fold_name(name) != key:
            found[key] = tuple(fold_name(name).split())
    for key, code in country_names().items():
        found.setdefault(key, tuple(fold_name(get_country_name(code)).split()))
    for spellings in load_vocabulary("places")["regions"]:
        for spelling in spellings:
            found[fold_name(spelling)] = tuple(fold_name(spellings[0]).split())
    for english, others in load_vocabulary("linking")["synonyms"].items():
        for other in others:
            found[fold_name(other)] = tuple(english.split())
    return index_phrases({tuple(key.split()): words for key, words in found.items() if len(key) >= _LEAST_SYNONYM})


@cache
def _unimportant() -> frozenset[str]:
    return frozenset(load_vocabulary("linking")["unimportant"])


@cache
def _foreign_words() -> frozenset[str]:
    """Return words that occur only in names in other languages."""
    others = load_vocabulary("linking")["synonyms"].values()
    spellings = load_vocabulary("linking")["english_spellings"]
    # The first name of a region is the English one: Andalusia, Andalucía.
    places = load_vocabulary("places")["regions"]
    regions = [name for first, *more in places for name in more if not name.isupper() and fold_name(name) != fold_name(first)]
    words = [word for group in (*others, regions) for word in group if " " not in word]
    return frozenset(map(fold_name, words)) - {*spellings}
