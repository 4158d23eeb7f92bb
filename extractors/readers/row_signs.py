"""What shows that a text lost the order of its lines, and what those have in common who look for it."""

import re
from dataclasses import dataclass
from enum import IntEnum

from ucap.extractors.dates import find_leading_date
from ucap.extractors.form import Block
from ucap.extractors.labels import normalise_label
from ucap.schemas.records import SectionName

TEXTS: tuple[SectionName, ...] = ("themes", "agenda", "key_focus", "key_challenges", "objectives", "activities", "results")
UNKNOWN: SectionName = "unknown"
"""Where a lost order is sure, a row of an unknown label may be part of another one."""
BOTH_SIDES = 2
"""Values of a row of the head: one for each side."""
BY_THEMES: tuple[SectionName, ...] = ("key_focus", "key_challenges")
"""Rows whose texts belong to themes by their headings."""
LISTS: tuple[SectionName, ...] = ("activities", "results")
MIXED = "rows_mixed"
_SMALL_WORD = re.compile(r"[^\W\d_]+(?=[\s,.;:)]|$)")
"""A word that a name's odd writing does not begin: `e-Mobility`, `iFLYTEK`, `mySMARTLife` are names."""
FEWEST_DATED = 3
"""Dated items of a row among which a paragraph without a date is strange."""
LONGEST_HEADING = 8
"""Words of a theme's heading."""
_WORD = re.compile(r"[^\W\d_]+")
_UNITS = frozenset({"km", "sq", "sqkm", "mi", "ha", "square", "kilometres", "kilometers", "miles", "ca", "approx", "about"})
_FEWEST_DIGITS = 3
"""Digits of a figure of the form's head: a population, an area."""
GOAL = re.compile(r"(?:SDGs?|Goals?) ?\d|(?:EU )?Urban Agenda\b.*:", re.IGNORECASE)


@dataclass(frozen=True)
class RowSign:
    """What shows a lost order, as a sentence, and the rows besides its own that it concerns.

    `is_foreign` says that a line of another row stands in it, so that no row of texts is sure.
    """

    details: str
    also: tuple[SectionName, ...] = ()
    is_foreign: bool = False
    is_within: bool = False
    """Whether a row begins within a sentence."""
    of_order: bool = False
    """Whether it shows lines in a wrong row, or at a wrong level: as reading a page by its places may leave them, too."""


class Loss(IntEnum):
    """What a text of some shape may have lost, each with what stands above it."""

    NOTHING = 0
    ROWS = 1
    """Where a row ends: it was decided by places on a page."""
    CELLS = 2
    """Where lines end within a cell, too."""
    LINES = 3
    """The order of lines, too."""
    COLUMNS = 4
    """Where a column ends: the values of both sides may stand in one."""
    SIDES = 5
    """Columns at all: sides are told by the lines of a value."""


NOTHING, ROWS, CELLS, LINES, COLUMNS, SIDES = Loss


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence, so that its row is none of the head, whatever its label says."""
    return text.rstrip().endswith(".") and len(text.split()) >= FEWEST_SENTENCE


FEWEST_SENTENCE = 5
"""Words from which a line with a full stop is a sentence."""


def is_figures(text: str) -> bool:
    """Whether a text holds numbers and units only, as the rows of population and area do.

    >>> is_figures("363.4 sq. km"), is_figures("SDG 11"), is_figures("100 trams")
    (True, False, False)
    """
    return sum(map(str.isdigit, text)) >= _FEWEST_DIGITS and _UNITS.issuperset(map(str.lower, _WORD.findall(text)))


def list_words(text: str) -> set[str]:
    """Return the words of a text that are not small ones."""
    return {word for word in normalise_label(text).split() if len(word) > SMALL}


SMALL = 3
"""Letters of words that headings of all themes share: `and`, `the`."""


def begins_within(text: str) -> bool:
    """Whether a text begins with a small word, as the rest of a sentence does.

    >>> begins_within("the whole city"), begins_within("e-Mobility: tests"), begins_within("iFLYTEK")
    (True, False, False)
    """
    word = _SMALL_WORD.match(text.lstrip())
    return word is not None and word[0].islower()


def is_dated(block: Block) -> bool:
    """Whether a block begins with a day or month, set apart from its text."""
    found = find_leading_date(block.text.chars)
    return found is not None and found.text_start > 0


def is_date_alone(text: str) -> bool:
    """Whether an item is nothing but a date: `29 November`, the first half of one that a converter cut."""
    dates = (find_leading_date(whole) for whole in (text, f"{text.rstrip()} 2020"))  # the year may be that of others
    return len(text) <= _LONGEST_DATE and any(date is not None and date.text_start >= len(text.rstrip()) for date in dates)


_LONGEST_DATE = 40
"""Characters of a date with its day and month in words."""
