"""The activities of the documents that are shipped, against what a person reads in them."""

from itertools import groupby
from pathlib import Path

import pytest

from ucap.extractors.extract import read_document

ROOT = Path(__file__).parent.parent
LINES = (Path(__file__).parent / "gold" / "activities_shipped.txt").read_text(encoding="utf-8").splitlines()
GOLD = {name: list(rows) for name, rows in groupby((line.split("|") for line in LINES if line[0] != "#"), lambda row: row[0])}


def test_every_shipped_document_is_in_the_gold():
    shipped = {
        path.relative_to(ROOT / "raw").as_posix() for path in (ROOT / "raw").rglob("*") if path.suffix in (".pdf", ".txt")
    }
    assert shipped == GOLD.keys()


@pytest.mark.parametrize("name", GOLD)
def test_shipped_activities(name: str) -> None:
    ucap = read_document((ROOT / "raw" / name).read_bytes(), name).ucap
    assert ucap
    found = [
        [name, str(a.position), ", ".join(a.activity_types), a.mode or "", "planned" * a.planned, ", ".join(a.cities)]
        for a in ucap.activities
    ]
    assert found == GOLD[name]
