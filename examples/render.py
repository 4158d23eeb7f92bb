"""Lay the sources of the sample documents out as PDF or text: ``python -m examples.render [NAME ...] [--layout L] [--to DIR]``.

Without ``--to`` every document lands at its place in ``raw/``. The layouts ``grid``, ``shaded`` and ``rules`` (ReportLab) and
``html`` and ``tabbed`` (text) give the same bytes from the same releases; ``browser`` needs Chromium and the fonts
that the source names, so such a document is written to ``raw/`` only when it is named.
"""

import argparse
import html
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
RAW = HERE.parent / "raw"
LAYOUTS = ("grid", "shaded", "rules", "browser", "html", "tabbed")
TEXT_LAYOUTS = ("html", "tabbed")
PAGE_BREAK = "\f"  # stands for the blank at which a text file goes on after a page break; other layouts print the blank
FIXED_DATE = b"D:20210115090000"


@dataclass(frozen=True)
class Block:
    """A paragraph (`level` 0) or a bullet (1 or 2); `text` may hold the tags u, i and b."""

    level: int
    text: str


@dataclass(frozen=True)
class Row:
    """A table row: one cell spans both value columns; `lines` marks a cell whose paragraphs are the lines of a list."""

    label: str
    cells: tuple[tuple[Block, ...], ...]
    lines: bool


@dataclass(frozen=True)
class Summary:
    """One U-CAP summary, free of layout, and how it is laid out by default."""

    title: str
    rows: tuple[Row, ...]
    closing: tuple[str, ...]
    output: str
    layout: str
    glyphs: tuple[str, str]
    font: str
    font_size: float
    running_head: str


def load_summary(path: Path) -> Summary:
    """Read one source file; its keys are described in ``examples/README.md``."""
    source = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = tuple(
        Row(row["label"], tuple(_load_cell(cell) for cell in row.get("cells") or [row["cell"]]), row.get("lines", False))
        for row in source["rows"]
    )
    first, second = source["glyphs"]
    return Summary(
        title=source["title"],
        rows=rows,
        closing=tuple(source["closing"]),
        output=source["output"],
        layout=source["layout"],
        glyphs=(first, second),
        font=source.get("font", "Helvetica"),
        font_size=source.get("font_size", 10.0),
        running_head=source.get("running_head", ""),
    )


def _load_cell(cell: Any) -> tuple[Block, ...]:
    """Read a cell: text, or a list of paragraphs (text) and bullets (``{b1: text}``, ``{b2: text}``)."""
    items = [cell] if isinstance(cell, str) else cell or []
    pairs = [("p", item) if isinstance(item, str) else next(iter(item.items())) for item in items]
    return tuple(Block({"p": 0, "b1": 1, "b2": 2}[key], text) for key, text in pairs)


def render(summary: Summary, layout: str) -> bytes:
    """Return the document in one of `LAYOUTS`: PDF bytes, or UTF-8 text."""
    if layout in TEXT_LAYOUTS:
        return _render_text(summary, layout).encode()
    return _render_browser(summary) if layout == "browser" else _render_reportlab(summary, layout)


def _markup(text: str) -> str:
    """Escape ampersands and drop page breaks; the tags stay."""
    return re.sub(r"&(?!\w+;)", "&amp;", text.replace(PAGE_BREAK, " ").strip())


# Text, as the programme's files were converted: one line a row, cells between tabs, HTML inside them.


def _render_text(summary: Summary, layout: str) -> str:
    write_cell = _write_tags if layout == "html" else _write_items
    out = ["", "", summary.title, ""] if layout == "html" else [summary.title, ""]
    broken = False
    for row in summary.rows:
        if row.lines:
            cells = [" ".join(block.text for block in cell) for cell in row.cells]
        else:
            cells = [write_cell(cell, summary.glyphs, broken) for cell in row.cells]
        label = f"<p>{row.label}</p>" if broken else row.label
        broken = broken or any(PAGE_BREAK in cell for cell in cells)
        end = "" if len(cells) > 1 or broken or layout == "tabbed" else "\t"
        out.append("\t".join([label, *cells]) + end)
    text = "\n".join([*out, "", *summary.closing, ""])
    return text.replace(PAGE_BREAK, "\n\n\n\n\t")


def _write_tags(cell: tuple[Block, ...], glyphs: tuple[str, str], broken: bool) -> str:
    """Bullets as paragraphs or in lists that are never closed: the shape of a converter that lost the list items."""
    if len(cell) == 1 and not cell[0].level and not broken:
        return cell[0].text
    out: list[str] = []
    inside = 0  # level of the open list
    for block, following in zip(cell, [*cell[1:], None], strict=True):
        prefix, text = (PAGE_BREAK, block.text[1:]) if block.text.startswith(PAGE_BREAK) else ("", block.text)
        inside = 0 if prefix else inside
        if block.level == 1 and following and (following.level == 2 or following.text.startswith(PAGE_BREAK)):
            out.append(f"{prefix}<p>{glyphs[0]} {text}</p>")
            inside = 0
        elif block.level:
            opening = "" if inside == block.level else '<ul style="list-style-type: none"> '
            out.append(f"{prefix}{opening}{glyphs[block.level - 1]} {text}")
            inside = block.level
        else:
            out.append(prefix + "<p>" + text.replace(PAGE_BREAK, f"</p>\t{PAGE_BREAK}<p>") + "</p>")
            inside = 0
    return " ".join(out).replace(" " + PAGE_BREAK, PAGE_BREAK)


def _write_items(cell: tuple[Block, ...], glyphs: tuple[str, str], _broken: bool) -> str:
    """Bullets in whole lists, a list to each run of one level."""
    blocks = [Block(block.level, block.text.replace(PAGE_BREAK, " ").strip()) for block in cell]
    if len(blocks) == 1 and not blocks[0].level:
        return blocks[0].text
    out: list[str] = []
    for level, run in groupby(blocks, key=lambda block: block.level):
        if level:
            items = " ".join(f"<li>{glyphs[level - 1]} {block.text}</li>" for block in run)
            out.append(f"<ul>{items}</ul>" if level == 1 else f'<ul style="list-style-type: none;">{items}</ul>')
        else:
            out += [f"<p>{block.text}</p>" for block in run]
    return " ".join(out)


# PDF by Chromium's print.

_CSS = """
@page {{ size: A4; margin: 20mm 18mm 18mm }}
body {{ font: {size}pt/1.3 '{font}', sans-serif; margin: 0 }}
h1 {{ font-size: 13pt; margin: 0 0 10pt }}
table {{ border-collapse: collapse; width: calc(100% - 1pt); table-layout: fixed }}
th, td {{ border: 0.75pt solid #000; padding: 3pt 5pt; vertical-align: top; text-align: left }}
th {{ width: 28% }}
p, ul {{ margin: 0 0 4pt }} p:last-child {{ margin-bottom: 0 }} ul:last-child {{ margin-bottom: 0 }}
ul {{ padding-left: 18pt }} li {{ margin-bottom: 2pt }}
ul.b1 {{ list-style-type: "{first}  " }} ul.b2 {{ list-style-type: "{second}  "; padding-left: 34pt }}
footer {{ margin-top: 14pt }}
"""


def _render_browser(summary: Summary) -> bytes:
    """Print the form as a page of HTML; its dates are set to a fixed one of the same length."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        raise SystemExit("the layout `browser` needs Chromium on the PATH")
    rows = "".join(
        f"<tr><th>{_markup(row.label)}</th>"
        + "".join(f"<td{' colspan=2' * (len(row.cells) == 1)}>{''.join(_cell_html(cell))}</td>" for cell in row.cells)
        + "</tr>"
        for row in summary.rows
    )
    closing = "".join(f"<p>{_markup(line)}</p>" for line in summary.closing)
    first, second = summary.glyphs
    style = _CSS.format(font=summary.font, size=summary.font_size, first=first, second=second)
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(summary.title)}</title>"
        f"<style>{style}</style><h1>{_markup(summary.title)}</h1><table>{rows}</table><footer>{closing}</footer></html>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        subprocess.run([browser, *options, source.as_uri()], check=True, capture_output=True, timeout=120)
        return re.sub(rb"D:\d{14}", FIXED_DATE, target.read_bytes())


def _cell_html(cell: tuple[Block, ...]) -> Iterator[str]:
    for level, run in groupby(cell, key=lambda block: block.level):
        tag = "li" if level else "p"
        items = "".join(f"<{tag}>{_markup(block.text)}</{tag}>" for block in run)
        yield f"<ul class=b{level}>{items}</ul>" if level else items


# PDF by ReportLab.

_WIDTHS = (126.0, 172.0, 172.0)
_TABLE_STYLES: dict[str, list[tuple[Any, ...]]] = {
    "grid": [("GRID", (0, 0), (-1, -1), 0.6, colors.black)],
    "shaded": [("BACKGROUND", (0, 0), (0, -1), colors.HexColor("#dbe5f1")), ("GRID", (0, 0), (-1, -1), 0.4, colors.grey)],
    "rules": [("LINEABOVE", (0, 0), (-1, 0), 0.6, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 0.6, colors.black)],
}
_GLYPH_FONTS = {"→": "Symbol", "■": "ZapfDingbats", "❍": "ZapfDingbats", "❖": "ZapfDingbats"}


def _render_reportlab(summary: Summary, layout: str) -> bytes:
    """Draw the form row by row, each a table that may break inside the row; the fonts are ReportLab's own."""
    regular, bold = summary.font, {"Times-Roman": "Times-Bold"}.get(summary.font, f"{summary.font}-Bold")
    if summary.font == "Vera":
        for name, file in (("Vera", "Vera.ttf"), ("Vera-Bold", "VeraBd.ttf"), ("Vera-Italic", "VeraIt.ttf")):
            pdfmetrics.registerFont(TTFont(name, file))
        pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="Vera-Bold", italic="Vera-Italic")
    elif summary.font not in pdfmetrics.standardFonts:
        regular, bold = "Helvetica", "Helvetica-Bold"  # the font of another producer
    size = summary.font_size
    text = ParagraphStyle("text", fontName=regular, fontSize=size, leading=size * 1.25, spaceAfter=3)
    strong = ParagraphStyle("strong", text, fontName=bold)
    heading = ParagraphStyle("heading", strong, fontSize=13, leading=17, spaceAfter=8)
    bullets = [
        ParagraphStyle(f"b{level}", text, leftIndent=18 * level, bulletIndent=18 * level - 16, bulletFontSize=size,
                       bulletFontName=_GLYPH_FONTS.get(glyph, regular))
        for level, glyph in enumerate(summary.glyphs, start=1)
    ]  # fmt: skip

    def draw_block(block: Block) -> Any:
        style = bullets[block.level - 1] if block.level else text
        return Paragraph(_markup(block.text), style, bulletText=summary.glyphs[block.level - 1] if block.level else None)

    def draw_row(row: Row) -> Any:
        widths = _WIDTHS if len(row.cells) > 1 else (_WIDTHS[0], sum(_WIDTHS[1:]))
        cells = [[draw_block(block) for block in cell] for cell in row.cells]
        style = [("VALIGN", (0, 0), (-1, -1), "TOP"), *_TABLE_STYLES[layout]]
        return Table([[Paragraph(_markup(row.label), strong), *cells]], colWidths=widths, splitInRow=1, style=style)

    def draw_margins(canvas: Any, document: Any) -> None:
        canvas.setFont(regular, 8)
        canvas.drawString(62, A4[1] - 40, summary.running_head)
        canvas.drawRightString(A4[0] - 62, 34, f"Page {document.page}")

    story = [Paragraph(_markup(summary.title), heading), *map(draw_row, summary.rows), Spacer(1, 14)]
    story += [Paragraph(_markup(line), text) for line in summary.closing]
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer, pagesize=A4, invariant=1, title=summary.title, leftMargin=56, rightMargin=56, topMargin=56, bottomMargin=56
    )
    document.build(story, onFirstPage=draw_margins, onLaterPages=draw_margins)
    return buffer.getvalue()


def main() -> None:
    """Render the named sources, or all, to their places in ``raw/`` or into another folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="sources without their ending; all where none is given")
    parser.add_argument("--layout", choices=LAYOUTS, help="instead of the layout that the source names; needs --to")
    parser.add_argument("--to", type=Path, help="folder for the documents, instead of raw/")
    options = parser.parse_args()
    if options.layout and not options.to:
        parser.error("--layout needs --to: raw/ holds each summary once")
    unknown = set(options.names) - {path.stem for path in (HERE / "sources").glob("*.yml")}
    if unknown:
        parser.error(f"no such source: {', '.join(sorted(unknown))}")
    for path in sorted((HERE / "sources").glob("*.yml")):
        summary = load_summary(path)
        layout = options.layout or summary.layout
        if options.names and path.stem not in options.names:
            continue
        if layout == "browser" and not options.names and not options.to:
            print(f"kept     {summary.output} (made by Chromium; name it to make it anew)")
            continue
        target = (options.to or RAW) / Path(summary.output).with_suffix(".txt" if layout in TEXT_LAYOUTS else ".pdf")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(summary, layout))
        print(f"rendered {summary.output} as {layout}")


if __name__ == "__main__":
    main()
