"""Make the PDFs of the quirks anew from the sources beside them: ``python -m tests.quirks.render [NAME ...]``.

A source is Typst (``.typ``), or Python (``.py``) whose `draw` returns the PDF, drawn with fpdf2 or ReportLab. The same
releases of the producers give the same bytes.
"""

import argparse
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path

import typst
from fpdf.table import Table
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.fonts import font_folders

FOLDER = Path(__file__).resolve().parent
DRAWN_AT = datetime(2021, 1, 15, 9, tzinfo=UTC)
"""The creation date of PDFs whose producer cannot leave it out."""
DOCUMENT_ENDINGS = (".pdf", ".txt", ".md", ".html")


def list_quirks() -> list[str]:
    """Return the names of all quirks: those with expected values."""
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


def find_document(name: str) -> Path:
    """Return the document of a quirk, a PDF or a text file. Raises `ValueError` where there is not just one."""
    (document,) = (path for path in FOLDER.glob(f"{name}.*") if path.suffix in DOCUMENT_ENDINGS)
    return document


def find_source(name: str) -> Path | None:
    """Return what the PDF of a quirk is made from; None for a text file, which is its own source."""
    return next((path for ending in (".typ", ".py") if (path := FOLDER / f"{name}{ending}").exists()), None)


def render(source: Path) -> bytes:
    """Return the PDF that a source describes."""
    if source.suffix == ".py":
        drawn = import_module(f"tests.quirks.{source.stem}").draw()
        return bytes(drawn)
    made = typst.compile(str(source), font_paths=_load_fonts(), pdf_tags=False)  # a third smaller
    assert isinstance(made, bytes)  # one document, one file
    return made


@cache
def _load_fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[str(folder) for folder in font_folders()], include_system_fonts=False)


def draw_lines(pages: Sequence[Sequence[tuple[float, float, str]]], size: tuple[float, float] = (595, 420)) -> bytes:
    """Return a PDF with texts in Helvetica 10 where they are to stand: x and baseline from the page's top left, in points."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1)
    for lines in pages:
        canvas.setFont("Helvetica", 10)
        for x, y, text in lines:
            canvas.drawString(x, size[1] - y, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def fill_table(table: Table, rows: Iterable[Sequence[str]]) -> None:
    """Fill a table of three columns with rows of a label and its values; a single value spans both columns."""
    for label, *values in rows:
        cells = table.row()
        cells.cell(label)
        for value in values:
            cells.cell(value, colspan=3 - len(values))


def main() -> None:
    """Write the PDFs of the named quirks, or of all, beside their sources."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*list_quirks(), []], help="quirks; all where none is given")
    for name in parser.parse_args().names or list_quirks():
        if source := find_source(name):
            source.with_suffix(".pdf").write_bytes(render(source))


if __name__ == "__main__":
    main()
