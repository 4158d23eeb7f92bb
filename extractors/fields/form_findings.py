"""What is reported about a form as a whole: words that are not seen or not read, rows of unclear sides or order, repairs."""

from ucap.extractors.fields.activities import is_dated_item
from ucap.extractors.fields.ledger import Ledger
from ucap.extractors.findings import Finding, quote
from ucap.extractors.form import PAIRED, Form
from ucap.extractors.numbers import is_missing
from ucap.extractors.page import Box, RegionKind
from ucap.extractors.repair import Repairs
from ucap.schemas.records import SectionName

_MIXED_SECTIONS: tuple[SectionName, ...] = ("activities", "results")
_MIXED_ITEMS = 2
"""Dated results or objectives, or bullets below the form, from which on rows may be mixed up. One may be due on a day."""
_SEEN: dict[RegionKind, str] = {
    "field": "What is filled into a form field",
    "note": "What is written in an annotation",
    "picture": "What looks like text in a picture",
}


def report_unread(form: Form, ledger: Ledger) -> None:
    """Report the words that are struck through, and those of the file that are not seen."""
    for section, struck in form.list_struck():
        ledger.report("struck_text", f"{quote(struck.chars)} is struck through and was not read.", section, struck)
    for hidden in form.hidden:
        where = "".join(f" ({_name_place(Box(*hidden.boxes(page)[0]), page)})" for page in hidden.pages()[:1])
        ledger.report(
            "hidden_text", f"{quote(hidden.chars)} is in the file but not seen, and was not read{where}.", source=hidden
        )
    for region in form.unread:
        details = f"{_SEEN[region.kind]} was not read ({_name_place(region.place or region.box, region.page)})."
        ledger.find(Finding("unread_text", details, form.find_section(region), page=region.page))


def _name_place(box: Box, page: int) -> str:
    """Return words for a box on a page.

    >>> _name_place(Box(72.0, 100.4, 300.6, 112.0), 2)
    'page 2, x 72 to 301, y 100 to 112 in points from its top left'
    """
    return f"page {page}, x {box.x0:.0f} to {box.x1:.0f}, y {box.top:.0f} to {box.bottom:.0f} in points from its top left"


def report_sides(form: Form, ledger: Ledger) -> None:
    """Report rows with one value where others have one for each side: converters print both sides on one line."""
    if not any(cell.side == "partner" and cell.blocks for row in form.rows for cell in row.cells):
        return
    for row in form.rows:
        text = row.cells[0].text() if len(row.cells) == 1 and row.section in PAIRED else None
        if text and not is_missing(text.chars):
            ledger.report("sides_unclear", f"“{text}” is the only value of its row.", row.section, row.label or text)


def report_mixed_rows(form: Form, ledger: Ledger) -> None:
    """Report dated results and objectives, and bullets below the form: converters may print the lines of a page in another
    order, and where labels stand in the middle of rows without rules, it may not show which row a line is of.
    """
    dated = [block for block in form.blocks("results") if is_dated_item(block)]
    aims = [block for block in form.blocks("objectives") if block.level and is_dated_item(block)]
    below = [block for block in form.blocks("contact") if block.level or is_dated_item(block)]
    for found, where, sections in (
        (dated, "results begin with a date", _MIXED_SECTIONS),
        (aims, "objectives begin with a date", ("objectives", *_MIXED_SECTIONS)),
        (below, "bullets stand below the form", _MIXED_SECTIONS),
    ):
        if len(found) >= _MIXED_ITEMS:
            details = f"{len(found)} {where}, such as {quote(found[0].text.chars)}: they may be activities or results."
            for section in sections:
                row = form.row(section)
                ledger.report("rows_mixed", details, section, row.label if row and row.label else found[0].text)


def report_repairs(repairs: Repairs, ledger: Ledger) -> None:
    """Report words that were read with the wrong character set, and control characters."""
    if repairs.words:
        words = dict.fromkeys(repairs.words)
        printed, fixed = next(iter(words))
        more = f", and {len(words) - 1} more words in the same way" if len(words) > 1 else ""
        ledger.find(Finding("encoding_repaired", f"{quote(printed)} was read as {quote(fixed)}{more}.", raw_text=printed))
    if repairs.controls:
        codes = ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(repairs.controls))
        ledger.find(Finding("control_characters", f"{len(repairs.controls)} control characters were removed ({codes})."))
