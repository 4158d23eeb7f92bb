"""The data dictionary describes every column, and the committed file is the rendered one."""

from pathlib import Path

import pytest

from ucap.schemas.arrow import all_schemas
from ucap.schemas.dictionary import render_dictionary
from ucap.schemas.records import TABLES

COMMITTED = Path(__file__).parent.parent / "docs" / "data-dictionary.md"


def _rows(table: str) -> dict[str, list[str]]:
    section = render_dictionary().split(f"\n## {table}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").replace("\\|", "\0").split("|")] for line in lines]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_committed_dictionary_is_fresh() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == render_dictionary(), (
        "run: python -m ucap.schemas.dictionary > docs/data-dictionary.md"
    )


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_type_meaning_and_place(table: str) -> None:
    rows = _rows(table)
    assert list(rows) == all_schemas()[table].names
    assert all(len(row) == 6 and row[0] and row[2] for row in rows.values())


@pytest.mark.parametrize(
    ("table", "column", "cell", "expected"),
    [
        pytest.param("cities", "area_km2", 3, "km²", id="unit"),
        pytest.param("cities", "population", 1, "yes", id="nullable"),
        pytest.param("cities", "city", 1, "", id="never-null"),
        pytest.param("agenda_topics", "sdg", 0, "`int8`", id="integer-width"),
        pytest.param("activities", "items", 0, "`list<string>`", id="list-type"),
        pytest.param("evidence", "boxes", 0, "`list<list<double>>`", id="nested-list-type"),
        pytest.param("ucaps", "period_start", 5, "`2017-05-01`", id="date-example"),
    ],
)
def test_cells(table: str, column: str, cell: int, expected: str) -> None:
    assert _rows(table)[column][cell] == expected


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        pytest.param("documents", "status", "superseded", id="closed-list"),
        pytest.param("activities", "mode", "hybrid", id="closed-list-or-null"),
        pytest.param("activities", "activity_types", "webinar", id="list-of-closed-list"),
    ],
)
def test_allowed_values_are_named(table: str, column: str, value: str) -> None:
    assert f"`{value}`" in _rows(table)[column][2].partition(" One of ")[2]
