"""Paragraphs of a text in, those that open rows whose labels nobody knows out: `Pilot city: Lahti / Kitakyushu`.

A line `Words: text` may be a row or a heading within one. In the head of a form it is a row. Below, it is one where few labels
of the text are known, or where its words point to a row that has no other label.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from ucap.extractors.assign.evidence import measure_values
from ucap.extractors.dates import find_leading_date
from ucap.extractors.form import PAIRED, Block
from ucap.extractors.labels import normalise_label, points_to
from ucap.extractors.places import is_city_name
from ucap.extractors.readers.pieces import Piece, split_bullets
from ucap.schemas.forms import ValueKind
from ucap.schemas.records import SectionName
from ucap.schemas.vocabularies import load_vocabulary

_ABBREVIATED = r"\.(?=\)|[ ][a-z(])"
"""A full stop within a label: `Size in sq. km`, `Pop. (inhabitants)`."""
OPEN_LABEL = re.compile(rf"[^\W\d_](?:[^:.;\s]|[ ](?=\S)|{_ABBREVIATED}){{1,70}}\.?:(?=\s|$)")
"""A label with its colon, and no number in front."""
_WHOLE_LINE = re.compile(rf"[^\W\d_](?:[^.;\s]|[ ](?=\S)|{_ABBREVIATED}){{1,110}}:\s*$")
"""A line that is nothing but a label: it may be longer, and have another colon: `Theme by theme: what we look at:`."""
_NUMBERED = re.compile(r"\b(?:SDGs?|goals?|update)\b.*\d", re.IGNORECASE)
"""What is a goal or an update before its colon; `Km2` is a label."""
_MOST_WORDS = 8
_MOST_WORDS_ALONE = 14
"""Words of a label on a line of its own. Chosen: the longest of 300 wordings has 12."""
_KNOWN_ENOUGH = 9
"""Known labels from which on a text's rows are known. Chosen: forms have 13 to 15 rows, of which a summary may lack some."""
_FEWEST_OPEN = 3
"""Unknown labels from which on a text is taken for one of other words."""
FEWEST_ROWS = 8
"""Labels of both kinds that a text has in which unknown ones are looked for below the head."""


def find_open_labels(pieces: Sequence[Piece], known: Mapping[int, SectionName]) -> frozenset[int]:
    """Return the numbers of the paragraphs below the head that open rows; `known` are those that known labels open."""
    seen = set(known.values())
    first = min((number for number, section in known.items() if section != "contact"), default=-1)
    open_labels = {
        number: match[0].rstrip(":")
        for number, piece in enumerate(pieces)
        if number > first and number not in known and (match := match_open(piece))
    }
    headings = find_headings(pieces)
    open_labels = {number: label for number, label in open_labels.items() if number not in headings}
    if len(seen) + len(open_labels) < FEWEST_ROWS:
        return frozenset()
    if len(seen) >= _KNOWN_ENOUGH or len(open_labels) < _FEWEST_OPEN:
        return frozenset(
            number for number, label in open_labels.items() if points_to(label) - seen and not points_to(label) & seen
        )
    return frozenset(open_labels)


def find_lone_labels(pieces: Sequence[Piece], known: Mapping[int, SectionName]) -> frozenset[int]:
    """Return the numbers of the lines that are labels of other words: `Nation`, above values of the kind to which they point.

    Texts have no kind of their own; above them such a line is a label where the text has few known labels and several others.
    """
    # A wording of several rows says little where its values are of another kind: `State` above two countries.
    seen = {section for number, section in known.items() if section not in _NAMED or _has_kind(pieces, number, section)}
    lone = {
        number: sections
        for number, piece in enumerate(pieces[:-1])
        if number not in known and _stands_alone(piece) and (sections := points_to(piece.text.chars) - seen)
    }
    first = min((*known, *lone), default=0)
    heads = {
        number
        for number, sections in lone.items()
        if any(_has_kind(pieces, number, section) for section in sections & _KINDS.keys())
    }
    heads |= set(_find_first_heads(pieces, min(known, default=0), seen))
    texts = {number for number, sections in lone.items() if number > first and sections - _KINDS.keys()} - heads
    few = len(seen) + len(heads) < _KNOWN_ENOUGH and len(texts) >= _FEWEST_OPEN
    return frozenset(heads | texts if few else heads)


def _find_first_heads(pieces: Sequence[Piece], first: int, seen: Collection[SectionName]) -> Iterator[int]:
    """Yield the lines above the `first` known label that stand above two values: of the cities, or of what they point to."""
    for number, piece in enumerate(pieces[:first]):
        text = piece.text.chars
        values = pieces[number + 1 : number + 3]
        if any(len(printed.text) > _LONGEST_LINE for printed in (piece, *values)) or len(values) < _SIDES:
            continue
        if not (_stands_alone(piece) or _WHOLE_LINE.match(text)):
            continue
        own: frozenset[SectionName] = frozenset({"city"})
        meant = (own | (points_to(text).intersection(PAIRED))) - set(seen)
        if any(_has_kind(pieces, number, section) for section in meant) or ("city" in meant and _are_partners(values)):
            yield number


def _are_partners(values: Sequence[Piece]) -> bool:
    """Whether two values are partners that need not be cities: metropolitan areas, regions, prefectures."""
    found = [measure_values([(Block(piece.text),)]) for piece in values]
    return all(max(one.get(kind, 0.0) for kind in _PARTNERS) >= _SURE for one in found)


_PARTNERS: tuple[ValueKind, ...] = ("cities", "divisions", "bodies")
_LONGEST_LINE = 160
"""Characters of such a label, and of the values below it: a list of eight cities has about 100."""
_SIDES = 2


def find_set_labels(pieces: Sequence[Piece], known: Mapping[int, SectionName]) -> frozenset[int]:
    """Return the numbers of the lines that are set as all known labels are: alone, with a colon, above a text without a bullet.

    Headings within a row are set so, too; the caller looks at the row in which such a line stands.
    """
    alone = sum(_WHOLE_LINE.match(pieces[number].text.chars) is not None for number in known)
    if alone < max(_ENOUGH_SET, len(known) * _NEARLY_ALL):
        return frozenset()
    headings = find_headings(pieces)
    return frozenset(
        number
        for number, (piece, below) in enumerate(pairwise(pieces))
        if number not in known
        and number + 1 not in known
        and number not in headings
        and (match := match_open(piece))
        and match.end() == len(piece.text)
        and not below.depth
        and not split_bullets(below.text)[0][0]
    )


_ENOUGH_SET = 5
"""Known labels that show how labels are set. Chosen."""
_NEARLY_ALL = 0.75
"""Share of the known labels that are set so. Chosen: one may have its value on its line."""


def _stands_alone(piece: Piece) -> bool:
    """Whether a paragraph is a few words that begin with a capital and do not end a sentence, as labels do."""
    text = piece.text.chars
    is_short = len(text.split()) <= _MOST_WORDS and text[:1].isupper() and (text[-1:].isalnum() or text[-1:] == ")")
    return is_short and ":" not in text and not piece.depth and not _NUMBERED.search(text) and not is_city_name(text)


def _has_kind(pieces: Sequence[Piece], number: int, section: SectionName) -> bool:
    """Whether the values below a line, one for each side, are of the kind that a section of the head has."""
    count = 2 if section in PAIRED else 1
    values = [(Block(piece.text),) for piece in pieces[number + 1 : number + 1 + count]]
    found = measure_values(values)
    return len(values) == count and any(found.get(kind, 0.0) >= _SURE for kind in _KINDS[section])


_KINDS: Mapping[SectionName, tuple[ValueKind, ...]] = {
    "city": ("cities",), "province": ("divisions",), "country": ("countries",), "population": ("counts",),
    "area": ("areas",), "period": ("dates",),
}  # fmt: skip
_NAMED: frozenset[SectionName] = frozenset({"city", "province", "country"})
_SURE = 0.9
"""Strength of values that are of a kind beyond doubt: a number that can only count people has it."""


def find_headings(pieces: Sequence[Piece]) -> frozenset[int]:
    """Return the numbers of the paragraphs that begin with words which stand elsewhere alone: headings repeat the themes."""
    printed = Counter(map(_list_telling, _list_parts(pieces)))
    return frozenset(
        number
        for number, piece in enumerate(pieces)
        if (match := _WHOLE_LINE.match(piece.text.chars) or OPEN_LABEL.match(piece.text.chars))
        and printed[_list_telling(match[0])] > 1
    )


def find_numbered_labels(pieces: Sequence[Piece], known: Mapping[int, SectionName]) -> frozenset[int]:
    """Return the numbers of the paragraphs that are counted through the text, as rows of a form are: `1. Partner towns: …`.

    Most of them must have words of labels, and one be known: a list of results may be counted, too.
    """
    series: list[int] = []
    for number, piece in enumerate(pieces):
        match = _ENUMERATED.match(piece.text.chars)
        if match and int(match[1]) == len(series) + 1 and not piece.depth:
            series.append(number)
    labels = sum(number in known or bool(points_to(pieces[number].text.chars.partition(":")[0])) for number in series)
    is_form = len(series) >= FEWEST_ROWS and labels * 2 > len(series) and not known.keys().isdisjoint(series)
    return frozenset(series) if is_form else frozenset()


_ENUMERATED = re.compile(r"(\d{1,2})[.)]?\s+[^\W\d_]")


def find_repeated(pieces: Sequence[Piece]) -> frozenset[int]:
    """Return the numbers of the paragraphs whose words stand elsewhere alone, too: the names of themes above their texts."""
    printed = Counter(map(_list_telling, _list_parts(pieces)))
    return frozenset(number for number, piece in enumerate(pieces) if printed[_list_telling(piece.text.chars)] > 1)


def _list_telling(text: str) -> tuple[str, ...]:
    """Return the words of a text in one order: headings turn those of a theme (`Trade and tourism`, `Tourism and trade`)."""
    return tuple(sorted(normalise_label(text).split()))


def _is_city_value(label: str) -> bool:
    """Whether words before a colon are a city to which a value belongs (`Kunming: 6.432.212`), and no usual word of labels."""
    return is_city_name(label) and not points_to(label)


def begins_open(line: str) -> bool:
    """Whether a line begins with a few words and a colon, as labels do.

    >>> begins_open("Pilot city: Lahti"), begins_open("and so on: more"), begins_open("SDG 7: Energy")
    (True, False, False)
    """
    return _match_label(line) is not None


def _match_label(line: str) -> re.Match[str] | None:
    whole = _WHOLE_LINE.match(line)
    match = whole or OPEN_LABEL.match(line)
    if match is None or not line[:1].isupper() or _NUMBERED.search(match[0]):
        return None
    return match if len(match[0].split()) <= (_MOST_WORDS_ALONE if whole else _MOST_WORDS) else None


def match_open(piece: Piece) -> re.Match[str] | None:
    """Match a paragraph that may open a row: no bullet, city, date or topic of an agenda."""
    text = piece.text.chars
    match = _match_label(text)
    if match is None or piece.depth or split_bullets(piece.text)[0][0]:
        return None
    label = match[0].rstrip(":")
    if _is_city_value(label) or find_leading_date(label):
        return None
    marks = load_vocabulary("agenda")["urban_agenda_markers"]
    is_topic = match.end() < len(text) and any(mark.casefold() in label.casefold() for mark in marks)
    return None if is_topic else match


def _list_parts(pieces: Sequence[Piece]) -> list[str]:
    """Return all lines, what stands before their colon and what stands behind it: a heading repeats a theme."""
    parts: list[str] = []
    for piece in pieces:
        text = split_bullets(piece.text)[-1][1].chars
        before, colon, after = text.partition(":")
        parts += [before, after] if colon else [text]
    return parts
