"""What a text says besides names: its rare words, its numbers, what people did, and whether it speaks of before or after."""

import hashlib
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache

import numpy as np

from ucap.extractors.text.meanings import average_meanings, find_meaning, measure_nearness
from ucap.extractors.text.phrases import PhraseTable, index_phrases, split_phrases
from ucap.extractors.text.words import stem_word
from ucap.publishing.events.tolerances import EVENTS
from ucap.schemas.vocabularies import load_vocabulary

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:st|nd|rd|th)?\b|\d+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_PART = re.compile(r"[^\W\d_]+|\d+")
_NUMBER = re.compile(r"(?<![\w.,/])\d{1,3}(?:,\d{3})+(?![\w])|(?<![\w./-])\d{1,4}(?:st|nd|rd|th)?(?![\w/-])")
_YEARS = range(1950, 2050)


def split_words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return [word.casefold() for word in WORD.findall(text)]


def weigh_words(text: str, names: Collection[str] = ()) -> tuple[tuple[str, float], ...]:
    """Return the stems of a text's words outside the names, each with its weight: the rarer in English, the heavier.

    >>> sorted(dict(weigh_words("A visit to the harbour of Porto", ["Porto"])))
    ['harbour']
    """
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    weighed = {found[0]: found for found in map(_weigh, _PART.findall(text.casefold())) if found[1] > 0}
    return tuple(weighed.values())


@lru_cache(maxsize=20_000)
def _weigh(word: str) -> tuple[str, float]:
    from wordfreq import zipf_frequency  # noqa: PLC0415 (reads its list of words when first used)

    stem = stem_word(word)
    if stem in _plain_words() or word.isdigit():
        return stem, 0.0
    return stem, max(0.0, EVENTS.common_zipf - max(float(zipf_frequency(word, "en", "small")), 2.0))


def draw_word(weighed: Iterable[tuple[str, float]], draw: int) -> int:
    """Return one of some words as a number: in one draw, two texts get the same word as often as they have it in common.

    The heavier a word, the more often it is drawn (weighted MinHash). A text without words has 0.
    """
    chances = ((_draw_chance(word, draw), weight) for word, weight in weighed)
    return min(((-math.log(chance) / weight, number) for (chance, number), weight in chances if weight), default=(0.0, 0))[1]


@lru_cache(maxsize=20_000)
def _draw_chance(word: str, draw: int) -> tuple[float, int]:
    """Return a number from above 0 to 1, and another one, that a word always has in a draw."""
    digest = hashlib.blake2b(f"{draw} {word}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest[:4], "big") + 1) / 2**32, int.from_bytes(digest[4:], "big")


def share_words(
    words: Mapping[str, float],
    others: Mapping[str, float],
    least: float,
    names: tuple[Collection[str], Collection[str]] = ((), ()),
) -> tuple[float, float]:
    """Return which share of the lighter text's words, by weight, the other text has too: the same ones, and by meaning.

    A text that weighs less than `least` is counted as if it weighed this: one shared word of two is not half of what is said.
    A word can also mean what is part of a name in the other text (`names`): `tournament` and `Mersey Cup`.
    """
    other_names = names[1]
    if sum(words.values()) > sum(others.values()):
        words, others, other_names = others, words, names[0]
    total = max(least, sum(words.values()))
    same = [word for word in words if word in others]
    exact = sum(words[word] for word in same)
    missing = [(word, meaning) for word in words if word not in others and (meaning := find_meaning(word)) is not None]
    known = [meaning for word in dict.fromkeys((*others, *other_names)) if (meaning := find_meaning(word)) is not None]
    near = 0.0
    if missing and known:
        nearest = measure_nearness([meaning for _, meaning in missing], known).max(axis=1)
        likes = np.clip((nearest - EVENTS.unlike_meaning) / (EVENTS.same_meaning - EVENTS.unlike_meaning), 0, 1)
        near = float(sum(words[word] * round(float(like), 4) for (word, _), like in zip(missing, likes, strict=True)))
    return exact / total, near / total


def find_topic(weighed: Iterable[tuple[str, float]]) -> bytes:
    """Return what a text is about: the mean of its words' meanings by their weights (`compare_topics`); empty if none is known.

    This is the sentence vector of Arora, Liang and Ma (*A simple but tough-to-beat baseline for sentence embeddings*).
    """
    known = [(meaning, weight) for word, weight in weighed if weight > 0 and (meaning := find_meaning(word)) is not None]
    return average_meanings(*zip(*known, strict=True)) if known else b""


def compare_topics(one: bytes, other: bytes) -> float | None:
    """Return the cosine between what two texts are about; None where either is not known."""
    if not one or not other:
        return None
    first, second = (np.frombuffer(topic, np.int8).astype(np.float32) for topic in (one, other))
    return float(first @ second / math.sqrt((first @ first) * (second @ second)))


def find_deeds(words: Sequence[str]) -> frozenset[str]:
    """Return what people did, by the names of the vocabulary, given the words of a text.

    >>> sorted(find_deeds(["the", "mayors", "signed", "a", "letter", "of", "intent"]))
    ['signing']
    """
    return _find_classes("deeds", words)


def find_people(words: Sequence[str]) -> frozenset[str]:
    """Return what people took part, by the names of the vocabulary, given the words of a text.

    >>> sorted(find_people(["six", "firefighters", "and", "the", "mayor"]))
    ['firefighters', 'politicians']
    """
    return _find_classes("people", words)


def _find_classes(listed: str, words: Sequence[str]) -> frozenset[str]:
    return frozenset(name for match in _classes(listed).find(words) for name in match.value)


def speaks_of(words: Sequence[str], listed: str) -> bool:
    """Whether a phrase of a list of the vocabulary is among the words."""
    return bool(get_phrases(listed).find(words))


def comes_before(words: Sequence[str]) -> bool:
    """Whether a text speaks of preparing an event: by phrases of the vocabulary, or as what is fixed before one.

    >>> [comes_before(text.split()) for text in ("details of the training were fixed", "details of the facade")]
    [True, False]
    """
    return speaks_of(words, "before_it") or _speaks_of_event(words, "before_event")


def comes_after(words: Sequence[str]) -> bool:
    """Whether a text speaks of what followed an event: by phrases of the vocabulary, or as what came after or out of one.

    >>> texts = "call after the visit", "visit after lunch", "came after having talks", "review of the pilot", "review of maps"
    >>> [comes_after(text.split()) for text in texts]
    [True, False, False, True, False]
    """
    return speaks_of(words, "after_it") or _speaks_of_event(words, "after_event")


def _speaks_of_event(words: Sequence[str], listed: str) -> bool:
    """Whether a phrase of a list of the vocabulary is followed by a word that names an event."""
    nouns = frozenset(load_vocabulary("events")["series"])
    return any(
        nouns.intersection(after := words[match.last : match.last + 3]) and not _is_gerund(after[0], nouns)
        for match in get_phrases(listed).find(words)
    )


def _is_gerund(word: str, nouns: Collection[str]) -> bool:
    """Whether a word says what people did meanwhile, as in `after having talks`, and is not itself such a noun (`training`)."""
    return word.endswith("ing") and word not in nouns


def find_numbers(text: str) -> frozenset[int]:
    """Return the whole numbers from 2 on that a text counts with, in digits or in words; no years.

    >>> sorted(find_numbers("In 2019, twelve guests of 1,200 rode line 11; forty-five of four hundred stayed"))
    [11, 12, 45, 400, 1200]
    """
    found = {int(match.group().rstrip("stndrh").replace(",", "")) for match in _NUMBER.finditer(text)}
    spelled = load_vocabulary("events")["numbers"]
    waiting = 0
    for word in (*WORD.findall(text.casefold()), ""):
        parts = word.split("-")
        if word not in _ORDINALS and all(part in spelled for part in parts):
            number = sum(spelled[part] for part in parts)
            if waiting and number == _HUNDRED:
                waiting *= number
                continue
        else:
            number = 0
        found.add(waiting)
        waiting = number
    return frozenset(number for number in found if number > 1 and number not in _YEARS)


_HUNDRED = 100
_ORDINALS = frozenset({"second", "third", "fourth", "fifth"})


def find_ordinals(words: Sequence[str]) -> frozenset[str]:
    """Return the numbers that a text gives to events of a series: `first workshop`, `webinar 2`, `9th forum`.

    >>> sorted(find_ordinals(["second", "batch"])), sorted(find_ordinals(["webinar", "2"])), find_ordinals(["second", "prize"])
    (['2'], ['2'], frozenset())
    """
    lists = load_vocabulary("events")
    series, ordinals, numbers = frozenset(lists["series"]), lists["ordinals"], lists["numbers"]
    found = set()
    for at, word in enumerate(words):
        digits = _ORDINAL.fullmatch(word)
        if (digits or word in ordinals) and series.intersection(words[at + 1 : at + 4]):
            found.add(digits.group(1) if digits else ordinals[word])
        elif word in series and at + 1 < len(words):
            after = words[at + 1]
            if after.isdigit() and len(after) < _YEAR_DIGITS:
                found.add(after)
            elif after in numbers and after not in _ORDINALS and words[at + 2 : at + 3] != [word]:
                found.add(str(numbers[after]))
    return frozenset(found)


_YEAR_DIGITS = 3


@cache
def get_phrases(name: str) -> PhraseTable[str]:
    """Return a list of the vocabulary, ready for look-up."""
    listed: Sequence[str] = load_vocabulary("events")[name]  # type: ignore[literal-required]
    return index_phrases(split_phrases(listed))


@cache
def _classes(listed: str) -> PhraseTable[tuple[str, ...]]:
    by_phrase: dict[tuple[str, ...], tuple[str, ...]] = {}
    classes: Mapping[str, Sequence[str]] = load_vocabulary("events")[listed]  # type: ignore[literal-required]
    for name, phrases in classes.items():
        for phrase in phrases:
            key = tuple(phrase.split())
            by_phrase[key] = (*by_phrase.get(key, ()), name)
    return index_phrases(by_phrase)


@cache
def _plain_words() -> frozenset[str]:
    """Return the stems of the words that only say what kind of activity it is: kinds are compared by themselves."""
    kinds = load_vocabulary("activities")["types"].values()
    words = [word for kind in kinds for phrase in kind["words"] for word in phrase.casefold().split()]
    lists = load_vocabulary("events")
    peoples = [word for words in lists["peoples"].values() for word in words]
    return frozenset(stem_word(word) for word in (*words, *lists["plain_words"], *lists["titles"], *lists["numbers"], *peoples))
