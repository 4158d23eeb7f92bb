"""Lines of a text in, those out that are rows of the form's head by their values: `Nation Finland Japan`.

Converters print label and values of both sides on one line, with a blank between. Where nobody knows the label, the values show
where it ends: the countries first, and then what lies in them, or figures.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ucap.extractors.assign.evidence import measure_values
from ucap.extractors.form import PAIRED, Block
from ucap.extractors.labels import points_to
from ucap.extractors.readers.pieces import Piece
from ucap.extractors.readers.sides import SideCountries, read_side_countries, split_sides
from ucap.extractors.text.bullets import bullet_glyphs
from ucap.extractors.text.continuation import is_left_open, joins_left
from ucap.schemas.records import SectionName

_MOST_LABEL_WORDS = 7
"""Words of a label in the head. Chosen: `Size of the city (in km2)` has six."""
_REACH = 6
"""Lines from the row of countries to the others of the head: there are five rows, one of which may take two lines."""
_FEWEST = 3
"""Rows that are found by their values, or by known labels between them, from which on each is one."""
_KNOWN_ENOUGH = 9
"""Known labels from which on a text's rows are known. Chosen: forms have 13 to 15 rows."""
_SURE = 0.9
"""Strength of evidence from which values are dates. Chosen."""
_LONGEST_LINE = 200
"""Characters of such a line: label and names of six cities have about 120."""


def find_valued_heads(pieces: Sequence[Piece], known: Mapping[int, SectionName]) -> dict[int, int]:
    """Return where the values begin in lines of the head whose labels nobody knows, by the number of the line.

    `known` are the lines that known labels open. Nothing is found without a line of two countries, whose label may be known.
    """
    for number, piece in enumerate(pieces):
        for start in _list_starts(piece) if known.get(number, "country") == "country" else ():
            sides = split_sides("country", piece.text[start:])
            if sides and _ends_label(piece.text.chars[:start]):
                countries = read_side_countries(sides[0].chars, sides[1].chars)
                found = _find_beside(pieces, number, known, countries)
                found |= {} if number in known else {number: start}
                near = range(number - _REACH, number + _REACH + 1)
                if len(found) + sum(at in known for at in near) < _FEWEST:
                    return {}
                return found | _find_below(pieces, max([number, *found]), known)
    return {}


def _find_beside(pieces: Sequence[Piece], number: int, known: Collection[int], countries: SideCountries) -> dict[int, int]:
    found: dict[int, int] = {}
    for at in range(max(number - _REACH, 0), min(number + _REACH + 1, len(pieces))):
        if at == number or at in known or len(pieces[at].text) > _LONGEST_LINE:
            continue
        starts = list(_find_cuts(pieces[at], countries))
        hinted = [start for start in starts if not points_to(pieces[at].text.chars[:start].split()[-1]).isdisjoint(PAIRED)]
        if starts:
            found[at] = hinted[-1] if hinted else starts[0]
    return found


def _find_below(pieces: Sequence[Piece], number: int, known: Collection[int]) -> dict[int, int]:
    """Return where the values begin in lines below the head: behind a few small words that point to a row of the form, or
    before dates. `number` is the last line of the head.
    """
    found: dict[int, int] = {}
    for at in range(number + 1, len(pieces) if len(known) < _KNOWN_ENOUGH else number):
        start = next(_list_starts(pieces[at], signs=True), 0)
        label, value = pieces[at].text.chars[:start], pieces[at].text[start:]
        if at in known or not start or not _ends_label(label):
            continue
        is_dated = at <= number + _REACH and measure_values([(Block(value),)]).get("dates", 0.0) >= _SURE
        if is_dated or points_to(label) - {*PAIRED, "title", "contact"}:
            found[at] = start
    return found


def _find_cuts(piece: Piece, countries: SideCountries) -> Iterator[int]:
    """Yield where values of both sides may begin: figures at a digit, names at a capital."""
    text = piece.text
    for start in _list_starts(piece):
        is_figure = text.chars[start].isdigit()
        sections: tuple[SectionName, ...] = ("population", "area") if is_figure else ("city", "province")
        if _ends_label(text.chars[:start]) and any(split_sides(section, text[start:], countries) for section in sections):
            yield start


def _list_starts(piece: Piece, *, signs: bool = False) -> Iterator[int]:
    """Yield the places behind the first words of a line that begins with a capital, where a value may begin: a capital, a digit
    or (`signs`) a bullet.
    """
    text = piece.text.chars
    if not text[:1].isupper() or (len(text) > _LONGEST_LINE and not signs) or piece.depth:
        return
    always, _ = bullet_glyphs()
    at = 0
    for word in text.split(" ", _MOST_LABEL_WORDS + 1)[:_MOST_LABEL_WORDS]:
        at += len(word) + 1
        sign = text[at : at + 1]
        if (sign.isupper() or sign.isdigit() or (signs and sign in always and sign)) and not joins_left(text[at:]):
            yield at


def _ends_label(label: str) -> bool:
    """Whether words can be a whole label: none is left open, as a list of names is, and no number stands in it."""
    has_number = any(char.isdigit() and char not in "2²" for char in label)  # `km2` is a unit
    return not (is_left_open(label.rstrip()) or ":" in label or has_number)
