"""Boxes to tick in a form: what is ticked is read, what is not is set aside."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ucap.extractors.findings import quote
from ucap.extractors.form import Block, Cell, Form, Row, RowDoubt
from ucap.extractors.text.bullets import tick_signs
from ucap.extractors.text.source_text import SourceText


class _Choice(NamedTuple):
    """A text and whether its box is ticked; None for a text without a box."""

    is_ticked: bool | None
    text: SourceText


def settle_ticks(form: Form) -> Form:
    """Return the form with ticked texts as bullets, without the unticked ones, and with a doubt for each such cell.

    A box is one sign, or typed with brackets (`[x]`, `[ ]`). It stands before its text, or behind it where the cell begins with
    a text and ends with a box. Where no box of a cell is ticked, boxes are its bullets, and all is read.
    """
    rows, doubts = [], list(form.doubts)
    for row in form.rows:
        cells, found = [], []
        for cell in row.cells:
            settled, doubt = _settle_cell(row, cell)
            cells.append(settled)
            found += [doubt] if doubt else []
        rows.append(replace(row, cells=tuple(cells)) if found else row)
        doubts += found
    return replace(form, rows=tuple(rows), doubts=tuple(doubts)) if len(doubts) > len(form.doubts) else form


def _settle_cell(row: Row, cell: Cell) -> tuple[Cell, RowDoubt | None]:
    text = cell.text()
    if not _boxes().search(text.chars):
        return cell, None
    choices = list(_read_choices(text))
    is_any = any(choice.is_ticked for choice in choices)
    left = ", ".join(quote(choice.text.chars) for choice in choices if choice.is_ticked is False)
    if is_any:
        details = f"{left or 'Nothing'} was left out, as the box is not ticked, and the ticked ones were read."
    else:
        details = f"No box is ticked; {left} was read as a list."
    kept = (choice for choice in choices if choice.text and (choice.is_ticked is not False or not is_any))
    blocks = tuple(Block(choice.text, 0 if choice.is_ticked is None else 1) for choice in kept)
    return replace(cell, blocks=blocks), RowDoubt("box_unticked", row.section, text, details)


def _read_choices(text: SourceText) -> Iterator[_Choice]:
    """Yield the pieces of a cell's text, which has a line for each block, each with what its box says."""
    boxes = list(_boxes().finditer(text.chars))
    if not _boxes().match(text.chars) and boxes[-1].end() == len(text.chars.rstrip()):
        start = 0
        for box in boxes:
            yield _Choice(_is_ticked(box[0]), _trim(text[start : box.start()]))
            start = box.end()
        return
    yield from (_Choice(None, _trim(line)) for line in text[: boxes[0].start()].split("\n"))
    for box, end in zip(boxes, [*(box.start() for box in boxes[1:]), len(text)], strict=True):
        first, *others = text[box.end() : end].split("\n")
        yield _Choice(_is_ticked(box[0]), _trim(first))
        yield from (_Choice(None, _trim(line)) for line in others)


def _trim(text: SourceText) -> SourceText:
    return text.collapse().strip(" ,;")


def _boxes() -> re.Pattern[str]:
    ticked, unticked = tick_signs()
    return re.compile(rf"[{re.escape(''.join(sorted(ticked | unticked)))}]|(?<!\S)\[[ \u00a0xX×✓✔]?\](?!\S)")


def _is_ticked(box: str) -> bool:
    """Whether a sign of a box, or a box that is typed with brackets (`[x]`), is ticked."""
    return box in tick_signs()[0] or bool(box.strip("[] \u00a0") and box.startswith("["))
