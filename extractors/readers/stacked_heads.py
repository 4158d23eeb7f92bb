"""Text of a converter in, the same with each value of the form's head below its label out, where columns stand one after the
other.

Some converters print what stands close together in a column as one block: several labels, below a blank line the lead's values,
and below another one the partner's. Each character keeps its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ucap.extractors.assign.evidence import measure_values
from ucap.extractors.form import PAIRED, Block
from ucap.extractors.labels import KEYWORD, match_label
from ucap.extractors.layout.lines import join_lines
from ucap.extractors.numbers import is_missing, split_list
from ucap.extractors.numbers.number_words import read_unit
from ucap.extractors.places import find_country_code
from ucap.extractors.readers.label_starts import LONGEST_LABEL
from ucap.extractors.text.continuation import begins_small
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import SectionName

_LINE = re.compile(r"[^\n\r\f]*(?:\r\n|[\n\r\f]|\Z)")
_FEWEST_LABELS = 2
"""Labels below each other that are a column. Chosen: below a single one stands its value."""
_MOST_LABEL_LINES = 3
"""Lines of a label in a narrow column."""
_MOST_LINES = 20
"""Lines of a stack that are read: a form has 13 to 15 labels, most of one line."""
_REACH = 4
"""Blocks from the labels to the partner's values: the labels of the next rows and their values may stand between."""
_SURE = 0.9
"""Strength of evidence from which a value is a date. Chosen."""


@dataclass(frozen=True)
class _Stack:
    """Labels that stand below each other: where they begin, each as one text, and the row that it means."""

    begin: int
    labels: Sequence[SourceText]
    sections: Sequence[SectionName]


def place_stacked_values(text: SourceText) -> SourceText:
    """Return a text with the values of stacked labels below these: the lead's, then the partner's.

    Only where the next block has a line for each label, and all that can be checked fits: countries, figures, dates. The
    partner's block must have a line for each label with two values.

    >>> from ucap.extractors.text.source_text import from_file
    >>> text = "City\\nCountry\\n\\nGraz\\nAustria\\n\\nKunming\\nChina\\n\\nThemes\\n"
    >>> place_stacked_values(from_file(text)).chars
    'City\\nGraz\\nKunming\\nCountry\\nAustria\\nChina\\n\\nThemes\\n'
    """
    blocks = [list(lines) for _, lines in groupby(_cut_lines(text), key=lambda line: not line.chars.strip())]
    number = 0
    while number < len(blocks):
        blocks = _place_block(blocks, number) or blocks
        number += 1
    return join([line for block in blocks for line in block], "")


def _cut_lines(text: SourceText) -> Iterator[SourceText]:
    return (text[match.start() : match.end()] for match in _LINE.finditer(text.chars) if match[0])


def _place_block(blocks: Sequence[list[SourceText]], number: int) -> list[list[SourceText]] | None:
    """Return the blocks with the values of the labels in one of them placed; None where that is not sure."""
    stack = _find_stack(blocks[number])
    if stack is None or number + 2 >= len(blocks):
        return None
    count = sum(section in PAIRED for section in stack.sections)
    if any(section in PAIRED for section in stack.sections[count:]):
        return None
    lead = _join_values(blocks[number + 2], len(stack.labels))
    at, partner = _find_partner(blocks, number + 4, stack.sections[:count]) if count else (0, [])
    if len(lead) < len(stack.labels) or (count and not partner) or not _all_fit(stack.sections, lead):
        return None
    placed = list(blocks[number][: stack.begin])
    for label, value, other in zip(stack.labels, lead, [*partner, *[None] * len(lead)], strict=False):
        placed += [_end_line(line) for line in (label, value, other) if line is not None]
    placed += lead[len(stack.labels) :]
    made = [*blocks[:number], placed, *blocks[number + 3 :]]
    if at:
        del made[at - 2 : at]  # with the blank lines below
    return made


def _find_stack(block: Sequence[SourceText]) -> _Stack | None:
    """Return the labels that stand below each other at the end of a block, the most that do."""
    first = max(len(block) - _MOST_LINES, 0)
    for begin in range(first, len(block) - _FEWEST_LABELS + 1):
        labels = _read_labels(block[begin:], frozenset())
        if labels and len(labels) >= _FEWEST_LABELS:
            return _Stack(begin, [label for label, _ in labels], [section for _, section in labels])
    return None


def _read_labels(lines: Sequence[SourceText], seen: frozenset[SectionName]) -> list[tuple[SourceText, SectionName]] | None:
    """Read all lines as labels of different rows, each of as few lines as it can be; None where some are none."""
    if not lines:
        return []
    for count in range(1, min(_MOST_LABEL_LINES, len(lines)) + 1):
        label = join([line.strip() for line in lines[:count]])
        match = match_label(label.chars) if len(label) <= LONGEST_LABEL else None
        if match and match.score > KEYWORD and match.section not in seen:
            below = _read_labels(lines[count:], seen | {match.section})
            if below is not None:
                return [(label, match.section), *below]
    return None


def _find_partner(
    blocks: Sequence[Sequence[SourceText]], first: int, sections: Sequence[SectionName]
) -> tuple[int, list[SourceText]]:
    """Return the number of the first near block that has a fitting value for each row with two, and these values."""
    for number in range(first, min(first + 2 * _REACH, len(blocks)), 2):
        values = _join_values(blocks[number], len(sections))
        if len(values) == len(sections) and _all_fit(sections, values):
            return number, values
    return 0, []


def _join_values(lines: Sequence[SourceText], count: int) -> list[SourceText]:
    """Return lines as values, those joined that surely go on, until so many are left."""
    values = list(lines)
    at = 1
    while len(values) > count and at < len(values):
        above, line = values[at - 1].chars.strip(), values[at].chars.strip()
        if above.endswith((",", ";")) or begins_small(line) or read_unit(line, 0):
            values[at - 1 : at + 1] = [join_lines([values[at - 1].strip(), values[at]])]
        else:
            at += 1
    return values


def _all_fit(sections: Sequence[SectionName], values: Sequence[SourceText]) -> bool:
    """Whether each value that can be checked is of the kind that its row has, and there is one."""
    checked = [fits for section, value in zip(sections, values, strict=False) if (fits := _fits(section, value)) is not None]
    return bool(checked) and all(checked)


def _fits(section: SectionName, value: SourceText) -> bool | None:
    text = value.chars.strip()
    if section == "country":
        return all(find_country_code(text[slice(*span)]) for span in split_list(text))
    if section in ("population", "area"):
        return is_missing(text) or any(map(str.isdigit, text))
    if section == "period":
        return measure_values([(Block(value.strip()),)]).get("dates", 0.0) >= _SURE
    return None


def _end_line(line: SourceText) -> SourceText:
    return line if line.chars.endswith(("\n", "\r", "\f")) else line + SourceText("\n", (None,))
