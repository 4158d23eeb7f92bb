"""Everyday Chinese characters for the radicals that browsers print in their place: `⽔` (U+2F54) looks as `水` (U+6C34) does.

A glyph that has two code points is named by the first of them, and a text with it compares unequal to what a person types.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

RADICAL = re.compile("[\u2e80-\u2fdf]")


@cache
def load_radicals() -> Mapping[str, str]:
    """Return the everyday character of each radical, from `schemas/vocabularies/radicals.tsv`, which names its source."""
    text = (files("ucap.schemas.vocabularies") / "radicals.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {radical: character for radical, character in pairs}
