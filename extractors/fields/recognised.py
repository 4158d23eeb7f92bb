"""What is to be said of values that were recognised in pictures."""

import re
from collections.abc import Iterator, Mapping

from ucap.extractors.fields.tolerances import RECOGNISED_VALUES, RecognisedValueTolerances
from ucap.extractors.findings import Finding, quote
from ucap.extractors.page import Recognised
from ucap.extractors.text.source_text import Glyph
from ucap.extractors.text.words import is_common
from ucap.schemas.records import Evidence, SectionName
from ucap.schemas.ucap import Ucap

_EXACT = re.compile(r"population|area|period|date|year|email")
"""Columns in which one wrong character makes another value."""
_MIXED = re.compile(r"\b(?:\d[\d.,]*[A-Za-z]|[A-Za-z]{2,}\d{2,}|[OIl][\d.,]*\d)")
"""Letters and digits in one word, apart from units: `7,1O2`, `May2018`."""
_UNITS = re.compile(r"\d(?:st|nd|rd|th|km|m|ha|k|s)(?:\b|[²2])|SDGs?(?=\d)", re.IGNORECASE)
_SMALL_WORDS = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"])
_SECTIONS: Mapping[str, SectionName] = {
    "city": "city", "lead": "city", "partner": "city", "province": "province", "country": "country",
    "population": "population", "area": "area", "period": "period", "key_focus": "key_focus",
    "key_challenge": "key_challenges", "objectives": "objectives", "contact": "contact", "title": "title",
    "theme": "themes", "activities": "activities", "results": "results", "agenda": "agenda",
}  # fmt: skip
"""Rows of the form by how the names of their columns or tables begin."""
_WORDS = re.compile(r"[^\W\d_]+")


def find_doubtful(
    ucap: Ucap, recognised: Mapping[Glyph, Recognised], tolerances: RecognisedValueTolerances = RECOGNISED_VALUES
) -> Iterator[Finding]:
    """Find the pages that were recognised, and the values of which recognition is not sure, once for each text."""
    if not recognised:
        return
    if pages := sorted({glyph.page for glyph, found in recognised.items() if found.confidence is not None}):
        yield Finding("ocr_read", f"Text on page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages))} is a picture.")
    said: set[tuple[str | None, int | None]] = set()
    for cited in ucap.evidence:
        why = _doubt(cited, tolerances) if cited.method == "ocr" else None
        if why and (cited.raw_text, cited.page) not in said:
            said.add((cited.raw_text, cited.page))
            details = f"{quote(cited.raw_text or '')} {why}."
            yield Finding("ocr_doubtful", details, _find_section(cited), cited.raw_text, cited.page)


def _find_section(cited: Evidence) -> SectionName | None:
    """Return the row of the form from which a value comes."""
    names = (cited.column, cited.table)
    return next((section for name in names for start, section in _SECTIONS.items() if name.startswith(start)), None)


def _doubt(cited: Evidence, tolerances: RecognisedValueTolerances) -> str | None:
    """Return why the text of a value is doubtful; None where it is not."""
    text = cited.raw_text or ""
    least = tolerances.exact if _EXACT.search(cited.column) else tolerances.prose
    if cited.confidence is not None and cited.confidence < least:
        return f"was recognised with a confidence of only {cited.confidence:.2f}"
    if mixed := _MIXED.search(_UNITS.sub(" ", text)):
        return f"has letters and digits in one word (“{mixed[0]}”)"
    if glued := next(filter(is_glued, _WORDS.findall(text)), None):
        return f"may lack a blank (“{glued}”)"
    return None


def is_glued(word: str) -> bool:
    """Whether a text is not a word, but two common words without the blank between them, one of which is small.

    >>> is_glued("Acommon"), is_glued("citiesand"), is_glued("workshop"), is_glued("Hunan")
    (True, True, False, False)
    """
    small = word.casefold()
    if len(word) < 5 or is_common(small):
        return False
    cuts = ((small[:i], small[i:]) for i in range(1, len(small)))
    ends = frozenset() if word[0].isupper() else _SMALL_WORDS  # names can end like words
    return any((first in _SMALL_WORDS or last in ends) and is_common(first) and is_common(last) for first, last in cuts)
