"""Both readers of PDFs give the same readings: PDFium's, which is the usual one, and pdfplumber's, which is the second opinion.

Where they may differ is written down here, by kind. Texts, rows and findings are equal; boxes may differ a little, as PDFium
counts advances in whole thousandths of the font size and takes depths of standard fonts from the fonts that it draws.
"""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tests.quirks.render import FOLDER
from ucap.extractors.extract import read_document
from ucap.extractors.options import ReadingOptions
from ucap.extractors.page import UnreadableDocument
from ucap.extractors.readers.pdf import load_reader
from ucap.schemas.readers import PdfReader
from ucap.schemas.reading import Reading

RAW = Path(__file__).parent.parent / "raw"
PDFS = [*sorted(FOLDER.glob("*.pdf")), *sorted(RAW.rglob("*.pdf"))]
NEAR = 1.0
"""Points: an advance that is cut to whole thousandths loses half a point over a line of 100 characters of 10 points."""
BULLET_OF_NO_WIDTH = 3.6
"""Points: a code that WinAnsiEncoding leaves unused is a bullet, for which pdfminer knows no width, so that what follows it is
read too far left.
"""
UNUSED_CODES = {"evidence_over_pages", "rotated_page", "thirteen_points"}


@cache
def read_with(path: Path, reader: PdfReader) -> Reading:
    return read_document(path.read_bytes(), path.name, ReadingOptions(reader=reader))


def describe(reading: Reading) -> list[dict[str, Any]]:
    """Return a reading's document, rows and findings without their boxes, the reader's name, and what pdfplumber misreads."""
    issues = [issue for issue in reading.issues if issue.code != "glyphs_differ"]
    records = [*(reading.ucap.records() if reading.ucap else ()), *issues]
    rows = [record.model_dump(mode="json", exclude={"boxes"}) for record in records]
    return [reading.document.model_dump(mode="json", exclude={"reader", "input_key"}), *rows]


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_both_readers_give_the_same_rows(path: Path) -> None:
    assert describe(read_with(path, "pdfium")) == describe(read_with(path, "pdfplumber"))


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_both_readers_give_the_same_places(path: Path) -> None:
    fast, slow = (read_with(path, reader) for reader in ("pdfium", "pdfplumber"))
    assert fast.ucap and slow.ucap and fast.ucap.evidence
    most = BULLET_OF_NO_WIDTH if path.stem in UNUSED_CODES else NEAR
    apart = []
    for one, other in zip(fast.ucap.evidence, slow.ucap.evidence, strict=True):
        assert len(one.boxes or ()) == len(other.boxes or ())
        for box, second in zip(one.boxes or (), other.boxes or (), strict=True):
            if max(abs(a - b) for a, b in zip(box, second, strict=True)) > most:
                apart.append((one.raw_text, box, second))
    assert not apart


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_both_readers_hand_over_the_same_pages(path: Path) -> None:
    fast, slow = (load_reader(reader)(path.read_bytes(), 60) for reader in ("pdfium", "pdfplumber"))
    assert fast.modified_at == slow.modified_at
    assert len(fast.pages) == len(slow.pages)
    for page, other in zip(fast.pages, slow.pages, strict=True):
        assert (page.width, page.height) == pytest.approx((other.width, other.height), abs=0.01)
        assert len(page.words) == len(other.words)
        assert (len(page.strokes), len(page.fills)) == (len(other.strokes), len(other.fills))
        assert page.aside == other.aside


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"x" * 4000], ids=["no-more-than-a-name", "no-objects"])
def test_both_readers_refuse_for_the_same_reason(data: bytes) -> None:
    codes = set()
    for reader in ("pdfium", "pdfplumber"):
        with pytest.raises(UnreadableDocument) as refusal:
            load_reader(reader)(data, 60)
        codes.add(refusal.value.code)
    assert codes == {"damaged"}


def draw(texts: Sequence[tuple[float, str]], size: tuple[float, float] = (595, 842)) -> bytes:
    """Return a page with texts in Helvetica 10 on one line, each a text object of its own, at these x."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size)
    canvas.setFont("Helvetica", 10)
    for x, text in texts:
        canvas.drawString(x, 700, text)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        pytest.param([(100, "2"), (105.56, " "), (106.5, "563")], ["2", "563"], id="blank-that-is-an-object-of-its-own"),
        pytest.param([(100, "2"), (106.5, "563")], ["2563"], id="small-gap"),
        pytest.param([(100, "2"), (109, "563")], ["2", "563"], id="gap"),
        pytest.param([(100, "bold"), (100.2, "bold")], ["bold"], id="printed-twice"),
        pytest.param([(100, "of"), (110, "it")], ["of", "it"], id="ink-beyond-the-advance"),
    ],
)
@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_words_end_where_a_blank_is_printed_or_left(reader: PdfReader, texts, words) -> None:
    (page,) = load_reader(reader)(draw(texts), 60).pages
    assert [word.text.chars for word in page.words] == words
