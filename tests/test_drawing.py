"""Drawing pages for the browser: in the frame of their boxes, and in a process whose end harms nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.quirks.render import find_document
from tests.test_causes import attach
from ucap.extractors.readers.pdf import read_pdf
from ucap.extractors.readers.pdf_picture import LONGEST_EDGE, draw_page, view_pages
from ucap.flows.pool.drawing import DrawingError, DrawingLimits, DrawingProcess

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "raw" / "antwerp-xiamen.pdf"
TURNED = [path.stem for path in (ROOT / "tests" / "quirks").glob("*.pdf") if "rotated" in path.stem]


@pytest.mark.parametrize("name", [*TURNED, "evidence_over_pages"])
def test_what_is_seen_has_the_size_of_the_page_on_which_boxes_are_measured(name: str):
    data = find_document(name).read_bytes()
    pages = read_pdf(data).pages
    for view, page in zip(view_pages(data, 10), pages, strict=True):
        assert (view.width, view.height) == pytest.approx((page.width, page.height), abs=0.5)


def test_a_picture_is_as_wide_as_asked_for_and_never_huge(tmp_path: Path):
    data = SAMPLE.read_bytes()
    for wanted, width in ((700, 700), (10**9, None)):
        (tmp_path / "page.png").write_bytes(draw_page(data, 1, wanted))
        with Image.open(tmp_path / "page.png") as picture:
            assert max(picture.size) <= LONGEST_EDGE + 1
            assert width is None or abs(picture.width - width) <= 1


@pytest.fixture
def process() -> Iterator[DrawingProcess]:
    process = DrawingProcess()
    yield process
    process.close()


def test_what_is_no_pdf_is_refused_with_a_sentence_and_the_next_page_is_drawn(process: DrawingProcess, tmp_path: Path):
    (tmp_path / "x.pdf").write_bytes(b"no PDF")
    for call in (lambda: process.draw_page(tmp_path / "x.pdf", 1, 700), lambda: process.view_pages(tmp_path / "x.pdf", 3)):
        with pytest.raises(DrawingError, match="cannot be drawn"):
            call()
    with pytest.raises(DrawingError):
        process.draw_page(SAMPLE, 99, 700)
    assert len(process.view_pages(SAMPLE, 1)) == 1
    cover = tmp_path / "cover.pdf"
    cover.write_bytes(attach([("plan.pdf", SAMPLE.read_bytes())]))
    assert process.view_pages(cover, 9, "plan.pdf") == process.view_pages(SAMPLE, 9) != process.view_pages(cover, 9)
    assert process.draw_page(cover, 1, 200, "plan.pdf") == process.draw_page(SAMPLE, 1, 200)
    assert process.draw_page(SAMPLE, 1, 700).startswith(b"\x89PNG")


def test_a_page_that_takes_too_long_costs_itself_only():
    process = DrawingProcess(DrawingLimits(seconds=0.001))
    try:
        for _ in range(2):
            with pytest.raises(DrawingError, match=r"took longer than 0\.001 s|process that draws pages ended"):
                process.draw_page(SAMPLE, 1, 2400)
    finally:
        process.close()
