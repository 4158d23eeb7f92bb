"""Words, numbers and signs of a text, and what the vocabulary of dates (`schemas/vocabularies/dates.yml`) says about them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias, TypeVar

from ucap.schemas.vocabularies import load_vocabulary

Phrases: TypeAlias = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]  # by first word: words and name, longest first

DASHES = frozenset("-–—−‐‑‒―")
_LONGEST_NUMBER = 4
"""Digits of a year: longer numbers are never part of a date."""
_LONGEST_WORD = 32
"""Characters: longer words are not folded, which saves time on hostile texts. The longest word of dates.yml has 13."""
_Name = TypeVar("_Name", bound=str)
_ONE_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")


@dataclass(frozen=True)
class Token:
    """One word, number or sign: as printed, folded for comparison, and where it stands."""

    text: str
    word: str
    start: int
    end: int
    number: int | None  # None also for numbers of more than four digits

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.text[0].isalpha()


def fold(text: str) -> str:
    """Return the text without case and accents, for comparing words."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def split_tokens(text: str) -> list[Token]:
    """Split text into words, numbers and single signs; blanks are dropped."""
    tokens = []
    for match in _ONE_TOKEN.finditer(text):
        printed = match.group()
        # str.isdecimal is wider than ASCII on purpose: int() reads those digits too.
        number = int(printed) if len(printed) <= _LONGEST_NUMBER and printed.isdecimal() else None
        folded = fold(printed) if len(printed) <= _LONGEST_WORD else printed
        tokens.append(Token(printed, folded, match.start(), match.end(), number))
    return tokens


def _index_phrases(groups: Mapping[_Name, Iterable[str]]) -> Phrases:
    indexed: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, name in sorted((tuple(p.split()), name) for name, phrases in groups.items() for p in phrases):
        indexed.setdefault(words[0], []).insert(0, (words, name))  # a phrase sorts behind its own beginning
    return indexed


@dataclass(frozen=True)
class _Words:
    """The vocabulary, indexed the other way: from word to meaning."""

    months: Mapping[str, int]
    seasons: Mapping[str, int]
    ordinals: Mapping[str, int]
    weekdays: frozenset[str]
    phases: Phrases
    operators: Phrases
    open_ends: Phrases
    links: Phrases
    planned: Phrases
    remarks: Phrases  # the planned ones too; named "planned" or "remarks"
    prepositions: Phrases
    sets: Mapping[str, frozenset[str]]
    starters: frozenset[str]  # every word that a date can begin with


@cache
def load_words() -> _Words:
    """Load the vocabulary of dates, indexed by word."""
    data = load_vocabulary("dates")
    starting = [*data["months"], *data["weekdays"], *data["seasons"].values(), *data["ordinals"].values(), data["between"]]
    starting += [data["year_nouns"], data["quarter_words"], data["quarter_letters"], data["half_letters"]]
    single = [word for words in starting for word in words]
    phrases = [phrase.split()[0] for words in (*data["operators"].values(), *data["phases"].values()) for phrase in words]
    return _Words(
        starters=frozenset((*single, *phrases)),
        months={word: i for i, words in enumerate(data["months"], start=1) for word in words},
        seasons={word: month for month, words in data["seasons"].items() for word in words},
        ordinals={word: number for number, words in data["ordinals"].items() for word in words},
        weekdays=frozenset(word for words in data["weekdays"] for word in words),
        phases=_index_phrases(data["phases"]),
        operators=_index_phrases(data["operators"]),
        open_ends=_index_phrases({"open": data["open_ends"]}),
        links=_index_phrases({"link": data["links"]}),
        planned=_index_phrases({"planned": data["planned"]}),
        remarks=_index_phrases({"planned": data["planned"], "remarks": data["remarks"]}),
        prepositions=_index_phrases({"preposition": data["prepositions"]}),
        sets={name: frozenset(words) for name, words in data.items() if isinstance(words, list) and isinstance(words[0], str)},
    )


def match_phrase(tokens: list[Token], i: int, phrases: Phrases) -> tuple[str, int] | None:
    """Return the name of the longest phrase that stands at a token, and the token after it."""
    if i >= len(tokens):
        return None
    for words, name in phrases.get(tokens[i].word, ()):
        if len(words) == 1 or tuple(token.word for token in tokens[i : i + len(words)]) == words:
            return name, i + len(words)
    return None


class TokenReader:
    """Looks at tokens by their place; a place outside of the text is empty."""

    def __init__(self, tokens: list[Token]) -> None:
        """Read from these tokens."""
        self.tokens = tokens

    def word(self, i: int) -> str:
        """Return the folded word or sign at a token; empty outside of the text."""
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def number(self, i: int, digits: tuple[int, ...] = (1, 2)) -> int | None:
        """Return the number at a token if it has so many digits."""
        if not 0 <= i < len(self.tokens) or self.tokens[i].number is None or len(self.tokens[i].text) not in digits:
            return None
        return self.tokens[i].number

    def glued(self, i: int) -> bool:
        """Whether a token follows the one before it without a blank."""
        return 0 < i < len(self.tokens) and self.tokens[i - 1].end == self.tokens[i].start

    def is_word(self, i: int) -> bool:
        """Whether a token is made of letters."""
        return 0 <= i < len(self.tokens) and self.tokens[i].is_word

    def starts_clean(self, i: int) -> bool:
        """Whether a number at a token stands by itself: it is not the end of `V2`, `1.277`, `COP-15` or `€20`."""
        if i >= len(self.tokens) or self.tokens[i].is_word or not self.glued(i):
            return True
        if self.is_word(i - 1) or self.word(i - 1) in set("_#€$£¥&+@'’"):
            return False
        joins = self.word(i - 1) in set(".,:/") | {"-"}
        return not (joins and self.glued(i - 1) and (self.is_word(i - 2) or self.tokens[i - 2].text.isdecimal()))

    def ends_clean(self, last: int, *, strict: bool) -> bool:
        """Whether a number before token `last` stands by itself: it is not the start of `2020s` or `2019.5`.

        With `strict`, `2019/3` and `2019-based` are refused too; after the name of a month they are allowed.
        """
        if last >= len(self.tokens) or self.tokens[last - 1].is_word or not self.glued(last):
            return True
        if self.is_word(last) or self.word(last) in set("%€$£°_²"):
            return False
        if not self.glued(last + 1):
            return True
        if strict and self.word(last) in "-‐‑" and self.is_word(last + 1):
            return False
        joins = set(".,'’/") | DASHES if strict else set(".,'’")
        return not (self.word(last) in joins and not self.is_word(last + 1) and self.word(last + 1).isdecimal())
