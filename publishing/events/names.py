"""Names in two texts that spell them differently: slips, years, other order, other languages, acronyms."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from ucap.extractors.text.folding import fold_name
from ucap.extractors.text.words import is_acronym, stem_word
from ucap.publishing.events.tolerances import EVENTS
from ucap.schemas.vocabularies import load_vocabulary

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|\n)\W*$")
_RUN = re.compile(r"(?<!\w)(?=[^\W\d_a-z])[^\W\d_]+(?:['’&-][^\W\d_]+)*(?: (?=[^\W\d_a-z])[^\W\d_]+(?:['’&-][^\W\d_]+)*)*")


def count_shared(names: Collection[str], others: Collection[str]) -> int:
    """Return how many of the names the others have too, in whatever spelling.

    >>> count_shared(["World Bosai Forum", "HDSR"], ["World BOSAI Forum 2019"])
    1
    """
    return sum(any(is_same_name(name, other) for other in others) for name in names)


@lru_cache(maxsize=2_000)
def is_same_event(name: str, other: str) -> bool:
    """Whether the names of two events are one: most of the shorter one's words, by weight, are in the other one.

    >>> is_same_event("Media Art Policy Forum", "Gwangju Media Arts Policy Forum 2019")
    True
    >>> is_same_event("Smart City Expo", "Clean City Forum")
    False
    """
    if is_same_name(name, other):
        return True
    one, two = (dict(weigh_names([text], ())) for text in (name, other))
    least = min(sum(one.values()), sum(two.values()))
    return least > 0 and match_names(one, two) >= EVENTS.same_event_words * least


@lru_cache(maxsize=5_000)
def is_same_name(name: str, other: str) -> bool:
    """Whether two names are one: equal but for a few letters, their order or a year, or one is the other's initials.

    >>> is_same_name("Jonalyn Dacawi", "Jonalyn Dakawi"), is_same_name("MBPP", "Majlis Bandaraya Pulau Pinang")
    (True, True)
    >>> is_same_name("University of Porto", "University of Turin")
    False
    """
    if name == other or is_short_form(name, other) or is_short_form(other, name):
        return True
    one, two = (" ".join(_YEAR.sub(" ", fold_name(text)).split()) for text in (name, other))
    if min(len(one), len(two)) < EVENTS.shortest_name:
        return one == two
    return max(fuzz.token_sort_ratio(one, two), fuzz.ratio(one.replace(" ", ""), two.replace(" ", ""))) >= EVENTS.same_spelling


def is_short_form(short: str, name: str) -> bool:
    """Whether a text is made of the initials of a name's words, in their order; small words and hyphens may count or not.

    In a name of two or three words, letters from within its compounds may stand between the initials.

    >>> [is_short_form(short, "Department of Natural Resources and Environment") for short in ("DONRE", "DNRE", "DRE")]
    [True, True, False]
    >>> is_short_form("LVB", "Leipziger Verkehrsbetriebe")
    True
    >>> is_short_form("TEDA", "Tianjin Economic-Technological Development Area")
    True
    """
    letters = "".join(_PART.findall(short)).casefold()
    if not is_acronym(short) or len(letters) < EVENTS.shortest_acronym:
        return False
    if find_acronym(letters, list_initials(name)):
        return True
    words = [fold_name(word) for word in _WORD.findall(name)]
    return 2 <= len(words) <= _COMPOUNDS and letters[0] == words[0][:1] and _spells(letters, words)


_COMPOUNDS = 3


def _spells(letters: str, words: list[str]) -> bool:
    """Whether letters are the initials of all words in order, with further letters of each word between them."""
    if not letters:
        return not words
    if not words:
        return False
    if not words[0].startswith(letters[0]):
        return False
    for taken in range(1, len(letters) - len(words) + 2):
        rest = iter(words[0][1:])
        if all(letter in rest for letter in letters[1:taken]) and _spells(letters[taken:], words[1:]):
            return True
    return False


def list_initials(text: str) -> str:
    """Return the initials of a text's words: those of words in capitals as capitals, of parts after a hyphen as `-x`.

    Further letters of an acronym are such parts, too: they may count in a longer one.

    >>> [list_initials(text) for text in ("Department of Natural Resources", "Economic-Technological Area", "EU Strategy")]
    ['DoNR', 'E-TA', 'E-US']
    """
    return "".join(
        _take_initial(match.group(), match.start() > 0 and text[match.start() - 1] in "-'’") for match in _PART.finditer(text)
    )


@lru_cache(maxsize=20_000)
def _take_initial(word: str, is_joined: bool) -> str:
    letter = fold_name(word[0])[:1] or "?"
    if is_joined:
        return f"-{letter}" if word[0].islower() else f"-{letter.upper()}" if word[0].isupper() else letter
    if len(word) <= _PLAIN_ACRONYM and is_acronym(word):
        return letter.upper() + "".join(f"-{further.upper()}" for further in word[1:])
    return letter.upper() if word[0].isupper() else letter


_PLAIN_ACRONYM = 3
"""Longest acronym whose letters are looked for in a longer one; chosen, for `EU`, `UN`, `UCL`."""


def find_acronym(letters: str, initials: str) -> bool:
    """Whether an acronym, in small letters, stands for words in a row of which these are the initials (`list_initials`).

    A word in capitals must count. Small words and parts behind a hyphen may.
    """
    return _compile_acronym(letters).search(initials) is not None


@lru_cache(maxsize=2_000)
def _compile_acronym(letters: str) -> re.Pattern[str]:
    further = (rf"(?:[a-z]|-[A-Za-z]){{0,2}}-?[{re.escape(x.upper() + x)}]" for x in letters[1:])
    return re.compile(re.escape(letters[0].upper()) + "".join(further))


def find_names(text: str, named: Iterable[str]) -> list[str]:
    """Return the names of a text: those given, and runs of words in capitals that do not begin a sentence."""
    found = dict.fromkeys(named)
    for match in _RUN.finditer(text):
        run = match.group()
        if run[0].isupper() and not _SENTENCE_START.search(text[max(0, match.start() - 6) : match.start()]):
            found.setdefault(run)
    return list(found)


def weigh_names(names: Iterable[str], unwanted: Collection[str]) -> tuple[tuple[str, float], ...]:
    """Return the words of names as they are compared, each with its weight: the rarer in English, the heavier.

    `unwanted` are folded words that say nothing, such as the cities of the cooperation. Titles and peoples say nothing either.
    """
    found: dict[str, float] = {}
    for name in names:
        for word in _WORD.findall(name):
            folded = fold_name(word)
            key, weight = _weigh(word)
            if weight > 0 and folded not in unwanted and not _is_spelled_like(folded, unwanted):
                found[key] = max(weight, found.get(key, 0.0))
    return tuple(sorted(found.items()))


def _is_spelled_like(key: str, others: Collection[str]) -> bool:
    return len(key) >= EVENTS.shortest_name and any(_is_same_token(key, other) for other in others)


@lru_cache(maxsize=10_000)
def _weigh(word: str) -> tuple[str, float]:
    from wordfreq import zipf_frequency  # noqa: PLC0415 (reads its list of words when first used)

    folded = fold_name(word)
    if len(folded) < EVENTS.shortest_acronym or folded in _empty_words():
        return folded, 0.0
    if is_acronym(word):
        return folded, EVENTS.rarest_name
    english = _translations().get(folded, folded)
    weight = EVENTS.common_name - float(zipf_frequency(english, "en", "small"))
    return stem_word(english), min(max(0.0, weight), EVENTS.rarest_name)


def join_names(names: Iterable[str]) -> frozenset[str]:
    """Return each two words of names that follow each other, written as one: `Xiao Meng` is `Xiaomeng` elsewhere."""
    split = ([fold_name(word).replace(" ", "") for word in _WORD.findall(name)] for name in names)
    return frozenset(one + other for words in split for one, other in pairwise(words))


def match_names(
    names: Mapping[str, float], others: Mapping[str, float], words: Collection[str] = (), other_words: Collection[str] = ()
) -> float:
    """Return the weight of the words of names that both texts have, in whatever spelling.

    `words` are further words of the two texts, which count less: those in small letters.
    """
    total = 0.0
    left = dict(others)
    for name, weight in names.items():
        if name in left:
            total += weight
            del left[name]
        elif near := next((other for other in left if _is_same_token(name, other)), None):
            total += weight * EVENTS.spelled_otherwise
            del left[near]
        elif name in other_words:
            total += weight * EVENTS.name_among_words
    return total + sum(weight * EVENTS.name_among_words for name, weight in left.items() if name in words and name not in names)


@lru_cache(maxsize=10_000)
def _is_same_token(one: str, other: str) -> bool:
    if min(len(one), len(other)) < EVENTS.shortest_token or one[0] != other[0]:
        return False
    return JaroWinkler.similarity(one, other) >= EVENTS.same_token


def list_acronyms(names: Iterable[str]) -> Iterator[str]:
    """Yield the acronyms among names, in small letters."""
    for name in names:
        for word in _PART.findall(name):
            if is_acronym(word) and len(word) >= EVENTS.shortest_acronym:
                yield fold_name(word)


@cache
def _empty_words() -> frozenset[str]:
    lists = load_vocabulary("events")
    dates = load_vocabulary("dates")
    listed = (*lists["peoples"].values(), *dates["months"], *dates["weekdays"], *dates["seasons"].values())
    plain = (*lists["titles"], *load_vocabulary("entities")["plain_abbreviations"], *lists["plain_words"])
    return frozenset(map(fold_name, (*plain, *(word for words in listed for word in words))))


@cache
def _translations() -> Mapping[str, str]:
    """Return the English of words that names of bodies have in other languages."""
    return {
        other: english
        for english, others in load_vocabulary("linking")["synonyms"].items()
        if " " not in english
        for other in others
    }
