"""Does this line continue the one above? Two lines in, yes or no out: one answer for pages and for every shape of text.

    Visits to the waste plants of both cities, and a             (no end, then a small letter: continues)
    report.
    The report was sent.                                         (ends, and the next word had room here: does not)
    Waste: a second visit followed.

Words alone answer where a sentence is open and a small letter follows (`continues_sentence`). Else room decides: lines are
filled greedily, so a first word that had room on the line above was meant to begin anew. How exactly room is known differs
from source to source, and is what callers say in a `Room`. Which indents and distances belong together is not asked here.
"""

import re
from dataclasses import dataclass
from functools import cache
from math import inf

from ucap.schemas.vocabularies import load_vocabulary

_ENDS = (".", "!", "?", ":", ";")
"""Signs that end a sentence, or a part of it that can stand on a line of its own."""
_LEFT_OPEN = tuple(",;/&(|<>–-")
_OPENING = '(“"'
_SENTENCE_START = re.compile(
    r"\s*(?:The|A|An|Both|This|These|Those|Its|Their|They|It|In|On|At|After|Before|During|For|From|With|As|To|All|Each|Some|Several)"
    r"\s(\w)"
)
_JOINS = re.compile(r"[,;/&(|<>–-]|(?:and|of)\b", re.IGNORECASE)
_NUMBER_HEAD = re.compile(r"(?:^|[\s;,/])\d{1,3}$")
_NUMBER_TAIL = re.compile(r"\d{3}\b")
_HEADING = re.compile(r"\s*[^\s.,;:–—-][^.,;:–—]{1,60}(?::|\s[–—-])(?:\s|$)")
"""`Parks: `, `Parks – `: a heading of up to 60 characters, without commas, before the text that it heads."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends a sentence, or introduces or separates what stands below."""
    return text.rstrip().endswith(_ENDS)


def begins_small(text: str) -> bool:
    """Whether a text begins with a small letter, as the rest of a sentence does."""
    return text.lstrip()[:1].islower()


def continues_sentence(above: str, line: str) -> bool:
    """Whether a line continues the one above by its words alone: a sentence is left open, and a small letter follows.

    >>> continues_sentence("Visits to the", "parks"), continues_sentence("Visits to:", "parks")
    (True, False)
    """
    return begins_small(line) and not ends_sentence(above)


def begins_sentence(line: str) -> bool:
    """Whether a line begins a sentence by its words: a small word with a capital, and a small word behind it.

    Names have neither, so that no line that is broken within a sentence goes on so.

    >>> begins_sentence("The findings were printed"), begins_sentence("The Hague joined"), begins_sentence("Parks were opened")
    (True, False, False)
    """
    start = _SENTENCE_START.match(line)
    return start is not None and start[1].islower()


def is_short_line(text: str, most_words: int) -> bool:
    """Whether a text may be a heading on a line of its own: a few words from a capital on, without a sign at their end.

    >>> is_short_line("Clean canals", 12), is_short_line("Clean canals.", 12), is_short_line("canals", 12)
    (True, False, False)
    """
    return text[:1].isupper() and text[-1:].isalnum() and len(text.split()) <= most_words


def continues_number(above: str, line: str) -> bool:
    """Whether a line continues a number that is printed in groups: `about 117` / `000 people`."""
    return _NUMBER_HEAD.search(above) is not None and _NUMBER_TAIL.match(line) is not None


def continues_over_page(above: str, line: str, *, is_filled: bool) -> bool:
    """Whether a paragraph's first line on a page continues the last one of the page before, where distance shows nothing.

    `is_filled`: the line above had no room for the next word. Some producers cut a row's text short at a page's end, so that a
    small letter is enough.
    """
    return begins_small(line) or (is_filled and not ends_sentence(above))


def is_left_open(text: str) -> bool:
    """Whether a text that is no sentence (a label, a list of cities) ends with what surely needs more: `Key and`, `Turin,`."""
    return text.rstrip().endswith(_LEFT_OPEN) or ends_with_link(text.casefold())


def ends_with_link(text: str) -> bool:
    """Whether the last word of a text, as printed, needs something behind it: no name ends in `of`, but one in `A`.

    >>> ends_with_link("Metropolitan City of"), ends_with_link("Category A"), ends_with_link("a visit to a")
    (True, False, True)
    """
    return text.rstrip().rpartition(" ")[2].lstrip(_OPENING) in _linking_words()


@cache
def _linking_words() -> frozenset[str]:
    form = load_vocabulary("form")
    return frozenset({*form["open_words"], *form["linking_words"], *load_vocabulary("places")["name_joiners"]})


def joins_left(text: str) -> bool:
    """Whether a text that is no sentence begins with what needs something before it: `and Milan`, `/ region`."""
    return _JOINS.match(text) is not None


@dataclass(frozen=True)
class Room:
    """How much room a filled line may have left, the next line's first word and a blank counted: below 0 it had no room.

    The unit is the caller's: points of a page, or columns of a text. `in_sentence` holds where words say that the sentence
    continues, `after_end` where it ends and a capital follows, `unclear` for all other lines.
    """

    in_sentence: float
    unclear: float = 0.0
    after_end: float = 0.0

    def continues(self, room: float, above: str, line: str, opening: str = "") -> bool:
        """Whether a line continues the one above, which left `room`; `opening` is the first line of their paragraph.

        A sentence that ends there and a capital are more often than not a new paragraph. A heading (`Parks: `) nearly always
        is, most of all where the paragraph begins with one too.
        """
        if continues_sentence(above, line):
            return room <= self.in_sentence
        if not ends_sentence(above) and begins_sentence(line):
            return False  # whatever room was left: an item without a full stop, and a paragraph below it
        if ends_with_link(above):
            return room <= self.in_sentence  # `Metropolitan City of` / `Milan`
        if not ends_sentence(above) or begins_small(line):
            return room <= self.unclear
        heading = _HEADING.match(line)
        if heading and (room >= 0 or heading.end() == len(line) or _HEADING.match(opening)):
            return False
        return room <= self.after_end


NEVER = -inf
"""Room that no line leaves: such lines never continue."""
ALWAYS = inf
"""Room that every line leaves: such lines always continue."""
