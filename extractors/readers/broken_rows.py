"""The form of a text whose lines may have lost their order in, the same out with doubts about the rows that show it.

Converters print the lines of a page in the order of the file, or all that stands at one height; others drop the line ends of a
cell. The text itself shows it: a value begins in the middle of a sentence, words of a label stand within a value, bullets stand
alone, the heading of a theme stands within a paragraph.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Block, Form, Row, RowDoubt
from ucap.extractors.readers.broken_heads import find_scattered_heads
from ucap.extractors.readers.broken_labels import find_cut_labels, find_glued_label, holds_value, name_all
from ucap.extractors.readers.broken_texts import (
    find_flat_cells,
    find_flat_rows,
    find_joined_themes,
    find_sign,
    find_undated_rows,
    list_themes,
)
from ucap.extractors.readers.row_signs import (
    CELLS,
    COLUMNS,
    FEWEST_DATED,
    GOAL,
    LISTS,
    MIXED,
    NOTHING,
    ROWS,
    SIDES,
    TEXTS,
    UNKNOWN,
    Loss,
    RowSign,
    begins_within,
    is_date_alone,
    is_dated,
    list_words,
)
from ucap.extractors.readers.tolerances import TEXT, OrderTolerances
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName
from ucap.schemas.vocabularies import load_vocabulary

_BORDER = re.compile(r"[│┃║├┤┼╟╢]")


def doubt_broken_rows(form: Form, loss: Loss = SIDES, tolerances: OrderTolerances = TEXT.order) -> Form:
    """Return the form with a doubt (`rows_mixed`) about each row that shows a lost order.

    Of a form that was read from pages (`ROWS`) only rows of texts are looked at, and only for lines that stand in a wrong row
    or at a wrong level: all else that converters lose is on the page. Such a line comes from a row beside it.

    Where several rows show it, or a line of another row stands in one, no row of texts is sure. Else the row and those beside
    it are not. A row that is missing may then be part of another one.
    """
    rows = [row for row in form.rows if row.section in TEXTS]
    signs = _find_all_signs(form, rows, loss)
    found = {doubt.section: doubt.details for doubt in form.doubts if doubt.code == MIXED and doubt.section in TEXTS}
    doubted = found | {section: sign.details for section, sign in signs.items()}
    count = len(signs) + len(set(found.values()))
    heads = (find_scattered_heads(form, count, loss) or _find_glued_heads(form, signs, loss)) if loss > ROWS else {}
    is_broken = count >= tolerances.broken_rows or any(sign.is_foreign for sign in signs.values()) or (heads and signs)
    if is_broken and loss > ROWS:
        first = next(iter(doubted.values()))
        sections: tuple[SectionName, ...] = (*TEXTS, UNKNOWN)
        if not any("@" in block.text.chars for block in form.blocks("contact")):
            sections = (*sections, "contact")
        doubted = {section: doubted.get(section, first) for section in sections}
    else:
        concerned = ((name, sign) for section, sign in signs.items() for name in _list_concerned(rows, section, sign))
        doubted = found | {name: sign.details for name, sign in concerned}
    doubted |= heads or _find_borders(form)
    known_rows = len({row.section for row in form.rows if row.label} - {UNKNOWN})
    has_unknown = any(row.section == UNKNOWN for row in form.rows)
    if heads and (signs or has_unknown) and known_rows < tolerances.known_rows:
        first = next(iter(doubted.values()))
        doubted = {section: doubted.get(section, first) for section in (*PAIRED, "period", *TEXTS, UNKNOWN, "contact")}
    known = {doubt.section for doubt in form.doubts if doubt.code == MIXED}
    labels = {row.section: row.label for row in reversed(form.rows)}  # merged rows keep the first label
    doubts = [
        RowDoubt(MIXED, section, labels.get(section, SourceText()), details)
        for section, details in doubted.items()
        if section not in known
    ]
    lost = _find_lost_rows(form) if loss > ROWS else ()
    doubts += [RowDoubt("row_missing", name, SourceText(), said) for name, said in lost if name not in doubted]
    if UNKNOWN in doubted:  # each may be assigned to another row
        further = [row.label for row in form.rows if row.section == UNKNOWN and row.label is not labels[UNKNOWN]]
        doubts += [RowDoubt(MIXED, UNKNOWN, label, doubted[UNKNOWN]) for label in further]
    return replace(form, doubts=(*form.doubts, *doubts))


def _list_concerned(rows: Sequence[Row], section: SectionName, sign: RowSign) -> Iterator[SectionName]:
    """Yield the rows of texts that a sign in one of them concerns: it, those beside it and those that the form lacks."""
    at = next(number for number, row in enumerate(rows) if row.section == section)
    yield from (row.section for row in rows[max(at - 1, 0) : at + 2])
    yield from sign.also
    yield from (name for name in TEXTS if all(row.section != name for row in rows))


def _find_all_signs(form: Form, rows: Sequence[Row], loss: Loss) -> dict[SectionName, RowSign]:
    """Return the signs of all rows, `rows` being those of texts; that of an unknown row is about the form."""
    themes = {word for text in list_themes(form) for word in list_words(text)}
    signs = {row.section: sign for row in rows if (sign := find_sign(row, themes, loss))}
    if loss == ROWS:
        return signs
    lists = find_flat_rows(form, rows) if loss == SIDES else find_flat_cells(rows)
    signs = dict(lists) | signs
    signs = dict(find_undated_rows(rows)) | signs
    if "themes" not in signs and (joined := find_joined_themes(form, splits=loss == CELLS)):
        signs["themes"] = joined
    signs = dict(_find_empty_rows(rows)) | signs
    signs = dict(find_cut_labels(form.rows)) | signs
    if glued := find_glued_label(form):
        signs[UNKNOWN] = RowSign(f"Two labels stand in one: {quote(glued)}.", is_foreign=True)
    topic = next((text for text in _list_outside(form.rows) if GOAL.match(text)), None)
    if topic and form.blocks("agenda"):
        signs[UNKNOWN] = RowSign(f"A topic of the agenda stands in another row: {quote(topic)}.", is_foreign=True)
    above = (block for row in form.rows if row.section == "title" for block in row.blocks())
    if item := next((block.text.chars for block in above if block.level), None):
        signs[UNKNOWN] = RowSign(f"An item of a list stands above the form: {quote(item)}.", is_foreign=True)
    if filled := next((row.label.chars for row in form.rows if holds_value(row)), None):
        signs[UNKNOWN] = RowSign(f"A value stands in the label {quote(filled)}.", is_foreign=True)
    return signs | _find_absent(form, signs) if loss >= COLUMNS else signs


def _find_empty_rows(rows: Sequence[Row]) -> Iterator[tuple[SectionName, RowSign]]:
    """Yield the rows of texts that have a label and no value, each with the row above it."""
    for above, row in pairwise([None, *rows]):
        if row is not None and row.label and not row.blocks():
            also: tuple[SectionName, ...] = (above.section,) if above is not None else ()
            yield row.section, RowSign(f"The row {quote(row.label.chars)} has no value, which may stand in another row.", also)


def _find_glued_heads(form: Form, signs: Mapping[SectionName, RowSign], loss: Loss) -> Mapping[SectionName, str]:
    """Return the rows of the form's head, if two labels of it stand in one, or labels may stand in the middle of rows."""
    glued = find_glued_label(form)
    if glued and not name_all(glued).isdisjoint(PAIRED):
        return dict.fromkeys((*PAIRED, "period"), signs[UNKNOWN].details)
    within = [sign.details for sign in signs.values() if sign.is_within]
    within += [doubt.details for doubt in form.doubts if doubt.code == MIXED]
    if loss != COLUMNS or not within:
        return {}
    return dict.fromkeys((*PAIRED, "period"), f"{within[0]} Labels may stand in the middle of their rows.")


def _list_outside(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the values of labelled rows that are no rows of texts."""
    for row in rows:
        if row.section not in TEXTS and row.label:
            yield from (block.text.chars for block in row.blocks())


def doubt_flat_lists(form: Form, *, loss: Loss = NOTHING) -> Form:
    """Return the form with a doubt about its lists, if they have lost their levels as the lists of some converters have.

    Then items that begin small stand among dated ones of the activities, or among results with a capital, and no item of the
    form is below another. Or the form has no items at all, and paragraphs without a date among dated ones.

    Where the text cannot show levels, such items are read as parts of the ones above them.
    """
    rows = [row for section in LISTS if (row := form.row(section))]
    if not any(block.level for row in form.rows for block in row.blocks()):
        return _doubt_lost_bullets(form, rows)
    items = {row.section: [block for block in row.blocks() if block.level] for row in rows}
    has_levels = any(block.level > 1 for blocks in items.values() for block in blocks)
    items = {section: [block for block in blocks if block.level == 1] for section, blocks in items.items()}
    dated = [block for block in items.get("activities", ()) if is_dated(block)]
    undated = [block.text.chars for block in items.get("activities", ()) if not is_dated(block)]
    results = [block.text.chars for block in items.get("results", ())]
    small = [text for text in results if begins_within(text)]
    inner = next(filter(begins_within, undated), "")
    if not (inner and dated and len(undated) >= _FEWEST_UNDATED):
        if has_levels or not small or len(results) - len(small) < FEWEST_DATED or begins_within(results[0]):
            return form
        inner, rows = small[0], [row for row in rows if row.section == "results"]
    details = f"The items of the list have one level, but {quote(inner)} may belong to the item above it."
    doubts = tuple(RowDoubt(MIXED, row.section, row.label, details) for row in rows)
    if loss == SIDES and not has_levels:
        flat = {row.section for row in rows}
        form = replace(form, rows=tuple(_lower_items(row) if row.section in flat else row for row in form.rows))
    return replace(form, doubts=(*form.doubts, *doubts))


def _lower_items(row: Row) -> Row:
    """Return a list with the items that seem to be parts of others a level below these: activities without a date behind a
    dated one, results that begin small.

    In 192 drawn forms nine of ten items without a date are parts.
    """
    is_open = False

    def lower(block: Block) -> Block:
        nonlocal is_open
        if block.level != 1:
            return block
        is_part = begins_within(block.text.chars) if row.section == "results" else not _tells_date(block)
        if is_part and is_open:
            return replace(block, level=2)
        is_open = True
        return block

    cells = tuple(replace(cell, blocks=tuple(map(lower, cell.blocks))) for cell in row.cells)
    return replace(row, cells=cells)


def _tells_date(block: Block) -> bool:
    """Whether an item begins with a date, if need be without its year, or ends with one in brackets."""
    head, colon, _ = block.text.chars.partition(":")
    return is_dated(block) or (bool(colon) and is_date_alone(head)) or _DATE_BEHIND.search(block.text.chars) is not None


_DATE_BEHIND = re.compile(r"\([^()]*(?<!\d)(?:19|20)\d\d\)\W*(?:\Z|[A-Z])")


def _doubt_lost_bullets(form: Form, rows: Sequence[Row]) -> Form:
    """Return a form without items with a doubt about its lists, if paragraphs of the activities show that bullets are lost."""
    flat = dict(find_flat_rows(form, rows))
    known = {doubt.section for doubt in form.doubts if doubt.code == MIXED}
    if "activities" not in flat:
        return form
    doubts = (
        RowDoubt(MIXED, row.section, row.label, flat[row.section].details) for row in rows if row.section in flat.keys() - known
    )
    return replace(form, doubts=(*form.doubts, *doubts))


_FEWEST_UNDATED = 2
"""Items without a date among dated ones; one may have none."""


def _find_lost_rows(form: Form) -> Iterator[tuple[SectionName, str]]:
    """Yield the rows that not every form has and that a form lacks, if it lacks several that every form has: some converters
    print only parts of a table. That these are missing, the rule of `row_missing` says by itself.
    """
    present = {row.section for row in form.rows if row.blocks()}
    if len(present) < _FEWEST_ROWS or present.isdisjoint(PAIRED):
        return  # an excerpt
    unknown = sum(row.section == UNKNOWN and bool(row.label) for row in form.rows)
    lost = [section for section in _ALWAYS if section not in present]
    if len(lost) - unknown < _MANY_LOST:
        return
    names = ", ".join(section.replace("_", " ") for section in lost)
    mandatory = load_vocabulary("form")["mandatory_rows"]["city"]
    for section in (*PAIRED, "period", *TEXTS):
        if section not in present and section not in mandatory:
            yield section, f"The text has no rows of {names}, so its row of {section.replace('_', ' ')} may be lost, too."


_ALWAYS: tuple[SectionName, ...] = ("city", "country", "period", "themes", "objectives", "activities", "results")
"""Rows that each form has."""
_FEWEST_ROWS = 7
"""Rows from which on a text is no excerpt. Chosen: half of a form."""
_MANY_LOST = 2
"""Rows of these from which on a text has lost rows; one may have a label that nobody knows. Chosen."""


def _find_borders(form: Form) -> Mapping[SectionName, str]:
    """Return all rows, if lines of a drawn table stand in their values."""
    texts = (block.text.chars for row in form.rows for block in row.blocks())
    drawn = next((text for text in texts if _BORDER.search(text)), None)
    if drawn is None:
        return {}
    return dict.fromkeys((*PAIRED, "period", *TEXTS), f"Lines of a table stand in a value: {quote(drawn)}.")


def _find_absent(form: Form, signs: Mapping[SectionName, RowSign]) -> dict[SectionName, RowSign]:
    """Return the rows of texts beside one that a form without columns lacks, as its lines may stand in them."""
    present = {row.section for row in form.rows if row.section in TEXTS and row.blocks()}
    unknown = sum(row.section == UNKNOWN for row in form.rows)
    if len(present) + unknown < _FEWEST_TEXTS or len(present | {"agenda"}) + unknown >= len(TEXTS):
        return {}  # rows with labels that nobody knows may be those that the form lacks
    found: dict[SectionName, RowSign] = {}
    for at, section in enumerate(TEXTS):
        if section in present or section == "agenda":
            continue
        details = f"The form has no row of {section.replace('_', ' ')}, whose lines may stand in this row."
        above = next((name for name in reversed(TEXTS[:at]) if name in present), None)
        below = next((name for name in TEXTS[at + 1 :] if name in present), None)
        found |= {name: RowSign(details, (section,)) for name in (above, below) if name and name not in signs}
    return found


_FEWEST_TEXTS = 4
"""Rows of texts from which on a form has the others, too: an excerpt may have fewer."""
