"""A form as text: what each row, cell and block was taken for."""

from collections.abc import Iterator

from extractors.form import Block, Form
from extractors.source_text import SourceText


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
