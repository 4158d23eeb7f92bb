"""Renders one summary in every shape of text: what `tests/test_text_shapes.py` compares."""

import re
import textwrap
from collections.abc import Callable, Sequence

from examples.render import PAGE_BREAK, Block, Row, Summary

LABEL_WIDTH = 34
VALUE_WIDTH = 76
GLYPHS = ("•", "-")


def plain(text: str) -> str:
    return re.sub(r"</?[a-z]+>", "", text.replace(PAGE_BREAK, " ")).strip()


def escape(text: str) -> str:
    return re.sub(r"&(?!\w+;)", "&amp;", text.replace(PAGE_BREAK, " ")).strip()


def markdown_table(summary: Summary) -> str:
    def cell(blocks: Sequence[Block]) -> str:
        marks = ("", "* ", "  - ")
        return "<br>".join(marks[b.level] + plain(b.text).replace("|", r"\|") for b in blocks)

    rows = [f"| **{plain(row.label)}** | {' | '.join(map(cell, row.cells))} |" for row in summary.rows]
    return "\n".join([f"# {summary.title}", "", rows[0], "|---|:---|---|", *rows[1:], "", *summary.closing])


def markdown_headings(summary: Summary) -> str:
    out = [f"# {summary.title}"]
    for row in summary.rows:
        if len(row.cells) > 1:
            out.append(f"**{plain(row.label)}** {' / '.join(plain(' '.join(b.text for b in cell)) for cell in row.cells)}")
        else:
            out.append(f"## {plain(row.label)}")
            marks = ("", "- ", "    - ")
            out += [marks[b.level] + plain(b.text) for b in row.cells[0]]
    return "\n\n".join([*out, *summary.closing])


def labelled_lines(summary: Summary) -> str:
    def label(row: Row) -> str:
        return plain(row.label).rstrip(":") + ":"

    out = [summary.title, ""]
    for row in summary.rows:
        if len(row.cells) > 1:
            out.append(f"{label(row)} {' | '.join(plain(' '.join(b.text for b in cell)) for cell in row.cells)}")
        else:
            out.append(label(row))
            for block in row.cells[0]:
                indent = "  " * max(block.level - 1, 0)
                lead = indent + (f"{GLYPHS[block.level - 1]} " if block.level else "")
                out += textwrap.wrap(
                    lead + plain(block.text), VALUE_WIDTH, subsequent_indent=" " * len(lead), break_on_hyphens=False
                )
        out.append("")
    return "\n".join([*out, *map(plain, summary.closing)])


def html_document(summary: Summary) -> str:
    def cell(blocks: Sequence[Block], tag: str) -> str:
        out, level = [], 0
        for block in blocks:
            while level < block.level:
                out.append("<ul>")
                level += 1
            while level > block.level:
                out.append("</li></ul>" if out[-1] != "<ul>" else "</ul>")
                level -= 1
            if block.level:
                out.append(f"<li>{escape(block.text)}")
            else:
                out.append(f"<p>{escape(block.text)}</p>")
        return tag + "".join(out) + "</ul>" * level + "</td>"

    rows = "\n".join(
        f"<tr><th>{escape(row.label)}</th>"
        + "".join(cell(c, "<td>" if len(row.cells) > 1 else '<td colspan="2">') for c in row.cells)
        + "</tr>"
        for row in summary.rows
    )
    closing = "".join(f"<p>{escape(line)}</p>" for line in summary.closing)
    return (
        f"<!DOCTYPE html><html><head><title>{escape(summary.title)}</title><style>td {{ color: red }}</style></head><body>"
        f"<h1>{escape(summary.title)}</h1>\n<table><tbody>\n{rows}\n</tbody></table>{closing}</body></html>"
    )


def html_paragraphs(summary: Summary) -> str:
    out = [f"<div><span>{escape(summary.title)}</span></div>"]
    for row in summary.rows:
        out.append(f'<p class="MsoNormal"><b><span lang="EN-GB">{escape(row.label)}</span></b><o:p></o:p></p>')
        for cell in row.cells:
            for block in cell if len(row.cells) == 1 else [Block(0, " ".join(b.text for b in cell))]:
                glyph = f"{('·', 'o')[block.level - 1]}&nbsp;&nbsp; " if block.level else ""
                out.append(f"<p><span>{glyph}{escape(block.text)}</span></p>")
    return "\n".join(["<html><body>", *out, *(f"<div>{escape(line)}</div>" for line in summary.closing), "</body></html>"])


def columns(summary: Summary) -> str:
    """As a converter keeps it: labels and values side by side, wrapped to their columns, a page break after 50 lines."""
    half = VALUE_WIDTH // 2
    lines = [summary.title, ""]
    for row in summary.rows:
        label = textwrap.wrap(plain(row.label), LABEL_WIDTH - 3, break_on_hyphens=False)
        if len(row.cells) > 1:
            cells = [textwrap.wrap(plain("; ".join(b.text for b in cell)), half - 3) for cell in row.cells]
            height = max(map(len, cells))
            values = ["".join((cell[i] if i < len(cell) else "").ljust(half) for cell in cells).rstrip() for i in range(height)]
        else:
            values = []
            for block in row.cells[0]:
                lead = "    " * (block.level - 1) + f"{GLYPHS[block.level - 1]} " if block.level else ""
                hang = " " * len(lead)
                values += textwrap.wrap(lead + plain(block.text), VALUE_WIDTH, subsequent_indent=hang, break_on_hyphens=False)
        for i in range(max(len(label), len(values))):
            left = label[i] if i < len(label) else ""
            lines.append((left.ljust(LABEL_WIDTH) + (values[i] if i < len(values) else "")).rstrip())
    lines += ["", *map(plain, summary.closing)]
    pages = [lines[i : i + 50] for i in range(0, len(lines), 50)]
    return "\n\f".join("\n".join(page) for page in pages) + "\n\f"


def grid_table(summary: Summary) -> str:
    """As pandoc and reStructuredText draw it; a cell over both columns is printed in the first."""
    widths = (24, 44, 44)
    border = "+".join(["", *("-" * (width + 2) for width in widths), ""])

    def wrap(blocks: Sequence[Block], width: int) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            lead = "    " * (block.level - 1) + f"{GLYPHS[block.level - 1]} " if block.level else ""
            lines += [""] * bool(lines)
            lines += textwrap.wrap(lead + plain(block.text), width, subsequent_indent=" " * len(lead), break_on_hyphens=False)
        return lines

    out = [summary.title, "", border]
    for row in summary.rows:
        cells = [wrap(cell, width) for cell, width in zip([[Block(0, row.label)], *row.cells], widths, strict=False)]
        cells += [[]] * (3 - len(cells))
        for i in range(max(map(len, cells))):
            texts = (cell[i] if i < len(cell) else "" for cell in cells)
            out.append("|" + "|".join(f" {text:<{width}} " for text, width in zip(texts, widths, strict=True)) + "|")
        out.append(border)
    return "\n".join([*out, "", *map(plain, summary.closing)])


def org_table(summary: Summary) -> str:
    """As pandoc writes Emacs's tables: paragraphs of a cell on lines of their own, a rule `|---+---|` below the first row."""
    out = [f"* {summary.title}"]
    for row in summary.rows:
        cells = [
            [" " * 2 * max(b.level - 1, 0) + ("- " if b.level else "") + plain(b.text) for b in cell] for cell in row.cells
        ]
        for i in range(max(map(len, cells))):
            texts = [f"*{plain(row.label)}*" if not i else "", *(cell[i] if i < len(cell) else "" for cell in cells)]
            out += [f"| {' | '.join([*texts, ''][:3])} |", *(["|---+---+---|"] if len(out) == 1 else [])]
    return "\n".join([*out, "", *map(plain, summary.closing)])


RENDERINGS: dict[str, Callable[[Summary], str]] = {
    "markdown-table": markdown_table,
    "markdown-headings": markdown_headings,
    "labelled-lines": labelled_lines,
    "html-document": html_document,
    "html-paragraphs": html_paragraphs,
    "columns": columns,
    "grid-table": grid_table,
    "org-table": org_table,
}
