"""Word documents: what authors do in forms, each in a small document of its own."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ucap.extractors.extract import read_document
from ucap.extractors.form import Form
from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.word import read_word
from ucap.extractors.readers.word.package import PackageLimits
from ucap.extractors.readers.word.styles import WordStyles
from ucap.schemas.records import SectionName

Fill = Callable[[Any], None]

ROWS = (
    ("City:", "Graz", "Kunming, Nanning"),
    ("Country:", "Austria", "China"),
    ("Population:", "290,000", "N/A"),
    ("Period of cooperation:", "May 2018 – June 2020", None),
    ("Cooperation themes:", "Parks", None),
    ("Main objectives of cooperation:", "Save water.", None),
    ("Main activities:", "", None),
    ("Expected results:", "A garden is open.", None),
)


def make_word(**fills: Fill) -> bytes:
    """Make a form of `ROWS`; `fills` name a row by a word of its label in small letters, and fill its first value cell."""
    document = docx.Document()
    document.add_heading("U-CAP Summary", 1)
    table = document.add_table(len(ROWS), 3)
    for row, (label, lead, partner) in zip(table.rows, ROWS, strict=True):
        cells = row.cells
        cells[0].text, cells[1].text = label, lead
        if partner is None:
            cells[1].merge(cells[2])
        else:
            cells[2].text = partner
        for name, fill in fills.items():
            if name in label.casefold():
                cells[1]._tc.remove(cells[1].paragraphs[0]._p)
                fill(cells[1])
                cells[1].add_paragraph()
    document.add_paragraph("For further information, please contact: graz@example.eu")
    if "document" in fills:
        fills["document"](document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_xml(xml: str) -> Fill:
    return lambda cell: cell._tc.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def add_list(*items: tuple[str, str]) -> Fill:
    def fill(cell: Any) -> None:
        for text, style in items:
            cell.add_paragraph(text, style)

    return fill


def read_cells(form: Form, section: SectionName) -> list[str]:
    row = form.row(section)
    return [cell.render().chars for cell in row.cells] if row else []


def test_a_form_is_read_with_its_sides_and_places() -> None:
    reading = read_document(make_word(), "plan.docx")
    assert reading.ucap is not None
    assert (reading.document.format, reading.document.page_count, reading.document.ucap_id) == (
        "docx",
        None,
        "graz--kunming-nanning",
    )
    assert [(city.city, city.country_code) for city in reading.ucap.cities] == [
        ("Graz", "AT"),
        ("Kunming", "CN"),
        ("Nanning", "CN"),
    ]
    (evidence,) = [e for e in reading.ucap.evidence if (e.table, e.column) == ("cities", "population")]
    assert evidence.span is not None
    assert evidence.span[1] - evidence.span[0] == len("290,000")
    assert reading.ucap.summary.contact_email == "graz@example.eu"


def make_formula(body: str) -> str:
    """Return a formula of Word's editor; `r[x]` is a run of it."""
    runs = re.sub(r"r\[(.*?)\]", r"<m:r><m:t>\1</m:t></m:r>", body)
    return f"<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>{runs}</m:oMath>"


def make_field(kind: str, following: str = "") -> str:
    """Return a paragraph with a form field as Word made them before content controls, and a text behind it."""
    begin = f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:enabled/>{kind}</w:ffData></w:fldChar></w:r>"
    end = "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    code = "<w:r><w:instrText> FORM </w:instrText></w:r>"
    return f"<w:p>{begin}{code}{end}<w:r><w:t xml:space='preserve'>{following}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param("<w:p><w:r><w:t>Save </w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>water.</w:t></w:r></w:ins></w:p>",
            "Save water.", id="insertion"),
        pytest.param("<w:p><w:r><w:t>Save </w:t></w:r><w:del w:id='1'><w:r><w:delText>all </w:delText></w:r></w:del>"
            "<w:r><w:t>water.</w:t></w:r></w:p>", "Save ~~all~~ water.", id="deletion"),
        pytest.param("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Sell</w:t></w:r><w:r><w:t> Save water.</w:t></w:r></w:p>",
            "~~Sell~~ Save water.", id="strike"),
        pytest.param("<w:p><w:r><w:rPr><w:strike w:val='false'/></w:rPr><w:t>Save water.</w:t></w:r></w:p>",
            "Save water.", id="strike-switched-off"),
        pytest.param("<w:p><w:r><w:t>Save wa</w:t><w:softHyphen/><w:t>ter.</w:t></w:r></w:p>", "Save water.", id="soft-hyphen"),
        pytest.param("<w:p><w:r><w:t>low</w:t><w:noBreakHyphen/><w:t>carbon</w:t></w:r></w:p>", "low-carbon", id="hyphen"),
        pytest.param("<w:p><w:r><w:t>Save water.</w:t><w:br/><w:t>Plant trees.</w:t></w:r></w:p>",
            "Save water.\nPlant trees.", id="line-break"),
        pytest.param("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>Save water.</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>", "Save water.", id="field"),
        pytest.param("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>IF </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>MERGEFIELD a</w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>999</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
            "<w:r><w:t>Save water.</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
            "Save water.", id="field-in-a-field"),
        pytest.param(make_field("<w:ddList><w:result w:val='1'/><w:listEntry w:val='Sell.'/>"
            "<w:listEntry w:val='Save water.'/></w:ddList>"), "Save water.", id="chosen-of-a-list-field"),
        pytest.param(make_field("<w:ddList><w:listEntry w:val='Save water.'/><w:listEntry w:val='Sell.'/></w:ddList>"),
            "Save water.", id="list-field-left-as-it-was"),
        pytest.param(make_field("<w:ddList><w:result w:val='7'/><w:listEntry w:val='Sell.'/></w:ddList>", "Save water."),
            "Save water.", id="list-field-without-that-entry"),
        pytest.param("<w:sdt><w:sdtContent>"
            + make_field("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", " Save water.")
            + make_field("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", " Sell.")
            + "</w:sdtContent></w:sdt>",
            "• ☒ Save water.\n  • ☐ Sell.", id="boxes-to-tick"),
        pytest.param("<w:p><w:hyperlink><w:r><w:t>Save water.</w:t></w:r></w:hyperlink></w:p>", "Save water.", id="link"),
        pytest.param("<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Save water.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            "Save water.", id="content-control"),
        pytest.param("<w:p><w:sdt><w:sdtContent><w:r><w:t>Save water.</w:t></w:r></w:sdtContent></w:sdt></w:p>",
            "Save water.", id="content-control-in-a-line"),
        pytest.param("<w:p><w:r><w:sym w:font='Wingdings' w:char='F0E0'/><w:tab/><w:t>Save water.</w:t></w:r></w:p>",
            "• Save water.", id="bullet-of-a-symbol-font"),
        pytest.param("<w:p><w:r><w:t xml:space='preserve'>Save </w:t></w:r>" + make_formula("r[x≥40]")
            + "<w:r><w:t>.</w:t></w:r></w:p>", "Save x≥40.", id="formula"),
        pytest.param("<w:p>" + make_formula("r[9 ]<m:sSup><m:e>r[km]</m:e><m:sup>r[2]</m:sup></m:sSup>") + "</w:p>",
            "9 km²", id="power"),
        pytest.param("<w:p>" + make_formula("<m:sSup><m:e>r[a]</m:e><m:sup>r[b]</m:sup></m:sSup>") + "</w:p>",
            "a^b", id="power-that-is-no-number"),
        pytest.param("<w:p>" + make_formula("<m:f><m:num>r[3]</m:num><m:den>r[4]</m:den></m:f>") + "</w:p>",
            "3/4", id="fraction"),
        pytest.param("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Save</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>water.</w:t></w:r></w:p>"
            "</w:tc></w:tr></w:tbl>", "Save\nwater.", id="table-within-a-cell"),
    ],
)  # fmt: skip
def test_words_of_a_cell(xml: str, expected: str) -> None:
    form = read_word(make_word(objectives=add_xml(xml))).form
    assert read_cells(form, "objectives") == [expected]


def make_control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


SAVE = "<w:r><w:t>Save water.</w:t></w:r>"
PROMPT = "<w:r><w:t>Click here to enter text.</w:t></w:r>"
SWITCHED_OFF = "<w:showingPlcHdr w:val='0'/>"
NAMED = "<w:placeholder><w:docPart w:val='Enter'/></w:placeholder><w:showingPlcHdr/>"


def add_prompts(document: Any) -> None:
    """Give a document what Word writes beside its content controls: the words that stand in them as long as they are empty."""
    body = "<w:docPartBody><w:p><w:r><w:t>Click here to </w:t></w:r><w:r><w:t>enter text.</w:t></w:r></w:p></w:docPartBody>"
    parts = f"<w:docParts><w:docPart><w:docPartPr><w:name w:val='Enter'/></w:docPartPr>{body}</w:docPart></w:docParts>"
    blob = f"<w:glossaryDocument {nsdecls('w')}>{parts}</w:glossaryDocument>".encode()
    kind = CONTENT_TYPE.WML_DOCUMENT_GLOSSARY
    part = Part(PackURI("/word/glossary/document.xml"), kind, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.GLOSSARY_DOCUMENT)


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(f"<w:p>{SAVE}{make_control('<w:showingPlcHdr/>', PROMPT)}</w:p>", ["Save water."], id="in-a-line"),
        pytest.param(make_control("<w:showingPlcHdr/>", f"<w:p>{PROMPT}</w:p>"), [""], id="around-a-paragraph"),
        pytest.param(f"<w:p>{make_control(NAMED, PROMPT)}</w:p>", [""], id="named"),
        pytest.param(f"<w:p>{make_control(NAMED, SAVE)}</w:p>", ["Save water."], id="filled-in-by-a-program"),
        pytest.param(f"<w:p>{make_control(SWITCHED_OFF, SAVE)}</w:p>", ["Save water."], id="switched-off"),
        pytest.param(f"<w:p>{make_control('', PROMPT)}</w:p>", ["Click here to enter text."], id="typed"),
    ],
)  # fmt: skip
def test_prompts_of_content_controls_are_not_read(xml: str, expected: list[str]) -> None:
    assert read_cells(read_word(make_word(objectives=add_xml(xml), document=add_prompts)).form, "objectives") == expected


def make_strict(data: bytes) -> bytes:
    """Return a document as Word saves it as Strict Open XML Document: names of ISO/IEC 29500-1, and units behind measures."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(stream, "w") as written:
        for name in archive.namelist():
            part = archive.read(name)
            part = re.sub(rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/",
                          rb"http://purl.oclc.org/ooxml/\1/", part)  # fmt: skip
            written.writestr(name, re.sub(rb'w:(left|start)="720"', rb'w:start="36pt"', part))
    return stream.getvalue()


def test_a_strict_document_is_read_as_others() -> None:
    data = make_word(activities=add_list(("2018: Visit", "List Bullet"), ("Talks", "List Bullet 2")), objectives=add_xml(
        "<w:p><w:pPr><w:ind w:left='720'/></w:pPr><w:r><w:t>Save water.</w:t></w:r></w:p>"))  # fmt: skip
    strict = make_strict(data)
    assert b"schemas.openxmlformats.org/wordprocessingml" not in zipfile.ZipFile(io.BytesIO(strict)).read("word/document.xml")
    assert read_word(strict) == read_word(data)
    assert read_document(strict, "plan.docx").document.status == "published"


@pytest.mark.parametrize(
    ("measure", "expected"),
    [("720", 720), ("-360", -360), ("36pt", 720), ("0.5in", 720), ("1.27cm", 720), ("12.7mm", 720), ("3pc", 720), ("wide", 0)],
)
def test_measures_with_units(measure: str, expected: int) -> None:
    paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:pPr><w:ind w:left='{measure}'/></w:pPr></w:p>")
    assert WordStyles(None, None).find_indent(paragraph) == expected


def test_struck_and_hidden_words_are_found_and_not_published() -> None:
    struck = "<w:del w:id='1' w:author='a'><w:r><w:delText>Sell water.</w:delText></w:r></w:del>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Ask the mayor first.</w:t></w:r>"
    reading = read_document(
        make_word(objectives=add_xml(f"<w:p>{struck}<w:r><w:t>Save water.</w:t></w:r>{hidden}</w:p>")), "a.docx"
    )
    assert reading.ucap
    assert reading.ucap.summary.objectives == "Save water."
    assert {"struck_text", "hidden_text"} <= {issue.code for issue in reading.issues}


WHITE = "<w:color w:val='FFFFFF'/>"


@pytest.mark.parametrize(
    ("look", "around", "is_hidden"),
    [
        pytest.param(WHITE, "", True, id="white"),
        pytest.param("<w:sz w:val='2'/>", "", True, id="of-no-size"),
        pytest.param(WHITE, "<w:shd w:val='clear' w:fill='auto'/>", True, id="white-on-white"),
        pytest.param(WHITE, "<w:shd w:val='clear' w:fill='1F3864'/>", False, id="white-on-dark"),
        pytest.param(WHITE + "<w:highlight w:val='darkBlue'/>", "", False, id="white-with-a-highlight"),
        pytest.param("<w:color w:val='FF0000'/>", "", False, id="red"),
    ],
)
def test_white_words_are_hidden_on_white_paper_only(look: str, around: str, is_hidden: bool) -> None:
    runs = f"<w:r><w:t>Save water.</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t> Ask the mayor first.</w:t></w:r>"
    reading = read_document(make_word(objectives=add_xml(f"<w:p><w:pPr>{around}</w:pPr>{runs}</w:p>")), "a.docx")
    assert reading.ucap
    assert reading.ucap.summary.objectives == "Save water." + " Ask the mayor first." * (not is_hidden)
    assert ("hidden_text" in {issue.code for issue in reading.issues}) == is_hidden


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param(
            [("May 2019: visit", "List Bullet"), ("ten guests", "List Bullet 2"), ("June 2019: fair", "List Bullet")],
            "• May 2019: visit\n  • ten guests\n• June 2019: fair", id="styles",
        ),
        pytest.param(
            [("May 2019: visit", "List Number"), ("June 2019: fair", "List Number")],
            "• May 2019: visit\n• June 2019: fair", id="numbers",
        ),
        pytest.param(
            [("→ May 2019: visit", "Normal"), ("○ ten guests", "Normal"), ("→ June 2019: fair", "Normal")],
            "• May 2019: visit\n  • ten guests\n• June 2019: fair", id="typed-glyphs",
        ),
    ],
)  # fmt: skip
def test_levels_of_lists(items: list[tuple[str, str]], expected: str) -> None:
    assert read_cells(read_word(make_word(activities=add_list(*items))).form, "activities") == [expected]


def test_a_header_is_no_part_of_the_form() -> None:
    def add_header(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Cities of the world"

    assert read_word(make_word(document=add_header)).form.notes == ("Cities of the world",)


@pytest.mark.parametrize(
    ("before", "raised", "after", "read", "notes"),
    [
        pytest.param("128,624", ("1",), "", "128,624", ("1 (raised, after “128,624”)",), id="footnote"),
        pytest.param("128,624", ("1", ")"), " (2019)", "128,624 (2019)", ("1) (raised, after “128,624”)",), id="two-runs"),
        pytest.param("52 km", ("2",), "", "52 km2", (), id="unit"),
        pytest.param("CH", ("4",), "x", "CH4x", (), id="word-goes-on"),
    ],
)
def test_raised_footnote_marks_are_set_aside(before: str, raised: tuple[str], after: str, read: str, notes: tuple[str]) -> None:
    style = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    marks = "".join(f"<w:r>{style}<w:t>{mark}</w:t></w:r>" for mark in raised)
    tail = f'<w:r><w:t xml:space="preserve">{after}</w:t></w:r>' if after else ""
    form = read_word(make_word(population=add_xml(f"<w:p><w:r><w:t>{before}</w:t></w:r>{marks}{tail}</w:p>"))).form
    assert (read_cells(form, "population")[0], form.notes) == (read, notes)


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Draft of May</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    xml = f"<w:p {nsdecls('w')} {mc}><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
    xml += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    data = make_word(document=lambda document: document.element.body.insert(0, parse_xml(xml)))
    assert read_cells(read_word(data).form, "title") == ["Draft of May\nU-CAP Summary"]


def test_a_cell_over_two_rows_continues_its_row() -> None:
    def merge(document: Any) -> None:
        table = document.tables[0]
        table.add_row().cells[1].text = "A second garden."
        table.cell(7, 0).merge(table.cell(8, 0))

    assert read_cells(read_word(make_word(document=merge)).form, "results") == ["A garden is open.\nA second garden."]


def test_a_form_without_a_table_is_read_by_its_tabs() -> None:
    document = docx.Document()
    for label, lead, partner in filter(all, (row if row[2] else (*row[:2], " ") for row in ROWS)):
        document.add_paragraph("\t".join(filter(None, (label, lead, partner))))
    stream = io.BytesIO()
    document.save(stream)
    form = read_word(stream.getvalue()).form
    assert read_cells(form, "city") == ["Graz", "Kunming, Nanning"]
    assert read_cells(form, "objectives") == ["Save water."]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        pytest.param(PackageLimits(parts=3), "too_large", id="parts"),
        pytest.param(PackageLimits(xml_bytes=1000), "too_large", id="text"),
        pytest.param(PackageLimits(bytes=1000), "too_large", id="all"),
    ],
)
def test_a_document_that_unpacks_to_much_is_refused(limits: PackageLimits, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_word(make_word(), limits=limits)
    assert caught.value.reason.startswith(f"{code}: ")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(make_word()[:2000] + b"word/document.xml", "damaged", id="cut"),
        pytest.param(b"PK\x03\x04\x14\0[Content_Types].xml PK\x03\x04 word/document.xml", "damaged", id="no-archive"),
        pytest.param(make_word(document=lambda d: d.element.body.clear()), "empty", id="without-text"),
        pytest.param(make_word(objectives=add_xml("<w:altChunk></w:altChunk>")), "unsupported_format", id="a-page-within"),
        pytest.param(make_word(objectives=add_xml("<w:p><w:subDoc/></w:p>")), "unsupported_format", id="a-part-beside"),
    ],
)
def test_what_is_no_readable_document_is_refused(data: bytes, code: str) -> None:
    reading = read_document(data, "plan.docx")
    assert reading.document.status == "quarantined"
    assert (reading.document.reason or "").startswith(f"{code}: ")


def test_places_of_values_count_the_text_that_is_handed_out():
    def strike(cell: Any) -> None:
        paragraph = cell.add_paragraph("Clean ")
        paragraph.add_run("air ").font.strike = True
        paragraph.add_run("water.")

    data = make_word(objectives=strike)
    ucap = read_document(data, "x.docx").ucap
    assert ucap
    text, places = read_word(data).text, {(row.table, row.column): row.span for row in ucap.evidence if row.span}
    start, end = places["ucaps", "period_text"]
    assert text[start:end] == "May 2018 – June 2020"
    start, end = places["ucaps", "objectives"]
    assert text[start:end] == "Clean air water."
    start, end = places["ucaps", "contact_email"]
    assert text[start:end] == "graz@example.eu"
