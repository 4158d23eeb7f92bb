"""Ligatures that a font names wrongly: words in, what they are out. Example: `operaƟon` is `operation`, as its font draws `ti`.

No list of names can be complete: each program makes up its own (`Ɵ`, a code point for private use, `(cid:415)`). What a name
prints is what makes words of the strings that it stands in, and a name that is a real letter makes none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ucap.extractors.text.words import is_common, is_rare
from ucap.schemas.vocabularies import load_vocabulary

# Letters beyond those of Western European languages, code points for private use, lost characters, glyphs without a name.
_NAME = re.compile("\\(cid:\\d{1,6}\\)|[\u0100-\u02af\u0370-\u03ff\ue000-\uf8ff\ufb05\ufffd]")
_ENDS = ".,;:!?()[]{}“”\"'’‘/"
_LETTERS = re.compile(r"[A-Za-z]+")
_LEAST_KNOWN = 2
"""Words that a new name must make known. Chosen: one word can be chance."""
_KNOWN_SHARE = 0.6
"""Share of the words with a name that what it prints must make known; names of places stay unknown. Chosen."""
_SURE_LENGTH = 6
"""Letters of a common word that is evidence alone. Chosen: a short one can be chance."""
_MOST_WORDS = 200
"""Different words with a name that are looked at: as many as a summary has of the commonest. Chosen."""

Named = tuple[str, str]
"""A font and a word, or a font and a name."""


def find_misnamed(words: Iterable[Named]) -> dict[Named, str]:
    """Return what the words are in which a font names a ligature wrongly, by font and word.

    >>> find_misnamed([("Carlito", "operaƟon"), ("Carlito", "meeƟng,"), ("Carlito", "Gdańsk")])
    {('Carlito', 'operaƟon'): 'operation', ('Carlito', 'meeƟng,'): 'meeting,'}
    """
    suspicious = [(font, word) for font, word in dict.fromkeys(words) if not _is_plain(word) and _NAME.search(word)]
    if not suspicious:
        return {}
    printed = _decide(suspicious)
    fixed = {(font, word): _spell(font, word, printed) for font, word in suspicious}
    return {key: text for key, text in fixed.items() if text != key[1]}


def _is_plain(word: str) -> bool:
    return word.isascii() and "(cid:" not in word


def _decide(suspicious: Iterable[Named]) -> dict[Named, str]:
    """Return what each name of each font prints, where that is sure."""
    standing: dict[Named, list[str]] = defaultdict(list)
    real: set[Named] = set()
    for font, word in suspicious:
        for match in _NAME.finditer(word):
            key = font, match[0]
            if _stands_alone(word, *match.span()):
                real.add(key)
            elif len(standing[key]) < _MOST_WORDS:
                standing[key].append(word)
    printed: dict[Named, str] = {}
    # The names with most words first: they make words of those that hold another one too.
    for key, found in sorted(standing.items(), key=lambda item: -len(item[1])):
        if key not in real and (letters := _find_letters(key, found, printed)):
            printed[key] = letters
    return printed


def _stands_alone(word: str, start: int, end: int) -> bool:
    """Whether no Latin letter stands beside a name: then it is a bullet, or a letter of another alphabet."""
    return not (_LETTERS.fullmatch(word[max(0, start - 1) : start]) or _LETTERS.fullmatch(word[end : end + 1]))


def _find_letters(key: Named, words: Iterable[str], printed: Mapping[Named, str]) -> str:
    """Return what a name prints; empty where no letters make words of what it stands in."""
    font, name = key
    lists = load_vocabulary("ligatures")
    usual = lists["usual"].get(name, "")
    strings = {_spell(font, word, printed).strip(_ENDS).lower() for word in words}
    name = name.lower()
    known: dict[str, int] = {}
    for letters in dict.fromkeys([usual, *lists["printed"]] if usual else lists["printed"]):
        tried = [string.replace(name, letters.lower()) for string in strings]
        found = [word for word in tried if _LETTERS.fullmatch(word) and not is_rare(word)]
        is_sure = any(len(word) >= _SURE_LENGTH and is_common(word) for word in found)
        if len(found) >= _KNOWN_SHARE * len(strings) and (len(found) >= _LEAST_KNOWN or is_sure or letters == usual):
            known[letters] = len(found)
    best = max(known, key=known.__getitem__, default="")
    is_real = name.isalpha() and name != "ﬅ" and any(string.isalpha() and not is_rare(string) for string in strings)
    return "" if is_real else best  # words as they are, of a language that has this letter


def _spell(font: str, word: str, printed: Mapping[Named, str]) -> str:
    return _NAME.sub(lambda match: printed.get((font, match[0]), match[0]), word)
