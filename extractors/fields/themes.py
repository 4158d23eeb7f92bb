"""Cooperation themes, with the focus and challenge texts under the headings that mean them."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

from ucap.extractors.fields.headings import is_cut_heading, match_themes, split_at_headings, split_heading
from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.tolerances import FIELDS
from ucap.extractors.findings import quote
from ucap.extractors.form import Block
from ucap.extractors.numbers import split_commas
from ucap.extractors.text.continuation import is_short_line, joins_left
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import SectionName, Theme
from ucap.schemas.vocabularies import load_vocabulary

_SENTENCE_END = re.compile(r"[.!?]\s+")


def split_theme_lines(blocks: Sequence[Block], heading_blocks: Sequence[Block]) -> list[Block]:
    """Divide lines that hold several themes: at semicolons, at the commas of a list whose items are headings of another row,
    else where the words of such a heading begin.
    """
    headings = [parts[0].chars for block in heading_blocks if (parts := split_heading(block.text, dash=True))]
    # Below a line that was full, a heading on a line of its own is the end of the paragraph above.
    ends = [Block(block.text[_find_last_sentence(block.text.chars) :], block.level) for block in heading_blocks]
    headings += [end.text.chars for end in ends if _is_short(end)]
    lines = []
    for block in blocks:
        for piece in [part for half in block.text.split(r";") for part in _split_listed(half, headings)]:
            starts = [0, *_find_heading_starts(piece.chars, headings)]
            cuts = _find_listed(piece.chars, headings) or _trim_counters(piece.chars, list(pairwise([*starts, len(piece)])))
            lines += [Block(line, block.level) for start, stop in cuts if (line := piece[start:stop].strip())]
    return lines


def _trim_counters(text: str, cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of themes without what counts the next one: the `2)` of `1) Parks 2) Trams`, `Theme 1:`.

    >>> _trim_counters("1) Parks 2) Trams", [(0, 3), (3, 12), (12, 17)])
    [(3, 9), (12, 17)]
    """
    ends = [(found.start() if (found := _counter().search(text, start, stop)) else stop) for start, stop in cuts[:-1]]
    trimmed = [(start, len(text[:end].rstrip())) for (start, _), end in zip(cuts, ends, strict=False)]
    return [*((start, end) for start, end in trimmed if end > start), *cuts[-1:]]


@cache
def _counter() -> re.Pattern[str]:
    """Return the pattern of a number, letter or year with its sign at the end of a stretch, and the word of what it counts."""
    words = "|".join(map(re.escape, load_vocabulary("form")["counted"]))
    return re.compile(rf"(?:^|\s)(?:(?:{words})\s+)?\(?(?:\d{{1,4}}|[ivx]{{1,4}}|[a-h])\s*[).:]\s*$", re.IGNORECASE)


def _find_listed(text: str, headings: Sequence[str]) -> list[tuple[int, int]]:
    """Return the items of a line that lists themes with commas; none where fewer than two of them are headings of other rows,
    or one is no name: `Water, waste and energy` may be one theme.
    """
    spans = split_commas(text)
    named = [any(is_same_heading(text[a:b], heading) for heading in headings) for a, b in spans]
    is_list = sum(named) > 1 and all(found or text[a].isupper() for found, (a, _) in zip(named, spans, strict=True))
    return spans if is_list else []


def is_same_heading(text: str, heading: str) -> bool:
    """Whether two texts are one heading, but for slips of spelling."""
    return fuzz.ratio(text.casefold(), heading.casefold()) >= FIELDS.theme_words


def _split_listed(text: SourceText, headings: Sequence[str]) -> list[SourceText]:
    """Divide a list of themes at its slashes or bars, where each item of it is a heading of another row."""
    for sign in (r"\|", r"/"):
        items = [item.strip() for item in text.split(sign)]
        if len(items) > 1 and all(any(is_same_heading(item.chars, heading) for heading in headings) for item in items):
            return items
    return [text]


def _find_heading_starts(text: str, headings: Sequence[str]) -> list[int]:
    """Return where a line of themes has the words of a heading, its own beginning excepted."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    taken: list[tuple[int, int]] = []
    for heading in sorted(set(headings), key=lambda h: (-len(h.split()), h)):
        count = len(heading.split())
        windows = [(words[i][0], words[i + count - 1][1]) for i in range(len(words) - count + 1)]
        # The first letter must be the heading's, case and all: "Public transport" is not found in "Electric public transport".
        windows = [(a, b) for a, b in windows if text[a] == heading[0]]
        scored = [(fuzz.ratio(text[a:b].casefold(), heading.casefold()), -a, b) for a, b in windows]
        if not scored or max(scored)[0] < FIELDS.theme_words:
            continue
        _, negative_start, end = max(scored)
        if not any(a < end and -negative_start < b for a, b in taken):
            taken.append((-negative_start, end))
    # No theme ends in a preposition or begins with "and": a heading cut by a line's end does.
    starts = (start for start, _ in taken if start and not joins_left(text[start:]))
    return sorted(start for start in starts if not is_cut_heading(text[:start]))


def read_themes(
    themes: Sequence[Block], focus: Sequence[Block], challenges: Sequence[Block], ledger: Ledger
) -> tuple[Theme, ...]:
    """Read the themes, one for each block, each with its focus and challenge texts."""
    names = [block.text for block in themes]
    focus_texts = _texts_by_theme(focus, names, "key_focus", ledger)
    challenge_texts = _texts_by_theme(challenges, names, "key_challenges", ledger)
    records = []
    for i, name in enumerate(names):
        records.append(
            ledger.enter(
                Theme,
                position=i + 1,
                theme=Value(name.chars, name),
                key_focus=_value(focus_texts[i]),
                key_challenge=_value(challenge_texts[i]),
                page=name.pages()[0] if name.pages() else None,
            )
        )
    return tuple(records)


def _texts_by_theme(
    blocks: Sequence[Block], themes: Sequence[SourceText], section: SectionName, ledger: Ledger
) -> list[SourceText | None]:
    """Return the text that belongs to each theme.

    A heading is valid until the next one. Where the text has no heading, it belongs to the only theme, or to none.
    """
    names = [theme.chars for theme in themes]
    if len(themes) > 1:
        blocks = [Block(part, block.level) for block in blocks for part in split_at_headings(block.text, names)]
    split = [split_heading(block.text, dash=True) for block in blocks]
    meant = _match_headings(split, names)
    if all(theme is None for theme in meant.values()):
        cut = [part for block in blocks for part in _cut_off_heading(block, names)]
        if lone := _find_lone_headings(cut, names):
            blocks = cut
            split = [
                (block.text, SourceText()) if at in lone else split_heading(block.text, dash=True)
                for at, block in enumerate(blocks)
            ]
            meant = _match_headings(split, names)
    texts: list[list[SourceText]] = [[] for _ in themes]
    with_colon = [bool(parts and _has_colon(block, parts)) for block, parts in zip(blocks, split, strict=True)]
    current: int | None = None
    for block, parts in zip(blocks, split, strict=True):
        theme = meant[parts[0].chars] if parts else None
        if parts and theme is None and _is_own_heading(block, parts, alone=sum(with_colon) == 1):
            details = f"The heading {quote(parts[0].chars)} belongs to none of the themes."
            ledger.report("focus_heading_unmatched", details, section, parts[0])
            current = None
            continue
        if parts and theme is not None:
            current = theme
            texts[theme].append(parts[1])
        elif current is not None:
            texts[current].append(block.text)
    if not any(theme is not None for theme in meant.values()) and len(themes) == 1:
        return [join((block.text for block in blocks), "\n")] if blocks else [None]
    return [join((t for t in pieces if t), "\n") if any(pieces) else None for pieces in texts]


def _match_headings(split: Sequence[tuple[SourceText, SourceText] | None], names: Sequence[str]) -> dict[str, int | None]:
    """Return the theme that each heading means."""
    headings = list(dict.fromkeys(parts[0].chars for parts in split if parts))
    return dict(zip(headings, match_themes(headings, names), strict=True))


def _cut_off_heading(block: Block, names: Sequence[str]) -> list[Block]:
    """Divide a paragraph whose last words are the name of a theme behind a whole sentence: a heading below a line that was
    full.
    """
    end = _find_last_sentence(block.text.chars)
    if not end or not any(is_same_heading(block.text.chars[end:], name) for name in names):
        return [block]
    return [Block(block.text[:end].strip(), block.level), Block(block.text[end:])]


def _find_last_sentence(text: str) -> int:
    """Return where the last sentence of a text begins."""
    return max((match.end() for match in _SENTENCE_END.finditer(text)), default=0)


def _find_lone_headings(blocks: Sequence[Block], names: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the paragraphs that are headings without a colon; none where none of them is the name of a theme.

    A short line above bullets or a sentence is one, and so is any line that is the name of a theme and stands above something
    else.
    """
    is_name = [any(is_same_heading(block.text.chars, name) for name in names) and not block.level for block in blocks]
    if not any(is_name):
        return frozenset()
    is_short = [_is_short(block) for block in blocks]
    return frozenset(
        at
        for at, (above, below) in enumerate(pairwise(range(len(blocks))))
        if (is_name[above] and not is_name[below])
        or (is_short[above] and not is_short[below] and not (above and is_short[above - 1]))
    )


def _is_short(block: Block) -> bool:
    """Whether a paragraph is short enough to be a heading on a line of its own."""
    return not block.level and is_short_line(block.text.chars, FIELDS.headings.longest_own)


def _is_own_heading(block: Block, parts: tuple[SourceText, SourceText], *, alone: bool) -> bool:
    """Whether an unmatched `Words: text` is a heading at all, and not a sentence with a colon or a dash in it.

    Where it is the only one in the cell, its text must begin with a capital, too.
    """
    words = parts[0].chars.split()
    if not parts[1] and not _has_colon(block, parts):
        return True  # a line of its own
    return (
        _has_colon(block, parts)
        and len(words) <= FIELDS.headings.longest_own
        and words[0][:1].isupper()
        and (parts[1].chars[:1].isupper() or not alone)
    )


def _has_colon(block: Block, parts: tuple[SourceText, SourceText]) -> bool:
    return block.text.chars[len(parts[0]) :].lstrip().startswith(":")


def _value(text: SourceText | None) -> Value[str | None]:
    return Value(text.chars if text else None, text or SourceText())
