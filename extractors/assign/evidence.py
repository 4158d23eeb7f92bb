"""The values of a row in, what they are out: a strength from 0 to 1 for each kind of value."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from ucap.extractors.dates import find_dates, find_leading_date, parse_date, read_printed_period
from ucap.extractors.divisions import find_division_countries
from ucap.extractors.form import Block
from ucap.extractors.header_places import find_joined_names
from ucap.extractors.locating import find_city
from ucap.extractors.numbers import is_missing, read_label_factor, split_commas, split_list
from ucap.extractors.places import city_names, country_names, find_country_code, is_city_name
from ucap.extractors.text.folding import fold_name
from ucap.schemas.forms import ValueKind
from ucap.schemas.records import EMAIL_ADDRESS
from ucap.schemas.vocabularies import load_vocabulary

Evidence = Mapping[ValueKind, float]

_ADDRESS = re.compile(EMAIL_ADDRESS)
_NUMBER = re.compile(r"\d(?:[.,'’ \u00a0\u202f]?\d)*")  # of `1 072, 4 890` two
_UNIT = re.compile(
    r"(?:km|kilomet\w+|mi|miles?)\s?(?:2|²|\^2)|\bsq\.?\s?(?:km|mi|kilom|miles)|\bsquare\s|\bhect?ares?\b|\bha\b", re.IGNORECASE
)
_PEOPLE = re.compile(r"\b(?:inhabitants|people|residents|persons|citizens)\b|\bmill?ions?\b|\bcensus\b", re.IGNORECASE)
_GOAL = re.compile(r"\bSDGs?\b|\bgoals?\s*(?:no\.?\s*)?\d{1,2}\b|\bsustainable development goal", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATE_WORDS = 1
"""Words beside the dates of a period, such as `2017 to date`, in which nothing happens. Chosen."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE_WORDS = 9
"""Words from which a line is a sentence, even without a full stop. Chosen, not measured: themes are shorter."""
_LONGEST_THEME = 6
"""Words of an item of a list that commas part. Chosen, not measured: longer ones are rather parts of a sentence."""
_LONGEST_HEAD = 300
"""Characters of both cells of a paired row, at most. Chosen: six cities with provinces have about 120."""
_FIGURES: tuple[ValueKind, ...] = ("dates", "counts", "figures", "areas")
_MOSTLY = 0.5
"""Strength from which a short text is a figure or date and no theme. Chosen."""
_LONGEST_NAME = 6
"""Words of a place's name. Chosen: `Bosnia and Herzegovina` has three, official names of regions up to six."""
_SMALL_COUNT = 1_000
"""From here on a whole number may still count people: a small town. Chosen."""
_LIKELY, _POSSIBLE = 0.9, 0.3
"""Strengths of what a bare number is by its size, and of what it may be. Chosen: less than a unit says, which is 1."""
_LONGEST_GOAL = 200
"""Characters of a line that names a goal; a longer one speaks of it. Chosen: the longest full title of a goal has 174."""
_WORDS_BESIDE = 4
"""Words of a cell of numbers beyond one a number (`inhabitants in 2018, city area`); with more it is prose. Chosen."""
_LEAST_COUNT = 10_000
"""From here on a whole number counts people rather than km². Chosen, not measured: few cities cover more, few partners have
fewer inhabitants; what lies below is left to the label.
"""


def measure_values(cells: Sequence[Sequence[Block]]) -> Evidence:
    """Return what the values of a row are, given the blocks of its cells; nothing where they are empty or `N/A`.

    A kind that is missing in the result has the strength 0. Several kinds may be strong: Luxembourg is a city and a country.
    """
    cells = [cell for cell in cells if not is_missing("\n".join(block.text.chars for block in cell))]
    blocks = [block for cell in cells for block in cell]
    text = "\n".join(block.text.chars for block in blocks)
    if not text.strip():
        return {}
    found: dict[ValueKind, float] = dict(_measure_texts(blocks, text))
    if len(text) <= _LONGEST_HEAD and not any(block.level for block in blocks):
        texts = ["\n".join(block.text.chars for block in cell) for cell in cells if cell]
        if not found["dated_items"]:  # its year and day count nobody
            found.update(_measure_numbers(texts))
        found["dates"] = _measure_dates(texts)
        if not any(char.isdigit() for char in text):
            found.update(_measure_names([item for cell in texts for item in _split_names(cell)]))
        if max(found.get(kind, 0.0) for kind in _FIGURES) > _MOSTLY:
            found["topics"] = found["prose"] = found["sentences"] = 0.0
    return {kind: strength for kind, strength in found.items() if strength > 0}


def read_unit_in_label(label: str, evidence: Evidence) -> Evidence:
    """Return what the values of a row are, given what they are without its label.

    Figures are areas where the label names a unit of area, and counts where it names a scale alone.
    """
    if not {"counts", "figures"}.intersection(evidence):
        return evidence
    others = {kind: strength for kind, strength in evidence.items() if kind not in ("counts", "figures")}
    if read_label_factor(label, is_area=True) is not None:
        return {**others, "areas": 1.0}
    if read_label_factor(label, is_area=False) is not None:
        return {**others, "counts": 1.0}
    return evidence


def _measure_texts(blocks: Sequence[Block], text: str) -> Iterable[tuple[ValueKind, float]]:
    """Yield how much of the text is sentences, bullets, dated bullets, short lines, goals and addresses."""
    lines = [block.text.chars for block in blocks]
    levels = [block.level for block in blocks if block.level]
    outer = [block.text.chars for block in blocks if block.level == min(levels, default=0)]
    dated = [find_leading_date(line) is not None for line in outer[:50]]
    yield "items", (len(levels) + _count_headings(blocks)) / len(blocks)
    # A lone line with a date before it is an activity only if words follow: a period may end in "to date".
    yield "dated_items", _share(dated) if levels or len(lines) > 1 or _count_words_beside_dates(text) > _DATE_WORDS else 0.0
    listed = [list_topics(line) for line in lines]
    is_list = [len(items) > 1 for items in listed]
    sentences = [_is_sentence(line) and not many for line, many in zip(lines, is_list, strict=True)]
    yield "prose", _share(found and not block.level for found, block in zip(sentences, blocks, strict=True))
    yield "sentences", _share(not block.level and _is_long_sentence(block.text.chars) for block in blocks)
    yield "topics", _share(not found and not _GOAL.search(line) for found, line in zip(sentences, lines, strict=True))
    markers = [marker.casefold() for marker in load_vocabulary("agenda")["urban_agenda_markers"]]
    yield (
        "goals",
        _share(
            bool(_GOAL.search(line)) or any(m in line.casefold() for m in markers)
            for line in lines
            if len(line) < _LONGEST_GOAL
        ),
    )
    yield "address", 1.0 if _ADDRESS.search(text) and len(text) <= _LONGEST_HEAD and not levels else 0.0


def list_topics(line: str) -> list[str]:
    """Return the items of a line that lists short names, parted by semicolons, or by commas where each has a capital; else the
    line as it is.

    >>> list_topics("Clean heat; Night buses and trams"), list_topics("Heat, Light"), list_topics("Heat, light and shade")
    (['Clean heat', 'Night buses and trams'], ['Heat', 'Light'], ['Heat, light and shade'])
    """
    if line.rstrip()[-1:] in (".", "!", "?", ":"):
        return [line]
    by_semicolon = [item for part in line.split(";") if (item := part.strip())]
    if len(by_semicolon) > 1:
        return by_semicolon if all(len(item.split()) < _SENTENCE_WORDS for item in by_semicolon) else [line]
    items = [line[start:end] for start, end in split_commas(line)]
    is_list = len(items) > 1 and all(item[0].isupper() and len(item.split()) <= _LONGEST_THEME for item in items)
    return items if is_list else [line]


def _count_headings(blocks: Sequence[Block]) -> int:
    """Return how many blocks are headings of the bullets below them: they are part of a list, as in a row of results."""
    return sum(
        not above.level and below.level > 0 and len(above.text.chars.split()) < _SENTENCE_WORDS
        for above, below in pairwise(blocks)
    )


def _count_words_beside_dates(text: str) -> int:
    for date in reversed(find_dates(text)):
        text = text[: date.span[0]] + text[date.span[1] :]
    return len(_WORD.findall(text))


def _is_sentence(line: str) -> bool:
    words = len(line.split())
    return words >= _SENTENCE_WORDS or (words > 2 and line.rstrip()[-1:] in (".", ";", "!", "?"))


def _is_long_sentence(line: str) -> bool:
    return line.rstrip()[-1:] in (".", "!", "?") and len(line.split()) >= _SENTENCE_WORDS


def _measure_numbers(texts: Sequence[str]) -> dict[ValueKind, float]:
    """Return whether every cell is a number: a count of people, an area, or either."""
    numbers = [[match[0] for match in _NUMBER.finditer(text)] for text in texts]
    words = [len(re.findall(r"[^\W\d_]{3,}", text)) for text in texts]
    if not all(numbers) or any(len(found) + _WORDS_BESIDE < count for found, count in zip(numbers, words, strict=True)):
        return {}
    if any(_UNIT.search(text) for text in texts):
        return {"areas": 1.0}
    if any(_PEOPLE.search(text) for text in texts):
        return {"counts": 1.0}
    if any(
        count and all(_YEAR.fullmatch(number.strip(" .,")) for number in found)
        for found, count in zip(numbers, words, strict=True)
    ):
        return {}  # years among words count nothing: `A friendship since 1990 is to become a partnership.`
    sizes = [max(_read_size(number) for number in found) for found in numbers]
    if all(size >= _LEAST_COUNT for size in sizes):
        return {"counts": _LIKELY, "figures": _POSSIBLE}
    return {"figures": _LIKELY, "counts": _POSSIBLE if all(size >= _SMALL_COUNT for size in sizes) else 0.0}


def _read_size(number: str) -> float:
    """Return about how large a number is: groups of three digits are thousands, anything else is a decimal part."""
    groups = [part for part in re.split(r"[^\d]", number.strip(" .,")) if part]
    decimals = len(groups) > 1 and len(groups[-1]) != 3
    return float("".join(groups[:-1] if decimals else groups)[:15])


def _measure_dates(texts: Sequence[str]) -> float:
    """Return how much of the only cell is dates."""
    if len(texts) != 1 or not _YEAR.search(texts[0]):
        return 0.0
    text = texts[0]
    period = read_printed_period(text)
    if parse_date(text) or (period is not None and period.understood):
        return 1.0
    covered = sum(date.span[1] - date.span[0] for date in find_dates(text))
    return covered / len(text)


def _split_names(text: str) -> list[str]:
    spans = split_list(text, keep=find_joined_names(text))
    names = [re.sub(r"\(.*?\)", " ", text[start:end]).strip(" .\n") for start, end in spans]
    return [name for name in names if name and not is_missing(name)]


def _measure_names(names: Sequence[str]) -> dict[ValueKind, float]:
    """Return how many of some names are known as cities, divisions and countries, or say what body they are."""
    if not names or any(len(name.split()) > _LONGEST_NAME for name in names):
        return {}
    return {
        "cities": _share(map(_is_city, names)),
        "divisions": _share(bool(find_division_countries(name)) for name in names),
        # Codes may be those of states, too: ME is Maine and Montenegro. Then its label says what a row is.
        "countries": _share(fold_name(name) in country_names() or find_country_code(name) for name in names),
        "bodies": _share(not body_words().isdisjoint(fold_name(name).split()) for name in names),
    }


def _is_city(name: str) -> bool:
    return is_city_name(name) or fold_name(name) in city_names() or find_city(name) is not None


@cache
def body_words() -> frozenset[str]:
    """Return the words that say of a name that it is that of a body other than a city."""
    return frozenset(word for kind, words in load_vocabulary("bodies")["words"].items() if kind != "city" for word in words)


def _share(hits: Iterable[object]) -> float:
    found = [bool(hit) for hit in hits]
    return sum(found) / len(found) if found else 0.0
