"""What is in a PDF but not seen on its page is set aside; what is seen stays, however it is painted."""

import io
import zlib
from collections.abc import Callable

import pytest
from fpdf import FPDF
from fpdf.enums import TextMode
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.raw_pdf import write_pdf
from ucap.extractors.page import Page
from ucap.extractors.readers.pdf import load_reader

SHOWN = b"BT /F1 10 Tf 60 700 Td (Population of Graz) Tj ET\n"
SECRET = "Draft of Monday"


def text(words: str, x: float = 60, y: float = 650, size: float = 10) -> bytes:
    return f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n".encode()


def layered(state: str, content: bytes, **parts: bytes) -> bytes:
    """Return a PDF with a layer in that state; `/L0` names it."""
    catalog = f"/OCProperties << /OCGs [6 0 R] /D << /{state} [6 0 R] /Order [6 0 R] >> >>".encode()
    further = (b"<< /Type /OCG /Name (Draft) >>", *filter(None, [parts.get("form")]))
    resources = b"/Properties << /L0 6 0 R >>" + (b" /XObject << /X0 7 0 R >>" if "form" in parts else b"")
    return write_pdf(SHOWN + content, catalog=catalog, resources=resources, further=further)


def form_of_layer(content: bytes) -> bytes:
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /OC 6 0 R /Length %d"
    return (head + b" /Resources << /Font << /F1 5 0 R >> >> >> stream\n%s\nendstream") % (len(content), content)


def see_through(alpha: float) -> bytes:
    resources = f"/ExtGState << /G0 << /ca {alpha} /CA {alpha} >> >>".encode()
    return write_pdf(SHOWN + b"q /G0 gs " + text(SECRET) + b"Q", resources=resources)


def painted(before: bytes, after: bytes = b"") -> bytes:
    return write_pdf(SHOWN + before + text(SECRET) + after)


def annotated(kind: bytes, entries: bytes, look: bytes = b"/AP << /N 7 0 R >>") -> bytes:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Length 24 >> stream\n1 1 1 rg 0 0 200 20 re f\nendstream"
    note = b"<< /Type /Annot /Subtype /%s /Rect [50 640 250 660] %s %s >>" % (kind, look, entries)
    return write_pdf(SHOWN + text(SECRET), page=b"/Annots [6 0 R]", further=(note, form))


def typed_over(words: bytes, x: float, y: float) -> bytes:
    """Return a PDF whose secret a typed-on text (FreeText) on white ground covers."""
    look = b"1 1 1 rg 0 0 200 20 re f 0 g BT /F1 9 Tf %.1f %.1f Td (%s) Tj ET" % (x, y, words)
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Length %d /Resources << /Font << /F1 5 0 R >> >> >> stream\n"
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [50 640 250 660] /AP << /N 7 0 R >> /F 4 >>"
    form = head % len(look) + look + b"\nendstream"
    return write_pdf(SHOWN + text(SECRET), page=b"/Annots [6 0 R]", further=(note, form))


def print_words(words: str, size: tuple[int, int] = (480, 60)) -> Image.Image:
    """Return a picture of words, as a scanner makes it: four pixels a point."""
    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).text((0, 12), words, fill=30, font=ImageFont.load_default(40))
    return picture


def scanned(words: str, recognised: str, *, below: bool = False, picture: Image.Image | None = None) -> bytes:
    """Return a PDF of ReportLab with a picture of words and recognised words, invisible over it or painted below it."""
    target, shown = io.BytesIO(), picture or print_words(words)
    canvas = Canvas(target, pagesize=(600, 800), invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 700, "Population of Graz")

    def show() -> None:
        canvas.drawImage(ImageReader(shown), 60, 642, width=shown.width / 4, height=shown.height / 4)

    if not below:
        show()
    layer = canvas.beginText(60, 647)
    layer.setTextRenderMode(0 if below else 3)
    layer.setFont("Helvetica", 10)
    width = ImageFont.load_default(40).getlength(recognised) / 4
    layer.setHorizScale(100 * width / canvas.stringWidth(recognised, "Helvetica", 10))
    layer.textOut(recognised)
    canvas.drawText(layer)
    if below:
        show()
    canvas.save()
    return target.getvalue()


def by_reportlab(draw: Callable[[Canvas], None]) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(600, 800), invariant=1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 700, "Population of Graz")
    draw(canvas)
    canvas.save()
    return target.getvalue()


def by_fpdf(draw: Callable[[FPDF], None]) -> bytes:
    pdf = FPDF(unit="pt", format=(600, 800))
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    pdf.text(60, 100, "Population of Graz")
    draw(pdf)
    return bytes(pdf.output())


def clip_of_canvas(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(0, 0, 50, 50)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(60, 650, SECRET)


def overflow_of_canvas(canvas: Canvas) -> None:
    """A text longer than its cell is cut off where the next cell's text begins."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(60, 640, 68, 20)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(60, 650, f"Tram and rail {SECRET}")
    canvas.restoreState()
    canvas.drawString(124, 650, "Vienna")


def colour_of_fpdf(red: int, green: int, blue: int) -> Callable[[FPDF], None]:
    def draw(pdf: FPDF) -> None:
        pdf.set_text_color(red, green, blue)
        pdf.text(60, 150, SECRET)

    return draw


def shaded_of_fpdf(paper: int, ink: int) -> Callable[[FPDF], None]:
    def draw(pdf: FPDF) -> None:
        pdf.set_fill_color(paper)
        pdf.rect(50, 130, 200, 30, style="F")
        pdf.set_text_color(ink)
        pdf.text(60, 150, SECRET)

    return draw


def invisible_of_fpdf(pdf: FPDF) -> None:
    with pdf.local_context(text_mode=TextMode.INVISIBLE):
        pdf.text(60, 150, SECRET)


def see_through_of_fpdf(pdf: FPDF) -> None:
    with pdf.local_context(fill_opacity=0):
        pdf.text(60, 150, SECRET)


def white_of_canvas(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 650, SECRET)


def covered_of_canvas(canvas: Canvas) -> None:
    canvas.drawString(60, 650, SECRET)
    canvas.setFillGray(1)
    canvas.rect(40, 630, 300, 40, stroke=0, fill=1)


def invisible_of_canvas(canvas: Canvas) -> None:
    hidden = canvas.beginText(60, 650)
    hidden.setTextRenderMode(3)
    hidden.textOut(SECRET)
    canvas.drawText(hidden)


def covered_of_fpdf(pdf: FPDF) -> None:
    pdf.text(60, 150, SECRET)
    pdf.set_fill_color(255)
    pdf.rect(40, 130, 300, 40, style="F")


def clip_of_fpdf(pdf: FPDF) -> None:
    with pdf.rect_clip(x=300, y=300, w=50, h=50):
        pdf.text(60, 150, SECRET)


NEXT_LINE = text("Budget of Friday", 60, 651)
PICTURE = zlib.compress(bytes([200]) * 100)

GRADIENT = (
    b"/Pattern << /P0 << /Type /Pattern /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [60 0 200 0]"
    b" /Function << /FunctionType 2 /Domain [0 1] /C0 [0.7 0 0] /C1 [0 0 0.7] /N 1 >> >> >> >>"
)
FILL = b"/Pattern cs /P0 scn 40 630 300 40 re f Q"


def masked_gradient() -> bytes:
    """Return invisible words over a gradient that a mask of the same words cuts: what browsers make of `background-clip`."""
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Group << /S /Transparency >>"
    form = head + b" /Resources << /Font << /F1 5 0 R >> >> /Length %d >> stream\n%s\nendstream"
    resources = GRADIENT + b"/ExtGState << /G0 << /SMask << /Type /Mask /S /Alpha /G 6 0 R >> >> >>"
    content = SHOWN + b"3 Tr " + text(SECRET) + b"q /G0 gs " + FILL
    return write_pdf(content, resources=resources, further=(form % (len(text(SECRET)), text(SECRET)),))


HIDDEN = {
    "layer-off": layered("OFF", b"/OC /L0 BDC " + text(SECRET) + b"EMC"),
    "layer-off-as-form": layered("OFF", b"/X0 Do", form=form_of_layer(text(SECRET))),
    "layer-off-over-another-text": layered("OFF", text("Budget of Friday") + b"/OC /L0 BDC " + text(SECRET) + b"EMC"),
    "layer-off-as-form-over-another-text": layered(
        "OFF", text("Budget of Friday") + b"/X0 Do", form=form_of_layer(text(SECRET))
    ),
    "clipped-away": painted(b"q 0 0 50 50 re W n ", b"Q"),
    "white": painted(b"1 g "),
    "nearly-white": painted(b"0.98 g "),
    "colour-of-its-shading": painted(b"0.4 0.5 0.7 rg 40 630 300 40 re f "),
    "colour-of-its-narrow-cell": painted(b"0.8 0 0 rg 58 648 80 9 re f "),
    "covered-and-overprinted-lower": painted(b"", b"1 g 40 645 300 20 re f 0 g " + text("Drafts of Mon", 60.5, 646.5, 9)),
    "blacked-out-by-a-marker": annotated(b"Highlight", b"/QuadPoints [50 660 250 660 50 640 250 640] /C [0 0 0]", b""),
    "covered-by-a-typed-text": typed_over(b"March 2018", 10, 13),
    "white-beside-dark-letters": painted(b"1 g ", b"0 g " + NEXT_LINE),
    "see-through": see_through(0),
    "invisible": painted(b"3 Tr "),
    "invisible-beside-print": painted(text(SECRET.upper(), 61, 651) + b"3 Tr "),
    "covered": painted(b"", b"1 g 40 630 300 40 re f"),
    "covered-and-overprinted": painted(b"", b"1 g 40 630 300 40 re f 0 g " + NEXT_LINE),
    "covered-by-dark": painted(b"", b"0.2 g 40 630 300 40 re f"),
    "covered-by-a-picture": painted(b"", b"q 300 0 0 40 40 630 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x50\xa0\xa0\x50 EI Q"),
    "covered-by-an-annotation": annotated(b"FreeText", b"/Contents ()"),
    "beside-the-page": painted(b"1 0 0 1 900 0 cm "),
    "too-small": write_pdf(SHOWN + text(SECRET, size=0.5)),
    "invisible-over-a-photograph": scanned("", SECRET, picture=Image.linear_gradient("L").resize((480, 60))),
    "below-a-picture-of-other-words": scanned("Amt jjjj li, weiteres: kk Ort", SECRET, below=True),
    "clipped-by-reportlab": by_reportlab(clip_of_canvas),
    "longer-than-its-cell": by_reportlab(overflow_of_canvas),
    "white-by-reportlab": by_reportlab(white_of_canvas),
    "covered-by-reportlab": by_reportlab(covered_of_canvas),
    "invisible-by-reportlab": by_reportlab(invisible_of_canvas),
    "covered-by-fpdf2": by_fpdf(covered_of_fpdf),
    "clipped-by-fpdf2": by_fpdf(clip_of_fpdf),
    "white-by-fpdf2": by_fpdf(colour_of_fpdf(255, 255, 255)),
    "shaded-by-fpdf2": by_fpdf(shaded_of_fpdf(225, 220)),
    "invisible-by-fpdf2": by_fpdf(invisible_of_fpdf),
    "see-through-by-fpdf2": by_fpdf(see_through_of_fpdf),
}
SEEN = {
    "black": painted(b""),
    "layer-on": layered("ON", b"/OC /L0 BDC " + text(SECRET) + b"EMC"),
    "light-grey": painted(b"0.8 g "),
    "white-on-dark": painted(b"0.1 g 40 630 300 40 re f 1 g "),
    "white-on-its-narrow-cell": painted(b"0.8 0 0 rg 58 648 80 9 re f 1 g "),
    "red-on-green-as-bright": painted(b"0 0.5 0 rg 40 630 300 40 re f 0.98 0 0 rg "),
    "clipped-around-it": painted(b"q 40 630 300 40 re W n ", b"Q"),
    "printed-twice-for-bold": painted(text(SECRET, 60.3)),
    "outlined": painted(b"1 Tr 0.3 w 1 g "),
    "half-see-through": see_through(0.5),
    "over-a-shading": painted(b"0.9 g 40 630 300 40 re f 0 g "),
    "below-a-see-through-highlight": annotated(b"Highlight", b"/QuadPoints [50 660 250 660 50 640 250 640] /C [1 1 0]", b""),
    "invisible-over-a-picture-of-it": scanned(SECRET, SECRET),
    "below-a-picture-of-it": scanned("Draft of Monday, and of a week", "Draft of Monday, and of a week", below=True),
    "gradient-cut-to-letters": write_pdf(SHOWN + b"q 7 Tr " + text(SECRET) + FILL, resources=GRADIENT),
    "gradient-behind-a-mask-of-letters": masked_gradient(),
    "grey-by-fpdf2": by_fpdf(colour_of_fpdf(190, 190, 190)),
    "white-on-dark-by-fpdf2": by_fpdf(shaded_of_fpdf(60, 255)),
}


def read_page(data: bytes, reader: str = "pdfium") -> Page:
    (page,) = load_reader(reader)(data).pages  # type: ignore[arg-type]
    return page


def words_of(page: Page) -> str:
    ordered = sorted(page.words, key=lambda word: (round(word.baseline), word.box.x0))
    return " ".join(word.text.chars for word in ordered)


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", HIDDEN)
def test_what_nobody_sees_is_set_aside(name, reader):
    page = read_page(HIDDEN[name], reader)
    assert words_of(page).startswith("Population of Graz")
    assert not {"Draft", "Monday"} & set(words_of(page).split())
    assert SECRET.rsplit(maxsplit=1)[-1] in " ".join(found.chars for found in page.hidden)
    assert all(found.boxes(1) for found in page.hidden)


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", SEEN)
def test_what_is_seen_stays(name, reader):
    page = read_page(SEEN[name], reader)
    assert SECRET in words_of(page)
    assert page.hidden == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("layer-off-over-another-text", "Population of Graz Budget of Friday"),
        ("layer-off-as-form-over-another-text", "Population of Graz Budget of Friday"),
        ("invisible-beside-print", "Population of Graz DRAFT OF MONDAY"),
        ("covered-and-overprinted", "Population of Graz Budget of Friday"),
    ],
)
def test_what_is_printed_at_the_same_place_stays(name, words):
    assert words_of(read_page(HIDDEN[name])) == words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(text("127 parks") + text("Amt 4"), "\ufffd", id="two-texts"),
        pytest.param(text("127 parks") + text("000", 60.8, 651.5), "\ufffd", id="a-number-typed-over-another"),
        pytest.param(text("127 parks") + text("127 parks", 60.4), "127 parks", id="bold"),
        pytest.param(b"0.6 g " + text("127 parks", 61.8, 648.4) + b"0 g " + text("127 parks"), "127", id="shadow"),
        pytest.param(b"0.8 g " + text("AAAA", 40, 645, 30) + b"0 g " + text("127 parks"), "127 parks", id="huge-letters-below"),
        pytest.param(text("di", 60) + text("fferent", 66.1), "different", id="narrow-letter-beside-the-next-text"),
        pytest.param(text("127 parks") + text("204 parks", y=641), "127 parks", id="tight-lines"),
    ],
)
def test_letters_printed_over_each_other_are_not_read(data, words):
    read = words_of(read_page(write_pdf(SHOWN + data)))
    assert words in read
    assert ("\ufffd" in read) == ("\ufffd" in words)


def test_a_text_is_cut_where_it_is_clipped():
    words = words_of(read_page(HIDDEN["longer-than-its-cell"]))
    assert words.startswith("Population of Graz Tram and rail") and words.endswith("Vienna")


def test_letters_outside_the_visible_part_are_hidden():
    page = read_page(write_pdf(SHOWN + text(SECRET, 5, 650), page=b"/CropBox [50 30 560 760]"))
    assert page.hidden[0].chars.startswith("Draft o")


def test_a_bar_over_words_is_no_rule_between_cells():
    page = read_page(painted(b"", b"0 g 0 G 58 648 80 12 re B"))
    assert page.hidden
    assert page.strokes == ()
