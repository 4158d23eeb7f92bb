"""What a row is about: its label, compared with the lexicon with tolerance for spelling."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from ucap.extractors.tolerance import tolerance
from ucap.schemas.forms import load_forms
from ucap.schemas.records import SectionName
from ucap.schemas.vocabularies import load_vocabulary

EXACT = 100.0
"""Score of a label that is a wording of the lexicon."""
KEYWORD = 60.0
"""Score of a label that has all words of a keyword set, and others: below the score of every similar wording, and high enough
to count where the label column is divided (`layout/label_column.py`). Chosen, not measured.
"""


@dataclass(frozen=True)
class LabelTolerances:
    """How much a printed label may differ from its wording in the lexicon.

    The ranges were measured on the labels and the beginnings of all blocks of 348 documents (6,750 texts): with other values,
    some text gets another section, or one by its wording instead of by keywords.
    """

    similar: float = tolerance(
        86.0, "similarity, 0 to 100", "Least similarity at which a label is a wording of the lexicon.", (86, 88)
    )
    similar_word: float = tolerance(
        60.0, "similarity, 0 to 100", "Least similarity at which the words that differ are slips of each other.", (58, 60)
    )
    longest: int = tolerance(16, "words", "Longest label; the longest wording of the lexicon has 9.", (12, 30))
    longest_with_keywords: int = tolerance(
        8, "words", "Longest label that keywords decide; a longer one is a sentence.", (8, 8)
    )
    shortest_similar: int = tolerance(
        6, "letters", "Shortest label that may differ: a slip turns `State` or `Size` into another.", (4, 8)
    )


_REMEMBERED = 5_000
"""Texts of which the answer is kept: a layout asks for the same beginnings of its lines again and again, and a document has a
few hundred lines.
"""
LABELS = LabelTolerances()
"""The values that labels are read with, unless a caller gives others."""
_NUMBERING = re.compile(r"^\s*(?:\(?(?:\d{1,2}(?:\.\d{1,2})?|[a-z]|[ivx]{2,4})[.)]|\d{1,2})\s+", re.IGNORECASE)
"""What forms with numbered rows print before a label: `1.`, `(2)`, `3.1)`, `a)`, `4`."""
_HINT = re.compile(r"(?<=[^\s(])\s*\([^()]*\)")
"""A remark behind a label. One that stands before it belongs to the label above."""


@dataclass(frozen=True)
class LabelMatch:
    """The section a label means, and how well it fits (100 is a wording of the lexicon)."""

    section: SectionName
    score: float


_OTHER_SCRIPTS = "\u0250"
"""The first letter behind the Latin ones, of which some have no accent to take away: `Łódź`."""


@lru_cache(maxsize=_REMEMBERED)
def normalise_label(text: str) -> str:
    """Return a label as lower-case words without accents, punctuation, "the" and "(continued)".

    Words in another script are left out where the label is printed in two languages (`City / 城市`), and so is a number before
    it (`5. Area`).

    >>> normalise_label("5. The Area (continued): / 面积"), normalise_label("Łódź")
    ('area', 'łodz')
    """
    folded = _NUMBERING.sub("", text).casefold()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", folded)
    latin = [word for word in words if max(word) < _OTHER_SCRIPTS]
    return " ".join(word for word in latin or words if word not in ("continued", "contd", "the"))


@cache
def load_lexicon() -> tuple[dict[str, SectionName], list[tuple[frozenset[str], SectionName]]]:
    """Return the section of each normalised wording of all forms, and the sets of keywords with their sections.

    Where two rows share a wording, the usual one stands here; `ucap.extractors.assign` looks at the values.
    """
    wordings: dict[str, SectionName] = {}
    keywords: list[tuple[frozenset[str], SectionName]] = []
    for form in load_forms().values():
        for section, row in form["rows"].items():
            for label in row.get("labels", []):
                wordings.setdefault(normalise_label(label), section)
            keywords += [(frozenset(words), section) for words in row.get("keywords", [])]
    for form in load_forms().values():
        for section, row in form["rows"].items():
            for label in row.get("shared", []):
                wordings.setdefault(normalise_label(label), section)
    return wordings, list(dict.fromkeys(keywords))


@lru_cache(maxsize=_REMEMBERED)
def match_label(text: str, tolerances: LabelTolerances = LABELS) -> LabelMatch | None:
    """Match a whole label; None where the lexicon has none that is similar.

    Words in another order, a missing plural or a slip of spelling still match. Labels of up to five letters must be exact,
    because a slip turns one short word into another (`State`, `Size`).

    >>> match_label("Perriod of coopration:").section
    'period'
    >>> match_label("UN SDGs concerned")
    LabelMatch(section='agenda', score=60.0)
    >>> match_label("Challenges of the partner cities").section
    'key_challenges'
    >>> match_label("Weather:") is None, match_label("Fruits of cooperation") is None
    (True, True)
    """
    label = normalise_label(text)
    if label not in load_lexicon()[0]:  # "Key activities and outputs (e.g. pilots)"
        label = normalise_label(_HINT.sub(" ", text)) or label
    words = label.split()
    if not words or len(words) > tolerances.longest or "@" in text:
        return None
    wordings, keywords = load_lexicon()
    if label in wordings:
        return LabelMatch(wordings[label], EXACT)
    if len(label) >= tolerances.shortest_similar:
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
            found = process.extractOne(label, wordings.keys(), scorer=scorer, score_cutoff=tolerances.similar)
            if found and not _has_other_word(words, found[0].split(), tolerances.similar_word):
                return LabelMatch(wordings[found[0]], found[1])
    if len(words) <= tolerances.longest_with_keywords:
        for named in (*_list_heads(words), set(words)):
            for required, section in keywords:
                if required <= named:
                    return LabelMatch(section, KEYWORD)
    return None


def _list_heads(words: Sequence[str]) -> Iterator[set[str]]:
    """Yield the words of a label before its first preposition, then those before its second one, and so on: `Challenges of the
    partner cities` names challenges, and no cities.
    """
    behind = _load_behind_heads()
    return (set(words[:at]) for at, word in enumerate(words) if at and word in behind)


@cache
def _load_behind_heads() -> frozenset[str]:
    return frozenset(load_vocabulary("form")["behind_heads"])


def is_similar_wording(text: str) -> bool:
    """Whether a text is a wording of the lexicon or nearly one; single words that point to a row are too little.

    >>> is_similar_wording("Perriod of coopration:"), is_similar_wording("UN SDGs concerned")
    (True, False)
    """
    match = match_label(text)
    return match is not None and match.score > KEYWORD


def _has_other_word(words: Sequence[str], others: Sequence[str], similar: float) -> bool:
    """Whether a word of a label stands where its wording has quite another one: `fruits of cooperation` is no slip of `focus of
    cooperation`, though most of their letters are the same.
    """
    own, missing = ("".join(word for word in one if word not in other) for one, other in ((words, others), (others, words)))
    return bool(own and missing) and fuzz.ratio(own, missing) < similar


def is_title(text: str) -> bool:
    """Whether a line has words that only the title of the form has.

    >>> is_title("U-CAP Summary: Graz – Nanning"), is_title("Main activities")
    (True, False)
    """
    return any(mark.casefold() in text.casefold() for mark in load_vocabulary("form")["title_marks"])


def starts_label(text: str, tolerances: LabelTolerances = LABELS) -> bool:
    """Whether a text could be the first line of a label over several lines: a wording of the lexicon begins with it.

    >>> starts_label("Main objectives of cooperation as"), starts_label("as described in")
    (True, False)
    """
    line = normalise_label(text)
    if len(line) < tolerances.shortest_similar:
        return False
    wordings = _sorted_wordings()
    first = bisect_left(wordings, line)  # what begins with a text stands behind it
    return first < len(wordings) and wordings[first].startswith(line)


@cache
def _sorted_wordings() -> list[str]:
    return sorted(load_lexicon()[0])


@lru_cache(maxsize=_REMEMBERED)
def points_to(label: str) -> frozenset[SectionName]:
    """Return the rows to which words of a label point, in any form."""
    words = set(normalise_label(label).split())
    return frozenset(
        section
        for form in load_forms().values()
        for section, row in form["rows"].items()
        if words.intersection(row.get("hints", []))
    )
