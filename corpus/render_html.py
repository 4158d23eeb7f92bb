"""Write a summary as HTML: a text shape of its own, and what Chromium and LibreOffice Writer print as PDF."""

import html
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from corpus.fonts import BULLETS, font_folders
from corpus.model import Block, Cell, Row, Summary
from corpus.style import Style

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WRITER = shutil.which("soffice") or shutil.which("libreoffice")
_CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
)  # fmt: skip


def render_chromium(summary: Summary, style: Style) -> bytes:
    """Return the summary as PDF printed by Chromium. Raises `FileNotFoundError` if there is no Chromium."""
    if not CHROMIUM:
        raise FileNotFoundError("chromium is not installed")
    with tempfile.TemporaryDirectory(prefix="ucap-corpus-") as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(write_html(summary, style), encoding="utf-8")
        command = [CHROMIUM, *_CHROMIUM_FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(_list_fonts(folder), encoding="utf-8")
        environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
        return target.read_bytes()


def _list_fonts(folder: str) -> str:
    """Return a configuration that makes our fonts fonts of the system: Chromium may print before it has loaded those of a
    style sheet, and leaves out their letters. Of a font in two kinds of files, that with TrueType outlines is taken.
    """
    ours = "".join(f"<dir>{part}</dir>" for part in font_folders())
    system = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    one_kind = "<selectfont><rejectfont><glob>*.otf</glob></rejectfont></selectfont>"
    return f"<?xml version='1.0'?><fontconfig>{ours}{system}{one_kind}<cachedir>{folder}/fonts</cachedir></fontconfig>"


def render_writer(summary: Summary, style: Style) -> bytes:
    """Return the summary as PDF printed by LibreOffice Writer. Raises `FileNotFoundError` if there is no Writer."""
    if not WRITER:
        raise FileNotFoundError("LibreOffice is not installed")
    profile = Path(tempfile.gettempdir(), f"ucap-corpus-writer-{os.getuid()}-{os.getpid()}")
    with tempfile.TemporaryDirectory(prefix="ucap-corpus-") as folder:
        source = Path(folder, "page.html")
        source.write_text(write_html(summary, style, legacy=True), encoding="utf-8")
        command = [WRITER, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(folder, "page.pdf").read_bytes()


def write_html(summary: Summary, style: Style, *, legacy: bool = False) -> str:
    """Return a whole HTML page; `legacy` sets ruling by attributes, which Writer's import knows better than style sheets."""
    attributes = ""
    if legacy:
        border = 1 if style.ruling == "grid" else 0
        attributes = f' width="100%" border="{border}" cellspacing="0" cellpadding="{round(style.padding * style.font_size)}"'
    rows = "\n".join(_write_row(row, style, i, legacy) for i, row in enumerate(summary.rows))
    title = "<br>".join(map(_escape, summary.title))
    logo = '<p><span class="logo">&nbsp;</span></p>' if style.logo and not legacy else ""
    repeated = style.repeat_title and not legacy
    head = f'<thead><tr><th colspan="3">{title}</th></tr></thead>' if repeated else ""
    top = "" if repeated else f"<h1>{title}</h1>"
    closing = "".join(f"<p>{_escape(line)}</p>" for line in summary.closing)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="{style.encoding if style.is_text else "utf-8"}">\n'
        f"<title>{_escape(summary.title[0])}</title>\n<style>\n{_write_css(style, legacy)}\n</style>\n</head>\n<body>\n"
        f"{logo}{top}\n<table{attributes}>\n{head}\n{rows}\n</table>\n{closing}\n</body>\n</html>\n"
    )


def _write_css(style: Style, legacy: bool) -> str:
    ruling = {
        "grid": "td { border: 1px solid #555; }",
        "rules": "td { border-top: 1px solid #555; border-bottom: 1px solid #555; border-left: none; border-right: none; }",
        "shading": "tr.even td { background: #e4e4e4; }",
        "none": "",
    }[style.ruling]
    numbers = style.page_numbers.replace("{n}", '" counter(page) "').replace("{of}", '" counter(pages) "')
    head = style.header.replace('"', "'")
    size = "A4 landscape" if style.landscape else "A4"
    margins = f'@top-left {{ content: "{head}"; font-size: 8pt; }} @bottom-center {{ content: "{numbers}"; font-size: 8pt; }}'
    lines = [
        f"@page {{ size: {size}; margin: 60pt 55pt; {'' if legacy else margins} }}",
        f"body {{ font-family: '{style.font}', '{BULLETS}', sans-serif; font-size: {style.font_size}pt; }}",
        f"table {{ border-collapse: collapse; width: 100%; {'' if legacy else 'table-layout: fixed;'} }}",
        f"td {{ vertical-align: top; padding: {style.padding}em; text-align: left; }}",
        f"p, li, div.b {{ margin: 0 0 {style.gap}em 0; {'text-align: justify;' if style.justified else ''} }}",
        f"td:first-child {{ vertical-align: {'middle' if style.centred_labels else 'top'}; }}",
        "p:last-child, li:last-child { margin-bottom: 0; } ul { margin: 0; padding: 0; }",
        "h1 { font-size: 1.4em; } .logo { display: inline-block; width: 60pt; height: 20pt; background: #246; }",
        ".glyph { display: inline-block; text-indent: 0; }",
        "tr, td { break-inside: auto; } html { -webkit-print-color-adjust: exact; }",
        ruling,
    ]
    return "\n".join(lines)


def _write_row(row: Row, style: Style, number: int, legacy: bool) -> str:
    shade = ' bgcolor="#e4e4e4"' if legacy and style.ruling == "shading" and number % 2 == 0 else ""
    share = round(style.label_share * 100)
    width = f' width="{share}%"' if number == 0 or legacy else ""
    label = f"<b>{_escape(row.label)}</b>" if style.bold_labels else _escape(row.label)
    shade += ' valign="top"' if legacy else ""
    centred = shade.replace('"top"', '"middle"') if style.centred_labels else shade
    cells = [f"<td{width}{centred}>{_p(label, legacy)}</td>"]
    span = ' colspan="2"' if len(row.cells) == 1 and style.merged else ""
    cells += [f"<td{span}{shade}>{write_cell(cell, style, legacy)}</td>" for cell in row.cells]
    if len(row.cells) == 1 and not style.merged:
        cells.append(f"<td{shade}></td>")
    return f'<tr class="{"odd" if number % 2 else "even"}">{"".join(cells)}</tr>'


def _p(content: str, legacy: bool) -> str:
    return f"<p>{content}</p>" if legacy else content


def write_cell(cell: Cell, style: Style, legacy: bool = False) -> str:
    """Return a cell's blocks as paragraphs and lists."""
    if style.native_lists:
        return _write_lists(cell, style)
    return "".join(_write_indented(block, style, legacy) for block in cell)


def _write_indented(block: Block, style: Style, legacy: bool) -> str:
    """Write a bullet as a paragraph with its glyph and a hanging indent."""
    if not block.level:
        return f"<p>{_escape(block.text)}</p>"
    glyph = style.glyphs[block.level - 1]
    left = block.level * style.indent
    if style.is_text:
        return f"<p>{'&nbsp;' * 4 * (block.level - 1)}{glyph} {_escape(block.text)}</p>"
    if legacy:  # a tab stop at the indent is what a hanging indent leads to there
        indent = f"margin-left: {left * style.font_size:.1f}pt; text-indent: -{style.indent * style.font_size:.1f}pt"
        return f'<p style="{indent}">{glyph}&#9;{_escape(block.text)}</p>'
    span = f'<span class="glyph" style="width: {style.indent}em">{glyph}</span>'
    return f'<div class="b" style="padding-left: {left}em; text-indent: -{style.indent}em">{span}{_escape(block.text)}</div>'


def _write_lists(cell: Cell, style: Style) -> str:
    """Write bullets as nested lists."""
    out: list[str] = []
    depth = 0
    for block in cell:
        while depth > block.level:
            out.append("</li></ul>")
            depth -= 1
        if block.level and depth == block.level:
            out.append("</li>")
        while depth < block.level:
            out.append(f"<ul{_write_marker(style, depth)}>")
            depth += 1
        out.append(f"<li>{_escape(block.text)}" if block.level else f"<p>{_escape(block.text)}</p>")
    out.append("</li></ul>" * depth)
    return "".join(out)


def _write_marker(style: Style, depth: int) -> str:
    """Return how a list's bullets are set: as a glyph, or drawn as the browser does at each depth of plain lists."""
    if style.is_text:
        return ""
    glyph = "" if style.drawn_bullets else f"list-style-type: '{style.glyphs[depth]}\\a0\\a0\\a0'; "
    return f' style="{glyph}padding-left: {style.indent}em"'


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
