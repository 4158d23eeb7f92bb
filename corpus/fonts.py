"""Fonts from Python packages, and a font of bullets drawn here, so that a rendering needs no system fonts."""

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

import font_roboto  # type: ignore[import-untyped]
import font_source_sans_pro  # type: ignore[import-untyped]
import font_source_serif_pro  # type: ignore[import-untyped]
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

BULLETS = "Corpus Bullets"
_BULLET_CHARS = "→➔•◦○▪■□\uf0b7\uf0e0\uf0d8\uf0a7"
_FILES = {
    "Roboto": (font_roboto, "Roboto-Regular.ttf", "Roboto-Bold.ttf"),
    "Source Sans Pro": (font_source_sans_pro, "SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf"),
    "Source Serif Pro": (font_source_serif_pro, "SourceSerifPro-Regular.ttf", "SourceSerifPro-Bold.ttf"),
}


def font_files(family: str) -> tuple[Path, Path]:
    """Return the files of a family's regular and bold face."""
    package, regular, bold = _FILES[family]
    folder = Path(str(package.__file__)).parent / "files"
    return folder / regular, folder / bold


def font_folders() -> list[Path]:
    """Return the folders of all fonts, the bullets' included."""
    return [bullets_file().parent, *(font_files(family)[0].parent for family in _FILES)]


def is_bullet_glyph(glyph: str) -> bool:
    """Whether a glyph is in the font of bullets; others are letters and dashes of the text's own font."""
    return glyph in _BULLET_CHARS


def bullets_file() -> Path:
    """Return the font of bullets."""
    return symbol_file(BULLETS, _BULLET_CHARS)


@cache
def symbol_file(family: str, chars: str) -> Path:
    """Return a font of symbols, drawn on first use: a small square, lozenge or arrow for each character."""
    folder = Path(tempfile.gettempdir()) / f"ucap-corpus-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    digest = hashlib.sha256(chars.encode()).hexdigest()[:8]  # a font of the same name that an older source drew must not serve
    path = folder / f"{family.replace(' ', '')}-{digest}.ttf"
    if not path.exists():  # two workers may draw it at once: each writes aside
        partial = folder / f"{os.getpid()}.partial"
        _draw_symbols(partial, family, chars)
        partial.replace(path)
    return path


def _draw_symbols(path: Path, family: str, chars: str) -> None:
    names = {char: f"bullet{i}" for i, char in enumerate(chars)}
    glyphs = {".notdef": _draw_shape(0), "space": TTGlyphPen(None).glyph()}
    glyphs |= {name: _draw_shape(i) for i, name in enumerate(names.values())}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({32: "space"} | {ord(char): name for char, name in names.items()})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (600, 60) for name in glyphs})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    names_of_font = {"familyName": family, "styleName": "Regular", "fullName": f"{family} Regular", "version": "Version 1.0"}
    builder.setupNameTable(names_of_font | {"psName": f"{family.replace(' ', '')}-Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.updateHead(created=3_600_000_000, modified=3_600_000_000)
    builder.save(str(path))


def _draw_shape(number: int):  # type: ignore[no-untyped-def]  # fontTools has no types
    pen = TTGlyphPen(None)
    points = [
        [(60, 200), (60, 540), (400, 540), (400, 200)],
        [(60, 370), (260, 570), (460, 370), (260, 170)],
        [(60, 340), (60, 400), (360, 400), (360, 520), (540, 370), (360, 220), (360, 340)],
    ][number % 3]
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


@cache
def _load_widths(path: Path) -> dict[str, float]:
    """Return the advance widths of a font's characters in font sizes."""
    font = TTFont(path)
    units = font["head"].unitsPerEm
    metrics = font["hmtx"]
    return {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}


def has_char(char: str, path: Path) -> bool:
    """Whether a font file has a glyph for a character."""
    return char in _load_widths(path)


def text_width(text: str, path: Path, size: float) -> float:
    """Return the width of a text in points, set without kerning."""
    widths = _load_widths(path)
    return sum(widths.get(char, 0.6) for char in text) * size
