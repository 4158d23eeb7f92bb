"""The words of a text with their places. Each grammar has a pattern that says what counts as one word for it."""

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

AnyToken = TypeVar("AnyToken")


class Token(NamedTuple):
    """A piece of a text as printed, with its character offsets: `text[start:end]`."""

    text: str
    start: int
    end: int


def split_tokens(text: str, pattern: re.Pattern[str], make: Callable[[str, int, int], AnyToken]) -> list[AnyToken]:
    """Return what a pattern finds in a text, in order, as tokens; what stands between them is left out.

    `make` gets the printed text, start and end of each: `Token` itself, or a token that knows more.

    >>> split_tokens("to Graz", re.compile(r"[a-zA-Z]+"), Token)
    [Token(text='to', start=0, end=2), Token(text='Graz', start=3, end=7)]
    """
    return [make(match.group(), match.start(), match.end()) for match in pattern.finditer(text)]
