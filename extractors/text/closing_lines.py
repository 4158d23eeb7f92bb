"""Does this line close the form? A line in, yes or no out: one answer for pages and for every shape of text."""

import re

from ucap.schemas.records import EMAIL_ADDRESS

_CONTACT = re.compile(
    r"for (?:further|more) information\b|\bcontact\b.*:|^\s*contacts?\s(?:[\w ]{1,40}\s)?\S{1,80}@|^\s*e-?mail\b.*:",
    re.IGNORECASE,
)
_ADDRESS = re.compile(EMAIL_ADDRESS)
_MOST_CLOSING_WORDS = 6
"""Words before the address of a closing line. Chosen: `For any further questions write to` has six."""
_LONGEST_CONTACT_LINE = 400
"""Characters: five printed lines. A longer one is a paragraph of the form that happens to name a contact."""


def is_contact_line(text: str) -> bool:
    """Whether a line outside the table begins the form's closing lines."""
    return len(text) <= _LONGEST_CONTACT_LINE and _CONTACT.search(text) is not None


def is_closing_line(text: str) -> bool:
    """Whether the last line of a text is a few words and an address: the form's closing line, whatever it is called.

    >>> is_closing_line("Help desk: office@example.eu"), is_closing_line("A portal for both cities, see office@example.eu")
    (True, False)
    """
    words, address = _split_address(text)
    return bool(address) and len(words.split()) <= _MOST_CLOSING_WORDS and words.rstrip()[-1:] in (":", "?", "–", "-", "")


def _split_address(text: str) -> tuple[str, str]:
    """Return what stands before the address that ends a line, and that address; nothing where none does."""
    words = text.rstrip(" .").split()
    address = words[-1].strip("<>()") if words else ""
    return (text[: text.rfind(address)].rstrip(" <("), address) if _ADDRESS.fullmatch(address) else ("", "")
