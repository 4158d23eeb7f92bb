"""Every number of the layout and the readers has a unit, a meaning and a measured range; and each of them can be given."""

from dataclasses import FrozenInstanceError
from math import isclose
from typing import Any

import pytest

from benchmarks import tolerance_stages as stages
from benchmarks.tolerances import list_steps
from tests.pages import make_document
from ucap.extractors.assign.tolerances import ASSIGN
from ucap.extractors.layout import read_layout
from ucap.extractors.layout.tolerances import LAYOUT
from ucap.extractors.readers.text import read_shapes
from ucap.extractors.readers.tolerances import TEXT
from ucap.extractors.tolerance import Declared, replace_tolerance

STAGES = {stage.name: stage for stage in stages.STAGES}
NUMBERS = [(name, declared) for name, stage in STAGES.items() for declared in stage.list_numbers()]


@pytest.mark.parametrize(("stage", "declared"), NUMBERS, ids=[f"{name}.{declared.path}" for name, declared in NUMBERS])
def test_number_has_a_reason(stage: str, declared: Declared) -> None:
    reason = declared.reason
    assert reason.unit and reason.meaning.endswith((".", ".”"))
    assert reason.same, f"run `python -m benchmarks.tolerances --only {stage}.{declared.path} --write`"
    lowest, highest = reason.same
    assert lowest <= declared.value <= highest or isclose(lowest, declared.value, rel_tol=1e-4)


def test_number_is_replaced_in_its_stage_alone() -> None:
    moved = replace_tolerance(LAYOUT, "columns.gutter", 0.7)
    assert (moved.columns.gutter, LAYOUT.columns.gutter) == (0.7, 0.6)
    assert (moved.rows, moved.columns.blank) == (LAYOUT.rows, LAYOUT.columns.blank)


def test_a_shared_number_is_moved_for_a_while() -> None:
    stage = next(stage for stage in stages.STAGES if stage.name == "assign")
    with stages.move_shared(stage, replace_tolerance(ASSIGN, "label", 7.0)):
        assert ASSIGN.label == 7.0
    assert ASSIGN.label == 3.0


def test_numbers_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        LAYOUT.columns.gutter = 1.0  # type: ignore[misc]


def test_layout_reads_with_the_numbers_it_is_given() -> None:
    lines = [(50, 50, "City"), (200, 50, "Graz"), (50, 70, "Country"), (200, 70, "Austria"), (50, 90, "Area"), (200, 90, "9")]
    document = make_document([(float(x), float(top), text) for x, top, text in lines])
    assert [row.section for row in read_layout(document).rows] == ["city", "country", "area"]
    assert read_layout(document, replace_tolerance(LAYOUT, "columns.gutter", 20.0)).rows == ()


def test_text_is_read_with_the_numbers_it_is_given() -> None:
    objectives = (
        "The cities exchange what they know of water, waste\nand of the parks that both planted in all of their old quarters,\n"
    )
    text = f"City: Graz\nCountry: Austria\nMain objectives: {objectives}and of streets.\n"

    def count_blocks(tolerances: Any) -> int:
        return len([*read_shapes(text, tolerances).blocks("objectives")])

    assert count_blocks(replace_tolerance(TEXT, "labelled.widest", 20)) == 3
    assert count_blocks(TEXT) == 1


@pytest.mark.parametrize(
    ("value", "factors", "expected"),
    [
        pytest.param(0.5, (0.9, 0.5), [0.45, 0.25], id="measure"),
        pytest.param(-0.2, (1.1, 2.0), [-0.22, -0.4], id="below-zero"),
        pytest.param(4, (1.05, 1.25, 2.0), [5, 6, 8], id="count"),
        pytest.param(2, (0.9, 0.5), [1], id="small-count-down"),
        pytest.param(1, (0.9, 0.5), [], id="never-none"),
    ],
)
def test_steps_of_a_number(value: float, factors: tuple[float, ...], expected: list[float]) -> None:
    assert list_steps(value, factors) == expected
