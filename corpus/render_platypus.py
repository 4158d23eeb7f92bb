"""Lay a summary out with ReportLab's Platypus: a table of paragraphs whose rows may split."""

import html
import io
from dataclasses import replace
from functools import partial

from reportlab.lib import colors  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4, landscape  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table  # type: ignore[import-untyped]
from reportlab.platypus.doctemplate import LayoutError  # type: ignore[import-untyped]

from corpus.fonts import bullets_file, font_files, is_bullet_glyph
from corpus.model import Cell, Summary
from corpus.style import Style

_MARGIN = 55


def render_platypus(summary: Summary, style: Style) -> bytes:
    """Return the summary as PDF; a form with a row that ReportLab cannot split has its labels at the top."""
    _register_fonts(style)
    try:
        return _build(summary, style)
    except LayoutError:
        # Of a row that is split, ReportLab pads the part with the centred label until it is as high as the whole row was.
        return _build(summary, replace(style, centred_labels=False))


def _build(summary: Summary, style: Style) -> bytes:
    size = style.font_size
    bold = ParagraphStyle("bold", fontName=f"{style.font} bold", fontSize=size, leading=size * 1.2)
    plain = ParagraphStyle("plain", parent=bold, fontName=f"{style.font} regular")
    title = ParagraphStyle("title", parent=bold, fontSize=size * 1.3, leading=size * 1.6)
    page_size = landscape(A4) if style.landscape else A4
    inner = page_size[0] - 2 * _MARGIN
    label = inner * style.label_share
    table = Table(
        [
            [Paragraph(_escape(row.label), bold if style.bold_labels else plain)]
            + [_write_cell(cell, style, plain) for cell in row.cells]
            + [""] * (2 - len(row.cells))
            for row in summary.rows
        ],
        colWidths=[label, (inner - label) / 2, (inner - label) / 2],
        style=_write_table_style(summary, style),
        splitByRow=1,
        splitInRow=1,
    )
    lines = [Paragraph(_escape(line), title) for line in summary.title]
    closing = [Paragraph(_escape(line), plain) for line in summary.closing]
    running = partial(_draw_running_text, style=style, height=page_size[1])
    target = io.BytesIO()
    document = SimpleDocTemplate(target, pagesize=page_size, margin=_MARGIN, invariant=1, title=summary.title[0])
    story = [*lines, Spacer(1, size), table, Spacer(1, size), *closing]
    document.build(story, onFirstPage=running, onLaterPages=running)
    return target.getvalue()


def _register_fonts(style: Style) -> None:
    regular, bold = font_files(style.font)
    for face, path in (("regular", regular), ("bold", bold), ("bullets", bullets_file())):
        if f"{style.font} {face}" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(f"{style.font} {face}", str(path)))


def _write_table_style(summary: Summary, style: Style) -> list[tuple[object, ...]]:
    padding = style.padding * style.font_size
    commands: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    commands += [("VALIGN", (0, 0), (0, -1), "MIDDLE")] if style.centred_labels else []
    commands += [(f"{side}PADDING", (0, 0), (-1, -1), padding) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    rulings: dict[str, list[tuple[object, ...]]] = {
        "grid": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
        "rules": [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black)],
        "shading": [("ROWBACKGROUNDS", (0, 0), (-1, -1), (colors.Color(0.88, 0.9, 0.94), colors.white))],
        "none": [],
    }
    commands += rulings[style.ruling]
    if style.merged:
        commands += [("SPAN", (1, i), (2, i)) for i, row in enumerate(summary.rows) if len(row.cells) == 1]
    return commands


def _write_cell(cell: Cell, style: Style, plain: ParagraphStyle) -> list[Paragraph]:
    size = style.font_size
    out = []
    for block in cell:
        if not block.level:
            paragraph = ParagraphStyle("p", parent=plain, spaceAfter=style.gap * size)
            out.append(Paragraph(_escape(block.text), paragraph))
            continue
        glyph = style.glyphs[block.level - 1]
        face = "bullets" if is_bullet_glyph(glyph) else "regular"
        left = block.level * style.indent * size
        bullet = ParagraphStyle("b", parent=plain, leftIndent=left, bulletIndent=left - style.indent * size)
        bullet.bulletFontName, bullet.bulletFontSize, bullet.spaceAfter = f"{style.font} {face}", size, style.gap * size
        out.append(Paragraph(_escape(block.text), bullet, bulletText=glyph))
    return out


def _draw_running_text(canvas: Canvas, document: SimpleDocTemplate, *, style: Style, height: float) -> None:
    canvas.setFont(f"{style.font} regular", 8)
    if style.header:
        canvas.drawString(_MARGIN, height - 30, style.header)
    if style.page_numbers:
        canvas.drawCentredString(
            document.pagesize[0] / 2, 25, style.page_numbers.partition(" of ")[0].format(n=document.page, of=document.page)
        )


def _escape(text: str) -> str:
    return html.escape(text.replace("\u202f", "\u00a0"), quote=False)
