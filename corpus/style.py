"""How a summary is printed: the shapes, and the drawn details of each."""

from dataclasses import dataclass
from random import Random

GLYPHS: tuple[tuple[str, str, str], ...] = (
    ("→", "○", "▪"), ("•", "◦", "▪"), ("➔", "○", "-"), ("■", "□", "–"), ("•", "o", "▪"), ("-", "*", "o"), ("–", "o", "*"),
    ("*", "-", "o"), ("▪", "-", "*"), ("\uf0b7", "o", "\uf0a7"), ("\uf0e0", "\uf0b7", "\uf0a7"), ("\uf0d8", "\uf0b7", "-"),
    ("\uf0a7", "\uf0b7", "–"), ("à", "o", "§"), ("Ø", "§", "-"), ("§", "o", "-"), ("○", "▪", "-"), ("◦", "▪", "*"),
)  # fmt: skip
"""Bullet glyphs of the first, second and third level."""

RULINGS = ("grid", "rules", "shading", "none")
TEXT_SHAPES = ("tabs", "tabs-pages", "markdown", "columns", "html")
PRODUCERS = ("typst", "chromium", "fpdf", "reportlab", "platypus", "writer")
SPECIALS = ("rects", "doubled", "hyphens", "ligatures", "hidden", "struck", "twofold")
"""Quirks that have a shape of their own; those drawn by our own page layout, with either producer."""
SHAPES = (
    *(f"{producer}-{ruling}" for producer in PRODUCERS for ruling in RULINGS),
    *(f"{producer}-{special}" for producer in ("fpdf", "reportlab") for special in SPECIALS),
    "reportlab-rotated",
    "reportlab-typed",
    "typst-hyphens",
    "typst-ligatures",
    *TEXT_SHAPES,
)


@dataclass(frozen=True)
class Style:
    """Everything about a rendering that is not its content; lengths in points, `gap` and `padding` in font sizes."""

    shape: str
    producer: str
    ruling: str
    landscape: bool
    font_size: float
    font: str
    glyphs: tuple[str, str, str]
    label_share: float
    bold_labels: bool
    merged: bool
    justified: bool
    gap: float
    padding: float
    indent: float
    header: str
    page_numbers: str
    logo: bool
    repeat_title: bool
    native_lists: bool
    encoding: str
    newline: str
    centred_labels: bool
    drawn_bullets: bool
    label_columns: int = 28
    """Width of the label column in characters, in text whose columns are kept by blanks."""
    spaced_rows: bool = True
    """Whether a blank line stands between the rows of such a text."""

    @property
    def quirk(self) -> str:
        """The part of the shape's name after the producer."""
        return self.shape.partition("-")[2]

    @property
    def is_text(self) -> bool:
        """Whether the rendering is a text file."""
        return self.shape in TEXT_SHAPES


def _fix_ruling(quirk: str) -> str | None:
    """Return the ruling that a quirk needs: only within the borders of a cell are two columns in it none of the form."""
    return quirk if quirk in RULINGS else {"rects": "rects", "twofold": "grid"}.get(quirk)


def draw_style(seed: int, shape: str, heads: list[str]) -> Style:
    """Draw the details of a shape for a seed. Raises `ValueError` for an unknown shape."""
    if shape not in SHAPES:
        raise ValueError(f"no shape {shape!r}; shapes are {', '.join(SHAPES)}")
    random = Random(f"{seed}/{shape}")
    producer, _, quirk = shape.partition("-")
    return Style(
        shape=shape,
        producer="text" if shape in TEXT_SHAPES else producer,
        ruling=_fix_ruling(quirk) or random.choice(RULINGS),
        landscape=random.random() < 0.2,
        font_size=random.choice([7, 8, 9, 9.5, 10, 10.5, 11, 12, 13]),
        font=random.choice(["Roboto", "Source Sans Pro", "Source Serif Pro"]),
        glyphs=random.choice(GLYPHS),
        label_share=random.choice([0.2, 0.22, 0.25, 0.28, 0.32]),
        bold_labels=random.random() < 0.6,
        merged=random.random() < 0.85 or quirk == "twofold",
        justified=random.random() < 0.1,
        gap=random.choice([0.35, 0.5, 0.7]),
        padding=random.choice([0.3, 0.45, 0.6]),
        indent=random.choice([1.2, 1.5, 2.0]),
        header=random.choice(heads) if random.random() < 0.4 else "",
        page_numbers=random.choice(["", "", "{n}", "Page {n}", "{n} / {of}", "Page {n} of {of}"]),
        logo=random.random() < 0.3,
        repeat_title=random.random() < 0.15,
        native_lists=random.random() < 0.5,
        encoding=random.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]),
        newline=random.choice(["\n", "\n", "\r\n"]),
        # As word processors often set them; Writer takes none over from a style sheet.
        centred_labels=random.random() < 0.25 and quirk in ("grid", "rules", "shading", "none") and shape != "writer-rules",
        # Lists without a glyph of their own: browsers draw the discs, circles and squares.
        drawn_bullets=random.random() < 0.6 and producer == "chromium",
    )
