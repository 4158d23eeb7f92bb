"""What is reported about printed dates: digits with two readings, years that are not printed, several dates of an activity."""

import re
from collections.abc import Sequence

from ucap.extractors.dates import DateOrder, DateRange, OrderDecision, find_dates, find_leading_date
from ucap.extractors.fields.activities import ActivityDraft
from ucap.extractors.fields.ledger import Ledger
from ucap.extractors.findings import CellName, quote
from ucap.extractors.text.source_text import SourceText
from ucap.schemas.records import SectionName

_PART_END = re.compile(r"[;\n]|(?<=[.!?])\s")


def report_order(
    found: DateRange | None,
    printed: SourceText,
    section: SectionName,
    decision: OrderDecision,
    ledger: Ledger,
    cells: Sequence[CellName],
) -> None:
    """Report a date that can be read in two ways: whether another date of the document decides, or nothing does.

    `cells` are the values that are doubted.
    """
    if found and found.short_year:
        said = f"{quote(printed.chars)} was read as a month with its year in two digits; the number could be a day."
        ledger.report("date_ambiguous", said, section, printed, cells)
    if found is None or not found.either_order:
        return
    first = "month" if decision.order == "month_first" else "day"
    if decision.proof is None:
        ledger.report("date_ambiguous", f"{quote(printed.chars)} was read with the {first} first.", section, printed, cells)
    else:
        reason = f"was read with the {first} first, as {quote(decision.proof)} in this document must be."
        ledger.report("date_decided", f"{quote(printed.chars)} {reason}", section, printed, cells)


def report_activity_dates(drafts: Sequence[ActivityDraft], decision: OrderDecision, ledger: Ledger) -> None:
    """Report what is doubtful about the dates of activities."""
    for position, draft in enumerate(drafts, start=1):
        cells = ledger.name_activity_cells(position, "date_start", "date_end")
        report_order(draft.date, draft.date_text, "activities", decision, ledger, cells)
        if draft.date is None:
            continue
        printed = quote(draft.date_text.chars)
        if draft.date.year_supplied:
            known = draft.date.start or draft.date.end
            said = f"Activity {position} is dated {printed}; the year {known.year if known else ''} is not printed there."
            ledger.report("year_supplied", said, "activities", draft.date_text, cells)
        further = list_later_dates(draft, decision.order)
        if draft.date.separate or further:
            said = (
                f"Activity {position} ({', '.join([printed, *map(quote, further)])}) is published as of {_render(draft.date)}."
            )
            ledger.report("several_dates", said, "activities", draft.source, cells)


def list_later_dates(draft: ActivityDraft, order: DateOrder = "day_first") -> list[str]:
    """Return the dates in the text of an activity, as printed, that come after its date.

    Days and months count anywhere, years where a part of the text begins with one (`…; 2019: visit`).
    """
    end = draft.date.end if draft.date else None
    if end is None:
        return []
    found = []
    for text in (*draft.paragraphs, *draft.items):
        for one in find_dates(text.chars, order=order):
            if one.precision in ("day", "month") and one.start and one.start > end:
                found.append(text.chars[slice(*one.span)])
        for part in _PART_END.split(text.chars)[1:]:
            leading = find_leading_date(part, order=order)
            if leading and leading.text_start and leading.date.precision not in ("day", "month"):
                found += [part[slice(*leading.date_text_span)]] if leading.date.start and leading.date.start > end else []
    return found


def _render(found: DateRange) -> str:
    if found.start == found.end:
        return str(found.start)
    return f"{found.start or '…'} to {found.end or '…'}"
