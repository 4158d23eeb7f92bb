"""Evidence shows the value and nothing else: the glyphs in its boxes, read by the PDF library alone, are its printed text."""

import io
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.render import make_document
from tests.pages import set_words
from tests.quirks.render import find_document, list_quirks
from ucap.extractors.extract import read_document
from ucap.extractors.options import ReadingOptions
from ucap.extractors.text.source_text import Glyph, SourceText, join
from ucap.schemas.readers import PdfReader
from ucap.schemas.records import Evidence

CORPUS = [
    (601, "typst-shading"),
    (602, "typst-hyphens"),
    (603, "fpdf-ligatures"),
    (604, "platypus-none"),
    (605, "reportlab-rotated"),
]
QUIRKS = [name for name in list_quirks() if find_document(name).suffix == ".pdf"]


def read_glyphs(data: bytes) -> dict[int, list[dict[str, Any]]]:
    """Return the glyphs of each page; those printed twice to look bold once."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return {page.page_number: page.dedupe_chars().chars for page in pdf.pages}


def read_boxes(glyphs: Sequence[dict[str, Any]], boxes: Sequence[Sequence[float]]) -> str:
    """Return the characters whose middle lies within one of the boxes, box by box, without blanks."""
    text = ""
    for x0, top, x1, bottom in boxes:
        inside = [g for g in glyphs if x0 < (g["x0"] + g["x1"]) / 2 < x1 and top < (g["top"] + g["bottom"]) / 2 < bottom]
        text += "".join(glyph["text"] for glyph in inside)
    return squeeze(text)


def squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "-").split())


def key_of(row: Evidence) -> tuple[str, str, str, str]:
    return row.table, row.row, row.column, row.method


def find_misplaced(data: bytes, reader: PdfReader = "pdfium") -> list[tuple[tuple[str, str, str, str], str, str]]:
    """Return the values whose boxes hold other glyphs than they say, with what they say and what is there."""
    ucap = read_document(data, "x.pdf", ReadingOptions(reader=reader)).ucap
    assert ucap
    glyphs = read_glyphs(data)
    misplaced = []
    for key, rows in groupby(sorted(ucap.evidence, key=lambda row: (key_of(row), row.page or 0)), key=key_of):
        parts = list(rows)
        printed = "".join(read_boxes(glyphs[row.page or 0], row.boxes or []) for row in parts)
        said = squeeze(parts[0].raw_text or "")
        # Over pages the order may differ: an activity's paragraphs come before its items, wherever they stand.
        if printed != said and (len(parts) == 1 or sorted(printed) != sorted(said)):
            misplaced.append((key, said, printed))
    return misplaced


# The glyphs are those of pdfplumber, which gives the unused code that ReportLab prints bullets with no width, so that all text
# behind one stands too far left there; PDFium's boxes are right, and hold other glyphs of pdfplumber's.
@pytest.mark.parametrize(("name", "reader"), [(name, reader) for name in QUIRKS for reader in ("pdfplumber", "pdfium")])
def test_boxes_hold_just_the_value_in_each_quirk(name: str, reader: PdfReader) -> None:
    if (name, reader) == ("rotated_page", "pdfium"):
        assert find_misplaced(find_document(name).read_bytes(), reader), (
            "pdfplumber is right about it now: test it as the others"
        )
    else:
        assert find_misplaced(find_document(name).read_bytes(), reader) == []


@pytest.mark.parametrize(("seed", "shape"), CORPUS, ids=[shape for _, shape in CORPUS])
def test_boxes_hold_just_the_value_in_drawn_documents(seed: int, shape: str) -> None:
    assert find_misplaced(make_document(seed, shape)[2]) == []


words = st.text(alphabet="abcdefgh", min_size=1, max_size=8)
lines = st.lists(st.lists(words, min_size=1, max_size=6), min_size=1, max_size=8)


@settings(deadline=None)
@given(lines, st.integers(1, 7), st.data())
def test_boxes_of_any_part_of_a_text_hold_just_that_part(
    printed: list[list[str]], lines_a_page: int, data: st.DataObject
) -> None:
    pieces: list[SourceText] = []
    for number, line in enumerate(printed):
        page, row = divmod(number, lines_a_page)
        pieces += [word.text for word in set_words(page + 1, 50, 60 + 12 * row, " ".join(line))]
    text = join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    held = {
        (origin, char)
        for char, origin in zip(text.chars, text.origins, strict=True)
        if isinstance(origin, Glyph)
        for x0, top, x1, bottom in part.boxes(origin.page)
        if x0 < (origin.x0 + origin.x1) / 2 < x1 and top < (origin.top + origin.bottom) / 2 < bottom
    }
    assert held == {(o, c) for c, o in zip(part.chars, part.origins, strict=True) if o is not None}


def test_items_apart_on_one_line_have_boxes_of_their_own() -> None:
    words = [word.text for word in set_words(1, 50, 60, "Porto, Gothenburg")]
    (box,) = join([words[0][:5], words[1]]).boxes(1)
    assert box == [50, 60, 133, 70]
    assert join([words[0][:5], words[1]], "\n").boxes(1) == [[50, 60, 75, 70], [83, 60, 133, 70]]
