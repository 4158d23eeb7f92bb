"""The words of names: what is written together in a name is one word (`Xi'an`, `SmartEnCity`, `R&D`, `St. Pölten`)."""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from ucap.extractors.text.folding import fold_name
from ucap.extractors.text.tokens import split_tokens
from ucap.schemas.vocabularies import load_vocabulary

# Capital after an elided or an Arabic article (l'Aquila, el-Fna), or after one small letter as brands write it (iFLYTEK).
_ODD_CAPITAL: Final = re.compile(
    r"(?:d|l|all|dall|dell|nell|sull)['’][^\W\d_a-z]|(?:e|[ae][dlnrsz])-[A-Z]|[a-z]{1,2}[A-Z]{2}|[a-z]{1,3}[A-Z][a-z]+[A-Z]?"
)
_CONTRACTED: Final = re.compile(r"I['’](?:d|ll|m|ve)")
_SEATED: Final = ("-based", "-born", "-led", "-wide")
_BLEND: Final = re.compile(r"[a-z]@?[A-Z][a-z]|[a-z]{3}[A-Z]+$")


_REMEMBERED: Final = 20_000
"""Words about which an answer is kept, some megabytes: each is asked about several times in a sentence. Chosen."""


@lru_cache(_REMEMBERED)
def _fold_word(text: str) -> str:
    return fold_name(text)


@lru_cache(_REMEMBERED)
def _is_blend(text: str) -> bool:
    return _BLEND.search(text) is not None


@lru_cache(_REMEMBERED)
def _is_abbreviation(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) >= max(2, len(letters) - 2) and text[0].isupper()


class NameToken(NamedTuple):
    """A word of a text with its character offsets, and how it is written.

    `lower` is the word in lower case, with a plain apostrophe. `is_name_like` says that it is written as a word of a name: a
    capital first, or after an elided article (l'Aquila, iFLYTEK).
    """

    text: str
    start: int
    end: int
    lower: str
    is_name_like: bool

    @property
    def key(self) -> str:
        """The word as names of places are compared; empty for a sign that does not count there."""
        return _fold_word(self.text)

    @property
    def is_blend(self) -> bool:
        """Whether it has a capital after small letters, as only names are written: InvestPenang, moBiel, SmartEnCity."""
        return _is_blend(self.text)

    @property
    def is_abbreviation(self) -> bool:
        """Whether it is written in capitals, two or more; up to two other letters may be among them (GmbH, CoR)."""
        return _is_abbreviation(self.text)


def is_seat(text: str) -> bool:
    """Whether a word says where something is: Lyon-based.

    >>> is_seat("Lyon-based"), is_seat("Clermont-Ferrand")
    (True, False)
    """
    return text[0].isupper() and text.endswith(_SEATED)


def split_name_tokens(text: str) -> list[NameToken]:
    """Split a text into the words of names, with offsets; other signs are left between them.

    >>> [token.text for token in split_name_tokens("Xi'an's R&D Park (Erasmus+)")]
    ["Xi'an", 's', 'R&D', 'Park', 'Erasmus+']
    """
    return split_tokens(text, _name_token(), _make_token)


def _make_token(text: str, start: int, end: int) -> NameToken:
    plain = text.isascii() and text.islower()
    is_name_like = not plain and (text[0].isupper() or _ODD_CAPITAL.match(text) is not None)
    is_name_like = is_name_like and not (text[0] == "I" and _CONTRACTED.fullmatch(text))
    return NameToken(text, start, end, text if plain else text.casefold().replace("’", "'"), is_name_like)


@cache
def _name_token() -> re.Pattern[str]:
    # An apostrophe joins where a syllable follows (Xi'an). A genitive's does not (Málaga's), unless it is part of titles of
    # bodies (People's Government) or of a saint's name (St. Mary's Hospital). A final + belongs to names (Erasmus+).
    owners = "|".join(map(re.escape, load_vocabulary("entities")["genitive_owners"]))
    return re.compile(
        r"St\.\s[^\W\d_a-z][^\W_]*(?:-[^\W_]+)*(?:['’]s\b)?"
        rf"|(?:{owners})(?:['’]s\b|(?<=s)['’](?=\s[A-Z]))"
        r"|(?:[^\W_]\.){2,}"
        r"|[^\W_]+(?:[-‐‑&.+][^\W_]+|@[A-Z][^\W_]*|['’](?!s\b)[^\W_]+|/[a-z]\b)*\+?"
        r"|&"
    )
