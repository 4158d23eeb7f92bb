"""Paragraphs in, rows out: `Label: value` lines, labels on lines of their own, Markdown headings, HTML."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ucap.extractors.form import PAIRED
from ucap.extractors.labels import is_title, points_to
from ucap.extractors.layout.lines import join_lines
from ucap.extractors.numbers import is_missing, split_list
from ucap.extractors.numbers.number_words import read_scale, read_unit
from ucap.extractors.readers.label_starts import (
    LONGEST_LABEL,
    ends_in_slash,
    find_head_lines,
    match_starts,
    may_end_alternative,
)
from ucap.extractors.readers.open_labels import (
    find_headings,
    find_lone_labels,
    find_numbered_labels,
    find_open_labels,
    find_repeated,
    find_set_labels,
    match_open,
)
from ucap.extractors.readers.pieces import Piece, split_bullets
from ucap.extractors.readers.row_signs import BOTH_SIDES
from ucap.extractors.readers.rows import TextRow
from ucap.extractors.readers.sides import SideCountries, read_side_countries, split_sides
from ucap.extractors.readers.tolerances import TEXT, LabelledTolerances
from ucap.extractors.readers.valued_heads import find_valued_heads
from ucap.extractors.text.closing_lines import is_closing_line, is_contact_line
from ucap.extractors.text.continuation import continues_number, is_left_open, joins_left
from ucap.extractors.text.source_text import SourceText, join
from ucap.schemas.records import SectionName
from ucap.schemas.vocabularies import load_vocabulary

_SEPARATORS = tuple(
    map(re.compile, (r"\t", r"(?:^|\s)\|{1,2}(?:\s|$)", r"(?:^|\s)/(?:\s|$)", r";\s", r"\s[–—-]\s", r"\s(?:↔|<->|<>|&|and)\s"))
)

_SIDES = _SEPARATORS[:4]
"""Those that stand in no title."""
_HEAD: frozenset[SectionName] = frozenset((*PAIRED, "period", "title", "unknown"))
"""Rows of one line each, between which a line `Label: value` is a row. Among texts it may be a heading."""
_UNHEADED: frozenset[SectionName] = frozenset({"period", "agenda", "objectives", "activities", "unknown"})
"""Rows without headings, below which a line that is set as the labels are is one."""
_HEADED: frozenset[SectionName] = frozenset({"key_focus", "key_challenges", "results"})
"""Rows whose values begin with a heading, which ends with a colon as labels do."""
_GOAL = re.compile(r"SDGs?\b|(?:Sustainable Development )?Goal \d", re.IGNORECASE)
_LONGEST_HEAD_LINE = 160
"""Characters of such a line. Chosen: label and names of six cities have about 120."""


@dataclass
class _Found:
    """A row in the making: its label's pieces, and those of its value."""

    section: SectionName
    label: list[Piece]
    value: list[Piece] = field(default_factory=list)


def read_labelled_rows(
    pieces: Sequence[Piece], tolerances: LabelledTolerances = TEXT.labelled, taken: frozenset[SectionName] = frozenset()
) -> list[TextRow]:
    """Read paragraphs as rows: one that is a known label, or begins with one, opens a row; the others continue it.

    A label counts once; where it comes again, or has a row elsewhere in the text (`taken`), it is text. The values of the two
    sides stand on lines of their own, or on one line, separated by what separates the cities.
    """
    bulleted = _labels_are_bulleted(pieces, tolerances)
    seen: set[SectionName] = set(taken)
    rows: list[_Found | Piece] = []
    row: _Found | None = None
    first = next(
        (
            i
            for i, piece in enumerate(pieces)
            if (found := _find_label(piece, tolerances, bulleted=bulleted)) and found.section not in taken
        ),
        len(pieces),
    )
    headings = find_headings(pieces)
    unknown = {i for i, piece in enumerate(pieces) if not bulleted and i not in headings and _find_unknown(piece)}
    known = {} if bulleted else _list_known(pieces, tolerances)
    label_headings = frozenset() if bulleted else find_label_headings(pieces, tolerances)
    numbered = frozenset() if bulleted else find_numbered_labels(pieces, known)
    open_labels = frozenset() if bulleted else find_open_labels(pieces, known) | find_lone_labels(pieces, known)
    set_labels = frozenset() if bulleted else find_set_labels(pieces, known)
    open_labels = frozenset(i for i in open_labels if i or not _is_title(pieces[i], len(pieces[i].text)))
    # What stands right below a label is its value.
    open_labels -= {number + 1 for number in label_headings | numbered}
    valued = {} if bulleted else find_valued_heads(pieces, known)
    heads = find_head_lines([piece.text.chars[:LONGEST_LABEL] for piece in pieces], tolerances)
    for number, piece in enumerate(pieces):
        in_head = number in heads or _is_in_head(row, number + 1, known)
        is_last = number == len(pieces) - 1
        if is_contact_line(piece.text.chars) or (is_last and row and row.value and is_closing_line(piece.text.chars)):
            row = None
        elif (found := _find_label(piece, tolerances, bulleted=bulleted, in_head=in_head)) and not (
            found.section in seen or _is_topic(found, pieces[:number]) or _is_running_head(found, pieces, number)
        ):
            seen.add(found.section)
            rows.append(found)
            row = found
            continue
        elif number in valued:
            row = _Found("unknown", [replace(piece, text=piece.text[: valued[number]].strip())])
            row.value.append(Piece(0, piece.text[valued[number] :].strip()))
            rows.append(row)
            continue
        elif not (row and not row.value and row.section in _HEADED) and (
            number in open_labels
            or number in label_headings
            or number in numbered
            or (number in set_labels and row and row.section in _UNHEADED and row.value)
            or (
                number in unknown
                and (unknown.issuperset(range(number, first)) if number < first else row and row.section in _HEAD and row.value)
            )
        ):
            row = _open_unknown(piece)
            rows.append(row)
            continue
        if row and not row.value and ends_in_slash(row.label[-1].text.chars) and may_end_alternative(piece.text.chars):
            row.label.append(piece)
        elif row:
            row.value.append(piece)
        else:
            rows.append(piece)
    found_rows = [r for r in rows if isinstance(r, _Found)]
    for row in found_rows:
        if row.section in PAIRED:
            row.value = _join_wrapped(row.value)
    _drop_second_copies(found_rows)
    countries = _find_countries(found_rows)
    separator = _find_separator(found_rows, countries)
    made = [_make_row(row, separator, countries) if isinstance(row, _Found) else ([row],) for row in rows]
    counts = next(
        (_count_items(line) for row, line in zip(rows, made, strict=True) if isinstance(row, _Found) and row.section == "city"),
        [],
    )
    return [
        _place_by_count(line, counts) if isinstance(row, _Found) and row.section in PAIRED else line
        for row, line in zip(rows, made, strict=True)
    ]


def _count_items(row: TextRow) -> list[int]:
    """Return how many items each value of a row has."""
    return [len(split_list(" ".join(piece.text.chars for piece in cell))) for cell in row[1:]]


def _place_by_count(row: TextRow, cities: Sequence[int]) -> TextRow:
    """Return a row with its only value on the partner's side, if only that has as many cities as the value has items."""
    if len(cities) != BOTH_SIDES or len(row) != BOTH_SIDES or cities[0] == cities[1] or cities[1] == 1:
        return row
    return (row[0], [], row[1]) if _count_items(row) == cities[1:] else row


def find_label_headings(pieces: Sequence[Piece], tolerances: LabelledTolerances = TEXT.labelled) -> frozenset[int]:
    """Return the numbers of the headings that are labels: those of one level, where most of them are known or have words of
    labels, and each has text below.
    """
    levels: dict[int, list[int]] = {}
    themes = find_repeated(pieces)
    for number, piece in enumerate(pieces[:-1]):
        if piece.heading and pieces[number + 1].heading != piece.heading and number not in themes:
            levels.setdefault(piece.heading, []).append(number)
    for _, numbers in sorted(levels.items()):
        labels = sum(
            bool(_find_label(pieces[number], tolerances, bulleted=False) or points_to(pieces[number].text.chars))
            for number in numbers
        )
        if labels >= _FEWEST_HEADINGS and labels * 2 > len(numbers):
            return frozenset(numbers)
    return frozenset()


_FEWEST_HEADINGS = 3
"""Headings that may be labels, from which on those of their level are. Chosen: a report may have one or two."""


def _is_in_head(row: _Found | None, below: int, known: Mapping[int, SectionName]) -> bool:
    """Whether a line stands below a row of the form's head, or above the first: there one word is a label (`City Lahti`)."""
    return (row.section if row else known.get(below)) in PAIRED


def _find_label(piece: Piece, tolerances: LabelledTolerances, *, bulleted: bool, in_head: bool = False) -> _Found | None:
    """Return the row that a piece opens, with whatever of its value stands in the same piece."""
    glyph, text = split_bullets(piece.text)[0]
    if bool(glyph or piece.depth) != bulleted:
        return None
    text = text if bulleted else piece.text
    strong = max(0, piece.strong - len(piece.text) + len(text))
    for label_end, value_start, section in match_starts(text.chars[: LONGEST_LABEL * 2], strong, tolerances, in_head=in_head):
        found = _Found(section, [replace(piece, depth=0, text=text[:label_end])])
        value = text[value_start:].strip()
        if value and ends_in_slash(text.chars[:label_end]) and may_end_alternative(value.chars):
            # `Country / State Spain Canada`: the values of both sides may follow the second name.
            cut = next((at for at in _list_words(value.chars) if split_sides(section, value[at:])), len(value))
            found.label[0] = replace(piece, depth=0, text=text[: len(text) - len(value) + cut].strip())
            if cut < len(value):
                found.value.append(Piece(0, value[cut:]))
        elif value:
            found.value.append(Piece(0, value))
        return found
    return None


def _list_words(text: str) -> list[int]:
    """Return where the words of a text begin, without the first."""
    return [match.end() for match in re.finditer(r"\s+", text)]


def _find_unknown(piece: Piece) -> _Found | None:
    """Return the row of a line `Pilot city: Lahti / Kitakyushu`, whose label nobody knows; None for other texts."""
    match = match_open(piece)
    if match is None or not match.end() < len(piece.text) <= _LONGEST_HEAD_LINE or _is_title(piece, match.end()):
        return None
    return _open_unknown(piece)


def _is_title(piece: Piece, end: int) -> bool:
    """Whether a line is the title: it has words of titles (`IUC Pilot: Summary`) and, unlike `Cluster members: …`, no sides."""
    text = piece.text.chars
    phrases = load_vocabulary("form")["title_phrases"]
    has_words = is_title(text) or any(re.search(rf"\b{re.escape(phrase)}\b", text[:end]) for phrase in phrases)
    return has_words and not any(separator.search(text, end) for separator in _SIDES)


def _is_topic(found: _Found, above: Sequence[Piece]) -> bool:
    """Whether a label is a topic: `EU Urban Agenda: Housing` below `SDG 11: Cities`."""
    return found.section == "agenda" and bool(found.value and above) and _GOAL.match(above[-1].text.chars) is not None


def _is_running_head(found: _Found, pieces: Sequence[Piece], number: int) -> bool:
    """Whether a line is a running head above the title, not the row of cities: `Regions and cities working together`."""
    return found.section == "city" and number + 1 < len(pieces) and is_title(pieces[number + 1].text.chars)


def _open_unknown(piece: Piece) -> _Found:
    match = match_open(piece)
    end = match.end() if match else piece.text.chars.find(":") + 1 or len(piece.text)
    value = piece.text[end:].strip()
    return _Found("unknown", [replace(piece, text=piece.text[:end])], [Piece(0, value)] if value else [])


def _list_known(pieces: Sequence[Piece], tolerances: LabelledTolerances) -> dict[int, SectionName]:
    """Return the sections that known labels open, by the number of their first piece."""
    found: dict[SectionName, int] = {}
    for number, piece in enumerate(pieces):
        if label := _find_label(piece, tolerances, bulleted=False):
            found.setdefault(label.section, number)
    return {number: section for section, number in found.items()}


def _labels_are_bulleted(pieces: Sequence[Piece], tolerances: LabelledTolerances) -> bool:
    """Whether the rows themselves are the items of a list: most sections' labels stand behind a bullet."""
    sections: dict[bool, set[SectionName]] = {True: set(), False: set()}
    for piece in pieces:
        for bulleted in (True, False):
            if found := _find_label(piece, tolerances, bulleted=bulleted):
                sections[bulleted].add(found.section)
    return len(sections[True]) > len(sections[False])


def _find_countries(rows: Sequence[_Found]) -> SideCountries:
    """Return the countries of both sides, where their row has them on two lines, or on one that can be cut."""
    texts = next(([piece.text for piece in row.value] for row in rows if row.section == "country" and row.value), [])
    if not texts:  # its label may be of other words
        unknown = ([piece.text for piece in row.value] for row in rows if row.section == "unknown" and len(row.value) == 1)
        texts = next((found for found in unknown if split_sides("country", found[0])), [])
    sides = split_sides("country", texts[0]) if len(texts) == 1 else texts[:2]
    return read_side_countries(*(side.chars for side in sides or texts[:1])) if texts else SideCountries()


def _find_separator(rows: Sequence[_Found], countries: SideCountries) -> re.Pattern[str] | None:
    """Return what separates the two sides within a line: the first separator that cuts the cities in two, or else most
    paired rows.
    """
    single = [row for row in rows if row.section in PAIRED and len(row.value) == 1]
    single += [row for row in rows if row.section == "unknown" and len(row.value) == 1]
    cities = [row for row in single if row.section == "city"]
    if any(split_sides("city", row.value[0].text, countries) for row in cities):
        return None  # a blank separates the sides, so that other signs separate the cities of one
    # Where the cities of both sides stand on lines of their own, an `and` joins the values of one.
    on_lines = any(row.section == "city" and len(row.value) > 1 for row in rows)
    patterns = _SIDES if on_lines else _SEPARATORS
    counts = Counter({p: sum(len(row.value[0].text.split(p)) == 2 for row in cities or single) for p in patterns})
    best = max(patterns, key=lambda pattern: counts[pattern])  # the first among equals
    return best if counts[best] else None


def _make_row(row: _Found, separator: re.Pattern[str] | None, countries: SideCountries) -> TextRow:
    if row.section not in (*PAIRED, "unknown") or not row.value:
        return (row.label, row.value)
    row.value = _join_wrapped(row.value)
    if len(row.value) > 1:
        return (row.label, row.value[:1], row.value[1:])
    if row.section == "unknown" and points_to(join(piece.text for piece in row.label).chars).isdisjoint((*PAIRED, "title")):
        return (row.label, row.value)  # `January 2018 – December 2019` is one value
    parts = row.value[0].text.split(separator) if separator else []
    sides = parts if len(parts) == 2 else _split_value(row, countries)
    if sides is None:
        return (row.label, row.value)
    lead, partner = sides
    return (row.label, [Piece(0, lead)] if lead else [], [Piece(0, partner)] if partner else [])


def _split_value(row: _Found, countries: SideCountries) -> Sequence[SourceText] | None:
    """Cut a value at the blank between its sides; of an unknown row, as one of the sections to which its label points."""
    text = row.value[0].text
    if row.section != "unknown":
        return split_sides(row.section, text, countries)
    meant = points_to(join(piece.text for piece in row.label).chars).intersection(PAIRED) or PAIRED
    found = [sides for section in PAIRED if section in meant and (sides := split_sides(section, text, countries))]
    return found[0] if len({sides[0].chars for sides in found}) == 1 else None


def _drop_second_copies(rows: Sequence[_Found]) -> None:
    """Drop the second half of the cells over two columns that a converter wrote twice.

    Most rows of one value show such a converter: in a single one two paragraphs may say the same.
    """
    across = [row for row in rows if row.section not in PAIRED and row.value]
    copied = [row for row in across if _is_written_twice(row.value)]
    for row in copied if len(copied) * 2 > len(across) else ():
        row.value = row.value[: len(row.value) // 2]


def _is_written_twice(pieces: Sequence[Piece]) -> bool:
    """Whether the second half of a value repeats the first, as converters write a cell over two columns.

    >>> from ucap.extractors.text.source_text import from_file
    >>> _is_written_twice([Piece(0, from_file(text)) for text in ("Parks", "Trams", "Parks", "Trams")])
    True
    """
    texts = [piece.text.chars for piece in pieces]
    half = len(texts) // 2
    return half > 0 and texts[:half] == texts[half:]


def _join_wrapped(pieces: Sequence[Piece]) -> list[Piece]:
    """Join the lines of a value in the form's head that was too long for its cell: `Wuhan,` / `Yichang`, `56,214` / `ha`.

    Two lines that may be one number in groups are those of the two sides; only where more are left, a number goes on.
    """
    if sum(bool(piece.depth or split_bullets(piece.text)[0][0]) for piece in pieces) >= _FEWEST_ITEMS:
        return list(pieces)
    sure = _join_lines_of_value(pieces, is_number=False)
    return sure if len(sure) <= BOTH_SIDES else _join_lines_of_value(sure, is_number=True)


def _join_lines_of_value(pieces: Sequence[Piece], *, is_number: bool) -> list[Piece]:
    made: list[Piece] = []
    for piece in pieces:
        if made and _goes_on(made[-1].text.chars, piece.text.chars, is_number=is_number):
            made[-1] = replace(made[-1], text=join_lines([made[-1].text, piece.text]))
        else:
            made.append(piece)
    return made


_FEWEST_ITEMS = 2
"""Bullets from which on a value is a list; one sign before a line may be a dash or a minus (`May 2018` / `– June 2019`)."""


def _goes_on(above: str, line: str, *, is_number: bool) -> bool:
    """Whether a line of a value surely belongs to the one above: a list or number is open, a unit or remark follows."""
    opened = is_left_open(above) and not is_missing(above)
    closes = (
        (joins_left(line) and not is_missing(line)) or line.startswith("(") or bool(read_unit(line, 0) or read_scale(line, 0))
    )
    return opened or closes or (is_number and continues_number(above, line))
