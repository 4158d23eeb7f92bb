"""Text from documents as people may see it: never control characters."""

import unicodedata


def make_visible(text: object) -> str:
    """Return a text whose control characters are seen: escape sequences, changes of the writing direction, half characters.

    >>> make_visible("bell" + chr(7) + " and " + chr(0x202E))
    'bell␇ and ⟨U+202E⟩'
    """
    return "".join(map(_show_char, str(text)))


def _show_char(char: str) -> str:
    kind = unicodedata.category(char)
    if char in "\n\t" or kind[0] not in "C" or kind == "Cn":
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "�" if kind == "Cs" else f"⟨U+{code:04X}⟩"
