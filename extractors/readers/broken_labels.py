"""Labels that show a lost order of lines: two in one, a part of one in a value, a value in one. Forms in, signs out."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Form, Row
from ucap.extractors.labels import EXACT, is_similar_wording, load_lexicon, match_label, normalise_label, points_to
from ucap.extractors.readers.row_signs import SMALL, TEXTS, UNKNOWN, RowSign
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import is_left_open, joins_left
from ucap.schemas.records import SectionName

_LABEL_TAIL = re.compile(r"((?:(?<![\w-])[^\W_][\w-]{0,40}[\s(]{1,9}){1,7}[^\W_][\w-]{0,40}\)?)\s{0,9}:")


def find_glued_label(form: Form) -> str | None:
    """Return a label that is those of two rows; None where there is none."""
    return next((row.label.chars for row in form.rows if _is_two_labels(row.label.chars)), None)


def find_cut_labels(rows: Sequence[Row]) -> Iterator[tuple[SectionName, RowSign]]:
    """Yield the rows of texts below which a row has the rest of a label: `Challenges`, then `addressed:`."""
    above: SectionName = UNKNOWN
    for row in rows:
        rest = normalise_label(row.label.chars)
        cut = rest in _label_rests() or " ".join(rest.split()[:_FEW]) in _label_parts()
        if row.section == UNKNOWN and above in TEXTS and cut:
            yield above, RowSign(f"The label {quote(row.label.chars)} is the rest of one.", is_foreign=True)
        above = row.section if row.section != UNKNOWN else above


def holds_value(row: Row) -> bool:
    """Whether the label of a row of texts holds a bullet or a year, or one of a topic's row a goal."""
    label = row.label.chars
    glyphs, _ = bullet_glyphs()
    return row.section in TEXTS and row.section != "agenda" and (_YEAR.search(label) is not None or bool(glyphs & set(label)))


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _is_two_labels(label: str) -> bool:
    """Whether a label is those of two rows, whose lines ran together: `Surface area Dates`, `City Region`.

    A wording with slips is one label. Else each half is a wording of the lexicon or has a word that points to a row, one at
    least is a wording, and they mean two rows.
    """
    whole = match_label(label)
    if label.isupper() or (whole and (whole.score == EXACT or is_similar_wording(label))):
        return False  # capitals throughout do not show where a label begins
    words = label.split()
    for at in range(1, len(words)):
        first, second = " ".join(words[:at]), " ".join(words[at:])
        if not second[:1].isupper() or is_left_open(first) or joins_left(second):
            continue
        found = [_name_sections(part) for part in (first, second)]
        both = found[0][0] | found[1][0]
        is_sure = found[0][1] or found[1][1] or both.issubset(PAIRED)
        if all(sections for sections, _ in found) and found[0][0].isdisjoint(found[1][0]) and is_sure:
            return True
    return False


def name_all(label: str) -> set[SectionName]:
    """Return the rows to which any beginning or end of a label points."""
    words = label.split()
    parts = (" ".join(part) for at in range(1, len(words)) for part in (words[:at], words[at:]))
    return {section for part in parts for section in _name_sections(part)[0]}


def _name_sections(part: str) -> tuple[frozenset[SectionName], bool]:
    """Return the rows that a part of a label may mean, and whether it is a wording of the lexicon."""
    match = match_label(part)
    if match and match.score == EXACT:
        return frozenset({match.section}) | points_to(part), True
    return points_to(part), False


def find_label_part(text: str, section: SectionName) -> str | None:
    """Return a part of a label that stands in a text: a line of nothing else, or the end of a label with its colon."""
    if section in _OWN_WORDS:
        return None
    for line in text.split("\n"):
        if normalise_label(line) in _label_parts():
            return line.strip()
    for match in _LABEL_TAIL.finditer(text):
        words = normalise_label(match[1]).split()
        if any(" ".join(words[at:]) in _label_ends() for at in range(len(words) - 1)):
            return match[0]
    return None


_OWN_WORDS: frozenset[SectionName] = frozenset({"agenda"})
"""Rows whose values have words of their labels: `Sustainable Development Goals`."""


@cache
def _label_parts() -> frozenset[str]:
    """Return the sequences of words within known labels, without whole labels; one word alone is none."""
    wordings, _ = load_lexicon()
    parts = (
        " ".join(words[a:b])
        for wording in wordings
        for words in [wording.split()]
        for a in range(len(words))
        for b in range(a + 2, len(words) + 1)
    )
    return frozenset(parts) - frozenset(wordings)


@cache
def _label_rests() -> frozenset[str]:
    """Return the ends of known labels, of one word or more, without whole labels."""
    wordings, _ = load_lexicon()
    rests = (" ".join(words[a:]) for words in map(str.split, wordings) for a in range(1, len(words)))
    return frozenset(rests) - frozenset(wordings)


@cache
def _label_ends() -> frozenset[str]:
    """Return the ends of known labels of several words, without whole labels: two telling words, or three of any kind."""
    wordings, _ = load_lexicon()
    ends = (words[a:] for words in map(str.split, wordings) for a in range(1, len(words) - 1))
    telling = (end for end in ends if len(end) > _FEW or sum(len(word) > SMALL for word in end) >= _FEW)
    return frozenset(map(" ".join, telling)) - frozenset(wordings)


_FEW = 2
"""Words of the end of a label that a text does not have by chance, if they are telling: `cooperation theme:`."""
