"""What a raised number or sign behind a word is: the mark of a footnote, or a part of the text as an exponent is."""

import re

from ucap.schemas.vocabularies import load_vocabulary

_MARK = re.compile(r"[(\[]?\d{1,2}[)\]]?(?:,\d{1,2})*|[*†‡§¶]{1,3}")
_POWER = re.compile(r"(?<![\d.,])10$")
_LENGTHS = frozenset({"m", "km", "cm", "mm", "dm", "hm", "mi", "ft"})


def is_footnote_mark(word: str, mark: str) -> bool:
    """Whether what is raised behind a word is a footnote mark: not the exponent of a unit (`km²`), of a letter or of ten.

    >>> is_footnote_mark("128,624", "1"), is_footnote_mark("km", "2"), is_footnote_mark("10", "6"), is_footnote_mark("1", "st")
    (True, False, False, False)
    """
    return _MARK.fullmatch(mark) is not None and not _is_exponent(word, mark)


def name_mark(word: str, mark: str) -> str:
    """Return how a mark is reported that was set aside."""
    return f"{mark} (raised, after “{word}”)"


def _is_exponent(word: str, mark: str) -> bool:
    letters = re.search(r"[^\W\d_]*$", word)
    unit = letters[0] if letters else ""
    units = {name for names in load_vocabulary("units")["area_units"].values() for name in names}
    is_unit = len(unit) == 1 or unit.casefold() + mark in units or unit.casefold() in _LENGTHS
    return is_unit or _POWER.search(word) is not None
