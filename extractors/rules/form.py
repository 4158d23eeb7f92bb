"""Rules about the form as a whole: its rows, their labels, and the contact address."""

import re
from collections import Counter
from collections.abc import Iterator

from ucap.extractors.fields.contact import ADDRESS
from ucap.extractors.findings import Finding, quote
from ucap.extractors.numbers import is_missing
from ucap.extractors.rules.cells import name_cells, page_of
from ucap.schemas.ucap import Ucap
from ucap.schemas.vocabularies import load_vocabulary

# Up to 80 characters on both sides of the sign: a bound for hostile texts, above the 64 that an address may have before it.
_LIKE_AN_ADDRESS = re.compile(r"\S{1,80}\s?(?:@|[(\[]\s?at\s?[)\]])\s?\S{1,80}", re.IGNORECASE)


def find_missing_rows(ucap: Ucap) -> Iterator[Finding]:
    """Find rows that a form of this kind must have and that are missing or empty.

    A form with several cities on both sides must have a title: only that tells a cluster.
    """
    present = {section.section for section in ucap.sections if not is_missing(section.text)}
    for name in load_vocabulary("form")["mandatory_rows"][ucap.summary.kind]:
        if name not in present:
            yield Finding("row_missing", f"The form has no text in a row for {name.replace('_', ' ')}.", name)
    sides = Counter(city.side for city in ucap.cities)
    if "title" not in present and ucap.summary.kind == "city" and len(sides) > 1 and min(sides.values()) > 1:
        yield Finding("row_missing", "The form has no title, which would say whether it is that of a cluster.", "title")


def find_unknown_labels(ucap: Ucap) -> Iterator[Finding]:
    """Find rows whose label is not in the lexicon; words above the labels and the columns of a table are none."""
    seen = set()
    begun = False
    for section in ucap.sections:
        begun = begun or section.section not in ("title", "unknown")
        if not begun and (section.label or "").strip(" :.").casefold() in load_vocabulary("form")["table_heads"]:
            continue
        if section.section == "unknown" and section.label and (section.label, section.page_start) not in seen:
            seen.add((section.label, section.page_start))  # the row may have a cell for each side
            details = f"The label {quote(section.label)} is not known."
            yield Finding("label_unknown", details, "unknown", section.label, section.page_start)


def find_missing_contact(ucap: Ucap) -> Iterator[Finding]:
    """Find forms without anything like a contact address."""
    if ucap.summary.contact_email is None and not _find_address_like(ucap):
        yield Finding("contact_missing", "No contact address was found.", "contact")


def find_malformed_contact(ucap: Ucap) -> Iterator[Finding]:
    """Find a contact address that is malformed, and text that looks like an address where none was read."""
    address, page = ucap.summary.contact_email, page_of(ucap, "contact")
    if address is None:
        if printed := _find_address_like(ucap):
            yield Finding("contact_malformed", f"{quote(printed)} is not an e-mail address.", "contact", printed, page)
    elif not ADDRESS.fullmatch(address) or ".." in address or ".@" in address:
        withheld = name_cells(ucap.summary, "contact_email")
        yield Finding("contact_malformed", f"{quote(address)} is not an e-mail address.", "contact", address, page, withheld)


def _find_address_like(ucap: Ucap) -> str | None:
    texts = (section.text for section in ucap.sections if section.section == "contact")
    return next((match[0] for text in texts if (match := _LIKE_AN_ADDRESS.search(text))), None)
