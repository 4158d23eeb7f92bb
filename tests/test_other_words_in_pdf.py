"""PDFs of which hardly a label is known: columns by place, rows by values."""

from typing import Any

import pytest

from corpus.render import render
from corpus.sisters import load_sisters, make_sister
from corpus.style import draw_style
from ucap.extractors.extract import read_document

UNKNOWN = {
    "city": "Metropolitan authorities", "province": "Autonomous region", "country": "Sovereign state",
    "population": "People living there", "area": "Ground covered", "period": "Cooperation runs from – until",
    "themes": "Working strands", "agenda": "Frameworks supported", "key_focus": "Strand by strand: what we look at",
    "key_challenges": "Strand by strand: what makes it hard", "objectives": "Ambition of the partnership",
    "activities": "Chronicle", "results": "Products and gains",
}  # fmt: skip


def read(labels: dict[str, str]) -> tuple[dict[str, Any], set[str]]:
    """Return what is published of a summary printed with other labels, and the codes of its findings."""
    spec = next(spec for spec in load_sisters() if spec["id"] == "heidelberg--pune")
    data = render(make_sister(spec, labels), draw_style(0, "fpdf-none", [""]))
    reading = read_document(data, "other-words.pdf")
    assert reading.ucap is not None, reading.document.reason
    found = {"cities": [city.city for city in reading.ucap.cities], "focus": reading.ucap.summary.key_focus}
    return found, {issue.code for issue in reading.issues}


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(UNKNOWN, id="no label is known"),
        pytest.param(
            {"key_focus": "Main attention of the cities per policy field"}, id="a text row with a word of the name row"
        ),
    ],
)
def test_other_words_are_read_by_place_and_values(labels: dict[str, str]) -> None:
    usual, _ = read({})
    found, codes = read(labels)
    assert found == usual
    assert "label_inferred" in codes
