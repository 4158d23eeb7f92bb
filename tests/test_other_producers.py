"""What is seen and what is in the file, by other producers than the hand-written pages of the tests beside this one.

The same by hand stands in `test_hidden_text`, `test_pdf_characters`, `test_page_frames`, `test_unread_text`, `test_causes`,
`test_inner_tables` and `test_radicals`.
"""

import re
from collections.abc import Callable

import pytest
import typst
from fpdf import FPDF
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import registerFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.fonts import font_folders
from tests.hostile_pdfs import good_pdf
from tests.test_causes import LETTER, ROWS
from tests.test_hidden_text import SECRET, by_fpdf, by_reportlab, words_of
from ucap.extractors.extract import read_document
from ucap.extractors.page import Page
from ucap.extractors.readers.pdf import load_reader, read_pdf
from ucap.extractors.repair import repair_document

READERS = ("pdfium", "pdfplumber")


def read_page(data: bytes, reader: str = "pdfium") -> Page:
    (page,) = repair_document(load_reader(reader)(data))[0].pages  # type: ignore[arg-type]
    return page


def by_typst(text: str) -> bytes:
    return typst.compile(text.encode())


def in_roboto(text: str) -> bytes:
    """Return a page of fpdf2 in an embedded font."""
    pdf = FPDF()
    pdf.add_page()
    pdf.add_font(
        "Roboto", "", str(next(file for folder in font_folders() for file in sorted(folder.rglob("Roboto-Regular.ttf"))))
    )
    pdf.set_font("Roboto", size=10)
    pdf.text(20, 60, text)
    return bytes(pdf.output())


def revise(data: bytes, *changes: tuple[bytes, bytes], further: bytes = b"") -> bytes:
    """Return a PDF with an update at its end: what the first object that holds a text says instead, and a further object."""
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    root = re.findall(rb"/Root \d+ 0 R", data)[-1]
    written = [
        (int(number), body.replace(old, new % size if b"%d" in new else new))
        for old, new in changes
        for number, body in [next(m for m in re.findall(rb"(\d+) 0 obj\s(.*?)endobj", data, re.DOTALL) if old in m[1])]
    ]
    written += [(size, further)] * bool(further)
    table = b""
    for number, body in written:
        table += b"%d 1\n%010d 00000 n \n" % (number, len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    ended = b"trailer << /Size %d %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size + 1, root, start, len(data))
    return data + b"xref\n" + table + ended


def arrow_of_canvas(canvas: Canvas) -> None:
    for x, font, sign in ((60, "Symbol", "\u2192"), (80, "ZapfDingbats", "\u2713"), (100, "ZapfDingbats", "\u25a0")):
        canvas.setFont(font, 10)
        canvas.drawString(x, 650, sign)


def arrow_of_fpdf(pdf: FPDF) -> None:
    for x, font, code in ((60, "Symbol", 0xAE), (80, "ZapfDingbats", 0x33), (100, "ZapfDingbats", 0x6E)):
        pdf.set_font(font, size=10)
        pdf.text(x, 150, chr(code))


@pytest.mark.parametrize(
    "data",
    [pytest.param(by_reportlab(arrow_of_canvas), id="reportlab"), pytest.param(by_fpdf(arrow_of_fpdf), id="fpdf2")],
)
def test_signs_of_the_standard_fonts_are_what_they_show(data):
    (page,) = read_pdf(data).pages
    line = [word.text.chars for word in page.words if round(word.baseline) in range(140, 156)]
    assert line == ["→", "✓", "■"]


def turned_of_canvas(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    canvas.setCropBox((20, 30, 500, 760))
    canvas.saveState()
    canvas.translate(300, 400)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Trams and trees")
    canvas.restoreState()


def test_a_page_that_reportlab_turns_and_cuts_has_its_frame():
    (page,) = read_pdf(by_reportlab(turned_of_canvas)).pages
    assert (page.width, page.height) == (570, 480)  # ReportLab lays the sheet of 600 by 800 on its side
    (first,) = (word for word in page.words if word.text.chars == "Trams")
    assert first.box.x0 == pytest.approx(370, abs=1)
    assert first.baseline == pytest.approx(280, abs=4)


def layer_of_fpdf(*, is_seen: bool) -> Callable[[FPDF], None]:
    def draw(pdf: FPDF) -> None:
        with pdf.optional_content(on_view=is_seen, on_print=not is_seen):
            pdf.text(60, 150, SECRET)

    return draw


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("is_seen", [True, False])
def test_a_layer_of_fpdf2_is_read_where_it_is_seen(is_seen, reader):
    page = read_page(by_fpdf(layer_of_fpdf(is_seen=is_seen)), reader)
    assert (SECRET in words_of(page)) == is_seen
    assert [text.chars for text in page.hidden] == [SECRET] * (not is_seen)


def note_of_fpdf(pdf: FPDF) -> None:
    pdf.free_text_annotation("291,072", x=60, y=150, w=60, h=12)


def note_of_canvas(canvas: Canvas) -> None:
    canvas.freeTextAnnotation("291,072", "Helv 10", (60, 640, 160, 660))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "data",
    [pytest.param(by_fpdf(note_of_fpdf), id="fpdf2"), pytest.param(by_reportlab(note_of_canvas), id="reportlab")],
)
def test_what_is_typed_on_a_page_is_read(data, reader):
    assert "291,072" in words_of(read_page(data, reader)).split()


PLACES = "Gijo\u0301n, Plzen\u030c, Logron\u0303o"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("data", [pytest.param(by_typst(PLACES), id="typst"), pytest.param(in_roboto(PLACES), id="fpdf2")])
def test_a_combining_accent_joins_the_letter_before_it(data, reader):
    assert words_of(read_page(data, reader)) == "Gijón, Plzeň, Logroño"


SOFT = "An inter\u00adna\u00adtion\u00adal neigh\u00adbour\u00adhood of wood\u00adwork\u00aders"


def narrow_of_fpdf(pdf: FPDF) -> None:
    pdf.set_xy(60, 130)
    pdf.multi_cell(75, 12, SOFT, align="L")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(
            by_typst(f"#set page(width: 60pt, height: 200pt, margin: 5pt)\n{SOFT}"),
            "An inter- national neigh- bourhood of wood- workers",
            id="typst",
        ),
        pytest.param(by_fpdf(narrow_of_fpdf), "An internation- al neighbour- hood of wood- workers", id="fpdf2"),
    ],
)
def test_a_soft_hyphen_is_read_where_it_is_printed(data, lines, reader):
    assert lines in words_of(read_page(data, reader))


def chinese_of_canvas(canvas: Canvas) -> None:
    registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(60, 650, "\u57ce\u5e02\uff1a\u6606\u660e\uff08\uff12\uff10\uff11\uff18\uff09 \u2f08\u2f24")


def test_full_width_signs_and_radicals_of_reportlab_are_everyday_ones():
    assert words_of(read_page(by_reportlab(chinese_of_canvas))).endswith("\u57ce\u5e02:\u6606\u660e(2018) \u4eba\u5927")


def test_a_unit_of_fpdf2_makes_a_page_larger():
    data = revise(in_roboto("Graz"), (b"/Type /Page\n", b"/UserUnit 2\n/Type /Page\n"))
    (page,), (plain,) = read_pdf(data).pages, read_pdf(in_roboto("Graz")).pages
    assert (page.width, page.height) == pytest.approx((2 * plain.width, 2 * plain.height))
    assert page.words[0].box.x0 == pytest.approx(2 * plain.words[0].box.x0, abs=0.1)


CODES = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 1 def\n"
    b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 begincidrange <0000> <ffff> 0 endcidrange endcmap end end"
)


def test_a_font_of_fpdf2_whose_encoding_is_a_table_in_the_file_has_its_letters():
    table = b"<< /Type /CMap /CMapName /Own /Length %d >> stream\n%s\nendstream" % (len(CODES), CODES)
    data = revise(in_roboto("Gij\u00f3n, 398 km\u00b2"), (b"/Encoding /Identity-H", b"/Encoding %d 0 R"), further=table)
    assert words_of(read_page(data)) == "Gij\u00f3n, 398 km\u00b2"


def attach_by_fpdf(tmp_path, *, is_clipped: bool) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    pdf.text(20, 20, " ".join(line for line, _ in LETTER))
    if is_clipped:
        file = tmp_path / "summary.pdf"
        file.write_bytes(good_pdf(ROWS))
        pdf.file_attachment_annotation(file, x=20, y=30)
    else:
        pdf.embed_file(bytes=good_pdf(ROWS), basename="summary.pdf")
    return bytes(pdf.output())


@pytest.mark.parametrize("is_clipped", [False, True])
def test_a_summary_that_fpdf2_attaches_to_a_letter_is_read(tmp_path, is_clipped):
    reading = read_document(attach_by_fpdf(tmp_path, is_clipped=is_clipped), "cover.pdf")
    assert reading.ucap, reading.document.reason
    assert reading.document.attachment == "summary.pdf"


FORM = """#set page(width: 500pt, height: 500pt, margin: 20pt)
#table(columns: (auto, 110pt, 150pt, 150pt),
  table.cell(rowspan: 3)[{names}], [City:], [Linz], [Kunming], [Country:], [Austria], [China],
  [Period of cooperation:], table.cell(colspan: 2)[May 2018 to June 2020],
  table.cell(rowspan: 3)[{work}], [Cooperation themes:], table.cell(colspan: 2)[Clean air],
  [Main activities:], table.cell(colspan: 2)[{activities}],
  [Expected results:], table.cell(colspan: 2)[{results}])"""
UPRIGHT = "#rotate(-90deg, reflow: true)[{}]"
DATED = [("2018-06", "A talk on lamps."), ("2019-03", "A visit to the tram depot."), ("2020-05", "A fair on bricks.")]
LIST = """#grid(columns: (1fr, 1fr), column-gutter: 12pt)[
- June 2018: A talk on lamps.
- March 2019: A visit to the tram depot.
][
- May 2020: A fair on bricks.
- June 2020: A last call.
]"""
TABLE = """#table(columns: (30%, 1fr), [When], [What], [June 2018], [A talk on lamps.],
[March 2019], [A visit to the tram depot.], [May 2020], [A fair on bricks.], [June 2020], [A last call.])"""
NO_RULES = """#table(columns: (36pt, 90pt), stroke: none, [June 2018], [A talk on lamps.],
[March 2019], [A visit to the tram depot.], [May 2020], [A fair on bricks.], [June 2020], [A last call.])"""


@pytest.mark.parametrize(
    "activities", [pytest.param(LIST, id="columns"), pytest.param(TABLE, id="table"), pytest.param(NO_RULES, id="no-rules")]
)
def test_what_typst_sets_side_by_side_in_a_cell_is_read_in_order(activities):
    names, work = UPRIGHT.format("PARTNERS"), UPRIGHT.format("WORK")
    data = by_typst(FORM.format(names=names, work=work, activities=activities, results="Less dust."))
    reading = read_document(data, "form.pdf")
    assert reading.ucap, reading.document.reason
    read = [(str(found.date_start)[:7], found.text) for found in reading.ucap.activities]
    assert read == [*DATED, ("2020-06", "A last call.")]
    assert {section.label for section in reading.ucap.sections if section.section == "city"} == {"City:"}
    noted = [issue.message for issue in reading.issues if issue.code == "running_text"]
    assert any("PARTNERS" in message and "WORK" in message for message in noted)
