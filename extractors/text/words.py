"""English words: compared by their stems (`visited` and `visits` are one), and known by their frequency."""

import re
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import Any

import snowballstemmer  # type: ignore[import-untyped]

_WORD = re.compile(r"[^\W_]+")
_REMEMBERED = 50_000
"""Words about which an answer is kept, some megabytes. Chosen: more than the different words of a thousand documents."""


RARE = 1.5
"""Zipf frequency (log10 of uses in a billion words) above which a string of letters is a word: 30 uses in a billion words.

The sweep of docs/decisions/11-words.md measures what it does.
"""
SLIP = 3.0
"""Zipf frequencies by which a word is commoner than slips of it: a thousand times. Chosen, not measured."""
COMMON = 3.0
"""Zipf frequency above which it is a word that compounds are made of: one use in a million words, as wordfreq defines 3."""

WELL_KNOWN = 3.6
"""Zipf frequency from which a word of two words is printed as one (`handbook` 3.9, `counterpart` 3.7, not so `kickoff` 3.4,
`timetable` 3.4, `shortlist` 3.1); chosen by 23 such words.
"""
_MUCH_RARER = 0.5
"""Steps of Zipf's scale by which half a word is rarer than the whole. Chosen: of 40 compounds that are written with a
hyphen or as one word (`kick-off`, `non-profit`, `web-site`), no half is rarer than the whole by more than 0.35.
"""
_LONG_HALF = 4
"""Letters of the shorter of the two; shorter ones are beginnings of words (`co-operation`, `on-going`). Chosen."""
_FAMILIAR, _SHORT_HALF = 4.5, 3
"""The same for words that everybody knows as one (`sea-sons` 4.5, `off-ice` 5.4, not so `health-care` 4.47); of such words of
halves of three letters only `web-site` is written with a hyphen, too. Chosen.
"""


@lru_cache(_REMEMBERED)
def is_common(word: str) -> bool:
    """Whether a string of letters is a common English word."""
    # The short list has the words that are common, and takes a tenth of the memory of the long one.
    return bool(_load_wordfreq().zipf_frequency(word, "en", wordlist="small") >= COMMON)


@lru_cache(_REMEMBERED)
def is_rare(word: str) -> bool:
    """Whether a string of letters is hardly ever used in English, as only names are."""
    return not is_common(word) and bool(_load_wordfreq().zipf_frequency(word, "en") < RARE)


@cache
def _load_wordfreq() -> Any:
    import wordfreq  # noqa: PLC0415 (a tenth of a second)

    return wordfreq


@lru_cache(_REMEMBERED)
def lacks_letter(word: str) -> bool:
    """Whether a string of small letters is rarer by far than a word that has one letter more (`litte`)."""
    if is_common(word):
        return False
    zipf_frequency = _load_wordfreq().zipf_frequency
    longer = {word[:at] + letter + word[at:] for at in range(len(word) + 1) for letter in ascii_lowercase}
    return bool(max(zipf_frequency(other, "en") for other in longer) >= zipf_frequency(word, "en") + SLIP)


SMALL = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"])
"""Words that are often printed close to the next one."""


def may_be_two(word: str, cut: int) -> bool:
    """Whether a string of letters can be two words without the blank between them, the first of so many letters.

    >>> may_be_two("Atleast", 2), may_be_two("citiesand", 6), may_be_two("firms", 2), may_be_two("Leuven", 5)
    (True, True, False, False)
    """
    first, last = word[:cut].casefold(), word[cut:].casefold()
    if first in SMALL or last in SMALL:
        return is_common(first) and is_common(last) and (max(len(first), len(last)) > 2 or not is_common(word.casefold()))
    return not is_common(word.casefold()) and min(len(first), len(last)) > 2 and (is_common(first) or is_common(last))


def may_be_one(first: str, second: str) -> bool:
    """Whether two strings of letters can be one word with a blank in it: one of them is no word, or hardly ever used.

    >>> may_be_one("heati", "ng"), may_be_one("strati", "ons"), may_be_one("of", "the"), may_be_one("a", "fair")
    (True, True, False, False)
    """
    one, other = first.casefold(), second.casefold()
    if not (first.isalpha() and second.isalpha()) or (is_common(one) and is_common(other)):
        return False
    return is_rare(one) or is_rare(other) or is_common(one + other)


def is_compound(first: str, second: str) -> bool:
    """Whether two words separated by a hyphen are a compound (`power-to`) rather than one word (`admini-strations`)."""
    return is_common(first) and is_common(second) and is_rare(first + second)


def is_compound_name(first: str, second: str) -> bool:
    """Whether the halves of a name are two (`Chiao-tung`): together no word, and the second is one (not so `Kowal-czewska`)."""
    return is_common(second) and is_rare(first + second)


def is_divided_word(first: str, second: str) -> bool:
    """Whether two strings of letters are the halves of one word (`pri-nted`), not words themselves (`co-operation`).

    An ending is no word itself, though it may be a name (`interpret-ing`). Two long words that are well known as one are that
    (`counter-part`, not so `co-operation`, `kick-off`), and so are two of which one is much rarer than the whole (`mer-chant`).

    >>> is_divided_word("counter", "part"), is_divided_word("co", "operation"), is_divided_word("short", "list")
    (True, False, False)
    >>> is_divided_word("mer", "chant"), is_divided_word("sea", "sons"), is_divided_word("off", "site")
    (True, True, False)
    """
    if is_common(first) and is_common(second) and stem_word(first + second) != stem_word(first):
        whole = _measure_frequency(first + second)
        if whole - min(_measure_frequency(first), _measure_frequency(second)) >= _MUCH_RARER:
            return True
        shorter = min(len(first), len(second))
        return shorter >= _SHORT_HALF and whole >= (WELL_KNOWN if shorter >= _LONG_HALF else _FAMILIAR)
    return not is_rare(first + second)


def _measure_frequency(word: str) -> float:
    """Return how frequent an English word is, on Zipf's scale: 3 is once in a million words, 4 ten times."""
    return float(_load_wordfreq().zipf_frequency(word, "en"))


def is_well_known(word: str) -> bool:
    """Whether a string of letters is used as often as words that are printed as one."""
    return _measure_frequency(word) >= WELL_KNOWN


def is_acronym(text: str) -> bool:
    """Whether a text is written as an acronym: one word with two capitals or more (`UGent`, `TU/e`)."""
    return " " not in text and sum(c.isupper() for c in text) >= 2


def stem_words(text: str) -> list[str]:
    """Return the stems of a text's words, in order, without case and punctuation."""
    return [stem_word(word) for word in _WORD.findall(text.casefold())]


@lru_cache(_REMEMBERED)
def stem_word(word: str) -> str:
    """Return the English stem of a lower-case word (Snowball)."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer("english")
