"""Write a summary as text: tab rows with HTML in cells, a Markdown table, columns kept by blanks, a whole HTML page."""

import html
import textwrap
from dataclasses import replace

from corpus.model import Block, Cell, Summary
from corpus.render_html import write_html
from corpus.style import Style

_ASCII_GLYPHS = ("-", "*", "o")


def render_text(summary: Summary, style: Style) -> bytes:
    """Return the text file, in the style's encoding where that has all its characters, else in UTF-8."""
    for encoding in (style.encoding, "utf-8"):
        text = _write(summary, style)
        try:
            data = text.replace("\n", style.newline).encode(encoding)
        except UnicodeEncodeError:
            continue
        return data
    raise AssertionError("UTF-8 has every character")


def _write(summary: Summary, style: Style) -> str:
    if style.encoding in ("cp1252", "latin-1"):
        style = _with_plain_glyphs(style)
    if style.shape == "html":
        return write_html(summary, style)
    if style.shape == "markdown":
        return _write_markdown(summary, style)
    if style.shape == "columns":
        return _write_columns(summary, style)
    return _write_tabs(summary, style)


def _with_plain_glyphs(style: Style) -> Style:
    return replace(style, glyphs=_ASCII_GLYPHS)


def _write_tabs(summary: Summary, style: Style) -> str:
    """Write one line a row, cells between tabs; `tabs-pages` breaks some cells in two, as converters do at a page's end."""
    lines = ["", *summary.title, ""]
    for row in summary.rows:
        cells = [_write_tab_cell(cell, style) for cell in row.cells]
        parts = _cut_cell(row.cells[0], style) if style.shape == "tabs-pages" and len(row.cells) == 1 else None
        if parts:
            lines += [f"{row.label}\t{parts[0]}", "", "\f", f"\t{parts[1]}"]
        else:
            lines.append("\t".join([row.label, *cells]))
    lines += ["", *summary.closing, ""]
    return "\n".join(lines)


def _cut_cell(cell: Cell, style: Style) -> tuple[str, str] | None:
    """Cut a long cell between two blocks, or in the middle of a paragraph, with a page break between the halves."""
    middle = len(cell) // 2
    if len(cell) > 4:
        return _write_tab_cell(cell[:middle], style), _write_tab_cell(cell[middle:], style)
    words = cell[0].text.split() if len(cell) == 1 else []
    if len(words) > 30:
        halves = " ".join(words[:20]), " ".join(words[20:])
        return _write_tab_cell((Block(halves[0]),), style), _write_tab_cell((Block(halves[1]),), style)
    return None


def _write_tab_cell(cell: Cell, style: Style) -> str:
    if not any(block.level for block in cell) and len(cell) <= 1:
        return html.escape(cell[0].text, quote=False) if cell else ""
    out: list[str] = []
    depth = 0
    for block in cell:
        while depth > block.level:
            out.append("</ul>")
            depth -= 1
        while depth < block.level:
            out.append("<ul>")
            depth += 1
        text = html.escape(block.text, quote=False)
        out.append(f"<li>{style.glyphs[block.level - 1]} {text}</li>" if block.level else f"<p>{text}</p>")
    out.append("</ul>" * depth)
    return " ".join(out)


def _write_markdown(summary: Summary, style: Style) -> str:
    lines = [f"# {summary.title[0]}", "", *(f"{line}  " for line in summary.title[1:]), ""]
    for i, row in enumerate(summary.rows):
        label = f"**{row.label}**" if style.bold_labels else row.label
        cells = [_write_markdown_cell(cell, style) for cell in row.cells]
        cells += [""] * (2 - len(cells))
        lines.append(f"| {' | '.join([label, *cells])} |")
        if i == 0:
            lines.append("|---|---|---|")
    lines += ["", *(f"{line}\n" for line in summary.closing)]
    return "\n".join(lines)


def _write_markdown_cell(cell: Cell, style: Style) -> str:
    pieces = []
    for block in cell:
        text = block.text.replace("&", "&amp;").replace("|", "\\|")
        indent = "&nbsp;" * 4 * (block.level - 1) if block.level else ""
        pieces.append(f"{indent}{style.glyphs[block.level - 1]} {text}" if block.level else text)
    return "<br>".join(pieces)


def _write_columns(summary: Summary, style: Style) -> str:
    """Write labels and values side by side, wrapped and kept in columns by blanks, as layout-keeping converters do."""
    label_width, value_width = style.label_columns, 84
    half = value_width // 2
    left = " " * 2
    lines = [f"{'':20}{line}" for line in summary.title] + [""]
    for row in summary.rows:
        labels = textwrap.wrap(row.label, label_width - 2, break_long_words=False)
        if len(row.cells) == 1:
            values = _wrap_cell(row.cells[0], style, value_width)
        else:
            sides = [_wrap_cell(cell, style, half - 3) for cell in row.cells]
            height = max(map(len, sides))
            sides = [side + [""] * (height - len(side)) for side in sides]
            values = [f"{a:<{half}}{b}" for a, b in zip(*sides, strict=True)]
        height = max(len(labels), len(values))
        above = (height - len(labels)) // 2 if style.centred_labels else 0
        labels = [*[""] * above, *labels, *[""] * (height - len(labels) - above)]
        values += [""] * (height - len(values))
        lines += [f"{left}{a:<{label_width}}{b}".rstrip() for a, b in zip(labels, values, strict=True)]
        lines += [""] * style.spaced_rows
    lines += [f"{left}{line}" for line in summary.closing]
    page = 58
    return "\f".join(_with_running_lines(lines[i : i + page], style, i // page + 1) for i in range(0, len(lines), page))


def _with_running_lines(lines: list[str], style: Style, number: int) -> str:
    """Return a page's lines with the header above and the page number below them."""
    head = [style.header, ""] if style.header else []
    foot = ["", f"{'':56}{number}"] if style.page_numbers else []
    return "\n".join([*head, *lines, *foot]) + "\n"


def _wrap_cell(cell: Cell, style: Style, width: int) -> list[str]:
    lines: list[str] = []
    for i, block in enumerate(cell):
        if i and style.gap > 0.6:
            lines.append("")
        if block.level:
            first = "    " * (block.level - 1) + style.glyphs[block.level - 1] + "  "
            lines += textwrap.wrap(
                block.text, width, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
            )
        else:
            lines += textwrap.wrap(block.text, width, break_on_hyphens=False)
    return lines
