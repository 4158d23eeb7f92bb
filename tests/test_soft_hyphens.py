"""Soft hyphens in texts of converters: where they are hyphens that were printed."""

import pytest

from ucap.extractors.extract import read_printed

HEAD = "City: Graz | Kunming\nCountry: Austria | China\nPeriod: 2018 - 2020\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("Plant 10\u00ad20 trees", ["Plant 10-20 trees"], id="range"),
        pytest.param(
            "Plant 10\u00ad20 well\u00adknown trees",
            ["Plant 10-20 well-known trees"],
            id="every-hyphen-has-the-name-of-the-soft-one",
        ),
        pytest.param("Plant co\u00adoperation gardens", ["Plant cooperation gardens"], id="within-a-line"),
        pytest.param(
            "\nDecarbonisation and internationalisation of the metropolitan neighbourhoods\n"
            "with many municipal organisations, and environmental infrastructure for elec\u00ad\n"
            "trification of transportation in the neighbourhoods of both municipalities.",
            [
                "Decarbonisation and internationalisation of the metropolitan neighbourhoods with many municipal "
                "organisations, and environmental infrastructure for electrification of transportation in the neighbourhoods "
                "of both municipalities."
            ],
            id="at-the-end-of-a-line",
        ),
    ],
)
def test_soft_hyphens(lines: str, expected: list[str]) -> None:
    form, _ = read_printed(f"{HEAD}Aims: {lines}\n")
    row = form.row("objectives")
    assert row
    assert [block.text.chars for cell in row.cells for block in cell.blocks] == expected
