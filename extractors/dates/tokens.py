"""Words, numbers and signs of a text, and what the vocabulary of dates (`schemas/vocabularies/dates.yml`) says about them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple, TypeAlias, TypeVar

from rapidfuzz.distance import OSA

from ucap.extractors.text.phrases import PhraseTable, index_phrases
from ucap.extractors.text.tokens import split_tokens
from ucap.schemas.vocabularies import load_vocabulary

NamedPhrases: TypeAlias = PhraseTable[str]
"""Phrases of folded words, each with the name of its group ("since", "planned")."""

_Name = TypeVar("_Name", bound=str)

DASHES = frozenset("-–—−‐‑‒―")
STRONG_SEPARATORS = DASHES | frozenset(":|;→")
"""Signs that set a date apart from the text that follows it."""
_LONGEST_NUMBER = 4
"""Digits: no part of a date has more than a year has."""
_LONGEST_FOLDED = 32
"""Characters: no word of the vocabulary is nearly as long, and folding a line without blanks would take long."""
_LONGEST_NUMBERED = 5
"""Numbers behind one word that numbers them: a month has five weeks. A bound for hostile lists; chosen, not measured."""
_LONG_MONTH = 7
"""Letters of names that may have a slip in them: `march` is near other words, and `august` near a person's name. Chosen."""
_SHORTEST_MISSPELT, _LONGEST_MISSPELT = 6, 12
"""Letters of a name with a slip in it."""
REMEMBERED_TEXTS = 256
"""Texts whose tokens are kept: dates are looked for in each several times, and a document has about as many. Chosen."""
# Digits and letters apart and each sign on its own: `12-14`, `Q3` and `2019/20` are read piece by piece.
# The signs of a Chinese date are words of their own: `2018年10月至12月`.
_DATE_TOKEN = re.compile(r"\d+|[年月日号至到]|[^\W\d_年月日号至到]+|\S")
_DIGIT, _ASCII_WORD = re.compile(r"[0-9]"), re.compile(r"[a-z]+")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]$")


class DateToken(NamedTuple):
    """One word, number or sign with its offsets; `word` is folded for comparison, `number` None also for numbers of more than
    four digits.
    """

    text: str
    start: int
    end: int
    word: str
    number: int | None

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.text[0].isalpha()


def fold(text: str) -> str:
    """Return the text without case and accents, for comparing words."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(REMEMBERED_TEXTS)
def split_date_tokens(text: str) -> Sequence[DateToken]:
    """Split a text into words, numbers and single signs; blanks are left out."""
    return split_tokens(text, _DATE_TOKEN, _make_token)


def _make_token(printed: str, start: int, end: int) -> DateToken:
    # str.isdecimal accepts more than ASCII on purpose, because int() reads those digits too.
    number = int(printed) if len(printed) <= _LONGEST_NUMBER and printed.isdecimal() else None
    return DateToken(printed, start, end, fold(printed) if len(printed) <= _LONGEST_FOLDED else printed, number)


ROMAN_MONTHS: Final[Mapping[str, int]] = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
"""Months as Roman numbers, folded; they are written in capitals."""


def _index_groups(groups: Mapping[_Name, Iterable[str]]) -> NamedPhrases:
    """Return a table of the phrases of several groups; a phrase of two groups is that of the later name."""
    return index_phrases({tuple(phrase.split()): name for name in sorted(groups) for phrase in groups[name]})


@dataclass(frozen=True)
class DateWords:
    """The vocabulary of dates, from a word to what it means."""

    months: Mapping[str, int]
    seasons: Mapping[str, int]
    ordinals: Mapping[str, int]
    weekdays: frozenset[str]
    phases: NamedPhrases
    operators: NamedPhrases
    open_ends: NamedPhrases
    links: NamedPhrases
    phase_links: NamedPhrases
    planned: NamedPhrases
    remarks: NamedPhrases  # the planned ones too; named "planned" or "remarks"
    prepositions: NamedPhrases
    held: NamedPhrases
    happened: NamedPhrases
    weeks_of: NamedPhrases
    sets: Mapping[str, frozenset[str]]
    starters: frozenset[str]  # every word that a date can begin with


@cache
def load_date_words() -> DateWords:
    """Load the vocabulary of dates, indexed by word."""
    data = load_vocabulary("dates")
    starting = [*data["months"], *data["weekdays"], *data["seasons"].values(), *data["ordinals"].values(), data["between"]]
    starting += [
        data["year_nouns"],
        data["quarter_words"],
        data["quarter_letters"],
        data["half_letters"],
        data["week_words"],
        data["week_letters"],
        data["numbered_halves"],
        data["week_openers"],
    ]
    single = [word for words in starting for word in words]
    phrases = [
        phrase.split()[0]
        for words in (*data["operators"].values(), *data["phases"].values(), data["weeks_of"])
        for phrase in words
    ]
    return DateWords(
        starters=frozenset((*single, *phrases, *ROMAN_MONTHS)),
        months={word: i for i, words in enumerate(data["months"], start=1) for word in words},
        seasons={word: month for month, words in data["seasons"].items() for word in words},
        ordinals={word: number for number, words in data["ordinals"].items() for word in words},
        weekdays=frozenset(word for words in data["weekdays"] for word in words),
        phases=_index_groups(data["phases"]),
        operators=_index_groups(data["operators"]),
        open_ends=_index_groups({"open": data["open_ends"]}),
        links=_index_groups({"link": data["links"]}),
        phase_links=_index_groups({"link": [*data["links"], *data["phase_links"]]}),
        planned=_index_groups({"planned": data["planned"]}),
        remarks=_index_groups({"planned": data["planned"], "remarks": data["remarks"]}),
        weeks_of=_index_groups({"week": data["weeks_of"]}),
        prepositions=_index_groups({"preposition": data["prepositions"]}),
        held=_index_groups({"held": data["held"]}),
        happened=_index_groups({"happened": data["happened"]}),
        sets={name: frozenset(words) for name, words in data.items() if isinstance(words, list) and isinstance(words[0], str)},
    )


@lru_cache(REMEMBERED_TEXTS)
def find_misspelt_month(word: str) -> int | None:
    """Return the month whose long name has one slip in a folded word: a letter too much, missing, wrong or swapped.

    >>> find_misspelt_month("novemebr"), find_misspelt_month("febuary"), find_misspelt_month("november")
    (11, 2, None)
    """
    if not _SHORTEST_MISSPELT <= len(word) <= _LONGEST_MISSPELT or word in load_date_words().starters:
        return None
    months = load_date_words().months
    near = {months[name] for name in _long_months() if OSA.distance(word, name, score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 else None


@cache
def _long_months() -> Sequence[str]:
    return [name for name in load_date_words().months if len(name) >= _LONG_MONTH]


def may_hold_date(text: str) -> bool:
    """Whether a text has a number or a word with which a date begins: most sentences have neither, and need no closer look."""
    if not text.isascii() or _DIGIT.search(text):
        return True
    return not load_date_words().starters.isdisjoint(_ASCII_WORD.findall(text.lower()))


class TokenReader:
    """Looks at tokens by their place; a place outside of the text is empty."""

    def __init__(self, tokens: Sequence[DateToken]) -> None:
        """Read from these tokens."""
        self.tokens = tokens
        self.words = [token.word for token in tokens]

    def list_starts(self) -> Iterator[int]:
        """Yield the places at which a date can begin: at numbers, and at words with which one begins."""
        starters = load_date_words().starters
        return (i for i, token in enumerate(self.tokens) if token.number is not None or token.word in starters)

    def phrase(self, i: int, phrases: NamedPhrases) -> tuple[str, int] | None:
        """Return the group's name of the longest phrase that begins at a token, and the token after it."""
        match = phrases.match_at(self.words, i)
        return (match.value, match.last) if match else None

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
        """Whether a number at a token stands alone: it is not the end of `V2`, `1.277`, `COP-15`, `€20` or `week 2`."""
        if i >= len(self.tokens) or self.tokens[i].is_word:
            return True
        if self._is_numbered(i):
            return False
        if not self.glued(i):
            return True
        if _IDEOGRAPH.search(self.word(i - 1)):
            return True  # Chinese is written without blanks
        if self.is_word(i - 1) or self.word(i - 1) in set("_#€$£¥&+@'’"):
            return False
        joins = self.word(i - 1) in set(".,:/") | {"-"}
        return not (joins and self.glued(i - 1) and (self.is_word(i - 2) or self.tokens[i - 2].text.isdecimal()))

    def _is_numbered(self, i: int) -> bool:
        """Whether the word before a number, or before a list of numbers, says what is numbered: `week 2`, `weeks 2 and 3`."""
        words = load_date_words().sets
        joints = words["list_words"] | words["range_words"] | DASHES | {"&", "+", "/"}
        for _ in range(_LONGEST_NUMBERED):
            if self.number(i) is None or self.word(i - 1) not in joints:
                break
            i -= 2
        return self.number(i) is not None and self.word(i - 1) in words["week_words"] | words["numbered"]

    def ends_clean(self, last: int, *, strict: bool) -> bool:
        """Whether a number before token `last` stands alone: it is not the start of `2020s`, `2019.5`.

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
