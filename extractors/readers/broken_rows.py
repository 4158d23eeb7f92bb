"""The form of a text whose lines may have lost their order in, the same out with doubts about the rows that show it.

Converters print the lines of a page in the order of the file, or all that stands at one height; others drop the line ends of a
cell. The text itself shows it: a value begins in the middle of a sentence, words of a label stand within a value, bullets stand
alone, the heading of a theme stands within a paragraph.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from itertools import combinations, pairwise

from ucap.extractors.dates import find_leading_date, parse_date
from ucap.extractors.divisions import find_division_countries
from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Block, Form, Row, RowDoubt
from ucap.extractors.labels import EXACT, is_similar_wording, is_title, load_lexicon, match_label, normalise_label
from ucap.extractors.locating import find_city
from ucap.extractors.numbers import is_missing, read_quantities, split_list
from ucap.extractors.numbers.number_words import read_scale, read_unit
from ucap.extractors.places import find_country_code, is_city_name
from ucap.extractors.readers.label_starts import ends_in_slash
from ucap.extractors.readers.open_labels import points_to
from ucap.extractors.readers.tolerances import TEXT, OrderTolerances
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import ends_sentence, is_left_open, joins_left
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import EMAIL_ADDRESS, SectionName

_TEXTS: tuple[SectionName, ...] = ("themes", "agenda", "key_focus", "key_challenges", "objectives", "activities", "results")
_UNKNOWN: SectionName = "unknown"
"""Where a lost order is sure, a row of an unknown label may be part of another one."""
_SIDES = 2
"""Values of a row of the head: one for each side."""
_ADDRESS = re.compile(EMAIL_ADDRESS)
_LINES: frozenset[SectionName] = frozenset({"themes", "agenda"})
"""Rows whose values are short lines."""
_UNDATED: frozenset[SectionName] = frozenset({"themes", "key_focus", "key_challenges", "objectives"})
_BY_THEMES: tuple[SectionName, ...] = ("key_focus", "key_challenges")
"""Rows whose texts belong to themes by their headings."""
_MIXED = "rows_mixed"
_OPEN_END = re.compile(r"(?<![\w'’-])(?:a|an|as|by|for|from|in|of|the|to|with)\s*$")
_SMALL_WORD = re.compile(r"[^\W\d_]+(?=[\s,.;:)]|$)")
"""A word that a name's odd writing does not begin: `e-Mobility`, `iFLYTEK`, `mySMARTLife` are names."""
_LABEL_TAIL = re.compile(r"((?:(?<![\w-])[^\W_][\w-]{0,40}[\s(]{1,9}){1,7}[^\W_][\w-]{0,40}\)?)\s{0,9}:")
_GLUED = re.compile(r"[^\W\d_]{3,30}[.!?;:][^\W\d_a-z][^\W\d_A-Z]{2,}(?![\w.]*@)")
"""A sentence that begins without a blank: `follows.Teacher`."""
_INNER_HEADING = re.compile(r"[.!?]\s([^\W\d_a-z][^.:!?]{2,60}):(?:\s|$)")
_OPENING_HEADING = re.compile(r"[^\W\d_a-z][^.:!?]{2,60}:\s")
_INNER_DATE = re.compile(r"(?<=\w)\s(?:\d{1,2}\s)?[^\W\d_]{3,9},? (?:19|20)\d\d\s?[:–](?=\s)")
"""A month with its year and a colon, or a dash, behind other words."""
_FEWEST_WORDS = 4
"""Words of an activity before the date of the next one; fewer may be a part of its own date: `Early in June 2019:`."""
_FEWEST_DATED = 3
"""Dated items of a row among which a paragraph without a date is strange."""
_LONGEST_HEADING = 8
"""Words of a theme's heading."""
_BORDER = re.compile(r"[│┃║├┤┼╟╢]")
_VALUE_IN_LABEL = re.compile(r":\s*\d")
_NEW_START = re.compile(r"(?<![^\W\d_])([^\W\d_A-Z]{4,}) [^\W\d_a-z][^\W\d_A-Z]{2,}")
_GLUED_WORDS = re.compile(r"[^\W\d_A-Z]{4}[^\W\d_a-z][^\W\d_A-Z]{2}")
"""A capital within a word: `managementCircular`. Made-up names have shorter parts before it: `YouTube`."""
_JOINING = frozenset(
    {"with", "from", "between", "within", "into", "towards", "toward", "through", "under", "near", "along", "among"}
)
"""Words of four letters or more with which a phrase goes on to a name: `exchange with Chinese firms`."""
_LOST_BULLET = re.compile(
    r"[.!?;](?:[^\w\s.,;:!?'\"”’»)\]/–-]|[Øàèo§])\s+[A-Z0-9]"
    r"|(?:[.:;!?]\s+(?:[*+–-]|[Øo§])|(?:^|\s)[*+#])\s+[^\W_]"
)
"""A bullet's sign behind a sentence, or an asterisk or plus anywhere: neither is written in a text."""
_OPENING_BULLET = re.compile(r"(?:-{1,3}|[*+–—]|o)\s+[^\W\d_]")
"""A bullet's sign at the beginning of what was not read as an item."""
_FEWEST_LETTERS = 2
_INNER_BULLET = re.compile(r"\s(?:[*–-]|o)\s+[^\W\d_]")
_HEADED: frozenset[SectionName] = frozenset({"key_focus", "key_challenges", "results"})
"""Rows whose texts are headed by the themes."""
_WORD = re.compile(r"[^\W\d_]+")
_UNITS = frozenset({"km", "sq", "sqkm", "mi", "ha", "square", "kilometres", "kilometers", "miles", "ca", "approx", "about"})
_FEWEST_DIGITS = 3
"""Digits of a figure of the form's head: a population, an area."""
_GOAL = re.compile(r"SDGs? ?\d|(?:EU )?Urban Agenda\b.*:", re.IGNORECASE)


@dataclass(frozen=True)
class _Sign:
    """What shows a lost order, as a sentence, and the rows besides its own that it concerns.

    `is_foreign` says that a line of another row stands in it, so that no row of texts is sure.
    """

    details: str
    also: tuple[SectionName, ...] = ()
    is_foreign: bool = False
    is_within: bool = False
    """Whether a row begins within a sentence."""


class Loss(IntEnum):
    """What a text of some shape may have lost, each with what stands above it."""

    NOTHING = 0
    CELLS = 1
    """Where lines end within a cell."""
    LINES = 2
    """The order of lines, too."""
    COLUMNS = 3
    """Where a column ends: the values of both sides may stand in one."""
    SIDES = 4
    """Columns at all: sides are told by the lines of a value."""


NOTHING, CELLS, LINES, COLUMNS, SIDES = Loss


def doubt_broken_rows(form: Form, loss: Loss = SIDES, tolerances: OrderTolerances = TEXT.order) -> Form:
    """Return the form with a doubt (`rows_mixed`) about each row that shows a lost order.

    Where several rows show it, or a line of another row stands in one, no row of texts is sure. Else the row and those beside
    it are not. A row that is missing may then be part of another one.
    """
    rows = [row for row in form.rows if row.section in _TEXTS]
    signs = _find_all_signs(form, rows, loss)
    found = {doubt.section: doubt.details for doubt in form.doubts if doubt.code == _MIXED and doubt.section in _TEXTS}
    doubted = found | {section: sign.details for section, sign in signs.items()}
    count = len(signs) + len(set(found.values()))
    heads = _find_scattered_heads(form, count, loss) or _find_glued_heads(form, signs, loss)
    if count >= tolerances.broken_rows or any(sign.is_foreign for sign in signs.values()) or (heads and signs):
        first = next(iter(doubted.values()))
        sections: tuple[SectionName, ...] = (*_TEXTS, _UNKNOWN)
        if not any("@" in block.text.chars for block in form.blocks("contact")):
            sections = (*sections, "contact")
        doubted = {section: doubted.get(section, first) for section in sections}
    elif signs:
        ((section, sign),) = signs.items()
        at = next(number for number, row in enumerate(rows) if row.section == section)
        beside = (row.section for row in rows[max(at - 1, 0) : at + 2])
        absent = (name for name in _TEXTS if all(row.section != name for row in rows))
        doubted = dict.fromkeys((*beside, *sign.also, *absent), sign.details)
    doubted |= heads or _find_borders(form)
    known_rows = len({row.section for row in form.rows if row.label} - {_UNKNOWN})
    has_unknown = any(row.section == _UNKNOWN for row in form.rows)
    if heads and (signs or has_unknown) and known_rows < tolerances.known_rows:
        first = next(iter(doubted.values()))
        doubted = {section: doubted.get(section, first) for section in (*PAIRED, "period", *_TEXTS, _UNKNOWN, "contact")}
    known = {doubt.section for doubt in form.doubts if doubt.code == _MIXED}
    labels = {row.section: row.label for row in reversed(form.rows)}  # merged rows keep the first label
    doubts = [
        RowDoubt(_MIXED, section, labels.get(section, SourceText()), details)
        for section, details in doubted.items()
        if section not in known
    ]
    if _UNKNOWN in doubted:  # each may be assigned to another row
        further = [row.label for row in form.rows if row.section == _UNKNOWN and row.label is not labels[_UNKNOWN]]
        doubts += [RowDoubt(_MIXED, _UNKNOWN, label, doubted[_UNKNOWN]) for label in further]
    return replace(form, doubts=(*form.doubts, *doubts))


def _find_all_signs(form: Form, rows: Sequence[Row], loss: Loss) -> dict[SectionName, _Sign]:
    """Return the signs of all rows, `rows` being those of texts; that of an unknown row is about the form."""
    themes = {word for text in _list_themes(form) for word in _list_words(text)}
    signs = {row.section: sign for row in rows if (sign := _find_sign(row, themes, loss))}
    if loss == SIDES:
        signs = dict(_find_flat_rows(form, rows)) | signs
    if "themes" not in signs and (joined := _find_joined_themes(form, splits=loss == CELLS)):
        signs["themes"] = joined
    signs = dict(_find_empty_rows(rows)) | signs
    signs = dict(_find_cut_labels(form.rows)) | signs
    if glued := _find_glued_label(form):
        signs[_UNKNOWN] = _Sign(f"Two labels stand in one: {quote(glued)}.", is_foreign=True)
    topic = next((text for text in _list_outside(form.rows) if _GOAL.match(text)), None)
    if topic and form.blocks("agenda"):
        signs[_UNKNOWN] = _Sign(f"A topic of the agenda stands in another row: {quote(topic)}.", is_foreign=True)
    if filled := next((row.label.chars for row in form.rows if _holds_value(row)), None):
        signs[_UNKNOWN] = _Sign(f"A value stands in the label {quote(filled)}.", is_foreign=True)
    return signs | _find_absent(form, signs) if loss >= COLUMNS else signs


def _find_empty_rows(rows: Sequence[Row]) -> Iterator[tuple[SectionName, _Sign]]:
    """Yield the rows of texts that have a label and no value, each with the row above it."""
    for above, row in pairwise([None, *rows]):
        if row is not None and row.label and not _list_blocks(row):
            also: tuple[SectionName, ...] = (above.section,) if above is not None else ()
            yield row.section, _Sign(f"The row {quote(row.label.chars)} has no value, which may stand in another row.", also)


def _find_glued_label(form: Form) -> str | None:
    return next((row.label.chars for row in form.rows if _is_two_labels(row.label.chars)), None)


def _find_glued_heads(form: Form, signs: Mapping[SectionName, _Sign], loss: Loss) -> Mapping[SectionName, str]:
    """Return the rows of the form's head, if two labels of it stand in one, or labels may stand in the middle of rows."""
    glued = _find_glued_label(form)
    if glued and not _name_all(glued).isdisjoint(PAIRED):
        return dict.fromkeys((*PAIRED, "period"), signs[_UNKNOWN].details)
    within = [sign.details for sign in signs.values() if sign.is_within]
    within += [doubt.details for doubt in form.doubts if doubt.code == _MIXED]
    if loss != COLUMNS or not within:
        return {}
    return dict.fromkeys((*PAIRED, "period"), f"{within[0]} Labels may stand in the middle of their rows.")


def _list_outside(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the values of labelled rows that are no rows of texts."""
    for row in rows:
        if row.section not in _TEXTS and row.label:
            yield from (block.text.chars for block in _list_blocks(row))


def doubt_flat_lists(form: Form) -> Form:
    """Return the form with a doubt about its lists, if they have lost their levels as the lists of some converters have.

    Then items that begin small stand among dated ones of the activities, or among results with a capital, and no item of the
    form is below another. Or the form has no items at all, and paragraphs without a date among dated ones.
    """
    rows = [row for section in _LISTS if (row := form.row(section))]
    if not any(block.level for row in form.rows for block in _list_blocks(row)):
        return _doubt_lost_bullets(form, rows)
    items = {row.section: [block for block in _list_blocks(row) if block.level] for row in rows}
    if any(block.level > 1 for blocks in items.values() for block in blocks):
        return form
    dated = [block for block in items.get("activities", ()) if _is_dated(block)]
    undated = [block.text.chars for block in items.get("activities", ()) if not _is_dated(block)]
    results = [block.text.chars for block in items.get("results", ())]
    small = [text for text in results if _begins_within(text)]
    inner = next(filter(_begins_within, undated), "")
    if not (inner and dated and len(undated) >= _FEWEST_UNDATED):
        if not small or len(results) - len(small) < _FEWEST_DATED or _begins_within(results[0]):
            return form
        inner, rows = small[0], [row for row in rows if row.section == "results"]
    details = f"The items of the list have one level, but {quote(inner)} may belong to the item above it."
    return replace(form, doubts=(*form.doubts, *(RowDoubt(_MIXED, row.section, row.label, details) for row in rows)))


def _doubt_lost_bullets(form: Form, rows: Sequence[Row]) -> Form:
    """Return a form without items with a doubt about its lists, if paragraphs of the activities show that bullets are lost."""
    flat = dict(_find_flat_rows(form, rows))
    known = {doubt.section for doubt in form.doubts if doubt.code == _MIXED}
    if "activities" not in flat:
        return form
    doubts = (
        RowDoubt(_MIXED, row.section, row.label, flat[row.section].details)
        for row in rows
        if row.section in flat.keys() - known
    )
    return replace(form, doubts=(*form.doubts, *doubts))


_LISTS: tuple[SectionName, ...] = ("activities", "results")
_FEWEST_UNDATED = 2
"""Items without a date among dated ones; one may have none."""


def _find_scattered_heads(form: Form, signs: int, loss: Loss) -> Mapping[SectionName, str]:
    """Return the rows of the form's head, if a row with a value for each side shows that its value is elsewhere.

    A list ends with a comma; or a value stands in a label; or the row has no value, and another row of the head holds several,
    or more rows are empty, or texts show a lost order, too.
    """
    heads = [row for row in form.rows if (row.section in PAIRED or row.section == "period") and row.label]
    glued = [row for row in heads if _VALUE_IN_LABEL.search(row.label.chars) or _has_month(row)]
    cut = [row for row in heads if ends_in_slash(row.label.chars)]
    open_ends = [
        cell.text().chars for row in heads for cell in row.cells if cell.text().chars.rstrip().endswith((",", ";", ":", "/"))
    ]
    foreign = next((text for row in heads for text in _list_foreign(row, loss)), None)
    empty = [row for row in heads if not _list_blocks(row)]
    heaped = [row for row in heads if len(_list_blocks(row)) > _SIDES]
    unread = form.blocks("title") if loss >= COLUMNS and form.row("city") is None else ()
    if _lacks_cities(form):
        details = "No row of cities was found; its lines may stand in another row."
    elif open_ends:
        details = f"A list goes on behind {quote(open_ends[0])}, but its next line stands in another row."
    elif labelled := next((text for part in _list_values(heads, unread) for text in _list_labelled(part)), None):
        details = f"Another label begins the value {quote(labelled)}."
    elif glued:
        details = f"A value stands in the label {quote(glued[0].label.chars)}."
    elif cut:
        details = f"The label {quote(cut[0].label.chars)} goes on in a value."
    elif foreign:
        details = f"The value of another row stands in a row of the head: {quote(foreign)}."
    elif many := _find_heaped_cities(heads, _list_first(form), loss) or _find_heaped_figures(form):
        details = f"{quote(many)} is one of more lines than a row of the head has; it may be part of another row."
    elif empty and (heaped or signs or len(empty) > 1):
        details = f"The row {quote(empty[0].label.chars)} has no value, which may stand in another row."
    else:
        half = dict(_find_half_rows(heads)) if loss >= COLUMNS else dict(_find_half_cells(heads))
        longer = any(len(cell.blocks) > 1 for row in heads for cell in row.cells if row.section in PAIRED)
        if not half and longer and (uneven := _find_uneven_heads(heads)):
            return dict.fromkeys((*PAIRED, "period"), f"{quote(uneven)} is the only value of its row, others have several.")
        if not half or ("city" not in half and len(half) < _MANY_HALF and not (longer and loss >= COLUMNS)):
            return half
        details = next(iter(half.values()))
    return dict.fromkeys((*PAIRED, "period"), details)


def _lacks_cities(form: Form) -> bool:
    """Whether a form has rows of its head, and above them none that may be that of the cities."""
    first = next((at for at, row in enumerate(form.rows) if row.section in PAIRED and row.label), None)
    return first is not None and not any(row.section in ("city", _UNKNOWN) and row.label for row in form.rows[: first + 1])


def _list_values(heads: Sequence[Row], unread: Sequence[Block]) -> Iterator[str]:
    """Yield the values of the form's head, and the blocks in which rows of it may stand."""
    yield from (cell.text().chars for row in heads for cell in row.cells)
    yield from (block.text.chars for block in unread)


def _find_heaped_cities(heads: Sequence[Row], first: Sequence[Block], loss: Loss) -> str:
    """Return the last of three lines or more in the row of cities, where the others have one for each side and no province.

    `first` are the values of the first row, which may be that of the cities though its label is unknown. Where columns are not
    lost, a line must be no place, or have a word of labels.
    """
    blocks = {row.section: _list_blocks(row) for row in heads}
    others = [len(found) for section, found in blocks.items() if section in PAIRED and section != "city"]
    lines = [block.text.chars for block in blocks.get("city", first)]
    heaped = "province" not in blocks and len(lines) > _SIDES and len(others) >= _SIDES and max(others) <= _SIDES
    if not heaped:
        return ""
    foreign = (
        line for line in lines if not _is_place(line) or not all(points_to(word).isdisjoint(PAIRED) for word in line.split())
    )
    return lines[-1] if loss == SIDES else next(foreign, "")


def _list_first(form: Form) -> Sequence[Block]:
    """Return the values of the first row with a label."""
    return next((_list_blocks(row) for row in form.rows if row.label), ())


def _find_heaped_figures(form: Form) -> str:
    """Return a figure in a row of an unknown label with more lines than sides, some of which are none."""
    for row in form.rows:
        lines = [block.text.chars for block in _list_blocks(row)] if row.section == _UNKNOWN and row.label else []
        figures = [line for line in lines if _is_figures(line)]
        if figures and len(lines) > max(len(figures), _SIDES):
            return figures[0]
    return ""


def _has_month(row: Row) -> bool:
    """Whether a month stands in the label of the period, as where hardly a blank was left before its value."""
    dates = (parse_date(f"{word} 2020") for word in row.label.chars.split()[1:] if row.section == "period")
    return any(date is not None and date.precision == "month" for date in dates)


def _list_foreign(row: Row, loss: Loss) -> Iterator[str]:
    """Yield what is no value of a row of the form's head: figures among names, words among figures."""
    heaped = loss == SIDES and len(_list_blocks(row)) > _SIDES
    for block in _list_blocks(row):
        text = block.text.chars
        if row.section in _NAMES:
            is_foreign = _is_figures(text) or _THREE_DIGITS.search(text) is not None or (heaped and not _is_place(text))
        else:
            is_figure = any(map(str.isdigit, text)) or is_missing(text) or _holds_figure(text)
            is_other = row.section == "population" and _AREA.search(text) is not None
            is_foreign = row.section in _FIGURES and (is_other or not is_figure)
        if is_foreign or is_title(text):
            yield text


def _is_place(text: str) -> bool:
    """Whether all names of a value are known as those of cities, divisions or countries, or say that there is none."""
    return is_missing(text) or all(
        find_city(name) or is_city_name(name) or find_division_countries(name) or find_country_code(name)
        for name in (text[start:end] for start, end in split_list(text))
    )


def _holds_figure(text: str) -> bool:
    """Whether a text without digits is a number in words, or the unit or scale of a figure above it."""
    return bool(read_unit(text, 0) or read_scale(text, 0) or any(read_quantities([text], [""])[0]))


_THREE_DIGITS = re.compile(r"\d{3}")
"""What no name has."""
_AREA = re.compile(r"\d\s*(?:km|sq)")
_NAMES: frozenset[SectionName] = frozenset({"city", "province", "country"})
_FIGURES: frozenset[SectionName] = frozenset({"population", "area"})


def _find_uneven_heads(heads: Sequence[Row]) -> str:
    """Return the only value of a row, where a cell of another one has several lines."""
    paired = [row for row in heads if row.section in PAIRED and _list_blocks(row)]
    single = (row for row in paired if sum(bool(cell.blocks) for cell in row.cells) < _SIDES)
    return next((row.cells[0].text().chars for row in single if len(_list_blocks(row)) == 1), "")


_MANY_HALF = 2
"""Rows with a value for one side alone, from which on no row of the head is sure: one side may have no value printed."""


def _find_half_rows(heads: Sequence[Row]) -> Iterator[tuple[SectionName, str]]:
    """Yield the rows of which the partner has no value where other rows have both: it may stand in the lead's."""
    heads = [row for row in heads if not any(_is_sentence(block.text.chars) for block in _list_blocks(row))]
    full = [row for row in heads if all(cell.blocks for cell in row.cells) and len(row.cells) == _SIDES]
    for row in heads if full else ():
        lead = row.cells[0].text().chars if row.cells else ""
        # Of rows with one cell the field reports that the sides are not clear; without two cities nothing has a side.
        partner = row.cells[1].blocks if len(row.cells) == _SIDES else row.section != "city"
        if row.section in PAIRED and not lead and partner and row.section != "city":
            yield row.section, f"The row {quote(row.label.chars)} has a value for the second side alone."
        if row.section in PAIRED and not partner and not is_missing(lead):
            yield row.section, f"{quote(lead)} is the only value of its row; the lines of both sides may have run together."


def _is_sentence(text: str) -> bool:
    """Whether a text is a sentence, so that its row is none of the head, whatever its label says."""
    return text.rstrip().endswith(".") and len(text.split()) >= _FEWEST_SENTENCE


def _find_half_cells(heads: Sequence[Row]) -> Iterator[tuple[SectionName, str]]:
    """Yield the rows with one line, where the others have a line for each side in one cell."""
    paired = [row for row in heads if row.section in PAIRED]
    if any(len(row.cells) > 1 for row in paired) or sum(len(_list_blocks(row)) == _SIDES for row in paired) < _MANY_HALF:
        return
    for row in paired:
        blocks = _list_blocks(row)
        if len(blocks) == 1:
            yield row.section, f"{quote(blocks[0].text.chars)} is the only line of its row; it is not clear whose it is."


def _list_labelled(text: str) -> Iterator[str]:
    """Yield the lines of a value that begin with a known label of the form's head: `Country P.R. China`."""
    wordings, _ = load_lexicon()
    for line in text.split("\n"):
        words = line.split()[:_MOST_LABEL_WORDS]
        # "City of Cork" and "Province of Jiangsu" are names.
        counts = (count for count in range(1, len(words)) if words[count].lower() not in _OF)
        if any(wordings.get(normalise_label(" ".join(words[:count]))) in PAIRED for count in counts):
            yield line


_OF = frozenset({"of", "de", "di", "du", "da", "do"})
"""Words that join a kind of place to its name."""
_MOST_LABEL_WORDS = 6
"""Words of a line among which a label of the head is looked for."""


def _find_borders(form: Form) -> Mapping[SectionName, str]:
    """Return all rows, if lines of a drawn table stand in their values."""
    texts = (block.text.chars for row in form.rows for block in _list_blocks(row))
    drawn = next((text for text in texts if _BORDER.search(text)), None)
    if drawn is None:
        return {}
    return dict.fromkeys((*PAIRED, "period", *_TEXTS), f"Lines of a table stand in a value: {quote(drawn)}.")


def _find_cut_labels(rows: Sequence[Row]) -> Iterator[tuple[SectionName, _Sign]]:
    """Yield the rows of texts below which a row has the rest of a label: `Challenges`, then `addressed:`."""
    above: SectionName = _UNKNOWN
    for row in rows:
        rest = normalise_label(row.label.chars)
        cut = rest in _label_rests() or " ".join(rest.split()[:_FEW]) in _label_parts()
        if row.section == _UNKNOWN and above in _TEXTS and cut:
            yield above, _Sign(f"The label {quote(row.label.chars)} is the rest of one.", is_foreign=True)
        above = row.section if row.section != _UNKNOWN else above


def _holds_value(row: Row) -> bool:
    """Whether the label of a row of texts holds a bullet or a year, or one of a topic's row a goal."""
    label = row.label.chars
    glyphs, _ = bullet_glyphs()
    return row.section in _TEXTS and row.section != "agenda" and (_YEAR.search(label) is not None or bool(glyphs & set(label)))


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _find_absent(form: Form, signs: Mapping[SectionName, _Sign]) -> dict[SectionName, _Sign]:
    """Return the rows of texts beside one that a form without columns lacks, as its lines may stand in them."""
    present = {row.section for row in form.rows if row.section in _TEXTS and _list_blocks(row)}
    unknown = sum(row.section == _UNKNOWN for row in form.rows)
    if len(present) + unknown < _FEWEST_TEXTS or len(present | {"agenda"}) + unknown >= len(_TEXTS):
        return {}  # rows with labels that nobody knows may be those that the form lacks
    found: dict[SectionName, _Sign] = {}
    for at, section in enumerate(_TEXTS):
        if section in present or section == "agenda":
            continue
        details = f"The form has no row of {section.replace('_', ' ')}, whose lines may stand in this row."
        above = next((name for name in reversed(_TEXTS[:at]) if name in present), None)
        below = next((name for name in _TEXTS[at + 1 :] if name in present), None)
        found |= {name: _Sign(details, (section,)) for name in (above, below) if name and name not in signs}
    return found


_FEWEST_TEXTS = 4
"""Rows of texts from which on a form has the others, too: an excerpt may have fewer."""


def _is_two_labels(label: str) -> bool:
    """Whether a label is those of two rows, whose lines ran together: `Surface area Dates`, `City Region`.

    A wording with slips is one label. Else each half is a wording of the lexicon or has a word that points to a row, one at
    least is a wording, and they mean two rows.
    """
    whole = match_label(label)
    if label.isupper() or (whole and (whole.score == EXACT or is_similar_wording(label))):
        return False  # capitals throughout do not show where a label begins
    words = label.split()
    for at in range(1, len(words)):
        first, second = " ".join(words[:at]), " ".join(words[at:])
        if not second[:1].isupper() or is_left_open(first) or joins_left(second):
            continue
        found = [_name_sections(part) for part in (first, second)]
        both = found[0][0] | found[1][0]
        is_sure = found[0][1] or found[1][1] or both.issubset(PAIRED)
        if all(sections for sections, _ in found) and found[0][0].isdisjoint(found[1][0]) and is_sure:
            return True
    return False


def _name_all(label: str) -> set[SectionName]:
    """Return the rows to which any beginning or end of a label points."""
    words = label.split()
    parts = (" ".join(part) for at in range(1, len(words)) for part in (words[:at], words[at:]))
    return {section for part in parts for section in _name_sections(part)[0]}


def _name_sections(part: str) -> tuple[frozenset[SectionName], bool]:
    """Return the rows that a part of a label may mean, and whether it is a wording of the lexicon."""
    match = match_label(part)
    if match and match.score == EXACT:
        return frozenset({match.section}) | points_to(part), True
    return points_to(part), False


def _list_themes(form: Form) -> list[str]:
    """Return the themes as printed; where no row is known to have them, all short lines of unknown rows."""
    known = [block.text.chars for block in form.blocks("themes")]
    unknown = (block.text.chars for row in form.rows if row.section == _UNKNOWN for block in _list_blocks(row))
    return known or [text for text in unknown if len(text.split()) <= _LONGEST_HEADING]


def _find_flat_rows(form: Form, rows: Sequence[Row]) -> Iterator[tuple[SectionName, _Sign]]:
    """Yield the rows of lists whose bullets or indents the text has lost: what belongs to which item is not told.

    Undated paragraphs among dated ones without bullets may be activities or parts of them; a paragraph below a deeper bullet
    may be its own or the activity's.
    """
    has_bullets = any(block.level for row in form.rows for block in _list_blocks(row))
    for row in rows:
        blocks = _list_blocks(row)
        if row.section == "activities":
            dated = [_is_dated(block) for block in blocks]
            if not has_bullets and any(dated) and not all(dated):
                first = blocks[dated.index(False)].text.chars
                yield row.section, _Sign(f"The list has no bullets, so that {quote(first)} may be an item of its own.")
            for above, block in pairwise(blocks):
                if above.level > 1 and not block.level and not _is_dated(block):
                    yield row.section, _Sign(f"{quote(block.text.chars)} may belong to the item above it, or to its activity.")
        if row.section == "results" and not has_bullets and len(blocks) > 1:
            yield row.section, _Sign(f"The list has no bullets, so that {quote(blocks[1].text.chars)} may be part of an item.")


def _find_sign(row: Row, themes: Collection[str], loss: Loss) -> _Sign | None:
    """Return the sign of a row that says most: one of a foreign line, or else the first."""
    signs = list(_find_signs(row, themes, loss))
    return next((sign for sign in signs if sign.is_foreign), signs[0] if signs else None)


def _find_signs(row: Row, themes: Collection[str], loss: Loss) -> Iterator[_Sign]:
    """Yield what shows that a row of texts holds other lines than its own; `themes` are words of the themes."""
    blocks = _list_blocks(row)
    also = _BY_THEMES if row.section == "themes" else ()
    if blocks and not blocks[0].level and _begins_within(blocks[0].text.chars):
        yield _Sign(f"The row begins in the middle of a sentence: {quote(blocks[0].text.chars)}.", also, is_within=True)
    for block in blocks:
        if found := _find_label_part(block.text.chars, row.section):
            yield _Sign(f"Words of a label stand in the value: {quote(found)}.", is_foreign=True)
        elif sign := _find_foreign_value(block, row.section):
            yield sign
        yield from _find_lost_lists(block, row.section, themes, loss)
    yield from _find_list_signs(row, blocks)
    for block, below in pairwise(blocks):
        if row.section in _PROSE and not block.level and not below.level and _is_like_label(block, below, themes):
            yield _Sign(f"A line stands alone as a label does: {quote(block.text.chars)}.", is_foreign=True)
    for above, block in pairwise(blocks):
        if not block.level and not ends_sentence(above.text.chars) and _begins_within(block.text.chars):
            yield _Sign(f"A paragraph begins in the middle of a sentence: {quote(block.text.chars)}.", also)


def _find_list_signs(row: Row, blocks: Sequence[Block]) -> Iterator[_Sign]:
    """Yield what shows that a list holds other lines than its own, or lost some."""
    levels = [block.level for block in blocks if block.level]
    if levels and levels[0] > min(levels):
        yield _Sign(f"The list begins with an item of a deeper level: {quote(blocks[0].text.chars)}.")
    if jump := next((b for a, b in pairwise(blocks) if a.level and b.level > a.level + 1), None):
        yield _Sign(f"An item stands more than one level below the one above it: {quote(jump.text.chars)}.")
    if row.section == "results" and blocks and blocks[-1].text.chars.rstrip().endswith(":"):
        yield _Sign(f"What follows is missing: {quote(blocks[-1].text.chars)}.")
    if row.section in _UNHEADED and (inner := next((text for block in blocks for text in _list_inner_labels(block)), None)):
        yield _Sign(f"A line within an item begins as a row does: {quote(inner)}.", (_UNKNOWN,), is_foreign=True)
    yield from _find_uneven_items(row, blocks)
    dated = [block for block in blocks if _is_dated(block)]
    introduced = blocks and (blocks[0].level or blocks[0] in dated or blocks[0].text.chars.rstrip().endswith(":"))
    if row.section == "activities" and len(dated) >= _FEWEST_DATED and not introduced:
        yield _Sign(f"The first paragraph has no date, unlike others: {quote(blocks[0].text.chars)}.", ("objectives",))
    if row.section in _UNHEADED and any(block.level for block in blocks):
        opened = (block.text.chars for block in blocks if not block.level and not _is_dated(block))
        if inner := next((text for text in opened if _OPEN_TEXT.match(text)), None):
            yield _Sign(f"A paragraph begins as a row does: {quote(inner)}.", (_UNKNOWN,), is_foreign=True)
    if row.section == "results" and (cut := next((text for block in blocks for text in _list_unclear_ends(block)), None)):
        yield _Sign(f"Another result may begin within {quote(cut)}.")


def _find_uneven_items(row: Row, blocks: Sequence[Block]) -> Iterator[_Sign]:
    """Yield what shows that bullets of a list are lost, or items of another row begin it."""
    if row.section == "results":
        among = (b for a, b in pairwise(blocks) if a.level and not b.level and _is_sentence(b.text.chars))
        if lone := next(among, None):
            yield _Sign(f"{quote(lone.text.chars)} may be a result of its own, or part of the one above it.")
        dated = [_begins_dated(block) for block in blocks]
        headed = any(not block.level and block.text.chars.rstrip().endswith(":") for block in blocks)
        if headed and dated[0] and not any(dated[1:]):  # a heading would stand above it
            yield _Sign(
                f"A date begins what stands in the row: {quote(blocks[0].text.chars)}.", ("activities",), is_foreign=True
            )
    if row.section == "activities":
        plain = (block for block in blocks[1:] if not block.level and _OPENING_YEAR.match(block.text.chars))
        if year := next(plain, None):
            yield _Sign(f"{quote(year.text.chars)} may be an activity of its own, or part of the one above it.")
        below = [b for b in blocks if b.level > 1 and _is_dated(b)]
        if below and len(below) == len([b for b in blocks if b.level > 1]):
            yield _Sign(f"{quote(below[0].text.chars)} has a date of its own, but stands below another item.")


_OPENING_YEAR = re.compile(r"(?:19|20)\d\d\s?[:–—-]\s")


def _begins_dated(block: Block) -> bool:
    return bool(block.level) and (_is_dated(block) or _OPENING_YEAR.match(block.text.chars) is not None)


def _list_inner_labels(block: Block) -> Iterator[str]:
    """Yield the words with a colon that began a line, behind a whole sentence of a paragraph."""
    for match in _INNER_HEADING.finditer(block.text.chars):
        if block.text.origins[match.start(1) - 1] is None and not any(map(str.isdigit, match[1])):
            yield match[1]


def _list_unclear_ends(block: Block) -> Iterator[str]:
    """Yield a paragraph without a bullet in which a sentence ends where a line did: the next may be a paragraph of its own."""
    text = block.text
    signs = zip(text.chars, text.chars[1:], text.origins[1:], text.chars[2:], strict=False)
    if not block.level and any(a in ".!?" and b == " " and at is None and c.isupper() for a, b, at, c in signs):
        yield text.chars


_UNHEADED: frozenset[SectionName] = frozenset({"activities"})
"""Rows of bullets without headings within."""
_OPEN_TEXT = re.compile(r"[^\W\d_a-z][^:.;\d]{3,60}:\s+\S")
"""Words without a number and a colon before a text."""
_PROSE: frozenset[SectionName] = frozenset({"key_focus", "key_challenges", "objectives", "activities"})
_MOST_LONE_WORDS = 6
"""Words of a line that may be the label of a row nobody knows: `Problems to be solved`. Chosen: longer ones are sentences."""
_FEWEST_SENTENCE = 5
"""Words from which a line with a full stop is a sentence."""


def _is_like_label(block: Block, below: Block, themes: Collection[str]) -> bool:
    """Whether a line may be the label of a row that nobody knows: a few words without a stop above a sentence, and no theme."""
    text = block.text.chars.strip()
    short = len(text.split()) <= _MOST_LONE_WORDS and text[:1].isupper() and text[-1:].isalpha()
    sentence = below.text.chars.rstrip().endswith(".") and len(below.text.chars.split()) >= _FEWEST_SENTENCE
    return short and sentence and not any(map(str.isdigit, text)) and _list_words(text).isdisjoint(themes)


def _find_joined_themes(form: Form, *, splits: bool) -> _Sign | None:
    """Return what shows that several themes stand in one line: several headings of one row have their words there.

    Or a capital stands behind a word with which no phrase is joined: `Vocational education Urban air quality`. `splits`: the
    themes of a line are told apart by such headings, so that only a line without them is doubted.
    """
    for block in form.blocks("themes"):
        text = block.text.chars
        headed = _has_several_headings(form, _list_words(text))
        begins = _GLUED_WORDS.search(text) or any(before not in _JOINING for before in _NEW_START.findall(text))
        if (begins and not (splits and headed)) or (headed and not splits):
            return _Sign(f"Several themes stand in one line: {quote(text)}.", _BY_THEMES)
    return None


_HEADING_END = re.compile(r":|\s[–—-]\s")


def _has_several_headings(form: Form, words: Collection[str]) -> bool:
    """Whether a row has two headings of other words whose words are among those of a line."""
    for section in _BY_THEMES:
        heads = (_HEADING_END.split(text.text.chars, maxsplit=1) for text in form.blocks(section))
        found = [_list_words(head[0]) for head in heads if len(head) > 1 and len(head[0].split()) <= _LONGEST_HEADING]
        meant = [head for head in found if head and len(head.intersection(words)) * 2 > len(head)]
        if any(one.isdisjoint(other) for one, other in combinations(meant, 2)):
            return True
    return False


def _find_foreign_value(block: Block, section: SectionName) -> _Sign | None:
    """Return what shows that a block is the value of another row: a date, figures, a topic of the agenda, an address."""
    text = block.text.chars
    own = section in _UNDATED or not block.level
    is_topic = _GOAL.search(text) if section == "themes" else _GOAL.match(text)
    shown = (
        ("An address stands", section != "agenda" and _ADDRESS.fullmatch(text.strip()) is not None),
        ("A date begins what stands", section in _UNDATED and _is_dated(block)),
        ("Figures stand", own and section not in _LINES and _is_figures(text)),
        ("A sentence stands", section in _LINES and text.rstrip().endswith(".") and len(text.split()) >= _LONGEST_HEADING),
        ("A topic of the agenda stands", own and section != "agenda" and is_topic is not None),
    )
    return next((_Sign(f"{what} in the row: {quote(text)}.", is_foreign=True) for what, is_so in shown if is_so), None)


def _find_lost_lists(block: Block, section: SectionName, themes: Collection[str], loss: Loss) -> Iterator[_Sign]:
    """Yield what shows that line ends, bullets or headings within a row are lost."""
    text = block.text.chars
    if len(text) < _FEWEST_LETTERS or not any(char.isalpha() for char in text):
        yield _Sign(f"A sign or number stands alone: {quote(text)}.")
    leading = find_leading_date(text) if _LOST_BULLET.search(text) else None
    if (
        _LOST_BULLET.search(text, leading.text_start if leading else 0)  # not the dash of a date: `30 Sept. – 2 Oct. 2019`
        or (not block.level and _OPENING_BULLET.match(text))
        or (block.level > 1 and _INNER_BULLET.search(text))
    ):
        yield _Sign(f"A bullet may stand within an item: {quote(text)}.")
    if section == "activities" and (date := _find_inner_date(text)):
        yield _Sign(f"A date stands within an item: {quote(date)}.")
    # Where columns are sure, a paragraph that begins with a heading is parted by its headings, and nothing is lost.
    parted = loss < COLUMNS and section in _BY_THEMES and _begins_with_heading(text, themes)
    if section in _HEADED and not parted and (heading := _find_inner_heading(text, themes)):
        yield _Sign(f"The heading of a theme stands within a paragraph: {quote(heading)}.", ("themes", *_BY_THEMES))
    if glued := _GLUED.search(text):
        yield _Sign(f"Paragraphs run together: {quote(glued[0])}.")
    if _OPEN_END.search(text):
        yield _Sign(f"What follows is missing: {quote(text[-_SHOWN:])}.")


def _find_inner_date(text: str) -> str | None:
    """Return a date with its colon that stands behind some words of an activity, its own date not counted."""
    leading = find_leading_date(text)
    start = leading.text_start if leading else 0
    date = _INNER_DATE.search(text, start)
    return date[0].strip() if date and len(text[start : date.start()].split()) >= _FEWEST_WORDS else None


def _is_figures(text: str) -> bool:
    """Whether a text holds numbers and units only, as the rows of population and area do.

    >>> _is_figures("363.4 sq. km"), _is_figures("SDG 11"), _is_figures("100 trams")
    (True, False, False)
    """
    return sum(map(str.isdigit, text)) >= _FEWEST_DIGITS and _UNITS.issuperset(map(str.lower, _WORD.findall(text)))


def _find_inner_heading(text: str, themes: Collection[str]) -> str | None:
    """Return the heading of a theme that stands behind a sentence within a text."""
    for match in _INNER_HEADING.finditer(text):
        if _is_of_themes(match[1], themes):
            return match[1]
    return None


def _begins_with_heading(text: str, themes: Collection[str]) -> bool:
    """Whether a text begins with the heading of a theme."""
    return _OPENING_HEADING.match(text) is not None and _is_of_themes(text.partition(":")[0], themes)


def _is_of_themes(heading: str, themes: Collection[str]) -> bool:
    """Whether half of a heading's words or more are words of the themes."""
    words = _list_words(heading)
    return bool(words) and len(words & set(themes)) * 2 >= len(words)


_SHOWN = 60
"""Characters shown of the end of a text."""


def _list_words(text: str) -> set[str]:
    """Return the words of a text that are not small ones."""
    return {word for word in normalise_label(text).split() if len(word) > _SMALL}


_SMALL = 3
"""Letters of words that headings of all themes share: `and`, `the`."""


def _list_blocks(row: Row) -> Sequence[Block]:
    return [block for cell in row.cells for block in cell.blocks]


def _begins_within(text: str) -> bool:
    """Whether a text begins with a small word, as the rest of a sentence does.

    >>> _begins_within("the whole city"), _begins_within("e-Mobility: tests"), _begins_within("iFLYTEK")
    (True, False, False)
    """
    word = _SMALL_WORD.match(text.lstrip())
    return word is not None and word[0].islower()


def _is_dated(block: Block) -> bool:
    found = find_leading_date(block.text.chars)
    return found is not None and found.text_start > 0


def _find_label_part(text: str, section: SectionName) -> str | None:
    """Return a part of a label that stands in a text: a line of nothing else, or the end of a label with its colon."""
    if section in _OWN_WORDS:
        return None
    for line in text.split("\n"):
        if normalise_label(line) in _label_parts():
            return line.strip()
    for match in _LABEL_TAIL.finditer(text):
        words = normalise_label(match[1]).split()
        if any(" ".join(words[at:]) in _label_ends() for at in range(len(words) - 1)):
            return match[0]
    return None


_OWN_WORDS: frozenset[SectionName] = frozenset({"agenda"})
"""Rows whose values have words of their labels: `Sustainable Development Goals`."""


@cache
def _label_parts() -> frozenset[str]:
    """Return the sequences of words within known labels, without whole labels; one word alone is none."""
    wordings, _ = load_lexicon()
    parts = (
        " ".join(words[a:b])
        for wording in wordings
        for words in [wording.split()]
        for a in range(len(words))
        for b in range(a + 2, len(words) + 1)
    )
    return frozenset(parts) - frozenset(wordings)


@cache
def _label_rests() -> frozenset[str]:
    """Return the ends of known labels, of one word or more, without whole labels."""
    wordings, _ = load_lexicon()
    rests = (" ".join(words[a:]) for words in map(str.split, wordings) for a in range(1, len(words)))
    return frozenset(rests) - frozenset(wordings)


@cache
def _label_ends() -> frozenset[str]:
    """Return the ends of known labels of several words, without whole labels: two telling words, or three of any kind."""
    wordings, _ = load_lexicon()
    ends = (words[a:] for words in map(str.split, wordings) for a in range(1, len(words) - 1))
    telling = (end for end in ends if len(end) > _FEW or sum(len(word) > _SMALL for word in end) >= _FEW)
    return frozenset(map(" ".join, telling)) - frozenset(wordings)


_FEW = 2
"""Words of the end of a label that a text does not have by chance, if they are telling: `cooperation theme:`."""
