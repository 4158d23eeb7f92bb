"""Expected results with the headings above them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ucap.extractors.fields.headings import is_footnote, is_note, match_themes, names_what_follows, split_heading
from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.fields.tolerances import FIELDS
from ucap.extractors.form import Block
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import Result

# Twelve characters between "update" and its year leave room for a month: "Update September 2020".
_UPDATE = re.compile(r"\bupdate[sd]?\b\D{0,12}((?:19|20)\d\d)\b", re.IGNORECASE)


@dataclass
class _Draft:
    """A result that is being collected: the heading above it, its own text and what follows it."""

    heading: SourceText | None
    pieces: list[SourceText] = field(default_factory=list)


def read_results(blocks: Sequence[Block], themes: Sequence[str], ledger: Ledger) -> tuple[Result, ...]:
    """Read the expected results: one for each first-level bullet, or for each paragraph where the cell has no bullets.

    A paragraph before bullets is their heading, and so is a bullet that is the name of a theme above deeper ones. An
    introduction to the whole cell and a note on it are neither heading nor result, and are only in the sections table.
    """
    drafts = _read_bulleted(blocks, themes) if any(block.level for block in blocks) else _read_paragraphs(blocks, themes)
    headings = list(dict.fromkeys(draft.heading.chars for draft in drafts if draft.heading))
    meant = dict(zip(headings, match_themes(headings, themes), strict=True))
    records = []
    for position, draft in enumerate(drafts, start=1):
        text = join(draft.pieces, "\n")
        theme = meant[draft.heading.chars] if draft.heading else None
        update = _UPDATE.search(draft.heading.chars) if draft.heading else None
        heading = draft.heading or SourceText()
        pages = text.pages()
        records.append(
            ledger.enter(
                Result,
                position=position,
                heading=Value(heading.chars or None, heading),
                theme=Value(themes[theme] if theme is not None else None, heading, "rule"),
                update_year=Value(int(update[1]), heading[slice(*update.span(1))], "rule") if update else None,
                text=Value(text.chars, text),
                page_start=pages[0] if pages else None,
                page_end=pages[-1] if pages else None,
            )
        )
    return tuple(records)


def _read_bulleted(blocks: Sequence[Block], themes: Sequence[str]) -> list[_Draft]:
    """Read results from bullets; a paragraph between them is a heading, or continues the bullet above.

    The first bullet below a heading is one of the outermost of its list, whatever level its indent shows.
    """
    drafts: list[_Draft] = []
    outermost = 1
    heading: SourceText | None = None
    heading_level = 0  # of a heading that is a bullet
    after_heading = False  # whether the block above was a heading
    for i, block in enumerate(blocks):
        was_after_heading, after_heading = after_heading, False
        below = blocks[i + 1].level if i + 1 < len(blocks) else 0
        before_bullet = below > 0
        deeper = block.level < below
        # "• Parks:" is one also where the level of the bullets below it is lost
        if 0 < block.level <= below and (deeper or block.text.chars.endswith(":")) and _is_theme(block.text, themes):
            heading, heading_level, after_heading = block.text.strip(" :"), block.level if deeper else 0, True
        elif block.level:
            if block.level <= heading_level:
                heading, heading_level = None, 0
            outermost = block.level if was_after_heading else min(outermost, block.level)
            if block.level <= outermost or not drafts:
                drafts.append(_Draft(heading, [block.text]))
            else:
                drafts[-1].pieces.append(block.text)
        elif (i == 0 and _is_introduction(block.text, themes)) or _is_note(blocks, i):
            continue
        elif _is_heading(block.text) and (before_bullet or match_themes([block.text.chars], themes) != [None]):
            heading, heading_level, after_heading = block.text.strip(" :"), 0, True
        elif was_after_heading:
            drafts.append(_Draft(heading, [block.text]))
        elif drafts:
            drafts[-1].pieces.append(block.text)
    return drafts


def _read_paragraphs(blocks: Sequence[Block], themes: Sequence[str]) -> list[_Draft]:
    """Read results from paragraphs: a whole paragraph that ends in a colon is a heading, and so are words before a colon."""
    drafts: list[_Draft] = []
    heading: SourceText | None = None
    for i, block in enumerate(blocks):
        parts = split_heading(block.text)
        if (i == 0 and block.text.chars.endswith(":") and _is_introduction(block.text, themes)) or _is_note(blocks, i):
            continue
        if parts and not parts[1]:
            heading = parts[0]
        elif parts and (match_themes([parts[0].chars], themes) != [None] or _UPDATE.search(parts[0].chars)):
            drafts.append(_Draft(parts[0], [parts[1]]))
        else:
            drafts.append(_Draft(heading, [block.text]))
    return drafts


def _is_note(blocks: Sequence[Block], i: int) -> bool:
    """Whether a paragraph is a note on the whole row, which only `sections` has: a footnote, or the last one if it says so."""
    text = blocks[i].text.chars
    return i > 0 and not blocks[i].level and (is_footnote(text) or (i == len(blocks) - 1 and is_note(text)))


def _is_theme(text: SourceText, themes: Sequence[str]) -> bool:
    """Whether a bullet is nothing but the name of a theme."""
    return text.strip(" :").chars.casefold() in {theme.casefold() for theme in themes}


def _is_heading(text: SourceText) -> bool:
    """Whether a paragraph has the shape of a heading: it ends in a colon, or is short and ends without a full stop."""
    words = text.chars.split()
    return text.chars.endswith(":") or (
        len(words) <= FIELDS.headings.longest and not text.chars.endswith((".", ";", ",", "!", "?"))
    )


def _is_introduction(text: SourceText, themes: Sequence[str]) -> bool:
    """Whether a first paragraph introduces the list (`in the following areas:`) rather than naming a theme."""
    meant = match_themes([text.chars], themes) if len(text.chars.split()) <= FIELDS.headings.longest else [None]
    return names_what_follows(text.chars) or (meant == [None] and not _is_heading(text))
