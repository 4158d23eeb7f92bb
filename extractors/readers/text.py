"""Bytes of a text file in, a form out, whatever shape it has: the shape is the first that finds enough known rows."""

import codecs
import re
from collections.abc import Callable
from dataclasses import replace

from ucap.extractors.assign import assign_rows
from ucap.extractors.form import Form, move_origins
from ucap.extractors.page import MAX_PAGES, UnreadableDocument
from ucap.extractors.readers.borders import draw_borders
from ucap.extractors.readers.broken_rows import doubt_broken_rows, doubt_flat_lists
from ucap.extractors.readers.formats import unsupported
from ucap.extractors.readers.grid import read_columns
from ucap.extractors.readers.grid_tables import read_grid_rows, read_ruled_rows
from ucap.extractors.readers.html_tables import read_html_pieces, read_html_rows
from ucap.extractors.readers.in_order import read_lines_in_order
from ucap.extractors.readers.labelled import read_labelled_rows
from ucap.extractors.readers.lines import cut_text
from ucap.extractors.readers.markdown import read_markdown_rows
from ucap.extractors.readers.row_signs import CELLS, COLUMNS, LINES, NOTHING, SIDES, Loss
from ucap.extractors.readers.rows import build_form
from ucap.extractors.readers.tabs import read_bar_rows, read_gap_rows, read_tab_rows
from ucap.extractors.readers.tolerances import TEXT, TextTolerances

PAGE_LENGTH = 100_000
"""Characters that a text file may have for each page that a PDF may have, mark-up included: 3000 are printed on a page."""
LINES_PER_PAGE = 1000
"""Lines with something in them, likewise: HTML written one tag a line has some hundred for a page."""
ENOUGH_ROWS = 3
"""A shape in which so many known rows are found is the text's shape; fewer are no U-CAP either."""


def _read_drawn_tables(text: str) -> Form:
    drawn = draw_borders(cut_text(text, 0, len(text)))
    return move_origins(build_form(read_grid_rows(drawn.chars)), drawn.origins)


SHAPES: tuple[tuple[str, Callable[[str, TextTolerances], Form], Loss], ...] = (
    ("HTML tables", lambda text, _: build_form(*read_html_rows(text)), NOTHING),
    ("tables with drawn borders", lambda text, _: _read_drawn_tables(text), LINES),
    ("Markdown tables", lambda text, _: build_form(read_markdown_rows(text)), LINES),
    ("tab rows", lambda text, t: build_form(read_tab_rows(text, t)), CELLS),
    ("rows with bars", lambda text, t: build_form(read_bar_rows(text, t)), CELLS),
    ("HTML without tables", lambda text, t: build_form(read_labelled_rows(read_html_pieces(text), t.labelled)), SIDES),
    ("columns under rules of dashes", lambda text, _: build_form(read_ruled_rows(text)), LINES),
    ("labels before runs of blanks and on lines of their own", lambda text, t: build_form(read_gap_rows(text, t)), SIDES),
    ("columns kept by blanks", read_columns, COLUMNS),
    ("labelled lines", read_lines_in_order, SIDES),
)
"""The shapes in the order in which they are tried: what is marked most clearly comes first, as each can be taken for
a later one. Last, what a text of that shape may have lost.
"""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)


def decode_text(data: bytes, max_pages: int = MAX_PAGES) -> str:
    """Decode a text file: by its byte order mark, as UTF-8, as UTF-16 where every other byte is zero, as the character set
    that an HTML file names, else as CP1252.

    Raises `UnreadableDocument` with code `unsupported_format` for bytes that are not text, `empty` for a text of blanks, and
    `too_large` for one longer than `max_pages` of `PAGE_LENGTH` characters or `LINES_PER_PAGE`.
    """
    text = "" if not data.strip(b"\0 \t\r\n\v\f") else _decode_bytes(data)
    if not text.strip():
        raise UnreadableDocument("empty", "the file holds nothing; fetch it again or take it away.")
    _check_size(len(text), "characters", PAGE_LENGTH, max_pages)
    _check_size(sum(1 for line in text.splitlines() if line.strip()), "lines", LINES_PER_PAGE, max_pages)
    return text


def _check_size(count: int, what: str, per_page: int, max_pages: int) -> None:
    if count > max_pages * per_page:
        most = f"the limit of {max_pages * per_page:,} ({per_page:,} a page)"
        raise UnreadableDocument("too_large", f"{count:,} {what} are more than {most}; split it or raise max_pages.")


def _decode_bytes(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace")
    # Every second byte of English in UTF-16 is zero; a third leaves room for other letters. Chosen.
    if data[:200].count(0) * 3 > len(data[:200]):
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    if b"\0" in data[:4096]:
        raise unsupported(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_named_charset(data), errors="replace")


def _named_charset(data: bytes) -> str:
    """Return the single-byte character set that an HTML file names, else CP1252: a superset of Latin-1 in all that
    is printed.
    """
    found = _CHARSET.search(data[:2048])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else "cp1252"
    except LookupError:
        return "cp1252"
    return name if name.startswith(("iso8859", "cp125", "koi8", "gb", "big5", "mac")) and name != "iso8859-1" else "cp1252"


def read_text(data: bytes, max_pages: int = MAX_PAGES) -> Form:
    """Read a text file as a form; see `read_shapes`. Raises as `decode_text`."""
    return read_shapes(decode_text(data, max_pages))


def read_shapes(text: str, tolerances: TextTolerances = TEXT) -> Form:
    """Read a text as a form, with doubts about what it may have lost; see `_read_shapes`."""
    return _read_shapes(text, tolerances)


def _read_shapes(text: str, tolerances: TextTolerances) -> Form:
    """Read a text as a form: in the first of `SHAPES` that shows three known rows, else in the one that shows most.

    Where no label is known, the values of the rows decide which shape shows most. A form without rows means that no label was
    recognised.
    """
    best = Form(())
    unknown: list[tuple[Form, Loss]] = []
    for _, read_shape, loss in SHAPES:
        form = read_shape(text, tolerances)
        if count_known_rows(form) > count_known_rows(best):
            best = _doubt_rows(form, loss, tolerances)
        if count_known_rows(best) >= ENOUGH_ROWS:
            return best
        unknown.append((form, loss))
    counts = [count_known_rows(assign_rows(form)) for form, _ in unknown]
    most = max(counts)
    if most <= count_known_rows(best):
        return best
    form, loss = unknown[counts.index(most)]
    return _doubt_rows(form, loss, tolerances)


def _doubt_rows(form: Form, loss: Loss, tolerances: TextTolerances) -> Form:
    """Return the form with doubts about the rows that show what a text of its shape may have lost.

    Rows of unknown labels are looked at as what they will be taken for.
    """
    if not loss:
        return doubt_flat_lists(form)
    known = assign_rows(form) if any(row.section == "unknown" and row.label for row in form.rows) else form
    found = doubt_broken_rows(known, loss, tolerances.order).doubts[len(known.doubts) :]
    return doubt_flat_lists(replace(form, doubts=(*form.doubts, *found)), loss=loss)


def count_known_rows(form: Form) -> int:
    """Return how many rows have a known label."""
    return sum(row.section != "unknown" and bool(row.label) for row in form.rows)
