"""Boxes count from the top left of what is seen of a page, in points: crop box, rotation and unit."""

import pytest

from tests.raw_pdf import write_pdf
from ucap.extractors.readers.pdf import load_reader

CONTENT = b"BT /F1 10 Tf 100 700 Td (City) Tj ET BT /F1 10 Tf 5 700 Td (Outside) Tj ET"


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    ("page", "pages", "size", "baseline"),
    [
        pytest.param(b"", b"", (600, 800), (100, 100), id="whole"),
        pytest.param(b"/CropBox [20 30 400 760]", b"", (380, 730), (80, 60), id="cut"),
        pytest.param(b"/CropBox [400 760 20 30]", b"", (380, 730), (80, 60), id="other-corners"),
        pytest.param(b"", b"/CropBox [20 30 400 760]", (380, 730), (80, 60), id="inherited"),
        pytest.param(b"/CropBox [-9 -9 9999 760]", b"", (600, 760), (100, 60), id="larger-than-the-page"),
        pytest.param(b"/MediaBox [0 0 600 800] /CropBox [700 30 900 760]", b"", (600, 800), (100, 100), id="beside-the-page"),
        pytest.param(b"/UserUnit 2.5", b"", (1500, 2000), (250, 250), id="large-unit"),
        pytest.param(b"/CropBox [20 30 400 760] /UserUnit 2", b"", (760, 1460), (160, 120), id="cut-large-unit"),
    ],
)
def test_the_frame_of_a_page_is_what_is_seen(reader, page, pages, size, baseline):
    (read,) = load_reader(reader)(write_pdf(CONTENT, page=page, pages=pages)).pages
    word = next(word for word in read.words if word.text.chars == "City")
    assert (read.width, read.height) == pytest.approx(size)
    assert (word.box.x0, word.box.bottom) == pytest.approx((baseline[0], baseline[1] + 0.207 * word.size), abs=0.1)


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_cut_and_its_text_turned_upright(reader, turn):
    """All text runs one way, so the frame is that of the page as it is read."""
    (read,) = load_reader(reader)(write_pdf(CONTENT, page=b"/CropBox [20 30 400 760] /Rotate %d" % turn)).pages
    word = next(word for word in read.words if word.text.chars == "City")
    assert (read.width, read.height) == (380, 730)
    assert (word.box.x0, word.box.bottom) == pytest.approx((80, 62.07), abs=0.1)


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_unit_within_a_compressed_object_is_found(reader):
    (read,) = load_reader(reader)(write_pdf(CONTENT, page=b"/UserUnit 2", compressed=True)).pages
    assert read.width == 1200


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_page_with_fields_has_the_size_that_its_parent_names(reader):
    widget = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (206,595) /Rect [200 695 320 712] /F 4 /DA (/F1 10 Tf 0 g) >>"
    form = b"/AcroForm << /Fields [6 0 R] /NeedAppearances true /DR << /Font << /F1 5 0 R >> >> /DA (/F1 10 Tf 0 g) >>"
    data = write_pdf(b"BT /F1 10 Tf 60 700 Td (Population:) Tj ET", page=b"/Annots [6 0 R]", catalog=form, further=(widget,))
    (page,) = load_reader(reader)(data).pages
    assert (page.width, page.height) == (600, 800)
    assert page.words[0].box.top == pytest.approx(92, abs=2)
