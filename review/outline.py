"""A form as text: what each row, cell and block was taken for, and the values that were read from them."""

from collections.abc import Iterable, Iterator

from ucap.extractors.form import Block, Form
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import Evidence

LONGEST_SHOWN = 80
"""Characters of a printed text that are shown beside a value."""


def outline_form(form: Form) -> Iterator[str]:
    """Yield the lines of the form's tree: rows with their section and label, cells with their side, blocks with their level."""
    for row in form.rows:
        yield f"{row.section}: {row.label or '(no label)'}{_place(row.label)}"
        for cell in row.cells:
            if cell.side:
                yield f"  {cell.side}{'' if cell.blocks else ' (empty)'}"
            for block in cell.blocks:
                yield f"  {'  ' if cell.side else ''}{_mark(block)} {block.text}{_place(block.text)}"
    for note in form.notes:
        yield f"(set aside) {note}"


def _mark(block: Block) -> str:
    return "  " * (block.level - 1) + "•" if block.level else "¶"


def _place(text: SourceText) -> str:
    """Where the text stands: its pages, or its characters in a text file."""
    if pages := text.pages():
        return f"  [p. {'–'.join(dict.fromkeys((str(pages[0]), str(pages[-1]))))}]"
    span = text.span()
    return f"  [{span[0]}–{span[1]}]" if span else ""


def outline_values(evidence: Iterable[Evidence]) -> Iterator[str]:
    """Yield a line for each published value and page: table, row and column, the value, and where it is printed.

    Values that are texts of several lines stand on one; `raw_text` is added where it is not the value itself.
    """
    for row in evidence:
        value = " ".join((row.value or "null").split())
        printed = " ".join((row.raw_text or "").split())
        shown = f"{value}  (“{printed}”)" if printed and printed != value and len(printed) <= LONGEST_SHOWN else value
        yield f"{' '.join(filter(None, (row.table, name_row(row))))} {row.column} = {shown}{_name_place(row)}"


def name_row(row: Evidence) -> str:
    """Return the key of a value's row without the U-CAP's identifier, which all rows of a document share."""
    return row.row.removeprefix(row.ucap_id).removeprefix("/")


def _name_place(row: Evidence) -> str:
    if row.page is not None:
        boxes = "; ".join(",".join(f"{edge:.0f}" for edge in box) for box in row.boxes or [])
        return f"  [p. {row.page}: {boxes}]"
    return f"  [{row.span[0]}–{row.span[1]}]" if row.span else "  [not printed]"
