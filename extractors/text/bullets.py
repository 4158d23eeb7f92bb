"""The glyphs that mark bullets."""

from functools import cache

from ucap.schemas.vocabularies import load_vocabulary


@cache
def bullet_glyphs() -> tuple[frozenset[str], frozenset[str]]:
    """Return the glyphs that always mark a bullet, and those that do so only where they stand apart from the text."""
    glyphs = load_vocabulary("bullets")
    return frozenset(glyphs["always"]), frozenset(glyphs["separated"])
