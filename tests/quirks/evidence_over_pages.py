"""Two pages drawn by hand in Helvetica 10; a glyph's box reaches from 8 pt above the baseline to 2 below it."""

from tests.quirks.render import draw_lines

PAGES = [
    [
        (50, 60, "U-CAP Summary"),
        (50, 90, "City"), (180, 90, "Ghent"), (360, 90, "Wuhu, Hefei"),
        (50, 110, "Country"), (180, 110, "Belgium"), (360, 110, "China"),
        (50, 130, "Period of cooperation"), (180, 130, "2018 - 2019"),
        (50, 346, "Main activities"), (180, 346, "\u2022"),
        (190, 346, "May 2018: Florists of Ghent bind wreaths of what grows between the stones"),
        (190, 358, "of the old harbour, and those of Wuhu bind theirs, and both explain by"),
    ],
    [
        (190, 60, "telephone what the other one sees"),
        (180, 72, "\u2022"), (190, 72, "June 2018: Seeds"),
    ],
]  # fmt: skip


def draw() -> bytes:
    """Return the PDF."""
    return draw_lines(PAGES)
