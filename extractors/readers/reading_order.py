"""Lines of a converter that printed a PDF's texts one after the other in, the same in the order in which they are read out.

Bullets stand behind their texts, or alone before all of them; lines of a label stand between lines of its value; hyphens at
line ends are joined with a sign of their own. Each character keeps its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from ucap.extractors.dates import find_leading_date
from ucap.extractors.labels import is_similar_wording, load_lexicon, match_label, normalise_label, starts_label
from ucap.extractors.readers.label_starts import LONGEST_LABEL, begins_wording, is_of_label_words, may_be_label
from ucap.extractors.readers.tolerances import TEXT, LabelledTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.closing_lines import is_contact_line
from ucap.extractors.text.continuation import begins_small, continues_sentence, ends_sentence
from ucap.extractors.text.source_text import SourceText, join

_LINE = re.compile(r"([^\n\r\f]*)(\r\n|[\n\r\f]|\Z)")
_MARKED_HYPHEN = "\ufffe"
"""What PDFium prints for a hyphen at a line's end, and joins the lines."""
_MOST_LINES_BETWEEN = 8
"""Lines of a value among which the further lines of a label are looked for: labels have up to five lines."""
_MOST_LINES_BELOW = 40
"""Lines among which the last one of a label is looked for, if it ends a wording with its colon: a cell may begin on the page
before."""


@dataclass(frozen=True)
class _Line:
    text: SourceText
    end: str = "\n"

    @property
    def chars(self) -> str:
        return self.text.chars.strip()


class OrderedText(NamedTuple):
    """A text in reading order, and how many bullets of it stood together, apart from their texts."""

    text: SourceText
    apart: int = 0


def order_lines(text: SourceText, tolerances: LabelledTolerances = TEXT.labelled) -> OrderedText:
    """Return a text with bullets before their texts, labels whole, and a line end at each joined hyphen.

    >>> from ucap.extractors.text.source_text import from_file
    >>> order_lines(from_file("Short description of\\n→ May 2018: Visit\\nmain activities:\\nof parks.")).text.chars
    'Short description of main activities:\\n→ May 2018: Visit\\nof parks.'
    """
    lines = [line for printed in _split_lines(text) for line in _split_hyphens(printed)]
    lines, apart = _place_heaps(_gather_labels(lines))
    lines = _place_bullets(lines, tolerances)
    pairs = [(line.text, SourceText(line.end, (None,) * len(line.end))) for line in lines]
    return OrderedText(join([part for pair in pairs for part in pair], ""), apart)


def close_up(text: SourceText, tolerances: LabelledTolerances = TEXT.labelled) -> SourceText:
    """Return a text that has a blank line between all its lines without these: there they do not part paragraphs.

    Most lines that surely continue show it: a small letter below an open sentence.
    """
    lines = list(_split_lines(text))
    printed = [number for number, line in enumerate(lines) if line.chars]
    sure = [(a, b) for a, b in pairwise(printed) if continues_sentence(lines[a].chars, lines[b].chars)]
    spaced = sum(b - a == _SPACED for a, b in sure)
    if spaced < tolerances.broken_per_long or spaced < len(sure) * tolerances.double_spaced:
        return text
    kept = [
        line
        for number, line in enumerate(lines)
        if line.chars or "\f" in line.end or number == 0 or not lines[number - 1].chars
    ]
    ends = [SourceText(line.end, (None,) * len(line.end)) for line in kept]
    return join([part for line, end in zip(kept, ends, strict=True) for part in (line.text, end)], "")


_SPACED = 2
"""Distance of two lines with a blank one between."""


def _split_lines(text: SourceText) -> Iterator[_Line]:
    for match in _LINE.finditer(text.chars):
        if match[0]:
            yield _Line(text[match.start(1) : match.end(1)], match[2])


def _split_hyphens(line: _Line) -> Iterator[_Line]:
    start = 0
    while (at := line.text.chars.find(_MARKED_HYPHEN, start)) >= 0:
        yield _Line(line.text[start:at] + SourceText("-", line.text.origins[at : at + 1]))
        start = at + 1
    yield _Line(line.text[start:], line.end)


# Labels


def _gather_labels(lines: Sequence[_Line]) -> list[_Line]:
    """Put the lines of a label together that stand between those of its value, as rows are printed across the columns."""
    made: list[_Line] = []
    number = 0
    waiting = list(lines)
    while number < len(waiting):
        parts = _find_parts(waiting, number)
        if parts:
            label = join([waiting[at].text.strip() for at in parts])
            values = [line for at, line in enumerate(waiting[number : parts[-1] + 1], number) if at not in parts]
            made.append(_Line(label))
            waiting[number : parts[-1] + 1] = values
            continue
        made.append(waiting[number])
        number += 1
    return made


def _find_parts(lines: Sequence[_Line], number: int) -> list[int]:
    """Return the numbers of the lines of the label that begins in a line, where lines of a value stand between them."""
    label = lines[number].chars
    if not label[:1].isupper() or label.endswith(":") or len(label) > LONGEST_LABEL or not _begins_wording(label):
        return []
    parts = [number]
    for at in range(number + 1, min(number + 1 + _MOST_LINES_BELOW, len(lines))):
        line = lines[at].chars
        longer = f"{label} {line}"
        if at > number + _MOST_LINES_BETWEEN and not _closes_wording(longer):
            if match_label(line) and line.endswith(":"):
                break
            continue
        if line.isalpha() and not normalise_label(line) and at == parts[-1] + 1:  # `Objectives of` / `the` / `cooperation:`
            label = longer
            parts.append(at)
            continue
        if not normalise_label(line) or len(longer) > LONGEST_LABEL or _is_glyph(lines[at]):
            continue
        if _is_wording(label) and _is_wording(line) and not begins_small(line):
            break  # `Population` and `Size (km²)` are two labels, though `Population size` is one
        is_next = at == parts[-1] + 1 and begins_small(line)
        goes_on = is_next and (is_similar_wording(longer) or is_of_label_words(line))
        if _begins_wording(longer) or _is_wording(longer) or goes_on:
            label = longer
            parts.append(at)
            if line.endswith(":"):
                break
        elif match_label(line) and line.endswith(":"):
            break
    apart = any(
        second - first > 1 and any(lines[n].chars for n in range(first + 1, second)) for first, second in pairwise(parts)
    )
    return parts if apart and _is_wording(label) else []


def _is_wording(text: str) -> bool:
    wordings, _ = load_lexicon()
    return normalise_label(text) in wordings or normalise_label(re.sub(r"\([^()]*\)", " ", text)) in wordings


def _closes_wording(label: str) -> bool:
    """Whether a label with its last line is a wording and has its colon: `Key challenges of cooperation` / `theme:`."""
    return label.endswith(":") and _is_wording(label[:-1])


def _begins_wording(text: str) -> bool:
    return starts_label(re.sub(r"\([^()]*\)?", " ", text)) or (begins_wording(text) and not _is_wording(text))


# Bullets


def _place_heaps(lines: Sequence[_Line]) -> tuple[list[_Line], int]:
    """Put bullets of one kind that stand together before the items below them, if these are as many, and drop others; return
    how many stood so, as what else stands apart from its text is not known.
    """
    printed = [number for number, line in enumerate(lines) if line.chars]
    heaps: list[list[int]] = []
    for first, second in pairwise(printed):
        if _is_glyph(lines[first]) and lines[first].chars == lines[second].chars:
            if heaps and heaps[-1][-1] == first:
                heaps[-1].append(second)
            else:
                heaps.append([first, second])
    made = list(lines)
    for heap in heaps:
        items = _find_items(lines, heap[-1] + 1, len(heap))
        for at in items:
            made[at] = replace(lines[at], text=lines[heap[0]].text.strip() + SourceText(" ", (None,)) + lines[at].text)
    heaped = {number for heap in heaps for number in heap}
    return [line for number, line in enumerate(made) if number not in heaped], len(heaped)


def _find_items(lines: Sequence[_Line], start: int, count: int) -> list[int]:
    """Return the lines with which the items of the next block begin, if they are so many: those with a date, or also those
    below whole sentences.
    """
    first = next((at for at in range(start, len(lines)) if lines[at].chars), len(lines))
    end = next((at for at in range(first, len(lines)) if not lines[at].chars), len(lines))
    block = [at for at in range(first, end) if not _is_glyph(lines[at]) and (at == first or not _is_glyph(lines[at - 1]))]
    dated = [at for at in block if at == first or _is_dated(lines[at].chars)]
    begun = [at for at in block if at in dated or _begins_item(lines[at - 1].chars, lines[at].chars)]
    return next((items for items in (dated, begun) if len(items) == count), [])


def _begins_item(above: str, line: str) -> bool:
    return ends_sentence(above) and line[:1].isalnum() and not line[:1].islower()


def _place_bullets(lines: Sequence[_Line], tolerances: LabelledTolerances) -> list[_Line]:
    """Put bullets that stand alone behind their texts before them, and drop those that stand together without texts."""
    lines = [part for line in lines for part in _split_glued(line)] if any(map(_is_glyph, lines)) else list(lines)
    printed = [number for number, line in enumerate(lines) if line.chars]
    lone = [at for at in range(len(printed)) if _is_glyph(lines[printed[at]])]
    if not lone:
        return lines
    leads = sum(at == 0 or _begins_list(lines, printed[max(at - 2, 0) : at], tolerances) for at in lone)
    trails = sum(_is_last(lines, printed, at, tolerances) for at in lone)
    return _put_before(lines, tolerances) if trails > leads else lines


def _split_glued(line: _Line) -> list[_Line]:
    """Cut a bullet off that has no blank behind it, where others stand alone: `→Expected results`."""
    always, _ = bullet_glyphs()
    chars = line.text.chars
    if chars[:1] in always and chars[1:2].isalnum():
        return [_Line(line.text[:1]), _Line(line.text[1:], line.end)]
    return [line]


def _is_glyph(line: _Line) -> bool:
    always, separated = bullet_glyphs()
    chars = line.chars
    return len(chars) == 1 and (chars in always or chars in separated - set("-–—−"))


def _ends_part(line: _Line, tolerances: LabelledTolerances) -> bool:
    """Whether a line is or ends a label, so that a bullet below it is the first of a list."""
    return may_be_label(line.chars[:LONGEST_LABEL], tolerances) or (
        line.chars.endswith(":") and begins_small(line.chars) and starts_label(line.chars)
    )


def _begins_list(lines: Sequence[_Line], above: Sequence[int], tolerances: LabelledTolerances) -> bool:
    """Whether a bullet is the first of a list: the one or two lines `above` it end a label, or are a heading."""
    whole = " ".join(lines[at].chars for at in above)
    is_label = (
        len(whole) <= LONGEST_LABEL and not whole[:1].islower() and may_be_label(whole, tolerances) and _is_wording(whole)
    )
    last = lines[above[-1]]
    return _ends_part(last, tolerances) or last.chars.endswith(":") or is_label


def _is_last(lines: Sequence[_Line], printed: Sequence[int], at: int, tolerances: LabelledTolerances) -> bool:
    """Whether a bullet has no text below: a label, the contact or the page's end follows."""
    if at + 1 == len(printed) or "\f" in lines[printed[at]].end:
        return True
    following = lines[printed[at + 1]]
    return may_be_label(following.chars[:LONGEST_LABEL], tolerances) or is_contact_line(following.chars)


def _put_before(lines: Sequence[_Line], tolerances: LabelledTolerances) -> list[_Line]:
    made: list[_Line] = []
    start = 0  # where the texts of the next bullet may begin
    for line in lines:
        if _is_glyph(line):
            begin = _find_item(made, start)
            if begin < len(made):
                glyph = line.text.strip() + SourceText(" ", (None,))
                made[begin] = _Line(glyph + made[begin].text, made[begin].end)
            if "\f" in line.end and made:
                made[-1] = _Line(made[-1].text, line.end)
            start = len(made)
            continue
        made.append(line)
        if _ends_part(line, tolerances) or is_contact_line(line.chars):
            start = len(made)
    return made


def _find_item(lines: Sequence[_Line], start: int) -> int:
    """Return where the item begins that ends with the last of some lines.

    That is at its date, or behind a heading, or where the last paragraph begins, but not before `start`.
    """
    end = len(lines)
    while end > start and not lines[end - 1].chars:
        end -= 1
    if end == start:
        return len(lines)
    dated = [at for at in range(start, end) if _is_dated(lines[at].chars)]
    if dated:
        return dated[-1]
    begins = [at + 1 for at in range(start, end - 1) if lines[at].chars.endswith(":") or not lines[at].chars]
    return max(begins, default=start)


def _is_dated(line: str) -> bool:
    found = find_leading_date(line)
    return found is not None and found.text_start > 0
