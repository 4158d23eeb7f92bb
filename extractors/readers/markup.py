"""Mark-up in, pieces of text out: by paragraph and list tags, with the tags of tables between them."""

import html
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import accumulate
from typing import NamedTuple

from ucap.extractors.readers.controls import Choice, begin_choice, begin_option, find_typed, list_references, read_tick
from ucap.extractors.readers.pieces import Piece
from ucap.extractors.text.source_text import Origin, SourceText, from_pairs

_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "th", "dt"})


_PARAGRAPH_TAGS = _HEADING_TAGS | frozenset(
    [
        "p",
        "div",
        "br",
        "table",
        "tr",
        "td",
        "hr",
        "dl",
        "dd",
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "figure",
        "footer",
        "form",
        "header",
        "main",
        "nav",
        "pre",
        "section",
        "tbody",
        "tfoot",
        "thead",
        "title",
    ]
)


_LIST_TAGS = frozenset({"ul", "ol"})


_STRONG_TAGS = _HEADING_TAGS | frozenset({"b", "strong"})


_TABLE_TAGS = frozenset({"table", "tr", "td", "th"})


_CELL_TAGS = frozenset({"td", "th"})


_CONTROL_TAGS = frozenset({"input", "select", "option"})


_HIDDEN_TAGS = frozenset({"script", "style", "title", "template", "noscript", "datalist"})
"""Tags whose text is not printed on the page."""


_MARKDOWN_STRONG = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")


_UNPRINTED = {c: "" for c in "\u00ad\u200b\u200c\u2060\ufeff"}


_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


_CLEANED = re.compile(f"[{''.join(_UNPRINTED | _LIGATURES)}]")


_STRAY = re.compile(r"<(?=[^<>]*(?:<|\Z))|<(?!/?[A-Za-z]|!(?:doctype|\[)|\?)", re.IGNORECASE)


_MASK = "\x1a"


_WIDEST_SPAN = 50
"""Rows or columns of one cell: a form has fewer. The HTML standard allows 1000 columns and 65,534 rows."""


_LONGEST_SPAN_DIGITS = 5
"""As many as the standard's largest number has; Python refuses to read very long ones."""


_LONGEST_LEAD = 8
"""Characters: blanks and a bullet may stand before a label in bold."""


class TableTag(NamedTuple):
    """A tag of a table's structure, and how many pieces stand before it."""

    name: str
    opens: bool
    piece: int
    colspan: int = 1
    rowspan: int = 1


class _MarkupParser(HTMLParser):
    """Cut mark-up into pieces, with the tags of tables between them; keeps the origin of every character.

    Tags are events in a loop, so that neither depth nor length matters; nothing is executed or fetched.
    """

    def __init__(self, source: SourceText) -> None:
        super().__init__(convert_charrefs=False)  # references are read one by one, so that each keeps its place
        self.source = source
        self.line_starts = [0, *accumulate(len(line) + 1 for line in source.chars.split("\n"))]
        self.pieces: list[Piece] = []
        self.tags: list[TableTag] = []
        self._open: list[str] = []
        self._count: Counter[str] = Counter()  # of the open list tags, of strong and of hidden ones
        self._fresh_item = False  # a list item has begun and printed nothing yet
        self._pairs: list[tuple[str, Origin]] = []
        self._strong = 0  # how many of the first pairs are strong
        self._block = ""  # the paragraph tag that began last
        self._choice: Choice | None = None  # the list to choose from that is open
        self.feed(_mask_stray(source.chars))
        self.close()
        self._flush()

    def _position(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def _flush(self) -> None:
        if not self._pairs:
            return
        text = clean_text(from_pairs(self._pairs)).collapse()
        strong = len(clean_text(from_pairs(self._pairs[: self._strong])).collapse()) if self._strong else 0
        self._pairs = []
        self._strong = 0
        if text:
            inside = self._count["li"] and self._fresh_item
            depth = max(self._count["li"], self._count["ul"] + self._count["ol"]) if inside else 0
            self.pieces.append(Piece(depth, text, max(depth - 1, 0), strong))
            self._fresh_item = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "@" in tag or tag.startswith(("http:", "https:")):  # an address between angle brackets is not a tag
            self._add(self._position() + 1, (self.get_starttag_text() or "<>")[1:-1])
        if tag in _STRONG_TAGS or tag in _HIDDEN_TAGS:
            self._count["strong" if tag in _STRONG_TAGS else "hidden"] += 1
        if tag in _CONTROL_TAGS:
            self._read_control(tag, dict(attrs))
        if tag in _PARAGRAPH_TAGS:
            self._end_choice()
            self._flush()
            self._block = tag
            if not self._count["li"]:
                self._close_lists()  # a list that a page break cut is never closed: a paragraph after it stands outside
        elif tag in _LIST_TAGS:
            self._flush()
            self._push(tag)
        elif tag == "li":
            self._flush()
            while self._open and self._open[-1] == "li":
                self._pop()
            self._push(tag)
            self._fresh_item = True
        if tag in _TABLE_TAGS:
            spans = dict(attrs)
            self.tags.append(
                TableTag(tag, True, len(self.pieces), _read_span(spans.get("colspan")), _read_span(spans.get("rowspan")))
            )
            self._close_lists()
            self._count.clear()

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" or tag in _PARAGRAPH_TAGS:
            self._end_choice()
        if tag in _PARAGRAPH_TAGS:
            self._flush()
        elif (tag in _LIST_TAGS or tag == "li") and self._count[tag]:
            self._flush()
            while self._pop() != tag:
                pass
        if tag in _STRONG_TAGS or tag in _HIDDEN_TAGS:
            key = "strong" if tag in _STRONG_TAGS else "hidden"
            self._count[key] = max(self._count[key] - 1, 0)
        if tag in _TABLE_TAGS:
            self.tags.append(TableTag(tag, False, len(self.pieces)))
            self._close_lists()

    def handle_data(self, data: str) -> None:
        start = self._position()
        self._add(start, self.source.chars[start : start + len(data)])  # with what was masked

    def handle_entityref(self, name: str) -> None:
        self._add_reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add_reference(f"&#{name};")

    def _add_reference(self, reference: str) -> None:
        start = self._position()
        # The parser supplies a semicolon that is not printed: `R&D costs`.
        if not self.source.chars.startswith(reference, start):
            reference = reference[:-1]
        self._extend([(c, self.source.origins[start]) for c in html.unescape(reference)])

    def _add(self, start: int, data: str) -> None:
        self._extend(list(zip(data, self.source.origins[start : start + len(data)], strict=True)))

    def _read_control(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Read a field, a box to tick or a list of a form, if it is a value: in a cell, or behind words of its paragraph.

        Others, such as a field to search in, belong to the page around the form.
        """
        if tag == "select":
            self._end_choice()
            self._choice = begin_choice(attributes)
        elif tag == "option":
            if self._choice:
                self._choice.options.append(begin_option(attributes))
        elif sign := read_tick(attributes):
            self._extend([(sign, self.source.origins[self._position()])])
        elif self._holds_value() and (typed := find_typed(self.get_starttag_text() or "", attributes)):
            start, end = (self._position() + place for place in typed)
            for match in list_references(self.source.chars, start, end):
                self._add(start, self.source.chars[start : match.start()])
                self._extend([(c, self.source.origins[match.start()]) for c in html.unescape(match[0])])
                start = match.end()
            self._add(start, self.source.chars[start:end])

    def _end_choice(self) -> None:
        """Put what is chosen in the open list into the text: several options one below the other, as the list shows them."""
        choice, self._choice = self._choice, None
        if choice and self._holds_value():
            for number, pairs in enumerate(choice.list_chosen()):
                if number:
                    self._flush()
                self._extend(pairs)

    def _holds_value(self) -> bool:
        """Whether a control at this place is a value of the form."""
        is_in_cell = bool(self.tags and self.tags[-1].opens and self.tags[-1].name in _CELL_TAGS)
        return is_in_cell or self._block == "dd" or any(c.isalnum() for c, _ in self._pairs)

    def _extend(self, pairs: list[tuple[str, Origin]]) -> None:
        if self._choice:
            if self._choice.options:
                self._choice.options[-1].pairs += pairs
            return
        if self._count["hidden"]:
            return
        if (
            self._count["strong"]
            and (self._strong == len(self._pairs) or not self._strong)
            and (
                self._strong
                or (not any(c.isalnum() for c, _ in self._pairs[:_LONGEST_LEAD]) and len(self._pairs) <= _LONGEST_LEAD)
            )
        ):
            self._strong = len(self._pairs) + len(pairs)
        self._pairs += pairs

    def _push(self, tag: str) -> None:
        self._open.append(tag)
        self._count[tag] += 1

    def _pop(self) -> str:
        tag = self._open.pop()
        self._count[tag] -= 1
        return tag

    def _close_lists(self) -> None:
        while self._open:
            self._pop()


def parse_markup(source: SourceText) -> tuple[list[Piece], list[TableTag]]:
    """Cut mark-up at paragraph, list and table tags; return its pieces, and the tags of its tables with their places
    among them.
    """
    parser = _MarkupParser(source)
    return parser.pieces, parser.tags


def _mask_stray(chars: str) -> str:
    """Return mark-up of the same length in which signs that open no tag are masked, within comments too.

    The parser looks for the end of each tag as far as the text goes, so that text full of them would take it hours.
    """
    parts, start = [], 0
    while (opening := chars.find("<!--", start)) >= 0 and (end := chars.find("-->", opening + 4)) >= 0:
        parts.append(_STRAY.sub(_MASK, chars[start:opening]))
        inner = chars[opening + 4 : end].replace("<", _MASK).replace(">", _MASK).replace("--", _MASK * 2)
        parts.append(f"<!--{inner}-->")
        start = end + 3
    parts.append(_STRAY.sub(_MASK, chars[start:]))
    return "".join(parts)


def _read_span(value: str | None) -> int:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) <= _LONGEST_SPAN_DIGITS
    return min(max(int(value), 1), _WIDEST_SPAN) if value and is_number else 1


def clean_text(text: SourceText) -> SourceText:
    """Return the text without soft hyphens and other characters that print nothing, and with ligatures as letters."""
    return text.replace(_UNPRINTED | _LIGATURES) if _CLEANED.search(text.chars) else text


def cut_markup(source: SourceText) -> list[Piece]:
    """Cut a cell's mark-up at paragraph and list tags; inline tags and emphasis marks are dropped."""
    source = drop_marks(source, _MARKDOWN_STRONG)
    if "<" in source.chars or "&" in source.chars:
        return parse_markup(source)[0]
    text = clean_text(source).collapse()
    return [Piece(0, text)] if text else []


def drop_marks(source: SourceText, pattern: re.Pattern[str]) -> SourceText:
    """Drop whatever the pattern matches; where it has a group, the group is kept."""
    if not pattern.search(source.chars):
        return source
    pairs: list[tuple[str, Origin]] = []
    start = 0

    def keep(begin: int, end: int) -> None:
        pairs.extend(zip(source.chars[begin:end], source.origins[begin:end], strict=True))

    for match in pattern.finditer(source.chars):
        keep(start, match.start())
        if match.re.groups and match.group(1) is not None:
            keep(*match.span(1))
        start = match.end()
    keep(start, len(source.chars))
    return from_pairs(pairs)
