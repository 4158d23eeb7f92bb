"""Raised marks in the mark-up of a text: `128,624<sup>1</sup>` is a footnote mark, the exponent of `km<sup>2</sup>` is text."""

import re
from typing import NamedTuple

from ucap.extractors.readers.footnote_marks import is_footnote_mark, name_mark
from ucap.extractors.text.source_text import SourceText, from_pairs

_SUP = re.compile(r"<sup\b[^<>]{0,500}>((?:[^<]|<(?!/?sup\b)){0,200})</sup\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_INLINE = re.compile(r"</?(?:a|abbr|b|em|font|i|small|span|strong|sub|sup|u)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\s>]*\Z")
_REACH = 100
"""Characters before a mark, tags included, in which its word is looked for."""


class RaisedMarks(NamedTuple):
    """A text without its footnote marks, and these, each named with its word."""

    read: SourceText
    notes: tuple[str, ...] = ()


def drop_raised_marks(source: SourceText) -> RaisedMarks:
    """Drop the footnote marks of a text that are raised by the tag `sup`.

    >>> from ucap.extractors.text.source_text import from_file
    >>> marks = drop_raised_marks(from_file("128,624<sup>1</sup> on 52 km<sup>2</sup>"))
    >>> marks.read.chars, marks.notes
    ('128,624 on 52 km<sup>2</sup>', ('1 (raised, after “128,624”)',))
    """
    notes, kept, start = [], list[tuple[int, int]](), 0
    for match in _SUP.finditer(source.chars):
        mark = _TAG.sub("", match[1]).strip()
        before = _TAG.sub(_replace_tag, source.chars[max(0, match.start() - _REACH) : match.start()])
        word = _WORD.findall(before.rstrip(" \u00a0"))[0]
        following = source.chars[match.end() : match.end() + 1]
        if word and not following.isalnum() and is_footnote_mark(word, mark):
            notes.append(name_mark(word, mark))
            kept.append((start, match.start()))
            start = match.end()
    if not notes:
        return RaisedMarks(source)
    kept.append((start, len(source.chars)))
    pairs = list(zip(source.chars, source.origins, strict=True))
    return RaisedMarks(from_pairs(pair for begin, end in kept for pair in pairs[begin:end]), tuple(notes))


def _replace_tag(tag: re.Match[str]) -> str:
    """Return what stands between the texts beside a tag: a line end where it begins or ends a paragraph or cell."""
    return "" if _INLINE.match(tag[0]) else "\n"
