"""What is to be said of values that were recognised in pictures."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from ucap.extractors.dates import find_leading_date
from ucap.extractors.divisions import division_names, find_division_countries
from ucap.extractors.fields.tolerances import RECOGNISED_VALUES, RecognisedValueTolerances
from ucap.extractors.findings import Finding, quote
from ucap.extractors.form import Block, Form
from ucap.extractors.numbers import is_missing
from ucap.extractors.page import FEWER_SIGNS, LOST_WORD, MORE_SIGNS, Recognised
from ucap.extractors.places import get_known_city, is_city_name, region_names
from ucap.extractors.text.continuation import continues_sentence
from ucap.extractors.text.folding import fold_name
from ucap.extractors.text.source_text import Glyph, SourceText, place_of
from ucap.extractors.text.words import SMALL, is_common, is_rare, is_well_known, lacks_letter
from ucap.schemas.records import SectionName
from ucap.schemas.wording import choose_word

_EXACT: frozenset[SectionName] = frozenset({"population", "area", "period", "contact"})
"""Rows in which one wrong character makes another value."""
_MIXED = re.compile(r"\b(?:[A-Z]\d[a-z]|\d[\d.,]*[A-Za-z]|[A-Za-z]{2,}\d{2,}|[OIl][\d.,]*\d|(?!k?m[23]\b)[^\W\d]*[^\W\dA-Z]\d)")
"""Letters and digits in one word, apart from units: `7,1O2`, `May2018`, `Malm6`."""
_UNITS = re.compile(r"\d(?:st|nd|rd|th|km|m|ha|k|s)(?:\b|[²2])|SDGs?(?=\d)", re.IGNORECASE)
_LONG = 4
"""Letters from which a word that nobody uses is none. Chosen: shorter ones are abbreviations."""
_REMARKS = {
    FEWER_SIGNS: "has fewer signs in the picture (“{}”)",
    MORE_SIGNS: "has more signs in the picture (“{}”)",
    LOST_WORD: "may lack a word that is in the picture, behind “{}”",
}
_ADDRESSES = re.compile(r"\S*(?:@|www\.|://)\S*")
_WORDS = re.compile(r"[^\W\d_]+")
_PIECES = re.compile(r"\S+")
_NAMES = re.compile(r"[;,/\n]| and | & ")
_PLACES: frozenset[SectionName] = frozenset({"city", "province"})
_NAME_LIKE = re.compile(r"[^\W\d_a-z]\w{3,}")
_CAPITAL_WITHIN = re.compile(r"\b(?:[A-Z][a-z]+|[a-z]{2,})[A-Z][a-z]+")
"""A word such as `KoSice`, in which a letter with a mark was taken for a capital one, or `ofXi`, which lacks a blank."""
_CAPITAL_BEHIND_HYPHEN = re.compile(r"\b([a-z]+)-I([a-z]+)\b")
"""A divided word such as `bui-Iding`, in which an `l` was taken for a capital `I`."""
_SIGN_FIRST = re.compile(r"[•:;.,=*~|_]|(?:[-–—]|(?![aAI]\s)[^\W\d_])(?=\s)")
"""A sign, or a letter that is no word, for which a program took a bullet."""
_ANY_WORD = re.compile(r"[^\W\d_]{3}|\d")
_PROSE: frozenset[SectionName] = frozenset({"themes", "key_focus", "key_challenges", "objectives", "activities", "results"})
_LONG_NAME = 6
"""Letters from which two of a name may differ; chosen."""
_DATED = re.compile(r"[^:]{0,40}?\d{4}[^:\d]{0,20}?(?::|\s[–—-]\s)|[^:]{0,40}\d[^:]{0,20}:")
"""A text that begins as one with a date does: `22020: Visit …`."""
_HEAD = re.compile(r"\S{1,5}\s([^:]{1,40}:)")
"""A short word before what may be the rest of a date: `sth November:`."""
_DATED_BLOCKS = 3
"""Activities with dates from which those of another level are doubtful; chosen."""
_ANY_YEAR = 2000
"""Year of dates that have none: those are no slips."""


def find_doubtful(
    form: Form, recognised: Mapping[Glyph, Recognised], tolerances: RecognisedValueTolerances = RECOGNISED_VALUES
) -> Iterator[Finding]:
    """Find the pages that were recognised, and the texts of which recognition is not sure, whatever is read from them."""
    if not recognised:
        return
    if pages := sorted({glyph.page for glyph, found in recognised.items() if found.confidence is not None}):
        yield Finding("ocr_read", f"Text on {choose_word(len(pages), 'page')} {', '.join(map(str, pages))} is a picture.")
    bare = set(_list_bare_names(form, recognised))
    cities = {
        name for row in form.rows if row.section == "city" for block in row.blocks() for name in _split_names(block.text.chars)
    }
    for row in form.rows:
        own = [block for block in row.blocks() if _is_recognised(block.text, recognised)]
        if row.section == "activities" and lacks_bullet(own):
            first, label = own[0].text, row.label.chars
            yield Finding(
                "ocr_doubtful",
                f"{quote(first.chars)} or another activity may lack its bullet.",
                row.section,
                label,
                first.pages()[0],
            )
        for cell in row.cells:
            for above, block in zip((None, *cell.blocks), cell.blocks, strict=False):
                text = block.text
                why = _doubt(text, row.section, recognised, tolerances) if _is_recognised(text, recognised) else None
                if why is None and _is_unsure(text, recognised):
                    why = doubt_unsure(text.chars, row.section, bare, cities)
                if why is None and above and _is_recognised(text, recognised) and _is_rest(above, block):
                    why = "may be the rest of the text above it"
                if why:
                    yield Finding("ocr_doubtful", f"{quote(text.chars)} {why}.", row.section, text.chars, text.pages()[0])


def _is_unsure(text: SourceText, recognised: Mapping[Glyph, Recognised]) -> bool:
    """Whether another program recognised a text, of which nobody knows how sure it was."""
    return any(one.confidence is None for one in _list_known(text, recognised))


def _list_bare_names(form: Form, recognised: Mapping[Glyph, Recognised]) -> Iterator[tuple[str, str]]:
    """Yield the places of a form that are written with marks, and have none where a program recognised them."""
    for row in form.rows:
        if row.section in _PLACES:
            for text in (block.text for block in row.blocks() if _is_unsure(block.text, recognised)):
                yield from ((name, marked) for name in _split_names(text.chars) if (marked := find_marked(name)))


def find_marked(printed: str) -> str | None:
    """Return the name of a place with the marks that it is written with, if a name in plain letters may be that.

    >>> find_marked("Krakow"), find_marked("Graz")
    ('Kraków', None)
    """
    city, key = get_known_city(printed), fold_name(printed)
    for name in (city.name if city else "", division_names().get(key, "")):
        if printed.isascii() and fold_name(name) == key and any(char.isalpha() and not char.isascii() for char in name):
            return name
    return None


def _split_names(text: str) -> list[str]:
    return [name for part in _NAMES.split(text) if (name := part.strip())]


def _is_known(printed: str) -> bool:
    words = printed.casefold().split()
    if is_missing(printed) or (
        len(words) > 1 and all(len(word) >= _LONG and is_common(word) for word in words)
    ):  # `n/a`, `Western Greece`
        return True
    names = is_city_name(printed) or get_known_city(printed) or find_division_countries(printed)
    return bool(names) or fold_name(printed) in region_names()


def doubt_unsure(
    text: str, section: SectionName, bare: Collection[tuple[str, str]], cities: Collection[str] = ()
) -> str | None:
    """Return why a text that another program recognised is doubtful: programs lose marks of letters, and take letters for
    digits. `bare` are names that have lost marks, with what they may be, `cities` those of the form.
    """
    return next(_list_reasons(text, section, bare, cities), None)


def _list_reasons(text: str, section: SectionName, bare: Collection[tuple[str, str]], cities: Collection[str]) -> Iterator[str]:
    for name, marked in bare:
        if re.search(rf"\b{re.escape(name)}\b", text):
            yield f"may have lost the marks of “{marked}”"
    if section in _PLACES:
        names = () if is_missing(text) else _split_names(text)
        yield from (f"names a place that is not known (“{name}”)" for name in names if not _is_known(name))
        return
    for word in _NAME_LIKE.findall(text):
        yield from _doubt_name(word, cities)
    if section in _PROSE and text.isascii() and not _ANY_WORD.search(text):
        yield "has no word"
    if within := _CAPITAL_WITHIN.search(text):
        yield f"has a capital within a word (“{within[0]}”)"
    for cut in _CAPITAL_BEHIND_HYPHEN.finditer(text):
        if not is_rare(f"{cut[1]}l{cut[2]}"):
            yield f"has a capital within a word (“{cut[0]}”)"
    if sign := _SIGN_FIRST.match(text):
        yield f"begins with a sign (“{sign[0]}”)"
    if section != "contact" and "@" in text:
        yield "holds an address, so that it may be of another row"
    if section == "activities" and (dated := _find_slip_of_date(text)):
        yield f"may begin with a date that was recognised wrongly (“{dated}”)"


def _find_slip_of_date(text: str) -> str | None:
    """Return what a text begins with that looks like a date and is none; None for other texts.

    >>> _find_slip_of_date("sth November: Talks"), _find_slip_of_date("8th November: Talks")
    ('sth November:', None)
    """
    if find_leading_date(text, context_year=_ANY_YEAR):
        return None
    if dated := _DATED.match(text):
        return dated[0]
    head = _HEAD.match(text)
    return head[0] if head and find_leading_date(head[1], context_year=_ANY_YEAR) else None


def _doubt_name(word: str, cities: Collection[str]) -> Iterator[str]:
    """Yield why a word in a text may be another name; `cities` are those of the form."""
    if near := next((city for city in cities if _is_nearly(word, city)), None):
        yield f"may mean “{near}” (“{word}”)"
    if not word.isascii() and not is_city_name(word):
        yield f"has a word that is no known name (“{word}”)"
    if known := find_marked(word):
        yield f"may have lost the marks of “{known}”"


def _is_nearly(word: str, city: str) -> bool:
    """Whether a word differs from the name of a city in one letter, or in two of a long one, and is none itself that has all
    its marks (`Malmo` beside `Malm6`).
    """
    most = 1 if len(city) < _LONG_NAME else 2
    if len(city) < _LONG or not 0 < OSA.distance(word, city, score_cutoff=most) <= most:
        return False
    return not is_city_name(word) or find_marked(word) is not None


def lacks_bullet(blocks: Sequence[Block]) -> bool:
    """Whether activities with dates stand at several levels: one has lost its bullet, or all but one their bullets' indent."""
    dated = [
        block
        for number, block in enumerate(blocks)
        if find_leading_date(block.text.chars, context_year=_ANY_YEAR) or (not number and _DATED.match(block.text.chars))
    ]
    return len(dated) >= _DATED_BLOCKS and len({block.level for block in dated}) > 1


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
        if (rival := next((one.rival for one in known if one.rival), "")) and (rival == LOST_WORD or not _is_plain(found[0])):
            return _REMARKS.get(rival, "").format(found[0]) or f"may have “{rival}” for another character (“{found[0]}”)"
    return _doubt_words(text.chars)


def _doubt_words(chars: str) -> str | None:
    """Return why the words of a text are doubtful, whatever is known of how sure recognition was."""
    if mixed := _MIXED.search(_UNITS.sub(" ", chars)):
        return f"has letters and digits in one word (“{mixed[0]}”)"
    if glued := next(filter(is_glued, _WORDS.findall(chars)), None):
        return f"may lack a blank (“{glued}”)"
    if strange := next(filter(_is_strange, _WORDS.findall(_ADDRESSES.sub(" ", chars))), None):
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


def _are_small(word: str) -> bool:
    """Whether a string of letters is two small words, which are so often printed without a blank that both seem to be one.

    >>> _are_small("ofthe"), _are_small("within")
    (True, False)
    """
    return not is_well_known(word) and any(word[:at] in SMALL and word[at:] in SMALL for at in range(1, len(word)))


def is_glued(word: str) -> bool:
    """Whether a text is not a word, but two common words without the blank between them, one of which is small.

    >>> is_glued("Acommon"), is_glued("citiesand"), is_glued("workshop"), is_glued("Anhui")
    (True, True, False, False)
    """
    small = word.casefold()
    if len(word) < 5 or (is_common(small) and not _are_small(small)) or is_city_name(word) or find_division_countries(word):
        return False
    cuts = [(small[:i], small[i:]) for i in range(1, len(small))]
    if is_rare(small) and any(
        _LONG <= len(first) <= len(word) - _LONG and is_common(first) and is_common(last) for first, last in cuts
    ):
        return True
    if _are_small(small):
        return True
    ends = frozenset() if word[0].isupper() else SMALL  # names can end like words
    return any((first in SMALL or last in ends) and is_common(first) and is_common(last) for first, last in cuts)
