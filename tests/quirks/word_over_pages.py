"""Two pages drawn by hand: the first ends within a word."""

from tests.quirks.render import draw_lines

PAGES = [
    [
        (50, 60, "U-CAP Summary"),
        (50, 90, "City"), (180, 90, "Ostrava"), (360, 90, "Anshan"),
        (50, 110, "Country"), (180, 110, "Czechia"), (360, 110, "China"),
        (50, 130, "Period of cooperation"), (180, 130, "2019"),
        (50, 350, "Key focus"), (180, 350, "Blast furnaces that are cold have become places for music, and their neigh-"),
        (180, 362, "bours ask for shade, benches and water. The two cities compare the mainte-"),
    ],
    [
        (180, 60, "nance of iron that nobody uses."),
        (50, 84, "Key challenges"), (180, 84, "Rust."),
    ],
]  # fmt: skip


def draw() -> bytes:
    """Return the PDF."""
    return draw_lines(PAGES)
