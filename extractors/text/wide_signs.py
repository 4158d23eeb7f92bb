"""Signs as Chinese keyboards type them (`：`, `（`, `５`) in, their narrow forms out, by which labels and dates are read.

Radicals become the characters that they look like.
"""

import re

from ucap.extractors.text.radicals import RADICAL, load_radicals
from ucap.extractors.text.source_text import Origin, SourceText, from_pairs

WIDE = re.compile(f"[\uff01-\uff5e\u3000、]|{RADICAL.pattern}")
"""Any sign that may have a narrow form, and radicals."""
CLOSING = frozenset(":,;)!?.%")
"""Signs that belong to the word before them."""
_OFFSET = 0xFEE0
"""Unicode has the wide forms of U+0021 to U+007E this much further up."""
_OTHERS = {"\u3000": " ", "、": ",", "～": "–"}
_AFTER = frozenset(":,;)!?")
"""Signs behind which a blank is left out, because the wide sign itself looks like a sign with a blank."""
_IN_PROSE = frozenset("，；！？、")
"""Signs that stay in Chinese prose, between two Chinese characters."""
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


def narrow_signs(text: SourceText) -> SourceText:
    """Return a text with wide signs as narrow ones and radicals as everyday characters, each in the place of the old one.

    A blank is added where the wide sign stood for one, and the signs of Chinese prose stay.

    >>> from ucap.extractors.text.source_text import from_file
    >>> narrow_signs(from_file("Size（km²）：４，５００")).chars
    'Size (km²): 4,500'
    >>> narrow_signs(from_file("双方，共同")).chars
    '双方，共同'
    >>> narrow_signs(from_file("\u2f54利")).chars
    '水利'
    """
    if not WIDE.search(text.chars):
        return text
    if RADICAL.search(text.chars):
        radicals = load_radicals()
        text = SourceText("".join(radicals.get(c, c) for c in text.chars), text.origins)
    pairs: list[tuple[str, Origin]] = []
    for at, (char, origin) in enumerate(zip(text.chars, text.origins, strict=True)):
        before, after = text.chars[at - 1 : at], text.chars[at + 1 : at + 2]
        is_wide = WIDE.match(char) is not None
        if not is_wide or (char in _IN_PROSE and _IDEOGRAPH.match(before) and _IDEOGRAPH.match(after)):
            pairs.append((char, origin))
            continue
        narrow = _OTHERS.get(char) or chr(ord(char) - _OFFSET)
        if narrow == "(" and before.isalnum() and not _IDEOGRAPH.match(before):
            pairs.append((" ", origin))
        pairs.append((narrow, origin))
        if narrow in _AFTER and after.isalnum() and not _IDEOGRAPH.match(after) and not (before.isdigit() and after.isdigit()):
            pairs.append((" ", origin))
    return from_pairs(pairs)
