"""Numbers of lines in the left margin, as Word and LaTeX print them for reviewers: pages in, the same without them out."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ucap.extractors.page import Page, Word

_LEAST = 15
"""Numbers one below the other that count lines. Chosen: rows of a form that are numbered are fewer."""
_LEAST_BELOW = 3
"""Numbers of a page that go on with those of the page before, or begin with 1 again."""
_STEPS = (1, 2, 5, 10)
"""Lines from one number to the next that programs offer."""


def split_line_numbers(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """Return the pages without numbers of lines, and what numbers there were, as a note for each page.

    They stand left of all other words, one below the other, and count in equal steps, from page to page.
    """
    kept: list[Page] = []
    notes: list[str] = []
    last: int | None = None
    for page in pages:
        numbers = _find_numbers(page, last)
        if numbers:
            last = int(numbers[-1].text.chars)
            notes.append(f"{numbers[0].text.chars} to {last} (numbers of lines)")
        found = {id(word) for word in numbers}
        kept.append(replace(page, words=tuple(word for word in page.words if id(word) not in found)) if found else page)
    return kept, notes


def _find_numbers(page: Page, last: int | None) -> list[Word]:
    """Return the numbers of a page's lines from the top; `last` is that of the page before."""
    numbers = [word for word in page.words if word.text.chars.isdecimal() and word.text.chars.isascii()]
    if len(numbers) < (_LEAST if last is None else _LEAST_BELOW):
        return []
    edge = min((word.box.x0 for word in page.words if not word.text.chars.isdecimal()), default=0.0)
    left = sorted((word for word in numbers if word.box.x1 <= edge), key=lambda word: word.box.top)
    counts = [int(word.text.chars) for word in left if len(word.text.chars) < 6]
    steps = {after - before for before, after in pairwise(counts)}
    if len(counts) != len(left) or len(steps) != 1 or (step := steps.pop()) not in _STEPS:
        return []
    goes_on = last is not None and counts[0] in (last + step, step, 1)
    return left if len(left) >= (_LEAST_BELOW if goes_on else _LEAST) else []
