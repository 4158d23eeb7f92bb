"""Refusals that name the cause, and summaries that are attached to a cover."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.fillable import PAIRS, VALUES, draw_form
from tests.hostile_pdfs import CATALOG, good_pdf, scan_pdf, stream
from tests.raw_pdf import write_pdf
from ucap.extractors.extract import read_document
from ucap.schemas.reasons import REASONS
from ucap.schemas.records import name_source

ROOT = Path(__file__).resolve().parent.parent
LETTER = [("Dear colleagues,", ""), ("please find our summary attached.", "")]
ROWS = [
    ("City:", "Linz\tYantai"),
    ("Country:", "Austria\tChina"),
    ("Period of cooperation:", "May 2018"),
    ("Cooperation themes:", "Clean air"),
]


def attach(files: Sequence[tuple[str, bytes]], cover: Sequence[tuple[str, str]] = LETTER) -> bytes:
    """Attach files to a letter."""
    names = b" ".join(b"(%d) %d 0 R" % (i, 20 + 2 * i) for i in range(len(files)))
    changed = {1: CATALOG.replace(b">>", b"/Names << /EmbeddedFiles << /Names [%s] >> >> >>" % names)}
    for i, (name, data) in enumerate(files):
        changed[20 + 2 * i] = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (
            name.encode(),
            name.encode(),
            21 + 2 * i,
        )
        changed[21 + 2 * i] = stream(data, b"/Type /EmbeddedFile")
    return good_pdf(list(cover), changed=changed)


def reason_of(data: bytes) -> str:
    reading = read_document(data, "cover.pdf")
    assert reading.document.status == "quarantined"
    return reading.document.reason or ""


def test_a_summary_attached_to_a_cover_is_read():
    reading = read_document(attach([("table.csv", b"a;b"), ("summary.pdf", good_pdf(ROWS))]), "cover.pdf")
    assert reading.ucap, reading.document.reason
    assert reading.ucap.ucap_id == "linz--yantai"
    (said,) = (issue.message for issue in reading.issues if issue.code == "attachment_read")
    assert "summary.pdf" in said
    document = reading.document
    assert name_source(document.source_path, document.attachment) == "cover.pdf!summary.pdf"


def clip(name: bytes, data: bytes) -> bytes:
    """Return a letter to the page of which a file is clipped; the document itself names none."""
    note = b"<< /Type /Annot /Subtype /FileAttachment /Rect [20 20 40 40] /FS 7 0 R >>"
    file = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 8 0 R >> >>" % (name, name)
    letter = b"BT /F1 10 Tf 60 700 Td (Dear colleagues, please find our summary attached.) Tj ET"
    return write_pdf(letter, page=b"/Annots [6 0 R]", further=(note, file, stream(data, b"/Type /EmbeddedFile")))


def test_a_summary_clipped_to_the_page_of_a_letter_is_read():
    reading = read_document(clip(b"summary.pdf", good_pdf(ROWS)), "cover.pdf")
    assert reading.ucap, reading.document.reason
    assert reading.document.attachment == "summary.pdf"


def test_a_summary_with_attachments_is_read_itself():
    reading = read_document(attach([("other.pdf", good_pdf([]))], ROWS), "summary.pdf")
    assert reading.ucap
    assert "attachment_read" not in {issue.code for issue in reading.issues}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            [("a.pdf", good_pdf(ROWS)), ("b.pdf", good_pdf(ROWS))], ["a.pdf", "b.pdf", "is a summary"], id="two-summaries"
        ),
        pytest.param([("sheet.ods", b"PK")], ["sheet.ods", "is no PDF"], id="another-kind"),
        pytest.param([("scan.pdf", scan_pdf())], ["scan.pdf", "no_text_layer"], id="pictures"),
        pytest.param(
            [("inner.pdf", attach([("a.pdf", good_pdf(ROWS))]))], ["inner.pdf", "not_a_ucap"], id="not-followed-further"
        ),
    ],
)
def test_what_is_attached_and_not_read_is_named(files, said):
    reason = reason_of(attach(files))
    assert reason.startswith("attachment: ")
    assert all(part in reason for part in said)


def test_a_form_that_nobody_filled_in_is_named():
    empty = draw_form(dict.fromkeys(PAIRS, ("", "")), dict.fromkeys(VALUES, ""))
    assert re.match(r"fields_empty: .* 10 of its fields are empty", reason_of(empty))


@pytest.mark.parametrize(
    ("cities", "read"),
    [
        pytest.param("Linz\tKunming", True, id="names"),
        pytest.param("LINZ\tkunming", True, id="capitals"),
        pytest.param("linz\tkunming", True, id="known-in-small-letters"),
        pytest.param("武汉\tLinz", True, id="letters-without-small-ones"),
        pytest.param("'s-Hertogenbosch\tTaichung", True, id="name-that-begins-small"),
        pytest.param("97 .87, 1.000\t91, 152", False, id="figures"),
        pytest.param("what it does\twhen", False, id="words"),
        pytest.param("`cities.City`\t`make_city`", False, id="code"),
        pytest.param("fields/cities.py\tmake_city", False, id="paths"),
    ],
)
def test_a_row_of_cities_without_names_is_no_form(cities: str, *, read: bool):
    rows = [(label, cities if label.startswith("City") else value) for label, value in ROWS]
    reading = read_document("\n".join("\t".join(row) for row in rows).encode(), "a.txt")
    assert (reading.ucap is not None) == read
    if not read:
        assert (reading.document.reason or "").startswith("not_a_ucap: the row of cities holds no names (“")


def test_a_text_that_lost_its_layout_names_the_files_that_have_it():
    rule = f"+{'-' * 20}+{'-' * 20}+{'-' * 20}+"
    moved = ["| City:              | Linz | Kunming |", "| Country:           | Austria | China |"]
    kept = [f"| {label:<19}| {value:<19}|{'':<20}|" for label, value in (("Period:", "2018 - 2020"), ("Themes:", "Trams"))]
    reason = reason_of("\n".join([rule, *(line for row in (*moved, *kept) for line in (row, rule))]).encode())
    assert reason.startswith("not_a_ucap: ") and "layout of the text was lost" in reason and ".docx" in reason


def test_letters_that_are_there_twice_are_named():
    doubled = [("".join(2 * c for c in a), "\t".join("".join(2 * c for c in p) for p in b.split("\t"))) for a, b in ROWS]
    assert reason_of(good_pdf(doubled)).startswith("doubled_text: ")


def test_pictures_alone_name_the_extra_that_reads_them():
    assert "ucap[ocr]" in reason_of(scan_pdf())


def test_every_reason_is_explained():
    codes = set()
    for path in [*ROOT.glob("extractors/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "UnreadableDocument" and node.args:
                (code, *_) = node.args
                assert isinstance(code, ast.Constant)
                codes.add(code.value)
    assert codes <= set(REASONS)


def test_group_names_that_run_up_the_page_are_set_aside():
    names = b"BT /F1 10 Tf 0 1 -1 0 40 750 Tm (PARTNERS) Tj 0 1 -1 0 40 690 Tm (CONTENT) Tj ET"
    reading = read_document(good_pdf(ROWS, names), "form.pdf")
    assert reading.ucap, reading.document.reason
    assert {section.label for section in reading.ucap.sections} == {label for label, _ in ROWS}
    (noted,) = (issue.message for issue in reading.issues if issue.code == "running_text")
    assert "PARTNERS" in noted
    assert "CONTENT" in noted
