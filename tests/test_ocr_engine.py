"""The engine of the extra `ucap[ocr]` itself; `make ocr-check` installs it and runs these."""

import numpy as np
import pytest
from PIL import Image

from tests.test_scans import ROWS, draw, scan
from ucap.extractors.extract import read_document

pytestmark = pytest.mark.ocr


@pytest.mark.parametrize(
    ("degrees", "quarters"),
    [pytest.param(0, 0, id="level"), pytest.param(-3, 0, id="askew"), pytest.param(1, 2, id="on-its-head")],
)
def test_a_noisy_scan_is_read(degrees, quarters):
    page = Image.fromarray(draw()).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255).rotate(90 * quarters, expand=True)
    grey = np.asarray(page) * 0.8 + np.random.default_rng(1).normal(0, 6, (page.height, page.width))
    reading = read_document(scan(np.clip(grey, 0, 255).astype(np.uint8)), "scan.pdf")
    assert reading.ucap, reading.document.reason
    assert [city.city for city in reading.ucap.cities] == ["Linz", "Yantai"]
    assert [city.population for city in reading.ucap.cities] == [206595, 7102100]
    assert reading.ucap.summary.objectives == ROWS[-1][1]
    assert "ocr_read" in {issue.code for issue in reading.issues}
