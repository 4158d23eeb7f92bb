"""A fixed selection of the drawn corpus, one document a shape; `make corpus-check` sweeps over hundreds.

The producers here install from the package index; those that need a system package (Chromium, Writer) are swept only.
"""

import pytest

from corpus.check import check_document
from corpus.style import SHAPES

SELECTION = [
    (500, "typst-grid"),
    (501, "typst-rules"),
    (502, "typst-shading"),
    (508, "fpdf-grid"),
    (509, "fpdf-rules"),
    (510, "fpdf-shading"),
    (511, "fpdf-none"),
    (512, "reportlab-grid"),
    (513, "reportlab-rules"),
    (514, "reportlab-shading"),
    (515, "reportlab-none"),
    (516, "platypus-grid"),
    (518, "platypus-shading"),
    (519, "platypus-none"),
    (524, "fpdf-rects"),
    (525, "fpdf-doubled"),
    (526, "fpdf-hyphens"),
    (527, "fpdf-ligatures"),
    (528, "reportlab-rects"),
    (529, "reportlab-doubled"),
    (530, "reportlab-hyphens"),
    (531, "reportlab-ligatures"),
    (532, "reportlab-rotated"),
    (534, "typst-ligatures"),
    (535, "tabs"),
    (536, "tabs-pages"),
    (537, "markdown"),
    (538, "columns"),
    (539, "html"),
    (543, "typst-none"),
    (557, "platypus-rules"),
    (573, "typst-hyphens"),
    (580, "fpdf-hidden"),
    (581, "fpdf-struck"),
    (582, "reportlab-hidden"),
    (583, "reportlab-struck"),
    (583, "reportlab-twofold"),
    (584, "reportlab-typed"),
    (588, "fpdf-twofold"),
]


def test_the_selection_leaves_out_no_shape_without_reason():
    assert {shape for shape in SHAPES if not shape.startswith(("chromium", "writer"))} == {shape for _, shape in SELECTION}


@pytest.mark.parametrize(("seed", "shape"), SELECTION, ids=[shape for _, shape in SELECTION])
def test_what_was_drawn_is_what_is_read(seed: int, shape: str):
    outcomes = check_document(seed, shape)
    assert len(outcomes) > 20
    assert [outcome for outcome in outcomes if not outcome.right] == []


def test_a_row_with_a_centred_label_may_be_longer_than_a_page():
    outcomes = check_document(71362, "platypus-grid")
    assert len(outcomes) > 20
    assert [outcome for outcome in outcomes if not outcome.right] == []


@pytest.mark.parametrize(
    ("seed", "shape"),
    [
        pytest.param(740368, "fpdf-hidden", id="hidden-words-beside-a-label"),
        pytest.param(850132, "typst-none", id="one-gap-between-all-rows"),
        pytest.param(853005, "typst-none", id="rows-hardly-apart"),
        pytest.param(853003, "platypus-none", id="a-row-filled-up-with-blank"),
        pytest.param(854235, "typst-none", id="rows-over-several-pages"),
        pytest.param(853072, "reportlab-none", id="themes-as-the-last-line-of-a-label"),
        pytest.param(857008, "typst-shading", id="an-address-on-two-lines-beside-its-label"),
        pytest.param(850076, "reportlab-twofold", id="a-bullet-between-lines-of-the-other-column"),
        pytest.param(852007, "reportlab-twofold", id="one-word-of-a-label-at-the-end-of-a-page"),
        pytest.param(852046, "fpdf-twofold", id="years-in-both-columns"),
        pytest.param(852067, "reportlab-twofold", id="lines-of-two-columns-at-heights-of-their-own"),
        pytest.param(858162, "reportlab-twofold", id="a-dash-at-the-end-of-a-line-of-one-column"),
        pytest.param(858185, "reportlab-rules", id="a-dash-behind-a-date-as-bullets-are"),
        pytest.param(855036, "typst-hyphens", id="an-ending-is-no-word"),
        pytest.param(890074, "reportlab-hidden", id="a-dash-within-brackets-at-the-beginning-of-a-line"),
    ],
)
def test_documents_that_were_misread(seed: int, shape: str):
    assert [outcome for outcome in check_document(seed, shape) if not outcome.right] == []
