"""Words that a page does not show, or strikes through: they are in the file, and must be in no table."""

from dataclasses import replace
from itertools import pairwise
from typing import Literal, TypeAlias, get_args

from corpus.model import Block, Row, Summary
from corpus.page_layout import Page, Text

DECOY = "Utopian zeppelin parade, Quarantania"
"""What hidden and struck blocks say; no drawn summary has one of these words."""
_WORDS = DECOY.replace(",", "").split()

Hiding: TypeAlias = Literal["invisible", "see-through", "clipped", "covered"]
HIDINGS: tuple[Hiding, ...] = get_args(Hiding)


def add_decoys(summary: Summary, quirk: str) -> Summary:
    """Return a summary with a block that must not be read in some of its cells; unchanged for shapes without such a quirk."""
    if quirk not in ("hidden", "struck"):
        return summary
    rows = tuple(_add_block(row, summary.seed) for row in summary.rows)
    return replace(summary, rows=rows, gold=replace(summary.gold, never=tuple(_WORDS)))


def _add_block(row: Row, seed: int) -> Row:
    if row.section not in ("activities", "results") or len(row.cells) != 1:
        return row
    (cell,) = row.cells
    places = [at for at, block in enumerate(cell) if block.level == 1]
    if not places:
        return row
    at = places[seed % len(places)]
    return replace(row, cells=((*cell[:at], Block(DECOY, 1), *cell[at:]),))


def split_decoys(page: Page) -> tuple[list[Text], list[Text]]:
    """Return the texts of a page that are to be seen, and the decoys; a bullet goes with the decoy behind it."""
    taken = {id(text) for text in page.texts if any(word in text.text for word in _WORDS)}
    for text, following in pairwise(page.texts):
        if id(following) in taken and text.baseline == following.baseline and len(text.text) == 1:
            taken.add(id(text))
    return [text for text in page.texts if id(text) not in taken], [text for text in page.texts if id(text) in taken]


def hide_by(seed: int, ruling: str) -> Hiding:
    """Return how the decoys of a summary are hidden; nothing is covered where rows are shaded."""
    kinds = [kind for kind in HIDINGS if kind != "covered" or ruling != "shading"]
    return kinds[seed % len(kinds)]
