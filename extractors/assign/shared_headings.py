"""Rows of a form in, what they say of each other out: one lists the themes that head the texts of others."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ucap.extractors.assign.evidence import Evidence, list_topics
from ucap.extractors.form import Block, Row
from ucap.extractors.text.continuation import is_short_line
from ucap.extractors.text.folding import fold_name
from ucap.schemas.forms import ValueKind

_HEADING = re.compile(r"([^:.;!?]{2,120}?)\s*(?::(?!//)(?=\s|$)|\s[–—-](?:\s|$))")
"""Words before a colon or a dash at the beginning of a paragraph."""
_LONGEST = 12
"""Words of a heading: the longest that the fields read (`HeadingTolerances.longest`)."""
_LEAST = 2
"""Headings that a row must share with another one; a single one may be chance. Chosen."""


def find_shared_headings(rows: Sequence[Row]) -> list[Evidence]:
    """Return for each row what the others say of it.

    `listed`: its lines, or the items of its line, are headings in another row. `headed`: its paragraphs have headings that
    another row lists, or has as well; its strength is the share of paragraphs with such a heading.
    """
    headings = [_list_headings(row) for row in rows]
    items = [_list_items(row) for row in rows]
    found: list[Evidence] = []
    for number, row in enumerate(rows):
        others = [set(heads) for at, heads in enumerate(headings) if at != number]
        lists = [set(named) for at, named in enumerate(items) if at != number]
        evidence: dict[ValueKind, float] = {}
        if any(_share(items[number], other) for other in others):
            evidence["listed"] = 1.0
        shared = [other for other in (*others, *lists) if _share(set(headings[number]) & other, other)]
        if shared and "listed" not in evidence:
            blocks = _list_texts(row)
            # The text below a heading on a line of its own belongs to it.
            set_apart = sum(_is_set_apart(above, below) and not below.level for above, below in pairwise(blocks))
            paragraphs = sum(not block.level for block in blocks) - set_apart
            own = sum(any(head in other for other in shared) for head in headings[number])
            evidence["headed"] = min(own / paragraphs, 1.0) if paragraphs else 0.0
        found.append(evidence)
    return found


def _share(names: Sequence[str] | set[str], headings: set[str]) -> bool:
    """Whether all of some names are headings."""
    return len(set(names)) >= _LEAST and headings.issuperset(names)


def _list_headings(row: Row) -> list[str]:
    """Return the words with which the paragraphs of a row begin before a colon or dash, and the short lines above texts."""
    blocks = _list_texts(row)
    matches = (_HEADING.match(block.text.chars) for block in blocks if not block.level)
    headings = [match[1] for match in matches if match and len(match[1].split()) <= _LONGEST]
    headings += [above.text.chars for above, below in pairwise(blocks) if _is_set_apart(above, below)]
    return [fold_name(heading) for heading in headings]


def _list_texts(row: Row) -> tuple[Block, ...]:
    """Return the paragraphs and bullets of a row; bullets alone, of one level, as the paragraphs that they are, too."""
    blocks = row.blocks()
    return tuple(Block(block.text) for block in blocks) if {block.level for block in blocks} == {1} else blocks


def _is_set_apart(above: Block, below: Block) -> bool:
    """Whether a paragraph is a heading on a line of its own: a few words above bullets or a sentence."""
    return _is_short(above) and not _is_short(below)


def _is_short(block: Block) -> bool:
    return not block.level and is_short_line(block.text.chars, _LONGEST)


def _list_items(row: Row) -> list[str]:
    """Return the short names that a row has on lines of their own, or on one line; none where it has anything else."""
    blocks = row.blocks()
    names = [item for block in blocks for item in list_topics(block.text.chars)]
    return [fold_name(name) for name in names] if all(len(name.split()) <= _LONGEST for name in names) else []
