"""Draw our own page layout with fpdf2 and with ReportLab's canvas."""

import io
from dataclasses import replace

from fpdf import FPDF
from fpdf.enums import TextMode
from PIL import Image
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.decoys import hide_by, split_decoys
from corpus.model import Summary
from corpus.page_layout import PageLayout, Text
from corpus.style import Style
from corpus.typed import draw_field, split_typed

RULE_WIDTH = 0.6
STRIKE_HEIGHT = 0.28
"""Height of the line through struck words above the baseline, in font sizes."""
LOGO = Image.linear_gradient("L").resize((70, 20))


def render_fpdf(summary: Summary, style: Style) -> bytes:
    """Return the summary as PDF drawn with fpdf2."""
    layout = PageLayout(summary, style)
    pages = layout.lay_out()
    pdf = FPDF(orientation="landscape" if style.landscape else "portrait", unit="pt", format=(595, 842))
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0
    for face, path in layout.files.items():
        pdf.add_font(face, fname=path)
    pdf.set_line_width(RULE_WIDTH)
    for page in pages:
        pdf.add_page()
        for place in page.pictures:
            pdf.image(LOGO, place.x0, place.top, place.x1 - place.x0, place.bottom - place.top)
        for box in page.boxes:
            if box.x0 == box.x1 or box.top == box.bottom:
                pdf.line(box.x0, box.top, box.x1, box.bottom)
            else:
                pdf.set_fill_color(round(box.grey * 255))
                pdf.rect(box.x0, box.top, box.x1 - box.x0, box.bottom - box.top, style="F")
        shown, decoys = split_decoys(page)
        for text in shown:
            pdf.set_font(text.face, size=text.size)
            pdf.text(text.x, text.baseline, text.text)
        for text in decoys:
            pdf.set_font(text.face, size=text.size)
            _draw_decoy(pdf, text, style, summary.seed)
    return bytes(pdf.output())


def _draw_decoy(pdf: FPDF, text: Text, style: Style, seed: int) -> None:
    """Draw a text so that nobody sees it, or with a line through it."""
    width = pdf.get_string_width(text.text)
    if style.quirk == "struck":
        pdf.text(text.x, text.baseline, text.text)
        height = text.baseline - STRIKE_HEIGHT * text.size
        pdf.line(text.x, height, text.x + width, height)
        return
    match hide_by(seed, style.ruling):
        case "invisible":
            with pdf.local_context(text_mode=TextMode.INVISIBLE):
                pdf.text(text.x, text.baseline, text.text)
        case "see-through":
            with pdf.local_context(fill_opacity=0):
                pdf.text(text.x, text.baseline, text.text)
        case "clipped":
            with pdf.rect_clip(x=0, y=0, w=10, h=10):
                pdf.text(text.x, text.baseline, text.text)
        case "covered":
            pdf.text(text.x, text.baseline, text.text)
            pdf.set_fill_color(255)
            pdf.rect(text.x, text.baseline - 0.8 * text.size, width, 1.05 * text.size, style="F")


def _paint_decoy(canvas: Canvas, text: Text, style: Style, seed: int) -> None:
    """Draw the same with ReportLab; the baseline counts from the bottom."""
    width = canvas.stringWidth(text.text)
    if style.quirk == "struck":
        canvas.drawString(text.x, text.baseline, text.text)
        height = text.baseline + STRIKE_HEIGHT * text.size
        canvas.rect(text.x, height, width, 0.05 * text.size, stroke=0, fill=1)
        return
    match hide_by(seed, style.ruling):
        case "invisible":
            canvas.drawString(text.x, text.baseline, text.text, mode=3)
        case "see-through":
            canvas.setFillAlpha(0)
            canvas.drawString(text.x, text.baseline, text.text)
        case "clipped":
            path = canvas.beginPath()
            path.rect(0, 0, 10, 10)
            canvas.clipPath(path, stroke=0)
            canvas.drawString(text.x, text.baseline, text.text)
        case "covered":
            canvas.drawString(text.x, text.baseline, text.text)
            canvas.setFillGray(1)
            canvas.rect(text.x, text.baseline - 0.25 * text.size, width, 1.05 * text.size, stroke=0, fill=1)


def render_canvas(summary: Summary, style: Style) -> bytes:
    """Return the summary as PDF drawn with ReportLab; `rotated` turns the page and what is on it, so that it reads upright."""
    layout = PageLayout(summary, style)
    pages = layout.lay_out()
    for face, path in layout.files.items():
        name = f"{style.font} {face}"
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(path)))
    target = io.BytesIO()
    rotation = 90 * (1 + summary.seed % 3) if style.quirk == "rotated" else 0
    width, height = layout.width, layout.height
    canvas = Canvas(target, pagesize=(width, height), invariant=1)  # it swaps the sides itself where the page is turned
    for page in pages:
        canvas.setLineWidth(RULE_WIDTH)
        if rotation:
            canvas.setPageRotation(rotation)
            canvas.transform(
                *{90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}[rotation]
            )
        for place in page.pictures:
            size = (place.x1 - place.x0, place.bottom - place.top)
            canvas.drawImage(ImageReader(LOGO), place.x0, height - place.bottom, *size)
        for box in page.boxes:
            if box.x0 == box.x1 or box.top == box.bottom:
                canvas.line(box.x0, height - box.top, box.x1, height - box.bottom)
            else:
                canvas.setFillGray(box.grey)
                canvas.rect(box.x0, height - box.bottom, box.x1 - box.x0, box.bottom - box.top, stroke=0, fill=1)
        canvas.setFillGray(0)
        printed, typed = split_typed(page, summary) if style.quirk == "typed" else (page, [])
        for number, text in enumerate(typed):
            draw_field(canvas, text, f"field{canvas.getPageNumber()}.{number}", height, layout.files["regular"])
        shown, decoys = split_decoys(printed)
        for text in shown:
            canvas.setFont(f"{style.font} {text.face}", text.size)
            canvas.drawString(text.x, height - text.baseline, text.text)
        for text in decoys:
            canvas.saveState()
            canvas.setFont(f"{style.font} {text.face}", text.size)
            _paint_decoy(canvas, replace(text, baseline=height - text.baseline), style, summary.seed)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return target.getvalue()
