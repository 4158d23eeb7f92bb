"""What a network says of each character of a line: how sure it is, and which letter with another mark it thinks possible.

RapidOCR gives words the confidences of other characters of their line, and the best letter only.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ucap.extractors.readers.ocr import DASHES

LEAST_RIVAL = 0.01
"""Probability from which a letter with another mark is possible. Of 824 names read rightly, 92 then have one, all of them with
marks; of 27 read wrongly, 24 have one, whose confidence is up to 0.99 (360 lines in seven fonts, with noise).
"""


class Decoded(NamedTuple):
    """A character, how sure it is, from 0 to 1, the letter of another mark that may be meant, and its place in its line,
    from 0 to 1.
    """

    char: str
    confidence: float
    rival: str
    place: float


def decode_line(shares: Any, places: float, characters: Sequence[str], likes: dict[int, list[int]]) -> list[Decoded]:
    """Return the characters of a line, given the share of each known character at each place, by rows.

    `places` is how many rows the line has; what follows is room. The first of the characters stands for none; one that stays
    best from place to place is one character.
    """
    best = shares.argmax(axis=1)
    changes = np.concatenate(([True], best[1:] != best[:-1]))
    decoded = []
    for at in np.flatnonzero(changes & (best != 0)):
        row, number = shares[at], int(best[at])
        rival = max(likes.get(number, ()), key=row.__getitem__, default=None)
        said = characters[rival] if rival is not None and row[rival] >= LEAST_RIVAL else ""
        place = min((float(at) + 0.5) / places, 1.0)
        decoded += [Decoded(char, float(row[number]), said, place) for char in characters[number]]
    return decoded


def find_likes(characters: Sequence[str]) -> dict[int, list[int]]:
    """Return for each letter the others that differ from it by their mark only, by their numbers: `ș` and `s` for `ş`.

    A hyphen and a dash are such, too.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for number, char in enumerate(characters):
        if char and char in DASHES:
            groups[DASHES].append(number)
        if len(char) == 1 and char.isalpha() and (name := unicodedata.name(char, "")).startswith("LATIN"):
            groups[name.partition(" WITH ")[0].replace("DOTLESS ", "")].append(number)
    return {number: [other for other in group if other != number] for group in groups.values() for number in group}
