"""Pieces of a cell in, its blocks out: bullets by glyphs or by what counts them, also in lists that lost their mark-up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ucap.extractors.form import Block
from ucap.extractors.text.bullets import bullet_glyphs, is_tick
from ucap.extractors.text.enumerators import Enumerator, find_enumerators
from ucap.extractors.text.source_text import SourceText

_LONGEST_WORD = 40
"""Characters of a piece in which its first word is looked for; what counts items is shorter."""


@dataclass
class Piece:
    """A run of text between block tags or line ends.

    `depth` says how many lists the item stands in whose text this is (0 for a paragraph), `indent` how far it is set in,
    `strong` how many of its first characters are a heading or bold, `heading` which level of heading its mark-up says that it
    is (0 for none).
    """

    depth: int
    text: SourceText
    indent: int = 0
    strong: int = 0
    heading: int = 0


@dataclass
class BulletLevels:
    """The levels that the glyphs of one cell have shown so far, by glyph and indent."""

    levels: dict[tuple[str, int], int] = field(default_factory=dict)
    indent: int = 0
    """Where the last bullet stood."""
    numbers: dict[str, int] = field(default_factory=dict)
    """The last number of each style of enumerators."""

    def place(self, glyph: str, previous: Block | None, indent: int = 0, following: str = "") -> int:
        """Return the level of a glyph at an indent, as before where both are known.

        A new indent is one level below the bullets that stand left of it; another glyph at a known indent is one below the
        bullet before it, as indents are often lost, or below the one that follows its run (`following`) and is known.
        """
        if (glyph, indent) not in self.levels:
            same = [level for (_, at), level in self.levels.items() if at == indent]
            if not same:
                level = 1 + max((level for (_, at), level in self.levels.items() if at < indent), default=0)
            elif indent == self.indent:
                above = previous.level if previous and previous.level else self.levels.get((following, indent), 0)
                level = above + 1
            else:
                level = min(same)
            self.levels[glyph, indent] = level
        self.indent = indent
        return self.levels[glyph, indent]


def read_pieces(pieces: Iterable[Piece], levels: BulletLevels, before: Block | None = None) -> list[Block]:
    """Read the pieces of a cell (or of the part of it on one line) as blocks.

    `levels` and `before`, the last block, carry over from its earlier parts.
    """
    blocks: list[Block] = []
    pieces = list(pieces)
    parts = [
        (piece, glyph, text)
        for piece, enumerator in zip(pieces, _find_enumerators(pieces, levels), strict=True)
        for glyph, text in _split_piece(piece, enumerator)
        if text
    ]
    followings = _find_followings([glyph for _, glyph, _ in parts])
    for (piece, glyph, text), following in zip(parts, followings, strict=True):
        if glyph:
            previous = blocks[-1] if blocks else before
            blocks.append(Block(text, levels.place(glyph, previous, piece.indent, following)))
        else:
            blocks.append(Block(text, piece.depth))
    return blocks


def _find_followings(glyphs: Sequence[str]) -> list[str]:
    """Return for each glyph the one that follows its run; an empty one where a paragraph or nothing does."""
    found: list[str] = []
    for glyph, below in zip(reversed(glyphs), ["", *reversed(glyphs)], strict=False):
        found.append(found[-1] if found and glyph == below else below)
    return found[::-1]


def _split_piece(piece: Piece, enumerator: Enumerator | None) -> list[tuple[str, SourceText]]:
    if enumerator is None:
        return split_bullets(piece.text)
    return [(enumerator.style, piece.text[enumerator.length :].strip())]


def _find_enumerators(pieces: Sequence[Piece], levels: BulletLevels) -> list[Enumerator | None]:
    """Find what counts the items of a cell; a series continues from the cell's parts on the lines before."""
    words = [piece.text.chars[:_LONGEST_WORD].split(maxsplit=1) for piece in pieces]
    found = find_enumerators([word[0] if word else "" for word in words], levels.numbers)
    levels.numbers.update((one.style, one.number) for one in found if one)
    return found


def join_text(pieces: Sequence[Piece]) -> str:
    """Return the characters of some pieces, one blank between."""
    return " ".join(piece.text.chars for piece in pieces)


def split_bullets(text: SourceText) -> list[tuple[str, SourceText]]:
    """Split a piece at the bullet glyphs in it, each with its text; the text before the first has an empty glyph.

    Lists whose items lost their tags run together in one line (`→ first → second`, `→ first.→ second`). An arrow or dot is a
    bullet within a piece only where the piece begins with one, or one follows a colon, or several stand there.
    """
    always, separated = bullet_glyphs()
    chars = text.chars
    starts = [i for i, c in enumerate(chars) if c in always and (i == 0 or chars[i + 1 : i + 2].isspace())]
    if chars[:1] in separated and chars[1:2].isspace():
        starts = [0, *(start for start in starts if start)]
    if not starts or not (starts[0] == 0 or len(starts) > 1 or chars[: starts[0]].rstrip().endswith(":")):
        return [("", text)]
    parts = [("", text[: starts[0]].strip())] if starts[0] else []
    for start, end in zip(starts, [*starts[1:], len(chars)], strict=True):
        parts.append((chars[start], text[start + (not is_tick(chars[start])) : end].strip()))
    return parts
