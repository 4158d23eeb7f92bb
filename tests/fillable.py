"""Fillable summaries: a printed label column, and a form field for each value."""

import io
from collections.abc import Mapping, Sequence

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.hostile_pdfs import stream, write_pdf

TITLE = "IUC Urban Cooperation Action Plan (U-CAP) Summary"
LABELS = {
    "city": "City:",
    "country": "Country:",
    "population": "Population:",
    "period": "Period of cooperation",
    "themes": "Cooperation Themes:",
    "objectives": "Main objectives of cooperation:",
    "activities": "Main activities:",
}
PAIRS = {"city": ("Linz", "Yantai"), "country": ("Austria", "China"), "population": ("206,595", "7,102,100")}
VALUES = {
    "period": "March 2018 - November 2020",
    "themes": "Urban mobility",
    "objectives": "Exchange what both cities know about tram lines.\nPlan one line together.",
    "activities": "May 2018: Visit to the depots of Linz.\nJune 2019: Workshop in Yantai.",
}
TALL = {"objectives", "activities"}
HEIGHT = A4[1]


def draw_form(
    pairs: Mapping[str, tuple[str, str]] = PAIRS, values: Mapping[str, str] = VALUES, ticks: Sequence[tuple[str, bool]] = ()
) -> bytes:
    """Draw the form with ReportLab; `ticks` are themes, each with a box, in place of the field for themes."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(56, HEIGHT - 60, TITLE)
    canvas.setFont("Helvetica", 10)
    y = HEIGHT - 100.0
    for name, label in LABELS.items():
        height = 16 * len(ticks) if name == "themes" and ticks else 40 if name in TALL else 16
        canvas.drawString(56, y - 11, label)
        if name in pairs:
            for side, x in zip(pairs[name], (200, 380), strict=True):
                _draw_text(canvas, f"{name}{x}", side, x, y - height, 160, height)
        elif name == "themes" and ticks:
            for i, (theme, is_ticked) in enumerate(ticks):
                place = {"x": 200, "y": y - 14 - 16 * i, "size": 12}
                canvas.acroForm.checkbox(name=f"theme{i}", checked=is_ticked, **place)
                canvas.drawString(218, y - 11 - 16 * i, theme)
        else:
            _draw_text(canvas, name, values[name], 200, y - height, 340, height)
        y -= height + 8
        canvas.line(50, y + 4, 545, y + 4)
    canvas.drawString(56, y - 20, "For further information please contact: office@iuc-asia.eu")
    canvas.save()
    return out.getvalue()


def _draw_text(canvas: Canvas, name: str, value: str, x: float, y: float, width: float, height: float) -> None:
    canvas.acroForm.textfield(
        name=name,
        value=value,
        x=x,
        y=y,
        width=width,
        height=height,
        fontName="Helvetica",
        fontSize=10,
        borderWidth=0,
        maxlen=500,
        fieldFlags="multiline" if name in TALL else "",
    )


def write_form(widgets: Sequence[bytes], printed: Mapping[str, str] = VALUES, root: bytes = b"", form: bytes = b"") -> bytes:
    """Write the same form by hand: `printed` values are part of the page, populations are what the widgets say.

    `root` and `form` are further entries of the catalog and of the form.
    """
    show = [_show(56, 60, TITLE)]
    for i, (name, label) in enumerate(LABELS.items()):
        show.append(_show(56, 110 + 24 * i, label))
        if name in PAIRS and name != "population":
            show += [_show(x, 110 + 24 * i, text) for x, text in zip((200, 380), PAIRS[name], strict=True)]
        elif name in printed:
            show += [_show(200, 110 + 24 * i + 11 * k, line) for k, line in enumerate(printed[name].splitlines())]
    show.append(_show(56, 320, "For further information please contact: office@iuc-asia.eu"))
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + len(widgets)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%s] /DA (/Helv 10 Tf 0 g) "
        b"/DR << /Font << /Helv 5 0 R >> >> %s >> %s >>" % (kids, form, root),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> "
        b"/Contents 4 0 R /Annots [%s] >>" % kids,
        4: stream(b"\n".join(show)),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        6: stream(b"BT /F1 10 Tf 2 4 Td (999,999) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 160 16] "
        b"/Resources << /Font << /F1 5 0 R >> >>"),
    }  # fmt: skip
    return write_pdf({**objects, **{10 + i: widget for i, widget in enumerate(widgets)}})


def make_widget(x: int, value: str, further: bytes = b"") -> bytes:
    """Write a text field at the row of populations, without an appearance unless `further` says so."""
    kind = b"" if b"/Subtype" in further else b"/Subtype /Widget /FT /Tx /T (%d)" % x
    place = b"/Rect [%d 678 %d 694] /P 3 0 R /F 4 /V (%s)" % (x, x + 160, value.encode("cp1252"))
    return b"<< /Type /Annot %s %s %s >>" % (kind, place if b"/F " not in further else place.replace(b"/F 4", b""), further)


def _show(x: float, top: float, text: str) -> bytes:
    escaped = text.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /F1 10 Tf %d %d Td (%s) Tj ET" % (x, 842 - top - 8, escaped)
