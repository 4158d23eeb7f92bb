"""What is drawn on the pages of a document: rows, labels, blocks, and the values with their numbers."""

from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageColor

from tests.quirks.render import find_document
from ucap.extractors.extract import read_document, read_source
from ucap.extractors.form import Form
from ucap.review.pictures import (
    LABEL_COLOUR,
    LEFT,
    LEVELS,
    PITCH,
    ROW_COLOURS,
    SCALE,
    TABLE_COLOURS,
    TOP,
    UNKNOWN_COLOUR,
    collect_marks,
    draw_form,
)
from ucap.schemas.records import Evidence

# A page whose places are known: see tests/quirks/evidence_over_pages.py. Boxes in points.
DATA = find_document("evidence_over_pages").read_bytes()
GHENT = (180, 82.07, 207.24, 92.07)
DATE = (190, 338.07, 233.91, 348.07)
TEXT_OVERLEAF = (190, 52.07, 343.43, 62.07)


@pytest.fixture(scope="module")
def form() -> Form:
    return read_source(DATA).form


@pytest.fixture(scope="module")
def evidence() -> tuple[Evidence, ...]:
    ucap = read_document(DATA, "x.pdf").ucap
    assert ucap
    return ucap.evidence


@pytest.fixture(scope="module")
def pictures(form: Form, evidence: tuple[Evidence, ...]) -> list[Image.Image]:
    return list(draw_form(DATA, form, evidence))


def colour_at(picture: Image.Image, x: float, y: float) -> object:
    """The colour at a place of the page in points."""
    return picture.getpixel((round(LEFT + x * SCALE), round(TOP + y * SCALE)))


def rgb(colour: str) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)


def test_each_page_has_a_picture_with_its_values_beside_it(pictures, form, evidence):
    assert len(pictures) == form.page_count == 2
    assert all(picture.width > LEFT + 595 * SCALE and picture.height >= TOP + 420 * SCALE for picture in pictures)
    (first, second) = (picture.crop((round(LEFT + 595 * SCALE), TOP, *picture.size)) for picture in pictures)
    assert {colour for _, colour in first.getcolors(1 << 20) or []} >= {
        rgb(TABLE_COLOURS["cities"]),
        rgb(TABLE_COLOURS["ucaps"]),
    }
    assert rgb(TABLE_COLOURS["cities"]) not in {colour for _, colour in second.getcolors(1 << 20) or []}


@pytest.mark.parametrize(
    ("page", "box", "table"),
    [
        pytest.param(1, GHENT, "cities", id="city"),
        pytest.param(1, DATE, "activities", id="date"),
        pytest.param(2, TEXT_OVERLEAF, "activities", id="text-that-goes-on-overleaf"),
    ],
)
def test_value_is_framed_on_each_page_it_is_printed_on(pictures, page, box, table):
    x0, top, x1, bottom = box
    middle = round(TOP + (top + bottom) / 2 * SCALE)
    for edge in (round(x0 * SCALE) - 1, round(x1 * SCALE) + 1):  # a frame within another gives way by some pixels
        colours = {pictures[page - 1].getpixel((LEFT + x, middle)) for x in range(edge - 4, edge + 5)}
        assert rgb(TABLE_COLOURS[table]) in colours


def test_rows_labels_and_blocks_are_told_by_colour(pictures):
    page = pictures[0]
    assert colour_at(page, 20, 87) == rgb(ROW_COLOURS[1])  # the title's row is the first
    assert page.getpixel((6, round(TOP + 87 * SCALE))) == rgb(ROW_COLOURS[1])
    assert colour_at(page, 49, 87) == rgb(LABEL_COLOUR)
    assert colour_at(page, 177.3, 87) == rgb(dict(LEVELS)["paragraph"])
    assert colour_at(page, 187.3, 345) == rgb(dict(LEVELS)["bullet"])


def test_unknown_row_is_marked(form):
    rows = tuple(replace(row, section="unknown") if row.section == "country" else row for row in form.rows)
    page = next(draw_form(DATA, replace(form, rows=rows)))
    assert colour_at(page, 20, 107) == rgb(UNKNOWN_COLOUR)


def test_picture_grows_with_the_list_of_values(form, evidence):
    city = next(row for row in evidence if row.table == "cities")
    many = [city.model_copy(update={"row": f"{city.row}/{i}"}) for i in range(100)]
    page = next(draw_form(DATA, form, many))
    assert page.height >= TOP + 100 * PITCH


def test_values_of_one_place_and_row_share_a_number(evidence):
    marks = collect_marks(row for row in evidence if row.page == 1)
    captions = [mark.caption for mark in marks]
    assert sum(caption.startswith("cities lead/1: city = Ghent; latitude = 51.05") for caption in captions) == 1
    assert any("date_start = 2018-05-01; date_end = 2018-05-31" in caption for caption in captions)
    assert all(caption.isascii() for caption in captions)
    for first, second in combinations(marks, 2):
        assert (first.table, first.row, first.boxes) != (second.table, second.row, second.boxes)
    tops = [mark.boxes[0][1] for mark in marks]
    assert tops == sorted(tops)


def test_value_that_is_not_printed_has_no_number(evidence):
    city = next(row for row in evidence if row.table == "cities")
    assert collect_marks([city.model_copy(update={"boxes": None}), city.model_copy(update={"boxes": []})]) == []
