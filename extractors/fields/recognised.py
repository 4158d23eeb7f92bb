"""What is to be said of values that were recognised in pictures."""

import re
from collections.abc import Iterator, Mapping

from ucap.extractors.divisions import find_division_countries
from ucap.extractors.fields.tolerances import RECOGNISED_VALUES, RecognisedValueTolerances
from ucap.extractors.findings import Finding, quote
from ucap.extractors.form import Block, Form
from ucap.extractors.page import Recognised
from ucap.extractors.text.continuation import continues_sentence
from ucap.extractors.text.source_text import Glyph, SourceText, place_of
from ucap.extractors.text.words import is_common, is_rare, lacks_letter
from ucap.schemas.records import SectionName
from ucap.schemas.wording import choose_word

_EXACT: frozenset[SectionName] = frozenset({"population", "area", "period", "contact"})
"""Rows in which one wrong character makes another value."""
_MIXED = re.compile(r"\b(?:\d[\d.,]*[A-Za-z]|[A-Za-z]{2,}\d{2,}|[OIl][\d.,]*\d|(?!k?m[23]\b)[^\W\d]*[^\W\dA-Z]\d)")
"""Letters and digits in one word, apart from units: `7,1O2`, `May2018`, `Malm6`."""
_UNITS = re.compile(r"\d(?:st|nd|rd|th|km|m|ha|k|s)(?:\b|[²2])|SDGs?(?=\d)", re.IGNORECASE)
_SMALL_WORDS = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"])
_LONG = 4
"""Letters from which a word that nobody uses is none. Chosen: shorter ones are abbreviations."""
_ADDRESSES = re.compile(r"\S*(?:@|www\.|://)\S*")
_WORDS = re.compile(r"[^\W\d_]+")
_PIECES = re.compile(r"\S+")


def find_doubtful(
    form: Form, recognised: Mapping[Glyph, Recognised], tolerances: RecognisedValueTolerances = RECOGNISED_VALUES
) -> Iterator[Finding]:
    """Find the pages that were recognised, and the texts of which recognition is not sure, whatever is read from them."""
    if not recognised:
        return
    if pages := sorted({glyph.page for glyph, found in recognised.items() if found.confidence is not None}):
        yield Finding("ocr_read", f"Text on {choose_word(len(pages), 'page')} {', '.join(map(str, pages))} is a picture.")
    for row in form.rows:
        for cell in row.cells:
            for above, block in zip((None, *cell.blocks), cell.blocks, strict=False):
                text = block.text
                why = _doubt(text, row.section, recognised, tolerances) if _is_recognised(text, recognised) else None
                if why is None and above and _is_recognised(text, recognised) and _is_rest(above, block):
                    why = "may be the rest of the text above it"
                if why:
                    yield Finding("ocr_doubtful", f"{quote(text.chars)} {why}.", row.section, text.chars, text.pages()[0])


def _is_rest(above: Block, block: Block) -> bool:
    """Whether a paragraph goes on with the sentence of what stands above it."""
    return not block.level and continues_sentence(above.text.chars, block.text.chars)


def _is_recognised(text: SourceText, recognised: Mapping[Glyph, Recognised]) -> bool:
    return any(place in recognised for place in map(place_of, text.origins) if isinstance(place, Glyph))


def _doubt(
    text: SourceText, section: SectionName, recognised: Mapping[Glyph, Recognised], tolerances: RecognisedValueTolerances
) -> str | None:
    """Return why a text is doubtful; None where it is not."""
    for found in _PIECES.finditer(text.chars):
        known = _list_known(text[found.start() : found.end()], recognised)
        confidence = min((one.confidence for one in known if one.confidence is not None), default=1.0)
        if confidence < _find_least(found[0], section, tolerances):
            return f"was recognised with a confidence of only {confidence:.2f} (“{found[0]}”)"
        if not _is_plain(found[0]) and (rival := next((one.rival for one in known if one.rival), "")):
            return f"may have “{rival}” for another character (“{found[0]}”)"
    if mixed := _MIXED.search(_UNITS.sub(" ", text.chars)):
        return f"has letters and digits in one word (“{mixed[0]}”)"
    if glued := next(filter(is_glued, _WORDS.findall(text.chars)), None):
        return f"may lack a blank (“{glued}”)"
    if strange := next(filter(_is_strange, _WORDS.findall(_ADDRESSES.sub(" ", text.chars))), None):
        return f"has a word that is none (“{strange}”)"
    return None


def _is_strange(word: str) -> bool:
    """Whether a word in small letters is hardly ever used, or has lost a letter: names have capitals."""
    return len(word) >= _LONG and word.islower() and (is_rare(word) or lacks_letter(word))


def _list_known(word: SourceText, recognised: Mapping[Glyph, Recognised]) -> list[Recognised]:
    """Return what is known of the characters of a word that were recognised."""
    places = (place for place in map(place_of, word.origins) if isinstance(place, Glyph))
    return [recognised[place] for place in places if place in recognised]


def _find_least(word: str, section: SectionName, tolerances: RecognisedValueTolerances) -> float:
    """Return the least confidence of a word that is not doubted: none is asked of common words, which slips rarely make."""
    if _is_plain(word):
        return 0.0
    return tolerances.exact if section in _EXACT or any(char.isdigit() for char in word) else tolerances.prose


def _is_plain(word: str) -> bool:
    """Whether a text consists of common words and signs around them, and is no address."""
    letters = _WORDS.findall(word)
    if not letters or "@" in word or any(char.isdigit() for char in word):
        return False
    return all(is_common(part.casefold()) for part in letters)


def is_glued(word: str) -> bool:
    """Whether a text is not a word, but two common words without the blank between them, one of which is small.

    >>> is_glued("Acommon"), is_glued("citiesand"), is_glued("workshop"), is_glued("Anhui")
    (True, True, False, False)
    """
    small = word.casefold()
    if len(word) < 5 or is_common(small) or find_division_countries(word):
        return False
    cuts = ((small[:i], small[i:]) for i in range(1, len(small)))
    ends = frozenset() if word[0].isupper() else _SMALL_WORDS  # names can end like words
    return any((first in _SMALL_WORDS or last in ends) and is_common(first) and is_common(last) for first, last in cuts)
