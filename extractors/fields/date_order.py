"""What is reported about dates in digits whose day and month could be swapped."""

from ucap.extractors.dates import DateRange, OrderDecision
from ucap.extractors.fields.ledger import Ledger
from ucap.extractors.findings import quote
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName


def report_order(
    found: DateRange | None, printed: SourceText, section: SectionName, decision: OrderDecision, ledger: Ledger
) -> None:
    """Report a date that can be read in two ways: whether another date of the document decides, or nothing does."""
    if found is None or not found.either_order:
        return
    first = "month" if decision.order == "month_first" else "day"
    if decision.proof is None:
        ledger.report("date_ambiguous", f"{quote(printed.chars)} was read with the {first} first.", section, printed)
    else:
        reason = f"was read with the {first} first, as {quote(decision.proof)} in this document must be."
        ledger.report("date_decided", f"{quote(printed.chars)} {reason}", section, printed)
