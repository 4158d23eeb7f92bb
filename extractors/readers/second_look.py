"""Where one library names the glyphs of a page otherwise than another that draws it: two lists of characters in, remarks out.

pdfminer reads the standard fonts Symbol and ZapfDingbats as Latin letters, knows no `/ActualText`, and finds no characters in
fonts whose encoding is a stream in the file. Nothing in what it reads shows that.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ucap.extractors.findings import quote
from ucap.extractors.page import Remark
from ucap.extractors.readers.accents import join_accents
from ucap.extractors.readers.chars import Char, Chars, gather_chars
from ucap.extractors.readers.glyphs import lacks_names, repair_glyphs
from ucap.extractors.readers.tolerances import PDF, PdfTolerances

_CODE = "glyphs_differ"
_CELL = 20.0
"""Points: characters are looked for in squares of this size and those around them."""
_REACH = 1.5
"""Points by which two libraries may differ about where a glyph stands. Chosen: what they differ by elsewhere."""
_MOST_NAMED = 5
"""Texts that a finding quotes before it counts the others. Chosen, not measured."""


def find_differences(
    read: Sequence[Char], seen: Sequence[Char], page: int, tolerances: PdfTolerances = PDF
) -> Iterator[Remark]:
    """Yield a remark where characters that are `seen` on a page stand nowhere among those `read`, which name the page."""
    names = _index(_mend(read, tolerances))
    lost = [(at, char) for at, char in enumerate(_mend(seen, tolerances)) if _is_printed(char) and not _is_read(char, names)]
    if not lost:
        return
    texts = list(dict.fromkeys(_join(lost)))
    more = f" and {len(texts) - _MOST_NAMED} more" if len(texts) > _MOST_NAMED else ""
    shown = ", ".join(map(quote, texts[:_MOST_NAMED])) + more
    details = f"Page {page} shows {shown}, which pdfplumber reads otherwise or not at all."
    yield Remark(_CODE, details, page, texts[0])


def _mend(chars: Sequence[Char], tolerances: PdfTolerances) -> Chars:
    return join_accents(repair_glyphs(gather_chars(chars), tolerances.glyphs), tolerances.accents)


def _is_printed(char: Char) -> bool:
    if lacks_names([char.text]):
        return False
    return not char.text.isspace() and not unicodedata.category(char.text[0]).startswith("C")


def _index(chars: Iterable[Char]) -> dict[tuple[int, int], list[Char]]:
    cells: dict[tuple[int, int], list[Char]] = defaultdict(list)
    for char in chars:
        cells[_find_cell(char)].append(char)
    return cells


def _find_cell(char: Char) -> tuple[int, int]:
    return int(char.x // _CELL), int(char.y // _CELL)


def _is_read(char: Char, cells: dict[tuple[int, int], list[Char]]) -> bool:
    """Whether a character with some of the same letters stands at its place."""
    column, row = _find_cell(char)
    near = (other for x in (-1, 0, 1) for y in (-1, 0, 1) for other in cells.get((column + x, row + y), ()))
    letters = set(_spell(char))
    return any(_stands_at(char, other) and not letters.isdisjoint(_spell(other)) for other in near)


def _stands_at(char: Char, other: Char) -> bool:
    return abs(char.y - other.y) <= _REACH and other.x - _REACH <= char.x <= max(other.x1, other.x) + _REACH


def _spell(char: Char) -> str:
    return unicodedata.normalize("NFKD", char.text).replace("\u2010", "-").replace("\u00ad", "-")


def _join(lost: Sequence[tuple[int, Char]]) -> Iterator[str]:
    """Yield the texts of characters that follow each other."""
    text, last = "", -2
    for at, char in lost:
        if at != last + 1 and text:
            yield text
            text = ""
        text, last = text + char.text, at
    yield text
