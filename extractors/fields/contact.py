"""The contact address below the form."""

import re
from collections.abc import Sequence

from ucap.extractors.fields.ledger import Ledger, Value
from ucap.extractors.findings import quote
from ucap.extractors.form import Block
from ucap.extractors.text.source_text import SourceText, from_pairs
from ucap.schemas.records import EMAIL_ADDRESS

ADDRESS = re.compile(EMAIL_ADDRESS)
_NAME_BEFORE = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]{0,63})[ \u00a0]$")


def read_contact(blocks: Sequence[Block], ledger: Ledger) -> Value[str | None]:
    """Return the first e-mail address, with an underscore that underlining hid restored.

    `IUC-ASIA office@iuc-asia.eu` is one address: the word before it is part of the address' domain.
    """
    for block in blocks:
        match = ADDRESS.search(block.text.chars)
        if not match:
            continue
        address = block.text[match.start() : match.end()]
        before = _NAME_BEFORE.search(block.text.chars[: match.start()])
        domain = match[0].rsplit("@", 1)[1].casefold()
        if before and len(before[1]) > 2 and before[1].casefold() in domain:
            lost = from_pairs([("_", block.text.origins[match.start() - 1])])
            repaired = block.text[before.start(1) : before.end(1)] + lost + address
            printed = block.text[before.start(1) : match.end()]
            details = f"{quote(printed.chars)} is printed, and was read as {quote(repaired.chars)}."
            ledger.report("contact_repaired", details, "contact", printed)
            return Value(repaired.chars, printed, "rule")
        return Value(address.chars, address)
    return Value(None, SourceText())
