"""Tables as text browsers draw them: the quirks of their borders."""

import pytest

from ucap.extractors.readers.text import read_text

ROWS = (
    ("City", "Graz", "Kunming"),
    ("Country", "Austria", "China"),
    ("Population", "290,000", "6,000,000"),
    ("Area", "127 km²", "21,000 km²"),
)


def draw_boxes() -> str:
    lines = ["┌" + "┬".join(["─" * 14] * 3) + "┐"]
    for row in ROWS:
        lines += ["│" + "│".join(f" {cell:<13}" for cell in row) + "│", "├" + "┼".join(["─" * 14] * 3) + "┤"]
    lines += ["│ Main focus   │ Share data.                 │", "│ of the themes│                             │"]
    return "\n".join([*lines, "└" + "─" * 14 + "┴" + "─" * 29 + "┘"])


def draw_inner_borders() -> str:
    lines = ["+" + "-" * 44 + "+"]
    for row in ROWS:
        lines += ["|" + "|".join(f" {cell:<13}" for cell in row) + "|", "|" + "+".join(["-" * 14] * 3) + "|"]
    lines += ["| Main focus   | Share data.                 |", "| of the themes|                             |"]
    return "\n".join([*lines, "+" + "-" * 44 + "+"])


def draw_underlined() -> str:
    lines = [" " + "_" * 44]
    lines += ["|" + "|".join(f"{cell.replace(' ', '_'):_<14}" for cell in row) + "|" for row in ROWS]
    return "\n".join([*lines, "|Main focus    |Share data.                  |", "|of_the_themes_|" + "_" * 29 + "|"])


@pytest.mark.parametrize("text", [draw_boxes(), draw_inner_borders(), draw_underlined()], ids=["boxes", "inner", "underlined"])
def test_tables_of_text_browsers(text: str) -> None:
    form = read_text(f"Summary\n\n{text}\n".encode())
    read = {row.section: tuple(cell.text().chars for cell in row.cells) for row in form.rows if row.label}
    assert read == {
        "city": ("Graz", "Kunming"),
        "country": ("Austria", "China"),
        "population": ("290,000", "6,000,000"),
        "area": ("127 km²", "21,000 km²"),
        "key_focus": ("Share data.",),
    }
