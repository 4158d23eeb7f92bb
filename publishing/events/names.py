"""Names of bodies, events and persons that two texts spell differently: slips, years, other order, acronyms."""

import re
from collections.abc import Collection
from functools import lru_cache

from rapidfuzz import fuzz

from ucap.extractors.places import fold_name
from ucap.extractors.text.words import is_acronym
from ucap.publishing.events.tolerances import EVENTS

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[^\W\d_]+")


def count_shared(names: Collection[str], others: Collection[str]) -> int:
    """Return how many of the names the others have too, in whatever spelling.

    >>> count_shared(["World Bosai Forum", "HDSR"], ["World BOSAI Forum 2019"])
    1
    """
    return sum(any(is_same_name(name, other) for other in others) for name in names)


@lru_cache(maxsize=100_000)
def is_same_name(name: str, other: str) -> bool:
    """Whether two names are one: equal but for a few letters, their order or a year, or one is the other's initials.

    >>> is_same_name("Jonalyn Dacawi", "Jonalyn Dakawi"), is_same_name("MBPP", "Majlis Bandaraya Pulau Pinang")
    (True, True)
    >>> is_same_name("University of Porto", "University of Turin")
    False
    """
    if name == other or _is_short_form(name, other) or _is_short_form(other, name):
        return True
    one, two = (" ".join(_YEAR.sub(" ", fold_name(text)).split()) for text in (name, other))
    if min(len(one), len(two)) < EVENTS.shortest_name:
        return one == two
    return max(fuzz.token_sort_ratio(one, two), fuzz.ratio(one.replace(" ", ""), two.replace(" ", ""))) >= EVENTS.same_spelling


def _is_short_form(short: str, name: str) -> bool:
    """Whether a text is made of the initials of a name's words, in their order; small words may be left out."""
    letters = "".join(_WORD.findall(short))
    if not is_acronym(short) or len(letters) < EVENTS.shortest_acronym:
        return False
    words = [fold_name(word) for word in _WORD.findall(name)]
    capitals = [fold_name(word) for word in _WORD.findall(name) if word[:1].isupper()]
    return letters.casefold() in {"".join(word[:1] for word in some) for some in (words, capitals) if len(some) > 1}
