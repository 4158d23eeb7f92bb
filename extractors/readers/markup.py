"""Blocks of a cell of a text file: HTML where there is some, bullets by their glyphs, lists whose mark-up was lost."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate

from extractors.form import Block
from extractors.layout.blocks import bullet_glyphs
from extractors.source_text import Origin, SourceText, from_pairs

_PARAGRAPH_TAGS = frozenset({"p", "div", "br", "table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
_LIST_TAGS = frozenset({"ul", "ol"})
_MARKDOWN_STRONG = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")


@dataclass
class Piece:
    """A run of text between block tags: how many list items it stands in, and its text."""

    depth: int
    text: SourceText


@dataclass
class BulletLevels:
    """The levels that the glyphs of one cell have shown so far."""

    levels: dict[str, int] = field(default_factory=dict)

    def place(self, glyph: str, previous: Block | None) -> int:
        """Return the level of a glyph: as before where it is known, else one deeper than the bullet before it, else 1."""
        if glyph not in self.levels:
            self.levels[glyph] = previous.level + 1 if previous and previous.level else 1
        return self.levels[glyph]


class _PieceParser(HTMLParser):
    """Cut mark-up into pieces; keeps the offset of every character."""

    def __init__(self, source: SourceText) -> None:
        super().__init__(convert_charrefs=False)  # references are read one by one, so that each keeps its place
        self.source = source
        self.line_starts = [0, *accumulate(len(line) + 1 for line in source.chars.split("\n"))]
        self.open: list[str] = []
        self.pieces: list[Piece] = []
        self.pairs: list[tuple[str, Origin]] = []
        self.feed(source.chars)
        self.close()
        self.flush()

    def position(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def flush(self) -> None:
        text = from_pairs(self.pairs).collapse()
        self.pairs = []
        if text:
            self.pieces.append(Piece(self.open.count("li"), text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PARAGRAPH_TAGS:
            self.flush()
            if "li" not in self.open:
                self.open.clear()  # a list that a page break cut is never closed: a paragraph after it stands outside
        elif tag in _LIST_TAGS:
            self.flush()
            self.open.append(tag)
        elif tag == "li":
            self.flush()
            while self.open and self.open[-1] == "li":
                self.open.pop()
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPH_TAGS:
            self.flush()
        elif (tag in _LIST_TAGS or tag == "li") and tag in self.open:
            self.flush()
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        start = self.position()
        self.pairs += zip(data, self.source.origins[start : start + len(data)], strict=True)

    def handle_entityref(self, name: str) -> None:
        self._add_reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add_reference(f"&#{name};")

    def _add_reference(self, reference: str) -> None:
        start = self.position()
        if not self.source.chars.startswith(
            reference, start
        ):  # the parser supplies a semicolon that is not printed: `R&D costs`
            reference = reference[:-1]
        self.pairs += ((c, self.source.origins[start]) for c in html.unescape(reference))


def cut_markup(source: SourceText) -> list[Piece]:
    """Cut a cell's mark-up at paragraph and list tags; inline tags and emphasis marks are dropped."""
    return _PieceParser(drop_emphasis(source)).pieces


def drop_emphasis(source: SourceText) -> SourceText:
    """Drop Markdown's marks of strong text."""
    pairs: list[tuple[str, Origin]] = []
    start = 0
    for match in _MARKDOWN_STRONG.finditer(source.chars):
        pairs += zip(source.chars[start : match.start()], source.origins[start : match.start()], strict=True)
        start = match.end()
    return from_pairs([*pairs, *zip(source.chars[start:], source.origins[start:], strict=True)])


def read_markup(source: SourceText, levels: BulletLevels, before: Block | None = None) -> list[Block]:
    """Read a cell (or the part of it on one line) as blocks; `levels` and `before` carry over from its earlier parts."""
    blocks: list[Block] = []
    for piece in cut_markup(source):
        for glyph, text in split_bullets(piece.text):
            previous = blocks[-1] if blocks else before
            if not text:
                continue
            if glyph or piece.depth:
                blocks.append(Block(text, levels.place(glyph or f"li{piece.depth}", previous)))
            else:
                blocks.append(Block(text))
    return blocks


def split_bullets(text: SourceText) -> list[tuple[str, SourceText]]:
    """Split a piece at the bullet glyphs in it, each with its text; the text before the first has an empty glyph.

    Lists whose items lost their tags run together in one line (`→ first → second`). An arrow or dot is taken for a bullet
    within a piece only where the piece begins with one, or one follows a colon, or several stand there.
    """
    always, separated = bullet_glyphs()
    chars = text.chars
    starts = [
        i
        for i, c in enumerate(chars)
        if c in always and (i == 0 or chars[i - 1].isspace()) and (i == 0 or chars[i + 1 : i + 2].isspace())
    ]
    if chars[:1] in separated and chars[1:2].isspace():
        starts.insert(0, 0)
    if not starts or not (starts[0] == 0 or len(starts) > 1 or chars[: starts[0]].rstrip().endswith(":")):
        return [("", text)]
    parts = [("", text[: starts[0]].strip())] if starts[0] else []
    for start, end in zip(starts, [*starts[1:], len(chars)], strict=True):
        parts.append((chars[start], text[start + 1 : end].strip()))
    return parts
