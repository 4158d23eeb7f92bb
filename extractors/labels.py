"""What a row is about: its label, read against the lexicon with tolerance for spelling."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from ucap.schemas.records import SectionName
from ucap.schemas.vocabularies import load_vocabulary

EXACT = 100.0
KEYWORD = 60.0
"""Score of a label that holds all words of a keyword set, among others."""
THRESHOLD = 86.0
LONGEST_LABEL_WORDS = 16
_NUMBERING = re.compile(r"^\s*(?:\(?(?:\d{1,2}(?:\.\d{1,2})?|[a-z]|[ivx]{2,4})[.)]|\d{1,2})\s+", re.IGNORECASE)
"""What forms with numbered rows print before a label: `1.`, `(2)`, `3.1)`, `a)`, `4`."""
LONGEST_KEYWORD_LABEL_WORDS = 8


@dataclass(frozen=True)
class LabelMatch:
    """The section a label means, and how well it fits (100 is a wording of the lexicon)."""

    section: SectionName
    score: float


def normalise_label(text: str) -> str:
    """Return a label as lower-case words without accents, punctuation, "the" and "(continued)".

    Without its words in another script too, where it is printed in two languages (`City / 城市`), and without a number before
    it (`5. Area`).
    """
    folded = unicodedata.normalize("NFKD", _NUMBERING.sub("", text).casefold())
    words = re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c)))
    latin = [word for word in words if word.isascii()]
    return " ".join(word for word in latin or words if word not in ("continued", "contd", "the"))


@cache
def load_lexicon() -> tuple[dict[str, SectionName], list[tuple[frozenset[str], SectionName]]]:
    """Return normalised wordings by section, and keyword sets."""
    wordings: dict[str, SectionName] = {}
    keywords: list[tuple[frozenset[str], SectionName]] = []
    for section, entry in load_vocabulary("labels").items():
        wordings |= {normalise_label(label): section for label in entry["labels"]}
        keywords += [(frozenset(words), section) for words in entry["keywords"]]
    return wordings, keywords


@cache
def match_label(text: str) -> LabelMatch | None:
    """Match a whole label; None where the lexicon knows none like it.

    Words in another order, a missing plural or a slip of spelling still match; labels of up to five letters must be exact,
    since a slip turns one short word into another (`State`, `Size`).
    """
    label = normalise_label(text)
    if label not in load_lexicon()[0]:  # "Key activities and outputs (e.g. pilots)"
        label = normalise_label(re.sub(r"\([^()]*\)", " ", text)) or label
    words = label.split()
    if not words or len(words) > LONGEST_LABEL_WORDS or "@" in text:
        return None
    wordings, keywords = load_lexicon()
    if label in wordings:
        return LabelMatch(wordings[label], EXACT)
    if len(label) > len("state"):
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
            if found := process.extractOne(label, wordings.keys(), scorer=scorer, score_cutoff=THRESHOLD):
                return LabelMatch(wordings[found[0]], found[1])
    if len(words) <= LONGEST_KEYWORD_LABEL_WORDS:
        for required, section in keywords:
            if required <= set(words):
                return LabelMatch(section, KEYWORD)
    return None


def is_title(text: str) -> bool:
    """Whether a line has words that only the form's title has."""
    return any(mark.casefold() in text.casefold() for mark in load_vocabulary("form")["title_marks"])


def starts_label(text: str) -> bool:
    """Whether a text could be the first line of a wrapped label: a wording of the lexicon begins with it."""
    line = normalise_label(text)
    wordings, _ = load_lexicon()
    return len(line) > len("state") and any(wording.startswith(line) for wording in wordings)
