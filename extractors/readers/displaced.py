"""In: the form of a text that lost its layout. Out: the form with values moved to the only row that they fit, and doubts.

Converters print what they find at one height: a cell that is centred beside several rows comes in another row, two labels may
stand above the values of both, and lists may follow below the form.
"""

from dataclasses import replace
from itertools import pairwise

from ucap.extractors.form import PAIRED, Block, Cell, Form, Row, RowDoubt
from ucap.extractors.locating import find_city
from ucap.extractors.numbers import split_list
from ucap.extractors.readers.row_signs import GOAL, LISTS, MIXED, TEXTS, UNKNOWN, begins_within, is_dated, list_words
from ucap.extractors.text.continuation import ends_sentence
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import SectionName

_TEXTS: tuple[SectionName, ...] = ("key_focus", "key_challenges", "objectives", "activities", "results")
_FEWEST_DATED = 2
"""Dated bullets of the results, or bullets below the form, from which on the order of lines may be lost."""


def mend_displaced(form: Form, apart: int = 0) -> Form:
    """Return the form with displaced values in their rows, and doubts about these rows; `apart` bullets stand apart."""
    form = _mend_cities(form)
    form = _mend_openings(form)
    form = _mend_topics(form)
    form = _mend_dated(form)
    form = mend_headings(form)
    form = _mend_lists(form)
    if apart:
        details = f"{apart} bullets stand apart from their texts, so items may be missing or run together."
        labels = {row.section: row.label for row in form.rows}
        doubts = (RowDoubt(MIXED, section, labels[section], details) for section in LISTS if section in labels)
        form = replace(form, doubts=(*form.doubts, *doubts))
    return form


def _mend_cities(form: Form) -> Form:
    """Move a line of cities of another country that stands in a later row to the row of cities, if that has one side alone."""
    row = form.row("city")
    if row is None or sum(bool(cell.blocks) for cell in row.cells) != 1:
        return form
    lead = next(cell for cell in row.cells if cell.blocks)
    home = {_find_country(name) for block in lead.blocks for name in _split_names(block.text)}
    for number, other in enumerate(form.rows):
        if other.section in (*PAIRED, *_TEXTS, "title", "contact", "unknown", "period"):
            continue
        blocks = [block for cell in other.cells for block in cell.blocks]
        found = [at for at, block in enumerate(blocks) if _are_foreign_cities(block, home)]
        if len(found) != 1 or len(blocks) < 2:
            continue
        block = blocks.pop(found[0])
        details = f"“{block.text}” stands in the row “{other.label}” and was read as the cities of the partner."
        rows = list(form.rows)
        rows[number] = replace(other, cells=(Cell(tuple(blocks)),))
        rows[rows.index(row)] = replace(row, cells=(replace(lead, side="lead"), Cell((block,), "partner")))
        doubts = (RowDoubt(MIXED, one.section, one.label, details) for one in (row, other))
        return replace(form, rows=tuple(rows), doubts=(*form.doubts, *doubts))
    return form


def _find_country(name: str) -> str | None:
    """Return the country of the city that a name means; None where that is not known."""
    place = find_city(name)
    return place.country_code if place else None


def _split_names(text: SourceText) -> list[str]:
    return [text.chars[start:end] for start, end in split_list(text.chars)]


def _are_foreign_cities(block: Block, home: set[str | None]) -> bool:
    countries = {_find_country(name) for name in _split_names(block.text)}
    return not block.level and len(countries) == 1 and None not in countries and not countries & home


def _mend_openings(form: Form) -> Form:
    """Move a paragraph before the first bullet of a list to the row above where that has a label and no value; doubt both."""
    rows: list[Row] = []
    doubts: list[RowDoubt] = []
    for row in form.rows:
        above = rows[-1] if rows else None
        rows.append(row)
        if above is None or not above.label or above.blocks() or not {row.section, above.section}.isdisjoint(PAIRED):
            continue
        blocks = row.blocks()
        first = next((at for at, block in enumerate(blocks) if block.level), 0)
        details = f"The row “{above.label}” has no value, and the values of both may stand in the row “{row.label}”."
        doubts += (RowDoubt(MIXED, one.section, one.label, details) for one in (above, row))
        if above.section == "objectives" and first:
            rows[-2:] = [
                replace(above, cells=(Cell(tuple(blocks[:first])),)),
                replace(row, cells=(Cell(tuple(blocks[first:])),)),
            ]
    return replace(form, rows=tuple(rows), doubts=(*form.doubts, *doubts))


def _mend_topics(form: Form) -> Form:
    """Move the topics of an agenda that stand in rows of texts beside its row to that row; doubt both.

    Lines printed at one height come together: those of the row below before its label, or all labels before all values.
    """
    number = next((at for at, row in enumerate(form.rows) if row.section == "agenda" and row.label), None)
    if number is None:
        return form
    rows, doubts = list(form.rows), list(form.doubts)
    for at, other in enumerate(form.rows):
        if other.section not in ("themes", "key_focus") or not other.label or len(other.cells) != 1:
            continue
        blocks = other.blocks()
        topics = tuple(block for block in blocks if GOAL.match(block.text.chars))
        if not topics or len(topics) == len(blocks):
            continue
        own = rows[number].blocks()
        kept = tuple(block for block in blocks if block not in topics)
        rows[at] = replace(other, cells=(Cell(kept),))
        rows[number] = replace(rows[number], cells=(Cell((*topics, *own) if at < number else (*own, *topics)),))
        details = f"“{topics[0].text}” stands in the row “{other.label}” and was read as a topic of the agenda."
        doubts += doubt_texts(form, details)
    return replace(form, rows=tuple(rows), doubts=tuple(doubts))


def doubt_texts(form: Form, details: str) -> list[RowDoubt]:
    """Return a doubt about each row of texts, whether the form has it or not: lines in wrong rows are seldom alone."""
    labels = {row.section: row.label for row in reversed(form.rows)}
    return [RowDoubt(MIXED, section, labels.get(section, SourceText()), details) for section in (*TEXTS, UNKNOWN)]


def _mend_dated(form: Form) -> Form:
    """Move what follows from the first dated paragraph of the objectives on to the activities, whose label comes later; doubt
    both.
    """
    number = next((at for at, row in enumerate(form.rows) if row.section == "objectives" and row.label), None)
    if number is None or number + 1 == len(form.rows):
        return form
    above, row = form.rows[number : number + 2]
    blocks, own = list(above.blocks()), list(row.blocks())
    first = next((at for at, block in enumerate(blocks) if is_dated(block)), 0)
    if row.section != "activities" or not first or sum(map(is_dated, own)) < _FEWEST_DATED:
        return form
    moved = blocks[first:]
    if own and not own[0].level and begins_within(own[0].text.chars):
        moved[-1] = replace(moved[-1], text=join([moved[-1].text, own.pop(0).text]))
    if any(block.level for block in own) and not moved[0].level:
        moved = [replace(block, level=1) if is_dated(block) else block for block in moved]
    own = _set_below(own, moved[-1].level)
    details = f"“{moved[0].text}” stands in the row “{above.label}” and was read as an activity."
    rows = list(form.rows)
    rows[number] = replace(above, cells=(Cell(tuple(blocks[:first])),))
    rows[number + 1] = replace(row, cells=(Cell((*moved, *own)),))
    return replace(form, rows=tuple(rows), doubts=(*form.doubts, *doubt_texts(form, details)))


def _set_below(blocks: list[Block], above: int) -> list[Block]:
    """Return the rest of a list with the levels it has below a first part, whose last item is of the level `above`.

    A list that begins with its inner items takes these for the outer ones: the dated items are.
    """
    outer = min((block.level for block in blocks if is_dated(block)), default=1)
    if outer <= 1:
        return blocks
    return [replace(b, level=b.level - outer + 1 if b.level >= outer else above + 1) if b.level else b for b in blocks]


def mend_headings(form: Form) -> Form:
    """Move what follows from the heading of a theme on, below the last dated activity, to the results below, before whose label
    it stands; doubt all rows of texts.
    """
    number = next((at for at, row in enumerate(form.rows[:-1]) if row.section == "activities" and row.label), None)
    if number is None:
        return form
    above, row = form.rows[number : number + 2]
    blocks = above.blocks()
    themes = {word for block in form.blocks("themes") for word in list_words(block.text.chars)}
    last = max((at for at, block in enumerate(blocks) if is_dated(block)), default=0)
    heads = (at for at, block in enumerate(blocks) if at > last and _is_heading(block) and _names_theme(block, themes))
    first = next(heads, 0)
    if row.section != "results" or not row.label or not first:
        return form
    rows = list(form.rows)
    rows[number] = replace(above, cells=(Cell(blocks[:first]),))
    by = min((block.level for block in blocks[first:] if block.level), default=1) - 1
    moved = (replace(block, level=block.level - by) if block.level else block for block in blocks[first:])
    rows[number + 1] = replace(row, cells=(Cell((*moved, *row.blocks())),))
    details = f"“{blocks[first].text}” stands in the row “{above.label}” and was read as a heading of the results."
    return replace(form, rows=tuple(rows), doubts=(*form.doubts, *doubt_texts(form, details)))


def _names_theme(block: Block, themes: set[str]) -> bool:
    words = list_words(block.text.chars)
    return bool(words) and len(words & themes) * 2 >= len(words)


# Lists whose parts follow below others


def _mend_lists(form: Form) -> Form:
    """Move the dated bullets of the results, and the bullets below the form, to the rows that they belong to; doubt both rows.

    Only where the order is surely lost: bullets stand below the form, or headings of results without any, or the dated bullets
    stand before the headings.
    """
    activities, results = form.row("activities"), form.row("results")
    if activities is None or results is None or not activities.label or not results.label:
        return form
    done, moved, below = (list(form.blocks(section)) for section in ("activities", "results", "contact"))
    kept, tail = _cut_tail(below)
    dated = [at for at, block in enumerate(moved) if is_dated(block)]
    headings = [at for at, block in enumerate(moved) if _is_heading(block)]
    lost = bool(tail) or any(second - first == 1 for first, second in pairwise(headings))
    lost = lost or bool(len(dated) >= _FEWEST_DATED and headings and dated[-1] < headings[0])
    if not lost:
        return form
    waiting = [*moved, *tail]
    dated = [at for at, block in enumerate(waiting) if is_dated(block)]
    if not dated and not tail:
        return form
    first, last = _find_span(waiting, dated, len(moved))
    taken = waiting[first:last]
    if done and taken and not taken[0].level and not ends_sentence(done[-1].text.chars):
        done[-1] = replace(done[-1], text=join([done[-1].text, taken.pop(0).text]))
    cells = {"activities": [*done, *taken], "results": [*waiting[:first], *waiting[last:]], "contact": kept}
    details = "The lines stand in another order than the rows; dated items were read as activities, the others as results."
    doubts = (RowDoubt(MIXED, row.section, row.label, details) for row in (activities, results))
    made = [replace(row, cells=(Cell(tuple(cells[row.section])),)) if row.section in cells else row for row in form.rows]
    return replace(form, rows=tuple(made), doubts=(*form.doubts, *doubts))


def _cut_tail(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Cut what stands below the form into the contact, up to its address, and a list that follows."""
    end = max((at for at, block in enumerate(blocks) if "@" in block.text.chars), default=-1) + 1
    tail = blocks[end:]
    return (blocks[:end], tail) if end and sum(bool(block.level) for block in tail) >= _FEWEST_DATED else (blocks, [])


def _find_span(blocks: list[Block], dated: list[int], below: int) -> tuple[int, int]:
    """Return which of some blocks are activities: from the first dated one to the last with what belongs to it.

    With them go bullets at the beginning, before any heading, and paragraphs that stand first `below` the form.
    """
    if not dated:
        return below, below
    first, last = dated[0], dated[-1] + 1
    while last < len(blocks) and blocks[last].level > 1:
        last += 1
    if not any(_is_heading(block) for block in blocks[:first]):
        first = 0
    elif first > below and not any(block.level for block in blocks[below:first]):
        first = below
    return first, last


def _is_heading(block: Block) -> bool:
    return not block.level and block.text.chars.rstrip().endswith(":")
