"""The key that spellings of one name share, for comparing names of places and bodies."""

import unicodedata
from collections.abc import Sequence

from text_unidecode import unidecode  # type: ignore[import-untyped]

WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))


class _Folding(dict[int, str | None]):
    """What each sign becomes in a key, for `str.translate`: lower-case ASCII letters and digits, a blank or nothing.

    A sign outside ASCII is looked up the first time that it comes.
    """

    def __missing__(self, code: int) -> str | None:
        self[code] = None if code in WITHOUT_APOSTROPHES else unidecode(chr(code)).translate(_FOLDING)
        return self[code]


_FOLDING = _Folding(
    {code: chr(code).lower() if chr(code).isalnum() else None if chr(code) in "'`." else " " for code in range(128)}
)
_FOLDING_LINES = _Folding(_FOLDING | {ord("\n"): "\n"})


def fold_name(name: str) -> str:
    """Return the key that spellings of one name share: lower-case ASCII letters and digits, one blank between words.

    >>> fold_name("Saint-Étienne"), fold_name("L'Aquila")
    ('saint etienne', 'laquila')
    """
    composed = name if name.isascii() else unicodedata.normalize("NFC", name)
    return " ".join(composed.translate(_FOLDING).split())


def fold_names(names: Sequence[str]) -> list[str]:
    """Return the keys of several names, as `fold_name` does for each, at once: gazetteers have hundreds of thousands."""
    joined = "\n".join(names)
    if joined.count("\n") != len(names) - 1:
        return list(map(fold_name, names))
    composed = joined if joined.isascii() else unicodedata.normalize("NFC", joined)
    return [" ".join(key.split()) for key in composed.translate(_FOLDING_LINES).split("\n")]
