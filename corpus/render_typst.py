"""Lay a summary out with Typst, whose Python package brings its compiler."""

import json
import re
from functools import cache

import typst

from corpus.fonts import BULLETS, font_folders
from corpus.model import Cell, Row, Summary
from corpus.style import Style


def render_typst(summary: Summary, style: Style) -> bytes:
    """Return the summary as PDF."""
    source = _write_source(summary, style)
    result = typst.compile(source.encode(), font_paths=_load_fonts())
    assert isinstance(result, bytes)  # one document, one file
    return result


@cache
def _load_fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[str(folder) for folder in font_folders()], include_system_fonts=False)


def _write_source(summary: Summary, style: Style) -> str:
    hyphenate = style.quirk == "hyphens"
    fonts = f'("{style.font}", "{BULLETS}")'
    title = " \\ ".join(_text(line, style) for line in summary.title)
    head = [_text(style.header, style)] if style.header else []
    head += [f"#align(center)[*{title}*]"] if style.repeat_title else []
    foot = style.page_numbers.replace("{n}", '#counter(page).display("1")').replace("{of}", "#counter(page).final().first()")
    lines = [
        f'#set page(paper: "a4", flipped: {_bool(style.landscape)}, margin: (x: 55pt, y: {70 if len(head) > 1 else 60}pt),'
        f" header: [{' #linebreak() '.join(head)}], footer: context [#align(center)[{foot}]])",
        f'#set text(font: {fonts}, size: {style.font_size}pt, lang: "en", hyphenate: {_bool(hyphenate)},'
        f" ligatures: {_bool(style.quirk == 'ligatures')}, fallback: true)",
        f"#set par(leading: 0.5em, spacing: {0.5 + style.gap}em, justify: {_bool(style.justified or hyphenate)})",
    ]
    if style.logo:
        lines.append("#box(width: 60pt, height: 22pt, fill: gradient.linear(blue, green))")
    if not style.repeat_title:
        lines.append(f"#block(below: 14pt)[#text(size: 1.3em)[*{title}*]]")
    share = round(style.label_share * 100)
    lines.append(f"#table(columns: ({share}%, 1fr, 1fr), inset: {style.padding}em, {_stroke(style)},")
    lines += [_write_row(row, style) for row in summary.rows]
    lines.append(")")
    lines += [f"#par[{_text(line, style)}]" for line in summary.closing]
    return "\n".join(lines)


def _stroke(style: Style) -> str:
    return {
        "grid": "stroke: 0.5pt",
        "rules": "stroke: (x: none, y: 0.5pt)",
        "shading": "stroke: none, fill: (_, y) => if calc.even(y) { luma(230) }",
        "none": "stroke: none",
    }[style.ruling]


def _write_row(row: Row, style: Style) -> str:
    label = f"#par(justify: false)[{_text(row.label, style)}]"
    cells = [f"[*{label}*]" if style.bold_labels else f"[{label}]"]
    if style.centred_labels:
        cells = [f"table.cell(align: horizon){cells[0]}"]
    contents = [f"[{_write_cell(cell, style)}]" for cell in row.cells]
    if len(contents) == 1:
        contents = [f"table.cell(colspan: 2){contents[0]}"] if style.merged else [contents[0], "[]"]
    return "  " + ", ".join(cells + contents) + ","


def _write_cell(cell: Cell, style: Style) -> str:
    pieces = []
    for block in cell:
        if not block.level:
            pieces.append(f"#par[{_text(block.text, style)}]")
            continue
        glyph = _text(style.glyphs[block.level - 1], style)
        left = (block.level - 1) * style.indent
        if style.native_lists:
            marker = f"marker: [{glyph}], indent: {left}em, body-indent: {style.indent * 0.6}em"
            pieces.append(f"#list({marker}, [{_text(block.text, style)}])")
        else:
            columns = f"columns: ({style.indent}em, 1fr)"
            pieces.append(f"#block(inset: (left: {left}em), grid({columns}, [{glyph}], [{_text(block.text, style)}]))")
    return "\n\n".join(pieces)


def _text(text: str, style: Style) -> str:
    """Return text as Typst content; where words are hyphenated, those with a hyphen of their own are kept whole."""
    if style.quirk != "hyphens":
        return f"#{json.dumps(text, ensure_ascii=False)}"
    pieces = re.split(r"(\S*\w-\w\S*)", text)
    return "".join(
        f"#box[#{json.dumps(p, ensure_ascii=False)}]" if i % 2 else f"#{json.dumps(p, ensure_ascii=False)}"
        for i, p in enumerate(pieces)
        if p
    )


def _bool(value: bool) -> str:
    return "true" if value else "false"
