"""The glyphs that mark bullets, and boxes to tick."""

from functools import cache

from ucap.schemas.vocabularies import load_vocabulary


@cache
def bullet_glyphs() -> tuple[frozenset[str], frozenset[str]]:
    """Return the glyphs that always mark a bullet, and those that do so only where they stand apart from the text."""
    glyphs = load_vocabulary("bullets")
    return frozenset(glyphs["always"]), frozenset(glyphs["separated"])


@cache
def printed_bullets() -> tuple[frozenset[str], frozenset[str]]:
    """Return the same two of glyphs on pages, where a sign that stands apart may be what a font has for a bullet."""
    always, separated = bullet_glyphs()
    return always, separated | frozenset(load_vocabulary("bullets")["lost"])


@cache
def is_only_bullet(sign: str) -> bool:
    """Whether a sign is a bullet wherever it stands: no arrow, point or tick, which sentences hold, too."""
    return sign in bullet_glyphs()[0] and not is_tick(sign) and sign not in load_vocabulary("bullets")["within_texts"]


@cache
def tick_signs() -> tuple[frozenset[str], frozenset[str]]:
    """Return the signs of boxes that are ticked, and of those that are not: they begin a bullet, and stay in its text."""
    glyphs = load_vocabulary("bullets")
    return frozenset(glyphs["ticked"]), frozenset(glyphs["unticked"])


@cache
def is_tick(glyph: str) -> bool:
    """Whether a glyph is a box to tick, ticked or not."""
    return any(glyph in signs for signs in tick_signs())
