"""Whole documents, from bytes to tables: the sample documents of raw/, and the shared samples where they are present."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from pdfplumber.utils.exceptions import PdfminerException

from corpus.render import make_document
from tests.field_gold import find_misses
from tests.hostile_case import make_rows
from tests.hostile_pdfs import CATALOG, PAGE, codes_without_characters, encrypt_pdf, good_pdf, many_pages, scan_pdf, write_pdf
from ucap.extractors.extract import document_id_of, read_document
from ucap.extractors.options import ReadingOptions
from ucap.extractors.readers.formats import detect_format
from ucap.publishing.assemble import assemble_dataset
from ucap.publishing.checks import check_dataset
from ucap.schemas.reading import Reading

ROOT = Path(__file__).parent.parent
RAW = ROOT / "raw"
GOLD = json.loads((ROOT / "tests/gold/raw_fields.json").read_text(encoding="utf-8"))
SHARED = ROOT.parent / "shared"
SHARED_GOLD = SHARED / "gold/fields.json"


def read(paths: Sequence[Path], folder: Path) -> list[Reading]:
    return [read_document(path.read_bytes(), path.relative_to(folder).as_posix()) for path in paths]


def tables_of(readings: Sequence[Reading]):
    dataset = assemble_dataset(readings)
    assert check_dataset(dataset) == []
    return {name: table.to_pylist() for name, table in dataset.tables.items()}


@pytest.fixture(scope="module")
def raw_readings() -> list[Reading]:
    return read(sorted(path for path in RAW.rglob("*") if path.suffix in (".pdf", ".txt")), RAW)


def test_every_sample_document_has_gold(raw_readings):
    assert sorted(reading.document.source_path.rsplit("/", 1)[-1] for reading in raw_readings) == sorted(GOLD)


def test_fields_of_the_sample_documents(raw_readings):
    assert list(find_misses(tables_of(raw_readings), GOLD)) == []


def test_gold_comparison_notices_a_wrong_field(raw_readings):
    tables = tables_of(raw_readings)
    tables["activities"][0]["date_end"] = None
    tables["cities"][0]["population"] = 1
    assert {field for _, field, _, _ in find_misses(tables, GOLD)} == {"activities.date", "cities"}


def test_every_value_has_evidence_that_shows_it(raw_readings):
    tables = tables_of(raw_readings)
    shown = {(row["table"], row["row"], row["column"]): row for row in tables["evidence"]}
    for city in tables["cities"]:
        key = f"{city['ucap_id']}/{city['side']}/{city['position']}"
        for column in ("city", "province", "country", "country_code", "population", "area_km2", "geonames_id"):
            assert (("cities", key, column) in shown) == (city[column] is not None), (key, column)
    for activity in tables["activities"]:
        assert ("activities", activity["activity_id"], "text") in shown
        assert (("activities", activity["activity_id"], "date_start") in shown) == (activity["date_start"] is not None)
    formats = {row["ucap_id"]: row["format"] for row in tables["documents"]}
    for row in tables["evidence"]:
        if formats[row["ucap_id"]] == "pdf":
            assert row["boxes"], row
            assert row["page"] >= 1
            assert row["span"] is None
        else:
            assert row["boxes"] is None
            assert 0 <= row["span"][0] < row["span"][1]


def test_spans_of_text_files_hold_what_was_read(raw_readings):
    for reading in raw_readings:
        if reading.document.format != "text" or reading.ucap is None:
            continue
        content = (RAW / reading.document.source_path).read_bytes().decode()
        for evidence in reading.ucap.evidence:
            if evidence.column in ("city", "period_text", "date_text") and evidence.span:
                assert content[slice(*evidence.span)] == evidence.value


def test_boxes_lie_on_the_glyphs_of_the_value(raw_readings):
    """Cropping the page to the boxes gives back the printed text: read by the PDF library alone, not by our reader."""
    import pdfplumber

    for name in ("antwerp-xiamen.pdf", "turin-shenyang.pdf"):
        reading = next(r for r in raw_readings if r.document.source_path == name)
        assert reading.ucap
        with pdfplumber.open(RAW / name) as pdf:
            for evidence in reading.ucap.evidence:
                if evidence.column not in ("city", "population", "area_km2", "date_start", "theme", "contact_email"):
                    continue
                x0, top, x1, bottom = evidence.boxes[0]
                chars = pdf.pages[evidence.page - 1].chars
                inside = [
                    c
                    for c in chars
                    if x0 - 0.1 <= c["x0"] and c["x1"] <= x1 + 0.1 and top - 0.1 <= c["top"] and c["bottom"] <= bottom + 0.1
                ]
                printed = "".join(c["text"] for c in inside).replace(" ", "")
                assert printed == evidence.raw_text.replace(" ", "").replace("\n", ""), evidence


def test_entities_point_into_their_sections(raw_readings):
    shapes = [(535, "tabs"), (537, "markdown"), (539, "html"), (526, "fpdf-hyphens"), (516, "platypus-grid")]
    drawn = [read_document(make_document(seed, shape)[2], f"{seed}-{shape}") for seed, shape in shapes]
    assert {reading.document.status for reading in drawn} == {"published"}
    tables = tables_of([*raw_readings, *drawn])
    sections = {(row["ucap_id"], row["section"]): row["text"] for row in tables["sections"]}
    assert tables["entities"]
    for row in tables["entities"]:
        assert sections[row["ucap_id"], row["section"]][row["start"] : row["end"]] == row["text"]


def test_reading_twice_gives_the_same(raw_readings):
    path = RAW / raw_readings[0].document.source_path
    assert read([path], RAW)[0] == raw_readings[0]


shared = pytest.mark.skipif(
    not SHARED_GOLD.exists(), reason=f"the shared samples are missing: no {SHARED_GOLD.name} beside the repository"
)


@shared
@pytest.mark.parametrize(
    "rendering", ["_lo.pdf", "_lo_word.pdf", "_chrome.pdf", "_lo_nolines.pdf", "_rl_rows.pdf", "_tabbed.txt", "00"]
)
def test_fields_of_the_shared_samples(rendering):
    gold = {
        file: fields
        for file, fields in json.loads(SHARED_GOLD.read_text(encoding="utf-8")).items()
        if rendering in file and (not file.startswith("00") or rendering == "00")
    }
    assert len(gold) == 2
    readings = read([SHARED / "samples" / file for file in gold], SHARED / "samples")
    assert list(find_misses(tables_of(readings), gold)) == []


@shared
def test_every_rendering_of_a_sample_gives_the_same_tables():
    seen: dict[str, tuple[str, list[dict[str, Any]]]] = {}
    for path in sorted((SHARED / "samples").glob("*")):
        ucap = read_document(path.read_bytes(), path.name).ucap
        assert ucap
        rows = [ucap.summary, *ucap.themes, *ucap.agenda_topics, *ucap.activities, *ucap.results, *ucap.cities, *ucap.sections]
        plain = [{k: v for k, v in row.model_dump().items() if not k.startswith("page") and k != "document_id"} for row in rows]
        plain = [row for row in plain if row.get("section") != "contact"]  # one rendering lost the underscore of the address
        first = seen.setdefault(ucap.ucap_id, (path.name, plain))
        assert plain == first[1], f"{path.name} differs from {first[0]}"
    assert len(seen) == 2


# Files that are not a U-CAP

ONLY = "only PDF, .docx and text are read"


def make_zip(*names: str, content: bytes = b"City: Turku") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(
            make_zip("[Content_Types].xml", "word/document.xml")[:60], "it is an office document that is cut", id="office"
        ),
        pytest.param(
            make_zip("_rels/.rels", "docProps/app.xml", "word/a.xml")[:90], "it is an office document", id="libreoffice"
        ),
        pytest.param(make_zip("word/document.xml")[:-9], "the Word document is cut off or damaged; open it in Word", id="word"),
        pytest.param(b"%PDF-1.7\nnothing more", "the PDF is cut off or damaged; fetch or export it again.", id="pdf"),
    ],
)
def test_a_damaged_file_is_called_so_in_plain_words(data: bytes, said: str) -> None:
    reason = read_document(data, "file").document.reason
    assert reason is not None and reason.startswith(f"damaged: {said}") and reason.endswith("again.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"PK\x03\x04\x14\0xl/workbook.xml", "an Excel workbook: ", id="xlsx"),
        pytest.param(b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text: ", id="odt"),
        pytest.param(make_zip("plan.pdf"), f"a zip archive: {ONLY}; unpack it, and put the documents in it here.", id="zip"),
        pytest.param(
            make_zip("plan.docx", content=make_zip("[Content_Types].xml", "word/document.xml")),
            "a zip archive: ",
            id="zip-of-docx",
        ),
        pytest.param(
            b"PK\x03\x04\x14\0plan.txt", f"a zip archive that is cut off or damaged: {ONLY}; fetch or export it", id="cut-zip"
        ),
        pytest.param(make_zip("[Content_Types].xml", "visio/a.xml"), "an office document of another kind: ", id="other-office"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a Word document (.doc): ", id="doc"
        ),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "an office document of the old kind: ", id="old-office"),
        pytest.param(b"\xff\xd8\xff\0", "a JPEG picture: only PDF, .docx and text are read; run text", id="picture"),
        pytest.param(b"\x01\x02\x03" * 50, "the file is neither a PDF, a Word document (.docx) nor text; ", id="unknown"),
    ],
)
def test_a_refusal_names_the_format(data: bytes, said: str) -> None:
    reason = read_document(data, "file").document.reason
    assert reason is not None and reason.startswith(f"unsupported_format: {said}")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="no-bytes"),
        pytest.param(b" \n\n", "empty", id="white-space"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\x01\x02\x03" * 50, "unsupported_format", id="picture"),
        pytest.param(b"PK\x03\x04" + b"a" * 100, "unsupported_format", id="office-document"),
        pytest.param(b"Dear colleagues,\n\nCity:\tGraz\nsee you.", "not_a_ucap", id="a-letter"),
        pytest.param(b"Period:\t2018\nThemes:\tAir\nObjectives:\tLess smoke\nResults:\tNone", "not_a_ucap", id="no-city"),
        pytest.param(b"%PDF-1.7\nnothing more", "damaged", id="cut-pdf"),
        pytest.param(b"\xef\xbb\xbf\n", "empty", id="byte-order-mark-alone"),
        pytest.param(bytes(5000), "empty", id="zeros"),
        pytest.param(b"x" * 200_001, "too_large", id="text-longer-than-its-pages"),
        pytest.param(b"x\n\n" * 2_001, "too_large", id="text-of-more-lines-than-its-pages-hold"),
        pytest.param(
            b"City:\tGraz\tKunming\nCountry:\tAustria\tChina\n" + b"Note:\tx\n" * 101, "too_large", id="too-many-rows"
        ),
        pytest.param(b"City:\t" + b"x" * 300 + b"\tGraz\nCountry:\tA\tB\nPeriod:\t2018", "not_a_ucap", id="city-without-end"),
        pytest.param(many_pages(3), "too_large", id="pages"),
        pytest.param(write_pdf({1: CATALOG, 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}), "damaged", id="no-pages"),
        pytest.param(encrypt_pdf(make_rows(0), "secret", "owner"), "encrypted", id="password"),
        pytest.param(
            good_pdf(make_rows(0), trailer=b"/Encrypt << /Filter /Acme /V 9 >> /ID [<00> <00>]"),
            "encrypted",
            id="unknown-cipher",
        ),
        pytest.param(scan_pdf(), "no_text_layer", id="scanned"),
        pytest.param(codes_without_characters(make_rows(0)), "no_text_layer", id="font-without-characters"),
    ],
)
def test_refused_with_a_reason(data, code):
    reading = read_document(data, "inbox/file.pdf", ReadingOptions(max_pages=2))
    assert reading.ucap is None
    document = reading.document
    assert (document.status, document.document_id, document.size_bytes) == ("quarantined", document_id_of(data), len(data))
    assert document.reason
    assert document.reason.startswith(f"{code}: ")
    assert document.reason.endswith(".")


@pytest.mark.parametrize("data", [b"\n\n  %PDF-1.4 x", b"%PDF-1.7"])
def test_pdf_is_identified_by_content(data):
    assert detect_format(data) == "pdf"


def test_a_password_of_the_owner_alone_keeps_nothing_from_being_read():
    assert read_document(encrypt_pdf(make_rows(0), "", "owner"), "a.pdf").document.status == "published"


@pytest.mark.parametrize("box", [b"[595 842 0 0]", b"[0 842 595 0]"])
def test_a_page_may_be_given_by_any_two_corners(box):
    page = PAGE.replace(b"[0 0 595 842]", box)
    upright, turned = (read_document(good_pdf(make_rows(0), changed={3: p}), "a.pdf") for p in (PAGE, page))
    assert upright.ucap and turned.ucap
    assert [city.population for city in turned.ucap.cities] == [city.population for city in upright.ucap.cities] != []


OTHER_OPTIONS: dict[str, Any] = {"max_pages": 1, "reader": "pdfplumber", "cross_check": True}


def test_each_option_is_part_of_what_a_reading_depends_on():
    data = good_pdf(make_rows(0))
    options = [ReadingOptions(), *(replace(ReadingOptions(), **{key: value}) for key, value in OTHER_OPTIONS.items())]
    keys = {read_document(data, "a.pdf", option).document.input_key for option in options}
    assert len(keys) == len(options) == 1 + len(fields(ReadingOptions))


def test_lack_of_memory_is_not_the_files_fault(monkeypatch):
    def fail(*arguments):
        raise PdfminerException(MemoryError())

    monkeypatch.setattr("ucap.extractors.readers.pdf_pdfplumber.read_page", fail)
    with pytest.raises(MemoryError):
        read_document(good_pdf(make_rows(0)), "a.pdf", ReadingOptions(reader="pdfplumber"))


def minimal(*lines: str) -> Reading:
    return read_document("\n".join(["City:\tGraz\tKunming", "Country:\tAustria\tChina", *lines]).encode(), "a.txt")


def test_missing_rows_and_unknown_labels_are_findings():
    reading = minimal("Cooperation themes:\tAir", "Budget of it all:\t5 euro")
    assert reading.ucap
    found = {(issue.code, issue.section) for issue in reading.issues}
    assert {("row_missing", "period"), ("row_missing", "activities"), ("label_unknown", "unknown")} <= found
    assert "5 euro" in [section.text for section in reading.ucap.sections]


def test_reversed_period_is_withheld():
    reading = minimal("Period of cooperation:\tMay 2020 – May 2018")
    assert reading.ucap
    assert reading.ucap.summary.period_text == "May 2020 – May 2018"
    assert (reading.ucap.summary.period_start, reading.ucap.summary.period_end) == (None, None)
    assert ("period_reversed", "error") in {(issue.code, issue.severity) for issue in reading.issues}


def test_unreadable_period_is_null():
    reading = minimal("Period of cooperation:\tfor some time")
    assert reading.ucap
    assert reading.ucap.summary.period_start is None
    assert "period_unreadable" in {issue.code for issue in reading.issues}


def test_issue_identifiers_are_unique_and_stable():
    first, second = minimal("Budget:\t5", "Budget:\t5"), minimal("Budget:\t5", "Budget:\t5")
    assert first.issues == second.issues
    assert len({issue.issue_id for issue in first.issues}) == len(first.issues)
