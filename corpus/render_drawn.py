"""Draw our own page layout with fpdf2 and with ReportLab's canvas."""

import io

from fpdf import FPDF
from PIL import Image
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.model import Summary
from corpus.page_layout import PageLayout
from corpus.style import Style

RULE_WIDTH = 0.6
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
        for text in page.texts:
            pdf.set_font(text.face, size=text.size)
            pdf.text(text.x, text.baseline, text.text)
    return bytes(pdf.output())


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
        for text in page.texts:
            canvas.setFont(f"{style.font} {text.face}", text.size)
            canvas.drawString(text.x, height - text.baseline, text.text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
