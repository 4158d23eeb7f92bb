"""Words compared by their stems: `visited` and `visits` are one word."""

import re
from functools import cache, lru_cache

import snowballstemmer  # type: ignore[import-untyped]

_WORD = re.compile(r"[^\W_]+")


def stem_words(text: str) -> list[str]:
    """Return the stems of a text's words, in order, without case and punctuation."""
    return [stem_word(word) for word in _WORD.findall(text.casefold())]


@lru_cache(maxsize=50_000)
def stem_word(word: str) -> str:
    """Return the English stem of a lower-case word (Snowball)."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer("english")
