"""A page drawn by hand whose text has the characters U+FB01 and U+FB02 themselves."""

from io import BytesIO

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.fonts import font_files

LINES = [
    (50, 60, "U-CAP Summary"),
    (50, 90, "City"), (180, 90, "Graz"), (360, 90, "Foshan"),
    (50, 110, "Country"), (180, 110, "Austria"), (360, 110, "China"),
    (50, 130, "Key focus"), (180, 130, "The ﬁve of\ufb01ces for ﬁsh, ﬂoods, ﬂats, ﬁlms and ﬁrst aid deﬁne one conﬁdential"),
    (180, 142, "proﬁle."),
    (50, 164, "Expected bene\ufb01ts"), (180, 164, "One ﬁle"),
]  # fmt: skip


def draw() -> bytes:
    """Return the PDF."""
    pdfmetrics.registerFont(TTFont("quirk serif", str(font_files("Source Serif Pro")[0])))
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, 420), invariant=1)
    canvas.setFont("quirk serif", 10)
    for x, y, text in LINES:
        canvas.drawString(x, 420 - y, text)
    canvas.save()
    return target.getvalue()
