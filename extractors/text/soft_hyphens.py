"""A text in, the same out: soft hyphens that are printed as hyphens."""

import re

from ucap.extractors.text.source_text import SourceText

_SOFT = "\u00ad"
_IN_NUMBER = re.compile(f"[0-9]{_SOFT}[0-9]")
_AT_LINE_END = re.compile(rf"{_SOFT}(?=[ \t]*(?:[\r\n\f]|\Z))")


def spell_hyphens(text: SourceText) -> SourceText:
    """Return the text with soft hyphens as hyphens where they are printed, for whoever joins lines and reads ranges.

    That is at the end of a line. Between digits nothing may be divided, so a soft hyphen there is a hyphen (`10-20`) to which a
    producer gave the name of the soft one, and so are all others of that text: glyphs have one name in a PDF, and Typst names
    the hyphen by its first use.
    """
    if _SOFT not in text.chars:
        return text
    if _IN_NUMBER.search(text.chars):
        return SourceText(text.chars.replace(_SOFT, "-"), text.origins)
    return SourceText(_AT_LINE_END.sub("-", text.chars), text.origins)
