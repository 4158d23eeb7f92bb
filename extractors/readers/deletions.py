"""Text in, the same without what is struck through or hidden in its mark-up out; struck words return to the form afterwards.

`May 2018 ~~Graz~~ Linz`, `<del>…</del>` and `style="display: none"` are met in every shape of text, so this comes before the
shapes: what replaces struck words is read as if those were not there. Marks of comments are taken for hidden text as well.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ucap.extractors.form import Block, Cell, Form, Row
from ucap.extractors.readers.markdown import cut_markdown
from ucap.extractors.readers.written_changes import Kind, Span, find_written_changes
from ucap.extractors.text.source_text import (
    LONG_STROKE,
    STRIKING_MARKS,
    SourceText,
    Stretch,
    from_pairs,
    join,
    place_of,
    strike_out,
)

_MAY_HAVE = re.compile(
    rf"~~|<!--|<(?:del|s|strike|style|template)\b|\bstyle\s*=|\bhidden\b|\bclass\s*=.{{0,9}}(?:deletion|comment-start)"
    rf"|[{STRIKING_MARKS}]",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^<>]{0,2000})>")
_COMMENT = re.compile(r"<!--(?!\[if\b)((?:[^-]|-(?!->))*)-->")
_STYLE_SHEET = re.compile(r"<style\b[^<>]*>([^<]*)</style", re.IGNORECASE)
_STYLE_RULE = re.compile(r"([^{}@]{1,300})\{([^{}]{0,1000})\}")
_SELECTOR = re.compile(r"(?:[^:\[\]]*[\w>+~ -])?([.#][\w-]+)|(?<![^ ])([\w-]+)")
_STYLE = re.compile(r"\bstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_CLASS = re.compile(r"\b(class|id)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HIDDEN_ATTRIBUTE = re.compile(r"(?<![\w-])hidden(?![\w-])", re.IGNORECASE)
_ZERO, _FAR = r"0*\.?0+(?:px|pt|r?em|%)?\s*(?:[;!]|$)", r"-\s*\d{3,}"
_HIDING = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    rf"|(?:opacity|font-size)\s*:\s*{_ZERO}"
    r"|transform\s*:[^;]*scale\w?\(\s*0*\.?0+\s*\)"
    rf"|(?:left|right|top|text-indent|margin-left)\s*:\s*{_FAR}"
    r"|color\s*:\s*transparent"
    r"|clip\s*:\s*rect\((?:\s*[01](?:px)?[\s,]*){4}\)|clip-path\s*:\s*inset\(\s*(?:50|100)%)",
    re.IGNORECASE,
)
"""Declarations that hide. What stands hundreds of pixels outside of the page is hidden as well."""
_WHITE = re.compile(r"(?<![\w-])color\s*:\s*(?:#f{3}(?:f{3})?\b|white\b|rgb\(\s*255[\s,]+255[\s,]+255\b)", re.IGNORECASE)
_BACKGROUND = re.compile(r"background|bgcolor", re.IGNORECASE)
_NO_SIZE = re.compile(rf"(?<![\w-])(?:max-)?(?:height|width)\s*:\s*(?:{_ZERO}|1px)", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?<![\w-])overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
"""What is too small for its text hides it only where it cuts off what is larger."""
_STRIKING = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_CONVERTED: dict[str, Kind] = {".deletion": "struck", ".comment-start": "hidden"}
"""Classes of the spans that pandoc writes for Word's tracked deletions and comments, without a style sheet."""
_VOID_TAGS = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_OPTIONS = frozenset({"option", "optgroup"})
"""An option that is hidden from the open list is shown where it is the chosen one, as the words that ask to choose are."""
_STRUCTURE = frozenset({"p", "div", "ul", "ol", "li", "table", "tr", "td", "th", "tbody", "thead", "dl", "dd", "dt", "section"})
_UNCLOSED = frozenset({"p", "li", "tr", "td", "th", "dt", "dd"})
"""Elements whose end may be left out: the next one of their kind ends them."""
_TILDES = re.compile(r"(?<![~\\{])~~(?![~}])")
_TILDE_BREAK = re.compile(r"\n\s*\n|[\t|]|<(?:br|/?(?:p|li|td|tr|div))\b", re.IGNORECASE)
_LETTER = rf"[^\s{STRIKING_MARKS}][{STRIKING_MARKS}]"
_OVERLAID = re.compile(rf"{_LETTER}(?:(?:[ \u00a0][{STRIKING_MARKS}]?)?{_LETTER})*(?:[ \u00a0][{STRIKING_MARKS}])?")
_BORDER = re.compile(r"(?m)^\s*\+(?:[-=:]{2,}\+)+\s*$|^\s*(?:-{3,}|={3,})(?:\s+(?:-{2,}|={2,}))+\s*$")
_BREAK = re.compile(r"[\n\t|]|</?(?:p|li|br|div|td|th|tr|h\d)\b", re.IGNORECASE)
_FEWEST_WORDS = 3
"""Words of a comment that is reported: converters leave comments such as `<!-- image -->` and `<!-- PageBreak -->`."""


class TextLayers(NamedTuple):
    """A text as it is read, what is struck through in it, and what is hidden; all with the places of the printed text."""

    read: SourceText
    struck: tuple[SourceText, ...] = ()
    hidden: tuple[SourceText, ...] = ()


def split_layers(source: SourceText) -> TextLayers:
    """Set struck and hidden words of a text aside, with the marks that say so.

    In tables drawn by signs blanks stand instead of them, because columns are counted there.

    >>> from ucap.extractors.text.source_text import from_file
    >>> layers = split_layers(from_file("Period: ~~May 2018~~ June 2018"))
    >>> layers.read.chars, layers.struck[0].chars
    ('Period:  June 2018', 'May 2018')
    """
    spans = set(find_written_changes(source.chars))
    if _MAY_HAVE.search(source.chars):
        spans |= {*_find_in_markup(source.chars), *_find_between_tildes(source.chars), *_find_overlaid(source.chars)}
    kinds: list[Kind | None] = [None] * len(source)
    for wanted in ("struck", "hidden", "mark"):  # the later one counts: nothing hidden is shown as struck
        for start, end, kind in sorted(spans):
            if kind == wanted:
                kinds[start:end] = [kind] * (end - start)
    if not any(kinds):
        return TextLayers(source)
    blank = " " if _BORDER.search(source.chars) else ""
    read = from_pairs(
        (char if kind is None or char == "\n" else blank, origin)
        for char, origin, kind in zip(source.chars, source.origins, kinds, strict=True)
        if kind is None or blank
    )
    return TextLayers(read, tuple(_collect(source, kinds, "struck")), tuple(_collect(source, kinds, "hidden")))


def _collect(source: SourceText, kinds: Sequence[Kind | None], wanted: Kind) -> Iterator[SourceText]:
    """Yield the stretches of one kind, without mark-up and without those that have no letter or digit."""
    stretches: list[list[int]] = []
    for at, kind in enumerate(kinds):
        if kind != wanted:
            continue
        if stretches and _are_joined(source.chars[stretches[-1][1] : at], kinds[stretches[-1][1] : at]):
            stretches[-1][1] = at + 1
        else:
            stretches.append([at, at + 1])
    for start, end in stretches:
        marked = from_pairs(
            (source.chars[at], source.origins[at])
            for at in range(start, end)
            if kinds[at] == wanted and source.chars[at] not in STRIKING_MARKS
        )
        text = join([piece.text for piece in cut_markdown(_drop_ends(marked.collapse()))])
        if any(c.isalnum() for c in text.chars):
            yield text


def _are_joined(between: str, kinds: Sequence[Kind | None]) -> bool:
    """Whether only marks stand between two stretches of one kind, and inline tags that stay."""
    return all(kinds) or (not _TAG.sub("", between) and not _BREAK.search(between))


def _drop_ends(text: SourceText) -> SourceText:
    return text[4:-3].strip() if text.chars.startswith("<!--") else text


def _find_overlaid(text: str) -> Iterator[Span]:
    """Find words under combining strokes, which some converters strike with, and people who have no format for it.

    One letter under a stroke that is not the long one (U+0336) is a letter of its own (`ø`, `≠`).
    """
    for match in _OVERLAID.finditer(text):
        if LONG_STROKE in match[0] or sum(char in STRIKING_MARKS for char in match[0]) > 1:
            yield *match.span(), "struck"


def _find_between_tildes(text: str) -> Iterator[Span]:
    """Find `~~struck~~` of Markdown: within a paragraph and a cell."""
    opened: int | None = None
    for match in _TILDES.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if opened is not None and before.strip() and not _TILDE_BREAK.search(text, opened, match.start()):
            yield opened - 2, opened, "mark"
            yield opened, match.start(), "struck"
            yield *match.span(), "mark"
            opened = None
        else:
            opened = match.end() if after.strip() else None


@dataclass
class _Open:
    """The struck or hidden element that is open: where it begins, and how many structural elements are open within."""

    name: str
    kind: Kind
    start: int
    inner: int
    depth: int = 0
    same: int = 0


def _find_in_markup(text: str) -> Iterator[Span]:
    """Find struck and hidden elements, and comments. Tags within a struck element stay: cells and items must not merge."""
    for comment in _COMMENT.finditer(text):
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^<>]*>", " ", comment[1]))
        yield *comment.span(), "hidden" if len(words) >= _FEWEST_WORDS else "mark"
    is_plain = _BACKGROUND.search(text) is None
    selectors = _read_style_sheets(text, is_plain=is_plain)
    for wanted in ("struck", "hidden"):
        yield from _find_elements(text, selectors, wanted, is_plain=is_plain)


def _find_elements(text: str, selectors: dict[str, Kind], wanted: str, *, is_plain: bool) -> Iterator[Span]:
    """Find the outermost elements of one kind; an element that is never closed does not count."""
    element: _Open | None = None
    for tag in _TAG.finditer(text):
        closes, name = bool(tag[1]), tag[2].lower()
        if element is None:
            kind = None if closes or name in _OPTIONS else _read_kind(name, tag[3], selectors, is_plain=is_plain)
            if name in _VOID_TAGS:
                if kind == wanted == "hidden" and name == "input":  # its value is an attribute
                    yield *tag.span(), "mark"
            elif kind == wanted and not tag[3].endswith("/"):
                element = _Open(name, kind, tag.start(), tag.end())
            continue
        end: int | None = None
        if not closes and name == element.name and name in _UNCLOSED and not element.depth:
            end = tag.start()
        elif closes and name == element.name and not element.same:
            end = tag.start() if element.kind == "struck" else tag.end()
        elif closes and name in _STRUCTURE and not element.depth:
            end = tag.start()
        if end is not None:
            yield from _list_spans(text, element, end)
            if closes and name == element.name and name in _STRUCK_TAGS:
                yield *tag.span(), "mark"
            element = None
            continue
        step = -1 if closes else 1
        element.same += step * (name == element.name)
        element.depth += step * (name in _STRUCTURE)


def _list_spans(text: str, element: _Open, end: int) -> Iterator[Span]:
    if element.kind == "hidden":
        yield element.start, element.inner, "mark"
        yield element.inner, end, "hidden"
        for tag in _TAG.finditer(text, element.inner, end):
            yield *tag.span(), "mark"
        return
    if element.name in _STRUCK_TAGS:
        yield element.start, element.inner, "mark"
    start = element.inner
    for tag in _TAG.finditer(text, element.inner, end):
        yield start, tag.start(), "struck"
        start = tag.end()
    yield start, end, "struck"


def _read_kind(name: str, attributes: str, selectors: dict[str, Kind], *, is_plain: bool) -> Kind | None:
    """Return whether an element is struck or hidden: by its name, attributes, style or class."""
    if not attributes.strip():
        return "hidden" if name == "template" else "struck" if name in _STRUCK_TAGS else selectors.get(name)
    style = next((match[1] or match[2] or "" for match in _STYLE.finditer(attributes)), "")
    names = [name]
    for found in _CLASS.finditer(attributes):
        sign = "." if found[1].lower() == "class" else "#"
        names += [sign + part for part in (found[2] or found[3] or found[4] or "").split()]
    named = {selectors[n] for n in names if n in selectors}
    if (
        _hides(style, is_plain=is_plain)
        or name == "template"
        or _HIDDEN_ATTRIBUTE.search(_QUOTED.sub("", attributes))
        or "hidden" in named
    ):
        return "hidden"
    return "struck" if name in _STRUCK_TAGS or _STRIKING.search(style) or "struck" in named else None


def _hides(style: str, *, is_plain: bool) -> bool:
    """Whether declarations hide text. `is_plain`: nothing in the file has a background, so that all paper is white."""
    is_cut_off = _CUT_OFF.search(style) and _NO_SIZE.search(style)
    return bool(_HIDING.search(style) or is_cut_off or (is_plain and _WHITE.search(style)))


def _read_style_sheets(text: str, *, is_plain: bool) -> dict[str, Kind]:
    """Return the selectors (`.old`, `#draft`, `del`) of a file's style sheets that hide or strike.

    Of `td > p.old` only `.old` is read: what is hidden too often is reported, what is published although hidden is not.
    """
    selectors = dict(_CONVERTED)
    for sheet in _STYLE_SHEET.finditer(text):
        for rule in _STYLE_RULE.finditer(sheet[1]):
            kind: Kind | None = (
                "hidden" if _hides(rule[2], is_plain=is_plain) else "struck" if _STRIKING.search(rule[2]) else None
            )
            if kind:
                selectors |= {
                    name[1] or name[2]: kind for part in rule[1].split(",") if (name := _SELECTOR.fullmatch(part.strip()))
                }
    return selectors


# Back into the form


class _Spot(NamedTuple):
    """Where a character of a form stands: its offset in the file, and row, cell, block and place in the block."""

    offset: int
    row: int
    cell: int
    block: int
    at: int


def restore_struck(form: Form, struck: Sequence[SourceText], printed: str) -> Form:
    """Return the form with struck words where they stood in the printed text.

    Those that stand between two line or cell ends become a block of their own, others stand within the block beside them.
    """
    spots = sorted(_list_spots(form))
    offsets = [spot.offset for spot in spots]
    rows = [[list(cell.blocks) for cell in row.cells] for row in form.rows]
    for text in reversed(struck):  # from the end, so that places before it stay
        span = text.span()
        if span is None or not spots:
            continue
        place = bisect_left(offsets, span[0])
        above, below = (spots[place - 1] if place else None), (spots[place] if place < len(spots) else None)
        apart = above is None or bool(_BREAK.search(printed, above.offset + 1, span[0]))
        ends = below is None or bool(_BREAK.search(printed, span[1], below.offset))
        words = SourceText(text.chars, tuple(map(strike_out, text.origins)))
        gap = SourceText(" ", (None,))
        if above and not apart:
            block = rows[above.row][above.cell][above.block]
            before, after = block.text[: above.at + 1], block.text[above.at + 1 :]
            lead = gap if printed[above.offset + 1 : span[0]][:1].isspace() else SourceText()
            # Where both sides had a blank, one was left, and stands before the words.
            trail = gap if after and before.chars[-1:].isspace() else SourceText()
            new = before + lead + words + trail + after
            rows[above.row][above.cell][above.block] = replace(block, text=new)
        elif below and not ends and not below.at:
            block = rows[below.row][below.cell][below.block]
            trail = gap if printed[span[1] : below.offset][-1:].isspace() else SourceText()
            rows[below.row][below.cell][below.block] = replace(block, text=words + trail + block.text)
        else:
            # A drawn rule above the words says that they belong to the row below it.
            is_below = above is None or (below is not None and bool(_BORDER.search(printed, above.offset, span[0])))
            near = below if is_below else above
            assert near is not None
            cell = rows[near.row][near.cell]
            cell.insert(near.block + (not is_below), Block(words, cell[near.block].level))
    made = (
        Row(
            row.section, row.label, tuple(Cell(tuple(blocks), cell.side) for cell, blocks in zip(row.cells, cells, strict=True))
        )
        for row, cells in zip(form.rows, rows, strict=True)
    )
    return replace(form, rows=tuple(made))


def _list_spots(form: Form) -> Iterator[_Spot]:
    for r, row in enumerate(form.rows):
        for c, cell in enumerate(row.cells):
            for b, block in enumerate(cell.blocks):
                for at, origin in enumerate(block.text.origins):
                    place = place_of(origin)
                    if isinstance(place, int | Stretch):
                        yield _Spot(place if isinstance(place, int) else place.start, r, c, b, at)
