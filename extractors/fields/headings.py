"""Headings inside cells, and which of the U-CAP's themes they mean."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from ucap.extractors.fields.tolerances import FIELDS, HeadingTolerances
from ucap.extractors.text.continuation import ends_with_link
from ucap.extractors.text.source_text import SourceText
from ucap.extractors.text.words import stem_word, stem_words
from ucap.schemas.forms import load_forms
from ucap.schemas.vocabularies import load_vocabulary

# A heading has 2 to 120 characters. The bound keeps hostile texts linear; twelve words, the longest heading, seldom have more.
_COLON_HEADING = re.compile(r"([^:]{2,120}?)\s*:(?!//)(?:\s+|$)")
_HEADING_END = re.compile(r"\s*:(?!//)(?:\s+|$)|\s+[–—-](?:\s+|$)")
_LONGEST_HEADING = 120
_WORD = re.compile(r"\S+")
_JOINING_SIGNS = tuple("&,/+–—-")
_INTRODUCTION = re.compile(r"\b(?:the\s+)?following\b|\bas follows\b|\bbelow\b|\binclude[sd]?\b|\bincluding\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[¹²³⁴-⁹†‡]+\s*\w|\*+\)?\s*\w")
_WORD_LETTERS = re.compile(r"[^\W\d_]+")
_SHORTEST_ROOT = 4
"""Letters of a root of which endings are cut off. Chosen: shorter ones have many unlike words (`art`, `city`)."""
_REMEMBERED = 4096
"""Pairs of words of which the answer is kept. Chosen: those of some hundred documents."""
_COUNT = re.compile(r"\s*([^\W\d_]+)\s*(?:no\.?\s*)?(\d{1,2}|[ivx]{1,4}|[a-h])\s*[.:)]?\s*", re.IGNORECASE)
_ROMAN = {numeral: number for number, numeral in enumerate(("i", "ii", "iii", "iv", "v", "vi"), start=1)}
_DASH_HEADING = re.compile(r"([^:.]{2,120}?)\s+[–—-](?:\s+|$)")


def split_heading(
    text: SourceText, *, dash: bool = False, tolerances: HeadingTolerances = FIELDS.headings
) -> tuple[SourceText, SourceText] | None:
    """Split `Heading: text` (or, with `dash`, `Heading – text` too) in two; None where the text begins with no short heading.

    >>> from ucap.extractors.text.source_text import from_file
    >>> heading, text = split_heading(from_file("Clean water: rivers are restored"))
    >>> heading.chars, text.chars
    ('Clean water', 'rivers are restored')
    """
    match = _COLON_HEADING.match(text.chars) or (_DASH_HEADING.match(text.chars) if dash else None)
    if not match or len(match[1].split()) > tolerances.longest or re.search(r"[.!?]\s", match[1]):
        return None
    return text[: match.end(1)].strip(), text[match.end() :].strip()


def introduces_list(text: str) -> bool:
    """Whether a paragraph introduces the list below it: it ends in a colon, or has words that say so.

    >>> introduces_list("So far this was done:"), introduces_list("The cities did the following"), introduces_list("A visit.")
    (True, True, False)
    """
    return text.rstrip().endswith(":") or names_what_follows(text)


def is_footnote(text: str) -> bool:
    """Whether a paragraph is a footnote that a document prints without its line: it begins with a raised number or a sign.

    >>> is_footnote("¹ by eight cities"), is_footnote("* estimated"), is_footnote("Ten *new* routes")
    (True, True, False)
    """
    return _FOOTNOTE.match(text) is not None


def is_note(text: str) -> bool:
    """Whether a paragraph is a note on its row, and no part of the item above it.

    >>> is_note("Note: figures are estimates."), is_note("Contact for results: Ms Berg"), is_note("Noted: a delay")
    (True, True, False)
    """
    if is_footnote(text):
        return True
    words = text[:_LONGEST_HEADING].partition(":")[0].casefold()
    return ":" in text[:_LONGEST_HEADING] and any(
        words == note or words.startswith(f"{note} ") for note in load_vocabulary("form")["notes"]
    )


def names_what_follows(text: str) -> bool:
    """Whether a text has words that speak of what stands below it: `in the following areas`."""
    return _INTRODUCTION.search(text) is not None


def split_at_headings(
    text: SourceText, themes: Sequence[str], tolerances: HeadingTolerances = FIELDS.headings
) -> list[SourceText]:
    """Divide a paragraph before each heading within it that names one of the themes and nothing else.

    >>> from ucap.extractors.text.source_text import from_file
    >>> parts = split_at_headings(from_file("Clean water: rivers smell. Waste: the landfill is full"), ["Clean water", "Waste"])
    >>> [part.chars for part in parts]
    ['Clean water: rivers smell.', 'Waste: the landfill is full']
    """
    telling = [_list_telling_words(theme) for theme in themes]
    starts, last = [0], 0
    for mark in _HEADING_END.finditer(text.chars):
        start = _find_heading_start(text.chars, last, mark.start(), telling, tolerances)
        if start:
            starts.append(start)
        last = mark.end()
    return [part for a, b in pairwise([*starts, len(text)]) if (part := text[a:b].strip())]


def _find_heading_start(
    text: str, first: int, end: int, telling: Sequence[frozenset[str]], tolerances: HeadingTolerances
) -> int | None:
    """Return where the heading before a colon or dash begins: behind a sign, or, as the whole name of a theme, anywhere."""
    words = list(_WORD.finditer(text, max(first, end - _LONGEST_HEADING), end))[-tolerances.longest :]
    for word in words:
        before = text[: word.start()].rstrip()
        found = _list_telling_words(text[word.start() : end])
        if not found or not word[0][0].isupper():
            continue
        at_sign = not before or before[-1] in ".;:!?•" or "\n" in text[len(before) : word.start()]
        if any(found <= theme if at_sign else found == theme for theme in telling) and not is_cut_heading(before):
            return word.start()
    return None


def is_cut_heading(text: str) -> bool:
    """Whether a text ends with a sign or word behind which the name of a theme goes on: `Parks and`, `Waste –`."""
    return text.rstrip().endswith(_JOINING_SIGNS) or ends_with_link(text.casefold())


def _list_telling_words(text: str) -> frozenset[str]:
    """Return the stems of a text's words that tell a theme; words of one concept are one."""
    return frozenset(word for word, weight in _weigh_words(text, FIELDS.headings).items() if weight == 1)


def match_themes(
    headings: Sequence[str], themes: Sequence[str], tolerances: HeadingTolerances = FIELDS.headings
) -> list[int | None]:
    """Return for each heading the index of the theme it means.

    The best pairs are taken first, each theme once, so that a vague heading does not take the theme of a clear one. A heading
    that is left over joins a theme that is already taken only where it is close to it. Last, a heading that none of this joins
    means the only theme that has a word of the same root. One that only counts (`Strand 2`) means the theme of that number.

    >>> match_themes(["Water", "Clean traffic", "Harbours"], ["Sustainable mobility", "Water management"])
    [1, 0, None]
    >>> match_themes(["Economy", "Democracy"], ["Democratic budgets", "Economic recovery"])
    [1, 0]
    >>> match_themes(["Strand 2", "Strand 1"], ["Democratic budgets", "Economic recovery"])
    [1, 0]
    """
    counted = [read_count(heading) for heading in headings]
    if any(counted) and all(number is None or number <= len(themes) for number in counted):
        rest = match_themes([h for h, number in zip(headings, counted, strict=True) if not number], themes, tolerances)
        others = iter(rest)
        return [number - 1 if number else next(others) for number in counted]
    scores = sorted(
        ((score_heading(h, t, tolerances), i, j) for i, h in enumerate(headings) for j, t in enumerate(themes)),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    meant: list[int | None] = [None] * len(headings)
    taken: set[int] = set()
    for score, i, j in scores:
        if score >= tolerances.means and meant[i] is None and j not in taken:
            meant[i] = j
            taken.add(j)
    for score, i, j in scores:
        if score >= tolerances.means_too and meant[i] is None:
            meant[i] = j
    for i, heading in enumerate(headings):
        akin = [j for j, theme in enumerate(themes) if _score_roots(heading, theme, tolerances) >= tolerances.means]
        if meant[i] is None and len(akin) == 1:
            meant[i] = akin[0]
    return meant


def read_count(heading: str) -> int | None:
    """Return the number of a heading that only counts: a word for what is counted and a figure, a letter or a Roman number.

    >>> read_count("Strand 2"), read_count("Theme IV:"), read_count("Pillar B"), read_count("Year 2"), read_count("2")
    (2, 4, 2, None, None)
    """
    match = _COUNT.fullmatch(heading)
    if match is None or stem_word(match[1].casefold()) not in _list_counted():
        return None
    sign = match[2].casefold()
    return int(sign) if sign.isdecimal() else _ROMAN.get(sign) or ord(sign) - ord("a") + 1


@cache
def _list_counted() -> frozenset[str]:
    words = {word for form in load_forms().values() for word in form["rows"].get("themes", {}).get("hints", [])}
    return frozenset(map(stem_word, words.union(load_vocabulary("form")["counted"])))


def score_heading(heading: str, theme: str, tolerances: HeadingTolerances = FIELDS.headings) -> float:
    """Return how much two headings have in common, 0 to 1: the weight of their common words over the weight of the shorter one.

    A heading that speaks of all sides at once has nothing in common with a theme but by the theme's own words.

    >>> round(score_heading("Low-carbon city", "Carbon-neutral development"), 2)
    0.67
    >>> score_heading("For both administrations", "Citizens and their town hall")
    0.0
    """
    if _speaks_of_all(heading) and not _shares_own_word(heading, theme):
        return 0.0
    first, second = _weigh_words(heading, tolerances), _weigh_words(theme, tolerances)
    if not first or not second:
        return 0.0
    common = sum(weight for word, weight in first.items() if word in second)
    return common / min(sum(first.values()), sum(second.values()))


def _speaks_of_all(heading: str) -> bool:
    return not set(heading.casefold().split()).isdisjoint(load_vocabulary("themes")["whole"])


def _shares_own_word(heading: str, theme: str) -> bool:
    """Whether one of two texts has all words of the other, or they share a word that says more than most themes do."""
    first, second = set(stem_words(heading)), set(stem_words(theme))
    general, _ = _load_words()
    return first <= second or second <= first or bool((first & second) - general - _list_whole_stems())


@cache
def _list_whole_stems() -> frozenset[str]:
    return frozenset(map(stem_word, load_vocabulary("themes")["whole"]))


def _score_roots(heading: str, theme: str, tolerances: HeadingTolerances) -> float:
    """Return how much two headings have in common by words that differ in an ending only: `Economy` and `Economic recovery`."""
    first, second = _weigh_letters(heading, tolerances), _weigh_letters(theme, tolerances)
    common = sum(
        max((min(weight, second[other]) for other in second if differ_in_ending(word, other)), default=0.0)
        for word, weight in first.items()
    )
    return common / min(sum(first.values()), sum(second.values())) if common else 0.0


def _weigh_letters(text: str, tolerances: HeadingTolerances) -> dict[str, float]:
    """Return the words of a text as they are printed, without case, with their weights."""
    general, _ = _load_words()
    words = (word for word in _WORD_LETTERS.findall(text.casefold()) if len(word) > 1)
    return {word: tolerances.general_weight if stem_word(word) in general else 1.0 for word in words}


@lru_cache(_REMEMBERED)
def differ_in_ending(first: str, second: str) -> bool:
    """Whether two lower-case words have one root and different endings, as noun and adjective have.

    >>> differ_in_ending("economy", "economic"), differ_in_ending("safe", "safety"), differ_in_ending("police", "policy")
    (True, True, False)
    """
    shared = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    ends = [(first[cut:], second[cut:]) for cut in range(_SHORTEST_ROOT, shared + 1)]
    return first != second and any(
        (a == noun and b in others) or (b == noun and a in others)
        for a, b in ends
        for noun, *others in load_vocabulary("themes")["endings"]
    )


def _weigh_words(text: str, tolerances: HeadingTolerances) -> dict[str, float]:
    """Return the stems of a text's words with their weights; words of one concept count as one."""
    general, concepts = _load_words()
    stems = [stem for stem in stem_words(text) if len(stem) > 1]
    return {concepts.get(stem, stem): tolerances.general_weight if stem in general else 1.0 for stem in stems}


@cache
def _load_words() -> tuple[frozenset[str], dict[str, str]]:
    vocabulary = load_vocabulary("themes")
    general = frozenset(stem_word(word) for word in vocabulary["general"])
    concepts = {stem_word(word): name for name, words in vocabulary["concepts"].items() for word in words}
    return general, concepts
