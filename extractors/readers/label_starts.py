"""A line of text in, out whether and where a known label begins it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from ucap.extractors.dates import find_leading_date
from ucap.extractors.form import PAIRED
from ucap.extractors.labels import KEYWORD, load_lexicon, match_label, normalise_label, points_to, starts_label
from ucap.extractors.numbers import is_missing
from ucap.extractors.readers.tolerances import LabelledTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import is_left_open, joins_left
from ucap.schemas.records import SectionName

_LABEL = re.compile(r"[^:\n]{1,160}?:(?!//|\d)(?=\s|$|\W)")
"""A label with its colon, up to ten characters shorter than `LONGEST_LABEL`: marks may stand around it."""


_FEWEST_WORDS = 3
"""Words of a wording that a label may go on after: `Results of the visit:` is text."""
_WORD = re.compile(r"\S+")
_GOAL = re.compile(r"(?:SDG|Goal) ?\d")


_MOST_HEAD_WORDS = 5
"""Words of a label in the form's head; a longer line that has its keywords is text."""


_MOST_ALTERNATIVE_WORDS = 3
"""Words of the second name of a row behind a slash: `Autonomous community`."""


LONGEST_LABEL = 170
"""Characters: the lexicon's longest has 61, hints follow. It spares the comparison of long texts with all wordings."""


def begins_wording(text: str) -> bool:
    """Whether a line can be the first of a wrapped label: whole words of a wording, however few, or most of one."""
    wordings, _ = load_lexicon()
    line = normalise_label(text)
    return text[:1].isupper() and (starts_label(text) or any(wording.startswith(f"{line} ") for wording in wordings if line))


def begins_goal(text: str) -> bool:
    """Whether a text begins with a goal and its number, as topics of the agenda do."""
    return _GOAL.match(text) is not None


def ends_in_slash(label: str) -> bool:
    """Whether a label is cut before the second name of its row: `Federal state /`."""
    return label.rstrip().endswith("/")


def may_end_alternative(line: str) -> bool:
    """Whether a line can be the second name that a label gives its row, behind a slash: `Federal state /` / `State`."""
    return len(line.split()) <= _MOST_ALTERNATIVE_WORDS and line[:1].isalpha() and not any(map(str.isdigit, line))


def may_be_label(line: str, tolerances: LabelledTolerances) -> bool:
    """Whether a line of a file begins with a known label, whatever marks stand around it."""
    text = line.strip(" \t#*_-+•>|")
    marked = line.lstrip().startswith(("#", "**", "__"))
    return next(match_starts(text, len(text) if marked else 0, tolerances), None) is not None


def find_head_lines(lines: Sequence[str], tolerances: LabelledTolerances) -> frozenset[int]:
    """Return the numbers of the lines that begin with labels of the form's head, if need be of one word without a colon.

    `Cities Graz` / `Country Austria` / `Inhabitants 289,000`: one alone may be text, three of different rows are none.
    """
    found = {
        number: section
        for number, line in enumerate(lines)
        if (section := next((start[2] for start in match_starts(line, 0, tolerances, in_head=True)), None)) in PAIRED
    }
    runs: list[dict[int, SectionName]] = []
    for number, section in found.items():
        near = bool(runs) and number - max(runs[-1]) <= _HEAD_REACH and section not in runs[-1].values()
        if near:
            runs[-1][number] = section
        else:
            runs.append({number: section})
    return frozenset(number for run in runs if len(run) >= _FEWEST_HEADS for number in run)


_FEWEST_HEADS = 3
"""Labels of the head that follow each other, from which on each is one."""
_HEAD_REACH = 6
"""Lines from one label of the head to the next: a label and lists of eight cities have five."""


def match_starts(
    text: str, strong: int, tolerances: LabelledTolerances, *, in_head: bool = False
) -> Iterator[tuple[int, int, SectionName]]:
    """Yield end of label, start of value and section, if a text begins with a known label.

    `in_head`: below a row of the form's head, a label of one word needs no colon (`Country China`).

    `strong` is how many of its first characters are set off by type. Without that keywords are too little: `Results of the
    visit:` is
    text.
    """
    if 0 < strong < len(text) and (match := match_label(text[:strong])):
        yield strong, strong, match.section
        return
    if not strong and text[:1].islower():
        return  # the rest of a sentence: `… in both / cities.`
    if glyph := _find_glyph(text):
        match = match_label(text[:glyph].strip(" :"))
        if match and match.score > KEYWORD:
            yield len(text[:glyph].rstrip()), glyph, match.section
            return
    marked = _LABEL.match(text)
    if marked:
        label = marked[0]
        # The colon may be that of a heading behind a label without one: `Key focus Parks: trees are planted.`
        match = match_label(label.strip(" *_:"))
        prefix = next(_match_prefixes(label, tolerances.unmarked_words, 2), None)
        if prefix and not (match and match.score > KEYWORD) and _may_be_heading(label[prefix[1] :]):
            yield prefix
            return
        if match and (strong >= len(label.rstrip(" :")) or match.score > KEYWORD or _begins_with_wording(label)):
            yield len(label), len(label), match.section
        return
    if len(text) <= LONGEST_LABEL:
        match = match_label(text) if text[-1:] not in ".;," else None
        if match and (strong >= len(text) or match.score > KEYWORD or _is_short_head(text, match.section)):
            yield len(text), len(text), match.section
            return
    yield from _match_prefixes(text, tolerances.unmarked_words, 1 if in_head else 2)


def _find_glyph(text: str) -> int:
    """Return where a bullet stands apart within the beginning of a line, as behind a label; 0 where none does."""
    always, separated = bullet_glyphs()
    words = _LONE_SIGN.finditer(text, 0, LONGEST_LABEL)
    return next((match.start(1) for match in words if match[1] in always or match[1] in separated - _DASHES), 0)


_LONE_SIGN = re.compile(r"(?<=\s)([^\s\da-zA-Z.,;:()&/])(?=\s)")
_DASHES = frozenset("-–—−")


def _is_short_head(text: str, section: SectionName) -> bool:
    """Whether a line without a colon may be a label of the form's head by its keywords: `Size in sq km`, no `Size 333`."""
    words = text.split()
    return section in PAIRED and len(words) <= _MOST_HEAD_WORDS and all(word.islower() and word.isalpha() for word in words[1:])


def _begins_with_wording(label: str) -> bool:
    """Whether a label goes on after a wording in words of its own: `Main objectives of cooperation as written in a plan:`."""
    wordings, _ = load_lexicon()
    words = label.split()
    ends = range(_FEWEST_WORDS, len(words))
    return any(words[end][0].islower() and normalise_label(" ".join(words[:end])) in wordings for end in ends)


def _match_prefixes(text: str, most_words: int, fewest: int) -> Iterator[tuple[int, int, SectionName]]:
    """As `match_starts` for a label of `fewest` words or more without a colon, before a capital or digit, or what says that
    there is no value.

    A wording of the lexicon, the longest, or else what is nearly one.
    """
    words = list(islice(_WORD.finditer(text), most_words + 1))
    if not text[:1].isupper() or not words or normalise_label(words[0][0]).partition(" ")[0] not in _first_words():
        return
    wordings, _ = load_lexicon()
    counts = [
        n
        for n in range(len(words) - 1, fewest - 1, -1)
        if _may_begin_value(text[words[n].start() :]) and _may_end_label(text[: words[n - 1].end()], text[words[n].start() :])
    ]
    for count in counts:
        end = words[count - 1].end()
        section = wordings.get(normalise_label(text[:end]))
        if section and (count > 1 or section in PAIRED):
            yield end, words[count].start(), section
            return
    for count in counts:  # a goal follows no other label than that of its row, whatever words it has
        match = match_label(text[: words[count - 1].end()]) if _GOAL.match(text, words[count].start()) else None
        if match and match.section == "agenda":
            yield words[count - 1].end(), words[count].start(), match.section
            return
    similar = [
        (match.score, n, match)
        for n in counts
        if n > 1 and _is_label_word(words[n - 1][0]) and (match := match_label(text[: words[n - 1].end()]))
    ]
    score, count, match = max(similar, default=(0.0, 0, None), key=lambda found: found[:2])
    if match and score > KEYWORD:
        yield words[count - 1].end(), words[count].start(), match.section


def _may_be_heading(text: str) -> bool:
    """Whether what stands between a label and a colon is a goal, or no rest of the label as in `Key Focus Of Themes:`.

    Themes have words of labels, too (`Mobility in the city:`), but seldom no other.
    """
    is_rest = joins_left(text) or (points_to(text) and is_of_label_words(text)) or match_label(text)
    return _GOAL.match(text) is not None or not is_rest


def _may_end_label(label: str, rest: str) -> bool:
    """Whether a label can end before the rest of its line: it is not left open, unless a second name of it follows."""
    return not is_left_open(label) or (ends_in_slash(label) and may_end_alternative(rest))


def _may_begin_value(text: str) -> bool:
    begins = (text[0].isalnum() and not text[0].islower()) or is_missing(text.split(maxsplit=1)[0])
    begins = begins or _QUALIFIED.match(text) is not None
    return begins or find_leading_date(text) is not None


_QUALIFIED = re.compile(r"(?:[^\W\d_]{2,10}\.?\s){1,2}\d|[~≈<>±]\s?\d")
"""A number behind words that say how exact it is: `approx. 231,000`, `more than 2 million`."""


def _is_label_word(word: str) -> bool:
    """Whether some label has a word; one that none has is no slip of it but begins the value: `Period of cooperation since`."""
    return normalise_label(word) in _label_words() or not normalise_label(word)


def is_of_label_words(line: str) -> bool:
    """Whether all words of a line are words of labels: `Urban Agenda themes:`."""
    words = normalise_label(line).split()
    return bool(words) and _label_words().issuperset(words)


@cache
def _label_words() -> frozenset[str]:
    wordings, _ = load_lexicon()
    return frozenset(word for wording in wordings for word in wording.split())


@cache
def _first_words() -> frozenset[str]:
    wordings, _ = load_lexicon()
    return frozenset(wording.partition(" ")[0] for wording in wordings)
