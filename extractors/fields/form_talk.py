"""A form in, out whether it stands in a text that talks about forms: such a text explains what is filled in."""

import re
from functools import cache

from ucap.extractors.form import Form
from ucap.schemas.vocabularies import load_vocabulary

_SENTENCE = re.compile(r"[^.!?:\n]{10,1000}[.!?:](?=\s|$)")
_LEAST_WORDS = 4
"""Words of a sentence. Chosen: a line of a title with a full stop or colon is shorter (`Summary no. 3.`)."""
_LEAST_SENTENCES = 2
"""Sentences above a form from which they introduce it. Chosen: a form has a title there, or one sentence of a programme."""
_ABOVE, _BELOW = 2, 4
"""Different words of talk that show it above a form, and in the paragraphs of its last row, to which all that follows belongs;
one of these must speak to the reader. Chosen: rows of results speak of round tables, fuel cells and new forms, but not to you.
"""
_LONGEST = 20_000
"""Characters that are looked at above and below, so that hostile texts take no longer. Chosen: an introduction has fewer."""
_READER = re.compile(r"\byou(?:rs?)?\b", re.IGNORECASE)


def talks_of_forms(form: Form) -> bool:
    """Whether the text around the rows explains forms: sentences with words of talk stand above, or many such words below."""
    above = "\n".join(block.text.chars for block in form.blocks("title"))[:_LONGEST]
    sentences = [match[0] for match in _SENTENCE.finditer(above) if len(match[0].split()) >= _LEAST_WORDS]
    if len(sentences) >= _LEAST_SENTENCES and _count_talk(above) >= _ABOVE:
        return True
    last = next((row for row in reversed(form.rows) if row.section != "title" and row.blocks()), None)
    below = "\n".join(block.text.chars for block in last.blocks() if not block.level)[-_LONGEST:] if last else ""
    return _READER.search(below) is not None and _count_talk(below) >= _BELOW


def _count_talk(text: str) -> int:
    """Return how many different words of talk a text has."""
    return len({match[0] for match in _talk_words().finditer(text.casefold())})


@cache
def _talk_words() -> re.Pattern[str]:
    words = sorted(load_vocabulary("form")["talk"], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + r")(?!\w)")
