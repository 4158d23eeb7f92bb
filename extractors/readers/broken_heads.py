"""Rows of a form's head (cities, countries, figures, period) that show a lost order of lines: forms in, doubted rows out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile

from ucap.extractors.dates import parse_date
from ucap.extractors.findings import quote
from ucap.extractors.form import PAIRED, Block, Form, Row
from ucap.extractors.header_places import is_known_place
from ucap.extractors.labels import is_title, load_lexicon, normalise_label, points_to
from ucap.extractors.locating import find_city
from ucap.extractors.numbers import is_missing, read_quantities, split_list
from ucap.extractors.numbers.number_words import read_scale, read_unit
from ucap.extractors.readers.label_starts import ends_in_slash
from ucap.extractors.readers.row_signs import BOTH_SIDES, COLUMNS, LINES, SIDES, UNKNOWN, Loss, is_figures, is_sentence
from ucap.extractors.readers.sides import read_side_countries
from ucap.schemas.records import SectionName
from ucap.schemas.vocabularies import load_vocabulary

_VALUE_IN_LABEL = re.compile(r":\s*\d")


def find_scattered_heads(form: Form, signs: int, loss: Loss) -> Mapping[SectionName, str]:
    """Return the rows of the form's head, if a row with a value for each side shows that its value is elsewhere.

    A list ends with a comma; or a value stands in a label; or the row has no value, and another row of the head holds several,
    or more rows are empty, or texts show a lost order, too. Or no row has a value for the second side.
    """
    heads = [row for row in form.rows if (row.section in PAIRED or row.section == "period") and row.label]
    details = next(_list_scattered(form, heads, signs, loss), "")
    if not details:
        half = dict(_find_half_rows(heads)) if loss >= COLUMNS else dict(_find_half_cells(heads))
        longer = any(len(cell.blocks) > 1 for row in heads for cell in row.cells if row.section in PAIRED)
        if not half and longer and (uneven := _find_uneven_heads(heads)):
            return dict.fromkeys((*PAIRED, "period"), f"{quote(uneven)} is the only value of its row, others have several.")
        if not half or ("city" not in half and len(half) < _MANY_HALF and not (longer and loss >= COLUMNS)):
            return half
        details = next(iter(half.values()))
    return dict.fromkeys((*PAIRED, "period"), details)


def _list_scattered(form: Form, heads: Sequence[Row], signs: int, loss: Loss) -> Iterator[str]:
    """Yield what shows of the head as a whole that values are elsewhere, the surest first."""
    if _lacks_cities(form):
        yield "No row of cities was found; its lines may stand in another row."
    texts = [cell.text().chars for row in heads for cell in row.cells]
    if open_end := next((text for text in texts if text.rstrip().endswith((",", ";", ":", "/"))), ""):
        yield f"A list goes on behind {quote(open_end)}, but its next line stands in another row."
    unread = form.blocks("title") if loss >= COLUMNS and form.row("city") is None else ()
    if labelled := next((text for part in _list_values(heads, unread) for text in _list_labelled(part)), ""):
        yield f"Another label begins the value {quote(labelled)}."
    if glued := [row for row in heads if _VALUE_IN_LABEL.search(row.label.chars) or _has_month(row)]:
        yield f"A value stands in the label {quote(glued[0].label.chars)}."
    if cut := [row for row in heads if ends_in_slash(row.label.chars)]:
        yield f"The label {quote(cut[0].label.chars)} goes on in a value."
    if foreign := next((text for row in heads for text in _list_foreign(row, loss)), ""):
        yield f"The value of another row stands in a row of the head: {quote(foreign)}."
    if many := _find_heaped_cities(heads, _list_first(form), loss) or _find_heaped_figures(form):
        yield f"{quote(many)} is one of more lines than a row of the head has; it may be part of another row."
    if swapped := _find_swapped(form):
        yield f"{quote(swapped)} lies in the country of the other side; the lines of both sides may stand in another order."
    if lone := _find_lone_side(heads):
        yield f"{quote(lone)} and all other values are those of one side; the partner's may stand elsewhere."
    empty = [row for row in heads if not row.blocks()]
    if empty and (signs or len(empty) > 1 or any(len(row.blocks()) > BOTH_SIDES for row in heads)):
        yield f"The row {quote(empty[0].label.chars)} has no value, which may stand in another row."


def _find_swapped(form: Form) -> str:
    """Return the lead's cities, if these are known in the partner's country alone, and the partner's in the lead's."""
    rows = [row.cells for section in ("city", "country") if (row := form.row(section))]
    if [len(cells) for cells in rows] != [BOTH_SIDES] * 2:
        return ""
    texts = [[cell.text().chars for cell in cells] for cells in rows]
    countries = read_side_countries(*texts[1])
    for part, own, other in zip(
        texts[0], (countries.lead, countries.partner), (countries.partner, countries.lead), strict=True
    ):
        names = [part[slice(*span)] for span in split_list(part)]
        at_home = any(find_city(name, code) for name in names for code in own)
        if at_home or not own or not all(any(find_city(name, code) for code in other) for name in names):
            return ""
    return texts[0][0]


def _find_lone_side(heads: Sequence[Row]) -> str:
    """Return the only value of the row of cities, if all other rows with a value for each side have one alone, too."""
    values = {row.section: row.blocks() for row in heads if row.section in PAIRED}
    is_lone = len(values) >= _ENOUGH_LONE and all(len(blocks) == 1 for blocks in values.values())
    return values["city"][0].text.chars if is_lone and "city" in values else ""


_ENOUGH_LONE = 3
"""Rows of the head with one value that show that the partner's are elsewhere. Chosen: one or two may be for both sides."""


def _lacks_cities(form: Form) -> bool:
    """Whether a form has rows of its head, and above them none that may be that of the cities."""
    first = next((at for at, row in enumerate(form.rows) if row.section in PAIRED and row.label), None)
    return first is not None and not any(row.section in ("city", UNKNOWN) and row.label for row in form.rows[: first + 1])


def _list_values(heads: Sequence[Row], unread: Sequence[Block]) -> Iterator[str]:
    """Yield the values of the form's head, and the blocks in which rows of it may stand."""
    yield from (cell.text().chars for row in heads for cell in row.cells)
    yield from (block.text.chars for block in unread)


def _find_heaped_cities(heads: Sequence[Row], first: Sequence[Block], loss: Loss) -> str:
    """Return the last of three lines or more in the row of cities, where the others have one for each side and no province.

    `first` are the values of the first row, which may be that of the cities though its label is unknown. Where columns are not
    lost, a line must be no place, or have a word of labels.
    """
    blocks = {row.section: row.blocks() for row in heads}
    others = [len(found) for section, found in blocks.items() if section in PAIRED and section != "city"]
    lines = [block.text.chars for block in blocks.get("city", first)]
    heaped = "province" not in blocks and len(lines) > BOTH_SIDES and len(others) >= BOTH_SIDES and max(others) <= BOTH_SIDES
    if not heaped:
        return ""
    foreign = (
        line for line in lines if not _is_place(line) or not all(points_to(word).isdisjoint(PAIRED) for word in line.split())
    )
    return lines[-1] if loss == SIDES else next(foreign, "")


def _list_first(form: Form) -> Sequence[Block]:
    """Return the values of the first row with a label."""
    return next((row.blocks() for row in form.rows if row.label), ())


def _find_heaped_figures(form: Form) -> str:
    """Return a figure in a row of an unknown label with more lines than sides, some of which are none."""
    for row in form.rows:
        lines = [block.text.chars for block in row.blocks()] if row.section == UNKNOWN and row.label else []
        figures = [line for line in lines if is_figures(line)]
        if figures and len(lines) > max(len(figures), BOTH_SIDES):
            return figures[0]
    return ""


def _has_month(row: Row) -> bool:
    """Whether a month stands in the label of the period, as where hardly a blank was left before its value."""
    dates = (parse_date(f"{word} 2020") for word in row.label.chars.split()[1:] if row.section == "period")
    return any(date is not None and date.precision == "month" for date in dates)


def _list_foreign(row: Row, loss: Loss) -> Iterator[str]:
    """Yield what is no value of a row of the form's head: figures among names, words among figures."""
    heaped = loss == SIDES and len(row.blocks()) > BOTH_SIDES
    for block in row.blocks():
        text = block.text.chars
        if row.section in _NAMES:
            cut = _CUT_NAME.match(text) if text[:1].islower() else None
            is_cut = cut is not None and cut[1] not in _name_words()
            is_foreign = (
                is_figures(text)
                or is_cut
                or (loss >= LINES and _is_torn(text))
                or _THREE_DIGITS.search(text) is not None
                or (heaped and not _is_place(text))
            )
        else:
            is_figure = any(map(str.isdigit, text)) or is_missing(text) or _holds_figure(text)
            is_other = row.section == "population" and _AREA.search(text) is not None
            is_torn = loss >= LINES and _TORN_NUMBER.search(text) is not None
            is_foreign = row.section in _FIGURES and (is_other or is_torn or not is_figure)
        if is_foreign or is_title(text):
            yield text


def _is_torn(text: str) -> bool:
    """Whether a name goes on in small letters and is that of a place without the blank: `Sha nd ong`, broken in a column too
    narrow for a word.
    """
    names = (text[start:end] for start, end in split_list(text))
    return any(_ends_small(name) and is_known_place(_BEFORE_SMALL.sub("", name)) for name in names)


def _ends_small(name: str) -> bool:
    """Whether small letters, no word of names, stand behind a blank, and no capital behind them as in `Newcastle upon Tyne`."""
    rest = takewhile(lambda word: not any(map(str.isupper, word)), reversed(name.split(" ")[1:]))
    return any(word[:1].isalpha() and len(word) > 1 and word not in _name_words() for word in rest)


@cache
def _name_words() -> frozenset[str]:
    """Return words that are no parts of names torn apart: kinds of places, and what joins names to them."""
    places, entities = load_vocabulary("places"), load_vocabulary("entities")
    lists = (places["division_words"], places["city_words"], places["name_joiners"], entities["foreign_joiners"])
    return frozenset({"and", "area", *(word for words in lists for word in words)})


_BEFORE_SMALL = re.compile(r" (?=[^\W\d_A-Z])")
_TORN_NUMBER = re.compile(r"(?<!\d)\d{1,3}[,.]\d{1,2} \d{1,3}[,.]\d{3}(?!\d)")
"""A number in groups that was broken within one: `3,8 43,000`."""


def _is_place(text: str) -> bool:
    """Whether all names of a value are known as those of cities, divisions or countries, or say that there is none."""
    return is_missing(text) or all(is_known_place(text[start:end]) for start, end in split_list(text))


def _holds_figure(text: str) -> bool:
    """Whether a text without digits is a number in words, or the unit or scale of a figure above it."""
    return bool(read_unit(text, 0) or read_scale(text, 0) or any(read_quantities([text], [""])[0]))


_THREE_DIGITS = re.compile(r"\d{3}")
"""What no name has."""
_CUT_NAME = re.compile(r"([^\W\d_]{3,})[- ]")
"""The rest of a name that was cut within a word, in small letters: `jdú-Bihar`."""
_AREA = re.compile(r"\d\s*(?:km|sq)")
_NAMES: frozenset[SectionName] = frozenset({"city", "province", "country"})
_FIGURES: frozenset[SectionName] = frozenset({"population", "area"})


def _find_uneven_heads(heads: Sequence[Row]) -> str:
    """Return the only value of a row, where a cell of another one has several lines."""
    paired = [row for row in heads if row.section in PAIRED and row.blocks()]
    single = (row for row in paired if sum(bool(cell.blocks) for cell in row.cells) < BOTH_SIDES)
    return next((row.cells[0].text().chars for row in single if len(row.blocks()) == 1), "")


_MANY_HALF = 2
"""Rows with a value for one side alone, from which on no row of the head is sure: one side may have no value printed."""


def _find_half_rows(heads: Sequence[Row]) -> Iterator[tuple[SectionName, str]]:
    """Yield the rows of which the partner has no value where other rows have both: it may stand in the lead's."""
    heads = [row for row in heads if not any(is_sentence(block.text.chars) for block in row.blocks())]
    full = [row for row in heads if all(cell.blocks for cell in row.cells) and len(row.cells) == BOTH_SIDES]
    for row in heads if full else ():
        lead = row.cells[0].text().chars if row.cells else ""
        # Of rows with one cell the field reports that the sides are not clear; without two cities nothing has a side.
        partner = row.cells[1].blocks if len(row.cells) == BOTH_SIDES else row.section != "city"
        if row.section in PAIRED and not lead and partner and row.section != "city":
            yield row.section, f"The row {quote(row.label.chars)} has a value for the second side alone."
        if row.section in PAIRED and not partner and not is_missing(lead):
            yield row.section, f"{quote(lead)} is the only value of its row; the lines of both sides may have run together."


def _find_half_cells(heads: Sequence[Row]) -> Iterator[tuple[SectionName, str]]:
    """Yield the rows with one line, where the others have a line for each side in one cell."""
    paired = [row for row in heads if row.section in PAIRED]
    if any(len(row.cells) > 1 for row in paired) or sum(len(row.blocks()) == BOTH_SIDES for row in paired) < _MANY_HALF:
        return
    for row in paired:
        blocks = row.blocks()
        if len(blocks) == 1:
            yield row.section, f"{quote(blocks[0].text.chars)} is the only line of its row; it is not clear whose it is."


def _list_labelled(text: str) -> Iterator[str]:
    """Yield the lines of a value that begin with a known label of the form's head: `Country P.R. China`."""
    wordings, _ = load_lexicon()
    for line in text.split("\n"):
        words = line.split()[:_MOST_LABEL_WORDS]
        # "City of Cork" and "Province of Jiangsu" are names.
        counts = (count for count in range(1, len(words)) if words[count].lower() not in _joining_words())
        if any(wordings.get(normalise_label(" ".join(words[:count]))) in PAIRED for count in counts):
            yield line


@cache
def _joining_words() -> frozenset[str]:
    """Return what joins a kind of place to its name: `City of Cork`."""
    return frozenset({"of", *load_vocabulary("entities")["genitive_joiners"]})


_MOST_LABEL_WORDS = 6
"""Words of a line among which a label of the head is looked for."""
