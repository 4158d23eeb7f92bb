"""How pages are numbered in print: `Page 2 of 4`, `Seite 2/4`. One place for pages of PDFs and for texts of converters."""

import re
from collections.abc import Iterable
from functools import cache

from ucap.schemas.vocabularies import load_vocabulary


@cache
def page_word_pattern() -> str:
    """Return a pattern for the word before a page's number."""
    return _any_of(load_vocabulary("form")["page_words"])


@cache
def page_of_pattern() -> str:
    """Return a pattern for what stands between a page's number and the number of pages: `2 of 4`, `2/4`."""
    return _any_of(("/", *load_vocabulary("form")["page_of"]))


@cache
def _page_number() -> re.Pattern[str]:
    # Recognition reads the number of pages as letters, too.
    of_pages = rf"(?:{page_of_pattern()}\s*(?:\d{{1,3}}|[il|]))"
    return re.compile(rf"{page_word_pattern()}?\s*[-–]?\s*\d{{1,3}}\s*{of_pages}?\s*[-–]?", re.IGNORECASE)


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but the number of a page.

    >>> is_page_number("Page 2 of 4"), is_page_number("- 2 -"), is_page_number("2 parks")
    (True, True, False)
    """
    return _page_number().fullmatch(text.strip()) is not None


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"
